//! What answers host calls on the command line: only what an argument names.

use crate::arguments::Eval;
use crate::input::{self, BadInput, Input};
use hognose::{Data, Directory, Fatal, Host, HostCall, Release, Reply, Watch};
use hognose_adapters::{Clock, Random};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What the clock says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Now {
    /// Always the same: nanoseconds since 1970 in UTC.
    At(i64),
    /// What the machine's says.
    System,
}

impl Now {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text == "system" {
            return Ok(Self::System);
        }
        let expected = || {
            "expected a time with its offset from UTC, such as 2026-03-04T09:30:00Z, or `system`".to_owned()
        };
        let time: jiff::Timestamp = text.parse().map_err(|_| expected())?;
        let nanoseconds = i64::try_from(time.as_nanosecond());
        nanoseconds.map(Self::At).map_err(|_| "the time is too far from 1970".to_owned())
    }

    fn answer(self, call: &HostCall) -> Reply {
        match self {
            Self::At(nanoseconds) => Reply::Value(Data::Int(nanoseconds)),
            Self::System => Clock.call(call),
        }
    }
}

/// Where a directory is.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// YAML or JSON.
    File(PathBuf),
    /// A database of SQLite's.
    #[cfg(feature = "databases")]
    Sqlite(PathBuf),
    /// A URL of PostgreSQL's. It may hold a password, and is never shown.
    #[cfg(feature = "databases")]
    Postgres(String),
}

impl Place {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        let sqlite = text.strip_prefix("sqlite:");
        #[cfg(feature = "databases")]
        if let Some(path) = sqlite {
            return Ok(Self::Sqlite(path.into()));
        } else if is_postgres {
            return Ok(Self::Postgres(text.to_owned()));
        }
        #[cfg(not(feature = "databases"))]
        if sqlite.is_some() || is_postgres {
            return Err("this hognose was built without databases (feature `databases`)".to_owned());
        }
        Ok(Self::File(text.into()))
    }
}

/// The reply to a call, or why there is none.
type Answer = Box<dyn Fn(&HostCall) -> Result<Reply, String>>;

/// What the arguments name. A call that nothing of it is for is not answered yet.
pub(crate) struct CommandHost {
    /// By how the names of the operations begin.
    answers: Vec<(&'static str, Answer)>,
    /// Why calls were not answered, in order.
    notes: RefCell<Vec<String>>,
    /// When it began; where all answers stand on the command line, they take no time, and what is recorded is always the same.
    start: Option<Instant>,
}

impl CommandHost {
    pub(crate) fn new(arguments: &Eval, release: Release, input: &mut Input) -> Result<Self, BadInput> {
        let mut host = Self { answers: Vec::new(), notes: RefCell::default(), start: None };
        if let Some(now) = arguments.now {
            host.add(matches!(now, Now::System), "clock.", move |call| Ok(now.answer(call)));
        }
        if arguments.random {
            host.add(true, "random.", |call| Ok(Random.call(call)));
        }
        if let Some(place) = &arguments.directory {
            host.add_directory(place, release, input)?;
        }
        #[cfg(feature = "network")]
        host.add_network(arguments)?;
        Ok(host)
    }

    /// What answers; `is_live` when it asks somebody else, which takes time.
    fn add(
        &mut self,
        is_live: bool,
        prefix: &'static str,
        answer: impl Fn(&HostCall) -> Result<Reply, String> + 'static,
    ) {
        if is_live {
            self.start.get_or_insert_with(Instant::now);
        }
        self.answers.push((prefix, Box::new(answer)));
    }

