//! How well a known text matches a wanted one.

use super::adapt::{adapt, fragments};

/// The weakest match worth showing, in hundredths.
pub const WEAKEST: u8 = 60;

/// Something known that may match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate<T> {
    pub source: String,
    pub target: String,
    /// Whatever the caller wants back.
    pub of: T,
}

/// A candidate that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<T> {
    /// 100 for the same text; by words otherwise.
    pub score: u8,
    pub source: String,
    /// The known translation, adapted where `is_adapted`.
    pub target: String,
    /// Numbers, code or links were replaced by those of the wanted text.
    pub is_adapted: bool,
    pub of: T,
}

/// The best matches, the best first; of equal translations only the first.
pub fn best<T>(wanted: &str, candidates: Vec<Candidate<T>>, limit: usize) -> Vec<Match<T>> {
    let keys = keys(wanted);
    let mut matches: Vec<Match<T>> =
        candidates.into_iter().filter_map(|candidate| matched(wanted, &keys, candidate)).collect();
    // Stable, so that the order of the candidates decides between equals.
    matches.sort_by_key(|it| std::cmp::Reverse(it.score));
    let mut kept: Vec<Match<T>> = Vec::new();
    for it in matches {
        if kept.len() < limit && kept.iter().all(|known| known.target != it.target) {
            kept.push(it);
        }
    }
    kept
}

fn matched<T>(wanted: &str, keys_wanted: &[String], candidate: Candidate<T>) -> Option<Match<T>> {
    let Candidate { source, target, of } = candidate;
    let found = |score, target, is_adapted, source| Match { score, source, target, is_adapted, of };
    if blanks_aside(wanted).eq(blanks_aside(&source)) {
        return Some(found(100, target, false, source));
    }
    let known = keys(&source);
    let longest = keys_wanted.len().max(known.len());
    // Too different in length to reach the weakest score, whatever the words are.
    if keys_wanted.len().min(known.len()) * 100 < longest * usize::from(WEAKEST) {
        return None;
    }
    if known == keys_wanted {
        return Some(found(98, target, false, source));
    }
    if let Some(adapted) = adapt(wanted, &source, &target) {
        return Some(found(99, adapted, true, source));
    }
    let alike = longest - distance(keys_wanted, &known);
    let score = u8::try_from(alike * 100 / longest.max(1)).unwrap_or(0).min(97);
    (score >= WEAKEST).then(|| found(score, target, false, source))
}

fn blanks_aside(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

fn keys(text: &str) -> Vec<String> {
    fragments(text).iter().map(|fragment| fragment.key().to_owned()).collect()
}

/// How many words have to be added, dropped or replaced.
fn distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = corner + usize::from(left != right);
            corner = row[j + 1];
            row[j + 1] = replaced.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scores(wanted: &str, known: &[(&str, &str)]) -> Vec<(u8, String)> {
        let candidates = known
            .iter()
            .map(|(source, target)| Candidate {
                source: (*source).into(),
                target: (*target).into(),
                of: (),
            })
            .collect();
        best(wanted, candidates, 9).into_iter().map(|it| (it.score, it.target)).collect()
    }

    #[test]
    fn the_closer_text_comes_first_and_the_strange_one_not_at_all() {
        let found = scores(
            "We train the model on 8 GPUs.",
            &[
                ("The weather is fine today, friends.", "天气好。"),
                ("We train a small model on 8 GPUs.", "小模型。"),
                ("We train the model on 4 GPUs.", "我们在 4 块 GPU 上训练模型。"),
                ("We train the model on 8 GPU", "我们在 8 块 GPU 上训练模型"),
                ("We train the  model\non 8 GPUs.", "同一句。"),
            ],
        );
        assert_eq!(
            found,
            [
                (100, "同一句。".into()),
                (99, "我们在 8 块 GPU 上训练模型。".into()),
                (98, "我们在 8 块 GPU 上训练模型".into()),
                (75, "小模型。".into()),
            ]
        );
    }

    #[test]
    fn the_same_translation_is_offered_once() {
        let known = [("One boat here", "这里有一条船"), ("One boat there", "这里有一条船")];
        assert_eq!(scores("One boat here", &known).len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn distance_is_that_of_the_whole_table(
            a in prop::collection::vec("[ab]", 0..7), b in prop::collection::vec("[ab]", 0..7),
        ) {
            fn slow(a: &[String], b: &[String]) -> usize {
                match (a.split_first(), b.split_first()) {
                    (None, _) => b.len(),
                    (_, None) => a.len(),
                    (Some((x, rest_a)), Some((y, rest_b))) => (slow(rest_a, rest_b) + usize::from(x != y))
                        .min(slow(rest_a, b) + 1)
                        .min(slow(a, rest_b) + 1),
                }
            }
            prop_assert_eq!(distance(&a, &b), slow(&a, &b));
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
        }
    }
}
