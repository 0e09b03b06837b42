//! `spec/diagnostics.md` lists every code that is used, and no other.
#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

/// Codes in a text: `E` and four digits, between characters that are neither letters nor digits.
fn codes<'a>(text: &'a str, before: &str, after: &str) -> BTreeSet<&'a str> {
    let found = text.match_indices(before).filter_map(|(at, _)| {
        let (_, rest) = text.get(at..)?.split_at_checked(before.len())?;
        let (code, rest) = rest.split_at_checked(5)?;
        let is_code = code.strip_prefix('E')?.bytes().all(|byte| byte.is_ascii_digit());
        (is_code && rest.starts_with(after)).then_some(code)
    });
    found.collect()
}

fn sources(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_page_lists_the_codes_that_are_used() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut text = String::new();
    for name in ["syntax", "eval", "modules", "authentik", "hognose"] {
        sources(&crates.join(name).join("src"), &mut text);
    }
    let used = codes(&text, "\"", "\"");
    let page = std::fs::read_to_string(crates.join("../spec/diagnostics.md")).unwrap();
    let listed = codes(&page, "\n### ", " ");
    assert!(used.len() > 40, "{used:?}");
    let unlisted: Vec<_> = used.difference(&listed).collect();
    let unused: Vec<_> = listed.difference(&used).collect();
    assert!(unlisted.is_empty() && unused.is_empty(), "not listed: {unlisted:?}; not used: {unused:?}");
}
