//! What a policy sees of `shlex`.

use hognose_eval::class::Module;
use hognose_eval::ops::{self, own_type_name};
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::{Context, R, Value, function};

use super::quote_into;
use crate::glue::{self, OrStop};

/// The module.
pub static MODULE: Module = Module { name: "shlex", rows: &[ROWS] };

static ROWS: &[Row] = &[
    function!(
        "split",
        Signature::python(&[required("s"), optional("comments"), optional("posix")]),
        "The words of a text as a shell takes them.",
        split,
        3
    ),
    function!(
        "join",
        Signature::python(&[required("split_command")]),
        "Words as one text for a shell.",
        join,
        1
    ),
    function!("quote", Signature::python(&[required("s")]), "A word as text for a shell.", quote, 1),
];

fn split<'h>(cx: &Context<'h>, text: Value<'h>, comments: Value<'h>, posix: Value<'h>) -> R<'h> {
    let posix = !posix.is_bound() || ops::truth(cx, posix)?;
    let text = match text {
        Value::None => return Err(cx.value_error("s argument must not be None")),
        Value::Str(text) => text.text(cx.heap())?,
        other => match cx.call_method(other, "read", &[])? {
            Value::Str(text) => text.text(cx.heap())?,
            read => {
                let name = own_type_name(read);
                return Err(cx.type_error(format_args!("expected str, got {name}")));
            }
        },
    };
    let comments = comments.is_bound() && ops::truth(cx, comments)?;
    cx.burn_bytes(text.len().saturating_mul(8))?;
    // A word takes a text's head besides its characters.
    cx.charge(text.len().saturating_mul(32))?;
    glue::texts(cx, &super::split(text, comments, posix).or_stop(cx)?)
}

/// Adds one word.
fn quote_value<'h>(cx: &Context<'h>, word: Value<'h>, out: &mut String) -> R<'h, ()> {
    if !ops::truth(cx, word)? {
        quote_into("", out);
        return Ok(());
    }
    match word {
        Value::Str(word) => {
            let word = word.text(cx.heap())?;
            cx.burn_bytes(word.len())?;
            // A quote becomes five characters.
            cx.charge(word.len().saturating_mul(5).saturating_add(2))?;
            quote_into(word, out);
            Ok(())
        }
        Value::Bytes(_) => Err(cx.type_error("cannot use a string pattern on a bytes-like object")),
        other => {
            let name = own_type_name(other);
            Err(cx.type_error(format_args!("expected string or bytes-like object, got '{name}'")))
        }
    }
}

fn quote<'h>(cx: &Context<'h>, word: Value<'h>) -> R<'h> {
    let mut out = String::new();
    quote_value(cx, word, &mut out)?;
    cx.str(&out)
}

fn join<'h>(cx: &Context<'h>, words: Value<'h>) -> R<'h> {
    let mut cursor = ops::iterate(cx, words)?;
    let mut out = String::new();
    let mut is_first = true;
    while let Some(word) = cursor.next(cx)? {
        cx.burn(1)?;
        cx.charge(1)?;
        if !is_first {
            out.push(' ');
        }
        is_first = false;
        quote_value(cx, word, &mut out)?;
    }
    cx.str(&out)
}
