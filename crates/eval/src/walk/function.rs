//! Functions of the policy: making them, binding their arguments, running them.

use crate::code::{self, Expr, StmtKind};
use crate::context::Context;
use crate::metering::UNMETERED;
use crate::ops::{missing_arguments, unexpected_keyword};
use crate::row::Args;
use crate::stop::{Fatal, R, Stop};
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::function::Function;
use crate::value::iter::{Cursor, Iter};
use crate::value::tuple::Tuple;
use crate::walk::generator::Generator;
use crate::walk::{Flow, Frame};
use hognose_syntax::tree::{ParameterKind, Span};
use std::cell::Cell;

/// The cells that a function captured.
pub(crate) type Captures<'h> = &'h [&'h Cell<Value<'h>>];

impl<'h> Context<'h> {
    /// Make a function: evaluate its defaults, take over the cells it captures.
    pub(crate) fn make_function(&self, code: &'h code::Function, frame: &Frame<'_, 'h>) -> R<'h> {
        let mut defaults: Vec<Value<'h>> = Vec::new();
        for parameter in &code.parameters {
            if let Some(default) = &parameter.default {
                defaults.push(self.eval(default, frame)?);
            }
        }
        let defaults = self.heap().slice(&defaults)?;
        let captures = self.captured(code, frame)?;
        Ok(Value::Function(self.heap().alloc(Function { code, defaults, captures })?))
    }

    fn captured(&self, code: &'h code::Function, frame: &Frame<'_, 'h>) -> R<'h, &'h [&'h Cell<Value<'h>>]> {
        if code.captures.is_empty() {
            return Ok(&[]);
        }
        let mut cells = Vec::with_capacity(code.captures.len());
        for capture in &code.captures {
            match frame.get(capture.outer) {
                Value::Cell(cell) => cells.push(cell),
                _ => return Err(self.internal("a captured slot without a cell")),
            }
        }
        self.heap().slice(&cells)
    }

    /// A lazy generator expression.
    pub(crate) fn make_generator(
        &self,
        code: &'h code::Function,
        iterable: &'h Expr,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        let value = self.eval(iterable, frame)?;
        let iter = crate::ops::iterate::iterator(self, value).map_err(|stop| self.at(stop, span, frame))?;
        let captures = self.captured(code, frame)?;
        let function = self.heap().alloc(Function { code, defaults: &[], captures })?;
        self.call_positional(function, &[Value::Iter(iter)])
    }

    /// Call with positional arguments.
    #[inline]
    pub(crate) fn call_positional(&self, function: &'h Function<'h>, arguments: &[Value<'h>]) -> R<'h> {
        let code = function.code;
        if code.simple && arguments.len() == usize::from(code.positional) {
            return self.run(function, arguments);
        }
        self.call_function(function, &Args::positional(arguments))
    }

    /// Call with any arguments.
    #[inline(never)]
    pub(crate) fn call_function(&self, function: &'h Function<'h>, args: &Args<'_, 'h>) -> R<'h> {
        let code = function.code;
        if code.simple && args.keywords.is_empty() && args.positional.len() == usize::from(code.positional) {
            return self.run(function, args.positional);
        }
        const SMALL: usize = 16;
        let mut small = [Value::Unbound; SMALL];
        let mut large;
        let count = code.parameters.len();
        let bound: &mut [Value<'h>] = if count <= SMALL {
            small.get_mut(..count).unwrap_or_default()
        } else {
            self.heap().charge(size_of::<Value<'_>>().saturating_mul(count))?;
            large = vec![Value::Unbound; count];
            &mut large
        };
        self.bind_function(function, args, bound)?;
        self.run(function, bound)
    }

    /// Put arguments into the order of the parameters.
    fn bind_function(
        &self,
        function: &'h Function<'h>,
        args: &Args<'_, 'h>,
        bound: &mut [Value<'h>],
    ) -> R<'h, ()> {
        let code = function.code;
        let positional = usize::from(code.positional);
        for (slot, value) in bound.iter_mut().take(positional).zip(args.positional) {
            *slot = *value;
        }
        let extra = args.positional.get(positional..).unwrap_or(&[]);
        let star = code.parameters.iter().position(|p| p.kind == ParameterKind::VarPositional);
        let spread = code.parameters.iter().position(|p| p.kind == ParameterKind::VarKeyword);
        if let Some(slot) = star.and_then(|index| bound.get_mut(index)) {
            *slot = Value::Tuple(Tuple::from_slice(self.heap(), extra)?);
        }
        let mut others = None;
        if let Some(slot) = spread.and_then(|index| bound.get_mut(index)) {
            let dict = Dict::new(self.heap())?;
            *slot = Value::Dict(dict);
            others = Some(dict);
        }
        self.bind_names(function, args, bound, others)?;
        if !extra.is_empty() && star.is_none() {
            return Err(self.too_many_for(function, args, bound));
        }
        let mut defaults = function.defaults.iter();
        for (parameter, slot) in code.parameters.iter().zip(bound.iter_mut()) {
            if parameter.default.is_some() {
                let default = defaults.next().copied().unwrap_or(Value::None);
                if !slot.is_bound() {
                    *slot = default;
                }
            }
        }
        self.check_missing(function, bound)
    }

    fn bind_names(
        &self,
        function: &'h Function<'h>,
        args: &Args<'_, 'h>,
        bound: &mut [Value<'h>],
        others: Option<&'h Dict<'h>>,
    ) -> R<'h, ()> {
        let code = function.code;
        for (name, value) in args.keywords {
            let place = code.parameters.iter().position(|parameter| {
                code.name_of(parameter) == *name
                    && matches!(parameter.kind, ParameterKind::Positional | ParameterKind::KeywordOnly)
            });
            match (place.and_then(|index| bound.get_mut(index)), others) {
                (Some(slot), _) => {
                    if slot.is_bound() {
                        return Err(self.type_error(format_args!(
                            "{}() got multiple values for argument '{name}'",
                            function.qualname()
                        )));
                    }
                    *slot = *value;
                }
                (None, Some(dict)) => dict.set_text(self, name, *value)?,
                (None, None) => return Err(self.unexpected(function, args, name)),
            }
        }
        Ok(())
    }

    #[cold]
    fn unexpected(&self, function: &'h Function<'h>, args: &Args<'_, 'h>, name: &str) -> Stop<'h> {
        let code = function.code;
        let by_position: Vec<&str> = code
            .parameters
            .iter()
            .filter(|p| p.kind == ParameterKind::PositionalOnly)
            .filter(|p| args.keywords.iter().any(|(key, _)| *key == code.name_of(p)))
            .map(|p| code.name_of(p))
            .collect();
        if !by_position.is_empty() {
            return self.type_error(format_args!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                function.qualname(),
                by_position.join(", ")
            ));
        }
        let others: Vec<&str> = code
            .parameters
            .iter()
            .filter(|p| matches!(p.kind, ParameterKind::Positional | ParameterKind::KeywordOnly))
            .map(|p| code.name_of(p))
            .collect();
        unexpected_keyword(self, format_args!("{}()", function.qualname()), name, &others)
    }

    #[cold]
    fn too_many_for(&self, function: &'h Function<'h>, args: &Args<'_, 'h>, bound: &[Value<'h>]) -> Stop<'h> {
        let code = function.code;
        let most = usize::from(code.positional);
        let with_default =
            code.parameters.iter().take(most).filter(|parameter| parameter.default.is_some()).count();
        let least = most.saturating_sub(with_default);
        let given = args.positional.len();
        let named_only = code
            .parameters
            .iter()
            .zip(bound)
            .filter(|(parameter, value)| parameter.kind == ParameterKind::KeywordOnly && value.is_bound())
            .count();
        let range = if with_default > 0 { format!("from {least} to {most}") } else { format!("{most}") };
        let plural = if most == 1 && with_default == 0 { "" } else { "s" };
        let named = match named_only {
            0 => String::new(),
            count => format!(
                " positional argument{} (and {count} keyword-only argument{})",
                if given == 1 { "" } else { "s" },
                if count == 1 { "" } else { "s" }
            ),
        };
        let were = if given == 1 && named_only == 0 { "was" } else { "were" };
        self.type_error(format_args!(
            "{}() takes {range} positional argument{plural} but {given}{named} {were} given",
            function.qualname()
        ))
    }

    fn check_missing(&self, function: &'h Function<'h>, bound: &[Value<'h>]) -> R<'h, ()> {
        let code = function.code;
        let absent = |by_name: bool| -> Vec<&str> {
            code.parameters
                .iter()
                .zip(bound)
                .filter(|(parameter, value)| {
                    !value.is_bound() && (parameter.kind == ParameterKind::KeywordOnly) == by_name
                })
                .map(|(parameter, _)| code.name_of(parameter))
                .collect()
        };
        if bound.iter().all(|value| value.is_bound()) {
            return Ok(());
        }
        let positional = absent(false);
        if !positional.is_empty() {
            return Err(missing_arguments(self, function.qualname(), "positional", &positional));
        }
        Err(missing_arguments(self, function.qualname(), "keyword-only", &absent(true)))
    }

    /// Run a function whose arguments are in the order of its parameters.
    #[inline]
    pub(crate) fn run(&self, function: &'h Function<'h>, bound: &[Value<'h>]) -> R<'h> {
        self.run_code(function.code, function.captures, bound)
    }

    /// Run code over the cells it captured.
    #[inline]
    pub(crate) fn run_code(
        &self,
        code: &'h code::Function,
        captures: Captures<'h>,
        bound: &[Value<'h>],
    ) -> R<'h> {
        if code.is_generator {
            return self.start_generator(code, captures, bound);
        }
        self.enter_call(code)?;
        let result = match code.slots.len() {
            0..=4 => self.run_small::<4>(code, captures, bound),
            5..=8 => self.run_small::<8>(code, captures, bound),
            9..=16 => self.run_small::<16>(code, captures, bound),
            _ => self.run_large(code, captures, bound),
        };
        self.leave_call(code);
        result
    }

    /// Call a function whose arguments go straight into its frame.
    #[inline]
    pub(crate) fn call_at_once(
        &self,
        function: &'h Function<'h>,
        arguments: &'h [Expr],
        span: Span,
        caller: &Frame<'_, 'h>,
    ) -> R<'h> {
        if function.code.slots.len() <= 4 {
            self.call_into::<4>(function, arguments, span, caller)
        } else {
            self.call_into::<{ code::AT_ONCE }>(function, arguments, span, caller)
        }
    }

    #[inline(never)]
    fn call_into<const N: usize>(
        &self,
        function: &'h Function<'h>,
        arguments: &'h [Expr],
        span: Span,
        caller: &Frame<'_, 'h>,
    ) -> R<'h> {
        match self.run_into::<N>(function, arguments, caller) {
            Ok(value) => Ok(value),
            Err(stop) => Err(self.at(stop, span, caller)),
        }
    }

    #[inline(always)]
    fn run_into<const N: usize>(
        &self,
        function: &'h Function<'h>,
        arguments: &'h [Expr],
        caller: &Frame<'_, 'h>,
    ) -> R<'h> {
        let code = function.code;
        let slots: [Cell<Value<'h>>; N] = [const { Cell::new(Value::Unbound) }; N];
        for (parameter, argument) in code.parameters.iter().zip(arguments) {
            let value = self.eval(argument, caller)?;
            if let Some(slot) = slots.get(usize::from(parameter.slot)) {
                slot.set(value);
            }
        }
        self.enter_call(code)?;
        let frame = Frame::new(&slots, code, self.frames.get());
        let result = match self.fill_cells(code, function.captures, &frame) {
            Ok(()) => self.run_body(&code.body, &frame),
            Err(stop) => Err(stop),
        };
        self.leave_call(code);
        result
    }

    /// The statements of a function that is no generator, up to the value it returns.
    #[inline(always)]
    fn run_body(&self, body: &'h code::Block, frame: &Frame<'_, 'h>) -> R<'h> {
        self.burn_few(body.cost)?;
        for statement in &body.statements {
            if let StmtKind::Return(Some(value)) = &statement.kind {
                return self.eval(value, frame);
            }
            if self.statement(statement, frame)? == Flow::Return {
                return Ok(frame.result.get());
            }
        }
        Ok(Value::None)
    }

    #[inline]
    pub(crate) fn enter_call(&self, code: &'h code::Function) -> R<'h, ()> {
        if UNMETERED {
            return Ok(());
        }
        let frames = self.frames.get();
        let levels = self.levels.get().saturating_add(code.depth);
        if frames >= self.limits.call_depth || levels > self.limits.tree_depth {
            return Err(self.too_deep());
        }
        self.frames.set(frames.wrapping_add(1));
        self.levels.set(levels);
        Ok(())
    }

    #[cold]
    fn too_deep(&self) -> Stop<'h> {
        self.heap.fatal(Fatal::CallDepth { limit: u64::from(self.limits.call_depth) })
    }

    #[inline]
    pub(crate) fn leave_call(&self, code: &'h code::Function) {
        if UNMETERED {
            return;
        }
        self.frames.set(self.frames.get().wrapping_sub(1));
        self.levels.set(self.levels.get().wrapping_sub(code.depth));
    }

    #[inline(never)]
    fn run_small<const N: usize>(
        &self,
        code: &'h code::Function,
        captures: Captures<'h>,
        bound: &[Value<'h>],
    ) -> R<'h> {
        let slots: [Cell<Value<'h>>; N] = [const { Cell::new(Value::Unbound) }; N];
        self.run_in(code, captures, bound, &slots)
    }

    #[inline(never)]
    fn run_large(&self, code: &'h code::Function, captures: Captures<'h>, bound: &[Value<'h>]) -> R<'h> {
        let slots = self.heap().cells(code.slots.len(), |_| Value::Unbound)?;
        self.run_in(code, captures, bound, slots)
    }

    #[inline(always)]
    fn run_in(
        &self,
        code: &'h code::Function,
        captures: Captures<'h>,
        bound: &[Value<'h>],
        slots: &[Cell<Value<'h>>],
    ) -> R<'h> {
        let frame = Frame::new(slots, code, self.frames.get());
        self.fill(code, captures, bound, &frame)?;
        match self.body(&code.body, &frame)? {
            Flow::Return => Ok(frame.result.get()),
            _ => Ok(Value::None),
        }
    }

    /// Put arguments, cells and captures into a frame.
    #[inline(always)]
    pub(crate) fn fill(
        &self,
        code: &'h code::Function,
        captures: Captures<'h>,
        bound: &[Value<'h>],
        frame: &Frame<'_, 'h>,
    ) -> R<'h, ()> {
        for (parameter, value) in code.parameters.iter().zip(bound) {
            frame.set(parameter.slot, *value);
        }
        self.fill_cells(code, captures, frame)
    }

    /// Put cells and captures into a frame.
    #[inline(always)]
    fn fill_cells(
        &self,
        code: &'h code::Function,
        captures: Captures<'h>,
        frame: &Frame<'_, 'h>,
    ) -> R<'h, ()> {
        for slot in &code.own_cells {
            let cell = self.heap().alloc(Cell::new(frame.get(*slot)))?;
            frame.set(*slot, Value::Cell(cell));
        }
        for (capture, cell) in code.captures.iter().zip(captures) {
            frame.set(capture.inner, Value::Cell(cell));
        }
        Ok(())
    }

    fn start_generator(
        &self,
        code: &'h code::Function,
        captures: Captures<'h>,
        bound: &[Value<'h>],
    ) -> R<'h> {
        let slots = self.heap().cells(code.slots.len(), |_| Value::Unbound)?;
        let frame = Frame::new(slots, code, 0);
        self.fill(code, captures, bound, &frame)?;
        let generator = self.heap().alloc(Generator::new(code, slots))?;
        Ok(Value::Iter(Iter::new(self, Cursor::Generator(generator))?))
    }
}
