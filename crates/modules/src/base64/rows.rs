//! What a policy sees of `base64`.

use hognose_eval::arg::{Nullable, Truth};
use hognose_eval::class::{ASSERTION_ERROR, Module};
use hognose_eval::row::{Row, Signature, keyword_only, optional, required};
use hognose_eval::{Context, R, Value};
use hognose_eval::{function, ops};

use super::A85;
use crate::glue::{BytesOrAscii, OrStop, Viewed};
use crate::raised::Raised;

/// The module.
pub static MODULE: Module = Module { name: "base64", rows: &[ROWS] };

const ONE: Signature = Signature::python(&[required("s")]);
const FOLDED: Signature = Signature::python(&[required("s"), optional("casefold")]);

static ROWS: &[Row] = &[
    function!(
        "b64encode",
        Signature::python(&[required("s"), optional("altchars")]),
        "Bytes as base64, with other characters for + and / if `altchars` has two.",
        b64encode,
        2
    ),
    function!(
        "b64decode",
        Signature::python(&[required("s"), optional("altchars"), optional("validate")]),
        "Bytes from base64; what is no base64 is skipped unless `validate` is true.",
        b64decode,
        3
    ),
    function!("standard_b64encode", ONE, "Bytes as base64.", standard_encode, 1),
    function!("standard_b64decode", ONE, "Bytes from base64.", standard_decode, 1),
    function!("urlsafe_b64encode", ONE, "Bytes as base64 with - and _ for + and /.", urlsafe_encode, 1),
    function!("urlsafe_b64decode", ONE, "Bytes from base64 with - and _ for + and /.", urlsafe_decode, 1),
    function!("encodebytes", ONE, "Bytes as base64 in lines of 76 characters.", encodebytes, 1),
    function!("decodebytes", ONE, "Bytes from base64 in lines.", decodebytes, 1),
    function!("b32encode", ONE, "Bytes as base32.", b32encode, 1),
    function!(
        "b32decode",
        Signature::python(&[required("s"), optional("casefold"), optional("map01")]),
        "Bytes from base32; `map01` says which letter a 1 is read as.",
        b32decode,
        3
    ),
    function!("b32hexencode", ONE, "Bytes as base32 with the alphabet that keeps order.", b32hexencode, 1),
    function!("b32hexdecode", FOLDED, "Bytes from base32 with that alphabet.", b32hexdecode, 2),
    function!("b16encode", ONE, "Bytes as hexadecimal digits in upper case.", b16encode, 1),
    function!("b16decode", FOLDED, "Bytes from hexadecimal digits in upper case.", b16decode, 2),
    function!(
        "a85encode",
        Signature::python(&[
            required("b"),
            keyword_only("foldspaces"),
            keyword_only("wrapcol"),
            keyword_only("pad"),
            keyword_only("adobe"),
        ]),
        "Bytes as Ascii85.",
        a85encode,
        5
    ),
    function!(
        "a85decode",
        Signature::python(&[
            required("b"),
            keyword_only("foldspaces"),
            keyword_only("adobe"),
            keyword_only("ignorechars"),
        ]),
        "Bytes from Ascii85.",
        a85decode,
        4
    ),
    function!(
        "b85encode",
        Signature::python(&[required("b"), optional("pad")]),
        "Bytes as base85.",
        b85encode,
        2
    ),
    function!("b85decode", Signature::python(&[required("b")]), "Bytes from base85.", b85decode, 1),
    function!("z85encode", ONE, "Bytes as Z85.", z85encode, 1),
    function!("z85decode", ONE, "Bytes from Z85.", z85decode, 1),
];

/// Charges for a result, which no encoding makes larger than this, before it is made.
fn made<'h>(cx: &Context<'h>, size: usize, make: impl FnOnce() -> Result<Vec<u8>, Raised>) -> R<'h> {
    cx.charge(size)?;
    cx.bytes(&make().or_stop(cx)?)
}

/// Room for every encoding but base16 and base32.
const fn wide(size: usize) -> usize {
    size.saturating_add(size / 2).saturating_add(8)
}

const fn double(size: usize) -> usize {
    size.saturating_mul(2).saturating_add(8)
}

/// Charges for the message that shows what is no pair of characters.
fn shown<'h>(cx: &Context<'h>, altchars: &[u8]) -> R<'h, ()> {
    if altchars.len() == 2 { Ok(()) } else { cx.charge(altchars.len().saturating_mul(4)) }
}

fn b64encode<'h>(cx: &Context<'h>, data: &'h [u8], altchars: Nullable<Value<'h>>) -> R<'h> {
    if let Some(given) = altchars.0
        && ops::len(cx, given)? != 2
    {
        let shown = ops::text::repr_string(cx, given)?;
        return Err(cx.raise(&ASSERTION_ERROR, shown));
    }
    let altchars = Nullable(match altchars.0 {
        None => None,
        Some(Value::Bytes(bytes)) => Some(bytes.data()),
        Some(other) => {
            let name = ops::own_type_name(other);
            return Err(cx.type_error(format_args!("a bytes-like object is required, not '{name}'")));
        }
    });
    made(cx, wide(data.len()), || match altchars.0 {
        Some(altchars) => super::encode_with(data, altchars),
        None => Ok(super::encode(data)),
    })
}

fn b64decode<'h>(
    cx: &Context<'h>,
    data: BytesOrAscii<'h>,
    altchars: Nullable<BytesOrAscii<'h>>,
    validate: Option<Truth>,
) -> R<'h> {
    let strict = validate.is_some_and(|truth| truth.0);
    if let Some(altchars) = &altchars.0 {
        shown(cx, altchars.0)?;
    }
    made(cx, data.0.len().saturating_mul(2), || match altchars.0 {
        Some(altchars) => super::decode_with(data.0, altchars.0, strict),
        None => super::decode(data.0, strict),
    })
}

