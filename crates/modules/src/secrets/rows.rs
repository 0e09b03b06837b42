//! What a policy sees of `secrets`.

use hognose_eval::class::Module;
use hognose_eval::ops::convert;
use hognose_eval::row::{Args, Member, Row, Signature, optional, p_only, required};
use hognose_eval::{Context, R, Value, function};

use crate::base64;
use crate::hmac::rows::compare;
use crate::random::rows::{CAPABILITY, SYSTEM_RANDOM};
use crate::random::source;
use crate::random::whole::rand_below;

/// The module.
pub static MODULE: Module = Module { name: "secrets", rows: &[ROWS] };

/// Bytes that are made when no number is given.
const DEFAULT: i64 = 32;

const COUNT: Signature = Signature::python(&[optional("nbytes")]);

static ROWS: &[Row] = &[
    function!("token_bytes", COUNT, "So many random bytes.", token_bytes, 1).needs(CAPABILITY),
    function!("token_hex", COUNT, "So many random bytes as hexadecimal digits.", token_hex, 1)
        .needs(CAPABILITY),
    function!("token_urlsafe", COUNT, "So many random bytes as text for URLs.", token_urlsafe, 1)
        .needs(CAPABILITY),
    function!(
        "randbelow",
        Signature::python(&[required("exclusive_upper_bound")]),
        "An int from 0 to below a bound.",
        rand_below_bound,
        1
    )
    .needs(CAPABILITY),
    Row::new(
        "randbits",
        Signature::python(&[required("k")]),
        "An int of so many random bits.",
        Member::RawFunction(|cx, _, args| of_system(cx, "getrandbits", args)),
    )
    .needs(CAPABILITY),
    Row::new(
        "choice",
        Signature::python(&[required("seq")]),
        "An item of a sequence.",
        Member::RawFunction(|cx, _, args| of_system(cx, "choice", args)),
    )
    .needs(CAPABILITY),
    function!(
        "compare_digest",
        Signature::positional(&[p_only("a"), p_only("b")]),
        "Whether two digests are equal, in time that does not tell where they differ.",
        compare,
        2
    ),
    Row::constant("DEFAULT_ENTROPY", "Bytes that are made when no number is given.", |_| {
        Ok(Value::Int(DEFAULT))
    }),
    Row::class(&SYSTEM_RANDOM, "A generator of what the host gives.").needs(CAPABILITY),
];

/// A method of the generator that gives what the host gives.
fn of_system<'h>(cx: &Context<'h>, name: &str, args: &Args<'_, 'h>) -> R<'h> {
    match cx.table().member(&SYSTEM_RANDOM, name) {
        Some(method) => cx.call_row(method, Some(source::system(cx)?), args),
        None => Err(cx.internal("a function without its method")),
    }
}

fn rand_below_bound<'h>(cx: &Context<'h>, end: Value<'h>) -> R<'h> {
    rand_below(cx, source::system(cx)?, end)
}

fn token<'h>(cx: &Context<'h>, count: Value<'h>) -> R<'h, &'h [u8]> {
    let count = match count {
        Value::Unbound | Value::None => DEFAULT,
        count => convert::index_clipped(cx, count)?,
    };
    match usize::try_from(count) {
        Ok(count) => source::bytes(cx, count),
        Err(_) => Err(cx.value_error("negative argument not allowed")),
    }
}

fn token_bytes<'h>(cx: &Context<'h>, count: Value<'h>) -> R<'h> {
    cx.bytes(token(cx, count)?)
}

fn token_hex<'h>(cx: &Context<'h>, count: Value<'h>) -> R<'h> {
    let bytes = token(cx, count)?;
    cx.charge(bytes.len().saturating_mul(4))?;
    let digits: String = bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect();
    cx.str(&digits)
}

fn token_urlsafe<'h>(cx: &Context<'h>, count: Value<'h>) -> R<'h> {
    let bytes = token(cx, count)?;
    cx.charge(bytes.len().saturating_mul(3))?;
    let text = base64::urlsafe_encode(bytes);
    cx.str(std::str::from_utf8(&text).unwrap_or_default().trim_end_matches('='))
}
