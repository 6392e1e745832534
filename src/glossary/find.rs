//! Finds terms in English, and their forms in Chinese.

use std::{collections::HashMap, ops::Range};

use serde::Serialize;

use super::{Entry, Glossary, Term};
use crate::phrase::{Word, kept, words};

/// A term in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Place in [`Glossary::terms`].
    pub term: usize,
}

/// A term of a source block that its translation has in none of its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// As the source has it.
    pub found: String,
    /// As the glossary has it.
    pub term: String,
    /// What would be right, the preferred form first.
    pub accepted: Vec<String>,
}

/// Terms by their first word, those of more words first.
#[derive(Debug, Clone, Default)]
pub(super) struct Index(HashMap<String, Vec<(Vec<String>, usize)>>);

impl Index {
    pub fn new(terms: &[Term]) -> Self {
        let mut by_first: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (place, term) in terms.iter().enumerate() {
            let folded: Vec<String> =
                words(&term.entry.term).into_iter().map(|word| word.text).collect();
            if let Some(first) = folded.first() {
                by_first.entry(first.clone()).or_default().push((folded, place));
            }
        }
        for candidates in by_first.values_mut() {
            // A name before the word that is written like it.
            let is_word = |place: usize| !is_name(&terms[place].entry.term);
            candidates
                .sort_by_key(|(folded, place)| (std::cmp::Reverse(folded.len()), is_word(*place)));
        }
        Self(by_first)
    }
}

/// Whether a term is written with a capital letter, and so means the name alone.
pub(super) fn is_name(term: &str) -> bool {
    term.chars().any(char::is_uppercase)
}

impl Glossary {
    /// The terms of an English text, in order and apart.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let kept = kept(text);
        let free: Vec<Word> = words(text)
            .into_iter()
            .filter(|word| !kept.iter().any(|span| span.contains(&word.span.start)))
            .collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < free.len() {
            match self.term_at(text, &free[at..]) {
                Some((count, term)) => {
                    let span = free[at].span.start..free[at + count - 1].span.end;
                    found.push(Found { span, term });
                    at += count;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest term these words begin with: how many words it has, and its place.
    fn term_at(&self, text: &str, free: &[Word]) -> Option<(usize, usize)> {
        let candidates = self.index.0.get(&free[0].text)?;
        candidates.iter().find_map(|(folded, place)| {
            let these = free.get(..folded.len())?;
            let same = these.iter().zip(folded).all(|(word, wanted)| word.text == *wanted);
            let whole =
                these.windows(2).all(|pair| joins(&text[pair[0].span.end..pair[1].span.start]));
            let written = &text[these[0].span.start..these[folded.len() - 1].span.end];
            let apart =
                !is_part_of_a_name(text, these[0].span.start, these[folded.len() - 1].span.end);
            (same && whole && apart && is_meant(&self.terms[*place].entry, written))
                .then_some((folded.len(), *place))
        })
    }

    /// The terms of a source block of which its translation has no form, each once.
    pub fn violations(&self, source: &str, translation: &str) -> Vec<Violation> {
        let lower = translation.to_lowercase();
        let mut told: Vec<usize> = Vec::new();
        let mut violations = Vec::new();
        for found in self.find(source) {
            if told.contains(&found.term) {
                continue;
            }
            told.push(found.term);
            let entry = &self.terms[found.term].entry;
            let written = &source[found.span.clone()];
            if !is_there(entry, written, &lower) {
                violations.push(Violation {
                    found: written.to_owned(),
                    term: entry.term.clone(),
                    accepted: entry.forms().into_iter().map(str::to_owned).collect(),
                });
            }
        }
        violations
    }
}

/// Whether the words of a term may have this between them.
fn joins(gap: &str) -> bool {
    let breaks = gap.matches('\n').count();
    breaks < 2 && gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '‑' | '–'))
}

/// Whether letters touch the words over a mark that binds: `model_name`, `hub.com`, `@hub`, `#hub`.
fn is_part_of_a_name(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let (next, second) = (after.next(), after.next());
    matches!(before, Some('_' | '@' | '#' | '/' | '\\'))
        || matches!(next, Some('_' | '@' | '/' | '\\'))
        || matches!(next, Some('.')) && second.is_some_and(char::is_alphanumeric)
        || before == Some('.')
            && text[..start].chars().rev().nth(1).is_some_and(char::is_alphanumeric)
}

/// A name is meant only where it is written like one; `Spaces` is more than one `Space`.
fn is_meant(entry: &Entry, written: &str) -> bool {
    if !is_name(&entry.term) {
        return true;
    }
    let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).collect::<String>();
    capitals(&entry.term) == capitals(written)
}

