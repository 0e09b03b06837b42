//! Patterns ready to use: literal ones from when the policy was linked, others from the evaluation's own cache.

use std::any::Any;
use std::cell::Cell;
use std::sync::Arc;

use hognose_eval::ops::convert;
use hognose_eval::row::Prepared;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::Constant;

use super::pattern::PATTERN;
use super::{flag, name_of, wrong};
use crate::binascii::rows::low_bits;
use crate::glue::{Big, big};
use crate::re::program::{Pattern, Program};
use crate::re::template::Template;

/// The register of the evaluation that holds the cache: a dict from patterns (with flags) to `re.Pattern` objects.
const CACHE: usize = 5;

/// What a literal pattern, and maybe a literal template for it, was prepared into.
#[derive(Debug)]
pub struct Ready {
    program: Program,
    template: Option<Template>,
}

/// Prepares a literal pattern. Nothing comes of a pattern that is not literal or has flags that are not; a template
/// that is not literal or is wrong is left for the call.
///
/// # Errors
/// What is wrong with the pattern, in CPython's words.
pub fn prepare(
    pattern: Option<&Constant>,
    template: Option<&Constant>,
    flags: Option<Option<&Constant>>,
) -> Result<Option<Prepared>, String> {
    let Some(pattern) = pattern.and_then(text_of) else { return Ok(None) };
    let flags = match flags {
        None => 0,
        Some(Some(Constant::Int(flags))) => match u32::try_from(*flags) {
            Ok(flags) => flags,
            Err(_) => return Ok(None),
        },
        Some(_) => return Ok(None),
    };
    let program = Program::compile(pattern, flags).map_err(|error| error.to_string())?;
    let template =
        template.and_then(text_of).filter(|template| template.is_text() == program.pattern().is_text());
    let template = template.and_then(|template| Template::parse(&template, &program).ok());
    Ok(Some(Arc::new(Ready { program, template })))
}

fn text_of(constant: &Constant) -> Option<Pattern> {
    match constant {
        Constant::Str(text) => Some(Pattern::Text(text.clone())),
        Constant::Bytes(bytes) => Some(Pattern::Bytes(bytes.clone())),
        _ => None,
    }
}

/// The template of a prepared call.
pub(super) fn template_of(prepared: Option<&(dyn Any + Send + Sync)>) -> Option<&Template> {
    prepared?.downcast_ref::<Ready>()?.template.as_ref()
}

/// A compiled pattern, and its object if there is one yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compiled<'h> {
    pub(super) program: &'h Program,
    object: Option<&'h Object<'h>>,
}

impl<'h> Compiled<'h> {
    /// The pattern of an object.
    pub(super) fn of(cx: &Context<'h>, value: Value<'h>) -> R<'h, Self> {
        let Value::Object(object) = value else { return Err(cx.internal("no pattern object")) };
        let program = object.data().ok_or_else(|| cx.internal("a pattern object without a pattern"))?;
        Ok(Self { program, object: Some(object) })
    }

    /// Its object.
    pub(super) fn value(&self, cx: &Context<'h>) -> R<'h> {
        let object = match self.object {
            Some(object) => object,
            None => object_of(cx, self.program)?,
        };
        Ok(Value::Object(object))
    }
}

fn object_of<'h>(cx: &Context<'h>, program: &'h Program) -> R<'h, &'h Object<'h>> {
    cx.heap().alloc(Object { class: &PATTERN, data: program, fields: Cell::new(&[]) })
}

