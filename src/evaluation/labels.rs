//! Labels as people write them: one JSON object per line.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::{ids::RepoPath, staleness::Severity};

/// What a person found by reading source and translation of one post. Fields not named here are
/// ignored.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Label {
    /// The translation at head.
    pub target_path: RepoPath,
    pub label: Verdict,
    pub severity: LabelSeverity,
    /// 0 to 1.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// Changes that call for work; of a heavily rewritten post a sample.
    #[serde(default)]
    pub changed_blocks: Vec<LabelledBlock>,
    #[serde(default)]
    pub note: String,
    /// The label speaks of a component of the page, not of its text.
    #[serde(default, deserialize_with = "is_said")]
    pub only_component: bool,
}

/// Whether a translator has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Current,
    Stale,
}

/// The severity of a label. `Trivial` is what the engine calls cosmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelSeverity {
    None,
    #[serde(alias = "cosmetic")]
    Trivial,
    Minor,
    Major,
}

impl LabelSeverity {
    /// Whether the engine says the same.
    pub fn is(self, severity: Severity) -> bool {
        let same = match self {
            Self::None => Severity::None,
            Self::Trivial => Severity::Cosmetic,
            Self::Minor => Severity::Minor,
            Self::Major => Severity::Major,
        };
        severity == same
    }

    /// The name, as in the labels.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Trivial => "trivial",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// One change of a label.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LabelledBlock {
    /// Part of a line of the translation near which work is needed.
    #[serde(default)]
    pub zh_quote: Option<String>,
}

impl Label {
    /// The places of the translation that are quoted.
    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        let quotes = self.changed_blocks.iter().filter_map(|block| block.zh_quote.as_deref());
        quotes.map(str::trim).filter(|quote| !quote.is_empty())
    }

    pub(super) fn names_places(&self) -> bool {
        self.places().next().is_some()
    }
}

/// Why labels cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LabelError {
    #[error("line {line}: {problem}")]
    Line { line: usize, problem: serde_json::Error },
    #[error("there are no labels in it; a label is a JSON object on a line of its own")]
    Empty,
}

/// Reads labels, one per line; empty lines do not count.
///
/// # Errors
/// Where a line is no label, and where there is none at all.
pub fn read_labels(text: &str) -> Result<Vec<Label>, LabelError> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let labels = lines
        .map(|(line, number)| {
            serde_json::from_str(line).map_err(|problem| LabelError::Line { line: number, problem })
        })
        .collect::<Result<Vec<_>, _>>()?;
    if labels.is_empty() { Err(LabelError::Empty) } else { Ok(labels) }
}

fn certain() -> f64 {
    1.0
}

/// Labels name the component, or say yes or no; all but nothing, no and the empty name is a yes.
fn is_said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => false,
        Value::Bool(said) => said,
        Value::String(name) => !name.is_empty(),
        _ => true,
    })
}
