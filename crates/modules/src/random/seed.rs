//! `seed`, `getstate` and `setstate`.

use hognose_eval::class::{NOT_IMPLEMENTED_ERROR, OVERFLOW_ERROR};
use hognose_eval::number::{IntRef, hash_float};
use hognose_eval::ops::{convert, index, text};
use hognose_eval::{Context, R, Value};
use hognose_syntax::surrogate::code_of;
use num_bigint::{BigInt, Sign};

use super::source::{self, Generator, of};
use super::twister::SIZE;
use crate::hashlib::{Algorithm, Hasher};

/// `Random.seed(a, version)`.
pub(super) fn seed<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let given = args.first().copied().unwrap_or(Value::Unbound);
    let version = args.get(1).copied().unwrap_or(Value::Unbound);
    if generator.twister.is_some() {
        seeded(cx, generator, given, version)?;
    }
    Ok(Value::None)
}

/// Seed a generator. Under a version that does not exist CPython takes the hash of text, which is another one in each
/// process: here it is as under version 2.
pub(super) fn seeded<'h>(
    cx: &Context<'h>,
    generator: &Generator,
    given: Value<'h>,
    version: Value<'h>,
) -> R<'h, ()> {
    let version = match version {
        Value::Unbound => 2,
        Value::Int(number) => number,
        Value::Bool(flag) => i64::from(flag),
        _ => 0,
    };
    let number = match given {
        Value::Unbound | Value::None => return source::seed_by_host(cx, generator),
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => match convert::to_int(given) {
            Some(int) => IntRef::from(&int).to_big().into_owned(),
            None => return Err(cx.internal("an int that is none")),
        },
        Value::Float(float) => {
            #[expect(clippy::cast_sign_loss, reason = "as CPython does it")]
            let hash = hash_float(float.get()) as u64;
            BigInt::from(hash)
        }
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            if version == 1 {
                by_letters(cx, text.chars().map(code_of), text.chars().count())?
            } else {
                match cx.call_method(given, "encode", &[])? {
                    Value::Bytes(bytes) => by_digest(cx, bytes.data())?,
                    _ => return Err(cx.internal("encoded text that is no bytes")),
                }
            }
        }
        Value::Bytes(bytes) if version == 1 => {
            by_letters(cx, bytes.data().iter().map(|byte| u32::from(*byte)), bytes.data().len())?
        }
        Value::Bytes(bytes) => by_digest(cx, bytes.data())?,
        _ => {
            let known = "The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.";
            return Err(cx.type_error(known));
        }
    };
    cx.heap().charge(usize::try_from(number.bits()).unwrap_or(usize::MAX) / 4)?;
    source::seed(cx, generator, &number.magnitude().to_u32_digits())
}

fn by_digest<'h>(cx: &Context<'h>, data: &[u8]) -> R<'h, BigInt> {
    crate::hashlib::rows::charge(cx, data.len())?;
    cx.heap().charge(data.len().saturating_mul(4))?;
    let mut hasher = Hasher::new(Algorithm::Sha512);
    hasher.update(data);
    let mut all = data.to_vec();
    all.extend_from_slice(&hasher.digest());
    Ok(BigInt::from_bytes_be(Sign::Plus, &all))
}

fn by_letters<'h>(
    cx: &Context<'h>,
    letters: impl Iterator<Item = u32> + Clone,
    count: usize,
) -> R<'h, BigInt> {
    cx.burn(count as u64)?;
    let first = letters.clone().next().unwrap_or_default();
    let mixed = letters
        .fold(u64::from(first) << 7, |mixed, letter| 1_000_003_u64.wrapping_mul(mixed) ^ u64::from(letter));
    Ok(BigInt::from(mixed ^ count as u64))
}

fn no_state<'h>(cx: &Context<'h>) -> hognose_eval::Stop<'h> {
    cx.raise(&NOT_IMPLEMENTED_ERROR, "System entropy source does not have state.")
}

/// `Random.getstate()`.
pub(super) fn get_state<'h>(cx: &Context<'h>, this: Value<'h>, _: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let Some(twister) = &generator.twister else { return Err(no_state(cx)) };
    cx.burn(SIZE as u64)?;
    let (words, used) = twister.state();
    let used = i64::try_from(used).unwrap_or(i64::MAX);
    let words: Vec<Value<'h>> =
        words.map(|word| Value::Int(i64::from(word))).chain([Value::Int(used)]).collect();
    let spare = generator.spare.get().map_or(Value::None, Value::float);
    cx.tuple(&[Value::Int(3), cx.tuple(&words)?, spare])
}

/// `Random.setstate(state)`.
pub(super) fn set_state<'h>(cx: &Context<'h>, this: Value<'h>, args: &[Value<'h>]) -> R<'h> {
    let generator = of(cx, this)?;
    let Some(twister) = &generator.twister else { return Err(no_state(cx)) };
    let state = args.first().copied().unwrap_or(Value::None);
    let version = index::get_item(cx, state, Value::Int(0))?;
    if !matches!(version, Value::Int(2 | 3)) {
        let shown = text::str_string(cx, version)?;
        return Err(cx.value_error(format_args!(
            "state with version {shown} passed to Random.setstate() of version 3"
        )));
    }
    let parts = convert::collect(cx, state)?;
    let (Some(inner), Some(spare), 3) = (parts.get(1), parts.get(2), parts.len()) else {
        let given = parts.len();
        return Err(cx.value_error(if given < 3 {
            format!("not enough values to unpack (expected 3, got {given})")
        } else {
            "too many values to unpack (expected 3)".to_owned()
        }));
    };
    let Value::Tuple(inner) = inner else { return Err(cx.type_error("state vector must be a tuple")) };
    cx.burn(inner.len() as u64)?;
    if inner.len() != SIZE.saturating_add(1) {
        return Err(cx.value_error("state vector is the wrong size"));
    }
    let Some((used, inner)) = inner.items().split_last() else {
        return Err(cx.internal("a state that was not counted"));
    };
    let mut words = Vec::with_capacity(SIZE);
    for item in inner {
        words.push(match item {
            Value::Int(number) if *number < 0 => {
                return Err(cx.raise(&OVERFLOW_ERROR, "can't convert negative value to unsigned int"));
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "wraps as C's does")]
            Value::Int(number) => *number as u32,
            Value::Bool(flag) => u32::from(flag.get()),
            Value::Big(_) => {
                return Err(cx.raise(&OVERFLOW_ERROR, "Python int too large to convert to C unsigned long"));
            }
            _ => return Err(cx.type_error("an integer is required")),
        });
    }
    let used = usize::try_from(convert::index_clipped(cx, *used)?).unwrap_or(usize::MAX);
    if used > SIZE {
        return Err(cx.value_error("invalid state"));
    }
    twister.restore(&words, used);
    generator.spare.set(match spare {
        Value::Float(spare) => Some(spare.get()),
        _ => None,
    });
    Ok(Value::None)
}