/// The compiled form of a pattern argument.
pub(super) fn compiled<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    flags: Value<'h>,
    prepared: Option<&'h (dyn Any + Send + Sync)>,
) -> R<'h, Compiled<'h>> {
    if let Some(ready) = prepared.and_then(<dyn Any + Send + Sync>::downcast_ref::<Ready>) {
        return Ok(Compiled { program: &ready.program, object: None });
    }
    match pattern {
        Value::Object(object) if std::ptr::eq(object.class, &PATTERN) => {
            if flags.is_bound() {
                // CPython looks for them in its cache first.
                hognose_eval::ops::hash(cx, flags)?;
            }
            if flags.is_bound() && hognose_eval::ops::truth(cx, flags)? {
                return Err(cx.value_error("cannot process flags argument with a compiled pattern"));
            }
            Compiled::of(cx, pattern)
        }
        Value::Str(_) | Value::Bytes(_) => cached(cx, pattern, flags_of(cx, flags, pattern)?),
        other => {
            // CPython looks for both in its cache first.
            hognose_eval::ops::compare::hash(cx, other)?;
            if flags.is_bound() {
                hognose_eval::ops::compare::hash(cx, flags)?;
            }
            Err(wrong::no_pattern(cx, other))
        }
    }
}

/// A bit that no flags of C's int have.
const BEYOND: i64 = 1 << 40;

fn flags_of<'h>(cx: &Context<'h>, value: Value<'h>, pattern: Value<'h>) -> R<'h, i64> {
    match value {
        Value::Unbound => Ok(0),
        Value::Int(flags) => Ok(flags),
        Value::Bool(flag) => Ok(i64::from(flag)),
        other if flag::is_flag(other) => convert::index_i64(cx, other),
        // The pattern is read with what fits, and refused then.
        Value::Big(_) => Ok(i64::from(low_bits(Some(Big(big(cx, value)?)))) | BEYOND),
        other => {
            // CPython looks for them in its cache first.
            hognose_eval::ops::hash(cx, other)?;
            if is_backslash(cx, pattern)? {
                return Ok(0);
            }
            let name = name_of(other);
            Err(cx.type_error(format_args!("unsupported operand type(s) for &: '{name}' and 'int'")))
        }
    }
}

/// Whether a pattern is a lone backslash, which CPython refuses before it looks at flags.
fn is_backslash<'h>(cx: &Context<'h>, pattern: Value<'h>) -> R<'h, bool> {
    Ok(match pattern {
        Value::Str(text) => text.text(cx.heap())? == "\\",
        Value::Bytes(bytes) => bytes.data() == b"\\",
        _ => false,
    })
}

/// The pattern from the cache, or compiled and put there.
fn cached<'h>(cx: &Context<'h>, pattern: Value<'h>, flags: i64) -> R<'h, Compiled<'h>> {
    let cache = match cx.registers.get(CACHE).map(Cell::get) {
        Some(Value::Dict(cache)) => cache,
        _ => {
            let cache = Dict::new(cx.heap())?;
            if let Some(register) = cx.registers.get(CACHE) {
                register.set(Value::Dict(cache));
            }
            cache
        }
    };
    let key = if flags == 0 { pattern } else { cx.tuple(&[pattern, Value::Int(flags)])? };
    if let Some(known) = cache.get(cx, key)? {
        return Compiled::of(cx, known);
    }
    let program = compile(cx, pattern, flags)?;
    let object = object_of(cx, program)?;
    cache.set(cx, key, Value::Object(object))?;
    Ok(Compiled { program, object: Some(object) })
}

fn compile<'h>(cx: &Context<'h>, pattern: Value<'h>, flags: i64) -> R<'h, &'h Program> {
    let source = match pattern {
        Value::Str(text) => Pattern::Text(text.text(cx.heap())?.into()),
        Value::Bytes(bytes) => Pattern::Bytes(bytes.data().into()),
        _ => return Err(cx.internal("a pattern that is no text")),
    };
    let length = match &source {
        Pattern::Text(text) => text.len(),
        Pattern::Bytes(bytes) => bytes.len(),
    };
    cx.burn(u64::try_from(length).unwrap_or(u64::MAX).saturating_mul(2).saturating_add(32))?;
    let low = u32::try_from(flags & i64::from(u32::MAX)).unwrap_or(0);
    let program = Program::compile(source, low).map_err(|error| wrong::compile_error(cx, &error, pattern))?;
    if i32::try_from(flags).is_err() {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    }
    cx.heap().charge(program.size())?;
    cx.keep(program)
}
