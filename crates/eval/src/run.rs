//! Running a linked policy.

use crate::code::Program;
use crate::context::keep::Keeper;
use crate::context::{Context, Watch};
use crate::data::Data;
use crate::export;
use crate::heap::Region;
use crate::host::Host;
use crate::input;
use crate::ledger::Ledger;
use crate::limits::Limits;
use crate::stop::{Fatal, R, Stop};
use crate::value::exception::Exception;
use crate::value::{Bool, Value};
use hognose_schema::Capability;
use hognose_syntax::tree::Span;
use std::any::Any;
use std::cell::RefCell;

/// What an evaluation is given besides its policy.
#[derive(Clone, Copy)]
pub struct Setting<'h> {
    /// Values of names of the surface, by their positions among the names that the policy was compiled with; the others
    /// are not defined.
    pub arguments: &'h [(usize, &'h Data)],
    /// Bounds.
    pub limits: &'h Limits,
    /// Answers host calls.
    pub host: &'h dyn Host,
    /// What a crate above keeps for the evaluation.
    pub extension: Option<&'h dyn Any>,
    /// The host's clock and flag.
    pub watch: Option<&'h dyn Watch>,
    /// Whether the value is left behind: only its truth is taken.
    pub discard_value: bool,
    /// Whether to note which read sites were passed.
    pub reads: bool,
    /// Looks at the evaluation just before it starts, and just before its region is forgotten.
    pub hooks: Option<&'h dyn Hooks>,
}

/// What a crate above does at the start and the end of an evaluation.
pub trait Hooks {
    /// Change the arguments before the policy starts.
    ///
    /// # Errors
    /// What ends the evaluation before it starts.
    fn start<'h>(&self, cx: &Context<'h>, arguments: &mut [Value<'h>]) -> R<'h, ()> {
        let _ = (cx, arguments);
        Ok(())
    }

    /// Look at the region when the policy has ended without an error.
    ///
    /// # Errors
    /// Limits.
    fn end<'h>(&self, cx: &Context<'h>) -> R<'h, ()> {
        let _ = cx;
        Ok(())
    }
}

/// What an evaluation came to, besides what it wrote into its ledger.
#[derive(Clone, Debug)]
pub struct Finished {
    /// How it ended.
    pub end: End,
    /// Fuel used.
    pub fuel: u64,
    /// Bytes charged.
    pub memory: usize,
}

/// How an evaluation ended.
#[derive(Clone, Debug)]
pub enum End {
    /// It returned a value, which is in the ledger unless it was to be left behind.
    Value {
        /// Its truth, taken once.
        truth: bool,
    },
    /// A Python exception left it.
    Raised(Box<Raised>),
    /// A limit, a refusal or a pending host call, and where.
    Fatal(Box<(Fatal, Option<Span>)>),
}

/// A Python exception that left an evaluation.
#[derive(Clone, Debug)]
pub struct Raised {
    /// Name of its type.
    pub kind: &'static str,
    /// Its message: `str(exception)`.
    pub message: String,
    /// Its arguments.
    pub args: Vec<Data>,
    /// Where it passed, innermost first: function and place.
    pub trace: Vec<(String, Span)>,
    /// The chain of causes and contexts, nearest first: whether it is a cause, type and message.
    pub chain: Vec<(bool, &'static str, String)>,
}

impl Program {
    /// Capabilities the policy uses, with the place of each use.
    #[must_use]
    pub fn capabilities(&self) -> &[(Capability, Span)] {
        &self.capabilities
    }

    /// Places of the read sites, by their number.
    #[must_use]
    pub fn sites(&self) -> &[Span] {
        &self.sites
    }

    /// Whether the policy reads the parameter at this position anywhere.
    #[must_use]
    #[inline]
    pub fn reads_parameter(&self, index: usize) -> bool {
        index >= 64 || (self.parameters_read >> index) & 1 == 1
    }

    /// Number of source-tree nodes.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        self.nodes
    }
}

/// Evaluate a policy in a region, which must be empty.
#[must_use]
#[inline]
pub fn evaluate(program: &Program, region: &Region, setting: &Setting<'_>, ledger: &Ledger) -> Finished {
    with_context(program, region, setting, ledger, |cx, result| {
        let kept = result.and_then(|value| {
            let truth = crate::ops::truth(cx, value)?;
            if !setting.discard_value {
                ledger.value.replace(export::data(cx, value)?);
            }
            Ok(Bool::of(truth))
        });
        match kept {
            Ok(truth) => End::Value { truth: truth.get() },
            Err(stop) => ended(cx, stop),
        }
    })
}

/// Evaluate another policy inside an evaluation: with what is left of its limits, its host, and in its journal.
/// The ledger is the inner policy's, but for the journal.
///
/// # Errors
/// Whatever ends the inner evaluation without an exception ends the outer one.
pub fn evaluate_within<'h>(
    cx: &Context<'h>,
    program: &Program,
    arguments: &[(usize, &Data)],
    extension: Option<&dyn Any>,
    hooks: Option<&dyn Hooks>,
) -> R<'h, (Finished, Ledger)> {
    let outer = *cx.limits();
    let limits = Limits {
        fuel: outer.fuel.saturating_sub(cx.fuel_used()),
        memory: outer.memory.saturating_sub(cx.heap().used()),
        call_depth: outer.call_depth.saturating_sub(cx.frames.get()),
        tree_depth: outer.tree_depth.saturating_sub(cx.levels.get()),
        ..outer
    };
    let ledger = Ledger::default();
    let swapped = cx.ledger.swap_tape(&ledger);
    if !swapped {
        return Err(cx.internal("an evaluation inside a host call"));
    }
    let setting = Setting {
        arguments,
        limits: &limits,
        host: cx.host,
        extension,
        watch: cx.watch,
        discard_value: false,
        reads: false,
        hooks,
    };
    let finished = evaluate(program, &Region::default(), &setting, &ledger);
    cx.ledger.swap_tape(&ledger);
    cx.burn(finished.fuel)?;
    match &finished.end {
        End::Fatal(fatal) => Err(cx.heap().fatal(match fatal.0 {
            Fatal::Fuel { .. } => Fatal::Fuel { limit: outer.fuel },
            Fatal::Memory { needed, .. } => {
                let needed = needed.saturating_add(cx.heap().used() as u64);
                Fatal::Memory { limit: outer.memory as u64, needed }
            }
            Fatal::CallDepth { limit } if limit == u64::from(limits.call_depth) => {
                Fatal::CallDepth { limit: u64::from(outer.call_depth) }
            }
            fatal => fatal,
        })),
        _ => Ok((finished, ledger)),
    }
}

