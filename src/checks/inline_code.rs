//! Inline code: kept as it is, unless it is translated on purpose.

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
    tally,
};
use crate::document::{Piece, is_han};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    subject.source.as_ref().map_or_else(Vec::new, |source| inline(source, &subject.translation))
}

/// What remains of code when white space is left out.
fn bare(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Inline code that was lost or altered.
fn inline(source: &Text, translation: &Text) -> Vec<Finding> {
    let spans = |text| {
        Text::picked(text, |piece| match piece {
            Piece::Code(code) => Some(code),
            _ => None,
        })
    };
    let difference = tally::compare(spans(source), spans(translation), |(code, _)| bare(code));
    let known = spans(source);
    let altered = difference.added.iter().filter(|(code, _)| !code.chars().any(is_han));
    let findings = altered.filter_map(|(code, line)| {
        let words: String = code.chars().filter(|c| c.is_alphanumeric()).collect();
        let (wanted, source_line) = difference
            .missing
            .iter()
            .find(|(other, _)| other.chars().filter(|c| c.is_alphanumeric()).eq(words.chars()))?;
        let unknown = known.iter().all(|(other, _)| bare(other) != bare(code));
        unknown.then(|| {
            let finding = Finding::new(
                "code.inline_changed",
                Level::Warning,
                (*line, *line),
                format!("行内代码 `{}` 与原文的 `{}` 不同，请照抄", shown(code), shown(wanted)),
                format!(
                    "the inline code `{}` differs from `{}` in the source; copy it",
                    shown(code),
                    shown(wanted)
                ),
            );
            finding.at_source((*source_line, *source_line))
        })
    });
    findings.collect()
}
