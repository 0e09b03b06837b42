//! The Mersenne Twister MT19937, seeded as CPython seeds it.

use std::cell::Cell;

/// Words of the state.
pub(super) const SIZE: usize = 624;
/// How far ahead the word lies that a new one is made of.
const AHEAD: usize = 397;

/// A generator of 32 bits at a time.
pub(super) struct Twister {
    words: [Cell<u32>; SIZE],
    /// Words used since they were made.
    used: Cell<usize>,
}

impl Twister {
    /// All words zero: to be seeded before use.
    pub(super) const fn new() -> Self {
        Self { words: [const { Cell::new(0) }; SIZE], used: Cell::new(SIZE) }
    }

    fn word(&self, index: usize) -> u32 {
        self.words.get(index).map_or(0, Cell::get)
    }

    fn set(&self, index: usize, word: u32) {
        if let Some(cell) = self.words.get(index) {
            cell.set(word);
        }
    }

    fn fill(&self, seed: u32) {
        let mut last = seed;
        self.set(0, last);
        for (index, factor) in (1..SIZE).zip(1_u32..) {
            last = 1_812_433_253_u32.wrapping_mul(last ^ last >> 30).wrapping_add(factor);
            self.set(index, last);
        }
        self.used.set(SIZE);
    }

    /// Seed with words, the lowest ones first.
    pub(super) fn seed(&self, key: &[u32]) {
        let key = if key.is_empty() { &[0] } else { key };
        self.fill(19_650_218);
        let mut index = 1_usize;
        let mut step = |mix: &dyn Fn(u32, u32, usize) -> u32| {
            let last = self.word(index.saturating_sub(1));
            self.set(index, mix(self.word(index), last ^ last >> 30, index));
            index = index.saturating_add(1);
            if index >= SIZE {
                self.set(0, self.word(SIZE.saturating_sub(1)));
                index = 1;
            }
        };
        let mut given = key.iter().zip(0_u32..).cycle();
        for _ in 0..SIZE.max(key.len()) {
            let Some((word, place)) = given.next() else { break };
            step(&|old, last, _| {
                (old ^ last.wrapping_mul(1_664_525)).wrapping_add(*word).wrapping_add(place)
            });
        }
        for _ in 1..SIZE {
            step(&|old, last, index| {
                let index = u32::try_from(index).unwrap_or_default();
                (old ^ last.wrapping_mul(1_566_083_941)).wrapping_sub(index)
            });
        }
        self.set(0, 1 << 31);
    }

    fn renew(&self) {
        for index in 0..SIZE {
            let next = self.word(index.saturating_add(1) % SIZE);
            let joined = self.word(index) & 1 << 31 | next & !(1 << 31);
            let mixed = self.word(index.saturating_add(AHEAD) % SIZE) ^ joined >> 1;
            self.set(index, if joined & 1 == 1 { mixed ^ 0x9908_b0df } else { mixed });
        }
        self.used.set(0);
    }

    /// The next 32 bits.
    pub(super) fn next(&self) -> u32 {
        if self.used.get() >= SIZE {
            self.renew();
        }
        let mut word = self.word(self.used.get());
        self.used.set(self.used.get().saturating_add(1));
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    /// The words, and how many of them are used.
    pub(super) fn state(&self) -> (impl Iterator<Item = u32>, usize) {
        (self.words.iter().map(Cell::get), self.used.get())
    }

    /// Take over words, of which so many are used.
    pub(super) fn restore(&self, words: &[u32], used: usize) {
        for (cell, word) in self.words.iter().zip(words) {
            cell.set(*word);
        }
        self.used.set(used);
    }
}
