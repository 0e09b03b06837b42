//! Expressions.

use super::Linker;
use crate::code::{
    Chain, Clause, Comprehension, ComprehensionKind, Constant, Expr, ExprKind, Field, InTexts, Index,
    Literal, Part, StarredKind, Static, WithInt,
};
use crate::data::{Data, Map};
use hognose_syntax::tree::{self, BinaryOp, CompareOp, Place, Span, UnaryOp};
use num_bigint::BigInt;

impl Linker {
    #[inline(never)]
    pub(super) fn boxed(&mut self, expr: &mut tree::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    #[inline(never)]
    pub(super) fn exprs(&mut self, exprs: &mut [tree::Expr]) -> Box<[Expr]> {
        let mut linked = Vec::with_capacity(exprs.len());
        for expr in exprs {
            linked.push(self.expr(expr));
        }
        linked.into_boxed_slice()
    }

    pub(super) fn option(&mut self, expr: Option<&mut tree::Expr>) -> Option<Expr> {
        expr.map(|expr| self.expr(expr))
    }

    /// Links an expression. What it owns is taken out of the tree: passed on by value, it would be on the stack at every
    /// level.
    pub(super) fn expr(&mut self, expr: &mut tree::Expr) -> Expr {
        let span = expr.span;
        Expr { kind: self.kind(&mut expr.kind, span), span }
    }

    /// What is more than a few words has a function of its own: the frame of this one is on the stack at every level.
    #[inline(never)]
    fn kind(&mut self, kind: &mut tree::ExprKind, span: Span) -> ExprKind {
        self.node();
        match kind {
            tree::ExprKind::Constant(constant) => ExprKind::of(self.literal(constant)),
            tree::ExprKind::Name(place) => self.read(place, span),
            tree::ExprKind::Temporary(slot) => ExprKind::Local(*slot),
            tree::ExprKind::Keep(slot, value) => ExprKind::Keep(*slot, self.boxed(value)),
            tree::ExprKind::FString(parts) => ExprKind::FString(Box::new(self.parts(parts))),
            tree::ExprKind::Tuple(items) => self.display(StarredKind::Tuple, items),
            tree::ExprKind::List(items) => self.display(StarredKind::List, items),
            tree::ExprKind::Set(items) => self.display(StarredKind::Set, items),
            tree::ExprKind::Dict(items) => self.dict(items),
            tree::ExprKind::Starred(inner) => ExprKind::Star(self.boxed(inner)),
            tree::ExprKind::Unary(op, operand) => self.unary(*op, operand),
            tree::ExprKind::Binary(op, pair) => self.binary(*op, pair),
            tree::ExprKind::And(operands) => ExprKind::And(Box::new(self.exprs(operands))),
            tree::ExprKind::Or(operands) => ExprKind::Or(Box::new(self.exprs(operands))),
            tree::ExprKind::Compare { left, rest } => self.compare(left, rest),
            tree::ExprKind::IfExp(node) => self.if_expression(node),
            tree::ExprKind::Lambda(function) => ExprKind::Lambda(self.boxed_function(function)),
            tree::ExprKind::Call(call) => self.call(call, span),
            tree::ExprKind::Attribute(object, name) => self.attribute(object, name, span),
            tree::ExprKind::ClassName(object) => ExprKind::ClassName(self.boxed(object)),
            tree::ExprKind::Subscript(pair) => self.subscript(pair, span),
            tree::ExprKind::Slice(slice) => self.slice(slice),
            tree::ExprKind::Comprehension(node) => ExprKind::Comprehension(self.boxed_comprehension(node)),
            tree::ExprKind::Generator { function, iterable } => self.generator(function, iterable),
            tree::ExprKind::Walrus(place, value) => self.walrus(place, value),
        }
    }

    #[inline(never)]
    fn dict(&mut self, items: &mut [(Option<tree::Expr>, tree::Expr)]) -> ExprKind {
        if let Some(map) = constant_map(items) {
            for _ in 0..items.len().saturating_mul(2) {
                self.node();
            }
            return ExprKind::ConstantDict(Box::new(map));
        }
        let mut linked = Vec::with_capacity(items.len());
        for (key, value) in items {
            let key = self.option(key.as_mut());
            linked.push((key, self.expr(value)));
        }
        ExprKind::Dict(Box::new(linked.into_boxed_slice()))
    }

    #[inline(never)]
    fn if_expression(&mut self, node: &mut tree::IfExp) -> ExprKind {
        let test = self.expr(&mut node.test);
        let body = self.expr(&mut node.body);
        ExprKind::If(Box::new([test, body, self.expr(&mut node.orelse)]))
    }

    #[inline(never)]
    fn subscript(&mut self, pair: &mut (tree::Expr, tree::Expr), span: Span) -> ExprKind {
        let object = self.expr(&mut pair.0);
        let index = self.expr(&mut pair.1);
        let site = self.site(span);
        ExprKind::Index(Box::new(Index { object, index, site }))
    }

    #[inline(never)]
    fn slice(&mut self, slice: &mut tree::Slice) -> ExprKind {
        let lower = self.option(slice.lower.as_mut());
        let upper = self.option(slice.upper.as_mut());
        ExprKind::Slice(Box::new([lower, upper, self.option(slice.step.as_mut())]))
    }

    #[inline(never)]
    fn boxed_comprehension(&mut self, node: &mut tree::Comprehension) -> Box<Comprehension> {
        Box::new(self.comprehension(node))
    }

    #[inline(never)]
    fn generator(&mut self, function: &mut tree::Function, iterable: &mut tree::Expr) -> ExprKind {
        let iterable = self.expr(iterable);
        ExprKind::Generator(Box::new((self.function(function), iterable)))
    }

    #[inline(never)]
    fn walrus(&mut self, place: &mut Place, value: &mut tree::Expr) -> ExprKind {
        let value = self.boxed(value);
        ExprKind::Walrus(self.place(place), value)
    }

    /// Note that the slot is read, when it is the handler's.
    pub(super) fn reads(&mut self, slot: u16) {
        if self.nesting == 1 {
            self.slots_read |= super::bit(slot);
        }
    }

    #[inline(never)]
    fn read(&mut self, place: &mut Place, span: Span) -> ExprKind {
        match place {
            Place::Local(slot) => {
                self.reads(*slot);
                ExprKind::Local(*slot)
            }
            Place::Cell(slot) => ExprKind::Cell(*slot),
            Place::Global(name) => {
                if let Some(number) = self.globals.iter().position(|(global, _)| *global == *name) {
                    return ExprKind::Global(u16::try_from(number).unwrap_or(u16::MAX));
                }
                match self.visible(name) {
                    Some(row) => {
                        self.use_row(row, span);
                        ExprKind::Static(Box::new(Self::static_of(row)))
                    }
                    None => ExprKind::Missing(Box::new(std::mem::take(name))),
                }
            }
        }
    }

    #[inline(never)]
    fn attribute(&mut self, object: &mut tree::Expr, name: &mut Box<str>, span: Span) -> ExprKind {
        let object = self.expr(object);
        let site = self.site(span);
        let name = self.name(std::mem::take(name));
        let module = match &object.kind {
            ExprKind::Static(of) => match **of {
                Static::Module(module) => Some(module),
                _ => None,
            },
            _ => None,
        };
        match module {
            Some(module) => {
                if let Some(row) = self.table.module_member(module, name.text()) {
                    self.use_row(row, span);
                }
            }
            None => self.use_name(&name, span),
        }
        ExprKind::Attribute(Box::new(crate::code::Attribute { object, name, site }))
    }

    #[inline(never)]
    fn display(&mut self, kind: StarredKind, items: &mut [tree::Expr]) -> ExprKind {
        let starred = items.iter().any(|item| matches!(item.kind, tree::ExprKind::Starred(_)));
        let items = self.exprs(items);
        if starred {
            return ExprKind::Starred(kind, Box::new(items));
        }
        match kind {
            StarredKind::List => match literals(&items) {
                Some(literals) if !literals.is_empty() => ExprKind::ConstantList(Box::new(literals)),
                _ => ExprKind::List(Box::new(items)),
            },
            StarredKind::Set => ExprKind::Set(Box::new(items)),
            StarredKind::Tuple => match literals(&items) {
                Some(literals) => ExprKind::of(Literal::Constant(self.constant(Constant::Tuple(literals)))),
                None => ExprKind::Tuple(Box::new(items)),
            },
        }
    }

    #[inline(never)]
    fn unary(&mut self, op: UnaryOp, operand: &mut tree::Expr) -> ExprKind {
        if op == UnaryOp::Not {
            return ExprKind::Not(self.boxed(operand));
        }
        let operand = self.expr(operand);
        match (op, &operand.kind) {
            (UnaryOp::Negate, ExprKind::Int(value)) => {
                let value = *value;
                let negated = match value.checked_neg() {
                    Some(negated) => Literal::Int(negated),
                    None => self.big(BigInt::from(i128::from(value).saturating_neg())),
                };
                ExprKind::of(negated)
            }
            (UnaryOp::Negate, ExprKind::Float(value)) => ExprKind::Float(-value),
            _ => ExprKind::Unary(op, Box::new(operand)),
        }
    }

    #[inline(never)]
    fn binary(&mut self, op: BinaryOp, pair: &mut (tree::Expr, tree::Expr)) -> ExprKind {
        let (left, right) = (self.expr(&mut pair.0), self.expr(&mut pair.1));
        if let ExprKind::Int(right) = right.kind {
            let node = Box::new(WithInt { left, right });
            return match op {
                BinaryOp::Add => ExprKind::AddInt(node),
                BinaryOp::Sub => ExprKind::SubInt(node),
                BinaryOp::Mod if right > 0 => ExprKind::ModInt(node),
                _ => ExprKind::BinaryInt(op, node),
            };
        }
        let pair = Box::new((left, right));
        match op {
            BinaryOp::Add => ExprKind::Add(pair),
            BinaryOp::Sub => ExprKind::Sub(pair),
            _ => ExprKind::Binary(op, pair),
        }
    }

    #[inline(never)]
    fn chain(&mut self, left: &mut tree::Expr, rest: &mut [(CompareOp, tree::Expr)]) -> ExprKind {
        let left = self.expr(left);
        let mut linked = Vec::with_capacity(rest.len());
        for (op, operand) in rest {
            linked.push((*op, self.expr(operand)));
        }
        ExprKind::Chain(Box::new(Chain { left, rest: linked.into_boxed_slice() }))
    }

    #[inline(never)]
    fn compare(&mut self, left: &mut tree::Expr, rest: &mut [(CompareOp, tree::Expr)]) -> ExprKind {
        let [(op, right)] = rest else { return self.chain(left, rest) };
        let op = *op;
        if let (CompareOp::In | CompareOp::NotIn, tree::ExprKind::Tuple(items) | tree::ExprKind::List(items)) =
            (op, &mut right.kind)
            && !items.is_empty()
            && items.iter().all(|item| matches!(item.kind, tree::ExprKind::Constant(tree::Constant::Str(_))))
        {
            return self.in_texts(op == CompareOp::NotIn, left, items);
        }
        let (left, right) = (self.expr(left), self.expr(right));
        if let ExprKind::Int(right) = right.kind {
            match op {
                CompareOp::Lt => return ExprKind::LessInt(Box::new(WithInt { left, right })),
                CompareOp::Eq => return ExprKind::EqInt(Box::new(WithInt { left, right })),
                CompareOp::Le | CompareOp::Gt | CompareOp::Ge | CompareOp::Ne => {
                    return ExprKind::CompareInt(op, Box::new(WithInt { left, right }));
                }
                CompareOp::Is | CompareOp::IsNot | CompareOp::In | CompareOp::NotIn => {}
            }
        }
        let pair = Box::new((left, right));
        match op {
            CompareOp::Lt => ExprKind::Less(pair),
            CompareOp::Eq => ExprKind::Eq(pair),
            _ => ExprKind::Compare(op, pair),
        }
    }

    #[inline(never)]
    fn in_texts(&mut self, negated: bool, left: &mut tree::Expr, items: &mut [tree::Expr]) -> ExprKind {
        let value = self.expr(left);
        self.node();
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            self.node();
            if let tree::ExprKind::Constant(tree::Constant::Str(text)) = &mut item.kind {
                texts.push(self.text(std::mem::take(text)));
            }
        }
        ExprKind::InTexts(Box::new(InTexts { negated, value, texts: texts.into_boxed_slice() }))
    }

