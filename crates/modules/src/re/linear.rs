//! The linear-time engine: patterns that need no backtracking, as `regex-automata` runs them.
//!
//! A pattern is handed over as a tree, never as text. Whether it may be handed over at all is decided by
//! [`is_linear`]; three things that Python's syntax means and the engine does not know are settled by the subject:
//!
//! - `$` is the end, and before a newline that ends the subject. Without such a newline it is the engine's end of
//!   text; if the only newline is that one, it is its end of line.
//! - `\b` and `\w` mean slightly different words to Python. In ASCII text they agree.
//! - A class with characters beyond ASCII is cut down to ASCII for ASCII text, which makes small, fast programs.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition,
};

use super::ast::{At, Greed, Node, Tree};
use super::class::CharClass;
use super::unicode;

/// Bytes that a compiled program may take; never reached by patterns of tolerable weight.
const PROGRAM_BYTES: usize = 1 << 22;

/// The greatest weight of a program; it takes less than a mebibyte then.
const HEAVIEST: u64 = 8_192;

/// Bytes of programs that all patterns of the process together may keep. Beyond that, a program is made for each
/// search and dropped again: slower, with the same answers.
const KEPT_BYTES: usize = 64 << 20;

/// Bytes of programs that are kept.
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// Bytes of states that are kept while searching.
const CACHE_BYTES: usize = 1 << 17;

/// How a program is made for a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Variant {
    /// The subject is ASCII.
    ascii: bool,
    /// The subject's only newline ends it, and the pattern cares.
    final_newline: bool,
    /// The match must end where the subject ends.
    to_end: bool,
}

/// The programs of a pattern, each made when first needed.
#[derive(Debug)]
pub(super) struct Linear {
    text: bool,
    needs: Needs,
    /// Weights of the program for ASCII text and of the one for any.
    weights: [u64; 2],
    programs: OnceLock<Box<[OnceLock<Regex>; 8]>>,
    /// Bytes they take.
    kept: AtomicUsize,
}

impl Drop for Linear {
    fn drop(&mut self) {
        KEPT.fetch_sub(*self.kept.get_mut(), Ordering::Relaxed);
    }
}

/// What about a subject matters to a pattern.
#[derive(Clone, Copy, Debug, Default)]
struct Needs {
    /// `$` without MULTILINE.
    end: bool,
    /// Unicode `\b` or `\B`.
    word: bool,
    /// Any `\b` or `\B`.
    boundary: bool,
}

impl Linear {
    /// The linear engine for a pattern, if it can run it.
    pub(super) fn of(tree: &Tree, text: bool) -> Option<Self> {
        let mut needs = Needs::default();
        let fit = is_linear(&tree.root, &mut needs) && weight(&tree.root, true) <= HEAVIEST;
        let weights = [weight(&tree.root, true), weight(&tree.root, !text)];
        fit.then(|| Self { text, needs, weights, programs: OnceLock::new(), kept: AtomicUsize::new(0) })
    }

    /// The weight of the program for a subject: what making it and each character of a search may cost.
    pub(super) fn weight(&self, variant: Variant) -> u64 {
        if variant.ascii { self.weights[0] } else { self.weights[1] }
    }

    /// How the program for a subject must be made; none if no program can be exact.
    pub(super) fn variant(&self, bytes: &[u8], to_end: bool) -> Option<Variant> {
        let ascii = bytes.is_ascii();
        if self.needs.boundary && bytes.is_empty() {
            return None;
        }
        if self.needs.word && !ascii && has_disputed(bytes) {
            return None;
        }
        let mut final_newline = false;
        if self.needs.end
            && let Some((b'\n', before)) = bytes.split_last()
        {
            if before.contains(&b'\n') {
                return None;
            }
            final_newline = true;
        }
        let variant = Variant { ascii, final_newline, to_end };
        (self.weight(variant) <= HEAVIEST).then_some(variant)
    }

