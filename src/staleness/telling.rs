//! What a reason speaks of, so that a sentence can name the very thing.

use super::{Change, ChangeKind, Reason};
use crate::document::{BlockKind, Dialect, Document, InvariantKind, invariants};

/// What kind of thing a change concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Link,
    Image,
    Number,
    CodeLine,
    InlineCode,
    Formula,
    Name,
    Heading,
    Paragraph,
    ListItem,
    Quote,
    CodeBlock,
    TableRow,
    /// A field of the front matter.
    Field,
    /// Anything else.
    Passage,
}

impl Thing {
    /// The stable name, by which texts of the interface choose their words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Image => "image",
            Self::Number => "number",
            Self::CodeLine => "code-line",
            Self::InlineCode => "inline-code",
            Self::Formula => "formula",
            Self::Name => "name",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::Quote => "quote",
            Self::CodeBlock => "code-block",
            Self::TableRow => "table-row",
            Self::Field => "field",
            Self::Passage => "passage",
        }
    }

    fn of_block(kind: BlockKind) -> Self {
        match kind {
            BlockKind::Heading { .. } => Self::Heading,
            BlockKind::Paragraph => Self::Paragraph,
            BlockKind::ListItem => Self::ListItem,
            BlockKind::Quote => Self::Quote,
            BlockKind::Code => Self::CodeBlock,
            BlockKind::TableRow => Self::TableRow,
            BlockKind::Math => Self::Formula,
            BlockKind::Image => Self::Image,
            _ => Self::Passage,
        }
    }

    fn of_trace(kind: InvariantKind) -> Self {
        match kind {
            InvariantKind::CodeLine => Self::CodeLine,
            InvariantKind::InlineCode => Self::InlineCode,
            InvariantKind::Address => Self::Link,
            InvariantKind::Image => Self::Image,
            InvariantKind::Number => Self::Number,
            InvariantKind::Math => Self::Formula,
            InvariantKind::Name | InvariantKind::Word => Self::Name,
        }
    }
}

impl Change {
    /// The text of the block as it is now, or as it was where it is gone.
    pub fn text(&self) -> &str {
        if self.new_source.is_empty() { &self.old_source } else { &self.new_source }
    }

    /// What the change as a whole is about: the kind of its block.
    pub fn block(&self) -> Thing {
        let document = Document::parse(self.text(), Dialect::Markdown);
        // A title or a picture named in the front matter has no block of its own.
        if is_field(self.text()) {
            return Thing::Field;
        }
        document.blocks().first().map_or(Thing::Passage, |block| Thing::of_block(block.kind))
    }

    /// Whether the block is code.
    pub fn is_code(&self) -> bool {
        [&self.new_source, &self.old_source].into_iter().any(|text| {
            let start = text.trim_start_matches(['>', ' ', '\t', '\n', '-', '*']);
            start.starts_with("```") || start.starts_with("~~~")
        })
    }

    /// What the reason names; the whole block where it names nothing smaller.
    pub fn named(&self) -> Thing {
        let (what, side) = match &self.reason {
            Reason::AddedMissing { what } => (what, &self.new_source),
            Reason::RemovedPresent { what } if self.kind != ChangeKind::Removed => {
                (what, &self.old_source)
            }
            _ => return self.block(),
        };
        let kind = if self.is_code() { BlockKind::Code } else { BlockKind::Paragraph };
        let what = what.trim_end_matches('…');
        let found = invariants(side, kind).items.into_iter().find(|item| {
            let slice = &side[item.span.start as usize..item.span.end as usize];
            slice.trim().starts_with(what) && (slice.trim().len() == what.len() || what.len() > 80)
        });
        match found {
            Some(item) => Thing::of_trace(item.kind),
            None if self.block() == Thing::Field => Thing::Image,
            None => Thing::Passage,
        }
    }
}

/// Whether a text is a field of a front matter, which is compared without its fences.
fn is_field(text: &str) -> bool {
    ["title:", "thumbnail:", "authors:", "tags:", "date:", "translators:"]
        .iter()
        .any(|name| text.starts_with(name))
}
