//! The text of one block as the glossary, the memory and the drafting aid read it.
//!
//! Three views of the same bytes: the frame (the marks that make it a heading or a list item) around
//! the body; the fragments that must survive a translation as they are; and words, folded so that
//! `Models` and `model` are one. Chinese is cut into overlapping pairs of characters, because no
//! dictionary is needed for that, nothing is ever missed, and two characters are what most terms have.

mod frame;
mod seen;
mod sentences;
mod words;

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::document::{Piece, pieces};

pub use frame::Frame;
pub use seen::seen;
pub use sentences::{han_sentences, latin_sentences};
pub use words::{Word, fold, words};

/// Fragments inside prose that the scanner of [`pieces`] takes for words.
static MARKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"<\|[^|<>\n]{1,64}\|>|\[\^[^\]\s]{1,64}\]|\[![A-Za-z]+\]|\]\[[^\]\n]*\]")
        .expect("a constant pattern")
});

/// Where a text must stay as it is: code, addresses, formulas, tags, special tokens and the marks of
/// footnotes. In order, apart, never empty.
pub fn kept(text: &str) -> Vec<Range<usize>> {
    let mut kept = Vec::new();
    let mut at = 0;
    for piece in pieces(text) {
        let Piece::Text(prose) = piece else { continue };
        let start = prose.as_ptr().addr() - text.as_ptr().addr();
        push(&mut kept, at..start);
        for mark in MARKS.find_iter(prose) {
            // The bracket before a reference closes the words of the link.
            let from = mark.start() + usize::from(mark.as_str().starts_with("]["));
            push(&mut kept, start + from..start + mark.end());
        }
        at = start + prose.len();
    }
    push(&mut kept, at..text.len());
    kept
}

fn push(kept: &mut Vec<Range<usize>>, span: Range<usize>) {
    if span.is_empty() {
        return;
    }
    match kept.last_mut() {
        Some(last) if last.end == span.start => last.end = span.end,
        _ => kept.push(span),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        kept(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn what_must_survive_is_found_with_its_marks() {
        let text = "Call `f(x)` as in [the docs](https://a.org/b \"t\") <b>now</b>, $x^2$ and \\\\( y \\\\) \
                    or https://c.org/d. <|eot_id|> ends[^1], see [here][ref].";
        assert_eq!(
            shown(text),
            [
                "`f(x)`",
                "(https://a.org/b \"t\")",
                "<b>",
                "</b>",
                "$x^2$",
                "\\\\( y \\\\)",
                "https://c.org/d",
                "<|eot_id|>",
                "[^1]",
                "[ref]",
            ]
        );
        assert!(kept("Nothing but words, 3 of them.").is_empty());
        assert_eq!(shown("> [!TIP]"), ["[!TIP]"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn kept_fragments_are_in_order_apart_and_on_character_boundaries(
            parts in prop::collection::vec(prop::sample::select(vec![
                "`a`", "`", "[x](y)", "](", "<b>", "<|", "|>", "$", "$x$", "\\\\(", "\\\\)", "词元", " word ",
                "https://a.org", "[^1]", "][", "]", "&nbsp;", "\n", "<!-- c -->", "。",
            ]), 0..24),
        ) {
            let text = parts.concat();
            let mut end = 0;
            for span in kept(&text) {
                prop_assert!(span.start >= end && span.start < span.end);
                prop_assert!(text.get(span.clone()).is_some());
                end = span.end;
            }
            prop_assert!(end <= text.len());
        }
    }
}
