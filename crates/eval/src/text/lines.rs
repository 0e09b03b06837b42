//! `splitlines`.

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
        let found = rest.char_indices().find(|(_, char)| is_line_end(*char));
        let Some((at, char)) = found else {
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

/// Whether a line of text ends at a character.
const fn is_line_end(char: char) -> bool {
    matches!(char, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
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
