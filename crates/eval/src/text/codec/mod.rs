//! Encodings: `str.encode` and `bytes.decode`.
//!
//! Supported are UTF-8 (also with a mark), UTF-16 and UTF-32 in each byte order, ASCII, Latin-1, the usual single-byte
//! encodings of Windows, ISO 8859 and their kin, and the two that write escapes, under all the names that CPython knows
//! them by. Its multi-byte East Asian encodings, EBCDIC, UTF-7, Punycode and IDNA are unknown here.

mod decode;
mod encode;
mod error;
mod escape;
mod hex;
#[rustfmt::skip]
mod tables;

pub use decode::decode;
pub use encode::encode;
pub use error::{
    CodecError, DecodeFailure, EncodeFailure, Handler, NameError, decode_error_text, encode_error_text,
};
pub use hex::{HexFailure, from_hex, hex};

/// How the bytes of a unit are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the mark at the beginning; little-endian with a mark when encoding.
    Marked,
    /// Least significant first.
    Little,
    /// Most significant first.
    Big,
}

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a mark at the beginning.
    Utf8Sig,
    /// ASCII.
    Ascii,
    /// ISO 8859-1.
    Latin1,
    /// UTF-16.
    Utf16(Order),
    /// UTF-32.
    Utf32(Order),
    /// `unicode_escape`: as in the literals of Python.
    Escape,
    /// `raw_unicode_escape`: only what is not in Latin-1 is escaped.
    RawEscape,
    /// A single-byte encoding, by the number of its table.
    Map(u8),
}

impl Encoding {
    /// Finds an encoding by any of its names.
    ///
    /// CPython does not look the name up at all when it decodes empty bytes, but does when it encodes empty text.
    ///
    /// ```
    /// use hognose_eval::text::codec::Encoding;
    /// assert_eq!(Encoding::find("UTF-8"), Ok(Encoding::Utf8));
    /// assert_eq!(Encoding::find("l1"), Ok(Encoding::Latin1));
    /// assert!(Encoding::find("klingon").is_err());
    /// ```
    ///
    /// # Errors
    /// When there is no such encoding, or it is not one of text.
    pub fn find(name: &str) -> Result<Self, NameError> {
        // The usual spellings, without going through the tables.
        match name {
            "utf-8" | "utf8" | "UTF-8" => return Ok(Self::Utf8),
            "ascii" => return Ok(Self::Ascii),
            "latin-1" | "latin1" | "iso-8859-1" => return Ok(Self::Latin1),
            _ => {}
        }
        if name.contains('\0') {
            return Err(NameError::Null);
        }
        let mut buffer = [0; LONGEST];
        let plain = normalize(name, &mut buffer).ok_or(NameError::Unknown)?;
        match number(plain).ok_or(NameError::Unknown)? {
            255 => Err(NameError::NotText),
            number => Ok(Self::of_number(number)),
        }
    }

    /// The encoding of a number of the tables.
    const fn of_number(number: u8) -> Self {
        match number {
            0 => Self::Utf8,
            1 => Self::Utf8Sig,
            2 => Self::Ascii,
            3 => Self::Latin1,
            4 => Self::Utf16(Order::Marked),
            5 => Self::Utf16(Order::Little),
            6 => Self::Utf16(Order::Big),
            7 => Self::Utf32(Order::Marked),
            8 => Self::Utf32(Order::Little),
            9 => Self::Utf32(Order::Big),
            10 => Self::Escape,
            11 => Self::RawEscape,
            other => Self::Map(other.saturating_sub(tables::FIRST_MAP)),
        }
    }

    /// The name that errors give.
    const fn error_name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Sig => "utf-8",
            Self::Ascii => "ascii",
            Self::Latin1 => "latin-1",
            Self::Utf16(Order::Marked) => "utf-16",
            Self::Utf16(Order::Little) => "utf-16-le",
            Self::Utf16(Order::Big) => "utf-16-be",
            Self::Utf32(Order::Marked) => "utf-32",
            Self::Utf32(Order::Little) => "utf-32-le",
            Self::Utf32(Order::Big) => "utf-32-be",
            Self::Escape => "unicodeescape",
            Self::RawEscape => "rawunicodeescape",
            Self::Map(_) => "charmap",
        }
    }

    /// The characters of the bytes from 128 on, for a single-byte encoding.
    fn map(self) -> Option<&'static [u16; 128]> {
        if let Self::Map(number) = self { tables::MAPS.get(usize::from(number)) } else { None }
    }
}

/// Longer than the longest name.
const LONGEST: usize = 32;

/// A name in lower case, with what is neither letter, digit nor point made one underscore, or nothing at the ends.
fn normalize<'b>(name: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let mut used: usize = 0;
    let mut put = |byte: u8| {
        *buffer.get_mut(used)? = byte;
        used = used.saturating_add(1);
        Some(used)
    };
    let (mut gap, mut some) = (false, false);
    for char in name.chars() {
        if !super::class::is_alnum(char) && char != '.' {
            gap = true;
            continue;
        }
        if gap && some {
            put(b'_')?;
        }
        gap = false;
        if let Ok(byte) = u8::try_from(char)
            && byte.is_ascii()
        {
            put(byte.to_ascii_lowercase())?;
            some = true;
        }
    }
    std::str::from_utf8(buffer.get(..used)?).ok()
}

/// The number of an encoding by its normalised name.
fn number(name: &str) -> Option<u8> {
    let alias = tables::ALIASES.binary_search_by(|row| {
        let point = |byte| if byte == b'.' { b'_' } else { byte };
        row.0.bytes().cmp(name.bytes().map(point))
    });
    if let Ok(place) = alias {
        return tables::ALIASES.get(place).map(|row| row.1);
    }
    let place = tables::NAMES.binary_search_by(|row| row.0.cmp(name)).ok()?;
    tables::NAMES.get(place).map(|row| row.1)
}
