//! What whoever runs the program looks at: is it ready, what waits, how did it go so far.
//!
//! What happened is counted in memory, from the start of the process on; what waits is asked of the
//! database each time. Nothing here names a person.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use tokio::time::timeout;

use super::{Result, Workshop};
use crate::{
    ids::ProjectId,
    store::{Size, Waiting},
};

/// How long the database may take to answer before it counts as not answering.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why the program cannot serve people yet, or any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    #[error("the database does not answer: {0}")]
    Database(String),
    #[error("the schema of the database is not the one this program was made for")]
    Schema,
    #[error("the posts of {0} were never read; the worker tries it, and the log says how it goes")]
    Catalogue(ProjectId),
}

/// Everything there is to count, at one moment.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The moment.
    pub at: Timestamp,
    pub counts: Counts,
    /// When the worker's last round ended; `None` before that.
    pub last_round: Option<Timestamp>,
    pub projects: Vec<ProjectFigures>,
    pub waiting: Waiting,
    pub size: Size,
}

/// What happened since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub syncs: Ended,
    /// Tries to publish an approved task.
    pub publishes: Ended,
    /// Messages to people elsewhere.
    pub messages: Ended,
    pub rounds: Ended,
}

/// How often something ended well or badly, and how long it took all together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ended {
    pub well: u64,
    pub badly: u64,
    /// Milliseconds.
    pub took: u64,
}

/// How one project stands.
#[derive(Debug, Clone)]
pub struct ProjectFigures {
    pub id: ProjectId,
    /// Posts of the catalogue in memory; `None` where there is none.
    pub posts: Option<usize>,
    pub last_sync: Option<Timestamp>,
    pub sync_fails: bool,
}

/// The counts as they grow.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub syncs: Line,
    pub publishes: Line,
    pub messages: Line,
    pub rounds: Line,
    last_round: Mutex<Option<Timestamp>>,
}

/// One thing that is counted.
#[derive(Debug, Default)]
pub(super) struct Line {
    well: AtomicU64,
    badly: AtomicU64,
    took: AtomicU64,
}

impl Line {
    /// Counts one that began at a moment and ended at another; a clock that jumped back took no time.
    pub fn note(&self, went_well: bool, begun: Timestamp, ended: Timestamp) {
        let counter = if went_well { &self.well } else { &self.badly };
        counter.fetch_add(1, Ordering::Relaxed);
        let took = ended.duration_since(begun).as_millis().max(0);
        self.took.fetch_add(u64::try_from(took).unwrap_or_default(), Ordering::Relaxed);
    }

    fn read(&self) -> Ended {
        Ended {
            well: self.well.load(Ordering::Relaxed),
            badly: self.badly.load(Ordering::Relaxed),
            took: self.took.load(Ordering::Relaxed),
        }
    }
}

impl Workshop {
    /// Whether people can be served: the database answers and has the right schema, and the posts of
    /// every project are known.
    ///
    /// # Errors
    /// The first thing that is missing.
    pub async fn ready(&self) -> std::result::Result<(), NotReady> {
        match timeout(PATIENCE, self.0.store.is_up_to_date()).await {
            Err(_) => return Err(NotReady::Database(format!("not within {PATIENCE:?}"))),
            Ok(Err(error)) => return Err(NotReady::Database(error.to_string())),
            Ok(Ok(false)) => return Err(NotReady::Schema),
            Ok(Ok(true)) => {}
        }
        for project in &self.0.projects {
            let id = &project.settings.id;
            match self.catalogue(id).await {
                Ok(Some(_)) => {}
                Ok(None) => return Err(NotReady::Catalogue(id.clone())),
                Err(error) => return Err(NotReady::Database(error.to_string())),
            }
        }
        Ok(())
    }

    /// Everything there is to count.
    pub async fn figures(&self) -> Result<Figures> {
        let tally = &self.0.tally;
        let mut projects = Vec::new();
        for project in &self.0.projects {
            let state = self.0.store.sync_state(&project.settings.id).await?;
            projects.push(ProjectFigures {
                id: project.settings.id.clone(),
                posts: project.known().map(|known| known.posts.len()),
                last_sync: state.last_success,
                sync_fails: state.error.is_some(),
            });
        }
        let last_round = *tally.last_round.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Figures {
            at: self.0.clock.now(),
            counts: Counts {
                syncs: tally.syncs.read(),
                publishes: tally.publishes.read(),
                messages: tally.messages.read(),
                rounds: tally.rounds.read(),
            },
            last_round,
            projects,
            waiting: self.0.store.waiting().await?,
            size: self.0.store.size().await?,
        })
    }

    /// Counts a round of the worker that began at a moment and has ended.
    pub(super) fn note_round(&self, went_well: bool, begun: Timestamp) {
        let now = self.0.clock.now();
        self.0.tally.rounds.note(went_well, begun, now);
        *self.0.tally.last_round.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_clock_that_jumps_back_takes_nothing_away() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        let line = Line::default();
        line.note(true, now, now + SignedDuration::from_millis(30));
        line.note(false, now, now - SignedDuration::from_mins(5));
        assert_eq!(line.read(), Ended { well: 1, badly: 1, took: 30 });
    }
}
