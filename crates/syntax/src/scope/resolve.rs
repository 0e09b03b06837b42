//! The second pass: which scope's variable each name means.

use super::{Built, Flags, Meaning, ScopeKind, Scopes};
use crate::ast::{ComprehensionKind, ScopeId};
use crate::diagnostic::Diagnostic;
use crate::names::{Names, Symbol};
use crate::tree::Span;

/// Resolves the names of all scopes. Scopes stand behind the scope around them.
pub(super) fn resolve(mut scopes: Scopes, names: &Names, eager: &dyn Fn(&str) -> bool) -> Built {
    for index in 0..scopes.scopes.len() {
        let id = ScopeId(u32::try_from(index).unwrap_or(u32::MAX));
        let frame = frame(&scopes, id, names, eager);
        let Some(scope) = scopes.get_mut(id) else { continue };
        scope.frame = frame;
        let entries: Vec<(Symbol, Flags)> =
            scope.entries.iter().map(|entry| (entry.symbol, entry.flags)).collect();
        for (position, (symbol, flags)) in entries.into_iter().enumerate() {
            let meaning = meaning(&scopes, id, symbol, flags, names)?;
            if let Meaning::Variable(owner) = meaning {
                share(&mut scopes, owner, symbol, frame);
            }
            if let Some(entry) = scopes.get_mut(id).and_then(|scope| scope.entries.get_mut(position)) {
                entry.meaning = meaning;
            }
        }
    }
    Ok(scopes)
}

/// The scope whose frame holds the variables of a scope.
fn frame(scopes: &Scopes, id: ScopeId, names: &Names, eager: &dyn Fn(&str) -> bool) -> ScopeId {
    let Some(scope) = scopes.get(id) else { return id };
    let inline = match scope.kind {
        ScopeKind::Comprehension(ComprehensionKind::Generator) => {
            scope.consumer.is_some_and(|name| eager(names.text(name)) && !scopes.binds(name))
        }
        ScopeKind::Comprehension(_) => true,
        _ => false,
    };
    let outer = scope.parent.and_then(|parent| scopes.get(parent));
    if inline { outer.map_or(id, |outer| outer.frame) } else { id }
}

fn meaning(
    scopes: &Scopes,
    id: ScopeId,
    symbol: Symbol,
    flags: Flags,
    names: &Names,
) -> Result<Meaning, Box<Diagnostic>> {
    let error = |message: String| {
        let span = scopes.get(id).map_or_else(Span::default, |scope| scope.directive(symbol));
        Box::new(Diagnostic::syntax("SyntaxError", message, span))
    };
    if flags.has(Flags::GLOBAL) {
        if flags.has(Flags::NONLOCAL) {
            return Err(error(format!("name '{}' is nonlocal and global", names.text(symbol))));
        }
        return Ok(Meaning::Global);
    }
    if flags.has(Flags::BOUND) && !flags.has(Flags::NONLOCAL) {
        return Ok(Meaning::Variable(id));
    }
    let mut at = scopes.get(id).and_then(|scope| scope.parent);
    let mut in_class = false;
    while let Some(scope) = at.and_then(|id| scopes.get(id)) {
        let outer = scope.flags(symbol);
        if scope.kind != ScopeKind::Class {
            if outer.has(Flags::GLOBAL) {
                break;
            }
            if outer.has(Flags::BOUND) && !outer.has(Flags::NONLOCAL) {
                return Ok(at.map_or(Meaning::Global, Meaning::Variable));
            }
        } else {
            in_class = true;
        }
        at = scope.parent;
    }
    // Methods have a variable of this name around them.
    let of_class = in_class && names.text(symbol) == "__class__";
    if flags.has(Flags::NONLOCAL) && !of_class {
        return Err(error(format!("no binding for nonlocal '{}' found", names.text(symbol))));
    }
    Ok(Meaning::Global)
}

/// Notes that a frame uses a variable: one that two frames use lives in a cell.
fn share(scopes: &mut Scopes, owner: ScopeId, symbol: Symbol, frame: ScopeId) {
    let Some(scope) = scopes.get_mut(owner) else { return };
    if scope.frame == frame {
        return;
    }
    let Some(index) = scope.index.get(&symbol).copied() else { return };
    if let Some(entry) = scope.entries.get_mut(index as usize) {
        entry.shared = true;
    }
}
