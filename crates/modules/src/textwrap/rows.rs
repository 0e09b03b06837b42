//! What a policy sees of `textwrap`.

use hognose_eval::arg::Nullable;
use hognose_eval::class::{Class, Module, Slots};
use hognose_eval::ops::{self, arith, compare, convert};
use hognose_eval::row::{Args, Call, Row, Signature, keyword_only, keywords, optional, required};
use hognose_eval::text::class::str_is_space;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function, method};

use hognose_syntax::tree::CompareOp;

use super::Options;
use crate::glue::{OrStop, Refusal, data, object_with, text, texts};
use crate::raised::Raised;

/// The module.
pub static MODULE: Module = Module { name: "textwrap", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&WRAPPER];

/// `textwrap.TextWrapper`.
static WRAPPER: Class = Class {
    name: "TextWrapper",
    module: "textwrap",
    message_name: "TextWrapper",
    rows: &[METHODS],
    constructor: Some(&WRAPPER_NEW),
    slots: Slots {
        repr: Some(|_, _, out| out.push("<textwrap.TextWrapper object>")),
        get_attribute: Some(get_option),
        set_attribute: Some(set_option),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// The names of the options, in the order of their fields.
const NAMES: [&str; 12] = [
    "width",
    "initial_indent",
    "subsequent_indent",
    "expand_tabs",
    "replace_whitespace",
    "fix_sentence_endings",
    "break_long_words",
    "drop_whitespace",
    "break_on_hyphens",
    "tabsize",
    "max_lines",
    "placeholder",
];

static WRAPPER_NEW: Row = Row::new(
    "TextWrapper.__init__",
    Signature::python(&[
        optional("width"),
        optional("initial_indent"),
        optional("subsequent_indent"),
        optional("expand_tabs"),
        optional("replace_whitespace"),
        optional("fix_sentence_endings"),
        optional("break_long_words"),
        optional("drop_whitespace"),
        optional("break_on_hyphens"),
        optional("tabsize"),
        keyword_only("max_lines"),
        keyword_only("placeholder"),
    ]),
    "Wraps text with these options.",
    hognose_eval::row::Member::Function(wrapper_new),
);

const TEXT_AND_WIDTH: Signature =
    Signature::python(&[required("text"), optional("width"), keywords("kwargs")]);

static ROWS: &[Row] = &[
    function!("wrap", TEXT_AND_WIDTH, "The lines of a paragraph of this width.", wrap, 3),
    function!("fill", TEXT_AND_WIDTH, "A paragraph of this width.", fill, 3),
    function!(
        "shorten",
        Signature::python(&[required("text"), required("width"), keywords("kwargs")]),
        "A text cut to this width, at the end of a word.",
        shorten,
        3
    ),
    function!(
        "dedent",
        Signature::python(&[required("text")]),
        "Lines without the white space that all of them begin with.",
        dedent,
        1
    ),
    function!(
        "indent",
        Signature::python(&[required("text"), required("prefix"), optional("predicate")]),
        "Lines with a prefix.",
        indent,
        3
    ),
    Row::class(&WRAPPER, "Wraps text with options of its own."),
];

static METHODS: &[Row] = &[
    method!("wrap", Signature::python(&[required("text")]), "The lines of a paragraph.", wrapper_wrap, 2)
        .called("TextWrapper.wrap"),
    method!("fill", Signature::python(&[required("text")]), "A paragraph.", wrapper_fill, 2)
        .called("TextWrapper.fill"),
];

fn wrapper_new<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let defaults = Options::default();
    let mut values = Vec::with_capacity(NAMES.len());
    for (at, name) in NAMES.iter().enumerate() {
        let given = call.value(at);
        values.push(if given.is_bound() { given } else { default(cx, &defaults, name)? });
    }
    object_with(cx, &WRAPPER, (), &values)
}

fn default<'h>(cx: &Context<'h>, options: &Options<'_>, name: &str) -> R<'h> {
    Ok(match name {
        "width" => Value::Int(options.width),
        "tabsize" => Value::Int(options.tabsize),
        "max_lines" => Value::None,
        "initial_indent" | "subsequent_indent" => cx.str("")?,
        "placeholder" => cx.str(options.placeholder.unwrap_or_default())?,
        "fix_sentence_endings" => Value::bool(options.fix_sentence_endings),
        _ => Value::bool(true),
    })
}

fn get_option<'h>(_: &Context<'h>, object: &'h Object<'h>, name: &str) -> R<'h> {
    let found = NAMES.iter().position(|option| *option == name);
    Ok(found.map_or(Value::Unbound, |at| object.field(at)))
}

