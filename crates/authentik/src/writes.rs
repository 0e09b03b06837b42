//! Writes that a source spells out, found when it is compiled: what they need and is not granted is refused then.
//!
//! Only what is plain to see is found: `context["prompt_data"]["x"] = …`, `plan = context["flow_plan"]`, `plan.redirect(…)`. What
//! is not is refused at run time.

use crate::bindings::tables::{BINDINGS, id};
use hognose_schema::Capability;
use hognose_syntax::tree::{
    Block, Call, Constant, Expr, ExprKind, Place, Slot, SlotKind, Span, StmtKind, Target, TargetKind, Tree,
};
use hognose_syntax::{Diagnostic, DiagnosticKind};
use std::collections::BTreeMap;

/// What an expression is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Request,
    Context,
    Plan,
    /// The flow's context, or something in it.
    Flow,
    /// What was entered in a prompt, or something in it.
    Prompt,
    /// Assigned more than once.
    Unclear,
}

/// What a source is seen to write.
#[derive(Debug, Default)]
pub struct Writes {
    /// What is not granted, or cannot be.
    pub refused: Vec<Diagnostic>,
    /// The capabilities it takes, with the place of each write.
    pub uses: Vec<(Capability, Span)>,
}

/// What a source writes, or asks the flow to do.
#[must_use]
pub fn writes(tree: &Tree, grants: &dyn Fn(Capability) -> bool) -> Writes {
    let mut pass = Pass { names: BTreeMap::new(), grants, found: Vec::new(), uses: Vec::new() };
    for (number, slot) in (0..).zip(&tree.handler.slots) {
        let known = match (slot.kind, &*slot.name) {
            (SlotKind::Surface, "request") => Known::Request,
            (SlotKind::Surface, "context") => Known::Context,
            _ => continue,
        };
        pass.names.insert(number, known);
    }
    pass.block(&tree.handler.body, true);
    pass.block(&tree.handler.body, false);
    Writes { refused: pass.found, uses: pass.uses }
}

struct Pass<'t> {
    names: BTreeMap<Slot, Known>,
    grants: &'t dyn Fn(Capability) -> bool,
    found: Vec<Diagnostic>,
    uses: Vec<(Capability, Span)>,
}

impl<'t> Pass<'t> {
    /// First the names of a block, then what it does with them.
    fn block(&mut self, block: &'t Block, is_first: bool) {
        for statement in &block.statements {
            match &statement.kind {
                StmtKind::Assign { targets, value } => {
                    for target in targets {
                        if is_first { self.learn(target, Some(value)) } else { self.target(target) }
                    }
                    self.value(value, is_first);
                }
                StmtKind::AugAssign { target, .. } => {
                    if is_first {
                        self.learn(target, None)
                    } else {
                        self.target(target)
                    }
                }
                StmtKind::Delete(targets) => {
                    for target in targets {
                        if is_first { self.learn(target, None) } else { self.target(target) }
                    }
                }
                StmtKind::Expr(value) | StmtKind::Return(Some(value)) => self.value(value, is_first),
                StmtKind::If { body, orelse, .. } | StmtKind::While { body, orelse, .. } => {
                    self.block(body, is_first);
                    self.block(orelse, is_first);
                }
                StmtKind::For { target, body, orelse, .. } => {
                    if is_first {
                        self.learn(target, None)
                    } else {
                        self.target(target)
                    }
                    self.block(body, is_first);
                    self.block(orelse, is_first);
                }
                StmtKind::Try(node) => {
                    self.block(&node.body, is_first);
                    for handler in &node.handlers {
                        self.block(&handler.body, is_first);
                    }
                    self.block(&node.orelse, is_first);
                    self.block(&node.finalbody, is_first);
                }
                StmtKind::With(node) => {
                    if let Some(target) = &node.target
                        && is_first
                    {
                        self.learn(target, None);
                    }
                    self.block(&node.body, is_first);
                }
                StmtKind::Match { cases, .. } => {
                    cases.iter().for_each(|case| self.block(&case.body, is_first))
                }
                _ => {}
            }
        }
    }

