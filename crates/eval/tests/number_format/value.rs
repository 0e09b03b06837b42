//! The values of the case file.

use hognose_eval::number::{Int, NumberError};
use num_bigint::BigInt;
use serde_json::{Value, json};

/// A value of the case file.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    None,
    Bool(bool),
    Int(Int),
    Float(f64),
    Str(String),
    Bytes(Vec<u8>),
    List(Vec<Given>),
}

impl Given {
    pub(crate) fn read(value: &Value) -> Self {
        let Value::String(text) = value else {
            return Self::List(value.as_array().unwrap().iter().map(Self::read).collect());
        };
        let (kind, body) = text.split_once(':').unwrap();
        match kind {
            "n" => Self::None,
            "b" => Self::Bool(body == "1"),
            "i" => Self::Int(read_int(body)),
            "f" if body == "nan" => Self::Float(f64::NAN),
            "f" => Self::Float(f64::from_bits(u64::from_str_radix(body, 16).unwrap())),
            "s" => Self::Str(body.to_owned()),
            "y" => Self::Bytes(body.chars().map(|char| u8::try_from(char).unwrap()).collect()),
            _ => panic!("no value: {text}"),
        }
    }

    pub(crate) fn int(&self) -> Int {
        match self {
            Self::Int(int) => int.clone(),
            Self::Bool(bool) => Int::Small(i64::from(*bool)),
            _ => panic!("no int: {self:?}"),
        }
    }

    pub(crate) fn small(&self) -> i64 {
        match self.int() {
            Int::Small(small) => small,
            Int::Big(_) => panic!("no word: {self:?}"),
        }
    }

    pub(crate) fn float(&self) -> f64 {
        let Self::Float(float) = self else { panic!("no float: {self:?}") };
        *float
    }

    pub(crate) fn text(&self) -> &str {
        let Self::Str(text) = self else { panic!("no text: {self:?}") };
        text
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        let Self::Bytes(bytes) = self else { panic!("no bytes: {self:?}") };
        bytes
    }

    pub(crate) fn list(&self) -> &[Self] {
        let Self::List(list) = self else { panic!("no list: {self:?}") };
        list
    }
}

fn read_int(text: &str) -> Int {
    let (negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
    let big = match size.strip_prefix("0x") {
        Some(hex) => BigInt::parse_bytes(hex.as_bytes(), 16),
        None => BigInt::parse_bytes(size.as_bytes(), 10),
    };
    let big = big.unwrap();
    Int::from(if negative { -big } else { big })
}

/// What an answer looks like in the case file.
pub(crate) trait Answer {
    fn json(self) -> Value;
}

impl Answer for Int {
    fn json(self) -> Value {
        let big = match self {
            Self::Small(small) => BigInt::from(small),
            Self::Big(big) => {
                assert!(i64::try_from(&big).is_err(), "a word kept as a big integer");
                big
            }
        };
        let text = big.to_string();
        if text.trim_start_matches('-').len() <= 40 {
            return json!(format!("i:{text}"));
        }
        let sign = if text.starts_with('-') { "-" } else { "" };
        json!(format!("i:{sign}0x{}", big.magnitude().to_str_radix(16)))
    }
}

impl Answer for i64 {
    fn json(self) -> Value {
        json!(format!("i:{self}"))
    }
}

impl Answer for u64 {
    fn json(self) -> Value {
        json!(format!("i:{self}"))
    }
}

impl Answer for f64 {
    fn json(self) -> Value {
        if self.is_nan() { json!("f:nan") } else { json!(format!("f:{:016x}", self.to_bits())) }
    }
}

impl Answer for bool {
    fn json(self) -> Value {
        json!(format!("b:{}", i64::from(self)))
    }
}

impl Answer for String {
    fn json(self) -> Value {
        json!(format!("s:{self}"))
    }
}

impl Answer for Vec<u8> {
    fn json(self) -> Value {
        json!(format!("y:{}", self.into_iter().map(char::from).collect::<String>()))
    }
}

impl<A: Answer> Answer for Option<A> {
    fn json(self) -> Value {
        self.map_or_else(|| json!("n:"), Answer::json)
    }
}

impl<A: Answer, B: Answer> Answer for (A, B) {
    fn json(self) -> Value {
        json!([self.0.json(), self.1.json()])
    }
}

impl<A: Answer> Answer for Result<A, NumberError> {
    fn json(self) -> Value {
        match self {
            Ok(answer) => answer.json(),
            Err(NumberError::TooLarge { .. }) => json!("!limit"),
            Err(error) => json!(format!("!{error}")),
        }
    }
}
