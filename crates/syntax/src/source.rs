//! From bytes to text, and from offsets to lines and columns.

use crate::diagnostic::{Diagnostic, DiagnosticKind, codes};
use crate::tree::Span;

/// Bytes to text: UTF-8, with a leading byte order mark taken off as CPython does for source files.
///
/// Offsets in diagnostics and spans count from the first byte of the text that is returned.
///
/// # Errors
/// When the bytes are not UTF-8; the message is the one CPython gives.
///
/// ```
/// assert_eq!(hognose_syntax::decode(b"\xef\xbb\xbfreturn 1").unwrap(), "return 1");
/// assert!(hognose_syntax::decode(b"return '\xff'").is_err());
/// ```
pub fn decode(bytes: &[u8]) -> Result<&str, Diagnostic> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or(0);
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let length = error.error_len();
        let reason = match (length, byte) {
            (None, _) => "unexpected end of data",
            (Some(1), 0xC2..=0xF4) => "invalid continuation byte",
            (Some(1), _) => "invalid start byte",
            _ => "invalid continuation byte",
        };
        let wide = u32::try_from(length.unwrap_or(1)).unwrap_or(1);
        let place = if wide <= 1 {
            format!("byte 0x{byte:02x} in position {at}")
        } else {
            format!("bytes in position {at}-{}", at.saturating_add(length.unwrap_or(1)).saturating_sub(1))
        };
        Diagnostic {
            code: codes::SYNTAX,
            kind: DiagnosticKind::Syntax("SyntaxError"),
            message: format!("(unicode error) 'utf-8' codec can't decode {place}: {reason}"),
            span: Span { start, end: start.saturating_add(wide) },
            help: Some("save the policy as UTF-8".into()),
        }
    })
}

/// A place in the source as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
}

/// Finds the line and column of byte offsets. Lines end at `\n`, `\r\n` or `\r`.
///
/// ```
/// use hognose_syntax::{LineIndex, Position};
/// let index = LineIndex::new("a = 'é'\nreturn a");
/// assert_eq!(index.position(8), Position { line: 1, column: 8 });
/// assert_eq!(index.position(9), Position { line: 2, column: 1 });
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    source: &'a str,
    starts: Vec<u32>,
}

impl<'a> LineIndex<'a> {
    /// Looks for the lines of a text once.
    #[must_use]
    pub fn new(source: &'a str) -> Self {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let next = at.saturating_add(1);
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(next) != Some(&b'\n'));
            if ends {
                starts.push(u32::try_from(next).unwrap_or(u32::MAX));
            }
        }
        Self { source, starts }
    }

    /// The line and column of a byte offset; an offset behind the end is the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0) as usize;
        let end = (offset as usize).min(self.source.len());
        let before = self.source.as_bytes().get(start..end).unwrap_or_default();
        let column = before.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1),
        }
    }

    /// Number of lines.
    #[must_use]
    pub fn lines(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }
}
