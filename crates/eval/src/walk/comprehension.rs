//! Comprehensions, and generator expressions that a built-in consumes at once.

use crate::builtins::functions::{Extreme, Sum};
use crate::code::{Clause, Comprehension, ComprehensionKind, Consume, Consumer};
use crate::context::Context;
use crate::ops;
use crate::row::Args;
use crate::stop::R;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::iter::Cursor;
use crate::value::list::List;
use crate::value::set::Set;
use crate::walk::Frame;
use crate::walk::generator::generator_stop;
use hognose_syntax::tree::Span;
use std::cell::Cell;

/// What happens to each element; false ends the loop.
type Each<'a, 'h> = dyn FnMut(&Frame<'_, 'h>) -> R<'h, bool> + 'a;

impl<'h> Context<'h> {
    #[inline(never)]
    pub(crate) fn comprehension(&self, node: &'h Comprehension, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        self.renew(node, frame)?;
        let place = |stop| self.at(stop, span, frame);
        match &node.kind {
            ComprehensionKind::List(element) | ComprehensionKind::Generator(element) => {
                let list = List::new(self.heap())?;
                self.clauses(node, &node.clauses, frame, &mut |frame| {
                    let value = self.eval(element, frame)?;
                    list.push(self.heap(), value)?;
                    Ok(true)
                })?;
                Ok(Value::List(list))
            }
            ComprehensionKind::Set(element) => {
                let set = Set::new(self.heap(), false)?;
                self.clauses(node, &node.clauses, frame, &mut |frame| {
                    let value = self.eval(element, frame)?;
                    set.add(self, value).map_err(place)?;
                    Ok(true)
                })?;
                Ok(Value::Set(set))
            }
            ComprehensionKind::Dict(key, value) => {
                let dict = Dict::new(self.heap())?;
                self.clauses(node, &node.clauses, frame, &mut |frame| {
                    let name = self.eval(key, frame)?;
                    let value = self.eval(value, frame)?;
                    dict.set(self, name, value).map_err(place)?;
                    Ok(true)
                })?;
                Ok(Value::Dict(dict))
            }
        }
    }

    /// A built-in over a generator expression.
    #[inline(never)]
    pub(crate) fn consume(&self, node: &'h Consume, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        let place = |stop| self.at(stop, span, frame);
        match node.how {
            Consumer::Any => self.consume_tests(node, true, frame),
            Consumer::All => self.consume_tests(node, false, frame),
            Consumer::Sum => {
                let mut sum = Sum::new(Value::Int(0));
                self.elements(node, frame, &mut |value| sum.add(self, value).map_err(place))?;
                Ok(sum.total())
            }
            Consumer::Max | Consumer::Min => {
                let mut extreme = Extreme::new(node.how == Consumer::Max);
                self.elements(node, frame, &mut |value| extreme.add(self, value, value).map_err(place))?;
                extreme.finish(self, None).map_err(place)
            }
            Consumer::Set | Consumer::FrozenSet => {
                let set = Set::new(self.heap(), node.how == Consumer::FrozenSet)?;
                self.elements(node, frame, &mut |value| set.add(self, value).map(|_| ()).map_err(place))?;
                Ok(Value::Set(set))
            }
            Consumer::Collected => {
                let list = List::new(self.heap())?;
                self.elements(node, frame, &mut |value| list.push(self.heap(), value))?;
                self.call_row(node.row, None, &Args::positional(&[Value::List(list)])).map_err(place)
            }
        }
    }

    /// Test elements until one is as wanted.
    fn consume_tests(&self, node: &'h Consume, wanted: bool, frame: &Frame<'_, 'h>) -> R<'h> {
        let ComprehensionKind::Generator(element) = &node.comprehension.kind else {
            return Err(self.internal("consuming what is no generator expression"));
        };
        let mut found = false;
        self.generate(node, frame, &mut |frame| {
            found = self.test(element, frame)? == wanted;
            Ok(!found)
        })?;
        Ok(Value::bool(found == wanted))
    }

    /// Hand each element on.
    fn elements(
        &self,
        node: &'h Consume,
        frame: &Frame<'_, 'h>,
        take: &mut dyn FnMut(Value<'h>) -> R<'h, ()>,
    ) -> R<'h, ()> {
        let ComprehensionKind::Generator(element) = &node.comprehension.kind else {
            return Err(self.internal("consuming what is no generator expression"));
        };
        let mut refused = None;
        let result = self.generate(node, frame, &mut |frame| {
            let value = self.eval(element, frame)?;
            match take(value) {
                Ok(()) => Ok(true),
                Err(stop) => {
                    // Not the generator's own error.
                    refused = Some(stop);
                    Ok(false)
                }
            }
        });
        match refused {
            Some(stop) => Err(stop),
            None => result,
        }
    }

    /// Run a generator expression in place. The first iterable belongs to the code around it; a `StopIteration` out of
    /// the rest is a `RuntimeError`, as out of a generator.
    fn generate(&self, node: &'h Consume, frame: &Frame<'_, 'h>, each: &mut Each<'_, 'h>) -> R<'h, ()> {
        let comprehension = &node.comprehension;
        self.renew(comprehension, frame)?;
        let Some((clause, inner)) = comprehension.clauses.split_first() else { return Ok(()) };
        let cursor = self.clause_cursor(clause, frame)?;
        match self.clause(comprehension, clause, inner, cursor, frame, each) {
            Ok(_) => Ok(()),
            Err(stop) => Err(generator_stop(self, stop)),
        }
    }

    /// Give the comprehension's variables a fresh start.
    fn renew(&self, node: &'h Comprehension, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        for slot in &node.variables {
            frame.set(*slot, Value::Unbound);
        }
        for slot in &node.own_cells {
            let cell = self.heap().alloc(Cell::new(Value::Unbound))?;
            frame.set(*slot, Value::Cell(cell));
        }
        Ok(())
    }

    fn clauses(
        &self,
        node: &'h Comprehension,
        clauses: &'h [Clause],
        frame: &Frame<'_, 'h>,
        each: &mut Each<'_, 'h>,
    ) -> R<'h, bool> {
        let Some((clause, inner)) = clauses.split_first() else {
            self.burn_few(node.cost)?;
            return each(frame);
        };
        let cursor = self.clause_cursor(clause, frame)?;
        self.clause(node, clause, inner, cursor, frame, each)
    }

    fn clause_cursor(&self, clause: &'h Clause, frame: &Frame<'_, 'h>) -> R<'h, Cursor<'h>> {
        let iterable = self.eval(&clause.iter, frame)?;
        ops::iterate(self, iterable).map_err(|stop| self.at(stop, clause.iter.span, frame))
    }

    fn clause(
        &self,
        node: &'h Comprehension,
        clause: &'h Clause,
        inner: &'h [Clause],
        mut cursor: Cursor<'h>,
        frame: &Frame<'_, 'h>,
        each: &mut Each<'_, 'h>,
    ) -> R<'h, bool> {
        loop {
            let item = match cursor.step(self) {
                Ok(Value::Unbound) => return Ok(true),
                Ok(item) => item,
                Err(stop) => return Err(self.at(stop, clause.iter.span, frame)),
            };
            self.burn_few(clause.cost)?;
            self.assign(&clause.target, item, frame)?;
            let mut wanted = true;
            for condition in &clause.conditions {
                if !self.test(condition, frame)? {
                    wanted = false;
                    break;
                }
            }
            if wanted && !self.clauses(node, inner, frame, each)? {
                return Ok(false);
            }
        }
    }
}
