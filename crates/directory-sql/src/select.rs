//! Queries as statements.

use crate::Error;
use crate::layout::{Layout, Link};
use crate::statement::{Converted, Dialect, Statement, Writer};
use crate::tables::{Kind, Place, Tables, declared};
use crate::test::{self, NEVER, Operand};
use hognose_authentik::query::plan::{Clause, Column, Lookup, Path, Query, Test};
use hognose_eval::data::Data;
use hognose_schema::binding::TypeId;

/// Writes statements over the tables of a release.
#[derive(Debug)]
pub(crate) struct Select {
    tables: Tables,
    writer: Writer,
}

/// A relation of a field, between two names of tables.
struct Step {
    /// `FROM …` of the related objects.
    from: String,
    /// What ties them to the object.
    tie: String,
    /// The name of their table.
    alias: String,
    /// The tie without the related objects' own tables, to ask whether there are any.
    any: String,
    target: TypeId,
}

/// The name of the table that a query is over.
const ROOT: &str = "t0";

impl Select {
    pub(crate) fn new(tables: Tables, dialect: Dialect) -> Self {
        Self { tables, writer: Writer::new(dialect) }
    }

    /// Classes and primary keys of the objects.
    pub(crate) fn keys(mut self, query: &Query, most: usize) -> Result<Statement, Error> {
        let key = Operand { expression: format!("{ROOT}.\"pk\""), kind: Tables::key(query.model), keys: &[] };
        let key = test::shown(&mut self.writer, &key);
        let tail = self.tail(query, Some(most))?;
        Ok(self.writer.finish(format!("SELECT {ROOT}.\"$class\", {key}{tail}")))
    }

    /// Columns of the objects, as text, with their kinds.
    pub(crate) fn columns(
        mut self,
        query: &Query,
        columns: &[Column],
        most: usize,
    ) -> Result<(Statement, Vec<Kind>), Error> {
        let mut kinds = Vec::with_capacity(columns.len());
        let mut shown = Vec::with_capacity(columns.len());
        for column in columns {
            let (text, kind) = self.scalar(ROOT, query.model, &column.path, 0, Form::Shown)?;
            kinds.push(kind);
            shown.push(text);
        }
        let tail = self.tail(query, Some(most))?;
        Ok((self.writer.finish(format!("SELECT {}{tail}", shown.join(", "))), kinds))
    }

    /// How many objects there are.
    pub(crate) fn count(mut self, query: &Query) -> Result<Statement, Error> {
        let tail = self.tail(query, query.limit)?;
        let inner = format!("SELECT 1 AS one{tail}");
        Ok(self.writer.finish(format!("SELECT CAST(COUNT(*) AS text) FROM ({inner}) AS found")))
    }

    /// `FROM …` to the end.
    fn tail(&mut self, query: &Query, most: Option<usize>) -> Result<String, Error> {
        let from = self.source(query.model)?;
        let mut text = format!(" FROM {from} AS {ROOT}");
        for (index, clause) in query.clauses.iter().enumerate() {
            text.push_str(if index == 0 { " WHERE " } else { " AND " });
            text.push_str(&self.clause(query.model, clause)?);
        }
        let mut order = Vec::new();
        for part in &query.order {
            let (expression, _) = self.scalar(ROOT, query.model, &part.path, 0, Form::Ordered)?;
            order.push(if part.descending {
                format!("{expression} DESC NULLS FIRST")
            } else {
                format!("{expression} ASC NULLS LAST")
            });
        }
        // The same answer each time, whatever is equal.
        order.push(format!("{ROOT}.\"pk\" ASC"));
        text.push_str(&format!(" ORDER BY {}", order.join(", ")));
        let limit = match (query.limit, most) {
            (Some(limit), Some(most)) => Some(limit.min(most)),
            (limit, most) => limit.or(most),
        };
        if limit.is_some() || query.offset > 0 {
            let number = |number: usize| Data::Int(i64::try_from(number).unwrap_or(i64::MAX));
            let limit = self.number(&number(limit.unwrap_or(usize::MAX)))?;
            let offset = self.number(&number(query.offset))?;
            text.push_str(&format!(" LIMIT {limit} OFFSET {offset}"));
        }
        Ok(text)
    }

    fn number(&mut self, number: &Data) -> Result<String, Error> {
        let converted = crate::convert::to_column(Kind::Int, number).ok_or(Error::Unusable("a limit"))?;
        Ok(self.writer.value(Kind::Int, &converted))
    }

    /// The objects of a class as a table whose columns are named as the fields are.
    fn source(&self, class: TypeId) -> Result<String, Error> {
        let members = Tables::members(class);
        if members.is_empty() {
            return Err(Error::NoTable(declared(class).map_or("?", |decl| decl.name)));
        }
        let is_united = Tables::layout(class).is_none();
        let selects: Vec<String> =
            members.into_iter().map(|layout| self.member(class, layout, is_united)).collect();
        Ok(format!("({})", selects.join(" UNION ALL ")))
    }

