//! A project at run time: its settings, its convention and its mirror.

use std::sync::{Arc, RwLock, atomic::AtomicBool};

use jiff::SignedDuration;

use super::views::Board;
use crate::{catalogue::Catalogue, convention::Convention, ids::ProjectId, repository::Mirror};

/// Where approved translations go.
#[derive(Debug, Clone)]
pub enum PublishTarget {
    /// A branch of a local or remote Git repository (path or URL).
    Branch {
        remote: String,
    },
    /// A pull request on GitHub; `fork` is `owner/name` where branches are pushed to a fork.
    Github {
        upstream: String,
        fork: Option<String>,
    },
    Nowhere,
}

/// Numbers a team may set.
#[derive(Debug, Clone)]
pub struct Rules {
    /// How long a claim lasts without a saved draft.
    pub claim_lease: SignedDuration,
    /// How long a proofreader may hold a review.
    pub review_lease: SignedDuration,
    pub max_claims_per_person: u32,
    pub self_approval: bool,
    /// A commit that touches at least this many tracked files is a mass edit.
    pub mass_edit_files: u32,
    /// How long after a sync the next one is due, where no webhook asks for it earlier.
    pub sync_every: SignedDuration,
}

/// What the configuration says of one project.
#[derive(Debug, Clone)]
pub struct ProjectSettings {
    pub id: ProjectId,
    pub name: String,
    pub convention: Convention,
    pub publish: PublishTarget,
    /// The branch pull requests are opened against.
    pub base_branch: String,
    /// `owner/name` on GitHub, by which webhooks find the project.
    pub github_repository: Option<String>,
    pub rules: Rules,
}

/// A project with its mirror and what is presently known of it.
#[derive(Debug)]
pub struct Project {
    pub settings: ProjectSettings,
    pub mirror: Mirror,
    /// The catalogue as of the last sync; swapped whole.
    pub(super) catalogue: RwLock<Option<Arc<Catalogue>>>,
    /// The board made from catalogue and tasks; swapped whole when either changes.
    pub(super) board: RwLock<Option<Arc<Board>>>,
    /// Somebody asked for a sync; the worker's next round takes it.
    pub(super) sync_wanted: AtomicBool,
    /// Held while the catalogue is being made anew.
    pub(super) syncing: tokio::sync::Mutex<()>,
}

impl Project {
    /// A project nothing is known of yet.
    pub fn new(settings: ProjectSettings, mirror: Mirror) -> Self {
        Self {
            settings,
            mirror,
            catalogue: RwLock::new(None),
            board: RwLock::new(None),
            sync_wanted: AtomicBool::new(false),
            syncing: tokio::sync::Mutex::new(()),
        }
    }
}
