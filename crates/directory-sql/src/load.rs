//! What statements find as data: values, or objects with those that belong to them.

use crate::convert;
use crate::layout::{Layout, Link};
use crate::select::Select;
use crate::statement::Converted;
use crate::tables::{Kind, Place, Tables, declared};
use crate::{Backend, Error, NULL, Row, number};
use hognose_authentik::bindings::build::default;
use hognose_authentik::bindings::classes::class;
use hognose_authentik::bindings::data::DataBuilder;
use hognose_authentik::bindings::tables::BINDINGS;
use hognose_authentik::query::plan::{Column, Query, Shape, Want};
use hognose_eval::data::{Data, Record};
use hognose_schema::binding::{FieldDecl, TypeId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Objects inside each other: groups of groups, owners of devices.
const DEEPEST: u32 = 100;
/// Primary keys in one statement.
const KEYS: usize = 10_000;
/// So many objects may come for each row.
const COMING_ALONG: usize = 4;

/// An object: its class, and its primary key as text.
type Name = (TypeId, String);

/// Asks a database.
pub(crate) struct Loader<'b, B> {
    backend: &'b mut B,
    tables: Tables,
    most: usize,
    build: DataBuilder,
    rows: HashMap<Name, Row>,
    linked: HashMap<(TypeId, &'static str, String), Vec<Name>>,
    made: HashMap<Name, Arc<Record>>,
}

impl<'b, B: Backend> Loader<'b, B> {
    pub(crate) fn new(backend: &'b mut B, tables: Tables, most: usize) -> Self {
        Self {
            backend,
            tables,
            most,
            build: DataBuilder::new(hognose_authentik::scalar),
            rows: HashMap::new(),
            linked: HashMap::new(),
            made: HashMap::new(),
        }
    }

    fn select(&self) -> Select {
        Select::new(self.tables, B::DIALECT)
    }

    /// The answer to a query.
    pub(crate) fn find(mut self, query: &Query, want: Want) -> Result<Data, Error> {
        let columns: Option<&[Column]> = match &query.shape {
            Shape::Objects => None,
            Shape::Dicts(columns) | Shape::Tuples(columns) => Some(columns),
            Shape::Bare(column) => Some(std::slice::from_ref(column)),
        };
        // Equal rows are one before any are counted off.
        let distinct = columns.filter(|_| query.distinct);
        let int = |number: usize| Data::Int(i64::try_from(number).unwrap_or(i64::MAX));
        match (want, distinct) {
            (Want::List, None) => match columns {
                Some(columns) => self.values(query, columns).map(Data::List),
                None => self.objects(query).map(Data::List),
            },
            (Want::Exists, None) => {
                let one = Query { limit: Some(query.limit.unwrap_or(1).min(1)), ..query.clone() };
                Ok(Data::Bool(self.count(&one)? > 0))
            }
            (Want::Count, None) => Ok(Data::Int(self.count(query)?)),
            (want, Some(columns)) => {
                let whole = Query { offset: 0, limit: None, ..query.clone() };
                let mut seen = HashSet::new();
                let rows = self.values(&whole, columns)?.into_iter();
                let rows = rows.filter(|row| seen.insert(format!("{row:?}"))).skip(query.offset);
                let rows: Vec<Data> = rows.take(query.limit.unwrap_or(usize::MAX)).collect();
                Ok(match want {
                    Want::List => Data::List(rows),
                    Want::Exists => Data::Bool(!rows.is_empty()),
                    Want::Count => int(rows.len()),
                })
            }
        }
    }

    fn count(&mut self, query: &Query) -> Result<i64, Error> {
        let statement = self.select().count(query)?;
        number(&self.backend.rows(&statement)?)
    }

    /// One more than there may be, so that more is seen.
    fn asked(&self) -> usize {
        self.most.saturating_add(1)
    }

    fn bounded(&self, rows: Vec<Row>) -> Result<Vec<Row>, Error> {
        if rows.len() > self.most { Err(Error::TooMany(self.most)) } else { Ok(rows) }
    }

    fn values(&mut self, query: &Query, columns: &[Column]) -> Result<Vec<Data>, Error> {
        let (statement, kinds) = self.select().columns(query, columns, self.asked())?;
        let rows = self.backend.rows(&statement)?;
        let cell = |(cell, kind): (Option<String>, &Kind)| match cell {
            Some(text) => {
                convert::from_column(*kind, &text).ok_or(Error::Unusable("a value of the database"))
            }
            None => Ok(NULL),
        };
        let row = |row: Row| row.into_iter().zip(&kinds).map(cell).collect::<Result<_, _>>().map(Data::List);
        self.bounded(rows)?.into_iter().map(row).collect()
    }

    fn objects(&mut self, query: &Query) -> Result<Vec<Data>, Error> {
        let statement = self.select().keys(query, self.asked())?;
        let rows = self.backend.rows(&statement)?;
        let mut names = Vec::new();
        for row in self.bounded(rows)? {
            let mut cells = row.into_iter().flatten();
            let (Some(class), Some(key)) = (cells.next(), cells.next()) else { continue };
            let class = BINDINGS.type_id(&class).ok_or(Error::Unusable("a class of the database"))?;
            names.push((class, key));
        }
        self.fetch(names.clone())?;
        let mut path = Vec::new();
        names
            .iter()
            .filter_map(|name| self.object(name, &mut path).transpose())
            .map(|record| record.map(Data::Record))
            .collect()
    }

    /// Read objects, and those that come along with them, level by level.
    fn fetch(&mut self, names: Vec<Name>) -> Result<(), Error> {
        let mut level = names;
        for _ in 0..DEEPEST {
            let mut by_class: HashMap<TypeId, HashSet<String>> = HashMap::new();
            for name in level.drain(..) {
                if !self.rows.contains_key(&name) {
                    by_class.entry(name.0).or_default().insert(name.1);
                }
            }
            if by_class.is_empty() {
                return Ok(());
            }
            let mut classes: Vec<(TypeId, HashSet<String>)> = by_class.into_iter().collect();
            classes.sort_by_key(|(class, _)| *class);
            for (class, keys) in classes {
                let mut keys: Vec<String> = keys.into_iter().collect();
                keys.sort_unstable();
                for keys in keys.chunks(KEYS) {
                    level.extend(self.fetch_class(class, keys)?);
                }
            }
        }
        Err(Error::Unusable("objects too deep inside each other"))
    }

    /// Read objects of one class; the names of those that come along.
    fn fetch_class(&mut self, class: TypeId, keys: &[String]) -> Result<Vec<Name>, Error> {
        let Some(layout) = Tables::layout(class) else { return Ok(Vec::new()) };
        let keys = converted(Tables::key(class), keys)?;
        let statement = self.select().objects(layout, &keys)?;
        let mut others = Vec::new();
        for row in self.backend.rows(&statement)? {
            let Some(Some(key)) = row.first().cloned() else { continue };
            for ((number, _), cell) in self.tables.fields(class, layout).zip(row.iter().skip(1)) {
                if let (Some(Place::One(target, _)), Some(key)) = (self.tables.place(class, number), cell) {
                    others.push((target, key.clone()));
                }
            }
            self.rows.insert((class, key), row);
        }
        if self.rows.len() > self.most.saturating_mul(COMING_ALONG) {
            return Err(Error::TooMany(self.most.saturating_mul(COMING_ALONG)));
        }
        for link in self.tables.links(layout).filter(|link| link.comes_along) {
            others.extend(self.fetch_links(layout, link, &keys)?);
        }
        Ok(others)
    }

    fn fetch_links(
        &mut self,
        layout: &'static Layout,
        link: &'static Link,
        keys: &[Converted],
    ) -> Result<Vec<Name>, Error> {
        let number = declared(layout.class).and_then(|decl| decl.field_number(link.field));
        let Some(Place::Many(_, target)) = number.and_then(|number| self.tables.place(layout.class, number))
        else {
            return Ok(Vec::new());
        };
        let kinds = (Tables::key(layout.class), Tables::key(target));
        let statement = self.select().links(link, kinds, keys);
        let mut others = Vec::new();
        for row in self.backend.rows(&statement)? {
            let mut cells = row.into_iter().flatten();
            let (Some(own), Some(other)) = (cells.next(), cells.next()) else { continue };
            others.push((target, other.clone()));
            self.linked.entry((layout.class, link.field, own)).or_default().push((target, other));
        }
        if self.linked.values().map(Vec::len).fold(0, usize::saturating_add)
            > self.most.saturating_mul(COMING_ALONG).saturating_mul(COMING_ALONG)
        {
            return Err(Error::TooMany(self.most));
        }
        Ok(others)
    }

    /// An object with all that belongs to it; none if there is none, or if it contains itself.
    fn object(&mut self, name: &Name, path: &mut Vec<Name>) -> Result<Option<Arc<Record>>, Error> {
        if let Some(made) = self.made.get(name) {
            return Ok(Some(Arc::clone(made)));
        }
        if path.len() >= DEEPEST as usize {
            return Err(Error::Unusable("objects too deep inside each other"));
        }
        let Some(row) = self.rows.get(name).filter(|_| !path.contains(name)).cloned() else {
            return Ok(None);
        };
        let (Some(decl), Some(layout), Some(of)) = (declared(name.0), Tables::layout(name.0), class(name.0))
        else {
            return Ok(None);
        };
        path.push(name.clone());
        let mut fields: Vec<Data> =
            decl.fields.iter().map(|field| default(&self.build, field).unwrap_or(Data::Absent)).collect();
        let mut found: Vec<(u16, Data)> = Vec::new();
        if let Some(key) = decl.field_number("pk") {
            found.push((key, read(Tables::key(name.0), &name.1)?));
        }
        let columns: Vec<u16> = self.tables.fields(name.0, layout).map(|(number, _)| number).collect();
        for (number, cell) in columns.into_iter().zip(row.into_iter().skip(1)) {
            let Some(cell) = cell else {
                found.extend(decl.fields.get(usize::from(number)).and_then(null).map(|null| (number, null)));
                continue;
            };
            match self.tables.place(name.0, number) {
                Some(Place::Column(kind)) => found.push((number, read(kind, &cell)?)),
                Some(Place::One(target, _)) => {
                    if let Some(related) = self.object(&(target, cell), path)? {
                        found.push((number, Data::Record(related)));
                    }
                }
                _ => {}
            }
        }
        for link in self.tables.links(layout).filter(|link| link.comes_along) {
            let names = self.linked.get(&(name.0, link.field, name.1.clone())).cloned().unwrap_or_default();
            let mut related = Vec::with_capacity(names.len());
            for name in names {
                related.extend(self.object(&name, path)?.map(Data::Record));
            }
            found.extend(decl.field_number(link.field).map(|number| (number, Data::List(related))));
        }
        for (number, data) in found {
            if let Some(place) = fields.get_mut(usize::from(number)) {
                *place = data;
            }
        }
        path.pop();
        let record = Arc::new(Record { class: of, fields });
        self.made.insert(name.clone(), Arc::clone(&record));
        Ok(Some(record))
    }
}

/// What a column without a value is: null where the field may be.
fn null(field: &FieldDecl) -> Option<Data> {
    field.is_nullable().then_some(Data::None)
}

fn read(kind: Kind, text: &str) -> Result<Data, Error> {
    convert::from_column(kind, text).ok_or(Error::Unusable("a value of the database"))
}

/// Primary keys as parameters.
fn converted(kind: Kind, keys: &[String]) -> Result<Vec<Converted>, Error> {
    keys.iter()
        .map(|key| convert::to_column(kind, &read(kind, key)?).ok_or(Error::Unusable("a primary key")))
        .collect()
}
