//! Reads headings, plain paragraphs and fenced code without a Markdown parser.
//!
//! They are most of every post, and at the margin there is no doubt about them. Whatever leaves any doubt
//! is an island that goes to the parser, up to a blank line after which plain text begins again. A test
//! holds both ways of reading to the same answer.

use super::{
    BlockKind,
    parse::Leaf,
    stretch::{BYTE_ORDER_MARK, Cuts},
};

/// The leaves of a text, and whether the last of them waits for an end. `island` answers the same for a
/// part of it.
pub(super) fn leaves(text: &str, island: impl Fn(&str) -> (Vec<Leaf>, bool)) -> (Vec<Leaf>, bool) {
    // The parser passes a byte order mark over at the beginning of what it is given, and only there.
    if text.contains(BYTE_ORDER_MARK) {
        return island(text);
    }
    let mut found = Vec::with_capacity(text.len() / 100 + 1);
    let (mut at, mut line) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if let Some((kind, end, lines)) = plain(rest) {
            if let Some(kind) = kind {
                found.push(Leaf { first: line, last: line + lines - 1, kind });
            }
            at += end;
            line += lines;
            continue;
        }
        let mut cuts = Cuts::any(rest);
        let mut least = 0;
        loop {
            let length = cuts.next(least);
            let (leaves, waits) = island(&rest[..length]);
            if waits && length < rest.len() {
                least = length * 2;
                continue;
            }
            found.extend(leaves.into_iter().map(|leaf| Leaf {
                first: leaf.first + line,
                last: leaf.last + line,
                kind: leaf.kind,
            }));
            if length == rest.len() {
                return (found, waits);
            }
            at += length;
            line += super::lines::iter(&rest[..length]).count();
            break;
        }
    }
    (found, false)
}

/// Whether a line may begin plain text, by its first byte.
pub(super) fn may_be_plain(first: u8) -> bool {
    first == b'#' || first == b'`' || begins_prose(first)
}

/// The kind (none of a blank line), the bytes and the lines of what a text begins with, where that is plain.
fn plain(text: &str) -> Option<(Option<BlockKind>, usize, usize)> {
    let line = line(text)?;
    match line.as_bytes().first() {
        _ if is_blank(line) => Some((None, line.len(), 1)),
        Some(b'#') => {
            let level = line.bytes().take_while(|byte| *byte == b'#').count();
            let spaced = line[level..].starts_with([' ', '\t']);
            let kind = BlockKind::Heading { level: level as u8 };
            (level <= 6 && spaced).then_some((Some(kind), line.len(), 1))
        }
        Some(b'`') if line.starts_with("```") => fenced(text, line),
        _ => paragraph(text),
    }
}

/// Code between fences at the margin that both end in a line feed.
fn fenced(text: &str, first: &str) -> Option<(Option<BlockKind>, usize, usize)> {
    let marks = first.bytes().take_while(|byte| *byte == b'`').count();
    if first[marks..].contains(['`', '\0']) || !first.ends_with('\n') {
        return None;
    }
    let (mut at, mut lines) = (first.len(), 1);
    while at < text.len() {
        let line = line(&text[at..])?;
        at += line.len();
        lines += 1;
        let content = line.trim_start_matches(' ');
        let closing = content.bytes().take_while(|byte| *byte == b'`').count();
        if closing >= marks && line.len() - content.len() < 4 && is_blank(&content[closing..]) {
            return line.ends_with('\n').then_some((Some(BlockKind::Code), at, lines));
        }
    }
    None
}

/// Lines up to a blank one of which none can be anything but prose.
fn paragraph(text: &str) -> Option<(Option<BlockKind>, usize, usize)> {
    let (mut at, mut lines) = (0, 0);
    while at < text.len() {
        let line = line(&text[at..])?;
        if is_blank(line) {
            break;
        }
        let content = if lines == 0 { line } else { line.trim_start_matches([' ', '\t']) };
        if !is_prose(content) {
            return None;
        }
        at += line.len();
        lines += 1;
    }
    // A definition of a link or a footnote.
    let defines = text[..at].contains("]:");
    (!defines).then_some((Some(BlockKind::Paragraph), at, lines))
}

/// Whether a line can only be prose, wherever in a paragraph it stands.
fn is_prose(line: &str) -> bool {
    let bytes = line.as_bytes();
    let second = bytes.get(1).copied().unwrap_or(b'\n');
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    match bytes[0] {
        first if begins_prose(first) => true,
        // Emphasis; no item and no line across the page.
        b'*' if second == b'*' => bytes.get(2).is_some_and(|third| word(*third)),
        b'*' | b'_' => word(second),
        // Inline code; no fence.
        b'`' => !line.starts_with("```"),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            !matches!(bytes.get(digits), Some(b'.' | b')'))
        }
        _ => false,
    }
}

/// Bytes that no block but a paragraph begins with (a bracket's definition is looked for apart).
fn begins_prose(first: u8) -> bool {
    first.is_ascii_alphabetic()
        || first >= 0x80
        || matches!(
            first,
            b'!' | b'[' | b'(' | b')' | b'"' | b'\'' | b'$' | b'\\' | b'{' | b'@' | b',' | b'.'
        )
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The first line of a text with its line feed; none where a lone carriage return ends lines too.
fn line(text: &str) -> Option<&str> {
    let line = &text[..memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |end| end + 1)];
    let content = line.strip_suffix("\r\n").unwrap_or(line);
    memchr::memchr(b'\r', content.as_bytes()).is_none().then_some(line)
}
