//! `hognose explain`: the entries of `spec/diagnostics.md`.

use crate::Exit;
use crate::arguments::Explain;
use crate::output::Output;

const TEXT: &str = include_str!("../../../spec/diagnostics.md");

/// What stands in front of the code of an entry.
const ENTRY: &str = "\n### ";

/// Entries: the code, and the text that starts with the rest of its line.
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEXT.split(ENTRY).skip(1).filter_map(|entry| {
        // The next section's title is no part of it.
        let entry = entry.split("\n## ").next()?;
        entry.split_once(' ')
    })
}

/// All codes.
pub(crate) fn codes() -> Vec<&'static str> {
    entries().map(|(code, _)| code).collect()
}

/// Shows the entry of a code.
pub(crate) fn explain(arguments: &Explain, output: &mut Output) -> Exit {
    for (code, text) in entries().filter(|(code, _)| code.eq_ignore_ascii_case(&arguments.code)) {
        output.line(&format!("{code}: {}", text.trim()));
    }
    Exit::Ok
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_code_and_a_text() {
        let codes = codes();
        assert!(codes.len() > 40, "{codes:?}");
        assert!(codes.iter().all(|code| code.len() == 5 && code.starts_with('E')), "{codes:?}");
        assert!(entries().all(|(_, text)| text.trim().lines().count() > 1));
    }
}
