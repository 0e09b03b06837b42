//! Character classes: what `[…]`, `\w` and a letter without case stand for.
//!
//! Case is resolved here, once: a class says which characters of the subject it takes, whatever the flags were.
//! Bytes patterns use the same classes over the code points 0 to 255.

use hognose_syntax::surrogate;

use super::ast::Node;
use super::unicode::{self, contains};

/// `\d`, `\s` or `\w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    Digit,
    Space,
    Word,
}

/// What may stand between square brackets; numbers are Python's code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Literal(u32),
    Range(u32, u32),
    Category { category: Category, negated: bool },
}

/// Which letters a class equates, and whose categories it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mode {
    pub(super) ignore_case: bool,
    pub(super) unicode: bool,
    pub(super) locale: bool,
}

/// One bit each: categories of characters beyond ASCII.
const WORD: u8 = 1;
const DIGIT: u8 = 1 << 1;
const SPACE: u8 = 1 << 2;
const NOT_WORD: u8 = 1 << 3;
const NOT_DIGIT: u8 = 1 << 4;
const NOT_SPACE: u8 = 1 << 5;
const EVERYTHING: u8 = 1 << 6;

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CharClass {
    /// One bit for each ASCII character that is in.
    ascii: u128,
    /// Sorted ranges of others, which are in unless negated.
    ranges: Box<[(u32, u32)]>,
    /// Categories of others, which are in unless negated.
    categories: u8,
    /// Whether the last two say what is out. (`ascii` says what is in.)
    negated: bool,
}

impl CharClass {
    /// Whether a character, given as its number, is in.
    pub(super) fn has(&self, code: u32) -> bool {
        match u8::try_from(code) {
            Ok(byte) if byte < 128 => self.has_ascii(byte),
            _ => self.has_other(code),
        }
    }

    /// Whether an ASCII character is in.
    pub(super) fn has_ascii(&self, byte: u8) -> bool {
        self.ascii.wrapping_shr(u32::from(byte)) & 1 != 0
    }

    fn has_other(&self, code: u32) -> bool {
        let listed = contains(&self.ranges, code) || self.categories != 0 && self.has_category(code);
        listed != self.negated
    }

    fn has_category(&self, code: u32) -> bool {
        let asked = |yes: u8, no: u8, test: fn(u32) -> bool| {
            self.categories & (yes | no) != 0 && self.categories & flag(test(code), yes, no) != 0
        };
        self.categories & EVERYTHING != 0
            || asked(WORD, NOT_WORD, unicode::is_word)
            || asked(DIGIT, NOT_DIGIT, unicode::is_digit)
            || asked(SPACE, NOT_SPACE, unicode::is_space)
    }

    /// The characters beyond ASCII that are in, as ranges.
    pub(super) fn other_ranges(&self) -> Vec<(u32, u32)> {
        let mut set = Set(self.ranges.to_vec());
        for (bit, table, negated) in [
            (WORD, &unicode::WORD, false),
            (DIGIT, &unicode::DIGIT, false),
            (SPACE, &unicode::SPACE, false),
            (NOT_WORD, &unicode::WORD, true),
            (NOT_DIGIT, &unicode::DIGIT, true),
            (NOT_SPACE, &unicode::SPACE, true),
        ] {
            if self.categories & bit != 0 {
                let listed = Set(table.to_vec());
                set.0.extend(if negated { listed.complement().0 } else { listed.0 });
            }
        }
        if self.categories & EVERYTHING != 0 {
            set.add(0x80, LAST);
        }
        set.normalize();
        let set = if self.negated { set.complement() } else { set };
        set.0.into_iter().filter(|range| range.1 >= 128).map(|range| (range.0.max(128), range.1)).collect()
    }

    /// Whether no character beyond ASCII is in.
    pub(super) fn is_ascii_only(&self) -> bool {
        !self.negated && self.categories == 0 && self.ranges.is_empty()
    }

    /// About as many states as a program for it needs.
    pub(super) fn weight(&self) -> u64 {
        let ranges = u64::try_from(self.ranges.len()).unwrap_or(u64::MAX).saturating_add(8);
        [(WORD | NOT_WORD, 800), (DIGIT | NOT_DIGIT, 80), (SPACE | NOT_SPACE, 16)]
            .into_iter()
            .filter(|(bits, _)| self.categories & bits != 0)
            .fold(ranges, |sum, (_, weight)| sum.saturating_add(weight))
    }

    /// Bytes of memory behind it.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>().saturating_add(size_of_val::<[(u32, u32)]>(&self.ranges))
    }
}

