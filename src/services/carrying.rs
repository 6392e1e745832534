//! Carries a draft over when its source moves on while somebody works on it.
//!
//! What must hold: nothing anybody typed is lost. The Chinese stays as it is; what changed in the
//! English is marked at its block until somebody has seen to it, what is new is put in untranslated,
//! what is gone is offered for deletion. The draft as it was stays among the revisions, and a save that
//! races the carry-over finds a newer revision, as with any other save.

use std::collections::HashSet;

use serde_json::json;

use super::{
    Project, Result, ServiceError, Workshop,
    rows::{Ground, kept_key, still_open},
    saving::{may_write, saved},
    steps::{TRIES, ensure},
    views::{CarryCounts, CarryView, Saved, SourceNews},
};
use crate::{
    background,
    catalogue::{Post, Side},
    convention::Convention,
    ids::{RevisionNumber, TaskId},
    staleness::{Change, ChangeKind, Untouched, carry_over},
    store::{Event, NewCarry, SaveOutcome, StoreError},
    workflow::{Action, Person, Stage, Task, TaskKind},
};

/// What a draft has to follow of its source.
#[derive(Debug, Default)]
pub(super) struct Follow {
    pub changes: Vec<Change>,
    pub ground: Ground,
    /// Keys of the changes somebody says need nothing here.
    pub settled: HashSet<String>,
}

impl Follow {
    /// The changes nobody has waved through.
    pub fn unsettled(&self) -> Vec<Change> {
        let unsettled = |change: &&Change| !self.settled.contains(&change.key);
        self.changes.iter().filter(unsettled).cloned().collect()
    }
}

impl Workshop {
    /// What the draft of a task still has to follow.
    pub(super) async fn to_follow(
        &self,
        task: &Task,
        project: &Project,
        post: Option<&Post>,
    ) -> Result<Follow> {
        let settled = self.0.store.settled_changes(task.id).await?;
        if let Some(carry) = self.0.store.newest_carry(task.id).await? {
            let ground = Ground { source_is_head: true, published: Some(carry.ground) };
            return Ok(Follow { changes: carry.changes, ground, settled });
        }
        // An update from before such things were noted goes by the present judgement.
        let changes = match task.kind {
            TaskKind::Update => post.map(open_changes).unwrap_or_default(),
            TaskKind::Translate => Vec::new(),
        };
        let ground = Ground {
            source_is_head: post
                .and_then(|post| post.source.as_ref())
                .is_some_and(|side| side.blob == task.source_blob),
            published: match post.and_then(|post| post.target.as_ref()) {
                Some(target) if !changes.is_empty() => Some(self.text_of(project, target).await?),
                _ => None,
            },
        };
        Ok(Follow { changes, ground, settled })
    }

    /// What happened to the source of a task since the version it is made from, while that still
    /// matters to its draft.
    pub(super) async fn source_news(
        &self,
        task: &Task,
        project: &Project,
        post: Option<&Post>,
        draft: &str,
    ) -> Result<Option<SourceNews>> {
        if !(task.is_active() || matches!(task.stage, Stage::Expired { .. })) {
            return Ok(None);
        }
        let Some(source) = post.and_then(|post| post.source.as_ref()) else {
            return Ok(Some(SourceNews::Gone));
        };
        if source.blob == task.source_blob {
            return Ok(None);
        }
        if matches!(task.stage, Stage::Approved { .. } | Stage::PrOpen { .. }) {
            return Ok(Some(SourceNews::TooLate));
        }
        let carried = self.carried(task, project, post, source, draft.to_owned()).await?;
        Ok(Some(SourceNews::Moved { to: source.commit, counts: carried.counts() }))
    }

    /// What carrying a draft over would do; `None` while its source is where it was.
    pub async fn carry_view(&self, task: TaskId, viewer: &Person) -> Result<Option<CarryView>> {
        ensure(viewer, Action::Comment)?;
        let (task, project) = self.task(task).await?;
        let post = self.post_of(&task).await?;
        let Some(source) = post.as_ref().and_then(|post| post.source.as_ref()) else {
            return Ok(None);
        };
        if source.blob == task.source_blob {
            return Ok(None);
        }
        let newest = self.0.store.newest_revision(task.id).await?;
        let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
        let text = newest.text.clone();
        let carried = self.carried(&task, project, post.as_ref(), source, text).await?;
        Ok(Some(CarryView {
            project: project.settings.id.clone(),
            slug: task.slug.clone(),
            title: post.as_ref().and_then(super::reading::source_title),
            from: task.source_commit,
            to: source.commit,
            may_carry: super::reading::may_edit(&task, project, viewer),
            task: self.names().await?.task(&task),
            counts: carried.counts(),
            draft: self.draft(newest).await?,
            text: carried.text,
            changes: carried.changes,
            refreshed: carried.refreshed,
        }))
    }

