//! `binascii`: hexadecimal text and checksums. Base64 is in [`crate::base64`].

pub mod rows;
#[cfg(test)]
mod tests;

use hognose_eval::text::codec::hex;

use crate::base64::error;
use crate::raised::Raised;

/// `binascii.hexlify` without a separator.
#[must_use]
pub fn hexlify(data: &[u8]) -> String {
    hexlify_grouped(data, None, 1)
}

/// `binascii.hexlify` with a separator after every `group` bytes, counted from the right, or from the left when negative.
#[must_use]
pub fn hexlify_grouped(data: &[u8], separator: Option<char>, group: i64) -> String {
    let mut out = String::with_capacity(data.len().saturating_mul(3));
    match hex(data, separator, group, &mut out) {
        Ok(()) => out,
        Err(never) => match never {},
    }
}

/// `binascii.unhexlify`.
///
/// # Errors
/// `binascii.Error` for anything but pairs of hexadecimal digits.
pub fn unhexlify(text: &[u8]) -> Result<Vec<u8>, Raised> {
    if !text.len().is_multiple_of(2) {
        return Err(error("Odd-length string"));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.chunks(2)
        .map(|pair| match pair {
            [high, low] => {
                let value = digit(*high)?.wrapping_mul(16).wrapping_add(digit(*low)?);
                u8::try_from(value).ok()
            }
            _ => None,
        })
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(|| error("Non-hexadecimal digit found"))
}

/// `binascii.crc32`, continuing from `start`.
#[must_use]
pub fn crc32(data: &[u8], start: u32) -> u32 {
    !data.iter().fold(!start, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

/// `binascii.crc_hqx`: CRC-CCITT, continuing from `start`.
#[must_use]
pub fn crc_hqx(data: &[u8], start: u16) -> u16 {
    data.iter().fold(start, |crc, byte| {
        let crc = crc ^ u16::from(*byte) << 8;
        (0..8).fold(crc, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    })
}