    /// Looks for a match and stores where it and its groups are; `tree` is asked for the pattern if its program has
    /// to be made. None if it cannot be made.
    pub(super) fn find(
        &self,
        variant: Variant,
        find: &Find<'_>,
        slots: &mut [Option<NonMaxUsize>],
        tree: impl FnOnce() -> Option<Tree>,
    ) -> Option<bool> {
        let index = usize::from(variant.ascii)
            | usize::from(variant.final_newline) << 1
            | usize::from(variant.to_end) << 2;
        let slot = self.programs.get_or_init(Box::default).get(index)?;
        let made;
        let program = if let Some(kept) = slot.get() {
            kept
        } else {
            made = self.build(variant, &tree()?.root)?;
            let size = made.memory_usage().saturating_add(CACHE_BYTES);
            if KEPT.fetch_add(size, Ordering::Relaxed).saturating_add(size) <= KEPT_BYTES {
                self.kept.fetch_add(size, Ordering::Relaxed);
                slot.get_or_init(|| made)
            } else {
                KEPT.fetch_sub(size, Ordering::Relaxed);
                &made
            }
        };
        let anchored = if find.anchored { Anchored::Yes } else { Anchored::No };
        let input = Input::new(find.bytes).range(find.start..).anchored(anchored);
        Some(program.search_slots(&input, slots).is_some())
    }

    fn build(&self, variant: Variant, root: &[Node]) -> Option<Regex> {
        let maker = Maker { text: self.text, variant, unicode_words: self.needs.word && !variant.ascii };
        let mut parts = maker.sequence(root);
        if variant.to_end {
            parts.push(Hir::look(Look::End));
        }
        let config = Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .utf8_empty(self.text)
            .which_captures(WhichCaptures::All)
            .nfa_size_limit(Some(PROGRAM_BYTES))
            .onepass_size_limit(Some(CACHE_BYTES))
            .hybrid_cache_capacity(CACHE_BYTES);
        Regex::builder().configure(config).build_from_hir(&Hir::concat(parts)).ok()
    }
}

/// What to look for, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Find<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) start: usize,
    /// Whether the match must begin at `start`.
    pub(super) anchored: bool,
}

/// Whether a text has characters on which the two meanings of a word differ.
fn has_disputed(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().any(unicode::is_disputed))
}

/// Whether the linear engine finds exactly what CPython's does.
///
/// Look-arounds, references and what cuts choices are out. So are repeats of what can match nothing, where the
/// engines differ in when they stop.
fn is_linear(sequence: &[Node], needs: &mut Needs) -> bool {
    sequence.iter().all(|node| match node {
        Node::Literal(_) | Node::Letter(_) | Node::Class(_) | Node::Any { .. } | Node::Fail => true,
        Node::At(at) => {
            needs.end |= *at == At::End;
            if let At::Word { unicode, .. } = at {
                needs.boundary = true;
                needs.word |= unicode;
            }
            true
        }
        Node::Branch(branches) => branches.iter().all(|branch| is_linear(branch, needs)),
        Node::Group(_, body) | Node::Flagged(body) => is_linear(body, needs),
        Node::Repeat { min, max, greed, body } => {
            let once = *max == Some(1) && *min <= 1;
            *greed != Greed::Possessive
                && *max != Some(0)
                && (once || never_empty(body))
                && is_linear(body, needs)
        }
        Node::Atomic(_) | Node::Look { .. } | Node::Reference(..) | Node::Conditional { .. } => false,
    })
}

/// What a program for a sequence weighs: about the number of its states.
fn weight(sequence: &[Node], ascii: bool) -> u64 {
    let weights = sequence.iter().map(|node| match node {
        Node::Literal(_) | Node::Letter(_) => 1,
        Node::Class(class) if ascii || class.is_ascii_only() => 2,
        Node::Class(class) => class.weight(),
        Node::Any { .. } => {
            if ascii {
                2
            } else {
                12
            }
        }
        Node::Branch(branches) => branches
            .iter()
            .fold(1, |sum: u64, branch| sum.saturating_add(weight(branch, ascii)).saturating_add(1)),
        Node::Group(_, body) | Node::Flagged(body) => weight(body, ascii).saturating_add(2),
        Node::Repeat { min, max, body, .. } => {
            let times = max.unwrap_or_else(|| min.saturating_add(1)).max(1);
            weight(body, ascii).saturating_add(1).saturating_mul(u64::from(times))
        }
        _ => 1,
    });
    weights.fold(0, u64::saturating_add)
}

/// Whether every match of a sequence takes at least one character.
fn never_empty(sequence: &[Node]) -> bool {
    super::ast::width(sequence, &[]).0 > 0
}

struct Maker {
    text: bool,
    variant: Variant,
    unicode_words: bool,
}

