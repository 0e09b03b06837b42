//! What can be assigned to, deleted or annotated. The parser takes any expression there.

use crate::ast::{Expr, ExprKind};

/// Whether an expression can be assigned to. A starred target may stand anywhere: where it may not, CPython's
/// compiler says so, not its parser.
pub(super) fn assignable(target: &Expr) -> bool {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(_) => true,
        ExprKind::Tuple(elements) | ExprKind::List(elements) => elements.iter().all(assignable),
        ExprKind::Starred(inner) => !matches!(inner.kind, ExprKind::Starred(_)) && assignable(inner),
        _ => false,
    }
}

/// Whether an expression can be deleted.
pub(super) fn deletable(target: &Expr) -> bool {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(_) => true,
        ExprKind::Tuple(elements) | ExprKind::List(elements) => elements.iter().all(deletable),
        _ => false,
    }
}

/// Whether an expression can be annotated or assigned to with an operator.
pub(super) const fn single(target: &Expr) -> bool {
    matches!(target.kind, ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(_))
}
