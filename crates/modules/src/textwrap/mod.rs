//! `textwrap`.
//!
//! Lines are made one at a time. Before each, `charge` is told its size in bytes, and may refuse: an indent may be longer
//! than the whole text.

mod chunks;
pub mod rows;
#[cfg(test)]
mod tests;

use hognose_eval::text::class::{is_space, str_is_space};
use hognose_eval::text::{Sink, build, lines, split};

use crate::raised::Raised;
use chunks::Chunk;

/// Text, or what is raised when text is needed.
pub type Given<'t> = Result<&'t str, &'t Raised>;

fn given(text: Given<'_>) -> Result<&str, Raised> {
    text.map_err(Clone::clone)
}

/// The options of `textwrap.TextWrapper`.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "named as in Python")]
#[expect(clippy::struct_excessive_bools, reason = "Python's own options")]
pub struct Options<'t> {
    pub width: i64,
    pub initial_indent: Given<'t>,
    pub subsequent_indent: Given<'t>,
    pub expand_tabs: bool,
    pub replace_whitespace: bool,
    pub fix_sentence_endings: bool,
    pub break_long_words: bool,
    pub drop_whitespace: bool,
    pub break_on_hyphens: bool,
    /// Whether words end at hyphens before any is too long: `break_on_hyphens` is `True`, and nothing else that is true.
    pub split_at_hyphens: bool,
    pub tabsize: i64,
    pub max_lines: Option<i64>,
    pub placeholder: Given<'t>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            width: 70,
            initial_indent: Ok(""),
            subsequent_indent: Ok(""),
            expand_tabs: true,
            replace_whitespace: true,
            fix_sentence_endings: false,
            break_long_words: true,
            drop_whitespace: true,
            break_on_hyphens: true,
            split_at_hyphens: true,
            tabsize: 8,
            max_lines: None,
            placeholder: Ok(" [...]"),
        }
    }
}

/// A number of characters as Python counts them.
fn count(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

fn is_white(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | ' ')
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// Text that charges as it grows.
struct Charged<'c, E> {
    text: String,
    charge: &'c mut dyn FnMut(usize) -> Result<(), E>,
}

impl<E> Sink<str> for Charged<'_, E> {
    type Full = E;

    fn put(&mut self, piece: &str) -> Result<(), E> {
        (self.charge)(piece.len())?;
        self.text.push_str(piece);
        Ok(())
    }
}

/// `textwrap.wrap`.
///
/// # Errors
/// `ValueError` for a width below one or a placeholder that does not fit, and what `charge` refuses with.
pub fn wrap<E: From<Raised>>(
    text: &str,
    options: &Options<'_>,
    charge: &mut dyn FnMut(usize) -> Result<(), E>,
) -> Result<Vec<String>, E> {
    let mut munged = Charged { text: String::new(), charge };
    if options.expand_tabs {
        build::expand_tabs(text, options.tabsize, &mut munged)?;
    } else {
        munged.put(text)?;
    }
    let mut text = munged.text;
    if options.replace_whitespace {
        text = text.chars().map(|char| if is_white(char) { ' ' } else { char }).collect();
    }
    let mut chunks =
        if options.split_at_hyphens { chunks::split(&text) } else { chunks::split_at_spaces(&text) };
    if options.fix_sentence_endings {
        chunks::fix_sentence_endings(&mut chunks);
    }
    check(options)?;
    chunks.reverse();
    Wrapping { options, chunks, lines: Vec::new(), charge }.run()
}

/// `textwrap.fill`.
///
/// # Errors
/// Those of [`wrap`].
pub fn fill<E: From<Raised>>(
    text: &str,
    options: &Options<'_>,
    charge: &mut dyn FnMut(usize) -> Result<(), E>,
) -> Result<String, E> {
    Ok(wrap(text, options, charge)?.join("\n"))
}

/// `textwrap.shorten`; `max_lines` of the options does not matter.
///
/// # Errors
/// Those of [`wrap`].
pub fn shorten<E: From<Raised>>(
    text: &str,
    options: &Options<'_>,
    charge: &mut dyn FnMut(usize) -> Result<(), E>,
) -> Result<String, E> {
    let words: Vec<&str> = split::words(text, -1).collect();
    fill(&words.join(" "), &Options { max_lines: Some(1), ..*options }, charge)
}

fn check(options: &Options<'_>) -> Result<(), Raised> {
    if options.width <= 0 {
        return Err(Raised::value(format!("invalid width {} (must be > 0)", options.width)));
    }
    if let Some(most) = options.max_lines {
        let indent = if most > 1 { options.subsequent_indent } else { options.initial_indent };
        let indent = count(given(indent)?);
        let placeholder = given(options.placeholder)?.trim_start_matches(is_space);
        if indent.saturating_add(count(placeholder)) > options.width {
            return Err(Raised::value("placeholder too large for max width"));
        }
    }
    Ok(())
}

struct Wrapping<'o, 't, 'c, E> {
    options: &'o Options<'o>,
    /// What is left, last first.
    chunks: Vec<Chunk<'t>>,
    lines: Vec<String>,
    charge: &'c mut dyn FnMut(usize) -> Result<(), E>,
}

