//! Findings on a translation, compared with the source it was made from.
//!
//! An error is what breaks the site or misleads its readers, and keeps a translation from being
//! submitted; a warning is what a person should look at; an info is what is often right. What is a
//! matter of taste is measured against the file's own habit. Levels and thresholds are calibrated on
//! merged translations: see `docs/checks.md` and `tests/it/real_catalogue.rs`.
//!
//! One engine serves the workspace, the gate before proofreading, the proofreader and `yiqi check`.
//! A finding is known by an id made of what it is about and not of where it stands, so that a person's
//! word on it holds while the text around it changes.

mod blanks;
mod code;
mod code_lines;
mod completeness;
mod fix;
mod front_matter;
mod glossary;
mod headings;
mod images;
mod index;
mod inline_code;
mod leftovers;
mod links;
mod math;
mod misspelt;
mod numbers;
mod slips;
mod slugs;
mod subject;
mod tags;
mod tally;
mod typography;

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use self::subject::Subject;
pub use self::{
    fix::{Edit, Fix, Mended, apply, mend},
    glossary::{Glossary, Violation},
    index::{Folder, check_index, check_listed},
    subject::Text,
    typography::{Style, Width},
};
use crate::{convention::Convention, document, ids::Slug};

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Info,
    Warning,
    /// Keeps a translation from being submitted.
    Error,
}

/// One thing a translator should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// The same as long as what it is about is the same, wherever that stands; unique within a text.
    pub id: String,
    /// Stable name of the rule, such as `code.changed`.
    pub rule: &'static str,
    pub level: Level,
    /// 1-based inclusive lines of the translation.
    pub lines: (usize, usize),
    /// 1-based inclusive lines of the source, where it concerns one.
    pub source_lines: Option<(usize, usize)>,
    /// The sentence for people, in both languages of the interface: what is wrong and what to do.
    pub zh: String,
    pub en: String,
    /// What mends it, where that is safe.
    pub fix: Option<Fix>,
    /// In an update: the published translation has it already.
    pub is_old: bool,
    /// Somebody said that it is right as it is.
    pub dismissed: Option<Dismissed>,
    /// Whether somebody may say so.
    pub is_dismissible: bool,
    #[serde(skip)]
    about: String,
}

/// A person's word that a finding is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Dismissed {
    /// Name of the person.
    pub by: String,
    pub at: Timestamp,
    pub reason: String,
}

impl Finding {
    /// A finding; `zh` and `en` say what is wrong and what to do.
    pub fn new(
        rule: &'static str,
        level: Level,
        lines: (usize, usize),
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self {
            id: String::new(),
            rule,
            level,
            lines,
            source_lines: None,
            zh: zh.into(),
            en: en.into(),
            fix: None,
            is_old: false,
            dismissed: None,
            is_dismissible: true,
            about: String::new(),
        }
    }

    /// The same finding with the place in the source it concerns.
    #[must_use]
    pub fn at_source(self, lines: (usize, usize)) -> Self {
        Self { source_lines: Some(lines), ..self }
    }

    /// The same finding with the words it is known by. Without them it is known by its line.
    #[must_use]
    pub fn about(self, about: impl Into<String>) -> Self {
        Self { about: about.into(), ..self }
    }

    fn fixed_by(self, fix: impl Into<Option<Fix>>) -> Self {
        Self { fix: fix.into(), ..self }
    }

    /// Whether it keeps a translation from being submitted: an error nobody has a word on, and that this
    /// work brought.
    pub fn blocks(&self) -> bool {
        self.level == Level::Error && self.dismissed.is_none() && !self.is_old
    }

    /// Whether a person's word may set it aside. What upstream's own checks refuse stays.
    pub fn may_be_dismissed(&self) -> bool {
        let is_refused = self.level == Level::Error
            && (self.rule.starts_with("front_matter.") || self.rule == "leftovers.conflict");
        // A change of the source is settled where it is told.
        !is_refused && self.rule != "change.open"
    }
}

/// What is to be checked.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub convention: &'a Convention,
    /// The text it was made from, taken apart; `None` when unknown.
    pub source: Option<&'a Text>,
    pub translation: &'a str,
    pub surroundings: &'a Surroundings<'a>,
}

/// What is known beside the two texts. Without it less is found.
#[derive(Default)]
pub struct Surroundings<'a> {
    /// Whether a post exists in the target language.
    pub is_translated: Option<&'a (dyn Fn(&Slug) -> bool + Sync)>,
    pub glossary: Option<&'a dyn Glossary>,
    pub style: Style,
    /// GitHub logins of people with their Hugging Face user names.
    pub handles: Vec<(String, String)>,
    /// Translators are credited when the text is published, so that they need not be named yet.
    pub credits_follow: bool,
}

/// Checks a translation against the text it was made from, `None` when unknown.
pub fn check(convention: &Convention, source: Option<&str>, translation: &str) -> Vec<Finding> {
    let source = source.map(|source| Text::parse(source, convention.dialect()));
    let surroundings = Surroundings::default();
    examine(&Case { convention, source: source.as_ref(), translation, surroundings: &surroundings })
}

/// All findings on a translation, in the order of their lines, the gravest first within a line.
pub fn examine(case: &Case<'_>) -> Vec<Finding> {
    let Case { convention, source, translation, surroundings } = *case;
    let translation = Text::parse(translation, convention.dialect());
    let subject = Subject { convention, source, translation, surroundings };
    let families = [
        front_matter::check,
        headings::check,
        code::check,
        inline_code::check,
        links::check,
        images::check,
        math::check,
        numbers::check,
        completeness::check,
        blanks::check,
        leftovers::check,
        tags::check,
        misspelt::check,
        typography::check,
        glossary::check,
    ];
    let mut findings: Vec<Finding> = families.iter().flat_map(|family| family(&subject)).collect();
    identify(&mut findings, &subject.translation);
    in_order(&mut findings);
    findings
}

/// Sorts findings by line, the gravest first within a line.
pub fn in_order(findings: &mut [Finding]) {
    findings
        .sort_by_key(|finding| (finding.lines.0, std::cmp::Reverse(finding.level), finding.rule));
}

/// Gives findings their ids. Of several about the same, each counts on.
fn identify(findings: &mut [Finding], translation: &Text) {
    let mut known: HashMap<u64, usize> = HashMap::new();
    for finding in findings {
        let about = match finding.about.as_str() {
            "" => translation.line(finding.lines.0).trim(),
            about => about,
        };
        finding.id = id(finding.rule, about, &mut known);
        finding.is_dismissible = finding.may_be_dismissed();
    }
}

/// Gives findings that other modules made, and that say what they are about, their ids.
pub fn identified(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut known = HashMap::new();
    for finding in &mut findings {
        finding.id = id(finding.rule, &finding.about, &mut known);
        finding.is_dismissible = finding.may_be_dismissed();
    }
    findings
}

fn id(rule: &str, about: &str, known: &mut HashMap<u64, usize>) -> String {
    let name = format!("{rule}\n{about}");
    let times = known.entry(document::hash(name.bytes())).or_default();
    *times += 1;
    let name = if *times > 1 { format!("{name}\n{times}") } else { name };
    format!("{rule}-{:012x}", document::hash(name.bytes()) & 0xffff_ffff_ffff)
}

#[cfg(test)]
mod reviewed;
#[cfg(test)]
mod tests;
