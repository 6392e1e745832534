//! Writing results: to standard output, and nothing else there.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::config::Environment;

/// Writes a result to standard output.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a result as JSON, one document, with a newline at its end.
pub(super) fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    print(&format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// Whether a command failed only because nobody reads its output any more.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Whether standard output takes colours: a terminal, and `NO_COLOR` unset.
pub(super) fn takes_colour(environment: &Environment) -> bool {
    io::stdout().is_terminal() && environment.get("NO_COLOR").is_none()
}

/// The cells of a line of the terminal: what `COLUMNS` says, else what standard output is; `None` where the
/// result goes elsewhere.
pub(super) fn line_width(environment: &Environment) -> Option<usize> {
    let said = environment.get("COLUMNS").and_then(|columns| columns.trim().parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.filter(|width| *width > 0).or_else(|| io::stdout().is_terminal().then(seen)?)
}

/// Lays out rows in columns; the first row is the head. Han characters count as two cells wide.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max())
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// `1 post`, `2 posts`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_with_chinese_in_them() {
        let rows = [["SLUG", "TITLE", "N"], ["a", "气象站", "1"], ["long-slug", "x", "2"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());

        assert_eq!(
            table(&rows),
            "SLUG       TITLE   N\n\
             a          气象站  1\n\
             long-slug  x       2\n"
        );
    }

    #[test]
    fn broken_pipe_is_recognised_under_context() {
        let error = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_broken_pipe(&error.context("writing")));
        assert!(!is_broken_pipe(&anyhow::anyhow!("something else")));
    }
}
