//! The two texts under examination, taken apart once for all families of checks.

use crate::{
    convention::Convention,
    document::{Block, BlockKind, Document, Piece, pieces},
};

/// A translation and, where known, its source.
pub(super) struct Subject<'a> {
    pub convention: &'a Convention,
    pub source: Option<Text>,
    pub translation: Text,
}

/// One text.
pub(super) struct Text {
    pub document: Document,
}

/// A piece of a text with its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Located<'a> {
    pub piece: Piece<'a>,
    /// 1-based line of the piece's start.
    pub line: usize,
}

impl<'a> Subject<'a> {
    pub fn new(convention: &'a Convention, source: Option<&str>, translation: &str) -> Self {
        let text = |text: &str| Text { document: Document::parse(text, convention.dialect()) };
        Self { convention, source: source.map(text), translation: text(translation) }
    }
}

impl Subject<'_> {
    /// About where in the translation a line of the source is rendered: under the heading of the
    /// same number where both have as many, else as far down.
    pub fn counterpart(&self, source_line: usize) -> (usize, usize) {
        let Some(source) = &self.source else { return (1, 1) };
        let (original, translated) = (source.marks(), self.translation.marks());
        let same = original.len() == translated.len();
        let (from, to) = if same { (original, translated) } else { (vec![1], vec![1]) };
        let section = from.iter().rposition(|start| *start <= source_line).unwrap_or(0);
        // A lone CR ends a line for Markdown but not for `lines()`, so a mark may lie beyond the last.
        let size = |marks: &[usize], last: usize| {
            let end = marks.get(section + 1).copied().unwrap_or(last + 1);
            end.saturating_sub(marks[section])
        };
        let (start, length) = (from[section], size(&from, source.last_line()));
        let (place, room) = (to[section], size(&to, self.translation.last_line()));
        let line = place + (source_line.saturating_sub(start)) * room / length.max(1);
        let line = line.clamp(1, self.translation.last_line());
        (line, line)
    }
}

impl Text {
    /// The first line and those of the headings.
    fn marks(&self) -> Vec<usize> {
        let headings = self.blocks(|kind| matches!(kind, BlockKind::Heading { .. }));
        let mut lines = vec![1];
        lines.extend(headings.map(|(block, _)| block.lines.0).filter(|line| *line > 1));
        lines
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The blocks of a kind, with their text.
    pub fn blocks(
        &self,
        wanted: impl Fn(BlockKind) -> bool,
    ) -> impl Iterator<Item = (&Block, &str)> {
        let blocks = self.document.blocks().iter().filter(move |block| wanted(block.kind));
        blocks.map(|block| (block, self.document.slice(block)))
    }

    /// The blocks that are read as prose: all but front matter and code.
    pub fn prose_blocks(&self) -> impl Iterator<Item = (&Block, &str)> {
        self.blocks(|kind| !matches!(kind, BlockKind::FrontMatter | BlockKind::Code))
    }

    /// The pieces of all prose blocks, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Located<'_>> {
        self.prose_blocks().flat_map(|(block, slice)| {
            pieces(slice).into_iter().map(|piece| {
                let offset = content(piece).as_ptr().addr().saturating_sub(slice.as_ptr().addr());
                let before = slice.get(..offset).unwrap_or_default();
                Located { piece, line: block.lines.0 + before.matches('\n').count() }
            })
        })
    }

    /// The pieces of one sort that are not empty, each with its line.
    pub fn picked<'t>(&'t self, pick: fn(Piece<'t>) -> Option<&'t str>) -> Vec<(&'t str, usize)> {
        let picked = self.pieces().filter_map(|located| Some((pick(located.piece)?, located.line)));
        picked.filter(|(text, _)| !text.is_empty()).collect()
    }

    /// The last line of the text.
    pub fn last_line(&self) -> usize {
        self.text().lines().count().max(1)
    }
}

/// What a piece holds.
pub(super) fn content(piece: Piece<'_>) -> &str {
    match piece {
        Piece::Text(text)
        | Piece::Code(text)
        | Piece::Url(text)
        | Piece::Image(text)
        | Piece::Math(text)
        | Piece::Answer(text, _) => text,
    }
}

/// A text cut to what fits into a sentence.
pub(super) fn shown(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
