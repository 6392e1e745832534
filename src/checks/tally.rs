//! Comparing two multisets.

use std::collections::BTreeMap;

/// What one side has more often than the other.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference<T> {
    /// Items of the source the translation lacks, one for each time, in the order of the source.
    pub missing: Vec<T>,
    /// Items of the translation the source lacks, likewise.
    pub added: Vec<T>,
}

/// Compares by key; of equal items the last ones are the surplus.
pub(super) fn compare<T, K: Ord>(
    source: Vec<T>,
    translation: Vec<T>,
    key: impl Fn(&T) -> K,
) -> Difference<T> {
    let missing = surplus(source, &translation, &key);
    Difference { added: surplus(translation, &missing.1, &key).0, missing: missing.0 }
}

/// The items of `own` beyond those in `other`; and those that have a match.
fn surplus<T, K: Ord>(own: Vec<T>, other: &[T], key: &impl Fn(&T) -> K) -> (Vec<T>, Vec<T>) {
    let mut left: BTreeMap<K, usize> = BTreeMap::new();
    for item in other {
        *left.entry(key(item)).or_default() += 1;
    }
    let (mut beyond, mut matched) = (Vec::new(), Vec::new());
    for item in own {
        match left.get_mut(&key(&item)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                matched.push(item);
            }
            _ => beyond.push(item),
        }
    }
    (beyond, matched)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_surplus_item_is_named_once() {
        let difference = compare(vec!["a", "b", "b", "c"], vec!["b", "d", "a", "d"], |item| *item);
        assert_eq!(difference, Difference { missing: vec!["b", "c"], added: vec!["d", "d"] });
    }
}
