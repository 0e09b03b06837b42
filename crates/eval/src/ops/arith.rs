//! Arithmetic and bit operators.

use crate::context::Context;
use crate::number::{self, Int};
use crate::ops::compare::as_set;
use crate::ops::{convert, own_type_name};
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::dict::{Dict, ViewKind, views};
use crate::value::list::List;
use crate::value::set::Set;
use crate::value::tuple::Tuple;
use hognose_syntax::tree::{BinaryOp, UnaryOp};
use num_bigint::BigInt;

/// `a + b`.
///
/// # Errors
/// As [`binary`].
#[inline]
pub fn add<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => {
            if let Some(sum) = x.checked_add(y) {
                return Ok(Value::Int(sum));
            }
        }
        (Value::Str(x), Value::Str(y)) => {
            // Joining puts the work off, but for the shorter half.
            cx.burn_bytes(x.byte_len().min(y.byte_len()))?;
            return Ok(Value::Str(x.concat(y, cx.heap())?));
        }
        (Value::Float(x), Value::Float(y)) => return Ok(cx.float(x.get() + y.get())),
        _ => {}
    }
    binary(cx, BinaryOp::Add, a, b)
}

/// `a - b`.
///
/// # Errors
/// As [`binary`].
#[inline]
pub fn subtract<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => {
            if let Some(difference) = x.checked_sub(y) {
                return Ok(Value::Int(difference));
            }
        }
        (Value::Float(x), Value::Float(y)) => return Ok(cx.float(x.get() - y.get())),
        _ => {}
    }
    binary(cx, BinaryOp::Sub, a, b)
}

/// A binary operator.
///
/// # Errors
/// `TypeError` for operands that do not go together, `ZeroDivisionError`, `OverflowError`; limits.
#[inline(never)]
pub fn binary<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    if let (Value::Int(x), Value::Int(y)) = (a, b)
        && let Some(result) = small(op, x, y)
    {
        return Ok(result);
    }
    if matches!(a, Value::Object(_)) || matches!(b, Value::Object(_)) {
        let answer = objects(cx, op, a, b)?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(answer);
        }
    }
    if matches!(a, Value::Dict(_)) || matches!(b, Value::Dict(_)) {
        let answer = derived_dicts(cx, op, a, b)?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(answer);
        }
    }
    match (op, a) {
        (BinaryOp::Mod, Value::Str(format)) => return crate::ops::text::percent(cx, format, b),
        (BinaryOp::Mod, Value::Bytes(format)) => return crate::ops::text::percent_bytes(cx, format, b),
        _ => {}
    }
    if is_number(a) && is_number(b) {
        if let (Value::Bool(x), Value::Bool(y)) = (a, b) {
            match op {
                BinaryOp::BitAnd => return Ok(Value::bool(x.get() & y.get())),
                BinaryOp::BitOr => return Ok(Value::bool(x.get() | y.get())),
                BinaryOp::BitXor => return Ok(Value::bool(x.get() ^ y.get())),
                _ => {}
            }
        }
        return numbers(cx, op, (a, b));
    }
    match op {
        BinaryOp::Add => concatenate(cx, a, b),
        BinaryOp::Mul => repeat(cx, a, b),
        BinaryOp::BitOr | BinaryOp::BitAnd | BinaryOp::BitXor | BinaryOp::Sub => sets(cx, op, a, b),
        _ => Err(unsupported(cx, op, a, b)),
    }
}

fn is_number(value: Value<'_>) -> bool {
    matches!(value, Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Big(_))
}

