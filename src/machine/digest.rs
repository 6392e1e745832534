//! Which blocks of a text are still a machine's.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use crate::document::{Block, BlockKind, Dialect, Document};

/// Names the text of a block; blanks at its ends and kinds of line ends do not count.
pub fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.trim().replace("\r\n", "\n")))
}

/// How many of the blocks of prose of a text are a machine's, and how many there are.
pub fn counted(text: &str, dialect: Dialect, machine: &HashSet<String>) -> (usize, usize) {
    let document = Document::parse(text, dialect);
    let prose = || document.blocks().iter().filter(|block| is_prose(&document, block));
    let ours = prose().filter(|block| machine.contains(&digest(document.slice(block))));
    (ours.count(), prose().count())
}

fn is_prose(document: &Document, block: &Block) -> bool {
    let has_words = document.slice(block).chars().any(char::is_alphabetic);
    has_words
        && matches!(
            block.kind,
            BlockKind::Heading { .. }
                | BlockKind::Paragraph
                | BlockKind::ListItem
                | BlockKind::Quote
                | BlockKind::TableRow
                | BlockKind::FootnoteDefinition
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_block_is_nobodys_but_its_editors() {
        let machine: HashSet<String> = ["# 标题", "- 一\r\n  二", "旧的"].map(digest).into();
        let text =
            "---\ntitle: 标题\n---\n# 标题\n\n人写的。\n\n- 一\n  二\n\n```\ncode\n```\n\n旧的。\n";
        assert_eq!(counted(text, Dialect::Markdown, &machine), (2, 4));
        assert_eq!(counted("", Dialect::Markdown, &machine), (0, 0));
    }
}
