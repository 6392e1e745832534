//! Where sentences end, in English and in Chinese.

use std::ops::Range;

use super::kept;

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 24] = [
    "e.g", "i.e", "etc", "vs", "fig", "eq", "sec", "dr", "mr", "mrs", "ms", "st", "no", "cf", "al",
    "approx", "inc", "ltd", "co", "resp", "ca", "viz", "jr", "prof",
];

/// The sentences of an English text: bytes without the blanks around them.
pub fn latin_sentences(text: &str) -> Vec<Range<usize>> {
    split(text, |before, c, after| {
        if !matches!(c, '.' | '!' | '?') {
            return false;
        }
        let next = after.trim_start_matches(['"', '”', '’', '\'', ')', '*', '_']);
        let starts_new = next.is_empty()
            || next.starts_with(char::is_whitespace)
                && next.trim_start().chars().next().is_none_or(|c| !c.is_lowercase());
        starts_new && !(c == '.' && ends_in_abbreviation(before))
    })
}

/// The sentences of a Chinese text; one that ends in a Latin full stop before a blank counts as well.
pub fn han_sentences(text: &str) -> Vec<Range<usize>> {
    split(text, |before, c, after| match c {
        '。' | '！' | '？' => true,
        '.' | '!' | '?' => {
            let blank = after.is_empty() || after.starts_with(char::is_whitespace);
            blank && !(c == '.' && ends_in_abbreviation(before))
        }
        _ => false,
    })
}

fn ends_in_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '（')).next();
    let word = word.unwrap_or_default().to_lowercase();
    // A single letter is somebody's initial.
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    is_initial || ABBREVIATIONS.contains(&word.as_str())
}

/// Cuts after every mark that `ends` says yes to, given what stands before it, the mark, and what
/// stands after; never inside of what must stay as it is.
fn split(text: &str, ends: impl Fn(&str, char, &str) -> bool) -> Vec<Range<usize>> {
    let kept = kept(text);
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if at < start || kept.iter().any(|span| span.contains(&at)) {
            continue;
        }
        if !ends(&text[start..at], c, &text[end..]) {
            continue;
        }
        // Closing quotes and brackets, and more marks of the same kind, belong to the sentence.
        let tail = &text[end..];
        let rest = tail.trim_start_matches([
            '"', '”', '’', '\'', ')', '）', '」', '』', '*', '_', '!', '?', '！', '？', '。', '.',
        ]);
        let end = end + (tail.len() - rest.len());
        push(&mut sentences, text, start..end);
        start = end;
    }
    push(&mut sentences, text, start..text.len());
    sentences
}

fn push(sentences: &mut Vec<Range<usize>>, text: &str, span: Range<usize>) {
    let inside = &text[span.clone()];
    let from = span.start + (inside.len() - inside.trim_start().len());
    let to = from + inside.trim().len();
    if from < to {
        sentences.push(from..to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latin(text: &str) -> Vec<&str> {
        latin_sentences(text).into_iter().map(|span| &text[span]).collect()
    }

    fn han(text: &str) -> Vec<&str> {
        han_sentences(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn english_sentences_end_at_full_stops_that_end_them() {
        assert_eq!(
            latin(
                "Clay is dug e.g. in autumn. Version 3.5 of `a. B` is \"new!\" See Fig. 2 by J. Smith?\nYes."
            ),
            [
                "Clay is dug e.g. in autumn.",
                "Version 3.5 of `a. B` is \"new!\"",
                "See Fig. 2 by J. Smith?",
                "Yes.",
            ]
        );
        assert_eq!(latin("No full stop"), ["No full stop"]);
        assert_eq!(latin("Wait... what"), ["Wait... what"]);
        assert!(latin("  ").is_empty());
    }

    #[test]
    fn chinese_sentences_end_at_their_marks() {
        assert_eq!(
            han("黏土在秋天挖取。3.5 版是“新的！”详见 [手册](https://a.org/b。c)？好的"),
            ["黏土在秋天挖取。", "3.5 版是“新的！”", "详见 [手册](https://a.org/b。c)？", "好的"]
        );
        assert_eq!(han("第一句. 第二句。"), ["第一句.", "第二句。"]);
    }
}
