//! What a policy sees of `binascii`.

use hognose_eval::arg::{CInt, Truth};
use hognose_eval::class::{Class, EXCEPTION, Module, VALUE_ERROR};
use hognose_eval::row::{Row, Signature, keyword_only, optional, p_only, p_only_optional, required};
use hognose_eval::{Context, R, Value};
use hognose_eval::{function, ops};

use crate::base64;
use crate::glue::{Big, BufferOrAscii, OrStop};

/// `binascii.Error`.
pub static ERROR: Class = Class {
    name: "Error",
    module: "binascii",
    message_name: "binascii.Error",
    base: Some(&VALUE_ERROR),
    ..Class::EMPTY
};

/// `binascii.Incomplete`.
static INCOMPLETE: Class = Class {
    name: "Incomplete",
    module: "binascii",
    message_name: "binascii.Incomplete",
    base: Some(&EXCEPTION),
    ..Class::EMPTY
};

/// The module.
pub static MODULE: Module = Module { name: "binascii", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&ERROR, &INCOMPLETE];

const HEX: Signature = Signature::keywords(&[required("data"), optional("sep"), optional("bytes_per_sep")]);

static ROWS: &[Row] = &[
    Row::class(&ERROR, "What the functions of this module and of base64 raise."),
    Row::class(&INCOMPLETE, "Raised by no function here."),
    function!("hexlify", HEX, "Bytes as hexadecimal digits.", hexlify, 3),
    function!("b2a_hex", HEX, "Bytes as hexadecimal digits.", hexlify, 3),
    function!(
        "unhexlify",
        Signature::one(&[p_only("hexstr")]),
        "Bytes from hexadecimal digits.",
        unhexlify,
        1
    )
    .called("binascii.unhexlify"),
    function!("a2b_hex", Signature::one(&[p_only("hexstr")]), "Bytes from hexadecimal digits.", unhexlify, 1)
        .called("binascii.a2b_hex"),
    function!(
        "b2a_base64",
        Signature::keywords(&[p_only("data"), keyword_only("newline")]),
        "Bytes as a line of base64.",
        b2a_base64,
        2
    ),
    function!(
        "a2b_base64",
        Signature::keywords(&[p_only("data"), keyword_only("strict_mode")]),
        "Bytes from base64.",
        a2b_base64,
        2
    ),
    function!(
        "crc32",
        Signature::positional(&[p_only("data"), p_only_optional("crc")]),
        "The checksum CRC-32.",
        crc32,
        2
    ),
    function!(
        "crc_hqx",
        Signature::positional(&[p_only("data"), p_only("crc")]),
        "The checksum CRC-CCITT.",
        crc_hqx,
        2
    ),
];

/// The byte a separator is.
fn separator<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, u8> {
    if ops::len(cx, value)? != 1 {
        return Err(cx.value_error("sep must be length 1."));
    }
    match value {
        Value::Str(text) => {
            match text.text(cx.heap())?.chars().next().map(|first| u8::try_from(u32::from(first))) {
                Some(Ok(byte)) => Ok(byte),
                _ => Err(cx.value_error("sep must be ASCII.")),
            }
        }
        Value::Bytes(bytes) => Ok(bytes.data().first().copied().unwrap_or_default()),
        _ => Err(cx.type_error("sep must be str or bytes.")),
    }
}

fn hexlify<'h>(cx: &Context<'h>, data: &'h [u8], sep: Option<Value<'h>>, group: Option<CInt>) -> R<'h> {
    let separator = sep.map(|value| separator(cx, value)).transpose()?;
    cx.charge(data.len().saturating_mul(3))?;
    // The separator can be any byte, so that another character stands for it while there is text.
    let group = group.map_or(1, |group| group.0.into());
    let mut digits = super::hexlify_grouped(data, separator.map(|_| '-'), group).into_bytes();
    for digit in digits.iter_mut().filter(|digit| **digit == b'-') {
        *digit = separator.unwrap_or_default();
    }
    cx.bytes(&digits)
}

fn unhexlify<'h>(cx: &Context<'h>, text: BufferOrAscii<'h>) -> R<'h> {
    cx.charge(text.0.len())?;
    cx.bytes(&super::unhexlify(text.0).or_stop(cx)?)
}

fn b2a_base64<'h>(cx: &Context<'h>, data: &'h [u8], newline: Option<Truth>) -> R<'h> {
    cx.charge(base64::encoded_len(data.len()).saturating_add(1))?;
    let mut line = base64::encode(data);
    if newline.is_none_or(|truth| truth.0) {
        line.push(b'\n');
    }
    cx.bytes(&line)
}

fn a2b_base64<'h>(cx: &Context<'h>, data: BufferOrAscii<'h>, strict_mode: Option<Truth>) -> R<'h> {
    cx.charge(data.0.len())?;
    cx.bytes(&base64::decode(data.0, strict_mode.is_some_and(|truth| truth.0)).or_stop(cx)?)
}

/// The low bits of an int, as C takes them.
pub(crate) fn low_bits(number: Option<Big>) -> u32 {
    let Some(Big(number)) = number else { return 0 };
    let low = number.iter_u32_digits().next().unwrap_or(0);
    if number.sign() == num_bigint::Sign::Minus { low.wrapping_neg() } else { low }
}

fn crc32<'h>(cx: &Context<'h>, data: &'h [u8], crc: Option<Big>) -> R<'h> {
    cx.burn((data.len() as u64) >> 3)?;
    Ok(Value::Int(i64::from(super::crc32(data, low_bits(crc)))))
}

fn crc_hqx<'h>(cx: &Context<'h>, data: &'h [u8], crc: Big) -> R<'h> {
    cx.burn((data.len() as u64) >> 3)?;
    let [_, _, high, low] = low_bits(Some(crc)).to_be_bytes();
    Ok(Value::Int(i64::from(super::crc_hqx(data, u16::from_be_bytes([high, low])))))
}
