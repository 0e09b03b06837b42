//! Number literals.

use super::Lexer;
use super::identifier::in_word;
use super::token::Kind;

impl Lexer<'_> {
    /// A number. False after an error.
    pub(super) fn number(&mut self) -> bool {
        let start = self.at;
        if self.peek(0) == b'0' {
            match self.peek(1) {
                b'x' | b'X' => return self.radix(start, "hexadecimal", u8::is_ascii_hexdigit),
                b'o' | b'O' => return self.radix(start, "octal", |byte| (b'0'..=b'7').contains(byte)),
                b'b' | b'B' => return self.radix(start, "binary", |byte| matches!(byte, b'0' | b'1')),
                _ => {}
            }
        }
        let mut kind = Kind::Int;
        if self.peek(0) != b'.' && !self.digits(start) {
            return false;
        }
        let whole = self.at;
        if self.peek(0) == b'.' {
            kind = Kind::Float;
            self.at += 1;
            if self.peek(0).is_ascii_digit() && !self.digits(start) {
                return false;
            }
        }
        if matches!(self.peek(0), b'e' | b'E') {
            match self.exponent(start) {
                Some(true) => kind = Kind::Float,
                Some(false) => {
                    // `1e` where no digit follows: the number ends before the letter.
                    return self.number_ends("decimal") && self.done(kind, start, whole);
                }
                None => return false,
            }
        }
        if matches!(self.peek(0), b'j' | b'J') {
            self.at += 1;
            return self.number_ends("imaginary") && self.done(Kind::Imaginary, start, whole);
        }
        if kind == Kind::Int && !self.leading_zeros(start) {
            return false;
        }
        self.number_ends("decimal") && self.done(kind, start, whole)
    }

    fn done(&mut self, kind: Kind, start: usize, _whole: usize) -> bool {
        let line = self.line;
        self.push(kind, start, line);
        true
    }

    /// Digits with single underscores between them. False after an error.
    fn digits(&mut self, start: usize) -> bool {
        loop {
            while self.peek(0).is_ascii_digit() {
                self.at += 1;
            }
            if self.peek(0) != b'_' {
                return true;
            }
            self.at += 1;
            if !self.peek(0).is_ascii_digit() {
                let at = self.at;
                return self.fail("invalid decimal literal", start, at);
            }
        }
    }

    /// An exponent: true when there is one, false when the letter belongs to what follows, none after an error.
    fn exponent(&mut self, start: usize) -> Option<bool> {
        let signed = matches!(self.peek(1), b'+' | b'-');
        if !self.peek(1 + usize::from(signed)).is_ascii_digit() {
            if signed {
                let at = self.at + 2;
                self.fail("invalid decimal literal", start, at);
                return None;
            }
            return Some(false);
        }
        self.at += 1 + usize::from(signed);
        self.digits(start).then_some(true)
    }

    fn leading_zeros(&mut self, start: usize) -> bool {
        let literal = self.slice(start, self.at);
        if !literal.starts_with('0') || literal.bytes().all(|byte| matches!(byte, b'0' | b'_')) {
            return true;
        }
        let message = "leading zeros in decimal integer literals are not permitted; \
                       use an 0o prefix for octal integers";
        let zeros = literal.bytes().take_while(|byte| matches!(byte, b'0' | b'_')).count();
        self.fail(message, start, start + zeros)
    }

    fn radix(&mut self, start: usize, name: &str, fits: fn(&u8) -> bool) -> bool {
        self.at += 2;
        loop {
            if self.peek(0) == b'_' {
                self.at += 1;
            }
            let byte = self.peek(0);
            if !fits(&byte) {
                let at = self.at;
                if byte.is_ascii_digit() {
                    let message = format!("invalid digit '{}' in {name} literal", char::from(byte));
                    return self.fail(message, at, at + 1);
                }
                return self.fail(format!("invalid {name} literal"), start, at);
            }
            while fits(&self.peek(0)) {
                self.at += 1;
            }
            if self.peek(0) != b'_' {
                break;
            }
        }
        let byte = self.peek(0);
        if byte.is_ascii_digit() {
            let at = self.at;
            return self.fail(format!("invalid digit '{}' in {name} literal", char::from(byte)), at, at + 1);
        }
        self.number_ends(name) && self.done(Kind::Int, start, start)
    }

    /// What may stand directly behind a number: anything but a word, except the words that may follow an operand.
    fn number_ends(&mut self, name: &str) -> bool {
        let byte = self.peek(0);
        let word = |rest: &[u8]| {
            let ahead = |index: usize| self.peek(index + 1);
            rest.iter().enumerate().all(|(index, letter)| ahead(index) == *letter)
                && !in_word(ahead(rest.len()))
        };
        let allowed = match byte {
            b'a' => word(b"nd"),
            b'e' => word(b"lse"),
            b'f' => word(b"or"),
            b'i' => matches!(self.peek(1), b'f' | b'n' | b's'),
            b'o' => word(b"r"),
            b'n' => word(b"ot"),
            _ => false,
        };
        if allowed || byte >= 0x80 || !in_word(byte) {
            return true;
        }
        let at = self.at;
        self.fail(format!("invalid {name} literal"), at.saturating_sub(1), at)
    }
}
