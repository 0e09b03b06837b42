//! What a policy sees of `uuid`.

use hognose_eval::arg::Nullable;
use hognose_eval::class::{Class, Described, Module, Slots};
use hognose_eval::data::{Data, Foreign};
use hognose_eval::number::{self, IntRef};
use hognose_eval::ops::{arith, compare, convert, own_type_name};
use hognose_eval::row::{Capability, Row, Signature, keyword_only, optional, required};
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function};
use hognose_syntax::tree::{BinaryOp, CompareOp};
use num_bigint::BigInt;

use super::{NAMESPACE_DNS, NAMESPACE_OID, NAMESPACE_URL, NAMESPACE_X500, Uuid};
use crate::glue::{OrStop, Refusal, big, data, object};

/// The module.
pub static MODULE: Module = Module { name: "uuid", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&UUID];

/// `uuid.UUID`.
pub static UUID: Class = Class {
    name: "UUID",
    module: "uuid",
    message_name: "UUID",
    rows: &[ATTRIBUTES],
    constructor: Some(&UUID_NEW),
    slots: Slots {
        repr: Some(|cx, object, out| write(cx, object, out, true)),
        str: Some(|cx, object, out| write(cx, object, out, false)),
        hash: Some(|cx, object| compare::hash(cx, int(cx, Value::Object(object))?)),
        compare: Some(compare_with),
        int: Some(|cx, object| int(cx, Value::Object(object))),
        set_attribute: Some(|cx, _, _, _| Err(cx.type_error("UUID objects are immutable"))),
        import: Some(import),
        describe: Some(describe),
        export: Some(export),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// What making a random UUID needs.
const RANDOM: Capability = Capability("random");

static UUID_NEW: Row = function!(
    "UUID",
    Signature::python(&[
        optional("hex"),
        optional("bytes"),
        optional("bytes_le"),
        optional("fields"),
        optional("int"),
        optional("version"),
        keyword_only("is_safe"),
    ]),
    "A UUID from its text, bytes, fields or integer.",
    uuid_new,
    6
)
.called("UUID.__init__");

macro_rules! attribute {
    ($name:literal, $doc:literal, |$cx:ident, $uuid:ident| $value:expr) => {
        Row::property($name, $doc, |$cx, receiver| {
            let $uuid = *data::<Uuid>($cx, receiver)?;
            $value
        })
    };
}

static ATTRIBUTES: &[Row] = &[
    attribute!("hex", "Its 32 hexadecimal digits.", |cx, uuid| cx.str(&uuid.hex())),
    attribute!("urn", "As a URN.", |cx, uuid| cx.str(&uuid.urn())),
    attribute!("bytes", "Its sixteen bytes.", |cx, uuid| cx.bytes(&uuid.bytes())),
    attribute!("bytes_le", "Its bytes, the first three fields the other way round.", |cx, uuid| {
        cx.bytes(&uuid.bytes_le())
    }),
    attribute!("int", "Its integer.", |cx, uuid| cx.int(&BigInt::from(uuid.0))),
    attribute!("fields", "Its six fields.", |cx, uuid| cx.tuple(&uuid.fields().map(number))),
    attribute!("time_low", "Its first field.", |_cx, uuid| field(uuid, 0)),
    attribute!("time_mid", "Its second field.", |_cx, uuid| field(uuid, 1)),
    attribute!("time_hi_version", "Its third field.", |_cx, uuid| field(uuid, 2)),
    attribute!("clock_seq_hi_variant", "Its fourth field.", |_cx, uuid| field(uuid, 3)),
    attribute!("clock_seq_low", "Its fifth field.", |_cx, uuid| field(uuid, 4)),
    attribute!("node", "Its last field.", |_cx, uuid| Ok(number(uuid.node()))),
    attribute!("time", "Its time, in units of 100 ns.", |_cx, uuid| Ok(number(uuid.time()))),
    attribute!("clock_seq", "Its clock sequence.", |_cx, uuid| Ok(number(uuid.clock_seq()))),
    attribute!("variant", "What decides about the meaning of its bits.", |cx, uuid| cx.str(uuid.variant())),
    attribute!("version", "How it was made.", |_cx, uuid| {
        Ok(uuid.version().map_or(Value::None, Value::Int))
    }),
];

macro_rules! constant {
    ($name:literal, $value:ident) => {
        Row::constant($name, "A name space for uuid3 and uuid5 or a variant.", |cx| object(cx, &UUID, $value))
    };
}

const NAMED: Signature = Signature::python(&[required("namespace"), required("name")]);

static ROWS: &[Row] = &[
    Row::class(&UUID, "A UUID."),
    function!("uuid3", NAMED, "A UUID made of a name, with MD5.", uuid3, 2),
    function!("uuid5", NAMED, "A UUID made of a name, with SHA-1.", uuid5, 2),
    function!("uuid4", Signature::python(&[]), "A random UUID.", uuid4, 0).needs(RANDOM),
    constant!("NAMESPACE_DNS", NAMESPACE_DNS),
    constant!("NAMESPACE_URL", NAMESPACE_URL),
    constant!("NAMESPACE_OID", NAMESPACE_OID),
    constant!("NAMESPACE_X500", NAMESPACE_X500),
    Row::constant("RESERVED_NCS", "A variant.", |cx| cx.str("reserved for NCS compatibility")),
    Row::constant("RFC_4122", "A variant.", |cx| cx.str("specified in RFC 4122")),
    Row::constant("RESERVED_MICROSOFT", "A variant.", |cx| cx.str("reserved for Microsoft compatibility")),
    Row::constant("RESERVED_FUTURE", "A variant.", |cx| cx.str("reserved for future definition")),
];

fn number<'h>(value: u64) -> Value<'h> {
    Value::Int(i64::try_from(value).unwrap_or(i64::MAX))
}

fn field<'h>(uuid: Uuid, at: usize) -> R<'h> {
    Ok(uuid.fields().get(at).map_or(Value::None, |value| number(*value)))
}

fn int<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.int(&BigInt::from(data::<Uuid>(cx, receiver)?.0))
}

fn write<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>, whole: bool) -> R<'h, ()> {
    let uuid = *data::<Uuid>(cx, Value::Object(object))?;
    if whole { out.display(format_args!("UUID('{uuid}')")) } else { out.display(uuid) }
}

