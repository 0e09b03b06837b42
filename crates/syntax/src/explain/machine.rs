//! Runs the grammar over tokens, with a stack of its own: no text makes it recurse.

use super::grammar::{Action, Alternative, Grammar, How, Item, NodeKind, RuleId, What};
use crate::lex::token::{Kind, Token};

/// A part that is not there.
pub(super) const NONE: u32 = u32::MAX;
/// Bit that marks a part as a token.
const TOKEN: u32 = 1 << 31;
/// End of a result that says that the rule does not match.
const NO_MATCH: u32 = u32::MAX;
/// Steps after which it gives up; a text needs a few hundred per token.
const MAX_STEPS: u32 = 30_000_000;

/// A piece of text that was recognized.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    /// First token.
    pub(super) start: u32,
    /// Token behind the last.
    pub(super) end: u32,
    first_child: u32,
    children: u32,
}

/// A result of a rule.
struct Known {
    key: u16,
    value: u32,
    end: u32,
}

/// Why a run stopped before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// An error to report, between two tokens.
    Error { indentation: bool, message: String, first: u32, last: u32 },
    /// The tokens ended before the text did.
    Tokens,
    /// Too much work.
    Steps,
}

/// What a matched alternative comes to.
pub(super) enum Outcome {
    Value(u32),
    /// The rule does not match after all, and its other alternatives are not tried.
    Nothing,
    Stop(Stop),
}

struct Frame {
    rule: RuleId,
    alternative: u16,
    item: u16,
    start: u32,
    at: u32,
    /// First value of this frame.
    values: u32,
    /// First element of a repetition that is going on.
    repeated: u32,
    repeating: bool,
    cut: bool,
    /// Where the separator in front of the current element stands.
    before_separator: u32,
    outer_second: bool,
}

/// The machine.
pub(super) struct Machine<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    /// Brackets open behind each token.
    pub(super) levels: &'a [u16],
    /// Tokens read so far.
    pub(super) read: u32,
    second: bool,
    /// Results of rules, by the token they start at.
    memo: Vec<Vec<Known>>,
    /// Where the statement starts whose results are kept.
    base: u32,
    frames: Vec<Frame>,
    values: Vec<u32>,
    repeated: Vec<u32>,
    nodes: Vec<Node>,
    children: Vec<u32>,
    blocks: u32,
    steps: u32,
}

impl<'a> Machine<'a> {
    pub(super) fn new(grammar: &'a Grammar, text: &'a str, tokens: &'a [Token], levels: &'a [u16]) -> Self {
        Self {
            grammar,
            text,
            tokens,
            levels,
            read: 0,
            second: false,
            memo: Vec::new(),
            base: 0,
            frames: Vec::new(),
            values: Vec::new(),
            repeated: Vec::new(),
            nodes: Vec::new(),
            children: Vec::new(),
            blocks: 0,
            steps: 0,
        }
    }

    /// Runs from the start, which is that rule; whether the text matches.
    pub(super) fn run(&mut self, start: RuleId, second: bool) -> Result<bool, Stop> {
        self.second = second;
        self.forget(0);
        self.frames.clear();
        self.values.clear();
        self.repeated.clear();
        self.blocks = 0;
        let mut result = self.call(start, 0)?;
        while !self.frames.is_empty() {
            self.steps = self.steps.saturating_add(1);
            if self.steps > MAX_STEPS {
                return Err(Stop::Steps);
            }
            result = match result.take() {
                Some((value, end)) => self.resume(value, end)?,
                None => self.step()?,
            };
        }
        Ok(result.is_some_and(|(_, end)| end != NO_MATCH))
    }

    /// Forgets all results; the next start at a token or behind it.
    fn forget(&mut self, base: u32) {
        self.memo.clear();
        self.base = base;
        self.nodes.clear();
        self.children.clear();
    }

    fn known(&self, key: u16, at: u32) -> Option<(u32, u32)> {
        let results = self.memo.get(at.checked_sub(self.base)? as usize)?;
        results.iter().find(|result| result.key == key).map(|result| (result.value, result.end))
    }