fn set_option<'h>(_: &Context<'h>, object: &'h Object<'h>, name: &str, value: Value<'h>) -> R<'h, bool> {
    let found = NAMES.iter().position(|option| *option == name);
    Ok(found.is_some_and(|at| object.set_field(at, value)))
}

/// An object that wraps, from the arguments of `wrap` and its like.
fn wrapper<'h>(
    cx: &Context<'h>,
    width: Option<Value<'h>>,
    keywords: &'h Dict<'h>,
    max_lines: Option<i64>,
) -> R<'h, &'h Object<'h>> {
    let options = Dict::new(cx.heap())?;
    if let Some(width) = width {
        options.set_text(cx, "width", width)?;
    }
    if let Some(most) = max_lines {
        options.set_text(cx, "max_lines", Value::Int(most))?;
    }
    let mut given: Vec<(&'h str, Value<'h>)> = Vec::new();
    for (number, dict) in [options, keywords].into_iter().enumerate() {
        let table = dict.table(cx)?;
        let mut place = 0;
        while let Some((next, key, value)) = table.next_from(place) {
            place = next;
            let Value::Str(name) = key else { continue };
            let name = name.text(cx.heap())?;
            if number == 1 && options.get_text(cx, name)?.is_some() {
                return Err(cx.type_error(format_args!(
                    "textwrap.TextWrapper() got multiple values for keyword argument '{name}'"
                )));
            }
            given.push((name, value));
        }
    }
    match cx.call_row(&WRAPPER_NEW, None, &Args { positional: &[], keywords: &given })? {
        Value::Object(object) => Ok(object),
        _ => Err(cx.internal("a wrapper that is no object")),
    }
}

fn field<'h>(object: &Object<'h>, name: &str) -> Value<'h> {
    NAMES.iter().position(|option| *option == name).map_or(Value::None, |at| object.field(at))
}

/// What is raised when an option is needed as text that is none.
struct Faults {
    initial_indent: Raised,
    subsequent_indent: Raised,
    placeholder: Raised,
}

impl Faults {
    fn of<'h>(cx: &Context<'h>, object: &Object<'h>) -> R<'h, Self> {
        let indent = |name: &str| {
            let value = field(object, name);
            let type_name = ops::own_type_name(value);
            Ok(Raised::typed(match value {
                Value::Bytes(_) => String::from("can't concat str to bytes"),
                Value::List(_) | Value::Tuple(_) => {
                    format!("can only concatenate {type_name} (not \"str\") to {type_name}")
                }
                Value::Dict(_) | Value::Set(_) | Value::Range(_) => {
                    format!("unsupported operand type(s) for +: '{type_name}' and 'str'")
                }
                _ => format!("object of type '{type_name}' has no len()"),
            }))
        };
        let placeholder = match field(object, "placeholder") {
            Value::Bytes(_) => Raised::typed("sequence item 1: expected str instance, bytes found"),
            Value::Type(class) => Raised::new(
                "AttributeError",
                format!("type object '{}' has no attribute 'lstrip'", class.name),
            ),
            other => {
                let name = ops::own_type_name(other);
                Raised::new("AttributeError", format!("'{name}' object has no attribute 'lstrip'"))
            }
        };
        cx.burn(1)?;
        Ok(Self {
            initial_indent: indent("initial_indent")?,
            subsequent_indent: indent("subsequent_indent")?,
            placeholder,
        })
    }
}

