//! Text and bytes: `str(bytes, encoding, errors)`, `str.encode`, and what goes wrong with them.

use crate::class::{self, Class};
use crate::context::Context;
use crate::ops::{self, own_type_name};
use crate::row::{Args, Call, Member, Parameter, Row, Signature, optional};
use crate::stop::{R, Stop};
use crate::text::Measure;
use crate::text::codec::{
    CodecError, DecodeFailure, EncodeFailure, Encoding, Handler, NameError, decode, encode,
};
use crate::value::Value;
use crate::value::bytes::Bytes;
use std::convert::Infallible;

/// The parameters of everything that encodes or decodes.
pub(crate) const CODEC: &[Parameter] = &[optional("encoding"), optional("errors")];

/// Methods.
pub(super) static ROWS: &[Row] = &[Row::new(
    "encode",
    Signature::keywords(CODEC),
    "Its bytes in an encoding.",
    Member::Method(|cx, call| {
        let text: &str = call.get(cx, 0)?;
        let (encoding, errors) = codec_names(cx, call)?;
        encoded(cx, text, encoding, errors)
    }),
)
.called("str.encode")];

/// `str(x)`, `str(bytes, encoding, errors)`.
pub static NEW: Row = Row::new(
    "str",
    Signature::keywords(&[optional("object"), optional("encoding"), optional("errors")]),
    "Text of a value, or of bytes in an encoding.",
    Member::RawFunction(new),
);

/// The names of encoding and error handler, which stand behind the first argument. Each is refused where C could not hold it,
/// before the next is looked at.
///
/// # Errors
/// `TypeError` for what is no text; `ValueError` for text with a null character.
pub(crate) fn codec_names<'h>(
    cx: &Context<'h>,
    call: &Call<'_, 'h>,
) -> R<'h, (Option<&'h str>, Option<&'h str>)> {
    let name = |index| {
        let name: Option<&'h str> = call.get(cx, index)?;
        nulls(cx, name)?;
        Ok(name)
    };
    Ok((name(1)?, name(2)?))
}

/// The bytes of a text in an encoding.
///
/// # Errors
/// `UnicodeEncodeError`, `LookupError`, `ValueError`; limits.
pub(crate) fn encoded<'h>(
    cx: &Context<'h>,
    text: &'h str,
    encoding: Option<&str>,
    errors: Option<&str>,
) -> R<'h> {
    let encoding = found(cx, encoding, "encode")?;
    if matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) {
        cx.burn_bytes(text.len())?;
        // Text is kept in UTF-8.
        if text.is_ascii() {
            return Ok(Value::Bytes(cx.heap().alloc(Bytes::new(text.as_bytes()))?));
        }
    }
    let handler = Handler::find(errors.unwrap_or("strict"));
    cx.burn_chars(text.len())?;
    let mut measure = Measure::default();
    let problem = encode(text, encoding, handler, &mut measure).err();
    match problem {
        None => {}
        Some(EncodeFailure::Error(error)) => {
            let object = cx.wrap_str(text)?;
            return Err(unicode_error(cx, &class::UNICODE_ENCODE_ERROR, object, error));
        }
        Some(EncodeFailure::UnknownHandler) => return Err(no_handler(cx, errors)),
        Some(EncodeFailure::Full(never)) => match never {},
    }
    // Text is kept in UTF-8.
    let data = if encoding == Encoding::Utf8 && measure.bytes == text.len() && handler_is_idle(text) {
        text.as_bytes()
    } else {
        cx.burn_chars(measure.bytes)?;
        cx.heap().fill_bytes(measure.bytes, |fill| {
            // What can fail has failed above.
            let _ = encode::<_>(text, encoding, handler, fill);
            Ok(())
        })?
    };
    Ok(Value::Bytes(cx.heap().alloc(Bytes::new(data))?))
}

/// Whether a text has no lone surrogates.
fn handler_is_idle(text: &str) -> bool {
    text.is_ascii() || !text.chars().any(hognose_syntax::surrogate::is_stand_in)
}

/// The text of bytes in an encoding.
///
/// # Errors
/// `UnicodeDecodeError`, `LookupError`, `ValueError`, `TypeError`; limits.
pub(crate) fn decoded<'h>(
    cx: &Context<'h>,
    bytes: &'h [u8],
    encoding: Option<&str>,
    errors: Option<&str>,
) -> R<'h> {
    if bytes.is_empty() {
        // Nothing is looked up then.
        return cx.wrap_str("");
    }
    let encoding = found(cx, encoding, "decode")?;
    let handler = Handler::find(errors.unwrap_or("strict"));
    cx.burn_bytes(bytes.len())?;
    if matches!(encoding, Encoding::Utf8)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return cx.wrap_str(text);
    }
    cx.burn_chars(bytes.len())?;
    let mut measure = Measure::default();
    match decode(bytes, encoding, handler, &mut measure) {
        Ok(()) => {}
        Err(DecodeFailure::Error(error)) => {
            let object = bytes.get(error.skipped..).unwrap_or_default();
            let object = Value::Bytes(cx.heap().alloc(Bytes::new(object))?);
            return Err(unicode_error(cx, &class::UNICODE_DECODE_ERROR, object, error));
        }
        Err(DecodeFailure::UnknownHandler) => return Err(no_handler(cx, errors)),
        Err(DecodeFailure::WrongHandler) => {
            return Err(cx.type_error(DecodeFailure::<Infallible>::WRONG_HANDLER));
        }
        Err(DecodeFailure::Full(never)) => match never {},
    }
    cx.burn_chars(measure.bytes)?;
    let text = cx.heap().fill_text(measure.bytes, |fill| {
        let _ = decode(bytes, encoding, handler, fill);
        Ok(())
    })?;
    cx.wrap_str(text)
}

