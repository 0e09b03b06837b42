//! What a policy sees of `operator`.

use hognose_eval::class::{Class, Module};
use hognose_eval::ops::{self, arith, compare, convert, index};
use hognose_eval::row::{Args, Member, Row, Signature, keywords, p_only, p_only_optional, rest};
use hognose_eval::value::iter::Cursor;
use hognose_eval::{Context, R, Value, function};
use hognose_syntax::tree::{BinaryOp, CompareOp, UnaryOp};

use super::getters;

/// The module.
pub static MODULE: Module = Module { name: "operator", rows: &[ROWS, CALL, getters::ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = getters::CLASSES;

static CALL: &[Row] = &[Row::new(
    "call",
    Signature::positional(&[p_only("obj"), rest("args"), keywords("kwargs")]),
    "Call something.",
    Member::RawFunction(|cx, _, args| match args.positional.split_first() {
        Some((function, rest)) => {
            cx.nested(|| cx.call_with(*function, &Args { positional: rest, keywords: args.keywords }))
        }
        None => Err(cx.type_error("call expected at least 1 argument, got 0")),
    }),
)];

const PAIR: Signature = Signature::positional(&[p_only("a"), p_only("b")]);
const SINGLE: Signature = Signature::one(&[p_only("a")]);

macro_rules! binary {
    ($($f:ident $op:ident;)*) => {
        $(fn $f<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
            arith::binary(cx, BinaryOp::$op, a, b)
        })*
    };
}

macro_rules! in_place {
    ($($f:ident $op:ident;)*) => {
        $(fn $f<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
            arith::in_place(cx, BinaryOp::$op, a, b)
        })*
    };
}

macro_rules! comparison {
    ($($f:ident $op:ident;)*) => {
        $(fn $f<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
            compare::compare(cx, CompareOp::$op, a, b)
        })*
    };
}

binary! {
    add Add; sub Sub; mul Mul; truediv Div; floordiv FloorDiv; modulo Mod; pow Pow; matmul MatMul;
    lshift LShift; rshift RShift; and_ BitAnd; or_ BitOr; xor BitXor;
}
in_place! {
    iadd Add; isub Sub; imul Mul; itruediv Div; ifloordiv FloorDiv; imod Mod; ipow Pow; ilshift LShift;
    irshift RShift; iand BitAnd; ior BitOr; ixor BitXor;
}
comparison! {
    eq Eq; ne Ne; lt Lt; le Le; gt Gt; ge Ge; is_ Is; is_not IsNot;
}

macro_rules! operation {
    ($name:literal, $($rest:tt)*) => {
        function!($name, $($rest)*).called(concat!("_operator.", $name))
    };
}

static ROWS: &[Row] = &[
    operation!("add", PAIR, "a + b.", add, 2),
    operation!("sub", PAIR, "a - b.", sub, 2),
    operation!("mul", PAIR, "a * b.", mul, 2),
    operation!("truediv", PAIR, "a / b.", truediv, 2),
    operation!("floordiv", PAIR, "a // b.", floordiv, 2),
    operation!("mod", PAIR, "a % b.", modulo, 2),
    operation!("pow", PAIR, "a ** b.", pow, 2),
    operation!("matmul", PAIR, "a @ b.", matmul, 2),
    operation!("lshift", PAIR, "a << b.", lshift, 2),
    operation!("rshift", PAIR, "a >> b.", rshift, 2),
    operation!("and_", PAIR, "a & b.", and_, 2),
    operation!("or_", PAIR, "a | b.", or_, 2),
    operation!("xor", PAIR, "a ^ b.", xor, 2),
    operation!("iadd", PAIR, "a += b.", iadd, 2),
    operation!("iconcat", PAIR, "a += b for sequences.", iconcat, 2),
    operation!("isub", PAIR, "a -= b.", isub, 2),
    operation!("imul", PAIR, "a *= b.", imul, 2),
    operation!("itruediv", PAIR, "a /= b.", itruediv, 2),
    operation!("ifloordiv", PAIR, "a //= b.", ifloordiv, 2),
    operation!("imod", PAIR, "a %= b.", imod, 2),
    operation!("ipow", PAIR, "a **= b.", ipow, 2),
    operation!("ilshift", PAIR, "a <<= b.", ilshift, 2),
    operation!("irshift", PAIR, "a >>= b.", irshift, 2),
    operation!("iand", PAIR, "a &= b.", iand, 2),
    operation!("ior", PAIR, "a |= b.", ior, 2),
    operation!("ixor", PAIR, "a ^= b.", ixor, 2),
    operation!("eq", PAIR, "a == b.", eq, 2),
    operation!("ne", PAIR, "a != b.", ne, 2),
    operation!("lt", PAIR, "a < b.", lt, 2),
    operation!("le", PAIR, "a <= b.", le, 2),
    operation!("gt", PAIR, "a > b.", gt, 2),
    operation!("ge", PAIR, "a >= b.", ge, 2),
    operation!("is_", PAIR, "a is b.", is_, 2),
    operation!("is_not", PAIR, "a is not b.", is_not, 2),
    operation!("concat", PAIR, "a + b for sequences.", concat, 2),
    operation!("contains", PAIR, "b in a.", contains, 2),
    operation!("countOf", PAIR, "How often b is in a.", count_of, 2),
    operation!("indexOf", PAIR, "Where b is in a first.", index_of, 2),
    operation!("getitem", PAIR, "a[b].", getitem, 2),
    operation!(
        "setitem",
        Signature::positional(&[p_only("a"), p_only("b"), p_only("c")]),
        "a[b] = c.",
        setitem,
        3
    ),
    operation!("delitem", PAIR, "del a[b].", delitem, 2),
    operation!("not_", SINGLE, "not a.", not_, 1),
    operation!("truth", SINGLE, "bool(a).", truth, 1),
    operation!("neg", SINGLE, "-a.", neg, 1),
    operation!("pos", SINGLE, "+a.", pos, 1),
    operation!("inv", SINGLE, "~a.", invert, 1),
    operation!("invert", SINGLE, "~a.", invert, 1),
    operation!("abs", SINGLE, "abs(a).", absolute, 1),
    operation!("index", SINGLE, "a as an int.", as_index, 1),
    operation!(
        "length_hint",
        Signature::positional(&[p_only("obj"), p_only_optional("default")]),
        "The length, or a default.",
        length_hint,
        2
    ),
];