/// The options of a wrapper as they are now.
fn options<'h: 'o, 'o>(cx: &Context<'h>, object: &'h Object<'h>, faults: &'o Faults) -> R<'h, Options<'o>> {
    let field = |name: &str| field(object, name);
    // Tabs come first. Unless they are to become spaces, nothing looks at their size.
    let expand_tabs = ops::truth(cx, field("expand_tabs"))?;
    let tabsize = if expand_tabs { c_int(cx, field("tabsize"))? } else { 0 };
    let number = |op: CompareOp, value: Value<'h>| match value {
        Value::Int(number) => Ok(number),
        Value::Float(_) => arith::to_float(cx, value).map(clipped),
        other => {
            // What is no number fails in the comparison that CPython makes.
            compare::compare(cx, op, other, Value::Int(0))?;
            convert::index_clipped(cx, other)
        }
    };
    let text = |name: &str, fault: &'o Raised| match field(name) {
        Value::Str(text) => text.text(cx.heap()).map(Ok),
        _ => Ok(Err(fault)),
    };
    let truth = |value: Value<'h>| ops::truth(cx, value);
    let width = field("width");
    if compare::order(cx, CompareOp::Le, width, Value::Int(0))? {
        let shown = ops::text::repr_string(cx, width)?;
        return Err(cx.value_error(format_args!("invalid width {shown} (must be > 0)")));
    }
    Ok(Options {
        width: number(CompareOp::Le, width)?.max(1),
        initial_indent: text("initial_indent", &faults.initial_indent)?,
        subsequent_indent: text("subsequent_indent", &faults.subsequent_indent)?,
        expand_tabs,
        replace_whitespace: truth(field("replace_whitespace"))?,
        fix_sentence_endings: truth(field("fix_sentence_endings"))?,
        break_long_words: truth(field("break_long_words"))?,
        drop_whitespace: truth(field("drop_whitespace"))?,
        break_on_hyphens: truth(field("break_on_hyphens"))?,
        split_at_hyphens: matches!(field("break_on_hyphens"), Value::Bool(flag) if flag.get()),
        tabsize,
        max_lines: match field("max_lines") {
            Value::None => None,
            value => Some(number(CompareOp::Gt, value)?),
        },
        placeholder: text("placeholder", &faults.placeholder)?,
    })
}

/// An int of 32 bits.
fn c_int<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    let number = convert::index_clipped(cx, value)?;
    match i32::try_from(number) {
        Ok(_) => Ok(number),
        Err(_) => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

/// The whole part of a float, as near as 64 bits come.
#[expect(clippy::cast_possible_truncation, reason = "saturates, which is as good as any width")]
fn clipped(width: f64) -> i64 {
    // No comparison finds NaN too small.
    if width.is_nan() { 1 } else { width.floor() as i64 }
}

fn lines<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    value: Value<'h>,
    shortened: bool,
) -> R<'h, Vec<String>> {
    let text = match value {
        // Words that are bytes cannot be joined, but none can.
        Value::Bytes(bytes) if shortened => {
            if !bytes.data().iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x0b) {
                return Err(cx.type_error("sequence item 0: expected str instance, bytes found"));
            }
            ""
        }
        other => text(cx, other, if shortened { "strip" } else { "expandtabs" })?,
    };
    let faults = Faults::of(cx, object)?;
    let options = options(cx, object, &faults)?;
    // The text is copied twice, and taken apart into characters and chunks.
    cx.charge(text.len().saturating_mul(40))?;
    cx.burn(text.len() as u64)?;
    let mut charge = |size: usize| cx.charge(size.saturating_mul(2)).map_err(Refusal::Stop);
    if shortened {
        return super::shorten(text, &options, &mut charge).map(|line| vec![line]).or_stop(cx);
    }
    super::wrap(text, &options, &mut charge).or_stop(cx)
}

