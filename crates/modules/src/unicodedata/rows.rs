//! What a policy sees of `unicodedata`.

use hognose_eval::class::Module;
use hognose_eval::ops::own_type_name;
use hognose_eval::row::{Call, FromArg, Row, Signature, p_only, p_only_optional};
use hognose_eval::text::normal::{self, Form};
use hognose_eval::text::{class, data, names};
use hognose_eval::value::str::Str;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function};

/// The module.
pub static MODULE: Module = Module { name: "unicodedata", rows: &[ROWS] };

const WITH_DEFAULT: Signature = Signature::positional(&[p_only("chr"), p_only_optional("default")]);
const FORM_AND_TEXT: Signature = Signature::positional(&[p_only("form"), p_only("unistr")]);
const ONE: Signature = Signature::one(&[p_only("character")]);

macro_rules! of_character {
    ($name:literal, $doc:literal, $f:path) => {
        function!($name, ONE, $doc, $f, 1).called(concat!("unicodedata.", $name))
    };
}

static ROWS: &[Row] = &[
    Row::constant("unidata_version", "The version of Unicode.", |cx| cx.wrap_str(data::VERSION)),
    function!("name", WITH_DEFAULT, "The name of a character.", name, 2),
    function!("decimal", WITH_DEFAULT, "The value of a decimal digit.", decimal, 2),
    function!("digit", WITH_DEFAULT, "The value of a digit.", digit, 2),
    function!("numeric", WITH_DEFAULT, "The numeric value of a character, as a float.", numeric, 2),
    function!("normalize", FORM_AND_TEXT, "The text in a normal form.", normalize, 2)
        .called("unicodedata.normalize"),
    function!("is_normalized", FORM_AND_TEXT, "Whether text is in a normal form.", is_normalized, 2)
        .called("unicodedata.is_normalized"),
    of_character!("lookup", "The character of a name.", lookup),
    of_character!("category", "The general category of a character.", category),
    of_character!("bidirectional", "The bidirectional class of a character.", bidirectional),
    of_character!("combining", "The canonical combining class of a character.", combining),
    of_character!("east_asian_width", "The East Asian width of a character.", east_asian_width),
    of_character!("mirrored", "Whether a character is mirrored in right-to-left text.", mirrored),
    of_character!("decomposition", "The decomposition of a character.", decomposition),
];

/// An argument that must be text of one character.
#[derive(Clone, Copy)]
struct Letter(char);

impl<'h> FromArg<'h> for Letter {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        let value = call.value(index);
        if let Value::Str(text) = value {
            let mut chars = text.text(cx.heap())?.chars();
            if let (Some(only), None) = (chars.next(), chars.next()) {
                return Ok(Self(only));
            }
        }
        let number = if call.row.signature.parameters.len() > 1 { " 1" } else { "" };
        let given = if value.is_none() { "None" } else { own_type_name(value) };
        let name = call.row.name;
        Err(cx.type_error(format_args!("{name}() argument{number} must be a unicode character, not {given}")))
    }
}

/// The value, else the default, else `ValueError`.
fn or_default<'h>(
    cx: &Context<'h>,
    found: Option<Value<'h>>,
    default: Value<'h>,
    complaint: &'static str,
) -> R<'h> {
    found.or(default.bound()).ok_or_else(|| cx.value_error(complaint))
}

fn name<'h>(cx: &Context<'h>, letter: Letter, default: Value<'h>) -> R<'h> {
    let found = names::name(letter.0).map(|name| cx.str(&name.to_string())).transpose()?;
    or_default(cx, found, default, "no such name")
}

fn small<'h>(value: Option<u8>) -> Option<Value<'h>> {
    value.map(|value| Value::Int(i64::from(value)))
}

fn decimal<'h>(cx: &Context<'h>, letter: Letter, default: Value<'h>) -> R<'h> {
    or_default(cx, small(class::decimal(letter.0)), default, "not a decimal")
}

fn digit<'h>(cx: &Context<'h>, letter: Letter, default: Value<'h>) -> R<'h> {
    or_default(cx, small(class::digit(letter.0)), default, "not a digit")
}

fn numeric<'h>(cx: &Context<'h>, letter: Letter, default: Value<'h>) -> R<'h> {
    or_default(cx, data::numeric(letter.0).map(Value::float), default, "not a numeric character")
}

fn lookup<'h>(cx: &Context<'h>, name: Value<'h>) -> R<'h> {
    /// CPython takes no names beyond this size.
    const MOST: usize = 256;
    let name = match name {
        Value::Str(text) => text.text(cx.heap())?,
        Value::Bytes(bytes) => std::str::from_utf8(bytes.data()).unwrap_or("\u{FFFD}"),
        other => {
            let given = own_type_name(other);
            return Err(cx.type_error(format_args!("a bytes-like object is required, not '{given}'")));
        }
    };
    if name.len() > MOST {
        return Err(cx.key_error(cx.wrap_str("name too long")?));
    }
    match names::lookup(name) {
        Some(found) => cx.str(found.encode_utf8(&mut [0; 4])),
        None => Err(cx.key_error(cx.str(&format!("undefined character name '{name}'"))?)),
    }
}

fn category<'h>(cx: &Context<'h>, letter: Letter) -> R<'h> {
    cx.wrap_str(data::category(letter.0))
}

fn bidirectional<'h>(cx: &Context<'h>, letter: Letter) -> R<'h> {
    cx.wrap_str(data::bidirectional(letter.0))
}

fn combining<'h>(_: &Context<'h>, letter: Letter) -> R<'h> {
    Ok(Value::Int(i64::from(data::combining(letter.0))))
}

fn east_asian_width<'h>(cx: &Context<'h>, letter: Letter) -> R<'h> {
    cx.wrap_str(data::east_asian_width(letter.0))
}

fn mirrored<'h>(_: &Context<'h>, letter: Letter) -> R<'h> {
    Ok(Value::Int(i64::from(data::mirrored(letter.0))))
}

fn decomposition<'h>(cx: &Context<'h>, letter: Letter) -> R<'h> {
    cx.str(&data::decomposition(letter.0))
}

/// Charges what normalising takes beyond its result; none for empty text, which is in every form there is or is not.
fn prepared<'h>(cx: &Context<'h>, form: &str, text: &str) -> R<'h, Option<Form>> {
    if text.is_empty() {
        return Ok(None);
    }
    let Some(form) = Form::find(form) else { return Err(cx.value_error("invalid normalization form")) };
    // Each character is looked up in several tables.
    cx.burn((text.len() as u64) >> 1)?;
    cx.heap().charge(normal::scratch(text, form))?;
    Ok(Some(form))
}

fn normalize<'h>(cx: &Context<'h>, form: &'h str, this: &'h Str<'h>) -> R<'h> {
    let text = this.text(cx.heap())?;
    match prepared(cx, form, text)? {
        Some(form) if !text.is_ascii() => {
            let mut out = Writer::new(cx);
            normal::normalize(text, form, &mut out)?;
            out.finish()
        }
        _ => Ok(Value::Str(this)),
    }
}

fn is_normalized<'h>(cx: &Context<'h>, form: &'h str, text: &'h str) -> R<'h> {
    let normal = match prepared(cx, form, text)? {
        Some(form) => text.is_ascii() || normal::is_normalized(text, form),
        None => true,
    };
    Ok(Value::bool(normal))
}
