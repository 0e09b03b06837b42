//! `re.RegexFlag`: ints that show as `re.IGNORECASE|re.MULTILINE`.

use hognose_eval::class::{self, Class, Slots};
use hognose_eval::ops::{arith, compare, convert};
use hognose_eval::row::{Member, Row, Signature, required};
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{BinaryOp, UnaryOp};

use crate::glue::{data, object};
use crate::re::flags::{ASCII, DEBUG, DOTALL, IGNORECASE, LOCALE, MULTILINE, UNICODE, VERBOSE};

/// Names in the order of their definition.
const NAMES: [(&str, u32); 8] = [
    ("ASCII", ASCII),
    ("IGNORECASE", IGNORECASE),
    ("LOCALE", LOCALE),
    ("UNICODE", UNICODE),
    ("MULTILINE", MULTILINE),
    ("DOTALL", DOTALL),
    ("VERBOSE", VERBOSE),
    ("DEBUG", DEBUG),
];

/// Names in the order in which patterns show them.
pub(super) const IN_PATTERNS: [(&str, u32); 8] = [
    ("IGNORECASE", IGNORECASE),
    ("LOCALE", LOCALE),
    ("MULTILINE", MULTILINE),
    ("DOTALL", DOTALL),
    ("UNICODE", UNICODE),
    ("VERBOSE", VERBOSE),
    ("DEBUG", DEBUG),
    ("ASCII", ASCII),
];

/// Every bit up to the greatest flag.
const ALL: i64 = 0x1FF;

/// The value of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flags(i64);

/// `re.RegexFlag`.
pub(super) static REGEX_FLAG: Class = Class {
    name: "RegexFlag",
    module: "re",
    message_name: "RegexFlag",
    base: Some(&class::INT),
    rows: &[ROWS, MEMBERS],
    constructor: Some(&NEW),
    slots: Slots {
        repr: Some(write),
        str: Some(write),
        format: Some(|cx, object, spec| hognose_eval::ops::text::format(cx, number(cx, object)?, spec)),
        hash: Some(|cx, object| compare::hash(cx, number(cx, object)?)),
        compare: Some(|cx, op, object, other| match int_of(other) {
            Some(other) => compare::compare(cx, op, number(cx, object)?, other),
            None => Ok(Value::NotImplemented),
        }),
        binary: Some(binary),
        unary: Some(|cx, op, object| {
            let value = number(cx, object)?;
            match (op, value) {
                (UnaryOp::Invert, Value::Int(bits)) => flag(cx, !bits),
                _ => arith::unary(cx, op, value),
            }
        }),
        truth: Some(|cx, object| Ok(data::<Flags>(cx, Value::Object(object))?.0 != 0)),
        len: Some(|cx, object| Ok(named(data::<Flags>(cx, Value::Object(object))?.0).count())),
        iter: Some(|cx, object| {
            let mut bits: Vec<u32> =
                named(data::<Flags>(cx, Value::Object(object))?.0).map(|named| named.1).collect();
            bits.sort_unstable();
            let mut flags = Vec::with_capacity(bits.len());
            for bit in bits {
                flags.push(flag(cx, i64::from(bit))?);
            }
            cx.tuple(&flags)
        }),
        contains: Some(|cx, object, other| match other {
            Value::Object(inner) if is_flag(other) => {
                let (all, some) =
                    (data::<Flags>(cx, Value::Object(object))?.0, data::<Flags>(cx, Value::Object(inner))?.0);
                Ok(all & some == some)
            }
            _ => {
                let name = hognose_eval::ops::own_type_name(other);
                Err(cx.type_error(format_args!(
                    "unsupported operand type(s) for 'in': '{name}' and 'RegexFlag'"
                )))
            }
        }),
        index: Some(number),
        ..Slots::NONE
    },
};

static NEW: Row = Row::new(
    "RegexFlag",
    Signature::python(&[required("value")]),
    "Flags of this value.",
    Member::Function(|cx, call| match int_of(call.value(0)) {
        Some(Value::Int(bits)) => flag(cx, bits),
        _ => {
            let shown = hognose_eval::ops::text::repr_string(cx, call.value(0))?;
            Err(cx.value_error(format_args!("{shown} is not a valid RegexFlag")))
        }
    }),
)
.called("EnumType.__call__");

