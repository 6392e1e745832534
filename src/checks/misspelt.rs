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
        .filter(|word| word.len() >= LONG - 1)
        .map(move |word| (word.as_ptr().addr() - start, word))
}

/// Whether one word is another with a slip, and not another form of it.
fn is_slip(right: &str, found: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (right.chars().collect(), found.chars().collect());
    let common = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    // `model` and `models`, `train` and `trainer` share their beginning and differ at their end.
    let is_form = common + 2 >= a.len().min(b.len());
    // Another first letter makes another word as often: `faster`, `master`.
    let begins_alike =
        a.first() == b.first() || a.get(..2) == b.get(1..3) || a.get(1..3) == b.get(..2);
    !is_form && begins_alike && distance(&a, &b, 1) <= 1
}

/// How many letters have to be changed, added, left out or swapped; more than `most` is `most + 1`.
pub(super) fn distance(a: &[char], b: &[char], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j - 1] + same).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        (before, last) = (last, row);
    }
    last[b.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
