//! Findings on a translation, compared with the source it was made from.

use serde::Serialize;

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

/// Checks a translation; `source` is the text it was made from, `None` when unknown.
pub fn check(_convention: &Convention, _source: Option<&str>, _translation: &str) -> Vec<Finding> {
    todo!()
}
