//! The functions of `number`.

use std::cmp::Ordering;

use hognose_eval::number::{self, ByteOrder, Int, IntRef, NumberError, Power, Radix};
use serde_json::{Value, json};

use crate::value::{Answer, Given};

impl Answer for Power {
    fn json(self) -> Value {
        match self {
            Self::Int(int) => int.json(),
            Self::Float(float) => float.json(),
        }
    }
}

impl Answer for Ordering {
    fn json(self) -> Value {
        (self as i64).json()
    }
}

type Binary = fn(IntRef<'_>, IntRef<'_>) -> Result<Int, NumberError>;

/// Operations on two integers.
const BINARY: [(&str, Binary); 11] = [
    ("add", number::add),
    ("subtract", number::subtract),
    ("multiply", number::multiply),
    ("floor_divide", number::floor_divide),
    ("modulo", number::modulo),
    ("left_shift", number::left_shift),
    ("right_shift", number::right_shift),
    ("and", |a, b| Ok(number::and(a, b))),
    ("or", |a, b| Ok(number::or(a, b))),
    ("xor", |a, b| Ok(number::xor(a, b))),
    ("gcd", |a, b| Ok(number::gcd(a, b))),
];

pub(crate) fn run(name: &str, arguments: &[Value]) -> Option<Value> {
    let given: Vec<Given> = arguments.iter().map(Given::read).collect();
    let int = |at: usize| given[at].int();
    let float = |at: usize| given[at].float();
    if let Some((_, operation)) = BINARY.iter().find(|(known, _)| *known == name) {
        return Some(operation(int(0).as_ref(), int(1).as_ref()).json());
    }
    Some(match name {
        "divmod" if matches!(given[0], Given::Float(_)) => number::float_divmod(float(0), float(1)).json(),
        "divmod" => number::divmod(int(0).as_ref(), int(1).as_ref()).json(),
        "true_divide" => number::true_divide(int(0).as_ref(), int(1).as_ref()).json(),
        "power" => number::power(int(0).as_ref(), int(1).as_ref()).json(),
        "modular_power" => number::modular_power(int(0).as_ref(), int(1).as_ref(), int(2).as_ref()).json(),
        "invert" => number::invert(int(0).as_ref()).json(),
        "negate" => number::negate(int(0).as_ref()).json(),
        "absolute" => number::absolute(int(0).as_ref()).json(),
        "bit_length" => int(0).as_ref().bits().json(),
        "bit_count" => number::bit_count(int(0).as_ref()).json(),
        "isqrt" => number::square_root(int(0).as_ref()).json(),
        "compare" => number::compare(int(0).as_ref(), int(1).as_ref()).json(),
        "compare_float" => number::compare_with_float(int(0).as_ref(), float(1)).json(),
        "round_int" => number::round_int(int(0).as_ref(), given[1].small()).json(),
        "hash_int" => number::hash_int(int(0).as_ref()).json(),
        "float_from_int" => number::float_from_int(int(0).as_ref()).json(),
        "bases" => {
            let write = |radix| {
                let mut out = String::new();
                number::write_radix(&mut out, int(0).as_ref(), radix, true);
                out.json()
            };
            json!([write(Radix::Binary), write(Radix::Octal), write(Radix::Hex)])
        }
        "to_bytes" => ByteOrder::from_text(given[2].text())
            .and_then(|order| {
                number::to_bytes(int(0).as_ref(), given[1].small(), order, int(3) == Int::Small(1))
            })
            .json(),
        "from_bytes" => ByteOrder::from_text(given[1].text())
            .and_then(|order| number::from_bytes(given[0].bytes(), order, int(2) == Int::Small(1)))
            .json(),
        "int_text" | "int_long" => number::int_from_text(given[0].text(), given[1].small()).json(),
        "int_bytes" => number::int_from_bytes(given[0].bytes(), given[1].small()).json(),
        "float_text" => number::float_from_text(given[0].text()).json(),
        "float_bytes" => number::float_from_bytes(given[0].bytes()).json(),
        "float_from_hex" => number::float_from_hex(given[0].text()).json(),
        _ => return run_float(name, &given),
    })
}

fn run_float(name: &str, given: &[Given]) -> Option<Value> {
    let float = |at: usize| given[at].float();
    Some(match name {
        "round_float" => number::round_float(float(0), given[1].small()).json(),
        "round_to_int" => number::round_float_to_int(float(0)).json(),
        "int_from_float" => number::int_from_float(float(0)).json(),
        "float_ratio" => number::float_ratio(float(0)).json(),
        "float_is_integer" => number::float_is_integer(float(0)).json(),
        "float_divide" => number::float_divide(float(0), float(1)).json(),
        "float_floor_divide" => number::float_floor_divide(float(0), float(1)).json(),
        "float_modulo" => number::float_modulo(float(0), float(1)).json(),
        "float_divmod" => number::float_divmod(float(0), float(1)).json(),
        "float_power" => number::float_power(float(0), float(1)).json(),
        "hash_float" => number::hash_float(float(0)).json(),
        "float_hex" => {
            let mut out = String::new();
            number::write_float_hex(&mut out, float(0));
            out.json()
        }
        "sum" => {
            let mut sum = number::FloatSum::default();
            given[0].list().iter().for_each(|item| sum.add(item.float()));
            sum.total().json()
        }
        _ => return None,
    })
}
