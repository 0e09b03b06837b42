//! The same decision comes out whether a host answers at once, reply by reply, or with a recorded journal.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose_conformance::data_dir;
use hognose_conformance::documented::load;

#[test]
fn every_case_comes_to_the_same_again() {
    let mut cases = Vec::new();
    for folder in ["cases/documented", "cases/queries", "cases/helpers", "cases/tables"] {
        cases.extend(load(&data_dir().join(folder)).unwrap());
    }
    assert!(cases.len() > 200, "{}", cases.len());
    let differences: Vec<String> = cases
        .iter()
        .filter_map(|case| case.replay_difference().map(|difference| format!("{}: {difference}", case.id)))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
