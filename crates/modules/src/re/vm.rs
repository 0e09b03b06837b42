//! The backtracking engine: exact, and bounded in what it does.
//!
//! It follows CPython's engine in the order of its choices, in what an empty iteration of a loop does, and in which
//! group counts as closed last. Every instruction counts as one step and so does every few characters of a scan, so
//! that a bound on steps is a bound on time, whatever the pattern.

use std::num::NonZeroU64;

use super::ast::{At, Case, Greed};
use super::code::{Code, Insn, Loop, Single, Span};
use super::start::Start;
use super::subject::Window;
use super::unicode;

/// Nothing: no position, no group.
pub(super) const NONE: u32 = u32::MAX;

/// Characters scanned that count as a step.
const SCANNED: u32 = 16;

/// What to do when matching fails.
#[derive(Clone, Copy, Debug)]
enum Frame {
    /// Go on from there.
    Choice { pc: u32, at: u32 },
    /// Give a register its former value.
    Undo { slot: u32, value: u32 },
    /// A repeat of one character gives one back, if it ends after `low`.
    Span { pc: u32, low: u32, at: u32 },
    /// A lazy repeat of one character takes another.
    Lazy { pc: u32, count: u32, at: u32 },
    /// Choices above belong to an atomic group or look-around that began there.
    Barrier { outer: u32, at: u32 },
    /// The same for a look-around that must not match: go on.
    Never { outer: u32, pc: u32, at: u32 },
}

/// Memory for matching, to be used again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    stack: Vec<Frame>,
    pub(super) slots: Vec<u32>,
}

impl Scratch {
    /// Whether it is worth keeping.
    pub(super) fn is_small(&self) -> bool {
        self.stack.capacity() <= 4_096 && self.slots.capacity() <= 1_024
    }
}

/// What a match must be, besides being one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demand {
    /// It ends where the subject ends.
    pub(super) to_end: bool,
    /// It is not empty.
    pub(super) not_empty: bool,
    /// Where its groups are, is wanted.
    pub(super) groups: bool,
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Matched,
    Failed,
    /// The steps are used up.
    Exhausted,
}

/// An attempt, or several at different places.
pub(super) struct Machine<'a> {
    code: &'a Code,
    window: Window<'a>,
    stack: &'a mut Vec<Frame>,
    slots: &'a mut Vec<u32>,
    barrier: u32,
    /// Whether to note where groups are.
    groups: bool,
    /// Steps left.
    pub(super) left: i64,
}

/// Where to go on: a place in the code and one in the subject, in one word because that is returned in a register.
type Next = Option<NonZeroU64>;

#[inline]
fn go(pc: u32, at: u32) -> Next {
    NonZeroU64::new(u64::from(pc.wrapping_add(1)) << 32 | u64::from(at))
}

#[inline]
fn come(next: NonZeroU64) -> (u32, u32) {
    let [pc, at] = [next.get() >> 32, next.get() & u64::from(u32::MAX)];
    (u32::try_from(pc).unwrap_or_default().wrapping_sub(1), u32::try_from(at).unwrap_or_default())
}

impl<'a> Machine<'a> {
    pub(super) fn new(code: &'a Code, window: Window<'a>, scratch: &'a mut Scratch, steps: i64) -> Self {
        let Scratch { stack, slots } = scratch;
        Self { code, window, stack, slots, barrier: NONE, groups: true, left: steps }
    }

    /// Looks for a match that begins at a position or after it.
    pub(super) fn search(&mut self, mut at: u32, mut demand: Demand) -> Outcome {
        loop {
            let Some(found) = self.candidate(at) else { return Outcome::Failed };
            if found != at {
                demand.not_empty = false;
            }
            at = found;
            match self.attempt(at, demand) {
                Outcome::Failed => {}
                outcome => return outcome,
            }
            demand.not_empty = false;
            match self.window.next(at) {
                Some((_, next)) => at = next,
                None => return Outcome::Failed,
            }
        }
    }

