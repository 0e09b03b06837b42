//! What a policy sees of `fnmatch`.

use std::borrow::Cow;

use hognose_eval::class::Module;
use hognose_eval::function;
use hognose_eval::ops::{iterate, own_type_name};
use hognose_eval::row::{Row, Signature, required};
use hognose_eval::{Context, R, Value};

use super::Pattern;

/// The module.
pub static MODULE: Module = Module { name: "fnmatch", rows: &[ROWS] };

const NAME: Signature = Signature::python(&[required("name"), required("pat")]);

static ROWS: &[Row] = &[
    function!("fnmatch", NAME, "Whether a name matches a pattern of a shell.", fnmatch, 2),
    function!("fnmatchcase", NAME, "The same.", fnmatchcase, 2),
    function!(
        "filter",
        Signature::python(&[required("names"), required("pat")]),
        "The names that match a pattern.",
        filter,
        2
    ),
    function!(
        "translate",
        Signature::python(&[required("pat")]),
        "The pattern as a regular expression.",
        translate,
        1
    ),
];

/// Text, or bytes read as the characters of the same numbers.
fn latin<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<(Cow<'h, str>, bool)>> {
    Ok(match value {
        Value::Str(text) => Some((Cow::Borrowed(text.text(cx.heap())?), false)),
        Value::Bytes(bytes) => {
            cx.charge(bytes.data().len().saturating_mul(2))?;
            Some((bytes.data().iter().map(|byte| char::from(*byte)).collect(), true))
        }
        _ => None,
    })
}

/// A path, in the words of `os.path.normcase`.
fn path<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, ()> {
    match value {
        Value::Str(_) | Value::Bytes(_) => Ok(()),
        other => Err(cx.type_error(format_args!(
            "expected str, bytes or os.PathLike object, not {}",
            own_type_name(other)
        ))),
    }
}

/// The pattern that something else stands for: CPython goes through its items.
fn nothing<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'static str> {
    if hognose_eval::ops::len(cx, value)? == 0 {
        return Ok("");
    }
    Err(cx.type_error("decoding to str: need a bytes-like object, int found"))
}

/// A compiled pattern, and what it is made for.
struct Compiled {
    pattern: Pattern,
    size: usize,
    bytes: bool,
}

fn compile<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Compiled> {
    let (pattern, bytes) = match latin(cx, value)? {
        Some(pattern) => pattern,
        None => (Cow::Borrowed(nothing(cx, value)?), false),
    };
    cx.charge(Pattern::size(pattern.len()))?;
    Ok(Compiled { pattern: Pattern::new(&pattern), size: pattern.len(), bytes })
}

impl Compiled {
    fn matches<'h>(&self, cx: &Context<'h>, name: Value<'h>) -> R<'h, bool> {
        let Some((name, bytes)) = latin(cx, name)? else {
            return Err(cx.type_error(format_args!(
                "expected string or bytes-like object, got '{}'",
                own_type_name(name)
            )));
        };
        if bytes != self.bytes {
            return Err(cx.type_error(if bytes {
                "cannot use a string pattern on a bytes-like object"
            } else {
                "cannot use a bytes pattern on a string-like object"
            }));
        }
        cx.burn_bytes(name.len().saturating_mul(self.size))?;
        Ok(self.pattern.matches(&name))
    }
}

fn fnmatch<'h>(cx: &Context<'h>, name: Value<'h>, pattern: Value<'h>) -> R<'h> {
    path(cx, name)?;
    path(cx, pattern)?;
    fnmatchcase(cx, name, pattern)
}

fn fnmatchcase<'h>(cx: &Context<'h>, name: Value<'h>, pattern: Value<'h>) -> R<'h> {
    // CPython keeps compiled patterns by their hashes.
    hognose_eval::ops::compare::hash(cx, pattern)?;
    compile(cx, pattern)?.matches(cx, name).map(Value::bool)
}

fn filter<'h>(cx: &Context<'h>, names: Value<'h>, pattern: Value<'h>) -> R<'h> {
    path(cx, pattern)?;
    let compiled = compile(cx, pattern)?;
    let kept = hognose_eval::value::list::List::new(cx.heap())?;
    let mut names = iterate::iterate(cx, names)?;
    while let Some(name) = names.next(cx)? {
        cx.burn(1)?;
        if compiled.matches(cx, name)? {
            kept.push(cx.heap(), name)?;
        }
    }
    Ok(Value::List(kept))
}

fn translate<'h>(cx: &Context<'h>, pattern: Value<'h>) -> R<'h> {
    let pattern = match pattern {
        Value::Str(pattern) => pattern.text(cx.heap())?,
        other => nothing(cx, other)?,
    };
    cx.charge(Pattern::size(pattern.len()))?;
    cx.charge(pattern.len().saturating_mul(8))?;
    cx.str(&Pattern::new(pattern).translate())
}
