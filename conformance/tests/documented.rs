//! All documented cases and those of queries and helpers, in this process. `HOGNOSE_RATCHET=shrink` removes from the list of known differences what passes by now.

use std::process::ExitCode;

use hognose_conformance::data_dir;
use hognose_conformance::documented::load;
use hognose_conformance::ratchet::Outcome;
use hognose_conformance::suite::{conclude, is_listing};

fn main() -> ExitCode {
    if is_listing("documented") {
        return ExitCode::SUCCESS;
    }
    let mut cases = Vec::new();
    for folder in ["cases/documented", "cases/queries", "cases/helpers", "cases/tables"] {
        match load(&data_dir().join(folder)) {
            Ok(found) => cases.extend(found),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    let differences: Vec<Option<String>> = cases.iter().map(|case| case.difference()).collect();
    for (case, difference) in cases.iter().zip(&differences) {
        if let Some(difference) = difference {
            println!("{}\n  {difference}", case.id);
        }
    }
    let outcomes: Vec<Outcome<'_>> = cases
        .iter()
        .zip(&differences)
        .map(|(case, difference)| Outcome {
            id: &case.id,
            area: &case.area,
            failure: difference.as_deref().map(|_| "differs"),
        })
        .collect();
    conclude(&data_dir().join("documented-differences.toml"), &outcomes)
}
