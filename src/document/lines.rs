//! Lines as CommonMark counts them: ended by LF, CRLF or a lone CR.

use std::ops::Range;

/// The byte ranges of a text's lines, without their line breaks. A final line break ends the last
/// line and opens no further one.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 40 + 1);
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => lines.push(start..at),
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {
                lines.push(start..at);
                at += 1;
            }
            b'\r' => lines.push(start..at),
            _ => {
                at += 1;
                continue;
            }
        }
        at += 1;
        start = at;
    }
    if start < bytes.len() {
        lines.push(start..bytes.len());
    }
    lines
}
