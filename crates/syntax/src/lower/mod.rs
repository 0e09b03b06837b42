//! From the syntax tree to the tree of places: slots, cells and captures are given out here, `yield` is brought to
//! the level of statements, and what CPython's compiler refuses is refused with its words.

mod compound;
mod comprehensions;
mod expressions;
mod functions;
mod hoist;
mod patterns;
mod statements;
mod targets;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::Options;
use crate::ast::{self, ScopeId};
use crate::diagnostic::{Diagnostic, codes};
use crate::names::{Names, Symbol, SymbolHasher};
use crate::scope::{Flags, Meaning, Scopes};
use crate::tree::{
    Capture, Expr, ExprKind, Function, Place, Slot, SlotInfo, SlotKind, Span, Stmt, StmtKind, Tree,
};
use crate::unsupported::{Feature, Findings};

/// A variable: its scope and its name.
type Variable = (ScopeId, Symbol);
type VariableMap = HashMap<Variable, Slot, BuildHasherDefault<SymbolHasher>>;

/// What a function is, as far as qualified names and placement of statements go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    Function { is_async: bool },
    Lambda,
    Generator,
    Class,
}

/// A control structure around a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Loop,
    ExceptStar,
}

/// A function that is being lowered.
struct Frame {
    scope: ScopeId,
    kind: FrameKind,
    qualname: String,
    /// Generator expressions around that run in this frame.
    generators: u32,
    slots: Vec<SlotInfo>,
    variables: VariableMap,
    captured: VariableMap,
    captures: Vec<Capture>,
    is_generator: bool,
    /// Yields lowered so far.
    yields: u32,
    depth: u32,
    deepest: u32,
    around: Vec<Around>,
    /// Blocks CPython would keep on its block stack.
    blocks: u32,
}

impl Frame {
    fn new(scope: ScopeId, kind: FrameKind, qualname: String) -> Box<Self> {
        Box::new(Self {
            scope,
            kind,
            qualname,
            generators: 0,
            slots: Vec::new(),
            variables: VariableMap::default(),
            captured: VariableMap::default(),
            captures: Vec::new(),
            is_generator: false,
            yields: 0,
            depth: 0,
            deepest: 0,
            around: Vec::new(),
            blocks: 0,
        })
    }

    fn slot(&mut self, name: &str, kind: SlotKind) -> Slot {
        let slot = Slot::try_from(self.slots.len()).unwrap_or(Slot::MAX);
        self.slots.push(SlotInfo { name: name.into(), kind });
        slot
    }
}

struct Lowerer<'a> {
    options: &'a Options<'a>,
    names: &'a Names,
    scopes: &'a Scopes,
    findings: &'a mut Findings,
    error: Option<Diagnostic>,
    #[expect(
        clippy::vec_box,
        reason = "frames change places with the current one, which must not pass the stack"
    )]
    frames: Vec<Box<Frame>>,
    /// The function that is being lowered; the ones around it are in `frames`.
    frame: Box<Frame>,
    /// The scope whose names are meant: the frame's, or a comprehension's inside it.
    scope: ScopeId,
    /// What is lowered says which types something may be of.
    names_types: bool,
}

/// What lowering gives: the tree, or CPython's error.
pub(crate) struct Lowered {
    pub(crate) tree: Tree,
    pub(crate) error: Option<Diagnostic>,
}

/// Lowers a policy's body.
pub(crate) fn lower(
    body: &mut [ast::Stmt],
    parameters: &[Symbol],
    span: Span,
    nodes: u32,
    context: (&Options, &Names, &Scopes),
    findings: &mut Findings,
) -> Lowered {
    let (options, names, scopes) = context;
    let root = ScopeId(0);
    let frame = Frame::new(root, FrameKind::Function { is_async: false }, "handler".into());
    let mut lowerer = Lowerer {
        options,
        names,
        scopes,
        findings,
        error: None,
        frames: Vec::new(),
        frame,
        scope: root,
        names_types: false,
    };
    let handler = lowerer.policy(body, parameters, span);
    let error = lowerer.error;
    Lowered { tree: Tree { handler, assigned_globals: scopes.assigned_globals(names), nodes }, error }
}

