//! `hashlib`: digests, and keys derived from passwords.
//!
//! The algorithms come from two libraries without dependencies of their own. What a digest costs is proportional to its
//! input; [`pbkdf2_rounds`] says what a derivation costs, for the caller to charge beforehand.

mod algorithm;
pub mod rows;
mod state;
#[cfg(test)]
mod tests;

use crate::hmac::Hmac;
use crate::raised::Raised;

pub use algorithm::Algorithm;
pub use state::Hasher;

/// How many compressions `hashlib.pbkdf2_hmac` makes at most: iterations times output blocks.
#[must_use]
pub fn pbkdf2_rounds(algorithm: Algorithm, iterations: u64, length: usize) -> u64 {
    let blocks = length.div_ceil(algorithm.digest_size().max(1)) as u64;
    blocks.saturating_mul(iterations).saturating_mul(2)
}

/// `hashlib.pbkdf2_hmac`, of `length` bytes.
///
/// # Errors
/// `ValueError` for no iterations or no length, and for an algorithm whose digests have no length of their own.
pub fn pbkdf2_hmac(
    algorithm: Algorithm,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    length: usize,
) -> Result<Vec<u8>, Raised> {
    if iterations == 0 {
        return Err(Raised::value("iteration value must be greater than 0."));
    }
    if i32::try_from(iterations).is_err() {
        return Err(Raised::overflow("iteration value is too great."));
    }
    if length == 0 {
        return Err(Raised::value("key length must be greater than 0."));
    }
    let keyed = Hmac::new(password, Hasher::new(algorithm))?;
    let mut out = Vec::with_capacity(length);
    let mut number = 1_u32;
    while out.len() < length {
        let mut first = keyed.clone();
        first.update(salt);
        first.update(&number.to_be_bytes());
        let mut last = first.digest();
        let mut block = last.clone();
        for _ in 1..iterations {
            let mut next = keyed.clone();
            next.update(&last);
            last = next.digest();
            block.iter_mut().zip(&last).for_each(|(sum, byte)| *sum ^= byte);
        }
        out.extend_from_slice(&block);
        number = number.saturating_add(1);
    }
    out.truncate(length);
    Ok(out)
}