fn not_<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    Ok(Value::bool(!ops::truth(cx, a)?))
}

fn truth<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    Ok(Value::bool(ops::truth(cx, a)?))
}

fn neg<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    arith::unary(cx, UnaryOp::Negate, a)
}

fn pos<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    arith::unary(cx, UnaryOp::Plus, a)
}

fn invert<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    arith::unary(cx, UnaryOp::Invert, a)
}

fn absolute<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    match cx.table().global("abs") {
        Some(row) => cx.call_row(row, None, &hognose_eval::row::Args::positional(&[a])),
        None => Err(cx.internal("no abs")),
    }
}

fn as_index<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    convert::index(cx, a)
}

fn is_sequence(value: Value<'_>) -> bool {
    matches!(value, Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Bytes(_))
}

fn not_concatenated<'h>(cx: &Context<'h>, a: Value<'h>) -> R<'h> {
    Err(cx.type_error(format_args!("'{}' object can't be concatenated", ops::own_type_name(a))))
}

fn concat<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    if is_sequence(a) { arith::add(cx, a, b) } else { not_concatenated(cx, a) }
}

fn iconcat<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    if is_sequence(a) { arith::in_place(cx, BinaryOp::Add, a, b) } else { not_concatenated(cx, a) }
}

fn contains<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    Ok(Value::bool(ops::contains(cx, a, b)?))
}

/// What is searched item by item.
fn searched<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Cursor<'h>> {
    ops::iterate(cx, value).map_err(|stop| {
        if cx.is_raise_of(stop, &hognose_eval::class::TYPE_ERROR) {
            let name = ops::own_type_name(value);
            return cx.type_error(format_args!("argument of type '{name}' is not iterable"));
        }
        stop
    })
}

fn count_of<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let mut cursor = searched(cx, a)?;
    let mut count = 0_i64;
    while let Some(item) = cursor.next(cx)? {
        if compare::same_or_equal(cx, item, b)? {
            count = count.saturating_add(1);
        }
    }
    Ok(Value::Int(count))
}

fn index_of<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let mut cursor = searched(cx, a)?;
    let mut index = 0_i64;
    while let Some(item) = cursor.next(cx)? {
        if compare::same_or_equal(cx, item, b)? {
            return Ok(Value::Int(index));
        }
        index = index.saturating_add(1);
    }
    Err(cx.value_error("sequence.index(x): x not in sequence"))
}

fn getitem<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    index::get_item(cx, a, b)
}

fn setitem<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>, c: Value<'h>) -> R<'h> {
    index::set_item(cx, a, b, c).map(|()| Value::None)
}

fn delitem<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    index::delete_item(cx, a, b).map(|()| Value::None)
}

/// How many items are left, where iterators can tell.
fn left<'h>(cx: &Context<'h>, mut cursor: Cursor<'h>) -> R<'h, Option<i64>> {
    let left = match cursor {
        Cursor::Done => 0,
        Cursor::List(list, index) => list.len().saturating_sub(index),
        Cursor::Items(items) | Cursor::ItemsReversed(items) => items.len(),
        Cursor::Bytes(data) | Cursor::BytesReversed(data) => data.len(),
        Cursor::Range(_, _, left) => return Ok(i64::try_from(left).ok()),
        Cursor::WideRange(_, next, length) => return Ok(i64::try_from(length.saturating_sub(next)).ok()),
        Cursor::ListReversed(..)
        | Cursor::Chars(_)
        | Cursor::CharsReversed(_)
        | Cursor::Dict(..)
        | Cursor::DictReversed(..)
        | Cursor::Set(..) => {
            let mut count = 0_usize;
            while cursor.next(cx)?.is_some() {
                cx.burn(1)?;
                count = count.saturating_add(1);
            }
            count
        }
        Cursor::Shared(_) | Cursor::Object(_) | Cursor::Lazy(_) | Cursor::Generator(_) => return Ok(None),
    };
    Ok(i64::try_from(left).ok())
}

fn length_hint<'h>(cx: &Context<'h>, object: Value<'h>, default: Option<i64>) -> R<'h> {
    if let Value::Iter(iter) = object {
        return Ok(Value::Int(left(cx, iter.cursor.get())?.or(default).unwrap_or(0)));
    }
    match ops::len(cx, object) {
        Ok(length) => Ok(Value::Int(i64::try_from(length).unwrap_or(i64::MAX))),
        Err(stop) if cx.is_raise_of(stop, &hognose_eval::class::TYPE_ERROR) => {
            Ok(Value::Int(default.unwrap_or(0)))
        }
        Err(stop) => Err(stop),
    }
}
