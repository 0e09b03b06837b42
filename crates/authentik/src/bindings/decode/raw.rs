//! JSON that is read before it is known what it should be.

use super::walk::Cx;
use crate::bindings::build::Build;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A value as it stands in the file.
#[derive(Debug)]
pub(super) enum Raw {
    Null,
    Bool(bool),
    Int(i64),
    Unsigned(u64),
    Wide(i128),
    Float(f64),
    Str(String),
    Seq(Vec<Raw>),
    Map(Vec<(String, Raw)>),
}

/// Reads a [`Raw`] within the bounds of the file.
pub(super) struct Keep<'c, 'a, B: Build>(pub(super) &'c Cx<'a, B>);

impl<'de, B: Build> DeserializeSeed<'de> for Keep<'_, '_, B> {
    type Value = Raw;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, B: Build> Visitor<'de> for Keep<'_, '_, B> {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Unsigned(value))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Wide(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
        self.0.charge(text.len())?;
        Ok(Raw::Str(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let _level = self.0.enter()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Keep(self.0))? {
            self.0.charge(0)?;
            items.push(item);
        }
        Ok(Raw::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let _level = self.0.enter()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            self.0.charge(key.len())?;
            let value = map.next_value_seed(Keep(self.0))?;
            entries.push((key, value));
        }
        Ok(Raw::Map(entries))
    }
}

/// Gives a [`Raw`] to a visitor, as if it were read now.
pub(super) struct Replay<E>(Raw, PhantomData<E>);

impl<E> Replay<E> {
    pub(super) fn new(raw: Raw) -> Self {
        Self(raw, PhantomData)
    }
}

impl<'de, E: de::Error> Deserializer<'de> for Replay<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Raw::Null => visitor.visit_unit(),
            Raw::Bool(value) => visitor.visit_bool(value),
            Raw::Int(value) => visitor.visit_i64(value),
            Raw::Unsigned(value) => visitor.visit_u64(value),
            Raw::Wide(value) => visitor.visit_i128(value),
            Raw::Float(value) => visitor.visit_f64(value),
            Raw::Str(text) => visitor.visit_string(text),
            Raw::Seq(items) => visitor.visit_seq(Items(items.into_iter(), PhantomData)),
            Raw::Map(entries) => visitor.visit_map(Entries(entries.into_iter(), None, PhantomData)),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Items<E>(std::vec::IntoIter<Raw>, PhantomData<E>);

impl<'de, E: de::Error> SeqAccess<'de> for Items<E> {
    type Error = E;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, E> {
        self.0.next().map(|raw| seed.deserialize(Replay::new(raw))).transpose()
    }
}

struct Entries<E>(std::vec::IntoIter<(String, Raw)>, Option<Raw>, PhantomData<E>);

impl<'de, E: de::Error> MapAccess<'de> for Entries<E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        let Some((key, value)) = self.0.next() else { return Ok(None) };
        self.1 = Some(value);
        seed.deserialize(Replay::new(Raw::Str(key))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        seed.deserialize(Replay::new(self.1.take().unwrap_or(Raw::Null)))
    }
}
