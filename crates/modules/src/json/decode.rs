//! `json.loads`.

use hognose_eval::number;
use hognose_eval::ops::convert;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Stop, Value};
use hognose_syntax::surrogate::char_of;

use super::rows::DECODE_ERROR;

/// Functions of the policy that take part.
#[derive(Clone, Copy)]
pub(super) struct Hooks<'h> {
    pub(super) object: Option<Value<'h>>,
    pub(super) float: Option<Value<'h>>,
    pub(super) int: Option<Value<'h>>,
    pub(super) constant: Option<Value<'h>>,
    pub(super) pairs: Option<Value<'h>>,
    /// Whether control characters in strings are refused.
    pub(super) strict: bool,
    /// Whether a byte order mark at the beginning has a complaint of its own.
    pub(super) marked: bool,
}

pub(super) struct Decoder<'a, 'h> {
    cx: &'a Context<'h>,
    text: &'h str,
    hooks: Hooks<'h>,
    /// Offset of the next byte.
    at: usize,
}

impl<'a, 'h> Decoder<'a, 'h> {
    pub(super) fn new(cx: &'a Context<'h>, text: &'h str, hooks: Hooks<'h>) -> Self {
        Self { cx, text, hooks, at: 0 }
    }

    /// The whole text as one value.
    pub(super) fn document(mut self) -> R<'h> {
        self.cx.burn_bytes(self.text.len())?;
        if self.hooks.marked {
            return Err(self.error("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0));
        }
        self.skip_space();
        let value = self.value()?;
        self.skip_space();
        if self.at < self.text.len() {
            return Err(self.error("Extra data", self.at));
        }
        Ok(value)
    }

    fn rest(&self) -> &'h str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.skip(1);
        }
    }

    /// `JSONDecodeError` at an offset.
    #[cold]
    fn error(&self, message: &str, at: usize) -> Stop<'h> {
        match self.error_object(message, at) {
            Ok(stop) | Err(stop) => stop,
        }
    }

    fn error_object(&self, message: &str, at: usize) -> R<'h, Stop<'h>> {
        let cx = self.cx;
        let before = self.text.get(..at).unwrap_or(self.text);
        let chars = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let line = before.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
        let last = before.rsplit('\n').next().unwrap_or(before);
        let (position, column) = (chars(before), chars(last).saturating_add(1));
        let shown = format!("{message}: line {line} column {column} (char {position})");
        let stop = cx.raise(&DECODE_ERROR, shown);
        if let Stop::Raise(exception) = stop {
            let kept = [
                cx.str(message)?,
                cx.wrap_str(self.text)?,
                Value::Int(position),
                Value::Int(i64::try_from(line).unwrap_or(i64::MAX)),
                Value::Int(column),
            ];
            exception.extra.set(cx.tuple(&kept)?);
        }
        Ok(stop)
    }

    fn value(&mut self) -> R<'h> {
        self.cx.burn(1)?;
        let cx = self.cx;
        match self.peek() {
            Some(b'"') => {
                self.skip(1);
                self.string()
            }
            Some(b'{') => {
                self.skip(1);
                cx.enter()?;
                let result = self.object();
                cx.leave();
                result
            }
            Some(b'[') => {
                self.skip(1);
                cx.enter()?;
                let result = self.array();
                cx.leave();
                result
            }
            _ => self.scalar(),
        }
    }

    fn scalar(&mut self) -> R<'h> {
        for (word, value) in
            [("null", Value::None), ("true", Value::bool(true)), ("false", Value::bool(false))]
        {
            if self.rest().starts_with(word) {
                self.skip(word.len());
                return Ok(value);
            }
        }
        for (word, value) in
            [("NaN", f64::NAN), ("Infinity", f64::INFINITY), ("-Infinity", f64::NEG_INFINITY)]
        {
            if self.rest().starts_with(word) {
                self.skip(word.len());
                return match self.hooks.constant {
                    Some(hook) => self.cx.call(hook, &[self.cx.wrap_str(word)?]),
                    None => Ok(Value::float(value)),
                };
            }
        }
        self.number()
    }

    fn number(&mut self) -> R<'h> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at = at.saturating_add(1);
            }
            at
        };
        let mut end = start;
        if bytes.get(end) == Some(&b'-') {
            end = end.saturating_add(1);
        }
        end = match bytes.get(end) {
            Some(b'0') => end.saturating_add(1),
            Some(b'1'..=b'9') => digits(end),
            _ => return Err(self.error("Expecting value", start)),
        };
        let mut is_float = false;
        if bytes.get(end) == Some(&b'.') {
            let after = digits(end.saturating_add(1));
            if after > end.saturating_add(1) {
                is_float = true;
                end = after;
            }
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let mut at = end.saturating_add(1);
            if matches!(bytes.get(at), Some(b'+' | b'-')) {
                at = at.saturating_add(1);
            }
            let after = digits(at);
            if after > at {
                is_float = true;
                end = after;
            }
        }
        let literal = self.text.get(start..end).unwrap_or("");
        self.at = end;
        let cx = self.cx;
        match (is_float, self.hooks.float, self.hooks.int) {
            (true, Some(hook), _) | (false, _, Some(hook)) => cx.call(hook, &[cx.wrap_str(literal)?]),
            (true, None, _) => Ok(Value::float(number::float_from_text(literal).unwrap_or(f64::NAN))),
            (false, _, None) => match literal.parse() {
                Ok(small) => Ok(Value::Int(small)),
                Err(_) => {
                    let length = literal.len() as u64;
                    cx.burn(length.saturating_mul(length) >> 8)?;
                    let whole = convert::checked(cx, number::int_from_bytes(literal.as_bytes(), 10))?;
                    convert::from_int(cx, whole)
                }
            },
        }
    }

    fn array(&mut self) -> R<'h> {
        let list = List::new(self.cx.heap())?;
        self.skip_space();
        if self.peek() == Some(b']') {
            self.skip(1);
            return Ok(Value::List(list));
        }
        loop {
            let value = self.value()?;
            list.push(self.cx.heap(), value)?;
            self.skip_space();
            match self.peek() {
                Some(b']') => {
                    self.skip(1);
                    return Ok(Value::List(list));
                }
                Some(b',') => {
                    let comma = self.at;
                    self.skip(1);
                    self.skip_space();
                    if self.peek() == Some(b']') {
                        return Err(self.error("Illegal trailing comma before end of array", comma));
                    }
                }
                _ => return Err(self.error("Expecting ',' delimiter", self.at)),
            }
        }
    }

    fn object(&mut self) -> R<'h> {
        let cx = self.cx;
        let pairs = List::new(cx.heap())?;
        let dict = Dict::new(cx.heap())?;
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.skip(1);
            return self.finished(dict, pairs);
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.error("Expecting property name enclosed in double quotes", self.at));
            }
            self.skip(1);
            let key = self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.error("Expecting ':' delimiter", self.at));
            }
            self.skip(1);
            self.skip_space();
            let value = self.value()?;
            if self.hooks.pairs.is_some() {
                pairs.push(cx.heap(), cx.tuple(&[key, value])?)?;
            } else {
                dict.set(cx, key, value)?;
            }
            self.skip_space();
            match self.peek() {
                Some(b'}') => {
                    self.skip(1);
                    return self.finished(dict, pairs);
                }
                Some(b',') => {
                    let comma = self.at;
                    self.skip(1);
                    self.skip_space();
                    if self.peek() == Some(b'}') {
                        return Err(self.error("Illegal trailing comma before end of object", comma));
                    }
                }
                _ => return Err(self.error("Expecting ',' delimiter", self.at)),
            }
        }
    }

    fn finished(&self, dict: &'h Dict<'h>, pairs: &'h List<'h>) -> R<'h> {
        match (self.hooks.pairs, self.hooks.object) {
            (Some(hook), _) => self.cx.call(hook, &[Value::List(pairs)]),
            (None, Some(hook)) => self.cx.call(hook, &[Value::Dict(dict)]),
            (None, None) => Ok(Value::Dict(dict)),
        }
    }

    /// A string whose opening quote is behind.
    fn string(&mut self) -> R<'h> {
        let begin = self.at.saturating_sub(1);
        let special = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < 0x20;
        let bytes = self.text.as_bytes();
        let start = self.at;
        let length = bytes.get(start..).and_then(|rest| rest.iter().position(special));
        let Some(end) = length.map(|length| start.saturating_add(length)) else {
            return Err(self.error("Unterminated string starting at", begin));
        };
        if bytes.get(end) == Some(&b'"') {
            // No escapes: a part of the input.
            self.at = end.saturating_add(1);
            return self.cx.wrap_str(self.text.get(start..end).unwrap_or(""));
        }
        self.escaped(begin, start)
    }

    fn escaped(&mut self, begin: usize, start: usize) -> R<'h> {
        let cx = self.cx;
        let mut made = String::new();
        self.at = start;
        loop {
            let Some(char) = self.rest().chars().next() else {
                return Err(self.error("Unterminated string starting at", begin));
            };
            match char {
                '"' => {
                    self.skip(1);
                    return cx.str(&made);
                }
                '\\' => {
                    let at = self.at;
                    self.skip(1);
                    let Some(escape) = self.rest().chars().next() else {
                        return Err(self.error("Unterminated string starting at", begin));
                    };
                    self.skip(escape.len_utf8());
                    let char = match escape {
                        '"' | '\\' | '/' => escape,
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'u' => self.unicode(at)?,
                        _ => return Err(self.error("Invalid \\escape", at)),
                    };
                    cx.heap().charge(4)?;
                    made.push(char);
                }
                control if control < ' ' && self.hooks.strict => {
                    return Err(self.error("Invalid control character at", self.at));
                }
                other => {
                    cx.heap().charge(other.len_utf8())?;
                    made.push(other);
                    self.skip(other.len_utf8());
                }
            }
        }
    }

    /// Four hexadecimal digits, and a second half when they are the first of a pair.
    fn unicode(&mut self, at: usize) -> R<'h, char> {
        let Some(code) = self.four() else {
            return Err(self.error("Invalid \\uXXXX escape", at.saturating_add(1)));
        };
        self.skip(4);
        let mut code = code;
        if (0xD800..0xDC00).contains(&code) && self.rest().starts_with("\\u") {
            let here = self.at;
            self.skip(2);
            match self.four() {
                Some(low) if (0xDC00..0xE000).contains(&low) => {
                    self.skip(4);
                    code = 0x1_0000_u32.saturating_add(((code & 0x3FF) << 10) | (low & 0x3FF));
                }
                _ => self.at = here,
            }
        }
        char_of(code).ok_or_else(|| self.error("Invalid \\uXXXX escape", at.saturating_add(1)))
    }

    /// Four digits, which text must follow: a string does not end with them.
    fn four(&self) -> Option<u32> {
        let (digits, rest) = self.rest().split_at_checked(4)?;
        if rest.is_empty() {
            return None;
        }
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok()
    }
}
