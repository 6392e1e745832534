//! Lines as CommonMark counts them: ended by LF, CRLF or a lone CR.

use std::ops::Range;

/// The byte ranges of a text's lines, without their line breaks. A final line break ends the last
/// line and opens no further one.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::with_capacity(text.len() / 40 + 1);
    lines.extend(iter(text));
    lines
}

/// The same, one by one.
pub(super) fn iter(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let rest = &bytes[start..];
        let length = memchr::memchr2(b'\n', b'\r', rest);
        let line = start..start + length.unwrap_or(rest.len());
        let is_pair = bytes[line.end..].starts_with(b"\r\n");
        start = line.end + if is_pair { 2 } else { 1 };
        Some(line)
    })
}

/// The byte each line starts at; a final line break opens a further one, as an editor shows it.
pub fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(ends(text)).collect()
}

/// Number of line breaks.
pub fn line_breaks(text: &str) -> usize {
    ends(text).count()
}

/// The bytes after each line break.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let breaks = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    breaks.map(|(at, _)| at + 1)
}