/// Evaluate a policy and give its result to `finish` as `repr`: for comparisons with CPython.
#[must_use]
pub fn evaluate_repr(
    program: &Program,
    region: &Region,
    setting: &Setting<'_>,
    ledger: &Ledger,
) -> (Finished, Option<String>) {
    let text = RefCell::new(None);
    let finished = with_context(program, region, setting, ledger, |cx, result| {
        let shown = result
            .and_then(|value| Ok((crate::ops::truth(cx, value)?, crate::ops::text::repr_string(cx, value)?)));
        match shown {
            Ok((truth, shown)) => {
                *text.borrow_mut() = Some(shown);
                End::Value { truth }
            }
            Err(stop) => ended(cx, stop),
        }
    });
    (finished, text.into_inner())
}

#[inline(always)]
fn with_context(
    program: &Program,
    region: &Region,
    setting: &Setting<'_>,
    ledger: &Ledger,
    finish: impl for<'h> Fn(&Context<'h>, R<'h>) -> End,
) -> Finished {
    let keeper = Keeper::default();
    let cx = Context::new(program, region, setting, ledger, &keeper);
    let end = match (finish(&cx, start(&cx, program, setting)), cx.heap().fatal.get()) {
        // Whatever was made of it on the way: a limit that was reached ends the evaluation.
        (End::Value { .. } | End::Raised(_), Some(fatal)) => fatal_end(&cx, fatal),
        (end, _) => end,
    };
    Finished { end, fuel: cx.fuel_used(), memory: cx.heap().used() }
}

#[inline]
fn start<'h>(cx: &Context<'h>, program: &'h Program, setting: &Setting<'h>) -> R<'h> {
    cx.prepare()?;
    let mut small = [Value::Unbound; 8];
    let mut large;
    let count = program.handler.parameters.len();
    let arguments: &mut [Value<'h>] = if count <= small.len() {
        small.get_mut(..count).unwrap_or_default()
    } else {
        large = vec![Value::Unbound; count];
        &mut large
    };
    for (index, data) in setting.arguments {
        if let Some(place) = arguments.get_mut(*index) {
            *place = input::value(cx, data)?;
        }
    }
    if let Some(hooks) = setting.hooks {
        hooks.start(cx, arguments)?;
    }
    let value = cx.run_code(&program.handler, &[], arguments)?;
    if let Some(hooks) = setting.hooks {
        hooks.end(cx)?;
    }
    Ok(value)
}

#[cold]
#[inline(never)]
fn fatal_end(cx: &Context<'_>, fatal: Fatal) -> End {
    End::Fatal(Box::new((fatal, cx.fatal_span.get())))
}

#[cold]
#[inline(never)]
fn ended<'h>(cx: &Context<'h>, stop: Stop<'h>) -> End {
    let Stop::Raise(exception) = stop else {
        let fatal = cx.heap().fatal.get().unwrap_or(Fatal::Internal("no reason given"));
        return fatal_end(cx, fatal);
    };
    match raised(cx, exception) {
        Ok(raised) => End::Raised(Box::new(raised)),
        Err(_) => match cx.heap().fatal.get() {
            Some(fatal) => fatal_end(cx, fatal),
            None => End::Raised(Box::new(Raised {
                kind: exception.class.name,
                message: "<exception str() failed>".to_owned(),
                args: Vec::new(),
                trace: Vec::new(),
                chain: Vec::new(),
            })),
        },
    }
}

fn message_of<'h>(cx: &Context<'h>, exception: &'h Exception<'h>) -> R<'h, String> {
    let mut out = crate::write::Writer::new(cx);
    crate::ops::text::write_exception_str(cx, exception, &mut out)?;
    Ok(out.into_string())
}

fn raised<'h>(cx: &Context<'h>, exception: &'h Exception<'h>) -> R<'h, Raised> {
    let message = message_of(cx, exception)?;
    let mut trace = Vec::new();
    let mut entry = exception.trace.get();
    // Entries are linked from the outermost inwards.
    while let Some(this) = entry {
        trace.push((this.function.to_owned(), this.span));
        entry = this.inner;
    }
    trace.reverse();
    let mut chain = Vec::new();
    let mut link = exception;
    while chain.len() < 16 {
        let next = match (link.cause.get(), link.context.get()) {
            (Some(cause), _) => (true, cause),
            (None, Some(context)) if !link.suppress_context.get() => (false, context),
            _ => break,
        };
        chain.push((next.0, next.1.class.name, message_of(cx, next.1)?));
        link = next.1;
    }
    let args = exception
        .args
        .get()
        .items()
        .iter()
        .map(|arg| export::data(cx, *arg))
        .collect::<R<'h, Vec<Data>>>()?;
    Ok(Raised { kind: exception.class.name, message, args, trace, chain })
}
