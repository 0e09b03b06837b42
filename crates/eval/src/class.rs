//! Types: what messages call them, where they come from, their rows and their slots.

use crate::context::Context;
use crate::row::{Args, Row};
use crate::stop::R;
use crate::value::Value;
use crate::value::object::Object;
use crate::write::Writer;
use hognose_syntax::tree::{BinaryOp, CompareOp, UnaryOp};

/// A type.
pub struct Class {
    /// `__name__`.
    pub name: &'static str,
    /// The module it says it is from; `builtins` is left out of its `repr`.
    pub module: &'static str,
    /// What C-level messages call its values: `datetime.datetime`, but `IPv4Address`.
    pub message_name: &'static str,
    /// The type it derives from; none for `object` itself and what derives from it directly.
    pub base: Option<&'static Class>,
    /// Its methods, properties and class attributes.
    pub rows: &'static [&'static [Row]],
    /// What calling the type does; none when it cannot be called.
    pub constructor: Option<&'static Row>,
    /// What operators do with its objects. Built-in types need none: the evaluator knows them.
    pub slots: Slots,
}

impl std::fmt::Debug for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Class({})", self.name)
    }
}

impl Class {
    /// A type with nothing in it, for struct update syntax.
    pub const EMPTY: Class = Class {
        name: "object",
        module: "builtins",
        message_name: "object",
        base: None,
        rows: &[],
        constructor: None,
        slots: Slots::NONE,
    };

    /// A built-in type.
    #[must_use]
    pub const fn builtin(
        name: &'static str,
        rows: &'static [&'static [Row]],
        constructor: Option<&'static Row>,
    ) -> Class {
        Class { name, message_name: name, rows, constructor, ..Class::EMPTY }
    }

    /// Whether values of this type are values of `other`: itself or a type it derives from.
    #[must_use]
    pub fn is_subclass(&'static self, other: &'static Class) -> bool {
        let mut class = Some(self);
        while let Some(this) = class {
            if std::ptr::eq(this, other) {
                return true;
            }
            class = this.base;
        }
        std::ptr::eq(other, &OBJECT) || other.slots.includes.is_some_and(|includes| includes(self))
    }

    /// The slot that the type or the nearest type it derives from fills.
    pub fn slot<T>(&self, pick: impl Fn(&Slots) -> Option<T>) -> Option<T> {
        if let Some(found) = pick(&self.slots) {
            return Some(found);
        }
        let mut class = self.base;
        while let Some(this) = class {
            if let Some(found) = pick(&this.slots) {
                return Some(found);
            }
            class = this.base;
        }
        None
    }
}

