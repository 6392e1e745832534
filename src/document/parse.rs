//! Cuts a text into blocks.
//!
//! comrak says which lines each leaf of the document covers; only these line numbers are used.
//! Whatever it leaves out (link definitions, stray characters) is picked up here, so that nothing
//! but blank lines and quote marks is left between blocks.

use std::ops::Range;

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeValue},
};

use super::{
    Block, BlockKind, Dialect,
    front_matter::FrontMatter,
    inline, lines, plain,
    stretch::{Read, stretches},
};

/// A leaf: 0-based first and last line of the text that was parsed.
#[derive(Debug, PartialEq)]
pub(super) struct Leaf {
    pub first: usize,
    pub last: usize,
    pub kind: BlockKind,
}

/// The blocks of a text, in order.
pub(super) fn blocks(
    text: &str,
    front_matter: Option<&FrontMatter>,
    dialect: Dialect,
) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(text.len() / 160 + 1);
    blocks.extend(front_matter.map(|front| front.block(text)));
    for stretch in stretches(text, front_matter, |text, mark| stretch(text, mark, dialect)) {
        blocks
            .extend(stretch.made.into_iter().map(|block| block.moved(stretch.start, stretch.line)));
    }
    blocks
}

/// The blocks of one stretch, as if it were the whole text. Its first `mark` bytes are a byte order mark.
pub fn stretch(text: &str, mark: usize, dialect: Dialect) -> Read<Vec<Block>> {
    stretch_of(text, mark, dialect, plain::leaves(&text[mark..], leaves))
}

/// The same from its leaves, and whether the last of them waits for an end.
pub(super) fn stretch_of(
    text: &str,
    mark: usize,
    dialect: Dialect,
    (leaves, waits): (Vec<Leaf>, bool),
) -> Read<Vec<Block>> {
    let lines = lines::ranges(text);
    let mut blocks = Vec::with_capacity(lines.len() / 3 + 1);
    let mut next = 0;
    for leaf in leaves {
        let from = leaf.first.max(next);
        let to = leaf.last.min(lines.len() - 1);
        if from > to {
            continue;
        }
        unclaimed(text, &lines, next..from, mark, &mut blocks);
        push(text, &lines, from..to + 1, mark, leaf.kind, &mut blocks);
        if let Some(block) = blocks.last_mut() {
            block.kind = refine(block.kind, &text[block.span.clone()], dialect);
        }
        next = to + 1;
    }
    unclaimed(text, &lines, next..lines.len(), mark, &mut blocks);
    Read { made: blocks, lines: lines.len(), waits }
}

/// Adds a block over these lines, less the blank ones at its end.
fn push(
    text: &str,
    lines: &[Range<usize>],
    mut range: Range<usize>,
    mark: usize,
    kind: BlockKind,
    blocks: &mut Vec<Block>,
) {
    while range.len() > 1 && text[lines[range.end - 1].clone()].trim().is_empty() {
        range.end -= 1;
    }
    let start = lines[range.start].start.max(mark);
    let span = start..lines[range.end - 1].end.max(start);
    blocks.push(Block { span, lines: (range.start + 1, range.end), kind });
}

/// Makes blocks of the lines between two leaves, except blank lines and bare quote marks.
fn unclaimed(
    text: &str,
    lines: &[Range<usize>],
    between: Range<usize>,
    mark: usize,
    blocks: &mut Vec<Block>,
) {
    let separator = |line: usize| {
        let start = lines[line].start.max(mark).min(lines[line].end);
        text[start..lines[line].end].chars().all(|c| c.is_whitespace() || c == '>')
    };
    let mut line = between.start;
    while line < between.end {
        if separator(line) {
            line += 1;
            continue;
        }
        let first = line;
        while line < between.end && !separator(line) {
            line += 1;
        }
        let starts_definition =
            text[lines[first].clone()].trim_start_matches([' ', '>', '\u{feff}']);
        let kind = if starts_definition.starts_with('[') {
            BlockKind::LinkDefinition
        } else {
            BlockKind::Other
        };
        push(text, lines, first..line, mark, kind, blocks);
    }
}

