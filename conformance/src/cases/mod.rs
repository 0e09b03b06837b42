//! Cases: the body of a function and what CPython 3.13 answers to it.

mod judge;
mod run;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
pub use judge::{Verdict, judge};
pub use run::run;
pub use table::Table;

/// What CPython answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    /// The body returned; Python's `repr` of the value.
    Value {
        /// The `repr`.
        repr: String,
    },
    /// The body raised, or does not compile.
    Raised {
        /// The name of the exception's type.
        #[serde(rename = "exc")]
        kind: String,
        /// Its text; of a `SyntaxError` the message alone.
        #[serde(rename = "msg")]
        message: String,
    },
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Unique over all files.
    pub id: String,
    /// Tier and topic, such as `core/dict`.
    pub area: String,
    /// The body of the function, with `return`.
    #[serde(rename = "src")]
    pub source: String,
    /// What CPython answers.
    #[serde(rename = "expect")]
    pub expected: Expected,
}

impl Case {
    /// The first part of the area: `core`, `common-modules` or `extended`.
    pub fn tier(&self) -> &str {
        self.area.split('/').next().unwrap_or_default()
    }
}

/// Reads all cases of a folder.
///
/// # Errors
/// A file that cannot be read, a line of another form, or an id that stands twice.
///
/// ```
/// let folder = hognose_conformance::data_dir().join("cases/cpython");
/// let cases = hognose_conformance::cases::load(&folder)?;
/// assert!(cases.iter().any(|case| case.tier() == "core"));
/// # Ok::<(), hognose_conformance::DataError>(())
/// ```
pub fn load(folder: &Path) -> Result<Vec<Case>, DataError> {
    let mut cases = Vec::new();
    let mut ids = HashSet::new();
    for path in crate::files(folder, "jsonl")? {
        for (line, text) in (1..).zip(crate::read(&path)?.lines()) {
            if text.trim().is_empty() {
                continue;
            }
            let case: Case =
                serde_json::from_str(text).map_err(|error| DataError::new(&path, line, error.to_string()))?;
            if !ids.insert(case.id.clone()) {
                return Err(DataError::new(&path, line, format!("the id {} stands twice", case.id)));
            }
            cases.push(case);
        }
    }
    Ok(cases)
}
