//! All cases with CPython's answers, in this process. `HOGNOSE_RATCHET=shrink` removes from the list of known differences what
//! passes by now.

use std::process::ExitCode;

use hognose_conformance::cases::{Table, Verdict, load, run};
use hognose_conformance::data_dir;
use hognose_conformance::ratchet::Outcome;
use hognose_conformance::suite::{conclude, is_listing};

fn main() -> ExitCode {
    if is_listing("cpython") {
        return ExitCode::SUCCESS;
    }
    let cases = match load(&data_dir().join("cases/cpython")) {
        Ok(cases) => cases,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let results = run(&cases);
    let (mut areas, mut tiers) = (Table::new("area"), Table::new("tier"));
    let mut outcomes = Vec::with_capacity(cases.len());
    for (case, (verdict, _)) in cases.iter().zip(&results) {
        areas.add(&case.area, *verdict);
        tiers.add(case.tier(), *verdict);
        let failure = (*verdict != Verdict::Pass).then(|| verdict.name());
        outcomes.push(Outcome { id: &case.id, area: &case.area, failure });
    }
    println!("{areas}\n{tiers}");
    conclude(&data_dir().join("known-differences.toml"), &outcomes)
}
