//! Differences set like an editor's proof: removed and added words, unchanged stretches folded.
//!
//! The same for pages and the command line. Bounded in work, counted in steps and not in time, so that a
//! proof looks the same every time it is made; a text beyond the bound is shown by its beginning and
//! said to be too large to compare in detail.

mod lines;
mod outline;
mod split;

use serde::Serialize;
use similar::DiffOp;
use unicode_segmentation::UnicodeSegmentation;

use crate::sequences;

pub use lines::{Line, lines};
pub use outline::{Landmark, Outline, Part, Section, Still};
pub use split::{SplitRow, split};

/// Steps one pair of texts may take: both sides of 3,000 words that all differ.
const STEPS_OF_PAIR: u64 = 36_000_000;
/// Steps all proofs of one page may take: a fraction of a second in the worst case.
const STEPS_OF_PAGE: u64 = 160_000_000;
/// Characters of a text that are shown where it is too large to compare.
const SHOWN_UNCOMPARED: usize = 1_200;
/// Characters of a text that came or went as a whole that are shown.
const SHOWN_WHOLE: usize = 12_000;
/// Characters of an unchanged stretch kept at either side of a change.
const KEPT_CHARS: usize = 90;
/// Unchanged lines of code kept at either side of a change.
const KEPT_LINES: usize = 3;
/// So many words that came and went at either side of a lone word make it part of the change.
const LONG_RUN: usize = 5;
/// Two texts less alike than this are shown as a whole out and a whole in.
const LEAST_ALIKE: f32 = 0.3;

/// What happened to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ink {
    Same,
    Out,
    In,
    /// An unchanged stretch that may be left out.
    Fold,
}

impl Ink {
    /// Whether the stretch is unchanged; for templates, which cannot compare.
    pub fn is_same(self) -> bool {
        self == Self::Same
    }

    pub fn is_out(self) -> bool {
        self == Self::Out
    }

    pub fn is_in(self) -> bool {
        self == Self::In
    }
}

/// A stretch of text with one fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub ink: Ink,
    pub text: String,
}

impl Piece {
    /// Whether it holds nothing that is seen.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether a line begins within it.
    pub fn is_line(&self) -> bool {
        self.text.contains('\n')
    }

    fn new(ink: Ink, text: impl Into<String>) -> Self {
        Self { ink, text: text.into() }
    }

    /// How much a fold holds: lines, or words where it lies within a line.
    pub fn size(&self) -> FoldSize {
        if self.text.trim_matches('\n').contains('\n') {
            FoldSize::Lines(self.text.trim_matches('\n').lines().count())
        } else {
            FoldSize::Words(self.text.split_whitespace().count())
        }
    }
}

/// How much a fold holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldSize {
    Lines(usize),
    Words(usize),
}

/// How far a proof goes into detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Everything is there.
    Full,
    /// A text that came or went as a whole is longer than what is shown.
    Cut,
    /// The texts are too large to be compared; only their beginnings are shown.
    TooLarge,
}

/// Two texts as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    pub pieces: Vec<Piece>,
    pub detail: Detail,
}

/// Steps of work that are left.
#[derive(Debug, Clone)]
pub struct Budget(u64);

impl Default for Budget {
    /// The budget of one page.
    fn default() -> Self {
        Self(STEPS_OF_PAGE)
    }
}

impl Budget {
    /// A budget for a single pair of texts.
    pub fn of_pair() -> Self {
        Self(STEPS_OF_PAIR)
    }

    /// Takes what comparing two sequences costs at worst; `false` where that is too much.
    fn take(&mut self, old: usize, new: usize) -> bool {
        let length = (old + new) as u64;
        let steps = length.saturating_mul(length);
        let affordable = steps <= STEPS_OF_PAIR && steps <= self.0;
        if affordable {
            self.0 -= steps;
        }
        affordable
    }
}

/// The words of two short texts compared, with the budget of a single pair.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    compare_words(old, new, &mut Budget::of_pair()).pieces
}

/// Compares two short texts (a block of each) word by word; long unchanged stretches are folded.
pub fn compare_words(old: &str, new: &str, budget: &mut Budget) -> Proof {
    if old.is_empty() || new.is_empty() {
        return one_sided(old, new);
    }
    match compare(old, new, budget) {
        Some(pieces) => Proof {
            pieces: fold_long(merge_islands(without_blank_changes(pieces))),
            detail: Detail::Full,
        },
        None => beginnings(old, new),
    }
}

