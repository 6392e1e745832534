//! Sets proofs for a terminal: marks for removed and added words, lines of a given width, two columns.
//!
//! Han characters are two cells wide. Marks are closed at the end of a line and opened again on the next, so
//! that each line can be read by itself, and colour never says anything the marks do not.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::output::count;
use crate::difference::{FoldSize, Ink, Piece, split};

/// How removed and added words are marked.
#[derive(Debug)]
pub(super) struct Marks {
    removed: Mark,
    added: Mark,
}

#[derive(Debug)]
struct Mark {
    /// What stands around the words, in print.
    signs: (&'static str, &'static str),
    /// What switches the colour on and off.
    colour: (&'static str, &'static str),
}

/// As `git diff --word-diff` writes it; readable without colour.
pub(super) const PLAIN: Marks = Marks {
    removed: Mark { signs: ("[-", "-]"), colour: ("", "") },
    added: Mark { signs: ("{+", "+}"), colour: ("", "") },
};

/// Struck red and underlined green, with the plain marks kept: colour is never the only sign.
pub(super) const COLOURED: Marks = Marks {
    removed: Mark { signs: ("[-", "-]"), colour: ("\x1b[31;9m", "\x1b[0m") },
    added: Mark { signs: ("{+", "+}"), colour: ("\x1b[32;4m", "\x1b[0m") },
};

/// Between two columns.
const GUTTER: &str = " │ ";

impl Marks {
    fn of(&self, ink: Ink) -> Option<&Mark> {
        match ink {
            Ink::Out => Some(&self.removed),
            Ink::In => Some(&self.added),
            Ink::Same | Ink::Fold => None,
        }
    }
}

/// A line with the cells it takes.
#[derive(Default)]
struct Line {
    text: String,
    cells: usize,
}

/// Puts words into lines.
struct Setter<'a> {
    marks: &'a Marks,
    /// Cells of a line; `None` breaks nothing.
    width: Option<usize>,
    lines: Vec<Line>,
    line: Line,
    /// The mark that is open.
    open: Option<&'a Mark>,
}

impl<'a> Setter<'a> {
    fn new(marks: &'a Marks, width: Option<usize>) -> Self {
        Self { marks, width, lines: Vec::new(), line: Line::default(), open: None }
    }

    fn close(&mut self) {
        if let Some(mark) = self.open.take() {
            self.line.text.push_str(mark.signs.1);
            self.line.text.push_str(mark.colour.1);
            self.line.cells += mark.signs.1.width();
        }
    }

    fn end_line(&mut self) {
        self.close();
        self.lines.push(std::mem::take(&mut self.line));
    }

    /// Cells that are left in the line for a word with a mark, whose end has its place too.
    fn room(&self, mark: Option<&Mark>) -> usize {
        let Some(width) = self.width else { return usize::MAX };
        let signs = |mark: &Mark| mark.signs.0.width() + mark.signs.1.width();
        let taken = match (self.open, mark) {
            (Some(open), Some(wanted)) if std::ptr::eq(open, wanted) => open.signs.1.width(),
            (open, wanted) => open.map_or(0, |open| open.signs.1.width()) + wanted.map_or(0, signs),
        };
        width.saturating_sub(self.line.cells + taken)
    }

    fn word(&mut self, word: &str, mark: Option<&'a Mark>) {
        if word.width() > self.room(mark) && self.line.cells > 0 {
            self.end_line();
            if word.chars().all(char::is_whitespace) {
                return;
            }
        }
        if word.width() > self.room(mark) && word.graphemes(true).count() > 1 {
            // Longer than a line: an address, or Han without a blank.
            for letter in word.graphemes(true) {
                self.word(letter, mark);
            }
            return;
        }
        if !same(self.open, mark) {
            self.close();
            if let Some(mark) = mark {
                self.line.text.push_str(mark.colour.0);
                self.line.text.push_str(mark.signs.0);
                self.line.cells += mark.signs.0.width();
            }
            self.open = mark;
        }
        self.line.text.push_str(word);
        self.line.cells += word.width();
    }

    fn pieces(mut self, pieces: &[Piece]) -> Vec<Line> {
        for piece in pieces {
            if piece.ink == Ink::Fold {
                self.word(&format!(" … {} … ", fold_name(piece)), None);
                if piece.text.ends_with('\n') {
                    self.end_line();
                }
                continue;
            }
            let mark = self.marks.of(piece.ink);
            for part in piece.text.split_inclusive('\n') {
                let text = printable(part);
                for word in text.split_word_bounds() {
                    self.word(word, mark);
                }
                if part.ends_with('\n') {
                    self.end_line();
                }
            }
        }
        if self.line.cells > 0 || self.lines.is_empty() {
            self.end_line();
        }
        self.lines
    }
}

