//! A compiled pattern.

use regex_automata::util::primitives::NonMaxUsize;

use super::ast::Tree;
use super::code::{self, Code};
use super::error::{CompileError, LimitReached, MatchError};
use super::linear::{Find, Linear};
use super::parse::parse;
use super::subject::{Subject, Window};
use super::vm::{Demand, Machine, NONE, Outcome, Scratch};

/// Bytes of a pattern for the linear engine.
const LINEAR_PATTERN: usize = 4_096;
/// Bytes of a pattern that needs backtracking.
const BACKTRACKING_PATTERN: usize = 2_048;
/// Bytes of a subject for a pattern that needs backtracking.
const BACKTRACKING_SUBJECT: usize = 4_096;
/// Steps of one match by backtracking.
const BACKTRACKING_STEPS: i64 = 100_000;
/// Steps that are one unit of fuel.
const STEPS_PER_FUEL: i64 = 8;

/// The text of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// A `str`.
    Text(Box<str>),
    /// A `bytes`.
    Bytes(Box<[u8]>),
}

impl Pattern {
    /// Its characters; bytes count as characters.
    fn chars(&self) -> Vec<char> {
        match self {
            Self::Text(text) => text.chars().collect(),
            Self::Bytes(bytes) => bytes.iter().copied().map(char::from).collect(),
        }
    }

    /// Whether it is a `str`.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

/// Where a match must begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Anywhere.
    Search,
    /// It begins at the given position.
    Match,
    /// It begins there and ends at the end.
    Fullmatch,
}

/// What to look for in a subject.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Where a match must begin and end.
    pub mode: Mode,
    /// Byte offset to begin at; what is before can be looked at, but not matched.
    pub start: usize,
    /// Byte offset of the end; what is after is not there for the pattern.
    pub end: usize,
    /// Whether a match at `start` must not be empty, as after another match that ended there.
    pub must_advance: bool,
    /// Whether it matters where the groups are; if not, only the whole match is found.
    pub groups: bool,
}

impl Request {
    /// A request for all of a subject, with its groups.
    #[must_use]
    pub const fn new(mode: Mode, subject: Subject<'_>) -> Self {
        Self { mode, start: 0, end: subject.bytes().len(), must_advance: false, groups: true }
    }
}

/// Pays for matching. Every charge is for work about to be done or, for at most 100,000 steps of backtracking, done.
pub trait Meter {
    /// Why it refuses.
    type Error;

    /// Pays some fuel.
    ///
    /// # Errors
    /// When there is not enough.
    fn charge(&mut self, fuel: u64) -> Result<(), Self::Error>;
}

/// A compiled pattern. It is immutable and can be shared between threads.
///
/// ```
/// use hognose_modules::re::{Mode, Pattern, Program, Request, Scratch, Subject, Unmetered};
/// let program = Program::compile(Pattern::Text(r"(?P<user>\w+)@(\w+)".into()), 0).unwrap();
/// let mut scratch = Scratch::default();
/// let subject = Subject::Text("<bob@ex>");
/// assert!(program.exec(&mut scratch, subject, &Request::new(Mode::Search, subject), &mut Unmetered).unwrap());
/// assert_eq!(scratch.span(1), Some((1, 4)));
/// assert_eq!(program.group_index("user"), Some(1));
/// ```
#[derive(Debug)]
pub struct Program {
    pattern: Pattern,
    given_flags: u32,
    flags: u32,
    names: Box<[(Box<str>, u32)]>,
    closing: Box<[u32]>,
    code: Code,
    pub(super) linear: Option<Linear>,
}

impl Program {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What CPython refuses, with its exception and message, and patterns beyond the engine's limits.
    pub fn compile(pattern: Pattern, flags: u32) -> Result<Self, CompileError> {
        let length = pattern.len();
        let limit = |limit: usize| {
            let number = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
            CompileError::Limit(LimitReached::new("bytes of pattern", number(limit), number(length)))
        };
        if length > LINEAR_PATTERN {
            return Err(limit(LINEAR_PATTERN));
        }
        let text = pattern.is_text();
        let tree = parse(pattern.chars(), text, flags)?;
        let linear = Linear::of(&tree, text);
        if linear.is_none() && length > BACKTRACKING_PATTERN {
            return Err(limit(BACKTRACKING_PATTERN));
        }
        let code = code::compile(&tree, text, linear.is_none());
        let Tree { flags: final_flags, names, closing, .. } = tree;
        Ok(Self {
            pattern,
            given_flags: flags,
            flags: final_flags,
            names: names.into_boxed_slice(),
            closing: closing.into_boxed_slice(),
            code,
            linear,
        })
    }

