//! `==`, ordering and hashing.

use crate::class;
use crate::context::Context;
use crate::stop::R;
use crate::text::same::same;
use crate::value::Value;
use crate::value::dict::{Dict, View, ViewKind};
use crate::value::list::List;
use crate::value::object::Object;
use crate::value::range::Range;
use crate::value::set::Set;
use crate::value::tuple::Tuple;
use hognose_syntax::tree::CompareOp;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};
use siphasher::sip::SipHasher13;
use std::cmp::Ordering;
use std::hash::Hasher;

/// A number of any of the three numeric types.
#[derive(Clone, Debug)]
pub enum Number {
    /// An int of 64 bits, or a bool.
    Int(i64),
    /// A larger int.
    Big(BigInt),
    /// A float.
    Float(f64),
}

/// The value as a number, bools included.
#[must_use]
pub fn number(value: Value<'_>) -> Option<Number> {
    Some(match value {
        Value::Int(value) => Number::Int(value),
        Value::Bool(value) => Number::Int(i64::from(value)),
        Value::Float(value) => Number::Float(value.get()),
        Value::Big(big) => Number::Big(big.to_owned()),
        _ => return None,
    })
}

/// Numbers compared exactly; none when one is not a number.
#[must_use]
pub fn compare_numbers(a: &Number, b: &Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Int(a), Number::Int(b)) => Some(a.cmp(b)),
        (Number::Float(a), Number::Float(b)) => a.partial_cmp(b),
        (Number::Big(a), Number::Big(b)) => Some(a.cmp(b)),
        (Number::Int(_), Number::Big(b)) => {
            Some(if b.sign() == num_bigint::Sign::Minus { Ordering::Greater } else { Ordering::Less })
        }
        (Number::Big(_), Number::Int(_)) => compare_numbers(b, a).map(Ordering::reverse),
        (Number::Int(a), Number::Float(b)) => int_float(&BigInt::from(*a), *b),
        (Number::Big(a), Number::Float(b)) => int_float(a, *b),
        (Number::Float(_), _) => compare_numbers(b, a).map(Ordering::reverse),
    }
}