fn is_there(entry: &Entry, written: &str, lower: &str) -> bool {
    let mut forms = entry.preferred.iter().chain(&entry.accepted);
    if forms.any(|form| has(lower, &form.to_lowercase())) {
        return true;
    }
    // Kept in English, in the number the source has it or in the glossary's.
    entry.keep && (has(lower, &written.to_lowercase()) || has(lower, &entry.term.to_lowercase()))
}

/// Whether a lower-case text has a form; a Latin one begins where a word begins.
fn has(lower: &str, form: &str) -> bool {
    let is_latin = form.starts_with(|c: char| c.is_ascii_alphanumeric());
    lower.match_indices(form).any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        !is_latin || !before.is_some_and(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TermId;

    fn glossary(entries: &[(&str, &str, &[&str], bool)]) -> Glossary {
        let terms = entries.iter().enumerate().map(|(index, (term, preferred, accepted, keep))| {
            let entry = Entry {
                term: (*term).into(),
                preferred: (!preferred.is_empty()).then(|| (*preferred).into()),
                accepted: accepted.iter().map(|form| (*form).into()).collect(),
                keep: *keep,
                note: String::new(),
            };
            Term { id: TermId(index as i64 + 1), entry: entry.tidied().unwrap() }
        });
        Glossary::new(terms.collect())
    }

    fn sample() -> Glossary {
        glossary(&[
            ("model", "模型", &[], false),
            ("reward model", "奖励模型", &[], false),
            ("fine-tuning", "微调", &["精调"], false),
            ("query", "查询", &[], false),
            ("token", "词元", &["令牌"], true),
            ("Space", "", &[], true),
            ("space", "空间", &[], false),
            ("LLM", "", &["大语言模型"], true),
        ])
    }

    fn found(text: &str) -> Vec<(&str, String)> {
        let glossary = sample();
        glossary
            .find(text)
            .into_iter()
            .map(|it| (&text[it.span], glossary.terms()[it.term].entry.term.clone()))
            .collect()
    }

    #[test]
    fn whole_words_in_any_number_the_longest_first() {
        assert_eq!(
            found("Reward models are models; remodel a supermodel for fine tuning of queries."),
            [
                ("Reward models", "reward model".into()),
                ("models", "model".into()),
                ("fine tuning", "fine-tuning".into()),
                ("queries", "query".into()),
            ]
        );
        assert!(found("reward\n\nmodeling, fine.tuning").is_empty());
    }

    #[test]
    fn code_addresses_and_parts_of_names_are_no_terms() {
        assert_eq!(
            found(
                "Set `model` in [the model](https://a.org/model) at model.py or my_model, @token <model>."
            ),
            [("model", "model".into())]
        );
        assert_eq!(found("See the model."), [("model", "model".into())]);
    }

    #[test]
    fn a_name_is_not_the_word_that_is_written_like_it() {
        assert_eq!(
            found("Spaces need space for LLMs, not llms."),
            [("Spaces", "Space".into()), ("space", "space".into()), ("LLMs", "LLM".into())]
        );
    }

    #[test]
    fn only_a_term_without_any_of_its_forms_is_a_violation() {
        let glossary = sample();
        let missing = |source: &str, translation: &str| {
            let violations = glossary.violations(source, translation);
            violations.into_iter().map(|it| (it.found, it.accepted)).collect::<Vec<_>>()
        };
        assert!(missing("Fine-tuning a model", "精调一个模型").is_empty());
        assert!(missing("Two tokens", "两个 token").is_empty());
        assert!(missing("Two tokens", "两个 Tokens").is_empty());
        assert!(missing("LLMs", "大语言模型").is_empty());
        assert_eq!(
            missing("Models and models of two tokens", "两个标记的模式"),
            [
                ("Models".into(), vec!["模型".to_owned()]),
                ("tokens".into(), vec!["词元".into(), "令牌".into(), "token".into()]),
            ]
        );
        assert_eq!(
            missing("An LLM", "一个 sLLM"),
            [("LLM".into(), vec!["LLM".into(), "大语言模型".into()])]
        );
    }
}
