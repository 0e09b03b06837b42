//! Operators of `Counter`: of multisets, where only counts above zero stay.

use hognose_eval::ops::compare::{self, order};
use hognose_eval::ops::{self, arith, index};
use hognose_eval::value::dict::Dict;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp, UnaryOp};

use super::counter::{COUNTER, count_of, empty};
use super::each_entry;

fn is_counter(dict: &Dict<'_>) -> bool {
    std::ptr::eq(dict.class(), &COUNTER)
}

fn is_positive<'h>(cx: &Context<'h>, count: Value<'h>) -> R<'h, bool> {
    order(cx, CompareOp::Gt, count, Value::Int(0))
}

fn is_negative<'h>(cx: &Context<'h>, count: Value<'h>) -> R<'h, bool> {
    order(cx, CompareOp::Lt, count, Value::Int(0))
}

/// `a + b`, `a - b`, `a & b`, `a | b` of two counters.
pub(super) fn binary<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let (Value::Dict(left), Value::Dict(right)) = (a, b) else { return Ok(Value::NotImplemented) };
    let known = matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::BitAnd | BinaryOp::BitOr);
    if !known || !is_counter(left) || !is_counter(right) {
        return Ok(Value::NotImplemented);
    }
    let result = empty(cx)?;
    each_entry(cx, left, |key, count| {
        let other = count_of(cx, right, key)?;
        let joined = match op {
            BinaryOp::Add => arith::add(cx, count, other)?,
            BinaryOp::Sub => arith::subtract(cx, count, other)?,
            BinaryOp::BitOr if order(cx, CompareOp::Lt, count, other)? => other,
            BinaryOp::BitAnd if !order(cx, CompareOp::Lt, count, other)? => other,
            _ => count,
        };
        if is_positive(cx, joined)? { result.set(cx, key, joined) } else { Ok(()) }
    })?;
    if op == BinaryOp::BitAnd {
        return Ok(Value::Dict(result));
    }
    each_entry(cx, right, |key, count| {
        if left.contains(cx, key)? {
            return Ok(());
        }
        if op == BinaryOp::Sub {
            if is_negative(cx, count)? {
                result.set(cx, key, arith::subtract(cx, Value::Int(0), count)?)?;
            }
        } else if is_positive(cx, count)? {
            result.set(cx, key, count)?;
        }
        Ok(())
    })?;
    Ok(Value::Dict(result))
}

/// `a op= b` of a counter and whatever has `items()`.
pub(super) fn in_place<'h>(cx: &Context<'h>, op: BinaryOp, counter: &'h Dict<'h>, other: Value<'h>) -> R<'h> {
    match op {
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::BitOr => {
            let items = ops::attribute::get(cx, other, "items")?;
            let mut cursor = ops::iterate(cx, cx.call(items, &[])?)?;
            while let Some(item) = cursor.next(cx)? {
                cx.burn(1)?;
                let Value::Tuple(pair) = item else { return Err(cx.internal("an item that is no pair")) };
                let (Some(key), Some(count)) = (pair.items().first(), pair.items().get(1)) else {
                    return Err(cx.internal("an item that is no pair"));
                };
                let own = count_of(cx, counter, *key)?;
                let joined = match op {
                    BinaryOp::Add => arith::in_place(cx, op, own, *count)?,
                    BinaryOp::Sub => arith::in_place(cx, op, own, *count)?,
                    _ if order(cx, CompareOp::Gt, *count, own)? => *count,
                    _ => continue,
                };
                counter.set(cx, *key, joined)?;
            }
        }
        BinaryOp::BitAnd => each_entry(cx, counter, |key, count| {
            let other = index::get_item(cx, other, key)?;
            if order(cx, CompareOp::Lt, other, count)? { counter.set(cx, key, other) } else { Ok(()) }
        })?,
        _ => return Ok(Value::NotImplemented),
    }
    keep_positive(cx, counter)?;
    Ok(Value::Dict(counter))
}

fn keep_positive<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> R<'h, ()> {
    let mut gone = Vec::new();
    each_entry(cx, counter, |key, count| {
        if !is_positive(cx, count)? {
            cx.heap().charge(size_of::<Value<'_>>())?;
            gone.push(key);
        }
        Ok(())
    })?;
    for key in gone {
        counter.remove(cx, key)?;
    }
    Ok(())
}

/// `+a`: what is above zero; `-a`: what is below, turned round.
pub(super) fn unary<'h>(cx: &Context<'h>, op: UnaryOp, counter: &'h Dict<'h>) -> R<'h> {
    if !matches!(op, UnaryOp::Plus | UnaryOp::Negate) {
        return Ok(Value::NotImplemented);
    }
    let result = empty(cx)?;
    each_entry(cx, counter, |key, count| {
        if op == UnaryOp::Plus {
            return if is_positive(cx, count)? { result.set(cx, key, count) } else { Ok(()) };
        }
        if is_negative(cx, count)? {
            result.set(cx, key, arith::subtract(cx, Value::Int(0), count)?)?;
        }
        Ok(())
    })?;
    Ok(Value::Dict(result))
}

/// Whether all counts of one and the other compare so; what is not there counts zero.
fn all<'h>(cx: &Context<'h>, op: CompareOp, a: &'h Dict<'h>, b: &'h Dict<'h>) -> R<'h, bool> {
    for side in [a, b] {
        let mut holds = true;
        each_entry(cx, side, |key, _| {
            if holds {
                let (x, y) = (count_of(cx, a, key)?, count_of(cx, b, key)?);
                let answer = compare::compare(cx, op, x, y)?;
                holds = ops::truth(cx, answer)?;
            }
            Ok(())
        })?;
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `==` and inclusion of two counters.
pub(super) fn compare_counters<'h>(
    cx: &Context<'h>,
    op: CompareOp,
    a: &'h Dict<'h>,
    b: &'h Dict<'h>,
) -> R<'h> {
    if !is_counter(a) || !is_counter(b) {
        return Ok(Value::NotImplemented);
    }
    Ok(Value::bool(match op {
        CompareOp::Eq | CompareOp::Le | CompareOp::Ge => all(cx, op, a, b)?,
        CompareOp::Lt => all(cx, CompareOp::Le, a, b)? && !all(cx, CompareOp::Eq, a, b)?,
        CompareOp::Gt => all(cx, CompareOp::Ge, a, b)? && !all(cx, CompareOp::Eq, a, b)?,
        _ => return Ok(Value::NotImplemented),
    }))
}