fn int_float(a: &BigInt, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    if b.is_infinite() {
        return Some(if b > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let floor = b.floor();
    let whole = BigInt::from_f64(floor)?;
    Some(match a.cmp(&whole) {
        Ordering::Equal if b > floor => Ordering::Less,
        other => other,
    })
}

/// `a == b` as a bool.
///
/// # Errors
/// Limits, and what the classes of objects raise.
#[inline]
pub fn equal<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h, bool> {
    match (a, b) {
        (Value::Str(a), Value::Str(b)) => {
            if a.byte_len() != b.byte_len() {
                return Ok(false);
            }
            cx.burn_bytes(a.byte_len())?;
            Ok(same(a.text(cx.heap())?.as_bytes(), b.text(cx.heap())?.as_bytes()))
        }
        (Value::Int(a), Value::Int(b)) => Ok(a == b),
        (Value::None, Value::None) => Ok(true),
        (Value::Bool(a), Value::Bool(b)) => Ok(a == b),
        _ => equal_slow(cx, a, b),
    }
}

#[inline(never)]
fn equal_slow<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h, bool> {
    cx.burn(1)?;
    match (a, b) {
        (Value::Object(object), other) | (other, Value::Object(object))
            if object.class.slot(|slots| slots.compare).is_some() =>
        {
            equal_object(cx, object, other)
        }
        (Value::Bytes(a), Value::Bytes(b)) => {
            cx.burn_bytes(a.data().len().min(b.data().len()))?;
            Ok(a.data() == b.data())
        }
        (Value::List(a), Value::List(b)) => equal_lists(cx, a, b),
        (Value::Tuple(a), Value::Tuple(b)) => {
            if a.len() != b.len() {
                return Ok(false);
            }
            cx.nested(|| {
                for (a, b) in a.items().iter().zip(b.items()) {
                    if !same_or_equal(cx, *a, *b)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            })
        }
        (Value::Dict(a), Value::Dict(b)) => equal_dicts(cx, a, b),
        (Value::Set(a), Value::Set(b)) => Ok(a.len() == b.len() && cx.nested(|| subset(cx, a, b))?),
        (Value::View(a), b) if a.kind != ViewKind::Values => cx.nested(|| equal_view(cx, a, b)),
        (a, Value::View(b)) if b.kind != ViewKind::Values => cx.nested(|| equal_view(cx, b, a)),
        (Value::Range(a), Value::Range(b)) => Ok(equal_ranges(a, b)),
        (Value::Slice(a), Value::Slice(b)) => cx.nested(|| {
            Ok(same_or_equal(cx, a.start, b.start)?
                && same_or_equal(cx, a.stop, b.stop)?
                && same_or_equal(cx, a.step, b.step)?)
        }),
        (Value::Bound(a), Value::Bound(b)) => Ok(std::ptr::eq(a.row, b.row) && a.receiver.is(b.receiver)),
        (Value::Float(a), Value::Float(b)) => Ok(a.get() == b.get()),
        _ => {
            burn_numbers(cx, a, b)?;
            match (number(a), number(b)) {
                (Some(a), Some(b)) => Ok(compare_numbers(&a, &b) == Some(Ordering::Equal)),
                _ => Ok(a.is(b)),
            }
        }
    }
}

/// Charge for copying the digits of large ints.
fn burn_numbers<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h, ()> {
    for value in [a, b] {
        if let Value::Big(big) = value {
            cx.burn_bytes(big.limbs().saturating_mul(4))?;
        }
    }
    Ok(())
}

/// Both directions are tried, so it does not matter which of the two was the left one.
fn equal_object<'h>(cx: &Context<'h>, object: &'h Object<'h>, other: Value<'h>) -> R<'h, bool> {
    let this = Value::Object(object);
    let Some(compare) = object.class.slot(|slots| slots.compare) else { return Ok(this.is(other)) };
    let answer = cx.nested(|| compare(cx, CompareOp::Eq, object, other))?;
    if !matches!(answer, Value::NotImplemented) {
        return super::truth(cx, answer);
    }
    if let Value::Object(other) = other
        && let Some(compare) = other.class.slot(|slots| slots.compare)
    {
        let answer = cx.nested(|| compare(cx, CompareOp::Eq, other, this))?;
        if !matches!(answer, Value::NotImplemented) {
            return super::truth(cx, answer);
        }
    }
    Ok(this.is(other))
}

/// `a is b or a == b`: how containers compare their items.
///
/// # Errors
/// As [`equal`].
#[inline]
pub fn same_or_equal<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h, bool> {
    cx.burn(1)?;
    match (a, b) {
        (Value::Float(x), Value::Float(y)) => {
            Ok(x.get() == y.get() || x.get().to_bits() == y.get().to_bits())
        }
        (Value::Str(_), Value::Str(_)) | (Value::Int(_), Value::Int(_)) => equal(cx, a, b),
        _ => Ok(a.is(b) || equal(cx, a, b)?),
    }
}

fn equal_lists<'h>(cx: &Context<'h>, a: &'h List<'h>, b: &'h List<'h>) -> R<'h, bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    cx.nested(|| {
        let mut index = 0;
        while let (Some(x), Some(y)) = (a.get(index), b.get(index)) {
            if !same_or_equal(cx, x, y)? {
                return Ok(false);
            }
            index = index.saturating_add(1);
        }
        Ok(a.len() == b.len())
    })
}

/// What the type of one of two dicts says of their comparison.
fn compare_derived<'h>(cx: &Context<'h>, op: CompareOp, a: &'h Dict<'h>, b: &'h Dict<'h>) -> R<'h> {
    for dict in [a, b] {
        if let Some(slot) = dict.slot(|slots| slots.compare_dict) {
            let answer = cx.nested(|| slot(cx, op, a, b))?;
            if !matches!(answer, Value::NotImplemented) {
                return Ok(answer);
            }
        }
    }
    Ok(Value::NotImplemented)
}

