//! Counting and telling apart the prose of a post.

use super::{BlockKind, Document, Piece, pieces};

/// Whether a character is a Chinese ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '\u{3007}')
}

/// Whether a block is a note to the site's renderer that no reader ever sees, such as
/// `<!-- {blog_metadata} -->` or `{authors}`.
pub fn is_magic_comment(text: &str) -> bool {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).all(|line| {
        let inner = line.strip_prefix("<!--").and_then(|l| l.strip_suffix("-->")).unwrap_or(line);
        let inner = inner.trim();
        inner.len() > 2
            && inner.starts_with('{')
            && inner.ends_with('}')
            && inner[1..inner.len() - 1].chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    }) && !text.trim().is_empty()
}

/// Counts the words of prose: code, addresses and markup left out.
pub fn count_words(document: &Document) -> usize {
    prose(document, |text| {
        if text.is_ascii() {
            // The same white space, told by bytes.
            let words = text.as_bytes().split(|byte| matches!(byte, b' ' | 9..=13));
            return words.filter(|word| word.iter().any(u8::is_ascii_alphanumeric)).count();
        }
        text.split_whitespace().filter(|word| is_word(word)).count()
    })
}

/// Counts the Han characters of prose: code, addresses and markup left out.
pub fn count_han(document: &Document) -> usize {
    prose(document, |text| text.chars().filter(|&c| is_han(c)).count())
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn prose(document: &Document, count: impl Fn(&str) -> usize) -> usize {
    document
        .blocks()
        .iter()
        .filter(|block| {
            !matches!(
                block.kind,
                BlockKind::FrontMatter
                    | BlockKind::Code
                    | BlockKind::Math
                    | BlockKind::LinkDefinition
                    | BlockKind::ThematicBreak
            )
        })
        .flat_map(|block| pieces(document.slice(block)))
        .map(|piece| if let Piece::Text(text) = piece { count(text) } else { 0 })
        .sum()
}
