#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::oracle::{Datum, check};

fn number(number: Number) -> Datum {
    match number {
        Number::Int(int) => int.into(),
        Number::Float(float) => float.into(),
    }
}

#[test]
fn answers_are_those_of_cpython() {
    check("statistics", |function, a| {
        let mut sums = Sums::default();
        for datum in a.first().unwrap().list() {
            match datum {
                Datum::Float(bits) => sums.add_float(f64::from_bits(*bits)),
                other => sums.add_int(Int::Big(other.big().clone())),
            }
        }
        let n = sums.count;
        Ok(match function {
            "mean" => number(sums.divided_by(n)?),
            "variance" => number(sums.deviation(n.saturating_sub(1)).convert(sums.floats)?),
            "pvariance" => number(sums.deviation(n).convert(sums.floats)?),
            "stdev" => sums.deviation(n.saturating_sub(1)).square_root()?.into(),
            "pstdev" => sums.deviation(n).square_root()?.into(),
            other => return Err(Raised::value(format!("no function {other}"))),
        })
    });
}
