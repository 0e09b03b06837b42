//! Text that others made, safe for a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a terminal would not show a character but do something: move, colour, reorder.
fn acts(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text with everything escaped that a terminal would act on.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if !acts(char) => out.push(char),
            char => {
                let code = u32::from(char);
                // Writing to a string does not fail.
                let _ =
                    if code < 0x100 { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{code:04x}") };
            }
        }
    }
    Cow::Owned(out)
}

/// JSON text with everything escaped that a terminal would act on. Such characters stand in strings only.
pub(crate) fn printable_json(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if acts(char) {
            // All of them are one unit of UTF-16. Writing to a string does not fail.
            let _ = write!(out, "\\u{:04x}", u32::from(char));
        } else {
            out.push(char);
        }
    }
    Cow::Owned(out)
}

/// A line of source with a visible character in place of each that a terminal would act on, and the place of a span in
/// it. Tabs stay.
pub(crate) fn source_line(line: &str, start: usize, end: usize) -> (String, usize, usize) {
    let mut out = String::with_capacity(line.len());
    let (mut new_start, mut new_end) = (None, None);
    for (at, char) in line.char_indices() {
        if at >= start {
            new_start.get_or_insert(out.len());
        }
        if at >= end {
            new_end.get_or_insert(out.len());
        }
        out.push(match char {
            '\t' => '\t',
            '\0'..='\u{1f}' => char::from_u32(u32::from(char).saturating_add(0x2400)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            char if acts(char) => '\u{fffd}',
            char => char,
        });
    }
    let whole = out.len();
    (out, new_start.unwrap_or(whole), new_end.unwrap_or(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_acts_on() {
        assert_eq!(printable("plain é"), "plain é");
        assert_eq!(printable("a\x1b[31m\n\u{9b}\u{202e}\u{7f}"), "a\\x1b[31m\\n\\x9b\\u202e\\x7f");
    }

    #[test]
    fn escapes_in_json_too() {
        assert_eq!(printable_json("\"a\u{9b}\u{202e}\u{7f}\""), r#""a\u009b\u202e\u007f""#);
    }

    #[test]
    fn keeps_places_in_lines() {
        assert_eq!(source_line("a\u{1b}\u{202e}bc", 5, 6), ("a\u{241b}\u{fffd}bc".to_owned(), 7, 8));
        assert_eq!(source_line("\tx", 2, 2), ("\tx".to_owned(), 2, 2));
    }
}
