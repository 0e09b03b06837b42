//! `zlib`: its checksums.

pub mod rows;

/// The checksum of the data behind those whose checksum `start` is.
pub(crate) fn adler32(data: &[u8], start: u32) -> u32 {
    const MODULUS: u32 = 65_521;
    /// So many bytes fit in before the sums must be cut down.
    const BLOCK: usize = 5_552;
    let (mut low, mut high) = (start & 0xFFFF, start >> 16);
    if let [byte] = data {
        // Of sums that are none of an earlier checksum, zlib cuts down those of a single byte only once.
        let once = |sum: u32| if sum >= MODULUS { sum.wrapping_sub(MODULUS) } else { sum };
        low = once(low.wrapping_add(u32::from(*byte)));
        return (once(high.wrapping_add(low)) << 16) | low;
    }
    for block in data.chunks(BLOCK) {
        for byte in block {
            low = low.wrapping_add(u32::from(*byte));
            high = high.wrapping_add(low);
        }
        low %= MODULUS;
        high %= MODULUS;
    }
    ((high % MODULUS) << 16) | (low % MODULUS)
}

#[cfg(test)]
mod tests {
    use super::adler32;

    #[test]
    fn the_checksum_of_known_data() {
        assert_eq!(adler32(b"", 1), 1);
        assert_eq!(adler32(b"abc", 1), 38_600_999);
        assert_eq!(adler32(b" ", 0xFFFF_FFCC), 4_294_639_596);
        assert_eq!(adler32(&[255; 100_000], 1), 345_649_196);
    }
}
