//! `list_flatten` and `slugify`.

use hognose_eval::arg::Truth;
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::text::normal::{self, Form};
use hognose_eval::{Context, R, Value, function, ops};

/// Rows.
pub static ROWS: &[Row] = &[
    function!(
        "list_flatten",
        Signature::python(&[required("value")]),
        "The first element of a list, None if it is empty; anything else as it is.",
        list_flatten,
        1
    )
    .called("BaseEvaluator.expr_flatten"),
    function!(
        "slugify",
        Signature::python(&[required("value"), optional("allow_unicode")]),
        "Text as it can stand in a URL.",
        slugify,
        2
    ),
];

fn list_flatten<'h>(_: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(match value {
        Value::List(list) => list.get(0).unwrap_or(Value::None),
        other => other,
    })
}

/// Django's `slugify`: normal form, lower case, word characters and single dashes.
pub(super) fn slugify<'h>(cx: &Context<'h>, value: Value<'h>, allow_unicode: Option<Truth>) -> R<'h> {
    let text = ops::text::str_string(cx, value)?;
    let allow_unicode = allow_unicode.is_some_and(|Truth(allow)| allow);
    let form = if allow_unicode { Form::Nfkc } else { Form::Nfkd };
    cx.charge(text.len().saturating_mul(20).saturating_add(normal::scratch(&text, form)))?;
    let mut normal = String::new();
    let Ok(()) = normal::normalize(&text, form, &mut normal);
    let mut slug = String::with_capacity(normal.len());
    let mut dash = false;
    let mut lower = String::new();
    let Ok(()) = hognose_eval::text::case::lower(&normal, &mut lower);
    for char in lower.chars().filter(|char| allow_unicode || char.is_ascii()) {
        let word = char == '_' || hognose_eval::text::class::is_alnum(char);
        if word {
            if dash && !slug.is_empty() {
                slug.push('-');
            }
            dash = false;
            slug.push(char);
        } else if char == '-' || hognose_eval::text::class::is_space(char) {
            dash = true;
        }
    }
    cx.str(slug.trim_matches(['-', '_']))
}
