//! The inputs of a workload from JSON text: data at once, as a host reads its own form.

use hognose::{Data, Map, OpenRecord, Policy, Request};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The inputs, by their names.
#[derive(Debug)]
pub(crate) struct Inputs(Data);

impl Inputs {
    /// What a policy reads of them: the rest need not be made.
    pub(crate) fn request_for(self, policy: &Policy) -> Request {
        let inputs = self.0.into_map().unwrap_or_default();
        let of_request = |name: &str| match inputs.get("request") {
            Some(Data::Open(request)) => request.fields.get(name).cloned(),
            _ => None,
        };
        let find = |name: &str| match name {
            "context" | "http_request" => of_request(name),
            _ => inputs.get(name).cloned(),
        };
        Request::custom(policy.names_read().map(|name| (name, find(name).unwrap_or(Data::None))))
    }
}

impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Node::deserialize(deserializer)?.0))
    }
}

struct Node(Data);

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(Self)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Data, E> {
        Ok(Data::None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Data, E> {
        i64::try_from(value).map(Data::Int).map_err(Error::custom)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Data, E> {
        Ok(Data::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Data, E> {
        Ok(Data::Str(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Data, A::Error> {
        let mut list = Vec::new();
        while let Some(Node(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Data::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Data, A::Error> {
        let (mut map, mut class) = (Map::default(), None);
        while let Some(key) = entries.next_key::<Box<str>>()? {
            if &*key == "$class" {
                class = Some(entries.next_value::<Box<str>>()?);
            } else {
                let Node(value) = entries.next_value()?;
                map.insert(key, value);
            }
        }
        Ok(match class {
            Some(type_name) => OpenRecord { type_name, fields: map }.into(),
            None => Data::Map(map),
        })
    }
}
