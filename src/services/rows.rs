//! The aligned view of a text that is being written.

use super::{
    Project, Result, ServiceError, Workshop, in_background,
    steps::ensure,
    views::{PairRow, Rows},
};
use crate::{
    catalogue::Post,
    checks,
    document::{Block, Dialect, Document},
    ids::TaskId,
    staleness::Change,
    workflow::{Action, Person, Task, TaskKind},
};

impl Workshop {
    /// Aligns an unsaved text with the source of its task and checks it; saves nothing.
    pub async fn rows(&self, task: TaskId, text: &str, viewer: &Person) -> Result<Rows> {
        ensure(viewer, Action::Comment)?;
        let (task, project) = self.task(task).await?;
        let post = match self.known_post(project, &task.slug).await {
            Ok(post) => Some(post),
            Err(ServiceError::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let source = self.source_of(&task, project).await?;
        self.aligned(&task, project, post.as_ref(), &source, text).await
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
        let waiting = waiting(task, post);
        let (source, text) = (source.to_owned(), text.to_owned());
        in_background(move || {
            let mut rows = pair(&source, &text, convention.dialect());
            mark(&mut rows, waiting);
            Ok(Rows { rows, findings: checks::check(&convention, Some(&source), &text) })
        })
        .await
    }
}

/// The changes an update still has to carry, in the order of the source.
fn waiting(task: &Task, post: Option<&Post>) -> Vec<Change> {
    let judgement = match task.kind {
        TaskKind::Update => post.and_then(|post| post.judgement.as_ref()),
        TaskKind::Translate => None,
    };
    let changes = judgement.iter().flat_map(|judgement| &judgement.changes);
    changes.filter(|change| !change.reflected && !change.dismissed).cloned().collect()
}

/// Puts the blocks of both texts side by side in their order.
fn pair(source: &str, target: &str, dialect: Dialect) -> Vec<PairRow> {
    let (source, target) = (Document::parse(source, dialect), Document::parse(target, dialect));
    let count = source.blocks().len().max(target.blocks().len());
    let side = |document: &Document, place: usize| -> Option<(Block, String)> {
        let block = document.blocks().get(place)?;
        Some((block.clone(), document.slice(block).to_owned()))
    };
    (0..count)
        .filter_map(|place| {
            let (left, right) = (side(&source, place), side(&target, place));
            let kind = left.as_ref().or(right.as_ref())?.0.kind.name();
            Some(PairRow {
                source_lines: left.as_ref().map(|(block, _)| block.lines),
                target_lines: right.as_ref().map(|(block, _)| block.lines),
                target_span: right.as_ref().map(|(block, _)| (block.span.start, block.span.end)),
                source: left.map(|(_, text)| text),
                target: right.map(|(_, text)| text),
                kind,
                change: None,
            })
        })
        .collect()
}

/// Puts each change to the row of its source block.
fn mark(rows: &mut [PairRow], changes: Vec<Change>) {
    for change in changes {
        let row = rows.iter_mut().find(|row| row.change.is_none() && concerns(&change, row));
        if let Some(row) = row {
            row.change = Some(change);
        }
    }
}

/// Whether a change is about a row. The text of the block decides, because the lines of a change are
/// those of the source at head, which may have moved on since the claim; a block that is gone has
/// only its place in the translation.
fn concerns(change: &Change, row: &PairRow) -> bool {
    let same =
        |text: &str| row.source.as_deref().is_some_and(|source| source.trim() == text.trim());
    match change.source_lines {
        Some((first, last)) => {
            same(&change.new_source)
                || row.source_lines.is_some_and(|(from, to)| from <= last && first <= to)
                    && row.source.as_deref().is_some_and(|it| it.contains(change.new_source.trim()))
        }
        None => match (change.target_lines, row.target_lines) {
            (Some((first, last)), Some((from, to))) => from <= last && first <= to,
            _ => false,
        },
    }
}
