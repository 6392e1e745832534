//! Numbers: `7B` is 70 亿, not 7 亿, and a table has the numbers of the source's.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{
    Finding, Level,
    fix::Fix,
    subject::{Subject, Text, shown},
};
use crate::document::{BlockKind, Piece};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(source) = subject.source else { return Vec::new() };
    let mut findings = magnitudes(source, &subject.translation);
    findings.extend(tables(source, &subject.translation));
    findings
}

/// A number with a unit that says how large it is.
struct Number {
    written: String,
    value: u64,
    line: usize,
    span: (usize, usize),
    is_chinese: bool,
}

/// Numbers off by one place: only a slip is told, the very digits, ten times or a tenth as much.
fn magnitudes(source: &Text, translation: &Text) -> Vec<Finding> {
    let known: BTreeSet<u64> = numbers(source).iter().map(|number| number.value).collect();
    let found = numbers(translation);
    let present: BTreeSet<u64> = found.iter().map(|number| number.value).collect();
    let slips = found.iter().filter(|number| !known.contains(&number.value)).filter_map(|number| {
        let others = [number.value.checked_mul(10), Some(number.value / 10)];
        let near = others.into_iter().flatten().filter(|other| known.contains(other));
        // One that stands elsewhere in the translation is not the one meant here, if there is another.
        let wanted = near.clone().find(|other| !present.contains(other));
        let wanted = wanted.or_else(|| near.clone().next().filter(|_| number.is_chinese))?;
        let is_exact = number.value == wanted * 10 || number.value * 10 == wanted;
        is_exact.then_some((number, wanted))
    });
    let findings = slips.map(|(number, wanted)| {
        let right =
            if number.is_chinese { in_chinese(wanted) } else { in_latin(wanted, &number.written) };
        let written = &number.written;
        Finding::new(
            "numbers.magnitude",
            Level::Warning,
            (number.line, number.line),
            format!("“{written}”与原文差了一位；原文是 {right}，请改正"),
            format!("{written} is off by a factor of ten: the source says {right}"),
        )
        .about(format!("{written}\n{wanted}"))
        .fixed_by(Fix::replace(number.span, right).offered())
    });
    findings.collect()
}

fn numbers(text: &Text) -> Vec<Number> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(\d[\d,]*(?:\.\d+)?)(?:[ -]?([Mm]illion|[Bb]illion|[Tt]rillion|MILLION|BILLION|[KMBTkmbt])\b| ?(万亿|亿|百万|十亿|万))",
        )
        .expect("a constant pattern")
    });
    let mut numbers = Vec::new();
    for located in text.pieces() {
        let Piece::Text(prose) = located.piece else { continue };
        for found in NUMBER.captures_iter(prose) {
            let whole = found.get(0).expect("group 0 is the match");
            let before = prose[..whole.start()].chars().next_back();
            // `3.2.7B` and `v7B` are names.
            if before.is_some_and(|c| c == '.' || c.is_ascii_alphanumeric()) {
                continue;
            }
            let (unit, is_chinese) = match (found.get(2), found.get(3)) {
                (Some(unit), _) => (latin_unit(unit.as_str()), false),
                (_, Some(unit)) => (chinese_unit(unit.as_str()), true),
                _ => continue,
            };
            let Some(value) = scaled(&found[1], unit) else { continue };
            let start = located.span.start + whole.start();
            numbers.push(Number {
                written: whole.as_str().to_owned(),
                value,
                line: located.line + prose[..whole.start()].matches('\n').count(),
                span: (start, start + whole.len()),
                is_chinese,
            });
        }
    }
    numbers
}

fn latin_unit(unit: &str) -> f64 {
    match unit.as_bytes()[0].to_ascii_lowercase() {
        b'k' => 1e3,
        b'm' => 1e6,
        b'b' => 1e9,
        _ => 1e12,
    }
}

fn chinese_unit(unit: &str) -> f64 {
    match unit {
        "万亿" => 1e12,
        "十亿" => 1e9,
        "亿" => 1e8,
        "百万" => 1e6,
        _ => 1e4,
    }
}

fn scaled(digits: &str, unit: f64) -> Option<u64> {
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let units = (value * unit).round();
    // Above this, neighbouring numbers are no longer told apart.
    (0.0..9e15).contains(&units).then_some(units as u64)
}

fn trimmed(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn in_chinese(value: u64) -> String {
    match value {
        1_000_000_000_000.. => format!("{} 万亿", trimmed(value as f64 / 1e12)),
        100_000_000.. => format!("{} 亿", trimmed(value as f64 / 1e8)),
        _ => format!("{} 万", trimmed(value as f64 / 1e4)),
    }
}

/// The same number with the unit it was written with.
fn in_latin(value: u64, written: &str) -> String {
    let unit = written.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let name = unit.trim_start_matches([' ', '-']);
    format!("{}{unit}", trimmed(value as f64 / latin_unit(name)))
}

static SCALED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d ?(?:[KMBT]\b|[mb]illion|trillion|thousand)").expect("a constant pattern")
});

/// Rows of a table whose numbers are others than those of the same row of the source.
fn tables(source: &Text, translation: &Text) -> Vec<Finding> {
    let rows = |text: &Text| {
        let rows = text.blocks(|kind| kind == BlockKind::TableRow);
        rows.map(|(block, slice)| {
            (block.lines, block.span.clone(), figures(slice), slice.to_owned())
        })
        .collect::<Vec<_>>()
    };
    let (original, translated) = (rows(source), rows(translation));
    if original.len() != translated.len() {
        return Vec::new();
    }
    // Numbers with a unit of size are written anew: 350B is 3500 亿.
    let scaled = |row: &str| row.contains(['万', '亿']) || SCALED.is_match(row);
    let other: Vec<_> = original
        .iter()
        .zip(&translated)
        .filter(|(a, b)| a.2 != b.2 && a.2.len() > 1 && !scaled(&a.3) && !scaled(&b.3))
        .collect();
    let Some((wanted, found)) = other.first() else { return Vec::new() };
    let count = other.len();
    let finding = Finding::new(
        "numbers.table",
        Level::Warning,
        found.0,
        format!(
            "表格里有 {count} 行的数字与原文不同，从这一行起（原文：{}）；请核对",
            shown(&wanted.3)
        ),
        format!(
            "{count} rows of a table, this one first, have other numbers than the source ({}); compare them",
            shown(&wanted.3)
        ),
    );
    vec![finding.about(format!("{}\n{}", wanted.3, found.3)).at_source(wanted.0)]
}

/// The numbers of a row, in order; those with a unit of ten thousands are written anew and left out.
fn figures(row: &str) -> Vec<String> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\d+(?:[.,]\d+)*").expect("a constant pattern"));
    let mut numbers = Vec::new();
    for piece in crate::document::pieces(row) {
        let Piece::Text(prose) = piece else { continue };
        for found in NUMBER.find_iter(prose) {
            numbers.push(found.as_str().replace([',', '.'], ""));
        }
    }
    numbers.sort();
    numbers
}
