//! Tuple, list, set and dict displays, with stars.

use crate::class;
use crate::code::{Expr, ExprKind, StarredKind};
use crate::context::Context;
use crate::ops;
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::list::List;
use crate::value::set::Set;
use crate::value::tuple::Tuple;
use crate::walk::Frame;

/// Up to this many elements of a set are there before the first one is looked at.
const LONG_SET: usize = 30;
/// Up to this many items of a tuple are collected on the stack.
const FEW: usize = 4;

impl<'h> Context<'h> {
    pub(super) fn list_display(&self, items: &'h [Expr], frame: &Frame<'_, 'h>) -> R<'h> {
        if items.is_empty() {
            return Ok(Value::List(List::new(self.heap())?));
        }
        let cells = self.heap().cells(items.len(), |_| Value::Unbound)?;
        for (cell, item) in cells.iter().zip(items) {
            cell.set(self.eval(item, frame)?);
        }
        Ok(Value::List(List::from_cells(self.heap(), cells)?))
    }

    pub(super) fn tuple_display(&self, items: &'h [Expr], frame: &Frame<'_, 'h>) -> R<'h> {
        let mut few = [Value::Unbound; FEW];
        if let Some(few) = few.get_mut(..items.len()) {
            for (place, item) in few.iter_mut().zip(items) {
                *place = self.eval(item, frame)?;
            }
            return self.tuple(few);
        }
        let list = self.heap().cells(items.len(), |_| Value::Unbound)?;
        for (cell, item) in list.iter().zip(items) {
            cell.set(self.eval(item, frame)?);
        }
        self.heap().charge(size_of_val(list))?;
        let items =
            self.heap().slice_with(list.len(), |i| list.get(i).map_or(Value::None, std::cell::Cell::get))?;
        Ok(Value::Tuple(self.heap().alloc(Tuple::new(items))?))
    }

    /// Items of a display or arguments, stars unpacked.
    pub(super) fn unstar(&self, items: &'h [Expr], into: &'h List<'h>, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        for item in items {
            match &item.kind {
                ExprKind::Star(inner) => {
                    let value = self.eval(inner, frame)?;
                    ops::iterate::extend(self, into, value).map_err(|stop| {
                        let stop = self.star_wording(stop, value);
                        self.at(stop, item.span, frame)
                    })?;
                }
                _ => into.push(self.heap(), self.eval(item, frame)?)?,
            }
        }
        Ok(())
    }

    /// "Value after * must be an iterable, not int".
    #[cold]
    fn star_wording(&self, stop: Stop<'h>, value: Value<'h>) -> Stop<'h> {
        if ops::iterate::is_iterable(value) || !self.is_raise_of(stop, &class::TYPE_ERROR) {
            return stop;
        }
        self.type_error(format_args!("Value after * must be an iterable, not {}", ops::own_type_name(value)))
    }

