//! What the two suites share: comparing with their lists, shrinking them, and answering test runners.

use std::path::Path;
use std::process::ExitCode;

use crate::ratchet::{Outcome, Ratchet};

/// Set to `shrink`, the lists lose what passes by now.
const SHRINK: &str = "HOGNOSE_RATCHET";

/// Whether a test runner only asks what tests there are; if so, it is told.
pub fn is_listing(name: &str) -> bool {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if has("--list") {
        if !has("--ignored") {
            println!("{name}: test");
        }
        return true;
    }
    has("--ignored")
}

/// Compares with the list at `path`, says how they differ, and counts.
pub fn conclude<'c>(path: &Path, outcomes: &[Outcome<'c>]) -> ExitCode {
    let ratchet = match Ratchet::load(path) {
        Ok(ratchet) => ratchet,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let drift = ratchet.compare(outcomes.iter().copied());
    let failed = outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
    let known = failed.saturating_sub(drift.unexpected.len());
    let agreed = drift.is_empty();
    if !agreed {
        print!("{drift}");
    }
    println!("{known} known to differ; {} entries in {}", ratchet.len(), path.display());
    println!("{} passed, {} failed", outcomes.len().saturating_sub(failed), drift.unexpected.len());
    if agreed {
        return ExitCode::SUCCESS;
    }
    if std::env::var(SHRINK).is_ok_and(|mode| mode == "shrink") {
        let text = crate::read(path).unwrap_or_default();
        let head: String =
            text.lines().take_while(|line| line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
        if let Err(error) = std::fs::write(path, ratchet.shrunk(&drift, &head)) {
            eprintln!("{}: {error}", path.display());
        }
    }
    ExitCode::FAILURE
}
