//! `ExitStack`: what was asked for is done at the end, the last first.

use hognose_eval::class::{Class, Slots};
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature, required};
use hognose_eval::value::list::List;
use hognose_eval::value::made::type_of;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value, function, method};

use super::{can_exit, enter, exit};
use crate::glue::{self, call_stored, stored};

/// Field 0 is a list of what is to be done: tuples of a manager; of a function that is told the exception, and nothing;
/// of a function and its arguments.
pub(super) static EXIT_STACK: Class = Class {
    name: "ExitStack",
    module: "contextlib",
    message_name: "ExitStack",
    rows: &[METHODS],
    constructor: Some(&NEW),
    slots: Slots {
        repr: Some(|_, _, out| out.push("<contextlib.ExitStack object>")),
        enter: Some(|_, object| Ok(Value::Object(object))),
        exit: Some(unwind),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static NEW: Row =
    function!("ExitStack", Signature::python(&[]), "Does at the end what was asked for meanwhile.", new, 0)
        .called("_BaseExitStack.__init__");

static METHODS: &[Row] = &[
    method!(
        "enter_context",
        Signature::python(&[required("cm")]),
        "Enter something that is left at the end.",
        enter_context,
        2
    )
    .called("_BaseExitStack.enter_context"),
    method!(
        "push",
        Signature::python(&[required("exit")]),
        "Leave something at the end, or call a function with the exception.",
        push,
        2
    )
    .called("_BaseExitStack.push"),
    Row::new(
        "callback",
        Signature::python(&[required("callback")]),
        "Call a function at the end.",
        Member::RawMethod(|cx, _, this, args| callback(cx, this, args)),
    )
    .called("_BaseExitStack.callback"),
    method!("pop_all", Signature::python(&[]), "A stack with all of it; this one is empty then.", pop_all, 1)
        .called("_BaseExitStack.pop_all"),
    method!("close", Signature::python(&[]), "Do all of it now.", close, 1).called("ExitStack.close"),
];

fn new<'h>(cx: &Context<'h>) -> R<'h> {
    glue::object_with(cx, &EXIT_STACK, (), &[Value::List(List::new(cx.heap())?)])
}

fn entries<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, &'h List<'h>> {
    match this {
        Value::Object(object) if let Value::List(entries) = object.field(0) => Ok(entries),
        _ => Err(cx.internal("a stack without its list")),
    }
}

fn add<'h>(cx: &Context<'h>, this: Value<'h>, parts: &[Value<'h>]) -> R<'h, ()> {
    entries(cx, this)?.push(cx.heap(), cx.tuple(parts)?)
}

fn enter_context<'h>(cx: &Context<'h>, this: Value<'h>, manager: Value<'h>) -> R<'h> {
    let entered = enter(cx, manager)?;
    add(cx, this, &[manager])?;
    Ok(entered)
}

fn push<'h>(cx: &Context<'h>, this: Value<'h>, exit: Value<'h>) -> R<'h> {
    match can_exit(exit) {
        Some(_) => add(cx, this, &[exit])?,
        None => add(cx, this, &[exit, Value::None])?,
    }
    Ok(exit)
}

fn callback<'h>(cx: &Context<'h>, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let Some((function, rest)) = args.positional.split_first() else {
        return Err(
            cx.type_error("_BaseExitStack.callback() missing 1 required positional argument: 'callback'")
        );
    };
    let [positional, named] = stored(cx, &Args { positional: rest, keywords: args.keywords })?;
    add(cx, this, &[*function, positional, named])?;
    Ok(*function)
}

fn pop_all<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let entries = entries(cx, this)?;
    if let Value::Object(object) = this {
        object.set_field(0, Value::List(List::new(cx.heap())?));
    }
    glue::object_with(cx, &EXIT_STACK, (), &[Value::List(entries)])
}

fn close<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    match this {
        Value::Object(object) => unwind(cx, object, None).map(|_| Value::None),
        _ => Err(cx.internal("a receiver that is no object")),
    }
}

/// Do one thing; whether it swallows the exception.
fn leave<'h>(cx: &Context<'h>, parts: &[Value<'h>], exception: Option<Value<'h>>) -> R<'h, bool> {
    match parts {
        [manager] => match can_exit(*manager) {
            Some(manager) => exit(cx, manager, exception),
            None => Err(cx.internal("a manager that is none")),
        },
        [function, _] => {
            let told = match exception {
                // There are no traceback objects.
                Some(exception) => [type_of(cx, exception), exception, Value::None],
                None => [Value::None; 3],
            };
            let answer = cx.nested(|| cx.call(*function, &told))?;
            ops::truth(cx, answer)
        }
        [function, positional, named] => {
            cx.nested(|| call_stored(cx, *function, *positional, *named))?;
            Ok(false)
        }
        _ => Err(cx.internal("nothing to do at the end")),
    }
}

fn unwind<'h>(cx: &Context<'h>, stack: &'h Object<'h>, exception: Option<Value<'h>>) -> R<'h, bool> {
    let entries = entries(cx, Value::Object(stack))?;
    let mut current = exception;
    let mut raised = None;
    while let Some(Value::Tuple(parts)) = entries.pop() {
        cx.burn(1)?;
        match leave(cx, parts.items(), current) {
            Ok(false) => {}
            Ok(true) => {
                current = None;
                raised = None;
            }
            Err(Stop::Raise(other)) => {
                current = Some(Value::Exception(other));
                raised = Some(other);
            }
            Err(stop) => return Err(stop),
        }
    }
    match raised {
        Some(other) => Err(Stop::Raise(other)),
        None => Ok(exception.is_some() && current.is_none()),
    }
}