fn wrap<'h>(cx: &Context<'h>, value: Value<'h>, width: Option<Value<'h>>, kwargs: &'h Dict<'h>) -> R<'h> {
    let wrapper = wrapper(cx, Some(width.unwrap_or(Value::Int(70))), kwargs, None)?;
    texts(cx, &lines(cx, wrapper, value, false)?)
}

fn joined<'h>(cx: &Context<'h>, lines: &[String]) -> R<'h> {
    let size = lines.iter().map(String::len).fold(lines.len(), usize::saturating_add);
    cx.charge(size)?;
    cx.str(&lines.join("\n"))
}

fn fill<'h>(cx: &Context<'h>, value: Value<'h>, width: Option<Value<'h>>, kwargs: &'h Dict<'h>) -> R<'h> {
    let wrapper = wrapper(cx, Some(width.unwrap_or(Value::Int(70))), kwargs, None)?;
    joined(cx, &lines(cx, wrapper, value, false)?)
}

fn shorten<'h>(cx: &Context<'h>, value: Value<'h>, width: Value<'h>, kwargs: &'h Dict<'h>) -> R<'h> {
    let wrapper = wrapper(cx, Some(width), kwargs, Some(1))?;
    joined(cx, &lines(cx, wrapper, value, true)?)
}

fn wrapper_of<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h, &'h Object<'h>> {
    data::<()>(cx, receiver)?;
    match receiver {
        Value::Object(object) => Ok(object),
        _ => Err(cx.internal("a receiver that is no object")),
    }
}

fn wrapper_wrap<'h>(cx: &Context<'h>, receiver: Value<'h>, value: Value<'h>) -> R<'h> {
    texts(cx, &lines(cx, wrapper_of(cx, receiver)?, value, false)?)
}

fn wrapper_fill<'h>(cx: &Context<'h>, receiver: Value<'h>, value: Value<'h>) -> R<'h> {
    joined(cx, &lines(cx, wrapper_of(cx, receiver)?, value, false)?)
}

fn dedent<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let Value::Str(text) = value else {
        return Err(cx.type_error(format_args!(
            "expected string or bytes-like object, got '{}'",
            ops::own_type_name(value)
        )));
    };
    let text = text.text(cx.heap())?;
    cx.charge(text.len())?;
    cx.burn_chars(text.len())?;
    cx.str(&super::dedent(text))
}

fn indent<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    prefix: Value<'h>,
    predicate: Nullable<Value<'h>>,
) -> R<'h> {
    let text = text(cx, value, "splitlines")?;
    let prefix_text = match prefix {
        Value::Str(prefix) => Some(prefix.text(cx.heap())?),
        _ => None,
    };
    let mut charge = |size: usize| cx.charge(size.saturating_mul(2));
    // Where the first prefix comes among what CPython joins.
    let (mut parts, mut first) = (0_usize, None);
    let mut wanted = |line: &str| {
        let indented = match predicate.0 {
            None => !str_is_space(line),
            Some(predicate) => {
                let line = cx.str(line)?;
                let verdict = cx.call(predicate, &[line])?;
                ops::truth(cx, verdict)?
            }
        };
        if indented {
            first = first.or(Some(parts));
        }
        parts = parts.saturating_add(1);
        Ok(indented)
    };
    let whole = match (predicate.0, prefix_text) {
        (None, Some(prefix)) => super::indent(text, prefix, None, &mut charge)?,
        (_, prefix) => super::indent(text, prefix.unwrap_or_default(), Some(&mut wanted), &mut charge)?,
    };
    match (first, prefix_text) {
        (Some(place), None) => Err(cx.type_error(format_args!(
            "sequence item {place}: expected str instance, {} found",
            ops::own_type_name(prefix)
        ))),
        _ => cx.str(&whole),
    }
}
