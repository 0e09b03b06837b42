//! What a policy sees of `operator`.

use hognose_eval::class::{Class, Module};
use hognose_eval::ops::{self, arith, compare, convert, index};
use hognose_eval::row::{Args, Member, Row, Signature, keywords, p_only, p_only_optional, rest};
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

static ROWS: &[Row] = &[
    function!("add", PAIR, "a + b.", add, 2),
    function!("sub", PAIR, "a - b.", sub, 2),
    function!("mul", PAIR, "a * b.", mul, 2),
    function!("truediv", PAIR, "a / b.", truediv, 2),
    function!("floordiv", PAIR, "a // b.", floordiv, 2),
    function!("mod", PAIR, "a % b.", modulo, 2),
    function!("pow", PAIR, "a ** b.", pow, 2),
    function!("matmul", PAIR, "a @ b.", matmul, 2),
    function!("lshift", PAIR, "a << b.", lshift, 2),
    function!("rshift", PAIR, "a >> b.", rshift, 2),
    function!("and_", PAIR, "a & b.", and_, 2),
    function!("or_", PAIR, "a | b.", or_, 2),
    function!("xor", PAIR, "a ^ b.", xor, 2),
    function!("iadd", PAIR, "a += b.", iadd, 2),
    function!("iconcat", PAIR, "a += b for sequences.", iconcat, 2),
    function!("isub", PAIR, "a -= b.", isub, 2),
    function!("imul", PAIR, "a *= b.", imul, 2),
    function!("itruediv", PAIR, "a /= b.", itruediv, 2),
    function!("ifloordiv", PAIR, "a //= b.", ifloordiv, 2),
    function!("imod", PAIR, "a %= b.", imod, 2),
    function!("ipow", PAIR, "a **= b.", ipow, 2),
    function!("ilshift", PAIR, "a <<= b.", ilshift, 2),
    function!("irshift", PAIR, "a >>= b.", irshift, 2),
    function!("iand", PAIR, "a &= b.", iand, 2),
    function!("ior", PAIR, "a |= b.", ior, 2),
    function!("ixor", PAIR, "a ^= b.", ixor, 2),
    function!("eq", PAIR, "a == b.", eq, 2),
    function!("ne", PAIR, "a != b.", ne, 2),
    function!("lt", PAIR, "a < b.", lt, 2),
    function!("le", PAIR, "a <= b.", le, 2),
    function!("gt", PAIR, "a > b.", gt, 2),
    function!("ge", PAIR, "a >= b.", ge, 2),
    function!("is_", PAIR, "a is b.", is_, 2),
    function!("is_not", PAIR, "a is not b.", is_not, 2),
    function!("concat", PAIR, "a + b for sequences.", concat, 2),
    function!("contains", PAIR, "b in a.", contains, 2),
    function!("countOf", PAIR, "How often b is in a.", count_of, 2),
    function!("indexOf", PAIR, "Where b is in a first.", index_of, 2),
    function!("getitem", PAIR, "a[b].", getitem, 2),
    function!(
        "setitem",
        Signature::positional(&[p_only("a"), p_only("b"), p_only("c")]),
        "a[b] = c.",
        setitem,
        3
    ),
    function!("delitem", PAIR, "del a[b].", delitem, 2),
    function!("not_", SINGLE, "not a.", not_, 1),
    function!("truth", SINGLE, "bool(a).", truth, 1),
    function!("neg", SINGLE, "-a.", neg, 1),
    function!("pos", SINGLE, "+a.", pos, 1),
    function!("inv", SINGLE, "~a.", invert, 1),
    function!("invert", SINGLE, "~a.", invert, 1),
    function!("abs", SINGLE, "abs(a).", absolute, 1),
    function!("index", SINGLE, "a as an int.", as_index, 1),
    function!(
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

fn count_of<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let mut cursor = ops::iterate(cx, a)?;
    let mut count = 0_i64;
    while let Some(item) = cursor.next(cx)? {
        if compare::same_or_equal(cx, item, b)? {
            count = count.saturating_add(1);
        }
    }
    Ok(Value::Int(count))
}

fn index_of<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let mut cursor = ops::iterate(cx, a)?;
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

fn length_hint<'h>(cx: &Context<'h>, object: Value<'h>, default: Option<i64>) -> R<'h> {
    match ops::len(cx, object) {
        Ok(length) => Ok(Value::Int(i64::try_from(length).unwrap_or(i64::MAX))),
        Err(stop) if cx.is_raise_of(stop, &hognose_eval::class::TYPE_ERROR) => {
            Ok(Value::Int(default.unwrap_or(0)))
        }
        Err(stop) => Err(stop),
    }
}
