//! Comparing with tables of CPython's answers; `tests/oracle/generate.py` makes them.

#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use std::path::{Path, PathBuf};

use num_bigint::BigInt;
use serde_json::Value;

use crate::raised::Raised;

/// One argument, or one value that came back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Datum {
    None,
    Bool(bool),
    Int(BigInt),
    /// A float, by its bits: every NaN is the same.
    Float(u64),
    Str(String),
    Bytes(Vec<u8>),
    List(Vec<Datum>),
    Dict(Vec<(Datum, Datum)>),
}

impl Datum {
    fn read(value: &Value) -> Self {
        let entry = |key: &str| value.as_object().and_then(|object| object.get(key));
        match value {
            Value::Null => Self::None,
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Number(number) => Self::Int(number.as_i64().unwrap().into()),
            Value::String(text) => Self::Str(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::read).collect()),
            Value::Object(_) => {
                if let Some(digits) = entry("bytes") {
                    Self::Bytes(hex(digits.as_str().unwrap()))
                } else if let Some(bits) = entry("float") {
                    Self::from(f64::from_bits(u64::from_str_radix(bits.as_str().unwrap(), 16).unwrap()))
                } else if let Some(digits) = entry("int") {
                    Self::Int(BigInt::parse_bytes(digits.as_str().unwrap().as_bytes(), 16).unwrap())
                } else {
                    let items = entry("dict").unwrap().as_array().unwrap();
                    Self::Dict(
                        items.iter().map(|pair| (Self::read(&pair[0]), Self::read(&pair[1]))).collect(),
                    )
                }
            }
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            other => panic!("{other:?} is not bytes"),
        }
    }

    pub(crate) fn str(&self) -> &str {
        match self {
            Self::Str(text) => text,
            other => panic!("{other:?} is not a string"),
        }
    }

    pub(crate) fn bool(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    pub(crate) fn big(&self) -> &BigInt {
        match self {
            Self::Int(number) => number,
            other => panic!("{other:?} is not an integer"),
        }
    }

    pub(crate) fn int<T: TryFrom<BigInt>>(&self) -> T {
        T::try_from(self.big().clone()).ok().unwrap()
    }

    pub(crate) fn float(&self) -> f64 {
        match self {
            Self::Float(bits) => f64::from_bits(*bits),
            other => panic!("{other:?} is not a float"),
        }
    }

    pub(crate) fn list(&self) -> &[Datum] {
        match self {
            Self::List(items) => items,
            other => panic!("{other:?} is not a list"),
        }
    }

    pub(crate) fn option(&self) -> Option<&Datum> {
        Some(self).filter(|datum| **datum != Self::None)
    }
}

impl From<f64> for Datum {
    fn from(value: f64) -> Self {
        Self::Float(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
    }
}

impl From<bool> for Datum {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Vec<u8>> for Datum {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<&str> for Datum {
    fn from(value: &str) -> Self {
        Self::Str(value.to_owned())
    }
}

impl From<String> for Datum {
    fn from(value: String) -> Self {
        Self::Str(value)
    }
}

impl From<BigInt> for Datum {
    fn from(value: BigInt) -> Self {
        Self::Int(value)
    }
}

impl From<i64> for Datum {
    fn from(value: i64) -> Self {
        Self::Int(value.into())
    }
}

impl<T: Into<Datum>> From<Option<T>> for Datum {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

/// A list, from anything whose items are data.
pub(crate) fn list<T: Into<Datum>>(items: impl IntoIterator<Item = T>) -> Datum {
    Datum::List(items.into_iter().map(Into::into).collect())
}

fn hex(digits: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2).unwrap(), 16).unwrap();
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn folder() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle");
    std::env::var_os("HOGNOSE_ORACLE").map_or(own, PathBuf::from)
}

/// A line of a table that was answered otherwise.
pub(crate) struct Difference {
    pub(crate) function: String,
    pub(crate) wanted: Option<Datum>,
    pub(crate) got: Result<Datum, Raised>,
    line: String,
}

/// Runs every line of a table and fails with the first few that differ.
pub(crate) fn check(table: &str, run: impl Fn(&str, &[Datum]) -> Result<Datum, Raised>) {
    check_but(table, run, |_| false);
}

/// The same, where some differences are expected.
pub(crate) fn check_but(
    table: &str,
    run: impl Fn(&str, &[Datum]) -> Result<Datum, Raised>,
    expected: impl Fn(&Difference) -> bool,
) {
    let path = folder().join(format!("{table}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let function = case[0].as_str().unwrap().to_owned();
        let got = run(&function, Datum::read(&case[1]).list());
        let (same, wanted) = match (&case[2]["error"], &got) {
            (Value::Array(error), Err(raised)) => {
                (error[0] == raised.kind && error[1] == raised.message.as_str(), None)
            }
            (Value::Null, _) => {
                let wanted = Datum::read(&case[2]["value"]);
                (got.as_ref() == Ok(&wanted), Some(wanted))
            }
            _ => (false, None),
        };
        if !same {
            wrong.push(Difference { function, wanted, got, line: line.to_owned() });
        }
    }
    let total = text.lines().count();
    assert!(total > 0, "{} is empty", path.display());
    wrong.retain(|difference| !expected(difference));
    let shown = |difference: &Difference| format!("{}\n    got {:?}", difference.line, difference.got);
    let shown = wrong.iter().take(8).map(shown).collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of {total} differ:\n{shown}", wrong.len());
}
