//! Which variable each name means: CPython's symbol tables and their errors.

mod build;
mod resolve;

use crate::ast::{ComprehensionKind, ScopeId};
use crate::diagnostic::Diagnostic;
use crate::names::{Names, Symbol, SymbolMap};
use crate::tree::Span;

pub(crate) use build::build;

/// What is known of a name in one scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u16);

impl Flags {
    pub(crate) const PARAMETER: Self = Self(1);
    pub(crate) const ASSIGNED: Self = Self(2);
    pub(crate) const USED: Self = Self(4);
    pub(crate) const GLOBAL: Self = Self(8);
    pub(crate) const NONLOCAL: Self = Self(16);
    pub(crate) const ITERATION: Self = Self(32);
    pub(crate) const ANNOTATED: Self = Self(64);
    pub(crate) const IMPORTED: Self = Self(128);
    /// Parameter, assigned or imported.
    pub(crate) const BOUND: Self = Self(1 | 2 | 128);

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Sorts of scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    Function,
    Lambda,
    Class,
    Comprehension(ComprehensionKind),
}

/// What a name in a scope means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A variable of this scope or of one around it.
    Variable(ScopeId),
    /// A global of the policy, a helper or a built-in.
    Global,
}

/// A name in a scope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) symbol: Symbol,
    pub(crate) flags: Flags,
    pub(crate) meaning: Meaning,
    /// Of a variable of this scope: whether another frame uses it too.
    pub(crate) shared: bool,
}

/// A function, lambda, comprehension or class.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    pub(crate) parent: Option<ScopeId>,
    /// The scope whose frame holds the variables: the scope itself, or the function around a comprehension.
    pub(crate) frame: ScopeId,
    /// The names, in order of first mention.
    pub(crate) entries: Vec<Entry>,
    index: SymbolMap<u32>,
    pub(crate) is_async: bool,
    /// Of a generator expression: the name of the function it is the only argument of.
    pub(crate) consumer: Option<Symbol>,
    /// Where names were declared `global` or `nonlocal`.
    directives: Vec<(Symbol, Span)>,
}

impl Scope {
    fn new(kind: ScopeKind, id: ScopeId, parent: Option<ScopeId>) -> Self {
        Self {
            kind,
            parent,
            frame: id,
            entries: Vec::new(),
            index: SymbolMap::default(),
            is_async: false,
            consumer: None,
            directives: Vec::new(),
        }
    }

    pub(crate) fn entry(&self, symbol: Symbol) -> Option<&Entry> {
        self.entries.get(*self.index.get(&symbol)? as usize)
    }

    fn flags(&self, symbol: Symbol) -> Flags {
        self.entry(symbol).map_or_else(Flags::default, |entry| entry.flags)
    }

    fn add(&mut self, symbol: Symbol, flags: Flags) {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let index = *self.index.entry(symbol).or_insert(next);
        if index == next {
            self.entries.push(Entry {
                symbol,
                flags: Flags::default(),
                meaning: Meaning::Global,
                shared: false,
            });
        }
        if let Some(entry) = self.entries.get_mut(index as usize) {
            entry.flags = entry.flags.with(flags);
        }
    }

    fn directive(&self, symbol: Symbol) -> Span {
        self.directives
            .iter()
            .find(|directive| directive.0 == symbol)
            .map_or_else(Span::default, |found| found.1)
    }

    const fn is_comprehension(&self) -> bool {
        matches!(self.kind, ScopeKind::Comprehension(_))
    }
}

/// All scopes; the first is the policy itself.
#[derive(Debug)]
pub(crate) struct Scopes {
    scopes: Vec<Scope>,
    /// Names that some scope binds.
    bound: SymbolMap<()>,
    /// Names that some scope declares `global` and binds.
    globals: SymbolMap<()>,
}

impl Scopes {
    pub(crate) fn get(&self, id: ScopeId) -> Option<&Scope> {
        self.scopes.get(id.0 as usize)
    }

    fn get_mut(&mut self, id: ScopeId) -> Option<&mut Scope> {
        self.scopes.get_mut(id.0 as usize)
    }

    /// What a name means in a scope.
    pub(crate) fn meaning(&self, scope: ScopeId, symbol: Symbol) -> Meaning {
        let entry = self.get(scope).and_then(|scope| scope.entry(symbol));
        entry.map_or(Meaning::Global, |entry| entry.meaning)
    }

    fn new(scopes: Vec<Scope>) -> Self {
        let (mut bound, mut globals) = (SymbolMap::default(), SymbolMap::default());
        for entry in scopes.iter().flat_map(|scope| &scope.entries) {
            if entry.flags.has(Flags::BOUND) {
                bound.insert(entry.symbol, ());
                if entry.flags.has(Flags::GLOBAL) {
                    globals.insert(entry.symbol, ());
                }
            }
        }
        Self { scopes, bound, globals }
    }

    /// The names declared `global` somewhere and bound there, in the order of their numbers.
    pub(crate) fn assigned_globals(&self, names: &Names) -> Vec<Box<str>> {
        let mut symbols: Vec<Symbol> = self.globals.keys().copied().collect();
        symbols.sort_unstable();
        symbols.into_iter().map(|symbol| names.text(symbol).into()).collect()
    }

    /// Whether some scope binds a name as a global.
    pub(crate) fn binds_global(&self, symbol: Symbol) -> bool {
        self.globals.contains_key(&symbol)
    }

    /// Whether some scope binds a name.
    pub(crate) fn binds(&self, symbol: Symbol) -> bool {
        self.bound.contains_key(&symbol)
    }
}

/// The result of building: the scopes, or CPython's error.
pub(crate) type Built = Result<Scopes, Box<Diagnostic>>;