/// Compares two blocks of code line by line, and by word within lines that resemble each other.
pub fn compare_code(old: &str, new: &str, budget: &mut Budget) -> Proof {
    if old.is_empty() || new.is_empty() {
        return one_sided(old, new);
    }
    match lines::code(old, new, budget) {
        Some(pieces) => Proof { pieces, detail: Detail::Full },
        None => beginnings(old, new),
    }
}

/// The beginnings of two texts that are too large to compare.
fn beginnings(old: &str, new: &str) -> Proof {
    let pieces = whole(&start_of(old, SHOWN_UNCOMPARED).0, &start_of(new, SHOWN_UNCOMPARED).0);
    Proof { pieces, detail: Detail::TooLarge }
}

fn one_sided(old: &str, new: &str) -> Proof {
    let ((old, old_cut), (new, new_cut)) = (start_of(old, SHOWN_WHOLE), start_of(new, SHOWN_WHOLE));
    let detail = if old_cut || new_cut { Detail::Cut } else { Detail::Full };
    Proof { pieces: whole(&old, &new), detail }
}

/// The beginning of a text, and whether there is more.
fn start_of(text: &str, chars: usize) -> (String, bool) {
    match text.char_indices().nth(chars) {
        Some((end, _)) => (format!("{}…", &text[..end]), true),
        None => (text.to_owned(), false),
    }
}

