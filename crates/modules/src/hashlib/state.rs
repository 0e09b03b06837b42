//! A digest in the making.

use cryptoxide::hashing::{blake2b, blake2s, ripemd160, sha1, sha2, sha3, shake};

use super::Algorithm;
use crate::raised::Raised;

/// A hash object: takes data, gives digests, and goes on.
#[derive(Clone)]
pub struct Hasher {
    algorithm: Algorithm,
    digest_size: usize,
    state: State,
}

#[derive(Clone)]
enum State {
    Md5(md5::Context),
    Sha1(sha1::Context),
    Sha224(sha2::Context224),
    Sha256(sha2::Context256),
    Sha384(sha2::Context384),
    Sha512(sha2::Context512),
    Sha512_224(sha2::Context512_224),
    Sha512_256(sha2::Context512_256),
    Sha3_224(sha3::Context224),
    Sha3_256(sha3::Context256),
    Sha3_384(sha3::Context384),
    Sha3_512(sha3::Context512),
    Shake128(shake::Context128),
    Shake256(shake::Context256),
    Blake2b(blake2b::ContextDyn),
    Blake2s(blake2s::ContextDyn),
    Ripemd160(ripemd160::Context),
    Md5Sha1(md5::Context, sha1::Context),
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hasher").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl Hasher {
    /// A hash object without data.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        let digest_size = algorithm.digest_size();
        let state = match algorithm {
            Algorithm::Md5 => State::Md5(md5::Context::new()),
            Algorithm::Sha1 => State::Sha1(sha1::Context::new()),
            Algorithm::Sha224 => State::Sha224(sha2::Context224::new()),
            Algorithm::Sha256 => State::Sha256(sha2::Context256::new()),
            Algorithm::Sha384 => State::Sha384(sha2::Context384::new()),
            Algorithm::Sha512 => State::Sha512(sha2::Context512::new()),
            Algorithm::Sha512_224 => State::Sha512_224(sha2::Context512_224::new()),
            Algorithm::Sha512_256 => State::Sha512_256(sha2::Context512_256::new()),
            Algorithm::Sha3_224 => State::Sha3_224(sha3::Sha3_224::new()),
            Algorithm::Sha3_256 => State::Sha3_256(sha3::Sha3_256::new()),
            Algorithm::Sha3_384 => State::Sha3_384(sha3::Sha3_384::new()),
            Algorithm::Sha3_512 => State::Sha3_512(sha3::Sha3_512::new()),
            Algorithm::Shake128 => State::Shake128(shake::Shake128::new()),
            Algorithm::Shake256 => State::Shake256(shake::Shake256::new()),
            Algorithm::Blake2b => State::Blake2b(blake2b::ContextDyn::new(digest_size)),
            Algorithm::Blake2s => State::Blake2s(blake2s::ContextDyn::new(digest_size)),
            Algorithm::Ripemd160 => State::Ripemd160(ripemd160::Ripemd160::new()),
            Algorithm::Md5Sha1 => State::Md5Sha1(md5::Context::new(), sha1::Context::new()),
        };
        Self { algorithm, digest_size, state }
    }

    /// `hashlib.blake2b` with a size and a key.
    ///
    /// # Errors
    /// `ValueError` when either is out of range.
    pub fn blake2b(digest_size: i64, key: &[u8]) -> Result<Self, Raised> {
        let digest_size = sized(digest_size, key, 64)?;
        let state = State::Blake2b(blake2b::ContextDyn::new_keyed(digest_size, key));
        Ok(Self { algorithm: Algorithm::Blake2b, digest_size, state })
    }

    /// `hashlib.blake2s` with a size and a key.
    ///
    /// # Errors
    /// `ValueError` when either is out of range.
    pub fn blake2s(digest_size: i64, key: &[u8]) -> Result<Self, Raised> {
        let digest_size = sized(digest_size, key, 32)?;
        let state = State::Blake2s(blake2s::ContextDyn::new_keyed(digest_size, key));
        Ok(Self { algorithm: Algorithm::Blake2s, digest_size, state })
    }

    /// The algorithm.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The attribute `digest_size`.
    #[must_use]
    pub fn digest_size(&self) -> usize {
        self.digest_size
    }

    /// The method `update`.
    pub fn update(&mut self, data: &[u8]) {
        match &mut self.state {
            State::Md5(state) => state.consume(data),
            State::Sha1(state) => state.update_mut(data),
            State::Sha224(state) => state.update_mut(data),
            State::Sha256(state) => state.update_mut(data),
            State::Sha384(state) => state.update_mut(data),
            State::Sha512(state) => state.update_mut(data),
            State::Sha512_224(state) => state.update_mut(data),
            State::Sha512_256(state) => state.update_mut(data),
            State::Sha3_224(state) => state.update_mut(data),
            State::Sha3_256(state) => state.update_mut(data),
            State::Sha3_384(state) => state.update_mut(data),
            State::Sha3_512(state) => state.update_mut(data),
            State::Shake128(state) => state.update_mut(data),
            State::Shake256(state) => state.update_mut(data),
            State::Blake2b(state) => state.update_mut(data),
            State::Blake2s(state) => state.update_mut(data),
            State::Ripemd160(state) => state.update_mut(data),
            State::Md5Sha1(first, second) => {
                first.consume(data);
                second.update_mut(data);
            }
        }
    }

    /// The method `digest`. Of an extendable function it has no bytes: see [`Self::digest_of`].
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        self.digest_of(0)
    }

    /// The method `digest` of an extendable function, which takes a length.
    #[must_use]
    pub fn digest_of(&self, length: usize) -> Vec<u8> {
        let mut out = vec![0; if self.algorithm.is_extendable() { length } else { self.digest_size }];
        match self.state.clone() {
            State::Md5(state) => return state.finalize().0.to_vec(),
            State::Sha1(state) => return state.finalize().to_vec(),
            State::Sha224(state) => return state.finalize().to_vec(),
            State::Sha256(state) => return state.finalize().to_vec(),
            State::Sha384(state) => return state.finalize().to_vec(),
            State::Sha512(state) => return state.finalize().to_vec(),
            State::Sha512_224(state) => return state.finalize().to_vec(),
            State::Sha512_256(state) => return state.finalize().to_vec(),
            State::Sha3_224(state) => return state.finalize().to_vec(),
            State::Sha3_256(state) => return state.finalize().to_vec(),
            State::Sha3_384(state) => return state.finalize().to_vec(),
            State::Sha3_512(state) => return state.finalize().to_vec(),
            State::Shake128(state) => state.finalize_at(&mut out),
            State::Shake256(state) => state.finalize_at(&mut out),
            State::Blake2b(state) => state.finalize_at(&mut out),
            State::Blake2s(state) => state.finalize_at(&mut out),
            State::Ripemd160(state) => return state.finalize().to_vec(),
            State::Md5Sha1(first, second) => {
                return [first.finalize().0.as_slice(), second.finalize().as_slice()].concat();
            }
        }
        out
    }
}

fn sized(digest_size: i64, key: &[u8], most: usize) -> Result<usize, Raised> {
    let size = usize::try_from(digest_size).ok().filter(|size| (1..=most).contains(size));
    let size =
        size.ok_or_else(|| Raised::value(format!("digest_size must be between 1 and {most} bytes")))?;
    if key.len() > most {
        return Err(Raised::value(format!("maximum key length is {most} bytes")));
    }
    Ok(size)
}