impl<'t, E: From<Raised>> Wrapping<'_, 't, '_, E> {
    fn run(mut self) -> Result<Vec<String>, E> {
        while !self.chunks.is_empty() {
            let options = self.options;
            let first = self.lines.is_empty();
            let indent = if first { options.initial_indent } else { options.subsequent_indent };
            let indent = given(indent)?;
            let width = options.width.saturating_sub(count(indent));
            if options.drop_whitespace
                && !first
                && self.chunks.last().is_some_and(|chunk| is_blank(chunk.text))
            {
                self.chunks.pop();
            }
            let mut line = self.take(width);
            if options.drop_whitespace && line.last().is_some_and(|chunk| is_blank(chunk.text)) {
                line.pop();
            }
            if line.is_empty() {
                continue;
            }
            if self.fits(&line, width) {
                self.push(indent, &line, "")?;
            } else {
                self.shortened(indent, line, width)?;
                break;
            }
        }
        Ok(self.lines)
    }

    /// The chunks of the next line, a piece of a long one included.
    fn take(&mut self, width: i64) -> Vec<Chunk<'t>> {
        let mut line = Vec::new();
        let mut length = 0_i64;
        while let Some(chunk) = self.chunks.pop() {
            let longer = length.saturating_add(chunk.length);
            if longer <= width {
                line.push(chunk);
                length = longer;
                continue;
            }
            if chunk.length <= width {
                self.chunks.push(chunk);
            } else if self.options.break_long_words {
                let room = if width < 1 { 1 } else { width.saturating_sub(length) };
                let (head, tail) = chunk.broken(room, self.options.break_on_hyphens);
                line.push(head);
                // CPython keeps an empty rest: it is dropped like white space, or else goes round for ever where an
                // indent is wider than the line.
                if tail.length > 0 || self.options.drop_whitespace || width >= 0 {
                    self.chunks.push(tail);
                }
            } else if line.is_empty() {
                line.push(chunk);
            } else {
                self.chunks.push(chunk);
            }
            break;
        }
        line
    }

    /// Whether a line may stand as it is, or must make room for the placeholder.
    fn fits(&self, line: &[Chunk<'_>], width: i64) -> bool {
        let Some(most) = self.options.max_lines else { return true };
        let next = i64::try_from(self.lines.len()).unwrap_or(i64::MAX).saturating_add(1);
        let rest_is_blank = match self.chunks.as_slice() {
            [] => true,
            [one] => self.options.drop_whitespace && is_blank(one.text),
            _ => false,
        };
        next < most || rest_is_blank && length(line) <= width
    }

    /// Ends the text with the placeholder.
    fn shortened(&mut self, indent: &str, mut line: Vec<Chunk<'t>>, width: i64) -> Result<(), E> {
        let placeholder = given(self.options.placeholder)?;
        let mut left = length(&line);
        while let Some(last) = line.last() {
            if !is_blank(last.text) && left.saturating_add(count(placeholder)) <= width {
                return self.push(indent, &line, placeholder);
            }
            left = left.saturating_sub(last.length);
            line.pop();
        }
        if let Some(previous) = self.lines.last_mut() {
            let kept = previous.trim_end_matches(is_space);
            if count(kept).saturating_add(count(placeholder)) <= self.options.width {
                (self.charge)(placeholder.len())?;
                previous.truncate(kept.len());
                previous.push_str(placeholder);
                return Ok(());
            }
        }
        self.push(indent, &[], placeholder.trim_start_matches(is_space))
    }

    fn push(&mut self, indent: &str, line: &[Chunk<'_>], end: &str) -> Result<(), E> {
        let parts = line.iter().map(|chunk| chunk.text);
        let size = parts.clone().map(str::len).fold(indent.len(), usize::saturating_add);
        let size = size.saturating_add(end.len());
        (self.charge)(size.saturating_add(size_of::<String>()))?;
        let mut text = String::with_capacity(size);
        text.push_str(indent);
        text.extend(parts);
        text.push_str(end);
        self.lines.push(text);
        Ok(())
    }
}

fn length(line: &[Chunk<'_>]) -> i64 {
    line.iter().map(|chunk| chunk.length).fold(0, i64::saturating_add)
}

/// `textwrap.dedent`.
#[must_use]
pub fn dedent(text: &str) -> String {
    let is_margin = |char| matches!(char, ' ' | '\t');
    let mut margin: Option<&str> = None;
    for line in text.split('\n') {
        let rest = line.trim_start_matches(is_margin);
        if rest.is_empty() {
            continue;
        }
        let indent = line.strip_suffix(rest).unwrap_or("");
        margin = Some(match margin {
            None => indent,
            Some(margin) => {
                let same = margin.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                margin.get(..same).unwrap_or("")
            }
        });
    }
    let margin = margin.unwrap_or("");
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        if !line.chars().all(is_margin) {
            out.push_str(line.strip_prefix(margin).unwrap_or(line));
        }
    }
    out
}

/// Whether a line is to be indented.
pub type Predicate<'p, E> = &'p mut dyn FnMut(&str) -> Result<bool, E>;

/// `textwrap.indent`; `wanted` is the predicate, and without it lines that hold more than white space are indented.
///
/// # Errors
/// What `wanted` and `charge` fail with.
pub fn indent<E>(
    text: &str,
    prefix: &str,
    mut wanted: Option<Predicate<'_, E>>,
    charge: &mut dyn FnMut(usize) -> Result<(), E>,
) -> Result<String, E> {
    let mut out = Charged { text: String::new(), charge };
    for line in lines::lines(text, true) {
        let indented = match &mut wanted {
            Some(wanted) => wanted(line)?,
            None => !str_is_space(line),
        };
        if indented {
            out.put(prefix)?;
        }
        out.put(line)?;
    }
    Ok(out.text)
}
