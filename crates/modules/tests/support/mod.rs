//! What the tests against tables of CPython's answers share.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::path::Path;

use serde_json::Value;

/// The rows of a table: `tests/data/NAME`, and of the same name in the folder `HOGNOSE_TABLES`, if set.
pub(crate) fn rows(name: &str) -> Vec<Vec<Value>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let mut text = std::fs::read_to_string(here).expect("the table is there");
    if let Some(folder) = std::env::var_os("HOGNOSE_TABLES")
        && let Ok(more) = std::fs::read_to_string(Path::new(&folder).join(name))
    {
        text.push_str(&more);
    }
    text.lines().map(|line| serde_json::from_str(line).expect("each line is a list")).collect()
}

/// Compares the rows one by one; shows the first few that differ.
pub(crate) fn check(name: &str, answer: impl Fn(&str, &Value) -> Value) {
    let mut wrong = 0;
    let rows = rows(name);
    for row in &rows {
        let got = answer(row[0].as_str().expect("operation"), &row[1]);
        if got != row[2] {
            wrong = usize::saturating_add(wrong, 1);
            if wrong <= 20 {
                println!("{} {}", row[0], row[1]);
                let (got, want) = (got.as_array().expect("list"), row[2].as_array().expect("list"));
                for (at, (got, want)) in
                    got.iter().zip(want).enumerate().filter(|(_, (got, want))| got != want)
                {
                    println!("  at {at} got  {got}\n       want {want}");
                }
            }
        }
    }
    assert_eq!(wrong, 0, "{wrong} of {} rows differ", rows.len());
}
