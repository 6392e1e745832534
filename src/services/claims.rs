//! Claims: a lease decided in one atomic write.

use serde_json::json;

use super::{
    Project, Result, ServiceError, Unfit, Workshop,
    carrying::open_changes,
    judging::is_version,
    steps::{TRIES, ensure},
};
use crate::{
    background,
    catalogue::{Post, Side},
    ids::{BlobId, CommitId, PersonId, ProjectId, RepoPath, Slug, TaskId},
    staleness::{Severity, Status},
    store::{ClaimOutcome, NewCarry, NewTask, StoreError},
    workflow::{Action, Person, Task, TaskKind},
};

impl Workshop {
    /// Claims a post: *translate* where there is no translation, *update* where it is behind its
    /// source, if only in what is cosmetic. The first draft is the draft an earlier claim left, the
    /// published translation, or the starting text.
    pub async fn claim(&self, project: &ProjectId, slug: &Slug, by: &Person) -> Result<Task> {
        ensure(by, Action::Claim)?;
        let project = self.project(project)?;
        let limit = project.settings.rules.max_claims_per_person;
        self.ensure_nobody_is_on_it(&project.settings.id, slug).await?;
        self.claim_for(project, slug, by.id, by, limit).await
    }

    /// Gives a claim back; the draft is kept for whoever takes the post next.
    pub async fn release(&self, task: TaskId, by: &Person) -> Result<Task> {
        let now = self.0.clock.now();
        self.take_step(task, by, "released", json!({}), work_on, |task, _| {
            Ok(task.release(by.id, now)?)
        })
        .await
    }

    /// A maintainer gives a post to somebody: a fresh claim, or a claimed task changes hands. Nobody
    /// is given more than they can refuse: the limit on claims does not apply, a release is one click.
    pub async fn assign(
        &self,
        project: &ProjectId,
        slug: &Slug,
        to: PersonId,
        by: &Person,
    ) -> Result<Task> {
        ensure(by, Action::Steer)?;
        let project = self.project(project)?;
        let receiver = self.0.store.person(to).await?.ok_or(ServiceError::NotFound("person"))?;
        if receiver.blocked {
            return Err(ServiceError::Invalid {
                field: "person",
                problem: Unfit::Blocked(receiver.name),
            });
        }
        let Some(active) = self.0.store.active_task(&project.settings.id, slug).await? else {
            return self.claim_for(project, slug, to, by, u32::MAX).await;
        };
        let now = self.0.clock.now();
        let data = json!({ "to": to, "from": active.translator });
        self.take_step(
            active.id,
            by,
            "assigned",
            data,
            |_, _| Action::Steer,
            |task, project| Ok(task.reassign(to, now, project.settings.rules.claim_lease)?),
        )
        .await
    }

    /// Ends the leases that ran out, of translators and of proofreaders; returns how many.
    pub async fn expire_leases(&self) -> Result<usize> {
        let mut ended = 0;
        for task in self.0.store.tasks_with_lease_before(self.0.clock.now()).await? {
            // A task of a project that is no longer configured rests as it is.
            if self.project_of(&task).is_ok() && self.expire(&task).await? {
                ended += 1;
            }
        }
        Ok(ended)
    }

    async fn expire(&self, task: &Task) -> Result<bool> {
        let after = task.clone().expire(self.0.clock.now())?;
        let kind = if after.is_active() { "review_left" } else { "expired" };
        self.write_step(task, &after, None, kind, json!({ "lease_ended": true })).await
    }

    pub(super) async fn claim_for(
        &self,
        project: &Project,
        slug: &Slug,
        translator: PersonId,
        actor: &Person,
        limit: u32,
    ) -> Result<Task> {
        let post = self.known_post(project, slug).await?;
        let (kind, source) = what_to_do(&post)?;
        self.ensure_offered(&project.settings.id, slug).await?;
        for _ in 0..TRIES {
            let claimed_at = self.0.clock.now();
            let beginning = self.beginning(project, &post, kind, source).await?;
            let new = NewTask {
                project: project.settings.id.clone(),
                slug: slug.clone(),
                kind,
                translator,
                actor: actor.id,
                source_commit: beginning.source.0,
                source_blob: beginning.source.1,
                claimed_at,
                lease_until: claimed_at + project.settings.rules.claim_lease,
                first_draft: beginning.draft,
                follows: beginning.follows,
            };
            match self.0.store.claim(&new, limit).await? {
                ClaimOutcome::Claimed(task) => {
                    project.forget_board();
                    return Ok(task);
                }
                ClaimOutcome::TooMany => return Err(ServiceError::TooManyClaims { limit }),
                // A lease that ended frees its post at that moment, not when the worker looks.
                ClaimOutcome::Taken(task) if has_ended(&task, claimed_at) => {
                    self.expire(&task).await?;
                }
                // Asked again, because the first answer got lost or a button was pressed twice.
                ClaimOutcome::Taken(task)
                    if task.translator == translator && actor.id == translator =>
                {
                    return Ok(task);
                }
                ClaimOutcome::Taken(task) => {
                    let by = self.brief(task.translator).await?.name;
                    return Err(ServiceError::AlreadyClaimed { by });
                }
            }
        }
        Err(StoreError::Contended { table: "tasks", row: slug.to_string() }.into())
    }

