//! Calling things: binding arguments to signatures in CPython's words.

use crate::class::{self, Class};
use crate::context::Context;
use crate::row::{Args, Call, Member, NativeFn, Row};
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::object::Object;
use hognose_schema::{Kind, Parameter, Style};
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

    /// `str.upper("x")`: the receiver is the first argument, and of the right type.
    fn split_receiver<'a>(&self, row: &'static Row, args: &Args<'a, 'h>) -> R<'h, (Value<'h>, Args<'a, 'h>)> {
        let owner = row.message_name().rsplit_once('.').map_or("object", |(owner, _)| owner);
        let Some((first, rest)) = args.positional.split_first() else {
            return Err(
                self.type_error(format_args!("unbound method {}() needs an argument", row.message_name()))
            );
        };
        let found = super::attribute::row_of(*first, self.table.named(row.name));
        if !found.is_some_and(|found| std::ptr::eq(found, row)) {
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

    /// Put arguments into the slots of a signature's parameters.
    fn bind(&self, row: &'static Row, args: &Args<'_, 'h>, slots: &mut [Value<'h>]) -> R<'h, ()> {
        let parameters = row.signature.parameters;
        let mut taken = 0_usize;
        for (parameter, slot) in parameters.iter().zip(slots.iter_mut()) {
            match parameter.kind {
                Kind::PositionalOnly | Kind::Positional => {
                    if let Some(value) = args.positional.get(taken) {
                        *slot = *value;
                        taken = taken.saturating_add(1);
                    }
                }
                Kind::Rest => {
                    *slot = self.tuple(args.positional.get(taken..).unwrap_or(&[]))?;
                    taken = args.positional.len().max(taken);
                }
                Kind::Keywords => *slot = Value::Dict(Dict::new(self.heap())?),
                Kind::KeywordOnly => {}
            }
        }
        if taken < args.positional.len() {
            return Err(self.too_many(row, args));
        }
        if !args.keywords.is_empty() {
            self.bind_keywords(row, args, slots)?;
        }
        let missing = |(_, (parameter, slot)): &(usize, (&Parameter, &Value<'h>))| {
            parameter.required && !slot.is_bound()
        };
        if parameters.iter().zip(slots.iter()).enumerate().any(|item| missing(&item)) {
            return Err(self.too_few(row, args, slots));
        }
        Ok(())
    }

    #[inline(never)]
    fn bind_keywords(&self, row: &'static Row, args: &Args<'_, 'h>, slots: &mut [Value<'h>]) -> R<'h, ()> {
        let parameters = row.signature.parameters;
        let name = row.message_name();
        let by_name = |kind| matches!(kind, Kind::Positional | Kind::KeywordOnly | Kind::Keywords);
        if !parameters.iter().any(|parameter| by_name(parameter.kind)) {
            return Err(self.type_error(format_args!("{name}() takes no keyword arguments")));
        }
        let short = short_name(row);
        if row.signature.style == Style::Keywords {
            let most = parameters.iter().filter(|p| p.kind != Kind::Keywords).count();
            let given = args.positional.len().saturating_add(args.keywords.len());
            if given > most && !parameters.iter().any(|p| matches!(p.kind, Kind::Keywords | Kind::Rest)) {
                return Err(self.too_many(row, args));
            }
            let lacking = |(parameter, slot): (&Parameter, &Value<'h>)| {
                parameter.kind == Kind::PositionalOnly && parameter.required && !slot.is_bound()
            };
            if parameters.iter().zip(slots.iter()).any(lacking) {
                return Err(self.too_few(row, args, slots));
            }
        }
        for (key, value) in args.keywords {
            let found = parameters.iter().zip(slots.iter_mut()).enumerate().find(|(_, (parameter, _))| {
                parameter.name == *key && matches!(parameter.kind, Kind::Positional | Kind::KeywordOnly)
            });
            if let Some((index, (parameter, slot))) = found {
                if slot.is_bound() {
                    return Err(match row.signature.style {
                        Style::Python => self
                            .type_error(format_args!("{short}() got multiple values for argument '{key}'")),
                        _ => self.type_error(format_args!(
                            "argument for {short}() given by name ('{}') and position ({})",
                            parameter.name,
                            index.saturating_add(1)
                        )),
                    });
                }
                *slot = *value;
                continue;
            }
            let open = parameters.iter().position(|parameter| parameter.kind == Kind::Keywords);
            match open.and_then(|index| slots.get(index)) {
                Some(Value::Dict(dict)) => dict.set_text(self, key, *value)?,
                _ => {
                    return Err(
                        self.type_error(format_args!("{short}() got an unexpected keyword argument '{key}'"))
                    );
                }
            }
        }
        Ok(())
    }

    #[cold]
    fn too_many(&self, row: &'static Row, args: &Args<'_, 'h>) -> Stop<'h> {
        let parameters = row.signature.parameters;
        let positional =
            parameters.iter().filter(|p| matches!(p.kind, Kind::PositionalOnly | Kind::Positional));
        let most = positional.clone().count();
        let least = positional.filter(|p| p.required).count();
        let given = args.positional.len();
        let plural = if most == 1 { "" } else { "s" };
        let (name, short) = (row.message_name(), short_name(row));
        match row.signature.style {
            Style::NoArguments => {
                self.type_error(format_args!("{name}() takes no arguments ({given} given)"))
            }
            Style::One => {
                self.type_error(format_args!("{name}() takes exactly one argument ({given} given)"))
            }
            Style::Positional => {
                let amount = if least == most { "" } else { "at most " };
                self.type_error(format_args!("{short} expected {amount}{most} argument{plural}, got {given}"))
            }
            Style::Keywords => {
                let by_name = parameters.iter().filter(|p| p.kind == Kind::KeywordOnly).count();
                let all = most.saturating_add(by_name);
                let given = given.saturating_add(args.keywords.len());
                if args.positional.len() > most && by_name > 0 {
                    let amount = if least == most { "exactly" } else { "at most" };
                    return self.type_error(format_args!(
                        "{short}() takes {amount} {most} positional argument{plural} ({} given)",
                        args.positional.len()
                    ));
                }
                let amount = if least == all { "exactly" } else { "at most" };
                let plural = if all == 1 { "" } else { "s" };
                let keyword = if args.keywords.len() == given { "keyword " } else { "" };
                self.type_error(format_args!(
                    "{short}() takes {amount} {all} {keyword}argument{plural} ({given} given)"
                ))
            }
            Style::Python => {
                // `__init__` is called with the object that is made.
                let counted = matches!(row.member, Member::Method(_)) || name.ends_with(".__init__");
                let receiver = usize::from(counted);
                let (least, most, given) = (
                    least.saturating_add(receiver),
                    most.saturating_add(receiver),
                    given.saturating_add(receiver),
                );
                let range = if least == most { format!("{most}") } else { format!("from {least} to {most}") };
                let plural = if most == 1 && least == most { "" } else { "s" };
                let were = if given == 1 { "was" } else { "were" };
                self.type_error(format_args!(
                    "{name}() takes {range} positional argument{plural} but {given} {were} given"
                ))
            }
        }
    }

    #[cold]
    fn too_few(&self, row: &'static Row, args: &Args<'_, 'h>, slots: &[Value<'h>]) -> Stop<'h> {
        let parameters = row.signature.parameters;
        let positional =
            parameters.iter().filter(|p| matches!(p.kind, Kind::PositionalOnly | Kind::Positional));
        let most = positional.clone().count();
        let least = positional.filter(|p| p.required).count();
        let given = args.positional.len();
        let (name, short) = (row.message_name(), short_name(row));
        let absent: Vec<(usize, &Parameter)> = parameters
            .iter()
            .zip(slots)
            .enumerate()
            .filter(|(_, (parameter, slot))| parameter.required && !slot.is_bound())
            .map(|(index, (parameter, _))| (index, parameter))
            .collect();
        match row.signature.style {
            Style::NoArguments | Style::One => {
                self.type_error(format_args!("{name}() takes exactly one argument ({given} given)"))
            }
            Style::Positional => {
                let amount = if least == most && !parameters.iter().any(|p| p.kind == Kind::Rest) {
                    ""
                } else {
                    "at least "
                };
                let plural = if least == 1 { "" } else { "s" };
                self.type_error(format_args!(
                    "{short} expected {amount}{least} argument{plural}, got {given}"
                ))
            }
            Style::Keywords => match absent.first() {
                Some((index, parameter))
                    if parameter.kind == Kind::PositionalOnly
                        || given < least.min(1)
                            && args.keywords.is_empty()
                            && parameter.kind == Kind::PositionalOnly =>
                {
                    let _ = index;
                    let amount = if least == most { "exactly" } else { "at least" };
                    let plural = if least == 1 { "" } else { "s" };
                    self.type_error(format_args!(
                        "{short}() takes {amount} {least} positional argument{plural} ({given} given)"
                    ))
                }
                Some((index, parameter)) => self.type_error(format_args!(
                    "{short}() missing required argument '{}' (pos {})",
                    parameter.name,
                    index.saturating_add(1)
                )),
                None => self.type_error(format_args!("{short}() takes other arguments")),
            },
            Style::Python => {
                let by_position: Vec<&str> =
                    absent.iter().filter(|(_, p)| p.kind != Kind::KeywordOnly).map(|(_, p)| p.name).collect();
                if by_position.is_empty() {
                    let names: Vec<&str> = absent.iter().map(|(_, p)| p.name).collect();
                    return missing_arguments(self, name, "keyword-only", &names);
                }
                missing_arguments(self, name, "positional", &by_position)
            }
        }
    }
}

/// The name without its type: how most complaints have it.
fn short_name(row: &'static Row) -> &'static str {
    match row.signature.style {
        Style::Python => row.message_name(),
        _ => row.name,
    }
}

/// "f() missing 2 required positional arguments: 'a' and 'b'".
#[cold]
pub(crate) fn missing_arguments<'h>(cx: &Context<'h>, name: &str, sort: &str, names: &[&str]) -> Stop<'h> {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let list = match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    cx.type_error(format_args!("{name}() missing {} required {sort} argument{plural}: {list}", names.len()))
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
            if !flat.iter().any(|known| known.is(*value)) {
                flat.push(*value);
            }
        }
    }
    if let [only] = flat.as_slice() {
        return Ok(*only);
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
    let generic: [&'static Class; 6] =
        [&class::LIST, &class::DICT, &class::TUPLE, &class::SET, &class::FROZENSET, &class::TYPE];
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
