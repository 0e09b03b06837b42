//! Compiled policies kept by their sources.

use crate::policy::Policy;
use crate::surface::Surface;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How much an engine keeps of what it compiled, for [`crate::Builder::cache`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheSize {
    /// Policies at most.
    pub policies: usize,
    /// Bytes of their sources at most. A compiled policy takes several times the bytes of its source.
    pub source_bytes: usize,
}

impl Default for CacheSize {
    /// 1,000 policies, 4 MiB of sources.
    fn default() -> Self {
        Self { policies: 1_000, source_bytes: 4 << 20 }
    }
}

/// What was compiled last, by the hash of name, surface and source; a hash is never taken for the thing itself.
#[derive(Debug)]
pub(crate) struct Cache {
    size: CacheSize,
    hasher: RandomState,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    by_hash: HashMap<u64, Entry>,
    source_bytes: usize,
    /// Counts the uses.
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    policy: Policy,
    used: u64,
}

impl Cache {
    pub(crate) fn new(size: CacheSize) -> Self {
        Self { size, hasher: RandomState::new(), kept: Mutex::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.kept().by_hash.len()
    }

    fn hash(&self, name: &str, surface: &Surface, source: &str) -> u64 {
        self.hasher.hash_one((name, surface.name(), surface.parameters(), source))
    }

    /// The policy, when it is kept.
    pub(crate) fn find(&self, name: &str, surface: &Surface, source: &str) -> Option<Policy> {
        let hash = self.hash(name, surface, source);
        let mut kept = self.kept();
        let kept = &mut *kept;
        let entry = kept.by_hash.get_mut(&hash)?;
        let policy = &entry.policy;
        let is_it =
            policy.name() == name && policy.source_text() == source && policy.surface().is_same(surface);
        if !is_it {
            return None;
        }
        kept.clock = kept.clock.wrapping_add(1);
        entry.used = kept.clock;
        Some(policy.clone())
    }

    /// Keep a policy, and let go of those that were not used for longest where there are too many.
    pub(crate) fn keep(&self, policy: &Policy) {
        let source = policy.source_text();
        if self.size.policies == 0 || source.len() > self.size.source_bytes {
            return;
        }
        let hash = self.hash(policy.name(), policy.surface(), source);
        let mut kept = self.kept();
        kept.remove(hash);
        while kept.by_hash.len() >= self.size.policies
            || kept.source_bytes.saturating_add(source.len()) > self.size.source_bytes
        {
            let oldest = kept.by_hash.iter().min_by_key(|(_, entry)| entry.used).map(|(hash, _)| *hash);
            let Some(oldest) = oldest else { break };
            kept.remove(oldest);
        }
        kept.clock = kept.clock.wrapping_add(1);
        kept.source_bytes = kept.source_bytes.saturating_add(source.len());
        let entry = Entry { policy: policy.clone(), used: kept.clock };
        kept.by_hash.insert(hash, entry);
    }

    /// Nothing in here is left half done by a panic.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn remove(&mut self, hash: u64) {
        if let Some(entry) = self.by_hash.remove(&hash) {
            self.source_bytes = self.source_bytes.saturating_sub(entry.policy.source_text().len());
        }
    }
}
