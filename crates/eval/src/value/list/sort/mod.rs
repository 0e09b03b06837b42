//! Sorting lists: keys, the order of comparisons, and lists that are touched meanwhile.

mod merge;
mod runs;

use super::List;
use crate::context::Context;
use crate::ops::compare;
use crate::stop::R;
use crate::value::Value;
use hognose_syntax::tree::CompareOp;
use std::cmp::Ordering;

/// A key and the item it stands for.
type Keyed<'h> = (Value<'h>, Value<'h>);

/// `list.sort`: the list is empty while keys are computed and compared, as in CPython.
///
/// # Errors
/// What keys and comparisons raise (the items are all there again, in some order), `ValueError` when the list was
/// changed meanwhile; limits.
pub fn sort_list<'h>(
    cx: &Context<'h>,
    list: &'h List<'h>,
    key: Option<Value<'h>>,
    reverse: bool,
) -> R<'h, ()> {
    let length = list.len();
    cx.burn(length as u64)?;
    // The items outside the list, and half as many while two runs are merged.
    let size = if key.is_some() { size_of::<Keyed<'h>>() } else { size_of::<Value<'h>>() };
    cx.heap().charge(length.saturating_mul(size).saturating_add(length.saturating_mul(size) >> 1))?;
    let mut items = list.to_vec();
    let taken = list.take();
    let result = match key {
        None => sort_values(cx, &mut items, reverse),
        Some(key) => sort_keyed(cx, &mut items, key, reverse),
    };
    let untouched = list.put_back(taken, &items);
    result?;
    if untouched { Ok(()) } else { Err(cx.value_error("list modified during sort")) }
}

fn sort_values<'h>(cx: &Context<'h>, items: &mut [Value<'h>], reverse: bool) -> R<'h, ()> {
    if sort_simple(cx, items, reverse, |item| *item)? {
        return Ok(());
    }
    if reverse {
        items.reverse();
    }
    let result = runs::sort(items, &mut |a, b| compare::order(cx, CompareOp::Lt, *a, *b));
    if reverse {
        items.reverse();
    }
    result
}

fn sort_keyed<'h>(cx: &Context<'h>, items: &mut [Value<'h>], key: Value<'h>, reverse: bool) -> R<'h, ()> {
    let mut keyed: Vec<Keyed<'h>> = Vec::with_capacity(items.len());
    for item in items.iter() {
        cx.burn(1)?;
        keyed.push((cx.nested(|| cx.call(key, &[*item]))?, *item));
    }
    let result = match sort_simple(cx, &mut keyed, reverse, |pair| pair.0) {
        Ok(false) => {
            if reverse {
                keyed.reverse();
            }
            let result = runs::sort(&mut keyed, &mut |a, b| compare::order(cx, CompareOp::Lt, a.0, b.0));
            if reverse {
                keyed.reverse();
            }
            result
        }
        done => done.map(|_| ()),
    };
    for (item, (_, value)) in items.iter_mut().zip(keyed) {
        *item = value;
    }
    result
}

/// Sort at once what cannot run code nor fail: ints of 64 bits, or text. False when the keys are something else.
fn sort_simple<'h, T: Copy>(
    cx: &Context<'h>,
    items: &mut [T],
    reverse: bool,
    key: impl Fn(&T) -> Value<'h>,
) -> R<'h, bool> {
    let steps = u64::from(usize::BITS.saturating_sub(items.len().leading_zeros()));
    if items.iter().all(|item| matches!(key(item), Value::Int(_))) {
        cx.burn((items.len() as u64).saturating_mul(steps))?;
        let number = |item: &T| if let Value::Int(number) = key(item) { number } else { 0 };
        if reverse {
            items.sort_by_key(|item| std::cmp::Reverse(number(item)));
        } else {
            items.sort_by_key(|item| number(item));
        }
        return Ok(true);
    }
    if !items.iter().all(|item| matches!(key(item), Value::Str(_))) {
        return sort_tuples(cx, items, reverse, steps, key);
    }
    let mut bytes = 0_usize;
    for item in items.iter() {
        if let Value::Str(text) = key(item) {
            bytes = bytes.saturating_add(text.text(cx.heap())?.len());
        }
    }
    let elements = (items.len() as u64).saturating_add((bytes as u64) >> 6);
    cx.burn(elements.saturating_mul(steps))?;
    let text = |item: &T| match key(item) {
        Value::Str(text) => text.text(cx.heap()).unwrap_or_default(),
        _ => "",
    };
    if reverse {
        items.sort_by(|a, b| compare::compare_text(text(b), text(a)));
    } else {
        items.sort_by(|a, b| compare::compare_text(text(a), text(b)));
    }
    Ok(true)
}

/// Sort tuples of the same length whose items at each place are all ints of 64 bits or all text.
fn sort_tuples<'h, T: Copy>(
    cx: &Context<'h>,
    items: &mut [T],
    reverse: bool,
    steps: u64,
    key: impl Fn(&T) -> Value<'h>,
) -> R<'h, bool> {
    let parts = |item: &T| match key(item) {
        Value::Tuple(tuple) => tuple.items(),
        _ => &[],
    };
    let Some(first) = items.first().map(&parts) else { return Ok(false) };
    if first.is_empty() || first.len() > 4 {
        return Ok(false);
    }
    cx.burn((items.len() as u64).saturating_mul(first.len() as u64))?;
    let mut bytes = 0_usize;
    for item in items.iter() {
        let these = parts(item);
        if these.len() != first.len() {
            return Ok(false);
        }
        for (this, model) in these.iter().zip(first) {
            match (this, model) {
                (Value::Int(_), Value::Int(_)) => {}
                (Value::Str(text), Value::Str(_)) => {
                    bytes = bytes.saturating_add(text.text(cx.heap())?.len());
                }
                _ => return Ok(false),
            }
        }
    }
    let elements =
        (items.len() as u64).saturating_mul(first.len() as u64).saturating_add((bytes as u64) >> 6);
    cx.burn(elements.saturating_mul(steps))?;
    let part = |a: &Value<'h>, b: &Value<'h>| match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Str(a), Value::Str(b)) => compare::compare_text(
            a.text(cx.heap()).unwrap_or_default(),
            b.text(cx.heap()).unwrap_or_default(),
        ),
        _ => Ordering::Equal,
    };
    let order = |a: &T, b: &T| {
        let pairs = parts(a).iter().zip(parts(b));
        pairs.map(|(a, b)| part(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    };
    if reverse {
        items.sort_by(|a, b| order(b, a));
    } else {
        items.sort_by(order);
    }
    Ok(true)
}
