//! Between the modules' plain functions and the evaluator: arguments in, exceptions out.

use hognose_eval::class::{self, Class};
use hognose_eval::number::IntRef;
use hognose_eval::ops::{attribute, convert, own_type_name};
use hognose_eval::row::{Args, Call, FromArg};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value};
use num_bigint::BigInt;

use crate::raised::Raised;

/// A module's exception as one of the evaluator.
#[cold]
pub(crate) fn stop<'h>(cx: &Context<'h>, raised: &Raised) -> Stop<'h> {
    let class = match raised.kind {
        "ValueError" => &class::VALUE_ERROR,
        "TypeError" => &class::TYPE_ERROR,
        // The name is not unique.
        "Error" => &crate::binascii::rows::ERROR,
        other => cx.table().exception(other).unwrap_or(&class::EXCEPTION),
    };
    cx.raise(class, &raised.message)
}

/// Turns a module's error into one of the evaluator.
pub(crate) trait OrStop<'h, T> {
    fn or_stop(self, cx: &Context<'h>) -> R<'h, T>;
}

impl<'h, T> OrStop<'h, T> for Result<T, Raised> {
    fn or_stop(self, cx: &Context<'h>) -> R<'h, T> {
        self.map_err(|raised| stop(cx, &raised))
    }
}

/// An error of a module's function that calls back into the evaluator.
pub(crate) enum Refusal<'h> {
    Raised(Raised),
    Stop(Stop<'h>),
}

impl From<Raised> for Refusal<'_> {
    fn from(raised: Raised) -> Self {
        Self::Raised(raised)
    }
}

impl<'h, T> OrStop<'h, T> for Result<T, Refusal<'h>> {
    fn or_stop(self, cx: &Context<'h>) -> R<'h, T> {
        self.map_err(|refusal| match refusal {
            Refusal::Raised(raised) => stop(cx, &raised),
            Refusal::Stop(stop) => stop,
        })
    }
}

/// The text of a value that must be a `str`. CPython's functions are written in Python and fail at the first attribute
/// that other types do not have.
pub(crate) fn text<'h>(cx: &Context<'h>, value: Value<'h>, attribute: &str) -> R<'h, &'h str> {
    if let Value::Str(text) = value {
        return text.text(cx.heap());
    }
    attribute::get(cx, value, attribute)?;
    Err(cx.type_error(format_args!("expected str, got {}", own_type_name(value))))
}

/// The argument of `binascii`'s decoders: as those of `base64`, in other words.
#[derive(Clone, Copy)]
pub(crate) struct BufferOrAscii<'h>(pub(crate) &'h [u8]);

impl<'h> FromArg<'h> for BufferOrAscii<'h> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Str(_) | Value::Bytes(_) => {
                BytesOrAscii::from_arg(cx, call, index).map(|data| Self(data.0))
            }
            other => Err(cx.type_error(format_args!(
                "argument should be bytes, buffer or ASCII string, not '{}'",
                own_type_name(other)
            ))),
        }
    }
}

/// The argument of `base64`'s decoders: bytes, or text in ASCII.
#[derive(Clone, Copy)]
pub(crate) struct BytesOrAscii<'h>(pub(crate) &'h [u8]);

impl<'h> FromArg<'h> for BytesOrAscii<'h> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Bytes(bytes) => Ok(Self(bytes.data())),
            Value::Str(text) => {
                let text = text.text(cx.heap())?;
                if text.is_ascii() {
                    return Ok(Self(text.as_bytes()));
                }
                Err(cx.value_error("string argument should contain only ASCII characters"))
            }
            other => Err(cx.type_error(format_args!(
                "argument should be a bytes-like object or ASCII string, not '{}'",
                own_type_name(other)
            ))),
        }
    }
}

/// An argument that must be bytes, in the words of `memoryview`.
#[derive(Clone, Copy)]
pub(crate) struct Viewed<'h>(pub(crate) &'h [u8]);

impl<'h> FromArg<'h> for Viewed<'h> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Bytes(bytes) => Ok(Self(bytes.data())),
            other => Err(cx.type_error(format_args!(
                "memoryview: a bytes-like object is required, not '{}'",
                own_type_name(other)
            ))),
        }
    }
}

