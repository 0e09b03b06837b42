//! SQLite.

use crate::statement::{Dialect, Param, Statement};
use crate::{Backend, Contents, Error, Row, Settings, convert};
use hognose_authentik::directory::Store;
use hognose_authentik::query::plan::Lookup;
use hognose_authentik::query::{jsonb, matching};
use hognose_eval::data::Data;
use hognose_eval::host::{Host, HostCall, Reply};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Instructions of SQLite's machine between two looks at the clock.
const STEPS: i32 = 10_000;

/// Answers queries from a database of SQLite's, laid out as Django lays authentik's tables out there.
///
/// ```
/// use hognose::{Capability, Engine, Outcome, Request, Surface};
/// use hognose_directory_sql::{Settings, Sqlite, Store};
///
/// let text = r#"{"users": [{"pk": 7, "username": "marie", "email": "marie@example.org"}]}"#;
/// let store = Store::deserialize(&mut serde_json::Deserializer::from_str(text)).expect("a directory");
/// let directory = Sqlite::in_memory(&store, Settings::default()).expect("a database");
///
/// let surface = Surface::by_name("prompt-validation").expect("a surface of authentik");
/// let policy = Engine::builder()
///     .grant(Capability("directory.read"))
///     .build()
///     .compile("known", &surface, "return ak_user_by(email__iexact='MARIE@example.org') is not None")
///     .expect("the policy compiles");
/// let request = Request::from_json(&surface, "{}").expect("a request");
/// assert_eq!(policy.evaluate(&request, &directory).outcome, Outcome::Pass);
/// ```
#[derive(Debug)]
pub struct Sqlite {
    connection: Mutex<Connection>,
    settings: Settings,
}

fn database(error: rusqlite::Error) -> Error {
    Error::Database(error.to_string())
}

impl Sqlite {
    /// Open a database file, for reading only.
    ///
    /// # Errors
    /// A file that is none.
    pub fn open(path: &Path, settings: Settings) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::over(Connection::open_with_flags(path, flags).map_err(database)?, settings)
    }

    /// A database in memory with the objects of a directory file.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn in_memory(store: &Store, settings: Settings) -> Result<Self, Error> {
        let connection = Connection::open_in_memory().map_err(database)?;
        write(&connection, store, &settings)?;
        Self::over(connection, settings)
    }

    /// Write a new database file with the objects of a directory file.
    ///
    /// # Errors
    /// What SQLite says, as when the tables are there already.
    pub fn create(path: &Path, store: &Store, settings: &Settings) -> Result<(), Error> {
        let mut connection = Connection::open(path).map_err(database)?;
        let transaction = connection.transaction().map_err(database)?;
        write(&transaction, store, settings)?;
        transaction.commit().map_err(database)
    }

    fn over(connection: Connection, settings: Settings) -> Result<Self, Error> {
        connection.pragma_update(None, "query_only", true).map_err(database)?;
        connection.pragma_update(None, "case_sensitive_like", true).map_err(database)?;
        connection.pragma_update(None, "trusted_schema", false).map_err(database)?;
        connection.busy_timeout(settings.timeout).map_err(database)?;
        define(&connection).map_err(database)?;
        Ok(Self { connection: Mutex::new(connection), settings })
    }

    /// The answer to a host call.
    ///
    /// # Errors
    /// Why there is none.
    pub fn answer(&self, call: &HostCall) -> Result<Reply, Error> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let end = Instant::now().checked_add(self.settings.timeout);
        let is_late = move || end.is_some_and(|end| Instant::now() > end);
        connection.progress_handler(STEPS, Some(is_late)).map_err(database)?;
        let transaction = connection.transaction().map_err(database)?;
        crate::answer(&mut Transaction(&transaction), &self.settings, call)
    }
}

impl Host for Sqlite {
    fn call(&self, call: &HostCall) -> Reply {
        self.answer(call).unwrap_or(Reply::Unavailable)
    }
}

fn write(connection: &Connection, store: &Store, settings: &Settings) -> Result<(), Error> {
    let contents = Contents::of(store, settings.release, Dialect::Sqlite);
    for table in &contents.tables {
        connection.execute(table, []).map_err(database)?;
    }
    for row in &contents.rows {
        let params = rusqlite::params_from_iter(&row.params);
        connection.execute(&row.text, params).map_err(database)?;
    }
    Ok(())
}

struct Transaction<'c>(&'c Connection);

impl Backend for Transaction<'_> {
    const DIALECT: Dialect = Dialect::Sqlite;

    fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, Error> {
        let mut prepared = self.0.prepare(&statement.text).map_err(database)?;
        let columns = prepared.column_count();
        let mut found = prepared.query(rusqlite::params_from_iter(&statement.params)).map_err(database)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(database)? {
            let cells: Result<Row, rusqlite::Error> =
                (0..columns).map(|column| row.get_ref(column).map(cell)).collect();
            rows.push(cells.map_err(database)?);
        }
        Ok(rows)
    }
}

fn cell(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

impl ToSql for Param {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Param::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Param::Float(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Param::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Param::Texts(texts) => {
                ToSqlOutput::Owned(Value::Text(serde_json::Value::from(texts.clone()).to_string()))
            }
        })
    }
}

/// The functions that PostgreSQL has and SQLite has not. They are what the directory in memory uses.
fn define(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("hognose_fold", 1, flags, |cx: &mut Context<'_>| {
        Ok(text(cx, 0).map(|text| matching::folded(&text)))
    })?;
    connection.create_scalar_function("hognose_uuid", 1, flags, |cx: &mut Context<'_>| {
        let uuid = text(cx, 0).and_then(|text| convert::from_column(crate::tables::Kind::Uuid, &text));
        Ok(uuid.and_then(|uuid| matching::text(&uuid).map(|text| text.into_owned())))
    })?;
    connection.create_scalar_function("hognose_at", 2, flags, |cx: &mut Context<'_>| {
        let (Some(data), Some(keys)) = (json(cx, 0), text(cx, 1)) else { return Ok(None) };
        let keys: Vec<String> = serde_json::from_str(&keys).unwrap_or_default();
        Ok(jsonb::at(&data, &keys).and_then(convert::json_text))
    })?;
    connection.create_scalar_function("hognose_test", 3, flags, |cx: &mut Context<'_>| {
        let (Some(lookup), Some(value), Some(wanted)) = (text(cx, 0), json(cx, 1), json(cx, 2)) else {
            return Ok(false);
        };
        Ok(Lookup::named(&lookup).is_some_and(|lookup| matching::json(lookup, &value, &wanted)))
    })?;
    connection.create_collation("hognose_json", |a, b| {
        let read = |text: &str| convert::from_json(text).unwrap_or(Data::None);
        jsonb::order(&read(a), &read(b))
    })
}

fn text(cx: &Context<'_>, index: usize) -> Option<String> {
    match cx.get_raw(index) {
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(str::to_owned),
        _ => None,
    }
}

fn json(cx: &Context<'_>, index: usize) -> Option<Data> {
    convert::from_json(&text(cx, index)?)
}
