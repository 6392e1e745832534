//! The use cases. They decide and never render; every front (web, CLI, worker) calls them.

mod app_setup;
mod audit;
mod blobs;
mod bulk;
mod carrying;
mod claims;
mod coverage;
mod drafting;
mod elsewhere;
mod error;
mod export;
mod figures;
mod findings;
mod following;
mod glossary;
mod inbox;
mod judging;
mod kept;
mod lineage;
mod machine;
mod memory;
mod merging;
mod outside;
mod people;
mod preview;
mod project;
mod publishing;
mod reading;
mod recognition;
mod reconcile;
mod reporting;
mod retry;
mod reviewing;
mod roles;
mod rows;
mod saved_tasks;
mod saved_views;
mod saving;
mod sessions;
mod standings;
mod steps;
mod sync;
mod talking;
mod telling;
mod tokens;
mod unfit;
mod upkeep;
pub mod views;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::{Notify, Semaphore};

pub use crate::store::Trouble;
pub use app_setup::{
    AppBrief, AppSetup, AppStep, AppWish, Installed, KeepError, SecretsFile, TakeError,
    random_word, with_table,
};
pub use audit::{Actor, AuditFilter};
pub use bulk::BulkAct;
pub use coverage::CoverageStory;
pub use error::ServiceError;
pub use figures::{Counts, Ended, Figures, NotReady, ProjectFigures};
pub use glossary::GlossaryFormat;
pub use machine::{FailedDraft, MachineEvent};
pub use project::{Letters, Project, ProjectSettings, PublishTarget, Rules};
pub use reading::Version;
pub use reporting::Months;
pub use sync::{SyncMode, SyncOutcome};
pub use telling::WantedChannel;
pub use unfit::Unfit;
pub use upkeep::{BackupSettings, UpkeepSettings, backup_name, backups};

use crate::{background, chat, github, notify, store::Store, workflow::Clock};

/// Everything a use case needs: the database, the mirrors, GitHub and the time.
#[derive(Clone)]
pub struct Workshop(Arc<Inner>);

struct Inner {
    /// Swapped whole where the configuration is read again.
    settings: RwLock<Arc<WorkshopSettings>>,
    clock: Arc<dyn Clock>,
    store: Store,
    projects: Vec<Project>,
    github: Option<github::Client>,
    aid: Option<machine::Aid>,
    /// Sends messages; without it they wait.
    notify: Option<notify::Client>,
    /// Wakes whoever sends them.
    leaving: Notify,
    sources: findings::Sources,
    /// Turns at taking texts apart.
    taking_apart: Semaphore,
    upkeep: upkeep::Upkeep,
    /// Texts of Git that were read lately.
    blobs: blobs::Blobs,
    /// Where the next saves begin.
    saved_tasks: saved_tasks::SavedTasks,
    /// Everybody's names, while they hold.
    names: Mutex<Option<reading::KnownNames>>,
    /// What happened since the start.
    tally: figures::Tally,
    /// Wakes the worker; it then recomputes from the present state.
    wake: Notify,
}

/// What the configuration says of the workshop as a whole.
#[derive(Debug, Clone, Default)]
pub struct WorkshopSettings {
    /// Address under which people reach it (`https://yiqi.example`), for links in pull requests.
    pub public_url: Option<String>,
    /// GitHub logins that get a role when they sign in.
    pub maintainers: Vec<String>,
    pub proofreaders: Vec<String>,
}

impl Workshop {
    /// Puts the parts together; loads nothing yet.
    pub fn new(
        settings: WorkshopSettings,
        clock: Arc<dyn Clock>,
        store: Store,
        projects: Vec<Project>,
        github: Option<github::Client>,
    ) -> Self {
        let wake = Notify::new();
        Self(Arc::new(Inner {
            settings: RwLock::new(Arc::new(settings)),
            clock,
            store,
            projects,
            github,
            aid: None,
            notify: None,
            leaving: Notify::new(),
            sources: findings::Sources::default(),
            taking_apart: Semaphore::new(background::cores()),
            upkeep: upkeep::Upkeep::default(),
            blobs: blobs::Blobs::default(),
            saved_tasks: saved_tasks::SavedTasks::default(),
            names: Mutex::default(),
            tally: figures::Tally::default(),
            wake,
        }))
    }

    /// Takes other settings over; who signs in from now on gets the role they say.
    pub fn set_settings(&self, settings: WorkshopSettings) {
        *self.0.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    /// The settings that hold now.
    pub fn settings(&self) -> Arc<WorkshopSettings> {
        self.0.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same workshop with a drafting aid; to be called before it is shared.
    ///
    /// # Panics
    /// Where it is shared already.
    pub fn with_aid(mut self, client: chat::Client) -> Self {
        let inner = Arc::get_mut(&mut self.0).expect("a workshop that nobody shares yet");
        inner.aid = Some(machine::Aid::new(client));
        self
    }

    /// The same workshop, able to send messages; to be called before it is shared.
    ///
    /// # Panics
    /// Where it is shared already.
    pub fn with_notify(mut self, client: notify::Client) -> Self {
        let inner = Arc::get_mut(&mut self.0).expect("a workshop that nobody shares yet");
        inner.notify = Some(client);
        self
    }
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, ServiceError>;
