//! What a policy sees of `contextlib`.

use hognose_eval::class::{Class, Module, Slots};
use hognose_eval::row::{Row, Signature, optional, required, rest};
use hognose_eval::value::made::type_of;
use hognose_eval::{Context, R, Value, function};

use super::{generated, stack};
use crate::glue;

/// The module.
pub static MODULE: Module = Module { name: "contextlib", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[
    &SUPPRESS,
    &NULL,
    &CLOSING,
    &stack::EXIT_STACK,
    &generated::MANAGER,
    &generated::MAKER,
    &generated::DECORATED,
];

static ROWS: &[Row] = &[
    Row::class(&SUPPRESS, "Ends a block at exceptions of these types, without them."),
    Row::class(&NULL, "Does nothing."),
    Row::class(&CLOSING, "Closes something at the end."),
    Row::class(&stack::EXIT_STACK, "Does at the end what was asked for meanwhile."),
    function!(
        "contextmanager",
        Signature::python(&[required("func")]),
        "A decorator: what a generator does before and behind its one `yield`.",
        generated::maker,
        1
    ),
];

/// Field 0: the types.
static SUPPRESS: Class = Class {
    name: "suppress",
    module: "contextlib",
    message_name: "suppress",
    constructor: Some(&SUPPRESS_NEW),
    slots: Slots {
        repr: Some(|_, _, out| out.push("<contextlib.suppress object>")),
        enter: Some(|_, _| Ok(Value::None)),
        exit: Some(|cx, object, exception| match (exception, cx.table().global("issubclass")) {
            (None, _) => Ok(false),
            (Some(exception), Some(row)) => {
                let types = [type_of(cx, exception), object.field(0)];
                let found = cx.call_row(row, None, &hognose_eval::row::Args::positional(&types))?;
                hognose_eval::ops::truth(cx, found)
            }
            (Some(_), None) => Err(cx.internal("no issubclass")),
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static SUPPRESS_NEW: Row = function!(
    "suppress",
    Signature::python(&[rest("exceptions")]),
    "Ends a block at exceptions of these types, without them.",
    suppress,
    1
)
.called("suppress.__init__");

fn suppress<'h>(cx: &Context<'h>, types: Value<'h>) -> R<'h> {
    glue::object_with(cx, &SUPPRESS, (), &[types])
}

/// Field 0: what entering gives.
static NULL: Class = Class {
    name: "nullcontext",
    module: "contextlib",
    message_name: "nullcontext",
    rows: &[NULL_ROWS],
    constructor: Some(&NULL_NEW),
    slots: Slots {
        repr: Some(|_, _, out| out.push("<contextlib.nullcontext object>")),
        enter: Some(|_, object| Ok(object.field(0))),
        exit: Some(|_, _, _| Ok(false)),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static NULL_ROWS: &[Row] = &[Row::property("enter_result", "What entering gives.", |cx, this| match this {
    Value::Object(object) => Ok(object.field(0)),
    _ => Err(cx.internal("a receiver that is no object")),
})];

static NULL_NEW: Row =
    function!("nullcontext", Signature::python(&[optional("enter_result")]), "Does nothing.", null, 1)
        .called("nullcontext.__init__");

fn null<'h>(cx: &Context<'h>, result: Value<'h>) -> R<'h> {
    glue::object_with(cx, &NULL, (), &[result.bound().unwrap_or(Value::None)])
}

/// Field 0: what is closed.
static CLOSING: Class = Class {
    name: "closing",
    module: "contextlib",
    message_name: "closing",
    constructor: Some(&CLOSING_NEW),
    slots: Slots {
        repr: Some(|_, _, out| out.push("<contextlib.closing object>")),
        enter: Some(|_, object| Ok(object.field(0))),
        exit: Some(|cx, object, _| cx.call_method(object.field(0), "close", &[]).map(|_| false)),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static CLOSING_NEW: Row =
    function!("closing", Signature::python(&[required("thing")]), "Closes something at the end.", closing, 1)
        .called("closing.__init__");

fn closing<'h>(cx: &Context<'h>, thing: Value<'h>) -> R<'h> {
    glue::object_with(cx, &CLOSING, (), &[thing])
}
