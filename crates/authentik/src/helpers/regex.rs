//! `regex_match` and `regex_replace`.

use super::network::Forward;
use hognose_eval::Value;
use hognose_eval::row::{Member, Row, Signature, required};
use hognose_modules::re::rows::{is_found, prepare};

static SUB: Forward = Forward::new("re", "sub");

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "regex_match",
        Signature::python(&[required("value"), required("regex")]),
        "Whether a pattern matches somewhere in a text.",
        Member::Function(|cx, call| {
            Ok(Value::bool(is_found(cx, call.value(1), call.value(0), call.prepared)?))
        }),
    )
    .called("BaseEvaluator.expr_regex_match")
    .prepared_by(|arguments| match arguments {
        [_, pattern, ..] => prepare(*pattern, None, None),
        _ => Ok(None),
    }),
    Row::new(
        "regex_replace",
        Signature::python(&[required("value"), required("regex"), required("repl")]),
        "A text with every match of a pattern replaced.",
        Member::Function(|cx, call| {
            let args = [call.value(1), call.value(2), call.value(0), Value::Unbound, Value::Unbound];
            SUB.call(cx, call, &args)
        }),
    )
    .called("BaseEvaluator.expr_regex_replace")
    .prepared_by(|arguments| match arguments {
        [_, pattern, template, ..] => prepare(*pattern, *template, None),
        _ => Ok(None),
    }),
];
