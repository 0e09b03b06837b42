//! Tokens, as CPython's tokenizer cuts them.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[rustfmt::skip]
pub(crate) enum Kind {
    End, Newline, Indent, Dedent,
    Name, Int, Float, Imaginary, String, FStringStart, FStringMiddle, FStringEnd,
    LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace,
    Colon, Comma, Semicolon, Dot, Ellipsis, At, Arrow, Equal, ColonEqual, Exclamation,
    Plus, Minus, Star, DoubleStar, Slash, DoubleSlash, Percent, Tilde,
    Bar, Ampersand, Caret, LeftShift, RightShift,
    Less, Greater, EqualEqual, NotEqual, LessEqual, GreaterEqual,
    PlusEqual, MinusEqual, StarEqual, DoubleStarEqual, SlashEqual, DoubleSlashEqual, PercentEqual, AtEqual,
    BarEqual, AmpersandEqual, CaretEqual, LeftShiftEqual, RightShiftEqual,
    /// A character that is a token of no grammar, such as `?` or `$`.
    Other,
    False, None, True, And, As, Assert, Async, Await, Break, Class, Continue, Def, Del, Elif, Else, Except, Finally,
    For, From, Global, If, Import, In, Is, Lambda, Nonlocal, Not, Or, Pass, Raise, Return, Try, While, With, Yield,
}

impl Kind {
    /// The keyword a word is.
    pub(crate) fn keyword(word: &str) -> Option<Self> {
        Some(match word {
            "False" => Self::False,
            "None" => Self::None,
            "True" => Self::True,
            "and" => Self::And,
            "as" => Self::As,
            "assert" => Self::Assert,
            "async" => Self::Async,
            "await" => Self::Await,
            "break" => Self::Break,
            "class" => Self::Class,
            "continue" => Self::Continue,
            "def" => Self::Def,
            "del" => Self::Del,
            "elif" => Self::Elif,
            "else" => Self::Else,
            "except" => Self::Except,
            "finally" => Self::Finally,
            "for" => Self::For,
            "from" => Self::From,
            "global" => Self::Global,
            "if" => Self::If,
            "import" => Self::Import,
            "in" => Self::In,
            "is" => Self::Is,
            "lambda" => Self::Lambda,
            "nonlocal" => Self::Nonlocal,
            "not" => Self::Not,
            "or" => Self::Or,
            "pass" => Self::Pass,
            "raise" => Self::Raise,
            "return" => Self::Return,
            "try" => Self::Try,
            "while" => Self::While,
            "with" => Self::With,
            "yield" => Self::Yield,
            _ => return None,
        })
    }

    /// The operator at the start of some bytes, and its length.
    pub(crate) fn operator(first: u8, second: u8, third: u8) -> (Self, usize) {
        let three = match (first, second, third) {
            (b'*', b'*', b'=') => Some(Self::DoubleStarEqual),
            (b'/', b'/', b'=') => Some(Self::DoubleSlashEqual),
            (b'<', b'<', b'=') => Some(Self::LeftShiftEqual),
            (b'>', b'>', b'=') => Some(Self::RightShiftEqual),
            (b'.', b'.', b'.') => Some(Self::Ellipsis),
            _ => None,
        };
        if let Some(kind) = three {
            return (kind, 3);
        }
        let two = match (first, second) {
            (b'!', b'=') => Some(Self::NotEqual),
            (b'<', b'>') => Some(Self::Other),
            (b'=', b'=') => Some(Self::EqualEqual),
            (b'<', b'=') => Some(Self::LessEqual),
            (b'>', b'=') => Some(Self::GreaterEqual),
            (b'-', b'>') => Some(Self::Arrow),
            (b':', b'=') => Some(Self::ColonEqual),
            (b'*', b'*') => Some(Self::DoubleStar),
            (b'/', b'/') => Some(Self::DoubleSlash),
            (b'<', b'<') => Some(Self::LeftShift),
            (b'>', b'>') => Some(Self::RightShift),
            (b'+', b'=') => Some(Self::PlusEqual),
            (b'-', b'=') => Some(Self::MinusEqual),
            (b'*', b'=') => Some(Self::StarEqual),
            (b'/', b'=') => Some(Self::SlashEqual),
            (b'%', b'=') => Some(Self::PercentEqual),
            (b'@', b'=') => Some(Self::AtEqual),
            (b'|', b'=') => Some(Self::BarEqual),
            (b'&', b'=') => Some(Self::AmpersandEqual),
            (b'^', b'=') => Some(Self::CaretEqual),
            _ => None,
        };
        match two {
            Some(kind) => (kind, 2),
            None => (Self::single(first), 1),
        }
    }

    /// The token that one character makes.
    pub(crate) fn single(byte: u8) -> Self {
        match byte {
            b'(' => Self::LeftParen,
            b')' => Self::RightParen,
            b'[' => Self::LeftBracket,
            b']' => Self::RightBracket,
            b'{' => Self::LeftBrace,
            b'}' => Self::RightBrace,
            b':' => Self::Colon,
            b',' => Self::Comma,
            b';' => Self::Semicolon,
            b'.' => Self::Dot,
            b'@' => Self::At,
            b'=' => Self::Equal,
            b'!' => Self::Exclamation,
            b'+' => Self::Plus,
            b'-' => Self::Minus,
            b'*' => Self::Star,
            b'/' => Self::Slash,
            b'%' => Self::Percent,
            b'~' => Self::Tilde,
            b'|' => Self::Bar,
            b'&' => Self::Ampersand,
            b'^' => Self::Caret,
            b'<' => Self::Less,
            b'>' => Self::Greater,
            _ => Self::Other,
        }
    }
}

/// A token of the wrapped text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// First byte, in the wrapped text.
    pub(crate) start: u32,
    /// Behind the last byte, in the wrapped text.
    pub(crate) end: u32,
    /// Line of the wrapped text it starts on, from 1.
    pub(crate) line: u32,
    /// Of a name, its number; of the start of an f-string, 1 when raw.
    pub(crate) data: u32,
}

/// How an error of the tokenizer ranks against errors of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Wins even when the parser has already failed further up.
    Hard,
    /// Counts only when the parser gets there; a bracket that is open there wins over errors further up.
    Soft,
    /// Counts only when the parser gets there.
    Quiet,
    /// The text ended inside brackets.
    Unclosed,
}

/// What stopped the tokenizer.
#[derive(Clone, Debug)]
pub(crate) struct LexError {
    /// How it ranks.
    pub(crate) rank: Rank,
    /// The type of the exception.
    pub(crate) class: &'static str,
    /// CPython's message.
    pub(crate) message: String,
    /// Where, in the wrapped text.
    pub(crate) start: u32,
    /// Its end.
    pub(crate) end: u32,
    /// Line of the bracket that is open innermost, when one is.
    pub(crate) open_line: Option<u32>,
    /// Message and place for that bracket.
    pub(crate) unclosed: Option<(String, u32)>,
}
