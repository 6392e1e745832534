//! Findings on a translation, compared with the source it was made from.
//!
//! An error is what breaks the site or misleads its readers, and keeps a translation from being
//! submitted; a warning is what a person should look at; an info is what is often right. Style alone
//! is never found fault with. The thresholds are calibrated on merged translations: see
//! `tests/it/real_blog.rs`.

mod code;
mod completeness;
mod front_matter;
mod headings;
mod images;
mod inline_code;
mod leftovers;
mod links;
mod math;
mod numbers;
mod slips;
mod subject;
mod tally;
mod typography;

use serde::Serialize;

use self::subject::Subject;
use crate::convention::Convention;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Info,
    Warning,
    /// Keeps a translation from being submitted.
    Error,
}

/// One thing a translator should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
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
}

impl Finding {
    /// A finding; `zh` and `en` say what is wrong and what to do.
    fn new(
        rule: &'static str,
        level: Level,
        lines: (usize, usize),
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { rule, level, lines, source_lines: None, zh: zh.into(), en: en.into() }
    }

    /// The same finding with the place in the source it concerns.
    fn at_source(self, lines: (usize, usize)) -> Self {
        Self { source_lines: Some(lines), ..self }
    }
}

/// Checks a translation; `source` is the text it was made from, `None` when unknown. Findings come
/// in the order of their lines, the gravest first within a line.
pub fn check(convention: &Convention, source: Option<&str>, translation: &str) -> Vec<Finding> {
    let subject = Subject::new(convention, source, translation);
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
        leftovers::check,
        typography::check,
    ];
    let mut findings: Vec<Finding> = families.iter().flat_map(|family| family(&subject)).collect();
    findings
        .sort_by_key(|finding| (finding.lines.0, std::cmp::Reverse(finding.level), finding.rule));
    findings
}

#[cfg(test)]
mod tests;
