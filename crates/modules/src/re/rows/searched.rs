//! What is searched, and the searching, with what it costs.

use std::cell::Cell;

use hognose_eval::value::bytes::Bytes;
use hognose_eval::{Context, R, Stop, Value};

use super::{name_of, wrong};
use crate::re::matches::Matches;
use crate::re::program::{Meter, Program, Request};
use crate::re::subject::Subject;
use crate::re::vm::Scratch;

thread_local! {
    /// Memory of the last search, for the next.
    static SCRATCH: Cell<Option<Scratch>> = const { Cell::new(None) };
}

/// A string argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct Searched<'h> {
    /// The argument itself.
    pub(super) value: Value<'h>,
    pub(super) subject: Subject<'h>,
}

impl<'h> Searched<'h> {
    /// The string argument of a pattern's function.
    pub(super) fn of(cx: &Context<'h>, program: &Program, value: Value<'h>) -> R<'h, Self> {
        let text = program.pattern().is_text();
        let searched = Self::any(cx, value)?;
        match (searched.subject, text) {
            (Subject::Text(_), false) => {
                Err(cx.type_error("cannot use a bytes pattern on a string-like object"))
            }
            (Subject::Bytes(_), true) => {
                Err(cx.type_error("cannot use a string pattern on a bytes-like object"))
            }
            _ => Ok(searched),
        }
    }

    /// A string or bytes.
    pub(super) fn any(cx: &Context<'h>, value: Value<'h>) -> R<'h, Self> {
        let subject = match value {
            Value::Str(text) => Subject::Text(text.text(cx.heap())?),
            Value::Bytes(bytes) => Subject::Bytes(bytes.data()),
            other => {
                let name = name_of(other);
                let message = format_args!("expected string or bytes-like object, got '{name}'");
                return Err(cx.type_error(message));
            }
        };
        Ok(Self { value, subject })
    }

    /// Its length in bytes.
    pub(super) const fn len(&self) -> usize {
        self.subject.bytes().len()
    }

    /// A part of it as a value.
    pub(super) fn part(&self, cx: &Context<'h>, start: usize, end: usize) -> R<'h> {
        if start == 0 && end == self.len() {
            return Ok(self.value);
        }
        match self.subject {
            Subject::Text(text) => cx.wrap_str(text.get(start..end).unwrap_or_default()),
            Subject::Bytes(bytes) => wrap(cx, bytes.get(start..end).unwrap_or_default(), false),
        }
    }

    /// What has matched at a span, or something else if nothing has.
    pub(super) fn group(&self, cx: &Context<'h>, span: Option<(usize, usize)>, other: Value<'h>) -> R<'h> {
        match span {
            Some((start, end)) => self.part(cx, start, end),
            None => Ok(other),
        }
    }

    /// An empty part of it.
    pub(super) fn nothing(&self, cx: &Context<'h>) -> R<'h> {
        self.part(cx, 0, 0)
    }

    /// The position in it that a byte offset is.
    pub(super) fn position(&self, cx: &Context<'h>, byte: usize) -> R<'h> {
        let position = match self.value {
            Value::Str(text) => text.view(cx)?.position_of(byte),
            _ => byte,
        };
        Ok(Value::Int(i64::try_from(position).unwrap_or(i64::MAX)))
    }

    /// The byte offset of a position that may lie outside.
    pub(super) fn offset(&self, cx: &Context<'h>, position: i64) -> R<'h, usize> {
        let position = usize::try_from(position).unwrap_or_default();
        Ok(match self.value {
            Value::Str(text) => text.view(cx)?.byte_of(position),
            _ => position.min(self.len()),
        })
    }
}

/// Text or bytes in the region as a value.
pub(super) fn wrap<'h>(cx: &Context<'h>, bytes: &'h [u8], text: bool) -> R<'h> {
    if text {
        return match std::str::from_utf8(bytes) {
            Ok(text) => cx.wrap_str(text),
            Err(_) => Err(cx.internal("text cut within a character")),
        };
    }
    Ok(Value::Bytes(cx.heap().alloc(Bytes::new(bytes))?))
}

/// A search or several on one string.
pub(super) struct Work<'a, 'h> {
    cx: &'a Context<'h>,
    program: &'h Program,
    pub(super) scratch: Scratch,
}

impl<'a, 'h> Work<'a, 'h> {
    /// Begins, and pays in advance.
    pub(super) fn begin(cx: &'a Context<'h>, program: &'h Program, searched: &Searched<'h>) -> R<'h, Self> {
        cx.burn(program.cost(searched.len()))?;
        Ok(Self::go_on(cx, program))
    }

    /// Goes on with what has been paid for.
    pub(super) fn go_on(cx: &'a Context<'h>, program: &'h Program) -> Self {
        Self { cx, program, scratch: SCRATCH.take().unwrap_or_default() }
    }

    /// Looks for a match.
    pub(super) fn exec(&mut self, searched: &Searched<'h>, request: &Request) -> R<'h, bool> {
        self.program
            .exec(&mut self.scratch, searched.subject, request, &mut Fuel(self.cx))
            .map_err(|error| wrong::match_error(self.cx, error))
    }

    /// Looks for the next match of a series.
    pub(super) fn advance(&mut self, matches: &mut Matches, searched: &Searched<'h>) -> R<'h, bool> {
        matches
            .advance(self.program, &mut self.scratch, searched.subject, &mut Fuel(self.cx))
            .map_err(|error| wrong::match_error(self.cx, error))
    }

    /// Ends, and leaves its memory for the next.
    pub(super) fn end(self) {
        if self.scratch.is_small() {
            SCRATCH.set(Some(self.scratch));
        }
    }
}

/// Pays with the evaluation's fuel.
struct Fuel<'a, 'h>(&'a Context<'h>);

impl<'h> Meter for Fuel<'_, 'h> {
    type Error = Stop<'h>;

    fn charge(&mut self, fuel: u64) -> Result<(), Self::Error> {
        self.0.burn(fuel)
    }
}
