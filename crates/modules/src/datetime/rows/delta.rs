//! `timedelta`.

use hognose_eval::class::Slots;
use hognose_eval::ops::{own_type_name, type_name};
use hognose_eval::row::{Member, Row, Signature};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, method};
use hognose_syntax::tree::{BinaryOp, CompareOp, UnaryOp};
use num_bigint::BigInt;

use super::super::{Amount, Delta};
use super::bind::{Params, bind, got};
use super::object::{self, make_delta, this};
use crate::glue::big;
use crate::raised::Raised;

const PARAMS: Params<'static> = Params {
    function: Some("__new__"),
    names: &["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"],
    format: "|OOOOOOO",
};

/// Constructor.
pub(super) static NEW: Row = Row::new(
    "timedelta",
    Signature::NONE,
    "A span of time from days, seconds, microseconds, milliseconds, minutes, hours and weeks.",
    Member::RawFunction(|cx, _, args| {
        let values: [Value<'_>; 7] = bind(cx, &PARAMS, args)?;
        let mut amounts = [None; 7];
        // The order in which CPython adds them up, and complains.
        for index in [2, 3, 1, 4, 5, 0, 6] {
            if let (Some(value), Some(slot), Some(name)) =
                (values.get(index), amounts.get_mut(index), PARAMS.names.get(index))
            {
                *slot = amount(cx, *value, name)?;
            }
        }
        let delta = got(cx, Delta::new(&amounts))?;
        make_delta(cx, delta)
    }),
);

fn amount<'h>(cx: &Context<'h>, value: Value<'h>, name: &str) -> R<'h, Option<Amount>> {
    Ok(Some(match value {
        Value::Unbound => return Ok(None),
        Value::Int(number) => Amount::Int(number.into()),
        Value::Bool(flag) => Amount::Int(flag.into()),
        Value::Float(float) => {
            // Refused before the next argument is looked at.
            if float.get().is_nan() {
                return Err(cx.value_error("cannot convert float NaN to integer"));
            }
            if float.get().is_infinite() {
                return Err(cx.overflow_error("cannot convert float infinity to integer"));
            }
            Amount::Float(float.get())
        }
        Value::Big(number) => {
            let far = if number.is_negative() { i128::MIN } else { i128::MAX };
            Amount::Int(i128::try_from(number.to_owned()).unwrap_or(far))
        }
        other => {
            return Err(cx.type_error(format_args!(
                "unsupported type for timedelta {name} component: {}",
                own_type_name(other)
            )));
        }
    }))
}

pub(super) const SLOTS: Slots = Slots {
    repr: Some(|cx, object, out| out.push(&receiver(cx, Value::Object(object))?.repr())),
    str: Some(|cx, object, out| out.display(receiver(cx, Value::Object(object))?)),
    hash: Some(|cx, object| {
        let total = receiver(cx, Value::Object(object))?.total();
        hognose_eval::ops::compare::hash(cx, cx.int(&BigInt::from(total))?)
    }),
    compare: Some(compare),
    binary: Some(binary),
    unary: Some(unary),
    abs: Some(absolute),
    truth: Some(|cx, object| Ok(!receiver(cx, Value::Object(object))?.is_zero())),
    import: Some(object::import),
    describe: Some(object::describe),
    export: Some(object::export),
    ..Slots::NONE
};

fn receiver<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Delta> {
    this(cx, object::delta(value))
}

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Some(others) = object::delta(other) else { return Ok(Value::NotImplemented) };
    Ok(Value::bool(ordered(op, receiver(cx, Value::Object(object))?.cmp(&others))))
}

/// Whether an order is what the operator asks for.
pub(super) fn ordered(op: CompareOp, order: std::cmp::Ordering) -> bool {
    match op {
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
        CompareOp::Ne => order.is_ne(),
        _ => order.is_eq(),
    }
}

/// The other operand.
enum Operand {
    Delta(Delta),
    Whole(BigInt),
    Float(f64),
}

fn operand<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<Operand>> {
    Ok(match value {
        Value::Int(_) | Value::Big(_) | Value::Bool(_) => Some(Operand::Whole(big(cx, value)?)),
        Value::Float(float) => Some(Operand::Float(float.get())),
        other => object::delta(other).map(Operand::Delta),
    })
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    object: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    let delta = receiver(cx, Value::Object(object))?;
    let Some(operand) = operand(cx, other)? else { return Ok(Value::NotImplemented) };
    let made = match (op, operand) {
        (BinaryOp::Add, Operand::Delta(other)) => delta.plus(other),
        (BinaryOp::Sub, Operand::Delta(other)) if !reflected => delta.minus(other),
        (BinaryOp::Mul, Operand::Whole(number)) => delta.times(&number),
        (BinaryOp::Mul, Operand::Float(number)) => delta.times_float(number),
        _ if reflected => return Ok(Value::NotImplemented),
        (BinaryOp::Div, Operand::Delta(other)) => return got(cx, delta.ratio_to(other)).map(Value::float),
        (BinaryOp::Div, Operand::Whole(number)) => delta.over(&number),
        (BinaryOp::Div, Operand::Float(number)) => delta.over_float(number),
        (BinaryOp::FloorDiv, Operand::Whole(number)) => delta.floor_over(&number),
        (BinaryOp::FloorDiv, Operand::Delta(other)) => {
            let (quotient, _) = got(cx, delta.divmod(other))?;
            return cx.int(&BigInt::from(quotient));
        }
        (BinaryOp::Mod, Operand::Delta(other)) if other.is_zero() => {
            Err(Raised::new("ZeroDivisionError", "integer modulo by zero"))
        }
        (BinaryOp::Mod, Operand::Delta(other)) => delta.divmod(other).map(|(_, rest)| rest),
        _ => return Ok(Value::NotImplemented),
    };
    let made = got(cx, made)?;
    make_delta(cx, made)
}

fn unary<'h>(cx: &Context<'h>, op: UnaryOp, object: &'h Object<'h>) -> R<'h> {
    let delta = receiver(cx, Value::Object(object))?;
    let made = match op {
        UnaryOp::Negate => delta.negated(),
        UnaryOp::Plus => Ok(delta),
        _ => {
            return Err(cx.type_error(format_args!(
                "bad operand type for unary ~: '{}'",
                type_name(Value::Object(object))
            )));
        }
    };
    let made = got(cx, made)?;
    make_delta(cx, made)
}

fn total_seconds<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(Value::float(receiver(cx, value)?.total_seconds()))
}

macro_rules! parts {
    ($($name:ident)*) => {
        $(fn $name<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
            Ok(Value::Int(receiver(cx, value)?.$name().into()))
        })*
    };
}

parts!(days seconds microseconds);

/// `abs(delta)`.
fn absolute<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    let made = got(cx, receiver(cx, Value::Object(object))?.absolute())?;
    make_delta(cx, made)
}

pub(super) static ROWS: &[Row] = &[
    Row::property("days", "Whole days.", days),
    Row::property("seconds", "Seconds beyond the days: 0 to 86,399.", seconds),
    Row::property("microseconds", "Microseconds beyond the seconds: 0 to 999,999.", microseconds),
    method!("total_seconds", Signature::NONE, "All of it in seconds.", total_seconds, 1)
        .called("timedelta.total_seconds"),
    Row::constant("min", "The most negative span.", |cx| make_delta(cx, Delta::MIN)),
    Row::constant("max", "The longest span.", |cx| make_delta(cx, Delta::MAX)),
    Row::constant("resolution", "The shortest span.", |cx| make_delta(cx, Delta::RESOLUTION)),
];
