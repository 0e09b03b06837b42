//! `quote`, `unquote` and their variants.

use std::convert::Infallible;

use hognose_eval::function;
use hognose_eval::ops;
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::text::codec::{DecodeFailure, Encoding, Handler, decode};
use hognose_eval::text::{Measure, Sink};
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use hognose_syntax::surrogate::is_stand_in;

use super::super::{Safe, quote as escape, unquote as unescape};
use super::no_attribute;

/// Takes pieces of bytes and counts them.
struct Count(usize);

impl Sink<[u8]> for Count {
    type Full = Infallible;

    fn put(&mut self, piece: &[u8]) -> Result<(), Infallible> {
        self.0 = self.0.saturating_add(piece.len());
        Ok(())
    }
}

fn given(value: Value<'_>) -> Option<Value<'_>> {
    match value {
        Value::Unbound | Value::None => None,
        given => Some(given),
    }
}

/// Text as bytes, in UTF-8 unless said otherwise.
fn bytes_of<'h>(
    cx: &Context<'h>,
    string: Value<'h>,
    encoding: Option<Value<'h>>,
    errors: Option<Value<'h>>,
) -> R<'h, &'h [u8]> {
    if let (Value::Str(text), None, None) = (string, encoding, errors) {
        let text = text.text(cx.heap())?;
        if !text.chars().any(is_stand_in) {
            return Ok(text.as_bytes());
        }
    }
    let arguments =
        [encoding.map_or_else(|| cx.str("utf-8"), Ok)?, errors.map_or_else(|| cx.str("strict"), Ok)?];
    match cx.call_method(string, "encode", &arguments)? {
        Value::Bytes(bytes) => Ok(bytes.data()),
        _ => Err(cx.internal("encode gave no bytes")),
    }
}

/// The bytes that stay as they are.
fn safe_of<'h>(cx: &Context<'h>, safe: Value<'h>, usual: &'static [u8]) -> R<'h, Vec<u8>> {
    match safe {
        Value::Unbound => Ok(usual.to_vec()),
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            cx.charge(text.len())?;
            Ok(text.bytes().filter(u8::is_ascii).collect())
        }
        other => {
            let mut cursor = ops::iterate(cx, other)?;
            let mut safe = Vec::new();
            while let Some(item) = cursor.next(cx)? {
                cx.burn(1)?;
                cx.heap().charge(1)?;
                if ops::compare::order(cx, hognose_syntax::tree::CompareOp::Lt, item, Value::Int(128))? {
                    match u8::try_from(ops::convert::index_i64(cx, item)?) {
                        Ok(byte) => safe.push(byte),
                        Err(_) => return Err(cx.value_error("bytes must be in range(0, 256)")),
                    }
                }
            }
            Ok(safe)
        }
    }
}

/// The escaped text of bytes.
fn escaped<'h>(cx: &Context<'h>, bytes: &[u8], safe: &[u8], plus: bool) -> R<'h> {
    let safe = Safe::with(safe);
    cx.burn_chars(bytes.len())?;
    let size = Measure::of(|sink| escape(bytes, safe, plus, sink));
    cx.burn_chars(size)?;
    let text = cx.heap().fill_text(size, |fill| escape(bytes, safe, plus, fill))?;
    cx.wrap_str(text)
}

/// What is neither text nor bytes.
fn not_bytes<'h, T>(cx: &Context<'h>) -> R<'h, T> {
    Err(cx.type_error("quote_from_bytes() expected bytes"))
}

/// The bytes of an argument of `quote` and `quote_plus`.
fn quotable<'h>(
    cx: &Context<'h>,
    string: Value<'h>,
    encoding: Value<'h>,
    errors: Value<'h>,
) -> R<'h, &'h [u8]> {
    if let Value::Str(text) = string {
        if text.is_empty() {
            return Ok(&[]);
        }
        return bytes_of(cx, string, given(encoding), given(errors));
    }
    for (value, name) in [(encoding, "encoding"), (errors, "errors")] {
        if given(value).is_some() {
            return Err(cx.type_error(format_args!("quote() doesn't support '{name}' for bytes")));
        }
    }
    match string {
        Value::Bytes(bytes) => Ok(bytes.data()),
        _ => not_bytes(cx),
    }
}

