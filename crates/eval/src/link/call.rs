//! Calls: to rows, to methods, to anything.

use super::Linker;
use crate::code::{Call, CallMethod, CallRow, Consume, Consumer, Expr, ExprKind, Ready, Static, TextTest};
use crate::row::{Prepared, Row};
use crate::text::letter;
use hognose_syntax::tree::{self, Place, Span};

impl Linker {
    pub(super) fn call(&mut self, call: tree::Call, span: Span) -> ExprKind {
        let plain = call.keywords.is_empty()
            && !call.arguments.iter().any(|argument| matches!(argument.kind, tree::ExprKind::Starred(_)));
        if let tree::ExprKind::Name(Place::Global(name)) = &call.function.kind
            && plain
            && !self.globals.iter().any(|(global, _)| global == name)
            && let Some(row) = self.visible(name)
        {
            return self.call_row(row, call, span);
        }
        if let (true, tree::ExprKind::Attribute(..)) = (plain, &call.function.kind) {
            return self.call_method(call);
        }
        let function = self.expr(call.function);
        let arguments = self.exprs(call.arguments);
        let keywords = call
            .keywords
            .into_iter()
            .map(|(name, value)| {
                let name = name.map(|name| self.text(name));
                (name, self.expr(value))
            })
            .collect();
        ExprKind::Call(Box::new(Call { function, arguments, keywords, plain }))
    }

    fn call_row(&mut self, row: &'static Row, call: tree::Call, span: Span) -> ExprKind {
        self.node();
        self.use_row(row, call.function.span);
        let mut arguments = call.arguments;
        let is_generator = matches!(
            arguments.as_slice(),
            [tree::Expr { kind: tree::ExprKind::Comprehension(node), .. }]
                if matches!(node.kind, tree::ComprehensionKind::Generator(_))
        );
        if is_generator
            && let Some(tree::Expr { kind: tree::ExprKind::Comprehension(node), .. }) = arguments.pop()
        {
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
            let comprehension = self.comprehension(*node);
            return ExprKind::Consume(Box::new(Consume { row, how, comprehension }));
        }
        let prepared = self.prepare(row, &arguments, span);
        let arguments = self.exprs(arguments);
        match Self::static_of(row) {
            Static::Module(_) => {
                let function = Expr { kind: ExprKind::Static(Self::static_of(row)), span };
                ExprKind::Call(Box::new(Call { function, arguments, keywords: Box::new([]), plain: true }))
            }
            _ => ExprKind::CallRow(Box::new(CallRow { row, arguments, prepared })),
        }
    }

    fn call_method(&mut self, call: tree::Call) -> ExprKind {
        let name_span = call.function.span;
        let tree::ExprKind::Attribute(object, name) = call.function.kind else {
            return ExprKind::Missing("".into());
        };
        self.node();
        let object = self.expr(*object);
        let name = self.name(name);
        self.use_name(&name, name_span);
        let mut prepared = Vec::new();
        let rows: Vec<&'static Row> = name.candidates.iter().map(|candidate| candidate.row).collect();
        for row in rows {
            if let Some(prepare) = row.prepare
                && let Ok(Some(ready)) = prepare(&literals(&call.arguments))
            {
                prepared.push((row, ready));
            }
        }
        let arguments = self.exprs(call.arguments);
        let site = self.site(name_span);
        let classes = if arguments.is_empty() { letter::classes_of(&name.text) } else { None };
        let ready = Ready::of(&name.candidates, arguments.len(), !prepared.is_empty());
        let prepared = prepared.into_boxed_slice();
        let call = CallMethod { object, name, arguments, prepared, ready, span: name_span, site };
        match classes {
            Some(classes) => ExprKind::TextTest(Box::new(TextTest { call, classes })),
            None => ExprKind::CallMethod(Box::new(call)),
        }
    }

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

fn literals(arguments: &[tree::Expr]) -> Vec<Option<&tree::Constant>> {
    arguments
        .iter()
        .map(|argument| match &argument.kind {
            tree::ExprKind::Constant(constant) => Some(constant),
            _ => None,
        })
        .collect()
}
