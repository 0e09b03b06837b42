//! Assignment and deletion.

use crate::code::{Expr, Place, Target, TargetKind};
use crate::context::Context;
use crate::ops;
use crate::ops::{arith, attribute, index};
use crate::stop::R;
use crate::value::Value;
use crate::walk::Frame;
use hognose_syntax::tree::{BinaryOp, Span};

impl<'h> Context<'h> {
    /// Assign a value to a target.
    #[inline]
    pub(crate) fn assign(&self, target: &'h Target, value: Value<'h>, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        if let TargetKind::Name(Place::Local(slot)) = target.kind {
            frame.set(slot, value);
            return Ok(());
        }
        self.assign_slow(target, value, frame)
    }

    #[inline(never)]
    fn assign_slow(&self, target: &'h Target, value: Value<'h>, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        match &target.kind {
            TargetKind::Name(place) => {
                self.store(*place, value, frame);
                Ok(())
            }
            TargetKind::Attribute(node) => {
                let object = self.eval(&node.0, frame)?;
                attribute::set(self, object, node.1.text(), value)
                    .map_err(|stop| self.at(stop, target.span, frame))
            }
            TargetKind::Subscript(node) => {
                let object = self.eval(&node.0, frame)?;
                let key = self.eval(&node.1, frame)?;
                index::set_item(self, object, key, value).map_err(|stop| self.at(stop, target.span, frame))
            }
            TargetKind::Sequence(targets) => self.unpack(targets, value, target.span, frame),
            TargetKind::Starred(inner) => self.assign(inner, value, frame),
        }
    }

    fn unpack(
        &self,
        targets: &'h [Target],
        value: Value<'h>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, ()> {
        let star = targets.iter().position(|target| matches!(target.kind, TargetKind::Starred(_)));
        if let (Value::Tuple(tuple), None) = (value, star)
            && tuple.len() == targets.len()
        {
            for (target, item) in targets.iter().zip(tuple.items()) {
                self.assign(target, *item, frame)?;
            }
            return Ok(());
        }
        let items = match star {
            None => self.exactly(targets.len(), value),
            Some(star) => self.at_least(star, targets.len().saturating_sub(1), value),
        };
        let items = items.map_err(|stop| self.at(stop, span, frame))?;
        let Some(star) = star else {
            for (target, item) in targets.iter().zip(items) {
                self.assign(target, item, frame)?;
            }
            return Ok(());
        };
        let after = targets.len().saturating_sub(star).saturating_sub(1);
        let middle_end = items.len().saturating_sub(after);
        let middle = self.list(items.get(star..middle_end).unwrap_or(&[]))?;
        let mut rest = items.iter().skip(middle_end);
        for (position, target) in targets.iter().enumerate() {
            let item = if position < star {
                items.get(position).copied()
            } else if position == star {
                Some(middle)
            } else {
                rest.next().copied()
            };
            self.assign(target, item.unwrap_or(Value::None), frame)?;
        }
        Ok(())
    }

    /// Exactly `count` items of an iterable.
    fn exactly(&self, count: usize, value: Value<'h>) -> R<'h, Vec<Value<'h>>> {
        let mut cursor = self.unpackable(value)?;
        let mut items = Vec::with_capacity(count.min(64));
        while let Some(item) = cursor.next(self)? {
            self.burn(1)?;
            if items.len() == count {
                // 3.13 names the length where it is known.
                return Err(self.value_error(format_args!("too many values to unpack (expected {count})")));
            }
            items.push(item);
        }
        if items.len() < count {
            return Err(self.value_error(format_args!(
                "not enough values to unpack (expected {count}, got {})",
                items.len()
            )));
        }
        Ok(items)
    }