/// Operators on ints of 64 bits whose result fits.
#[inline]
fn small<'h>(op: BinaryOp, x: i64, y: i64) -> Option<Value<'h>> {
    Some(Value::Int(match op {
        BinaryOp::Add => x.checked_add(y)?,
        BinaryOp::Sub => x.checked_sub(y)?,
        BinaryOp::Mul => x.checked_mul(y)?,
        BinaryOp::Mod => modulo(x, y)?,
        BinaryOp::FloorDiv => {
            let quotient = x.checked_div(y)?;
            let rest = x.checked_rem(y)?;
            if rest != 0 && ((rest < 0) != (y < 0)) { quotient.checked_sub(1)? } else { quotient }
        }
        BinaryOp::BitAnd => x & y,
        BinaryOp::BitOr => x | y,
        BinaryOp::BitXor => x ^ y,
        BinaryOp::RShift if y >= 0 => x >> u32::try_from(y.min(63)).ok()?,
        BinaryOp::LShift if (0..63).contains(&y) => {
            let shift = u32::try_from(y).ok()?;
            let shifted = x.checked_shl(shift)?;
            if shifted >> shift == x { shifted } else { return None }
        }
        BinaryOp::Pow if y >= 0 => x.checked_pow(u32::try_from(y).ok()?)?,
        _ => return None,
    }))
}

/// `x % y` with the sign of `y`; none for zero or overflow.
#[inline]
pub(crate) fn modulo(x: i64, y: i64) -> Option<i64> {
    let rest = x.checked_rem(y)?;
    if rest != 0 && ((rest < 0) != (y < 0)) { rest.checked_add(y) } else { Some(rest) }
}

/// The operator's sign, as messages have it.
#[must_use]
pub fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::FloorDiv => "//",
        BinaryOp::Mod => "%",
        BinaryOp::Pow => "** or pow()",
        BinaryOp::MatMul => "@",
        BinaryOp::LShift => "<<",
        BinaryOp::RShift => ">>",
        BinaryOp::BitAnd => "&",
        BinaryOp::BitOr => "|",
        BinaryOp::BitXor => "^",
    }
}

/// The error for operands that do not go together.
#[cold]
pub fn unsupported<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> Stop<'h> {
    let hint = match (op, a) {
        (BinaryOp::RShift, Value::Native(row)) if row.name == "print" => {
            ". Did you mean \"print(<message>, file=<output_stream>)\"?"
        }
        _ => "",
    };
    cx.type_error(format_args!(
        "unsupported operand type(s) for {}: '{}' and '{}'{hint}",
        sign(op),
        own_type_name(a),
        own_type_name(b)
    ))
}

pub(crate) fn objects<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    if let Value::Object(object) = a
        && let Some(slot) = object.class.slot(|slots| slots.binary)
    {
        let answer = cx.nested(|| slot(cx, op, object, b, false))?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(answer);
        }
    }
    if let Value::Object(object) = b
        && let Some(slot) = object.class.slot(|slots| slots.binary)
    {
        return cx.nested(|| slot(cx, op, object, a, true));
    }
    Ok(Value::NotImplemented)
}

/// What the type of an operand that is derived from `dict` says; that of the right one first when the left one is a
/// plain dict.
fn derived_dicts<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    for operand in [a, b] {
        if let Value::Dict(dict) = operand
            && let Some(slot) = dict.slot(|slots| slots.binary_dict)
        {
            let answer = cx.nested(|| slot(cx, op, a, b))?;
            if !matches!(answer, Value::NotImplemented) {
                return Ok(answer);
            }
        }
    }
    Ok(Value::NotImplemented)
}

fn numbers<'h>(cx: &Context<'h>, op: BinaryOp, given: (Value<'h>, Value<'h>)) -> R<'h> {
    let (a, b) = given;
    if matches!(a, Value::Float(_)) || matches!(b, Value::Float(_)) {
        let (x, y) = (to_float(cx, a)?, to_float(cx, b)?);
        return Ok(cx.float(match op {
            BinaryOp::Add => x + y,
            BinaryOp::Sub => x - y,
            BinaryOp::Mul => x * y,
            BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::Pow => {
                return convert::float_operator(cx, op, x, y);
            }
            _ => return Err(unsupported(cx, op, a, b)),
        }));
    }
    let (Some(x), Some(y)) = (convert::to_int(a), convert::to_int(b)) else {
        return Err(unsupported(cx, op, a, b));
    };
    if let (Int::Small(x), Int::Small(y)) = (&x, &y)
        && let Some(result) = small(op, *x, *y)
    {
        return Ok(result);
    }
    convert::big_operator(cx, op, &x, &y, given)
}

