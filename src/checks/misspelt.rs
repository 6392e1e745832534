//! Latin names in the Chinese that are a letter off those of the source.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Finding, Level,
    fix::Fix,
    subject::{Subject, Text, shown},
};
use crate::document::Piece;

/// Shorter words differ by a letter as often on purpose.
const LONG: usize = 6;
/// Longer runs of letters are no words: base64, a key held down.
const ENDLESS: usize = 64;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(source) = subject.source else { return Vec::new() };
    let known = vocabulary(source);
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    let own = vocabulary(&subject.translation);
    for located in subject.translation.pieces() {
        let Piece::Text(prose) = located.piece else { continue };
        for (at, word) in words(prose) {
            let lower = word.to_lowercase();
            if word.len() < LONG || known.contains_key(&lower) || told.contains(&lower) {
                continue;
            }
            // The right form is one the source has and the translation lost.
            let right =
                known.keys().find(|other| !own.contains_key(*other) && is_slip(other, &lower));
            let Some(right) = right else { continue };
            let wanted = &known[right];
            let line = located.line + prose[..at].matches('\n').count();
            let start = located.span.start + at;
            told.insert(lower);
            findings.push(
                Finding::new(
                    "words.misspelt",
                    Level::Warning,
                    (line, line),
                    format!("{} 疑似拼写错误；原文是 {}", shown(word), shown(wanted)),
                    format!("{} looks misspelt; the source has {}", shown(word), shown(wanted)),
                )
                .about(word)
                .fixed_by(Fix::replace(start..start + word.len(), wanted.as_str())),
            );
        }
    }
    findings
}

/// All Latin words of a text wherever they stand, in lower case, each as it is first written.
fn vocabulary(text: &Text) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for (_, word) in words(text.text()) {
        known.entry(word.to_lowercase()).or_insert_with(|| word.to_owned());
    }
    known
}

/// Words of ASCII letters, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr().addr();
    text.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| (LONG - 1..=ENDLESS).contains(&word.len()))
        .map(move |word| (word.as_ptr().addr() - start, word))
}

/// Whether one word is another with a slip, and not another form of it.
fn is_slip(right: &str, found: &str) -> bool {
    let (a, b) = (right.as_bytes(), found.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    // `model` and `models`, `train` and `trainer` share their beginning and differ at their end.
    let is_form = common + 2 >= a.len().min(b.len());
    // Another first letter makes another word as often: `faster`, `master`.
    let begins_alike =
        a.first() == b.first() || a.get(..2) == b.get(1..3) || a.get(1..3) == b.get(..2);
    !is_form && begins_alike && distance(a, b, 1) <= 1
}

/// How many letters have to be changed, added, left out or swapped; more than `most` is `most + 1`.
///
/// Only what lies within `most` of the diagonal is computed, so that two long texts cost their length and not
/// its square.
pub(super) fn distance<T: PartialEq>(a: &[T], b: &[T], most: usize) -> usize {
    let far = most + 1;
    if a.len().abs_diff(b.len()) > most {
        return far;
    }
    let at_first = |j: usize| if j <= most { j } else { far };
    let mut before = vec![far; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).map(at_first).collect();
    let mut row = vec![far; b.len() + 1];
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(most).max(1), (i + most).min(b.len()));
        // What lies beside the band, left by rows before.
        row[from - 1] = if from == 1 { at_first(i) } else { far };
        for j in from..=to {
            let above = if j < i + most { last[j] } else { far };
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j - 1] + same).min(above + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best.min(far);
        }
        (before, last, row) = (last, row, before);
    }
    last[b.len()].min(far)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The band gives what the whole table would.
        #[test]
        fn the_band_loses_nothing(a in "[abc]{0,9}", b in "[abc]{0,9}", most in 0..4_usize) {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let whole = distance(a, b, a.len().max(b.len()));
            prop_assert_eq!(distance(a, b, most), whole.min(most + 1));
        }
    }

    #[test]
    fn two_endless_words_cost_their_length() {
        let (a, b) =
            ("x".repeat(300_000), format!("{}y{}", "x".repeat(150_000), "x".repeat(149_999)));
        assert_eq!(distance(a.as_bytes(), b.as_bytes(), 1), 1);
        assert_eq!(distance(a.as_bytes(), &b.as_bytes()[..299_999], 2), 2);
    }

    #[test]
    fn slips_are_told_from_forms() {
        for (right, found) in [("cloudflare", "clouldflare"), ("cloudflare", "cloudfalre")] {
            assert!(is_slip(right, found), "{found}");
        }
        for (right, found) in
            [("transformer", "transformers"), ("quantize", "quantized"), ("boats", "coats2")]
        {
            assert!(!is_slip(right, found), "{found}");
        }
    }
}