fn quote<'h>(
    cx: &Context<'h>,
    string: Value<'h>,
    safe: Value<'h>,
    encoding: Value<'h>,
    errors: Value<'h>,
) -> R<'h> {
    let bytes = quotable(cx, string, encoding, errors)?;
    if bytes.is_empty() {
        return cx.str("");
    }
    escaped(cx, bytes, &safe_of(cx, safe, b"/")?, false)
}

/// `quote_plus(string, safe, encoding, errors)`.
pub(super) fn quote_plus<'h>(
    cx: &Context<'h>,
    string: Value<'h>,
    safe: Value<'h>,
    encoding: Value<'h>,
    errors: Value<'h>,
) -> R<'h> {
    let without_space = match string {
        Value::Str(text) => !text.text(cx.heap())?.contains(' '),
        Value::Bytes(bytes) => !bytes.data().contains(&b' '),
        _ => false,
    };
    if !without_space && safe.is_bound() && !matches!(safe, Value::Str(_) | Value::Bytes(_)) {
        // CPython adds the space to what is safe; this fails for what is neither text nor bytes.
        ops::arith::add(cx, safe, cx.bytes(b" ")?)?;
    }
    let bytes = quotable(cx, string, encoding, errors)?;
    if bytes.is_empty() {
        return cx.str("");
    }
    let mut safe = safe_of(cx, safe, b"")?;
    if without_space {
        // One may still be a byte of another letter, in UTF-16 say.
        return escaped(cx, bytes, &safe, false);
    }
    safe.retain(|byte| *byte != b' ');
    escaped(cx, bytes, &safe, true)
}

fn quote_from_bytes<'h>(cx: &Context<'h>, bytes: Value<'h>, safe: Value<'h>) -> R<'h> {
    let Value::Bytes(bytes) = bytes else { return not_bytes(cx) };
    if bytes.data().is_empty() {
        return cx.str("");
    }
    escaped(cx, bytes.data(), &safe_of(cx, safe, b"/")?, false)
}

/// The bytes that an escaped text stands for.
pub(super) fn unescaped<'h>(cx: &Context<'h>, bytes: &[u8], plus: bool) -> R<'h> {
    cx.burn_chars(bytes.len())?;
    let mut count = Count(0);
    match unescape(bytes, plus, &mut count) {
        Ok(()) => {}
        Err(never) => match never {},
    }
    let mut made = Vec::new();
    cx.charge(count.0)?;
    match unescape(bytes, plus, &mut made) {
        Ok(()) => {}
        Err(never) => match never {},
    }
    cx.bytes(&made)
}

/// How what is escaped is read as text.
#[derive(Clone, Copy)]
pub(super) struct Decoding<'h> {
    encoding: Option<Value<'h>>,
    errors: Option<Value<'h>>,
}

impl<'h> Decoding<'h> {
    pub(super) fn new(encoding: Value<'h>, errors: Value<'h>) -> Self {
        Self { encoding: given(encoding), errors: given(errors) }
    }