/// A number as a float.
///
/// # Errors
/// `OverflowError` for an int too large, `TypeError` for what is no number.
pub fn to_float<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, f64> {
    match (value, convert::to_int(value)) {
        (Value::Float(float), _) => Ok(float.get()),
        (_, Some(int)) => convert::checked(cx, number::float_from_int(int.as_ref())),
        _ => Err(cx.type_error(format_args!("must be real number, not {}", own_type_name(value)))),
    }
}

fn concatenate<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    match (a, b) {
        (Value::Str(x), Value::Str(y)) => {
            // Joining puts the work off, but for the shorter half.
            cx.burn_bytes(x.byte_len().min(y.byte_len()))?;
            Ok(Value::Str(x.concat(y, cx.heap())?))
        }
        (Value::List(x), Value::List(y)) => {
            cx.burn((x.len() as u64).saturating_add(y.len() as u64))?;
            let joined = List::new(cx.heap())?;
            joined.reserve(cx.heap(), x.len().saturating_add(y.len()))?;
            for cell in x.cells().iter().chain(y.cells()) {
                joined.push(cx.heap(), cell.get())?;
            }
            Ok(Value::List(joined))
        }
        (Value::Tuple(x), Value::Tuple(y)) => {
            let total = x.len().saturating_add(y.len());
            cx.burn(total as u64)?;
            cx.heap().charge(size_of::<Value<'_>>().saturating_mul(total))?;
            let mut items = Vec::with_capacity(total);
            items.extend_from_slice(x.items());
            items.extend_from_slice(y.items());
            Ok(Value::Tuple(Tuple::from_slice(cx.heap(), &items)?))
        }
        (Value::Bytes(x), Value::Bytes(y)) => {
            let total = x.data().len().saturating_add(y.data().len());
            cx.charge(total)?;
            let mut data = Vec::with_capacity(total);
            data.extend_from_slice(x.data());
            data.extend_from_slice(y.data());
            cx.bytes(&data)
        }
        (Value::Str(_), _) => {
            Err(cx.type_error(format_args!("can only concatenate str (not \"{}\") to str", own_type_name(b))))
        }
        (Value::List(_), _) => {
            Err(cx
                .type_error(format_args!("can only concatenate list (not \"{}\") to list", own_type_name(b))))
        }
        (Value::Tuple(_), _) => Err(
            cx.type_error(format_args!("can only concatenate tuple (not \"{}\") to tuple", own_type_name(b)))
        ),
        (Value::Bytes(_), _) => {
            Err(cx.type_error(format_args!("can't concat {} to bytes", own_type_name(b))))
        }
        _ => Err(unsupported(cx, BinaryOp::Add, a, b)),
    }
}

fn repeat<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let sequence =
        |value| matches!(value, Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Bytes(_));
    let (sequence, times) = if sequence(a) {
        (a, b)
    } else if sequence(b) {
        (b, a)
    } else {
        return Err(unsupported(cx, BinaryOp::Mul, a, b));
    };
    let times = match times {
        Value::Int(times) => times,
        Value::Bool(times) => i64::from(times),
        Value::Big(_) => return Err(cx.overflow_error("cannot fit 'int' into an index-sized integer")),
        _ => {
            return Err(cx.type_error(format_args!(
                "can't multiply sequence by non-int of type '{}'",
                own_type_name(times)
            )));
        }
    };
    let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
    repeated(cx, sequence, times)
}

