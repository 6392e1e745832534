//! Inline code: kept as it is, unless it is translated on purpose.

use super::{
    Finding, Level,
    code_lines::bare,
    fix::Fix,
    subject::{Place, Subject, Text, shown},
    tally,
};
use crate::document::{Piece, is_han};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    subject.source.map_or_else(Vec::new, |source| inline(subject, source))
}

fn spans(text: &Text) -> Vec<Place<'_>> {
    text.picked(|piece| match piece {
        Piece::Code(code) => Some(code),
        _ => None,
    })
}

/// Inline code that was lost or altered.
fn inline(subject: &Subject<'_>, source: &Text) -> Vec<Finding> {
    let translation = &subject.translation;
    let key = |place: &Place<'_>| bare(place.text);
    let difference = tally::compare(spans(source), spans(translation), key);
    let known: Vec<String> = spans(source).iter().map(key).collect();
    let altered = difference
        .added
        .iter()
        .filter(|place| !place.text.chars().any(is_han) && !known.contains(&bare(place.text)));
    let mut taken = Vec::new();
    let mut findings = Vec::new();
    for place in altered {
        let wanted = difference
            .missing
            .iter()
            .enumerate()
            .find(|(at, other)| !taken.contains(at) && resembles(other.text, place.text));
        let Some((at, wanted)) = wanted else { continue };
        taken.push(at);
        let (found, was) = (shown(place.text), shown(wanted.text));
        findings.push(
            Finding::new(
                "code.inline_changed",
                Level::Warning,
                (place.line, place.line),
                format!("行内代码 `{found}` 与原文的 `{was}` 不同，请照抄"),
                format!("the inline code `{found}` differs from `{was}` in the source; copy it"),
            )
            .about(format!("{}\n{}", wanted.text, place.text))
            .at_source((wanted.line, wanted.line))
            .fixed_by(Fix::replace(place.span.clone(), wanted.text)),
        );
    }
    findings
}

/// Whether a text is the other in a form that is as good: without its quotes, its dot or its plural, or
/// with a slip of the source mended.
fn is_other_form(wanted: &str, found: &str) -> bool {
    let core = |text: &str| {
        let text = text.trim_matches(['"', '\'', '`', '.', ',', ' ', '(', ')']);
        text.trim_end_matches('s').to_owned()
    };
    let is_slip_of_source =
        wanted.contains(['”', '“', '’', '—', '–']) || wanted.matches('"').count() % 2 == 1;
    is_slip_of_source || core(wanted) == core(found)
}

/// Whether a text is another with a slip: the same letters with other signs, or a letter or two of many.
fn resembles(wanted: &str, found: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    if is_other_form(wanted, found) {
        return false;
    }
    let (wanted, found) = (letters(wanted), letters(found));
    if wanted == found {
        return !wanted.is_empty();
    }
    // Short names and numbers differ by a letter on purpose: `v1` and `v2`.
    let room = match wanted.len() {
        0..6 => 0,
        6..12 => 1,
        _ => 2,
    };
    let digits =
        |text: &[char]| text.iter().filter(|c| c.is_ascii_digit()).copied().collect::<String>();
    room > 0
        && digits(&wanted) == digits(&found)
        && super::misspelt::distance(&wanted, &found, room) <= room
}
