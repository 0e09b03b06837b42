//! What a policy sees of `html`.

use hognose_eval::arg::Truth;
use hognose_eval::class::Module;
use hognose_eval::function;
use hognose_eval::ops::own_type_name;
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::{Context, R, Value};

use crate::glue::{OrStop, text};

/// The module.
pub static MODULE: Module = Module { name: "html", rows: &[ROWS] };

static ROWS: &[Row] = &[
    function!(
        "escape",
        Signature::python(&[required("s"), optional("quote")]),
        "Text with &, < and > as references, and quotes unless `quote` is false.",
        escape,
        2
    ),
    function!(
        "unescape",
        Signature::python(&[required("s")]),
        "Text with character references replaced as HTML 5 does.",
        unescape,
        1
    ),
];

fn escape<'h>(cx: &Context<'h>, value: Value<'h>, quote: Option<Truth>) -> R<'h> {
    let text = text(cx, value, "replace")?;
    let escaped = text.bytes().filter(|byte| b"&<>\"'".contains(byte)).count();
    cx.charge(text.len().saturating_add(escaped.saturating_mul(5)))?;
    cx.burn_chars(text.len().saturating_add(escaped.saturating_mul(16)))?;
    cx.str(&super::escape(text, quote.is_none_or(|truth| truth.0)))
}

fn unescape<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let Value::Str(text) = value else {
        if !hognose_eval::ops::iterate::contains(cx, value, cx.str("&")?)? {
            return Ok(value);
        }
        return Err(cx.type_error(format_args!(
            "expected string or bytes-like object, got '{}'",
            own_type_name(value)
        )));
    };
    let text = text.text(cx.heap())?;
    if !text.contains('&') {
        return Ok(value);
    }
    cx.charge(text.len().saturating_mul(2))?;
    // Each name may be looked for in thirty pieces.
    cx.burn((text.len() as u64) >> 1)?;
    cx.str(&super::unescape(text).or_stop(cx)?)
}