    pub(super) fn starred(&self, kind: StarredKind, items: &'h [Expr], frame: &Frame<'_, 'h>) -> R<'h> {
        if kind == StarredKind::Set {
            return self.starred_set(items, frame);
        }
        let list = List::new(self.heap())?;
        self.unstar(items, list, frame)?;
        match kind {
            StarredKind::Tuple => self.tuple(&list.to_vec()),
            StarredKind::List | StarredKind::Set => Ok(Value::List(list)),
        }
    }

    fn starred_set(&self, items: &'h [Expr], frame: &Frame<'_, 'h>) -> R<'h> {
        let set = Set::new(self.heap(), false)?;
        let plain = items.iter().take_while(|item| !matches!(item.kind, ExprKind::Star(_))).count();
        for (index, item) in items.iter().enumerate() {
            let place = |stop| self.at(stop, item.span, frame);
            let ExprKind::Star(inner) = &item.kind else {
                let value = self.eval(item, frame)?;
                if let Err(stop) = set.add(self, value) {
                    // The elements before the first star of a short display are looked at together.
                    let together = if items.len() <= LONG_SET { items.get(..plain) } else { None };
                    let together = together.filter(|_| index < plain).unwrap_or(&[]);
                    return Err(place(self.late_set(stop, together, index, frame)));
                }
                continue;
            };
            let value = self.eval(inner, frame)?;
            let mut cursor = ops::iterate(self, value).map_err(place)?;
            while let Some(item) = cursor.next(self).map_err(place)? {
                self.burn(1)?;
                set.add(self, item).map_err(place)?;
            }
        }
        Ok(Value::Set(set))
    }

    pub(super) fn dict_display(
        &self,
        items: &'h [(Option<Expr>, Expr)],
        expr: &'h Expr,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        let dict = Dict::new(self.heap())?;
        if !items.is_empty() {
            dict.table(self)?.reserve(self.heap(), items.len())?;
        }
        for (index, (key, value)) in items.iter().enumerate() {
            match key {
                Some(key) => {
                    let name = self.eval(key, frame)?;
                    let value = self.eval(value, frame)?;
                    if let Err(stop) = dict.set(self, name, value) {
                        return Err(self.late_dict(stop, items, index, frame));
                    }
                }
                None => {
                    let mapping = self.eval(value, frame)?;
                    let known = matches!(mapping, Value::Dict(_))
                        || ops::convert::mapping_keys(self, mapping)?.is_some();
                    if !known {
                        let stop = self.type_error(format_args!(
                            "'{}' object is not a mapping",
                            ops::own_type_name(mapping)
                        ));
                        return Err(self.at(stop, expr.span, frame));
                    }
                    ops::convert::update_dict(self, dict, mapping)
                        .map_err(|stop| self.at(stop, value.span, frame))?;
                }
            }
        }
        Ok(Value::Dict(dict))
    }

    pub(super) fn set_display(&self, items: &'h [Expr], frame: &Frame<'_, 'h>) -> R<'h> {
        let set = Set::new(self.heap(), false)?;
        for (index, item) in items.iter().enumerate() {
            let value = self.eval(item, frame)?;
            if let Err(stop) = set.add(self, value) {
                return Err(self.late_set(stop, items, index, frame));
            }
        }
        Ok(Value::Set(set))
    }

    /// An element that cannot be in a set: CPython looks at it when all elements of a short display are there.
    #[cold]
    #[inline(never)]
    fn late_set(&self, stop: Stop<'h>, items: &'h [Expr], index: usize, frame: &Frame<'_, 'h>) -> Stop<'h> {
        let rest = items.get(index.saturating_add(1)..).filter(|_| items.len() <= LONG_SET);
        for item in rest.unwrap_or(&[]) {
            if let Err(earlier) = self.eval(item, frame) {
                return earlier;
            }
        }
        match items.get(index) {
            Some(item) => self.at(stop, item.span, frame),
            None => stop,
        }
    }

    /// A key that cannot be in a dict: CPython looks at it when all entries up to the next `**` are there, but takes
    /// sixteen at a time one by one.
    #[cold]
    #[inline(never)]
    fn late_dict(
        &self,
        stop: Stop<'h>,
        items: &'h [(Option<Expr>, Expr)],
        index: usize,
        frame: &Frame<'_, 'h>,
    ) -> Stop<'h> {
        const CHUNK: usize = 16;
        let before = items.iter().take(index).rev().take_while(|(key, _)| key.is_some()).count();
        let behind = items.iter().skip(index).take_while(|(key, _)| key.is_some()).count();
        let whole = before.saturating_add(behind).checked_div(CHUNK).unwrap_or(0).saturating_mul(CHUNK);
        let rest = if before >= whole { behind.saturating_sub(1) } else { 0 };
        for (key, value) in items.iter().skip(index.saturating_add(1)).take(rest) {
            let key = key.as_ref().map_or(Ok(Value::None), |key| self.eval(key, frame));
            if let Err(earlier) = key.and_then(|_| self.eval(value, frame)) {
                return earlier;
            }
        }
        match items.get(index) {
            Some((Some(key), _)) => self.at(stop, key.span, frame),
            _ => stop,
        }
    }
}
