//! The aligned view of a text that is being written.

mod open;
mod quiz;

use std::{collections::HashSet, ops::Range};

use sha2::{Digest as _, Sha256};

use self::open::Open;
use super::{
    Project, Result, ServiceError, Workshop,
    carrying::Follow,
    saving::ensure_length,
    steps::ensure,
    views::{PairRow, Rows},
};
use crate::{
    catalogue::Post,
    checks,
    document::{self, BlockKind, Dialect, Document},
    ids::TaskId,
    machine::{self, digest},
    staleness::{Aligned, Change, ChangeKind, Severity, align},
    workflow::{Action, Person, Task},
};

/// The rule that finds a text all but untranslated.
const UNTRANSLATED: &str = "completeness.untranslated_post";

impl Workshop {
    /// Aligns an unsaved text with the source of its task and checks it; saves nothing.
    pub async fn rows(&self, task: TaskId, text: &str, viewer: &Person) -> Result<Rows> {
        ensure(viewer, Action::Comment)?;
        ensure_length(text)?;
        let (task, project) = self.task(task).await?;
        let post = match self.known_post(project, &task.slug).await {
            Ok(post) => Some(post),
            Err(ServiceError::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let source = self.source_of(&task, project).await?;
        let rows = self.aligned(&task, project, post.as_ref(), &source, text).await?;
        Ok(rows.patient_with(text))
    }

    /// Puts a text beside its source, block by block, with what is to be said of it.
    pub(super) async fn aligned(
        &self,
        task: &Task,
        project: &Project,
        post: Option<&Post>,
        source: &str,
        text: &str,
    ) -> Result<Rows> {
        let convention = project.settings.convention.clone();
        let follow = self.to_follow(task, project, post).await?;
        let machine = self.machine_digests(task.id).await?;
        let ground = self.ground(task, project).await?;
        let (source, text, standing) = (source.to_owned(), text.to_owned(), ground.clone());
        let taken_apart = self.take_apart(move || {
            let mut rows = pair(&source, &text, convention.dialect());
            mark_machine(&mut rows, &machine, convention.dialect());
            for row in &mut rows {
                let block = row.source.as_deref().filter(|_| row.words > 0);
                row.is_kept = block.is_some_and(|it| follow.settled.contains(&kept_key(it)));
            }
            let mut findings = standing.examine(&text);
            let open = Open { rows: &rows, ground: &follow.ground, text: &text };
            let still = open.still(&follow.unsettled(), &source, convention.dialect());
            let told = still.iter().filter(|it| it.change.severity > Severity::Cosmetic);
            findings.extend(checks::identified(told.map(open::told).collect()));
            checks::in_order(&mut findings);
            let open: HashSet<String> = still.into_iter().map(|it| it.change.key).collect();
            let changes = told_as_settled(follow.changes, &follow.settled);
            let mut rows = parted(rows, &changes, &follow.ground, &open);
            mark(&mut rows, changes, &follow.ground, &open);
            Rows { rows, findings }
        });
        let mut shown = taken_apart.await;
        self.settle_findings(task, project, post, &ground, &mut shown.findings).await?;
        Ok(shown)
    }
}

impl Rows {
    /// As somebody at the desk is shown them: nobody has to be told that nothing is translated before the
    /// first word. Sending such a text is refused still.
    pub(super) fn patient_with(mut self, text: &str) -> Self {
        if !text.chars().any(document::is_han) {
            self.findings.retain(|finding| finding.rule != UNTRANSLATED);
        }
        self
    }
}

/// The changes that still ask for something in a text, with the lines of the text they ask it of.
pub(super) fn still_open(
    follow: &Follow,
    source: &str,
    text: &str,
    dialect: Dialect,
) -> Vec<Change> {
    let rows = pair(source, text, dialect);
    let open = Open { rows: &rows, ground: &follow.ground, text };
    let still = open.still(&follow.unsettled(), source, dialect).into_iter();
    still.map(|it| Change { target_lines: Some(it.lines), ..it.change }).collect()
}

fn told_as_settled(mut changes: Vec<Change>, settled: &HashSet<String>) -> Vec<Change> {
    for change in &mut changes {
        change.dismissed = settled.contains(&change.key);
    }
    changes
}

/// Puts two texts side by side: every block of both is in exactly one row, in order.
pub(super) fn pair(source: &str, target: &str, dialect: Dialect) -> Vec<PairRow> {
    let (source, target) = (Document::parse(source, dialect), Document::parse(target, dialect));
    let aligned = by_place(&source, &target).unwrap_or_else(|| align(&source, &target));
    let rows = aligned.into_iter().filter_map(|row| {
        let is_fixed = is_fixed(&source, &row.source) && is_fixed(&target, &row.target);
        let left = Piece::of(&source, row.source);
        let right = Piece::of(&target, row.target);
        let kind = left.as_ref().or(right.as_ref())?.kind;
        Some(PairRow {
            kind,
            words: left.as_ref().map_or(0, |piece| words(piece)),
            is_fixed,
            is_kept: false,
            source_lines: left.as_ref().map(|piece| piece.lines),
            target_lines: right.as_ref().map(|piece| piece.lines),
            target_span: right.as_ref().map(|piece| (piece.span.start, piece.span.end)),
            source: left.map(|piece| piece.text.to_owned()),
            target: right.map(|piece| piece.text.to_owned()),
            change: None,
            is_open: false,
            machine_drafted: false,
        })
    });
    rows.collect()
}

/// Marks the rows with a block that is still a machine's.
fn mark_machine(rows: &mut [PairRow], machine: &HashSet<String>, dialect: Dialect) {
    if machine.is_empty() {
        return;
    }
    for row in rows {
        let Some(target) = &row.target else { continue };
        row.machine_drafted =
            machine.contains(&digest(target)) || machine::counted(target, dialect, machine).0 > 0;
    }
}

/// A draft that has block for block the kinds its source has was written over it in place, however
/// little of it is translated yet.
fn by_place(source: &Document, target: &Document) -> Option<Vec<Aligned>> {
    let kinds = |document: &Document| -> Vec<BlockKind> {
        document.blocks().iter().map(|block| block.kind).collect()
    };
    let rows = 0..source.blocks().len();
    (kinds(source) == kinds(target))
        .then(|| rows.map(|at| Aligned { source: at..at + 1, target: at..at + 1 }).collect())
}

/// Whether blocks are of kinds that stay as they are in the source; of none at all, too.
fn is_fixed(document: &Document, blocks: &Range<usize>) -> bool {
    use BlockKind::{Code, FrontMatter, Html, Image, LinkDefinition, Math, ThematicBreak};
    document.blocks().get(blocks.clone()).unwrap_or_default().iter().all(|block| {
        let stays = matches!(
            block.kind,
            Code | FrontMatter | Html | Image | LinkDefinition | Math | ThematicBreak
        );
        stays && quiz::texts(document.slice(block)).next().is_none()
    })
}

/// The words of a block that are there to be translated: none in code, in numbers, in what is fixed; of a
/// question those of its answers.
fn words(piece: &Piece<'_>) -> usize {
    if piece.kind == "html" {
        return quiz::texts(piece.text).map(counted).sum();
    }
    if !matches!(
        piece.kind,
        "heading" | "paragraph" | "list_item" | "quote" | "table_row" | "footnote_definition"
    ) {
        return 0;
    }
    let pieces = document::pieces(piece.text).into_iter();
    pieces.map(|it| if let document::Piece::Text(text) = it { counted(text) } else { 0 }).sum()
}

/// Words with a letter in them.
fn counted(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

/// The name under which somebody says that a block stays as it is in the source.
pub(super) fn kept_key(block: &str) -> String {
    format!("kept:{}", hex::encode(&Sha256::digest(block.trim())[..12]))
}

/// Neighbouring blocks of a document with what lies between them.
struct Piece<'a> {
    text: &'a str,
    span: Range<usize>,
    lines: (usize, usize),
    /// That of the first block.
    kind: &'static str,
}

impl<'a> Piece<'a> {
    fn of(document: &'a Document, blocks: Range<usize>) -> Option<Self> {
        let blocks = document.blocks().get(blocks)?;
        let (first, last) = (blocks.first()?, blocks.last()?);
        let span = first.span.start..last.span.end;
        Some(Self {
            text: &document.text()[span.clone()],
            span,
            lines: (first.lines.0, last.lines.1),
            kind: first.kind.name(),
        })
    }
}

/// Where the lines that changes speak of are to be found in what is shown.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// The source that is shown is the one whose lines the changes speak of.
    pub source_is_head: bool,
    /// The translation whose lines the changes speak of, as it was before anybody saw to them.
    pub published: Option<String>,
}

/// Takes apart what stands in one row only because there was nothing better to put beside it: a translation
/// whose source is gone, and a block of the source that came and has none.
fn parted(
    rows: Vec<PairRow>,
    changes: &[Change],
    ground: &Ground,
    open: &HashSet<String>,
) -> Vec<PairRow> {
    let asks = |kind, row: &PairRow| {
        let of_kind = changes.iter().filter(|it| it.kind == kind && !it.dismissed);
        of_kind.filter(|it| open.contains(&it.key)).any(|it| ground.concerns(it, row))
    };
    let is_chance = |row: &PairRow| {
        row.source.is_some()
            && row.target.is_some()
            && asks(ChangeKind::Removed, row)
            && asks(ChangeKind::Added, row)
    };
    let part = |row: PairRow| {
        if !is_chance(&row) {
            return vec![row];
        }
        let left_over = PairRow { source: None, source_lines: None, words: 0, ..row.clone() };
        let missing = PairRow {
            target: None,
            target_lines: None,
            target_span: None,
            machine_drafted: false,
            ..row
        };
        vec![left_over, missing]
    };
    rows.into_iter().flat_map(part).collect()
}

/// Puts each change to the row it concerns. Where several concern one row, one that is open is told
/// before one that is done, and then the worst.
fn mark(rows: &mut [PairRow], changes: Vec<Change>, ground: &Ground, open: &HashSet<String>) {
    for change in changes {
        let is_open = open.contains(&change.key);
        let row = rows.iter_mut().find(|row| ground.concerns(&change, row));
        if let Some(row) = row
            && row
                .change
                .as_ref()
                .is_none_or(|told| (row.is_open, told.severity) < (is_open, change.severity))
        {
            row.change = Some(change);
            row.is_open = is_open;
        }
    }
}

impl Ground {
    fn concerns(&self, change: &Change, row: &PairRow) -> bool {
        match change.source_lines {
            Some(lines) if self.source_is_head => {
                row.source_lines.is_some_and(|shown| overlap(shown, lines))
            }
            Some(_) => contains(row.source.as_deref(), &change.new_source),
            // The block is gone from the source; what is left is its place in the translation.
            None => change.target_lines.is_some_and(|lines| {
                let published = self.published.as_deref();
                published
                    .is_some_and(|text| contains(row.target.as_deref(), &of_lines(text, lines)))
            }),
        }
    }
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Whether a text has a part, or is part of it; nothing is part of nothing.
fn contains(text: Option<&str>, part: &str) -> bool {
    let (text, part) = (text.unwrap_or_default().trim(), part.trim());
    !text.is_empty() && !part.is_empty() && (text.contains(part) || part.contains(text))
}

/// The lines of a text, counted from 1.
fn of_lines(text: &str, (first, last): (usize, usize)) -> String {
    let count = (last + 1).saturating_sub(first);
    let lines: Vec<&str> = text.lines().skip(first.saturating_sub(1)).take(count).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests;
