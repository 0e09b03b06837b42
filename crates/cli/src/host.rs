//! What answers host calls on the command line.

use hognose::{Data, Directory, Host, HostCall, Reply};

/// A time as the clock's reply: nanoseconds since 1970 in UTC.
pub(crate) fn read_time(text: &str) -> Result<i64, String> {
    let time: jiff::Timestamp = text
        .parse()
        .map_err(|_| "expected a time with its offset from UTC, such as 2026-03-04T09:30:00Z".to_owned())?;
    i64::try_from(time.as_nanosecond()).map_err(|_| "the time is too far from 1970".to_owned())
}

/// A clock that stands still, and a directory. What they cannot answer is not there yet.
#[derive(Debug, Default)]
pub(crate) struct CommandHost {
    pub(crate) now: Option<i64>,
    pub(crate) directory: Option<Directory>,
}

impl Host for CommandHost {
    fn call(&self, call: &HostCall) -> Reply {
        if let ("clock.now", Some(now)) = (call.operation, self.now) {
            return Reply::Value(Data::Int(now));
        }
        match &self.directory {
            Some(directory) if call.operation.starts_with("directory.") => directory.call(call),
            _ => Reply::NotYet,
        }
    }
}