    fn keep(&mut self, key: u16, at: u32, value: u32, end: u32) {
        let Some(index) = at.checked_sub(self.base) else { return };
        let index = index as usize;
        if index >= self.memo.len() {
            self.memo.resize_with(index.saturating_add(1), Vec::new);
        }
        if let Some(results) = self.memo.get_mut(index) {
            results.push(Known { key, value, end });
        }
    }

    /// The token that the rule on top has come to.
    pub(super) fn position(&self) -> u32 {
        self.frames.last().map_or(0, |frame| frame.at)
    }

    pub(super) fn node(&self, value: u32) -> Option<&Node> {
        if value & TOKEN != 0 { None } else { self.nodes.get(value as usize) }
    }

    /// First token of a part, and the token behind its last.
    pub(super) fn extent(&self, value: u32) -> Option<(u32, u32)> {
        if value == NONE {
            return None;
        }
        if value & TOKEN != 0 {
            let index = value & !TOKEN;
            return Some((index, index.saturating_add(1)));
        }
        self.nodes.get(value as usize).map(|node| (node.start, node.end))
    }

    pub(super) fn token_text(&self, index: u32) -> &'a str {
        let token = self.tokens.get(index as usize);
        token.map_or("", |token| self.text.get(token.start as usize..token.end as usize).unwrap_or_default())
    }

    /// The children of a node, those of sequences in their place.
    pub(super) fn children(&self, node: &Node) -> Vec<u32> {
        let mut found = Vec::new();
        let mut todo: Vec<u32> = self.direct(node).iter().rev().copied().collect();
        while let Some(value) = todo.pop() {
            let Some(child) = self.node(value) else { continue };
            if matches!(child.kind, NodeKind::Other | NodeKind::Sequence) {
                todo.extend(self.direct(child).iter().rev());
            } else {
                found.push(value);
            }
        }
        found
    }

    fn direct(&self, node: &Node) -> &[u32] {
        let start = node.first_child as usize;
        self.children.get(start..start.saturating_add(node.children as usize)).unwrap_or_default()
    }

    /// Makes a node of the values from a place in the stack.
    fn make(&mut self, kind: NodeKind, start: u32, end: u32, values: &[u32]) -> u32 {
        let first_child = u32::try_from(self.children.len()).unwrap_or(0);
        self.children.extend(values.iter().filter(|value| **value & TOKEN == 0 && **value != NONE));
        let children = u32::try_from(self.children.len()).unwrap_or(0).saturating_sub(first_child);
        let index = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node { kind, start, end, first_child, children });
        index
    }

    const fn key(&self, rule: RuleId, memo: bool) -> u16 {
        rule.wrapping_shl(1) | (!memo && self.second) as u16
    }

    /// Starts a rule, or gives its result when it is known.
    fn call(&mut self, rule: RuleId, at: u32) -> Result<Option<(u32, u32)>, Stop> {
        let Some(found) = self.grammar.rules.get(usize::from(rule)) else {
            return Ok(Some((NONE, NO_MATCH)));
        };
        if let Some(token) = self.tokens.get(at as usize)
            && !found.first.has(token.kind)
        {
            self.read = self.read.max(at.saturating_add(1));
            return Ok(Some((NONE, NO_MATCH)));
        }
        if found.named
            && let Some(result) = self.known(self.key(rule, found.memo), at)
        {
            return Ok(Some(result));
        }
        if rule == self.grammar.block {
            self.blocks = self.blocks.saturating_add(1);
        }
        let outer_second = self.second;
        if found.plain {
            self.second = false;
        }
        self.frames.push(Frame {
            rule,
            alternative: 0,
            item: 0,
            start: at,
            at,
            values: u32::try_from(self.values.len()).unwrap_or(0),
            repeated: 0,
            repeating: false,
            cut: false,
            before_separator: at,
            outer_second,
        });
        Ok(None)
    }

    fn alternative(&self, frame: &Frame) -> Option<&'a Alternative> {
        let grammar: &'a Grammar = self.grammar;
        grammar.rules.get(usize::from(frame.rule))?.alternatives.get(usize::from(frame.alternative))
    }

    /// Goes on with the rule on top.
    fn step(&mut self) -> Result<Option<(u32, u32)>, Stop> {
        let Some(frame) = self.frames.last() else { return Ok(None) };
        let Some(alternative) = self.alternative(frame) else { return Ok(Some(self.leave(NONE, NO_MATCH))) };
        let starts =
            self.tokens.get(frame.start as usize).is_none_or(|token| alternative.first.has(token.kind));
        if frame.item == 0 && (!starts || (alternative.second_pass && !self.second)) {
            self.next_alternative();
            return Ok(None);
        }
        let Some(item) = alternative.items.get(usize::from(frame.item)).copied() else {
            return self.matched(alternative);
        };
        let at = frame.at;
        match item.what {
            What::Cut => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.cut = true;
                }
                self.value(NONE, at);
                Ok(None)
            }
            What::Rule(rule) => match self.call(rule, at)? {
                Some((value, end)) => self.resume(value, end),
                None => Ok(None),
            },
            _ => {
                let matches = self.matches(item.what, at)?;
                let (value, end) =
                    if matches { (at | TOKEN, at.saturating_add(1)) } else { (NONE, NO_MATCH) };
                self.resume(value, end)
            }
        }
    }

    /// Whether the token at a place is what is looked for.
    fn matches(&mut self, what: What, at: u32) -> Result<bool, Stop> {
        let Some(token) = self.tokens.get(at as usize) else {
            self.read = self.read.max(at);
            return Err(Stop::Tokens);
        };
        self.read = self.read.max(at.saturating_add(1));
        Ok(match what {
            What::Token(kind) => token.kind == kind,
            What::Number => match token.kind {
                Kind::Int => {
                    if let Some(error) = crate::literal::number::too_long(self.token_text(at)) {
                        return Err(Stop::Error {
                            indentation: false,
                            message: error.0,
                            first: at,
                            last: at,
                        });
                    }
                    true
                }
                kind => matches!(kind, Kind::Float | Kind::Imaginary),
            },
            What::Word(word) => token.kind == Kind::Name && self.token_text(at) == word,
            What::SoftKeyword => {
                // CPython compares only as many letters as the name has.
                let words = ["_", "case", "match", "type"];
                token.kind == Kind::Name && words.iter().any(|word| word.starts_with(self.token_text(at)))
            }
            What::Rule(_) | What::Cut => false,
        })
    }

    fn item(&self) -> Option<Item> {
        let frame = self.frames.last()?;
        self.alternative(frame)?.items.get(usize::from(frame.item)).copied()
    }

    /// Puts the value of the current item and goes to the next.
    fn value(&mut self, value: u32, at: u32) {
        self.values.push(value);
        if let Some(frame) = self.frames.last_mut() {
            frame.item = frame.item.saturating_add(1);
            frame.at = at;
            frame.repeating = false;
        }
    }

    /// Gives the rule on top the result for its current item.
    fn resume(&mut self, value: u32, end: u32) -> Result<Option<(u32, u32)>, Stop> {
        let Some(item) = self.item() else { return Ok(None) };
        let Some(frame) = self.frames.last() else { return Ok(None) };
        let at = frame.at;
        let found = end != NO_MATCH;
        match item.how {
            How::Once if found => self.value(value, end),
            How::Optional => self.value(if found { value } else { NONE }, if found { end } else { at }),
            How::Ahead if found => self.value(NONE, at),
            How::NotAhead if !found => self.value(NONE, at),
            How::Forced(_) if !found && !self.second => self.next_alternative(),
            How::Forced(text) => {
                if !found {
                    let message = format!("expected '{text}'");
                    return Err(Stop::Error { indentation: false, message, first: at, last: at });
                }
                self.value(value, end);
            }
            How::Repeat { at_least_one, separator } => {
                return self.repeat(value, end, at_least_one, separator);
            }
            How::Once | How::Ahead | How::NotAhead => self.next_alternative(),
        }
        Ok(None)
    }

    fn repeat(
        &mut self,
        value: u32,
        end: u32,
        at_least_one: bool,
        separator: Option<Kind>,
    ) -> Result<Option<(u32, u32)>, Stop> {
        let Some(frame) = self.frames.last_mut() else { return Ok(None) };
        if !frame.repeating {
            frame.repeating = true;
            frame.repeated = u32::try_from(self.repeated.len()).unwrap_or(0);
            frame.before_separator = frame.at;
        }
        let advanced = end != NO_MATCH && end > frame.at;
        if advanced {
            self.repeated.push(value);
            frame.at = end;
            frame.before_separator = end;
            let Some(kind) = separator else { return Ok(None) };
            if self.matches(What::Token(kind), end)? {
                if let Some(frame) = self.frames.last_mut() {
                    frame.at = end.saturating_add(1);
                }
                return Ok(None);
            }
        }
        let Some(frame) = self.frames.last() else { return Ok(None) };
        let (first, end, start) = (frame.repeated as usize, frame.before_separator, frame.start);
        let elements = self.repeated.split_off(first.min(self.repeated.len()));
        if elements.is_empty() && at_least_one {
            self.next_alternative();
            return Ok(None);
        }
        let node = self.make(NodeKind::Sequence, start, end, &elements);
        self.value(node, end);
        Ok(None)
    }

    fn next_alternative(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        self.values.truncate(frame.values as usize);
        if frame.repeating {
            self.repeated.truncate(frame.repeated as usize);
        }
        frame.repeating = false;
        frame.item = 0;
        frame.at = frame.start;
        frame.alternative = if frame.cut { u16::MAX } else { frame.alternative.saturating_add(1) };
    }

    fn matched(&mut self, alternative: &Alternative) -> Result<Option<(u32, u32)>, Stop> {
        let Some(frame) = self.frames.last() else { return Ok(None) };
        let (start, end, first) = (frame.start, frame.at, frame.values as usize);
        let part =
            |index: u8| self.values.get(first.saturating_add(usize::from(index))).copied().unwrap_or(NONE);
        let outcome = match &alternative.action {
            Action::Pass(index) => Outcome::Value(part(*index)),
            Action::Node(kind) => {
                let values = self.values.split_off(first.min(self.values.len()));
                Outcome::Value(self.make(*kind, start, end, &values))
            }
            Action::Error { indentation, at, message } => self.error(*indentation, *at, message, &part),
            Action::Target { purpose, part: index } => self.target(*purpose, part(*index)),
            Action::Call { function, a, b, text } => {
                let (a, b) = (part(*a), part(*b));
                let values = self.values.split_off(first.min(self.values.len()));
                let node = self.make(NodeKind::Other, start, end, &values);
                self.function(*function, (a, b, text), node)
            }
        };
        match outcome {
            Outcome::Value(value) => Ok(Some(self.leave(value, end))),
            Outcome::Nothing => Ok(Some(self.leave(NONE, NO_MATCH))),
            Outcome::Stop(stop) => Err(stop),
        }
    }

    /// Changes the kind of a node that was just made.
    pub(super) fn becomes(&mut self, node: u32, kind: NodeKind) -> Outcome {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.kind = kind;
        }
        Outcome::Value(node)
    }

    /// Ends the rule on top with a result.
    fn leave(&mut self, value: u32, end: u32) -> (u32, u32) {
        let Some(frame) = self.frames.pop() else { return (value, end) };
        self.values.truncate(frame.values as usize);
        if frame.repeating {
            self.repeated.truncate(frame.repeated as usize);
        }
        self.second = frame.outer_second;
        if frame.rule == self.grammar.block {
            self.blocks = self.blocks.saturating_sub(1);
        }
        if frame.rule == self.grammar.statement && self.blocks == 1 && end != NO_MATCH {
            // Nothing goes back behind a whole statement of the policy's body.
            self.forget(end);
            self.repeated.clear();
            if let Some(outer) = self.frames.last_mut() {
                outer.repeated = 0;
            }
            return (NONE, end);
        }
        let found = self.grammar.rules.get(usize::from(frame.rule));
        if let Some(rule) = found.filter(|rule| rule.named) {
            self.keep(self.key(frame.rule, rule.memo), frame.start, value, end);
        }
        (value, end)
    }
}
