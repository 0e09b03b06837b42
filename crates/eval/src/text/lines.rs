//! `splitlines`.

use super::chunk::position;

/// The lines of a text, with or without their ends. Lines end at `\n`, `\r`, `\r\n`, `\v`, `\f`, `\x1c` to `\x1e`,
/// `\x85`, `\u2028` and `\u2029`; an end at the end of the text begins no further line.
///
/// ```
/// use hognose_eval::text::lines::lines;
/// assert!(lines("a\r\nb\n", false).eq(["a", "b"]));
/// assert!(lines("a\u{85}\nb", true).eq(["a\u{85}", "\n", "b"]));
/// ```
pub fn lines(text: &str, keep_ends: bool) -> impl Iterator<Item = &str> + Clone {
    let mut rest = text;
    std::iter::from_fn(move || {
        let Some((at, char)) = line_end(rest) else {
            let last = std::mem::take(&mut rest);
            return (!last.is_empty()).then_some(last);
        };
        let two = char == '\r' && rest.as_bytes().get(at.saturating_add(1)) == Some(&b'\n');
        let size = if two { 2 } else { char.len_utf8() };
        let (line, after) = rest.split_at_checked(at.saturating_add(size))?;
        rest = after;
        if keep_ends { Some(line) } else { line.get(..at) }
    })
}

/// The first character at which a line of text ends.
fn line_end(text: &str) -> Option<(usize, char)> {
    let mut from: usize = 0;
    // The bytes of the ends in ASCII, and the first bytes of the others.
    let may_end = |byte| matches!(byte, b'\n'..=b'\r' | 0x1C..=0x1E | 0xC2 | 0xE2);
    while let Some(found) = position(text.as_bytes().get(from..)?, may_end) {
        let at = from.saturating_add(found);
        let char = text.get(at..)?.chars().next()?;
        if char.is_ascii() || matches!(char, '\u{85}' | '\u{2028}' | '\u{2029}') {
            return Some((at, char));
        }
        from = at.saturating_add(char.len_utf8());
    }
    None
}

/// The lines of bytes, with or without their ends. Lines end at `\n`, `\r` and `\r\n` only.
pub fn byte_lines(bytes: &[u8], keep_ends: bool) -> impl Iterator<Item = &[u8]> + Clone {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let Some(at) = memchr::memchr2(b'\n', b'\r', rest) else {
            let last = std::mem::take(&mut rest);
            return (!last.is_empty()).then_some(last);
        };
        let two = rest.get(at..)?.starts_with(b"\r\n");
        let (line, after) = rest.split_at_checked(at.saturating_add(if two { 2 } else { 1 }))?;
        rest = after;
        if keep_ends { Some(line) } else { line.get(..at) }
    })
}
