//! Differences set like an editor's proof: struck and underlined words, unchanged stretches folded.
//!
//! Bounded by size, not by time, so that a page looks the same on every load: texts beyond
//! [`INLINE_LIMIT`] are compared by line only.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff};

/// Bytes of both sides together up to which words are compared.
const INLINE_LIMIT: usize = 60_000;
/// Characters of an unchanged stretch kept at either side of a change.
const KEPT_CHARS: usize = 90;
/// Unchanged lines kept at either side of a change.
const KEPT_LINES: usize = 1;
/// Two texts less alike than this are shown as a whole out and a whole in.
const LEAST_ALIKE: f32 = 0.3;

/// What happened to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Same,
    Out,
    In,
    /// An unchanged stretch left out.
    Fold,
}

/// A stretch of text with one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub ink: Ink,
    pub text: String,
}

impl Piece {
    fn new(ink: Ink, text: impl Into<String>) -> Self {
        Self { ink, text: text.into() }
    }
}

/// Compares two blocks of code line by line, and by word within lines that resemble each other.
pub(super) fn code(old: &str, new: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in lines(old, new) {
        match line {
            Line::Text { pieces: of_line, .. } => pieces.extend(of_line),
            Line::Fold { .. } => pieces.push(Piece::new(Ink::Fold, "")),
        }
        pieces.push(Piece::new(Ink::Same, "\n"));
    }
    pieces.pop();
    pieces
}

/// Compares two short texts (a block of each) word by word; long unchanged stretches are folded.
pub(super) fn words(old: &str, new: &str) -> Vec<Piece> {
    fold_long(merge_islands(compare(old, new)))
}

fn compare(old: &str, new: &str) -> Vec<Piece> {
    if old.is_empty() || new.is_empty() {
        return whole(old, new);
    }
    if old.len() + new.len() > INLINE_LIMIT {
        return pieces(&TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new));
    }
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_unicode_words(old, new);
    if diff.ratio() < LEAST_ALIKE { whole(old, new) } else { pieces(&diff) }
}

fn whole(old: &str, new: &str) -> Vec<Piece> {
    [(Ink::Out, old), (Ink::In, new)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(ink, text)| Piece::new(ink, text))
        .collect()
}

fn pieces(diff: &TextDiff<'_, '_, str>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for op in diff.ops() {
        for change in diff.iter_changes(op) {
            let ink = match change.tag() {
                ChangeTag::Equal => Ink::Same,
                ChangeTag::Delete => Ink::Out,
                ChangeTag::Insert => Ink::In,
            };
            match pieces.last_mut() {
                Some(last) if last.ink == ink => last.text.push_str(change.value()),
                _ => pieces.push(Piece::new(ink, change.value())),
            }
        }
    }
    pieces
}