/// The words of two texts compared; `None` where that takes more than the budget has.
fn compare(old: &str, new: &str, budget: &mut Budget) -> Option<Vec<Piece>> {
    if old.is_empty() || new.is_empty() {
        return Some(whole(old, new));
    }
    let (a, b): (Vec<&str>, Vec<&str>) =
        (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    let ops = compare_slices(&a, &b, budget)?;
    if likeness(&a, &b, &ops) < LEAST_ALIKE {
        return Some(whole(old, new));
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |ink, words: &[&str]| match pieces.last_mut() {
        Some(last) if last.ink == ink => last.text.extend(words.iter().copied()),
        _ if words.is_empty() => {}
        _ => pieces.push(Piece::new(ink, words.concat())),
    };
    for op in ops {
        if is_equal(&op) {
            push(Ink::Same, &b[op.new_range()]);
        } else {
            push(Ink::Out, &a[op.old_range()]);
            push(Ink::In, &b[op.new_range()]);
        }
    }
    Some(pieces)
}

/// Share of words that stayed; blanks and signs say nothing.
fn likeness(old: &[&str], new: &[&str], ops: &[DiffOp]) -> f32 {
    let words = |tokens: &[&str]| tokens.iter().filter(|token| is_word(token)).count();
    let all = words(old) + words(new);
    if all == 0 {
        return 1.0;
    }
    let same: usize =
        ops.iter().filter(|op| is_equal(op)).map(|op| words(&old[op.old_range()])).sum();
    #[expect(clippy::cast_precision_loss, reason = "a share of words needs no more digits")]
    let share = 2.0 * same as f32 / all as f32;
    share
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn is_equal(op: &DiffOp) -> bool {
    matches!(op, DiffOp::Equal { .. })
}

/// Compares what lies between the equal beginnings and ends of two sequences.
fn compare_slices(old: &[&str], new: &[&str], budget: &mut Budget) -> Option<Vec<DiffOp>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut ops = Vec::new();
    if head > 0 {
        ops.push(DiffOp::Equal { old_index: 0, new_index: 0, len: head });
    }
    if !a.is_empty() || !b.is_empty() {
        if !budget.take(a.len(), b.len()) {
            return None;
        }
        ops.extend(sequences::along_unique(a, b).into_iter().map(|op| {
            let (_, old, new) = op.as_tag_tuple();
            let (old_index, new_index) = (old.start + head, new.start + head);
            match op {
                DiffOp::Equal { len, .. } => DiffOp::Equal { old_index, new_index, len },
                _ => {
                    DiffOp::Replace { old_index, old_len: old.len(), new_index, new_len: new.len() }
                }
            }
        }));
    }
    if tail > 0 {
        let (old_index, new_index) = (old.len() - tail, new.len() - tail);
        ops.push(DiffOp::Equal { old_index, new_index, len: tail });
    }
    Some(ops)
}

fn whole(old: &str, new: &str) -> Vec<Piece> {
    [(Ink::Out, old), (Ink::In, new)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(ink, text)| Piece::new(ink, text))
        .collect()
}

/// A blank or a comma between two changed words is no reason to break the change in two, nor is a lone
/// word between two long ones.
fn merge_islands(pieces: Vec<Piece>) -> Vec<Piece> {
    let changed_words = |position: usize| -> usize {
        let is_run = |piece: &&Piece| piece.ink != Ink::Same || is_island(&piece.text);
        let run = pieces[position..].iter().skip(1).take_while(is_run);
        run.map(|piece| piece.text.unicode_words().count()).sum()
    };
    let after: Vec<usize> = (0..pieces.len()).map(changed_words).collect();
    let mut merged: Vec<Piece> = Vec::new();
    let last = pieces.len().saturating_sub(1);
    let (mut out, mut into) = (String::new(), String::new());
    for (position, piece) in pieces.into_iter().enumerate() {
        let before = || out.unicode_words().count() + into.unicode_words().count();
        match piece.ink {
            Ink::Out => out.push_str(&piece.text),
            Ink::In => into.push_str(&piece.text),
            _ if position != last
                && !(out.is_empty() && into.is_empty())
                && (is_island(&piece.text)
                    || is_lone(&piece.text) && before().min(after[position]) >= LONG_RUN) =>
            {
                out.push_str(&piece.text);
                into.push_str(&piece.text);
            }
            _ => {
                flush(&mut merged, &mut out, &mut into);
                merged.push(piece);
            }
        }
    }
    flush(&mut merged, &mut out, &mut into);
    merged
}

fn is_island(text: &str) -> bool {
    !text.contains('\n') && !is_word(text) && text.len() <= 3
}

fn is_lone(text: &str) -> bool {
    !text.contains('\n') && text.len() <= 14 && text.unicode_words().count() <= 1
}

fn flush(pieces: &mut Vec<Piece>, out: &mut String, into: &mut String) {
    let (old, new) = (std::mem::take(out), std::mem::take(into));
    // What an island left the same at the end belongs to neither side.
    let shared: usize = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(|(a, b)| a == b && !a.is_alphanumeric())
        .map(|(a, _)| a.len_utf8())
        .sum();
    let (old, tail) = old.split_at(old.len() - shared);
    let new = &new[..new.len() - shared];
    pieces.extend(whole(old, new));
    if !tail.is_empty() {
        pieces.push(Piece::new(Ink::Same, tail));
    }
}

/// Other blanks between the same words are no change a reader cares for.
fn without_blank_changes(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let next = pieces.peek().map(|next| (next.ink, is_blank(&next.text)));
        let before = kept.last().map(|last| last.ink);
        let ink = match piece.ink {
            Ink::Out if is_blank(&piece.text) && matches!(next, Some((Ink::In, true))) => continue,
            Ink::Out if is_blank(&piece.text) && !matches!(next, Some((Ink::In, _))) => continue,
            Ink::In if is_blank(&piece.text) && before != Some(Ink::Out) => Ink::Same,
            ink => ink,
        };
        match kept.last_mut() {
            Some(last) if last.ink == ink => last.text.push_str(&piece.text),
            _ => kept.push(Piece::new(ink, piece.text)),
        }
    }
    kept
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() && c != '\n')
}

fn fold_long(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let mut folded = Vec::with_capacity(pieces.len());
    for (position, piece) in pieces.into_iter().enumerate() {
        let length = piece.text.chars().count();
        if piece.ink != Ink::Same || length <= 3 * KEPT_CHARS {
            folded.push(piece);
            continue;
        }
        let text = piece.text.as_str();
        let start = if position > 0 { head(text, KEPT_CHARS) } else { "" };
        let end = if position < last { tail(text, length - KEPT_CHARS) } else { "" };
        let middle = &text[start.len()..text.len() - end.len()];
        let kept = [(Ink::Same, start), (Ink::Fold, middle), (Ink::Same, end)];
        let kept = kept.into_iter().filter(|(_, text)| !text.is_empty());
        folded.extend(kept.map(|(ink, text)| Piece::new(ink, text)));
    }
    folded
}

fn head(text: &str, chars: usize) -> &str {
    let end = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    text[..end].rfind(char::is_whitespace).map_or(&text[..end], |at| &text[..at])
}

fn tail(text: &str, skip: usize) -> &str {
    let start = text.char_indices().nth(skip).map_or(text.len(), |(at, _)| at);
    text[start..].find(char::is_whitespace).map_or(&text[start..], |at| &text[start + at..])
}

#[cfg(test)]
mod tests;
