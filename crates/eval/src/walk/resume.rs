//! Statements of generators: finding the way back to the `yield` where the generator was suspended.
//!
//! Every block with a `yield` somewhere in it keeps the index of its current statement in a slot while suspended;
//! a compound statement is resumed through the one of its blocks whose slot is bound.

use crate::class;
use crate::code::{Block, For, Stmt, StmtKind, Try, Yield, YieldFrom};
use crate::context::Context;
use crate::ops;
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::iter::{Cursor, Iter};
use crate::walk::{Flow, Frame, Resume};
use hognose_syntax::tree::Span;

impl<'h> Context<'h> {
    pub(crate) fn resumable_block(&self, block: &'h Block, slot: u16, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let mut index = 0_usize;
        if frame.is_resuming()
            && let Value::Int(at) = frame.get(slot)
        {
            index = usize::try_from(at).unwrap_or(0);
        } else {
            self.burn(u64::from(block.cost))?;
        }
        frame.set(slot, Value::Unbound);
        while let Some(statement) = block.statements.get(index) {
            let flow = if frame.is_resuming() {
                self.resume_statement(statement, frame)?
            } else {
                self.statement(statement, frame)?
            };
            match flow {
                Flow::Next => {}
                Flow::Yield => {
                    frame.set(slot, Value::Int(i64::try_from(index).unwrap_or(0)));
                    return Ok(Flow::Yield);
                }
                other => return Ok(other),
            }
            index = index.saturating_add(1);
        }
        Ok(Flow::Next)
    }

    fn is_suspended(block: &Block, frame: &Frame<'_, 'h>) -> bool {
        block.resume.is_some_and(|slot| frame.get(slot).is_bound())
    }