    /// Carries a draft over to the newest version of its source, on top of revision `expected`;
    /// otherwise [`ServiceError::Conflict`]. Whoever may save may do so. Doing it twice changes nothing.
    pub async fn carry(
        &self,
        task: TaskId,
        expected: RevisionNumber,
        by: &Person,
    ) -> Result<Saved> {
        for _ in 0..TRIES {
            let (before, project) = self.task(task).await?;
            let lease = may_write(&before, project, by)?;
            let post = self.post_of(&before).await?;
            let source = post.as_ref().and_then(|post| post.source.as_ref());
            let source = source.ok_or(ServiceError::NoSource)?;
            if matches!(before.stage, Stage::Expired { .. }) {
                self.resume(&before, project, by).await?;
                continue;
            }
            if source.blob == before.source_blob {
                let newest = self.0.store.newest_revision(task).await?;
                let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
                return Ok(saved(&newest, &before));
            }
            let newest = self.newest(task, expected).await?;
            let carried =
                self.carried(&before, project, post.as_ref(), source, newest.text).await?;
            let now = self.0.clock.now();
            let to = (source.commit, source.blob);
            let after = before.clone().carried(to, by.id, now, lease)?;
            let event = Event {
                at: now,
                actor: Some(by.id),
                project: Some(before.project.clone()),
                slug: Some(before.slug.clone()),
                task: Some(before.id),
                kind: "carried".into(),
                data: json!({ "from": before.source_commit, "commit": source.commit }),
            };
            let carry = NewCarry { ground: carried.text.clone(), changes: carried.changes };
            let written = self.0.store.carry(
                (&before, &after),
                expected,
                &carried.text,
                &carry,
                &event,
                by.id,
            );
            match written.await? {
                SaveOutcome::Saved(revision) => {
                    project.forget_board();
                    return Ok(saved(&revision, &after));
                }
                SaveOutcome::Conflict(newest) => {
                    return Err(self.conflict(expected, newest).await?);
                }
                SaveOutcome::TaskMoved => {}
            }
        }
        Err(StoreError::Contended { table: "tasks", row: task.to_string() }.into())
    }

    /// Says that a change of the source needs nothing in this draft, or that it does after all.
    pub async fn settle_change(
        &self,
        task: TaskId,
        key: &str,
        settled: bool,
        by: &Person,
    ) -> Result<()> {
        let (task, project) = self.task(task).await?;
        may_write(&task, project, by)?;
        let post = self.post_of(&task).await?;
        let follow = self.to_follow(&task, project, post.as_ref()).await?;
        if !follow.changes.iter().any(|change| change.key == key) {
            return Err(ServiceError::NotFound("change"));
        }
        let now = self.0.clock.now();
        Ok(self.0.store.settle_change(task.id, key, settled, by.id, now).await?)
    }

    /// Says that a block of the source stays in English, or that it does not after all.
    pub async fn keep_block(
        &self,
        task: TaskId,
        block: &str,
        kept: bool,
        by: &Person,
    ) -> Result<()> {
        let (task, project) = self.task(task).await?;
        may_write(&task, project, by)?;
        let now = self.0.clock.now();
        Ok(self.0.store.settle_change(task.id, &kept_key(block), kept, by.id, now).await?)
    }

    /// The draft an ended task left, with what it still has to follow.
    pub(super) async fn left_to_follow(&self, task: &Task) -> Result<Option<NewCarry>> {
        let Some(carry) = self.0.store.newest_carry(task.id).await? else { return Ok(None) };
        let settled = self.0.store.settled_changes(task.id).await?;
        let mut changes = carry.changes;
        changes.retain(|change| !settled.contains(&change.key));
        Ok(Some(NewCarry { ground: carry.ground, changes }))
    }

    async fn carried(
        &self,
        task: &Task,
        project: &Project,
        post: Option<&Post>,
        source: &Side,
        draft: String,
    ) -> Result<Carried> {
        let old = self.source_of(task, project).await?;
        let new = self.text_of(project, source).await?;
        let follow = self.to_follow(task, project, post).await?;
        let (convention, kind) = (project.settings.convention.clone(), task.kind);
        let carried = background::run(move || {
            let open = still_open(&follow, &old, &draft, convention.dialect());
            carried(&convention, kind, (&old, &new), &draft, open)
        });
        Ok(carried.await)
    }
}

/// The changes of a judgement that wait.
pub(super) fn open_changes(post: &Post) -> Vec<Change> {
    let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
    changes.filter(|change| !change.reflected && !change.dismissed).cloned().collect()
}

/// A draft as it will be.
#[derive(Debug, Clone, PartialEq)]
struct Carried {
    text: String,
    /// What is left to do; `target_lines` are lines of `text`.
    changes: Vec<Change>,
    /// Blocks nobody had translated, now in the new English.
    refreshed: Vec<Change>,
    /// Nothing had been done yet, so that the new original simply takes the place of the old.
    is_fresh: bool,
}