fn compare_with<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Value::Object(other) = other else { return Ok(Value::NotImplemented) };
    let Some(other) = other.data::<Uuid>() else { return Ok(Value::NotImplemented) };
    let order = data::<Uuid>(cx, Value::Object(object))?.cmp(other);
    Ok(match op {
        CompareOp::Eq => Value::bool(order.is_eq()),
        CompareOp::Ne => Value::bool(order.is_ne()),
        CompareOp::Lt => Value::bool(order.is_lt()),
        CompareOp::Le => Value::bool(order.is_le()),
        CompareOp::Gt => Value::bool(order.is_gt()),
        CompareOp::Ge => Value::bool(order.is_ge()),
        _ => Value::NotImplemented,
    })
}

fn import<'h>(cx: &Context<'h>, class: &'static Class, given: &(dyn std::any::Any + Send + Sync)) -> R<'h> {
    match given.downcast_ref::<Uuid>() {
        Some(uuid) => object(cx, class, *uuid),
        None => Err(cx.internal("a UUID from something else")),
    }
}

fn describe(data: &(dyn std::any::Any + Send + Sync)) -> Option<Described> {
    let uuid: &Uuid = data.downcast_ref()?;
    Some(Described { name: "uuid", text: uuid.to_string(), repr: format!("UUID('{uuid}')") })
}

fn export<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Data> {
    let uuid = *data::<Uuid>(cx, Value::Object(object))?;
    Ok(Data::Foreign(Foreign { class: &UUID, data: std::sync::Arc::new(uuid) }))
}

fn uuid_new<'h>(
    cx: &Context<'h>,
    hex: Nullable<Value<'h>>,
    bytes: Nullable<Value<'h>>,
    bytes_le: Nullable<Value<'h>>,
    fields: Nullable<Value<'h>>,
    int: Nullable<Value<'h>>,
    version: Nullable<Value<'h>>,
) -> R<'h> {
    let made = match (hex.0, bytes.0, bytes_le.0, fields.0, int.0) {
        (Some(hex), None, None, None, None) => Ok(from_text(cx, hex)?),
        (None, Some(bytes), None, None, None) => {
            Ok(Uuid::from_bytes(data_of(cx, bytes, "bytes")?).or_stop(cx)?)
        }
        (None, None, Some(bytes), None, None) => {
            Ok(Uuid::from_bytes_le(data_of(cx, bytes, "bytes_le")?).or_stop(cx)?)
        }
        (None, None, None, Some(fields), None) => whole(cx, of_fields(cx, fields)?)?,
        (None, None, None, None, Some(int)) => whole(cx, int)?,
        _ => {
            return Err(
                cx.type_error("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
            );
        }
    };
    if let Some(version) = version.0
        && !(compare::order(cx, CompareOp::Le, Value::Int(1), version)?
            && compare::order(cx, CompareOp::Le, version, Value::Int(5))?)
    {
        return Err(cx.value_error("illegal version number"));
    }
    let uuid = match (made, version.0) {
        (Ok(uuid), None) => uuid,
        (Ok(uuid), Some(version)) => {
            // What is no int fails where its bits are moved.
            arith::binary(cx, BinaryOp::LShift, version, Value::Int(76))?;
            uuid.with_version(convert::index_i64(cx, version)?).or_stop(cx)?
        }
        (Err(number), Some(_)) => {
            let name = own_type_name(number);
            return Err(cx.type_error(format_args!("unsupported operand type(s) for &=: '{name}' and 'int'")));
        }
        (Err(number), None) => Uuid::from_int(&big(cx, number)?).or_stop(cx)?,
    };
    object(cx, &UUID, uuid)
}