fn equal_dicts<'h>(cx: &Context<'h>, a: &'h Dict<'h>, b: &'h Dict<'h>) -> R<'h, bool> {
    match compare_derived(cx, CompareOp::Eq, a, b)? {
        Value::NotImplemented => equal_entries(cx, a, b),
        answer => super::truth(cx, answer),
    }
}

/// Whether two dicts have the same entries, in any order.
///
/// # Errors
/// Limits, and what comparing values raises.
pub fn equal_entries<'h>(cx: &Context<'h>, a: &'h Dict<'h>, b: &'h Dict<'h>) -> R<'h, bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    cx.nested(|| {
        let (left, right) = (a.table(cx)?, b.table(cx)?);
        cx.burn(left.span())?;
        let mut position = 0;
        while let Some((next, key, value)) = left.next_from(position) {
            let hash = left.hash_at(next.saturating_sub(1));
            position = next;
            match right.get(cx, hash, key)? {
                Some(other) if same_or_equal(cx, value, other)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    })
}

/// Whether every element of `a` is in `b`.
///
/// # Errors
/// Limits.
pub fn subset<'h>(cx: &Context<'h>, a: &'h Set<'h>, b: &'h Set<'h>) -> R<'h, bool> {
    cx.burn(a.table.span())?;
    let mut position = 0;
    while let Some((next, element, _)) = a.table.next_from(position) {
        let hash = a.table.hash_at(next.saturating_sub(1));
        position = next;
        if b.table.find(cx, hash, element)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The elements of a keys or items view, or of a set, as a set; none for anything else.
///
/// # Errors
/// `TypeError` when an item is not hashable; limits.
pub fn as_set<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<&'h Set<'h>>> {
    match value {
        Value::Set(set) => Ok(Some(set)),
        Value::View(view) if view.kind != ViewKind::Values => {
            let set = Set::new(cx.heap(), false)?;
            let mut cursor = super::iterate(cx, value)?;
            while let Some(item) = cursor.next(cx)? {
                cx.burn(1)?;
                set.add(cx, item)?;
            }
            Ok(Some(set))
        }
        _ => Ok(None),
    }
}

fn equal_view<'h>(cx: &Context<'h>, view: &'h View<'h>, other: Value<'h>) -> R<'h, bool> {
    let other_len = match other {
        Value::View(other) if other.kind != ViewKind::Values => other.dict.len(),
        Value::Set(set) => set.len(),
        _ => return Ok(false),
    };
    if other_len != view.dict.len() {
        return Ok(false);
    }
    all_within(cx, Value::View(view), other)
}

fn equal_ranges(a: &Range<'_>, b: &Range<'_>) -> bool {
    let len = a.len();
    len == b.len() && (len == 0 || (a.start == b.start && (len == 1 || a.step == b.step)))
}

/// A comparison operator.
///
/// # Errors
/// `TypeError` when the operands cannot be ordered; limits.
pub fn compare<'h>(cx: &Context<'h>, op: CompareOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let verdict = match op {
        CompareOp::Is => a.is(b),
        CompareOp::IsNot => !a.is(b),
        CompareOp::In => super::contains(cx, b, a)?,
        CompareOp::NotIn => !super::contains(cx, b, a)?,
        CompareOp::Eq => equal(cx, a, b)?,
        CompareOp::Ne => !equal(cx, a, b)?,
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => return order_value(cx, op, a, b),
    };
    Ok(Value::bool(verdict))
}

/// An ordering operator as a bool.
///
/// # Errors
/// As [`compare`].
#[inline]
pub fn order<'h>(cx: &Context<'h>, op: CompareOp, a: Value<'h>, b: Value<'h>) -> R<'h, bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(holds(op, a.cmp(&b))),
        _ => {
            let answer = order_value(cx, op, a, b)?;
            super::truth(cx, answer)
        }
    }
}

#[inline]
fn holds(op: CompareOp, ordering: Ordering) -> bool {
    match op {
        CompareOp::Lt => ordering.is_lt(),
        CompareOp::Le => ordering.is_le(),
        CompareOp::Gt => ordering.is_gt(),
        CompareOp::Ge => ordering.is_ge(),
        CompareOp::Eq => ordering.is_eq(),
        CompareOp::Ne => ordering.is_ne(),
        CompareOp::Is | CompareOp::IsNot | CompareOp::In | CompareOp::NotIn => false,
    }
}

