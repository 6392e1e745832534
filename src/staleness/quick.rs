//! Maps and sets for what the judgement looks up by the million.
//!
//! Their hash is a few multiplications, seeded anew in every process, so that no text can be made to fill
//! one bucket. Nothing may depend on their order.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, Hasher, RandomState},
    sync::LazyLock,
};

pub(super) type QuickMap<K, V> = HashMap<K, V, Quick>;
pub(super) type QuickSet<K> = HashSet<K, Quick>;

/// Makes the hashers of one process.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quick(u64);

impl Default for Quick {
    fn default() -> Self {
        static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u64));
        Self(*SEED)
    }
}

impl Quick {
    /// The same in every process.
    pub const FIXED: Self = Self(0x243f_6a88_85a3_08d3);
}

impl BuildHasher for Quick {
    type Hasher = QuickHasher;

    fn build_hasher(&self) -> QuickHasher {
        QuickHasher(self.0)
    }
}

pub(super) struct QuickHasher(u64);

/// An odd number without pattern: the fraction of the golden ratio.
const SCATTER: u64 = 0x9e37_79b9_7f4a_7c15;

impl QuickHasher {
    fn add(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(SCATTER);
        // Both halves: the upper holds what the lower bits were, and the other way round.
        self.0 = ((product >> 64) as u64 ^ product as u64).rotate_left(23);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // The length tells a short word from one that ends in zeros.
        self.add(u64::from_le_bytes(last) ^ (bytes.len() as u64).rotate_left(56));
    }

    fn write_u64(&mut self, word: u64) {
        self.add(word);
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn write_usize(&mut self, word: usize) {
        self.add(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
