//! `spec/modules.md` against the table of the engine and the names of CPython's modules.
//!
//! `tests/data/names.json` is what CPython has (`conformance/oracle/module_names.py` makes it), `spec/modules-left-out.toml`
//! says why something is not here (`*` is everything else), and the page is written from both and the table: `HOGNOSE_BLESS=1` writes it anew.

#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hognose_eval::class::{Class, Module, TUPLE};
use hognose_eval::row::{Member, Row};
use hognose_eval::table::{Builder, Table};

/// Modules with their names; of types also the attributes.
type Names = BTreeMap<String, BTreeMap<String, Option<Vec<String>>>>;
/// Modules with reasons and the names they are for.
type Reasons = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| format!("{path}: {error}"))
}

fn rows(module: &'static Module) -> impl Iterator<Item = &'static Row> {
    module.rows.iter().copied().flatten()
}

fn has(table: &Table, class: &'static Class, attribute: &str) -> bool {
    // The fields of named tuples are no rows.
    table.member(class, attribute).is_some() || class.is_subclass(&TUPLE)
}

/// What there is and what there is not, of what CPython has.
#[derive(Default)]
struct Found {
    plain: Vec<String>,
    types: Vec<String>,
    missing: BTreeSet<String>,
    count: usize,
}

fn compare(table: &Table, module: &'static Module, names: &BTreeMap<String, Option<Vec<String>>>) -> Found {
    let mut found = Found::default();
    for (name, attributes) in names {
        found.count += 1;
        let Some(row) = rows(module).find(|row| row.name == name) else {
            found.missing.insert(name.clone());
            continue;
        };
        let (Member::Type(class), Some(attributes)) = (row.member, attributes) else {
            found.plain.push(format!("`{name}`"));
            continue;
        };
        found.count += attributes.len();
        let (here, missing): (Vec<_>, Vec<_>) =
            attributes.iter().partition(|attribute| has(table, class, attribute));
        found.missing.extend(missing.iter().map(|attribute| format!("{name}.{attribute}")));
        let here: Vec<String> = here.iter().map(|attribute| format!("`{attribute}`")).collect();
        let more = if here.is_empty() { String::new() } else { format!(": {}", here.join(" ")) };
        found.types.push(format!("`{name}`{more}"));
    }
    found
}

const HEAD: &str = "\
# Modules

What the modules of Python's library that a policy may import have here, of what CPython 3.13 has: the names of `__all__`, or all
public names where there is none, and the public attributes of types. The page is written by a test (`crates/modules/tests/spec.rs`)
from the table that decides what a policy can reach. Modules of Django and authentik are in `spec/bindings.toml`.

";

fn page(table: &Table, names: &Names, reasons: &Reasons, problems: &mut Vec<String>) -> String {
    let mut summary = String::from("| module | CPython | here | out |\n|---|---|---|---|\n");
    let mut text = String::new();
    let mut modules: Vec<&'static Module> =
        table.module_names().filter_map(|name| table.module(name)).collect();
    modules.sort_by_key(|module| module.name);
    for module in modules {
        // A package that only leads to its modules.
        if rows(module).all(|row| matches!(row.member, Member::Module(_))) {
            continue;
        }
        let Some(names) = names.get(module.name) else {
            problems
                .push(format!("{}: run conformance/oracle/module_names.py with its name, too", module.name));
            continue;
        };
        let found = compare(table, module, names);
        let mut left_out = BTreeSet::new();
        let none = BTreeMap::new();
        let _ = writeln!(
            summary,
            "| [`{0}`](#{1}) | {2} | {3} | {4} |",
            module.name,
            module.name.replace('.', ""),
            found.count,
            found.count - found.missing.len(),
            found.missing.len()
        );
        let _ = writeln!(text, "\n## `{}`\n\n| | |\n|---|---|", module.name);
        if !found.plain.is_empty() {
            let _ = writeln!(text, "| here | {} |", found.plain.join(" "));
        }
        for line in &found.types {
            let _ = writeln!(text, "| type | {line} |");
        }
        for (reason, names) in reasons.get(module.name).unwrap_or(&none) {
            if names.iter().any(|name| name == "*") {
                let _ = writeln!(text, "| out: {reason} | everything else |");
                left_out.extend(found.missing.iter().cloned());
                continue;
            }
            let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(text, "| out: {reason} | {} |", shown.join(" "));
            left_out.extend(names.iter().cloned());
        }
        for name in found.missing.difference(&left_out) {
            problems.push(format!("{}.{name}: neither here nor left out for a reason", module.name));
        }
        for name in left_out.difference(&found.missing) {
            problems.push(format!("{}.{name}: left out, and here or unknown to CPython", module.name));
        }
    }
    format!("{HEAD}{summary}{text}")
}

#[test]
fn the_page_says_what_the_table_has() {
    let table = hognose_modules::register(Builder::new()).build();
    let names: Names = serde_json::from_str(&read("crates/modules/tests/data/names.json")).unwrap();
    let reasons: Reasons = toml::from_str(&read("spec/modules-left-out.toml")).unwrap();
    let mut problems = Vec::new();
    let page = page(&table, &names, &reasons, &mut problems);
    for module in reasons.keys().filter(|module| table.module(module).is_none()) {
        problems.push(format!("{module}: there are reasons for a module that is not there"));
    }
    let path = root().join("spec/modules.md");
    if std::env::var_os("HOGNOSE_BLESS").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    if read("spec/modules.md") != page {
        problems.push("spec/modules.md is not current: HOGNOSE_BLESS=1 writes it anew".to_owned());
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
