//! Every row of `coverage.toml` has a case, and the case is there.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use hognose_conformance::data_dir;
use hognose_conformance::documented::{Case, load};

type Rows = BTreeMap<String, Vec<String>>;

#[derive(serde::Deserialize)]
struct Coverage {
    #[serde(rename = "left-out")]
    left_out: BTreeMap<String, String>,
    #[serde(flatten)]
    tables: BTreeMap<String, Rows>,
}

fn coverage() -> Coverage {
    let text = std::fs::read_to_string(data_dir().join("coverage.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

fn cases() -> BTreeMap<String, Case> {
    let folders = ["cases/documented", "cases/queries", "cases/helpers", "cases/tables"];
    let cases = folders.iter().flat_map(|folder| load(&data_dir().join(folder)).unwrap());
    cases.map(|case| (case.id.clone(), case)).collect()
}

#[test]
fn every_row_has_a_case() {
    let (coverage, known) = (coverage(), cases());
    for (table, rows) in &coverage.tables {
        for (row, cases) in rows {
            assert!(!cases.is_empty(), "{table}: {row} has no case");
            for case in cases {
                assert!(known.contains_key(case), "{table}: {row}: there is no case `{case}`");
            }
        }
    }
    let rows: usize = coverage.tables.values().map(BTreeMap::len).sum();
    assert!(rows >= 290, "only {rows} rows are left");
}

/// A case that only happens to pass through a place is none about it: one of them must say its name. How a policy ends, and the
/// kinds of devices, have no names to say.
#[test]
fn a_row_has_a_case_that_says_its_name() {
    let (coverage, known) = (coverage(), cases());
    for (table, rows) in coverage.tables.iter().filter(|(table, _)| *table != "policy-results") {
        for (row, cases) in rows.iter().filter(|(row, _)| !row.ends_with("Device")) {
            let name = row.rsplit('.').next().unwrap().split(':').next().unwrap();
            let is_said = cases.iter().any(|case| known.get(case).unwrap().says(name));
            assert!(is_said, "{table}: {row} is in none of {cases:?}");
        }
    }
}

#[test]
fn what_is_left_out_has_a_reason_and_no_case() {
    let coverage = coverage();
    for (name, reason) in &coverage.left_out {
        let (table, row) = name.split_once(": ").unwrap();
        assert!(!reason.is_empty(), "{name}");
        assert!(!coverage.tables.get(table).unwrap().contains_key(row), "{name} has cases");
    }
}

/// Helpers, places and the keys of the context are declared, so that no new one is forgotten.
#[test]
fn what_is_declared_is_covered() {
    let text = std::fs::read_to_string(data_dir().join("../spec/bindings.toml")).unwrap();
    let bindings: toml::Table = toml::from_str(&text).unwrap();
    let coverage = coverage();
    let names = |key: &str| -> Vec<String> {
        bindings.get(key).unwrap().as_table().unwrap().keys().cloned().collect()
    };
    for helper in names("helper") {
        assert!(coverage.tables.get("helpers").unwrap().contains_key(&helper), "helper {helper}");
    }
    for (name, surface) in bindings.get("surface").unwrap().as_table().unwrap() {
        let is_abstract = surface.get("abstract").is_some_and(|value| value.as_bool() == Some(true));
        let is_covered = ["callers", "consumers"]
            .iter()
            .any(|table| coverage.tables.get(*table).unwrap().contains_key(name));
        assert!(is_abstract || is_covered, "surface {name}");
    }
    // What all methods share stands under `known_device`.
    for method in names("auth_method").into_iter().filter(|method| method != "common") {
        assert!(coverage.tables.get("auth-method").unwrap().contains_key(&method), "auth_method {method}");
    }
}