static ROWS: &[Row] = &[
    Row::property("value", "The number.", |cx, receiver| Ok(Value::Int(data::<Flags>(cx, receiver)?.0))),
    Row::property("name", "The names, joined.", |cx, receiver| {
        let bits = data::<Flags>(cx, receiver)?.0;
        if bits != 0 && named(bits).next().is_none() { Ok(Value::None) } else { cx.str(&name_of(bits, "")) }
    }),
];

macro_rules! members {
    ($($name:literal $flag:expr;)*) => {
        /// The flags as members of their type.
        static MEMBERS: &[Row] = &[$(Row::constant($name, "A flag.", |cx| flag(cx, i64::from($flag)))),*];
    };
}

members! {
    "NOFLAG" 0;
    "ASCII" ASCII;
    "A" ASCII;
    "IGNORECASE" IGNORECASE;
    "I" IGNORECASE;
    "LOCALE" LOCALE;
    "L" LOCALE;
    "UNICODE" UNICODE;
    "U" UNICODE;
    "MULTILINE" MULTILINE;
    "M" MULTILINE;
    "DOTALL" DOTALL;
    "S" DOTALL;
    "VERBOSE" VERBOSE;
    "X" VERBOSE;
    "DEBUG" DEBUG;
}

/// Flags as a value.
pub(super) fn flag<'h>(cx: &Context<'h>, bits: i64) -> R<'h> {
    let bits = if bits >= 0 {
        bits
    } else {
        // As many bits as are known, or as the number has.
        let width = 64_u32.saturating_sub(bits.wrapping_neg().leading_zeros());
        1_i64.checked_shl(width).unwrap_or(i64::MAX).max(ALL.wrapping_add(1)).wrapping_add(bits)
    };
    object(cx, &REGEX_FLAG, Flags(bits))
}

/// Whether a value is flags.
pub(super) fn is_flag(value: Value<'_>) -> bool {
    matches!(value, Value::Object(object) if std::ptr::eq(object.class, &REGEX_FLAG))
}

fn number<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    Ok(Value::Int(data::<Flags>(cx, Value::Object(object))?.0))
}

/// The int that a value is, flags included.
fn int_of(value: Value<'_>) -> Option<Value<'_>> {
    match value {
        Value::Int(_) | Value::Big(_) => Some(value),
        Value::Bool(bit) => Some(Value::Int(i64::from(bit))),
        Value::Object(object) => object.data::<Flags>().map(|flags| Value::Int(flags.0)),
        _ => None,
    }
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    object: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    let this = number(cx, object)?;
    let Some(operand) = int_of(other) else {
        // Floats, texts and the like know ints.
        return match other {
            Value::Float(_) | Value::Str(_) | Value::Bytes(_) | Value::List(_) | Value::Tuple(_)
                if !matches!(op, BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor) =>
            {
                if reflected {
                    arith::binary(cx, op, other, this)
                } else {
                    arith::binary(cx, op, this, other)
                }
            }
            _ => Ok(Value::NotImplemented),
        };
    };
    let result =
        if reflected { arith::binary(cx, op, operand, this) } else { arith::binary(cx, op, this, operand) };
    match (op, result?) {
        (BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor, value) => {
            flag(cx, convert::index_i64(cx, value)?)
        }
        (_, value) => Ok(value),
    }
}

/// The flags that have a name.
fn named(bits: i64) -> impl Iterator<Item = (&'static str, u32)> {
    NAMES.into_iter().filter(move |&(_, flag)| bits & i64::from(flag) != 0)
}

/// The names joined, and what has none as a number.
fn name_of(bits: i64, prefix: &str) -> String {
    if bits == 0 {
        return format!("{prefix}NOFLAG");
    }
    let mut rest = bits;
    let mut parts = Vec::new();
    for (name, flag) in named(bits) {
        rest &= !i64::from(flag);
        parts.push(format!("{prefix}{name}"));
    }
    if rest != 0 {
        parts.push(format!("{rest:#x}"));
    }
    parts.join("|")
}

fn write<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let bits = data::<Flags>(cx, Value::Object(object))?.0;
    if bits != 0 && named(bits).next().is_none() {
        return out.display(format_args!("re.RegexFlag({bits})"));
    }
    out.push(&name_of(bits, "re."))
}
