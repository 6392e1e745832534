//! A Markdown post: front matter, blocks with byte spans, invariants, word counts.
//!
//! The text is the truth; blocks are a view. Blocks are in order and never overlap, what lies
//! between them is blank lines or separators, and putting blocks and gaps back together yields the
//! same bytes for any input. A block always covers whole lines (without the final line break), so
//! that an editor can show and replace it without knowing any Markdown.

mod front_matter;
mod inline;
mod invariants;
mod lines;
pub mod normal;
mod parse;
mod plain;
mod prose;
mod stretch;

use std::{ops::Range, sync::Arc};

pub use front_matter::{Entry, Field, FrontMatter, Item, front_matter};
pub use inline::{Piece, pieces};
pub use invariants::{Invariant, InvariantKind, Invariants, hash, invariants, word_form};
pub use lines::{line_breaks, line_starts};
pub use parse::stretch;
pub use prose::{count_han, count_words, is_han, is_magic_comment};
pub use stretch::{Read, Stretch, stretches};

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
    front_matter: Option<FrontMatter>,
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

impl Block {
    /// The block as it stands in a text that has so many bytes and lines before the one it was cut from.
    pub fn moved(&self, bytes: usize, lines: usize) -> Self {
        Self {
            span: self.span.start + bytes..self.span.end + bytes,
            lines: (self.lines.0 + lines, self.lines.1 + lines),
            kind: self.kind,
        }
    }
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

impl BlockKind {
    /// The stable name of the kind, as pages and the API show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front_matter",
            Self::Heading { .. } => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::TableRow => "table_row",
            Self::Math => "math",
            Self::Image => "image",
            Self::Html => "html",
            Self::FootnoteDefinition => "footnote_definition",
            Self::LinkDefinition => "link_definition",
            Self::ThematicBreak => "thematic_break",
            Self::Other => "other",
        }
    }
}

impl Document {
    /// Parses any text; never fails.
    pub fn parse(text: &str, dialect: Dialect) -> Self {
        let front_matter = front_matter::front_matter(text);
        let blocks = parse::blocks(text, front_matter.as_ref(), dialect);
        Self { text: text.into(), front_matter, blocks }
    }

    /// A file whose blocks are known.
    pub(crate) fn of_parts(
        text: Arc<str>,
        front_matter: Option<FrontMatter>,
        blocks: Vec<Block>,
    ) -> Self {
        Self { text, front_matter, blocks }
    }

    /// The whole file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The front matter, where the file has one.
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front_matter.as_ref()
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text of one block.
    pub fn slice(&self, block: &Block) -> &str {
        &self.text[block.span.clone()]
    }

    /// What lies between the blocks, in order: before the first, between each two, after the last.
    pub fn gaps(&self) -> Vec<Range<usize>> {
        let mut gaps = Vec::with_capacity(self.blocks.len() + 1);
        let mut at = 0;
        for block in &self.blocks {
            gaps.push(at..block.span.start);
            at = block.span.end;
        }
        gaps.push(at..self.text.len());
        gaps
    }
}

#[cfg(test)]
mod tests;