/// Refuses names that C could not hold.
fn nulls<'h>(cx: &Context<'h>, name: Option<&str>) -> R<'h, ()> {
    if name.is_some_and(|name| name.contains('\0')) {
        return Err(cx.value_error("embedded null character"));
    }
    Ok(())
}

/// The encoding of a name.
fn found<'h>(cx: &Context<'h>, encoding: Option<&str>, function: &str) -> R<'h, Encoding> {
    let Some(name) = encoding else { return Ok(Encoding::Utf8) };
    Encoding::find(name).map_err(|error| {
        let class = if error == NameError::Null { &class::VALUE_ERROR } else { &class::LOOKUP_ERROR };
        cx.raise(class, error.text(name, function))
    })
}

#[cold]
fn no_handler<'h>(cx: &Context<'h>, errors: Option<&str>) -> Stop<'h> {
    cx.raise(&class::LOOKUP_ERROR, Handler::unknown_text(errors.unwrap_or("strict")))
}

#[cold]
fn unicode_error<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    object: Value<'h>,
    error: CodecError,
) -> Stop<'h> {
    let number = |at: usize| Value::Int(i64::try_from(at).unwrap_or(i64::MAX));
    let (Ok(encoding), Ok(reason)) = (cx.wrap_str(error.encoding), cx.wrap_str(error.reason)) else {
        return Stop::Fatal;
    };
    cx.raise_args(class, &[encoding, object, number(error.start), number(error.end), reason])
}

/// [`NEW`] when an argument is given by name.
static NEW_BY_NAME: Row = Row::new(
    "str",
    Signature::keywords(&[optional("object"), optional("encoding"), optional("errors")]),
    "Text of a value, or of bytes in an encoding.",
    Member::Function(new_by_name),
);

/// A name of an encoding or handler, given by position.
fn by_position<'h>(cx: &Context<'h>, given: Option<&Value<'h>>, name: &str) -> R<'h, Option<&'h str>> {
    match given {
        None => Ok(None),
        Some(Value::Str(text)) => {
            let text = text.text(cx.heap())?;
            nulls(cx, Some(text))?;
            Ok(Some(text))
        }
        Some(other) => {
            // This complaint alone names the module of a type.
            let (module, given) = (other.class().module, own_type_name(*other));
            let module = if module == "builtins" || given.contains('.') { "" } else { module };
            let dot = if module.is_empty() { "" } else { "." };
            Err(cx.type_error(format_args!("str() argument '{name}' must be str, not {module}{dot}{given}")))
        }
    }
}

fn new<'h>(cx: &Context<'h>, _: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    if !args.keywords.is_empty() {
        return cx.call_row(&NEW_BY_NAME, None, args);
    }
    match args.positional {
        [] => cx.wrap_str(""),
        [object] => ops::text::str(cx, *object),
        [object, codec @ ..] if codec.len() <= 2 => {
            let encoding = by_position(cx, codec.first(), "encoding")?;
            let errors = by_position(cx, codec.get(1), "errors")?;
            of_bytes(cx, *object, encoding, errors)
        }
        given => Err(cx.type_error(format_args!("str expected at most 3 arguments, got {}", given.len()))),
    }
}

fn new_by_name<'a, 'h>(cx: &'a Context<'h>, call: &'a Call<'a, 'h>) -> R<'h> {
    let (encoding, errors) = codec_names(cx, call)?;
    match call.value(0) {
        Value::Unbound => cx.wrap_str(""),
        object if encoding.is_none() && errors.is_none() => ops::text::str(cx, object),
        object => of_bytes(cx, object, encoding, errors),
    }
}

fn of_bytes<'h>(cx: &Context<'h>, object: Value<'h>, encoding: Option<&str>, errors: Option<&str>) -> R<'h> {
    match object {
        Value::Bytes(bytes) => decoded(cx, bytes.data(), encoding, errors),
        Value::Str(_) => Err(cx.type_error("decoding str is not supported")),
        _ => Err(cx.type_error(format_args!(
            "decoding to str: need a bytes-like object, {} found",
            own_type_name(object)
        ))),
    }
}