impl Lowerer<'_> {
    fn policy(&mut self, body: &mut [ast::Stmt], parameters: &[Symbol], span: Span) -> Function {
        let mut declared = Vec::with_capacity(parameters.len());
        for symbol in parameters {
            let entry = self.scopes.get(ScopeId(0)).and_then(|scope| scope.entry(*symbol));
            let assigned = entry
                .is_some_and(|entry| entry.flags.has(Flags::ASSIGNED) || entry.flags.has(Flags::IMPORTED));
            let kind = if assigned { SlotKind::Local } else { SlotKind::Surface };
            declared.push((*symbol, crate::tree::ParameterKind::Positional, None, kind));
        }
        let is_generator = body.iter().any(|statement| statement.yields);
        if is_generator && !self.options.top_level_yield {
            let first = body.iter().find(|statement| statement.yields);
            self.findings.feature(Feature::TopLevelYield, first.map_or(span, |statement| statement.span));
        }
        *self.function("handler".into(), span, declared, is_generator, |lowerer| lowerer.block(body))
    }

    /// Notes an error of CPython's; the first counts.
    fn refuse(&mut self, message: impl Into<String>, span: Span) {
        if self.error.is_none() {
            self.error = Some(Diagnostic::syntax("SyntaxError", message.into(), span));
        }
    }

    fn enter(&mut self) {
        self.frame.depth = self.frame.depth.saturating_add(1);
        self.frame.deepest = self.frame.deepest.max(self.frame.depth);
    }

    fn leave(&mut self) {
        self.frame.depth = self.frame.depth.saturating_sub(1);
    }

    /// Run with so many levels more: what takes more of the stack than others do when it is evaluated counts for more.
    fn weighing<T>(&mut self, levels: u32, run: impl FnOnce(&mut Self) -> T) -> T {
        (0..levels).for_each(|_| self.enter());
        let result = run(self);
        (0..levels).for_each(|_| self.leave());
        result
    }

    fn text(&self, symbol: Symbol) -> Box<str> {
        self.names.text(symbol).into()
    }

    fn temporary(&mut self) -> Slot {
        self.frame.slot("", SlotKind::Temporary)
    }

    /// Where a name lives, seen from here.
    fn place(&mut self, symbol: Symbol) -> Place {
        match self.scopes.meaning(self.scope, symbol) {
            Meaning::Global => Place::Global(self.text(symbol)),
            Meaning::Variable(owner) => self.variable((owner, symbol)),
        }
    }

    fn variable(&mut self, variable: Variable) -> Place {
        let Some(owner) = self.scopes.get(variable.0) else { return Place::Global(self.text(variable.1)) };
        if owner.frame != self.frame.scope {
            return Place::Cell(self.captured(self.frames.len(), variable, owner.frame));
        }
        let shared = owner.entry(variable.1).is_some_and(|entry| entry.shared);
        let slot = self.own(self.frames.len(), variable);
        if shared { Place::Cell(slot) } else { Place::Local(slot) }
    }

    /// The frame at a level; the one that is being lowered is the last.
    fn frame_at(&mut self, level: usize) -> &mut Frame {
        if level < self.frames.len()
            && let Some(frame) = self.frames.get_mut(level)
        {
            return frame;
        }
        &mut self.frame
    }

    /// The slot of a frame's own variable.
    fn own(&mut self, level: usize, variable: Variable) -> Slot {
        let names = self.names;
        let frame = self.frame_at(level);
        if let Some(slot) = frame.variables.get(&variable) {
            return *slot;
        }
        let slot = frame.slot(names.text(variable.1), SlotKind::Local);
        frame.variables.insert(variable, slot);
        slot
    }

    /// The slot of a frame that holds the cell of a variable of a frame around it.
    fn captured(&mut self, level: usize, variable: Variable, owner: ScopeId) -> Slot {
        if let Some(slot) = self.frame_at(level).captured.get(&variable) {
            return *slot;
        }
        let outer_level = level.saturating_sub(1);
        let is_owner = self.frame_at(outer_level).scope == owner;
        let outer = if is_owner || level == 0 {
            self.own(outer_level, variable)
        } else {
            self.captured(outer_level, variable, owner)
        };
        let surface = self
            .frame_at(outer_level)
            .slots
            .get(usize::from(outer))
            .is_some_and(|slot| slot.kind == SlotKind::Surface);
        let kind = if surface { SlotKind::Surface } else { SlotKind::Free };
        let names = self.names;
        let frame = self.frame_at(level);
        let inner = frame.slot(names.text(variable.1), kind);
        frame.captured.insert(variable, inner);
        frame.captures.push(Capture { outer, inner });
        inner
    }

    /// Notes when a frame needs more slots than there are numbers.
    fn check_slots(&mut self, span: Span) {
        let (used, most) = (self.frame.slots.len(), usize::from(Slot::MAX));
        if used > most && self.error.is_none() {
            let message =
                format!("the function needs {used} variables and intermediate values; at most {most} fit");
            self.error = Some(Diagnostic::limit(codes::SLOTS, message, span, "split the function"));
        }
    }
}

/// A statement.
const fn stmt(kind: StmtKind, span: Span) -> Stmt {
    Stmt { kind, span }
}

/// An expression.
const fn expr(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, span }
}
