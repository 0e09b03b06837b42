//! The instructions that the backtracking engine runs, and their making.

use super::ast::{At, Case, Greed, Node, Tree};
use super::class::CharClass;
use super::start::Start;

/// One instruction. Numbers named `to` are places in the code.
#[derive(Clone, Copy, Debug)]
pub(super) enum Insn {
    /// These bytes of the pool.
    Text {
        start: u32,
        end: u32,
    },
    /// These bytes of the pool, ASCII letters in either case.
    Fold {
        start: u32,
        end: u32,
    },
    /// One character.
    One(Single),
    /// A zero-width test.
    At(At),
    /// A group begins.
    Open {
        group: u32,
    },
    /// A group ends.
    Close {
        group: u32,
    },
    /// Goes on here, and at `to` if that fails.
    Split {
        to: u32,
    },
    /// Goes on at `to`, and here if that fails.
    SplitLazy {
        to: u32,
    },
    Jump {
        to: u32,
    },
    /// Repeats one character.
    Span(u32),
    /// A loop begins.
    Enter(u32),
    /// A loop decides between another iteration and what follows.
    Until(u32),
    /// A lazy loop, after what follows has failed, tries another iteration.
    More(u32),
    Reference {
        group: u32,
        case: Case,
    },
    /// Goes on at `to` unless the group took part.
    Unless {
        group: u32,
        to: u32,
    },
    /// Choices made from here on can be dropped.
    Atomic,
    /// Drops the choices made since.
    Commit,
    /// A look-around that must match, so many characters behind.
    Look {
        back: u32,
    },
    /// Its end: drops its choices and goes back to where it began.
    LookEnd,
    /// A look-around that must not match, so many characters behind; if so, goes on at `to`.
    Never {
        back: u32,
        to: u32,
    },
    /// Its body has matched: fails.
    NeverEnd,
    Fail,
    Match,
}

/// What one character must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Single {
    /// An ASCII character or, in a bytes pattern, a byte.
    Byte(u8),
    /// An ASCII letter given in lower case, in either case.
    Letter(u8),
    Char(char),
    Class(u32),
    /// Any but a newline.
    Line,
    Any,
}

/// A repeat of one character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) single: Single,
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) greed: Greed,
    /// The byte that must follow, if that is known.
    pub(super) next: Option<u8>,
}

/// A repeat of anything else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loop {
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) lazy: bool,
    /// Its register for the number of iterations; the next one says where the last began.
    pub(super) slot: u32,
    /// Where its body begins.
    pub(super) body: u32,
    /// What follows it.
    pub(super) tail: u32,
}

/// A pattern for the backtracking engine.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) insns: Box<[Insn]>,
    pub(super) pool: Box<[u8]>,
    pub(super) classes: Box<[CharClass]>,
    pub(super) spans: Box<[Span]>,
    pub(super) loops: Box<[Loop]>,
    pub(super) groups: u32,
    /// Registers in all.
    pub(super) slots: u32,
    /// Whether subjects are UTF-8 text.
    pub(super) text: bool,
    /// Whether it must note which group was closed last, or depends on what groups have matched.
    pub(super) tracks_last: bool,
    /// How a match can begin.
    pub(super) start: Start,
}

impl Code {
    /// Number of the register that says which group was closed last.
    pub(super) const fn last_slot(&self) -> u32 {
        self.groups.saturating_add(1).saturating_mul(2)
    }

    /// Bytes of memory behind it.
    pub(super) fn size(&self) -> usize {
        let classes = self.classes.iter().map(CharClass::size).fold(0, usize::saturating_add);
        [
            size_of_val::<[Insn]>(&self.insns),
            self.pool.len(),
            size_of_val::<[Span]>(&self.spans),
            size_of_val::<[Loop]>(&self.loops),
            classes,
        ]
        .into_iter()
        .fold(size_of::<Self>(), usize::saturating_add)
    }
}

/// Makes the code of a pattern. Unless it `tracks_last`, the group that was closed last must follow from where the
/// groups are, and nothing may depend on groups.
pub(super) fn compile(tree: &Tree, text: bool, tracks_last: bool) -> Code {
    let mut maker = Maker {
        text,
        slots: tree.groups.saturating_add(1).saturating_mul(2).saturating_add(1),
        insns: Vec::new(),
        pool: Vec::new(),
        classes: Vec::new(),
        spans: Vec::new(),
        loops: Vec::new(),
    };
    maker.sequence(&tree.root);
    maker.push(Insn::Match);
    maker.look_ahead();
    Code {
        start: Start::of(&tree.root, text),
        insns: maker.insns.into_boxed_slice(),
        pool: maker.pool.into_boxed_slice(),
        classes: maker.classes.into_boxed_slice(),
        spans: maker.spans.into_boxed_slice(),
        loops: maker.loops.into_boxed_slice(),
        groups: tree.groups,
        slots: maker.slots,
        text,
        tracks_last,
    }
}

