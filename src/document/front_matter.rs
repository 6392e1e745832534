//! Front matter as text: where each field, list item and entry stands.
//!
//! This is no YAML parser. It finds the spans of what stands on lines of its own (top-level keys,
//! items of a list below a key, `key: value` entries inside an item), so that a single value can be
//! compared or replaced while every other byte stays. Values that need a real parser (block
//! scalars, flow lists) are kept whole as the field's value.

use std::ops::Range;

use super::{Block, BlockKind, lines};

/// The front matter of a file. All spans are bytes of the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// From the opening to the closing `---`, both included, without the last line break.
    pub span: Range<usize>,
    /// What stands between the two delimiter lines, with its last line break.
    pub body: Range<usize>,
    /// The top-level fields, in order; a key may occur twice in a malformed file.
    pub fields: Vec<Field>,
}

/// A top-level key with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub key: String,
    /// The key's line and all lines below it that belong to it, without the last line break.
    pub span: Range<usize>,
    /// First and last line of the file, 1-based and inclusive.
    pub lines: (usize, usize),
    /// The trimmed text after the colon on the key's own line, quotes included; may be empty.
    pub value: Range<usize>,
    /// The items of a list (`- …`) below the key.
    pub items: Vec<Item>,
}

/// One item of a list below a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The whole lines of the item, without the last line break.
    pub span: Range<usize>,
    /// Bytes of indentation before the dash.
    pub indent: usize,
    /// The trimmed text after the dash on the item's first line.
    pub value: Range<usize>,
    /// The `key: value` lines of the item; empty for a plain scalar.
    pub entries: Vec<Entry>,
}

/// A `key: value` line inside an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    /// The trimmed text after the colon, quotes included.
    pub value: Range<usize>,
}

impl FrontMatter {
    /// It as the first block of its file.
    pub(crate) fn block(&self, text: &str) -> Block {
        let lines = lines::ranges(&text[..self.span.end]);
        let first = lines.partition_point(|line| line.end < self.span.start);
        Block {
            span: self.span.clone(),
            lines: (first + 1, lines.len()),
            kind: BlockKind::FrontMatter,
        }
    }

    /// Where what follows it starts, and the number of lines before that.
    pub(super) fn body_start(&self, text: &str) -> (usize, usize) {
        let rest = &text[self.span.end..];
        let line_break = ["\r\n", "\n", "\r"].into_iter().find(|end| rest.starts_with(end));
        let start = self.span.end + line_break.map_or(0, str::len);
        (start, lines::ranges(&text[..self.span.end]).len())
    }

    /// The first field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// Finds the front matter of a file: `---` on the first line that is not blank (a byte order mark
/// is skipped), up to the next line that is `---`. `None` where either is missing.
pub fn front_matter(text: &str) -> Option<FrontMatter> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let content = |line: &Range<usize>| &text[line.start.max(start).min(line.end)..line.end];
    let open = lines::iter(text).position(|line| !content(&line).trim().is_empty())?;
    // No line below the closing one is looked at: a file is long, its front matter short.
    let mut lines: Vec<Range<usize>> = lines::iter(text).take(open + 1).collect();
    if content(&lines[open]).trim_end() != "---" {
        return None;
    }
    let mut closed = false;
    for line in lines::iter(text).skip(open + 1) {
        closed = text[line.clone()].trim_end() == "---";
        lines.push(line);
        if closed {
            break;
        }
    }
    if !closed {
        return None;
    }
    let close = lines.len() - 1;
    let body_start = lines[open + 1].start;
    Some(FrontMatter {
        span: lines[open].start.max(start)..lines[close].end,
        body: body_start..lines[close].start,
        fields: fields(text, &lines, open + 1..close),
    })
}

fn fields(text: &str, lines: &[Range<usize>], inside: Range<usize>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for number in inside {
        let line = lines[number].clone();
        let content = &text[line.clone()];
        if let Some((key, value)) = top_level_key(content) {
            fields.push(Field {
                key,
                span: line.clone(),
                lines: (number + 1, number + 1),
                value: line.start + value.start..line.start + value.end,
                items: Vec::new(),
            });
        } else if let Some(field) = fields.last_mut()
            && !content.trim().is_empty()
            && !content.starts_with('#')
        {
            field.span.end = line.end;
            field.lines.1 = number + 1;
            extend(field, text, line);
        }
    }
    fields
}

/// Adds a line below a key: a new item, or a further line of the last one.
fn extend(field: &mut Field, text: &str, line: Range<usize>) {
    let content = &text[line.clone()];
    let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
    let rest = &content[indent..];
    if rest == "-" || rest.starts_with("- ") || rest.starts_with("-\t") {
        let value = trimmed(text, line.start + indent + 1..line.end);
        let entries = entry(text, value.clone()).into_iter().collect();
        field.items.push(Item { span: line, indent, value, entries });
    } else if let Some(item) = field.items.last_mut() {
        item.span.end = line.end;
        item.entries.extend(entry(text, trimmed(text, line)));
    }
}

fn entry(text: &str, range: Range<usize>) -> Option<Entry> {
    let content = &text[range.clone()];
    let colon = key_end(content)?;
    Some(Entry {
        key: content[..colon].trim_end().to_owned(),
        value: trimmed(text, range.start + colon + 1..range.end),
    })
}

/// The key of an unindented `key: value` line and the range of its value.
fn top_level_key(line: &str) -> Option<(String, Range<usize>)> {
    if line.starts_with([' ', '\t', '-', '#', '"', '\'']) {
        return None;
    }
    let colon = key_end(line)?;
    Some((line[..colon].trim_end().to_owned(), trimmed(line, colon + 1..line.len())))
}

/// Where the colon that ends a plain key stands: followed by white space or the end of the line.
fn key_end(content: &str) -> Option<usize> {
    let colon = content.find(':')?;
    let after = content[colon + 1..].chars().next();
    let plain = content[..colon].chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    (colon > 0 && plain && after.is_none_or(char::is_whitespace)).then_some(colon)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let content = &text[range.clone()];
    let start = range.start + (content.len() - content.trim_start().len());
    start..start.max(range.start + content.trim_end().len())
}
