//! How much content two versions of a file share.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Longest run of bytes that counts as one piece: a paragraph on one line is cut, so that an edit in it
/// does not make all of it different.
const LONGEST_PIECE: usize = 64;

/// The pieces of a content (lines, cut where long) with the bytes each makes up.
#[derive(Debug)]
pub(super) struct Fingerprint {
    pieces: HashMap<u64, u64>,
    bytes: u64,
}

impl Fingerprint {
    /// Takes the fingerprint; line endings do not matter.
    pub fn of(content: &[u8]) -> Self {
        let mut pieces: HashMap<u64, u64> = HashMap::new();
        let mut bytes = 0;
        for line in content.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            for piece in line.chunks(LONGEST_PIECE) {
                let mut hasher = DefaultHasher::new();
                piece.hash(&mut hasher);
                *pieces.entry(hasher.finish()).or_default() += piece.len() as u64;
                bytes += piece.len() as u64;
            }
        }
        Self { pieces, bytes }
    }

    /// Bytes in common over the bytes of the longer one: 0 nothing, 1 all. Two empty contents share nothing.
    pub fn similarity(&self, other: &Self) -> f64 {
        let longer = self.bytes.max(other.bytes);
        if longer == 0 {
            return 0.0;
        }
        let common: u64 = self
            .pieces
            .iter()
            .map(|(piece, bytes)| other.pieces.get(piece).map_or(0, |theirs| *bytes.min(theirs)))
            .sum();
        common as f64 / longer as f64
    }
}

/// Number of bytes that two contents share at their beginning and at their end together.
pub(super) fn equal_ends(one: &[u8], other: &[u8]) -> usize {
    let head = equal_start(one, other);
    head + equal_end(&one[head..], &other[head..])
}

/// Bytes that are compared at a time, which is several times as fast as one by one.
const AT_A_TIME: usize = 64;

/// Number of bytes that two contents share at their beginning.
pub(super) fn equal_start(one: &[u8], other: &[u8]) -> usize {
    let pairs = one.chunks_exact(AT_A_TIME).zip(other.chunks_exact(AT_A_TIME));
    let whole = pairs.take_while(|(a, b)| a == b).count() * AT_A_TIME;
    whole + one[whole..].iter().zip(&other[whole..]).take_while(|(a, b)| a == b).count()
}

fn equal_end(one: &[u8], other: &[u8]) -> usize {
    let pairs = one.rchunks_exact(AT_A_TIME).zip(other.rchunks_exact(AT_A_TIME));
    let whole = pairs.take_while(|(a, b)| a == b).count() * AT_A_TIME;
    let (one, other) = (&one[..one.len() - whole], &other[..other.len() - whole]);
    whole + one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> f64 {
        Fingerprint::of(a.as_bytes()).similarity(&Fingerprint::of(b.as_bytes()))
    }

    #[test]
    fn shares_are_of_the_longer_content() {
        assert_eq!(similarity("a\nb\nc\nd\n", "a\nb\nc\nd\n"), 1.0);
        assert_eq!(similarity("a\nb\nc\nd\n", "a\nb\n"), 0.5);
        assert_eq!(similarity("a\nb\n", "x\ny\n"), 0.0);
        assert_eq!(similarity("", ""), 0.0);
    }

    #[test]
    fn ends_of_contents_are_counted_once() {
        assert_eq!(equal_ends(b"abcXYZdef", b"abcdef"), 6);
        assert_eq!(equal_ends(b"aaaa", b"aaa"), 3);
        assert_eq!(equal_ends(b"", b"a"), 0);
        let (long, longer) = ("a".repeat(1_000), "b".repeat(1_000));
        let (one, other) = (format!("{long}x{longer}"), format!("{long}yz{longer}"));
        assert_eq!(equal_ends(one.as_bytes(), other.as_bytes()), 2_000);
    }

    #[test]
    fn line_endings_do_not_matter() {
        assert_eq!(similarity("one\r\ntwo\r\n", "one\ntwo\n"), 1.0);
    }

    #[test]
    fn an_edit_at_the_end_of_a_long_line_leaves_its_beginning() {
        let line = "word ".repeat(60);
        assert!(similarity(&line, &format!("{line}and more")) > 0.7);
    }
}
