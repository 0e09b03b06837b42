//! How a match can begin, so that a search can skip what cannot begin one.

use super::ast::{At, Node};
use super::class::CharClass;

/// A set of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bytes([u64; 4]);

impl Bytes {
    const NONE: Self = Self([0; 4]);

    fn add(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte >> 6)) {
            *word |= 1_u64.wrapping_shl(u32::from(byte));
        }
    }

    pub(super) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|word| word.wrapping_shr(u32::from(byte)) & 1 != 0)
    }

    fn union(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    fn count(&self) -> u32 {
        self.0.iter().fold(0, |sum, word| sum.saturating_add(word.count_ones()))
    }

    fn first(&self) -> u8 {
        (0..=u8::MAX).find(|&byte| self.has(byte)).unwrap_or_default()
    }
}

/// Where a search need try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// Everywhere.
    Anywhere,
    /// Only at the beginning of the subject.
    Beginning,
    /// Where this byte stands.
    Byte(u8),
    /// Where one of these bytes stands.
    Bytes(Bytes),
}

impl Start {
    /// How a pattern can begin.
    pub(super) fn of(root: &[Node], text: bool) -> Self {
        if is_anchored(root) {
            return Self::Beginning;
        }
        let mut bytes = Bytes::NONE;
        if first(root, text, &mut bytes) || bytes.count() > 250 {
            return Self::Anywhere;
        }
        if bytes.count() == 1 { Self::Byte(bytes.first()) } else { Self::Bytes(bytes) }
    }
}

fn is_anchored(sequence: &[Node]) -> bool {
    match sequence.first() {
        Some(Node::At(At::Start)) => true,
        Some(Node::Group(_, body) | Node::Flagged(body) | Node::Atomic(body)) => is_anchored(body),
        Some(Node::Branch(branches)) => branches.iter().all(|branch| is_anchored(branch)),
        _ => false,
    }
}

/// Adds the bytes that a sequence can begin with; says whether it can also match nothing, or something unknown.
fn first(sequence: &[Node], text: bool, bytes: &mut Bytes) -> bool {
    sequence.iter().all(|node| first_of(node, text, bytes))
}

fn first_of(node: &Node, text: bool, bytes: &mut Bytes) -> bool {
    match node {
        Node::Literal(char) => {
            let mut buffer = [0; 4];
            let encoded = char.encode_utf8(&mut buffer).as_bytes().first().copied();
            let byte = u8::try_from(u32::from(*char)).ok().filter(|_| !text);
            bytes.add(byte.or(encoded).unwrap_or_default());
            false
        }
        Node::Letter(letter) => {
            bytes.add(*letter);
            bytes.add(letter.to_ascii_uppercase());
            false
        }
        Node::Class(class) => {
            first_of_class(class, text, bytes);
            false
        }
        Node::Any { newline } => {
            (0..=u8::MAX).filter(|&byte| *newline || byte != b'\n').for_each(|byte| bytes.add(byte));
            false
        }
        Node::At(_) | Node::Look { .. } => true,
        Node::Group(_, body) | Node::Flagged(body) | Node::Atomic(body) => first(body, text, bytes),
        Node::Branch(branches) => {
            let mut empty = false;
            for branch in branches {
                empty |= first(branch, text, bytes);
            }
            empty
        }
        Node::Repeat { min, body, .. } => first(body, text, bytes) || *min == 0,
        Node::Conditional { yes, no, .. } => {
            let mut more = Bytes::NONE;
            let empty = first(yes, text, &mut more) | first(no, text, &mut more);
            bytes.union(&more);
            empty
        }
        Node::Reference(..) => {
            bytes.union(&Bytes([u64::MAX; 4]));
            true
        }
        Node::Fail => false,
    }
}

fn first_of_class(class: &CharClass, text: bool, bytes: &mut Bytes) {
    for byte in 0..0x80_u8 {
        if class.has_ascii(byte) {
            bytes.add(byte);
        }
    }
    if !text {
        (0x80..=u8::MAX).filter(|&byte| class.has(u32::from(byte))).for_each(|byte| bytes.add(byte));
    } else if !class.is_ascii_only() {
        (0xC2..=0xF4).for_each(|byte| bytes.add(byte));
    }
}