    /// The next position at which a match may begin.
    fn candidate(&mut self, at: u32) -> Option<u32> {
        let rest = self.window.bytes.get(at as usize..)?;
        let skipped = match self.code.start {
            Start::Anywhere => return Some(at),
            Start::Beginning => return (at == 0).then_some(at),
            Start::Byte(byte) => rest.iter().position(|&other| other == byte)?,
            Start::Bytes(bytes) => rest.iter().position(|&byte| bytes.has(byte))?,
        };
        let skipped = u32::try_from(skipped).ok()?;
        self.scanned(skipped);
        Some(at.saturating_add(skipped))
    }

    fn scanned(&mut self, count: u32) {
        self.left = self.left.saturating_sub(i64::from(count.wrapping_div(SCANNED)));
    }

    /// Looks for a match that begins at a position.
    pub(super) fn attempt(&mut self, start: u32, demand: Demand) -> Outcome {
        self.stack.clear();
        self.slots.clear();
        self.slots.resize(self.code.slots as usize, NONE);
        self.barrier = NONE;
        self.groups = demand.groups || self.code.tracks_last;
        let code = self.code;
        let (mut pc, mut at) = (0, start);
        loop {
            self.left = self.left.saturating_sub(1);
            if self.left < 0 {
                return Outcome::Exhausted;
            }
            let insn = code.insns.get(pc as usize).unwrap_or(&Insn::Fail);
            let mut next = self.step(insn, pc, at);
            if matches!(insn, Insn::Match) {
                if !(demand.to_end && at != self.window.end() || demand.not_empty && at == start) {
                    self.store(0, start);
                    self.store(1, at);
                    return Outcome::Matched;
                }
                next = None;
            }
            let Some(found) = next.or_else(|| self.backtrack()) else { return Outcome::Failed };
            (pc, at) = come(found);
        }
    }

    /// Runs an instruction; says where to go on if it does not fail.
    #[inline]
    fn step(&mut self, insn: &Insn, pc: u32, at: u32) -> Next {
        let after = pc.saturating_add(1);
        match *insn {
            Insn::One(single) => go(after, self.one(single, at)?),
            Insn::Text { start, end } => go(after, self.literal(start, end, at, false)?),
            Insn::Fold { start, end } => go(after, self.literal(start, end, at, true)?),
            Insn::Span(span) => self.span(span, pc, at),
            Insn::At(test) => {
                if self.holds(test, at) {
                    go(after, at)
                } else {
                    None
                }
            }
            Insn::Open { group } => {
                if self.groups {
                    self.set(group.saturating_mul(2), at);
                }
                go(after, at)
            }
            Insn::Close { group } => {
                if self.groups {
                    self.set(group.saturating_mul(2).saturating_add(1), at);
                    if self.code.tracks_last {
                        self.set(self.code.last_slot(), group);
                    }
                }
                go(after, at)
            }
            Insn::Split { to } => {
                self.stack.push(Frame::Choice { pc: to, at });
                go(after, at)
            }
            Insn::SplitLazy { to } => {
                self.stack.push(Frame::Choice { pc: after, at });
                go(to, at)
            }
            Insn::Jump { to } => go(to, at),
            Insn::Enter(number) => {
                let entry = self.entry(number)?;
                self.set(entry.slot, 0);
                self.set(entry.slot.saturating_add(1), NONE);
                go(after, at)
            }
            Insn::Until(number) => self.until(number, after, at),
            Insn::More(number) => {
                let entry = self.entry(number)?;
                self.iterate(&entry, at);
                go(entry.body, at)
            }
            Insn::Reference { group, case } => go(after, self.reference(group, case, at)?),
            Insn::Unless { group, to } => go(if self.group(group).is_some() { after } else { to }, at),
            Insn::Atomic => {
                self.enter(Frame::Barrier { outer: self.barrier, at });
                go(after, at)
            }
            Insn::Look { back } => {
                let from = self.behind(at, back)?;
                self.enter(Frame::Barrier { outer: self.barrier, at });
                go(after, from)
            }
            Insn::Commit => {
                self.cut();
                go(after, at)
            }
            Insn::LookEnd => go(after, self.cut()?),
            Insn::Never { back, to } => {
                let Some(from) = self.behind(at, back) else { return go(to, at) };
                self.enter(Frame::Never { outer: self.barrier, pc: to, at });
                go(after, from)
            }
            Insn::NeverEnd => {
                self.unwind();
                None
            }
            Insn::Fail | Insn::Match => None,
        }
    }

