//! Formulas: verbatim, and between the marks the site knows.

use std::collections::BTreeSet;

use super::{
    Finding, Level,
    fix::{Edit, Fix},
    subject::{Place, Subject, Text, shown},
    tally,
};
use crate::document::{Piece, is_han};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(source) = subject.source else { return Vec::new() };
    let mut findings = delimiters(source, &subject.translation);
    let known = formulas(source);
    let keys: BTreeSet<String> = known.iter().map(|formula| bare(formula.text)).collect();
    let difference =
        tally::compare(known, formulas(&subject.translation), |formula| bare(formula.text));
    let mut lost = difference.missing;
    let altered = difference.added.into_iter().filter(|found| !found.text.chars().any(is_han));
    for found in altered.filter(|found| !keys.contains(&bare(found.text))) {
        // A formula the source does not have, while one of the source's is gone, is that one altered.
        let Some(at) = lost.iter().position(|wanted| resembles(wanted.text, found.text)) else {
            continue;
        };
        let wanted = lost.remove(at);
        let (rule, level) = if is_slip(wanted.text, found.text) {
            ("math.damaged", Level::Error)
        } else {
            ("math.changed", Level::Warning)
        };
        let (is, was) = (shown(found.text), shown(wanted.text));
        // Between other marks than the source's a backslash may count differently.
        let fix = (dollars_around(&subject.translation, &found) == dollars_around(source, &wanted))
            .then(|| Fix::replace(found.span.clone(), wanted.text));
        findings.push(
            Finding::new(
                rule,
                level,
                (found.line, found.line),
                format!("公式与原文不同（{is}）；请照抄：{was}"),
                format!("this formula differs from the source's ({is}); copy it: {was}"),
            )
            .about(format!("{}\n{}", wanted.text, found.text))
            .at_source((wanted.line, wanted.line))
            .fixed_by(fix),
        );
    }
    findings
}

fn dollars_around(text: &Text, formula: &Place<'_>) -> bool {
    text.text()[..formula.span.start].ends_with('$')
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
fn formulas(text: &Text) -> Vec<Place<'_>> {
    let mut formulas = text.picked(|piece| match piece {
        Piece::Math(tex) => Some(tex),
        _ => None,
    });
    formulas.retain(|formula| formula.text.contains(['\\', '^', '_', '=', '{']));
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
    diff.ratio() > 0.8
}

/// `\\\\( x \\\\)` that lost a backslash is shown as it stands; `$x$` is not what the blog's README asks for.
fn delimiters(source: &Text, translation: &Text) -> Vec<Finding> {
    if !source.text().contains("\\\\(") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let places = single(translation);
    if let (Some((line, _)), true) = (places.first(), single(source).is_empty()) {
        let edits = places.iter().map(|(_, at)| Edit { span: (*at, *at), text: "\\".to_owned() });
        findings.push(Finding::new(
            "math.backslash_lost",
            Level::Error,
            (*line, *line),
            "公式定界符少了一个反斜杠，站点会原样显示；请与原文一样写作 \\\\( … \\\\)",
            "the formula's marks lost a backslash, so the site shows them as they are; write \\\\( … \\\\) as in the source",
        ).about("backslash").fixed_by(Fix { edits: edits.collect(), is_offer: false }));
    }
    let has_dollars =
        |text: &Text| formulas(text).iter().any(|formula| dollars_around(text, formula));
    if has_dollars(translation) && !has_dollars(source) && !translation.text().contains("\\\\(") {
        let inline: Vec<_> = translation.picked(|piece| match piece {
            Piece::Math(tex) => Some(tex),
            _ => None,
        });
        let text = translation.text();
        let inline: Vec<_> = inline
            .into_iter()
            .filter(|formula| {
                let (before, after) = (&text[..formula.span.start], &text[formula.span.end..]);
                before.ends_with('$') && !before.ends_with("$$") && after.starts_with('$')
            })
            .collect();
        let line = inline.first().map_or(1, |formula| formula.line);
        let edits = inline.iter().flat_map(|formula| {
            let (from, to) = (formula.span.start, formula.span.end);
            [
                Edit { span: (from - 1, from), text: "\\\\( ".to_owned() },
                Edit { span: (to, to + 1), text: " \\\\)".to_owned() },
            ]
        });
        findings.push(Finding::new(
            "math.delimiter",
            Level::Warning,
            (line, line),
            "公式的定界符由 \\\\( \\\\) 改成了 $；请与原文保持一致",
            "formulas stand between $ instead of the source's \\\\( \\\\); keep the source's marks",
        ).about("delimiter").fixed_by(Fix { edits: edits.collect(), is_offer: false }));
    }
    findings
}

/// Where `\\(` and `\\)` have one backslash: lines and bytes.
fn single(text: &Text) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (number, start, line) in text.prose_lines() {
        let marks = line.match_indices("\\(").chain(line.match_indices("\\)"));
        let open = line.match_indices("\\(").any(|(at, _)| !line[..at].ends_with('\\'));
        let lone = marks.filter(|(at, _)| open && !line[..*at].ends_with('\\'));
        places.extend(lone.map(|(at, _)| (number, start + at)));
    }
    places.sort_unstable();
    places
}
