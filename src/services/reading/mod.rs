//! What pages show, assembled from the catalogue in memory and the tasks in the database.

mod board;
mod briefs;
mod dashboard;
mod mine;
mod post;
mod progress;
mod related;
mod story;
mod workspace;

use std::sync::{Arc, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::{Project, Result, ServiceError, Workshop, sync::engine, views::*};
use crate::{
    background,
    catalogue::Catalogue,
    ids::ProjectId,
    store::{DataVersion, StoreError},
    workflow::Task,
};

pub(super) use briefs::{Names, source_title, translated_title};
pub(super) use workspace::may_edit;

/// How long names hold that nobody of this process changed.
const NAMES_HOLD: SignedDuration = SignedDuration::from_mins(1);

/// Names, and the state of affairs they were read in.
pub(super) struct KnownNames {
    changes: u64,
    read_at: Timestamp,
    names: Arc<Names>,
}

/// The state of everything a page can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Of all boards.
    affairs: u64,
    data: DataVersion,
}

impl KnownNames {
    fn at(&self, changes: u64, now: Timestamp) -> Option<Arc<Names>> {
        let is_fresh = now.duration_since(self.read_at).abs() < NAMES_HOLD;
        (self.changes == changes && is_fresh).then(|| self.names.clone())
    }
}

impl Workshop {
    /// The ids and names of all projects, in the order of the configuration.
    pub fn projects(&self) -> Vec<(ProjectId, String)> {
        let projects = self.0.projects.iter();
        projects.map(|it| (it.settings.id.clone(), it.settings.name.clone())).collect()
    }

    /// The last good catalogue, from memory or from the cache; `None` before the first sync. Never
    /// reaches the network. A cache that cannot be read is worth nothing: the next sync makes it again.
    pub async fn catalogue(&self, project: &ProjectId) -> Result<Option<Arc<Catalogue>>> {
        let project = self.project(project)?;
        if let Some(known) = project.known() {
            return Ok(Some(known));
        }
        let cached = match self.0.store.catalogue(&project.settings.id, &engine(project)).await {
            Ok(Some(cached)) => cached,
            Ok(None) => return Ok(None),
            Err(error @ StoreError::BadRow { .. }) => {
                tracing::warn!(%error, "the cached catalogue is damaged and is made again");
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let cached = Arc::new(cached);
        // A sync that ended meanwhile knows better.
        Ok(Some(project.learn_if_ignorant(cached)))
    }

    /// The last good catalogue, where there is one.
    pub(super) async fn known_catalogue(&self, project: &Project) -> Result<Arc<Catalogue>> {
        let known = self.catalogue(&project.settings.id).await?;
        known.ok_or(ServiceError::NotFound("catalogue"))
    }

    /// The board, from memory. Usefulness: what is stale comes before what is missing, severe before
    /// mild, much to do before little, and of what is missing the young before the old; then orphans and what
    /// is only cosmetically behind; what somebody works on and what is done come last. What maintainers want
    /// first comes before all that, what can wait after it, and what is left out at the very end.
    ///
    /// It is made anew after something it shows has changed. Before the first sync it has no rows, and
    /// its [`SyncState`] says why.
    pub async fn board(&self, project: &ProjectId) -> Result<Arc<Board>> {
        let project = self.project(project)?;
        project
            .board
            .or_make(|| project.affairs(), async |of| self.make_board(project, of).await)
            .await
    }

    /// The board of a state of affairs.
    async fn make_board(&self, project: &Project, affairs: u64) -> Result<Board> {
        let id = &project.settings.id;
        let catalogue = self.catalogue(id).await?;
        let circumstances = board::Circumstances {
            tasks: self.active_tasks(project).await?,
            names: self.names().await?,
            outside: self.outside_work_of(id).await?,
            standings: self.standings(id).await?,
            sync: self.0.store.sync_state(id).await?,
        };
        let settings = project.settings.clone();
        let assemble =
            move || board::assemble(&settings, catalogue.as_deref(), circumstances, affairs);
        Ok(background::run(assemble).await)
    }

    /// The tasks that occupy a post, read again only after a task changed; a lease is true to the hour.
    pub(super) async fn active_tasks(&self, project: &Project) -> Result<Arc<Vec<Task>>> {
        let read = async |_| Ok(self.0.store.active_tasks(&project.settings.id).await?);
        project.active.or_make(|| project.affairs(), read).await
    }

    /// All merged tasks, read again only after one was merged: there are thousands of them in the end.
    pub(super) async fn merged_tasks(&self, project: &Project) -> Result<Arc<Vec<Task>>> {
        let read = async |_| Ok(self.0.store.merged_tasks(&project.settings.id).await?);
        project.merged.or_make(|| self.0.store.merges(), read).await
    }

    /// The state of everything a page can show: equal to another one only where nothing was written and
    /// no catalogue was swapped in between.
    pub async fn version(&self) -> Result<Version> {
        let affairs = self.0.projects.iter().map(Project::affairs).sum();
        Ok(Version { affairs, data: self.0.store.version().await? })
    }

    /// Wakes after each change of whatever the board of a project shows; the value is the version of the
    /// board that is made from then on.
    pub fn follow_board(&self, project: &ProjectId) -> Result<watch::Receiver<u64>> {
        Ok(self.project(project)?.follow())
    }

    /// Everybody by id, read again only after somebody changed. Whom another process adds (a command on
    /// the same database) is known within a minute.
    pub(super) async fn names(&self) -> Result<Arc<Names>> {
        let now = self.0.clock.now();
        // Noted before anything is read: names that miss a change are then known to be old.
        let changes = self.0.store.people_changes();
        let known = || self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(names) = known().as_ref().and_then(|known| known.at(changes, now)) {
            return Ok(names);
        }
        let names = Arc::new(Names::of(self.0.store.people().await?));
        *known() = Some(KnownNames { changes, read_at: now, names: names.clone() });
        Ok(names)
    }
}