fn standard_encode<'h>(cx: &Context<'h>, data: &'h [u8]) -> R<'h> {
    made(cx, wide(data.len()), || Ok(super::encode(data)))
}

fn standard_decode<'h>(cx: &Context<'h>, data: BytesOrAscii<'h>) -> R<'h> {
    made(cx, data.0.len(), || super::decode(data.0, false))
}

fn urlsafe_encode<'h>(cx: &Context<'h>, data: &'h [u8]) -> R<'h> {
    made(cx, wide(data.len()), || Ok(super::urlsafe_encode(data)))
}

fn urlsafe_decode<'h>(cx: &Context<'h>, data: BytesOrAscii<'h>) -> R<'h> {
    made(cx, data.0.len().saturating_mul(2), || super::urlsafe_decode(data.0))
}

/// Bytes, in the words of the functions that work on lines.
fn lined<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h [u8]> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.data()),
        other => Err(cx.type_error(format_args!(
            "expected bytes-like object, not {}",
            hognose_eval::ops::own_type_name(other)
        ))),
    }
}

fn encodebytes<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let data = lined(cx, value)?;
    made(cx, wide(data.len()), || Ok(super::encodebytes(data)))
}

fn decodebytes<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let data = lined(cx, value)?;
    made(cx, data.len(), || super::decode(data, false))
}

fn b32encode<'h>(cx: &Context<'h>, data: Viewed<'h>) -> R<'h> {
    made(cx, double(data.0.len()), || Ok(super::b32encode(data.0)))
}

fn b32hexencode<'h>(cx: &Context<'h>, data: Viewed<'h>) -> R<'h> {
    made(cx, double(data.0.len()), || Ok(super::b32hexencode(data.0)))
}

fn b32decode<'h>(
    cx: &Context<'h>,
    data: BytesOrAscii<'h>,
    casefold: Option<Truth>,
    map01: Nullable<BytesOrAscii<'h>>,
) -> R<'h> {
    let casefold = casefold.is_some_and(|truth| truth.0);
    let size = data.0.len().saturating_mul(2);
    made(cx, size, || super::b32decode(data.0, casefold, map01.0.map(|map01| map01.0)))
}

fn b32hexdecode<'h>(cx: &Context<'h>, data: BytesOrAscii<'h>, casefold: Option<Truth>) -> R<'h> {
    let casefold = casefold.is_some_and(|truth| truth.0);
    made(cx, data.0.len(), || super::b32hexdecode(data.0, casefold))
}

fn b16encode<'h>(cx: &Context<'h>, data: &'h [u8]) -> R<'h> {
    made(cx, data.len().saturating_mul(4), || Ok(super::b16encode(data)))
}

fn b16decode<'h>(cx: &Context<'h>, data: BytesOrAscii<'h>, casefold: Option<Truth>) -> R<'h> {
    let casefold = casefold.is_some_and(|truth| truth.0);
    made(cx, data.0.len().saturating_mul(2), || super::b16decode(data.0, casefold))
}

fn a85encode<'h>(
    cx: &Context<'h>,
    data: Viewed<'h>,
    foldspaces: Option<Truth>,
    wrapcol: Option<i64>,
    pad: Option<Truth>,
    adobe: Option<Truth>,
) -> R<'h> {
    let on = |option: Option<Truth>| option.is_some_and(|truth| truth.0);
    let wrapcol = usize::try_from(wrapcol.unwrap_or(0)).unwrap_or(1);
    let options = A85 { foldspaces: on(foldspaces), wrapcol, pad: on(pad), adobe: on(adobe) };
    made(cx, wide(data.0.len()).saturating_mul(4), || Ok(super::a85encode(data.0, options)))
}

fn a85decode<'h>(
    cx: &Context<'h>,
    data: BytesOrAscii<'h>,
    foldspaces: Option<Truth>,
    adobe: Option<Truth>,
    ignorechars: Option<&'h [u8]>,
) -> R<'h> {
    let on = |option: Option<Truth>| option.is_some_and(|truth| truth.0);
    let ignored = ignorechars.unwrap_or(b" \t\n\r\x0b");
    // Each character is looked for among the ignored ones, and a `z` makes four bytes.
    cx.burn_bytes(data.0.len().saturating_mul(ignored.len().saturating_add(1)))?;
    let size = data.0.len().saturating_add(4).saturating_mul(4);
    made(cx, size, || super::a85decode(data.0, on(foldspaces), on(adobe), ignored))
}

fn b85encode<'h>(cx: &Context<'h>, data: Viewed<'h>, pad: Option<Truth>) -> R<'h> {
    made(cx, wide(data.0.len()), || Ok(super::b85encode(data.0, pad.is_some_and(|truth| truth.0))))
}

fn b85decode<'h>(cx: &Context<'h>, data: BytesOrAscii<'h>) -> R<'h> {
    cx.burn(data.0.len() as u64)?;
    made(cx, data.0.len(), || super::b85decode(data.0))
}

fn z85encode<'h>(cx: &Context<'h>, data: Viewed<'h>) -> R<'h> {
    made(cx, wide(data.0.len()), || Ok(super::z85encode(data.0)))
}

fn z85decode<'h>(cx: &Context<'h>, data: BytesOrAscii<'h>) -> R<'h> {
    cx.burn(data.0.len() as u64)?;
    made(cx, data.0.len(), || super::z85decode(data.0))
}
