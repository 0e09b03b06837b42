//! Owned values: what goes into an evaluation and what comes out of it.

use crate::class::Class;
use indexmap::IndexMap;
use num_bigint::BigInt;
use std::any::Any;
use std::sync::Arc;

/// A value outside any evaluation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Data {
    /// A field that does not exist: reading it raises `AttributeError`. Only inside [`Record`]s.
    Absent,
    /// `None`.
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

impl std::fmt::Debug for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Foreign({})", self.class.name)
    }
}

/// A dict with text keys, in insertion order.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: IndexMap<Box<str>, Data>,
}

/// Up to this many keys are compared one by one, which is faster than hashing.
const SCANNED: usize = 16;

impl Map {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map with room for `capacity` entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { entries: IndexMap::with_capacity(capacity) }
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The position of a key.
    #[must_use]
    #[inline]
    pub fn index_of(&self, key: &str) -> Option<usize> {
        if self.entries.len() <= SCANNED {
            return self.entries.iter().position(|(stored, _)| **stored == *key);
        }
        self.entries.get_index_of(key)
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Data> {
        self.index_of(key).and_then(|index| self.entries.get_index(index)).map(|(_, value)| value)
    }

    /// The value of a key, to change it.
    #[must_use]
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Data> {
        self.entries.get_mut(key)
    }

    /// The entry at a position.
    #[must_use]
    #[inline]
    pub fn get_index(&self, index: usize) -> Option<(&str, &Data)> {
        self.entries.get_index(index).map(|(key, value)| (&**key, value))
    }

    /// Set the value of a key; what was there.
    pub fn insert(&mut self, key: impl Into<Box<str>>, value: impl Into<Data>) -> Option<Data> {
        self.entries.insert(key.into(), value.into())
    }

    /// Remove a key, keeping the order of the others.
    pub fn remove(&mut self, key: &str) -> Option<Data> {
        self.entries.shift_remove(key)
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Data)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }
}

impl<K: Into<Box<str>>, V: Into<Data>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self { entries: entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect() }
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

    /// Whether it is `None` or absent.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Data::None | Data::Absent)
    }
}

// Dropping deep data must not overflow a small stack: containers are taken apart one by one.
impl Drop for Map {
    fn drop(&mut self) {
        if self.entries.values().any(Data::is_deep) {
            let mut pending: Vec<Data> = self.entries.drain(..).map(|(_, value)| value).collect();
            dismantle(&mut pending);
        }
    }
}

impl Data {
    /// Whether it holds containers that hold containers.
    fn is_deep(&self) -> bool {
        matches!(self, Data::List(_) | Data::Tuple(_) | Data::Set(_) | Data::Map(_) | Data::Dict(_))
    }
}

fn dismantle(pending: &mut Vec<Data>) {
    while let Some(mut data) = pending.pop() {
        match &mut data {
            Data::List(items) | Data::Tuple(items) | Data::Set(items) => pending.append(items),
            Data::Map(map) => pending.extend(map.entries.drain(..).map(|(_, value)| value)),
            Data::Dict(items) => {
                for (key, value) in items.drain(..) {
                    pending.push(key);
                    pending.push(value);
                }
            }
            _ => {}
        }
    }
}
