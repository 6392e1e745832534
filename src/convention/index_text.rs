//! The text of an index: a YAML list of mappings, seen as lines.
//!
//! An index is kept by hand and by other tools; writing it anew would re-quote and re-indent all of
//! it. So an edit finds the place among the lines and puts its own lines there, and every other byte
//! stays. YAML itself is read elsewhere; whoever edits compares both views first.

use std::ops::Range;

/// One mapping of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Bytes from the start of the line with the dash to the end of the last line with content.
    pub span: Range<usize>,
    /// Column of the dash.
    pub indent: usize,
    pub fields: Vec<Field>,
}

/// One `key: value` of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub key: String,
    /// Bytes from the key to the end of its last line with content.
    pub span: Range<usize>,
}

impl Item {
    /// The field of a name.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// A line that is not understood as part of the list; 1-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StrangeLine(pub usize);

struct Line<'a> {
    start: usize,
    content: &'a str,
}

impl Line<'_> {
    fn indent(&self) -> usize {
        self.content.len() - self.content.trim_start_matches(' ').len()
    }

    fn end(&self) -> usize {
        self.start + self.content.len()
    }
}

/// Splits the list that stands in `within` into its items; blank lines and comments lie between them.
pub(crate) fn items(text: &str, within: Range<usize>) -> Result<Vec<Item>, StrangeLine> {
    let mut items: Vec<Item> = Vec::new();
    let mut key_column = 0;
    for line in lines(text, within) {
        let indent = line.indent();
        let body = &line.content[indent..];
        if body.is_empty() || body.starts_with('#') || line.content == "---" {
            continue;
        }
        let base = items.first().map_or(indent, |first| first.indent);
        let dash = body == "-" || body.starts_with("- ");
        if dash && indent == base {
            let rest = body[1..].trim_start_matches(' ');
            key_column = indent + body.len() - rest.len();
            let mut item = Item { span: line.start..line.end(), indent, fields: Vec::new() };
            item.fields.extend(field(rest, line.start + key_column, line.end()));
            items.push(item);
            continue;
        }
        let Some(item) = items.last_mut().filter(|_| indent > base) else {
            return Err(StrangeLine(line_number(text, line.start)));
        };
        item.span.end = line.end();
        let starts_field = !dash && indent == key_column;
        match (
            starts_field.then(|| field(body, line.start + indent, line.end())).flatten(),
            item.fields.last_mut(),
        ) {
            (Some(next), _) => item.fields.push(next),
            (None, Some(last)) => last.span.end = line.end(),
            (None, None) => {}
        }
    }
    Ok(items)
}

fn field(text: &str, start: usize, end: usize) -> Option<Field> {
    let (key, value) = text.split_once(':')?;
    let is_key = !key.is_empty()
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && (value.is_empty() || value.starts_with(' '));
    is_key.then(|| Field { key: key.to_owned(), span: start..end })
}

/// Lines without their ends and without white space at their ends.
fn lines(text: &str, within: Range<usize>) -> impl Iterator<Item = Line<'_>> {
    let mut start = within.start;
    text[within].split_inclusive('\n').map(move |line| {
        let here = start;
        start += line.len();
        Line { start: here, content: line.trim_end() }
    })
}

/// 1-based line of a byte.
pub(crate) fn line_number(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}

/// The line end a text uses.
pub(crate) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// How many blank lines usually stand between two items; `default` where there are not two.
pub(crate) fn usual_gap(text: &str, items: &[Item], default: usize) -> usize {
    let mut counts = [0_usize; 3];
    for pair in items.windows(2) {
        let between = &text[pair[0].span.end..pair[1].span.start];
        let blank = between.lines().skip(1).filter(|line| line.trim().is_empty()).count();
        counts[blank.min(2)] += 1;
    }
    let usual = (0..counts.len()).max_by_key(|gap| (counts[*gap], *gap == default));
    usual.filter(|gap| counts[*gap] > 0).unwrap_or(default)
}

/// Puts `lines` (joined by `\n`, without a final line end) after the item at `after`, or before the
/// first one, or at the end of a text without items. Returns the whole new text.
pub(crate) fn insert(
    text: &str,
    items: &[Item],
    after: Option<usize>,
    gap: usize,
    lines: &str,
) -> String {
    let end = line_end(text);
    let lines = lines.replace('\n', end);
    let space = end.repeat(gap + 1);
    match (after, items.first()) {
        (Some(after), _) => {
            let at = items[after].span.end;
            let rest = &text[at..];
            let rest_of_line = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let (kept, rest) = rest.split_at(rest_of_line);
            let last = if rest.is_empty() { end } else { "" };
            format!("{}{kept}{space}{lines}{last}{rest}", &text[..at])
        }
        (None, Some(first)) => {
            let (head, rest) = text.split_at(first.span.start);
            format!("{head}{lines}{space}{rest}")
        }
        (None, None) => {
            let break_before = if text.is_empty() || text.ends_with('\n') { "" } else { end };
            format!("{text}{break_before}{lines}{end}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "# how to\n\n- local: one\n  tags:\n    - a\n    - b\n\n- local: two\n  title: >-\n    long\n  tags:\n  - c\n";

    fn all(text: &str) -> Vec<Item> {
        items(text, 0..text.len()).expect("a list")
    }

    #[test]
    fn items_and_fields_have_their_spans() {
        let found = all(INDEX);
        let shown: Vec<_> = found.iter().map(|item| &INDEX[item.span.clone()]).collect();
        assert_eq!(shown[0], "- local: one\n  tags:\n    - a\n    - b");
        let keys: Vec<_> =
            found[1].fields.iter().map(|f| (f.key.as_str(), &INDEX[f.span.clone()])).collect();
        assert_eq!(
            keys,
            [("local", "local: two"), ("title", "title: >-\n    long"), ("tags", "tags:\n  - c")]
        );
        assert_eq!(usual_gap(INDEX, &found, 0), 1);
    }

    #[test]
    fn a_line_outside_the_list_is_told() {
        let text = "- local: one\n<<<<<<< HEAD\n- local: two\n";
        assert_eq!(items(text, 0..text.len()), Err(StrangeLine(2)));
    }

    #[test]
    fn a_missing_final_newline_is_made_up_for() {
        let text = "- local: one";
        assert_eq!(
            insert(text, &all(text), Some(0), 1, "- local: two"),
            "- local: one\n\n- local: two\n"
        );
    }

    #[test]
    fn the_rest_stays_byte_for_byte() {
        let text = "- a: 1 \r\n\r\n- b: 2\r\n\r\n\r\n";
        let found = all(text);
        assert_eq!(
            insert(text, &found, Some(0), 1, "- x: 1\n  y: 2"),
            "- a: 1 \r\n\r\n- x: 1\r\n  y: 2\r\n\r\n- b: 2\r\n\r\n\r\n"
        );
        assert_eq!(insert(text, &found, None, 1, "- x: 1"), format!("- x: 1\r\n\r\n{text}"));
        assert_eq!(
            insert(text, &found, Some(1), 0, "- x: 1"),
            "- a: 1 \r\n\r\n- b: 2\r\n- x: 1\r\n\r\n\r\n"
        );
    }
}
