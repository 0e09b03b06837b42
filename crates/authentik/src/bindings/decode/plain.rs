//! `{"$type": …, "value": …}`: values that JSON has no form for.

use super::error::nearest;
use super::object::dict;
use super::walk::{Cx, Walk, quote};
use crate::bindings::build::Build;
use hognose_schema::binding::TypeExpr;
use num_bigint::BigInt;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The key that holds the value.
const VALUE: &str = "value";
/// Digits of an int at most.
const DIGITS: usize = 20_000;

/// What `$type` can name besides classes.
#[derive(Clone, Copy)]
pub(super) enum Plain {
    /// Written as where the type is declared.
    Type(TypeExpr),
    /// An int as digits.
    Int,
    /// A float that is no number.
    Float,
    /// A dict whose keys are not looked at, or a list of its pairs.
    Dict,
    /// Something of which only type and `repr` are known.
    Opaque,
}

pub(super) const PLAIN: &[(&str, Plain)] = &[
    ("datetime", Plain::Type(TypeExpr::Datetime)),
    ("date", Plain::Type(TypeExpr::Date)),
    ("time", Plain::Type(TypeExpr::Time)),
    ("timedelta", Plain::Type(TypeExpr::Timedelta)),
    ("uuid", Plain::Type(TypeExpr::Uuid)),
    ("ip", Plain::Type(TypeExpr::Ip)),
    ("bytes", Plain::Type(TypeExpr::Bytes)),
    ("set", Plain::Type(TypeExpr::Set(&TypeExpr::Json))),
    ("tuple", Plain::Type(TypeExpr::Tuple(&TypeExpr::Json))),
    ("int", Plain::Int),
    ("float", Plain::Float),
    ("dict", Plain::Dict),
    ("opaque", Plain::Opaque),
];

/// The rest of `{"$type": …, "value": …}`.
pub(super) fn plain<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    plain: Plain,
    mut map: A,
) -> Result<B::Value, A::Error> {
    if matches!(plain, Plain::Opaque) {
        return opaque(cx, map);
    }
    let Some(key) = map.next_key::<Box<str>>()? else { return cx.fail("it has no `value`".to_owned(), None) };
    if &*key != VALUE {
        return cx.at_key(&key, cx.fail("expected the key `value` only".to_owned(), None));
    }
    let value = match plain {
        Plain::Type(ty) => map.next_value_seed(Walk::new(cx, ty)),
        Plain::Int => map.next_value_seed(Text(cx)).and_then(|text| int(cx, &text)),
        Plain::Float => map.next_value_seed(Text(cx)).and_then(|text| float(cx, &text)),
        Plain::Dict | Plain::Opaque => map.next_value_seed(AnyDict(cx)),
    };
    let value = cx.at_key(VALUE, value)?;
    match map.next_key::<Box<str>>()? {
        Some(key) => cx.at_key(&key, cx.fail("expected the key `value` only".to_owned(), None)),
        None => Ok(value),
    }
}

/// The rest of `{"$type": "opaque", "class": …, "repr": …}`.
fn opaque<'de, B: Build, A: MapAccess<'de>>(cx: &Cx<'_, B>, mut map: A) -> Result<B::Value, A::Error> {
    let mut found: [Option<Box<str>>; 2] = [None, None];
    while let Some(key) = map.next_key::<Box<str>>()? {
        let [kind, repr] = &mut found;
        let place = match &*key {
            "class" => kind,
            "repr" => repr,
            _ => {
                return cx
                    .at_key(&key, cx.fail("expected the keys `class` and `repr` only".to_owned(), None));
            }
        };
        let text: Box<str> = cx.at_key(&key, map.next_value())?;
        cx.charge(text.len())?;
        *place = Some(text);
    }
    let [Some(kind), Some(repr)] = found else {
        return cx.fail("expected the keys `class` and `repr`".to_owned(), None);
    };
    match cx.build.opaque(&kind, &repr) {
        Some(value) => Ok(value),
        None => cx.fail(format!("a value of the class {} can stand in a journal only", quote(&kind)), None),
    }
}

fn int<B: Build, E: serde::de::Error>(cx: &Cx<'_, B>, text: &str) -> Result<B::Value, E> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_int = digits.len() <= DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<BigInt>() {
        Ok(value) if is_int => Ok(match i64::try_from(&value) {
            Ok(value) => cx.build.int(value),
            Err(_) => cx.build.big_int(value),
        }),
        _ => cx.fail(format!("expected at most {DIGITS} digits, found {}", quote(text)), None),
    }
}

fn float<B: Build, E: serde::de::Error>(cx: &Cx<'_, B>, text: &str) -> Result<B::Value, E> {
    let value = match text {
        "nan" => f64::NAN,
        "inf" => f64::INFINITY,
        "-inf" => f64::NEG_INFINITY,
        _ => {
            let reason = format!("expected \"nan\", \"inf\" or \"-inf\", found {}", quote(text));
            return cx.fail(reason, nearest(text, ["nan", "inf", "-inf"]));
        }
    };
    Ok(cx.build.float(value))
}

/// Reads text.
struct Text<'c, 'a, B: Build>(&'c Cx<'a, B>);

impl<'de, B: Build> DeserializeSeed<'de> for Text<'_, '_, B> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<B: Build> Visitor<'_> for Text<'_, '_, B> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
        if text.len() > DIGITS.saturating_add(1) {
            return self.0.fail(format!("expected at most {DIGITS} digits"), None);
        }
        self.0.charge(text.len())?;
        Ok(text.to_owned())
    }
}

/// Reads a dict: an object, or a list of pairs.
struct AnyDict<'c, 'a, B: Build>(&'c Cx<'a, B>);

impl<'de, B: Build> DeserializeSeed<'de> for AnyDict<'_, '_, B> {
    type Value = B::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<B::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, B: Build> Visitor<'de> for AnyDict<'_, '_, B> {
    type Value = B::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of pairs")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<B::Value, A::Error> {
        let _level = self.0.enter()?;
        dict(self.0, TypeExpr::Any, Vec::new(), map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<B::Value, A::Error> {
        let _level = self.0.enter()?;
        let mut pairs = Vec::new();
        loop {
            match self.0.at_index(pairs.len(), seq.next_element_seed(Pair(self.0)))? {
                Some(pair) => pairs.push(pair),
                None => return Ok(self.0.build.pairs(pairs)),
            }
        }
    }
}

/// Reads a key and its value.
struct Pair<'c, 'a, B: Build>(&'c Cx<'a, B>);

impl<'de, B: Build> DeserializeSeed<'de> for Pair<'_, '_, B> {
    type Value = (B::Value, B::Value);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, B: Build> Visitor<'de> for Pair<'_, '_, B> {
    type Value = (B::Value, B::Value);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of a key and its value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let _level = self.0.enter()?;
        self.0.charge(0)?;
        let json = || Walk::new(self.0, TypeExpr::Json);
        let key = self.0.at_index(0, seq.next_element_seed(json()))?;
        let value = self.0.at_index(1, seq.next_element_seed(json()))?;
        match (key, value, seq.next_element::<serde::de::IgnoredAny>()?) {
            (Some(key), Some(value), None) => Ok((key, value)),
            _ => self.0.fail("expected a key and its value".to_owned(), None),
        }
    }
}
