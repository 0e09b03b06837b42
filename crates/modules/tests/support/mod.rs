//! What the tests against tables of CPython's answers share.

use std::fmt::Write as _;
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
            wrong += 1;
            if wrong <= 20 {
                println!("{} {}\n  got  {got}\n  want {}", row[0], row[1], row[2]);
            }
        }
    }
    assert_eq!(wrong, 0, "{wrong} of {} rows differ", rows.len());
}

/// Python's `repr` of text, right for the characters that the tables have.
pub(crate) fn repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char == quote => {
                out.push('\\');
                out.push(quote);
            }
            '\0'..='\x1f' | '\x7f'..='\u{a0}' => write!(out, "\\x{:02x}", char as u32).expect("text"),
            '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{3000}' => {
                write!(out, "\\u{:04x}", char as u32).expect("text")
            }
            _ => out.push(char),
        }
    }
    out.push(quote);
    out
}
