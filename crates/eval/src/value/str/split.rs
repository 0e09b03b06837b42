//! Taking apart: `split`, `splitlines`, `strip`, …

use super::Str;
use crate::arg::Truth;
use crate::context::Context;
use crate::method;
use crate::ops::own_type_name;
use crate::row::{Parameter, Row, Signature, optional, p_only_optional};
use crate::stop::R;
use crate::text::strip::Ends;
use crate::text::{lines, split as parts, strip as ends};
use crate::value::Value;
use crate::value::list::{self, Collector, List};

const SPLIT: &[Parameter] = &[optional("sep"), optional("maxsplit")];
const STRIP: &[Parameter] = &[p_only_optional("chars")];

/// Methods.
pub(super) static ROWS: &[Row] = &[
    method!("split", Signature::keywords(SPLIT), "Parts between separators, or words.", split, 3)
        .called("str.split"),
    method!(
        "rsplit",
        Signature::keywords(SPLIT),
        "Parts between separators, split from the right.",
        rsplit,
        3
    )
    .called("str.rsplit"),
    method!("splitlines", Signature::keywords(&[optional("keepends")]), "The lines.", splitlines, 2)
        .called("str.splitlines"),
    method!(
        "strip",
        Signature::positional(STRIP),
        "Without white space, or characters of a set, at both ends.",
        strip,
        2
    )
    .called("str.strip"),
    method!(
        "lstrip",
        Signature::positional(STRIP),
        "Without white space, or characters of a set, at the start.",
        lstrip,
        2
    )
    .called("str.lstrip"),
    method!(
        "rstrip",
        Signature::positional(STRIP),
        "Without white space, or characters of a set, at the end.",
        rstrip,
        2
    )
    .called("str.rstrip"),
];

/// The separator: none for white space.
fn separator<'h>(cx: &Context<'h>, separator: Value<'h>) -> R<'h, Option<&'h str>> {
    match separator {
        Value::Unbound | Value::None => Ok(None),
        Value::Str(separator) if separator.is_empty() => Err(cx.value_error("empty separator")),
        Value::Str(separator) => separator.text(cx.heap()).map(Some),
        _ => Err(cx.type_error(format_args!("must be str or None, not {}", own_type_name(separator)))),
    }
}

/// A list of the parts of a text, of which there are about `expected`.
fn collect<'h>(
    cx: &Context<'h>,
    text: &'h str,
    expected: usize,
    parts: impl Iterator<Item = &'h str>,
) -> R<'h, &'h List<'h>> {
    let ascii = text.is_ascii();
    let mut collector = Collector::expecting(expected);
    for part in parts {
        cx.burn(1)?;
        let part = if ascii { Str::counted(part, part.len()) } else { Str::new(part) };
        collector.push(cx.heap(), Value::Str(cx.heap().alloc(part)?))?;
    }
    collector.finish(cx.heap())
}

/// How many parts a separator makes, if that is quickly said.
fn expected(text: &str, separator: &str, most: i64) -> usize {
    match separator.as_bytes() {
        [byte] if text.len() > 256 && most < 0 => {
            memchr::memchr_iter(*byte, text.as_bytes()).count().saturating_add(1)
        }
        _ => 0,
    }
}

/// How many words there are, by experience.
fn words_in(text: &str, most: i64) -> usize {
    if most < 0 { (text.len() / 8).min(4096) } else { 0 }
}

fn split<'h>(cx: &Context<'h>, text: &'h str, sep: Value<'h>, maxsplit: Option<i64>) -> R<'h> {
    let most = maxsplit.unwrap_or(-1);
    let separator = separator(cx, sep)?;
    cx.burn_bytes(text.len())?;
    Ok(Value::List(match separator {
        Some(separator) => {
            collect(cx, text, expected(text, separator, most), parts::split(text, separator, most))?
        }
        None if text.is_ascii() => collect(cx, text, words_in(text, most), AsciiWords::new(text, most))?,
        None => collect(cx, text, words_in(text, most), parts::words(text, most))?,
    }))
}

/// [`parts::words`] of ASCII text, byte by byte.
struct AsciiWords<'t> {
    rest: &'t str,
    left: usize,
}

impl<'t> AsciiWords<'t> {
    fn new(text: &'t str, most: i64) -> Self {
        let left = if most < 0 { usize::MAX } else { usize::try_from(most).unwrap_or(usize::MAX) };
        Self { rest: text, left }
    }
}

/// Whether `str.split` takes an ASCII byte for white space.
#[inline]
const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | 0x1C..=0x1F | b' ')
}

impl<'t> Iterator for AsciiWords<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<&'t str> {
        let bytes = self.rest.as_bytes();
        let start = bytes.iter().position(|byte| !is_space(*byte))?;
        let word = self.rest.get(start..)?;
        let Some(left) = self.left.checked_sub(1) else {
            self.rest = "";
            return Some(word);
        };
        self.left = left;
        let end = word.as_bytes().iter().position(|byte| is_space(*byte)).unwrap_or(word.len());
        let (word, rest) = word.split_at_checked(end)?;
        self.rest = rest;
        Some(word)
    }
}

fn rsplit<'h>(cx: &Context<'h>, text: &'h str, sep: Value<'h>, maxsplit: Option<i64>) -> R<'h> {
    let most = maxsplit.unwrap_or(-1);
    let separator = separator(cx, sep)?;
    cx.burn_bytes(text.len())?;
    let parts = match separator {
        Some(separator) => {
            collect(cx, text, expected(text, separator, most), parts::split_back(text, separator, most))?
        }
        None => collect(cx, text, words_in(text, most), parts::words_back(text, most))?,
    };
    cx.burn(parts.len() as u64)?;
    list::reverse(parts);
    Ok(Value::List(parts))
}

fn splitlines<'h>(cx: &Context<'h>, text: &'h str, keepends: Truth) -> R<'h> {
    cx.burn_bytes(text.len())?;
    Ok(Value::List(collect(cx, text, 0, lines::lines(text, keepends.0))?))
}

fn strip<'h>(cx: &Context<'h>, this: &'h Str<'h>, chars: Value<'h>) -> R<'h> {
    stripped(cx, this, chars, Ends::Both)
}

fn lstrip<'h>(cx: &Context<'h>, this: &'h Str<'h>, chars: Value<'h>) -> R<'h> {
    stripped(cx, this, chars, Ends::Left)
}

fn rstrip<'h>(cx: &Context<'h>, this: &'h Str<'h>, chars: Value<'h>) -> R<'h> {
    stripped(cx, this, chars, Ends::Right)
}

fn stripped<'h>(cx: &Context<'h>, this: &'h Str<'h>, chars: Value<'h>, which: Ends) -> R<'h> {
    let text = this.text(cx.heap())?;
    let rest = match chars {
        Value::Unbound | Value::None => {
            cx.burn_bytes(text.len())?;
            ends::strip(text, which)
        }
        Value::Str(chars) => {
            cx.burn_bytes(text.len().saturating_add(chars.byte_len()))?;
            let chars = chars.text(cx.heap())?;
            if !chars.is_ascii() && chars.len() > ends::FEW {
                // The set may need a bit map of all code points.
                cx.charge(ends::MAP_BYTES)?;
            }
            ends::str_strip(text, chars, which)
        }
        _ => {
            let name = match which {
                Ends::Both => "strip",
                Ends::Left => "lstrip",
                Ends::Right => "rstrip",
            };
            return Err(cx.type_error(format_args!("{name} arg must be None or str")));
        }
    };
    if rest.len() == text.len() { Ok(Value::Str(this)) } else { cx.wrap_str(rest) }
}