/// `sequence * times`.
///
/// # Errors
/// Limits.
pub fn repeated<'h>(cx: &Context<'h>, sequence: Value<'h>, times: usize) -> R<'h> {
    match sequence {
        Value::Str(text) => {
            let text = text.text(cx.heap())?;
            let total = text.len().saturating_mul(times);
            if times == 1 {
                return Ok(sequence);
            }
            cx.charge(total)?;
            cx.str(&text.repeat(if text.is_empty() { 0 } else { times }))
        }
        Value::Bytes(bytes) => {
            let total = bytes.data().len().saturating_mul(times);
            cx.charge(total)?;
            cx.bytes(&bytes.data().repeat(if bytes.data().is_empty() { 0 } else { times }))
        }
        Value::List(list) => {
            let items = list.to_vec();
            let total = items.len().saturating_mul(times);
            cx.burn(total as u64)?;
            let cells = cx.heap().cells(total, |i| {
                items.get(i.checked_rem(items.len()).unwrap_or(0)).copied().unwrap_or(Value::None)
            })?;
            Ok(Value::List(List::from_cells(cx.heap(), cells)?))
        }
        Value::Tuple(tuple) => {
            if times == 1 && tuple.shape.is_none() {
                return Ok(sequence);
            }
            let total = tuple.len().saturating_mul(times);
            cx.burn(total as u64)?;
            cx.heap().charge(size_of::<Value<'_>>().saturating_mul(total))?;
            let items = tuple.items().repeat(if tuple.is_empty() { 0 } else { times });
            Ok(Value::Tuple(Tuple::from_slice(cx.heap(), &items)?))
        }
        _ => Err(cx.internal("repeat of something else")),
    }
}

fn sets<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    if let (BinaryOp::BitOr, Value::Dict(x), Value::Dict(y)) = (op, a, b) {
        let merged = Dict::new(cx.heap())?;
        cx.burn(x.table(cx)?.span())?;
        merged.table(cx)?.copy_from(cx.heap(), x.table(cx)?)?;
        merge(cx, merged, y)?;
        return Ok(Value::Dict(merged));
    }
    if let (BinaryOp::BitOr, true, true) = (op, is_type_like(a), is_type_like(b))
        && !(a.is_none() && b.is_none())
    {
        return cx.tuple(&[a, b]).and_then(|types| super::call::union(cx, types));
    }
    let view = |value| matches!(value, Value::View(view) if view.kind != ViewKind::Values);
    let is_set = |value| matches!(value, Value::Set(_));
    // Views take any iterable on the other side; sets take sets.
    let compatible = (is_set(a) && is_set(b)) || view(a) || view(b);
    if !compatible {
        return Err(unsupported(cx, op, a, b));
    }
    match (op, a, b) {
        (BinaryOp::BitAnd, Value::View(x), other) if view(a) => return views::intersection(cx, x, other),
        (BinaryOp::BitAnd, other, Value::View(y)) if view(b) => return views::intersection(cx, y, other),
        (BinaryOp::BitXor, Value::View(x), Value::View(y))
            if x.kind == ViewKind::Items && y.kind == ViewKind::Items =>
        {
            return views::difference_of_items(cx, x, y);
        }
        _ => {}
    }
    let frozen = is_set(b) && matches!(a, Value::Set(set) if set.frozen);
    let elements = |value| match as_set(cx, value)? {
        Some(set) => Ok(set),
        None => collect_set(cx, value),
    };
    let (left, right) = (elements(a)?, elements(b)?);
    set_operator(cx, op, left, right, frozen).map(Value::Set)
}

fn is_type_like(value: Value<'_>) -> bool {
    matches!(value, Value::Type(_) | Value::None)
        || matches!(value, Value::Object(object)
            if std::ptr::eq(object.class, &crate::class::UNION)
                || std::ptr::eq(object.class, &crate::class::GENERIC_ALIAS)
                || crate::value::made::is_type(object))
}

/// The items of any iterable as a set.
///
/// # Errors
/// What iterating raises; limits.
pub fn collect_set<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h Set<'h>> {
    let set = Set::new(cx.heap(), false)?;
    let mut cursor = super::iterate(cx, value)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        set.add(cx, item)?;
    }
    Ok(set)
}

