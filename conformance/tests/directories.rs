//! The cases that ask a directory, against the directories in databases: they must find what the one in memory finds.
//!
//! SQLite is built in. PostgreSQL is the server that `HOGNOSE_POSTGRES` names (libpq's parameters, a database that may be
//! written to; the cases use schemas of their own and drop them), else one that is started for the test where Debian's or
//! another package has put the programs; where there is neither, the test says so and goes on.

mod server;

use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};

use hognose::{Host, Release};
use hognose_conformance::data_dir;
use hognose_conformance::documented::{Case, Open, load};
use hognose_conformance::suite::is_listing;
use hognose_directory_sql::{Postgres, Settings, Sqlite, Store};
use postgres::{Client, NoTls};
use server::Server;

fn main() -> ExitCode {
    if is_listing("directories") {
        return ExitCode::SUCCESS;
    }
    let mut cases = Vec::new();
    for folder in ["cases/documented", "cases/queries", "cases/helpers", "cases/tables"] {
        match load(&data_dir().join(folder)) {
            Ok(found) => cases.extend(found.into_iter().filter(|case| case.directory().is_some())),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    let mut passed = judge("SQLite", &cases, &|text, release| {
        let host = Sqlite::in_memory(&store(text, release)?, settings(release))
            .map_err(|error| error.to_string())?;
        Ok(Box::new(host))
    });
    let server = match Server::find() {
        Ok(server) => server,
        Err(reason) => {
            println!("PostgreSQL: skipped, {reason}");
            return if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
    };
    let schemas = AtomicU32::new(0);
    passed &= judge("PostgreSQL", &cases, &|text, release| {
        let schema = format!("hognose_{}_{}", std::process::id(), schemas.fetch_add(1, Ordering::Relaxed));
        filled(&server, &schema, text, release)
    });
    if let Err(error) = tidy(&server, schemas.into_inner()) {
        println!("PostgreSQL: {error}");
        passed = false;
    }
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn judge(name: &str, cases: &[Case], make: &Open<'_>) -> bool {
    let mut differ = 0_usize;
    for case in cases {
        if let Some(difference) = case.difference_over(make) {
            println!("{name}: {}\n  {difference}", case.id);
            differ = differ.saturating_add(1);
        }
    }
    println!("{name}: {} passed, {differ} failed", cases.len().saturating_sub(differ));
    differ == 0
}

fn store(text: &str, release: Release) -> Result<Store, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    Store::deserialize_for(release, &mut reader).map_err(|error| format!("{error:?}"))
}

fn settings(release: Release) -> Settings {
    let mut settings = Settings::default();
    settings.release = release;
    settings
}

/// A schema of the server with what the file says, over a connection that sees nothing else.
fn filled(server: &Server, schema: &str, text: &str, release: Release) -> Result<Box<dyn Host>, String> {
    let connect = || -> Result<Client, postgres::Error> {
        let mut client = Client::connect(server.parameters(), NoTls)?;
        client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {schema}; SET search_path = {schema}"))?;
        Ok(client)
    };
    let (store, settings) = (store(text, release)?, settings(release));
    let mut client = connect().map_err(|error| error.to_string())?;
    Postgres::create(&mut client, &store, &settings).map_err(|error| error.to_string())?;
    Ok(Box::new(Postgres::over(client, settings).map_err(|error| error.to_string())?))
}

/// Drop the schemas on a server that was there before.
fn tidy(server: &Server, count: u32) -> Result<(), postgres::Error> {
    let mut client = Client::connect(server.parameters(), NoTls)?;
    for number in 0..count {
        let schema = format!("hognose_{}_{number}", std::process::id());
        client.batch_execute(&format!(
            "SET client_min_messages = warning; DROP SCHEMA IF EXISTS {schema} CASCADE"
        ))?;
    }
    Ok(())
}