/// The operator with its operands exchanged.
#[must_use]
pub fn reflected(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        other => other,
    }
}

#[inline(never)]
fn order_value<'h>(cx: &Context<'h>, op: CompareOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    cx.burn(1)?;
    let verdict = match (a, b) {
        (Value::Str(x), Value::Str(y)) => {
            cx.burn_bytes(x.byte_len().min(y.byte_len()))?;
            holds(op, compare_text(x.text(cx.heap())?, y.text(cx.heap())?))
        }
        (Value::Bytes(x), Value::Bytes(y)) => {
            cx.burn_bytes(x.data().len().min(y.data().len()))?;
            holds(op, x.data().cmp(y.data()))
        }
        (Value::List(x), Value::List(y)) => {
            return cx.nested(|| {
                order_sequences(cx, op, &|i| x.get(i), &|i| y.get(i), (&|| x.len(), &|| y.len()))
            });
        }
        // The type derived from `tuple` is asked first.
        (Value::Tuple(x), Value::Tuple(y)) if x.shape.is_none() && y.shape.is_some() => {
            return order_tuples(cx, reflected(op), y, x);
        }
        (Value::Tuple(x), Value::Tuple(y)) => return order_tuples(cx, op, x, y),
        (Value::Set(_) | Value::View(_), Value::Set(_) | Value::View(_)) => {
            return cx.nested(|| order_sets(cx, op, a, b));
        }
        (Value::Slice(x), Value::Slice(y)) => {
            let (x, y) = ([x.start, x.stop, x.step], [y.start, y.stop, y.step]);
            return cx.nested(|| {
                order_sequences(cx, op, &|i| x.get(i).copied(), &|i| y.get(i).copied(), (&|| 3, &|| 3))
            });
        }
        (Value::Object(_), _) | (_, Value::Object(_)) => return order_objects(cx, op, a, b),
        (Value::Dict(x), Value::Dict(y)) => match compare_derived(cx, op, x, y)? {
            Value::NotImplemented => return Err(not_ordered(cx, op, a, b)),
            answer => return Ok(answer),
        },
        _ => {
            burn_numbers(cx, a, b)?;
            match (number(a), number(b)) {
                (Some(x), Some(y)) => compare_numbers(&x, &y).is_some_and(|ordering| holds(op, ordering)),
                _ => return Err(not_ordered(cx, op, a, b)),
            }
        }
    };
    Ok(Value::bool(verdict))
}

/// Text by code points; stand-ins of lone surrogates sort where the surrogates do.
#[must_use]
pub fn compare_text(a: &str, b: &str) -> Ordering {
    use hognose_syntax::surrogate::{code_of, is_stand_in};
    let ordering = a.as_bytes().cmp(b.as_bytes());
    if a.is_ascii() || b.is_ascii() || !(a.chars().any(is_stand_in) || b.chars().any(is_stand_in)) {
        return ordering;
    }
    a.chars().map(code_of).cmp(b.chars().map(code_of))
}

type Item<'a, 'h> = &'a dyn Fn(usize) -> Option<Value<'h>>;
type Length<'a> = &'a dyn Fn() -> usize;

fn order_sequences<'h>(
    cx: &Context<'h>,
    op: CompareOp,
    a: Item<'_, 'h>,
    b: Item<'_, 'h>,
    lengths: (Length<'_>, Length<'_>),
) -> R<'h> {
    let mut index = 0_usize;
    while let (Some(x), Some(y)) = (a(index), b(index)) {
        if !same_or_equal(cx, x, y)? {
            return order_value(cx, op, x, y);
        }
        index = index.saturating_add(1);
    }
    Ok(Value::bool(holds(op, lengths.0().cmp(&lengths.1()))))
}

