//! Binding arguments to the signatures of rows, and CPython's complaints when they do not fit.

use super::suggest::{self, suggestion};
use crate::context::Context;
use crate::row::{Args, Member, Row};
use crate::stop::{R, Stop};
use crate::value::Value;
use crate::value::dict::Dict;
use hognose_schema::{Kind, Parameter, Style};

impl<'h> Context<'h> {
    /// Put arguments into the slots of a signature's parameters.
    pub(super) fn bind(&self, row: &'static Row, args: &Args<'_, 'h>, slots: &mut [Value<'h>]) -> R<'h, ()> {
        if self.fill_slots(row, args, slots)? { Ok(()) } else { Err(complaint(self, row, args)) }
    }

    /// Whether the arguments fit the signature.
    fn fill_slots(&self, row: &'static Row, args: &Args<'_, 'h>, slots: &mut [Value<'h>]) -> R<'h, bool> {
        let parameters = row.signature.parameters;
        let mut given = args.positional.iter();
        let mut others = None;
        for (parameter, slot) in parameters.iter().zip(slots.iter_mut()) {
            match parameter.kind {
                Kind::PositionalOnly | Kind::Positional => {
                    if let Some(value) = given.next() {
                        *slot = *value;
                    }
                }
                Kind::Rest => {
                    *slot = self.tuple(given.as_slice())?;
                    given = [].iter();
                }
                Kind::Keywords => {
                    let dict = Dict::new(self.heap())?;
                    *slot = Value::Dict(dict);
                    others = Some(dict);
                }
                Kind::KeywordOnly => {}
            }
        }
        if given.next().is_some() {
            return Ok(false);
        }
        for (name, value) in args.keywords {
            let place = by_name(parameters, name).and_then(|index| slots.get_mut(index));
            match (place, others) {
                (Some(slot), _) if slot.is_bound() => return Ok(false),
                (Some(slot), _) => *slot = *value,
                (None, Some(dict)) => dict.set_text(self, name, *value)?,
                (None, None) => return Ok(false),
            }
        }
        Ok(parameters
            .iter()
            .zip(slots.iter())
            .all(|(parameter, slot)| !parameter.required || slot.is_bound()))
    }
}

/// The parameter that a keyword argument is for.
fn by_name(parameters: &[Parameter], name: &str) -> Option<usize> {
    parameters.iter().position(|parameter| {
        parameter.name == name && matches!(parameter.kind, Kind::Positional | Kind::KeywordOnly)
    })
}

fn is_positional(parameter: &Parameter) -> bool {
    matches!(parameter.kind, Kind::PositionalOnly | Kind::Positional)
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// What is wrong with arguments that do not fit.
#[cold]
#[inline(never)]
fn complaint<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> Stop<'h> {
    match row.signature.style {
        Style::Keywords => by_name_complaint(cx, row, args),
        Style::Python => python_complaint(cx, row, args),
        style => by_position_complaint(cx, row, args, style),
    }
}

/// Of functions that take arguments by position only.
fn by_position_complaint<'h>(
    cx: &Context<'h>,
    row: &'static Row,
    args: &Args<'_, 'h>,
    style: Style,
) -> Stop<'h> {
    let (name, given) = (row.message_name(), args.positional.len());
    if !args.keywords.is_empty() {
        return cx.type_error(format_args!("{name}() takes no keyword arguments"));
    }
    match style {
        Style::NoArguments => cx.type_error(format_args!("{name}() takes no arguments ({given} given)")),
        Style::One => cx.type_error(format_args!("{name}() takes exactly one argument ({given} given)")),
        _ => {
            let parameters = row.signature.parameters;
            let open = parameters.iter().any(|parameter| parameter.kind == Kind::Rest);
            let most = parameters.iter().filter(|parameter| is_positional(parameter)).count();
            let least = parameters.iter().filter(|p| is_positional(p) && p.required).count();
            let (amount, count) = match (given < least, least == most && !open) {
                (_, true) => ("", most),
                (true, false) => ("at least ", least),
                (false, false) => ("at most ", most),
            };
            cx.type_error(format_args!(
                "{} expected {amount}{count} argument{}, got {given}",
                row.name,
                plural(count)
            ))
        }
    }
}

