//! How far two English texts differ in what they say.
//!
//! Most edits of published posts are typo and grammar fixes with nothing to do in Chinese. They are
//! told from real changes word by word: what remains after inflection, spelling, function words and
//! letter case are left out.

use std::collections::HashMap;

use similar::DiffOp;

use super::lexicon::{
    self, COMPARING, EXCLUSIVE, FUNCTION_WORDS, NEGATIONS, NUMBER_WORDS, OPPOSITES,
};
use super::{Reason, effort::spend, quick::QuickMap};
use crate::{
    document::{Piece, pieces, word_form},
    sequences,
};

/// The difference of two texts in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wording {
    /// Content words of the stretches that say something else.
    pub content: usize,
    /// All words of the changed stretches.
    pub touched: usize,
    /// What turns a statement however short it is, for people: a number, a negation, an opposite,
    /// two sides of a comparison that changed places.
    pub turned: Option<String>,
    /// Compared by how often each word occurs alone.
    pub coarse: bool,
}

impl Wording {
    /// Why a change that left nothing else to look for is open.
    pub fn reason(&self) -> Reason {
        match &self.turned {
            Some(what) => Reason::Turned { what: what.clone() },
            None if self.coarse => Reason::TooLarge,
            None => Reason::WordingOnly,
        }
    }
}

/// Content words that may be exchanged in one stretch of text before it says something else:
/// "the latest" for "a recent version" is wording. In the labelled data rewordings stay at three
/// or below and new statements have four or more.
const WORDING_LIMIT: usize = 3;

/// Stretches with no more equal words between them are one stretch: a sentence that was rewritten
/// keeps a word here and there.
const BRIDGE: usize = 2;

/// Words of a stretch within which an exchange of opposites, or of the sides of a comparison, is
/// looked for: about a sentence. In more text such words come and go by chance.
const EXCHANGE_WORDS: usize = 24;

/// Words of one block compared in their order at most; the longest paragraphs of real posts have a
/// tenth of it.
const WORD_BUDGET: usize = 4_000;

/// Compares the prose of two texts.
pub(super) fn compare(old: &str, new: &str) -> Wording {
    let with_code = |text| forms(&tokens(text, true));
    let exchange = || exchanged(&with_code(old), &with_code(new));
    let (before, after) = (forms(&tokens(old, false)), forms(&tokens(new, false)));
    spend(old.len() + new.len());
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
    let mut wording = if moved.content == 0 { moved } else { run(Shifted::default()) };
    wording.turned = wording.turned.or_else(exchange);
    wording
}

/// Whether the two sides of a comparison changed places ("prefer ash over oak"): the same words
/// stand around the same word that compares, those before it now after it. Says what they are.
fn exchanged(before: &[String], after: &[String]) -> Option<String> {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[head..], &after[head..]);
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&before[..before.len() - tail], &after[..after.len() - tail]);
    if old.len() > EXCHANGE_WORDS || new.len() > EXCHANGE_WORDS {
        return None;
    }
    let around = |words: &[String]| {
        let at = words.iter().position(|word| COMPARING.contains(&word.as_str()))?;
        let content = |side: &[String]| -> Vec<String> {
            let mut side: Vec<String> = side.iter().filter(|w| is_content(w)).cloned().collect();
            side.sort_unstable();
            side
        };
        Some((words[at].clone(), content(&words[..at]), content(&words[at + 1..])))
    };
    let ((word, left, right), (other, new_left, new_right)) = (around(old)?, around(new)?);
    let crossed = !left.is_empty() && left == new_right && right == new_left && left != right;
    (crossed && word == other).then(|| replaced(Some(&old.join(" ")), Some(&new.join(" "))))
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
    let facts = surplus.iter().filter(|(word, n)| **n != 0 && (digits(word) || is_negation(word)));
    let turned = facts.map(|(word, _)| (*word).to_owned()).min();
    let content = if changed > WORDING_LIMIT { changed } else { 0 };
    Wording { content, touched: changed, turned, coarse: true }
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
    spend(removed.len() * added.len());
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
    forms(&tokens(text, false)).iter().filter(|word| is_content(word)).count()
}

fn forms(tokens: &[&str]) -> Vec<String> {
    tokens.iter().map(|token| token.to_lowercase()).collect()
}

