//! Cases and classes: `lower`, `title`, `isdigit`, …

use super::Str;
use crate::context::Context;
use crate::method;
use crate::row::{Row, Signature};
use crate::stop::R;
use crate::text::{case, class};
use crate::value::Value;

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!("upper", Signature::NONE, "In upper case.", upper, 1).called("str.upper"),
    method!("lower", Signature::NONE, "In lower case.", lower, 1).called("str.lower"),
    method!("casefold", Signature::NONE, "For comparing without regard to case.", casefold, 1)
        .called("str.casefold"),
    method!("swapcase", Signature::NONE, "With upper and lower case exchanged.", swapcase, 1)
        .called("str.swapcase"),
    method!(
        "capitalize",
        Signature::NONE,
        "The first character in title case, the rest in lower case.",
        capitalize,
        1
    )
    .called("str.capitalize"),
    method!("title", Signature::NONE, "Each word in title case.", title, 1).called("str.title"),
    method!("isalnum", Signature::NONE, "Whether all are letters or digits.", isalnum, 1)
        .called("str.isalnum"),
    method!("isalpha", Signature::NONE, "Whether all are letters.", isalpha, 1).called("str.isalpha"),
    method!("isascii", Signature::NONE, "Whether all are ASCII.", isascii, 1).called("str.isascii"),
    method!("isdecimal", Signature::NONE, "Whether all are decimal digits.", isdecimal, 1)
        .called("str.isdecimal"),
    method!("isdigit", Signature::NONE, "Whether all are digits.", isdigit, 1).called("str.isdigit"),
    method!("isidentifier", Signature::NONE, "Whether it could be a name.", isidentifier, 1)
        .called("str.isidentifier"),
    method!("islower", Signature::NONE, "Whether all cased characters are in lower case.", islower, 1)
        .called("str.islower"),
    method!("isnumeric", Signature::NONE, "Whether all have a numeric value.", isnumeric, 1)
        .called("str.isnumeric"),
    method!("isprintable", Signature::NONE, "Whether `repr` would show all as they are.", isprintable, 1)
        .called("str.isprintable"),
    method!("isspace", Signature::NONE, "Whether all are white space.", isspace, 1).called("str.isspace"),
    method!("istitle", Signature::NONE, "Whether each word is in title case.", istitle, 1)
        .called("str.istitle"),
    method!("isupper", Signature::NONE, "Whether all cased characters are in upper case.", isupper, 1)
        .called("str.isupper"),
];

/// ASCII text changed in place, a byte for a byte; the text itself if there is nothing to change.
#[inline]
fn ascii<'h>(
    cx: &Context<'h>,
    this: &'h Str<'h>,
    text: &str,
    differs: fn(&u8) -> bool,
    change: fn(&mut str),
) -> R<'h> {
    if !text.as_bytes().iter().any(differs) {
        return Ok(Value::Str(this));
    }
    let changed = cx.heap().text_mut(text)?;
    change(changed);
    let length = changed.len();
    Ok(Value::Str(cx.heap().alloc(Str::counted(changed, length))?))
}

fn upper<'h>(cx: &Context<'h>, this: &'h Str<'h>) -> R<'h> {
    let text = this.text(cx.heap())?;
    cx.burn_bytes(text.len())?;
    if text.is_ascii() {
        return ascii(cx, this, text, u8::is_ascii_lowercase, str::make_ascii_uppercase);
    }
    cx.burn_chars(text.len())?;
    made!(cx, |sink| case::upper(text, sink))
}

fn lower<'h>(cx: &Context<'h>, this: &'h Str<'h>) -> R<'h> {
    let text = this.text(cx.heap())?;
    cx.burn_bytes(text.len())?;
    if text.is_ascii() {
        return ascii(cx, this, text, u8::is_ascii_uppercase, str::make_ascii_lowercase);
    }
    cx.burn_chars(text.len())?;
    made!(cx, |sink| case::lower(text, sink))
}

fn casefold<'h>(cx: &Context<'h>, this: &'h Str<'h>) -> R<'h> {
    let text = this.text(cx.heap())?;
    cx.burn_bytes(text.len())?;
    if text.is_ascii() {
        return ascii(cx, this, text, u8::is_ascii_uppercase, str::make_ascii_lowercase);
    }
    cx.burn_chars(text.len())?;
    made!(cx, |sink| case::casefold(text, sink))
}

fn swapcase<'h>(cx: &Context<'h>, text: &'h str) -> R<'h> {
    cx.burn_chars(text.len())?;
    made!(cx, |sink| case::swapcase(text, sink))
}

fn capitalize<'h>(cx: &Context<'h>, text: &'h str) -> R<'h> {
    cx.burn_chars(text.len())?;
    made!(cx, |sink| case::capitalize(text, sink))
}

fn title<'h>(cx: &Context<'h>, text: &'h str) -> R<'h> {
    cx.burn_chars(text.len())?;
    made!(cx, |sink| case::title(text, sink))
}

/// Functions that ask one question about a text.
macro_rules! questions {
    ($($name:ident $ask:path;)*) => {
        $(fn $name<'h>(cx: &Context<'h>, text: &'h str) -> R<'h> {
            cx.burn_chars(text.len())?;
            Ok(Value::bool($ask(text)))
        })*
    };
}

questions! {
    isalnum class::str_is_alnum;
    isalpha class::str_is_alpha;
    isascii str::is_ascii;
    isdecimal class::str_is_decimal;
    isdigit class::str_is_digit;
    isidentifier class::str_is_identifier;
    islower class::str_is_lower;
    isnumeric class::str_is_numeric;
    isprintable class::str_is_printable;
    isspace class::str_is_space;
    istitle class::str_is_title;
    isupper class::str_is_upper;
}