    /// Adds the text of bytes.
    fn put(self, cx: &Context<'h>, bytes: &[u8], out: &mut Writer<'_, 'h>) -> R<'h, ()> {
        if self.encoding.is_none() && self.errors.is_none() {
            return match decode(bytes, Encoding::Utf8, Some(Handler::Replace), out) {
                Ok(()) => Ok(()),
                Err(DecodeFailure::Full(stop)) => Err(stop),
                Err(_) => Err(cx.internal("what is replaced does not fail")),
            };
        }
        let arguments = [
            self.encoding.map_or_else(|| cx.str("utf-8"), Ok)?,
            self.errors.map_or_else(|| cx.str("replace"), Ok)?,
        ];
        match cx.call_method(cx.bytes(bytes)?, "decode", &arguments)? {
            Value::Str(text) => out.push(text.text(cx.heap())?),
            _ => Err(cx.internal("decode gave no text")),
        }
    }

    /// The text that an escaped text stands for. What is not ASCII stays as it is.
    pub(super) fn text(self, cx: &Context<'h>, text: &str, plus: bool) -> R<'h> {
        cx.burn_chars(text.len())?;
        if !text.contains(['%', if plus { '+' } else { '%' }]) {
            return cx.str(text);
        }
        let mut out = Writer::new(cx);
        // Without an escape nothing is decoded, not even in another encoding.
        let plain = !text.contains('%');
        let mut bytes = Vec::new();
        for run in text.as_bytes().chunk_by(|left, right| left.is_ascii() == right.is_ascii()) {
            bytes.clear();
            cx.heap().charge(run.len())?;
            match unescape(run, plus, &mut bytes) {
                Ok(()) => {}
                Err(never) => match never {},
            }
            match std::str::from_utf8(run) {
                Ok(text) if !run.is_ascii() => out.push(text)?,
                _ if plain => out.push(std::str::from_utf8(&bytes).unwrap_or_default())?,
                _ => self.put(cx, &bytes, &mut out)?,
            }
        }
        out.finish()
    }
}

fn unquote<'h>(cx: &Context<'h>, string: Value<'h>, encoding: Value<'h>, errors: Value<'h>) -> R<'h> {
    match string {
        Value::Bytes(bytes) => {
            let made = unescaped(cx, bytes.data(), false)?;
            let encoding = if encoding.is_bound() { encoding } else { cx.str("utf-8")? };
            let errors = if errors.is_bound() { errors } else { cx.str("replace")? };
            cx.call_method(made, "decode", &[encoding, errors])
        }
        Value::Str(text) => {
            let whole = text.text(cx.heap())?;
            if !whole.contains('%') {
                return Ok(string);
            }
            Decoding::new(encoding, errors).text(cx, whole, false)
        }
        other => {
            if ops::contains(cx, other, cx.str("%")?)? {
                let name = ops::own_type_name(other);
                return Err(cx.type_error(format_args!("expected string or bytes-like object, got '{name}'")));
            }
            Err(no_attribute(cx, other, "split"))
        }
    }
}

fn unquote_plus<'h>(cx: &Context<'h>, string: Value<'h>, encoding: Value<'h>, errors: Value<'h>) -> R<'h> {
    match string {
        Value::Str(text) => Decoding::new(encoding, errors).text(cx, text.text(cx.heap())?, true),
        Value::Bytes(_) => Err(cx.type_error("a bytes-like object is required, not 'str'")),
        other => Err(no_attribute(cx, other, "replace")),
    }
}

fn unquote_to_bytes<'h>(cx: &Context<'h>, string: Value<'h>) -> R<'h> {
    match string {
        Value::Str(_) => {
            let bytes = bytes_of(cx, string, None, None)?;
            unescaped(cx, bytes, false)
        }
        Value::Bytes(bytes) => unescaped(cx, bytes.data(), false),
        other => Err(no_attribute(cx, other, "split")),
    }
}

const QUOTE: Signature =
    Signature::python(&[required("string"), optional("safe"), optional("encoding"), optional("errors")]);
const UNQUOTE: Signature = Signature::python(&[required("string"), optional("encoding"), optional("errors")]);

pub(super) static ROWS: &[Row] = &[
    function!("quote", QUOTE, "Text escaped for the path of an address.", quote, 4),
    function!("quote_plus", QUOTE, "Text escaped for a query, spaces as +.", quote_plus, 4),
    function!(
        "quote_from_bytes",
        Signature::python(&[required("bs"), optional("safe")]),
        "Bytes escaped for the path of an address.",
        quote_from_bytes,
        2
    ),
    function!("unquote", UNQUOTE, "The text that an escaped text stands for.", unquote, 3),
    function!("unquote_plus", UNQUOTE, "The same, with + for spaces.", unquote_plus, 3),
    function!(
        "unquote_to_bytes",
        Signature::python(&[required("string")]),
        "The bytes that an escaped text stands for.",
        unquote_to_bytes,
        1
    ),
];
