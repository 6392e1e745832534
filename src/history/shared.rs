//! Sorted lists of shared entries.
//!
//! A later list holds the very entries of an earlier one where nothing changed, so that what differs is
//! found by comparing addresses, and neither list has to be copied or compared entry by entry.

use std::{cmp::Ordering, collections::BTreeMap, iter, sync::Arc};

/// What entries are sorted by, each key at most once in a list.
pub trait Keyed {
    type Key: Ord;

    /// What the entry stands at.
    fn key(&self) -> &Self::Key;
}

/// Where two lists hold different entries at one key; at least one of the two has one there.
#[derive(Debug, PartialEq)]
pub struct Difference<'a, T> {
    pub old: Option<&'a Arc<T>>,
    pub new: Option<&'a Arc<T>>,
}

/// The entry at a key.
pub fn find<'a, T: Keyed>(list: &'a [Arc<T>], key: &T::Key) -> Option<&'a Arc<T>> {
    list.binary_search_by(|entry| entry.key().cmp(key)).ok().map(|place| &list[place])
}

/// Where two lists differ, in their order. Entries that the lists share are not looked into.
pub fn differences<'a, T: Keyed + PartialEq>(
    mut old: &'a [Arc<T>],
    mut new: &'a [Arc<T>],
) -> impl Iterator<Item = Difference<'a, T>> {
    iter::from_fn(move || {
        loop {
            let (a, b) = (old.first(), new.first());
            let order = match (a, b) {
                (None, None) => return None,
                (Some(a), Some(b)) if Arc::ptr_eq(a, b) => Ordering::Equal,
                (Some(a), Some(b)) => a.key().cmp(b.key()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
            };
            old = &old[usize::from(order.is_le())..];
            new = &new[usize::from(order.is_ge())..];
            let difference =
                Difference { old: a.filter(|_| order.is_le()), new: b.filter(|_| order.is_ge()) };
            let is_same = |(a, b): (&Arc<T>, &Arc<T>)| Arc::ptr_eq(a, b) || a == b;
            if !difference.old.zip(difference.new).is_some_and(is_same) {
                return Some(difference);
            }
        }
    })
}

/// A list after some revisions: at each key the entry that stands there now, or that none does. An entry
/// that equals the one before it is not replaced.
pub fn revised<T: Keyed + PartialEq>(
    list: &[Arc<T>],
    revisions: BTreeMap<&T::Key, Option<T>>,
) -> Vec<Arc<T>> {
    let mut revised = Vec::with_capacity(list.len() + revisions.len());
    let mut rest = list;
    for (key, entry) in revisions {
        let place = rest.partition_point(|known| known.key() < key);
        revised.extend_from_slice(&rest[..place]);
        let known = rest.get(place).filter(|known| known.key() == key);
        rest = &rest[place + usize::from(known.is_some())..];
        revised.extend(entry.map(|entry| match known {
            Some(known) if **known == entry => Arc::clone(known),
            _ => Arc::new(entry),
        }));
    }
    revised.extend_from_slice(rest);
    revised
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Entry(u8, char);

    impl Keyed for Entry {
        type Key = u8;

        fn key(&self) -> &u8 {
            &self.0
        }
    }

    fn list(entries: &BTreeMap<u8, char>) -> Vec<Arc<Entry>> {
        entries.iter().map(|(key, value)| Arc::new(Entry(*key, *value))).collect()
    }

    fn entries() -> impl Strategy<Value = BTreeMap<u8, char>> {
        prop::collection::btree_map(0..12_u8, prop::char::range('a', 'c'), 0..12)
    }

    proptest! {
        #[test]
        fn differences_lead_from_one_list_to_the_other(old in entries(), new in entries()) {
            let (before, after) = (list(&old), list(&new));
            let mut changed = old.clone();
            for difference in differences(&before, &after) {
                prop_assert_ne!(difference.old, difference.new);
                if let Some(gone) = difference.old {
                    changed.remove(&gone.0);
                }
                if let Some(come) = difference.new {
                    changed.insert(come.0, come.1);
                }
            }
            prop_assert_eq!(changed, new);
        }

        #[test]
        fn a_revised_list_has_what_was_revised_and_shares_the_rest(
            old in entries(),
            revisions in prop::collection::btree_map(0..12_u8, prop::option::of(prop::char::range('a', 'c')), 0..6),
        ) {
            let before = list(&old);
            let mut wanted = old.clone();
            for (key, value) in &revisions {
                wanted.remove(key);
                wanted.extend(value.map(|value| (*key, value)));
            }
            let asked = revisions.iter().map(|(key, value)| (key, value.map(|value| Entry(*key, value))));
            let after = revised(&before, asked.collect());
            prop_assert_eq!(&after, &list(&wanted));
            for entry in &after {
                let same = find(&before, entry.key()).filter(|known| *known == entry);
                prop_assert!(same.is_none_or(|known| Arc::ptr_eq(known, entry)));
            }
        }
    }

    #[test]
    fn shared_entries_are_not_looked_into() {
        #[derive(Debug)]
        struct Sealed(u8);
        impl PartialEq for Sealed {
            fn eq(&self, _: &Self) -> bool {
                panic!("a shared entry is compared")
            }
        }
        impl Keyed for Sealed {
            type Key = u8;

            fn key(&self) -> &u8 {
                &self.0
            }
        }
        let before: Vec<Arc<Sealed>> = (0..9).map(|key| Arc::new(Sealed(key))).collect();
        let after = before[..8].to_vec();
        let found: Vec<_> = differences(&before, &after).collect();
        assert_eq!((found.len(), found[0].old.map(|entry| entry.0)), (1, Some(8)));
    }
}
