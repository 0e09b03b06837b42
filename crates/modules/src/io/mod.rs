//! `io`: text that is written and read like a file, in memory.

pub mod rows;

use std::borrow::Cow;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Newline {
    /// `\n`; what is written stays as it is.
    Feed,
    /// `\n`, which is written for the other ends as well.
    Translated,
    /// Any end; what is written stays as it is.
    Any,
    /// `\r`, which is written for `\n`.
    Return,
    /// `\r\n`, which is written for `\n`.
    Both,
}

impl Newline {
    /// What the argument `newline` stands for.
    fn named(name: &str) -> Option<Self> {
        match name {
            "" => Some(Self::Any),
            "\n" => Some(Self::Feed),
            "\r" => Some(Self::Return),
            "\r\n" => Some(Self::Both),
            _ => None,
        }
    }

    /// What is stored for a text.
    fn translate(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Translated if text.contains('\r') => text.replace("\r\n", "\n").replace('\r', "\n").into(),
            Self::Return if text.contains('\n') => text.replace('\n', "\r").into(),
            Self::Both if text.contains('\n') => text.replace('\n', "\r\n").into(),
            _ => text.into(),
        }
    }

    /// How many bytes the first line of a text has, with its end.
    fn line(self, text: &str) -> usize {
        let found = match self {
            Self::Feed | Self::Translated => text.find('\n').map(|at| (at, 1)),
            Self::Return => text.find('\r').map(|at| (at, 1)),
            Self::Both => text.find("\r\n").map(|at| (at, 2)),
            Self::Any => text.find(['\n', '\r']).map(|at| {
                let both = text.get(at..).is_some_and(|end| end.starts_with("\r\n"));
                (at, if both { 2 } else { 1 })
            }),
        };
        found.map_or(text.len(), |(at, width)| at.saturating_add(width))
    }
}
