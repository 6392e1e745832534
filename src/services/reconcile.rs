//! Asks Git and GitHub for the truth, so that missed webhooks do not matter.

use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use serde_json::Value;

use super::{Project, Result, ServiceError, SyncMode, Workshop};
use crate::{
    background,
    ids::ProjectId,
    workflow::{Action, Person, Stage, Task, TaskKind, may},
};

/// Pause between tries until a project was synced once.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);

impl Workshop {
    /// One round of everything the worker does: inbox, syncs that are due, leases, publishing, pull
    /// requests. Level-triggered: it recomputes from the present state. One failure does not stop the
    /// rest; each is logged, and the first is returned.
    pub async fn round(&self) -> Result<()> {
        let begun = self.0.clock.now();
        let done = self.work_through().await;
        self.note_round(done.is_ok(), begun);
        done
    }

    async fn work_through(&self) -> Result<()> {
        let mut failures = Failures::default();
        failures.note("working on deliveries", self.work_inbox().await);
        for project in &self.0.projects {
            let asked = project.sync_wanted.swap(false, Ordering::Relaxed);
            let due = failures.note("looking at a sync", self.is_sync_due(project).await);
            if asked || due == Some(true) {
                let id = &project.settings.id;
                failures.note("syncing", self.sync(id, SyncMode::Incremental, &|_, _, _| {}).await);
            }
            if project.take_look(self.0.clock.now()) || asked {
                let named = self.learn_names(project).await;
                failures.note("looking at repositories", named);
                let looked = self.reconcile_pull_requests_of(project).await;
                failures.note("looking at pull requests", looked);
                let looked = self.look_outside(project).await;
                failures.note("looking at others' pull requests", looked);
                let followed = self.follow_collaborators(project).await;
                failures.note("looking at collaborators", followed);
            }
        }
        failures.note("ending leases", self.expire_leases().await);
        failures.note("ending sessions", self.delete_expired_sessions().await);
        failures.note("forgetting deliveries", self.prune_deliveries().await);
        failures.note("publishing", self.publish_due().await);
        failures.note("telling people", self.tell().await);
        // Last, since nobody waits for it.
        for project in &self.0.projects {
            let id = &project.settings.id;
            failures.note("making the memory", self.refresh_memory(id).await);
            let unmade = failures.note("telling the past", self.refresh_coverage(id).await);
            if unmade.is_some_and(|unmade| unmade > 0) {
                // Whatever came in meanwhile goes first; then the next round goes on.
                self.wake();
            }
        }
        failures.note("tidying up", self.tidy().await);
        failures.note("making a backup", self.back_up_if_due().await);
        failures.first.map_or(Ok(()), Err)
    }

    /// Asks the worker for a round soon.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// A maintainer asks for a sync; the worker does it soon, and nobody waits for it here.
    pub async fn sync_now(&self, project: &ProjectId, by: &Person) -> Result<()> {
        if !may(by, Action::Steer) {
            return Err(ServiceError::Forbidden);
        }
        let project = self.project(project)?;
        project.sync_wanted.store(true, Ordering::Relaxed);
        self.wake();
        Ok(())
    }

    /// Resolves when somebody called [`Workshop::wake`].
    pub async fn woken(&self) {
        self.0.wake.notified().await;
    }

    /// Looks up the pull requests of published tasks and closes the loop (merged, or closed without).
    /// Returns how many tasks moved.
    pub async fn reconcile_pull_requests(&self) -> Result<usize> {
        let mut moved = 0;
        for project in &self.0.projects {
            moved += self.reconcile_pull_requests_of(project).await?;
        }
        Ok(moved)
    }

    async fn reconcile_pull_requests_of(&self, project: &Project) -> Result<usize> {
        let mut moved = 0;
        let mut failures = Failures::default();
        for task in self.0.store.active_tasks(&project.settings.id).await? {
            let done = self.reconcile_task(&task).await;
            moved += usize::from(failures.note("looking at a pull request", done) == Some(true));
        }
        failures.first.map_or(Ok(moved), Err)
    }

    /// Ends the tasks whose text the base branch has, however it came there: merged, squashed, rebased
    /// or copied by hand. Returns how many. For whoever holds the turn to sync.
    pub(super) async fn settle_merged(&self, project: &Project) -> Result<usize> {
        let mut settled = 0;
        let mut failures = Failures::default();
        for task in self.0.store.active_tasks(&project.settings.id).await? {
            let done = self.settle_if_merged(project, &task).await;
            let doing = "looking for a text on the base branch";
            settled += usize::from(failures.note(doing, done) == Some(true));
        }
        if settled > 0 {
            failures.note("judging what was merged", self.rejudge_in_turn(project).await);
        }
        failures.first.map_or(Ok(settled), Err)
    }

    async fn settle_if_merged(&self, project: &Project, task: &Task) -> Result<bool> {
        let is_out = matches!(task.stage, Stage::Approved { .. } | Stage::PrOpen { .. });
        if !is_out || !self.is_on_base_branch(project, task).await? {
            return Ok(false);
        }
        self.remember_base(project, task).await?;
        self.mark_merged(task).await
    }

    /// Whether the base branch has exactly the text of a task. A new translation counts wherever the
    /// history has it, since it may have been edited after the merge; an update counts at head alone,
    /// since it may bring back words of an older version.
    async fn is_on_base_branch(&self, project: &Project, task: &Task) -> Result<bool> {
        let manuscript = self.manuscript(project, task).await?;
        let path = manuscript.target_path.clone();
        let catalogue = project.known();
        let versions = match catalogue {
            Some(catalogue) if task.kind == TaskKind::Translate => catalogue
                .history
                .files
                .iter()
                .find(|file| file.path == path)
                .map(|file| file.versions.clone())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        let mirror = project.mirror.clone();
        background::run(move || {
            let text = manuscript.text.as_bytes();
            if let Some(head) = mirror.head()?
                && mirror.file_at(head, &path)?.as_deref() == Some(text)
            {
                return Ok(true);
            }
            for version in versions {
                if mirror.blob(&version.path, version.blob)? == text {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    }

    async fn is_sync_due(&self, project: &Project) -> Result<bool> {
        let state = self.0.store.sync_state(&project.settings.id).await?;
        let every = project.settings.rules.sync_every;
        // Until the first one succeeds there is nothing to show, and somebody is looking for the reason.
        let every = state.last_success.map_or(every.min(FIRST_PAUSE), |_| every);
        Ok(state.last_attempt.is_none_or(|last| last + every <= self.0.clock.now()))
    }

    /// Writes a step of the worker with its line in the log; `false` where somebody was faster and
    /// nothing was written.
    pub(super) async fn worker_step(
        &self,
        before: &Task,
        after: &Task,
        kind: &str,
        data: Value,
    ) -> Result<bool> {
        let written = self.write_step(before, after, None, kind, data).await?;
        if !written {
            tracing::info!(task = %before.id, kind, "somebody else moved the task first");
        }
        Ok(written)
    }
}

/// Collects what went wrong while the rest goes on.
#[derive(Default)]
pub(super) struct Failures {
    pub first: Option<ServiceError>,
}

impl Failures {
    pub fn note<T>(&mut self, doing: &str, outcome: Result<T>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                tracing::warn!(%error, "{doing} failed");
                self.first.get_or_insert(error);
                None
            }
        }
    }
}
