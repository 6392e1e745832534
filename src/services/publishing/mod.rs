//! From an approved draft to one branch and one pull request, however often it is interrupted.
//!
//! What must hold: everything that goes out follows from the approved revision, the people of the task
//! and the newest base branch, and nothing from how far an earlier try came. A try therefore begins at
//! the beginning, finds what is there already and adds what is missing; killed at any step and run
//! again, exactly one branch and one pull request exist. Nothing is ever forced.
//!
//! The approved tasks are the queue: there is no list of jobs beside them that could differ.

mod manuscript;
mod merging;
mod on_branch;
mod on_github;
mod pushed;
mod rehearsal;
mod schedule;

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use serde_json::json;
use tracing::Instrument as _;

pub(super) use manuscript::Manuscript;
pub(super) use pushed::{TakenIn, Tip};

use super::{Project, PublishTarget, Result, ServiceError, Workshop, reconcile::Failures};
use crate::{
    github::GithubError,
    ids::TaskId,
    store::{Event, OwnPull, Publication, Publishing},
    workflow::{Action, Person, Published, Reason, Stage, Task, TaskKind, Told, may},
};

impl Workshop {
    /// Publishes every approved task that is due and returns how many were; a failure is kept with the
    /// task and tried again later, or parked until a person asks. No task keeps the others waiting,
    /// whatever comes of it; the first error that not even could be stored is returned at the end.
    pub async fn publish_due(&self) -> Result<usize> {
        let mut published = 0;
        let mut failures = Failures::default();
        for project in &self.0.projects {
            if publishes_nothing(project) {
                continue;
            }
            for task in self.0.store.active_tasks(&project.settings.id).await? {
                let tried = self.publish_if_due(project, task).await;
                published += usize::from(failures.note("publishing a task", tried) == Some(true));
            }
        }
        failures.first.map_or(Ok(published), Err)
    }

    /// A person asks for another try now; the worker makes it.
    pub async fn publish_again(&self, task: TaskId, by: &Person) -> Result<Task> {
        if !may(by, Action::Steer) {
            return Err(ServiceError::Forbidden);
        }
        let task = self.0.store.task(task).await?.ok_or(ServiceError::NotFound("task"))?;
        let project = self.project_of(&task)?;
        if publishes_nothing(project) {
            return Err(ServiceError::NoPublisher);
        }
        if let Some(failed) = self.0.store.publication(task.id).await? {
            let due = Publication { next_attempt: Some(self.0.clock.now()), ..failed };
            self.0.store.set_publication(&due).await?;
        }
        self.wake();
        Ok(task)
    }

    async fn publish_if_due(&self, project: &Project, task: Task) -> Result<bool> {
        Ok(self.is_due(&task).await? && self.try_to_publish(project, task).await?)
    }

    async fn is_due(&self, task: &Task) -> Result<bool> {
        let Stage::Approved { at, .. } = task.stage else { return Ok(false) };
        let publication = self.0.store.publication(task.id).await?;
        Ok(schedule::is_due(publication.as_ref(), at, self.0.clock.now()))
    }

    /// One try; whether the translation is out. A failure is kept with the task; an error means that
    /// not even that could be stored.
    async fn try_to_publish(&self, project: &Project, task: Task) -> Result<bool> {
        let (id, approved_at) = (task.id, task.since());
        let begun = self.0.clock.now();
        let span = tracing::info_span!("publish", project = %project.settings.id, task = %id);
        let tried = caught(self.publish_patiently(project, task)).instrument(span).await;
        self.0.tally.publishes.note(tried.is_ok(), begun, self.0.clock.now());
        match tried {
            Ok(is_out) => {
                self.0.store.set_publication(&schedule::succeeded(id, self.0.clock.now())).await?;
                Ok(is_out)
            }
            Err(error) => {
                self.keep_failure(project, id, approved_at, &error).await?;
                Ok(false)
            }
        }
    }

    /// Publishes, and once more where the world moved in between: another worker was there first, or the
    /// repository has another name.
    async fn publish_patiently(&self, project: &Project, task: Task) -> Result<bool> {
        for _ in 0..2 {
            match self.publish(project, task.clone()).await {
                Err(ServiceError::Github(GithubError::BranchMoved { .. })) => {}
                Err(ServiceError::Github(GithubError::Moved(_))) => {
                    self.learn_names(project).await?
                }
                done => return done,
            }
        }
        self.publish(project, task).await
    }

    /// Brings a task that is approved, or out already, onto its branch; whether that changed anything.
    pub(super) async fn publish(&self, project: &Project, task: Task) -> Result<bool> {
        let manuscript = self.manuscript(project, &task).await?;
        let outcome = match &project.settings.publish {
            PublishTarget::Branch { remote } => {
                self.publish_on_branch(project, remote, &manuscript).await?
            }
            PublishTarget::Github { upstream, fork } => {
                let fork = fork.as_deref();
                self.publish_on_github(project, upstream, fork, &task, &manuscript).await?
            }
            PublishTarget::Preview { .. } | PublishTarget::Nowhere => {
                return Err(ServiceError::NoPublisher);
            }
        };
        let published = match outcome {
            Outcome::Out(published) => published,
            Outcome::AnotherIsThere => {
                self.give_way(project, &task, &manuscript).await?;
                return Ok(false);
            }
            Outcome::OthersPushed(taken) => {
                self.after_push(project, &task, &taken).await?;
                return Ok(false);
            }
        };
        self.note_published(&task, &manuscript, &published).await?;
        let data = json!({
            "branch": published.branch,
            "commit": published.commit,
            "number": published.number,
            "url": published.url,
        });
        let after = task.clone().published(published, self.0.clock.now())?;
        if after == task {
            return Ok(false);
        }
        self.worker_step(&task, &after, "published", data).await
    }