/// A size that may be `None` or left out.
#[derive(Clone, Copy)]
pub(crate) struct Size(pub(crate) Option<i64>);

impl<'h> FromArg<'h> for Size {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Unbound | Value::None => Ok(Self(None)),
            value if convert::is_index(value) => match convert::index(cx, value)? {
                Value::Int(size) => Ok(Self(Some(size))),
                _ => {
                    let name = own_type_name(value);
                    Err(cx.overflow_error(format_args!("cannot fit '{name}' into an index-sized integer")))
                }
            },
            other => {
                let name = own_type_name(other);
                Err(cx.type_error(format_args!("argument should be integer or None, not '{name}'")))
            }
        }
    }
}

/// An int that CPython takes for a `long` of C.
#[derive(Clone, Copy)]
pub(crate) struct CLong(pub(crate) i64);

impl<'h> FromArg<'h> for CLong {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        c_long(cx, call.value(index)).map(Self)
    }
}

/// A value as a `long` of C.
pub(crate) fn c_long<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, i64> {
    match convert::index(cx, value)? {
        Value::Int(number) => Ok(number),
        _ => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}

/// An int of any size.
pub(crate) struct Big(pub(crate) BigInt);

impl<'h> FromArg<'h> for Big {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        big(cx, call.value(index)).map(Self)
    }
}

/// A value as an int, where CPython asks for `__index__`.
pub(crate) fn big<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, BigInt> {
    match convert::to_int(convert::index(cx, value)?) {
        Some(int) => {
            let int = IntRef::from(&int);
            // A message may show it in decimal.
            let limbs = int.bits() >> 6;
            cx.burn(limbs.saturating_mul(limbs) >> 4)?;
            Ok(int.to_big().into_owned())
        }
        None => Err(cx.internal("an index that is no int")),
    }
}

/// The plain data of a receiver. The table only leads here with objects of the class that keeps such data.
pub(crate) fn data<'h, T: 'static>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h, &'h T> {
    match receiver {
        Value::Object(object) => object.data().ok_or_else(|| cx.internal("an object without its data")),
        _ => Err(cx.internal("a receiver that is no object")),
    }
}

/// An object of a class with plain data.
pub(crate) fn object<'h, T: 'static>(cx: &Context<'h>, class: &'static Class, data: T) -> R<'h> {
    object_with(cx, class, data, &[])
}

/// An object of a class with plain data and values.
pub(crate) fn object_with<'h, T: 'static>(
    cx: &Context<'h>,
    class: &'static Class,
    data: T,
    fields: &[Value<'h>],
) -> R<'h> {
    let data = cx.heap().alloc(data)?;
    let fields = std::cell::Cell::new(cx.heap().values(fields, fields.len())?);
    Ok(Value::Object(cx.heap().alloc(Object { class, data, fields })?))
}

/// Arguments as a tuple and a dict, to be given later.
pub(crate) fn stored<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h, [Value<'h>; 2]> {
    let named = Dict::new(cx.heap())?;
    for (name, value) in args.keywords {
        cx.burn(1)?;
        named.set_text(cx, name, *value)?;
    }
    Ok([cx.tuple(args.positional)?, Value::Dict(named)])
}

/// Call something with arguments that were [`stored`].
pub(crate) fn call_stored<'h>(
    cx: &Context<'h>,
    function: Value<'h>,
    positional: Value<'h>,
    named: Value<'h>,
) -> R<'h> {
    let (Value::Tuple(positional), Value::Dict(named)) = (positional, named) else {
        return Err(cx.internal("stored arguments that are none"));
    };
    let mut keywords = Vec::new();
    let table = named.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        cx.burn(1)?;
        position = next;
        if let Value::Str(name) = key {
            keywords.push((name.text(cx.heap())?, value));
        }
    }
    cx.call_with(function, &Args { positional: positional.items(), keywords: &keywords })
}

/// An owned list of texts as a value.
pub(crate) fn texts<'h>(cx: &Context<'h>, texts: &[String]) -> R<'h> {
    let mut values = Vec::with_capacity(texts.len());
    for text in texts {
        values.push(cx.str(text)?);
    }
    cx.list(&values)
}
