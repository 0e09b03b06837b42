//! Owned values: what goes into an evaluation and what comes out of it.

use crate::class::Class;
use crate::text::same::same;
use indexmap::IndexMap;
use num_bigint::BigInt;
use std::any::Any;
use std::sync::Arc;

/// A value outside any evaluation.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Data {
    /// A field that does not exist: reading it raises `AttributeError`. Only inside [`Record`]s.
    Absent,
    /// `None`.
    #[default]
    None,
    /// A bool.
    Bool(bool),
    /// An int of 64 bits.
    Int(i64),
    /// A larger int.
    BigInt(Box<BigInt>),
    /// A float.
    Float(f64),
    /// Text.
    Str(Box<str>),
    /// Bytes.
    Bytes(Box<[u8]>),
    /// A list.
    List(Vec<Data>),
    /// A tuple.
    Tuple(Vec<Data>),
    /// A set, in insertion order.
    Set(Vec<Data>),
    /// A dict whose keys are all text.
    Map(Map),
    /// A dict with other keys.
    Dict(Vec<(Data, Data)>),
    /// An object of a declared type.
    Record(Arc<Record>),
    /// An object of a type that only the host knows: attributes by name, nothing else.
    Open(Arc<OpenRecord>),
    /// An object of a module's type, such as a `datetime`: plain data its class knows.
    Foreign(Foreign),
    /// Something that exists only inside an evaluation, such as a function: its type and its `repr`.
    Opaque {
        /// Name of its type.
        kind: Box<str>,
        /// Its `repr`.
        repr: Box<str>,
    },
}

/// An object of a declared type.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its class.
    pub class: &'static Class,
    /// Its fields by the numbers of the class.
    pub fields: Vec<Data>,
}

/// An object of a type that only the host knows.
#[derive(Clone, Debug)]
pub struct OpenRecord {
    /// The type's name, as it stands in messages.
    pub type_name: Box<str>,
    /// Its attributes.
    pub fields: Map,
}

/// An object of a module's type.
#[derive(Clone)]
pub struct Foreign {
    /// Its class.
    pub class: &'static Class,
    /// What the class keeps.
    pub data: Arc<dyn Any + Send + Sync>,
}

impl Foreign {
    /// What it is, when its class says so.
    #[must_use]
    pub fn described(&self) -> Option<crate::class::Described> {
        self.class.slot(|slots| slots.describe)?(&*self.data)
    }
}

impl std::fmt::Debug for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Foreign({})", self.class.name)
    }
}

/// A dict with text keys, in insertion order.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Entries,
}

/// Few entries are kept side by side: comparing some keys is faster than hashing one.
#[derive(Clone, Debug)]
enum Entries {
    Few(Vec<(Box<str>, Data)>),
    Many(IndexMap<Box<str>, Data>),
}

impl Default for Entries {
    fn default() -> Self {
        Entries::Few(Vec::new())
    }
}

/// Up to this many keys are compared one by one.
const FEW: usize = 16;

