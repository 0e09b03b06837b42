//! Case conversion with the full mappings: one character may become up to three.

use hognose_syntax::surrogate::code_of;

use super::chunk::{Chunk, position};
use super::class::{has, record};
use super::class_tables::{
    CASED, FOLD, FOLDS, IGNORABLE, LOWER, LOWER_LONG, SPECIAL, TITLE_LONG, UPPER, UPPER_LONG,
};
use super::sink::Sink;

/// The cases a character can be put in.
#[derive(Clone, Copy)]
enum Case {
    Upper,
    Lower,
    Title,
    Fold,
}

/// The mapping of a character to one other, without regard to its context; `None` if it may be longer or irregular.
#[inline]
fn simple(char: char, case: Case) -> Option<char> {
    if char.is_ascii() {
        return Some(match case {
            Case::Upper | Case::Title => char.to_ascii_uppercase(),
            Case::Lower | Case::Fold => char.to_ascii_lowercase(),
        });
    }
    let (flags, upper, lower, title) = record(char);
    let (delta, irregular) = match case {
        Case::Upper => (upper, SPECIAL),
        Case::Lower => (lower, SPECIAL),
        Case::Title => (title, SPECIAL),
        Case::Fold => (lower, SPECIAL | FOLDS),
    };
    match (flags & irregular, delta) {
        (0, 0) => Some(char),
        (0, _) => char::from_u32((char as u32).wrapping_add_signed(delta)),
        _ => None,
    }
}

/// The characters an irregular character becomes: one to three.
#[cold]
fn irregular(char: char, case: Case) -> [Option<char>; 3] {
    let (_, upper, lower, title) = record(char);
    let (delta, long): (i32, &[(u16, [u16; 3])]) = match case {
        Case::Upper => (upper, &UPPER_LONG),
        Case::Lower => (lower, &LOWER_LONG),
        Case::Title => (title, &TITLE_LONG),
        Case::Fold => (lower, &FOLD),
    };
    let find = || {
        let code = u16::try_from(code_of(char)).ok()?;
        let place = long.binary_search_by_key(&code, |row| row.0).ok()?;
        Some(long.get(place)?.1)
    };
    match find() {
        Some(codes) => codes.map(|code| char::from_u32(u32::from(code)).filter(|&char| char != '\0')),
        None => [char::from_u32((char as u32).wrapping_add_signed(delta)), None, None],
    }
}

/// Puts the mapping of a character.
#[inline]
fn put_mapped<S: Sink<str>>(out: &mut Chunk<'_, S>, char: char, case: Case) -> Result<(), S::Full> {
    if let Some(mapped) = simple(char, case) {
        return out.put_char(mapped);
    }
    irregular(char, case).into_iter().flatten().try_for_each(|char| out.put_char(char))
}

/// Puts the mapping of each character.
fn put_all<S: Sink<str>>(text: &str, case: Case, sink: &mut S) -> Result<(), S::Full> {
    let mut out = Chunk::new(sink);
    text.chars().try_for_each(|char| put_mapped(&mut out, char, case))?;
    out.flush::<str>()
}

/// Puts ASCII text with each byte changed by `change`, a buffer at a time.
fn put_ascii<S: Sink<str>>(sink: &mut S, text: &str, change: fn(&mut [u8])) -> Result<(), S::Full> {
    let mut buffer = [0; 256];
    for chunk in text.as_bytes().chunks(256) {
        let Some(part) = buffer.get_mut(..chunk.len()) else { continue };
        part.copy_from_slice(chunk);
        change(part);
        if let Ok(piece) = std::str::from_utf8(part) {
            sink.put(piece)?;
        }
    }
    Ok(())
}

/// Splits text before its first character outside ASCII.
fn ascii_prefix(text: &str) -> (&str, &str) {
    let end = position(text.as_bytes(), |byte| !byte.is_ascii()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or(("", text))
}

/// `str.upper`.
///
/// ```
/// use hognose_eval::text::case;
/// let mut out = String::new();
/// assert!(case::upper("straße ﬁ", &mut out).is_ok());
/// assert_eq!(out, "STRASSE FI");
/// ```
///
/// # Errors
/// The sink's own.
pub fn upper<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    let (plain, rest) = ascii_prefix(text);
    put_ascii(sink, plain, |part| part.make_ascii_uppercase())?;
    put_all(rest, Case::Upper, sink)
}

/// `str.lower`; a capital sigma becomes `ς` at the end of a word.
///
/// ```
/// use hognose_eval::text::case;
/// let mut out = String::new();
/// assert!(case::lower("ΑΣ ΣΑ", &mut out).is_ok());
/// assert_eq!(out, "ας σα");
/// ```
///
/// # Errors
/// The sink's own.
pub fn lower<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    let (plain, rest) = ascii_prefix(text);
    put_ascii(sink, plain, |part| part.make_ascii_lowercase())?;
    let (mut context, mut out) = (Context::new(text), Chunk::new(sink));
    rest.char_indices().try_for_each(|(at, char)| {
        let at = at.saturating_add(plain.len());
        if char == SIGMA { out.put_char(context.sigma(at)) } else { put_mapped(&mut out, char, Case::Lower) }
    })?;
    out.flush::<str>()
}

