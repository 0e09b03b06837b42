//! Statements.

use crate::class;
use crate::code::{
    Block, Def, Expr, For, Handler, If, Import, Place, Static, Stmt, StmtKind, Try, While, With,
};
use crate::context::Context;
use crate::ops;
use crate::ops::attribute;
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::exception::Exception;
use crate::value::iter::Cursor;
use crate::value::object::Object;
use crate::walk::{Flow, Frame};
use hognose_syntax::tree::{BinaryOp, Span};

impl<'h> Context<'h> {
    /// Run the statements of a block, in a generator from where it was suspended.
    #[inline]
    pub(crate) fn block(&self, block: &'h Block, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        if let Some(slot) = block.resume {
            return self.resumable_block(block, slot, frame);
        }
        self.burn_few(block.cost)?;
        for statement in &block.statements {
            match self.statement(statement, frame)? {
                Flow::Next => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    /// Count an int in a local up or down.
    #[inline(always)]
    fn step_at_once(statement: &'h Stmt, frame: &Frame<'_, 'h>) -> bool {
        if let StmtKind::StepLocal(slot, _, step) = &statement.kind
            && let Value::Int(old) = frame.get(*slot)
            && let Some(new) = old.checked_add(*step)
        {
            frame.set(*slot, Value::Int(new));
            return true;
        }
        false
    }

    /// [`Context::block`] of a function's body, where most statements set a local.
    #[inline]
    pub(crate) fn body(&self, block: &'h Block, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        if block.resume.is_some() {
            return self.block(block, frame);
        }
        self.burn_few(block.cost)?;
        for statement in &block.statements {
            if let StmtKind::SetLocal(slot, expr) = &statement.kind {
                let value = self.eval(expr, frame)?;
                frame.set(*slot, value);
                continue;
            }
            match self.statement(statement, frame)? {
                Flow::Next => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    pub(crate) fn statement(&self, statement: &'h Stmt, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        match &statement.kind {
            StmtKind::Expr(expr) => {
                self.eval(expr, frame)?;
                Ok(Flow::Next)
            }
            StmtKind::SetLocal(slot, expr) => {
                let value = self.eval(expr, frame)?;
                frame.set(*slot, value);
                Ok(Flow::Next)
            }
            StmtKind::AugLocal(slot, op, expr) => {
                self.augment_local(*slot, *op, expr, statement.span, frame)?;
                Ok(Flow::Next)
            }
            StmtKind::StepLocal(slot, op, step) => {
                if !Self::step_at_once(statement, frame) {
                    self.step_local(*slot, *op, *step, statement.span, frame)?;
                }
                Ok(Flow::Next)
            }
            StmtKind::If(node) => self.if_statement(node, frame),
            StmtKind::Return(value) => {
                let value = match value {
                    Some(expr) => self.eval(expr, frame)?,
                    None => Value::None,
                };
                frame.result.set(value);
                Ok(Flow::Return)
            }
            StmtKind::For(node) => self.for_loop(node, frame),
            StmtKind::While(node) => self.while_loop(node, false, frame),
            StmtKind::Break => Ok(Flow::Break),
            StmtKind::Continue => Ok(Flow::Continue),
            _ => self.rare_statement(statement, frame),
        }
    }

    /// `if`, with the `elif`s behind it in one loop.
    #[inline]
    fn if_statement(&self, node: &'h If, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let mut node = node;
        loop {
            let If { test, body, orelse } = node;
            if self.test(test, frame)? {
                return self.branch(body, frame);
            }
            match &*orelse.statements {
                [] => return Ok(Flow::Next),
                [Stmt { kind: StmtKind::If(next), .. }] if orelse.resume.is_none() => {
                    self.burn_few(orelse.cost)?;
                    node = next;
                }
                _ => return self.branch(orelse, frame),
            }
        }
    }

    /// [`Context::block`] of what is often a single statement.
    #[inline]
    fn branch(&self, block: &'h Block, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        if let [only] = &*block.statements
            && block.resume.is_none()
        {
            self.burn_few(block.cost)?;
            return if Self::step_at_once(only, frame) {
                Ok(Flow::Next)
            } else {
                self.statement(only, frame)
            };
        }
        self.block(block, frame)
    }

    #[inline]
    fn augment_local(
        &self,
        slot: u16,
        op: BinaryOp,
        expr: &'h Expr,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, ()> {
        let old = frame.get(slot);
        if !old.is_bound() {
            return Err(self.unbound(slot, span, frame));
        }
        let value = self.eval(expr, frame)?;
        if let (Value::Int(x), Value::Int(y)) = (old, value) {
            let result = match op {
                BinaryOp::Add => x.checked_add(y),
                BinaryOp::Sub => x.checked_sub(y),
                _ => None,
            };
            if let Some(result) = result {
                frame.set(slot, Value::Int(result));
                return Ok(());
            }
        }
        let result = ops::arith::in_place(self, op, old, value).map_err(|stop| self.at(stop, span, frame))?;
        frame.set(slot, result);
        Ok(())
    }

    /// [`StmtKind::StepLocal`] of what is no int, or leaves 64 bits.
    #[inline(never)]
    fn step_local(&self, slot: u16, op: BinaryOp, step: i64, span: Span, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        let old = frame.get(slot);
        if !old.is_bound() {
            return Err(self.unbound(slot, span, frame));
        }
        let operand = Value::Int(if op == BinaryOp::Sub { step.wrapping_neg() } else { step });
        let result =
            ops::arith::in_place(self, op, old, operand).map_err(|stop| self.at(stop, span, frame))?;
        frame.set(slot, result);
        Ok(())
    }

    #[inline(never)]
    fn rare_statement(&self, statement: &'h Stmt, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let span = statement.span;
        match &statement.kind {
            StmtKind::Assign(node) => {
                let value = self.eval(&node.1, frame)?;
                for target in &node.0 {
                    self.assign(target, value, frame)?;
                }
            }
            StmtKind::Aug(node) => self.augment(&node.0, node.1, &node.2, span, frame)?,
            StmtKind::Delete(targets) => {
                for target in targets {
                    self.delete(target, frame)?;
                }
            }
            StmtKind::Def(node) => self.def(node, span, frame)?,
            StmtKind::Import(node) => self.import_statement(node, span, frame)?,
            StmtKind::Raise(node) => return Err(self.raise_statement(node, span, frame)),
            StmtKind::Assert(node) => {
                if !self.test(&node.0, frame)? {
                    let args = match &node.1 {
                        Some(message) => vec![self.eval(message, frame)?],
                        None => Vec::new(),
                    };
                    let stop = self.raise_args(&class::ASSERTION_ERROR, &args);
                    return Err(self.at(stop, span, frame));
                }
            }
            StmtKind::Try(node) if node.state.is_some() => return self.resumable_try(node, false, frame),
            StmtKind::Try(node) => return self.try_statement(node, frame),
            StmtKind::With(node) => return self.with_statement(node, false, span, frame),
            StmtKind::Match(node) => return self.match_statement(node, frame),
            StmtKind::Yield(node) => return self.yield_statement(node, frame),
            StmtKind::YieldFrom(node) => return self.yield_from(node, false, span, frame),
            _ => return Err(self.internal("a statement out of place")),
        }
        Ok(Flow::Next)
    }

    #[inline(never)]
    fn for_loop(&self, node: &'h For, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let iterable = self.eval(&node.iter, frame)?;
        let cursor = ops::iterate(self, iterable).map_err(|stop| self.at(stop, node.iter.span, frame))?;
        if let Some(slot) = node.iterator {
            return self.resumable_for(node, slot, cursor, frame);
        }
        self.for_over(node, cursor, frame)
    }

    fn for_over(&self, node: &'h For, mut cursor: Cursor<'h>, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        loop {
            let item = match cursor.step(self) {
                Ok(Value::Unbound) => break,
                Ok(item) => item,
                Err(stop) => return Err(self.at(stop, node.iter.span, frame)),
            };
            self.burn_few(1)?;
            self.assign(&node.target, item, frame)?;
            match self.block(&node.body, frame)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                other => return Ok(other),
            }
        }
        self.block(&node.orelse, frame)
    }

    #[inline(never)]
    pub(crate) fn while_loop(&self, node: &'h While, resumed: bool, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let mut skip_test = resumed;
        loop {
            if !skip_test {
                self.burn_few(node.cost)?;
                if !self.test(&node.test, frame)? {
                    break;
                }
            }
            skip_test = false;
            match self.block(&node.body, frame)? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                other => return Ok(other),
            }
        }
        self.block(&node.orelse, frame)
    }

    fn def(&self, node: &'h Def, span: Span, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        let mut decorators: Vec<Value<'h>> = Vec::new();
        for decorator in &node.decorators {
            decorators.push(self.eval(decorator, frame)?);
        }
        let mut value = self.make_function(&node.function, frame)?;
        for decorator in decorators.into_iter().rev() {
            value = self.call(decorator, &[value]).map_err(|stop| self.at(stop, span, frame))?;
        }
        self.store(node.place, value, frame);
        Ok(())
    }

    fn import_statement(&self, node: &'h Import, span: Span, frame: &Frame<'_, 'h>) -> R<'h, ()> {
        let value = match node.what {
            Static::Row(row) => {
                attribute::global_value(self, row).map_err(|stop| self.at(stop, span, frame))?
            }
            Static::Type(class) => Value::Type(class),
            Static::Module(module) => Value::Module(module),
        };
        self.store(node.place, value, frame);
        Ok(())
    }

    /// Put a value where a name lives.
    #[inline]
    pub(crate) fn store(&self, place: Place, value: Value<'h>, frame: &Frame<'_, 'h>) {
        match place {
            Place::Local(slot) => frame.set(slot, value),
            Place::Cell(slot) => {
                if let Value::Cell(cell) = frame.get(slot) {
                    cell.set(value);
                }
            }
            Place::Global(number) => {
                if let Some(cell) = self.globals.get().get(usize::from(number)) {
                    cell.set(value);
                }
            }
        }
    }

    // --- exceptions -------------------------------------------------------------------------------

    #[cold]
    #[inline(never)]
    fn raise_statement(
        &self,
        node: &'h (Option<Expr>, Option<Expr>),
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> Stop<'h> {
        let (exception, cause) = node;
        let Some(expr) = exception else {
            return match self.handling.get() {
                Some(handled) => Stop::Raise(handled),
                None => {
                    let stop = self.raise(&class::RUNTIME_ERROR, "No active exception to reraise");
                    self.at(stop, span, frame)
                }
            };
        };
        let stop = match self.raised(expr, cause.as_ref(), frame) {
            Ok(exception) => {
                self.chain(exception);
                Stop::Raise(exception)
            }
            Err(stop) => stop,
        };
        self.at(stop, span, frame)
    }

    fn raised(
        &self,
        expr: &'h Expr,
        cause: Option<&'h Expr>,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, &'h Exception<'h>> {
        let value = self.eval(expr, frame)?;
        let exception = self.to_exception(value, "exceptions must derive from BaseException")?;
        if let Some(cause) = cause {
            let value = self.eval(cause, frame)?;
            exception.suppress_context.set(true);
            exception.cause.set(match value {
                Value::None => None,
                value => Some(self.to_exception(value, "exception causes must derive from BaseException")?),
            });
        }
        Ok(exception)
    }

    /// An exception, or a new one of an exception type.
    pub(crate) fn to_exception(&self, value: Value<'h>, complaint: &str) -> R<'h, &'h Exception<'h>> {
        let made = if Self::is_exception_type(value) { self.call(value, &[])? } else { value };
        match made {
            Value::Exception(exception) => Ok(exception),
            _ => Err(self.type_error(complaint)),
        }
    }

    #[inline(never)]
    fn try_statement(&self, node: &'h Try, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let result = self.try_parts(node, frame);
        if node.finalbody.statements.is_empty() {
            return result;
        }
        self.finally(node, result, frame)
    }

    fn try_parts(&self, node: &'h Try, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        match self.block(&node.body, frame) {
            Ok(Flow::Next) => self.block(&node.orelse, frame),
            Err(Stop::Raise(exception)) if !node.handlers.is_empty() => {
                match self.find_handler(node, exception, frame)? {
                    Some(handler) => self.handle(handler, exception, frame),
                    None => Err(Stop::Raise(exception)),
                }
            }
            other => other,
        }
    }

    /// Run `finally` behind the rest; what it does by itself takes precedence.
    pub(crate) fn finally(&self, node: &'h Try, result: R<'h, Flow>, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let before = self.handling.get();
        match result {
            Err(Stop::Fatal) => return Err(Stop::Fatal),
            Err(Stop::Raise(exception)) => self.handling.set(Some(exception)),
            Ok(_) => {}
        }
        let returned = frame.result.get();
        let flow = self.block(&node.finalbody, frame);
        self.handling.set(before);
        match flow? {
            Flow::Next => {
                // A return inside that was broken off again does not count.
                frame.result.set(returned);
                result
            }
            other => Ok(other),
        }
    }

    /// The first handler whose types match.
    pub(crate) fn find_handler(
        &self,
        node: &'h Try,
        exception: &'h Exception<'h>,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Option<&'h Handler>> {
        let before = self.handling.replace(Some(exception));
        let found = self.matching_handler(node, exception, frame);
        self.handling.set(before);
        found
    }

    fn matching_handler(
        &self,
        node: &'h Try,
        exception: &'h Exception<'h>,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Option<&'h Handler>> {
        for handler in &node.handlers {
            let Some(kind) = &handler.kind else { return Ok(Some(handler)) };
            let kinds = self.eval(kind, frame)?;
            let listed = match kinds {
                Value::Tuple(tuple) => tuple.items(),
                _ => std::slice::from_ref(&kinds),
            };
            if !listed.iter().all(|kind| Self::is_exception_type(*kind)) {
                let stop =
                    self.type_error("catching classes that do not inherit from BaseException is not allowed");
                return Err(self.at(stop, kind.span, frame));
            }
            let matches = listed
                .iter()
                .any(|kind| matches!(kind, Value::Type(class) if exception.class.is_subclass(class)));
            if matches {
                return Ok(Some(handler));
            }
        }
        Ok(None)
    }

    fn handle(
        &self,
        handler: &'h Handler,
        exception: &'h Exception<'h>,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Flow> {
        if let Some(place) = handler.name {
            self.store(place, Value::Exception(exception), frame);
        }
        let before = self.handling.replace(Some(exception));
        let flow = self.block(&handler.body, frame);
        self.handling.set(before);
        if let Some(place) = handler.name {
            self.store(place, Value::Unbound, frame);
        }
        flow
    }

    // --- with -------------------------------------------------------------------------------------

    pub(crate) fn with_statement(
        &self,
        node: &'h With,
        resumed: bool,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, Flow> {
        let manager = if resumed {
            node.manager.map_or(Value::Unbound, |slot| frame.get(slot))
        } else {
            let manager = self.eval(&node.context, frame)?;
            let entered = self.enter_manager(manager).map_err(|stop| self.at(stop, span, frame))?;
            if let Some(target) = &node.target {
                self.assign(target, entered, frame)?;
            }
            if let Some(slot) = node.manager {
                frame.set(slot, manager);
            }
            manager
        };
        let result = self.block(&node.body, frame);
        let Value::Object(object) = manager else { return result };
        let Some(exit) = object.class.slot(|slots| slots.exit) else { return result };
        match result {
            Err(Stop::Fatal) => Err(Stop::Fatal),
            Ok(Flow::Yield) => Ok(Flow::Yield),
            Err(Stop::Raise(exception)) => {
                let before = self.handling.replace(Some(exception));
                let swallowed = exit(self, object, Some(Value::Exception(exception)));
                self.handling.set(before);
                if swallowed? { Ok(Flow::Next) } else { Err(Stop::Raise(exception)) }
            }
            Ok(flow) => {
                exit(self, object, None).map_err(|stop| self.at(stop, span, frame))?;
                Ok(flow)
            }
        }
    }

    fn enter_manager(&self, manager: Value<'h>) -> R<'h> {
        if let Value::Object(object) = manager
            && let Some(enter) = object.class.slot(|slots| slots.enter)
            && manages_context(object)
        {
            return enter(self, object);
        }
        Err(self.type_error(format_args!(
            "'{}' object does not support the context manager protocol",
            ops::own_type_name(manager)
        )))
    }
}

fn manages_context(object: &Object<'_>) -> bool {
    object.class.slot(|slots| slots.exit).is_some()
}