    /// One of the classes under an abstract one, or the class itself.
    fn member(&self, class: TypeId, layout: &'static Layout, is_united: bool) -> String {
        let name = declared(layout.class).map_or("", |decl| decl.name);
        let own_key = layout.parts.first().map_or("", |part| part.key);
        let key =
            if is_united { format!("CAST(p0.\"{own_key}\" AS text)") } else { format!("p0.\"{own_key}\"") };
        let mut selected = vec![format!("'{name}' AS \"$class\""), format!("{key} AS \"pk\"")];
        for (_, column) in self.tables.fields(class, layout) {
            selected.push(format!("p{}.\"{}\" AS \"{}\"", column.part, column.name, column.field));
        }
        let mut from = String::new();
        for (number, part) in layout.parts.iter().enumerate() {
            if number == 0 {
                from.push_str(&format!("\"{}\" AS p0", part.table));
            } else {
                from.push_str(&format!(
                    " JOIN \"{}\" AS p{number} ON p{number}.\"{}\" = p0.\"{}\"",
                    part.table, part.key, part.from
                ));
            }
        }
        format!("SELECT {} FROM {from}", selected.join(", "))
    }

    fn clause(&mut self, class: TypeId, clause: &Clause) -> Result<String, Error> {
        let tests: Vec<&Test> = clause.tests.iter().collect();
        let all = self.all(ROOT, class, &tests, 0)?;
        // What is null meets no test, so that leaving out those who meet all leaves it in.
        Ok(if clause.negated { format!("({all} IS NOT TRUE)") } else { all })
    }

    /// All tests. Those that go through the same relation hold for one and the same related object. Paths are bounded, and so
    /// is how deep this goes.
    fn all(&mut self, alias: &str, class: TypeId, tests: &[&Test], depth: usize) -> Result<String, Error> {
        let mut held = Vec::new();
        let mut shared: Vec<(u16, Vec<&Test>)> = Vec::new();
        for test in tests {
            match test.path.fields.get(depth..) {
                Some([first, _, ..]) => match shared.iter_mut().find(|(number, _)| number == first) {
                    Some((_, group)) => group.push(test),
                    None => shared.push((*first, vec![test])),
                },
                _ => held.push(self.last(alias, class, test, depth)?),
            }
        }
        for (number, group) in shared {
            held.push(self.through(alias, class, number, &group, depth)?);
        }
        Ok(match held.len() {
            0 => "(1 = 1)".to_owned(),
            _ => format!("({})", held.join(" AND ")),
        })
    }

    /// A test of the last field of its path.
    fn last(&mut self, alias: &str, class: TypeId, test: &Test, depth: usize) -> Result<String, Error> {
        let Some(number) = test.path.fields.get(depth).copied() else { return Ok(NEVER.to_owned()) };
        match self.place(class, number)? {
            Place::Column(kind) | Place::One(_, kind) => {
                let expression = format!("{alias}.\"{}\"", name_of(class, number));
                let operand = Operand { expression, kind, keys: &test.path.keys };
                Ok(test::condition(&mut self.writer, &operand, test.lookup, &test.value))
            }
            Place::Many(link, target) => {
                let step = self.many(alias, link, target)?;
                let operand = Operand {
                    expression: format!("{}.\"pk\"", step.alias),
                    kind: Tables::key(target),
                    keys: &[],
                };
                let inner = test::condition(&mut self.writer, &operand, test.lookup, &test.value);
                Ok(step.exists(&inner, is_for_nothing(&[test])))
            }
        }
    }

    /// Tests behind a relation.
    fn through(
        &mut self,
        alias: &str,
        class: TypeId,
        number: u16,
        tests: &[&Test],
        depth: usize,
    ) -> Result<String, Error> {
        let step = self.step(alias, class, number)?;
        let inner = self.all(&step.alias, step.target, tests, depth.saturating_add(1))?;
        Ok(step.exists(&inner, is_for_nothing(tests)))
    }

    fn place(&self, class: TypeId, number: u16) -> Result<Place, Error> {
        self.tables.place(class, number).ok_or_else(|| {
            Error::NoColumn(declared(class).map_or("?", |decl| decl.name), name_of(class, number))
        })
    }

    fn step(&mut self, alias: &str, class: TypeId, number: u16) -> Result<Step, Error> {
        match self.place(class, number)? {
            Place::Many(link, target) => self.many(alias, link, target),
            Place::One(target, _) => {
                let column = format!("{alias}.\"{}\"", name_of(class, number));
                let (source, alias) = (self.source(target)?, self.writer.alias());
                Ok(Step {
                    from: format!("{source} AS {alias}"),
                    tie: format!("{alias}.\"pk\" = {column}"),
                    alias,
                    any: format!("{column} IS NOT NULL"),
                    target,
                })
            }
            Place::Column(_) => Err(Error::Unusable("a path behind a column")),
        }
    }

