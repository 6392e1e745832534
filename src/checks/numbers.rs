//! Numbers: `7B` is 70 亿, not 7 亿.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{
    Finding, Level,
    subject::{Subject, Text},
};
use crate::document::Piece;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(source) = &subject.source else { return Vec::new() };
    let known = english(source);
    let mut findings = Vec::new();
    for (number, value, line) in chinese(&subject.translation) {
        // Only a slip of one place is told: the very digits, ten times or a tenth as much.
        let slip = [value * 10, value / 10].into_iter().find(|other| known.contains(other));
        if let (false, Some(wanted)) = (known.contains(&value), slip) {
            findings.push(Finding::new(
                "numbers.magnitude",
                Level::Warning,
                (line, line),
                format!("“{number}”与原文差了一位：原文是 {}", in_chinese(wanted)),
                format!(
                    "{number} is off by a factor of ten: the source says {}",
                    in_chinese(wanted)
                ),
            ));
        }
    }
    findings
}

/// Numbers of millions, billions and trillions, in units of ten thousand.
fn english(text: &Text) -> BTreeSet<u64> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(\d[\d,]*(?:\.\d+)?)[ -]?(million|billion|trillion|[mbt])\b")
            .expect("a constant pattern")
    });
    let mut values = BTreeSet::new();
    for (_, slice) in text.prose_blocks() {
        for found in NUMBER.captures_iter(slice) {
            let unit = match found[2].to_ascii_lowercase().as_bytes()[0] {
                b'm' => 100.0,
                b'b' => 100_000.0,
                _ => 100_000_000.0,
            };
            values.extend(scaled(&found[1], unit));
        }
    }
    values
}

/// Numbers with 万 or 亿: as written, in units of ten thousand, and their line.
fn chinese(text: &Text) -> Vec<(String, u64, usize)> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\d[\d,]*(?:\.\d+)?) ?(万亿|亿|万)").expect("a constant pattern")
    });
    let mut numbers = Vec::new();
    for located in text.pieces() {
        let Piece::Text(prose) = located.piece else { continue };
        for found in NUMBER.captures_iter(prose) {
            let unit = match &found[2] {
                "万亿" => 100_000_000.0,
                "亿" => 10_000.0,
                _ => 1.0,
            };
            let start = found.get(0).map_or(0, |whole| whole.start());
            let line = located.line + prose[..start].matches('\n').count();
            numbers.extend(scaled(&found[1], unit).map(|value| (found[0].to_owned(), value, line)));
        }
    }
    numbers
}

fn scaled(digits: &str, unit: f64) -> Option<u64> {
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let units = (value * unit).round();
    // Above this, neighbouring numbers are no longer told apart.
    (0.0..9e15).contains(&units).then_some(units as u64)
}

fn in_chinese(value: u64) -> String {
    let trimmed =
        |value: f64| format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned();
    if value >= 10_000 {
        format!("{} 亿", trimmed(value as f64 / 10_000.0))
    } else {
        format!("{value} 万")
    }
}