impl Map {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map with room for `capacity` entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        if capacity > FEW {
            return Self { entries: Entries::Many(IndexMap::with_capacity(capacity)) };
        }
        Self { entries: Entries::Few(Vec::with_capacity(capacity)) }
    }

    /// A map of entries whose keys are known to differ.
    pub(crate) fn from_distinct(entries: Vec<(Box<str>, Data)>) -> Self {
        if entries.len() > FEW {
            return Self { entries: Entries::Many(entries.into_iter().collect()) };
        }
        Self { entries: Entries::Few(entries) }
    }

    /// Number of entries.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        match &self.entries {
            Entries::Few(entries) => entries.len(),
            Entries::Many(entries) => entries.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The position of a key.
    #[must_use]
    #[inline]
    pub fn index_of(&self, key: &str) -> Option<usize> {
        match &self.entries {
            Entries::Few(entries) => {
                entries.iter().position(|(stored, _)| same(stored.as_bytes(), key.as_bytes()))
            }
            Entries::Many(entries) => entries.get_index_of(key),
        }
    }

    /// Whether the key is at this position.
    #[must_use]
    #[inline]
    pub fn is_at(&self, position: usize, key: &str) -> bool {
        let stored = match &self.entries {
            Entries::Few(entries) => entries.get(position).map(|(stored, _)| stored),
            Entries::Many(entries) => entries.get_index(position).map(|(stored, _)| stored),
        };
        stored.is_some_and(|stored| same(stored.as_bytes(), key.as_bytes()))
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Data> {
        self.index_of(key).and_then(|index| self.get_index(index)).map(|(_, value)| value)
    }

    /// The value of a key, to change it.
    #[must_use]
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Data> {
        match &mut self.entries {
            Entries::Few(entries) => {
                entries.iter_mut().find(|(stored, _)| **stored == *key).map(|(_, value)| value)
            }
            Entries::Many(entries) => entries.get_mut(key),
        }
    }

    /// The entry at a position.
    #[must_use]
    #[inline]
    pub fn get_index(&self, index: usize) -> Option<(&str, &Data)> {
        match &self.entries {
            Entries::Few(entries) => entries.get(index).map(|(key, value)| (&**key, value)),
            Entries::Many(entries) => entries.get_index(index).map(|(key, value)| (&**key, value)),
        }
    }

    /// Set the value of a key; what was there.
    pub fn insert(&mut self, key: impl Into<Box<str>>, value: impl Into<Data>) -> Option<Data> {
        let (key, value) = (key.into(), value.into());
        if let Some(place) = self.get_mut(&key) {
            return Some(std::mem::replace(place, value));
        }
        match &mut self.entries {
            Entries::Few(entries) if entries.len() < FEW => entries.push((key, value)),
            Entries::Few(entries) => {
                let mut many: IndexMap<Box<str>, Data> = std::mem::take(entries).into_iter().collect();
                many.insert(key, value);
                self.entries = Entries::Many(many);
            }
            Entries::Many(entries) => {
                entries.insert(key, value);
            }
        }
        None
    }

    /// Remove a key, keeping the order of the others.
    pub fn remove(&mut self, key: &str) -> Option<Data> {
        let index = self.index_of(key)?;
        match &mut self.entries {
            Entries::Few(entries) => Some(entries.remove(index).1),
            Entries::Many(entries) => entries.shift_remove_index(index).map(|(_, value)| value),
        }
    }

    /// The entries in order, for good.
    #[must_use]
    pub fn into_entries(self) -> Vec<(Box<str>, Data)> {
        match self.entries {
            Entries::Few(entries) => entries,
            Entries::Many(entries) => entries.into_iter().collect(),
        }
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Data)> {
        (0..self.len()).filter_map(|index| self.get_index(index))
    }
}

/// Deep data must not overflow a small stack when it is dropped: what nests further is taken apart first.
impl Drop for Data {
    #[inline]
    fn drop(&mut self) {
        if self.is_nested() {
            self.take_apart();
        }
    }
}

fn set_aside(data: &mut Data, pending: &mut Vec<Data>) {
    if data.is_nested() {
        pending.push(std::mem::take(data));
    }
}

impl Map {
    fn each_value(&mut self, visit: &mut dyn FnMut(&mut Data)) {
        match &mut self.entries {
            Entries::Few(entries) => entries.iter_mut().for_each(|(_, value)| visit(value)),
            Entries::Many(entries) => entries.values_mut().for_each(visit),
        }
    }
}

impl<K: Into<Box<str>>, V: Into<Data>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

macro_rules! data_from {
    ($($from:ty => |$value:ident| $make:expr;)*) => {
        $(impl From<$from> for Data {
            fn from($value: $from) -> Self {
                $make
            }
        })*
    };
}

data_from! {
    bool => |value| Data::Bool(value);
    i64 => |value| Data::Int(value);
    i32 => |value| Data::Int(i64::from(value));
    f64 => |value| Data::Float(value);
    &str => |value| Data::Str(value.into());
    String => |value| Data::Str(value.into());
    Box<str> => |value| Data::Str(value);
    Vec<Data> => |value| Data::List(value);
    Map => |value| Data::Map(value);
    Record => |value| Data::Record(Arc::new(value));
    OpenRecord => |value| Data::Open(Arc::new(value));
}

