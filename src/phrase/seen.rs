//! The words of a block as a reader sees them.

use crate::document::{Piece, pieces};

/// A text without its Markdown: the words of links without their addresses, no emphasis, one line.
pub fn seen(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(prose) => words.push_str(&prose.replace("![", "[")),
            Piece::Code(code) | Piece::Math(code) => words.push_str(code),
            Piece::Url(_) | Piece::Image(_) | Piece::Answer(..) => {}
        }
    }
    let words = words.replace("**", "").replace("__", "").replace(['[', ']', '\\'], "");
    let words = words.replace("()", "").replace("<>", "");
    let words = words.trim_start_matches(['#', '>', '-', '*', '+', ' ']);
    let unmarked = words.split_whitespace().map(|word| word.trim_matches(['*', '_']));
    unmarked.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
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
        ] {
            assert_eq!(seen(text), words, "{text:?}");
        }
    }
}
