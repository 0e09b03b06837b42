//! Conformance cases of hognose as data, and what reads and judges them.
//!
//! - [`cases`]: expressions with what CPython answers to them (`cases/cpython/*.jsonl`).
//! - [`documented`]: what authentik documents (`cases/documented/*.toml`).
//! - [`attacks`]: hostile expressions with the outcome a sandbox must give (`attacks/cases/*.py`).
//! - [`ratchet`]: the list of cases known to differ, which may only shrink.
//!
//! - [`answer`] and [`world`] turn a case or an attack into what the engine makes of it; [`suite`] compares that with the lists.
//!
//! The suites are the tests `cpython`, `documented` and `attacks` of this package.

use std::path::{Path, PathBuf};

pub mod answer;
pub mod attacks;
pub mod cases;
pub mod documented;
pub mod ratchet;
mod replay;
mod saved;
mod scripted;
pub mod suite;
pub mod world;

/// The pages that show Rust: each block is compiled and run as a test.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/src/quick-start.md")]
    struct QuickStart;
    #[doc = include_str!("../../docs/src/embedding.md")]
    struct Embedding;
}

/// The folder of this package, which holds the data beside the code.
///
/// ```
/// assert!(hognose_conformance::data_dir().join("attacks/context.json").is_file());
/// ```
pub fn data_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A data file that cannot be used: which, where in it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    path: PathBuf,
    line: usize,
    reason: String,
}

impl DataError {
    pub(crate) fn new(path: &Path, line: usize, reason: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, reason: reason.into() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The line, counted from 1; 0 when the file as a whole is meant.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl std::fmt::Display for DataError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.reason)
    }
}

impl std::error::Error for DataError {}

/// The files in `folder` with that extension, in the order of their names.
pub(crate) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, DataError> {
    let listing = std::fs::read_dir(folder).map_err(|error| DataError::new(folder, 0, error.to_string()))?;
    let mut found = Vec::new();
    for entry in listing {
        let path = entry.map_err(|error| DataError::new(folder, 0, error.to_string()))?.path();
        if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub(crate) fn read(path: &Path) -> Result<String, DataError> {
    std::fs::read_to_string(path).map_err(|error| DataError::new(path, 0, error.to_string()))
}
