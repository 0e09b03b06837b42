//! `hmac`: keyed digests, and comparing them.

pub mod rows;
#[cfg(test)]
mod tests;

use crate::hashlib::Hasher;
use crate::raised::Raised;

/// An HMAC object: takes data, gives digests, and goes on.
#[derive(Debug, Clone)]
pub struct Hmac {
    inner: Hasher,
    outer: Hasher,
}

impl Hmac {
    /// `hmac.new` without a message; `hasher` is a fresh one of the wanted algorithm.
    ///
    /// # Errors
    /// `ValueError` for an algorithm whose digests have no length of their own.
    pub fn new(key: &[u8], hasher: Hasher) -> Result<Self, Raised> {
        if hasher.algorithm().is_extendable() {
            return Err(Raised::value("no reason supplied"));
        }
        let block_size = hasher.algorithm().block_size();
        let mut block = if key.len() > block_size {
            let mut long = hasher.clone();
            long.update(key);
            long.digest()
        } else {
            key.to_vec()
        };
        block.resize(block_size, 0);
        let padded = |pad: u8| {
            let mut keyed = hasher.clone();
            keyed.update(&block.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>());
            keyed
        };
        Ok(Self { inner: padded(0x36), outer: padded(0x5c) })
    }

    /// The hash object inside, for its name and sizes.
    #[must_use]
    pub fn hasher(&self) -> &Hasher {
        &self.inner
    }

    /// The method `update`.
    pub fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    /// The method `digest`.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        let mut outer = self.outer.clone();
        outer.update(&self.inner.digest());
        outer.digest()
    }
}

/// `hmac.compare_digest`: takes the same time for all texts of one length.
#[must_use]
pub fn compare_digest(left: &[u8], right: &[u8]) -> bool {
    // Going over `right` alone keeps the time independent of where, and whether, the two differ.
    let differs = right.iter().enumerate().fold(u8::from(left.len() != right.len()), |sum, (at, byte)| {
        sum | (left.get(at).unwrap_or(&0) ^ byte)
    });
    std::hint::black_box(differs) == 0
}
