//! `struct`: values in bytes, by a format.

mod layout;
mod number;
pub mod rows;

use hognose_eval::class::Class;
use hognose_eval::ops::{self, convert};
use hognose_eval::{Context, R, Value};
use num_bigint::BigInt;

use layout::{Entry, Layout};

/// Add a value to what is packed.
fn pack_value<'h>(
    cx: &Context<'h>,
    layout: &Layout,
    entry: &Entry,
    value: Value<'h>,
    out: &mut Vec<u8>,
) -> R<'h, ()> {
    match entry.code {
        b'c' => match value {
            Value::Bytes(bytes) if bytes.data().len() == 1 => out.extend_from_slice(bytes.data()),
            _ => return Err(error(cx, "char format requires a bytes object of length 1")),
        },
        b's' | b'p' => {
            let Value::Bytes(bytes) = value else {
                let code = char::from(entry.code);
                return Err(error(cx, format_args!("argument for '{code}' must be a bytes object")));
            };
            pack_text(entry, bytes.data(), out);
        }
        b'?' => out.push(ops::truth(cx, value)?.into()),
        b'e' | b'f' | b'd' => {
            let Ok(float) = ops::arith::to_float(cx, value) else {
                return Err(error(cx, "required argument is not a float"));
            };
            let Some(packed) = number::pack_float(layout, entry.code, float) else {
                return Err(match value {
                    Value::Float(_) => {
                        let code = char::from(entry.code);
                        cx.overflow_error(format_args!("float too large to pack with {code} format"))
                    }
                    _ => error(cx, "int too large to convert"),
                });
            };
            layout.order(&packed, out);
        }
        _ => {
            if !convert::is_index(value) {
                return Err(error(cx, "required argument is not an integer"));
            }
            let number: BigInt = crate::glue::big(cx, value)?;
            match number::pack_int(entry, &number) {
                Ok(packed) => layout.order(&packed, out),
                Err(message) => return Err(error(cx, message)),
            }
        }
    }
    Ok(())
}

/// Bytes cut or filled up to their size; `p` begins with their number.
fn pack_text(entry: &Entry, data: &[u8], out: &mut Vec<u8>) {
    let room = if entry.code == b'p' { entry.size.saturating_sub(1) } else { entry.size };
    let taken = data.get(..room.min(data.len())).unwrap_or_default();
    if entry.code == b'p' && entry.size > 0 {
        out.push(u8::try_from(taken.len()).unwrap_or(u8::MAX));
    }
    out.extend_from_slice(taken);
    out.extend(std::iter::repeat_n(0, room.saturating_sub(taken.len())));
}

/// The value that is packed in these bytes.
fn unpack_value<'h>(cx: &Context<'h>, layout: &Layout, entry: &Entry, data: &[u8]) -> R<'h> {
    match entry.code {
        b'c' | b's' => cx.bytes(data),
        b'p' => {
            let Some((count, rest)) = data.split_first() else { return cx.bytes(&[]) };
            cx.bytes(rest.get(..usize::from(*count)).unwrap_or(rest))
        }
        b'?' => Ok(Value::bool(data.iter().any(|byte| *byte != 0))),
        _ => {
            let mut bytes = Vec::with_capacity(8);
            layout.order(data, &mut bytes);
            match entry.code {
                b'e' | b'f' | b'd' => Ok(cx.float(number::unpack_float(&bytes))),
                _ => cx.int(&number::unpack_int(entry, &bytes)),
            }
        }
    }
}

/// Everything that is packed in a buffer of the right size.
fn unpack_all<'h>(cx: &Context<'h>, layout: &Layout, data: &[u8]) -> R<'h> {
    cx.burn(layout.items)?;
    cx.burn_bytes(data.len())?;
    let count = usize::try_from(layout.items).unwrap_or(usize::MAX);
    cx.charge(count.saturating_mul(size_of::<Value<'_>>()))?;
    let mut values = Vec::with_capacity(count);
    for entry in &layout.entries {
        let mut at = entry.offset;
        for _ in 0..entry.count {
            let end = at.saturating_add(entry.size);
            values.push(unpack_value(cx, layout, entry, data.get(at..end).unwrap_or_default())?);
            at = end;
        }
    }
    cx.tuple(&values)
}

fn pack_all<'h>(cx: &Context<'h>, layout: &Layout, values: &[Value<'h>]) -> R<'h> {
    let (wanted, got) = (layout.items, values.len());
    if u64::try_from(got).ok() != Some(wanted) {
        return Err(error(cx, format_args!("pack expected {wanted} items for packing (got {got})")));
    }
    cx.burn(wanted)?;
    cx.burn_bytes(layout.size)?;
    cx.charge(layout.size)?;
    let mut out = Vec::with_capacity(layout.size);
    let mut left = values.iter();
    for entry in &layout.entries {
        out.resize(entry.offset, 0);
        for _ in 0..entry.count {
            let Some(value) = left.next() else { break };
            pack_value(cx, layout, entry, *value, &mut out)?;
        }
    }
    out.resize(layout.size, 0);
    cx.bytes(&out)
}

/// `struct.error`.
static ERROR: Class = Class {
    name: "error",
    module: "struct",
    message_name: "struct.error",
    base: Some(&hognose_eval::class::EXCEPTION),
    ..Class::EMPTY
};

#[cold]
fn error<'h>(cx: &Context<'h>, message: impl std::fmt::Display) -> hognose_eval::Stop<'h> {
    cx.raise(&ERROR, message)
}