    /// Goes back to the last choice and takes its other way.
    fn backtrack(&mut self) -> Next {
        loop {
            match self.stack.pop()? {
                Frame::Choice { pc, at } => return go(pc, at),
                Frame::Undo { slot, value } => self.store(slot, value),
                Frame::Span { pc, low, at } => {
                    if let Some(next) = self.give_back(pc, low, at) {
                        return Some(next);
                    }
                }
                Frame::Lazy { pc, count, at } => {
                    if let Some(next) = self.take_more(pc, count, at) {
                        return Some(next);
                    }
                }
                Frame::Barrier { outer, .. } => self.barrier = outer,
                Frame::Never { outer, pc, at } => {
                    self.barrier = outer;
                    return go(pc, at);
                }
            }
        }
    }

    fn store(&mut self, slot: u32, value: u32) {
        if let Some(register) = self.slots.get_mut(slot as usize) {
            *register = value;
        }
    }

    fn load(&self, slot: u32) -> u32 {
        self.slots.get(slot as usize).copied().unwrap_or(NONE)
    }

    /// Gives a register a value that is taken back when matching fails.
    fn set(&mut self, slot: u32, value: u32) {
        let former = self.load(slot);
        if former != value {
            if !self.stack.is_empty() {
                self.stack.push(Frame::Undo { slot, value: former });
            }
            self.store(slot, value);
        }
    }

    /// What a group has matched.
    fn group(&self, group: u32) -> Option<(u32, u32)> {
        let slot = group.saturating_mul(2);
        let (start, end) = (self.load(slot), self.load(slot.saturating_add(1)));
        (start != NONE && end != NONE && start <= end).then_some((start, end))
    }

    fn entry(&self, number: u32) -> Option<Loop> {
        self.code.loops.get(number as usize).copied()
    }

    /// Begins an atomic group or a look-around.
    fn enter(&mut self, frame: Frame) {
        self.barrier = u32::try_from(self.stack.len()).unwrap_or(NONE);
        self.stack.push(frame);
    }

    fn behind(&mut self, at: u32, back: u32) -> Option<u32> {
        self.scanned(back);
        self.window.back(at, back)
    }

    /// Ends an atomic group or a look-around: drops its choices, keeps what undoes its captures. Returns where it
    /// began.
    fn cut(&mut self) -> Option<u32> {
        let bottom = self.barrier as usize;
        let Some(Frame::Barrier { outer, at }) = self.stack.get(bottom).copied() else { return None };
        self.barrier = outer;
        let above = self.stack.len().saturating_sub(bottom);
        self.left = self.left.saturating_sub(i64::try_from(above >> 2).unwrap_or(i64::MAX));
        let mut kept = bottom;
        for index in bottom..self.stack.len() {
            let Some(frame @ Frame::Undo { .. }) = self.stack.get(index).copied() else { continue };
            if let Some(place) = self.stack.get_mut(kept) {
                *place = frame;
            }
            kept = kept.saturating_add(1);
        }
        self.stack.truncate(kept);
        Some(at)
    }

    /// Takes back everything done since a look-around that must not match began.
    fn unwind(&mut self) {
        while let Some(frame) = self.stack.pop() {
            match frame {
                Frame::Undo { slot, value } => self.store(slot, value),
                Frame::Never { outer, .. } => {
                    self.barrier = outer;
                    return;
                }
                _ => {}
            }
        }
    }

    /// After an iteration of a loop, or none yet.
    fn until(&mut self, number: u32, more: u32, at: u32) -> Next {
        let entry = self.entry(number)?;
        let count = self.load(entry.slot);
        if count < entry.min {
            self.set(entry.slot, count.saturating_add(1));
            return go(entry.body, at);
        }
        let again = (count < entry.max || entry.max == NONE) && at != self.load(entry.slot.saturating_add(1));
        if again && entry.lazy {
            self.stack.push(Frame::Choice { pc: more, at });
        } else if again {
            self.stack.push(Frame::Choice { pc: entry.tail, at });
            self.iterate(&entry, at);
            return go(entry.body, at);
        }
        go(entry.tail, at)
    }

