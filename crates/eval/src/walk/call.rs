//! Calls: rows without argument vectors where the arguments are plain.

use crate::class::{self, Module};
use crate::code::{Call, CallMethod, CallRow, Expr, ExprKind};
use crate::context::Context;
use crate::name::Method;
use crate::ops;
use crate::ops::attribute;
use crate::row::{self, Args, Member, Prepared, Row};
use crate::stop::R;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::list::List;
use crate::walk::Frame;
use hognose_syntax::tree::Span;
use std::any::Any;

/// Calls with at most this many arguments are made from a fixed array.
const FIXED: usize = 4;

/// What a row prepared for a call.
fn prepared_for<'h>(
    row: &'static Row,
    prepared: &'h [(&'static Row, Prepared)],
) -> Option<&'h (dyn Any + Send + Sync)> {
    let (_, found) = prepared.iter().find(|(for_row, _)| std::ptr::eq(*for_row, row))?;
    Some(&**found)
}

impl<'h> Context<'h> {
    #[inline(never)]
    pub(crate) fn eval_call_method(&self, call: &'h CallMethod, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        let object = self.eval(&call.object, frame)?;
        // Calls in one another stand on the machine's stack: the function of a module takes the shortest way.
        if matches!(object, Value::Module(_)) {
            return self.call_attribute(call, object, span, frame);
        }
        self.call_method_of(call, object, span, frame)
    }

    /// Call a method of an object that is at hand.
    #[inline(never)]
    pub(crate) fn call_method_of(
        &self,
        call: &'h CallMethod,
        object: Value<'h>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        if call.ready.is_get
            && let Value::Dict(dict) = object
            && dict.is_pristine()
        {
            return self.get_of_request(call, dict, span, frame);
        }
        if let Some(Method { row, function }) = call.ready_method(object) {
            return match &*call.arguments {
                [] => self.invoke(row, function, &[object], None, span, frame),
                [a] => {
                    let a = self.eval(a, frame)?;
                    self.invoke(row, function, &[object, a], None, span, frame)
                }
                [a, b, ..] => {
                    let a = self.eval(a, frame)?;
                    let b = self.eval(b, frame)?;
                    self.invoke(row, function, &[object, a, b], None, span, frame)
                }
            };
        }
        self.call_other_method(call, object, span, frame)
    }

    /// `dict.get` of a dict of the request.
    #[inline(never)]
    fn get_of_request(
        &self,
        call: &'h CallMethod,
        dict: &'h Dict<'h>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        let [key, rest @ ..] = &*call.arguments else {
            return Err(self.internal("a call without its argument"));
        };
        let key = self.eval(key, frame)?;
        let default = match rest {
            [default, ..] if !default.is_inert() => self.eval(default, frame)?,
            _ => Value::Unbound,
        };
        match (dict.get_at(self, key, call.site), rest) {
            (Ok(Value::Unbound), [inert, ..]) if !default.is_bound() => self.eval(inert, frame),
            (Ok(Value::Unbound), []) => Ok(Value::None),
            (Ok(Value::Unbound), _) => Ok(default),
            (Ok(value), _) => Ok(value),
            (Err(stop), _) => Err(self.at(stop, span, frame)),
        }
    }

