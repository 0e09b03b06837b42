//! Functions of numbers: `abs`, `bin`, `divmod`, `hash`, `hex`, `oct`, `pow`, `round`.

use crate::context::Context;
use crate::function;
use crate::number::{self, Radix, cost};
use crate::ops::convert::{self, checked, from_int, to_int};
use crate::ops::{arith, own_type_name, type_name};
use crate::row::{Row, Signature, optional, p_only, required};
use crate::stop::R;
use crate::value::Value;
use hognose_syntax::tree::BinaryOp;

/// Rows.
pub(super) static ROWS: &[Row] = &[
    function!("abs", Signature::one(&[p_only("x")]), "The absolute value.", abs, 1),
    function!("bin", Signature::one(&[p_only("number")]), "An int as binary text.", bin, 1),
    function!(
        "divmod",
        Signature::positional(&[p_only("x"), p_only("y")]),
        "Quotient and remainder.",
        divmod,
        2
    ),
    function!(
        "hash",
        Signature::one(&[p_only("object")]),
        "The hash of numbers and tuples of them.",
        hash,
        1
    ),
    function!("hex", Signature::one(&[p_only("number")]), "An int as hexadecimal text.", hex, 1),
    function!("oct", Signature::one(&[p_only("number")]), "An int as octal text.", oct, 1),
    function!(
        "pow",
        Signature::keywords(&[required("base"), required("exp"), optional("mod")]),
        "A power, or its remainder by a modulus.",
        pow,
        3
    ),
    function!(
        "round",
        Signature::keywords(&[required("number"), optional("ndigits")]),
        "A number rounded half to even.",
        round,
        2
    ),
];

fn abs<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::Float(number) => Ok(cx.float(number.get().abs())),
        Value::Object(object) if let Some(slot) = object.class.slot(|slots| slots.abs) => {
            cx.nested(|| slot(cx, object))
        }
        _ => match to_int(value) {
            Some(int) => from_int(cx, number::absolute(int.as_ref())),
            None => {
                Err(cx.type_error(format_args!("bad operand type for abs(): '{}'", own_type_name(value))))
            }
        },
    }
}

fn bin<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    in_radix(cx, value, Radix::Binary)
}

fn hex<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    in_radix(cx, value, Radix::Hex)
}

fn oct<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    in_radix(cx, value, Radix::Octal)
}

fn in_radix<'h>(cx: &Context<'h>, value: Value<'h>, radix: Radix) -> R<'h> {
    let index = convert::index(cx, value)?;
    let Some(int) = to_int(index) else { return Err(cx.internal("an index that is no int")) };
    let digits = int.as_ref().bits().checked_div(radix.digit_bits()).unwrap_or(0).saturating_add(4);
    cx.charge(usize::try_from(digits).unwrap_or(usize::MAX))?;
    let mut text = String::new();
    number::write_radix(&mut text, int.as_ref(), radix, true);
    cx.str(&text)
}

fn divmod<'h>(cx: &Context<'h>, x: Value<'h>, y: Value<'h>) -> R<'h> {
    if let (Some(a), Some(b)) = (to_int(x), to_int(y)) {
        cx.burn(cost::product(a.as_ref(), b.as_ref()))?;
        let (quotient, rest) = checked(cx, number::divmod(a.as_ref(), b.as_ref()))?;
        let (quotient, rest) = (from_int(cx, quotient)?, from_int(cx, rest)?);
        return cx.tuple(&[quotient, rest]);
    }
    let is_number = |value| matches!(value, Value::Float(_)) || to_int(value).is_some();
    if is_number(x) && is_number(y) {
        let (a, b) = (arith::to_float(cx, x)?, arith::to_float(cx, y)?);
        let (quotient, rest) = checked(cx, number::float_divmod(a, b))?;
        return cx.tuple(&[cx.float(quotient), cx.float(rest)]);
    }
    let has_operators =
        |value| matches!(value, Value::Object(object) if object.class.slot(|slots| slots.binary).is_some());
    if has_operators(x) || has_operators(y) {
        let rest = arith::objects(cx, BinaryOp::Mod, x, y);
        // What knows only one of the two operators does not know `divmod`.
        if !matches!(rest, Ok(Value::NotImplemented)) {
            let quotient = arith::objects(cx, BinaryOp::FloorDiv, x, y)?;
            if !matches!(quotient, Value::NotImplemented) {
                return cx.tuple(&[quotient, rest?]);
            }
        }
    }
    Err(cx.type_error(format_args!(
        "unsupported operand type(s) for divmod(): '{}' and '{}'",
        own_type_name(x),
        own_type_name(y)
    )))
}

