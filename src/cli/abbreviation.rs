//! Short names for long ones: commits and keys of changes, by their first digits.

use std::collections::BTreeSet;

/// The least number of digits that are shown.
const SHORTEST: usize = 7;

/// Fewer digits are more likely a slip, such as a variable of a script that is empty.
pub(super) const LEAST: usize = 4;

/// What a short name stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    One(T),
    Nothing,
    Several(Vec<T>),
}

/// Finds what a short name stands for; upper and lower case are the same. Things of one name are one.
pub(super) fn find<T>(
    wanted: &str,
    all: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> String,
) -> Found<T> {
    let wanted = wanted.to_ascii_lowercase();
    let mut seen = BTreeSet::new();
    let mut found: Vec<T> = all
        .into_iter()
        .filter(|one| name(one).starts_with(&wanted) && seen.insert(name(one)))
        .collect();
    match (found.len(), found.pop()) {
        (1, Some(only)) => Found::One(only),
        (_, None) => Found::Nothing,
        (_, Some(last)) => {
            found.push(last);
            Found::Several(found)
        }
    }
}

/// How many digits tell these names apart; for people, so never very few.
pub(super) fn digits_needed<'a>(names: impl IntoIterator<Item = &'a str>) -> usize {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let alike = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let neighbours = names.iter().zip(names.iter().skip(1));
    neighbours.map(|(a, b)| alike(a, b) + 1).fold(SHORTEST, usize::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find_in<'a>(wanted: &str, names: &[&'a str]) -> Found<&'a str> {
        find(wanted, names.iter().copied(), |name| (*name).to_owned())
    }

    #[test]
    fn short_name_stands_for_the_only_one_it_begins() {
        assert_eq!(find_in("ab", &["abc", "b"]), Found::One("abc"));
        assert_eq!(find_in("ABC", &["abc", "abd"]), Found::One("abc"));
        assert_eq!(find_in("c", &["abc", "b"]), Found::Nothing);
        assert_eq!(find_in("a", &["ab", "ac", "b"]), Found::Several(vec!["ab", "ac"]));
        assert_eq!(find_in("a", &["ab", "ab"]), Found::One("ab"));
    }

    #[test]
    fn names_are_shown_as_long_as_it_takes_to_tell_them_apart() {
        assert_eq!(digits_needed(["1234567890", "2234567890"]), 7);
        assert_eq!(digits_needed(["1234567890", "1234567899", "1234567890"]), 10);
        assert_eq!(digits_needed([]), 7);
    }
}
