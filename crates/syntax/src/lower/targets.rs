//! What is assigned to or deleted.

use super::{Lowerer, expr, stmt};
use crate::ast::{self, ExprKind as Ast};
use crate::tree::{BinaryOp, Expr, ExprKind, Place, Slot, Span, Stmt, StmtKind, Target, TargetKind};

impl Lowerer<'_> {
    /// A target in which nothing yields.
    pub(super) fn target(&mut self, target: &mut ast::Expr) -> Target {
        if matches!(target.kind, Ast::Starred(_)) {
            self.refuse("starred assignment target must be in a list or tuple", target.span);
        }
        self.element(target)
    }

    /// A target that may be starred.
    #[inline(never)]
    fn element(&mut self, target: &mut ast::Expr) -> Target {
        let span = target.span;
        self.enter();
        let kind = match &mut target.kind {
            Ast::Name(symbol) => TargetKind::Name(self.place(*symbol)),
            Ast::Attribute(object, name) => {
                let object = self.expr(object);
                TargetKind::Attribute { object, name: self.stored_attribute(*name, span) }
            }
            Ast::Subscript(parts) => {
                let object = self.expr(&mut parts.0);
                TargetKind::Subscript { object, index: self.expr(&mut parts.1) }
            }
            Ast::Tuple(elements) | Ast::List(elements) => {
                self.stars(elements, span);
                let mut lowered = Vec::with_capacity(elements.len());
                for element in elements {
                    lowered.push(self.element(element));
                }
                TargetKind::Sequence(lowered)
            }
            Ast::Starred(inner) => TargetKind::Starred(Box::new(self.element(inner))),
            _ => TargetKind::Sequence(Vec::new()),
        };
        self.leave();
        Target { kind, span }
    }

    /// The name of an attribute that is assigned to; the one dunder spelling can be read only.
    fn stored_attribute(&mut self, name: crate::names::Symbol, span: Span) -> Box<str> {
        let text = self.text(name);
        if text.starts_with('_') {
            self.findings.underscore_attribute(&text, span);
        }
        text
    }

    fn stars(&mut self, elements: &[ast::Expr], span: Span) {
        let is_star = |element: &ast::Expr| matches!(element.kind, Ast::Starred(_));
        let Some(first) = elements.iter().position(is_star) else { return };
        let after = elements.len().saturating_sub(first).saturating_sub(1);
        if first >= 256 || after >= 1 << 23 {
            self.refuse("too many expressions in star-unpacking assignment", span);
        }
        if elements.iter().skip(first.saturating_add(1)).any(is_star) {
            self.refuse("multiple starred expressions in assignment", span);
        }
    }

    fn temporary_target(slot: Slot, span: Span) -> Target {
        Target { kind: TargetKind::Name(Place::Local(slot)), span }
    }

    /// Assigns a value to a target in which something may yield.
    #[inline(never)]
    pub(super) fn assign_to(&mut self, target: &mut ast::Expr, value: Expr, span: Span, out: &mut Vec<Stmt>) {
        if !target.yields {
            let target = self.target(target);
            out.push(stmt(StmtKind::Assign { targets: vec![target], value }, span));
            return;
        }
        let at = target.span;
        let kind = match &mut target.kind {
            Ast::Attribute(object, name) => {
                let value = self.keep(value, out);
                let object = self.value(object, out);
                let name = self.stored_attribute(*name, at);
                let target = Target { kind: TargetKind::Attribute { object, name }, span: at };
                StmtKind::Assign { targets: vec![target], value }
            }
            Ast::Subscript(parts) => {
                let value = self.keep(value, out);
                let (object, index) = self.pair(&mut parts.0, &mut parts.1, out);
                let target = Target { kind: TargetKind::Subscript { object, index }, span: at };
                StmtKind::Assign { targets: vec![target], value }
            }
            Ast::Tuple(elements) | Ast::List(elements) => {
                self.stars(elements, at);
                return self.unpack(elements, value, at, out);
            }
            _ => StmtKind::Expr(value),
        };
        out.push(stmt(kind, span));
    }

    /// Unpacks into temporaries first, then assigns each: a `yield` in a target comes after the unpacking.
    #[inline(never)]
    fn unpack(&mut self, elements: &mut [ast::Expr], value: Expr, span: Span, out: &mut Vec<Stmt>) {
        let mut targets = Vec::with_capacity(elements.len());
        let mut slots = Vec::with_capacity(elements.len());
        for element in &*elements {
            let slot = self.temporary();
            let inner = Self::temporary_target(slot, element.span);
            targets.push(match element.kind {
                Ast::Starred(_) => Target { kind: TargetKind::Starred(Box::new(inner)), span: element.span },
                _ => inner,
            });
            slots.push(slot);
        }
        let all = Target { kind: TargetKind::Sequence(targets), span };
        out.push(stmt(StmtKind::Assign { targets: vec![all], value }, span));
        for (element, slot) in elements.iter_mut().zip(slots) {
            let at = element.span;
            let value = expr(ExprKind::Temporary(slot), at);
            match element {
                ast::Expr { kind: Ast::Starred(inner), .. } => self.assign_to(inner, value, at, out),
                element => self.assign_to(element, value, at, out),
            }
        }
    }

    /// Deletes a target in which something yields.
    #[inline(never)]
    pub(super) fn delete_hoisted(&mut self, target: &mut ast::Expr, span: Span, out: &mut Vec<Stmt>) {
        if !target.yields {
            let target = self.target(target);
            out.push(stmt(StmtKind::Delete(vec![target]), span));
            return;
        }
        let at = target.span;
        let kind = match &mut target.kind {
            Ast::Attribute(object, name) => {
                let object = self.value(object, out);
                TargetKind::Attribute { object, name: self.stored_attribute(*name, at) }
            }
            Ast::Subscript(parts) => {
                let (object, index) = self.pair(&mut parts.0, &mut parts.1, out);
                TargetKind::Subscript { object, index }
            }
            Ast::Tuple(elements) | Ast::List(elements) => {
                for element in elements {
                    self.delete_hoisted(element, span, out);
                }
                return;
            }
            _ => return,
        };
        out.push(stmt(StmtKind::Delete(vec![Target { kind, span: at }]), span));
    }

    /// `target op= value`.
    #[inline(never)]
    pub(super) fn aug_assign(
        &mut self,
        target: &mut ast::Expr,
        op: BinaryOp,
        value: &mut ast::Expr,
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        if !target.yields && !value.yields {
            let target = self.target(target);
            let value = self.expr(value);
            out.push(stmt(StmtKind::AugAssign { target, op, value }, span));
            return;
        }
        // The old value is read before the `yield`; the new one is stored after it.
        let at = target.span;
        let (old, target) = match &mut target.kind {
            Ast::Name(symbol) => {
                let place = self.read(*symbol, at);
                (ExprKind::Name(place.clone()), TargetKind::Name(place))
            }
            Ast::Attribute(object, name) => {
                let object = self.value(object, out);
                let object = self.keep(object, out);
                let name = self.stored_attribute(*name, at);
                let old = ExprKind::Attribute(Box::new(object.clone()), name.clone());
                (old, TargetKind::Attribute { object, name })
            }
            Ast::Subscript(parts) => {
                let (object, index) = self.pair(&mut parts.0, &mut parts.1, out);
                let object = self.keep(object, out);
                let index = self.keep(index, out);
                let old = ExprKind::Subscript(Box::new((object.clone(), index.clone())));
                (old, TargetKind::Subscript { object, index })
            }
            _ => return,
        };
        let slot = self.temporary();
        let keep = expr(ExprKind::Keep(slot, Box::new(expr(old, at))), at);
        out.push(stmt(StmtKind::Expr(keep), span));
        let value = self.value(value, out);
        let temporary = Self::temporary_target(slot, at);
        out.push(stmt(StmtKind::AugAssign { target: temporary, op, value }, span));
        let target = Target { kind: target, span: at };
        let value = expr(ExprKind::Temporary(slot), at);
        out.push(stmt(StmtKind::Assign { targets: vec![target], value }, span));
    }
}
