//! The simplest values the decoder can make: a tree.

use super::build::{Build, Scalar};
use super::tables::BINDINGS;
use hognose_schema::binding::TypeId;
use num_bigint::{BigInt, Sign};

/// A decoded value.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// `None`.
    None,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i128),
    /// A float.
    Float(f64),
    /// Text.
    Str(Box<str>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A date, id, address or the like.
    Scalar(Scalar),
    /// A list.
    List(Vec<Tree>),
    /// A tuple.
    Tuple(Vec<Tree>),
    /// A set.
    Set(Vec<Tree>),
    /// A dict.
    Dict(Vec<(Box<str>, Tree)>),
    /// A dict with keys of any type.
    Pairs(Vec<(Tree, Tree)>),
    /// An object with its fields by number.
    Record(TypeId, Vec<Option<Tree>>),
    /// An object with its attributes by name.
    Open(TypeId, Vec<(Box<str>, Tree)>),
}

impl Tree {
    /// A field of an object or a key of a dict by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Tree> {
        match self {
            Self::Record(class, fields) => {
                let number = BINDINGS.get(*class)?.field_number(name)?;
                fields.get(usize::from(number))?.as_ref()
            }
            Self::Dict(entries) | Self::Open(_, entries) => {
                entries.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// An item of a list, tuple or set.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<&Tree> {
        match self {
            Self::List(items) | Self::Tuple(items) | Self::Set(items) => items.get(index),
            _ => None,
        }
    }
}

/// Makes [`Tree`]s.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trees;

impl Build for Trees {
    type Value = Tree;

    fn none(&self) -> Tree {
        Tree::None
    }

    fn bool(&self, value: bool) -> Tree {
        Tree::Bool(value)
    }

    fn int(&self, value: i64) -> Tree {
        Tree::Int(i128::from(value))
    }

    fn big_int(&self, value: BigInt) -> Tree {
        let most = if value.sign() == Sign::Minus { i128::MIN } else { i128::MAX };
        Tree::Int(i128::try_from(value).unwrap_or(most))
    }

    fn float(&self, value: f64) -> Tree {
        Tree::Float(value)
    }

    fn str(&self, text: Box<str>) -> Tree {
        Tree::Str(text)
    }

    fn bytes(&self, bytes: Vec<u8>) -> Tree {
        Tree::Bytes(bytes)
    }

    fn scalar(&self, scalar: Scalar) -> Tree {
        Tree::Scalar(scalar)
    }

    fn list(&self, items: Vec<Tree>) -> Tree {
        Tree::List(items)
    }

    fn tuple(&self, items: Vec<Tree>) -> Tree {
        Tree::Tuple(items)
    }

    fn set(&self, items: Vec<Tree>) -> Tree {
        Tree::Set(items)
    }

    fn dict(&self, entries: Vec<(Box<str>, Tree)>) -> Tree {
        Tree::Dict(last_wins(entries))
    }

    fn pairs(&self, entries: Vec<(Tree, Tree)>) -> Tree {
        Tree::Pairs(entries)
    }

    fn record(&self, class: TypeId, fields: Vec<Option<Tree>>) -> Tree {
        Tree::Record(class, fields)
    }

    fn open_record(&self, class: TypeId, attributes: Vec<(Box<str>, Tree)>) -> Tree {
        Tree::Open(class, last_wins(attributes))
    }
}

fn last_wins(entries: Vec<(Box<str>, Tree)>) -> Vec<(Box<str>, Tree)> {
    entries.into_iter().collect::<indexmap::IndexMap<_, _>>().into_iter().collect()
}