/// Union, intersection, difference or symmetric difference.
///
/// # Errors
/// Limits.
pub fn set_operator<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    a: &'h Set<'h>,
    b: &'h Set<'h>,
    frozen: bool,
) -> R<'h, &'h Set<'h>> {
    let result = Set::new(cx.heap(), frozen)?;
    cx.burn(a.table.span().saturating_add(b.table.span()))?;
    let copy = |from: &'h Set<'h>, keep: &dyn Fn(u64, Value<'h>) -> R<'h, bool>| -> R<'h, ()> {
        let mut position = 0;
        while let Some((next, element, _)) = from.table.next_from(position) {
            let hash = from.table.hash_at(next.saturating_sub(1));
            position = next;
            if keep(hash, element)? {
                result.table.insert(cx, hash, element, Value::None)?;
            }
        }
        Ok(())
    };
    let within = |set: &'h Set<'h>| move |hash, element| Ok(set.table.find(cx, hash, element)?.is_some());
    let without = |set: &'h Set<'h>| move |hash, element| Ok(set.table.find(cx, hash, element)?.is_none());
    match op {
        BinaryOp::BitOr => {
            copy(a, &|_, _| Ok(true))?;
            copy(b, &|_, _| Ok(true))?;
        }
        // CPython walks the smaller one; of equal elements the kept one shows.
        BinaryOp::BitAnd if b.len() > a.len() => copy(a, &within(b))?,
        BinaryOp::BitAnd => copy(b, &within(a))?,
        BinaryOp::BitXor => {
            copy(a, &without(b))?;
            copy(b, &without(a))?;
        }
        _ => copy(a, &without(b))?,
    }
    Ok(result)
}

/// Put the entries of `from` into `into`.
///
/// # Errors
/// Limits.
pub fn merge<'h>(cx: &Context<'h>, into: &'h Dict<'h>, from: &'h Dict<'h>) -> R<'h, ()> {
    let (target, source) = (into.table(cx)?, from.table(cx)?);
    let mut position = 0;
    while let Some((next, key, value)) = source.next_from(position) {
        let hash = source.hash_at(next.saturating_sub(1));
        cx.burn(next.saturating_sub(position) as u64)?;
        position = next;
        target.insert(cx, hash, key, value)?;
    }
    Ok(())
}

/// `a op= b`: in place where the type says so, else as the operator.
///
/// # Errors
/// As [`binary`], with the sign of the in-place operator in messages.
pub fn in_place<'h>(cx: &Context<'h>, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let answer = match a {
        Value::Dict(dict) if let Some(slot) = dict.slot(|slots| slots.in_place_dict) => {
            cx.nested(|| slot(cx, op, dict, b))?
        }
        Value::Object(object) if let Some(slot) = object.class.slot(|slots| slots.in_place) => {
            cx.nested(|| slot(cx, op, object, b))?
        }
        _ => Value::NotImplemented,
    };
    if !matches!(answer, Value::NotImplemented) {
        return Ok(answer);
    }
    match (op, a, b) {
        (BinaryOp::Add, Value::List(list), _) => {
            super::iterate::extend(cx, list, b)?;
            return Ok(a);
        }
        (BinaryOp::Mul, Value::List(list), Value::Int(_) | Value::Bool(_)) => {
            if let Value::List(repeated) = repeat(cx, a, b)? {
                list.replace_all(cx.heap(), &repeated.to_vec())?;
            }
            return Ok(a);
        }
        (BinaryOp::BitOr, Value::Dict(dict), Value::Dict(other)) => {
            merge(cx, dict, other)?;
            return Ok(a);
        }
        (BinaryOp::BitOr, Value::Dict(dict), _) => {
            super::convert::update_dict(cx, dict, b)?;
            return Ok(a);
        }
        (
            BinaryOp::BitOr | BinaryOp::BitAnd | BinaryOp::Sub | BinaryOp::BitXor,
            Value::Set(set),
            Value::Set(other),
        ) if !set.frozen => {
            let result = set_operator(cx, op, set, other, false)?;
            set.table.copy_from(cx.heap(), &result.table)?;
            return Ok(a);
        }
        _ => {}
    }
    let result = match (op, a) {
        // These have a table of sequence methods in CPython, without one that repeats: the right operand is not asked.
        (BinaryOp::Mul, Value::Dict(_) | Value::Set(_) | Value::View(_) | Value::Range(_)) if !matches!(b, Value::Object(object) if !object.class.slots.is_sequence) => {
            Err(unsupported(cx, op, a, b))
        }
        (BinaryOp::Add, _) => add(cx, a, b),
        _ => binary(cx, op, a, b),
    };
    match result {
        Err(Stop::Raise(error)) if in_place_worded(cx, error, op, a, b) => Err(cx.type_error(format_args!(
            "unsupported operand type(s) for {}=: '{}' and '{}'",
            if op == BinaryOp::Pow { "**" } else { sign(op) },
            own_type_name(a),
            own_type_name(b)
        ))),
        other => other,
    }
}

