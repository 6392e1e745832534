//! What somebody wants to find in the memory, and where it stands in what was found.

use std::ops::Range;

use crate::{
    document::is_han,
    phrase::{Word, words},
};

/// A search: phrases that must all be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    phrases: Vec<Phrase>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    /// The last word may go on.
    is_beginning: bool,
}

/// More words are more than anybody looks up.
const LONGEST: usize = 32;

impl Query {
    /// The text as one phrase; `None` where it holds no word.
    pub fn phrase(text: &str) -> Option<Self> {
        Some(Self { phrases: vec![Phrase::of(text)?] })
    }

    /// The text as parts, cut at blanks, which may stand anywhere; `None` unless there are several.
    pub fn parts(text: &str) -> Option<Self> {
        let phrases: Vec<Phrase> = text.split_whitespace().filter_map(Phrase::of).collect();
        (phrases.len() > 1).then_some(Self { phrases })
    }

    /// The search as FTS5 reads it. Words are letters and digits alone, so nothing needs escaping.
    pub fn expression(&self) -> String {
        let phrases = self.phrases.iter().map(|phrase| {
            let star = if phrase.is_beginning { " *" } else { "" };
            format!("\"{}\"{star}", phrase.words.join(" "))
        });
        phrases.collect::<Vec<_>>().join(" AND ")
    }
}

impl Phrase {
    fn of(text: &str) -> Option<Self> {
        let mut found = words(text);
        found.truncate(LONGEST);
        let mut is_beginning = text.trim_end().ends_with('*');
        // The last character of a Chinese run stands alone once more; in a text the run may go on.
        if let Some(last) = found.last()
            && is_lone_han(last)
        {
            let goes_on = found.len() > 1 && found[found.len() - 2].span.end == last.span.end;
            if goes_on {
                found.pop();
            } else {
                is_beginning = true;
            }
        }
        let words: Vec<String> = found.into_iter().map(|word| word.text).collect();
        (!words.is_empty()).then_some(Self { words, is_beginning })
    }

    fn starts_at(&self, words: &[Word]) -> bool {
        words.len() >= self.words.len()
            && self.words.iter().zip(words).enumerate().all(|(index, (wanted, word))| {
                let may_go_on = self.is_beginning && index + 1 == self.words.len();
                word.text == *wanted || may_go_on && word.text.starts_with(wanted.as_str())
            })
    }
}

fn is_lone_han(word: &Word) -> bool {
    let mut chars = word.text.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// Where a text has what is searched: bytes, in order and apart.
pub fn highlights(text: &str, query: &Query) -> Vec<Range<usize>> {
    let words = words(text);
    let mut spans: Vec<Range<usize>> = Vec::new();
    for phrase in &query.phrases {
        for start in 0..words.len() {
            if !phrase.starts_at(&words[start..]) {
                continue;
            }
            let (first, last) = (&words[start], &words[start + phrase.words.len() - 1]);
            let mut end = last.span.end;
            // One character was looked up: the pair that starts with it is not what is meant.
            let lone = phrase.words.last().filter(|word| word.chars().count() == 1);
            if let Some(wanted) = lone
                && phrase.is_beginning
                && wanted.chars().all(is_han)
            {
                end = last.span.start + wanted.len();
            }
            spans.push(first.span.start..end);
        }
    }
    spans.sort_by_key(|span| (span.start, span.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        let query = Query::phrase(query).unwrap();
        highlights(text, &query).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn a_search_is_written_as_the_index_reads_it() {
        let expression = |text: &str| Query::phrase(text).unwrap().expression();
        assert_eq!(expression("Speculative decodings"), "\"speculative decoding\"");
        assert_eq!(expression("推测解码"), "\"推测 测解 解码\"");
        assert_eq!(expression("模型 GPT"), "\"模型 型 gpt\"");
        assert_eq!(expression("quant*"), "\"quant\" *");
        assert_eq!(expression("词"), "\"词\" *");
        assert_eq!(expression("a\" OR b"), "\"a or b\"");
        assert_eq!(Query::parts("token 词元").unwrap().expression(), "\"token\" AND \"词元\"");
        assert_eq!(Query::phrase("…—"), None);
        assert_eq!(Query::parts("one"), None);
    }

    #[test]
    fn hits_are_shown_where_they_stand() {
        assert_eq!(
            found("Decoding: speculative  Decoding!", "speculative decoding"),
            ["speculative  Decoding"]
        );
        assert_eq!(found("推测解码与解码", "解码"), ["解码", "解码"]);
        assert_eq!(found("推测解码与解码", "推测解码"), ["推测解码"]);
        assert_eq!(found("词元的词", "词"), ["词", "词"]);
        assert_eq!(found("用模型 GPT 做", "模型 GPT"), ["模型 GPT"]);
        assert_eq!(found("Quantizing and quantized", "quanti*"), ["Quantizing", "quantized"]);
        assert!(found("recoding", "coding").is_empty());
    }
}
