//! Expressions.

use crate::class;
use crate::code::{
    Chain, Constant, Expr, ExprKind, Field, InTexts, Literal, Part, Plain, Static, TextTest, WithInt,
};
use crate::context::Context;
use crate::input;
use crate::ops;
use crate::ops::{arith, attribute, compare, index};
use crate::stop::{R, Stop};
use crate::text::letter;
use crate::text::same::same;
use crate::value::bytes::Bytes;
use crate::value::dict::Dict;
use crate::value::int;
use crate::value::list::List;
use crate::value::range::SliceObject;
use crate::value::str::Str;
use crate::value::tuple::Tuple;
use crate::value::{Bool, Value};
use crate::walk::Frame;
use crate::write::Writer;
use hognose_syntax::tree::{BinaryOp, CompareOp, Conversion, SlotKind, Span};

impl<'h> Context<'h> {
    /// Evaluate an expression: locals and literals on the spot.
    #[inline(always)]
    pub(crate) fn eval(&self, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h> {
        match &expr.kind {
            ExprKind::Local(slot) => {
                let value = frame.get(*slot);
                if value.is_bound() { Ok(value) } else { Err(self.unbound(*slot, expr.span, frame)) }
            }
            ExprKind::Text(number) => Ok(self.text(*number)),
            ExprKind::Int(value) => Ok(Value::Int(*value)),
            _ => self.eval_node(expr, frame),
        }
    }

    #[inline(never)]
    fn eval_node(&self, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h> {
        match &expr.kind {
            ExprKind::Plain(plain) => Ok(match plain {
                Plain::None => Value::None,
                Plain::Ellipsis => Value::Ellipsis,
                Plain::Bool(value) => Value::bool(*value),
                Plain::Constant(number) => self.constant(*number),
            }),
            ExprKind::Int(value) => Ok(Value::Int(*value)),
            ExprKind::Float(value) => Ok(Value::float(*value)),
            ExprKind::Text(number) => Ok(self.text(*number)),
            ExprKind::Local(slot) => {
                let value = frame.get(*slot);
                if value.is_bound() { Ok(value) } else { Err(self.unbound(*slot, expr.span, frame)) }
            }
            ExprKind::Cell(slot) => match frame.get(*slot) {
                Value::Cell(cell) if cell.get().is_bound() => Ok(cell.get()),
                _ => Err(self.unbound(*slot, expr.span, frame)),
            },
            ExprKind::Attribute(node) => {
                let object = self.eval(&node.object, frame)?;
                self.note_read(node.site);
                if let Value::Object(inner) = object
                    && std::ptr::eq(inner.class, &class::OPEN_RECORD)
                {
                    let value = input::open_attribute(self, inner, node.name.text(), Some(node.site))?;
                    if value.is_bound() {
                        return Ok(value);
                    }
                }
                attribute::get_resolved(self, object, node.name.text(), node.name.candidates())
                    .map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::Index(node) => {
                let object = self.eval(&node.object, frame)?;
                let key = self.eval(&node.index, frame)?;
                self.note_read(node.site);
                if let Value::Dict(dict) = object
                    && dict.is_pristine()
                {
                    let value = dict.get_at(self, key, node.site);
                    if !matches!(value, Ok(Value::Unbound)) {
                        return value.map_err(|stop| self.at(stop, expr.span, frame));
                    }
                }
                index::get_item(self, object, key).map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::Eq(pair) => {
                let (a, b) = self.pair(pair, frame)?;
                match compare::equal(self, a, b) {
                    Ok(equal) => Ok(Value::bool(equal)),
                    Err(stop) => Err(self.at(stop, expr.span, frame)),
                }
            }
            ExprKind::CallMethod(call) => self.eval_call_method(call, expr.span, frame),
            ExprKind::TextTest(node) => self.text_test(node, expr.span, frame),
            ExprKind::CallRow(call) => self.eval_call_row(call, expr.span, frame),
            ExprKind::Not(_) => Ok(Value::Bool(self.truth_of(expr, frame)?)),
            ExprKind::And(operands) => self.and(operands, frame),
            ExprKind::Or(operands) => self.or(operands, frame),
            ExprKind::Add(pair) => {
                let (a, b) = self.pair(pair, frame)?;
                if let (Value::Int(x), Value::Int(y)) = (a, b)
                    && let Some(sum) = x.checked_add(y)
                {
                    return Ok(Value::Int(sum));
                }
                arith::add(self, a, b).map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::Sub(pair) => {
                let (a, b) = self.pair(pair, frame)?;
                if let (Value::Int(x), Value::Int(y)) = (a, b)
                    && let Some(difference) = x.checked_sub(y)
                {
                    return Ok(Value::Int(difference));
                }
                arith::subtract(self, a, b).map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::Less(pair) => {
                let (a, b) = self.pair(pair, frame)?;
                if let (Value::Int(x), Value::Int(y)) = (a, b) {
                    return Ok(Value::bool(x < y));
                }
                compare::compare(self, CompareOp::Lt, a, b).map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::AddInt(node) => match self.eval(&node.left, frame)? {
                Value::Int(x) if let Some(sum) = x.checked_add(node.right) => Ok(Value::Int(sum)),
                left => self.binary_int(BinaryOp::Add, left, node, expr.span, frame),
            },
            ExprKind::SubInt(node) => match self.eval(&node.left, frame)? {
                Value::Int(x) if let Some(difference) = x.checked_sub(node.right) => {
                    Ok(Value::Int(difference))
                }
                left => self.binary_int(BinaryOp::Sub, left, node, expr.span, frame),
            },
            ExprKind::ModInt(node) => match self.eval(&node.left, frame)? {
                Value::Int(x) if let Some(rest) = x.checked_rem_euclid(node.right) => Ok(Value::Int(rest)),
                left => self.binary_int(BinaryOp::Mod, left, node, expr.span, frame),
            },
            ExprKind::BinaryInt(op, node) => {
                let left = self.eval(&node.left, frame)?;
                match (op, left) {
                    (BinaryOp::BitAnd, Value::Int(x)) => Ok(Value::Int(x & node.right)),
                    (BinaryOp::Mul, Value::Int(x)) if let Some(product) = x.checked_mul(node.right) => {
                        Ok(Value::Int(product))
                    }
                    _ => self.binary_int(*op, left, node, expr.span, frame),
                }
            }
            ExprKind::EqInt(node) => match self.eval(&node.left, frame)? {
                Value::Int(x) => Ok(Value::bool(x == node.right)),
                left => self.compare_int(CompareOp::Eq, left, node, expr.span, frame),
            },
            ExprKind::LessInt(node) => match self.eval(&node.left, frame)? {
                Value::Int(x) => Ok(Value::bool(x < node.right)),
                left => self.compare_int(CompareOp::Lt, left, node, expr.span, frame),
            },
            ExprKind::CompareInt(op, node) => match self.eval(&node.left, frame)? {
                Value::Int(x) => Ok(Value::bool(order_ints(*op, x, node.right))),
                left => self.compare_int(*op, left, node, expr.span, frame),
            },
            ExprKind::Binary(op, pair) => {
                let (a, b) = self.pair(pair, frame)?;
                self.eval_binary(*op, a, b).map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::Compare(op, pair) => {
                let (a, b) = self.pair(pair, frame)?;
                self.eval_compare(*op, a, b).map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::InTexts(node) => self.in_texts(node, expr, frame),
            ExprKind::Call(call) => self.eval_call(call, expr.span, frame),
            ExprKind::If(parts) => {
                let [test, body, orelse] = &**parts;
                let branch = if self.test(test, frame)? { body } else { orelse };
                self.eval(branch, frame)
            }
            ExprKind::Static(value) => self.static_value(**value),
            ExprKind::FString(parts) => self.fstring(parts, frame),
            ExprKind::Comprehension(node) => self.comprehension(node, expr.span, frame),
            ExprKind::Consume(node) => self.consume(node, expr.span, frame),
            _ => self.eval_rare(expr, frame),
        }
    }

    #[inline(always)]
    fn pair(&self, pair: &'h (Expr, Expr), frame: &Frame<'_, 'h>) -> R<'h, (Value<'h>, Value<'h>)> {
        let a = self.eval(&pair.0, frame)?;
        let b = self.eval(&pair.1, frame)?;
        Ok((a, b))
    }

    #[inline]
    pub(crate) fn literal(&self, literal: Literal) -> Value<'h> {
        match literal {
            Literal::None => Value::None,
            Literal::Ellipsis => Value::Ellipsis,
            Literal::Bool(value) => Value::bool(value),
            Literal::Int(value) => Value::Int(value),
            Literal::Float(value) => Value::float(value),
            Literal::Text(number) => self.text(number),
            Literal::Constant(number) => self.constant(number),
        }
    }

    /// A text among the constants.
    #[inline]
    pub(crate) fn text(&self, number: u32) -> Value<'h> {
        match self.texts.get().get(number as usize) {
            Some(text) => Value::Str(text),
            None => self.constant(number),
        }
    }

    /// A constant, made when first used.
    #[inline(never)]
    fn constant(&self, number: u32) -> Value<'h> {
        match self.constants.get().get(number as usize) {
            Some(cell) if cell.get().is_bound() => cell.get(),
            _ => self.make_constant(number),
        }
    }

    /// Make the texts among the constants.
    #[inline]
    pub(crate) fn make_texts(&self) -> R<'h, ()> {
        let constants = &self.program.constants;
        self.heap().charge(size_of::<Str<'_>>().saturating_mul(constants.len()))?;
        let mut rest = constants.iter();
        let texts = self.heap().slice_with(constants.len(), |_| match rest.next() {
            Some(Constant::Str { text, hash }) => Str::with_hash(text, *hash),
            _ => Str::new(""),
        })?;
        self.texts.set(texts);
        Ok(())
    }

    /// The first use of a constant. Constants are bounded by the source, so they may pass the memory limit.
    #[inline(never)]
    fn make_constant(&self, number: u32) -> Value<'h> {
        let index = number as usize;
        if self.constants.get().is_empty()
            && let Ok(room) = self.heap().cells(self.program.constants.len(), |_| Value::Unbound)
        {
            self.constants.set(room);
        }
        let value = match self.program.constants.get(index) {
            Some(Constant::Str { text, hash }) => {
                Value::Str(self.heap().alloc_always(Str::with_hash(text, *hash)))
            }
            Some(Constant::Bytes(data)) => Value::Bytes(self.heap().alloc_always(Bytes::new(data))),
            Some(Constant::Big(number)) => int::from_big(self.heap(), number).unwrap_or(Value::None),
            Some(Constant::Tuple(items)) => {
                let items = self.heap().slice_with(items.len(), |i| {
                    items.get(i).map_or(Value::None, |item| self.literal(*item))
                });
                items.map_or(Value::None, |items| Value::Tuple(self.heap().alloc_always(Tuple::new(items))))
            }
            None => Value::None,
        };
        if let Some(cell) = self.constants.get().get(index) {
            cell.set(value);
        }
        value
    }

    #[inline]
    pub(crate) fn note_read(&self, site: u32) {
        if self.reads {
            self.passed(site);
        }
    }

    #[inline(never)]
    pub(crate) fn static_value(&self, value: Static) -> R<'h> {
        match value {
            Static::Row(row) => attribute::global_value(self, row),
            Static::Type(class) => Ok(Value::Type(class)),
            Static::Module(module) => Ok(Value::Module(module)),
        }
    }

    /// The int that a local holds, or its remainder by a literal.
    #[inline(always)]
    fn int_at_once(expr: &'h Expr, frame: &Frame<'_, 'h>) -> Option<i64> {
        let local = |expr: &Expr| match expr.kind {
            ExprKind::Local(slot) => match frame.get(slot) {
                Value::Int(x) => Some(x),
                _ => None,
            },
            _ => None,
        };
        match &expr.kind {
            ExprKind::ModInt(node) => local(&node.left)?.checked_rem_euclid(node.right),
            _ => local(expr),
        }
    }

    /// An operator before a literal int, when its left operand is no int or the result too large.
    #[inline(never)]
    fn binary_int(
        &self,
        op: BinaryOp,
        left: Value<'h>,
        node: &'h WithInt,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        arith::binary(self, op, left, Value::Int(node.right)).map_err(|stop| self.at(stop, span, frame))
    }

    /// A comparison of what is no int with a literal int.
    #[inline(never)]
    fn compare_int(
        &self,
        op: CompareOp,
        left: Value<'h>,
        node: &'h WithInt,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        compare::compare(self, op, left, Value::Int(node.right)).map_err(|stop| self.at(stop, span, frame))
    }

    /// The truth of an expression.
    #[inline(always)]
    pub(crate) fn test(&self, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h, bool> {
        match Self::letter_test(expr, frame) {
            Some(passes) => Ok(passes),
            None => Ok(self.truth_of(expr, frame)?.get()),
        }
    }

    /// The truth of an expression; comparisons of ints branch at once. Returns what fits two registers.
    #[inline(never)]
    fn truth_of(&self, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h, Bool> {
        let value = match &expr.kind {
            ExprKind::EqInt(node) if let Some(x) = Self::int_at_once(&node.left, frame) => {
                return Ok(Bool::of(x == node.right));
            }
            ExprKind::LessInt(node) if let Some(x) = Self::int_at_once(&node.left, frame) => {
                return Ok(Bool::of(x < node.right));
            }
            ExprKind::CompareInt(op, node) if let Some(x) = Self::int_at_once(&node.left, frame) => {
                return Ok(Bool::of(order_ints(*op, x, node.right)));
            }
            ExprKind::TextTest(node) => self.text_test(node, expr.span, frame)?,
            ExprKind::Not(inner) => return Ok(Bool::of(!self.truth_of(inner, frame)?.get())),
            ExprKind::And(operands) => {
                for operand in operands.iter() {
                    if !self.truth_of(operand, frame)?.get() {
                        return Ok(Bool::False);
                    }
                }
                return Ok(Bool::True);
            }
            ExprKind::Or(operands) => {
                for operand in operands.iter() {
                    if self.truth_of(operand, frame)?.get() {
                        return Ok(Bool::True);
                    }
                }
                return Ok(Bool::False);
            }
            _ => self.eval(expr, frame)?,
        };
        match value {
            Value::Bool(value) => Ok(value),
            value => match ops::truth(self, value) {
                Ok(truth) => Ok(Bool::of(truth)),
                Err(stop) => Err(self.at(stop, expr.span, frame)),
            },
        }
    }

    /// `x.isdigit()` and the like: on one ASCII character a look into a table.
    /// Whether a local that holds one ASCII character passes a test of characters.
    #[inline(always)]
    fn letter_test(expr: &'h Expr, frame: &Frame<'_, 'h>) -> Option<bool> {
        if let ExprKind::TextTest(node) = &expr.kind
            && let ExprKind::Local(slot) = node.call.object.kind
            && let Value::Str(text) = frame.get(slot)
        {
            return Some(letter::passes(text.letter_byte()?, node.classes));
        }
        None
    }

    #[inline]
    fn text_test(&self, node: &'h TextTest, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        let object = self.eval(&node.call.object, frame)?;
        if let Value::Str(text) = object
            && let Some(byte) = text.letter_byte()
        {
            return Ok(Value::bool(letter::passes(byte, node.classes)));
        }
        self.call_method_of(&node.call, object, span, frame)
    }

    #[inline(never)]
    fn and(&self, operands: &'h [Expr], frame: &Frame<'_, 'h>) -> R<'h> {
        let mut value = Value::None;
        for operand in operands {
            value = self.eval(operand, frame)?;
            if !ops::truth(self, value).map_err(|stop| self.at(stop, operand.span, frame))? {
                return Ok(value);
            }
        }
        Ok(value)
    }

    #[inline(never)]
    fn or(&self, operands: &'h [Expr], frame: &Frame<'_, 'h>) -> R<'h> {
        let mut value = Value::None;
        for operand in operands {
            value = self.eval(operand, frame)?;
            if ops::truth(self, value).map_err(|stop| self.at(stop, operand.span, frame))? {
                return Ok(value);
            }
        }
        Ok(value)
    }

    #[inline]
    pub(crate) fn eval_binary(&self, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
        if let (Value::Int(x), Value::Int(y)) = (a, b) {
            let result = match op {
                BinaryOp::Mul => x.checked_mul(y),
                BinaryOp::Mod => arith::modulo(x, y),
                BinaryOp::BitAnd => Some(x & y),
                BinaryOp::BitOr => Some(x | y),
                _ => None,
            };
            if let Some(result) = result {
                return Ok(Value::Int(result));
            }
        }
        arith::binary(self, op, a, b)
    }

    #[inline]
    fn eval_compare(&self, op: CompareOp, a: Value<'h>, b: Value<'h>) -> R<'h> {
        if let (Value::Int(x), Value::Int(y), CompareOp::Gt | CompareOp::Ge | CompareOp::Le | CompareOp::Ne) =
            (a, b, op)
        {
            return Ok(Value::bool(order_ints(op, x, y)));
        }
        compare::compare(self, op, a, b)
    }

    /// `x in ("a", "b")` with constants only.
    #[inline(never)]
    fn in_texts(&self, node: &'h InTexts, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h> {
        let value = self.eval(&node.value, frame)?;
        self.burn(node.texts.len() as u64)?;
        let mut found = false;
        if let Value::Str(text) = value {
            let text = text.text(self.heap())?;
            for number in &node.texts {
                if let Value::Str(constant) = self.text(*number)
                    && constant.byte_len() == text.len()
                    && same(constant.text(self.heap())?.as_bytes(), text.as_bytes())
                {
                    found = true;
                    break;
                }
            }
        } else {
            for number in &node.texts {
                let constant = self.text(*number);
                found =
                    compare::equal(self, constant, value).map_err(|stop| self.at(stop, expr.span, frame))?;
                if found {
                    break;
                }
            }
        }
        Ok(Value::bool(found != node.negated))
    }

    #[inline(never)]
    fn eval_rare(&self, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h> {
        match &expr.kind {
            ExprKind::Global(number) => self.global(*number, expr, frame),
            ExprKind::Missing(name) => Err(self.undefined(name, expr.span, frame)),
            ExprKind::Tuple(items) => self.tuple_display(items, frame),
            ExprKind::List(items) => self.list_display(items, frame),
            ExprKind::ConstantList(items) => {
                let cells = self
                    .heap()
                    .cells(items.len(), |i| items.get(i).map_or(Value::None, |item| self.literal(*item)))?;
                Ok(Value::List(List::from_cells(self.heap(), cells)?))
            }
            ExprKind::ConstantDict(map) => Ok(Value::Dict(Dict::from_input(self.heap(), map)?)),
            ExprKind::Set(items) => self.set_display(items, frame),
            ExprKind::Starred(kind, items) => self.starred(*kind, items, frame),
            ExprKind::Dict(items) => self.dict_display(items, expr, frame),
            ExprKind::Unary(op, inner) => {
                let value = self.eval(inner, frame)?;
                arith::unary(self, *op, value).map_err(|stop| self.at(stop, expr.span, frame))
            }
            ExprKind::Chain(chain) => self.chain_of(chain, expr, frame),
            ExprKind::Lambda(code) => self.make_function(code, frame),
            ExprKind::ClassName(inner) => {
                let value = self.eval(inner, frame)?;
                self.str(ops::own_type_name(value).rsplit('.').next().unwrap_or_default())
            }
            ExprKind::Slice(parts) => {
                let [start, stop, step] = &**parts;
                let part = |part: &'h Option<Expr>| match part {
                    Some(part) => self.eval(part, frame),
                    None => Ok(Value::None),
                };
                let slice = SliceObject { start: part(start)?, stop: part(stop)?, step: part(step)? };
                Ok(Value::Slice(self.heap().alloc(slice)?))
            }
            ExprKind::Generator(node) => self.make_generator(&node.0, &node.1, expr.span, frame),
            ExprKind::Walrus(place, inner) => {
                let value = self.eval(inner, frame)?;
                self.store(*place, value, frame);
                Ok(value)
            }
            ExprKind::Keep(slot, inner) => {
                let value = self.eval(inner, frame)?;
                frame.set(*slot, value);
                Ok(value)
            }
            _ => Err(self.internal("an expression out of place")),
        }
    }

    fn global(&self, number: u16, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h> {
        let value = self.globals.get().get(usize::from(number)).map_or(Value::Unbound, std::cell::Cell::get);
        if value.is_bound() {
            return Ok(value);
        }
        match self.program.globals.get(usize::from(number)) {
            Some((_, Some(before))) => self.static_value(*before),
            Some((name, None)) => Err(self.undefined(name, expr.span, frame)),
            None => Err(self.internal("no such global")),
        }
    }

    #[cold]
    pub(crate) fn undefined(&self, name: &str, span: Span, frame: &Frame<'_, 'h>) -> Stop<'h> {
        let stop = self.raise(&class::NAME_ERROR, format_args!("name '{name}' is not defined"));
        self.at(stop, span, frame)
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn unbound(&self, slot: u16, span: Span, frame: &Frame<'_, 'h>) -> Stop<'h> {
        let Some(info) = frame.code.slots.get(usize::from(slot)) else {
            return self.internal("no such slot");
        };
        let name = &info.name;
        let stop = match info.kind {
            SlotKind::Surface => return self.undefined(name, span, frame),
            SlotKind::Free if self.is_absent_surface_name(name) => return self.undefined(name, span, frame),
            SlotKind::Free => self.raise(
                &class::NAME_ERROR,
                format_args!(
                    "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                ),
            ),
            _ => self.raise(
                &class::UNBOUND_LOCAL_ERROR,
                format_args!("cannot access local variable '{name}' where it is not associated with a value"),
            ),
        };
        self.at(stop, span, frame)
    }

    /// Whether a captured name is a name of the surface that is absent and never assigned.
    fn is_absent_surface_name(&self, name: &str) -> bool {
        self.program.handler.slots.iter().any(|info| *info.name == *name && info.kind == SlotKind::Surface)
    }

    #[inline(never)]
    fn chain_of(&self, chain: &'h Chain, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h> {
        let mut left = self.eval(&chain.left, frame)?;
        let mut answer = Value::bool(true);
        for (op, operand) in &chain.rest {
            let right = self.eval(operand, frame)?;
            answer =
                compare::compare(self, *op, left, right).map_err(|stop| self.at(stop, expr.span, frame))?;
            if !ops::truth(self, answer)? {
                break;
            }
            left = right;
        }
        Ok(answer)
    }

    #[inline(never)]
    fn fstring(&self, parts: &'h [Part], frame: &Frame<'_, 'h>) -> R<'h> {
        let mut out = Writer::new(self);
        self.fstring_into(parts, &mut out, frame)?;
        out.finish()
    }

    fn fstring_into(&self, parts: &'h [Part], out: &mut Writer<'_, 'h>, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        for part in parts {
            match part {
                Part::Text(number) => {
                    if let Value::Str(text) = self.text(*number) {
                        out.push(text.text(self.heap())?)?;
                    }
                }
                Part::Field(field) => self.fstring_field(field, out, frame)?,
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn fstring_field(&self, field: &'h Field, out: &mut Writer<'_, 'h>, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        let mut value = self.eval(&field.value, frame)?;
        let place = |stop| self.at(stop, field.span, frame);
        if field.spec.is_empty() {
            return match (field.conversion, value) {
                (None | Some(Conversion::Str), Value::Str(text)) => out.push(text.text(self.heap())?),
                (None | Some(Conversion::Str), _) => ops::text::write_str(self, value, out).map_err(place),
                (Some(Conversion::Repr), _) => ops::text::write_repr(self, value, out).map_err(place),
                (Some(Conversion::Ascii), _) => ops::text::write_ascii(self, value, out).map_err(place),
            };
        }
        match field.conversion {
            None => {}
            Some(Conversion::Str) => value = ops::text::str(self, value).map_err(place)?,
            Some(Conversion::Repr) => value = ops::text::repr(self, value).map_err(place)?,
            Some(Conversion::Ascii) => value = ops::text::ascii(self, value).map_err(place)?,
        }
        let spec = match &*field.spec {
            [Part::Text(number)] => self.text(*number),
            parts => self.fstring(parts, frame)?,
        };
        let Value::Str(spec) = spec else { return Err(self.internal("a specification that is no text")) };
        ops::text::write_format(self, value, spec.text(self.heap())?, out).map_err(place)
    }
}

/// One of the comparisons `>`, `>=`, `<=`, `!=`.
#[inline(always)]
fn order_ints(op: CompareOp, x: i64, y: i64) -> bool {
    match op {
        CompareOp::Gt => x > y,
        CompareOp::Ge => x >= y,
        CompareOp::Le => x <= y,
        _ => x != y,
    }
}