    /// What a claim begins with.
    async fn beginning(
        &self,
        project: &Project,
        post: &Post,
        kind: TaskKind,
        source: &Side,
    ) -> Result<Beginning> {
        let published = match (&post.target, kind) {
            (Some(target), TaskKind::Update) => Some(self.text_of(project, target).await?),
            _ => None,
        };
        let head = (source.commit, source.blob);
        let follows =
            published.clone().map(|ground| NewCarry { ground, changes: open_changes(post) });
        if let Some((left, draft)) =
            self.inherited_draft(project, post, published.as_deref()).await?
        {
            // What somebody wrote goes on from the version they wrote it from; the carry-over then
            // says what has changed since.
            let catalogue = self.known_catalogue(project).await?;
            let made_from = (left.source_commit, left.source_blob);
            let is_known = is_version(&catalogue, post, left.source_commit);
            let source = if is_known { made_from } else { head };
            let follows = match self.left_to_follow(&left).await? {
                Some(left) if is_known => Some(left),
                _ if source == head => follows,
                _ => None,
            };
            return Ok(Beginning { draft, source, follows });
        }
        let draft = match published {
            Some(text) => text,
            None => {
                let source = self.text_of(project, source).await?;
                project.settings.convention.starting_text(&source)
            }
        };
        Ok(Beginning { draft, source: head, follows })
    }

    /// The draft an earlier claim left, with its task, where it still fits. One of an update fits only while the
    /// translation it began from is the published one; otherwise it would undo what others did since.
    pub(super) async fn inherited_draft(
        &self,
        project: &Project,
        post: &Post,
        published: Option<&str>,
    ) -> Result<Option<(Task, String)>> {
        let store = &self.0.store;
        let Some(left) = store.left_draft(&project.settings.id, &post.slug).await? else {
            return Ok(None);
        };
        let Some(task) = store.task(left.task).await? else { return Ok(None) };
        let fits = match (task.kind, published) {
            (TaskKind::Translate, None) => true,
            (TaskKind::Update, Some(published)) => {
                self.written_from(&task).await?.iter().any(|text| text == published)
            }
            _ => false,
        };
        Ok(fits.then_some((task, left.text)))
    }

    /// The text of one side of a post at head; invalid UTF-8 replaced.
    pub(super) async fn text_of(&self, project: &Project, side: &Side) -> Result<String> {
        self.blob_text(project, &side.path, side.blob).await
    }

    /// The text of a blob; invalid UTF-8 replaced.
    pub(super) async fn blob_text(
        &self,
        project: &Project,
        path: &RepoPath,
        blob: BlobId,
    ) -> Result<String> {
        if let Some(text) = self.0.blobs.get(blob) {
            return Ok(text.to_string());
        }
        let (mirror, path) = (project.mirror.clone(), path.clone());
        let text = background::run(move || mirror.reader()?.text(&path, blob)).await?;
        self.0.blobs.keep(blob, &text);
        Ok(text.to_string())
    }
}

/// What a claim begins with: a text, the source version it is made from, what it has to follow.
struct Beginning {
    draft: String,
    source: (CommitId, BlobId),
    follows: Option<NewCarry>,
}

/// Writing, submitting and giving back one's own task.
pub(super) fn work_on(task: &Task, _: &Project) -> Action {
    Action::WorkOn { translator: task.translator }
}

fn has_ended(task: &Task, now: jiff::Timestamp) -> bool {
    task.clone().expire(now).is_ok_and(|task| !task.is_active())
}

/// What there is to do on a post, and the source version to do it from.
fn what_to_do(post: &Post) -> Result<(TaskKind, &Side)> {
    let source = post.source.as_ref().ok_or(ServiceError::NoSource)?;
    match post.status {
        Status::Untranslated => Ok((TaskKind::Translate, source)),
        Status::Stale => Ok((TaskKind::Update, source)),
        Status::Current if post.severity >= Severity::Cosmetic => Ok((TaskKind::Update, source)),
        Status::Current => Err(ServiceError::NothingToDo),
        Status::Orphan => Err(ServiceError::NoSource),
    }
}