fn order_tuples<'h>(cx: &Context<'h>, op: CompareOp, x: &'h Tuple<'h>, y: &'h Tuple<'h>) -> R<'h> {
    cx.nested(|| {
        order_sequences(
            cx,
            op,
            &|i| x.items().get(i).copied(),
            &|i| y.items().get(i).copied(),
            (&|| x.len(), &|| y.len()),
        )
    })
}

fn order_sets<'h>(cx: &Context<'h>, op: CompareOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let count = |value| match value {
        Value::Set(set) => Some(set.len()),
        Value::View(view) if view.kind != ViewKind::Values => Some(view.dict.len()),
        _ => None,
    };
    let (Some(x), Some(y)) = (count(a), count(b)) else { return Err(not_ordered(cx, op, a, b)) };
    let (smaller, larger, fits) = match op {
        CompareOp::Lt => (a, b, x < y),
        CompareOp::Le => (a, b, x <= y),
        CompareOp::Gt => (b, a, y < x),
        _ => (b, a, y <= x),
    };
    match (smaller, larger) {
        _ if !fits => Ok(Value::bool(false)),
        (Value::Set(smaller), Value::Set(larger)) => subset(cx, smaller, larger).map(Value::bool),
        _ => all_within(cx, smaller, larger).map(Value::bool),
    }
}

/// Whether all items are in a set or view; only what is looked up in a set must be hashable.
fn all_within<'h>(cx: &Context<'h>, items: Value<'h>, container: Value<'h>) -> R<'h, bool> {
    let mut cursor = super::iterate(cx, items)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        if !super::contains(cx, container, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn order_objects<'h>(cx: &Context<'h>, op: CompareOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    if let Value::Object(object) = a
        && let Some(compare) = object.class.slot(|slots| slots.compare)
    {
        let answer = cx.nested(|| compare(cx, op, object, b))?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(answer);
        }
    }
    if let Value::Object(object) = b
        && let Some(compare) = object.class.slot(|slots| slots.compare)
    {
        let answer = cx.nested(|| compare(cx, reflected(op), object, a))?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(answer);
        }
    }
    Err(not_ordered(cx, op, a, b))
}

#[cold]
fn not_ordered<'h>(cx: &Context<'h>, op: CompareOp, a: Value<'h>, b: Value<'h>) -> crate::stop::Stop<'h> {
    let sign = match op {
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        _ => ">=",
    };
    cx.type_error(format_args!(
        "'{sign}' not supported between instances of '{}' and '{}'",
        super::own_type_name(a),
        super::own_type_name(b)
    ))
}

/// The seeded hash of a value, equal for equal values.
///
/// # Errors
/// `TypeError` for a value that cannot be hashed; limits.
#[inline]
pub fn hash<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, u64> {
    match value {
        Value::Str(text) => {
            let known = text.hash.get();
            if known != 0 {
                return Ok(known);
            }
            cx.burn_bytes(text.byte_len())?;
            let hash = cx.hash_text(text.text(cx.heap())?);
            text.hash.set(hash);
            Ok(hash)
        }
        Value::Int(number) => Ok(mix(cx, number.cast_unsigned())),
        _ => hash_slow(cx, value),
    }
}

#[inline]
fn mix(cx: &Context<'_>, bits: u64) -> u64 {
    let seed = cx.seed();
    let product = u128::from(bits ^ seed.0).wrapping_mul(u128::from(seed.1 | 0x9E37_79B9_7F4A_7C15));
    let folded = (product >> 64) ^ product;
    u64::try_from(folded & u128::from(u64::MAX)).unwrap_or(0) | 1
}

fn hash_bytes(cx: &Context<'_>, tag: u8, data: &[u8]) -> u64 {
    let seed = cx.seed();
    let mut hasher = SipHasher13::new_with_keys(seed.0, seed.1);
    hasher.write_u8(tag);
    hasher.write(data);
    hasher.finish() | 1
}