    /// Writes down what went out, before the task says so: cut off in between, the next try finds it.
    async fn note_published(
        &self,
        task: &Task,
        manuscript: &Manuscript,
        published: &Published,
    ) -> Result<()> {
        let (Some(revision), Some(reviewer)) = (task.revision(), task.reviewer()) else {
            return Ok(());
        };
        let publishing = Publishing {
            task: task.id,
            commit: published.commit,
            revision,
            text_hash: Some(pushed::hash(&manuscript.text)),
            at: self.0.clock.now(),
        };
        self.0.store.add_publishing(&publishing).await?;
        let Some(number) = published.number else { return Ok(()) };
        let known = self.0.store.own_pulls(task.id).await?;
        let known = known.into_iter().find(|known| known.number == number);
        let pull = OwnPull {
            project: task.project.clone(),
            number,
            task: task.id,
            branch: published.branch.clone(),
            url: published.url.clone(),
            reviewer,
            closed: false,
            told: known.as_ref().and_then(|known| known.told.clone()),
            verdict: known.map_or(0, |known| known.verdict),
        };
        Ok(self.0.store.set_own_pull(&pull).await?)
    }

    /// Gives a text back because the base branch has a translation by now that it was not written from.
    /// What to keep of which is for people to decide.
    async fn give_way(
        &self,
        project: &Project,
        task: &Task,
        manuscript: &Manuscript,
    ) -> Result<()> {
        let path = manuscript.target_path.to_string();
        let reason = Reason::from(match manuscript.kind {
            TaskKind::Translate => Told::AnotherTranslation { path },
            TaskKind::Update => Told::TranslationChanged { path },
        });
        let data = json!({ "reason": reason });
        let lease = project.settings.rules.claim_lease;
        let after = task.clone().return_to_translator(reason, self.0.clock.now(), lease)?;
        self.worker_step(task, &after, "closed", data).await?;
        Ok(())
    }

    async fn keep_failure(
        &self,
        project: &Project,
        task: TaskId,
        approved_at: jiff::Timestamp,
        error: &ServiceError,
    ) -> Result<()> {
        // What failed before this approval was another text, and does not count.
        let before = self.0.store.publication(task).await?;
        let before = before.filter(|it| it.last_attempt.is_some_and(|last| last >= approved_at));
        let now = self.0.clock.now();
        let failed = schedule::failed(task, before.as_ref(), error, now);
        let parked = failed.next_attempt.is_none();
        tracing::warn!(
            project = %project.settings.id, %task, %error, parked, "a translation was not published"
        );
        // One line in the story per kind of trouble, not one per try.
        if before.and_then(|before| before.last_error) != failed.last_error
            && let Some(task) = self.0.store.task(task).await?
        {
            let event = Event {
                at: now,
                actor: None,
                project: Some(task.project),
                slug: Some(task.slug),
                task: Some(task.id),
                kind: "publish_failed".into(),
                data: json!({"reason": error.told(), "parked": parked}),
            };
            self.0.store.add_event(&event).await?;
        }
        Ok(self.0.store.set_publication(&failed).await?)
    }
}

/// How a try to bring a text outside ended.
enum Outcome {
    Out(Published),
    /// The base branch has a translation that ours was not written from.
    AnotherIsThere,
    /// Others had pushed to the branch; their text is in the draft now.
    OthersPushed(TakenIn),
}

fn publishes_nothing(project: &Project) -> bool {
    matches!(project.settings.publish, PublishTarget::Nowhere | PublishTarget::Preview { .. })
}

/// Turns a panic into a failure, so that it is kept with the task like any other.
async fn caught<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    // What a panic leaves behind is thrown away: every try begins at the beginning.
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(ServiceError::Broken(message.unwrap_or("no message").to_owned()))
    })
}

/// Where a translation stands that is on the base branch already, without a branch of its own.
fn there_already(project: &Project, head: crate::ids::CommitId) -> Published {
    Published {
        branch: project.settings.base_branch.clone(),
        commit: head,
        number: None,
        url: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_try_that_panics_is_a_failure_that_waits_for_a_person() {
        let tried: Result<()> = caught(async { panic!("no {}", "luck") }).await;
        let error = tried.unwrap_err();
        assert_eq!(error.to_string(), "Yiqi itself broke down over this: no luck");
        assert_eq!(error.retry_after(), None);
        assert_eq!(caught(async { Ok(7) }).await.unwrap(), 7);
    }
}