    fn at_least(&self, before: usize, count: usize, value: Value<'h>) -> R<'h, Vec<Value<'h>>> {
        let _ = before;
        let mut cursor = self.unpackable(value)?;
        let mut items = Vec::new();
        while let Some(item) = cursor.next(self)? {
            self.burn(1)?;
            self.heap().charge(size_of::<Value<'_>>())?;
            items.push(item);
        }
        if items.len() < count {
            return Err(self.value_error(format_args!(
                "not enough values to unpack (expected at least {count}, got {})",
                items.len()
            )));
        }
        Ok(items)
    }

    fn unpackable(&self, value: Value<'h>) -> R<'h, crate::value::iter::Cursor<'h>> {
        ops::iterate(self, value).map_err(|stop| {
            if self.is_raise_of(stop, &crate::class::TYPE_ERROR) {
                return self.type_error(format_args!(
                    "cannot unpack non-iterable {} object",
                    ops::own_type_name(value)
                ));
            }
            stop
        })
    }

    /// `target op= value`.
    pub(crate) fn augment(
        &self,
        target: &'h Target,
        op: BinaryOp,
        expr: &'h Expr,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, ()> {
        let place = |stop| self.at(stop, span, frame);
        match &target.kind {
            TargetKind::Name(name) => {
                let old = self.load(*name, target.span, frame)?;
                let value = self.eval(expr, frame)?;
                let result = arith::in_place(self, op, old, value).map_err(place)?;
                self.store(*name, result, frame);
            }
            TargetKind::Attribute(node) => {
                let object = self.eval(&node.0, frame)?;
                let old = attribute::get_resolved(self, object, node.1.text(), node.1.candidates())
                    .map_err(place)?;
                let value = self.eval(expr, frame)?;
                let result = arith::in_place(self, op, old, value).map_err(place)?;
                attribute::set(self, object, node.1.text(), result).map_err(place)?;
            }
            TargetKind::Subscript(node) => {
                let object = self.eval(&node.0, frame)?;
                let key = self.eval(&node.1, frame)?;
                let old = index::get_item(self, object, key).map_err(place)?;
                let value = self.eval(expr, frame)?;
                let result = arith::in_place(self, op, old, value).map_err(place)?;
                index::set_item(self, object, key, result).map_err(place)?;
            }
            TargetKind::Sequence(_) | TargetKind::Starred(_) => {
                return Err(self.internal("augmented assignment to a sequence"));
            }
        }
        Ok(())
    }

    /// The value of a name.
    fn load(&self, place: Place, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        let value = match place {
            Place::Local(slot) => frame.get(slot),
            Place::Cell(slot) => match frame.get(slot) {
                Value::Cell(cell) => cell.get(),
                _ => Value::Unbound,
            },
            Place::Global(number) => {
                let value =
                    self.globals.get().get(usize::from(number)).map_or(Value::Unbound, std::cell::Cell::get);
                if !value.is_bound() {
                    return match self.program.globals.get(usize::from(number)) {
                        Some((_, Some(before))) => self.static_value(*before),
                        Some((name, None)) => {
                            let stop = self.raise(
                                &crate::class::NAME_ERROR,
                                format_args!("name '{name}' is not defined"),
                            );
                            Err(self.at(stop, span, frame))
                        }
                        None => Err(self.internal("no such global")),
                    };
                }
                value
            }
        };
        match (value.is_bound(), place) {
            (true, _) => Ok(value),
            (false, Place::Local(slot) | Place::Cell(slot)) => Err(self.unbound(slot, span, frame)),
            (false, Place::Global(_)) => Err(self.internal("global")),
        }
    }

    /// `del target`.
    pub(crate) fn delete(&self, target: &'h Target, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        let place = |stop| self.at(stop, target.span, frame);
        match &target.kind {
            TargetKind::Name(name) => {
                self.load(*name, target.span, frame)?;
                self.store(*name, Value::Unbound, frame);
                Ok(())
            }
            TargetKind::Attribute(node) => {
                let object = self.eval(&node.0, frame)?;
                attribute::delete(self, object, node.1.text()).map_err(place)
            }
            TargetKind::Subscript(node) => {
                let object = self.eval(&node.0, frame)?;
                let key = self.eval(&node.1, frame)?;
                index::delete_item(self, object, key).map_err(place)
            }
            TargetKind::Sequence(targets) => targets.iter().try_for_each(|target| self.delete(target, frame)),
            TargetKind::Starred(inner) => self.delete(inner, frame),
        }
    }
}