/// The name without the type it belongs to.
fn short_name(row: &'static Row) -> &'static str {
    let name = row.message_name();
    name.rsplit_once('.').map_or(name, |(_, name)| name)
}

/// Of functions that take arguments by name too, checked in CPython's order.
fn by_name_complaint<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> Stop<'h> {
    let (name, parameters) = (short_name(row), row.signature.parameters);
    let count = |pick: &dyn Fn(&Parameter) -> bool| parameters.iter().filter(|p| pick(p)).count();
    let (given, named) = (args.positional.len(), args.keywords.len());
    let all = count(&|p| !matches!(p.kind, Kind::Rest | Kind::Keywords));
    let most = count(&is_positional);
    let least = count(&|p| is_positional(p) && p.required);
    let open = all < parameters.len();
    if given.saturating_add(named) > all && !open {
        let sort = if given == 0 { "keyword " } else { "" };
        let total = given.saturating_add(named);
        return cx.type_error(format_args!(
            "{name}() takes at most {all} {sort}argument{} ({total} given)",
            plural(all)
        ));
    }
    if given > most && !open {
        if most == 0 {
            return cx.type_error(format_args!("{name}() takes no positional arguments"));
        }
        let amount = if least < most { "at most" } else { "exactly" };
        return cx.type_error(format_args!(
            "{name}() takes {amount} {most} positional argument{} ({given} given)",
            plural(most)
        ));
    }
    let by_position = count(&|p| p.kind == Kind::PositionalOnly && p.required);
    if given < by_position {
        let amount = if by_position < most { "at least" } else { "exactly" };
        return cx.type_error(format_args!(
            "{name}() takes {amount} {by_position} positional argument{} ({given} given)",
            plural(by_position)
        ));
    }
    let is_named = |parameter: &Parameter| args.keywords.iter().any(|(key, _)| *key == parameter.name);
    for (index, parameter) in parameters.iter().enumerate() {
        if parameter.required && index >= given && !is_named(parameter) {
            return cx.type_error(format_args!(
                "{name}() missing required argument '{}' (pos {})",
                parameter.name,
                index.saturating_add(1)
            ));
        }
    }
    for (index, parameter) in parameters.iter().enumerate().take(given) {
        if parameter.kind == Kind::Positional && is_named(parameter) {
            return cx.type_error(format_args!(
                "argument for {name}() given by name ('{}') and position ({})",
                parameter.name,
                index.saturating_add(1)
            ));
        }
    }
    unexpected(cx, name, parameters, args)
}

fn unexpected<'h>(cx: &Context<'h>, name: &str, parameters: &[Parameter], args: &Args<'_, 'h>) -> Stop<'h> {
    match args.keywords.iter().find(|(key, _)| by_name(parameters, key).is_none()) {
        Some((key, _)) => unexpected_keyword(cx, format_args!("{name}()"), key, &known_names(parameters)),
        None => cx.internal("arguments that fit"),
    }
}

/// Names that arguments can be given by.
fn known_names(parameters: &[Parameter]) -> Vec<&'static str> {
    let by_name = |p: &&Parameter| matches!(p.kind, Kind::Positional | Kind::KeywordOnly);
    parameters.iter().filter(by_name).map(|parameter| parameter.name).collect()
}