    fn many(&mut self, alias: &str, link: &'static Link, target: TypeId) -> Result<Step, Error> {
        let (source, between, related) = (self.source(target)?, self.writer.alias(), self.writer.alias());
        let table = self.tables.table_of(link);
        let tie = format!("{between}.\"{}\" = {alias}.\"pk\"", link.own);
        Ok(Step {
            from: format!(
                "\"{table}\" AS {between} JOIN {source} AS {related} ON {related}.\"pk\" = {between}.\"{}\"",
                link.other
            ),
            any: format!("EXISTS (SELECT 1 FROM \"{table}\" AS {between} WHERE {tie})"),
            tie,
            alias: related,
            target,
        })
    }

    /// The first value of a path.
    fn scalar(
        &mut self,
        alias: &str,
        class: TypeId,
        path: &Path,
        depth: usize,
        form: Form,
    ) -> Result<(String, Kind), Error> {
        let number = *path.fields.get(depth).ok_or(Error::Unusable("an empty path"))?;
        let is_last = path.fields.len() == depth.saturating_add(1);
        if is_last && let Place::Column(kind) | Place::One(_, kind) = self.place(class, number)? {
            let expression = format!("{alias}.\"{}\"", name_of(class, number));
            let operand = Operand { expression, kind, keys: &path.keys };
            return Ok((form.of(&mut self.writer, &operand), kind));
        }
        let step = self.step(alias, class, number)?;
        let (inner, kind) = if is_last {
            let kind = Tables::key(step.target);
            let operand = Operand { expression: format!("{}.\"pk\"", step.alias), kind, keys: &[] };
            (form.of(&mut self.writer, &operand), kind)
        } else {
            self.scalar(&step.alias, step.target, path, depth.saturating_add(1), form)?
        };
        let Step { from, tie, alias, .. } = step;
        // A collation stands outside of the parentheses.
        let (inner, collation) = match inner.split_once(" COLLATE ") {
            Some((inner, collation)) => (inner.to_owned(), format!(" COLLATE {collation}")),
            None => (inner, String::new()),
        };
        Ok((
            format!("(SELECT {inner} FROM {from} WHERE {tie} ORDER BY {alias}.\"pk\" LIMIT 1){collation}"),
            kind,
        ))
    }

    /// Rows of objects of one class with tables of its own: the primary key and all columns, as text.
    pub(crate) fn objects(mut self, layout: &'static Layout, keys: &[Converted]) -> Result<Statement, Error> {
        let class = layout.class;
        let key = Tables::key(class);
        let operand = Operand { expression: format!("{ROOT}.\"pk\""), kind: key, keys: &[] };
        let mut shown = vec![test::shown(&mut self.writer, &operand)];
        for (number, column) in self.tables.fields(class, layout) {
            let (Place::Column(kind) | Place::One(_, kind)) = self.place(class, number)? else { continue };
            let operand = Operand { expression: format!("{ROOT}.\"{}\"", column.field), kind, keys: &[] };
            shown.push(test::shown(&mut self.writer, &operand));
        }
        let source = self.source(class)?;
        let any_of = self.writer.any_of(key, keys);
        Ok(self.writer.finish(format!(
            "SELECT {} FROM {source} AS {ROOT} WHERE {ROOT}.\"pk\" {any_of}",
            shown.join(", ")
        )))
    }

    /// Pairs of primary keys that a link holds for objects, as text.
    pub(crate) fn links(
        mut self,
        link: &'static Link,
        (own, other): (Kind, Kind),
        keys: &[Converted],
    ) -> Statement {
        let column = |name: &str, kind| Operand { expression: format!("{ROOT}.\"{name}\""), kind, keys: &[] };
        let left = test::shown(&mut self.writer, &column(link.own, own));
        let right = test::shown(&mut self.writer, &column(link.other, other));
        let any_of = self.writer.any_of(own, keys);
        let table = self.tables.table_of(link);
        self.writer.finish(format!(
            "SELECT {left}, {right} FROM \"{table}\" AS {ROOT} WHERE {ROOT}.\"{}\" {any_of} ORDER BY {ROOT}.\"{}\"",
            link.own, link.other
        ))
    }
}

impl Step {
    /// Whether there is such an object, or none at all where that is what is asked for.
    fn exists(&self, inner: &str, or_nothing: bool) -> String {
        let exists = format!("EXISTS (SELECT 1 FROM {} WHERE {} AND {inner})", self.from, self.tie);
        if or_nothing { format!("({exists} OR NOT ({}))", self.any) } else { exists }
    }
}

/// Whether tests pass where there is no related object.
fn is_for_nothing(tests: &[&Test]) -> bool {
    tests.iter().all(|test| test.lookup == Lookup::IsNull && matches!(test.value, Data::Bool(true)))
}

fn name_of(class: TypeId, number: u16) -> &'static str {
    let field = declared(class).and_then(|decl| decl.fields.get(usize::from(number)));
    field.map_or("?", |field| field.name)
}

/// What an expression is for.
#[derive(Clone, Copy)]
enum Form {
    Ordered,
    Shown,
}

impl Form {
    fn of(self, writer: &mut Writer, operand: &Operand<'_>) -> String {
        match self {
            Self::Ordered => test::ordered(writer, operand),
            Self::Shown => test::shown(writer, operand),
        }
    }
}
