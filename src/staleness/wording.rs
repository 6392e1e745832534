//! How far two English texts differ in what they say.
//!
//! Most edits of published posts are typo and grammar fixes with nothing to do in Chinese. They are
//! told from real changes word by word: what remains after inflection, spelling, function words and
//! letter case are left out.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::lexicon::{FUNCTION_WORDS, NEGATIONS, OPPOSITES};
use crate::document::{Piece, pieces, word_form};

/// The difference of two texts in words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wording {
    /// Content words of the stretches that say something else.
    pub content: usize,
    /// All words of the changed stretches.
    pub touched: usize,
    /// A number or a negation changed, which turns a fact however short it is.
    pub fact: bool,
}

/// Content words that may be exchanged in one stretch of text before it says something else:
/// "the latest" for "a recent version" is wording. In the labelled data rewordings stay at three
/// or below and new statements have four or more.
const WORDING_LIMIT: usize = 3;

/// Stretches with no more equal words between them are one stretch: a sentence that was rewritten
/// keeps a word here and there.
const BRIDGE: usize = 2;

/// Words of one block compared in their order at most; the longest paragraphs of real posts have a
/// tenth of it.
const WORD_BUDGET: usize = 4_000;

/// Compares the prose of two texts.
pub(super) fn compare(old: &str, new: &str) -> Wording {
    let (old, new) = (tokens(old), tokens(new));
    let forms = |tokens: &[&str]| tokens.iter().map(|t| t.to_lowercase()).collect::<Vec<_>>();
    let (before, after) = (forms(&old), forms(&new));
    if before.len().max(after.len()) > WORD_BUDGET {
        return coarse(&before, &after);
    }
    let stretches = stretches(&before, &after);
    let run = |mut shifted: Shifted<'_>| {
        let mut wording = Wording::default();
        for (a, b) in &stretches {
            judge_stretch(&before[a.clone()], &after[b.clone()], &mut shifted, &mut wording);
        }
        wording
    };
    let moved = run(shifted(&stretches, &before, &after));
    if moved.content == 0 { moved } else { run(Shifted::default()) }
}

/// Compares two very long texts by how often each word occurs, which takes no more than reading them.
fn coarse(before: &[String], after: &[String]) -> Wording {
    let mut surplus: HashMap<&str, isize> = HashMap::new();
    for word in before {
        *surplus.entry(word).or_default() -= 1;
    }
    for word in after {
        *surplus.entry(word).or_default() += 1;
    }
    let sum = |of: fn(isize) -> isize| -> usize {
        surplus.values().map(|&n| of(n).max(0).unsigned_abs()).sum()
    };
    let changed = sum(|n| n).max(sum(|n| -n));
    let digits = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    let fact = surplus.iter().any(|(word, &n)| n != 0 && (digits(word) || is_negation(word)));
    let content = if changed > WORDING_LIMIT { changed } else { 0 };
    Wording { content, touched: changed, fact }
}

/// Words that left one place of the text and came up in another, once for each side: a phrase that
/// only moved says nothing new. Where more than that changed, its words count like all others.
#[derive(Default)]
struct Shifted<'a> {
    left: Vec<&'a String>,
    arrived: Vec<&'a String>,
}

fn shifted<'a>(stretches: &[Stretch], before: &'a [String], after: &'a [String]) -> Shifted<'a> {
    let mut removed: Vec<&String> = Vec::new();
    let mut added: Vec<&String> = Vec::new();
    for (a, b) in stretches {
        let (gone, come) = (&before[a.clone()], &after[b.clone()]);
        removed.extend(without_common(gone, come));
        added.extend(without_common(come, gone));
    }
    let mut moved = Vec::new();
    for word in removed {
        if let Some(at) = added.iter().position(|other| *other == word) {
            added.swap_remove(at);
            moved.push(word);
        }
    }
    Shifted { left: moved.clone(), arrived: moved }
}

/// Takes the shifted words out of one side of a stretch.
fn without_shifted(words: &mut Vec<&String>, shifted: &mut Vec<&String>) {
    words.retain(|word| match shifted.iter().position(|other| other == word) {
        Some(at) => {
            shifted.swap_remove(at);
            false
        }
        None => true,
    });
}

