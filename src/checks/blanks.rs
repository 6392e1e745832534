//! Blocks with nothing in them, and blanks nobody sees.

use super::{
    Finding, Level,
    fix::{Edit, Fix},
    subject::{Subject, Text},
};
use crate::document::BlockKind;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = empty(subject);
    findings.extend(blanks(subject));
    findings.extend(invisible(subject));
    findings
}

/// Marks of a list or a quote with nothing after them.
fn empty(subject: &Subject<'_>) -> Vec<Finding> {
    let is_bare = |line: &str| {
        let rest = line.trim().trim_start_matches(['>', ' ']);
        matches!(rest, "-" | "*" | "+") || {
            let digits = rest.trim_end_matches(['.', ')', '、']);
            digits.len() < rest.len()
                && !digits.is_empty()
                && digits.bytes().all(|b| b.is_ascii_digit())
        }
    };
    let count = |text: &Text| text.prose_lines().filter(|(_, _, line)| is_bare(line)).count();
    let known = subject.source.map_or(0, count);
    let found: Vec<_> =
        subject.translation.prose_lines().filter(|(_, _, line)| is_bare(line)).collect();
    // As many as the source has are the source's.
    if found.len() <= known {
        return Vec::new();
    }
    let findings = found.into_iter().skip(known).map(|(number, start, line)| {
        Finding::new(
            "completeness.empty",
            Level::Warning,
            (number, number),
            "这一项是空的；请写上内容，或删去",
            "this item is empty; write it, or remove it",
        )
        .fixed_by(subject.translation.without(start..start + line.len()).offered())
    });
    findings.collect()
}

/// Spaces at the ends of lines that break none, and blank lines beyond the one that is needed.
fn blanks(subject: &Subject<'_>) -> Option<Finding> {
    let text = subject.translation.text();
    let source = subject.source.map_or("", Text::text);
    let is_code = |line: usize| {
        let blocks = subject.translation.document.blocks();
        blocks.iter().any(|block| {
            matches!(block.kind, BlockKind::Code | BlockKind::FrontMatter)
                && (block.lines.0..=block.lines.1).contains(&line)
        })
    };
    let mut edits: Vec<(usize, Edit)> = Vec::new();
    let (mut at, mut empty) = (0, 0);
    for (number, whole) in text.split_inclusive('\n').enumerate() {
        let number = number + 1;
        let line = whole.trim_end_matches(['\n', '\r']);
        let kept = line.trim_end_matches([' ', '\t']);
        let spaces = line.len() - kept.len();
        let next = text[at + whole.len()..].lines().next().unwrap_or_default();
        // Two spaces before a further line of the paragraph break the line.
        let is_break = spaces >= 2 && !next.trim().is_empty() && !kept.is_empty();
        if spaces > 0 && !is_break && !is_code(number) && !(kept.ends_with(['-', '>', '*', '|'])) {
            let span = (at + kept.len(), at + line.len());
            edits.push((number, Edit { span, text: String::new() }));
        }
        empty = if kept.is_empty() { empty + 1 } else { 0 };
        if empty > 2 && !is_code(number) {
            edits.push((number, Edit { span: (at, at + whole.len()), text: String::new() }));
        }
        at += whole.len();
    }
    // A source that has them gave them to its translation.
    let in_source = source.lines().filter(|line| line.ends_with([' ', '\t'])).count();
    let (first, _) = edits.first()?;
    let (first, count) = (*first, edits.len());
    if count <= in_source {
        return None;
    }
    let edits = merged(edits.into_iter().map(|(_, edit)| edit));
    let finding = Finding::new(
        "typography.blanks",
        Level::Info,
        (first, first),
        format!("有 {count} 处多余的行尾空格或空行，从这一行起；可一键删去"),
        format!("{count} blanks at line ends or blank lines too many, the first here; remove them"),
    );
    Some(finding.about("blanks").fixed_by(Fix { edits, is_offer: false }))
}

/// Edits of which none lies within another.
fn merged(edits: impl Iterator<Item = Edit>) -> Vec<Edit> {
    let mut kept: Vec<Edit> = Vec::new();
    for edit in edits {
        match kept.last_mut() {
            Some(last) if edit.span.0 < last.span.1 => last.span.1 = last.span.1.max(edit.span.1),
            Some(last) if edit.span.0 <= last.span.0 && last.span.1 <= edit.span.1 => *last = edit,
            _ => kept.push(edit),
        }
    }
    kept
}

/// Characters nobody sees, which break names that are copied from the page.
fn invisible(subject: &Subject<'_>) -> Option<Finding> {
    let is_invisible = |c: char| matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}');
    let source = subject.source.map_or("", Text::text);
    let text = subject.translation.text();
    let places: Vec<_> = text.match_indices(is_invisible).collect();
    let line = text.lines().position(|line| line.contains(is_invisible))? + 1;
    let count = places.len();
    if count <= source.chars().filter(|c| is_invisible(*c)).count() {
        return None;
    }
    let edits = places
        .iter()
        .map(|(at, mark)| Edit { span: (*at, at + mark.len()), text: String::new() })
        .collect();
    let finding = Finding::new(
        "leftovers.invisible",
        Level::Warning,
        (line, line),
        format!("这一行起有 {count} 个看不见的字符（零宽空格），代码和链接会因此失效；请删去"),
        format!(
            "{count} invisible characters (zero-width spaces) begin here and break code and links; remove them"
        ),
    );
    Some(finding.about("invisible").fixed_by(Fix { edits, is_offer: false }))
}
