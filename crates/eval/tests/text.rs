//! The text algorithms against CPython's answers: data from `conformance/oracle/gen_text_cases.py`.
//!
//! `TEXT_CASES=dir` reads a larger set of cases from another folder.

#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use serde_json::Value;

#[path = "text/codecs.rs"]
mod codecs;
#[path = "text/linear.rs"]
mod linear;
#[path = "text/methods.rs"]
mod methods;
#[path = "text/properties.rs"]
mod properties;

/// The lines of a data file.
fn rows(name: &str) -> Vec<Value> {
    let folder = std::env::var("TEXT_CASES").unwrap_or_else(|_| "tests/data".to_owned());
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Runs every line of a file of `[function, arguments, answer]` and shows the first that differ.
fn check(name: &str, run: impl Fn(&str, &[Value]) -> Value) {
    let rows = rows(name);
    assert!(!rows.is_empty());
    let mut wrong = Vec::new();
    for row in &rows {
        let got = run(row[0].as_str().unwrap(), row[1].as_array().unwrap());
        if got != row[2] {
            wrong.push(format!("{row}\n   got {got}"));
        }
    }
    let first = wrong.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of {} differ:\n{first}", wrong.len(), rows.len());
}
