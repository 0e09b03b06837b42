//! Bounds the depth of the tree that the parser will build, token by token, before it builds anything.
//!
//! The parser itself does not recurse, but its tree's drop and its treatment of assignment targets do, so the bound
//! must hold for everything it is given, valid or not. For each open bracket the guard keeps the greatest height that
//! what it has seen can have. An operator makes the operand to its left or to its right one level deeper, so in one
//! operand of `and`, `or` or `,` the height is at most that of the tallest atom plus the number of operators.

use crate::lex::token::Kind;
use crate::prepare::ItemKind;

/// What one bracket, or the outermost level of a statement, holds so far.
#[derive(Clone, Copy, Default)]
struct Frame {
    /// Operators in the current segment.
    operators: u32,
    /// The tallest atom in the current segment.
    tallest: u32,
    /// The tallest segment before it.
    segments: u32,
    /// Constructs around every segment of the current element.
    around: u32,
    /// The tallest element before it.
    elements: u32,
    /// `lambda`s whose colon has not come yet.
    lambdas: u32,
    /// Whether the element has several segments.
    split: bool,
}

impl Frame {
    const fn segment(self) -> u32 {
        self.operators.saturating_add(self.tallest)
    }

    const fn element(self) -> u32 {
        let segment = self.segment();
        let tallest = if segment > self.segments { segment } else { self.segments };
        tallest.saturating_add(self.around).saturating_add(if self.split { 2 } else { 0 })
    }

    const fn height(self) -> u32 {
        let element = self.element();
        if element > self.elements { element } else { self.elements }
    }

    const fn end_segment(&mut self) {
        let segment = self.segment();
        if segment > self.segments {
            self.segments = segment;
        }
        self.operators = 0;
        self.tallest = 0;
        self.split = true;
    }

    const fn end_element(&mut self) {
        *self = Self { elements: self.height(), ..Self::EMPTY };
    }

    const EMPTY: Self =
        Self { operators: 0, tallest: 0, segments: 0, around: 0, elements: 0, lambdas: 0, split: false };
}

/// The bound.
pub(crate) struct Guard {
    limit: u32,
    /// Open brackets, outermost first; the first is the statement itself.
    frames: Vec<Frame>,
    current: Frame,
    /// Levels that the open brackets and blocks and what stands before them add.
    open: u32,
    /// What each open bracket added to `open`.
    added: Vec<u32>,
    /// For each open block, its `elif`s, each of which nests.
    blocks: Vec<u32>,
    line_start: bool,
}

impl Guard {
    /// A bound on the levels of nesting.
    pub(crate) fn new(limit: u32) -> Self {
        Self {
            limit,
            frames: Vec::new(),
            current: Frame::EMPTY,
            open: 0,
            added: Vec::new(),
            blocks: vec![0],
            line_start: true,
        }
    }

    /// Takes the next token into account.
    ///
    /// # Errors
    /// The level of nesting, when it passes the bound.
    pub(crate) fn feed(&mut self, kind: ItemKind) -> Result<(), u32> {
        let starts_line = std::mem::replace(&mut self.line_start, false);
        let ItemKind::Token(kind) = kind else {
            self.current.tallest = self.current.tallest.max(1);
            return Ok(());
        };
        match kind {
            Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace => {
                self.current.operators = self.current.operators.saturating_add(1);
                let split = if self.current.split { 2 } else { 0 };
                let added = self.current.operators.saturating_add(self.current.around).saturating_add(split);
                self.open = self.open.saturating_add(added);
                self.added.push(added);
                self.frames.push(std::mem::take(&mut self.current));
            }
            Kind::RightParen | Kind::RightBracket | Kind::RightBrace => {
                let inside = self.current.height().saturating_add(1);
                if let Some(outer) = self.frames.pop() {
                    self.current = outer;
                    self.current.tallest = self.current.tallest.max(inside);
                    self.open = self.open.saturating_sub(self.added.pop().unwrap_or(0));
                }
            }
            Kind::Newline | Kind::Semicolon => {
                self.current = Frame::default();
                self.line_start = true;
            }
            Kind::Indent => {
                self.open = self.open.saturating_add(2);
                self.blocks.push(0);
                self.line_start = true;
            }
            Kind::Dedent => {
                let elifs = if self.blocks.len() > 1 { self.blocks.pop().unwrap_or(0) } else { 0 };
                self.open = self.open.saturating_sub(elifs.saturating_add(2));
                self.line_start = true;
            }
            Kind::Elif if starts_line => {
                if let Some(elifs) = self.blocks.last_mut() {
                    *elifs = elifs.saturating_add(1);
                }
                self.open = self.open.saturating_add(1);
            }
            Kind::Else | Kind::Except | Kind::Finally if starts_line => {}
            _ => {
                if starts_line && let Some(elifs) = self.blocks.last_mut() {
                    self.open = self.open.saturating_sub(std::mem::take(elifs));
                }
                self.operator(kind);
            }
        }
        let level = self.open.saturating_add(self.current.height());
        if level > self.limit { Err(level) } else { Ok(()) }
    }

    fn operator(&mut self, kind: Kind) {
        let frame = &mut self.current;
        match kind {
            Kind::Comma if frame.lambdas == 0 => frame.end_element(),
            Kind::Comma => {}
            Kind::Colon => {
                frame.lambdas = frame.lambdas.saturating_sub(1);
                frame.around = frame.around.saturating_add(1);
            }
            Kind::And | Kind::Or | Kind::For | Kind::Equal => frame.end_segment(),
            Kind::Lambda => {
                frame.lambdas = frame.lambdas.saturating_add(1);
                frame.around = frame.around.saturating_add(1);
            }
            Kind::If
            | Kind::Else
            | Kind::ColonEqual
            | Kind::Yield
            | Kind::Star
            | Kind::DoubleStar
            | Kind::From => {
                frame.around = frame.around.saturating_add(1);
            }
            Kind::Name | Kind::Int | Kind::Float | Kind::Imaginary | Kind::String | Kind::Ellipsis => {
                frame.tallest = frame.tallest.max(1);
            }
            _ => frame.operators = frame.operators.saturating_add(1),
        }
    }
}
