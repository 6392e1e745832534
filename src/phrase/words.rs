//! Words to compare and to look up, with their places.

use std::ops::Range;

use crate::document::is_han;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Lower case, without the ending of a plural; for Chinese, two neighbouring characters.
    pub text: String,
    /// Bytes of the text; those of a pair of Chinese characters overlap the next pair's.
    pub span: Range<usize>,
}

/// The words of a text, in order. The last character of a Chinese run stands alone once more, so
/// that a single character can be looked up as the beginning of a word.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if is_han(c) {
            let end = chars.peek().map_or(text.len(), |(at, _)| *at);
            let next = chars.peek().filter(|(_, next)| is_han(*next));
            let end = next.map_or(end, |(at, next)| at + next.len_utf8());
            words.push(Word { text: text[start..end].to_owned(), span: start..end });
        } else if c.is_alphanumeric() {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = chars.peek().copied() {
                if is_han(next) || !next.is_alphanumeric() {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            words.push(Word { text: fold(&text[start..end]), span: start..end });
        }
    }
    words
}

/// A word as it is compared: lower case and singular.
pub fn fold(word: &str) -> String {
    // The plural of what is spelt in capitals: `GPUs`.
    if let Some(spelt) = word.strip_suffix('s')
        && spelt.len() > 1
        && spelt.bytes().all(|b| b.is_ascii_uppercase())
    {
        return spelt.to_ascii_lowercase();
    }
    let lower = word.to_lowercase();
    if lower.len() < 4 || !lower.is_ascii() || !lower.bytes().all(|b| b.is_ascii_alphabetic()) {
        return lower;
    }
    let stem = |end: usize| lower[..lower.len() - end].to_owned();
    if lower.ends_with("ies") && lower.len() > 4 {
        return format!("{}y", stem(3));
    }
    if ["sses", "ches", "shes", "xes", "zes"].iter().any(|ending| lower.ends_with(ending)) {
        return stem(2);
    }
    if lower.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| lower.ends_with(ending)) {
        return stem(1);
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn plurals_are_read_as_their_singular() {
        for (word, folded) in [
            ("Models", "model"),
            ("queries", "query"),
            ("batches", "batch"),
            ("boxes", "box"),
            ("losses", "loss"),
            ("loss", "loss"),
            ("bias", "bia"),
            ("analysis", "analysis"),
            ("corpus", "corpus"),
            ("GPUs", "gpu"),
            ("LLMs", "llm"),
            ("menus", "menus"),
            ("its", "its"),
            ("7Bs", "7bs"),
        ] {
            assert_eq!(fold(word), folded);
        }
        assert_eq!(fold("bias"), fold("bias"));
    }

    #[test]
    fn chinese_is_cut_into_pairs_and_latin_into_words() {
        assert_eq!(
            texts("用 GPT-4 做推测解码。"),
            ["用", "gpt", "4", "做推", "推测", "测解", "解码", "码"]
        );
        assert_eq!(texts("LLM 的词"), ["llm", "的词", "词"]);
        assert!(texts("—— … 。").is_empty());
    }

    #[test]
    fn spans_lead_back_to_the_text() {
        let text = "Two Boats，两艘船";
        let spans: Vec<&str> = words(text).into_iter().map(|word| &text[word.span]).collect();
        assert_eq!(spans, ["Two", "Boats", "两艘", "艘船", "船"]);
    }
}
