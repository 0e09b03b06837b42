//! The list of cases known to differ. It may only shrink: a run fails when a case fails that is not listed, and also when
//! a listed one passes.
//!
//! ```toml
//! ["extended/classes"]            # an area as a whole: every failure in it is expected
//! reason = "classes are out"
//!
//! ["core.float-repr-0123456789"]  # one case
//! reason = "…"
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    reason: String,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Ratchet {
    entries: BTreeMap<String, Entry>,
}

/// What came of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome<'c> {
    /// The case.
    pub id: &'c str,
    /// What it belongs to.
    pub area: &'c str,
    /// What it came to, unless it passed.
    pub failure: Option<&'c str>,
}

/// How a run differs from the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Cases that failed and are not listed, with what they came to.
    pub unexpected: Vec<(String, String)>,
    /// Listed cases and areas that have no failure any more, or do not exist: lines to remove.
    pub stale: Vec<String>,
}

impl Drift {
    /// Whether the run agrees with the list.
    pub fn is_empty(&self) -> bool {
        self.unexpected.is_empty() && self.stale.is_empty()
    }
}

impl std::fmt::Display for Drift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (id, failure) in &self.unexpected {
            writeln!(f, "{id}: {failure}, and not listed")?;
        }
        for id in &self.stale {
            writeln!(f, "{id}: listed, but nothing of it fails: remove the line")?;
        }
        Ok(())
    }
}

impl Ratchet {
    /// Reads the list.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML, or has an entry without a reason.
    pub fn load(path: &Path) -> Result<Self, DataError> {
        Self::parse(path, &crate::read(path)?)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, DataError> {
        let entries: BTreeMap<String, Entry> =
            toml::from_str(text).map_err(|error| DataError::new(path, 0, error.to_string()))?;
        match entries.iter().find(|(_, entry)| entry.reason.trim().is_empty()) {
            Some((id, _)) => Err(DataError::new(path, 0, format!("{id} has no reason"))),
            None => Ok(Self { entries }),
        }
    }

    /// How many entries the list has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known to differ.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Compares a run with the list.
    pub fn compare<'c>(&self, outcomes: impl IntoIterator<Item = Outcome<'c>>) -> Drift {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut drift = Drift::default();
        for outcome in outcomes {
            let Some(failure) = outcome.failure else { continue };
            let known =
                [outcome.id, outcome.area].into_iter().find_map(|name| self.entries.get_key_value(name));
            match known {
                Some((name, _)) => {
                    used.insert(name);
                }
                None => drift.unexpected.push((outcome.id.to_owned(), failure.to_owned())),
            }
        }
        drift.stale = self.entries.keys().filter(|name| !used.contains(name.as_str())).cloned().collect();
        drift
    }

    /// The list without what a run showed to be stale, as the text of its file; `head` is its first comment.
    pub fn shrunk(&self, drift: &Drift, head: &str) -> String {
        let mut text = head.to_owned();
        for (name, entry) in &self.entries {
            if !drift.stale.contains(name) {
                let reason = entry.reason.replace('\\', "\\\\").replace('"', "\\\"");
                // Writing to a string cannot fail.
                let _ = writeln!(text, "\n[\"{name}\"]\nreason = \"{reason}\"");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn outcome<'c>(id: &'c str, area: &'c str, failure: Option<&'c str>) -> Outcome<'c> {
        Outcome { id, area, failure }
    }

    #[test]
    fn it_only_shrinks() {
        let text = "[a]\nreason = \"x\"\n[\"core/y\"]\nreason = \"a \\\"y\\\"\"\n[gone]\nreason = \"z\"\n";
        let list = Ratchet::parse(Path::new("list.toml"), text).unwrap();
        let drift = list.compare([
            outcome("a", "core/x", Some("wrong")),
            outcome("b", "core/y", Some("unsupported")),
            outcome("c", "core/z", Some("crash")),
        ]);
        assert_eq!(drift.unexpected, [("c".to_owned(), "crash".to_owned())]);
        assert_eq!(drift.stale, ["gone"]);
        assert_eq!(
            drift.to_string(),
            "c: crash, and not listed\ngone: listed, but nothing of it fails: remove the line\n"
        );
        let shrunk = "# head\n\n[\"a\"]\nreason = \"x\"\n\n[\"core/y\"]\nreason = \"a \\\"y\\\"\"\n";
        assert_eq!(list.shrunk(&drift, "# head\n"), shrunk);
        let drift = list.compare([outcome("a", "core/x", None), outcome("b", "core/y", None)]);
        assert_eq!(drift.stale, ["a", "core/y", "gone"]);
    }

    #[test]
    fn a_reason_is_needed() {
        assert!(Ratchet::parse(Path::new("x"), "[a]\nreason = \" \"\n").is_err());
        assert!(Ratchet::parse(Path::new("x"), "[a]\n").is_err());
        assert!(Ratchet::parse(Path::new("x"), "").unwrap().is_empty());
    }
}
