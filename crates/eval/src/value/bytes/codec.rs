//! Making bytes: `bytes(…)`, `fromhex`; and text of them: `decode`, `hex`.

use super::wrap;
use crate::arg::CInt;
use crate::class;
use crate::context::Context;
use crate::function;
use crate::method;
use crate::ops::{self, convert, own_type_name};
use crate::row::{Call, Member, Row, Signature, optional, p_only};
use crate::stop::R;
use crate::text::Measure;
use crate::text::codec::{HexFailure, from_hex, hex as write_hex};
use crate::value::Value;
use crate::value::str::codec::{CODEC, codec_names, decoded, encoded};
use crate::write::ByteWriter;

/// Methods.
pub(super) static ROWS: &[Row] = &[
    Row::new(
        "decode",
        Signature::keywords(CODEC),
        "Its text in an encoding.",
        Member::Method(|cx, call| {
            let data: &[u8] = call.get(cx, 0)?;
            let (encoding, errors) = codec_names(cx, call)?;
            decoded(cx, data, encoding, errors)
        }),
    )
    .called("bytes.decode"),
    method!(
        "hex",
        Signature::keywords(&[optional("sep"), optional("bytes_per_sep")]),
        "Two hexadecimal digits for each byte.",
        hex,
        3
    )
    .called("bytes.hex"),
    function!("fromhex", Signature::one(&[p_only("string")]), "Bytes of hexadecimal digits.", fromhex, 1)
        .called("bytes.fromhex"),
];

/// `bytes(…)`.
pub static NEW: Row = Row::new(
    "bytes",
    Signature::keywords(&[optional("source"), optional("encoding"), optional("errors")]),
    "Bytes of ints, of text in an encoding, or so many zeros.",
    Member::Function(new),
);

/// The separator of `hex`.
fn separator<'h>(cx: &Context<'h>, given: Value<'h>) -> R<'h, Option<char>> {
    let refused = |text: &'static str| Err(cx.value_error(text));
    let byte = match given {
        Value::Unbound => return Ok(None),
        Value::Str(text) => {
            if text.chars(cx)? != 1 {
                return refused("sep must be length 1.");
            }
            text.text(cx.heap())?.as_bytes().first().copied()
        }
        Value::Bytes(bytes) => match bytes.data() {
            [byte] => Some(*byte),
            _ => return refused("sep must be length 1."),
        },
        _ => {
            if ops::len(cx, given)? != 1 {
                return refused("sep must be length 1.");
            }
            return Err(cx.type_error("sep must be str or bytes."));
        }
    };
    match byte.filter(u8::is_ascii) {
        Some(byte) => Ok(Some(char::from(byte))),
        None => refused("sep must be ASCII."),
    }
}

fn hex<'h>(cx: &Context<'h>, data: &'h [u8], sep: Value<'h>, group: Option<CInt>) -> R<'h> {
    let group = i64::from(group.map_or(1, |group| group.0));
    let separator = separator(cx, sep)?;
    cx.burn_bytes(data.len())?;
    if separator.is_none() {
        let size = data.len().saturating_mul(2);
        cx.burn_bytes(size)?;
        return cx.wrap_str(cx.heap().fill_text(size, |sink| {
            let digit = |half: u8| if half < 10 { b'0' | half } else { half.wrapping_add(b'a' - 10) };
            for byte in data {
                sink.push(&[digit(byte >> 4), digit(byte & 15)]);
            }
            Ok(())
        })?);
    }
    let size = Measure::of(|sink| write_hex(data, separator, group, sink));
    cx.burn_bytes(size)?;
    cx.wrap_str(cx.heap().fill_text(size, |sink| write_hex(data, separator, group, sink))?)
}

fn fromhex<'h>(cx: &Context<'h>, text: &'h str) -> R<'h> {
    cx.burn_bytes(text.len())?;
    let mut measure = Measure::default();
    match from_hex(text, &mut measure) {
        Ok(()) => {}
        Err(HexFailure::NotHex(position)) => {
            return Err(cx.value_error(HexFailure::<()>::text(position)));
        }
        Err(HexFailure::Full(never)) => match never {},
    }
    let data = cx.heap().fill_bytes(measure.bytes, |sink| {
        // What can fail has failed above.
        let _ = from_hex(text, sink);
        Ok(())
    })?;
    wrap(cx, data)
}

fn new<'a, 'h>(cx: &'a Context<'h>, call: &'a Call<'a, 'h>) -> R<'h> {
    let source = call.value(0);
    let (encoding, errors) = codec_names(cx, call)?;
    match source {
        Value::Str(text) if encoding.is_some() => {
            return encoded(cx, text.text(cx.heap())?, encoding, errors);
        }
        Value::Str(_) => return Err(cx.type_error("string argument without an encoding")),
        _ if encoding.is_some() => return Err(cx.type_error("encoding without a string argument")),
        _ if errors.is_some() => return Err(cx.type_error("errors without a string argument")),
        Value::Unbound => return wrap(cx, &[]),
        Value::Bytes(_) => return Ok(source),
        _ => {}
    }
    if ops::index::is_index(source) {
        return zeros(cx, source);
    }
    let cursor = match ops::iterate(cx, source) {
        Err(stop) if cx.is_raise_of(stop, &class::TYPE_ERROR) => {
            return Err(
                cx.type_error(format_args!("cannot convert '{}' object to bytes", own_type_name(source)))
            );
        }
        other => other?,
    };
    of_ints(cx, cursor)
}

/// `bytes(count)`.
fn zeros<'h>(cx: &Context<'h>, count: Value<'h>) -> R<'h> {
    let Value::Int(count) = convert::index(cx, count)? else {
        return Err(cx.overflow_error(format_args!(
            "cannot fit '{}' into an index-sized integer",
            own_type_name(count)
        )));
    };
    let Ok(count) = usize::try_from(count) else {
        return Err(cx.value_error("negative count"));
    };
    cx.burn_bytes(count)?;
    let data = cx.heap().fill_bytes(count, |fill| {
        fill.push_times(&[0], count);
        Ok(())
    })?;
    wrap(cx, data)
}

/// `bytes(iterable of ints)`.
fn of_ints<'h>(cx: &Context<'h>, mut cursor: crate::value::iter::Cursor<'h>) -> R<'h> {
    let mut out = ByteWriter::new(cx);
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        match u8::try_from(convert::index_clipped(cx, item)?) {
            Ok(byte) => out.push(&[byte])?,
            Err(_) => return Err(cx.value_error("bytes must be in range(0, 256)")),
        }
    }
    out.finish()
}
