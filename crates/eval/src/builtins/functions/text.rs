//! Functions between values and text: `ascii`, `chr`, `format`, `ord`, `print`, `repr`.

use crate::context::Context;
use crate::data::Map;
use crate::function;
use crate::ops::{convert, own_type_name, text};
use crate::output::Log;
use crate::row::{Args, Member, Row, Signature, keyword_only, p_only, p_only_optional, rest};
use crate::stop::R;
use crate::value::Value;
use crate::write::Writer;
use hognose_syntax::surrogate::{char_of, code_of};

/// Rows.
pub(super) static ROWS: &[Row] = &[
    function!("ascii", Signature::one(&[p_only("object")]), "The repr with ASCII characters only.", ascii, 1),
    function!("chr", Signature::one(&[p_only("i")]), "The character of a code point.", chr, 1),
    function!(
        "format",
        Signature::positional(&[p_only("value"), p_only_optional("format_spec")]),
        "A value formatted by a specification.",
        format,
        2
    ),
    function!("ord", Signature::one(&[p_only("character")]), "The code point of a character.", ord, 1),
    Row::new(
        "print",
        Signature::keywords(&[
            rest("objects"),
            keyword_only("sep"),
            keyword_only("end"),
            keyword_only("file"),
            keyword_only("flush"),
        ]),
        "Write values to the log.",
        Member::RawFunction(print),
    ),
    function!("repr", Signature::one(&[p_only("object")]), "A value as its literal or description.", repr, 1),
];

fn ascii<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    text::ascii(cx, value)
}

fn repr<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    text::repr(cx, value)
}

fn chr<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let code = u32::try_from(convert::index_clipped(cx, value)?).ok();
    match code.and_then(char_of) {
        Some(char) => cx.str(char.encode_utf8(&mut [0; 4])),
        None => Err(cx.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let length = match value {
        Value::Str(text) => {
            let mut chars = text.text(cx.heap())?.chars();
            match (chars.next(), chars.next()) {
                (Some(only), None) => return Ok(Value::Int(i64::from(code_of(only)))),
                _ => text.chars(cx)?,
            }
        }
        Value::Bytes(bytes) => match bytes.data() {
            [only] => return Ok(Value::Int(i64::from(*only))),
            more => more.len(),
        },
        _ => {
            return Err(cx.type_error(format_args!(
                "ord() expected string of length 1, but {} found",
                own_type_name(value)
            )));
        }
    };
    Err(cx.type_error(format_args!("ord() expected a character, but string of length {length} found")))
}

fn format<'h>(cx: &Context<'h>, value: Value<'h>, spec: Option<&'h str>) -> R<'h> {
    text::format(cx, value, spec.unwrap_or(""))
}

fn print<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let (mut separator, mut end) = (" ", "\n");
    let known = ["sep", "end", "file", "flush"];
    if let Some((name, _)) = args.keywords.iter().find(|(name, _)| !known.contains(name)) {
        return Err(crate::ops::unexpected_keyword(cx, format_args!("print()"), name, &known));
    }
    // CPython looks at them in the order of its parameters.
    let given = |wanted: &str| args.keywords.iter().find(|(name, _)| *name == wanted);
    for (name, value) in known.iter().filter_map(|name| given(name)) {
        match (*name, *value) {
            ("sep", Value::Str(text)) => separator = text.text(cx.heap())?,
            ("end", Value::Str(text)) => end = text.text(cx.heap())?,
            ("sep" | "end", other) if !other.is_none() => {
                return Err(cx.type_error(format_args!(
                    "{name} must be None or a string, not {}",
                    own_type_name(other)
                )));
            }
            _ => {}
        }
    }
    let file = given("file").map(|(_, file)| *file).filter(|file| !file.is_none());
    let write = file.map(|file| crate::ops::attribute::get(cx, file, "write")).transpose()?;
    let mut out = Writer::new(cx);
    for (index, value) in args.positional.iter().enumerate() {
        if index > 0 {
            out.push(separator)?;
        }
        text::write_str(cx, *value, &mut out)?;
    }
    out.push(end)?;
    if let Some(write) = write {
        let text = out.into_string();
        let text = cx.str(&text)?;
        cx.nested(|| cx.call(write, &[text]))?;
        return Ok(Value::None);
    }
    let mut event = out.into_string();
    if event.ends_with('\n') {
        event.pop();
    }
    let bytes = event.len();
    cx.with_outputs(|outputs| {
        outputs.log(cx.limits(), Log { level: "print", event, attributes: Map::new() }, bytes)
    })?;
    Ok(Value::None)
}
