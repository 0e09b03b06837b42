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
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::cases::{Case, Verdict};

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

/// How a run differs from the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Cases that failed and are not listed, with what they came to.
    pub unexpected: Vec<(String, Verdict)>,
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
        for (id, verdict) in &self.unexpected {
            writeln!(f, "{id}: {}, and not listed", verdict.name())?;
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
    pub fn compare<'a>(&self, results: impl IntoIterator<Item = (&'a Case, Verdict)>) -> Drift {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut drift = Drift::default();
        for (case, verdict) in results {
            if verdict == Verdict::Pass {
                continue;
            }
            let known = [&case.id, &case.area].into_iter().find_map(|name| self.entries.get_key_value(name));
            match known {
                Some((name, _)) => {
                    used.insert(name);
                }
                None => drift.unexpected.push((case.id.clone(), verdict)),
            }
        }
        drift.stale = self.entries.keys().filter(|name| !used.contains(name.as_str())).cloned().collect();
        drift
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn case(id: &str, area: &str) -> Case {
        let expected = crate::cases::Expected::Value { repr: "1".into() };
        Case { id: id.into(), area: area.into(), source: "return 1".into(), expected }
    }

    #[test]
    fn it_only_shrinks() {
        let text = "[a]\nreason = \"x\"\n[\"core/y\"]\nreason = \"y\"\n[gone]\nreason = \"z\"\n";
        let list = Ratchet::parse(Path::new("list.toml"), text).unwrap();
        let (a, b, c) = (case("a", "core/x"), case("b", "core/y"), case("c", "core/z"));
        let drift = list.compare([(&a, Verdict::Wrong), (&b, Verdict::Unsupported), (&c, Verdict::Crash)]);
        assert_eq!(drift.unexpected, [("c".to_owned(), Verdict::Crash)]);
        assert_eq!(drift.stale, ["gone"]);
        assert_eq!(
            drift.to_string(),
            "c: crash, and not listed\ngone: listed, but nothing of it fails: remove the line\n"
        );
        let drift = list.compare([(&a, Verdict::Pass), (&b, Verdict::Pass), (&c, Verdict::Pass)]);
        assert_eq!(drift.stale, ["a", "core/y", "gone"]);
    }

    #[test]
    fn a_reason_is_needed() {
        assert!(Ratchet::parse(Path::new("x"), "[a]\nreason = \" \"\n").is_err());
        assert!(Ratchet::parse(Path::new("x"), "[a]\n").is_err());
        assert!(Ratchet::parse(Path::new("x"), "").unwrap().is_empty());
    }

    #[test]
    fn the_list_of_the_project_reads() {
        Ratchet::load(&crate::data_dir().join("known-differences.toml")).unwrap();
    }
}