    /// The pattern as given: `Pattern.pattern`.
    #[must_use]
    pub const fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// `Pattern.flags`.
    #[must_use]
    pub const fn flags(&self) -> u32 {
        self.flags
    }

    /// `Pattern.groups`.
    #[must_use]
    pub const fn groups(&self) -> u32 {
        self.code.groups
    }

    /// `Pattern.groupindex`, in the order of definition.
    #[must_use]
    pub const fn names(&self) -> &[(Box<str>, u32)] {
        &self.names
    }

    /// The number of a named group.
    #[must_use]
    pub fn group_index(&self, name: &str) -> Option<u32> {
        self.names.iter().find(|entry| *entry.0 == *name).map(|entry| entry.1)
    }

    /// The name of a group.
    #[must_use]
    pub fn group_name(&self, group: u32) -> Option<&str> {
        self.names.iter().find(|entry| entry.1 == group).map(|entry| &*entry.0)
    }

    /// Bytes of memory it takes, apart from what the linear engine makes when it is needed.
    #[must_use]
    pub fn size(&self) -> usize {
        let names = self.names.iter().map(|entry| entry.0.len().saturating_add(size_of_val(entry)));
        [size_of::<Self>(), self.pattern.len(), size_of_val::<[u32]>(&self.closing), self.code.size()]
            .into_iter()
            .chain(names)
            .fold(0, usize::saturating_add)
    }

    /// Whether a pattern needs backtracking, and so comes under its stricter limits.
    #[must_use]
    pub const fn needs_backtracking(&self) -> bool {
        self.linear.is_none()
    }

