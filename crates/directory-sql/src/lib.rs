//! Answers hognose's directory queries from a database: SQLite built in, or PostgreSQL with authentik's own tables.
//!
//! A query is plain data that was checked against the declarations when the expression built it. It becomes one statement
//! whose text is made of constants: names of tables and columns. Every value, and every key of JSON, is a parameter. Columns
//! that hold secrets are not laid out, so no statement can name them. Databases are opened for reading only; each question is
//! answered in a transaction of its own, within a bounded time and a bounded number of rows.
//!
//! What a query finds is what [`hognose_authentik::directory::Store`] finds over the same objects: one suite of cases runs
//! against all three.

#![cfg_attr(
    not(any(feature = "postgres", feature = "sqlite")),
    expect(dead_code, reason = "without a database nobody asks")
)]

mod convert;
mod fill;
mod layout;
mod load;
mod select;
mod statement;
mod tables;
mod test;

#[cfg(feature = "postgres")]
mod postgresql;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use fill::Contents;
pub use hognose_authentik::directory::Store;
#[cfg(feature = "postgres")]
pub use postgresql::Postgres;
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;
pub use statement::{Dialect, Param, Statement};

use hognose_authentik::query::wire;
use hognose_eval::data::Data;
use hognose_eval::host::{HostCall, Reply};
use hognose_schema::binding::Release;
use load::Loader;
use std::fmt;
use std::time::Duration;
use tables::Tables;

/// Bounds on answers, and which tables there are.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The release of authentik whose tables they are (default: the newest that is out).
    pub release: Release,
    /// Rows that a question may find; four times as many objects may come with them (default 10,000).
    pub rows: usize,
    /// How long one statement may take (default 5 s).
    pub timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            release: hognose_authentik::releases::default(),
            rows: 10_000,
            timeout: Duration::from_secs(5),
        }
    }
}

/// Why a question has no answer. To the expression, the host is unavailable.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// No table holds objects of this class.
    NoTable(&'static str),
    /// No column holds this field of this class.
    NoColumn(&'static str, &'static str),
    /// The question, or what the database holds, makes no sense.
    Unusable(&'static str),
    /// More rows than [`Settings::rows`] were found, which is this many.
    TooMany(usize),
    /// What the database says.
    Database(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTable(class) => write!(f, "no table holds objects of class `{class}`"),
            Self::NoColumn(class, field) => write!(f, "no column holds `{field}` of class `{class}`"),
            Self::Unusable(what) => write!(f, "{what} cannot be used"),
            Self::TooMany(most) => write!(f, "more than {most} rows were found"),
            Self::Database(message) => write!(f, "{message}"),
        }
    }
}

impl std::error::Error for Error {}

/// A row of texts.
pub(crate) type Row = Vec<Option<String>>;

/// A database inside a transaction.
pub(crate) trait Backend {
    /// What it understands.
    const DIALECT: Dialect;

    /// The rows of a statement.
    fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, Error>;
}

/// Answers a host call; denied when it is no query.
pub(crate) fn answer<B: Backend>(
    backend: &mut B,
    settings: &Settings,
    call: &HostCall,
) -> Result<Reply, Error> {
    if call.operation != wire::OPERATION {
        return Ok(Reply::Denied);
    }
    let Some((query, want)) = wire::decode(&call.arguments) else { return Ok(Reply::Denied) };
    let tables = Tables::of(settings.release);
    Loader::new(backend, tables, settings.rows).find(&query, want).map(Reply::Value)
}

/// The number in the only cell.
pub(crate) fn number(rows: &[Row]) -> Result<i64, Error> {
    let cell = rows.first().and_then(|row| row.first()).and_then(Option::as_deref);
    cell.and_then(|cell| cell.parse().ok()).ok_or(Error::Unusable("a count"))
}

/// Null as data.
pub(crate) const NULL: Data = Data::None;
