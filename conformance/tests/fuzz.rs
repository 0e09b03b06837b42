//! A few thousand random programs and calls of modules, always the same, whose answers must be CPython's. Without a `python3.13` (or what
//! `HOGNOSE_PYTHON` names) it says so and passes.

use std::process::{Command, ExitCode};

use hognose_conformance::data_dir;
use hognose_conformance::suite::is_listing;

/// What the runs are: each takes some seconds.
const RUNS: [(&str, [&str; 6]); 2] = [
    ("fuzz/fuzz.py", ["--seed", "2026", "--programs", "4000", "--seconds", "120"]),
    ("fuzz/library.py", ["--seed", "2026", "--cases", "14880", "--seconds", "120"]),
];

fn main() -> ExitCode {
    if is_listing("fuzz") {
        return ExitCode::SUCCESS;
    }
    let python = std::env::var("HOGNOSE_PYTHON").unwrap_or_else(|_| "python3.13".to_owned());
    let version = Command::new(&python).arg("--version").output();
    if !version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with("Python 3.13")) {
        println!("skipped: `{python}` is no CPython 3.13; HOGNOSE_PYTHON can name one");
        return ExitCode::SUCCESS;
    }
    for (program, options) in RUNS {
        let status = Command::new(&python)
            .arg(data_dir().join(program))
            .args(["--engine", env!("CARGO_BIN_EXE_hognose-conformance-engine")])
            .args(options)
            // Sets of CPython have the same order in each run.
            .env("PYTHONHASHSEED", "0")
            .status();
        if !status.is_ok_and(|status| status.success()) {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