fn same(a: Option<&Mark>, b: Option<&Mark>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => std::ptr::eq(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// How much a fold leaves out.
fn fold_name(piece: &Piece) -> String {
    match piece.size() {
        FoldSize::Lines(lines) => count(lines, "unchanged line"),
        FoldSize::Words(words) => count(words, "unchanged word"),
    }
}

/// A text without what would command a terminal: posts come from anybody.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\n' | '\r'))
        .flat_map(|c| match c {
            '\t' => vec![' '; 4],
            c if c.is_control() => vec!['\u{fffd}'],
            c => vec![c],
        })
        .collect()
}

/// Sets a proof as one text.
pub(super) fn unified(pieces: &[Piece], marks: &Marks, width: Option<usize>) -> Vec<String> {
    let lines = Setter::new(marks, width).pieces(pieces);
    lines.into_iter().map(|line| line.text.trim_end().to_owned()).collect()
}

/// Sets a proof in two columns of the same width, the old text at the left.
pub(super) fn side_by_side(pieces: &[Piece], marks: &Marks, width: usize) -> Vec<String> {
    let column = width.saturating_sub(GUTTER.width()) / 2;
    let mut text = Vec::new();
    for row in split(pieces) {
        if row.fold().is_some() {
            text.extend(unified(&row.left, marks, Some(width)));
            continue;
        }
        let set = |pieces: &[Piece]| Setter::new(marks, Some(column)).pieces(pieces);
        let (mut left, mut right) = (set(&row.left).into_iter(), set(&row.right).into_iter());
        loop {
            let (old, new) = match (left.next(), right.next()) {
                (None, None) => break,
                (old, new) => (old.unwrap_or_default(), new.unwrap_or_default()),
            };
            let padding = " ".repeat(column.saturating_sub(old.cells));
            let line = format!("{}{padding}{GUTTER}{}", old.text, new.text);
            text.push(line.trim_end().to_owned());
        }
    }
    text
}

/// Sets a text as it is, in lines of a width.
pub(super) fn plain(text: &str, width: Option<usize>) -> Vec<String> {
    unified(&[Piece { ink: Ink::Same, text: text.to_owned() }], &PLAIN, width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::{Budget, compare_code, words};

    fn shown(old: &str, new: &str, width: Option<usize>) -> Vec<String> {
        unified(&words(old, new), &PLAIN, width)
    }

    #[test]
    fn changed_words_are_marked_and_the_rest_is_kept() {
        assert_eq!(
            shown("warn = risk > 0.5", "warn = risk > 0.35", None),
            ["warn = risk > [-0.5-]{+0.35+}"]
        );
        assert_eq!(shown("same", "same", None), ["same"]);
        assert_eq!(shown("", "new\nlines", None), ["{+new+}", "{+lines+}"]);
    }

    #[test]
    fn marks_are_closed_at_the_end_of_a_line_and_fit_into_it() {
        let lines = shown("", "one two three four five six", Some(14));
        assert_eq!(lines, ["{+one two +}", "{+three four+}", "{+five six+}"]);
        for width in 5..40 {
            for line in shown("a b c d old words here", "a b c d 新的词语在这里 now", Some(width))
            {
                assert!(line.width() <= width.max(6), "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn columns_stand_beside_each_other_with_chinese_in_them() {
        let pieces =
            compare_code("x = 1  # 水\nkeep()\n", "x = 2  # 水\nkeep()\n", &mut Budget::default());
        let lines = side_by_side(&pieces.pieces, &PLAIN, 43);
        assert_eq!(
            lines,
            ["x = [-1-]  # 水      │ x = {+2+}  # 水", "keep()               │ keep()",]
        );
        let places: Vec<usize> =
            lines.iter().map(|line| line[..line.find('│').unwrap()].width()).collect();
        assert_eq!(places[0], places[1]);
    }

    #[test]
    fn nothing_in_a_post_commands_the_terminal() {
        assert_eq!(plain("a\x1b[31mb\tc\r", None), ["a\u{fffd}[31mb    c"]);
    }

    #[test]
    fn colour_is_never_the_only_sign() {
        let pieces = words("one two three", "one 2 three");
        let coloured = unified(&pieces, &COLOURED, None).concat();
        let without: String =
            coloured.replace("\x1b[31;9m", "").replace("\x1b[32;4m", "").replace("\x1b[0m", "");
        assert_ne!(coloured, without);
        assert_eq!(without, unified(&pieces, &PLAIN, None).concat());
    }
}