    fn resume_statement(&self, statement: &'h Stmt, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        match &statement.kind {
            StmtKind::If(node) => {
                let branch = if Self::is_suspended(&node.body, frame) { &node.body } else { &node.orelse };
                self.block(branch, frame)
            }
            StmtKind::While(node) => {
                if Self::is_suspended(&node.orelse, frame) {
                    return self.block(&node.orelse, frame);
                }
                self.while_loop(node, true, frame)
            }
            StmtKind::For(node) => {
                if Self::is_suspended(&node.orelse, frame) {
                    return self.block(&node.orelse, frame);
                }
                let Some(Value::Iter(iter)) = node.iterator.map(|slot| frame.get(slot)) else {
                    return Err(self.internal("a suspended loop without its iterator"));
                };
                match self.block(&node.body, frame)? {
                    Flow::Next | Flow::Continue => self.loop_on(node, iter, frame),
                    Flow::Break => Ok(Flow::Next),
                    other => Ok(other),
                }
            }
            StmtKind::Try(node) => self.resumable_try(node, true, frame),
            StmtKind::With(node) => self.with_statement(node, true, statement.span, frame),
            StmtKind::Match(node) => {
                let suspended = node.cases.iter().find(|case| Self::is_suspended(&case.body, frame));
                match suspended {
                    Some(case) => self.block(&case.body, frame),
                    None => Err(self.internal("a suspended match without its case")),
                }
            }
            StmtKind::Yield(node) => self.resume_yield(node, statement.span, frame),
            StmtKind::YieldFrom(node) => self.yield_from(node, true, statement.span, frame),
            _ => Err(self.internal("a suspended statement that cannot be")),
        }
    }

    pub(crate) fn resumable_for(
        &self,
        node: &'h For,
        slot: u16,
        cursor: Cursor<'h>,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Flow> {
        let iter = match cursor {
            Cursor::Shared(iter) => iter,
            cursor => Iter::new(self, cursor)?,
        };
        frame.set(slot, Value::Iter(iter));
        self.loop_on(node, iter, frame)
    }

    fn loop_on(&self, node: &'h For, iter: &'h Iter<'h>, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        loop {
            let item = match iter.next(self) {
                Ok(Some(item)) => item,
                Ok(None) => break,
                Err(stop) => return Err(self.at(stop, node.iter.span, frame)),
            };
            self.burn(1)?;
            self.assign(&node.target, item, frame)?;
            match self.block(&node.body, frame)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                other => return Ok(other),
            }
        }
        self.block(&node.orelse, frame)
    }

    pub(crate) fn yield_statement(&self, node: &'h Yield, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let value = match &node.value {
            Some(expr) => self.eval(expr, frame)?,
            None => Value::None,
        };
        frame.result.set(value);
        Ok(Flow::Yield)
    }

    fn resume_yield(&self, node: &'h Yield, span: Span, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        match frame.resume.replace(Resume::Running) {
            Resume::Send(value) => {
                if let Some(slot) = node.result {
                    frame.set(slot, value);
                }
                Ok(Flow::Next)
            }
            Resume::Throw(stop) => Err(self.thrown(stop, span, frame)),
            Resume::Running => Err(self.internal("resumed without reason")),
        }
    }

    pub(crate) fn yield_from(
        &self,
        node: &'h YieldFrom,
        resumed: bool,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Flow> {
        let mut input = Resume::Send(Value::None);
        let iter = if resumed {
            input = frame.resume.replace(Resume::Running);
            match frame.get(node.iterator) {
                Value::Iter(iter) => iter,
                _ => return Err(self.internal("a suspended delegation without its iterator")),
            }
        } else {
            let value = self.eval(&node.iterable, frame)?;
            let iter = ops::iterate::iterator(self, value).map_err(|stop| self.at(stop, span, frame))?;
            frame.set(node.iterator, Value::Iter(iter));
            iter
        };
        let step = match (iter.cursor.get(), input) {
            (Cursor::Generator(generator), Resume::Throw(stop))
                if self.is_raise_of(stop, &class::GENERATOR_EXIT) =>
            {
                generator.close(self)?;
                Err(stop)
            }
            (Cursor::Generator(generator), input) => generator.advance(self, input),
            (_, Resume::Throw(stop)) => Err(self.thrown(stop, span, frame)),
            (_, Resume::Send(value)) if !value.is_none() => Err(self.raise(
                &class::ATTRIBUTE_ERROR,
                format_args!("'{}' object has no attribute 'send'", iter.class().message_name),
            )),
            _ => iter.next(self),
        };
        match step.map_err(|stop| self.at(stop, span, frame))? {
            Some(value) => {
                frame.result.set(value);
                Ok(Flow::Yield)
            }
            None => {
                frame.set(node.iterator, Value::Unbound);
                if let Some(slot) = node.result {
                    let returned = match iter.cursor.get() {
                        Cursor::Generator(generator) => generator.returned.get(),
                        _ => Value::None,
                    };
                    frame.set(slot, returned);
                }
                Ok(Flow::Next)
            }
        }
    }

    /// `try` with a `yield` in it. While suspended, its slot keeps a tuple: the exception being handled or `None`, and
    /// what waits for `finally`: nothing, an exception, or how the statement would have ended.
    pub(crate) fn resumable_try(&self, node: &'h Try, resumed: bool, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let saved = match node.state.map(|slot| frame.get(slot)) {
            Some(Value::Tuple(tuple)) if resumed => tuple.items(),
            _ => &[],
        };
        if resumed && Self::is_suspended(&node.finalbody, frame) {
            let pending = self.restored(saved, frame)?;
            return self.finally_resumable(node, pending, frame);
        }
        let result = self.resumable_parts(node, resumed, saved, frame);
        if let Ok(Flow::Yield) = result {
            return result;
        }
        if node.finalbody.statements.is_empty() {
            return result;
        }
        self.finally_resumable(node, result, frame)
    }

    fn resumable_parts(
        &self,
        node: &'h Try,
        resumed: bool,
        saved: &'h [Value<'h>],
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Flow> {
        if resumed {
            if Self::is_suspended(&node.orelse, frame) {
                return self.block(&node.orelse, frame);
            }
            let handler = node.handlers.iter().find(|handler| Self::is_suspended(&handler.body, frame));
            if let (Some(handler), Some(Value::Exception(exception))) = (handler, saved.first()) {
                return self.handle_resumable(node, handler, exception, frame);
            }
        }
        match self.block(&node.body, frame) {
            Ok(Flow::Next) => self.block(&node.orelse, frame),
            Err(Stop::Raise(exception)) if !node.handlers.is_empty() => {
                match self.find_handler(node, exception, frame)? {
                    Some(handler) => {
                        if let Some(place) = handler.name {
                            self.store(place, Value::Exception(exception), frame);
                        }
                        self.handle_resumable(node, handler, exception, frame)
                    }
                    None => Err(Stop::Raise(exception)),
                }
            }
            other => other,
        }
    }

    fn handle_resumable(
        &self,
        node: &'h Try,
        handler: &'h crate::code::Handler,
        exception: &'h crate::value::exception::Exception<'h>,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Flow> {
        let before = self.handling.replace(Some(exception));
        let flow = self.block(&handler.body, frame);
        self.handling.set(before);
        if let Ok(Flow::Yield) = flow {
            if let Some(slot) = node.state {
                frame.set(slot, self.tuple(&[Value::Exception(exception)])?);
            }
            return flow;
        }
        if let Some(place) = handler.name {
            self.store(place, Value::Unbound, frame);
        }
        flow
    }

    /// Run or resume `finally`; `pending` is how the statement ends unless `finally` says otherwise.
    fn finally_resumable(&self, node: &'h Try, pending: R<'h, Flow>, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let returned = frame.result.get();
        let flow = self.finally(node, pending, frame);
        if let (Ok(Flow::Yield), Some(slot)) = (&flow, node.state) {
            let kind = |kind: i64, value: Value<'h>| self.tuple(&[Value::None, Value::Int(kind), value]);
            let saved = match pending {
                Ok(Flow::Next | Flow::Yield) => kind(0, Value::None)?,
                Ok(Flow::Break) => kind(1, Value::None)?,
                Ok(Flow::Continue) => kind(2, Value::None)?,
                Ok(Flow::Return) => kind(3, returned)?,
                Err(Stop::Raise(exception)) => kind(4, Value::Exception(exception))?,
                Err(Stop::Fatal) => return Err(Stop::Fatal),
            };
            frame.set(slot, saved);
        }
        flow
    }

    fn restored(&self, saved: &'h [Value<'h>], frame: &Frame<'_, 'h>) -> R<'h, R<'h, Flow>> {
        let value = saved.get(2).copied().unwrap_or(Value::None);
        Ok(match (saved.get(1), value) {
            (Some(Value::Int(0)), _) => Ok(Flow::Next),
            (Some(Value::Int(1)), _) => Ok(Flow::Break),
            (Some(Value::Int(2)), _) => Ok(Flow::Continue),
            (Some(Value::Int(3)), value) => {
                frame.result.set(value);
                Ok(Flow::Return)
            }
            (Some(Value::Int(4)), Value::Exception(exception)) => Err(Stop::Raise(exception)),
            _ => return Err(self.internal("a suspended finally without what waits for it")),
        })
    }
}
