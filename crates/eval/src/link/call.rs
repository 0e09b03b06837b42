//! Calls: to rows, to methods, to anything.

use super::Linker;
use crate::code::{Call, CallMethod, CallRow, Consume, Consumer, Expr, ExprKind, Ready, Static, TextTest};
use crate::name::Name;
use crate::row::{Prepared, Row};
use crate::text::letter;
use hognose_syntax::tree::{self, Place, Span};

impl Linker {
    #[inline(never)]
    pub(super) fn call(&mut self, call: &mut tree::Call, span: Span) -> ExprKind {
        let plain = call.keywords.is_empty()
            && !call.arguments.iter().any(|argument| matches!(argument.kind, tree::ExprKind::Starred(_)));
        if let tree::ExprKind::Name(Place::Global(name)) = &call.function.kind
            && plain
            && !self.globals.iter().any(|(global, _)| global == name)
            && let Some(row) = self.visible(name)
        {
            let at = call.function.span;
            return self.call_row(row, &mut call.arguments, at, span);
        }
        if let (true, tree::ExprKind::Attribute(..)) = (plain, &call.function.kind) {
            return self.call_method(call);
        }
        self.call_any(call, plain)
    }

    #[inline(never)]
    fn call_any(&mut self, call: &mut tree::Call, plain: bool) -> ExprKind {
        let function = self.expr(&mut call.function);
        let arguments = self.exprs(&mut call.arguments);
        let mut keywords = Vec::with_capacity(call.keywords.len());
        for (name, value) in &mut call.keywords {
            let name = name.as_mut().map(|name| self.text(std::mem::take(name)));
            keywords.push((name, self.expr(value)));
        }
        ExprKind::Call(Box::new(Call { function, arguments, keywords: keywords.into_boxed_slice(), plain }))
    }

    #[inline(never)]
    fn call_row(
        &mut self,
        row: &'static Row,
        arguments: &mut [tree::Expr],
        at: Span,
        span: Span,
    ) -> ExprKind {
        self.node();
        self.use_row(row, at);
        if let [tree::Expr { kind: tree::ExprKind::Comprehension(node), .. }] = arguments
            && matches!(node.kind, tree::ComprehensionKind::Generator(_))
        {
            return self.consumed(row, node);
        }
        let prepared = self.prepare(row, arguments, span);
        let arguments = self.exprs(arguments);
        match Self::static_of(row) {
            Static::Module(_) => {
                let function = Expr { kind: ExprKind::Static(Box::new(Self::static_of(row))), span };
                ExprKind::Call(Box::new(Call { function, arguments, keywords: Box::new([]), plain: true }))
            }
            _ => ExprKind::CallRow(Box::new(CallRow { row, arguments, prepared })),
        }
    }

    /// A generator expression that a built-in consumes at once.
    #[inline(never)]
    fn consumed(&mut self, row: &'static Row, node: &mut tree::Comprehension) -> ExprKind {
        self.node();
        let how = match row.name {
            "any" => Consumer::Any,
            "all" => Consumer::All,
            "sum" => Consumer::Sum,
            "max" => Consumer::Max,
            "min" => Consumer::Min,
            "set" => Consumer::Set,
            "frozenset" => Consumer::FrozenSet,
            _ => Consumer::Collected,
        };
        let comprehension = self.comprehension(node);
        ExprKind::Consume(Box::new(Consume { row, how, comprehension }))
    }

    #[inline(never)]
    fn call_method(&mut self, call: &mut tree::Call) -> ExprKind {
        let name_span = call.function.span;
        let tree::ExprKind::Attribute(object, name) = &mut call.function.kind else {
            return ExprKind::Missing(Box::new("".into()));
        };
        self.node();
        let object = self.boxed(object);
        let name = self.name(std::mem::take(name));
        self.use_name(&name, name_span);
        let prepared = prepared_methods(&name, &call.arguments);
        let arguments = self.exprs(&mut call.arguments);
        let site = self.site(name_span);
        let classes = if arguments.is_empty() { letter::classes_of(name.text()) } else { None };
        let ready = Ready::of(&name, arguments.len(), !prepared.is_empty());
        let call = CallMethod { object: *object, name, arguments, prepared, site, ready };
        match classes {
            Some(classes) => ExprKind::TextTest(Box::new(TextTest { call, classes })),
            None => ExprKind::CallMethod(Box::new(call)),
        }
    }

    #[inline(never)]
    fn prepare(&mut self, row: &'static Row, arguments: &[tree::Expr], span: Span) -> Option<Prepared> {
        let prepare = row.prepare?;
        match prepare(&literals(arguments)) {
            Ok(prepared) => prepared,
            Err(message) => {
                self.refuse("E0403", message, span, None);
                None
            }
        }
    }
}

/// What the methods of a name make of literal arguments.
#[inline(never)]
fn prepared_methods(name: &Name, arguments: &[tree::Expr]) -> Box<[(&'static Row, Prepared)]> {
    let mut prepared = Vec::new();
    for candidate in name.candidates() {
        if let Some(prepare) = candidate.row.prepare
            && let Ok(Some(ready)) = prepare(&literals(arguments))
        {
            prepared.push((candidate.row, ready));
        }
    }
    prepared.into_boxed_slice()
}

fn literals(arguments: &[tree::Expr]) -> Vec<Option<&tree::Constant>> {
    arguments
        .iter()
        .map(|argument| match &argument.kind {
            tree::ExprKind::Constant(constant) => Some(constant),
            _ => None,
        })
        .collect()
}
