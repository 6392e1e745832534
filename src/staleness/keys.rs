//! The names of changes, by which people dismiss them.
//!
//! A key follows from the texts of both ends alone, so that a dismissal holds for exactly that version of
//! the source. Where a post has the same change several times, the first has the plain key and each other
//! one of its own. Before they were told apart, one dismissal spoke of all of them, and still does.

use std::collections::HashMap;

use super::Change;
use crate::document::hash;

/// What follows the key of a dismissal that speaks of every change with these texts.
const ALL_ALIKE: char = '*';

/// The key of the first change with these texts.
pub(super) fn key(old: &str, new: &str) -> String {
    format!("{:016x}", hash(old.bytes().chain([0]).chain(new.bytes())))
}

/// The entry of [`Pair::dismissed`](super::Pair::dismissed) for a dismissal that speaks of all changes
/// that share a plain key.
pub fn dismissal_of_all(key: &str) -> String {
    format!("{key}{ALL_ALIKE}")
}

/// Gives each change after the first with the same texts a key of its own.
pub(super) fn tell_twins_apart<'a>(changes: impl Iterator<Item = &'a mut Change>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for change in changes {
        let count = seen.entry(change.key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let texts = change.old_source.bytes().chain([0]).chain(change.new_source.bytes());
            let number = count.to_string();
            change.key = format!("{:016x}", hash(texts.chain([0]).chain(number.bytes())));
        }
    }
}

impl Change {
    /// Whether these dismissals name the change.
    pub fn is_among(&self, dismissed: &[String]) -> bool {
        dismissed.iter().any(|entry| match entry.strip_suffix(ALL_ALIKE) {
            Some(all) => all == self.key || all == key(&self.old_source, &self.new_source),
            None => *entry == self.key,
        })
    }

    /// Whether the translation still has to carry it, as far as anybody said.
    pub fn is_open(&self) -> bool {
        !self.reflected && !self.dismissed
    }
}