/// What operators do with the objects of a type; each entry says its own signature, which an alias would hide.
///
/// `R<Value>` results may be [`Value::NotImplemented`].
#[expect(clippy::type_complexity, reason = "each slot shows its own signature")]
#[derive(Clone, Copy, Default)]
pub struct Slots {
    /// `repr(x)`; without it `<name object>`.
    pub repr: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, &mut Writer<'_, 'h>) -> R<'h, ()>>,
    /// What stands for an object inside its own `repr`; without it `...`.
    pub repr_cycle: Option<&'static str>,
    /// For types derived from `dict`: `repr(x)`, which sees to cycles itself.
    pub repr_dict:
        Option<for<'h> fn(&Context<'h>, &'h crate::value::dict::Dict<'h>, &mut Writer<'_, 'h>) -> R<'h, ()>>,
    /// For exceptions: `str(x)`.
    pub str_exception: Option<
        for<'h> fn(
            &Context<'h>,
            &'h crate::value::exception::Exception<'h>,
            &mut Writer<'_, 'h>,
        ) -> R<'h, ()>,
    >,
    /// `str(x)`; without it as `repr`.
    pub str: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, &mut Writer<'_, 'h>) -> R<'h, ()>>,
    /// `format(x, spec)` with a specification that is not empty.
    pub format: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, &'h str) -> R<'h>>,
    /// `hash(x)`; without it by identity unless `compare` is there, which makes it unhashable.
    pub hash: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h, u64>>,
    /// Comparison operators; `reflected` when the object is the right operand and `op` is turned round already.
    pub compare: Option<for<'h> fn(&Context<'h>, CompareOp, &'h Object<'h>, Value<'h>) -> R<'h>>,
    /// For types derived from `dict`: `a op b`, where one of them is of the type; `NotImplemented` for what dicts do.
    pub compare_dict: Option<
        for<'h> fn(
            &Context<'h>,
            CompareOp,
            &'h crate::value::dict::Dict<'h>,
            &'h crate::value::dict::Dict<'h>,
        ) -> R<'h>,
    >,
    /// For types derived from `dict`: `a op b`, where one of them is of the type; `NotImplemented` for what dicts do.
    pub binary_dict: Option<for<'h> fn(&Context<'h>, BinaryOp, Value<'h>, Value<'h>) -> R<'h>>,
    /// For types derived from `dict`: `a op= b`; `NotImplemented` when it is `a = a op b`.
    pub in_place_dict:
        Option<for<'h> fn(&Context<'h>, BinaryOp, &'h crate::value::dict::Dict<'h>, Value<'h>) -> R<'h>>,
    /// For types derived from `dict`: `-x`, `+x`, `~x`.
    pub unary_dict: Option<for<'h> fn(&Context<'h>, UnaryOp, &'h crate::value::dict::Dict<'h>) -> R<'h>>,
    /// For types derived from `dict`: whether `del x[key]` lets keys be that are not there.
    pub forgives_deletion: bool,
    /// For types derived from `dict`: whether loops end at any change of its keys, as those over an `OrderedDict`.
    pub is_ordered_dict: bool,
    /// Arithmetic; `reflected` when the object is the right operand.
    pub binary: Option<for<'h> fn(&Context<'h>, BinaryOp, &'h Object<'h>, Value<'h>, bool) -> R<'h>>,
    /// `x op= y`; `NotImplemented` when it is `x = x op y`.
    pub in_place: Option<for<'h> fn(&Context<'h>, BinaryOp, &'h Object<'h>, Value<'h>) -> R<'h>>,
    /// `-x`, `+x`, `~x`.
    pub unary: Option<for<'h> fn(&Context<'h>, UnaryOp, &'h Object<'h>) -> R<'h>>,
    /// `abs(x)`.
    pub abs: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h>>,
    /// `bool(x)`; without it by `len`, else true.
    pub truth: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h, bool>>,
    /// `len(x)`.
    pub len: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h, usize>>,
    /// `iter(x)`.
    pub iter: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h>>,
    /// `reversed(x)`.
    pub reversed: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h>>,
    /// `next(x)`: none at the end.
    pub next: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h, Option<Value<'h>>>>,
    /// `x[key]`.
    pub get_item: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, Value<'h>) -> R<'h>>,
    /// For types derived from `dict`: the value of a key that is not there.
    pub missing: Option<for<'h> fn(&Context<'h>, &'h crate::value::dict::Dict<'h>, Value<'h>) -> R<'h>>,
    /// `x[key] = value`; an unbound value deletes.
    pub set_item: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, Value<'h>, Value<'h>) -> R<'h, ()>>,
    /// `key in x`.
    pub contains: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, Value<'h>) -> R<'h, bool>>,
    /// `x(…)`.
    pub call: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, &Args<'_, 'h>) -> R<'h>>,
    /// Attributes that are not rows: unbound when there is none.
    pub get_attribute: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, &str) -> R<'h>>,
    /// `x.name = value`: false when it cannot be set.
    pub set_attribute: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, &str, Value<'h>) -> R<'h, bool>>,
    /// `with x`: what entering returns.
    pub enter: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h>>,
    /// Leaving `with x`: whether the exception is swallowed.
    pub exit: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, Option<Value<'h>>) -> R<'h, bool>>,
    /// For abstract types: whether another type counts as derived from it.
    pub includes: Option<fn(&'static Class) -> bool>,
    /// Whether its objects match mapping patterns.
    pub is_mapping: bool,
    /// Whether its objects match sequence patterns.
    pub is_sequence: bool,
    /// `int(x)` of what is no index.
    pub int: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h>>,
    /// `int(x)` and use as an index.
    pub index: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h>>,
    /// `copy.deepcopy(x)`; without it the object itself.
    pub deep_copy: Option<for<'h> fn(&Context<'h>, &'h Object<'h>, &CopyFn<'_, 'h>) -> R<'h>>,
    /// Plain data of a host's reply as an object of the class.
    pub import: Option<for<'h> fn(&Context<'h>, &'static Class, &(dyn std::any::Any + Send + Sync)) -> R<'h>>,
    /// What plain data of the class are outside of evaluations; without it nothing is known of them.
    pub describe: Option<fn(&(dyn std::any::Any + Send + Sync)) -> Option<Described>>,
    /// As owned data for the host; without it opaque.
    pub export: Option<for<'h> fn(&Context<'h>, &'h Object<'h>) -> R<'h, crate::data::Data>>,
}

/// Plain data of a module's type, as those know it who have no evaluation. Equal names and texts are equal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// What files call the type, such as `uuid`.
    pub name: &'static str,
    /// The value as files write it.
    pub text: String,
    /// The value as Python shows it.
    pub repr: String,
}

/// What `deep_copy` slots call for the values inside.
pub type CopyFn<'a, 'h> = dyn Fn(&Context<'h>, Value<'h>) -> R<'h> + 'a;

impl Slots {
    /// No slot filled.
    pub const NONE: Slots = Slots {
        repr: None,
        repr_cycle: None,
        repr_dict: None,
        str_exception: None,
        str: None,
        format: None,
        hash: None,
        compare: None,
        compare_dict: None,
        binary_dict: None,
        in_place_dict: None,
        unary_dict: None,
        forgives_deletion: false,
        is_ordered_dict: false,
        binary: None,
        in_place: None,
        unary: None,
        abs: None,
        truth: None,
        len: None,
        iter: None,
        reversed: None,
        next: None,
        get_item: None,
        missing: None,
        set_item: None,
        contains: None,
        call: None,
        get_attribute: None,
        set_attribute: None,
        enter: None,
        exit: None,
        includes: None,
        is_mapping: false,
        is_sequence: false,
        int: None,
        index: None,
        deep_copy: None,
        import: None,
        describe: None,
        export: None,
    };
}

/// A module: its members are rows.
pub struct Module {
    /// Dotted name.
    pub name: &'static str,
    /// Functions, types, constants and submodules.
    pub rows: &'static [&'static [Row]],
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Module({})", self.name)
    }
}

pub use crate::builtins::classes::*;

/// Types whose objects match sequence patterns.
pub(crate) fn is_sequence(class: &'static Class) -> bool {
    class.slots.is_sequence
}

/// Types that match a positional sub-pattern as a whole.
pub(crate) fn matches_itself(class: &'static Class) -> bool {
    let classes: [&'static Class; 11] =
        [&BOOL, &BYTES, &DICT, &FLOAT, &FROZENSET, &INT, &LIST, &SET, &STR, &TUPLE, &DICT];
    classes.iter().any(|known| class.is_subclass(known) && !std::ptr::eq(class, &OBJECT))
}