    /// A name that is assigned once is what it is assigned.
    fn learn(&mut self, target: &Target, value: Option<&Expr>) {
        match &target.kind {
            TargetKind::Name(Place::Local(slot) | Place::Cell(slot)) => {
                let known = if self.names.contains_key(slot) {
                    Known::Unclear
                } else {
                    value.and_then(|value| self.known(value)).unwrap_or(Known::Unclear)
                };
                self.names.insert(*slot, known);
            }
            TargetKind::Sequence(targets) => targets.iter().for_each(|target| self.learn(target, None)),
            TargetKind::Starred(target) => self.learn(target, None),
            _ => {}
        }
    }

    fn known(&self, value: &Expr) -> Option<Known> {
        match &value.kind {
            ExprKind::Name(Place::Local(slot) | Place::Cell(slot)) => {
                self.names.get(slot).copied().filter(|known| *known != Known::Unclear)
            }
            ExprKind::Attribute(object, name) => match (self.known(object)?, &**name) {
                (Known::Request, "context") => Some(Known::Context),
                (Known::Plan, "context") => Some(Known::Flow),
                _ => None,
            },
            ExprKind::Subscript(pair) => {
                let (object, index) = &**pair;
                Self::item(self.known(object)?, index)
            }
            ExprKind::Call(call) => match (&call.function.kind, call.arguments.as_slice()) {
                (ExprKind::Attribute(object, name), [key, ..]) if **name == *"get" => {
                    Self::item(self.known(object)?, key)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn item(of: Known, key: &Expr) -> Option<Known> {
        let ExprKind::Constant(Constant::Str(key)) = &key.kind else { return None };
        match (of, &**key) {
            (Known::Context, "flow_plan") => Some(Known::Plan),
            (Known::Context, "prompt_data") => Some(Known::Prompt),
            (Known::Flow | Known::Prompt, _) => Some(of),
            _ => None,
        }
    }

    fn target(&mut self, target: &Target) {
        match &target.kind {
            TargetKind::Subscript { object, .. } => match self.known(object) {
                Some(Known::Flow) => self.need(&["flow.write"], "the flow's context", target.span),
                // What was entered is the flow's too.
                Some(Known::Prompt) => self.need(&["prompt.write", "flow.write"], "prompt_data", target.span),
                _ => {}
            },
            TargetKind::Attribute { object, name }
                if self.known(object) == Some(Known::Plan)
                    && BINDINGS.get(id::FLOW_PLAN).is_some_and(|plan| plan.field_number(name).is_none()) =>
            {
                self.found.push(Diagnostic {
                    code: "E0404",
                    kind: DiagnosticKind::Unsupported,
                    message: format!("'FlowPlan' object has no attribute '{name}', so it cannot be set"),
                    span: target.span,
                    help: Some("keep it in the plan's `context`".to_owned()),
                });
            }
            TargetKind::Sequence(targets) => targets.iter().for_each(|target| self.target(target)),
            TargetKind::Starred(target) => self.target(target),
            _ => {}
        }
    }

    /// Calls that ask the flow for something.
    fn value(&mut self, value: &Expr, is_first: bool) {
        if is_first {
            return;
        }
        let ExprKind::Call(call) = &value.kind else { return };
        let Call { function, .. } = &**call;
        if let ExprKind::Attribute(object, name) = &function.kind
            && **name == *"redirect"
            && self.known(object) == Some(Known::Plan)
        {
            self.need(&["flow.write"], "redirect", function.span);
        }
    }

    /// Refuse what needs the first of these capabilities, unless one of them is granted.
    fn need(&mut self, capabilities: &[&'static str], what: &str, span: Span) {
        let granted = capabilities.iter().find(|capability| (self.grants)(Capability(capability)));
        let Some(capability) = granted.or(capabilities.first()) else { return };
        self.uses.push((Capability(capability), span));
        if granted.is_some() {
            return;
        }
        self.found.push(Diagnostic {
            code: "E0401",
            kind: DiagnosticKind::NotGranted,
            message: format!("changing `{what}` needs the capability `{capability}`, which is not granted"),
            span,
            help: Some(format!("grant `{capability}` to the engine")),
        });
    }
}
