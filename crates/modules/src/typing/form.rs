//! The names that stand for types, and what they take in brackets.

/// A name of the module that stands for a type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Its name.
    pub(super) name: &'static str,
    /// What may stand in brackets behind it.
    pub(super) takes: Takes,
}

/// What a form takes in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// Nothing, and it is a type by itself.
    NothingAsType,
    /// `Optional`.
    Optional,
    /// `Union`.
    Union,
    /// `Literal`.
    Literal,
    /// `Annotated`.
    Annotated,
    /// One type: `Final`, `ClassVar`.
    One,
    /// `Callable`.
    Callable,
    /// `Tuple`.
    Tuple,
    /// So many types, at least and at most; the name of the type that is called instead.
    Types(u8, u8, &'static str),
}

impl Form {
    pub(super) const fn new(name: &'static str, takes: Takes) -> Self {
        Self { name, takes }
    }

    /// Whether it is a generic type that may stand alone, such as `List`.
    pub(super) fn is_generic(&self) -> bool {
        matches!(self.takes, Takes::Callable | Takes::Tuple | Takes::Types(..))
    }

    /// The type to call instead of it.
    pub(super) fn instead(&self) -> Option<&'static str> {
        match self.takes {
            Takes::Callable => Some("Callable"),
            Takes::Tuple => Some("tuple"),
            Takes::Types(_, _, name) => Some(name),
            _ => None,
        }
    }
}

pub(super) static UNION: Form = Form::new("Union", Takes::Union);
