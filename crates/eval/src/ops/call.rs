//! Calling things: binding arguments to signatures in CPython's words.

use crate::class::{self, Class};
use crate::context::Context;
use crate::row::{Args, Call, Member, NativeFn, Row};
use crate::stop::{Fatal, R, Stop};
use crate::value::Value;
use crate::value::object::Object;
use std::any::Any;
use std::cell::Cell;

impl<'h> Context<'h> {
    /// Call something with positional arguments.
    ///
    /// # Errors
    /// What it raises; `TypeError` when it cannot be called like this.
    pub fn call(&self, function: Value<'h>, arguments: &[Value<'h>]) -> R<'h> {
        self.call_with(function, &Args::positional(arguments))
    }

    /// Call something.
    ///
    /// # Errors
    /// What it raises; `TypeError` when it cannot be called like this.
    pub fn call_with(&self, function: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
        match function {
            Value::Function(function) => self.call_function(function, args),
            Value::Native(row) => self.call_row(row, None, args),
            Value::Bound(bound) => self.call_row(bound.row, Some(bound.receiver), args),
            Value::Type(class) => self.instantiate(class, args),
            Value::Object(object) if object.class.slot(|slots| slots.call).is_some() => {
                match object.class.slot(|slots| slots.call) {
                    Some(slot) => self.nested(|| slot(self, object, args)),
                    None => Err(self.internal("slot vanished")),
                }
            }
            _ => Err(self.not_callable(function)),
        }
    }

    #[cold]
    pub(crate) fn not_callable(&self, value: Value<'h>) -> Stop<'h> {
        if let Value::Module(module) = value
            && let Some(row) = module.rows.iter().copied().flatten().find(|row| row.name == module.name)
            && matches!(row.member, Member::Type(_) | Member::Function(_) | Member::RawFunction(_))
        {
            let name = module.name;
            return self.type_error(format_args!(
                "'module' object is not callable. Did you mean: '{name}.{name}(...)'?"
            ));
        }
        self.type_error(format_args!("'{}' object is not callable", super::own_type_name(value)))
    }

    /// Make an object of a type.
    ///
    /// # Errors
    /// What its constructor raises.
    pub fn instantiate(&self, class: &'static Class, args: &Args<'_, 'h>) -> R<'h> {
        if let Some(row) = class.constructor {
            return self.call_row(row, None, args);
        }
        if class.is_subclass(&class::BASE_EXCEPTION) {
            return crate::builtins::exceptions::construct(self, class, args);
        }
        Err(self.type_error(format_args!("cannot create '{}' instances", class.message_name)))
    }

    /// Call a method by name.
    ///
    /// # Errors
    /// `AttributeError`, and what it raises.
    pub fn call_method(&self, object: Value<'h>, name: &str, arguments: &[Value<'h>]) -> R<'h> {
        let candidates = self.table.named(name);
        if let Some(row) = super::attribute::row_of(object, candidates)
            && matches!(row.member, Member::Method(_) | Member::RawMethod(_))
        {
            return self.call_row(row, Some(object), &Args::positional(arguments));
        }
        let method = super::attribute::get_resolved(self, object, name, candidates)?;
        self.call(method, arguments)
    }

    /// Call a row. A method needs its receiver: given apart, or as the first argument.
    ///
    /// # Errors
    /// What it raises; CPython's complaints about arguments.
    pub fn call_row(&self, row: &'static Row, receiver: Option<Value<'h>>, args: &Args<'_, 'h>) -> R<'h> {
        self.permit(row)?;
        match row.member {
            Member::RawFunction(function) => function(self, row, args),
            Member::Function(function) => self.call_bound(row, function, None, args),
            Member::Method(function) => {
                if receiver.is_some() {
                    return self.call_bound(row, function, receiver, args);
                }
                let (first, rest) = self.split_receiver(row, args)?;
                self.call_bound(row, function, Some(first), &rest)
            }
            Member::RawMethod(function) => match receiver {
                Some(receiver) => function(self, row, receiver, args),
                None => {
                    let (first, rest) = self.split_receiver(row, args)?;
                    function(self, row, first, &rest)
                }
            },
            Member::Type(class) => self.instantiate(class, args),
            _ => {
                let value = super::attribute::global_value(self, row)?;
                Err(self.not_callable(value))
            }
        }
    }

    /// Whether the row's capability is granted. What the policy names outright is refused when it is linked; this is for
    /// what is found only now, such as a method.
    #[inline]
    pub(crate) fn permit(&self, row: &'static Row) -> R<'h, ()> {
        match row.capability {
            Some(capability) if !self.table.grants(capability) => {
                Err(self.heap.fatal(Fatal::Denied(capability.0)))
            }
            _ => Ok(()),
        }
    }

    /// `str.upper("x")`: the receiver is the first argument, and of the right type.
    fn split_receiver<'a>(&self, row: &'static Row, args: &Args<'a, 'h>) -> R<'h, (Value<'h>, Args<'a, 'h>)> {
        let owner = row.message_name().rsplit_once('.').map_or("object", |(owner, _)| owner);
        let Some((first, rest)) = args.positional.split_first() else {
            if row.signature.style == hognose_schema::Style::Python {
                return Err(super::missing_arguments(self, row.message_name(), "positional", &["self"]));
            }
            return Err(
                self.type_error(format_args!("unbound method {}() needs an argument", row.message_name()))
            );
        };
        let found = super::attribute::row_of(*first, self.table.named(row.name));
        if !found.is_some_and(|found| std::ptr::eq(found, row)) {
            if row.is_python()
                && let Some(stop) = super::bind::missing(self, row, rest, args.keywords)
            {
                return Err(stop);
            }
            return Err(self.type_error(format_args!(
                "descriptor '{}' for '{owner}' objects doesn't apply to a '{}' object",
                row.name,
                super::own_type_name(*first)
            )));
        }
        Ok((*first, Args { positional: rest, keywords: args.keywords }))
    }

    fn call_bound(
        &self,
        row: &'static Row,
        function: NativeFn,
        receiver: Option<Value<'h>>,
        args: &Args<'_, 'h>,
    ) -> R<'h> {
        self.call_prepared(row, function, receiver, args, None)
    }

    pub(crate) fn call_prepared(
        &self,
        row: &'static Row,
        function: NativeFn,
        receiver: Option<Value<'h>>,
        args: &Args<'_, 'h>,
        prepared: Option<&'h (dyn Any + Send + Sync)>,
    ) -> R<'h> {
        const SMALL: usize = 8;
        self.permit(row)?;
        let offset = usize::from(receiver.is_some());
        let count = row.signature.parameters.len().saturating_add(offset);
        let mut small = [Value::Unbound; SMALL];
        let mut large;
        let slots: &mut [Value<'h>] = if count <= SMALL {
            small.get_mut(..count).unwrap_or_default()
        } else {
            large = vec![Value::Unbound; count];
            &mut large
        };
        if let (Some(receiver), Some(first)) = (receiver, slots.first_mut()) {
            *first = receiver;
        }
        if let Some(rest) = slots.get_mut(offset..) {
            self.bind(row, args, rest)?;
        }
        function(self, &Call { row, args: slots, prepared })
    }
}

