//! The conversions of the C library's `strftime`: flags, width, modifier and letter.

/// A part of a format.
pub(super) enum Piece<'f> {
    /// Text that stands for itself.
    Text(&'f str),
    /// A conversion.
    Field(Conversion<'f>),
}

/// One conversion.
pub(super) struct Conversion<'f> {
    /// As it was written, from its `%` on.
    pub(super) written: &'f str,
    /// Its letter; `'\0'` where what was written is none and stands for itself.
    pub(super) letter: char,
    /// Flag `-`, `_` or `0`: the last one.
    pad: Option<char>,
    /// Flag `^`, or `#` on names.
    pub(super) upper: bool,
    /// Flag `#`.
    swap: bool,
    /// Least number of characters.
    pub(super) width: usize,
}

/// The parts of a format, in order.
pub(super) struct Pieces<'f> {
    rest: &'f str,
}

impl<'f> Pieces<'f> {
    pub(super) const fn new(format: &'f str) -> Self {
        Self { rest: format }
    }
}

impl<'f> Iterator for Pieces<'f> {
    type Item = Piece<'f>;

    fn next(&mut self) -> Option<Piece<'f>> {
        if self.rest.is_empty() {
            return None;
        }
        if !self.rest.starts_with('%') {
            let (text, rest) = self.rest.split_at(self.rest.find('%').unwrap_or(self.rest.len()));
            self.rest = rest;
            return Some(Piece::Text(text));
        }
        let (conversion, rest) = Conversion::read(self.rest);
        self.rest = rest;
        Some(Piece::Field(conversion))
    }
}

/// Whether a letter may have the modifier.
fn takes(letter: char, modifier: char) -> bool {
    match letter {
        'a' | 'A' | 'D' | 'F' => false,
        'c' | 'x' | 'X' | 'Y' => modifier == 'E',
        '%' | 'C' | 'y' | 'n' | 't' | 'p' | 'P' | 'r' | 'R' | 's' | 'T' | 'u' | 'z' | 'Z' => true,
        _ => modifier == 'O',
    }
}

/// A sign and a text, filled up between them to so many characters.
fn filled(width: usize, fill: &str, sign: &str, text: &str) -> String {
    let missing = width.saturating_sub(sign.len()).saturating_sub(text.len());
    [sign, &fill.repeat(missing), text].concat()
}

/// Whether the C library knows the letter.
fn known(letter: char) -> bool {
    "%aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ".contains(letter)
}

impl<'f> Conversion<'f> {
    /// Reads what begins with `%`; also what follows it.
    fn read(format: &'f str) -> (Self, &'f str) {
        let mut chars = format.chars();
        let _percent = chars.next();
        let mut it = Self { written: "", letter: '\0', pad: None, upper: false, swap: false, width: 0 };
        let mut next = chars.clone();
        while let Some(flag @ ('-' | '_' | '0' | '^' | '#')) = next.next() {
            match flag {
                '^' => it.upper = true,
                '#' => it.swap = true,
                pad => it.pad = Some(pad),
            }
            chars = next.clone();
        }
        next = chars.clone();
        while let Some(digit) = next.next().and_then(|char| char.to_digit(10)) {
            it.width = it.width.saturating_mul(10).saturating_add(usize::try_from(digit).unwrap_or_default());
            chars = next.clone();
        }
        next = chars.clone();
        let mut modifier = None;
        if let Some(char @ ('E' | 'O')) = next.next() {
            modifier = Some(char);
            chars = next.clone();
        }
        next = chars.clone();
        if let Some(letter) = next.next() {
            chars = next;
            if known(letter) && modifier.is_none_or(|modifier| takes(letter, modifier)) {
                it.letter = letter;
            } else if it.swap && matches!(letter, 'b' | 'h') {
                // The C library has taken the flag as one for capitals before it looks at the modifier.
                it.upper = true;
            }
        }
        let rest = chars.as_str();
        // By sizes: comparing the rest would take time for all that follows.
        it.written = format.get(..format.len().saturating_sub(rest.len())).unwrap_or(format);
        (it, rest)
    }

    /// A number of at least so many digits, filled with the flag's or else the usual padding.
    pub(super) fn number(&self, digits: usize, value: i64, usual: char) -> String {
        let pad = match (self.pad, usual) {
            (Some(pad @ ('0' | '-')), _) => pad,
            (Some(pad), '0') => pad,
            _ => usual,
        };
        let digits = digits.max(self.width);
        match pad {
            '-' => value.to_string(),
            // The standard library's own filling panics beyond 65,535 characters.
            '_' => filled(digits, " ", "", &value.to_string()),
            _ => filled(digits, "0", if value < 0 { "-" } else { "" }, &value.unsigned_abs().to_string()),
        }
    }

    /// A name, in capitals with either flag of letter case.
    pub(super) fn name(&self, name: &str) -> String {
        if self.upper || self.swap { name.to_uppercase() } else { name.to_owned() }
    }

    /// A name that is in capitals already: small with `#`.
    pub(super) fn capital(&self, name: &str) -> String {
        if self.swap { name.to_lowercase() } else { name.to_owned() }
    }

    /// The text, filled up to the width.
    pub(super) fn padded(&self, text: String) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        if missing == 0 {
            return text;
        }
        let mut out = if self.pad == Some('0') { "0" } else { " " }.repeat(missing);
        out.push_str(&text);
        out
    }
}
