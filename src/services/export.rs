//! Everything that is needed to leave: nobody's work is kept behind.
//!
//! The posts of a project and how they stand may be taken away by anybody, as the board shows them; all else only
//! by whoever manages people. Nothing that leaves is secret: tokens, sessions, addresses of channels and the
//! payloads of webhooks stay.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{
    Result, Workshop,
    steps::ensure,
    views::{
        BoardRow, ExportedDraft, ExportedEntry, ExportedEvent, ExportedPost, ExportedTask,
        ExportedThread, PullRequestLink,
    },
};
use crate::{
    catalogue::{Post, Side},
    ids::{ProjectId, Slug, TaskId},
    memory::to_tmx,
    store::{EntryKind, Event, ExportedWord, PersonRecord, Revision, Speaker, StoredThread},
    workflow::{Action, Person, Stage, Task},
};

impl Workshop {
    /// Every post of a project with how it stands, by slug; none before the first sync.
    pub async fn export_posts(&self, project: &ProjectId) -> Result<Vec<ExportedPost>> {
        let board = self.board(project).await?;
        let Some(catalogue) = self.catalogue(project).await? else { return Ok(Vec::new()) };
        let rows: HashMap<&Slug, &BoardRow> =
            board.rows.iter().map(|row| (&row.slug, row)).collect();
        // A sync may have ended between the two; a post without its row is there at the next look.
        let posts = catalogue.posts.iter().filter_map(|post| Some((post, rows.get(&post.slug)?)));
        Ok(posts.map(|(post, row)| exported(post, row)).collect())
    }

    /// Everybody, with nothing that is secret.
    pub async fn export_people(&self, by: &Person) -> Result<Vec<PersonRecord>> {
        ensure(by, Action::ManagePeople)?;
        Ok(self.0.store.person_records().await?)
    }

    /// The log after a position, oldest first; at most `limit` lines.
    pub async fn export_events(
        &self,
        after: i64,
        limit: u32,
        by: &Person,
    ) -> Result<Vec<ExportedEvent>> {
        ensure(by, Action::ManagePeople)?;
        let lines = self.0.store.events_after(after, limit).await?;
        Ok(lines.into_iter().map(|(id, event)| of_event(id, event)).collect())
    }

    /// Every task a project ever had with what was said about it, oldest first.
    pub async fn export_tasks(
        &self,
        project: &ProjectId,
        by: &Person,
    ) -> Result<Vec<ExportedTask>> {
        ensure(by, Action::ManagePeople)?;
        let project = &self.project(project)?.settings.id;
        let mut tasks = Vec::new();
        for task in self.0.store.all_tasks(project).await? {
            let threads = self.0.store.threads(task.id).await?;
            tasks.push(of_task(task, threads));
        }
        Ok(tasks)
    }

    /// The saved versions of a task's draft, oldest first.
    pub async fn export_drafts(&self, task: TaskId, by: &Person) -> Result<Vec<ExportedDraft>> {
        ensure(by, Action::ManagePeople)?;
        let (task, _) = self.task(task).await?;
        let revisions = self.0.store.revisions(task.id).await?;
        let draft = |revision: Revision| ExportedDraft {
            task: task.id,
            slug: task.slug.clone(),
            number: revision.number,
            by: revision.by,
            at: revision.at,
            text: revision.text,
        };
        Ok(revisions.into_iter().rev().map(draft).collect())
    }

    /// What people said of the judgement of a project's posts.
    pub async fn export_words(
        &self,
        project: &ProjectId,
        by: &Person,
    ) -> Result<Vec<ExportedWord>> {
        ensure(by, Action::ManagePeople)?;
        let project = &self.project(project)?.settings.id;
        Ok(self.0.store.words_on_judgement(project).await?)
    }

