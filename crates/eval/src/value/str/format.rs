//! `format` and `format_map`.

use crate::context::Context;
use crate::method;
use crate::ops::text::{Given, fill};
use crate::row::{Args, Member, Row, Signature, keywords, p_only, rest};
use crate::stop::R;
use crate::value::Value;

/// Methods.
pub(super) static ROWS: &[Row] = &[
    Row::new(
        "format",
        Signature::keywords(&[rest("args"), keywords("kwargs")]),
        "With replacement fields filled from the arguments.",
        Member::RawMethod(format),
    )
    .called("str.format"),
    method!(
        "format_map",
        Signature::one(&[p_only("mapping")]),
        "With replacement fields filled from a mapping.",
        format_map,
        2
    )
    .called("str.format_map"),
];

fn format<'h>(cx: &Context<'h>, _: &'static Row, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let Value::Str(template) = this else { return Err(cx.internal("a receiver that is no text")) };
    fill(cx, template.text(cx.heap())?, Given::Arguments(args))
}

fn format_map<'h>(cx: &Context<'h>, template: &'h str, mapping: Value<'h>) -> R<'h> {
    fill(cx, template, Given::Mapping(mapping))
}
