//! PostgreSQL.

use crate::statement::{Dialect, Param, Statement};
use crate::{Backend, Contents, Error, Row, Settings};
use hognose_authentik::directory::Store;
use hognose_eval::host::{Host, HostCall, Reply};
use postgres::types::ToSql;
use postgres::{Client, IsolationLevel, NoTls};
use std::sync::{Mutex, PoisonError};

/// Answers queries from authentik's own tables.
///
/// Every question is answered in a read-only transaction; give it a role that may do no more than that, and may not select
/// the columns with secrets.
pub struct Postgres {
    client: Mutex<Client>,
    settings: Settings,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").field("settings", &self.settings).finish_non_exhaustive()
    }
}

fn database(error: postgres::Error) -> Error {
    let text = match error.as_db_error() {
        Some(found) => format!("{}: {}", found.code().code(), found.message()),
        None => error.to_string(),
    };
    Error::Database(text)
}

impl Postgres {
    /// Connect without TLS, as over a socket or within one machine, with libpq's parameters or a URL.
    ///
    /// # Errors
    /// What the server says.
    pub fn connect(parameters: &str, settings: Settings) -> Result<Self, Error> {
        Self::over(Client::connect(parameters, NoTls).map_err(database)?, settings)
    }

    /// Over a connection that was made with whatever TLS it needs.
    ///
    /// # Errors
    /// What the server says.
    pub fn over(mut client: Client, settings: Settings) -> Result<Self, Error> {
        let milliseconds = settings.timeout.as_millis().min(u128::from(u32::MAX)).max(1);
        client
            .batch_execute(&format!(
                "SET statement_timeout = {milliseconds}; SET default_transaction_read_only = on; \
                 SET standard_conforming_strings = on"
            ))
            .map_err(database)?;
        Ok(Self { client: Mutex::new(client), settings })
    }

    /// Make authentik's tables as far as they are laid out, with the objects of a directory file: to try out and to test.
    ///
    /// # Errors
    /// What the server says, as when the tables are there already.
    pub fn create(client: &mut Client, store: &Store, settings: &Settings) -> Result<(), Error> {
        let contents = Contents::of(store, settings.release, Dialect::Postgres);
        let mut transaction = client.transaction().map_err(database)?;
        for table in &contents.tables {
            transaction.batch_execute(table).map_err(database)?;
        }
        for row in &contents.rows {
            transaction.execute(&row.text, &params(row)).map_err(database)?;
        }
        transaction.commit().map_err(database)
    }

    /// The answer to a host call.
    ///
    /// # Errors
    /// Why there is none.
    pub fn answer(&self, call: &HostCall) -> Result<Reply, Error> {
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = client
            .build_transaction()
            .read_only(true)
            .isolation_level(IsolationLevel::RepeatableRead)
            .start()
            .map_err(database)?;
        crate::answer(&mut Transaction(transaction), &self.settings, call)
    }
}

impl Host for Postgres {
    fn call(&self, call: &HostCall) -> Reply {
        self.answer(call).unwrap_or(Reply::Unavailable)
    }
}

struct Transaction<'c>(postgres::Transaction<'c>);

impl Backend for Transaction<'_> {
    const DIALECT: Dialect = Dialect::Postgres;

    fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, Error> {
        let found = self.0.query(&statement.text, &params(statement)).map_err(database)?;
        let cells = |row: &postgres::Row| {
            (0..row.len()).map(|column| row.try_get(column)).collect::<Result<Row, _>>().map_err(database)
        };
        found.iter().map(cells).collect()
    }
}

fn params(statement: &Statement) -> Vec<&(dyn ToSql + Sync)> {
    statement.params.iter().map(param).collect()
}

fn param(param: &Param) -> &(dyn ToSql + Sync) {
    match param {
        Param::Int(number) => number,
        Param::Float(number) => number,
        Param::Text(text) => text,
        Param::Texts(texts) => texts,
    }
}