/// `int | None`: a union of types, for `isinstance`.
///
/// # Errors
/// Limits.
pub(crate) fn union<'h>(cx: &Context<'h>, types: Value<'h>) -> R<'h> {
    let Value::Tuple(parts) = types else { return Err(cx.internal("union of a non-tuple")) };
    let mut flat: Vec<Value<'h>> = Vec::new();
    for part in parts.items() {
        let inner = match part {
            Value::Object(object) if std::ptr::eq(object.class, &class::UNION) => match object.field(0) {
                Value::Tuple(tuple) => tuple.items(),
                _ => &[],
            },
            _ => std::slice::from_ref(part),
        };
        for value in inner {
            let value = match value {
                Value::Type(class) if std::ptr::eq(*class, &class::NONE) => Value::None,
                value => *value,
            };
            let mut is_known = false;
            for known in &flat {
                is_known |= super::compare::equal(cx, *known, value)?;
            }
            if !is_known {
                flat.push(value);
            }
        }
    }
    match flat.as_slice() {
        [Value::None] => return Ok(Value::Type(&class::NONE)),
        [only] => return Ok(*only),
        _ => {}
    }
    let members = cx.tuple(&flat)?;
    let fields = cx.heap().cells(1, |_| members)?;
    let data: &'h dyn Any = cx.heap().alloc(())?;
    Ok(Value::Object(cx.heap().alloc(Object { class: &class::UNION, data, fields: Cell::new(fields) })?))
}

/// `list[int]`: inert.
///
/// # Errors
/// `TypeError` for types that take no parameters.
pub(crate) fn generic_alias<'h>(cx: &Context<'h>, object: Value<'h>, parameters: Value<'h>) -> R<'h> {
    let Value::Type(class) = object else { return Err(cx.internal("alias of a non-type")) };
    let generic: [&'static Class; 7] = [
        &class::LIST,
        &class::DICT,
        &class::TUPLE,
        &class::SET,
        &class::FROZENSET,
        &class::TYPE,
        &class::ENUMERATE,
    ];
    if !generic.iter().any(|known| std::ptr::eq(*known, class)) && class.module == "builtins" {
        return Err(cx.type_error(format_args!("type '{}' is not subscriptable", class.name)));
    }
    let fields = cx.heap().cells(2, |i| if i == 0 { object } else { parameters })?;
    let data: &'h dyn Any = cx.heap().alloc(())?;
    Ok(Value::Object(cx.heap().alloc(Object {
        class: &class::GENERIC_ALIAS,
        data,
        fields: Cell::new(fields),
    })?))
}