/// Whether an error is the operator's own complaint about these operands.
#[cold]
fn in_place_worded<'h>(
    cx: &Context<'h>,
    error: &crate::value::exception::Exception<'h>,
    op: BinaryOp,
    a: Value<'h>,
    b: Value<'h>,
) -> bool {
    let Some(Value::Str(text)) = error.args.get().items().first() else { return false };
    let expected = format!(
        "unsupported operand type(s) for {}: '{}' and '{}'",
        sign(op),
        own_type_name(a),
        own_type_name(b)
    );
    text.text(cx.heap()).is_ok_and(|text| text.starts_with(&expected))
}

/// A unary operator other than `not`.
///
/// # Errors
/// `TypeError` for a wrong operand; limits.
pub fn unary<'h>(cx: &Context<'h>, op: UnaryOp, value: Value<'h>) -> R<'h> {
    match (op, value) {
        (UnaryOp::Not, value) => Ok(Value::bool(!super::truth(cx, value)?)),
        (UnaryOp::Negate, Value::Int(number)) => match number.checked_neg() {
            Some(negated) => Ok(Value::Int(negated)),
            None => cx.int(&BigInt::from(i128::from(number).saturating_neg())),
        },
        (UnaryOp::Negate, Value::Float(number)) => Ok(cx.float(-number.get())),
        (UnaryOp::Negate, Value::Bool(value)) => Ok(Value::Int(if value.get() { -1 } else { 0 })),
        (UnaryOp::Negate, Value::Big(big)) => convert::from_int(cx, number::negate((&big.to_owned()).into())),
        (UnaryOp::Plus, Value::Bool(value)) => Ok(Value::Int(i64::from(value))),
        (UnaryOp::Plus, Value::Int(_) | Value::Float(_) | Value::Big(_)) => Ok(value),
        (UnaryOp::Invert, Value::Int(number)) => Ok(Value::Int(!number)),
        (UnaryOp::Invert, Value::Bool(value)) => Ok(Value::Int(!i64::from(value))),
        (UnaryOp::Invert, Value::Big(big)) => cx.int(&!big.to_owned()),
        (op, Value::Dict(dict)) if let Some(slot) = dict.slot(|slots| slots.unary_dict) => {
            match cx.nested(|| slot(cx, op, dict))? {
                Value::NotImplemented => Err(bad_operand(cx, op, value)),
                answer => Ok(answer),
            }
        }
        (op, Value::Object(object)) if object.class.slot(|slots| slots.unary).is_some() => {
            match object.class.slot(|slots| slots.unary) {
                Some(slot) => match slot(cx, op, object)? {
                    Value::NotImplemented => Err(bad_operand(cx, op, value)),
                    answer => Ok(answer),
                },
                None => Err(bad_operand(cx, op, value)),
            }
        }
        _ => Err(bad_operand(cx, op, value)),
    }
}

#[cold]
fn bad_operand<'h>(cx: &Context<'h>, op: UnaryOp, value: Value<'h>) -> Stop<'h> {
    let sign = match op {
        UnaryOp::Negate => "-",
        UnaryOp::Plus => "+",
        _ => "~",
    };
    cx.type_error(format_args!("bad operand type for unary {sign}: '{}'", own_type_name(value)))
}
