//! Cases and classes, of ASCII only.

use super::Bytes;
use crate::context::Context;
use crate::method;
use crate::row::{Row, Signature};
use crate::stop::R;
use crate::text::bytes as classes;
use crate::text::bytes::Case;
use crate::value::Value;

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!("upper", Signature::NONE, "In upper case.", upper, 1).called("bytes.upper"),
    method!("lower", Signature::NONE, "In lower case.", lower, 1).called("bytes.lower"),
    method!("swapcase", Signature::NONE, "With upper and lower case exchanged.", swapcase, 1)
        .called("bytes.swapcase"),
    method!(
        "capitalize",
        Signature::NONE,
        "The first byte in upper case, the rest in lower case.",
        capitalize,
        1
    )
    .called("bytes.capitalize"),
    method!("title", Signature::NONE, "Each word in title case.", title, 1).called("bytes.title"),
    method!("isalnum", Signature::NONE, "Whether all are letters or digits.", isalnum, 1)
        .called("bytes.isalnum"),
    method!("isalpha", Signature::NONE, "Whether all are letters.", isalpha, 1).called("bytes.isalpha"),
    method!("isascii", Signature::NONE, "Whether all are ASCII.", isascii, 1).called("bytes.isascii"),
    method!("isdigit", Signature::NONE, "Whether all are digits.", isdigit, 1).called("bytes.isdigit"),
    method!("islower", Signature::NONE, "Whether all letters are in lower case.", islower, 1)
        .called("bytes.islower"),
    method!("isspace", Signature::NONE, "Whether all are white space.", isspace, 1).called("bytes.isspace"),
    method!("istitle", Signature::NONE, "Whether each word is in title case.", istitle, 1)
        .called("bytes.istitle"),
    method!("isupper", Signature::NONE, "Whether all letters are in upper case.", isupper, 1)
        .called("bytes.isupper"),
];

fn recased<'h>(cx: &Context<'h>, this: &'h Bytes<'h>, case: Case) -> R<'h> {
    let data = this.data();
    cx.burn_chars(data.len())?;
    made!(cx, |sink| classes::recase(data, case, sink))
}

fn upper<'h>(cx: &Context<'h>, this: &'h Bytes<'h>) -> R<'h> {
    recased(cx, this, Case::Upper)
}

fn lower<'h>(cx: &Context<'h>, this: &'h Bytes<'h>) -> R<'h> {
    recased(cx, this, Case::Lower)
}

fn swapcase<'h>(cx: &Context<'h>, this: &'h Bytes<'h>) -> R<'h> {
    recased(cx, this, Case::Swap)
}

fn capitalize<'h>(cx: &Context<'h>, this: &'h Bytes<'h>) -> R<'h> {
    recased(cx, this, Case::Capital)
}

fn title<'h>(cx: &Context<'h>, this: &'h Bytes<'h>) -> R<'h> {
    recased(cx, this, Case::Title)
}

/// Functions that ask one question about bytes.
macro_rules! questions {
    ($($name:ident $ask:path;)*) => {
        $(fn $name<'h>(cx: &Context<'h>, this: &'h Bytes<'h>) -> R<'h> {
            cx.burn_bytes(this.data().len())?;
            Ok(Value::bool($ask(this.data())))
        })*
    };
}

questions! {
    isalnum classes::bytes_is_alnum;
    isalpha classes::bytes_is_alpha;
    isascii is_ascii;
    isdigit classes::bytes_is_digit;
    islower classes::bytes_is_lower;
    isspace classes::bytes_is_space;
    istitle classes::bytes_is_title;
    isupper classes::bytes_is_upper;
}

fn is_ascii(data: &[u8]) -> bool {
    data.is_ascii()
}