/// Of functions that CPython has in Python.
fn python_complaint<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> Stop<'h> {
    let (name, parameters) = (row.message_name(), row.signature.parameters);
    let given = args.positional.len();
    let open = parameters.iter().any(|parameter| parameter.kind == Kind::Keywords);
    for (key, _) in args.keywords {
        match by_name(parameters, key) {
            None if !open => return unexpected(cx, name, parameters, args),
            Some(index) if index < given && parameters.get(index).is_some_and(is_positional) => {
                return cx.type_error(format_args!("{name}() got multiple values for argument '{key}'"));
            }
            _ => {}
        }
    }
    // `__init__` is called with the object that is made, `__new__` with its type.
    let made = name.ends_with(".__init__") || name.ends_with(".__new__");
    let receiver = usize::from(matches!(row.member, Member::Method(_)) || made || row.signature.bound);
    let most = parameters.iter().filter(|parameter| is_positional(parameter)).count();
    let least = parameters.iter().filter(|p| is_positional(p) && p.required).count();
    if given > most && !parameters.iter().any(|parameter| parameter.kind == Kind::Rest) {
        let (least, most, given) =
            (least.saturating_add(receiver), most.saturating_add(receiver), given.saturating_add(receiver));
        let range = if least == most { format!("{most}") } else { format!("from {least} to {most}") };
        let ending = if least == most { plural(most) } else { "s" };
        let is_named = |p: &&Parameter| args.keywords.iter().any(|(key, _)| *key == p.name);
        let named = match parameters.iter().filter(|p| p.kind == Kind::KeywordOnly).filter(is_named).count() {
            0 => String::new(),
            count => format!(
                " positional argument{} (and {count} keyword-only argument{})",
                plural(given),
                plural(count)
            ),
        };
        let were = if given == 1 && named.is_empty() { "was" } else { "were" };
        return cx.type_error(format_args!(
            "{name}() takes {range} positional argument{ending} but {given}{named} {were} given"
        ));
    }
    let absent = |wanted: &dyn Fn(&Parameter) -> bool| -> Vec<&str> {
        let is_absent = |(index, parameter): &(usize, &Parameter)| {
            let by_position = is_positional(parameter) && *index < given;
            let is_named = args.keywords.iter().any(|(key, _)| *key == parameter.name);
            parameter.required && wanted(parameter) && !by_position && !is_named
        };
        parameters.iter().enumerate().filter(is_absent).map(|(_, parameter)| parameter.name).collect()
    };
    match absent(&is_positional).as_slice() {
        [] => missing_arguments(cx, name, "keyword-only", &absent(&|p| p.kind == Kind::KeywordOnly)),
        names => missing_arguments(cx, name, "positional", names),
    }
}

/// "f() got an unexpected keyword argument 'b'", with the name that may have been meant.
#[cold]
#[must_use]
pub fn unexpected_keyword<'h>(
    cx: &Context<'h>,
    called: std::fmt::Arguments<'_>,
    name: &str,
    known: &[&str],
) -> Stop<'h> {
    if let Err(stop) = cx.burn(suggest::cost(known, name)) {
        return stop;
    }
    match suggestion(known, name) {
        Some(meant) => cx.type_error(format_args!(
            "{called} got an unexpected keyword argument '{name}'. Did you mean '{meant}'?"
        )),
        None => cx.type_error(format_args!("{called} got an unexpected keyword argument '{name}'")),
    }
}

/// What is missing among the arguments behind the receiver, which CPython says before it looks at that.
#[cold]
pub(super) fn missing<'h>(
    cx: &Context<'h>,
    row: &'static Row,
    positional: &[Value<'h>],
    keywords: &[(&'h str, Value<'h>)],
) -> Option<Stop<'h>> {
    let is_named = |name: &str| keywords.iter().any(|(key, _)| *key == name);
    let parameters = row.signature.parameters.iter().skip(positional.len());
    let names: Vec<&str> = parameters
        .filter(|parameter| parameter.required && is_positional(parameter) && !is_named(parameter.name))
        .map(|parameter| parameter.name)
        .collect();
    if names.is_empty() {
        None
    } else {
        Some(missing_arguments(cx, row.message_name(), "positional", &names))
    }
}

/// "f() missing 2 required positional arguments: 'a' and 'b'".
#[cold]
pub fn missing_arguments<'h>(cx: &Context<'h>, name: &str, sort: &str, names: &[&str]) -> Stop<'h> {
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
