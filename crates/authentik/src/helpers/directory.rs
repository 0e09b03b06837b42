//! `ak_is_group_member`, `ak_user_by` and `ak_user_has_authenticator`.

use crate::bindings::tables::id;
use crate::query::{self, devices, groups};
use hognose_eval::arg::Nullable;
use hognose_eval::row::{Args, Capability, Member, Row, Signature, keywords, optional, required};
use hognose_eval::{Context, R, Value, function, ops};

const READ: Capability = Capability("directory.read");

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "ak_is_group_member",
        Signature::python(&[required("user"), keywords("group_filters")]),
        "Whether a group of the user, or an ancestor of one, meets all conditions.",
        Member::RawFunction(is_group_member),
    )
    .called("BaseEvaluator.expr_is_group_member")
    .needs(READ),
    Row::new(
        "ak_user_by",
        Signature::python(&[keywords("filters")]),
        "The first user who meets all conditions; None if there is none or a condition is unknown.",
        Member::RawFunction(user_by),
    )
    .called("BaseEvaluator.expr_user_by")
    .needs(READ),
    function!(
        "ak_user_has_authenticator",
        Signature::python(&[required("user"), optional("device_type")]),
        "Whether the user has a confirmed device, of one kind if one is named.",
        has_authenticator,
        2
    )
    .called("BaseEvaluator.expr_func_user_has_authenticator")
    .needs(READ),
];

fn is_group_member<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let name = row.message_name();
    let by_name = args.keywords.iter().find(|(key, _)| *key == "user").map(|(_, value)| *value);
    let user = match (args.positional, by_name) {
        ([user], None) => *user,
        ([], Some(user)) => user,
        ([], None) => {
            return Err(
                cx.type_error(format_args!("{name}() missing 1 required positional argument: 'user'"))
            );
        }
        ([_], Some(_)) => {
            return Err(cx.type_error(format_args!("{name}() got multiple values for argument 'user'")));
        }
        (several, _) => {
            return Err(cx.type_error(format_args!(
                "{name}() takes 1 positional argument but {} were given",
                several.len()
            )));
        }
    };
    let groups = match user {
        Value::Object(object) if groups::is_user(object) => groups::all_of(cx, object)?,
        _ => {
            ops::attribute::get(cx, user, "all_groups")?;
            return Err(cx.internal("a user that is none"));
        }
    };
    let conditions: Vec<(&'h str, Value<'h>)> =
        args.keywords.iter().filter(|(key, _)| *key != "user").copied().collect();
    let conditions = Args { positional: &[], keywords: &conditions };
    Ok(Value::bool(query::any_of(cx, id::GROUP, groups, &conditions)?))
}

fn user_by<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    if !args.positional.is_empty() {
        return Err(cx.type_error(format_args!(
            "{}() takes 0 positional arguments but {} {} given",
            row.message_name(),
            args.positional.len(),
            if args.positional.len() == 1 { "was" } else { "were" }
        )));
    }
    match query::first_by(cx, id::USER, args) {
        Err(stop) if query::is_field_error(&stop) => Ok(Value::None),
        found => found,
    }
}

fn has_authenticator<'h>(cx: &Context<'h>, user: Value<'h>, kind: Option<Nullable<Value<'h>>>) -> R<'h> {
    let kind = kind.and_then(|Nullable(kind)| kind).filter(|kind| !kind.is_none());
    let Some(kind) = kind else { return Ok(Value::bool(devices::has(cx, user, id::DEVICE)?)) };
    let class = match kind {
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            // An empty kind is no kind.
            if text.is_empty() {
                return Ok(Value::bool(devices::has(cx, user, id::DEVICE)?));
            }
            devices::of_kind(text)
        }
        _ => None,
    };
    Ok(Value::bool(match class {
        Some(class) => devices::has(cx, user, class)?,
        None => false,
    }))
}