/// Kinds that Markdown itself does not know: display formulas, blocks of images alone, and in MDX
/// the tags of components whose attributes run over several lines.
fn refine(kind: BlockKind, text: &str, dialect: Dialect) -> BlockKind {
    if !matches!(kind, BlockKind::Paragraph | BlockKind::Html) {
        return kind;
    }
    let trimmed = text.trim();
    let encloses = |open: &str, close: &str| {
        trimmed.len() > open.len() + close.len()
            && trimmed.starts_with(open)
            && trimmed.ends_with(close)
    };
    if encloses("$$", "$$") || encloses("\\\\[", "\\\\]") || encloses("\\[", "\\]") {
        return BlockKind::Math;
    }
    if let Some(level) = html_heading(trimmed) {
        return BlockKind::Heading { level };
    }
    if inline::is_image_only(trimmed) {
        return BlockKind::Image;
    }
    let tag =
        trimmed.strip_prefix('<').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_uppercase()));
    if dialect == Dialect::Mdx && tag {
        return BlockKind::Html;
    }
    kind
}

/// The level of a heading written as a tag (`<h1>…</h1>`).
fn html_heading(text: &str) -> Option<u8> {
    let rest = text.strip_prefix("<h").or_else(|| text.strip_prefix("<H"))?;
    let level = rest.bytes().next().filter(|b| (b'1'..=b'6').contains(b))?;
    rest[1..].starts_with(['>', ' ']).then_some(level - b'0')
}

/// The leaves of a text, and whether the last of them waits for an end.
pub(super) fn leaves(text: &str) -> (Vec<Leaf>, bool) {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.parse.leave_footnote_definitions = true;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    let mut leaves = Vec::new();
    for node in root.descendants() {
        let data = node.data.borrow();
        let kind = match &data.value {
            NodeValue::Heading(heading) => BlockKind::Heading { level: heading.level },
            NodeValue::Paragraph => paragraph_kind(node),
            NodeValue::CodeBlock(_) => BlockKind::Code,
            NodeValue::HtmlBlock(_) => BlockKind::Html,
            NodeValue::ThematicBreak => BlockKind::ThematicBreak,
            NodeValue::TableRow(_) => BlockKind::TableRow,
            _ => continue,
        };
        let position = data.sourcepos;
        let mut last = position.end.line.max(position.start.line);
        if matches!(data.value, NodeValue::TableRow(true)) {
            last = position.start.line + 1;
        }
        leaves.push(Leaf {
            first: position.start.line.saturating_sub(1),
            last: last.saturating_sub(1),
            kind,
        });
    }
    leaves.sort_by_key(|leaf| leaf.first);
    // Inside of a list too, where the parser reports other lines for what the text's end cuts off.
    let mut last = std::iter::successors(root.last_child(), |node| node.last_child());
    let waits = last.any(|node| waits(&node.data.borrow().value));
    (leaves, waits)
}

/// Whether a block goes on over blank lines until an end that has not come.
fn waits(block: &NodeValue) -> bool {
    match block {
        NodeValue::CodeBlock(code) => code.fenced && !code.closed,
        NodeValue::HtmlBlock(html) => {
            let last = html.literal.trim_end().lines().next_back().unwrap_or_default();
            // The kinds of HTML blocks as CommonMark numbers them.
            let ends: &[&str] = match html.block_type {
                1 => &["</script>", "</pre>", "</style>", "</textarea>"],
                2 => &["-->"],
                3 => &["?>"],
                4 => &[">"],
                5 => &["]]>"],
                _ => return false,
            };
            let last = last.to_ascii_lowercase();
            !ends.iter().any(|end| last.contains(end))
        }
        _ => false,
    }
}

/// A paragraph is named after the nearest container that gives it a meaning.
fn paragraph_kind<'a>(node: &'a AstNode<'a>) -> BlockKind {
    for ancestor in node.ancestors().skip(1) {
        match ancestor.data.borrow().value {
            NodeValue::Item(_) | NodeValue::TaskItem(_) => return BlockKind::ListItem,
            NodeValue::BlockQuote => return BlockKind::Quote,
            NodeValue::FootnoteDefinition(_) => return BlockKind::FootnoteDefinition,
            _ => {}
        }
    }
    BlockKind::Paragraph
}