    fn add_directory(&mut self, place: &Place, release: Release, input: &mut Input) -> Result<(), BadInput> {
        match place {
            Place::File(path) => {
                let directory = read_directory(path, release, input)?;
                self.add(false, "directory.", move |call| Ok(directory.call(call)));
            }
            #[cfg(feature = "databases")]
            Place::Sqlite(path) => {
                let opened = hognose_directory_sql::Sqlite::open(path, settings(release));
                let database = opened.map_err(|error| BadInput::new(&input::name(path), error))?;
                self.add(true, "directory.", move |call| {
                    database.answer(call).map_err(|error| error.to_string())
                });
            }
            #[cfg(feature = "databases")]
            Place::Postgres(url) => {
                let connected = hognose_directory_sql::Postgres::connect(url, settings(release));
                let database = connected.map_err(|error| BadInput::new("postgres", error))?;
                self.add(true, "directory.", move |call| {
                    database.answer(call).map_err(|error| error.to_string())
                });
            }
        }
        Ok(())
    }

    #[cfg(feature = "network")]
    fn add_network(&mut self, arguments: &Eval) -> Result<(), BadInput> {
        use hognose_adapters::{Dns, DnsSettings, Http, HttpSettings, Networks};
        if !arguments.http.is_empty() {
            let mut settings = HttpSettings::default();
            settings.allowed.clone_from(&arguments.http);
            settings.networks = Networks(arguments.http_network.clone());
            let http = Http::new(settings);
            self.add(true, "http.", move |call| Ok(http.call(call)));
        }
        if !arguments.dns.is_empty() {
            let mut settings = DnsSettings::default();
            if !arguments.dns.iter().any(|name| name == "*") {
                settings.names.clone_from(&arguments.dns);
            }
            let dns = Dns::new(settings).map_err(|error| BadInput::new("dns", error))?;
            self.add(true, "dns.", move |call| Ok(dns.call(call)));
        }
        Ok(())
    }

    /// Why calls were not answered, in order.
    pub(crate) fn notes(self) -> Vec<String> {
        self.notes.into_inner()
    }

    fn note(&self, call: &HostCall, why: &str) {
        let what = ["url", "host", "address"].iter().find_map(|name| call.arguments.get(name)?.as_str());
        let operation = call.operation;
        self.notes.borrow_mut().push(match what {
            Some(what) => format!("{operation} {what}: {why}"),
            None => format!("{operation}: {why}"),
        });
    }
}

#[cfg(feature = "databases")]
fn settings(release: Release) -> hognose_directory_sql::Settings {
    let mut settings = hognose_directory_sql::Settings::default();
    settings.release = release;
    settings
}

fn read_directory(path: &Path, release: Release, input: &mut Input) -> Result<Directory, BadInput> {
    let text = input.text(path)?;
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let directory = if is_json {
        Directory::from_json_for(release, &text)
    } else {
        Directory::from_yaml_for(release, &text)
    };
    directory.map_err(|error| BadInput::new(&input::name(path), error))
}

/// Why an adapter refuses.
fn refusal(operation: &str) -> &'static str {
    match operation {
        "http.request" => {
            "refused: `--http` does not name this host, scheme and port, or its address is not public and in no `--http-network`"
        }
        "dns.resolve" => "refused: `--dns` does not name it",
        "dns.reverse" => "refused: names of addresses are looked up with `--dns '*'` only",
        _ => "refused",
    }
}

impl Host for CommandHost {
    fn call(&self, call: &HostCall) -> Reply {
        let found = self.answers.iter().find(|(prefix, _)| call.operation.starts_with(prefix));
        let Some((_, answer)) = found else { return Reply::NotYet };
        match answer(call) {
            Ok(Reply::Denied) => {
                self.note(call, refusal(call.operation));
                Reply::Denied
            }
            Ok(reply) => reply,
            Err(why) => {
                self.note(call, &why);
                Reply::Unavailable
            }
        }
    }
}

/// How long answers take, for the quotas of time.
impl Watch for CommandHost {
    fn interrupted(&self) -> Option<Fatal> {
        None
    }

    fn elapsed(&self) -> Option<Duration> {
        self.start.map(|start| start.elapsed())
    }
}