    #[inline(never)]
    fn parts(&mut self, parts: &mut [tree::FStringPart]) -> Box<[Part]> {
        let mut linked = Vec::with_capacity(parts.len());
        for part in parts {
            linked.push(match part {
                tree::FStringPart::Text(text) => Part::Text(self.text(std::mem::take(text))),
                tree::FStringPart::Field(field) => Part::Field(self.field(field)),
            });
        }
        linked.into_boxed_slice()
    }

    #[inline(never)]
    fn field(&mut self, field: &mut tree::FStringField) -> Box<Field> {
        let value = self.expr(&mut field.value);
        let spec = self.parts(&mut field.spec);
        Box::new(Field { value, conversion: field.conversion, spec, span: field.span })
    }

    #[inline(never)]
    pub(super) fn comprehension(&mut self, node: &mut tree::Comprehension) -> Comprehension {
        // The first iterable is evaluated once, with what is around; everything else once a turn.
        let mut clauses = Vec::with_capacity(node.clauses.len());
        for clause in &mut node.clauses {
            clauses.push(self.clause(clause));
        }
        let around = std::mem::take(&mut self.cost);
        let kind = match &mut node.kind {
            tree::ComprehensionKind::List(element) => ComprehensionKind::List(self.expr(element)),
            tree::ComprehensionKind::Set(element) => ComprehensionKind::Set(self.expr(element)),
            tree::ComprehensionKind::Generator(element) => ComprehensionKind::Generator(self.expr(element)),
            tree::ComprehensionKind::Dict(key, value) => {
                let key = self.expr(key);
                ComprehensionKind::Dict(key, self.expr(value))
            }
        };
        let cost = std::mem::replace(&mut self.cost, around);
        Comprehension {
            kind,
            clauses: clauses.into_boxed_slice(),
            own_cells: std::mem::take(&mut node.own_cells).into_boxed_slice(),
            variables: std::mem::take(&mut node.variables).into_boxed_slice(),
            cost,
        }
    }

    #[inline(never)]
    fn clause(&mut self, clause: &mut tree::Clause) -> Clause {
        let iter = self.expr(&mut clause.iter);
        let target = self.target(&mut clause.target);
        let (conditions, cost) = self.counted(|linker| linker.exprs(&mut clause.conditions));
        Clause { target, iter, conditions, cost: cost.saturating_add(1) }
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
    items.iter().map(|item| item.kind.literal()).collect()
}
