//! What a policy sees of `re`.

mod compiled;
mod flag;
mod matched;
mod pattern;
mod proxy;
mod replace;
mod searched;
mod wrong;

use hognose_eval::class::{Class, Module};
use hognose_eval::ops::own_type_name;
use hognose_eval::row::{Call, Member, Prepare, Row, Signature, optional, required};
use hognose_eval::{Context, R, Value};

use compiled::{Compiled, compiled};
pub use compiled::{Ready, prepare};
use flag::{REGEX_FLAG, flag};
use matched::MATCH;
use pattern::PATTERN;
use searched::{Searched, Work};
pub use wrong::PATTERN_ERROR;

use super::program::{Mode, Request};
use super::{escape_into, escaped_len, flags};

/// The module.
pub static MODULE: Module = Module { name: "re", rows: &[ROWS, FLAGS] };

/// Its types.
pub static CLASSES: &[&Class] =
    &[&PATTERN, &MATCH, &REGEX_FLAG, &PATTERN_ERROR, &proxy::MAPPING_PROXY, &pattern::FOUND];

const SEARCH: Signature = Signature::python(&[required("pattern"), required("string"), optional("flags")]);
const SUBSTITUTE: Signature = Signature::python(&[
    required("pattern"),
    required("repl"),
    required("string"),
    optional("count"),
    optional("flags"),
]);

/// Prepares a literal pattern at position 0, where a string follows, with literal flags at position 2.
const PREPARE: Prepare = |arguments| match arguments {
    [pattern, _, rest @ ..] => prepare(*pattern, None, rest.first().copied()),
    _ => Ok(None),
};

/// Prepares a literal pattern and a literal template, where a string follows.
const PREPARE_SUBSTITUTE: Prepare = |arguments| match arguments {
    [pattern, template, _, rest @ ..] => prepare(*pattern, *template, rest.get(1).copied()),
    _ => Ok(None),
};

static ROWS: &[Row] = &[
    Row::new(
        "match",
        SEARCH,
        "A match at the beginning of a string.",
        Member::Function(|cx, call| at(cx, call, Mode::Match)),
    )
    .prepared_by(PREPARE),
    Row::new(
        "fullmatch",
        SEARCH,
        "A match of a whole string.",
        Member::Function(|cx, call| at(cx, call, Mode::Fullmatch)),
    )
    .prepared_by(PREPARE),
    Row::new(
        "search",
        SEARCH,
        "The first match in a string.",
        Member::Function(|cx, call| at(cx, call, Mode::Search)),
    )
    .prepared_by(PREPARE),
    Row::new(
        "findall",
        SEARCH,
        "All matches in a string, as texts.",
        Member::Function(|cx, call| {
            with(cx, call, 2, |compiled| pattern::find_all(cx, &compiled, call.value(1), None, None))
        }),
    )
    .prepared_by(PREPARE),
    Row::new(
        "finditer",
        SEARCH,
        "All matches in a string, one after the other.",
        Member::Function(|cx, call| {
            with(cx, call, 2, |compiled| pattern::find_iter(cx, &compiled, call.value(1), None, None))
        }),
    )
    .prepared_by(PREPARE),
    Row::new(
        "split",
        Signature::python(&[
            required("pattern"),
            required("string"),
            optional("maxsplit"),
            optional("flags"),
        ]),
        "A string split by the matches in it.",
        Member::Function(|cx, call| {
            with(cx, call, 3, |compiled| pattern::split(cx, &compiled, call.value(1), call.value(2)))
        }),
    )
    .prepared_by(|arguments| match arguments {
        [pattern, _, rest @ ..] => prepare(*pattern, None, rest.get(1).copied()),
        _ => Ok(None),
    }),
    Row::new(
        "sub",
        SUBSTITUTE,
        "A string with its matches replaced.",
        Member::Function(|cx, call| Ok(substitute(cx, call)?.0)),
    )
    .prepared_by(PREPARE_SUBSTITUTE),
    Row::new(
        "subn",
        SUBSTITUTE,
        "A string with its matches replaced, and how many there were.",
        Member::Function(|cx, call| {
            let (made, count) = substitute(cx, call)?;
            cx.tuple(&[made, count])
        }),
    )
    .prepared_by(PREPARE_SUBSTITUTE),
    Row::new(
        "compile",
        Signature::python(&[required("pattern"), optional("flags")]),
        "A pattern.",
        Member::Function(|cx, call| with(cx, call, 1, |compiled| compiled.value(cx))),
    )
    .prepared_by(|arguments| match arguments {
        [pattern, rest @ ..] => prepare(*pattern, None, rest.first().copied()),
        [] => Ok(None),
    }),
    Row::new(
        "escape",
        Signature::python(&[required("pattern")]),
        "A pattern that matches a text literally.",
        Member::Function(|cx, call| escape(cx, call.value(0))),
    ),
    Row::new(
        "purge",
        Signature::python(&[]),
        "Nothing: patterns are forgotten when the evaluation ends.",
        Member::Function(|_, _| Ok(Value::None)),
    ),
    Row::class(&PATTERN, "A compiled pattern."),
    Row::class(&MATCH, "A match."),
    Row::class(&REGEX_FLAG, "A flag, or several."),
    Row::class(&PATTERN_ERROR, "A pattern or template is wrong."),
    Row::new("error", Signature::NONE, "Another name of PatternError.", Member::Type(&PATTERN_ERROR)),
];

