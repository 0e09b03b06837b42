//! Expressions.

use super::Linker;
use crate::code::{
    Chain, Clause, Comprehension, ComprehensionKind, Constant, Expr, ExprKind, Field, InTexts, Index,
    Literal, Part, StarredKind, Static,
};
use crate::data::{Data, Map};
use hognose_syntax::tree::{self, BinaryOp, CompareOp, Place, Span, UnaryOp};
use num_bigint::BigInt;

impl Linker {
    pub(super) fn boxed(&mut self, expr: tree::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    pub(super) fn exprs(&mut self, exprs: Vec<tree::Expr>) -> Box<[Expr]> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn pair(&mut self, pair: tree::Expr, second: tree::Expr) -> Box<(Expr, Expr)> {
        let first = self.expr(pair);
        let second = self.expr(second);
        Box::new((first, second))
    }

    pub(super) fn expr(&mut self, expr: tree::Expr) -> Expr {
        self.node();
        let span = expr.span;
        let kind = match expr.kind {
            tree::ExprKind::Constant(constant) => ExprKind::Literal(self.literal(constant)),
            tree::ExprKind::Name(place) => self.read(place, span),
            tree::ExprKind::Temporary(slot) => ExprKind::Local(slot),
            tree::ExprKind::Keep(slot, value) => ExprKind::Keep(slot, self.boxed(*value)),
            tree::ExprKind::FString(parts) => ExprKind::FString(self.parts(parts)),
            tree::ExprKind::Tuple(items) => self.display(StarredKind::Tuple, items),
            tree::ExprKind::List(items) => self.display(StarredKind::List, items),
            tree::ExprKind::Set(items) => self.display(StarredKind::Set, items),
            tree::ExprKind::Dict(items) => self.dict(items),
            tree::ExprKind::Starred(inner) => ExprKind::Star(self.boxed(*inner)),
            tree::ExprKind::Unary(op, operand) => self.unary(op, *operand),
            tree::ExprKind::Binary(op, pair) => self.binary(op, *pair, span),
            tree::ExprKind::And(operands) => ExprKind::And(self.exprs(operands)),
            tree::ExprKind::Or(operands) => ExprKind::Or(self.exprs(operands)),
            tree::ExprKind::Compare { left, rest } => self.compare(*left, rest, span),
            tree::ExprKind::IfExp(node) => {
                ExprKind::If(Box::new([self.expr(node.test), self.expr(node.body), self.expr(node.orelse)]))
            }
            tree::ExprKind::Lambda(function) => ExprKind::Lambda(Box::new(self.function(*function))),
            tree::ExprKind::Call(call) => self.call(*call, span),
            tree::ExprKind::Attribute(object, name) => self.attribute(*object, name, span),
            tree::ExprKind::ClassName(object) => ExprKind::ClassName(self.boxed(*object)),
            tree::ExprKind::Subscript(pair) => {
                let (object, index) = *pair;
                let (object, index) = (self.expr(object), self.expr(index));
                let site = self.site(span);
                ExprKind::Index(Box::new(Index { object, index, site }))
            }
            tree::ExprKind::Slice(slice) => {
                let mut part = |part: Option<tree::Expr>| part.map(|part| self.expr(part));
                ExprKind::Slice(Box::new([part(slice.lower), part(slice.upper), part(slice.step)]))
            }
            tree::ExprKind::Comprehension(node) => {
                ExprKind::Comprehension(Box::new(self.comprehension(*node)))
            }
            tree::ExprKind::Generator { function, iterable } => {
                let iterable = self.expr(*iterable);
                ExprKind::Generator(Box::new((self.function(*function), iterable)))
            }
            tree::ExprKind::Walrus(place, value) => {
                let value = self.boxed(*value);
                ExprKind::Walrus(self.place(place), value)
            }
        };
        Expr { kind, span }
    }

    /// Note that the slot is read, when it is the handler's.
    pub(super) fn reads(&mut self, slot: u16) {
        if self.nesting == 1 {
            self.slots_read |= super::bit(slot);
        }
    }

    fn read(&mut self, place: Place, span: Span) -> ExprKind {
        match place {
            Place::Local(slot) => {
                self.reads(slot);
                ExprKind::Local(slot)
            }
            Place::Cell(slot) => ExprKind::Cell(slot),
            Place::Global(name) => {
                if let Some(number) = self.globals.iter().position(|(global, _)| *global == name) {
                    return ExprKind::Global(u16::try_from(number).unwrap_or(u16::MAX));
                }
                match self.visible(&name) {
                    Some(row) => {
                        self.use_row(row, span);
                        ExprKind::Static(Self::static_of(row))
                    }
                    None => ExprKind::Missing(name),
                }
            }
        }
    }

    fn attribute(&mut self, object: tree::Expr, name: Box<str>, span: Span) -> ExprKind {
        let object = self.expr(object);
        let site = self.site(span);
        let name = self.name(name);
        match object.kind {
            ExprKind::Static(Static::Module(module)) => {
                if let Some(row) = self.table.module_member(module, &name.text) {
                    self.use_row(row, span);
                }
            }
            _ => self.use_name(&name, span),
        }
        ExprKind::Attribute(Box::new(crate::code::Attribute { object, name, site }))
    }

    fn display(&mut self, kind: StarredKind, items: Vec<tree::Expr>) -> ExprKind {
        let starred = items.iter().any(|item| matches!(item.kind, tree::ExprKind::Starred(_)));
        let items = self.exprs(items);
        if starred {
            return ExprKind::Starred(kind, items);
        }
        match kind {
            StarredKind::List => match literals(&items) {
                Some(literals) if !literals.is_empty() => ExprKind::ConstantList(literals),
                _ => ExprKind::List(items),
            },
            StarredKind::Set => ExprKind::Set(items),
            StarredKind::Tuple => match literals(&items) {
                Some(literals) => {
                    ExprKind::Literal(Literal::Constant(self.constant(Constant::Tuple(literals))))
                }
                None => ExprKind::Tuple(items),
            },
        }
    }

    fn dict(&mut self, items: Vec<(Option<tree::Expr>, tree::Expr)>) -> ExprKind {
        if let Some(map) = constant_map(&items) {
            for _ in 0..items.len().saturating_mul(2) {
                self.node();
            }
            return ExprKind::ConstantDict(Box::new(map));
        }
        let items = items.into_iter().map(|(key, value)| {
            let key = key.map(|key| self.expr(key));
            (key, self.expr(value))
        });
        ExprKind::Dict(items.collect())
    }

    fn unary(&mut self, op: UnaryOp, operand: tree::Expr) -> ExprKind {
        if op == UnaryOp::Not {
            return ExprKind::Not(self.boxed(operand));
        }
        let operand = self.expr(operand);
        match (op, &operand.kind) {
            (UnaryOp::Negate, ExprKind::Literal(Literal::Int(value))) => {
                let value = *value;
                let negated = match value.checked_neg() {
                    Some(negated) => Literal::Int(negated),
                    None => self.big(BigInt::from(i128::from(value).saturating_neg())),
                };
                ExprKind::Literal(negated)
            }
            (UnaryOp::Negate, ExprKind::Literal(Literal::Float(value))) => {
                ExprKind::Literal(Literal::Float(-value))
            }
            _ => ExprKind::Unary(op, Box::new(operand)),
        }
    }

    fn binary(&mut self, op: BinaryOp, pair: (tree::Expr, tree::Expr), span: Span) -> ExprKind {
        let pair = self.pair(pair.0, pair.1);
        match (op, &pair.0.kind, &pair.1.kind) {
            (BinaryOp::Sub, ExprKind::Local(slot), ExprKind::Literal(Literal::Int(value)))
                if *value != i64::MIN =>
            {
                // Only an int is decremented by adding the negative; see the walker.
                let _ = slot;
                ExprKind::Sub(pair)
            }
            (BinaryOp::Add, ExprKind::Local(slot), ExprKind::Literal(Literal::Int(value))) => {
                ExprKind::LocalAddInt(*slot, *value)
            }
            (BinaryOp::Mod, ExprKind::Local(slot), ExprKind::Literal(Literal::Int(value))) if *value > 0 => {
                let (slot, value) = (*slot, *value);
                ExprKind::LocalModInt(
                    slot,
                    Box::new((value, Expr { kind: ExprKind::Binary(op, pair), span })),
                )
            }
            (BinaryOp::Add, ..) => ExprKind::Add(pair),
            (BinaryOp::Sub, ..) => ExprKind::Sub(pair),
            _ => ExprKind::Binary(op, pair),
        }
    }

    fn compare(&mut self, left: tree::Expr, rest: Vec<(CompareOp, tree::Expr)>, span: Span) -> ExprKind {
        let mut rest = rest;
        if rest.len() != 1 {
            let left = self.expr(left);
            let rest = rest.into_iter().map(|(op, operand)| (op, self.expr(operand))).collect();
            return ExprKind::Chain(Box::new(Chain { left, rest }));
        }
        let Some((op, right)) = rest.pop() else { return ExprKind::Missing("".into()) };
        if let (CompareOp::In | CompareOp::NotIn, tree::ExprKind::Tuple(items) | tree::ExprKind::List(items)) =
            (op, &right.kind)
            && !items.is_empty()
            && items.iter().all(|item| matches!(item.kind, tree::ExprKind::Constant(tree::Constant::Str(_))))
        {
            return self.in_texts(op == CompareOp::NotIn, left, right);
        }
        let pair = self.pair(left, right);
        match (op, &pair.0.kind, &pair.1.kind) {
            (CompareOp::Lt, ExprKind::Local(slot), ExprKind::Literal(Literal::Int(value))) => {
                let (slot, value) = (*slot, *value);
                ExprKind::LocalLess(slot, Box::new((value, Expr { kind: ExprKind::Less(pair), span })))
            }
            (CompareOp::Lt, ..) => ExprKind::Less(pair),
            (CompareOp::Eq, ..) => ExprKind::Eq(pair),
            _ => ExprKind::Compare(op, pair),
        }
    }

    fn in_texts(&mut self, negated: bool, left: tree::Expr, right: tree::Expr) -> ExprKind {
        let value = self.expr(left);
        self.node();
        let items = match right.kind {
            tree::ExprKind::Tuple(items) | tree::ExprKind::List(items) => items,
            _ => Vec::new(),
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            self.node();
            if let tree::ExprKind::Constant(tree::Constant::Str(text)) = item.kind {
                texts.push(self.text(text));
            }
        }
        ExprKind::InTexts(Box::new(InTexts { negated, value, texts: texts.into_boxed_slice() }))
    }

    fn parts(&mut self, parts: Vec<tree::FStringPart>) -> Box<[Part]> {
        parts
            .into_iter()
            .map(|part| match part {
                tree::FStringPart::Text(text) => Part::Text(self.text(text)),
                tree::FStringPart::Field(field) => {
                    let field = *field;
                    Part::Field(Box::new(Field {
                        value: self.expr(field.value),
                        conversion: field.conversion,
                        spec: self.parts(field.spec),
                        span: field.span,
                    }))
                }
            })
            .collect()
    }

    pub(super) fn comprehension(&mut self, node: tree::Comprehension) -> Comprehension {
        // The first iterable is evaluated once, with what is around; everything else once a turn.
        let clauses = node
            .clauses
            .into_iter()
            .map(|clause| {
                let iter = self.expr(clause.iter);
                let target = self.target(clause.target);
                let (conditions, cost) = self.counted(|linker| linker.exprs(clause.conditions));
                Clause { target, iter, conditions, cost: cost.saturating_add(1) }
            })
            .collect();
        let (kind, cost) = self.counted(|linker| match node.kind {
            tree::ComprehensionKind::List(element) => ComprehensionKind::List(linker.expr(element)),
            tree::ComprehensionKind::Set(element) => ComprehensionKind::Set(linker.expr(element)),
            tree::ComprehensionKind::Generator(element) => ComprehensionKind::Generator(linker.expr(element)),
            tree::ComprehensionKind::Dict(key, value) => {
                let key = linker.expr(key);
                ComprehensionKind::Dict(key, linker.expr(value))
            }
        });
        Comprehension {
            kind,
            clauses,
            own_cells: node.own_cells.into_boxed_slice(),
            variables: node.variables.into_boxed_slice(),
            cost,
        }
    }
}

/// The entries of a dict display whose keys are different texts and whose values are constants.
fn constant_map(items: &[(Option<tree::Expr>, tree::Expr)]) -> Option<Map> {
    if items.is_empty() {
        return None;
    }
    let mut map = Map::with_capacity(items.len());
    for (key, value) in items {
        let tree::ExprKind::Constant(tree::Constant::Str(key)) = &key.as_ref()?.kind else { return None };
        let tree::ExprKind::Constant(value) = &value.kind else { return None };
        let value = match value {
            tree::Constant::None => Data::None,
            tree::Constant::Bool(value) => Data::Bool(*value),
            tree::Constant::Int(value) => Data::Int(*value),
            tree::Constant::Float(value) => Data::Float(*value),
            tree::Constant::Str(text) => Data::Str(text.clone()),
            _ => return None,
        };
        if map.insert(key.clone(), value).is_some() {
            return None;
        }
    }
    Some(map)
}

/// The items as literals, when all are.
fn literals(items: &[Expr]) -> Option<Box<[Literal]>> {
    items
        .iter()
        .map(|item| match item.kind {
            ExprKind::Literal(literal) => Some(literal),
            _ => None,
        })
        .collect()
}