impl Data {
    /// The text, when it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Data::Str(text) = self { Some(text) } else { None }
    }

    /// The map, when it is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        if let Data::Map(map) = self { Some(map) } else { None }
    }

    /// The text, when it is one: as `Data` takes itself apart when it is dropped, nothing can be moved out of it by a pattern.
    #[must_use]
    pub fn into_text(mut self) -> Option<Box<str>> {
        if let Data::Str(text) = &mut self { Some(std::mem::take(text)) } else { None }
    }

    /// The map, when it is one.
    #[must_use]
    pub fn into_map(mut self) -> Option<Map> {
        if let Data::Map(map) = &mut self { Some(std::mem::take(map)) } else { None }
    }

    /// The list, when it is one.
    #[must_use]
    pub fn into_list(mut self) -> Option<Vec<Data>> {
        if let Data::List(items) = &mut self { Some(std::mem::take(items)) } else { None }
    }

    /// Whether it holds other data.
    fn is_container(&self) -> bool {
        match self {
            Data::List(items) | Data::Tuple(items) | Data::Set(items) => !items.is_empty(),
            Data::Map(map) => !map.is_empty(),
            Data::Dict(entries) => !entries.is_empty(),
            Data::Record(record) => !record.fields.is_empty(),
            Data::Open(record) => !record.fields.is_empty(),
            _ => false,
        }
    }

    /// Whether it holds data that holds other data.
    fn is_nested(&self) -> bool {
        match self {
            Data::List(items) | Data::Tuple(items) | Data::Set(items) => items.iter().any(Data::is_container),
            Data::Map(map) => map.iter().any(|(_, value)| value.is_container()),
            Data::Dict(entries) => {
                entries.iter().any(|(key, value)| key.is_container() || value.is_container())
            }
            Data::Record(record) => record.fields.iter().any(Data::is_container),
            Data::Open(record) => record.fields.iter().any(|(_, value)| value.is_container()),
            _ => false,
        }
    }

    #[cold]
    #[inline(never)]
    fn take_apart(&mut self) {
        let mut pending = Vec::new();
        self.each_child(&mut |child| set_aside(child, &mut pending));
        while let Some(mut data) = pending.pop() {
            data.each_child(&mut |child| set_aside(child, &mut pending));
        }
    }

    /// Visit the data it holds and nobody else does.
    fn each_child(&mut self, visit: &mut dyn FnMut(&mut Data)) {
        match self {
            Data::List(items) | Data::Tuple(items) | Data::Set(items) => items.iter_mut().for_each(visit),
            Data::Map(map) => map.each_value(visit),
            Data::Dict(entries) => entries.iter_mut().for_each(|(key, value)| {
                visit(key);
                visit(value);
            }),
            Data::Record(record) => {
                if let Some(record) = Arc::get_mut(record) {
                    record.fields.iter_mut().for_each(visit);
                }
            }
            Data::Open(record) => {
                if let Some(record) = Arc::get_mut(record) {
                    record.fields.each_value(visit);
                }
            }
            _ => {}
        }
    }

    /// Whether it is `None` or absent.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Data::None | Data::Absent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nest(level: usize, inner: Data) -> Data {
        match level % 5 {
            0 => Data::Map([("a", inner)].into_iter().collect()),
            1 => Data::List(vec![Data::Int(1), inner]),
            2 => Data::Dict(vec![(Data::Int(1), inner)]),
            3 => OpenRecord { type_name: "x".into(), fields: [("a", inner)].into_iter().collect() }.into(),
            _ => Data::Tuple(vec![inner]),
        }
    }

    #[test]
    fn deep_data_is_dropped_on_a_small_stack() {
        type Nest = fn(usize, Data) -> Data;
        let kinds: [Nest; 7] = [
            nest,
            |_, inner| Data::List(vec![inner]),
            |_, inner| Data::Tuple(vec![Data::List(Vec::new()), inner, Data::Bool(true)]),
            |_, inner| Data::Set(vec![inner]),
            |level, inner| {
                Data::Dict(if level % 2 == 0 { vec![(inner, Data::None)] } else { vec![(Data::None, inner)] })
            },
            |_, inner| Data::Map([("a", inner)].into_iter().collect()),
            |_, inner| {
                let class = &crate::class::EXCEPTION;
                Data::Record(Arc::new(Record { class, fields: vec![Data::Absent, inner] }))
            },
        ];
        let work = move || {
            for nest in kinds {
                let mut deep = Data::None;
                for level in 0..300_000 {
                    deep = nest(level, deep);
                }
                // Held twice further in: what is dropped last takes it apart.
                let shared = Arc::new(Record { class: &crate::class::EXCEPTION, fields: vec![deep] });
                let (one, two) = (Data::Record(Arc::clone(&shared)), Data::Record(shared));
                drop(Map::from_iter([("a", Data::List(vec![one]))]));
                drop(two);
            }
        };
        let thread = std::thread::Builder::new().stack_size(64 << 10).spawn(work);
        assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
    }
}