macro_rules! flag_rows {
    ($($name:literal $flag:ident $doc:literal;)*) => {
        static FLAGS: &[Row] =
            &[$(Row::constant($name, $doc, |cx| flag(cx, i64::from(flags::$flag)))),*];
    };
}

flag_rows! {
    "A" ASCII "Classes and boundaries are those of ASCII.";
    "ASCII" ASCII "Classes and boundaries are those of ASCII.";
    "I" IGNORECASE "Case does not count.";
    "IGNORECASE" IGNORECASE "Case does not count.";
    "L" LOCALE "Bytes patterns: classes and case of the locale, which is that of ASCII.";
    "LOCALE" LOCALE "Bytes patterns: classes and case of the locale, which is that of ASCII.";
    "M" MULTILINE "`^` and `$` hold at each line.";
    "MULTILINE" MULTILINE "`^` and `$` hold at each line.";
    "S" DOTALL "The dot takes newlines too.";
    "DOTALL" DOTALL "The dot takes newlines too.";
    "U" UNICODE "Classes and boundaries are those of Unicode: the default.";
    "UNICODE" UNICODE "Classes and boundaries are those of Unicode: the default.";
    "X" VERBOSE "White space and comments in the pattern are left out.";
    "VERBOSE" VERBOSE "White space and comments in the pattern are left out.";
    "DEBUG" DEBUG "Accepted, without effect.";
    "NOFLAG" NOFLAG "No flag.";
}

/// Runs something with the pattern that is argument 0 and the flags at a position.
fn with<'h, T>(
    cx: &Context<'h>,
    call: &Call<'_, 'h>,
    flags: usize,
    run: impl FnOnce(Compiled<'h>) -> R<'h, T>,
) -> R<'h, T> {
    run(compiled(cx, call.value(0), call.value(flags), call.prepared)?)
}

fn at<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, mode: Mode) -> R<'h> {
    with(cx, call, 2, |compiled| pattern::find(cx, &compiled, call.value(1), mode, None, None))
}

fn substitute<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h, (Value<'h>, Value<'h>)> {
    with(cx, call, 4, |compiled| {
        let template = compiled::template_of(call.prepared);
        replace::substitute(cx, &compiled, call.value(1), call.value(2), call.value(3), template)
    })
}

fn escape<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let bytes = match value {
        Value::Str(text) => text.text(cx.heap())?.as_bytes(),
        Value::Bytes(bytes) => bytes.data(),
        other => return Err(wrong::no_text(cx, other)),
    };
    cx.burn_bytes(bytes.len())?;
    let size = escaped_len(bytes);
    cx.burn_bytes(size)?;
    let escaped = cx.heap().fill_bytes(size, |fill| {
        escape_into(bytes, |byte| fill.push(&[byte]));
        Ok(())
    })?;
    searched::wrap(cx, escaped, matches!(value, Value::Str(_)))
}

/// Whether a pattern (a `str`, `bytes` or `re.Pattern`) matches somewhere in a string, as `bool(re.search(…))`. What
/// [`prepare`] made of a literal pattern may be given.
///
/// # Errors
/// Those of `re.search`.
pub fn is_found<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    string: Value<'h>,
    prepared: Option<&'h (dyn std::any::Any + Send + Sync)>,
) -> R<'h, bool> {
    let compiled = compiled(cx, pattern, Value::Unbound, prepared)?;
    let searched = Searched::of(cx, compiled.program, string)?;
    let mut work = Work::begin(cx, compiled.program, &searched)?;
    let request = Request { groups: false, ..Request::new(Mode::Search, searched.subject) };
    let found = work.exec(&searched, &request)?;
    work.end();
    Ok(found)
}

/// A string with a pattern's matches replaced, as `re.sub(pattern, template, string)`. What [`prepare`] made of a
/// literal pattern and template may be given.
///
/// # Errors
/// Those of `re.sub`.
pub fn replaced<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    template: Value<'h>,
    string: Value<'h>,
    prepared: Option<&'h (dyn std::any::Any + Send + Sync)>,
) -> R<'h> {
    let compiled = compiled(cx, pattern, Value::Unbound, prepared)?;
    let ready = compiled::template_of(prepared);
    Ok(replace::substitute(cx, &compiled, template, string, Value::Unbound, ready)?.0)
}

/// "'int' object …" needs the type's own name.
fn name_of<'h>(value: Value<'h>) -> &'h str {
    own_type_name(value)
}