/// Number of content words of a text.
pub(super) fn content_words(text: &str) -> usize {
    tokens(text).iter().filter(|token| is_content(&token.to_lowercase())).count()
}

/// The words and numbers of the prose of a text.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for piece in pieces(text) {
        if let Piece::Text(prose) = piece {
            tokens.extend(
                prose
                    .split(|c: char| {
                        !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '%' | '-'))
                    })
                    .map(|word| word.trim_matches(['.', '-', '\'', '’']))
                    .filter(|word| !word.is_empty()),
            );
        }
    }
    tokens
}

type Stretch = (std::ops::Range<usize>, std::ops::Range<usize>);

fn stretches(before: &[String], after: &[String]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let (a, b) = (op.old_range(), op.new_range());
        match found.last_mut() {
            Some(last) if a.start - last.0.end <= BRIDGE => {
                last.0.end = a.end;
                last.1.end = b.end;
            }
            _ => found.push((a, b)),
        }
    }
    found
}

fn judge_stretch(
    removed: &[String],
    added: &[String],
    shifted: &mut Shifted<'_>,
    wording: &mut Wording,
) {
    let (mut gone, mut come) = (without_common(removed, added), without_common(added, removed));
    if close(&removed.concat(), &added.concat()) && !has_digits(&gone) && !has_digits(&come) {
        return;
    }
    wording.touched += removed.len().max(added.len());
    // Numbers that changed places are exchanged facts, not a shifted phrase.
    wording.fact |= has_digits(&gone) && has_digits(&come);
    without_shifted(&mut gone, &mut shifted.left);
    without_shifted(&mut come, &mut shifted.arrived);
    let negations = |words: &[&String]| words.iter().filter(|w| is_negation(w)).count();
    wording.fact |= negations(&gone) != negations(&come);
    wording.fact |= has_digits(&gone) || has_digits(&come);
    wording.fact |= OPPOSITES.iter().any(|&(a, b)| {
        let has = |words: &[&String], word: &str| words.iter().any(|w| *w == word);
        has(&gone, a) && has(&come, b) || has(&gone, b) && has(&come, a)
    });
    gone.retain(|word| is_content(word));
    come.retain(|word| is_content(word));
    drop_spellings(&mut gone, &mut come);
    let content = gone.len().max(come.len());
    if content > WORDING_LIMIT {
        wording.content += content;
    }
}

/// The words of one side that the other side has not.
fn without_common<'a>(words: &'a [String], other: &[String]) -> Vec<&'a String> {
    let mut rest: Vec<&String> = other.iter().collect();
    words
        .iter()
        .filter(|word| match rest.iter().position(|candidate| candidate == word) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}

/// Drops pairs that are one word in two spellings or inflections.
fn drop_spellings(gone: &mut Vec<&String>, come: &mut Vec<&String>) {
    gone.retain(|word| match come.iter().position(|candidate| close(word, candidate)) {
        Some(at) => {
            come.remove(at);
            false
        }
        None => true,
    });
}

fn has_digits(words: &[&String]) -> bool {
    words.iter().any(|word| word.bytes().any(|b| b.is_ascii_digit()))
}

fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t")
}

fn is_content(word: &str) -> bool {
    !FUNCTION_WORDS.contains(&word)
}

/// Whether two words without digits are one word in two spellings.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    let digits = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    !digits(a) && !digits(b) && close(&a.to_lowercase(), &b.to_lowercase())
}

/// Whether two words are the same but for a slip or an ending.
fn close(a: &str, b: &str) -> bool {
    if word_form(a) == word_form(b) {
        return true;
    }
    let longest = a.chars().count().max(b.chars().count());
    if longest < 4 || is_negation(a) != is_negation(b) {
        return false;
    }
    let stem = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    if stem >= 5 && stem + 4 >= longest {
        return true;
    }
    edit_distance_within(a, b, if longest < 7 { 1 } else { 2 })
}

/// Whether no more than `limit` letters have to be put in, taken out, replaced or swapped.
fn edit_distance_within(a: &str, b: &str, limit: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit || a.len() > 200 {
        return false;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()] <= limit
}
