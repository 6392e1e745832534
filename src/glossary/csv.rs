//! Glossaries as CSV (RFC 4180), in our own columns or in those of a table of counted translations.

use super::{Entry, seed};
use crate::csv::line;

/// An entry, or why there is none, in English.
pub type ReadEntry = Result<Entry, String>;

/// The columns we write; reading takes them in any order, and only the first two are needed.
const COLUMNS: [&str; 5] = ["term", "preferred", "accepted", "keep", "note"];
/// Between several accepted forms.
const BAR: char = '|';

/// Writes entries with a line of column names.
pub fn to_csv<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
    let mut text = line(&COLUMNS);
    for entry in entries {
        text.push_str(&line(&[
            entry.term.clone(),
            entry.preferred.clone().unwrap_or_default(),
            entry.accepted.join(&format!(" {BAR} ")),
            if entry.keep { "yes" } else { "" }.to_owned(),
            entry.note.clone(),
        ]));
    }
    text
}

/// Reads entries as they are written, untidied; each with its line. What no entry can be made of is a
/// problem in English, with its line.
pub fn from_csv(text: &str) -> Result<Vec<(usize, ReadEntry)>, String> {
    let mut rows = rows(text)?.into_iter();
    let Some((_, head)) = rows.next() else { return Ok(Vec::new()) };
    let head: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
    let column = |name: &str| head.iter().position(|it| it == name);
    if let (Some(term), Some(candidates)) =
        (column("en_term"), head.iter().position(|name| name.starts_with("zh_candidates")))
    {
        let share = column("kept_in_latin_share");
        let entry = |row: Vec<String>| {
            let field = |place: usize| row.get(place).map(String::as_str).unwrap_or_default();
            seed::entry(field(term), field(candidates), share.map(field).unwrap_or_default())
        };
        return Ok(rows.map(|(number, row)| (number, entry(row))).collect());
    }
    let (Some(term), Some(preferred)) = (column("term"), column("preferred")) else {
        return Err(format!("the first line must name the columns: {}", COLUMNS.join(",")));
    };
    let places = (column("accepted"), column("keep"), column("note"));
    let entry = |row: Vec<String>| {
        let field = |place: Option<usize>| {
            place.and_then(|it| row.get(it)).map(String::as_str).unwrap_or_default()
        };
        Ok(Entry {
            term: field(Some(term)).to_owned(),
            preferred: Some(field(Some(preferred)).to_owned())
                .filter(|form| !form.trim().is_empty()),
            accepted: field(places.0).split([BAR, ';', '；']).map(str::to_owned).collect(),
            keep: is_yes(field(places.1))?,
            note: field(places.2).to_owned(),
        })
    };
    Ok(rows.map(|(number, row)| (number, entry(row))).collect())
}

fn is_yes(text: &str) -> Result<bool, String> {
    match text.trim().to_lowercase().as_str() {
        "" | "no" | "false" | "0" | "否" => Ok(false),
        "yes" | "true" | "1" | "是" => Ok(true),
        other => Err(format!("{other:?} is neither yes nor no")),
    }
}

/// The rows of a CSV text with the lines they begin on; empty ones are left out.
fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = Vec::new();
    let (mut row, mut field) = (Vec::new(), String::new());
    let (mut number, mut began) = (1, 1);
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        number += usize::from(c == '\n');
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                finish(&mut rows, began, &mut row);
                began = number;
            }
            c => field.push(c),
        }
    }
    if quoted {
        return Err(format!("line {began}: a quotation mark is never closed"));
    }
    row.push(field);
    finish(&mut rows, began, &mut row);
    Ok(rows)
}

fn finish(rows: &mut Vec<(usize, Vec<String>)>, began: usize, row: &mut Vec<String>) {
    let row = std::mem::take(row);
    if row.iter().any(|field| !field.trim().is_empty()) {
        rows.push((began, row));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<Entry> {
        from_csv(text)
            .unwrap()
            .into_iter()
            .map(|(_, entry)| entry.unwrap().tidied().unwrap())
            .collect()
    }

    #[test]
    fn columns_come_in_any_order_and_unknown_ones_are_left_alone() {
        let text = "\u{feff}Preferred,who,Term,keep,accepted\r\n词元,me,token,,令牌 | 标记\r\n\r\n,me,GPU,yes,\r\n";
        let entries = read(text);
        assert_eq!(entries[0].accepted, ["令牌", "标记"]);
        assert_eq!(entries[0].preferred.as_deref(), Some("词元"));
        assert!(entries[1].keep && entries[1].preferred.is_none());
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        assert_eq!(
            from_csv("a,b\n1,2\n").unwrap_err(),
            "the first line must name the columns: term,preferred,accepted,keep,note"
        );
        assert_eq!(
            from_csv("term,preferred\n\"a,b\n").unwrap_err(),
            "line 2: a quotation mark is never closed"
        );
        let rows = from_csv("term,preferred,keep\nloss,损失,maybe\n").unwrap();
        assert_eq!(rows, [(2, Err("\"maybe\" is neither yes nor no".into()))]);
        assert_eq!(from_csv("").unwrap(), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn what_is_written_is_read_back(
            terms in prop::collection::vec(("[a-z]{1,6}[ \",-]?[a-z]{1,4}", "[词元\",\n]{0,3}元", any::<bool>(), "[a\n\"|,;词]{0,8}"), 0..6),
        ) {
            let entries: Vec<Entry> = terms
                .into_iter()
                .filter_map(|(term, preferred, keep, note)| {
                    Entry { term, preferred: Some(preferred), accepted: vec!["令牌".into(), "标 记".into()], keep, note }.tidied().ok()
                })
                .collect();
            prop_assert_eq!(read(&to_csv(&entries)), entries);
        }
    }
}
