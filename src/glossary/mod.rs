//! The terms of a project: what they are called in Chinese, or that they stay English.
//!
//! Several forms may be right, so a translation is found fault with only where none of them is there.
//! A term is found by whole words, the longest first, in the singular and the plural, with a hyphen or
//! a blank between its words, and never inside of code, addresses or tags. Written with a capital
//! letter it means the name and not the word: `Space` is not `space`.

mod csv;
mod find;
mod seed;
mod tbx;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ids::TermId, phrase::words};

pub use csv::{from_csv, to_csv};
pub use find::{Found, Violation};
pub use tbx::{from_tbx, to_tbx};

/// One term, as people write it down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = GlossaryEntry)]
pub struct Entry {
    /// The English.
    pub term: String,
    /// The form to use; `None` where the term stays English.
    pub preferred: Option<String>,
    /// Further forms that are right as well.
    pub accepted: Vec<String>,
    /// The English may stand in the translation.
    pub keep: bool,
    pub note: String,
}

/// A term of a glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GlossaryTerm)]
pub struct Term {
    pub id: TermId,
    #[serde(flatten)]
    pub entry: Entry,
}

/// Why something cannot be a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadEntry {
    #[error("a term needs at least one letter")]
    NoTerm,
    #[error("a term needs a translation, or has to be kept in English")]
    NoForm,
    #[error("terms and their forms have at most {LONGEST} characters, notes {LONGEST_NOTE}")]
    TooLong,
    #[error("a term has at most {MOST_FORMS} forms")]
    TooMany,
}

/// The longest term or form, in characters.
pub const LONGEST: usize = 100;
/// The longest note.
pub const LONGEST_NOTE: usize = 1000;
const MOST_FORMS: usize = 20;

impl Entry {
    /// The entry without blanks around its parts, doubled forms and what no term can be.
    pub fn tidied(self) -> Result<Self, BadEntry> {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let term = tidy(&self.term);
        let mut forms: Vec<String> = Vec::new();
        let given = self.preferred.iter().chain(&self.accepted).map(|form| tidy(form));
        for form in given.filter(|form| !form.is_empty()) {
            // The English as a form of itself is what `keep` says.
            if form.to_lowercase() != term.to_lowercase() && !forms.contains(&form) {
                forms.push(form);
            }
        }
        let is_own = |form: &String| tidy(form).to_lowercase() == term.to_lowercase();
        let keep = self.keep || self.preferred.iter().chain(&self.accepted).any(is_own);
        let has_preferred = self.preferred.as_deref().is_some_and(|form| !tidy(form).is_empty());
        let prefers_english =
            keep && (!has_preferred || self.preferred.as_ref().is_some_and(is_own));
        let preferred =
            if prefers_english || forms.is_empty() { None } else { Some(forms.remove(0)) };
        let entry =
            Self { term, preferred, accepted: forms, keep, note: self.note.trim().to_owned() };
        entry.check()?;
        Ok(entry)
    }

    fn check(&self) -> Result<(), BadEntry> {
        let long = |text: &String, most: usize| text.chars().count() > most;
        if words(&self.term).is_empty() {
            return Err(BadEntry::NoTerm);
        }
        if self.preferred.is_none() && !self.keep {
            return Err(BadEntry::NoForm);
        }
        let mut forms = self.preferred.iter().chain(&self.accepted).chain([&self.term]);
        if forms.any(|form| long(form, LONGEST)) || long(&self.note, LONGEST_NOTE) {
            return Err(BadEntry::TooLong);
        }
        if self.accepted.len() > MOST_FORMS {
            return Err(BadEntry::TooMany);
        }
        Ok(())
    }

    /// What makes two entries the same term: its folded words, and its letters where it is a name.
    pub fn key(&self) -> String {
        let folded: Vec<String> = words(&self.term).into_iter().map(|word| word.text).collect();
        let folded = folded.join(" ");
        if find::is_name(&self.term) { format!("{folded}\u{1f}{}", self.term) } else { folded }
    }

    /// Every form a translation may use, the preferred one first; the English where it may stay.
    pub fn forms(&self) -> Vec<&str> {
        let chinese = self.preferred.iter().chain(&self.accepted).map(String::as_str);
        let english = self.keep.then_some(self.term.as_str());
        if self.preferred.is_some() {
            chinese.chain(english).collect()
        } else {
            english.into_iter().chain(chinese).collect()
        }
    }
}

/// The terms of a project, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    terms: Vec<Term>,
    index: find::Index,
}

impl Glossary {
    pub fn new(terms: Vec<Term>) -> Self {
        let index = find::Index::new(&terms);
        Self { terms, index }
    }

    /// In the order they were given.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(term: &str, preferred: &str, accepted: &[&str], keep: bool) -> Entry {
        Entry {
            term: term.into(),
            preferred: (!preferred.is_empty()).then(|| preferred.into()),
            accepted: accepted.iter().map(|form| (*form).into()).collect(),
            keep,
            note: String::new(),
        }
    }

    #[test]
    fn an_entry_is_tidied_before_it_counts() {
        let tidy =
            entry("  fine -\ttuning ", " 微调 ", &["精调", "微调", "", "精调"], false).tidied();
        assert_eq!(tidy, Ok(entry("fine - tuning", "微调", &["精调"], false)));
        // Its own English as a form means that it may stay.
        assert_eq!(
            entry("token", "词元", &["Token", "令牌"], false).tidied(),
            Ok(entry("token", "词元", &["令牌"], true))
        );
        assert_eq!(
            entry("Hub", "hub", &["中心"], false).tidied(),
            Ok(entry("Hub", "", &["中心"], true))
        );
        assert_eq!(
            entry("batch", "", &["批次"], false).tidied(),
            Ok(entry("batch", "批次", &[], false))
        );
    }

    #[test]
    fn what_no_term_can_be_is_refused() {
        assert_eq!(entry("…", "省略", &[], false).tidied(), Err(BadEntry::NoTerm));
        assert_eq!(entry("loss", "", &[], false).tidied(), Err(BadEntry::NoForm));
        assert_eq!(entry(&"a".repeat(101), "甲", &[], false).tidied(), Err(BadEntry::TooLong));
        let many: Vec<String> = (0..22).map(|n| format!("甲{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(entry("a", "乙", &many, false).tidied(), Err(BadEntry::TooMany));
    }

    #[test]
    fn plurals_and_hyphens_are_the_same_term_and_a_name_is_another() {
        let key = |term: &str| entry(term, "甲", &[], false).key();
        assert_eq!(key("diffusion models"), key("diffusion-model"));
        assert_ne!(key("space"), key("Space"));
    }
}