    /// Fuel to be paid in advance for an operation on a subject: one for each 64 bytes. What matching costs beyond
    /// that, [`Program::exec`] charges as it goes: a unit for 8 steps of backtracking, and before the linear engine
    /// is called a unit for 16 pairs of a byte of the subject and a state of the program.
    #[must_use]
    pub fn cost(&self, subject: usize) -> u64 {
        u64::try_from(subject >> 6).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// Looks for a match. If there is one, `scratch` says where it and its groups are.
    ///
    /// # Errors
    /// When a limit is reached or the meter refuses.
    pub fn exec<M: Meter>(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        request: &Request,
        meter: &mut M,
    ) -> Result<bool, MatchError<M::Error>> {
        let bytes = subject.bytes();
        let end = request.end.min(bytes.len());
        let bytes = bytes.get(..end).unwrap_or(bytes);
        let window = Window { bytes, text: self.code.text };
        if self.linear.is_none() && bytes.len() > BACKTRACKING_SUBJECT {
            return Err(limit("bytes of subject", BACKTRACKING_SUBJECT, bytes.len()));
        }
        let (Ok(start), true) = (u32::try_from(request.start), bytes.len() < NONE as usize) else {
            return Err(limit("bytes of subject", NONE as usize, bytes.len()));
        };
        if request.start > end {
            return Ok(false);
        }
        let rest = i64::try_from(end.saturating_sub(request.start)).unwrap_or(i64::MAX);
        let steps =
            if self.linear.is_some() { 2_048_i64.saturating_add(rest >> 1) } else { BACKTRACKING_STEPS };
        match self.backtrack(scratch, window, start, request, steps, meter)? {
            Outcome::Matched => return Ok(true),
            Outcome::Failed => return Ok(false),
            Outcome::Exhausted => {}
        }
        if let Some(linear) = &self.linear {
            if let Some(found) = self.search_linear(linear, scratch, bytes, request, meter)? {
                return Ok(found);
            }
            let steps = BACKTRACKING_STEPS.saturating_add(rest.saturating_mul(4));
            match self.backtrack(scratch, window, start, request, steps, meter)? {
                Outcome::Matched => return Ok(true),
                Outcome::Failed => return Ok(false),
                Outcome::Exhausted => {}
            }
        }
        Err(limit(
            "steps of backtracking",
            usize::try_from(steps).unwrap_or_default(),
            usize::try_from(steps).unwrap_or_default(),
        ))
    }

    fn backtrack<M: Meter>(
        &self,
        scratch: &mut Scratch,
        window: Window<'_>,
        start: u32,
        request: &Request,
        steps: i64,
        meter: &mut M,
    ) -> Result<Outcome, MatchError<M::Error>> {
        let mut machine = Machine::new(&self.code, window, scratch, steps);
        let groups = request.groups && self.code.groups > 0;
        let demand =
            Demand { to_end: request.mode == Mode::Fullmatch, not_empty: request.must_advance, groups };
        let outcome = match request.mode {
            Mode::Search => machine.search(start, demand),
            Mode::Match | Mode::Fullmatch => machine.attempt(start, demand),
        };
        let left = machine.left;
        if groups && outcome == Outcome::Matched && !self.code.tracks_last {
            let last = self.last_closed(scratch);
            if let Some(slot) = scratch.slots.get_mut(self.code.last_slot() as usize) {
                *slot = last;
            }
        }
        let used = steps.saturating_sub(left).wrapping_div(STEPS_PER_FUEL);
        meter.charge(u64::try_from(used).unwrap_or_default()).map_err(MatchError::Meter)?;
        Ok(outcome)
    }

    /// Asks the linear engine. None if it cannot tell.
    pub(super) fn search_linear<M: Meter>(
        &self,
        linear: &Linear,
        scratch: &mut Scratch,
        bytes: &[u8],
        request: &Request,
        meter: &mut M,
    ) -> Result<Option<bool>, MatchError<M::Error>> {
        let Some(variant) = linear.variant(bytes, request.mode == Mode::Fullmatch) else { return Ok(None) };
        let rest = u64::try_from(bytes.len().saturating_sub(request.start)).unwrap_or(u64::MAX);
        let work = linear.weight(variant).saturating_mul(rest.saturating_add(64));
        meter.charge(work >> 4).map_err(MatchError::Meter)?;
        let find = Find { bytes, start: request.start, anchored: request.mode != Mode::Search };
        let groups = if request.groups { self.code.groups as usize } else { 0 };
        let mut spans: Vec<Option<NonMaxUsize>> = vec![None; groups.saturating_add(1).saturating_mul(2)];
        let tree = || parse(self.pattern.chars(), self.code.text, self.given_flags).ok();
        let Some(found) = linear.find(variant, &find, &mut spans, tree) else { return Ok(None) };
        if !found {
            return Ok(Some(false));
        }
        let position =
            |slot: &Option<NonMaxUsize>| slot.and_then(|at| u32::try_from(at.get()).ok()).unwrap_or(NONE);
        scratch.slots.clear();
        scratch.slots.extend(spans.iter().map(position));
        scratch.slots.push(self.last_closed(scratch));
        let empty_at_start = scratch.span(0) == Some((request.start, request.start));
        Ok(if request.must_advance && empty_at_start { None } else { Some(true) })
    }

    /// The group that was closed last: of those that end last, the one whose parenthesis closes last.
    fn last_closed(&self, scratch: &Scratch) -> u32 {
        let ends = self.closing.iter().filter_map(|&group| Some((scratch.span(group)?.1, group)));
        ends.max_by_key(|&(end, _)| end).map_or(NONE, |(_, group)| group)
    }
}

impl Scratch {
    /// Where a group (0 is the whole) of the match found last is, in bytes; none if it did not take part.
    #[must_use]
    pub fn span(&self, group: u32) -> Option<(usize, usize)> {
        let slot = (group as usize).saturating_mul(2);
        let (start, end) = (*self.slots.get(slot)?, *self.slots.get(slot.saturating_add(1))?);
        (start != NONE && end != NONE).then_some((start as usize, end as usize))
    }

    /// `Match.lastindex` of the match found last by a program with so many groups.
    #[must_use]
    pub fn last_index(&self, groups: u32) -> Option<u32> {
        let slot = (groups as usize).saturating_add(1).saturating_mul(2);
        self.slots.get(slot).copied().filter(|&group| group != NONE)
    }
}

/// A meter that lets everything pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unmetered;

impl Meter for Unmetered {
    type Error = std::convert::Infallible;

    fn charge(&mut self, _fuel: u64) -> Result<(), Self::Error> {
        Ok(())
    }
}

fn limit<E>(what: &'static str, limit: usize, used: usize) -> MatchError<E> {
    let number = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
    MatchError::Limit(LimitReached::new(what, number(limit), number(used)))
}
