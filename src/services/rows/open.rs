//! Changes of the source that the text of an update does not carry yet.

use super::{Ground, of_lines, overlap, pair};
use crate::{
    checks::{Finding, Level},
    document::{self, Dialect, Document},
    services::views::PairRow,
    staleness::{Change, ChangeKind},
};

/// What it takes to see that a place was left as readers have it.
pub(super) struct Open<'a> {
    pub(super) rows: &'a [PairRow],
    pub(super) ground: &'a Ground,
    /// The text that is being written.
    pub(super) text: &'a str,
}

/// A change that still asks for something.
pub(super) struct Still {
    pub change: Change,
    /// Lines of the text that is being written.
    pub lines: (usize, usize),
    source_lines: Option<(usize, usize)>,
}

impl Open<'_> {
    /// The changes whose place is as it was before anybody saw to them.
    pub(super) fn still(&self, changes: &[Change], source: &str, dialect: Dialect) -> Vec<Still> {
        if changes.is_empty() {
            return Vec::new();
        }
        let published = self.ground.published.as_deref().unwrap_or_default();
        let texts = Texts {
            rows: pair(source, published, dialect),
            published: blocks(published, dialect),
            draft: blocks(self.text, dialect),
        };
        changes.iter().filter_map(|change| self.still_asks(change, &texts)).collect()
    }

    fn still_asks(&self, change: &Change, texts: &Texts) -> Option<Still> {
        let concerned =
            |rows: &[PairRow]| rows.iter().position(|row| self.ground.concerns(change, row));
        let at = concerned(self.rows)?;
        let row = &self.rows[at];
        let old = concerned(&texts.rows).and_then(|at| texts.rows[at].target_lines);
        let is_open = match (change.kind, old) {
            (ChangeKind::Removed, _) => self.has_removed(change),
            (ChangeKind::Modified, Some(_)) => all(&texts.published, old, &texts.draft),
            // Other blocks may share the row, so that something new has to be there.
            (ChangeKind::Added | ChangeKind::Modified, _) => {
                all(&texts.draft, row.target_lines, &texts.published)
            }
        };
        is_open.then(|| Still {
            change: change.clone(),
            lines: self.place(at),
            source_lines: row.source_lines,
        })
    }

    /// Whether the translation of a block that is gone from the source is still there.
    fn has_removed(&self, change: &Change) -> bool {
        let (Some(published), Some(lines)) = (&self.ground.published, change.target_lines) else {
            return false;
        };
        let gone = of_lines(published, lines);
        !gone.trim().is_empty() && self.text.replace("\r\n", "\n").contains(gone.trim())
    }

    /// The lines of a row in the text; of one that is not there, the line it belongs after.
    fn place(&self, at: usize) -> (usize, usize) {
        let own = self.rows[at].target_lines;
        let before = || self.rows[..at].iter().rev().find_map(|row| row.target_lines);
        own.or_else(|| before().map(|(_, last)| (last, last))).unwrap_or((1, 1))
    }
}

/// The published text beside the source, and the blocks of both versions.
struct Texts {
    rows: Vec<PairRow>,
    published: Vec<Block>,
    draft: Vec<Block>,
}

/// The lines of a block and its text.
type Block = ((usize, usize), String);

fn blocks(text: &str, dialect: Dialect) -> Vec<Block> {
    let document = Document::parse(text, dialect);
    let block = |block: &document::Block| {
        (block.lines, document.text()[block.span.clone()].trim().to_owned())
    };
    document.blocks().iter().map(block).collect()
}

/// Whether every block in some lines of one text is in the other as well; true where there is none.
fn all(blocks: &[Block], lines: Option<(usize, usize)>, others: &[Block]) -> bool {
    let mut within = blocks.iter().filter(|(at, _)| lines.is_some_and(|lines| overlap(*at, lines)));
    within.all(|(_, text)| others.iter().any(|(_, other)| other == text))
}

/// The finding about a change that still asks for something: a warning, because the Chinese of some
/// changes is the same.
pub(super) fn told(still: &Still) -> Finding {
    let (zh, en) = match still.change.kind {
        ChangeKind::Removed => (
            "原文删去了这里的内容，译文还留着；请一并删去，若应保留，请标为不必改",
            "the source removed this, and the translation still has it; remove it too, or mark it as \
             needing nothing",
        ),
        ChangeKind::Added => (
            "原文在这里加了一段，译文里还没有；请补上，若不必补，请标为不必改",
            "the source added something here, and the translation does not have it yet; add it, or \
             mark it as needing nothing",
        ),
        ChangeKind::Modified => (
            "原文这里改过，译文还是改动之前的样子；请照原文修改，若译文不必改，请标为不必改",
            "the source changed here, and the translation is as it was before; carry the change \
             over, or mark it as needing nothing",
        ),
    };
    let finding = Finding::new("change.open", Level::Warning, still.lines, zh, en)
        .about(still.change.key.as_str());
    match still.source_lines {
        Some(lines) => finding.at_source(lines),
        None => finding,
    }
}