impl Carried {
    fn counts(&self) -> CarryCounts {
        let count = |kind| self.changes.iter().filter(|change| change.kind == kind).count();
        CarryCounts {
            modified: count(ChangeKind::Modified),
            added: count(ChangeKind::Added),
            removed: count(ChangeKind::Removed),
            refreshed: self.refreshed.len(),
            is_fresh: self.is_fresh,
        }
    }
}

/// Carries a draft from one version of its source to another. `open` is what the draft had still to
/// follow, with lines of the draft.
fn carried(
    convention: &Convention,
    kind: TaskKind,
    (old, new): (&str, &str),
    draft: &str,
    open: Vec<Change>,
) -> Carried {
    if kind == TaskKind::Translate && draft == convention.starting_text(old) {
        let text = convention.starting_text(new);
        return Carried { text, changes: Vec::new(), refreshed: Vec::new(), is_fresh: true };
    }
    let put_in: Vec<(usize, usize)> = open
        .iter()
        .filter(|change| change.kind == ChangeKind::Added)
        .filter_map(|change| change.target_lines)
        .collect();
    let untouched = match kind {
        TaskKind::Translate => Untouched::Refresh,
        // What is English in a published translation is so on purpose.
        TaskKind::Update => Untouched::RefreshAt(&put_in),
    };
    let carried = carry_over(old, new, draft, convention.dialect(), untouched);
    let mut reflected = carried.reflected;
    let mut changes: Vec<Change> = carried.changes.into_iter().map(|one| one.change).collect();
    let mut refreshed: Vec<Change> = carried.refreshed.into_iter().map(|one| one.change).collect();
    for mut before in open {
        let moved =
            |line: usize| carried.lines.get(line.saturating_sub(1)).copied().unwrap_or(line);
        before.target_lines = before.target_lines.map(|(first, last)| (moved(first), moved(last)));
        let earlier = before.new_source.clone();
        let speaks_of = |later: &Change| {
            later.kind != ChangeKind::Added && is_same(&later.old_source, &earlier)
        };
        // What the draft carries of the later change it need not carry of both.
        if let Some(place) = reflected.iter().position(speaks_of) {
            changes.push(reflected.swap_remove(place));
        }
        if let Some(place) = refreshed.iter().position(speaks_of) {
            // Put in by an earlier carry-over and still English: it is still new.
            let later = refreshed.remove(place);
            changes.push(Change { kind: before.kind, old_source: before.old_source, ..later });
        } else if let Some(later) = changes.iter_mut().find(|later| speaks_of(later)) {
            // Both changes in one, so that the words of the first are not forgotten.
            if before.kind == ChangeKind::Added && later.kind == ChangeKind::Modified {
                later.kind = ChangeKind::Added;
            }
            later.old_source = before.old_source;
        } else if before.kind == ChangeKind::Removed
            && changes.iter().any(|it| is_same(&it.new_source, &before.old_source))
        {
            // It came back.
        } else {
            before.source_lines = relocated(&before, new).or(before.source_lines);
            changes.push(before);
        }
    }
    // Changed and changed back: the draft says what the source says again.
    changes.retain(|it| !is_same(&it.old_source, &it.new_source));
    changes.sort_by_key(|it| (it.target_lines, it.source_lines));
    let text = with_ready_insertions(convention, carried.text, &carried.inserted);
    Carried { text, changes, refreshed, is_fresh: false }
}

fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    !a.is_empty() && a == b
}

/// The lines of an unchanged block in the new source, the nearest to where it was.
fn relocated(change: &Change, source: &str) -> Option<(usize, usize)> {
    let (block, (first, last)) = (change.new_source.trim(), change.source_lines?);
    if block.is_empty() {
        return None;
    }
    let line = |at: usize| source[..at].matches('\n').count() + 1;
    let places = source.match_indices(block).map(|(at, _)| line(at));
    let start = places.min_by_key(|place| place.abs_diff(first))?;
    Some((start, start + (last - first)))
}

/// Makes what was put in ready to be translated as the rest of the draft was when it began: pictures
/// that would not be found from the folder of the translations get their whole address.
fn with_ready_insertions(
    convention: &Convention,
    mut text: String,
    inserted: &[std::ops::Range<usize>],
) -> String {
    for range in inserted.iter().rev() {
        let raw = &text[range.clone()];
        let block = raw.trim_start_matches(['\r', '\n']);
        // A rule of dashes is not front matter here.
        if block.starts_with("---") {
            continue;
        }
        let ready = convention.starting_text(block);
        if ready.matches('\n').count() == block.matches('\n').count() {
            let start = range.end - block.len();
            text.replace_range(start..range.end, &ready);
        }
    }
    text
}

#[cfg(test)]
mod tests;
