//! What a policy sees of `typing`.

use hognose_eval::arg::Truth;
use hognose_eval::class::{self, ATTRIBUTE_ERROR, Class, Module, STR, Slots};
use hognose_eval::ops::text;
use hognose_eval::row::{Member, Row, Signature, keyword_only, p_only, required, rest};
use hognose_eval::value::object::Object;
use hognose_eval::value::tuple::Tuple;
use hognose_eval::{Context, R, Value, function};
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::alias;
use super::form::{Form, Takes, UNION};
use crate::glue::object_with;

/// The module.
pub static MODULE: Module = Module { name: "typing", rows: &[FORMS, ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&FORM, &GENERIC, &ALIAS, &UNION_ALIAS, &FORWARD, &TYPE_VAR, &NEW_TYPE];

const SLOTS: Slots = Slots {
    repr: Some(alias::write),
    hash: Some(alias::hash),
    compare: Some(|cx, op, object, other| match op {
        CompareOp::Eq => alias::equal(cx, object, other).map(Value::bool),
        _ => Ok(Value::NotImplemented),
    }),
    binary: Some(union_operator),
    get_item: Some(alias::subscript),
    call: Some(|cx, object, _| alias::refuse_call(cx, object)),
    get_attribute: Some(attribute),
    ..Slots::NONE
};

const fn class(name: &'static str, slots: Slots) -> Class {
    Class { name, module: "typing", message_name: name, slots, ..Class::EMPTY }
}

/// `Optional`, `Any` and their like, by themselves.
pub(super) static FORM: Class = class("_SpecialForm", SLOTS);
/// `List` and its like, by themselves.
pub(super) static GENERIC: Class = class("_SpecialGenericAlias", SLOTS);
/// Anything with brackets but unions.
pub(super) static ALIAS: Class = class("_GenericAlias", SLOTS);
/// `Union[…]` and `Optional[…]`.
pub(super) static UNION_ALIAS: Class = class("_UnionGenericAlias", SLOTS);

/// A type by its name only: field 0 is the name.
pub(super) static FORWARD: Class = class(
    "ForwardRef",
    Slots {
        repr: Some(|cx, object, out| {
            out.push("ForwardRef(")?;
            text::write_repr(cx, object.field(0), out)?;
            out.push(")")
        }),
        hash: Some(|cx, object| hognose_eval::ops::hash(cx, object.field(0))),
        compare: Some(|cx, op, object, other| match (op, other) {
            (CompareOp::Eq, Value::Object(other)) if std::ptr::eq(other.class, &FORWARD) => {
                hognose_eval::ops::equal(cx, object.field(0), other.field(0)).map(Value::bool)
            }
            _ => Ok(Value::NotImplemented),
        }),
        binary: Some(union_operator),
        ..Slots::NONE
    },
);

/// What `TypeVar` makes: field 0 is the name with its sign.
static TYPE_VAR: Class = Class {
    constructor: Some(&TYPE_VAR_NEW),
    ..class(
        "TypeVar",
        Slots {
            repr: Some(|cx, object, out| text::write_str(cx, object.field(0), out)),
            binary: Some(union_operator),
            ..Slots::NONE
        },
    )
};

static TYPE_VAR_NEW: Row = function!(
    "typevar",
    Signature::keywords(&[
        required("name"),
        rest("constraints"),
        keyword_only("bound"),
        keyword_only("covariant"),
        keyword_only("contravariant"),
        keyword_only("infer_variance"),
        keyword_only("default"),
    ]),
    "A variable for types.",
    type_var,
    6
);

/// What `NewType` makes: field 0 is the name. Calling it gives the argument.
static NEW_TYPE: Class = Class {
    constructor: Some(&NEW_TYPE_NEW),
    ..class(
        "NewType",
        Slots {
            repr: Some(|cx, object, out| {
                out.push("__main__.")?;
                text::write_str(cx, object.field(0), out)
            }),
            call: Some(|cx, _, args| match (args.positional, args.keywords) {
                ([value], []) => Ok(*value),
                _ => Err(cx.type_error("NewType.__call__() missing 1 required positional argument: 'x'")),
            }),
            binary: Some(union_operator),
            ..Slots::NONE
        },
    )
};

static NEW_TYPE_NEW: Row = function!(
    "NewType",
    Signature::python(&[required("name"), required("tp")]),
    "A function that gives its argument, for annotations.",
    new_type,
    1
)
.called("NewType.__init__");

macro_rules! forms {
    ($($ident:ident $name:literal $takes:expr;)*) => {
        static FORMS: &[Row] = &[
            $(Row::constant($name, "For annotations.", |cx| {
                static $ident: Form = Form::new($name, $takes);
                alias::bare(cx, &$ident)
            }),)*
            Row::constant("Union", "For annotations.", |cx| alias::bare(cx, &UNION)),
        ];
    };
}

forms! {
    ANY "Any" Takes::NothingAsType;
    NEVER "Never" Takes::Nothing;
    NO_RETURN "NoReturn" Takes::Nothing;
    SELF "Self" Takes::Nothing;
    LITERAL_STRING "LiteralString" Takes::Nothing;
    TYPE_ALIAS "TypeAlias" Takes::Nothing;
    OPTIONAL "Optional" Takes::Optional;
    LITERAL "Literal" Takes::Literal;
    ANNOTATED "Annotated" Takes::Annotated;
    FINAL "Final" Takes::One;
    CLASS_VAR "ClassVar" Takes::One;
    TYPE_GUARD "TypeGuard" Takes::One;
    TYPE_IS "TypeIs" Takes::One;
    REQUIRED "Required" Takes::One;
    NOT_REQUIRED "NotRequired" Takes::One;
    READ_ONLY "ReadOnly" Takes::One;
    HASHABLE "Hashable" Takes::Types(0, 0, "Hashable");
    SIZED "Sized" Takes::Types(0, 0, "Sized");
    MAPPING_VIEW "MappingView" Takes::Types(1, 1, "MappingView");
    AWAITABLE "Awaitable" Takes::Types(1, 1, "Awaitable");
    ASYNC_ITERABLE "AsyncIterable" Takes::Types(1, 1, "AsyncIterable");
    ASYNC_ITERATOR "AsyncIterator" Takes::Types(1, 1, "AsyncIterator");
    ASYNC_GENERATOR "AsyncGenerator" Takes::Types(1, 2, "AsyncGenerator");
    COROUTINE "Coroutine" Takes::Types(3, 3, "Coroutine");
    CALLABLE "Callable" Takes::Callable;
    TUPLE "Tuple" Takes::Tuple;
    LIST "List" Takes::Types(1, 1, "list");
    DICT "Dict" Takes::Types(2, 2, "dict");
    SET "Set" Takes::Types(1, 1, "set");
    FROZEN_SET "FrozenSet" Takes::Types(1, 1, "frozenset");
    TYPE "Type" Takes::Types(1, 1, "type");
    DEFAULT_DICT "DefaultDict" Takes::Types(2, 2, "defaultdict");
    ORDERED_DICT "OrderedDict" Takes::Types(2, 2, "OrderedDict");
    COUNTER "Counter" Takes::Types(1, 1, "Counter");
    DEQUE "Deque" Takes::Types(1, 1, "deque");
    CHAIN_MAP "ChainMap" Takes::Types(2, 2, "ChainMap");
    ABSTRACT_SET "AbstractSet" Takes::Types(1, 1, "Set");
    COLLECTION "Collection" Takes::Types(1, 1, "Collection");
    CONTAINER "Container" Takes::Types(1, 1, "Container");
    GENERATOR "Generator" Takes::Types(1, 3, "Generator");
    ITERABLE "Iterable" Takes::Types(1, 1, "Iterable");
    ITERATOR "Iterator" Takes::Types(1, 1, "Iterator");
    MAPPING "Mapping" Takes::Types(2, 2, "Mapping");
    MUTABLE_MAPPING "MutableMapping" Takes::Types(2, 2, "MutableMapping");
    MUTABLE_SEQUENCE "MutableSequence" Takes::Types(1, 1, "MutableSequence");
    MUTABLE_SET "MutableSet" Takes::Types(1, 1, "MutableSet");
    REVERSIBLE "Reversible" Takes::Types(1, 1, "Reversible");
    SEQUENCE "Sequence" Takes::Types(1, 1, "Sequence");
    KEYS_VIEW "KeysView" Takes::Types(1, 1, "KeysView");
    VALUES_VIEW "ValuesView" Takes::Types(1, 1, "ValuesView");
    ITEMS_VIEW "ItemsView" Takes::Types(2, 2, "ItemsView");
    PATTERN "Pattern" Takes::Types(1, 1, "Pattern");
    MATCH "Match" Takes::Types(1, 1, "Match");
}

static ROWS: &[Row] = &[
    Row::constant("TYPE_CHECKING", "False.", |_| Ok(Value::bool(false))),
    Row::constant("Text", "`str`.", |_| Ok(Value::Type(&STR))),
    Row::constant("AnyStr", "A variable for types.", |cx| {
        object_with(cx, &TYPE_VAR, (), &[cx.wrap_str("~AnyStr")?])
    }),
    function!(
        "cast",
        Signature::python(&[required("typ"), required("val")]),
        "The value, whatever its type.",
        second,
        2
    ),
    function!(
        "assert_type",
        Signature::python(&[p_only("val"), p_only("typ")]),
        "The value, whatever its type.",
        first,
        1
    ),
    function!("assert_never", Signature::python(&[p_only("arg")]), "Raises.", assert_never, 1),
    function!("final", Signature::python(&[required("f")]), "The function itself.", first, 1),
    function!("override", Signature::python(&[p_only("method")]), "The function itself.", first, 1),
    Row::new("TypeVar", Signature::NONE, "A variable for types.", Member::Type(&TYPE_VAR)),
    Row::new("NewType", Signature::NONE, "A name for a type.", Member::Type(&NEW_TYPE)),
];

fn first<'h>(_: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(value)
}

