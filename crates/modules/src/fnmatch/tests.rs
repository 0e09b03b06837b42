use super::*;
use crate::oracle::{Datum, check};
use crate::raised::Raised;

#[test]
fn answers_are_those_of_cpython() {
    check("fnmatch", |function, a| {
        let [first, second] = [0, 1].map(|at| a.get(at).map(Datum::str).unwrap_or_default());
        Ok(match function {
            "fnmatchcase" => Pattern::new(second).matches(first).into(),
            "translate" => Pattern::new(first).translate().into(),
            other => return Err(Raised::value(format!("no function {other}"))),
        })
    });
}

#[test]
fn many_stars_take_no_time() {
    let name = "a".repeat(10_000);
    assert!(!Pattern::new(&format!("{}b", "a*".repeat(50))).matches(&name));
}
