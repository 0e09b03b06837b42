//! Normal forms: `unicodedata.normalize` and `is_normalized`.
//!
//! The algorithm is that of the `unicode-normalization` crate. Its data are of a later version of Unicode; as
//! characters keep their normal forms for ever, only those that Unicode 15.1 does not have differ, and they are passed
//! round it: to 15.1 they are characters that neither change nor combine.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical, decompose_compatible};
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfd_quick, is_nfkc_quick, is_nfkd_quick,
};

use super::chunk::Chunk;
use super::data::is_assigned;
use super::sink::Sink;

/// A normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Canonical composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

impl Form {
    /// Finds a form by name. `None` is Python's `ValueError: invalid normalization form`.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "NFC" => Self::Nfc,
            "NFD" => Self::Nfd,
            "NFKC" => Self::Nfkc,
            "NFKD" => Self::Nfkd,
            _ => return None,
        })
    }
}

/// Puts a text in a normal form. Beyond what the sink takes, it allocates [`scratch`] bytes at the most.
///
/// ```
/// use hognose_eval::text::normal::{Form, normalize};
/// let mut out = String::new();
/// assert!(normalize("e\u{301}ﬁ", Form::Nfkc, &mut out).is_ok());
/// assert_eq!(out, "éfi");
/// ```
///
/// # Errors
/// The sink's own.
pub fn normalize<S: Sink<str>>(text: &str, form: Form, sink: &mut S) -> Result<(), S::Full> {
    if plain_prefix(text, form) == text.len() || is_surely(text, form) {
        return sink.put(text);
    }
    let (plain, mut rest) = text.split_at_checked(plain_prefix(text, form)).unwrap_or(("", text));
    sink.put(plain)?;
    let mut out = Chunk::new(sink);
    while !rest.is_empty() {
        let newer = rest.find(|char| !is_assigned(char)).unwrap_or(rest.len());
        let (known, after) = rest.split_at_checked(newer).unwrap_or((rest, ""));
        let mut put = |char| out.put_char(char);
        match form {
            Form::Nfc => known.nfc().try_for_each(&mut put)?,
            Form::Nfd => known.nfd().try_for_each(&mut put)?,
            Form::Nfkc => known.nfkc().try_for_each(&mut put)?,
            Form::Nfkd => known.nfkd().try_for_each(&mut put)?,
        }
        let assigned = after.find(is_assigned).unwrap_or(after.len());
        let (newer, after) = after.split_at_checked(assigned).unwrap_or((after, ""));
        out.put(newer)?;
        rest = after;
    }
    out.flush::<str>()
}

/// Whether a look at each character for itself shows that a text is in a form. What is in a form by later data is so
/// by earlier data, too.
fn is_surely(text: &str, form: Form) -> bool {
    let answer = match form {
        Form::Nfc => is_nfc_quick(text.chars()),
        Form::Nfd => is_nfd_quick(text.chars()),
        Form::Nfkc => is_nfkc_quick(text.chars()),
        Form::Nfkd => is_nfkd_quick(text.chars()),
    };
    matches!(answer, IsNormalized::Yes)
}

/// The size of a beginning that is in the form, whatever follows it.
fn plain_prefix(text: &str, form: Form) -> usize {
    // Below U+0300 nothing combines, and NFC changes nothing; the others leave ASCII alone. The last character may
    // combine with what follows.
    let first = if form == Form::Nfc { 0xCC } else { 0x80 };
    match text.bytes().position(|byte| byte >= first) {
        None => text.len(),
        Some(end) => {
            text.get(..end).and_then(|plain| plain.char_indices().next_back()).map_or(0, |(at, _)| at)
        }
    }
}

/// Whether a text is in a normal form. Allocates [`scratch`] bytes at the most.
#[must_use]
pub fn is_normalized(text: &str, form: Form) -> bool {
    let mut rest = Expected { rest: text };
    normalize(text, form, &mut rest).is_ok() && rest.rest.is_empty()
}

/// A sink that is full as soon as something differs from what is expected.
struct Expected<'t> {
    rest: &'t str,
}

impl Sink<str> for Expected<'_> {
    type Full = ();

    fn put(&mut self, piece: &str) -> Result<(), ()> {
        self.rest = self.rest.strip_prefix(piece).ok_or(())?;
        Ok(())
    }
}

/// A bound of the bytes that [`normalize`] and [`is_normalized`] allocate themselves, beyond some hundreds: they must
/// hold a run of combining characters to sort it. 0 for all common text.
#[must_use]
pub fn scratch(text: &str, form: Form) -> usize {
    // Runs of a few characters need next to nothing. The buffers hold 8 and 4 bytes for each; they double to grow,
    // with the old one alive while it is copied.
    const FEW: usize = 8;
    const EACH: usize = 3 * (8 + 4);
    let rest = text.get(plain_prefix(text, form)..).unwrap_or_default();
    let (mut run, mut longest): (usize, usize) = (0, 0);
    let mut count = |char| {
        run = if canonical_combining_class(char) == 0 { 0 } else { run.saturating_add(1) };
        longest = longest.max(run);
    };
    for char in rest.chars() {
        match form {
            Form::Nfc | Form::Nfd => decompose_canonical(char, &mut count),
            Form::Nfkc | Form::Nfkd => decompose_compatible(char, &mut count),
        }
    }
    if longest < FEW { 0 } else { longest.saturating_add(FEW).saturating_mul(EACH) }
}
