//! Escapes in strings and bytes, with CPython's errors.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "positions stay below ten times the length of a literal, which is bounded with the source"
)]

use super::LiteralError;
use crate::surrogate;

/// The value of a string's contents.
pub(crate) fn text(contents: &str, raw: bool) -> Result<Box<str>, LiteralError> {
    if raw || !contents.contains('\\') {
        return Ok(contents.into());
    }
    let mut reader = Reader { rest: contents, at: 0, out: String::with_capacity(contents.len()) };
    while let Some(char) = reader.next() {
        if char == '\\' {
            reader.escape()?;
        } else {
            reader.out.push(char);
        }
    }
    Ok(reader.out.into_boxed_str())
}

struct Reader<'a> {
    rest: &'a str,
    /// Position as CPython's decoder counts: a character above U+007F is ten bytes, a backslash before one six.
    at: usize,
    out: String,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let char = chars.next()?;
        self.rest = chars.as_str();
        self.at += if char.is_ascii() { 1 } else { 10 };
        Some(char)
    }

    fn error(&self, start: usize, reason: &str) -> LiteralError {
        let end = self.at;
        let place = if end == start + 1 {
            format!("byte 0x5c in position {start}")
        } else {
            format!("bytes in position {start}-{}", end.saturating_sub(1))
        };
        LiteralError(format!("(unicode error) 'unicodeescape' codec can't decode {place}: {reason}"))
    }

    /// An escape whose backslash has been read.
    fn escape(&mut self) -> Result<(), LiteralError> {
        let start = self.at.saturating_sub(1);
        // Only text before a replacement field ends so: the backslash stands for itself.
        let Some(char) = self.peek() else {
            self.out.push('\\');
            return Ok(());
        };
        if !char.is_ascii() {
            self.out.push('\\');
            self.at += 5;
            return Ok(());
        }
        self.next();
        let plain = match char {
            '\n' => return Ok(()),
            '\\' | '\'' | '"' => char,
            'a' => '\x07',
            'b' => '\x08',
            'f' => '\x0C',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0B',
            '0'..='7' => return self.octal(char),
            'x' => return self.hex(start, 2, "truncated \\xXX escape"),
            'u' => return self.hex(start, 4, "truncated \\uXXXX escape"),
            'U' => return self.hex(start, 8, "truncated \\UXXXXXXXX escape"),
            'N' => return self.named(start),
            _ => {
                self.out.push('\\');
                char
            }
        };
        self.out.push(plain);
        Ok(())
    }

    fn octal(&mut self, first: char) -> Result<(), LiteralError> {
        let mut code = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(digit) = self.peek().and_then(|char| char.to_digit(8)) else { break };
            self.next();
            code = code * 8 + digit;
        }
        self.out.extend(surrogate::char_of(code));
        Ok(())
    }

    fn hex(&mut self, start: usize, count: u32, reason: &str) -> Result<(), LiteralError> {
        let mut code = 0_u32;
        for _ in 0..count {
            let Some(digit) = self.peek().and_then(|char| char.to_digit(16)) else {
                return Err(self.error(start, reason));
            };
            self.next();
            code = code.wrapping_shl(4) | digit;
        }
        match surrogate::char_of(code) {
            Some(char) => {
                self.out.push(char);
                Ok(())
            }
            None => Err(self.error(start, "illegal Unicode character")),
        }
    }

    fn named(&mut self, start: usize) -> Result<(), LiteralError> {
        let malformed = "malformed \\N character escape";
        if self.peek() != Some('{') {
            return Err(self.error(start, malformed));
        }
        self.next();
        let Some((name, _)) = self.rest.split_once('}') else {
            while self.next().is_some() {}
            return Err(self.error(start, malformed));
        };
        for _ in name.chars() {
            self.next();
        }
        if name.is_empty() {
            return Err(self.error(start, malformed));
        }
        self.next();
        match unicode_names2::character(name) {
            Some(char) => {
                self.out.push(char);
                Ok(())
            }
            None => Err(self.error(start, "unknown Unicode character name")),
        }
    }
}

/// The value of a bytes literal's contents.
pub(crate) fn bytes(contents: &str, raw: bool) -> Result<Box<[u8]>, LiteralError> {
    if !contents.is_ascii() {
        return Err(LiteralError("bytes can only contain ASCII literal characters".into()));
    }
    let source = contents.as_bytes();
    if raw || !source.contains(&b'\\') {
        return Ok(source.into());
    }
    let mut out = Vec::with_capacity(source.len());
    let mut at = 0;
    let get = |at: usize| source.get(at).copied();
    while let Some(byte) = get(at) {
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(escape) = get(at) else { break };
        at += 1;
        match escape {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(escape),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let mut code = u32::from(escape - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = get(at) else { break };
                    at += 1;
                    code = code * 8 + u32::from(digit - b'0');
                }
                out.push(code.to_le_bytes()[0]);
            }
            b'x' => {
                let digit = |at| get(at).and_then(|byte| char::from(byte).to_digit(16));
                let (Some(high), Some(low)) = (digit(at), digit(at + 1)) else {
                    return Err(LiteralError(format!(
                        "(value error) invalid \\x escape at position {}",
                        at - 2
                    )));
                };
                at += 2;
                out.push((high << 4 | low).to_le_bytes()[0]);
            }
            _ => out.extend([b'\\', escape]),
        }
    }
    Ok(out.into_boxed_slice())
}

#[cfg(test)]
mod tests {
    use super::{bytes, text};

    #[test]
    fn escapes_and_their_errors() {
        for (contents, wanted) in [
            (r"a\n\x41\101\u00e9\U0001F600\N{BULLET}\q\'", "a\nAAé😀•\\q'"),
            ("a\\\nb", "ab"),
            ("\\é", "\\é"),
        ] {
            assert_eq!(text(contents, false).as_deref(), Ok(wanted));
        }
        for (contents, wanted) in [
            (r"\x4", "bytes in position 0-2: truncated \\xXX escape"),
            (r"ab\u12", "bytes in position 2-5: truncated \\uXXXX escape"),
            (r"é\u12", "bytes in position 10-13: truncated \\uXXXX escape"),
            (r"\U00110000", "bytes in position 0-9: illegal Unicode character"),
            (r"\N{NOT A NAME AT ALL}", "bytes in position 0-20: unknown Unicode character name"),
            (r"\N", "bytes in position 0-1: malformed \\N character escape"),
            (r"\N{}", "bytes in position 0-2: malformed \\N character escape"),
        ] {
            let error = text(contents, false).map_err(|error| error.0);
            assert_eq!(error, Err(format!("(unicode error) 'unicodeescape' codec can't decode {wanted}")));
        }
        assert_eq!(bytes(r"a\x41\0\777", false).as_deref(), Ok(&b"aA\0\xff"[..]));
        assert_eq!(
            bytes(r"ab\x4", false).map_err(|e| e.0),
            Err("(value error) invalid \\x escape at position 2".into())
        );
    }
}
