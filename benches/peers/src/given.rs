//! The request as a host would hold it before it asks a policy: what every contender binds from.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A value of the host.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    /// Nothing.
    None,
    /// A bool.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Given>),
    /// A mapping.
    Map(Vec<(String, Given)>),
    /// An object: its fields are attributes in Python, entries elsewhere.
    Object(Vec<(String, Given)>),
}

impl Given {
    /// Parse JSON text; with a key `$class` it is an object.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// A field or entry.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let (Self::Map(fields) | Self::Object(fields)) = self else { return None };
        fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// What lies at the end of a path; nothing where it does not exist.
    pub(crate) fn at(&self, path: &[&str]) -> &Self {
        const NOTHING: &Given = &Given::None;
        path.iter().try_fold(self, |value, name| value.get(name)).unwrap_or(NOTHING)
    }

    /// The text, if it is one.
    #[cfg(feature = "cedar")]
    pub(crate) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Given;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Given, E> {
        Ok(Given::None)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Given, E> {
        Ok(Given::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Given, E> {
        Ok(Given::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Given, E> {
        i64::try_from(value).map(Given::Int).map_err(E::custom)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Given, E> {
        Ok(Given::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Given, E> {
        Ok(Given::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Given, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Given::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Given, A::Error> {
        let (mut object, mut fields) = (false, Vec::new());
        while let Some(key) = access.next_key::<String>()? {
            if key == "$class" {
                object = true;
                access.next_value::<serde::de::IgnoredAny>()?;
            } else {
                fields.push((key, access.next_value()?));
            }
        }
        Ok(if object { Given::Object(fields) } else { Given::Map(fields) })
    }
}
