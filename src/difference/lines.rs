//! Files and blocks of code, compared by line, and by word within lines that replace each other.

use similar::DiffOp;

use super::{Budget, Ink, KEPT_LINES, Piece, compare, compare_slices, merge_islands};

/// Unchanged lines of a file kept at either side of a change.
const KEPT_IN_FILE: usize = 1;

/// One line of a compared file, or a fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A line with its number in the new text; `None` for one that is gone.
    Text { number: Option<usize>, pieces: Vec<Piece> },
    /// Unchanged lines left out, and the heading they end under.
    Fold { lines: usize, heading: Option<String> },
}

/// Compares two files by line; lines that replace each other are compared by word. Where that is too
/// much work, all lines of one go and all of the other come.
pub fn lines(old: &str, new: &str) -> Vec<Line> {
    let (old_lines, new_lines) = (split_lines(old), split_lines(new));
    let mut budget = Budget::default();
    let ops = compare_slices(&old_lines, &new_lines, &mut budget).unwrap_or_else(|| {
        let (old_len, new_len) = (old_lines.len(), new_lines.len());
        vec![DiffOp::Replace { old_index: 0, old_len, new_index: 0, new_len }]
    });
    let mut lines = Vec::new();
    for (position, op) in ops.iter().enumerate() {
        let (old, new) = (&old_lines[op.old_range()], op.new_range());
        if let DiffOp::Equal { new_index, len, .. } = *op {
            let before = if position > 0 { KEPT_IN_FILE } else { 0 };
            let after = if position + 1 < ops.len() { KEPT_IN_FILE } else { 0 };
            equal(&mut lines, &new_lines, new_index, len, before, after);
        } else {
            replaced(&mut lines, old, &new_lines[new.clone()], new.start, &mut budget);
        }
    }
    lines
}

/// The lines of a text with their breaks.
fn split_lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Compares two blocks of code; `None` where that takes more than the budget has.
pub(super) fn code(old: &str, new: &str, budget: &mut Budget) -> Option<Vec<Piece>> {
    let (old_lines, new_lines) = (split_lines(old), split_lines(new));
    let ops = compare_slices(&old_lines, &new_lines, budget)?;
    let mut pieces = Vec::new();
    for (position, op) in ops.iter().enumerate() {
        let (old, new) = (&old_lines[op.old_range()], &new_lines[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            let before = if position > 0 { KEPT_LINES } else { 0 };
            let after = if position + 1 < ops.len() { KEPT_LINES } else { 0 };
            folded_code(&mut pieces, new, before, after);
            continue;
        }
        let paired = old.len().min(new.len());
        let (gone, old) = old.split_at(old.len() - paired);
        pieces.extend(gone.iter().map(|line| with_break(Ink::Out, line)));
        for (old, new) in old.iter().zip(new) {
            match within_line(without_break(old), without_break(new), budget) {
                Some(compared) => {
                    pieces.extend(compared);
                    pieces.push(Piece::new(Ink::Same, "\n"));
                }
                None => pieces.extend([with_break(Ink::Out, old), with_break(Ink::In, new)]),
            }
        }
        pieces.extend(new[paired..].iter().map(|line| with_break(Ink::In, line)));
    }
    pieces.retain(|piece| !piece.text.is_empty());
    // The last break is no line.
    if let Some(last) = pieces.last_mut() {
        last.text.pop();
    }
    pieces.retain(|piece| !piece.text.is_empty());
    Some(pieces)
}

fn with_break(ink: Ink, line: &str) -> Piece {
    Piece::new(ink, format!("{}\n", without_break(line)))
}

/// Unchanged lines of code; many of them with a fold among them.
fn folded_code(pieces: &mut Vec<Piece>, lines: &[&str], before: usize, after: usize) {
    let join = |lines: &[&str]| -> String {
        lines.iter().flat_map(|line| [without_break(line), "\n"]).collect()
    };
    if lines.len() <= before + after + 2 {
        pieces.push(Piece::new(Ink::Same, join(lines)));
        return;
    }
    let (start, rest) = lines.split_at(before);
    let (middle, end) = rest.split_at(rest.len() - after);
    pieces.push(Piece::new(Ink::Same, join(start)));
    pieces.push(Piece::new(Ink::Fold, join(middle)));
    pieces.push(Piece::new(Ink::Same, join(end)));
}

/// Two lines that replace each other as one; `None` where they do not resemble each other.
fn within_line(old: &str, new: &str, budget: &mut Budget) -> Option<Vec<Piece>> {
    let pieces = merge_islands(compare(old, new, budget)?);
    pieces.iter().any(|piece| piece.ink == Ink::Same).then_some(pieces)
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

fn replaced(lines: &mut Vec<Line>, old: &[&str], new: &[&str], start: usize, budget: &mut Budget) {
    let paired = old.len().min(new.len());
    if old.len() != new.len() {
        removed(lines, &old[..old.len() - paired]);
    }
    let old = &old[old.len() - paired..];
    for (at, (old, new)) in old.iter().zip(new).enumerate() {
        match within_line(without_break(old), without_break(new), budget) {
            Some(pieces) => lines.push(Line::Text { number: Some(start + at + 1), pieces }),
            None => {
                removed(lines, &[*old]);
                lines.push(numbered(Ink::In, start + at, new));
            }
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
