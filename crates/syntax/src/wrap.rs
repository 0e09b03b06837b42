//! authentik's wrapping: the policy becomes the indented body of `def handler():`.
//!
//! The rules are those of `textwrap.indent(source, "    ")`: the text is cut as `str.splitlines(True)` cuts it, and
//! each piece that is not all white space gets four spaces in front, wherever it stands: in a triple-quoted string
//! too. Line ends become `\n`, as CPython's tokenizer makes them.

/// The line put before the body.
pub(crate) const HEADER: &str = "def handler():\n";

/// The wrapped text, and the way back from its offsets.
pub(crate) struct Wrapped {
    /// Header and indented body; ends with a line end of its own.
    pub(crate) text: String,
    /// Places where the distance between the two texts changes: (offset here, offset in the source), ascending.
    pieces: Vec<(u32, u32)>,
    /// Length of the source.
    length: u32,
}

impl Wrapped {
    /// Wraps a policy.
    pub(crate) fn new(source: &str) -> Self {
        Self::made(source, HEADER, "    ")
    }

    /// A text as it is, but for its line ends.
    pub(crate) fn bare(source: &str) -> Self {
        Self::made(source, "", "")
    }

    fn made(source: &str, header: &str, indent: &str) -> Self {
        let mut text = String::with_capacity(
            HEADER.len().saturating_add(source.len().saturating_mul(5) / 4).saturating_add(64),
        );
        text.push_str(header);
        let mut wrapped = Self {
            text,
            pieces: Vec::with_capacity(64),
            length: u32::try_from(source.len()).unwrap_or(u32::MAX),
        };
        let mut rest = source;
        let mut at = 0_usize;
        while !rest.is_empty() {
            let (content, end) = split_line(rest);
            let (line, ahead) = rest.split_at_checked(content).unwrap_or((rest, ""));
            let (ending, behind) = ahead.split_at_checked(end).unwrap_or((ahead, ""));
            if !blank(line) {
                wrapped.text.push_str(indent);
            }
            wrapped.mark(at);
            wrapped.text.push_str(line);
            if ending == "\r\n" || ending == "\r" {
                wrapped.text.push('\n');
            } else {
                wrapped.text.push_str(ending);
            }
            at = at.saturating_add(content).saturating_add(end);
            rest = behind;
        }
        wrapped.mark(at);
        wrapped.text.push('\n');
        wrapped
    }

    fn mark(&mut self, source: usize) {
        let here = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.pieces.push((here, u32::try_from(source).unwrap_or(u32::MAX)));
    }

    /// The offset in the source of an offset here. What lies in the header or in an indentation maps to what follows.
    #[cfg(test)]
    pub(crate) fn original(&self, offset: u32) -> u32 {
        self.cursor().source_of(offset)
    }

    /// A way back that is fast for ascending offsets.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { wrapped: self, piece: 0 }
    }
}

/// Remembers where the last offset was found.
pub(crate) struct Cursor<'a> {
    wrapped: &'a Wrapped,
    piece: usize,
}

impl Cursor<'_> {
    /// The offset in the source.
    pub(crate) fn source_of(&mut self, offset: u32) -> u32 {
        let pieces = &self.wrapped.pieces;
        let start = |index: usize| pieces.get(index).map_or(u32::MAX, |piece| piece.0);
        if start(self.piece) > offset {
            self.piece = pieces.partition_point(|piece| piece.0 <= offset).saturating_sub(1);
        }
        while start(self.piece.saturating_add(1)) <= offset {
            self.piece = self.piece.saturating_add(1);
        }
        let Some((here, source)) = pieces.get(self.piece).copied() else { return 0 };
        let limit = pieces.get(self.piece.saturating_add(1)).map_or(self.wrapped.length, |piece| piece.1);
        source.saturating_add(offset.saturating_sub(here)).min(limit)
    }

    /// The offset in the source of the end of something.
    pub(crate) fn source_of_end(&mut self, end: u32) -> u32 {
        self.source_of(end.saturating_sub(1)).saturating_add(1).min(self.wrapped.length)
    }
}

/// Lengths of the first line's content and of its end, as `str.splitlines` sees them.
fn split_line(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let next = |ahead: usize| bytes.get(at.saturating_add(ahead)).copied();
        let end = match byte {
            b'\n' | 0x0B | 0x0C | 0x1C..=0x1E => 1,
            b'\r' if next(1) == Some(b'\n') => 2,
            b'\r' => 1,
            0xC2 if next(1) == Some(0x85) => 2,
            0xE2 if next(1) == Some(0x80) && matches!(next(2), Some(0xA8 | 0xA9)) => 3,
            _ => continue,
        };
        return (at, end);
    }
    (bytes.len(), 0)
}

/// Whether a line is white space only, as `str.isspace` sees it (or empty).
fn blank(line: &str) -> bool {
    line.chars().all(|char| char.is_whitespace() || matches!(char, '\x1C'..='\x1F'))
}

#[cfg(test)]
mod tests {
    use super::Wrapped;

    #[test]
    fn indents_as_textwrap_does() {
        for (source, wanted) in [
            ("", "\n"),
            ("return 1", "    return 1\n"),
            ("a\n\n  \nb\n", "    a\n\n  \n    b\n\n"),
            ("a\r\nb\rc", "    a\n    b\n    c\n"),
            ("x='''a\nb'''", "    x='''a\n    b'''\n"),
            ("a\x0cb", "    a\x0c    b\n"),
            ("a\u{2028}b\u{85}c\x1dd", "    a\u{2028}    b\u{85}    c\x1d    d\n"),
            ("\x0cx", "\x0c    x\n"),
        ] {
            let wrapped = Wrapped::new(source);
            assert_eq!(wrapped.text, format!("{}{wanted}", super::HEADER), "{source:?}");
        }
    }

    #[test]
    fn offsets_find_back() {
        let source = "ab\r\n\r\n  cd\n'''x\ry'''";
        let wrapped = Wrapped::new(source);
        for wanted in ["ab", "cd", "'''x"] {
            let here = u32::try_from(wrapped.text.find(wanted).unwrap_or(0)).unwrap_or(0);
            assert_eq!(wrapped.original(here) as usize, source.find(wanted).unwrap_or(0), "{wanted}");
            let mut cursor = wrapped.cursor();
            let end = here.saturating_add(u32::try_from(wanted.len()).unwrap_or(0));
            assert_eq!(cursor.source_of_end(end) as usize, source.find(wanted).unwrap_or(0) + wanted.len());
        }
    }
}