/// Whether a sequence only tests, taking no characters and noting no groups.
fn is_test(sequence: &[Node]) -> bool {
    sequence.iter().all(|node| match node {
        Node::At(_) => true,
        Node::Group(None, body) | Node::Flagged(body) | Node::Repeat { body, .. } => is_test(body),
        Node::Branch(branches) => branches.iter().all(|branch| is_test(branch)),
        _ => false,
    })
}

struct Maker {
    text: bool,
    slots: u32,
    insns: Vec<Insn>,
    pool: Vec<u8>,
    classes: Vec<CharClass>,
    spans: Vec<Span>,
    loops: Vec<Loop>,
}

/// The length of a table as a place in it. Patterns are short, so it always fits.
fn place<T>(table: &[T]) -> u32 {
    u32::try_from(table.len()).unwrap_or(u32::MAX)
}

impl Maker {
    fn here(&self) -> u32 {
        place(&self.insns)
    }

    fn push(&mut self, insn: Insn) -> usize {
        self.insns.push(insn);
        self.insns.len().saturating_sub(1)
    }

    fn patch(&mut self, at: usize, insn: Insn) {
        if let Some(slot) = self.insns.get_mut(at) {
            *slot = insn;
        }
    }

    fn sequence(&mut self, nodes: &[Node]) {
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            let taken = self.run(rest);
            if taken > 0 {
                rest = rest.get(taken..).unwrap_or_default();
            } else {
                self.node(node);
                rest = after;
            }
        }
    }

    /// Makes one instruction of at least two characters in a row; returns how many it took.
    fn run(&mut self, nodes: &[Node]) -> usize {
        let exact = nodes.iter().take_while(|node| matches!(node, Node::Literal(_))).count();
        let folding = |node: &&Node| match node {
            Node::Letter(_) => true,
            Node::Literal(char) => char.is_ascii() && !char.is_ascii_alphabetic(),
            _ => false,
        };
        let folded = nodes.iter().take_while(folding).count();
        let count = exact.max(folded);
        if count < 2 {
            return 0;
        }
        let start = place(&self.pool);
        for node in nodes.iter().take(count) {
            match node {
                Node::Literal(char) => self.literal(*char),
                Node::Letter(letter) => self.pool.push(*letter),
                _ => {}
            }
        }
        let end = place(&self.pool);
        self.push(if exact >= folded { Insn::Text { start, end } } else { Insn::Fold { start, end } });
        count
    }

    fn literal(&mut self, char: char) {
        if self.text {
            let mut buffer = [0; 4];
            self.pool.extend_from_slice(char.encode_utf8(&mut buffer).as_bytes());
        } else {
            self.pool.push(u8::try_from(u32::from(char)).unwrap_or_default());
        }
    }

    fn single(&mut self, node: &Node) -> Option<Single> {
        Some(match node {
            Node::Literal(char) => match u8::try_from(u32::from(*char)) {
                Ok(byte) if byte < 0x80 || !self.text => Single::Byte(byte),
                _ => Single::Char(*char),
            },
            Node::Letter(letter) => Single::Letter(*letter),
            Node::Any { newline: false } => Single::Line,
            Node::Any { newline: true } => Single::Any,
            Node::Class(class) => {
                let known = self.classes.iter().position(|other| other == class.as_ref());
                let index = known.unwrap_or_else(|| {
                    self.classes.push(class.as_ref().clone());
                    self.classes.len().saturating_sub(1)
                });
                Single::Class(u32::try_from(index).unwrap_or(u32::MAX))
            }
            Node::Group(None, body) | Node::Flagged(body) => match body.as_slice() {
                [only] => self.single(only)?,
                _ => return None,
            },
            _ => return None,
        })
    }

    fn node(&mut self, node: &Node) {
        if let Some(single) = self.single(node) {
            self.push(Insn::One(single));
            return;
        }
        match node {
            Node::At(at) => drop(self.push(Insn::At(*at))),
            Node::Branch(branches) => self.branch(branches),
            Node::Group(Some(group), body) => {
                self.push(Insn::Open { group: *group });
                self.sequence(body);
                self.push(Insn::Close { group: *group });
            }
            Node::Group(None, body) | Node::Flagged(body) => self.sequence(body),
            Node::Repeat { min, max, greed, body } => self.repeat(*min, *max, *greed, body),
            Node::Atomic(body) => self.atomic(body),
            Node::Look { behind, negated, body } => {
                let back = behind.as_ref().map_or(0, |width| u32::try_from(width.0).unwrap_or(u32::MAX));
                self.look(back, *negated, body);
            }
            Node::Reference(group, case) => drop(self.push(Insn::Reference { group: *group, case: *case })),
            Node::Conditional { group, yes, no } => self.conditional(*group, yes, no),
            _ => drop(self.push(Insn::Fail)),
        }
    }

    fn branch(&mut self, branches: &[Vec<Node>]) {
        let mut exits = Vec::with_capacity(branches.len());
        let Some((last, others)) = branches.split_last() else { return };
        for branch in others {
            let split = self.push(Insn::Fail);
            self.sequence(branch);
            exits.push(self.push(Insn::Fail));
            self.patch(split, Insn::Split { to: self.here() });
        }
        self.sequence(last);
        for exit in exits {
            self.patch(exit, Insn::Jump { to: self.here() });
        }
    }

    fn atomic(&mut self, body: &[Node]) {
        self.push(Insn::Atomic);
        self.sequence(body);
        self.push(Insn::Commit);
    }

    fn look(&mut self, back: u32, negated: bool, body: &[Node]) {
        let start = self.push(Insn::Look { back });
        self.sequence(body);
        if negated {
            self.push(Insn::NeverEnd);
            self.patch(start, Insn::Never { back, to: self.here() });
        } else {
            self.push(Insn::LookEnd);
        }
    }

    fn conditional(&mut self, group: u32, yes: &[Node], no: &[Node]) {
        let start = self.push(Insn::Fail);
        self.sequence(yes);
        let exit = self.push(Insn::Fail);
        self.patch(start, Insn::Unless { group, to: self.here() });
        self.sequence(no);
        self.patch(exit, Insn::Jump { to: self.here() });
    }

    fn repeat(&mut self, min: u32, max: Option<u32>, greed: Greed, body: &[Node]) {
        let bound = max.unwrap_or(u32::MAX);
        if is_test(body) {
            // It holds again where it has held.
            if min > 0 {
                self.sequence(body);
            }
            return;
        }
        if let [only] = body
            && let Some(single) = self.single(only)
        {
            let span = place(&self.spans);
            self.spans.push(Span { single, min, max: bound, greed, next: None });
            self.push(Insn::Span(span));
            return;
        }
        match (min, bound, greed) {
            (_, 0, _) => {}
            (1, 1, Greed::Possessive) => self.atomic(body),
            (1, 1, _) => self.sequence(body),
            (0, 1, Greed::Greedy | Greed::Lazy) => {
                let split = self.push(Insn::Fail);
                self.sequence(body);
                let to = self.here();
                self.patch(
                    split,
                    if greed == Greed::Lazy { Insn::SplitLazy { to } } else { Insn::Split { to } },
                );
            }
            (_, _, Greed::Possessive) => {
                self.push(Insn::Atomic);
                self.looped(min, bound, greed, body);
                self.push(Insn::Commit);
            }
            _ => self.looped(min, bound, greed, body),
        }
    }

    fn looped(&mut self, min: u32, max: u32, greed: Greed, body: &[Node]) {
        let index = self.loops.len();
        let number = place(&self.loops);
        let slot = self.slots;
        self.slots = slot.saturating_add(2);
        let lazy = greed == Greed::Lazy;
        self.loops.push(Loop { min, max, lazy, slot, body: 0, tail: 0 });
        self.push(Insn::Enter(number));
        let until = self.here();
        self.push(Insn::Until(number));
        self.push(Insn::More(number));
        let start = self.here();
        if greed == Greed::Possessive {
            self.atomic(body);
        } else {
            self.sequence(body);
        }
        self.push(Insn::Jump { to: until });
        let tail = self.here();
        if let Some(entry) = self.loops.get_mut(index) {
            entry.body = start;
            entry.tail = tail;
        }
    }

    /// Tells repeats of one character which byte must follow them.
    fn look_ahead(&mut self) {
        for index in 0..self.insns.len() {
            let Some(Insn::Span(span)) = self.insns.get(index).copied() else { continue };
            let next = self.first_byte(index.saturating_add(1));
            if let Some(span) = self.spans.get_mut(span as usize) {
                span.next = next;
            }
        }
    }

    /// The byte that must come next at a place of the code.
    fn first_byte(&self, mut index: usize) -> Option<u8> {
        loop {
            match self.insns.get(index)? {
                Insn::Open { .. } | Insn::Close { .. } => index = index.saturating_add(1),
                Insn::Text { start, .. } => return self.pool.get(*start as usize).copied(),
                Insn::One(Single::Byte(byte)) => return Some(*byte),
                _ => return None,
            }
        }
    }
}