const fn flag(condition: bool, yes: u8, no: u8) -> u8 {
    if condition { yes } else { no }
}

/// The greatest code point.
const LAST: u32 = 0x10_FFFF;

/// A set of code points in the making.
#[derive(Clone, Debug, Default)]
struct Set(Vec<(u32, u32)>);

impl Set {
    fn add(&mut self, first: u32, last: u32) {
        self.0.push((first, last));
    }

    /// Sorts the ranges and joins those that touch.
    fn normalize(&mut self) {
        self.0.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(self.0.len());
        for &(first, last) in &self.0 {
            match joined.last_mut() {
                Some(previous) if first <= previous.1.saturating_add(1) => previous.1 = previous.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        self.0 = joined;
    }

    /// Everything that is not in; needs sorted ranges.
    fn complement(&self) -> Self {
        let mut out = Self::default();
        let mut next = 0_u32;
        for &(first, last) in &self.0 {
            if first > next {
                out.add(next, first.saturating_sub(1));
            }
            next = last.saturating_add(1);
        }
        if next <= LAST {
            out.add(next, LAST);
        }
        out
    }

    /// What is in both; needs sorted ranges.
    fn common(&self, other: &[(u32, u32)]) -> Self {
        let mut out = Self::default();
        let mut theirs = other.iter().copied().peekable();
        for &(first, last) in &self.0 {
            while let Some((low, high)) = theirs.peek().copied() {
                if low > last {
                    break;
                }
                if high >= first {
                    out.add(low.max(first), high.min(last));
                }
                if high > last {
                    break;
                }
                theirs.next();
            }
        }
        out
    }

    /// Every character whose lower case is in; needs sorted ranges.
    fn preimage_of_lower(&self) -> Self {
        let mut out = self.common(unicode::never_lowered());
        let raised = unicode::lowered().iter().filter(|pair| contains(&self.0, pair.0));
        out.0.extend(raised.map(|pair| (pair.1, pair.1)));
        out.normalize();
        out
    }
}

/// The node for one character, or for any but that one.
pub(super) fn single(code: u32, negated: bool, mode: Mode) -> Node {
    let mut set = Set::default();
    let low = if mode.unicode { unicode::lower(code) } else { ascii_lower(code) };
    let cased = if mode.unicode { unicode::is_cased(code) } else { is_letter(code) };
    if !mode.ignore_case || !cased {
        if let (false, Some(char)) = (negated, surrogate::char_of(code)) {
            return Node::Literal(char);
        }
        set.add(code, code);
    } else if mode.unicode {
        let family = unicode::family(low);
        if family.is_empty() && !negated && low < 0x80 && low != u32::from(b'k') {
            return Node::Letter(u8::try_from(low).unwrap_or_default());
        }
        for &each in if family.is_empty() { std::slice::from_ref(&low) } else { family } {
            set.add(each, each);
            unicode::raised(each).for_each(|code| set.add(code, code));
        }
    } else {
        if let (false, Ok(low)) = (negated, u8::try_from(low)) {
            return Node::Letter(low);
        }
        set.add(low, low);
        set.add(low ^ 0x20, low ^ 0x20);
    }
    finish(set, 0, negated)
}

/// The node for what stands between square brackets.
pub(super) fn class(items: &[Item], negated: bool, mode: Mode) -> Node {
    if let [Item::Literal(code)] = items {
        return single(*code, negated, mode);
    }
    let mut categories = 0;
    let mut set = if mode.ignore_case && !mode.locale { folded(items, mode) } else { plain(items) };
    for item in items {
        if let Item::Category { category, negated } = *item {
            categories |= add_category(&mut set, category, negated, mode.unicode);
        }
    }
    if mode.ignore_case && mode.locale {
        return locale_class(set, categories, negated);
    }
    finish(set, categories, negated)
}

fn plain(items: &[Item]) -> Set {
    let mut set = Set::default();
    for item in items {
        match *item {
            Item::Literal(code) => set.add(code, code),
            Item::Range(first, last) => set.add(first, last),
            Item::Category { .. } => {}
        }
    }
    set
}

/// Adds the ASCII members of a category; says what to do with the others.
fn add_category(set: &mut Set, category: Category, negated: bool, unicode: bool) -> u8 {
    let (members, bit): (&[(u32, u32)], u8) = match category {
        Category::Digit => (&[(0x30, 0x39)], flag(negated, NOT_DIGIT, DIGIT)),
        Category::Space if unicode => (&[(0x09, 0x0D), (0x1C, 0x20)], flag(negated, NOT_SPACE, SPACE)),
        Category::Space => (&[(0x09, 0x0D), (0x20, 0x20)], 0),
        Category::Word => {
            (&[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)], flag(negated, NOT_WORD, WORD))
        }
    };
    if !negated {
        set.0.extend_from_slice(members);
        return if unicode { bit } else { 0 };
    }
    let others = Set(members.to_vec()).complement();
    set.0.extend(others.0.into_iter().filter(|range| range.0 < 128).map(|range| (range.0, range.1.min(127))));
    if unicode { bit } else { EVERYTHING }
}

/// The characters that literals and ranges take when case does not count, as CPython compiles such sets: what it
/// lowers, what it leaves (literals beyond the basic plane), and the families of letters it adds.
fn folded(items: &[Item], mode: Mode) -> Set {
    let mut set = Set::default();
    for item in items {
        let (first, last) = match *item {
            Item::Literal(code) => (code, code),
            Item::Range(first, last) => (first, last),
            Item::Category { .. } => continue,
        };
        set.add(first, last);
        if last > 0xFFFF && first < last {
            let pairs = unicode::lowered().iter().filter(|pair| first <= pair.1 && pair.1 <= last);
            set.0.extend(pairs.filter(|pair| unicode::upper(pair.0) == pair.1).map(|pair| (pair.0, pair.0)));
        }
        if first <= 0xFFFF && mode.unicode {
            fold_unicode(&mut set, first, last.min(0xFFFF));
        } else {
            fold_ascii(&mut set, first, last);
        }
    }
    set.normalize();
    if mode.unicode {
        return set.preimage_of_lower();
    }
    let mut out = set.common(&[(0, 0x40), (0x5B, LAST)]);
    let letters = (0x61..=0x7A_u32).filter(|&low| contains(&set.0, low));
    out.0.extend(letters.map(|low| (low ^ 0x20, low ^ 0x20)));
    out
}

/// Adds the lower case of a range and the families it touches.
fn fold_unicode(set: &mut Set, first: u32, last: u32) {
    let within = |code: u32| first <= code && code <= last;
    set.0.extend(unicode::lowered().iter().filter(|pair| within(pair.1)).map(|pair| (pair.0, pair.0)));
    for family in unicode::families() {
        if family.iter().any(|&low| within(low) || unicode::raised(low).any(within)) {
            set.0.extend(family.iter().map(|&low| (low, low)));
        }
    }
}

fn fold_ascii(set: &mut Set, first: u32, last: u32) {
    let capitals = (0x41..=0x5A_u32).filter(|&code| first <= code && code <= last);
    set.0.extend(capitals.map(|code| (code | 0x20, code | 0x20)));
}

/// A class of a LOCALE pattern without case: either case of a character may be in, also if the class is negated.
fn locale_class(mut set: Set, categories: u8, negated: bool) -> Node {
    if categories & EVERYTHING != 0 {
        set.add(0x80, 0xFF);
    }
    set.normalize();
    let listed = |code: u32| contains(&set.0, code) != negated;
    let mut out = Set::default();
    for code in 0..=0xFF_u32 {
        let low = ascii_lower(code);
        let high = if is_letter(code) { low ^ 0x20 } else { code };
        if listed(low) || listed(high) {
            out.add(code, code);
        }
    }
    finish(out, 0, false)
}

/// Turns ranges of Python's code points into a class over the subject's characters.
fn finish(mut set: Set, categories: u8, negated: bool) -> Node {
    let stand_ins: Vec<(u32, u32)> = set
        .0
        .iter()
        .filter(|range| range.0 <= 0xDFFF && range.1 >= 0xD800)
        .filter_map(|range| {
            let first = surrogate::char_of(range.0.max(0xD800))?;
            let last = surrogate::char_of(range.1.min(0xDFFF))?;
            Some((u32::from(first), u32::from(last)))
        })
        .collect();
    set.0.extend(stand_ins);
    set.normalize();
    let mut ascii = 0_u128;
    for &(first, last) in &set.0 {
        for code in first..=last.min(127) {
            ascii |= 1_u128.wrapping_shl(code);
        }
    }
    let ascii = if negated { !ascii } else { ascii };
    let ranges =
        set.0.into_iter().filter(|range| range.1 >= 128).map(|range| (range.0.max(128), range.1)).collect();
    Node::Class(Box::new(CharClass { ascii, ranges, categories, negated }))
}

const fn is_letter(code: u32) -> bool {
    matches!(code, 0x41..=0x5A | 0x61..=0x7A)
}

const fn ascii_lower(code: u32) -> u32 {
    if matches!(code, 0x41..=0x5A) { code | 0x20 } else { code }
}
