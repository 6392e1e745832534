//! A Markdown post: front matter, blocks with byte spans, invariants, word counts.
//!
//! The text is the truth; blocks are a view. Blocks are in order and never overlap, what lies
//! between them is blank lines or separators, and putting blocks and gaps back together yields the
//! same bytes for any input.

use std::{ops::Range, sync::Arc};

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// GitHub-flavoured Markdown with raw HTML.
    Markdown,
    /// Markdown with JSX tags such as `<Tip>` and `[[anchor]]` after headings; tags are kept verbatim.
    Mdx,
}

/// A parsed file.
#[derive(Debug, Clone)]
pub struct Document {
    text: Arc<str>,
    blocks: Vec<Block>,
}

/// One piece of a document that is aligned, diffed and edited as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Bytes of [`Document::text`].
    pub span: Range<usize>,
    /// First and last line, 1-based and inclusive.
    pub lines: (usize, usize),
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    FrontMatter,
    Heading {
        level: u8,
    },
    Paragraph,
    /// One item of a list, without its nested items.
    ListItem,
    Quote,
    Code,
    /// One row of a table; the delimiter row belongs to the header row.
    TableRow,
    /// A display formula.
    Math,
    /// A block of images alone.
    Image,
    Html,
    FootnoteDefinition,
    LinkDefinition,
    ThematicBreak,
    /// Bytes that no rule of Markdown claims.
    Other,
}

impl Document {
    /// Parses any text; never fails.
    pub fn parse(_text: &str, _dialect: Dialect) -> Self {
        todo!()
    }

    /// The whole file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text of one block.
    pub fn slice(&self, block: &Block) -> &str {
        &self.text[block.span.clone()]
    }
}

/// Counts the words of prose: code, addresses and markup left out.
pub fn count_words(_document: &Document) -> usize {
    todo!()
}

/// Counts the Han characters of prose: code, addresses and markup left out.
pub fn count_han(_document: &Document) -> usize {
    todo!()
}
