//! What a policy sees of `hmac`.

use std::cell::RefCell;

use hognose_eval::class::{Class, Module, Slots};
use hognose_eval::ops::own_type_name;
use hognose_eval::row::{Row, Signature, optional, p_only, required};
use hognose_eval::{Context, R, Value, function, method};

use super::{Hmac, compare_digest};
use crate::binascii::hexlify;
use crate::glue::{OrStop, data, object};
use crate::hashlib::rows::{charge, digestmod, hashed};

/// The module.
pub static MODULE: Module = Module { name: "hmac", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&HMAC];

/// `hmac.HMAC`.
static HMAC: Class = Class {
    name: "HMAC",
    module: "hmac",
    message_name: "HMAC",
    rows: &[METHODS],
    constructor: Some(&NEW),
    slots: Slots { repr: Some(|_, _, out| out.push("<hmac.HMAC object>")), ..Slots::NONE },
    ..Class::EMPTY
};

const ARGUMENTS: Signature = Signature::python(&[required("key"), optional("msg"), optional("digestmod")]);

static NEW: Row = function!("HMAC", ARGUMENTS, "A keyed hash object.", new, 3);

static ROWS: &[Row] = &[
    Row::class(&HMAC, "A keyed hash object."),
    function!("new", ARGUMENTS, "A keyed hash object.", new, 3),
    function!(
        "digest",
        Signature::python(&[required("key"), required("msg"), required("digest")]),
        "The keyed digest of a message.",
        digest_at_once,
        3
    ),
    function!(
        "compare_digest",
        Signature::positional(&[p_only("a"), p_only("b")]),
        "Whether two digests are equal, in time that does not tell where they differ.",
        compare,
        2
    ),
];

static METHODS: &[Row] = &[
    method!("update", Signature::python(&[required("msg")]), "Adds bytes.", update, 2).called("HMAC.update"),
    method!("copy", Signature::python(&[]), "A keyed hash object that goes on from here.", copy, 1)
        .called("HMAC.copy"),
    method!("digest", Signature::python(&[]), "The digest as bytes.", digest, 1).called("HMAC.digest"),
    method!("hexdigest", Signature::python(&[]), "The digest as hexadecimal digits.", hexdigest, 1)
        .called("HMAC.hexdigest"),
    Row::property("name", "The name of the algorithm.", |cx, receiver| {
        let name = data::<State>(cx, receiver)?.borrow().hasher().algorithm().name();
        cx.str(&format!("hmac-{name}"))
    }),
    Row::property("digest_size", "Bytes of a digest.", |cx, receiver| {
        size(data::<State>(cx, receiver)?.borrow().hasher().digest_size())
    }),
    Row::property("block_size", "Bytes that are hashed at once.", |cx, receiver| {
        size(data::<State>(cx, receiver)?.borrow().hasher().algorithm().block_size())
    }),
];

type State = RefCell<Hmac>;

fn size<'h>(size: usize) -> R<'h> {
    Ok(Value::Int(i64::try_from(size).unwrap_or(i64::MAX)))
}

fn new<'h>(
    cx: &Context<'h>,
    key: Value<'h>,
    message: Option<Value<'h>>,
    algorithm: Option<Value<'h>>,
) -> R<'h> {
    let Value::Bytes(key) = key else {
        return Err(
            cx.type_error(format_args!("key: expected bytes or bytearray, but got '{}'", own_type_name(key)))
        );
    };
    let absent = match algorithm {
        None | Some(Value::None) => true,
        Some(Value::Str(name)) => name.is_empty(),
        Some(other) => !hognose_eval::ops::truth(cx, other)?,
    };
    let Some(algorithm) = algorithm.filter(|_| !absent) else {
        return Err(cx.type_error("Missing required argument 'digestmod'."));
    };
    let hasher = digestmod(cx, algorithm)?;
    charge(cx, key.data().len().saturating_add(512))?;
    let mut keyed = Hmac::new(key.data(), hasher).or_stop(cx)?;
    if let Some(message) = message.filter(|message| !message.is_none()) {
        let message = hashed(cx, message)?;
        charge(cx, message.len())?;
        keyed.update(message);
    }
    object(cx, &HMAC, State::new(keyed))
}

fn digest_at_once<'h>(cx: &Context<'h>, key: &'h [u8], message: &'h [u8], algorithm: Value<'h>) -> R<'h> {
    let hasher = digestmod(cx, algorithm)?;
    charge(cx, key.len().saturating_add(message.len()).saturating_add(512))?;
    let mut keyed = Hmac::new(key, hasher).or_stop(cx)?;
    keyed.update(message);
    cx.bytes(&keyed.digest())
}

pub(crate) fn compare<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h> {
    let (a, b) = match (a, b) {
        (Value::Str(a), Value::Str(b)) => {
            let (a, b) = (a.text(cx.heap())?, b.text(cx.heap())?);
            if !a.is_ascii() || !b.is_ascii() {
                return Err(cx.type_error("comparing strings with non-ASCII characters is not supported"));
            }
            (a.as_bytes(), b.as_bytes())
        }
        (Value::Bytes(a), Value::Bytes(b)) => (a.data(), b.data()),
        (Value::Bytes(_), other) | (other, Value::Bytes(_)) => {
            return Err(cx.type_error(format_args!(
                "a bytes-like object is required, not '{}'",
                own_type_name(other)
            )));
        }
        (a, b) => {
            return Err(cx.type_error(format_args!(
                "unsupported operand types(s) or combination of types: '{}' and '{}'",
                own_type_name(a),
                own_type_name(b)
            )));
        }
    };
    cx.burn_bytes(a.len().saturating_add(b.len()))?;
    Ok(Value::bool(compare_digest(a, b)))
}

fn update<'h>(cx: &Context<'h>, receiver: Value<'h>, message: Value<'h>) -> R<'h> {
    let message = hashed(cx, message)?;
    charge(cx, message.len())?;
    data::<State>(cx, receiver)?.borrow_mut().update(message);
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    charge(cx, 0)?;
    let keyed = data::<State>(cx, receiver)?.borrow().clone();
    object(cx, &HMAC, State::new(keyed))
}

fn digest<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    charge(cx, 256)?;
    cx.bytes(&data::<State>(cx, receiver)?.borrow().digest())
}

fn hexdigest<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    charge(cx, 256)?;
    cx.str(&hexlify(&data::<State>(cx, receiver)?.borrow().digest()))
}
