//! Formulas: verbatim, and between the marks the site knows.

use std::collections::BTreeSet;

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
    tally,
};
use crate::document::{Piece, is_han};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(source) = &subject.source else { return Vec::new() };
    let mut findings = delimiters(source, &subject.translation);
    let known = formulas(source);
    let keys: BTreeSet<String> = known.iter().map(|(tex, _)| bare(tex)).collect();
    let difference = tally::compare(known, formulas(&subject.translation), |(tex, _)| bare(tex));
    let mut lost = difference.missing;
    let altered = difference.added.into_iter().filter(|(tex, _)| !tex.chars().any(is_han));
    for (tex, line) in altered.filter(|(tex, _)| !keys.contains(&bare(tex))) {
        // A formula the source does not have, while one of the source's is gone, is that one altered.
        let Some(at) = lost.iter().position(|(wanted, _)| resembles(wanted, tex)) else { continue };
        let (wanted, source_line) = lost.remove(at);
        let (rule, level) = if is_slip(wanted, tex) {
            ("math.damaged", Level::Error)
        } else {
            ("math.changed", Level::Warning)
        };
        let finding = Finding::new(
            rule,
            level,
            (line, line),
            format!("公式与原文不同（{}）；请照抄：{}", shown(tex), shown(wanted)),
            format!(
                "this formula differs from the source's ({}); copy it: {}",
                shown(tex),
                shown(wanted)
            ),
        );
        findings.push(finding.at_source((source_line, source_line)));
    }
    findings
}

/// Whether a sign of TeX got lost while letters and digits stayed: `x_1` became `x1`. Formulas that
/// were written another way may mean the same.
fn is_slip(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (bare(wanted), bare(found));
    let letters = |tex: &str| tex.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let count =
        |tex: &str| tex.chars().filter(|c| matches!(c, '_' | '^' | '\\' | '{' | '}')).count();
    letters(&wanted) == letters(&found) && count(&found) < count(&wanted)
}

/// Formulas, as far as a text between dollars is one.
fn formulas(text: &Text) -> Vec<(&str, usize)> {
    let mut formulas = text.picked(|piece| match piece {
        Piece::Math(tex) => Some(tex),
        _ => None,
    });
    formulas.retain(|(tex, _)| tex.contains(['\\', '^', '_', '=', '{']));
    formulas
}

/// A formula without what makes no difference: spaces, doubled backslashes, escapes of Markdown,
/// the quotes and commas of the other language, the mark that ends its sentence.
fn bare(tex: &str) -> String {
    let mut bare = String::with_capacity(tex.len());
    for char in tex.chars().filter(|c| !c.is_whitespace()) {
        match char {
            '，' | '、' => bare.push(','),
            '“' | '”' => bare.push('"'),
            '（' => bare.push('('),
            '）' => bare.push(')'),
            '…' => bare.push_str("..."),
            c => bare.push(c),
        }
    }
    for (from, to) in [
        ("\\\\", "\\"),
        ("\\_", "_"),
        ("\\*", "*"),
        ("\\,", ""),
        ("\\;", ""),
        ("\\{", "{"),
        ("\\}", "}"),
        ("\\%", "%"),
    ] {
        bare = bare.replace(from, to);
    }
    bare.trim_end_matches(['.', ',', '\\']).to_owned()
}

/// Whether two formulas share most of their characters.
fn resembles(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (bare(wanted), bare(found));
    let diff = similar::TextDiff::from_chars(wanted.as_str(), found.as_str());
    diff.ratio() > 0.6
}

/// `\\( x \\)` that lost a backslash is shown as it stands; `$x$` is not what the blog's README asks for.
fn delimiters(source: &Text, translation: &Text) -> Vec<Finding> {
    if !source.text().contains("\\\\(") {
        return Vec::new();
    }
    let single = |text: &Text| {
        text.prose_blocks()
            .flat_map(|(block, slice)| {
                slice.lines().enumerate().map(move |(at, line)| (block.lines.0 + at, line))
            })
            .find(|(_, line)| {
                let places: Vec<_> = line.match_indices("\\(").map(|(at, _)| at).collect();
                places.iter().any(|at| *at == 0 || !line[..*at].ends_with('\\'))
            })
            .map(|(line, _)| line)
    };
    let mut findings = Vec::new();
    if let (Some(line), None) = (single(translation), single(source)) {
        findings.push(Finding::new(
            "math.backslash_lost",
            Level::Error,
            (line, line),
            "公式定界符少了一个反斜杠，站点会原样显示；请与原文一样写作 \\\\( … \\\\)",
            "the formula's marks lost a backslash, so the site shows them as they are; write \\\\( … \\\\) as in the source",
        ));
    }
    let dollars = |text: &Text| text.text().contains('$');
    if dollars(translation) && !dollars(source) && !translation.text().contains("\\\\(") {
        let line =
            translation.text().lines().position(|line| line.contains('$')).map_or(1, |at| at + 1);
        findings.push(Finding::new(
            "math.delimiter",
            Level::Warning,
            (line, line),
            "公式的定界符由 \\\\( \\\\) 改成了 $；请与原文保持一致",
            "formulas stand between $ instead of the source's \\\\( \\\\); keep the source's marks",
        ));
    }
    findings
}
