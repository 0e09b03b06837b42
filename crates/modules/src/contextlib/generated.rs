//! `contextmanager`: a generator that yields once.

use std::cell::Cell;

use hognose_eval::class::{ATTRIBUTE_ERROR, Class, RUNTIME_ERROR, STOP_ITERATION, Slots};
use hognose_eval::ops;
use hognose_eval::row::{Args, Row};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value};

use crate::glue::{self, call_stored, stored};

/// What `contextmanager` gives. Field 0 is the function.
pub(super) static MAKER: Class = Class {
    name: "function",
    message_name: "function",
    rows: &[MAKER_ROWS],
    slots: Slots {
        repr: Some(|cx, object, out| ops::text::write_repr(cx, object.field(0), out)),
        call: Some(make),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static MAKER_ROWS: &[Row] =
    &[Row::property("__name__", "The name of the function.", |cx, this| match this {
        Value::Object(object) => ops::attribute::get(cx, object.field(0), "__name__"),
        _ => Err(cx.internal("a receiver that is no object")),
    })];

pub(super) fn maker<'h>(cx: &Context<'h>, function: Value<'h>) -> R<'h> {
    glue::object_with(cx, &MAKER, (), &[function])
}

/// Whether it was entered. Field 0 is the generator, then come the function and its arguments.
pub(super) static MANAGER: Class = Class {
    name: "_GeneratorContextManager",
    module: "contextlib",
    message_name: "_GeneratorContextManager",
    slots: Slots {
        repr: Some(|_, _, out| out.push("<contextlib._GeneratorContextManager object>")),
        enter: Some(enter),
        exit: Some(exit),
        call: Some(decorate),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

fn make<'h>(cx: &Context<'h>, maker: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let generator = cx.call_with(maker.field(0), args)?;
    let [positional, named] = stored(cx, args)?;
    glue::object_with(cx, &MANAGER, Cell::new(false), &[generator, maker.field(0), positional, named])
}

fn enter<'h>(cx: &Context<'h>, manager: &'h Object<'h>) -> R<'h> {
    if manager.data::<Cell<bool>>().is_none_or(|entered| entered.replace(true)) {
        return Err(cx.raise(&ATTRIBUTE_ERROR, "'_GeneratorContextManager' object has no attribute 'args'"));
    }
    match ops::iterate::next(cx, manager.field(0))? {
        Some(value) => Ok(value),
        None => Err(cx.raise(&RUNTIME_ERROR, "generator didn't yield")),
    }
}

fn exit<'h>(cx: &Context<'h>, manager: &'h Object<'h>, exception: Option<Value<'h>>) -> R<'h, bool> {
    let generator = manager.field(0);
    let Some(exception) = exception else {
        if ops::iterate::next(cx, generator)?.is_none() {
            return Ok(false);
        }
        cx.call_method(generator, "close", &[])?;
        return Err(cx.raise(&RUNTIME_ERROR, "generator didn't stop"));
    };
    let stop = match cx.call_method(generator, "throw", &[exception]) {
        Ok(_) => {
            cx.call_method(generator, "close", &[])?;
            return Err(cx.raise(&RUNTIME_ERROR, "generator didn't stop after throw()"));
        }
        Err(stop) => stop,
    };
    let Stop::Raise(raised) = stop else { return Err(stop) };
    let is_same = Value::Exception(raised).is(exception);
    if cx.is_raise_of(stop, &STOP_ITERATION) {
        return Ok(!is_same);
    }
    // A `StopIteration` that is thrown in comes out as the cause of another exception.
    let is_wrapped = cx.is_raise_of(stop, &RUNTIME_ERROR)
        && exception.class().is_subclass(&STOP_ITERATION)
        && raised.cause.get().is_some_and(|cause| Value::Exception(cause).is(exception));
    if is_same || is_wrapped { Ok(false) } else { Err(stop) }
}

/// A function that is run within a manager each time. Field 0 is the function, 1 the generator function, then come its
/// arguments.
pub(super) static DECORATED: Class = Class {
    name: "function",
    message_name: "function",
    rows: &[MAKER_ROWS],
    slots: Slots {
        repr: Some(|cx, object, out| ops::text::write_repr(cx, object.field(0), out)),
        call: Some(run),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

fn decorate<'h>(cx: &Context<'h>, manager: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let [function] = args.positional else {
        return Err(
            cx.type_error("ContextDecorator.__call__() missing 1 required positional argument: 'func'")
        );
    };
    let fields = [*function, manager.field(1), manager.field(2), manager.field(3)];
    glue::object_with(cx, &DECORATED, (), &fields)
}

fn run<'h>(cx: &Context<'h>, decorated: &'h Object<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let generator = call_stored(cx, decorated.field(1), decorated.field(2), decorated.field(3))?;
    let made = glue::object_with(cx, &MANAGER, Cell::new(false), &[generator])?;
    let Value::Object(manager) = made else { return Err(cx.internal("an object that is none")) };
    enter(cx, manager)?;
    match cx.call_with(decorated.field(0), args) {
        Ok(value) => {
            exit(cx, manager, None)?;
            Ok(value)
        }
        Err(Stop::Raise(exception)) => {
            let is_swallowed = exit(cx, manager, Some(Value::Exception(exception)))?;
            if is_swallowed { Ok(Value::None) } else { Err(Stop::Raise(exception)) }
        }
        Err(stop) => Err(stop),
    }
}