/// The words and numbers of the prose of a text; with its inline code as words, if asked for.
fn tokens(text: &str, code: bool) -> Vec<&str> {
    let mut tokens = Vec::new();
    for piece in pieces(text) {
        if let (Piece::Code(inside), true) = (piece, code) {
            tokens.push(inside);
        } else if let Piece::Text(prose) = piece {
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
    for op in sequences::fewest_changes(before, after) {
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
    drop_equal_numbers(&mut gone, &mut come);
    let opposites = opposites(&gone, &come);
    let one_word = close(&removed.concat(), &added.concat());
    if one_word && opposites.is_none() && !has_digits(&gone) && !has_digits(&come) {
        return;
    }
    wording.touched += removed.len().max(added.len());
    // Numbers that changed places are exchanged facts, not a shifted phrase.
    let numbers = |words: &[&String]| words.iter().any(|w| digits(w) || number(w).is_some());
    let exchanged = numbers(&gone) && numbers(&come);
    let mut turned = changed_number(&gone, &come).filter(|_| exchanged);
    without_shifted(&mut gone, &mut shifted.left);
    without_shifted(&mut come, &mut shifted.arrived);
    turned = turned.or_else(|| changed_negation(&gone, &come));
    turned = turned.or_else(|| changed_number(&gone, &come)).or(opposites);
    wording.turned = wording.turned.take().or(turned);
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
    let mut rest: QuickMap<&str, usize> = QuickMap::default();
    for word in other {
        *rest.entry(word).or_default() += 1;
    }
    words
        .iter()
        .filter(|word| match rest.get_mut(word.as_str()).filter(|left| **left > 0) {
            Some(left) => {
                *left -= 1;
                false
            }
            None => true,
        })
        .collect()
}

/// Pairs of words whose spelling is compared within one stretch at most. A stretch beyond it was written
/// anew, and a slip in it is no matter.
const SPELLING_BUDGET: usize = 250_000;

/// Drops pairs that are one word in two spellings or inflections.
fn drop_spellings(gone: &mut Vec<&String>, come: &mut Vec<&String>) {
    if gone.len() * come.len() > SPELLING_BUDGET {
        return;
    }
    spend(gone.len() * come.len());
    gone.retain(|word| match come.iter().position(|candidate| close(word, candidate)) {
        Some(at) => {
            come.remove(at);
            false
        }
        None => true,
    });
}

fn has_digits(words: &[&String]) -> bool {
    words.iter().any(|word| digits(word))
}

fn digits(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

/// The value of a number in digits or as a word.
fn number(word: &str) -> Option<u32> {
    let named = NUMBER_WORDS.iter().find(|(name, _)| *name == word);
    named.map(|(_, value)| *value).or_else(|| word.parse().ok())
}

/// Drops numbers that the other side has in the other way of writing: "two" for "2".
fn drop_equal_numbers(gone: &mut Vec<&String>, come: &mut Vec<&String>) {
    gone.retain(|word| {
        let Some(value) = number(word) else { return true };
        match come.iter().position(|other| number(other) == Some(value)) {
            Some(at) => {
                come.remove(at);
                false
            }
            None => true,
        }
    });
}

/// A number that came, went or was replaced. One in letters counts only where another one replaced
/// it: "the two models" for "the models" is wording.
fn changed_number(gone: &[&String], come: &[&String]) -> Option<String> {
    let find = |words: &[&String], is: fn(&str) -> bool| {
        words.iter().find(|word| is(word)).map(|word| (*word).clone())
    };
    let (old, new) = (find(gone, digits), find(come, digits));
    if old.is_some() || new.is_some() {
        return Some(replaced(old.as_deref(), new.as_deref()));
    }
    let named = |word: &str| number(word).is_some();
    let (old, new) = (find(gone, named)?, find(come, named)?);
    Some(replaced(Some(&old), Some(&new)))
}

fn changed_negation(gone: &[&String], come: &[&String]) -> Option<String> {
    let of = |words: &[&String]| -> Vec<String> {
        words.iter().filter(|w| is_negation(w)).map(|w| (*w).clone()).collect()
    };
    let (old, new) = (of(gone), of(come));
    let first = |words: &[String]| words.first().cloned();
    (old.len() != new.len()).then(|| replaced(first(&old).as_deref(), first(&new).as_deref()))
}

/// The first pair of opposites of which each side has one.
fn opposites(gone: &[&String], come: &[&String]) -> Option<String> {
    // Two long lists of words hold opposites by chance.
    if gone.len().max(come.len()) > EXCHANGE_WORDS {
        return None;
    }
    gone.iter().find_map(|old| {
        let new = come.iter().find(|new| opposed(old, new))?;
        Some(replaced(Some(old), Some(new)))
    })
}

fn replaced(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (one, other) => one.or(other).unwrap_or_default().to_owned(),
    }
}

/// Whether two words say opposite or mutually exclusive things.
fn opposed(a: &str, b: &str) -> bool {
    let is = |(x, y): &(&str, &str)| (a == *x && b == *y) || (a == *y && b == *x);
    if OPPOSITES.iter().any(is) || lexicon::is_denial_of(a, b) || lexicon::is_denial_of(b, a) {
        return true;
    }
    let (a, b) = (word_form(a), word_form(b));
    EXCLUSIVE.iter().any(|sets| {
        let place = |word: &str| sets.iter().position(|set| set.contains(&word));
        place(&a).zip(place(&b)).is_some_and(|(a, b)| a != b)
    })
}

fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(&word)
        || word.starts_with("non-")
        || word.ends_with("n't")
        || word.ends_with("n’t")
}

fn is_content(word: &str) -> bool {
    !FUNCTION_WORDS.contains(&word)
}

/// Whether two words without digits are one word in two spellings.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    !digits(a) && !digits(b) && close(&a.to_lowercase(), &b.to_lowercase())
}

/// Whether two words are the same but for a slip or an ending.
fn close(a: &str, b: &str) -> bool {
    if word_form(a) == word_form(b) {
        return true;
    }
    let longest = a.chars().count().max(b.chars().count());
    if longest < 4 || is_negation(a) != is_negation(b) || opposed(a, b) {
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
