//! Terms: what a project's glossary says of a pair of blocks.

use super::{
    Finding, Level,
    subject::{Subject, shown},
};
use crate::document::BlockKind;

/// A glossary as the checks see it.
pub trait Glossary: Send + Sync {
    /// The terms of a source block whose translation has none of the accepted forms.
    fn violations(&self, source: &str, translation: &str) -> Vec<Violation>;
}

/// A term that was not translated as agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// As it stands in the source.
    pub term: String,
    /// The accepted forms, the preferred one first.
    pub accepted: Vec<String>,
}

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let (Some(glossary), Some(source)) = (subject.surroundings.glossary, subject.source) else {
        return Vec::new();
    };
    let prose = |kind: BlockKind| {
        matches!(
            kind,
            BlockKind::Heading { .. }
                | BlockKind::Paragraph
                | BlockKind::ListItem
                | BlockKind::Quote
                | BlockKind::TableRow
        )
    };
    let translation = &subject.translation;
    let mut findings = Vec::new();
    for row in crate::staleness::align(&source.document, &translation.document) {
        let blocks = |text: &super::Text, range: std::ops::Range<usize>| {
            let blocks = text.document.blocks().get(range).unwrap_or_default();
            let (first, last) = (blocks.first()?, blocks.last()?);
            let all = blocks.iter().all(|block| prose(block.kind));
            let span = first.span.start..last.span.end;
            all.then(|| (text.text()[span].to_owned(), (first.lines.0, last.lines.1)))
        };
        let (Some((original, source_lines)), Some((translated, lines))) =
            (blocks(source, row.source), blocks(translation, row.target))
        else {
            continue;
        };
        // What is still the English says nothing of terms.
        if original == translated {
            continue;
        }
        findings.extend(glossary.violations(&original, &translated).into_iter().map(|found| {
            let forms = found.accepted.join(" / ");
            Finding::new(
                "terms.form",
                Level::Warning,
                lines,
                format!("术语 {} 应译作：{}", shown(&found.term), shown(&forms)),
                format!("the glossary has {} as: {}", shown(&found.term), shown(&forms)),
            )
            .about(format!("{}\n{original}", found.term))
            .at_source(source_lines)
        }));
    }
    findings
}