    #[inline(never)]
    fn call_other_method(
        &self,
        call: &'h CallMethod,
        object: Value<'h>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        let Some(row) = attribute::row_of(object, call.name.candidates()) else {
            return self.call_attribute(call, object, span, frame);
        };
        let Member::Method(function) = row.member else {
            return self.call_attribute(call, object, span, frame);
        };
        let prepared = prepared_for(row, &call.prepared);
        if row.signature.takes(call.arguments.len()) {
            match &*call.arguments {
                [] => return self.invoke(row, function, &[object], prepared, span, frame),
                [a] => {
                    let a = self.eval(a, frame)?;
                    return self.invoke(row, function, &[object, a], prepared, span, frame);
                }
                _ => {}
            }
        }
        self.call_values(row, function, Some(object), &call.arguments, prepared, span, frame)
    }

    #[inline(never)]
    fn call_attribute(
        &self,
        call: &'h CallMethod,
        object: Value<'h>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        if let Value::Module(module) = object
            && let Some(row) = crate::table::module_member(call.name.candidates(), module)
            && let Member::Function(function) = row.member
        {
            let prepared = prepared_for(row, &call.prepared);
            return self.call_function_row(row, function, &call.arguments, prepared, span, frame);
        }
        self.note_read(call.site);
        let function = attribute::get_resolved(self, object, call.name.text(), call.name.candidates())
            .map_err(|stop| self.at(stop, self.site_span(call.site), frame))?;
        self.call_plain(function, &call.arguments, span, frame)
    }

    #[inline(never)]
    pub(crate) fn eval_call_row(&self, call: &'h CallRow, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        let prepared = call.prepared.as_deref().map(|prepared| prepared as &'h (dyn Any + Send + Sync));
        let row = match call.row.member {
            Member::Type(class) => class.constructor.unwrap_or(call.row),
            _ => call.row,
        };
        match row.member {
            Member::Function(function) => {
                self.call_function_row(row, function, &call.arguments, prepared, span, frame)
            }
            Member::RawFunction(function) if row.capability.is_none() => {
                self.with_values(&call.arguments, frame, |values| {
                    function(self, row, &Args::positional(values)).map_err(|stop| self.at(stop, span, frame))
                })
            }
            _ => {
                let function = attribute::global_value(self, call.row)?;
                self.call_plain(function, &call.arguments, span, frame)
            }
        }
    }

    /// Call a native function whose arguments are plain positional expressions.
    #[inline]
    fn call_function_row(
        &self,
        row: &'static Row,
        function: row::NativeFn,
        arguments: &'h [Expr],
        prepared: Option<&'h (dyn Any + Send + Sync)>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        if row.signature.takes(arguments.len()) {
            match arguments {
                [] => return self.invoke(row, function, &[], prepared, span, frame),
                [a] => {
                    let a = self.eval(a, frame)?;
                    return self.invoke(row, function, &[a], prepared, span, frame);
                }
                [a, b] => {
                    let a = self.eval(a, frame)?;
                    let b = self.eval(b, frame)?;
                    return self.invoke(row, function, &[a, b], prepared, span, frame);
                }
                _ => {}
            }
        }
        self.call_values(row, function, None, arguments, prepared, span, frame)
    }

    /// Call a native function whose arguments need no binding: parameters behind them were not given.
    #[inline(always)]
    fn invoke(
        &self,
        row: &'static Row,
        function: row::NativeFn,
        args: &[Value<'h>],
        prepared: Option<&'h (dyn Any + Send + Sync)>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        match function(self, &row::Call { row, args, prepared }) {
            Ok(value) => Ok(value),
            Err(stop) => Err(self.at(stop, span, frame)),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    #[inline(never)]
    fn call_values(
        &self,
        row: &'static Row,
        function: row::NativeFn,
        receiver: Option<Value<'h>>,
        arguments: &'h [Expr],
        prepared: Option<&'h (dyn Any + Send + Sync)>,
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        self.with_values(arguments, frame, |values| {
            self.call_prepared(row, function, receiver, &Args::positional(values), prepared)
                .map_err(|stop| self.at(stop, span, frame))
        })
    }

    /// Evaluate plain arguments and hand them on, from the stack when they are few.
    #[inline]
    fn with_values(
        &self,
        arguments: &'h [Expr],
        frame: &Frame<'_, 'h>,
        then: impl FnOnce(&[Value<'h>]) -> R<'h>,
    ) -> R<'h> {
        let mut small = [Value::Unbound; FIXED];
        if let Some(values) = small.get_mut(..arguments.len()) {
            for (value, argument) in values.iter_mut().zip(arguments) {
                *value = self.eval(argument, frame)?;
            }
            return then(values);
        }
        let values = self.heap().cells(arguments.len(), |_| Value::Unbound)?;
        for (value, argument) in values.iter().zip(arguments) {
            value.set(self.eval(argument, frame)?);
        }
        let list: Vec<Value<'h>> = values.iter().map(std::cell::Cell::get).collect();
        then(&list)
    }

    /// Call any value with plain positional arguments.
    fn call_plain(
        &self,
        function: Value<'h>,
        arguments: &'h [Expr],
        span: Span,
        frame: &Frame<'_, 'h>,
    ) -> R<'h> {
        if let Value::Function(function) = function
            && function.code.at_once == arguments.len()
        {
            return self.call_at_once(function, arguments, span, frame);
        }
        self.with_values(arguments, frame, |values| {
            let result = match function {
                Value::Function(function) => self.call_positional(function, values),
                _ => self.call(function, values),
            };
            result.map_err(|stop| self.at(stop, span, frame))
        })
    }

    /// What is called: often a function of the policy that this one captured, itself for one.
    #[inline(always)]
    fn callee(&self, expr: &'h Expr, frame: &Frame<'_, 'h>) -> R<'h> {
        if let ExprKind::Cell(slot) = expr.kind
            && let Value::Cell(cell) = frame.get(slot)
            && let function @ Value::Function(_) = cell.get()
        {
            return Ok(function);
        }
        self.eval(expr, frame)
    }

    /// The place of a read.
    #[cold]
    fn site_span(&self, site: u32) -> Span {
        self.program.sites.get(site as usize).copied().unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn eval_call(&self, call: &'h Call, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        let function = self.callee(&call.function, frame)?;
        if call.plain {
            if let Value::Function(function) = function
                && function.code.at_once == call.arguments.len()
            {
                return self.call_at_once(function, &call.arguments, span, frame);
            }
            return self.call_plain(function, &call.arguments, span, frame);
        }
        self.call_starred(call, function, span, frame)
    }

    #[inline(never)]
    fn call_starred(&self, call: &'h Call, function: Value<'h>, span: Span, frame: &Frame<'_, 'h>) -> R<'h> {
        let positional = List::new(self.heap())?;
        // A single starred argument is iterated when everything else is there.
        let single = match &*call.arguments {
            [Expr { kind: ExprKind::Star(inner), span }] => Some((self.eval(inner, frame)?, *span)),
            arguments => {
                self.unstar(arguments, positional, frame)?;
                None
            }
        };
        let mut keywords: Vec<(&'h str, Value<'h>)> = Vec::new();
        let mut all_text = true;
        for (name, expr) in &call.keywords {
            let value = self.eval(expr, frame)?;
            match name {
                Some(number) => {
                    let Value::Str(name) = self.text(*number) else {
                        return Err(self.internal("a keyword that is no text"));
                    };
                    let name = name.text(self.heap())?;
                    self.add_keyword(function, name, value, &mut keywords)
                        .map_err(|stop| self.at(stop, span, frame))?;
                }
                None => {
                    all_text &= self
                        .spread_keywords(function, value, &mut keywords)
                        .map_err(|stop| self.at(stop, span, frame))?;
                }
            }
        }
        if let Some((value, star)) = single {
            self.unstar_single(function, value, positional).map_err(|stop| self.at(stop, star, frame))?;
        }
        if !all_text && ops::is_callable(function) {
            let stop = self.type_error("keywords must be strings");
            return Err(self.at(stop, span, frame));
        }
        let positional = positional.to_vec();
        let args = Args { positional: &positional, keywords: &keywords };
        self.call_with(function, &args).map_err(|stop| self.at(stop, span, frame))
    }

    fn unstar_single(&self, function: Value<'h>, value: Value<'h>, into: &'h List<'h>) -> R<'h, ()> {
        if !ops::iterate::is_iterable(value) {
            return Err(self.type_error(format_args!(
                "{} argument after * must be an iterable, not {}",
                self.function_name(function)?,
                ops::own_type_name(value)
            )));
        }
        ops::iterate::extend(self, into, value)
    }

    fn add_keyword(
        &self,
        function: Value<'h>,
        name: &'h str,
        value: Value<'h>,
        keywords: &mut Vec<(&'h str, Value<'h>)>,
    ) -> R<'h, ()> {
        self.burn((keywords.len() as u64) >> 4)?;
        if keywords.iter().any(|(known, _)| *known == name) {
            return Err(self.type_error(format_args!(
                "{} got multiple values for keyword argument '{name}'",
                self.function_name(function)?
            )));
        }
        self.heap().charge(size_of::<(&str, Value<'_>)>())?;
        keywords.push((name, value));
        Ok(())
    }

    /// Add the entries of a mapping; whether all keys are text.
    fn spread_keywords(
        &self,
        function: Value<'h>,
        mapping: Value<'h>,
        keywords: &mut Vec<(&'h str, Value<'h>)>,
    ) -> R<'h, bool> {
        let dict = match mapping {
            Value::Dict(dict) => dict,
            other if ops::convert::mapping_keys(self, other)?.is_some() => {
                let dict = crate::value::dict::Dict::new(self.heap())?;
                ops::convert::update_dict(self, dict, other)?;
                dict
            }
            other => {
                return Err(self.type_error(format_args!(
                    "{} argument after ** must be a mapping, not {}",
                    self.function_name(function)?,
                    ops::own_type_name(other)
                )));
            }
        };
        let table = dict.table(self)?;
        // The keys of one dict are all different.
        let alone = keywords.is_empty();
        let mut all_text = true;
        let mut position = 0;
        while let Some((next, key, value)) = table.next_from(position) {
            position = next;
            self.burn(1)?;
            let Value::Str(name) = key else {
                all_text = false;
                continue;
            };
            let name = name.text(self.heap())?;
            if alone {
                self.heap().charge(size_of::<(&str, Value<'_>)>())?;
                keywords.push((name, value));
            } else {
                self.add_keyword(function, name, value, keywords)?;
            }
        }
        Ok(all_text)
    }

    /// What complaints about arguments call a function: with the module that policies run as before it, or the text
    /// of what is no function.
    fn function_name(&self, function: Value<'h>) -> R<'h, String> {
        Ok(match function {
            Value::Function(function) => format!("__main__.{}()", function.qualname()),
            Value::Native(row) => match self.home(row) {
                Some(module) => format!("{module}.{}()", row.message_name()),
                None => format!("{}()", row.message_name()),
            },
            Value::Bound(bound) => {
                // Methods are called after the type of their object, although a base may have them.
                let name = bound.row.message_name();
                let class = bound.receiver.class();
                let inherited = |owner: &str| {
                    std::iter::successors(class.base, |class| class.base)
                        .any(|base| base.message_name == owner)
                };
                match name.rsplit_once('.') {
                    Some((owner, method)) if inherited(owner) => format!("{}.{method}()", class.message_name),
                    _ => format!("{name}()"),
                }
            }
            Value::Type(class) => format!("{}()", class.message_name),
            Value::Object(object) if let Some(name) = crate::value::made::type_name(self, object)? => {
                format!("__main__.{name}()")
            }
            other => ops::text::str_string(self, other)?,
        })
    }

    /// The module that a function is from whose name does not say so already.
    fn home(&self, row: &'static Row) -> Option<&'static str> {
        let is_method = matches!(row.member, Member::Method(_) | Member::RawMethod(_));
        if is_method || row.message_name().contains('.') {
            return None;
        }
        let mut modules = self.table().module_names().filter_map(|name| self.table().module(name));
        let has = |module: &&'static Module| {
            module.rows.iter().copied().flatten().any(|known| std::ptr::eq(known, row))
        };
        modules.find(has).map(|module| module.name)
    }

    /// Whether a value is an exception type.
    pub(crate) fn is_exception_type(value: Value<'_>) -> bool {
        matches!(value, Value::Type(class) if class.is_subclass(&class::BASE_EXCEPTION))
    }
}
