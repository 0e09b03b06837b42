//! `html`: escaping, and reading character references as HTML 5 does.

pub mod rows;
#[cfg(test)]
mod tests;

use crate::raised::Raised;

/// The named references of HTML 5, sorted: a name, `!` if it needs no semicolon, and the code points it stands for.
const ENTITIES: &str = include_str!("entities.txt");

/// No name is longer.
const LONGEST_NAME: usize = 32;

/// How many digits Python turns into a number at most.
const MAX_DIGITS: usize = 4300;

/// `html.escape`.
#[must_use]
pub fn escape(text: &str, quote: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if quote => out.push_str("&quot;"),
            '\'' if quote => out.push_str("&#x27;"),
            other => out.push(other),
        }
    }
    out
}

/// `html.unescape`. The result is never longer than twice the text.
///
/// # Errors
/// `ValueError` for a number of more than 4,300 decimal digits.
pub fn unescape(text: &str) -> Result<String, Raised> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let size = reference_size(after);
        let (reference, after) = after.split_at_checked(size).unwrap_or(("", after));
        match reference.strip_prefix('#') {
            Some(number) => out.push_str(&numeric(number)?),
            None if reference.is_empty() => out.push('&'),
            None => named(reference, &mut out),
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// How many bytes behind an ampersand belong to a reference; 0 if it is none.
fn reference_size(text: &str) -> usize {
    let run = |from: usize, part: &str, most: usize, accepts: fn(char) -> bool| {
        let chars = part.chars().take(most).take_while(|char| accepts(*char));
        let end = from.saturating_add(chars.map(char::len_utf8).fold(0, usize::saturating_add));
        let semicolon = text.as_bytes().get(end) == Some(&b';');
        if end == from { 0 } else { end.saturating_add(usize::from(semicolon)) }
    };
    match text.strip_prefix('#') {
        None => run(0, text, LONGEST_NAME, |char| {
            !matches!(char, '\t' | '\n' | '\u{c}' | ' ' | '<' | '&' | '#' | ';')
        }),
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => run(2, digits, usize::MAX, |char| char.is_ascii_hexdigit()),
            None => run(1, number, usize::MAX, |char| char.is_ascii_digit()),
        },
    }
}

/// The text of a numeric reference, without its `&#`.
fn numeric(reference: &str) -> Result<String, Raised> {
    let digits = reference.trim_end_matches(';');
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    if radix == 10 && digits.len() > MAX_DIGITS {
        return Err(Raised::value(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        )));
    }
    let code = digits.chars().fold(0_u32, |code, digit| {
        code.saturating_mul(radix).saturating_add(digit.to_digit(radix).unwrap_or(0))
    });
    let char = match code {
        0 => '\u{fffd}',
        0x0d => '\r',
        0x80..=0x9f => windows_1252(code),
        0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f | 0xfdd0..=0xfdef => return Ok(String::new()),
        _ if code & 0xfffe == 0xfffe && code <= 0x0010_ffff => return Ok(String::new()),
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    };
    Ok(char.into())
}

/// What the control characters from 128 to 159 stand for on the web.
fn windows_1252(code: u32) -> char {
    const TABLE: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    usize::try_from(code.saturating_sub(0x80))
        .ok()
        .and_then(|at| TABLE.get(at))
        .copied()
        .unwrap_or('\u{fffd}')
}

/// Puts what a named reference stands for, or the reference itself if it has no name of the table at its start.
fn named(reference: &str, out: &mut String) {
    if push_entity(reference, out) {
        return;
    }
    let ends = reference.char_indices().map(|(at, _)| at).skip(2).collect::<Vec<_>>();
    for end in ends.into_iter().rev() {
        if let Some((name, rest)) = reference.split_at_checked(end)
            && push_entity(name, out)
        {
            out.push_str(rest);
            return;
        }
    }
    out.push('&');
    out.push_str(reference);
}

/// Puts the characters of an entity, if there is one of that name, with or without its semicolon.
fn push_entity(name: &str, out: &mut String) -> bool {
    let (name, closed) = match name.strip_suffix(';') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let Some((bare, codes)) = find(name) else { return false };
    if !closed && !bare {
        return false;
    }
    let chars =
        codes.split(' ').filter_map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
    out.extend(chars);
    true
}

/// Searches the table: whether the name needs no semicolon, and its code points.
fn find(name: &str) -> Option<(bool, &'static str)> {
    let (mut low, mut high) = (0, ENTITIES.len());
    while low < high {
        let middle = low.midpoint(high);
        let start = ENTITIES.get(..middle)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line = ENTITIES.get(start..)?.lines().next()?;
        let (entry, codes) = line.split_once(' ')?;
        let plain = entry.strip_suffix('!').unwrap_or(entry);
        match name.cmp(plain) {
            std::cmp::Ordering::Equal => return Some((plain.len() < entry.len(), codes)),
            std::cmp::Ordering::Less => high = start,
            std::cmp::Ordering::Greater => low = start.saturating_add(line.len()).saturating_add(1),
        }
    }
    None
}