/// `str.casefold`.
///
/// # Errors
/// The sink's own.
pub fn casefold<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    let (plain, rest) = ascii_prefix(text);
    put_ascii(sink, plain, |part| part.make_ascii_lowercase())?;
    put_all(rest, Case::Fold, sink)
}

/// `str.swapcase`.
///
/// # Errors
/// The sink's own.
pub fn swapcase<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    let (plain, rest) = ascii_prefix(text);
    put_ascii(sink, plain, super::bytes::swap)?;
    let (mut context, mut out) = (Context::new(text), Chunk::new(sink));
    rest.char_indices().try_for_each(|(at, char)| {
        let at = at.saturating_add(plain.len());
        let flags = record(char).0;
        if char == SIGMA {
            out.put_char(context.sigma(at))
        } else if flags & UPPER != 0 {
            put_mapped(&mut out, char, Case::Lower)
        } else if flags & LOWER != 0 {
            put_mapped(&mut out, char, Case::Upper)
        } else {
            out.put_char(char)
        }
    })?;
    out.flush::<str>()
}

/// `str.capitalize`: the first character in title case, the others in lower case.
///
/// # Errors
/// The sink's own.
pub fn capitalize<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    let mut first = true;
    recase(text, sink, |_| std::mem::take(&mut first))
}

/// `str.title`: characters after an uncased one in title case, the others in lower case.
///
/// ```
/// use hognose_eval::text::case;
/// let mut out = String::new();
/// assert!(case::title("they're ǆ", &mut out).is_ok());
/// assert_eq!(out, "They'Re ǅ");
/// ```
///
/// # Errors
/// The sink's own.
pub fn title<S: Sink<str>>(text: &str, sink: &mut S) -> Result<(), S::Full> {
    let mut within = false;
    recase(text, sink, |char| !std::mem::replace(&mut within, has(char, CASED)))
}

/// Puts each character in title case where `begins` says so, in lower case elsewhere.
fn recase<S: Sink<str>>(
    text: &str,
    sink: &mut S,
    mut begins: impl FnMut(char) -> bool,
) -> Result<(), S::Full> {
    if text.is_ascii() {
        return put_ascii_recased(text, sink, begins);
    }
    let (mut context, mut out) = (Context::new(text), Chunk::new(sink));
    text.char_indices().try_for_each(|(at, char)| {
        if begins(char) {
            put_mapped(&mut out, char, Case::Title)
        } else if char == SIGMA {
            out.put_char(context.sigma(at))
        } else {
            put_mapped(&mut out, char, Case::Lower)
        }
    })?;
    out.flush::<str>()
}

/// [`recase`] for ASCII text.
fn put_ascii_recased<S: Sink<str>>(
    text: &str,
    sink: &mut S,
    mut begins: impl FnMut(char) -> bool,
) -> Result<(), S::Full> {
    let mut buffer = [0; 64];
    for chunk in text.as_bytes().chunks(64) {
        let Some(part) = buffer.get_mut(..chunk.len()) else { continue };
        for (to, from) in part.iter_mut().zip(chunk) {
            *to =
                if begins(char::from(*from)) { from.to_ascii_uppercase() } else { from.to_ascii_lowercase() };
        }
        if let Ok(piece) = std::str::from_utf8(part) {
            sink.put(piece)?;
        }
    }
    Ok(())
}

/// The capital sigma, whose lower case depends on what stands around it.
const SIGMA: char = 'Σ';

/// What stands around the sigmas of a text, remembered between them so that a long run of ignorable characters is
/// looked through only once from each side.
struct Context<'t> {
    text: &'t str,
    /// Up to where `cased` has looked.
    seen: usize,
    /// Whether the last character before `seen` that is not ignorable is cased.
    cased: bool,
    /// Where the run of ignorable characters that was last looked through ends, and whether a cased one follows.
    ahead: Option<(usize, bool)>,
}

impl<'t> Context<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, seen: 0, cased: false, ahead: None }
    }

    /// The lower case of the sigma at a byte offset; offsets must not decrease from call to call.
    fn sigma(&mut self, at: usize) -> char {
        for char in self.text.get(self.seen..at).unwrap_or_default().chars() {
            let flags = record(char).0;
            if flags & IGNORABLE == 0 {
                self.cased = flags & CASED != 0;
            }
        }
        self.seen = at;
        if self.cased && !self.followed(at.saturating_add(SIGMA.len_utf8())) { 'ς' } else { 'σ' }
    }

    /// Whether the first character from `from` on that is not ignorable is cased.
    fn followed(&mut self, from: usize) -> bool {
        if let Some((end, cased)) = self.ahead
            && from <= end
        {
            return cased;
        }
        let rest = self.text.get(from..).unwrap_or_default();
        let next = rest.char_indices().find(|(_, char)| !has(*char, IGNORABLE));
        let found = match next {
            Some((skipped, char)) => (from.saturating_add(skipped), has(char, CASED)),
            None => (self.text.len(), false),
        };
        self.ahead = Some(found);
        found.1
    }
}