    /// The translation memory as TMX, as far as it was made.
    pub async fn export_memory(&self, project: &ProjectId) -> Result<String> {
        let settings = &self.project(project)?.settings;
        let units = self.0.store.memory_leaves(&settings.id).await?;
        let pairs = units.iter().map(|stored| {
            (stored.slug.as_str(), stored.unit.source.as_str(), stored.unit.target.as_str())
        });
        Ok(to_tmx(pairs, settings.convention.language()))
    }
}

fn exported(post: &Post, row: &BoardRow) -> ExportedPost {
    let changed_at = |side: &Option<Side>| {
        side.as_ref().and_then(|side| Timestamp::from_second(side.last_at).ok())
    };
    let credits = post.target.as_ref().map(|target| &target.meta);
    let task = row.task.as_ref();
    ExportedPost {
        slug: post.slug.clone(),
        seal: row.seal,
        status: post.status,
        severity: post.severity,
        source_path: post.source.as_ref().map(|side| side.path.clone()),
        target_path: post.target.as_ref().map_or(&post.target_path, |side| &side.path).clone(),
        source_title: row.source_title.clone(),
        target_title: row.target_title.clone(),
        tags: row.tags.clone(),
        published_on: row.published_on.clone(),
        words: row.words,
        words_to_touch: row.words_to_touch,
        base_commit: post.judgement.as_ref().map(|judgement| judgement.base.commit),
        source_changed_at: changed_at(&post.source),
        target_changed_at: changed_at(&post.target),
        translators: credits.map(|meta| meta.translators.clone()).unwrap_or_default(),
        proofreaders: credits.map(|meta| meta.proofreaders.clone()).unwrap_or_default(),
        translator: task.map(|task| task.translator.clone()),
        reviewer: task.and_then(|task| task.reviewer.clone()),
        stage: task.map(|task| task.stage),
        elsewhere: row.elsewhere.clone(),
    }
}

fn of_task(task: Task, threads: Vec<StoredThread>) -> ExportedTask {
    let reason = match &task.stage {
        Stage::ChangesRequested { reason, .. } | Stage::Closed { reason, .. } => {
            Some(reason.clone())
        }
        _ => None,
    };
    ExportedTask {
        id: task.id,
        kind: task.kind,
        stage: task.stage_name(),
        translator: task.translator,
        reviewer: task.reviewer(),
        claimed_at: task.claimed_at,
        since: task.since(),
        lease_until: task.lease_until(),
        source_commit: task.source_commit,
        source_blob: task.source_blob,
        revision: task.revision(),
        reason,
        pull_request: task.published_as().map(|published| PullRequestLink {
            number: published.number,
            url: published.url.clone(),
            branch: published.branch.clone(),
            commit: published.commit,
        }),
        slug: task.slug,
        threads: threads.into_iter().map(of_thread).collect(),
    }
}

fn of_thread(thread: StoredThread) -> ExportedThread {
    let is_resolved = thread.is_resolved();
    let entries = thread.entries.into_iter().map(|entry| {
        let (by, outside) = match entry.by {
            Speaker::Person(id) => (Some(id), None),
            Speaker::Outside { name, .. } => (None, Some(name)),
        };
        let what = match entry.kind {
            EntryKind::Said => "said",
            EntryKind::Resolved => "resolved",
            EntryKind::Reopened => "reopened",
        };
        ExportedEntry { what, by, outside, at: entry.at, body: entry.body }
    });
    let place = thread.place;
    ExportedThread {
        id: thread.id,
        revision: thread.revision,
        line: place.as_ref().and_then(|place| place.line),
        target_text: place.as_ref().and_then(|place| place.target_text.clone()),
        source_text: place.and_then(|place| place.source_text),
        is_resolved,
        entries: entries.collect(),
    }
}

fn of_event(id: i64, event: Event) -> ExportedEvent {
    ExportedEvent {
        id,
        at: event.at,
        actor: event.actor,
        project: event.project,
        slug: event.slug,
        task: event.task,
        kind: event.kind,
        data: event.data,
    }
}