    /// Notes that another iteration begins.
    fn iterate(&mut self, entry: &Loop, at: u32) {
        let count = self.load(entry.slot).saturating_add(1);
        self.set(entry.slot, count);
        self.set(entry.slot.saturating_add(1), at);
    }

    /// The end of one character, if it is the right one.
    #[inline]
    fn one(&self, single: Single, at: u32) -> Option<u32> {
        let (code, after) = self.window.next(at)?;
        let right = match single {
            Single::Byte(byte) => code == u32::from(byte),
            Single::Letter(letter) => code | 0x20 == u32::from(letter),
            Single::Char(char) => code == u32::from(char),
            Single::Class(class) => {
                self.code.classes.get(class as usize).is_some_and(|class| class.has(code))
            }
            Single::Line => code != 0x0A,
            Single::Any => true,
        };
        right.then_some(after)
    }

    fn literal(&mut self, start: u32, end: u32, at: u32, fold: bool) -> Option<u32> {
        let wanted = self.code.pool.get(start as usize..end as usize)?;
        let stop = at.checked_add(end.saturating_sub(start))?;
        let found = self.window.bytes.get(at as usize..stop as usize)?;
        self.scanned(end.saturating_sub(start));
        let same = if fold { found.eq_ignore_ascii_case(wanted) } else { found == wanted };
        same.then_some(stop)
    }

    /// Takes as many characters as a test lets it; returns how many, and where they end.
    fn scan(&mut self, single: Single, most: u32, start: u32) -> (u32, u32) {
        let code = self.code;
        let taken = match single {
            Single::Class(number) => match code.classes.get(number as usize) {
                Some(class) => {
                    self.scan_while(most, start, |byte| class.has_ascii(byte), |code| class.has(code))
                }
                None => (0, start),
            },
            Single::Line => self.scan_while(most, start, |byte| byte != b'\n', |_| true),
            Single::Any => self.scan_while(most, start, |_| true, |_| true),
            Single::Byte(wanted) => {
                self.scan_while(most, start, |byte| byte == wanted, |code| code == u32::from(wanted))
            }
            Single::Letter(letter) => self.scan_while(most, start, |byte| byte | 0x20 == letter, |_| false),
            Single::Char(char) => self.scan_while(most, start, |_| false, |code| code == u32::from(char)),
        };
        self.scanned(taken.0);
        taken
    }

    /// Takes characters while one of two tests holds: of an ASCII character, or of another.
    #[inline]
    fn scan_while(
        &self,
        most: u32,
        start: u32,
        ascii: impl Fn(u8) -> bool,
        other: impl Fn(u32) -> bool,
    ) -> (u32, u32) {
        let (mut count, mut at) = (0_u32, start);
        let mut rest = self.window.bytes.get(start as usize..).unwrap_or_default().iter();
        while count < most {
            let Some(&byte) = rest.next() else { break };
            if byte < 0x80 {
                if !ascii(byte) {
                    break;
                }
                at = at.wrapping_add(1);
            } else {
                let Some((_, after)) = self.window.next(at).filter(|&(code, _)| other(code)) else { break };
                at = after;
                rest = self.window.bytes.get(at as usize..).unwrap_or_default().iter();
            }
            count = count.wrapping_add(1);
        }
        (count, at)
    }

    /// Begins a repeat of one character.
    fn span(&mut self, number: u32, pc: u32, at: u32) -> Next {
        let span = self.code.spans.get(number as usize).copied()?;
        let after = pc.saturating_add(1);
        if span.greed == Greed::Lazy {
            let (count, low) = self.scan(span.single, span.min, at);
            if count < span.min {
                return None;
            }
            return self.offer(&span, pc, count, low);
        }
        let (mut low, mut high) = (at, at);
        let mut most = span.max;
        if span.min > 0 {
            let (count, end) = self.scan(span.single, span.min, at);
            if count < span.min {
                return None;
            }
            (low, high) = (end, end);
            if most != NONE {
                most = most.saturating_sub(span.min);
            }
        }
        if most > 0 {
            (_, high) = self.scan(span.single, most, high);
        }
        if span.greed == Greed::Possessive {
            return go(after, high);
        }
        if span.next.is_none_or(|byte| self.window.byte(high) == Some(byte)) {
            if high > low {
                self.stack.push(Frame::Span { pc, low, at: high });
            }
            return go(after, high);
        }
        self.give_back(pc, low, high)
    }

