//! What a request is written as is read back as the same request: for the requests of all cases.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose_conformance::data_dir;
use hognose_conformance::documented::load;

#[test]
fn every_request_is_read_back() {
    let mut cases = Vec::new();
    for folder in ["cases/documented", "cases/queries", "cases/helpers", "cases/tables"] {
        cases.extend(load(&data_dir().join(folder)).unwrap());
    }
    let found: Vec<_> = cases.iter().filter_map(|case| Some((case, case.request_difference()?))).collect();
    assert!(cases.len() > 200, "{}", cases.len());
    let differences: Vec<String> =
        found.iter().map(|(case, difference)| format!("{}: {difference}", case.id)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
