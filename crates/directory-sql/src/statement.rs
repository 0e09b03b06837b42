//! A statement with its parameters. Values are parameters, always: the text holds names of tables and columns, which are
//! constants of this crate, and nothing else.

use crate::tables::Kind;

/// Which database it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, laid out as Django lays its tables out there.
    Sqlite,
    /// PostgreSQL, as authentik uses it.
    Postgres,
}

/// A value that goes beside a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// A number.
    Int(i64),
    /// A float.
    Float(f64),
    /// Text; for PostgreSQL anything, which the statement casts.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its text.
    pub text: String,
    /// Its parameters, in order.
    pub params: Vec<Param>,
}

/// Writes a statement.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) dialect: Dialect,
    params: Vec<Param>,
    aliases: u32,
}

impl Writer {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self { dialect, params: Vec::new(), aliases: 0 }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// A new name for a table in the statement.
    pub(crate) fn alias(&mut self) -> String {
        self.aliases = self.aliases.saturating_add(1);
        format!("t{}", self.aliases)
    }

    /// The place of a parameter.
    pub(crate) fn place(&mut self, param: Param) -> String {
        self.params.push(param);
        match self.dialect {
            Dialect::Sqlite => format!("?{}", self.params.len()),
            Dialect::Postgres => format!("${}", self.params.len()),
        }
    }

    /// The place of a parameter that is text.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let place = self.place(Param::Text(text.to_owned()));
        if self.is_postgres() { format!("CAST({place} AS text)") } else { place }
    }

    /// The place of a parameter of a kind.
    pub(crate) fn value(&mut self, kind: Kind, value: &Converted) -> String {
        match self.dialect {
            Dialect::Sqlite => self.place(value.native.clone()),
            Dialect::Postgres => {
                let place = self.place(Param::Text(value.text.clone()));
                format!("CAST(CAST({place} AS text) AS {})", value.cast(kind))
            }
        }
    }

    /// Several values of a kind: what stands behind the column, `IN (…)` or `= ANY (…)`.
    pub(crate) fn any_of(&mut self, kind: Kind, values: &[Converted]) -> String {
        match self.dialect {
            Dialect::Sqlite => {
                let items: Vec<serde_json::Value> = values
                    .iter()
                    .map(|value| match &value.native {
                        Param::Int(number) => (*number).into(),
                        Param::Float(number) => (*number).into(),
                        _ => value.text.as_str().into(),
                    })
                    .collect();
                let place = self.place(Param::Text(serde_json::Value::from(items).to_string()));
                format!("IN (SELECT value FROM json_each({place}))")
            }
            Dialect::Postgres => {
                let is_wide = values.iter().any(|value| value.is_wide);
                let cast = if is_wide { "numeric" } else { cast(kind) };
                let place = self.place(Param::Texts(values.iter().map(|value| value.text.clone()).collect()));
                format!("= ANY (CAST(CAST({place} AS text[]) AS {cast}[]))")
            }
        }
    }

    pub(crate) fn finish(self, text: String) -> Statement {
        Statement { text, params: self.params }
    }
}

/// A value as databases take it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Converted {
    pub(crate) text: String,
    pub(crate) native: Param,
    /// A number that no `bigint` holds.
    pub(crate) is_wide: bool,
}

impl Converted {
    pub(crate) fn text(text: String) -> Self {
        Self { native: Param::Text(text.clone()), text, is_wide: false }
    }

    fn cast(&self, kind: Kind) -> &'static str {
        if self.is_wide { "numeric" } else { cast(kind) }
    }
}

/// PostgreSQL's type of a kind.
pub(crate) const fn cast(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "bigint",
        Kind::Bool => "boolean",
        Kind::Uuid => "uuid",
        Kind::Moment => "timestamptz",
        Kind::Json => "jsonb",
    }
}