fn pow<'h>(cx: &Context<'h>, base: Value<'h>, exponent: Value<'h>, modulus: Option<Value<'h>>) -> R<'h> {
    let Some(modulus) = modulus.filter(|modulus| !modulus.is_none()) else {
        return arith::binary(cx, BinaryOp::Pow, base, exponent);
    };
    if let (Some(a), Some(b), Some(m)) = (to_int(base), to_int(exponent), to_int(modulus)) {
        let (a, b, m) = (a.as_ref(), b.as_ref(), m.as_ref());
        cx.burn(cost::modular_power(a, b, m))?;
        return from_int(cx, checked(cx, number::modular_power(a, b, m))?);
    }
    let given = [base, exponent, modulus];
    if given.iter().any(|value| matches!(value, Value::Float(_))) {
        return Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let [base, exponent, modulus] = given.map(own_type_name);
    Err(cx.type_error(format_args!(
        "unsupported operand type(s) for ** or pow(): '{base}', '{exponent}', '{modulus}'"
    )))
}

fn round<'h>(cx: &Context<'h>, value: Value<'h>, digits: Option<Value<'h>>) -> R<'h> {
    let digits = digits.filter(|digits| !digits.is_none());
    if let Value::Float(number) = value {
        return match digits {
            None => from_int(cx, checked(cx, number::round_float_to_int(number.get()))?),
            Some(digits) => {
                let digits = convert::index_clipped(cx, digits)?;
                checked(cx, number::round_float(number.get(), digits)).map(Value::float)
            }
        };
    }
    let Some(int) = to_int(value) else {
        return Err(cx.type_error(format_args!("type {} doesn't define __round__ method", type_name(value))));
    };
    match digits {
        None => from_int(cx, int),
        Some(digits) => {
            let digits = convert::index_clipped(cx, digits)?;
            cx.burn(cost::product(int.as_ref(), int.as_ref()))?;
            from_int(cx, checked(cx, number::round_int(int.as_ref(), digits))?)
        }
    }
}

fn hash<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    hash_of(cx, value).map(Value::Int)
}

/// CPython's hash of what hashes the same in every process.
fn hash_of<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    cx.burn(1)?;
    match value {
        Value::None => Ok(0xFCA8_6420),
        Value::Float(number) => Ok(number::hash_float(number.get())),
        Value::Tuple(tuple) => cx.nested(|| hash_tuple(cx, tuple.items())),
        Value::Range(range) => {
            let length = range.len();
            let part = |number: i128, least: i128| match length {
                length if length < least => Ok(Value::None),
                _ => crate::value::int::from_i128(cx.heap(), number),
            };
            hash_tuple(cx, &[part(length, 0)?, part(range.start, 1)?, part(range.step, 2)?])
        }
        Value::Set(set) if set.frozen => cx.nested(|| {
            cx.burn(set.table.span())?;
            let mut mixed = 0_u64;
            let mut position = 0;
            while let Some((next, element, _)) = set.table.next_from(position) {
                position = next;
                let hash = hash_of(cx, element)?.cast_unsigned();
                mixed ^= (hash ^ 89_869_747 ^ (hash << 16)).wrapping_mul(3_644_798_167);
            }
            Ok(finish_frozenset(mixed, set.len()))
        }),
        _ => match to_int(value) {
            Some(int) => {
                cx.burn(cost::sum(int.as_ref(), int.as_ref()))?;
                Ok(number::hash_int(int.as_ref()))
            }
            None => {
                // What has no hash at all says so in CPython's words.
                crate::ops::hash(cx, value)?;
                Err(cx.type_error(format_args!("hash of {} is not available", own_type_name(value))))
            }
        },
    }
}

/// The last steps of the hash of a frozenset, as in CPython.
fn finish_frozenset(mut mixed: u64, length: usize) -> i64 {
    mixed ^= (length as u64).wrapping_add(1).wrapping_mul(1_927_868_237);
    mixed ^= (mixed >> 11) ^ (mixed >> 25);
    mixed = mixed.wrapping_mul(69_069).wrapping_add(907_133_923);
    if mixed == u64::MAX { 590_923_713 } else { mixed.cast_signed() }
}

/// The hash of a tuple: xxHash over the hashes of its items, as in CPython.
fn hash_tuple<'h>(cx: &Context<'h>, items: &[Value<'h>]) -> R<'h, i64> {
    const FIRST: u64 = 11_400_714_785_074_694_791;
    const SECOND: u64 = 14_029_467_366_897_019_727;
    const FIFTH: u64 = 2_870_177_450_012_600_261;
    let mut sum = FIFTH;
    for item in items {
        let lane = hash_of(cx, *item)?.cast_unsigned();
        sum = sum.wrapping_add(lane.wrapping_mul(SECOND)).rotate_left(31).wrapping_mul(FIRST);
    }
    let sum = sum.wrapping_add((items.len() as u64) ^ (FIFTH ^ 3_527_539));
    Ok(if sum == u64::MAX { 1_546_275_796 } else { sum.cast_signed() })
}