    /// A greedy repeat of one character that ended at `at` ends earlier.
    fn give_back(&mut self, pc: u32, low: u32, mut at: u32) -> Next {
        let Some(Insn::Span(number)) = self.code.insns.get(pc as usize).copied() else { return None };
        let wanted = self.code.spans.get(number as usize)?.next;
        let from = at;
        while at > low {
            at = self.window.before(at)?;
            if wanted.is_none_or(|byte| self.window.byte(at) == Some(byte)) {
                self.scanned(from.saturating_sub(at));
                if at > low {
                    self.stack.push(Frame::Span { pc, low, at });
                }
                return go(pc.saturating_add(1), at);
            }
        }
        self.scanned(from.saturating_sub(at));
        None
    }

    /// A lazy repeat of one character lets what follows try.
    fn offer(&mut self, span: &Span, pc: u32, mut count: u32, mut at: u32) -> Next {
        let from = at;
        while span.next.is_some_and(|byte| self.window.byte(at) != Some(byte)) {
            if count >= span.max && span.max != NONE {
                return None;
            }
            let Some(after) = self.one(span.single, at) else {
                self.scanned(at.saturating_sub(from));
                return None;
            };
            at = after;
            count = count.saturating_add(1);
        }
        self.scanned(at.saturating_sub(from));
        if count < span.max || span.max == NONE {
            self.stack.push(Frame::Lazy { pc, count, at });
        }
        go(pc.saturating_add(1), at)
    }

    /// A lazy repeat of one character takes another.
    fn take_more(&mut self, pc: u32, count: u32, at: u32) -> Next {
        let Some(Insn::Span(number)) = self.code.insns.get(pc as usize).copied() else { return None };
        let span = self.code.spans.get(number as usize).copied()?;
        let after = self.one(span.single, at)?;
        self.offer(&span, pc, count.saturating_add(1), after)
    }

    /// The end of a repetition of what a group has matched.
    fn reference(&mut self, group: u32, case: Case, at: u32) -> Option<u32> {
        let (start, end) = self.group(group)?;
        let length = end.saturating_sub(start);
        self.scanned(length);
        if case == Case::Exact {
            let stop = at.checked_add(length)?;
            let wanted = self.window.bytes.get(start as usize..end as usize)?;
            return (self.window.bytes.get(at as usize..stop as usize)? == wanted).then_some(stop);
        }
        let lower = |code: u32| match case {
            Case::Unicode => unicode::lower(code),
            _ => u8::try_from(code).map_or(code, |byte| u32::from(byte.to_ascii_lowercase())),
        };
        let (mut from, mut at) = (start, at);
        while from < end {
            let (wanted, next) = self.window.next(from)?;
            let (found, after) = self.window.next(at)?;
            if wanted != found && lower(wanted) != lower(found) {
                return None;
            }
            (from, at) = (next, after);
        }
        Some(at)
    }

    fn holds(&self, test: At, at: u32) -> bool {
        let newline_at = |place: u32| self.window.byte(place) == Some(b'\n');
        let end = self.window.end();
        match test {
            At::Start => at == 0,
            At::LineStart => at.checked_sub(1).is_none_or(newline_at),
            At::End => at == end || at.saturating_add(1) == end && newline_at(at),
            At::LineEnd => at == end || newline_at(at),
            At::TextEnd => at == end,
            At::Word { unicode, negated } => {
                let before = self.window.before(at).and_then(|place| self.window.next(place));
                let after = self.window.next(at);
                let inside = |char: Option<(u32, u32)>| char.is_some_and(|(code, _)| is_word(code, unicode));
                end != 0 && (inside(before) != inside(after)) != negated
            }
        }
    }
}

fn is_word(code: u32, unicode: bool) -> bool {
    match u8::try_from(code) {
        Ok(byte) if byte < 0x80 => byte.is_ascii_alphanumeric() || byte == b'_',
        _ => unicode && unicode::is_word(code),
    }
}
