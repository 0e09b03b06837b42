//! Ascii85, the base85 of git and mercurial, and Z85.

use crate::raised::Raised;

const BASE85: &[u8; 85] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
const Z85: &[u8; 85] =
    b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/// Options of `base64.a85encode`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct A85 {
    /// Four spaces become `y`.
    pub foldspaces: bool,
    /// Break lines after so many characters; 0 for not at all.
    pub wrapcol: usize,
    /// Pad the input with NULs to a multiple of four.
    pub pad: bool,
    /// Frame the result with `<~` and `~>`.
    pub adobe: bool,
}

/// The five digits of one word, most significant first.
fn digits(word: u32) -> [u32; 5] {
    [52_200_625_u32, 614_125, 7_225, 85, 1].map(|weight| word.checked_div(weight).unwrap_or(0) % 85)
}

/// Words of four bytes, the last padded with NULs, and how many NULs.
fn words(data: &[u8]) -> (impl Iterator<Item = u32>, usize) {
    let words = data.chunks(4).map(|chunk| {
        let bytes = [0, 1, 2, 3].map(|at| chunk.get(at).copied().unwrap_or(0));
        u32::from_be_bytes(bytes)
    });
    let padding = data.len().wrapping_neg() % 4;
    (words, padding)
}

/// `base64.a85encode`.
#[must_use]
pub fn a85encode(data: &[u8], options: A85) -> Vec<u8> {
    let mut body = Vec::with_capacity(data.len().div_ceil(4).saturating_mul(5).saturating_add(4));
    if options.adobe {
        body.extend_from_slice(b"<~");
    }
    let (words, padding) = words(data);
    let last = data.len().div_ceil(4);
    for (at, word) in (1_usize..).zip(words) {
        let cut = if at == last && !options.pad { padding } else { 0 };
        if word == 0 && cut == 0 {
            body.push(b'z');
        } else if word == 0x2020_2020 && options.foldspaces {
            body.push(b'y');
        } else {
            let digits = digits(word).map(|digit| u8::try_from(digit).unwrap_or(0).wrapping_add(b'!'));
            body.extend(digits.iter().take(5_usize.saturating_sub(cut)));
        }
    }
    let mut out = wrapped(&body, options);
    if options.adobe {
        out.extend_from_slice(b"~>");
    }
    out
}

fn wrapped(body: &[u8], options: A85) -> Vec<u8> {
    if options.wrapcol == 0 {
        return body.to_vec();
    }
    let width = options.wrapcol.max(if options.adobe { 2 } else { 1 });
    let mut lines: Vec<&[u8]> = body.chunks(width).collect();
    if options.adobe && lines.last().is_some_and(|line| line.len().saturating_add(2) > width) {
        lines.push(b"");
    }
    lines.join(&b'\n')
}

/// `base64.a85decode`.
///
/// # Errors
/// `ValueError` for a digit that is none, a group that is too large, a fold inside a group, or a missing frame.
pub fn a85decode(data: &[u8], foldspaces: bool, adobe: bool, ignored: &[u8]) -> Result<Vec<u8>, Raised> {
    let body = if adobe {
        let Some(body) = data.strip_suffix(b"~>") else {
            return Err(Raised::value("Ascii85 encoded byte sequences must end with b'~>'"));
        };
        body.strip_prefix(b"<~").unwrap_or(body)
    } else {
        data
    };
    let mut out = Vec::with_capacity(body.len());
    let (mut group, mut length) = (0_u64, 0_usize);
    for &byte in body.iter().chain(b"uuuu") {
        match byte {
            b'!'..=b'u' => {
                group = group.saturating_mul(85).saturating_add(u64::from(byte.wrapping_sub(b'!')));
                length = length.saturating_add(1);
                if length == 5 {
                    let word = u32::try_from(group).map_err(|_| Raised::value("Ascii85 overflow"))?;
                    out.extend_from_slice(&word.to_be_bytes());
                    (group, length) = (0, 0);
                }
            }
            b'z' if length == 0 => out.extend_from_slice(&[0; 4]),
            b'z' => return Err(Raised::value("z inside Ascii85 5-tuple")),
            b'y' if foldspaces && length == 0 => out.extend_from_slice(b"    "),
            b'y' if foldspaces => return Err(Raised::value("y inside Ascii85 5-tuple")),
            _ if ignored.contains(&byte) => {}
            _ => return Err(Raised::value(format!("Non-Ascii85 digit found: {}", char::from(byte)))),
        }
    }
    out.truncate(out.len().saturating_sub(4_usize.saturating_sub(length)));
    Ok(out)
}

/// `base64.b85encode`.
#[must_use]
pub fn b85encode(data: &[u8], pad: bool) -> Vec<u8> {
    encode(data, BASE85, pad)
}

/// `base64.z85encode`.
#[must_use]
pub fn z85encode(data: &[u8]) -> Vec<u8> {
    encode(data, Z85, false)
}

fn encode(data: &[u8], alphabet: &[u8; 85], pad: bool) -> Vec<u8> {
    let (words, padding) = words(data);
    let mut out = Vec::with_capacity(data.len().div_ceil(4).saturating_mul(5));
    for word in words {
        out.extend(digits(word).map(|digit| alphabet.get(digit as usize).copied().unwrap_or(b'0')));
    }
    if !pad {
        out.truncate(out.len().saturating_sub(padding));
    }
    out
}

/// `base64.b85decode`.
///
/// # Errors
/// `ValueError` for a digit that is none or a group that is too large.
pub fn b85decode(data: &[u8]) -> Result<Vec<u8>, Raised> {
    decode(data, BASE85, "base85")
}

/// `base64.z85decode`.
///
/// # Errors
/// `ValueError` for a digit that is none or a group that is too large.
pub fn z85decode(data: &[u8]) -> Result<Vec<u8>, Raised> {
    decode(data, Z85, "z85")
}

fn decode(data: &[u8], alphabet: &[u8; 85], name: &str) -> Result<Vec<u8>, Raised> {
    let padding = 5_usize.saturating_sub(data.len() % 5) % 5;
    let mut out = Vec::with_capacity(data.len());
    for (group, start) in data.chunks(5).zip((0_usize..).step_by(5)) {
        let mut word = 0_u64;
        for at in 0..5 {
            let digit = match group.get(at) {
                Some(byte) => alphabet.iter().position(|digit| digit == byte).ok_or_else(|| {
                    Raised::value(format!("bad {name} character at position {}", start.saturating_add(at)))
                })?,
                None => 84,
            };
            word = word.saturating_mul(85).saturating_add(digit as u64);
        }
        let word = u32::try_from(word)
            .map_err(|_| Raised::value(format!("{name} overflow in hunk starting at byte {start}")))?;
        out.extend_from_slice(&word.to_be_bytes());
    }
    out.truncate(out.len().saturating_sub(padding));
    Ok(out)
}
