//! From a byte of the file to what a person can find: the line, and the key with its tables.

use std::{ops::Range, path::Path};

use toml::de::{DeTable, DeValue};

use super::Problem;

/// The 1-based line a byte is on.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

/// What the TOML reader refused, in our words and with our names.
pub(super) fn problem(path: &Path, text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span();
    Problem {
        path: path.to_owned(),
        line: span.as_ref().map(|span| line_of(text, span.start)),
        key: span.and_then(|span| key_at(text, &span)).unwrap_or_default(),
        message: error.message().replace('\n', " "),
    }
}

/// The dotted key whose name or value lies at `span`; `None` where the text is not TOML at all.
pub(super) fn key_at(text: &str, span: &Range<usize>) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    find_in_table(table.get_ref(), "", span)
}

fn find_in_table(table: &DeTable<'_>, prefix: &str, span: &Range<usize>) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let dotted = match prefix {
            "" => key.get_ref().to_string(),
            prefix => format!("{prefix}.{}", key.get_ref()),
        };
        find_in_value(value.get_ref(), &dotted, span).or_else(|| {
            (encloses(&key.span(), span) || encloses(&value.span(), span)).then_some(dotted)
        })
    })
}

fn find_in_value(value: &DeValue<'_>, dotted: &str, span: &Range<usize>) -> Option<String> {
    match value {
        DeValue::Table(table) => find_in_table(table, dotted, span),
        DeValue::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            // People count from one.
            let dotted = format!("{dotted}[{}]", index + 1);
            find_in_value(item.get_ref(), &dotted, span)
                .or_else(|| encloses(&item.span(), span).then_some(dotted))
        }),
        _ => None,
    }
}

fn encloses(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
