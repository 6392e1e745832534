//! A proof in two columns: the old text at the left, the new one at the right.

use super::{Ink, Piece};

/// Lines that stand beside each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SplitRow {
    /// Unchanged and removed stretches; a fold stands alone in both columns.
    pub left: Vec<Piece>,
    /// Unchanged and added stretches.
    pub right: Vec<Piece>,
}

impl SplitRow {
    /// The unchanged stretch that the row leaves out, if it is one that does.
    pub fn fold(&self) -> Option<&Piece> {
        self.left.first().filter(|piece| piece.ink == Ink::Fold)
    }
}

/// Sets the pieces of a proof in rows. Every unchanged line break stands in both columns at once, so what
/// changed between two of them is one row for each line of the longer side.
pub fn split(pieces: &[Piece]) -> Vec<SplitRow> {
    let mut rows = Vec::new();
    let (mut left, mut right) = (Column::default(), Column::default());
    for piece in pieces {
        match piece.ink {
            Ink::Out => left.add(piece),
            Ink::In => right.add(piece),
            Ink::Fold => {
                flush(&mut rows, &mut left, &mut right);
                rows.push(SplitRow { left: vec![piece.clone()], right: vec![piece.clone()] });
            }
            Ink::Same => {
                // Lines that came or went as a whole push nothing out of step.
                if left.at_line_start() && right.at_line_start() {
                    flush(&mut rows, &mut left, &mut right);
                }
                for line in piece.text.split_inclusive('\n') {
                    let part = Piece::new(Ink::Same, line);
                    left.add(&part);
                    right.add(&part);
                    if line.ends_with('\n') {
                        flush(&mut rows, &mut left, &mut right);
                    }
                }
            }
        }
    }
    flush(&mut rows, &mut left, &mut right);
    rows
}

/// The lines of one column since both columns last broke together.
#[derive(Default)]
struct Column {
    lines: Vec<Vec<Piece>>,
    /// The next piece begins a line.
    broken: bool,
}

impl Column {
    fn at_line_start(&self) -> bool {
        self.lines.is_empty() || self.broken
    }

    fn add(&mut self, piece: &Piece) {
        for line in piece.text.split_inclusive('\n') {
            if self.at_line_start() {
                self.lines.push(Vec::new());
            }
            self.broken = line.ends_with('\n');
            let text = line.strip_suffix('\n').unwrap_or(line);
            if let Some(last) = self.lines.last_mut()
                && !text.is_empty()
            {
                last.push(Piece::new(piece.ink, text));
            }
        }
    }
}

fn flush(rows: &mut Vec<SplitRow>, left: &mut Column, right: &mut Column) {
    let (old, new) = (std::mem::take(left).lines, std::mem::take(right).lines);
    let count = old.len().max(new.len());
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    rows.extend((0..count).map(|_| SplitRow {
        left: old.next().unwrap_or_default(),
        right: new.next().unwrap_or_default(),
    }));
}
