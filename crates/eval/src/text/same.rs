//! Whether two short texts are the same, without a call.

/// Whether the bytes are the same. Keys and names are short: they are compared by the words at both ends, which overlap.
#[inline]
#[must_use]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (ends::<8>(a), ends::<8>(b)) {
        (Some(a_ends), Some(b_ends)) => a_ends == b_ends && (a.len() <= 16 || a == b),
        _ => match (ends::<4>(a), ends::<4>(b)) {
            (Some(a_ends), Some(b_ends)) => a_ends == b_ends,
            _ => a.iter().zip(b).all(|(a, b)| a == b),
        },
    }
}

#[inline]
fn ends<const N: usize>(bytes: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    Some((bytes.first_chunk()?, bytes.last_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn agrees_with_equality() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for length in 0..=text.len() {
            let base = text.get(..length).unwrap_or_default();
            assert!(same(base, base));
            assert!(length == 0 || !same(base, b""));
            for at in 0..length {
                let mut other = base.to_vec();
                if let Some(byte) = other.get_mut(at) {
                    *byte = b'_';
                }
                assert!(!same(base, &other), "{length} {at}");
            }
        }
    }
}