#[inline(never)]
fn hash_slow<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, u64> {
    cx.burn(1)?;
    Ok(match value {
        Value::Bool(value) => mix(cx, u64::from(value)),
        Value::Float(value) => hash_float(cx, value.get()),
        Value::Big(big) => {
            burn_numbers(cx, value, Value::None)?;
            hash_big(cx, &big.to_owned())
        }
        Value::Bytes(bytes) => {
            cx.burn_bytes(bytes.data().len())?;
            hash_bytes(cx, 1, bytes.data())
        }
        Value::Tuple(tuple) => cx.nested(|| {
            let seed = cx.seed();
            let mut hasher = SipHasher13::new_with_keys(seed.0, seed.1);
            for item in tuple.items() {
                hasher.write_u64(hash(cx, *item)?);
            }
            Ok(hasher.finish() | 1)
        })?,
        Value::Set(set) if set.frozen => {
            cx.burn(set.table.span())?;
            let mut sum = 0_u64;
            let mut position = 0;
            while let Some((next, _, _)) = set.table.next_from(position) {
                sum = sum.wrapping_add(set.table.hash_at(next.saturating_sub(1)));
                position = next;
            }
            mix(cx, sum)
        }
        Value::Range(range) => {
            let len = range.len();
            let parts = [len, if len > 0 { range.start } else { 0 }, if len > 1 { range.step } else { 0 }];
            hash_bytes(cx, 2, &parts.map(i128::to_le_bytes).concat())
        }
        Value::Slice(slice) => cx.nested(|| {
            let (a, b, c) = (hash(cx, slice.start)?, hash(cx, slice.stop)?, hash(cx, slice.step)?);
            Ok(mix(cx, a.wrapping_mul(3).wrapping_add(b.wrapping_mul(5)).wrapping_add(c)))
        })?,
        Value::List(_) | Value::Dict(_) | Value::Set(_) => return Err(unhashable(cx, value)),
        Value::View(view) if view.kind != ViewKind::Values => return Err(unhashable(cx, value)),
        Value::Object(object) => match object.class.slot(|slots| slots.hash) {
            Some(hash) => cx.nested(|| hash(cx, object))?,
            None if object.class.slot(|slots| slots.compare).is_some() => return Err(unhashable(cx, value)),
            None => by_identity(cx, 16),
        },
        Value::Bound(bound) => hash_bytes(cx, 3, bound.row.name.as_bytes()),
        Value::Type(class) => hash_bytes(cx, 4, class.name.as_bytes()),
        Value::Native(row) => hash_bytes(cx, 5, row.name.as_bytes()),
        Value::Module(module) => hash_bytes(cx, 6, module.name.as_bytes()),
        Value::Unbound | Value::None => mix(cx, 0x00FC_A86E),
        Value::Ellipsis => mix(cx, 0x00FC_A86F),
        Value::NotImplemented => mix(cx, 0x00FC_A870),
        Value::Str(_) | Value::Int(_) => hash(cx, value)?,
        Value::Function(function) => hash_bytes(cx, 7, function.qualname().as_bytes()),
        Value::Exception(exception) => hash_bytes(cx, 8, exception.class.name.as_bytes()),
        Value::Iter(_) | Value::View(_) | Value::Cell(_) => by_identity(cx, 17),
    })
}

/// Things compared by identity hash by their type alone: never by address, which would be observable.
fn by_identity(cx: &Context<'_>, tag: u64) -> u64 {
    mix(cx, tag.wrapping_mul(0x0001_0000_01B3))
}

/// The hash of an int of any size.
pub(crate) fn hash_big(cx: &Context<'_>, number: &BigInt) -> u64 {
    match number.to_i64() {
        Some(small) => mix(cx, small.cast_unsigned()),
        None => hash_bytes(cx, 9, &number.to_signed_bytes_le()),
    }
}

fn hash_float(cx: &Context<'_>, value: f64) -> u64 {
    if value.fract() == 0.0 && value.is_finite() {
        return BigInt::from_f64(value).map_or(1, |whole| hash_big(cx, &whole));
    }
    mix(cx, value.to_bits())
}

#[cold]
fn unhashable<'h>(cx: &Context<'h>, value: Value<'h>) -> crate::stop::Stop<'h> {
    cx.raise(&class::TYPE_ERROR, format_args!("unhashable type: '{}'", super::own_type_name(value)))
}
