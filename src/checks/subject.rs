//! The two texts under examination, taken apart once for all families of checks.

use std::ops::Range;

use super::{Surroundings, fix::Fix};
use crate::{
    convention::Convention,
    document::{Block, BlockKind, Dialect, Document, Piece, pieces},
};

/// A translation and, where known, its source.
pub(super) struct Subject<'a> {
    pub convention: &'a Convention,
    pub source: Option<&'a Text>,
    pub translation: Text,
    pub surroundings: &'a Surroundings<'a>,
}

/// One text, with the pieces of its prose.
#[derive(Debug, Clone)]
pub struct Text {
    pub(super) document: Document,
    marks: Vec<Mark>,
}

/// Where a piece of prose stands.
#[derive(Debug, Clone)]
struct Mark {
    sort: Sort,
    /// Bytes of what the piece holds, in the whole text.
    span: Range<usize>,
    line: usize,
    block: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Text,
    Code,
    Url,
    Image,
    Math,
}

/// A piece of a text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Located<'a> {
    pub piece: Piece<'a>,
    /// Bytes of what the piece holds, in the whole text.
    pub span: Range<usize>,
    /// 1-based line of the piece's start.
    pub line: usize,
    /// Number of its block in the document.
    pub block: usize,
}

/// What a piece holds, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub span: Range<usize>,
    pub line: usize,
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
    /// Takes a text apart.
    pub fn parse(text: &str, dialect: Dialect) -> Self {
        let document = Document::parse(text, dialect);
        let marks = marks(&document);
        Self { document, marks }
    }

    /// About how many bytes of memory it takes.
    pub fn weight(&self) -> usize {
        self.text().len() + self.marks.len() * size_of::<Mark>() + 64 * self.document.blocks().len()
    }

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
    pub(super) fn blocks(
        &self,
        wanted: impl Fn(BlockKind) -> bool,
    ) -> impl Iterator<Item = (&Block, &str)> {
        let blocks = self.document.blocks().iter().filter(move |block| wanted(block.kind));
        blocks.map(|block| (block, self.document.slice(block)))
    }

    /// The blocks that are read as prose: all but front matter and code.
    pub(super) fn prose_blocks(&self) -> impl Iterator<Item = (&Block, &str)> {
        self.blocks(is_prose)
    }

    /// The lines of the prose blocks: number, where it begins, and text.
    pub(super) fn prose_lines(&self) -> impl Iterator<Item = (usize, usize, &str)> {
        self.prose_blocks().flat_map(|(block, slice)| {
            let start = slice.as_ptr().addr();
            slice.lines().enumerate().map(move |(at, line)| {
                let offset = line.as_ptr().addr() - start;
                (block.lines.0 + at, block.span.start + offset, line)
            })
        })
    }

    /// The pieces of all prose blocks, in order.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Located<'_>> {
        self.marks.iter().map(|mark| {
            let text = &self.text()[mark.span.clone()];
            let piece = match mark.sort {
                Sort::Text => Piece::Text(text),
                Sort::Code => Piece::Code(text),
                Sort::Url => Piece::Url(text),
                Sort::Image => Piece::Image(text),
                Sort::Math => Piece::Math(text),
            };
            Located { piece, span: mark.span.clone(), line: mark.line, block: mark.block }
        })
    }

    /// The pieces of one sort that are not empty, each with its place.
    pub(super) fn picked<'t>(&'t self, pick: fn(Piece<'t>) -> Option<&'t str>) -> Vec<Place<'t>> {
        let picked = self.pieces().filter_map(|located| {
            Some(Place { text: pick(located.piece)?, span: located.span, line: located.line })
        });
        picked.filter(|place| !place.text.is_empty()).collect()
    }

    /// The last line of the text.
    pub(super) fn last_line(&self) -> usize {
        self.text().lines().count().max(1)
    }

    /// A line, counted from 1, without its break.
    pub(super) fn line(&self, number: usize) -> &str {
        self.text().lines().nth(number.saturating_sub(1)).unwrap_or_default()
    }

    /// Where a slice of the text stands in it.
    pub(super) fn span_of(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr().addr().saturating_sub(self.text().as_ptr().addr());
        start..start + part.len()
    }

    /// Takes whole lines away, with the blank line after them.
    pub(super) fn without(&self, span: Range<usize>) -> Fix {
        let text = self.text();
        let rest = &text[span.end..];
        let blank = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
        let end = span.end + blank;
        // At the end of the file the blank line before goes instead.
        if end == text.len() {
            let kept = text[..span.start].trim_end_matches(['\n', '\r']);
            let last = if text.ends_with('\n') && !kept.is_empty() { "\n" } else { "" };
            return Fix::replace(kept.len()..end, last);
        }
        Fix::replace(span.start..end, "")
    }
}

fn is_prose(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::FrontMatter | BlockKind::Code)
}

fn marks(document: &Document) -> Vec<Mark> {
    let text = document.text();
    let mut marks = Vec::new();
    for (number, block) in document.blocks().iter().enumerate() {
        if !is_prose(block.kind) {
            continue;
        }
        let (mut line, mut at) = (block.lines.0, block.span.start);
        for piece in pieces(document.slice(block)) {
            let (sort, content) = match piece {
                Piece::Text(content) => (Sort::Text, content),
                Piece::Code(content) => (Sort::Code, content),
                Piece::Url(content) => (Sort::Url, content),
                Piece::Image(content) => (Sort::Image, content),
                Piece::Math(content) => (Sort::Math, content),
                // What a quiz calls its right answer is no prose.
                Piece::Answer(..) => continue,
            };
            let start = (content.as_ptr().addr()).saturating_sub(text.as_ptr().addr());
            // An empty piece may point anywhere.
            let start = start.clamp(block.span.start, block.span.end);
            let end = (start + content.len()).min(block.span.end);
            if start >= at {
                line += text[at..start].matches('\n').count();
                at = start;
            }
            marks.push(Mark { sort, span: start..end, line, block: number });
        }
    }
    marks
}

/// A text cut to what fits into a sentence.
pub(super) fn shown(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
