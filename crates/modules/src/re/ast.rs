//! The tree of a pattern. Flags are resolved while parsing, so a node says exactly what it matches.

use super::class::CharClass;

/// Items matched one after the other.
pub(super) type Sequence = Vec<Node>;

/// How a back-reference compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Exactly.
    Exact,
    /// ASCII letters without case.
    Ascii,
    /// By lower case.
    Unicode,
}

/// Where a zero-width test holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// `\A`, and `^` without MULTILINE.
    Start,
    /// `^` with MULTILINE.
    LineStart,
    /// `$` without MULTILINE: the end, or before a final newline.
    End,
    /// `$` with MULTILINE.
    LineEnd,
    /// `\Z`.
    TextEnd,
    /// `\b` or, negated, `\B`.
    Word {
        /// Whether `\w` is Unicode's.
        unicode: bool,
        /// Whether this is `\B`.
        negated: bool,
    },
}

/// How a repeat chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Greed {
    /// As many as possible first.
    Greedy,
    /// As few as possible first.
    Lazy,
    /// As many as possible, never fewer.
    Possessive,
}

/// One item of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A character, case respected.
    Literal(char),
    /// An ASCII letter (given in lower case) and its upper case, and nothing else.
    Letter(u8),
    /// One character of a class.
    Class(Box<CharClass>),
    /// Any character, or any but a newline.
    Any {
        /// Whether a newline is among them.
        newline: bool,
    },
    /// A zero-width test.
    At(At),
    /// Alternatives, first one first.
    Branch(Vec<Sequence>),
    /// A group with flags of its own, which are resolved inside.
    Flagged(Sequence),
    /// A group; capturing if it has a number.
    Group(Option<u32>, Sequence),
    /// A repeat; `None` stands for no upper bound.
    Repeat {
        /// Least number of iterations.
        min: u32,
        /// Greatest number of iterations.
        max: Option<u32>,
        /// How it chooses.
        greed: Greed,
        /// What is repeated.
        body: Sequence,
    },
    /// `(?>…)`.
    Atomic(Sequence),
    /// Look-ahead and look-behind.
    Look {
        /// For a look-behind its least and greatest width in characters, which must be equal.
        behind: Option<Box<(u128, u128)>>,
        /// Whether it holds when the body does not match.
        negated: bool,
        /// What is looked for.
        body: Sequence,
    },
    /// A back-reference.
    Reference(u32, Case),
    /// `(?(1)yes|no)`.
    Conditional {
        /// Number of the group asked about.
        group: u32,
        /// If it took part in the match.
        yes: Sequence,
        /// If not.
        no: Sequence,
    },
    /// Never matches.
    Fail,
}

/// A pattern as parsed.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) root: Sequence,
    /// The flags as `Pattern.flags` shows them.
    pub(super) flags: u32,
    /// Number of capturing groups.
    pub(super) groups: u32,
    /// Names of groups, in the order of their definition.
    pub(super) names: Vec<(Box<str>, u32)>,
    /// Group numbers in the order of their closing parentheses.
    pub(super) closing: Vec<u32>,
}

/// CPython's greatest width of a subpattern; whatever is wider counts as this.
const WIDEST: u128 = 1 << 64;

/// Least and greatest number of characters that a sequence matches; `groups` has the widths of closed groups.
pub(super) fn width(sequence: &[Node], groups: &[Option<(u128, u128)>]) -> (u128, u128) {
    let (mut low, mut high) = (0_u128, 0_u128);
    for node in sequence {
        let (least, most) = node_width(node, groups);
        low = low.saturating_add(least);
        high = high.saturating_add(most);
    }
    (low.min(WIDEST), high.min(WIDEST))
}

fn node_width(node: &Node, groups: &[Option<(u128, u128)>]) -> (u128, u128) {
    match node {
        Node::Literal(_) | Node::Letter(_) | Node::Class(_) | Node::Any { .. } => (1, 1),
        Node::At(_) | Node::Look { .. } | Node::Fail => (0, 0),
        Node::Group(_, body) | Node::Flagged(body) | Node::Atomic(body) => width(body, groups),
        Node::Branch(branches) => {
            let widths = branches.iter().map(|branch| width(branch, groups));
            widths.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or_default()
        }
        Node::Repeat { min, max, body, .. } => {
            let (least, most) = width(body, groups);
            let high = match max {
                None if most > 0 => WIDEST,
                None => 0,
                Some(max) => most.saturating_mul(u128::from(*max)),
            };
            (least.saturating_mul(u128::from(*min)), high)
        }
        Node::Reference(group, _) => groups.get(*group as usize).copied().flatten().unwrap_or_default(),
        Node::Conditional { yes, no, .. } => {
            let (first, second) = (width(yes, groups), width(no, groups));
            (first.0.min(second.0), first.1.max(second.1))
        }
    }
}
