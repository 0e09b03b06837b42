//! Comprehensions, and generator expressions that a built-in consumes at once.

use crate::code::{Clause, Comprehension, ComprehensionKind, Consume, Consumer};
use crate::context::Context;
use crate::ops;
use crate::row::Args;
use crate::stop::R;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::list::List;
use crate::value::set::Set;
use crate::walk::Frame;
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
        let comprehension = &node.comprehension;
        let stop_at = match node.how {
            Consumer::Any => true,
            Consumer::All => false,
            Consumer::Collected => {
                let items = self.comprehension(comprehension, span, frame)?;
                return self
                    .call_row(node.row, None, &Args::positional(&[items]))
                    .map_err(|stop| self.at(stop, span, frame));
            }
        };
        let ComprehensionKind::Generator(element) = &comprehension.kind else {
            return Err(self.internal("consuming what is no generator expression"));
        };
        self.renew(comprehension, frame)?;
        let mut stopped = false;
        self.clauses(comprehension, &comprehension.clauses, frame, &mut |frame| {
            stopped = self.test(element, frame)? == stop_at;
            Ok(!stopped)
        })?;
        Ok(Value::bool(stopped == stop_at))
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
            self.burn(u64::from(node.cost))?;
            return each(frame);
        };
        let iterable = self.eval(&clause.iter, frame)?;
        let mut cursor =
            ops::iterate(self, iterable).map_err(|stop| self.at(stop, clause.iter.span, frame))?;
        loop {
            let item = match cursor.next(self) {
                Ok(Some(item)) => item,
                Ok(None) => return Ok(true),
                Err(stop) => return Err(self.at(stop, clause.iter.span, frame)),
            };
            self.burn(u64::from(clause.cost))?;
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
