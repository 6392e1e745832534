//! The words of a block as a reader sees them.

use crate::document::{Piece, pieces};

/// A text without its Markdown: the words of links without their addresses, no emphasis, one line. Code and
/// formulas are left as they are.
pub fn seen(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(prose) if words.is_empty() => {
                words.push_str(&unmarked(prose.trim_start_matches(LEADING)));
            }
            Piece::Text(prose) => words.push_str(&unmarked(prose)),
            Piece::Code(code) | Piece::Math(code) => words.push_str(code),
            Piece::Url(_) | Piece::Image(_) | Piece::Answer(..) => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a block of Markdown may begin with.
const LEADING: [char; 6] = ['#', '>', '-', '*', '+', ' '];

/// Prose without its marks, each word with the blank after it.
fn unmarked(prose: &str) -> String {
    let prose = prose.replace("**", "").replace("__", "").replace("![", "");
    let prose = prose.replace(['[', ']', '\\'], "").replace("()", "").replace("<>", "");
    let without = |word: &str| {
        let blank = &word[word.trim_end().len()..];
        format!("{}{blank}", word.trim_end().trim_matches(['*', '_']))
    };
    prose.split_inclusive(char::is_whitespace).map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_sees_words_and_no_marks() {
        for (text, words) in [
            (
                "Use `ash` of **40 logs**, see [the guide](/blog/a).\n",
                "Use ash of 40 logs, see the guide.",
            ),
            ("* [the guide](https://example.org/a_b_c)\n", "the guide"),
            (
                "使用 *40* 根\n木头的 `ash`，参见 [指南](/blog/a)。",
                "使用 40 根 木头的 ash，参见 指南。",
            ),
            ("# Stoves\n", "Stoves"),
            ("![a stove](/stove.png)\n", "a stove"),
            (
                "> **See** `a[0]` in *`__init__`*, and $\\frac{a}{b}$\\!\n",
                r"See a[0] in __init__, and \frac{a}{b}!",
            ),
            ("`--dry-run` is _safe_", "--dry-run is safe"),
        ] {
            assert_eq!(seen(text), words, "{text:?}");
        }
    }
}
