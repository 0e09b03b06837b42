//! Which algorithms there are, and their names and sizes.

/// A hash algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Algorithm {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
    Shake128,
    Shake256,
    Blake2b,
    Blake2s,
    Ripemd160,
    Md5Sha1,
}

struct Entry {
    algorithm: Algorithm,
    /// What the attribute `name` says. Found in exactly this spelling.
    name: &'static str,
    /// Other names, found in any case.
    others: &'static [&'static str],
    digest_size: usize,
    block_size: usize,
}

const fn entry(
    algorithm: Algorithm,
    name: &'static str,
    others: &'static [&'static str],
    digest_size: usize,
    block_size: usize,
) -> Entry {
    Entry { algorithm, name, others, digest_size, block_size }
}

const TABLE: [Entry; 18] = [
    entry(Algorithm::Md5, "md5", &["md5", "ssl3-md5"], 16, 64),
    entry(Algorithm::Sha1, "sha1", &["sha1", "sha-1", "ssl3-sha1"], 20, 64),
    entry(Algorithm::Sha224, "sha224", &["sha224", "sha-224", "sha2-224"], 28, 64),
    entry(Algorithm::Sha256, "sha256", &["sha256", "sha-256", "sha2-256"], 32, 64),
    entry(Algorithm::Sha384, "sha384", &["sha384", "sha-384", "sha2-384"], 48, 128),
    entry(Algorithm::Sha512, "sha512", &["sha512", "sha-512", "sha2-512"], 64, 128),
    entry(Algorithm::Sha512_224, "sha512_224", &["sha512-224", "sha-512/224", "sha2-512/224"], 28, 128),
    entry(Algorithm::Sha512_256, "sha512_256", &["sha512-256", "sha-512/256", "sha2-512/256"], 32, 128),
    entry(Algorithm::Sha3_224, "sha3_224", &["sha3-224"], 28, 144),
    entry(Algorithm::Sha3_256, "sha3_256", &["sha3-256"], 32, 136),
    entry(Algorithm::Sha3_384, "sha3_384", &["sha3-384"], 48, 104),
    entry(Algorithm::Sha3_512, "sha3_512", &["sha3-512"], 64, 72),
    entry(Algorithm::Shake128, "shake_128", &["shake128", "shake-128"], 0, 168),
    entry(Algorithm::Shake256, "shake_256", &["shake256", "shake-256"], 0, 136),
    entry(Algorithm::Blake2b, "blake2b", &["blake2b512", "blake2b-512"], 64, 128),
    entry(Algorithm::Blake2s, "blake2s", &["blake2s256", "blake2s-256"], 32, 64),
    entry(Algorithm::Ripemd160, "ripemd160", &["ripemd160", "ripemd-160", "rmd160", "ripemd"], 20, 64),
    entry(Algorithm::Md5Sha1, "md5-sha1", &["md5-sha1"], 36, 64),
];

impl Algorithm {
    /// The algorithm that `hashlib.new` finds under a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let found = |entry: &&Entry| {
            let spelled = matches!(entry.algorithm, Self::Sha512_224 | Self::Sha512_256)
                && name.eq_ignore_ascii_case(entry.name)
                && !name.bytes().any(|byte| byte.is_ascii_lowercase());
            entry.name == name || spelled || entry.others.iter().any(|other| name.eq_ignore_ascii_case(other))
        };
        TABLE.iter().find(found).map(|entry| entry.algorithm)
    }

    fn entry(self) -> Option<&'static Entry> {
        TABLE.iter().find(|entry| entry.algorithm == self)
    }

    /// The attribute `name`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// The attribute `digest_size`: bytes of a digest, 0 where the caller says how many.
    #[must_use]
    pub fn digest_size(self) -> usize {
        self.entry().map_or(0, |entry| entry.digest_size)
    }

    /// The attribute `block_size`: bytes that are hashed at once.
    #[must_use]
    pub fn block_size(self) -> usize {
        self.entry().map_or(0, |entry| entry.block_size)
    }

    /// Whether the caller says how long a digest is.
    #[must_use]
    pub fn is_extendable(self) -> bool {
        matches!(self, Self::Shake128 | Self::Shake256)
    }
}
