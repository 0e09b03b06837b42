use super::*;
use crate::hashlib::Algorithm;
use crate::oracle::{Datum, check};

#[test]
fn answers_are_those_of_cpython() {
    check("hmac", |function, a| {
        let [first, second, third] = [0, 1, 2].map(|at| a.get(at).cloned().unwrap_or(Datum::None));
        Ok(match function {
            "digest" => {
                let algorithm =
                    Algorithm::named(first.str()).ok_or_else(|| Raised::value("no such algorithm"))?;
                let mut keyed = Hmac::new(second.bytes(), Hasher::new(algorithm))?;
                third.list().iter().for_each(|part| keyed.update(part.bytes()));
                keyed.digest().into()
            }
            "compare" => compare_digest(first.bytes(), second.bytes()).into(),
            other => return Err(Raised::value(format!("no function {other}"))),
        })
    });
}