/// A blank or a comma between two changed words is no reason to break the change in two.
fn merge_islands(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut merged: Vec<Piece> = Vec::new();
    let last = pieces.len().saturating_sub(1);
    let (mut out, mut into) = (String::new(), String::new());
    for (position, piece) in pieces.into_iter().enumerate() {
        match piece.ink {
            Ink::Out => out.push_str(&piece.text),
            Ink::In => into.push_str(&piece.text),
            _ if is_island(&piece.text)
                && position != last
                && !(out.is_empty() && into.is_empty()) =>
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
    !text.contains('\n') && !text.chars().any(char::is_alphanumeric) && text.len() <= 3
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

fn fold_long(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let mut folded = Vec::with_capacity(pieces.len());
    for (position, piece) in pieces.into_iter().enumerate() {
        let length = piece.text.chars().count();
        if piece.ink != Ink::Same || length <= 3 * KEPT_CHARS {
            folded.push(piece);
            continue;
        }
        if position > 0 {
            folded.push(Piece::new(Ink::Same, head(&piece.text, KEPT_CHARS)));
        }
        folded.push(Piece::new(Ink::Fold, ""));
        if position < last {
            folded.push(Piece::new(Ink::Same, tail(&piece.text, length - KEPT_CHARS)));
        }
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

/// One line of a compared file, or a fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A line with its number in the new text; `None` for one that is gone.
    Text { number: Option<usize>, pieces: Vec<Piece> },
    /// Unchanged lines left out, and the heading they end under.
    Fold { lines: usize, heading: Option<String> },
}

/// Compares two files by line; lines that replace each other are compared by word.
pub(super) fn lines(old: &str, new: &str) -> Vec<Line> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new);
    let old_lines: Vec<&str> = diff.iter_old_slices().collect();
    let new_lines: Vec<&str> = diff.iter_new_slices().collect();
    let ops = diff.ops();
    let mut lines = Vec::new();
    for (position, op) in ops.iter().enumerate() {
        match *op {
            DiffOp::Equal { new_index, len, .. } => {
                let before = if position > 0 { KEPT_LINES } else { 0 };
                let after = if position + 1 < ops.len() { KEPT_LINES } else { 0 };
                equal(&mut lines, &new_lines, new_index, len, before, after);
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                removed(&mut lines, &old_lines[old_index..old_index + old_len]);
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                added(&mut lines, &new_lines[new_index..new_index + new_len], new_index);
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let old = &old_lines[old_index..old_index + old_len];
                let new = &new_lines[new_index..new_index + new_len];
                replaced(&mut lines, old, new, new_index);
            }
        }
    }
    lines
}

fn equal(
    lines: &mut Vec<Line>,
    new: &[&str],
    start: usize,
    len: usize,
    before: usize,
    after: usize,
) {
    let end = start + len;
    if len <= before + after + 2 {
        lines.extend((start..end).map(|at| numbered(Ink::Same, at, new[at])));
        return;
    }
    lines.extend((start..start + before).map(|at| numbered(Ink::Same, at, new[at])));
    let folded = &new[start + before..end - after];
    let heading = folded.iter().rev().find(|line| line.starts_with('#'));
    lines.push(Line::Fold {
        lines: folded.len(),
        heading: heading.map(|line| line.trim_start_matches('#').trim().to_owned()),
    });
    lines.extend((end - after..end).map(|at| numbered(Ink::Same, at, new[at])));
}

fn removed(lines: &mut Vec<Line>, old: &[&str]) {
    lines.extend(old.iter().map(|text| Line::Text {
        number: None,
        pieces: vec![Piece::new(Ink::Out, without_break(text))],
    }));
}

fn added(lines: &mut Vec<Line>, new: &[&str], start: usize) {
    lines.extend(new.iter().enumerate().map(|(at, text)| numbered(Ink::In, start + at, text)));
}

fn replaced(lines: &mut Vec<Line>, old: &[&str], new: &[&str], start: usize) {
    let paired = old.len().min(new.len());
    if old.len() != new.len() {
        removed(lines, &old[..old.len() - paired]);
    }
    let old = &old[old.len() - paired..];
    for (at, (old, new)) in old.iter().zip(new).enumerate() {
        let pieces = merge_islands(compare(without_break(old), without_break(new)));
        if pieces.iter().any(|piece| piece.ink == Ink::Same) {
            lines.push(Line::Text { number: Some(start + at + 1), pieces });
        } else {
            removed(lines, &[*old]);
            lines.push(numbered(Ink::In, start + at, new));
        }
    }
    added(lines, &new[paired..], start + paired);
}

fn numbered(ink: Ink, index: usize, text: &str) -> Line {
    Line::Text { number: Some(index + 1), pieces: vec![Piece::new(ink, without_break(text))] }
}

fn without_break(line: &str) -> &str {
    line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece.ink {
                Ink::Same => piece.text.clone(),
                Ink::Out => format!("[-{}-]", piece.text),
                Ink::In => format!("[+{}+]", piece.text),
                Ink::Fold => "…".to_owned(),
            })
            .collect()
    }

    #[test]
    fn a_changed_word_is_struck_and_its_successor_underlined() {
        let pieces = words("Use `pip install` now.", "Use `uv install` now.");
        assert_eq!(shown(&pieces), "Use `[-pip-][+uv+] install` now.");
    }

    #[test]
    fn neighbouring_changed_words_become_one_change() {
        let pieces = words(
            "The model reads a long text and then it answers.",
            "The model reads two short notes and then it answers.",
        );
        assert_eq!(
            shown(&pieces),
            "The model reads [-a long text-][+two short notes+] and then it answers."
        );
    }

    #[test]
    fn code_is_compared_line_by_line() {
        let pieces = code("a = 1\nkeep()\nold_call(x)\n", "keep()\nold_call(x, fast=True)\n");
        assert_eq!(shown(&pieces), "[-a = 1-]\nkeep()\nold_call(x[+, fast=True+])");
    }

    #[test]
    fn an_added_block_is_all_ink() {
        assert_eq!(words("", "New."), vec![Piece::new(Ink::In, "New.")]);
    }

    #[test]
    fn a_long_unchanged_stretch_is_folded() {
        let long = "unchanged words ".repeat(60);
        let shown = shown(&words(&format!("old {long}"), &format!("new {long}")));
        assert!(shown.starts_with("[-old-][+new+] unchanged"), "{shown}");
        assert!(shown.ends_with('…') && shown.chars().count() < 150, "{shown}");
    }

    #[test]
    fn unchanged_lines_fold_under_their_heading() {
        let old = "a\n# 一\nb\nc\nd\ne\nf\n旧的一行。\n";
        let lines = lines(old, &old.replace('旧', "新"));
        assert_eq!(lines[0], Line::Fold { lines: 6, heading: Some("一".into()) });
        let Some(Line::Text { number: Some(8), pieces }) = lines.last() else {
            panic!("{lines:?}");
        };
        assert_eq!(shown(pieces), "[-旧-][+新+]的一行。");
    }

    #[test]
    fn nothing_of_either_text_is_lost() {
        let old = "一\n\n二\n三 x\n\n四\n";
        let new = "一\n二二\n三 y\n\n五\n六\n";
        let text = |side: Ink| -> Vec<String> {
            lines(old, new)
                .into_iter()
                .filter_map(|line| match line {
                    Line::Text { pieces, number } => {
                        let shown: String = pieces
                            .iter()
                            .filter(|piece| piece.ink == Ink::Same || piece.ink == side)
                            .map(|piece| piece.text.as_str())
                            .collect();
                        (side == Ink::Out || number.is_some()).then_some(shown)
                    }
                    Line::Fold { .. } => None,
                })
                .filter(|line| !line.is_empty())
                .collect()
        };
        assert_eq!(text(Ink::In), ["一", "二二", "三 y", "五", "六"]);
        assert_eq!(text(Ink::Out), ["一", "二", "三 x", "四"]);
    }
}