fn second<'h>(_: &Context<'h>, _: Value<'h>, value: Value<'h>) -> R<'h> {
    Ok(value)
}

fn assert_never<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let shown = text::repr_string(cx, value)?;
    let shown: String = if shown.chars().count() > 100 {
        shown.chars().take(100).chain("...".chars()).collect()
    } else {
        shown
    };
    Err(cx.raise(&class::ASSERTION_ERROR, format_args!("Expected code to be unreachable, but got: {shown}")))
}

fn type_var<'h>(
    cx: &Context<'h>,
    name: &'h str,
    constraints: &'h Tuple<'h>,
    bound: Value<'h>,
    covariant: Option<Truth>,
    contravariant: Option<Truth>,
    infer: Option<Truth>,
) -> R<'h> {
    let is = |flag: Option<Truth>| flag.is_some_and(|flag| flag.0);
    let sign = match (is(covariant), is(contravariant), is(infer)) {
        (true, true, _) => return Err(cx.value_error("Bivariant types are not supported.")),
        (true, _, true) | (_, true, true) => {
            return Err(cx.value_error("Variance cannot be specified with infer_variance."));
        }
        (true, false, _) => "+",
        (false, true, _) => "-",
        (false, false, true) => "",
        (false, false, false) => "~",
    };
    if constraints.len() == 1 {
        return Err(cx.type_error("A single constraint is not allowed"));
    }
    if !constraints.is_empty() && !matches!(bound, Value::Unbound | Value::None) {
        return Err(cx.type_error("Constraints cannot be combined with bound=..."));
    }
    object_with(cx, &TYPE_VAR, (), &[cx.str(&format!("{sign}{name}"))?])
}

fn new_type<'h>(cx: &Context<'h>, name: Value<'h>) -> R<'h> {
    object_with(cx, &NEW_TYPE, (), &[name])
}

/// `Optional[int] | str`.
fn union_operator<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    object: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    if op != BinaryOp::BitOr {
        return Ok(Value::NotImplemented);
    }
    let this = Value::Object(object);
    alias::union(cx, &if reflected { [other, this] } else { [this, other] })
}

fn attribute<'h>(cx: &Context<'h>, object: &'h Object<'h>, name: &str) -> R<'h> {
    match (name, alias::form_of(object)) {
        ("__name__", Some(form)) => cx.wrap_str(form.name),
        _ => Err(cx.raise(&ATTRIBUTE_ERROR, name)),
    }
}