/// Whether a number has no sign and at most so many bits. What is no number fails in the comparison that CPython makes.
fn fits<'h>(cx: &Context<'h>, number: Value<'h>, bits: u32) -> R<'h, bool> {
    let bound = arith::binary(cx, BinaryOp::LShift, Value::Int(1), Value::Int(i64::from(bits)))?;
    Ok(compare::order(cx, CompareOp::Le, Value::Int(0), number)?
        && compare::order(cx, CompareOp::Lt, number, bound)?)
}

/// The UUID of a number; the number itself if it is in the range and no int.
fn whole<'h>(cx: &Context<'h>, number: Value<'h>) -> R<'h, Result<Uuid, Value<'h>>> {
    if !fits(cx, number, 128)? {
        return Err(cx.value_error("int is out of range (need a 128-bit value)"));
    }
    if !convert::is_index(number) {
        return Ok(Err(number));
    }
    Uuid::from_int(&big(cx, number)?).or_stop(cx).map(Ok)
}

fn from_text<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Uuid> {
    if matches!(value, Value::Bytes(_)) {
        return Err(cx.type_error("a bytes-like object is required, not 'str'"));
    }
    let text = crate::glue::text(cx, value, "replace")?;
    cx.charge(text.len().saturating_mul(3))?;
    let parse = |digits: &str| {
        let int = convert::checked(cx, number::int_from_text(digits, 16)).map_err(Refusal::Stop)?;
        Ok::<BigInt, Refusal<'_>>(IntRef::from(&int).to_big().into_owned())
    };
    Uuid::from_text(text, parse).or_stop(cx)
}

fn data_of<'h>(cx: &Context<'h>, value: Value<'h>, what: &str) -> R<'h, &'h [u8]> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.data()),
        other => {
            let length = hognose_eval::ops::len(cx, other)?;
            if length != 16 {
                return Err(cx.value_error(format_args!("{what} is not a 16-char string")));
            }
            let shown = hognose_eval::ops::text::repr_string(cx, other)?;
            Err(cx.raise(&hognose_eval::class::ASSERTION_ERROR, shown))
        }
    }
}

/// The number that six fields make.
fn of_fields<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    if hognose_eval::ops::len(cx, value)? != super::FIELDS.len() {
        return Err(cx.value_error("fields is not a 6-tuple"));
    }
    let fields = convert::collect(cx, value)?;
    for (index, (bits, name)) in super::FIELDS.into_iter().enumerate() {
        if !fits(cx, fields.get(index).unwrap_or(Value::None), bits)? {
            let number = index.saturating_add(1);
            return Err(cx.value_error(format_args!("field {number} out of range (need {name} value)")));
        }
    }
    let moved = |index: usize, bits: i64| {
        arith::binary(cx, BinaryOp::LShift, fields.get(index).unwrap_or(Value::None), Value::Int(bits))
    };
    let or = |a, b| arith::binary(cx, BinaryOp::BitOr, a, b);
    let field = |index: usize| fields.get(index).unwrap_or(Value::None);
    let clock = or(moved(3, 8)?, field(4))?;
    let time = or(or(moved(0, 96)?, moved(1, 80)?)?, moved(2, 64)?)?;
    let clock = arith::binary(cx, BinaryOp::LShift, clock, Value::Int(48))?;
    or(or(time, clock)?, field(5))
}

/// What a name-based UUID is made of.
fn named<'h>(cx: &Context<'h>, namespace: Value<'h>, name: Value<'h>) -> R<'h, (Uuid, &'h [u8])> {
    let Value::Object(object) = namespace else {
        hognose_eval::ops::attribute::get(cx, namespace, "bytes")?;
        return Err(cx.type_error(format_args!("expected a UUID, got {}", own_type_name(namespace))));
    };
    let Some(namespace) = object.data::<Uuid>() else {
        hognose_eval::ops::attribute::get(cx, namespace, "bytes")?;
        return Err(cx.type_error("expected a UUID"));
    };
    let name = match name {
        Value::Str(text) => text.text(cx.heap())?.as_bytes(),
        Value::Bytes(bytes) => bytes.data(),
        other => {
            return Err(cx.type_error(format_args!("can't concat {} to bytes", own_type_name(other))));
        }
    };
    crate::hashlib::rows::charge(cx, name.len())?;
    Ok((*namespace, name))
}

fn uuid3<'h>(cx: &Context<'h>, namespace: Value<'h>, name: Value<'h>) -> R<'h> {
    let (namespace, name) = named(cx, namespace, name)?;
    object(cx, &UUID, Uuid::uuid3(namespace, name))
}

fn uuid5<'h>(cx: &Context<'h>, namespace: Value<'h>, name: Value<'h>) -> R<'h> {
    let (namespace, name) = named(cx, namespace, name)?;
    object(cx, &UUID, Uuid::uuid5(namespace, name))
}

fn uuid4<'h>(cx: &Context<'h>) -> R<'h> {
    match <[u8; 16]>::try_from(crate::random::source::from_host(cx, 16)?) {
        Ok(random) => object(cx, &UUID, Uuid::uuid4(random)),
        Err(_) => Err(cx.internal("random bytes of another size")),
    }
}
