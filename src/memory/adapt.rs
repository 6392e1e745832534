//! Replaces in a known translation what differs between two texts without being words.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use regex::Regex;

use crate::phrase::{Word, kept, words};

/// A number with its unit letter: `7B`, `3.5`, `1,000`, `40%`.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d+(?:[.,]\d+)*[A-Za-z%]*").expect("a constant pattern"));

/// A text as a sequence of what can differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fragment<'a> {
    Word(Word),
    /// Code, an address, a formula, a tag.
    Kept(&'a str),
    Number(&'a str),
}

impl Fragment<'_> {
    /// The fragment as it is compared with others of its kind.
    pub fn key(&self) -> &str {
        match self {
            Self::Word(word) => &word.text,
            Self::Kept(text) | Self::Number(text) => text,
        }
    }

    fn literal(&self) -> Option<&str> {
        match self {
            Self::Word(_) => None,
            Self::Kept(text) | Self::Number(text) => Some(text),
        }
    }
}

/// The fragments of a text, in order.
pub(super) fn fragments(text: &str) -> Vec<Fragment<'_>> {
    let kept = kept(text);
    let mut placed: Vec<(usize, Fragment<'_>)> =
        kept.iter().map(|span| (span.start, Fragment::Kept(&text[span.clone()]))).collect();
    let mut taken: Vec<Range<usize>> = kept;
    for number in NUMBER.find_iter(text) {
        let before = text[..number.start()].chars().next_back();
        let is_apart = !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_apart && !taken.iter().any(|span| overlap(span, &number.range())) {
            placed.push((number.start(), Fragment::Number(number.as_str())));
            taken.push(number.range());
        }
    }
    let free =
        words(text).into_iter().filter(|word| !taken.iter().any(|span| overlap(span, &word.span)));
    placed.extend(free.map(|word| (word.span.start, Fragment::Word(word))));
    placed.sort_by_key(|(start, _)| *start);
    placed.into_iter().map(|(_, fragment)| fragment).collect()
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The translation of `known` as one of `wanted`, which differs from it in numbers, code and addresses
/// alone; `None` where it is not certain what is to be replaced.
pub(super) fn adapt(wanted: &str, known: &str, translation: &str) -> Option<String> {
    let (new, old) = (fragments(wanted), fragments(known));
    if new.len() != old.len() {
        return None;
    }
    let mut replaced: BTreeMap<&str, &str> = BTreeMap::new();
    for (new, old) in new.iter().zip(&old) {
        match (new.literal(), old.literal()) {
            (None, None) if new.key() == old.key() => {}
            (Some(new), Some(old)) => {
                // The same old text must become the same new one everywhere.
                if *replaced.entry(old).or_insert(new) != new {
                    return None;
                }
            }
            _ => return None,
        }
    }
    let mut places: Vec<(usize, &str, &str)> = Vec::new();
    for (&old_text, &new_text) in replaced.iter().filter(|(old, new)| old != new) {
        let wanted = old.iter().filter(|fragment| fragment.literal() == Some(old_text)).count();
        let found = occurrences(translation, old_text);
        if found.len() != wanted {
            return None;
        }
        places.extend(found.into_iter().map(|at| (at, old_text, new_text)));
    }
    places.sort_unstable();
    let mut adapted = String::with_capacity(translation.len());
    let mut end = 0;
    for (at, old_text, new_text) in places {
        adapted.push_str(translation.get(end..at)?);
        adapted.push_str(new_text);
        end = at + old_text.len();
    }
    adapted.push_str(translation.get(end..)?);
    Some(adapted)
}

/// Where a literal stands by itself: `3` is not in `30`.
fn occurrences(text: &str, literal: &str) -> Vec<usize> {
    let alone = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + literal.len()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let is_word = literal.starts_with(|c: char| c.is_ascii_digit());
        let decimal = text[at + literal.len()..]
            .strip_prefix(['.', ','])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let of_decimal = text[..at]
            .strip_suffix(['.', ','])
            .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
        !is_word || !(joins(before) || joins(after) || decimal || of_decimal)
    };
    text.match_indices(literal).map(|(at, _)| at).filter(|&at| alone(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_code_and_links_are_replaced_where_it_is_certain() {
        assert_eq!(
            adapt(
                "Set `batch` to 30 and read [the guide](/blog/b).",
                "Set `lr` to 3 and read [the guide](/blog/a).",
                "将 `lr` 设为 3，并阅读 [指南](/blog/a)。"
            )
            .as_deref(),
            Some("将 `batch` 设为 30，并阅读 [指南](/blog/b)。")
        );
        // Two texts that trade places do not overwrite each other.
        assert_eq!(adapt("From 2 to 1", "From 1 to 2", "从 1 到 2").as_deref(), Some("从 2 到 1"));
    }

    #[test]
    fn what_is_not_certain_is_not_adapted() {
        // Written as 70 亿, the number is not there to be replaced.
        assert_eq!(adapt("A 13B model", "A 7B model", "一个 70 亿参数的模型"), None);
        // Twice in the translation and once in the source.
        assert_eq!(adapt("Take 4 of them", "Take 3 of them", "取 3 个（共 3 个）"), None);
        // Another link form in the translation.
        assert_eq!(adapt("See [a](/blog/b)", "See [a](/blog/a)", "见 [a](/blog/zh/a)"), None);
        // Other words.
        assert_eq!(adapt("Take 4 apples", "Take 3 pears", "取 3 个梨"), None);
        // One old text, two new ones.
        assert_eq!(adapt("From 1 to 2", "From 3 to 3", "从 3 到 3"), None);
        // `3` stands inside of another number.
        assert_eq!(adapt("Version 4 of it", "Version 3 of it", "它的第 3.5 版"), None);
    }
}
