//! Generators: frames that live in the region and go on where they were suspended.

use crate::class;
use crate::code::Function;
use crate::context::Context;
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::walk::{Flow, Frame, Resume};
use hognose_syntax::tree::Span;
use std::cell::Cell;

/// A generator.
#[derive(Debug)]
pub struct Generator<'h> {
    pub(crate) code: &'h Function,
    slots: &'h [Cell<Value<'h>>],
    state: Cell<State>,
    /// What it returned.
    pub(crate) returned: Cell<Value<'h>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fresh,
    Suspended,
    Running,
    Done,
}

impl<'h> Generator<'h> {
    pub(crate) fn new(code: &'h Function, slots: &'h [Cell<Value<'h>>]) -> Self {
        Self { code, slots, state: Cell::new(State::Fresh), returned: Cell::new(Value::None) }
    }

    /// The next value it yields.
    ///
    /// # Errors
    /// What it raises.
    pub(crate) fn next(&'h self, cx: &Context<'h>) -> R<'h, Option<Value<'h>>> {
        self.advance(cx, Resume::Send(Value::None))
    }

    /// Go on with a value sent in, or an exception thrown in.
    pub(crate) fn advance(&'h self, cx: &Context<'h>, with: Resume<'h>) -> R<'h, Option<Value<'h>>> {
        let resume = match (self.state.get(), with) {
            (State::Running, _) => return Err(cx.value_error("generator already executing")),
            (State::Done, Resume::Throw(stop)) => return Err(self.refused(cx, stop)),
            (State::Done, _) => {
                self.returned.set(Value::None);
                return Ok(None);
            }
            (State::Fresh, Resume::Throw(stop)) => {
                self.state.set(State::Done);
                return Err(self.refused(cx, stop));
            }
            (State::Fresh, Resume::Send(value)) if !value.is_none() => {
                return Err(cx.type_error("can't send non-None value to a just-started generator"));
            }
            (State::Fresh, _) => Resume::Running,
            (State::Suspended, with) => with,
        };
        cx.burn(1)?;
        cx.enter_call(self.code)?;
        self.state.set(State::Running);
        let frame = Frame::new(self.slots, self.code, cx.frames.get());
        frame.resume.set(resume);
        let before = cx.handling.get();
        cx.handling_outside.set(before);
        let result = cx.block(&self.code.body, &frame);
        cx.handling.set(before);
        cx.leave_call(self.code);
        match result {
            Ok(Flow::Yield) => {
                self.state.set(State::Suspended);
                Ok(Some(frame.result.get()))
            }
            Ok(flow) => {
                self.state.set(State::Done);
                self.returned.set(if flow == Flow::Return { frame.result.get() } else { Value::None });
                Ok(None)
            }
            Err(stop) => {
                self.state.set(State::Done);
                Err(generator_stop(cx, stop))
            }
        }
    }

    /// An exception thrown into a generator that has not started or has ended comes out again.
    #[cold]
    fn refused(&self, cx: &Context<'h>, stop: Stop<'h>) -> Stop<'h> {
        let span = self.code.body.statements.first().map_or_else(Span::default, |first| first.span);
        cx.thrown_at(stop, span, &self.code.name, cx.frames.get().saturating_add(1));
        stop
    }

    /// `generator.close()`.
    ///
    /// # Errors
    /// What it raises instead of ending.
    pub(crate) fn close(&'h self, cx: &Context<'h>) -> R<'h> {
        match self.state.get() {
            State::Fresh => {
                self.state.set(State::Done);
                Ok(Value::None)
            }
            State::Done => Ok(Value::None),
            State::Running | State::Suspended => {
                let exit = cx.raise_args(&class::GENERATOR_EXIT, &[]);
                match self.advance(cx, Resume::Throw(exit)) {
                    Ok(Some(_)) => Err(cx.raise(&class::RUNTIME_ERROR, "generator ignored GeneratorExit")),
                    Ok(None) => Ok(self.returned.get()),
                    Err(stop)
                        if cx.is_raise_of(stop, &class::GENERATOR_EXIT)
                            || cx.is_raise_of(stop, &class::STOP_ITERATION) =>
                    {
                        Ok(Value::None)
                    }
                    Err(stop) => Err(stop),
                }
            }
        }
    }
}

/// A `StopIteration` that leaves a generator is a `RuntimeError`.
#[cold]
pub(super) fn generator_stop<'h>(cx: &Context<'h>, stop: Stop<'h>) -> Stop<'h> {
    let Stop::Raise(exception) = stop else { return stop };
    if !exception.class.is_subclass(&class::STOP_ITERATION) {
        return stop;
    }
    let error = cx.raise(&class::RUNTIME_ERROR, "generator raised StopIteration");
    if let Stop::Raise(error) = error {
        error.cause.set(Some(exception));
        error.context.set(Some(exception));
        error.suppress_context.set(true);
    }
    error
}
