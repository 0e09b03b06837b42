//! Numbers and formatting against CPython's answers: data from `conformance/oracle/gen_number_format.py`.
//!
//! `NUMBER_FORMAT_CASES=dir` reads a larger set of cases from another folder.

#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use serde_json::Value;

#[path = "number_format/format.rs"]
mod format;
#[path = "number_format/number.rs"]
mod number;
#[path = "number_format/percent.rs"]
mod percent;
#[path = "number_format/template.rs"]
mod template;
#[path = "number_format/value.rs"]
mod value;

#[test]
fn answers_are_cpythons() {
    let folder = std::env::var("NUMBER_FORMAT_CASES").unwrap_or_else(|_| "tests/data".to_owned());
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join("number_format.jsonl")).unwrap();
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let (name, arguments) = (row[0].as_str().unwrap(), row[1].as_array().unwrap());
        let got = format::run(name, arguments).or_else(|| number::run(name, arguments));
        let got = got.unwrap_or_else(|| panic!("no function {name}"));
        rows += 1;
        if got != row[2] {
            wrong.push(format!("{line}\n   got {got}"));
        }
    }
    let first = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(rows > 0 && wrong.is_empty(), "{} of {rows} differ:\n{first}", wrong.len());
}
