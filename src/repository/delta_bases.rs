//! Objects that a pack keeps others as differences from.
//!
//! Without it, each object is put together from the whole chain of differences below it, which makes
//! reading a history quadratic in the length of the chains.

use std::collections::HashMap;

use gix::{objs::Kind, odb::pack::cache::DecodeEntry};

/// Most bytes a generation holds; there are two.
const GENERATION_BYTES: usize = 3 << 20;

/// Where an object lies: number of the pack, offset in it.
type Place = (u32, u64);

/// Remembers what was used lately. What the last two generations did not ask for is forgotten, which
/// needs no list of uses to be kept in order.
#[derive(Default)]
pub(super) struct DeltaBases {
    young: HashMap<Place, Base>,
    old: HashMap<Place, Base>,
    young_bytes: usize,
}

struct Base {
    data: Vec<u8>,
    kind: Kind,
    packed_bytes: usize,
}

impl DeltaBases {
    fn keep(&mut self, place: Place, base: Base) {
        self.young_bytes += base.data.len();
        self.young.insert(place, base);
        if self.young_bytes > GENERATION_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }
}

impl DecodeEntry for DeltaBases {
    fn put(&mut self, pack: u32, offset: u64, data: &[u8], kind: Kind, packed_bytes: usize) {
        if data.len() <= GENERATION_BYTES / 4 {
            self.keep((pack, offset), Base { data: data.to_vec(), kind, packed_bytes });
        }
    }

    fn get(&mut self, pack: u32, offset: u64, out: &mut Vec<u8>) -> Option<(Kind, usize)> {
        let place = (pack, offset);
        if let Some(base) = self.old.remove(&place) {
            self.keep(place, base);
        }
        // Keeping it may just have ended a generation.
        let base = self.young.get(&place).or_else(|| self.old.get(&place))?;
        out.clear();
        out.extend_from_slice(&base.data);
        Some((base.kind, base.packed_bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_in_use_outlives_the_others() {
        let mut bases = DeltaBases::default();
        let mut out = Vec::new();
        bases.put(1, 0, b"kept", Kind::Blob, 3);
        let filler = vec![0; GENERATION_BYTES / 4];
        for offset in 1..100 {
            bases.put(1, offset, &filler, Kind::Tree, 9);
            assert_eq!(bases.get(1, 0, &mut out), Some((Kind::Blob, 3)), "after {offset}");
            assert_eq!(out, b"kept");
        }
        assert!(bases.get(1, 99, &mut out).is_some(), "the newest is there");
        assert_eq!(bases.get(1, 1, &mut out), None);
        let held: usize =
            bases.young.values().chain(bases.old.values()).map(|b| b.data.len()).sum();
        assert!(held <= 2 * (GENERATION_BYTES + GENERATION_BYTES / 4), "{held} bytes");
    }
}
