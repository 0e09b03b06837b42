//! `fnmatch`: patterns of a shell, matched without regular expressions.

pub mod rows;
#[cfg(test)]
mod tests;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// Any text.
    Star,
    /// Any one character.
    Any,
    /// This character.
    One(char),
    /// One of these, or none of them.
    Set(Box<Set>),
    /// Nothing matches.
    Never,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Set {
    negated: bool,
    ranges: Vec<(char, char)>,
    text: String,
}

impl Pattern {
    /// What compiling a pattern of so many bytes may take: its tokens, and its longest set several times over.
    #[must_use]
    pub const fn size(pattern: usize) -> usize {
        pattern.saturating_mul(40)
    }

    /// Compiles a pattern. Every text is one.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        let mut tokens = Vec::with_capacity(pattern.len());
        let mut rest = pattern;
        while let Some(char) = rest.chars().next() {
            rest = rest.get(char.len_utf8()..).unwrap_or("");
            let token = match char {
                '*' => Token::Star,
                '?' => Token::Any,
                '[' => match bracket(rest) {
                    Some((set, after)) => {
                        rest = after;
                        set_token(set)
                    }
                    None => Token::One('['),
                },
                other => Token::One(other),
            };
            if token != Token::Star || tokens.last() != Some(&Token::Star) {
                tokens.push(token);
            }
        }
        Self { tokens }
    }

    /// Whether a name matches. Takes time proportional to the lengths of pattern and name multiplied, at worst.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let (mut tokens, mut rest) = (self.tokens.as_slice(), name);
        // Where to go on after the last star, when what was tried behind it fails.
        let mut retry: Option<(&[Token], &str)> = None;
        loop {
            match tokens.split_first() {
                Some((Token::Star, after)) => {
                    retry = Some((after, rest));
                    tokens = after;
                    continue;
                }
                Some((token, after)) => {
                    if let Some(char) = rest.chars().next()
                        && token.accepts(char)
                    {
                        (tokens, rest) = (after, rest.get(char.len_utf8()..).unwrap_or(""));
                        continue;
                    }
                }
                None if rest.is_empty() => return true,
                None => {}
            }
            let Some((after, from)) = retry else { return false };
            let Some(skipped) = from.chars().next() else { return false };
            let from = from.get(skipped.len_utf8()..).unwrap_or("");
            retry = Some((after, from));
            (tokens, rest) = (after, from);
        }
    }

    /// `fnmatch.translate`: the regular expression CPython makes of the pattern.
    #[must_use]
    pub fn translate(&self) -> String {
        let mut parts = self.tokens.split(|token| *token == Token::Star);
        let fixed = |out: &mut String, tokens: &[Token]| {
            for token in tokens {
                out.push_str(&token.regex());
            }
        };
        let mut out = String::from("(?s:");
        fixed(&mut out, parts.next().unwrap_or_default());
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            let inner = parts.peek().is_some();
            out.push_str(if inner { "(?>.*?" } else { ".*" });
            fixed(&mut out, part);
            if inner {
                out.push(')');
            }
        }
        out.push_str(")\\Z");
        out
    }
}

impl Token {
    fn accepts(&self, char: char) -> bool {
        match self {
            Self::Star | Self::Any => true,
            Self::One(one) => *one == char,
            Self::Set(set) => {
                set.ranges.iter().any(|(low, high)| (*low..=*high).contains(&char)) != set.negated
            }
            Self::Never => false,
        }
    }

    fn regex(&self) -> String {
        match self {
            Self::Star => ".*".into(),
            Self::Any => ".".into(),
            Self::One(char) if "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}".contains(*char) => format!("\\{char}"),
            Self::One(char) => char.to_string(),
            Self::Set(set) => format!("[{}]", set.text),
            Self::Never => "(?!)".into(),
        }
    }
}

/// What stands between brackets, given what follows the opening one, and what follows the closing one.
fn bracket(text: &str) -> Option<(&str, &str)> {
    // A closing bracket in the first place stands for itself.
    let skipped = match text.as_bytes() {
        [b'!', b']', ..] => 2,
        [b'!' | b']', ..] => 1,
        _ => 0,
    };
    let end = text.get(skipped..)?.find(']')?.saturating_add(skipped);
    Some((text.get(..end)?, text.get(end.saturating_add(1)..)?))
}

/// A character of a set, or the hyphen of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Char(char),
    Hyphen,
}

fn set_token(set: &str) -> Token {
    let chunks = without_empty_ranges(chunks(&set.chars().collect::<Vec<char>>()));
    let mut items = Vec::new();
    for chunk in chunks {
        if !items.is_empty() {
            items.push(Item::Hyphen);
        }
        items.extend(chunk.into_iter().map(Item::Char));
    }
    // What stands first decides once the empty ranges are gone.
    let (negated, items) = match items.split_first() {
        Some((Item::Char('!'), rest)) => (true, rest),
        _ => (false, items.as_slice()),
    };
    if items.is_empty() {
        return if negated { Token::Any } else { Token::Never };
    }
    Token::Set(Box::new(Set { negated, ranges: ranges(items), text: set_text(negated, items) }))
}

fn ranges(items: &[Item]) -> Vec<(char, char)> {
    let mut ranges = Vec::new();
    let mut rest = items;
    loop {
        rest = match rest {
            [Item::Char(low), Item::Hyphen, Item::Char(high), rest @ ..] => {
                ranges.push((*low, *high));
                rest
            }
            [Item::Char(one), rest @ ..] => {
                ranges.push((*one, *one));
                rest
            }
            [Item::Hyphen, rest @ ..] => {
                ranges.push(('-', '-'));
                rest
            }
            [] => return ranges,
        };
    }
}

/// Splits a set at the hyphens that make ranges.
fn chunks(body: &[char]) -> Vec<Vec<char>> {
    let mut chunks = Vec::new();
    let (mut start, mut from) = (0_usize, if body.first() == Some(&'!') { 2 } else { 1_usize });
    while let Some(found) = body.get(from..).and_then(|rest| rest.iter().position(|char| *char == '-')) {
        let hyphen = from.saturating_add(found);
        chunks.push(body.get(start..hyphen).unwrap_or(&[]).to_vec());
        start = hyphen.saturating_add(1);
        from = hyphen.saturating_add(3);
    }
    match (body.get(start..).filter(|rest| !rest.is_empty()), chunks.last_mut()) {
        (Some(rest), _) => chunks.push(rest.to_vec()),
        (None, Some(last)) => last.push('-'),
        (None, None) => {}
    }
    chunks
}

/// Takes out ranges that end before they start.
fn without_empty_ranges(mut chunks: Vec<Vec<char>>) -> Vec<Vec<char>> {
    let mut kept: Vec<Vec<char>> = Vec::new();
    while let Some(mut chunk) = chunks.pop() {
        if let Some(next) = kept.last_mut()
            && let (Some(low), Some(high)) = (chunk.last(), next.first())
            && low > high
        {
            chunk.pop();
            chunk.extend(next.drain(..).skip(1));
            *next = chunk;
        } else {
            kept.push(chunk);
        }
    }
    kept.reverse();
    kept
}

/// The set as CPython writes it in a regular expression.
fn set_text(negated: bool, items: &[Item]) -> String {
    let mut text = String::from(if negated { "^" } else { "" });
    for item in items {
        match item {
            Item::Hyphen => text.push('-'),
            Item::Char(char) => {
                let first = text.is_empty() && matches!(char, '^' | '[');
                if first || matches!(char, '\\' | '-' | '&' | '~' | '|') {
                    text.push('\\');
                }
                text.push(*char);
            }
        }
    }
    text
}