impl Maker {
    fn sequence(&self, nodes: &[Node]) -> Vec<Hir> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn node(&self, node: &Node) -> Hir {
        match node {
            Node::Literal(char) => self.literal(*char),
            Node::Letter(letter) => {
                let ranges =
                    [*letter, letter.to_ascii_uppercase()].map(|byte| ClassBytesRange::new(byte, byte));
                Hir::class(Class::Bytes(ClassBytes::new(ranges)))
            }
            Node::Class(class) => self.class(class),
            Node::Any { newline } => self.any(*newline),
            Node::At(at) => Hir::look(self.look(*at)),
            Node::Branch(branches) => {
                Hir::alternation(branches.iter().map(|branch| Hir::concat(self.sequence(branch))).collect())
            }
            Node::Group(Some(index), body) => {
                let sub = Box::new(Hir::concat(self.sequence(body)));
                Hir::capture(Capture { index: *index, name: None, sub })
            }
            Node::Group(None, body) | Node::Flagged(body) => Hir::concat(self.sequence(body)),
            Node::Repeat { min, max, greed, body } => {
                let sub = Box::new(Hir::concat(self.sequence(body)));
                Hir::repetition(Repetition { min: *min, max: *max, greedy: *greed == Greed::Greedy, sub })
            }
            _ => Hir::fail(),
        }
    }

    fn literal(&self, char: char) -> Hir {
        if self.text {
            let mut buffer = [0; 4];
            return Hir::literal(char.encode_utf8(&mut buffer).as_bytes());
        }
        Hir::literal([u8::try_from(u32::from(char)).unwrap_or_default()])
    }

    fn any(&self, newline: bool) -> Hir {
        let all: &[(u32, u32)] = if newline { &[(0, 0x10_FFFF)] } else { &[(0, 0x09), (0x0B, 0x10_FFFF)] };
        self.ranges(all.iter().copied())
    }

    fn class(&self, class: &CharClass) -> Hir {
        let ascii =
            (0..128_u8).filter(|&byte| class.has_ascii(byte)).map(|byte| (u32::from(byte), u32::from(byte)));
        if self.text && !self.variant.ascii {
            return self.ranges(ascii.chain(class.other_ranges()));
        }
        if self.text {
            return self.ranges(ascii);
        }
        self.ranges(ascii.chain((128..256_u32).filter(|&code| class.has(code)).map(|code| (code, code))))
    }

    fn ranges(&self, ranges: impl Iterator<Item = (u32, u32)>) -> Hir {
        let greatest = match (self.text, self.variant.ascii) {
            (true, false) => 0x10_FFFF,
            (_, true) => 0x7F,
            (false, false) => 0xFF,
        };
        let ranges = ranges.filter(|range| range.0 <= greatest).map(|range| (range.0, range.1.min(greatest)));
        if self.text && !self.variant.ascii {
            let chars = ranges.filter_map(|(first, last)| {
                // A range may begin or end among the surrogates, which no text has.
                let first = char::from_u32(first).unwrap_or('\u{e000}');
                let last = char::from_u32(last).unwrap_or('\u{d7ff}');
                (first <= last).then(|| ClassUnicodeRange::new(first, last))
            });
            return Hir::class(Class::Unicode(ClassUnicode::new(chars)));
        }
        let byte = |code: u32| u8::try_from(code).unwrap_or(u8::MAX);
        let bytes = ranges.map(|(first, last)| ClassBytesRange::new(byte(first), byte(last)));
        Hir::class(Class::Bytes(ClassBytes::new(bytes)))
    }

    const fn look(&self, at: At) -> Look {
        match at {
            At::Start => Look::Start,
            At::LineStart => Look::StartLF,
            At::End if self.variant.final_newline => Look::EndLF,
            At::LineEnd => Look::EndLF,
            At::End | At::TextEnd => Look::End,
            At::Word { unicode: true, negated: false } if self.unicode_words => Look::WordUnicode,
            At::Word { unicode: true, negated: true } if self.unicode_words => Look::WordUnicodeNegate,
            At::Word { negated: false, .. } => Look::WordAscii,
            At::Word { negated: true, .. } => Look::WordAsciiNegate,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::parse::parse;
    use super::*;

    #[test]
    fn programs_take_about_what_they_weigh() {
        for (text, times) in
            [(r"\w", 9), ("a", 4_000), (".", 600), ("[^a]", 800), (r"[\W\d]", 9), ("(?i:[a-zß-ÿ])", 500)]
        {
            for ascii in [true, false] {
                let tree = parse(format!("(?:{text}){{{times}}}").chars().collect(), true, 0).unwrap();
                let linear = Linear::of(&tree, true).unwrap();
                let variant = Variant { ascii, final_newline: false, to_end: false };
                let weight = usize::try_from(linear.weight(variant)).unwrap();
                let size = linear.build(variant, &tree.root).unwrap().memory_usage();
                assert!(size < 120 * weight + (64 << 10), "{text} {weight} {size}");
            }
        }
    }
}
