//! A project at run time: its settings, its convention and its mirror.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock, atomic::AtomicBool},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::{kept::Kept, views::Board};
use crate::{
    catalogue::Catalogue,
    checks::Style,
    convention::Convention,
    coverage::{Sample, Step},
    github::{GithubError, RepositoryName},
    ids::{CommitId, ProjectId},
    repository::Mirror,
    workflow::Task,
};

/// Where approved translations go.
#[derive(Debug, Clone)]
pub enum PublishTarget {
    /// A branch of a local or remote Git repository (path or URL).
    Branch {
        remote: String,
    },
    /// What would go to GitHub is shown, and nothing is sent.
    Preview {
        upstream: String,
        fork: Option<String>,
    },
    /// A pull request on GitHub; `fork` is `owner/name` where branches are pushed to a fork.
    Github {
        upstream: String,
        fork: Option<String>,
    },
    Nowhere,
}

/// How pull requests are worded and marked. In the texts `{name}` stands for what is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    pub title: String,
    /// Subject of the commit.
    pub commit: String,
    pub body: String,
    pub labels: Vec<String>,
    /// Logins, and teams as `organisation/team`.
    pub reviewers: Vec<String>,
}

impl Letters {
    /// What may stand in `{}`; `{credits}` and `{link}` are whole lines.
    pub const PLACES: [&str; 9] = [
        "verb",
        "verbs",
        "slug",
        "title",
        "source_path",
        "target_path",
        "source_commit",
        "credits",
        "link",
    ];
}

impl Default for Letters {
    /// The habit of the blog.
    fn default() -> Self {
        Self {
            title: "{verb}: {target_path}".into(),
            commit: "{verb}: {target_path}".into(),
            body: "This {verbs} `{target_path}`, the translation of `{source_path}` as of \
                   {source_commit}.\n\n{credits}{link}"
                .into(),
            labels: Vec::new(),
            reviewers: Vec::new(),
        }
    }
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
    /// How long after a sync the next one is due, where no webhook asks for it earlier; pull requests
    /// are looked at as often, whatever webhooks tell.
    pub sync_every: SignedDuration,
}

/// What the configuration says of one project.
#[derive(Debug, Clone)]
pub struct ProjectSettings {
    pub id: ProjectId,
    pub name: String,
    pub convention: Convention,
    pub publish: PublishTarget,
    pub letters: Letters,
    /// The branch pull requests are opened against.
    pub base_branch: String,
    /// `owner/name` on GitHub, by which webhooks find the project.
    pub github_repository: Option<String>,
    pub rules: Rules,
    /// How its Chinese is set.
    pub style: Style,
}

/// A project with its mirror and what is presently known of it.
///
/// Catalogue and board are values that are swapped whole, so that whoever reads one sees one state.
#[derive(Debug)]
pub struct Project {
    pub settings: ProjectSettings,
    pub mirror: Mirror,
    /// The catalogue as of the last sync.
    catalogue: RwLock<Option<Arc<Catalogue>>>,
    pub(super) board: Kept<Board>,
    /// The tasks that occupy a post; their leases are true to the hour, as a board tells them.
    pub(super) active: Kept<Vec<Task>>,
    /// The tasks that were merged.
    pub(super) merged: Kept<Vec<Task>>,
    /// Counts the changes of whatever a board is made of, and wakes whoever follows it.
    affairs: watch::Sender<u64>,
    /// Somebody asked for a sync; the worker's next round takes it.
    pub(super) sync_wanted: AtomicBool,
    /// When the pull requests were last looked at; webhooks that sync do not move it.
    looked_at: Mutex<Option<Timestamp>>,
    /// Repositories that have another name at GitHub by now: the configured one and that.
    names: Mutex<HashMap<String, RepositoryName>>,
    /// The moments the story of the coverage speaks of, while they hold.
    samples: Mutex<Option<KnownSamples>>,
    /// Held while the catalogue is being made anew.
    pub(super) syncing: tokio::sync::Mutex<()>,
}

impl Project {
    /// A project nothing is known of yet.
    pub fn new(settings: ProjectSettings, mirror: Mirror) -> Self {
        Self {
            settings,
            mirror,
            catalogue: RwLock::default(),
            board: Kept::default(),
            active: Kept::default(),
            merged: Kept::default(),
            affairs: watch::Sender::new(0),
            sync_wanted: AtomicBool::new(false),
            looked_at: Mutex::default(),
            names: Mutex::default(),
            samples: Mutex::default(),
            syncing: tokio::sync::Mutex::new(()),
        }
    }

    /// What is known of the posts; `None` until the first sync or load.
    pub(super) fn known(&self) -> Option<Arc<Catalogue>> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over what a sync found.
    pub(super) fn learn(&self, catalogue: Arc<Catalogue>) {
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Some(catalogue);
        self.forget_board();
    }

    /// Takes over what the cache knew, unless a sync ended meanwhile; returns what is known then.
    pub(super) fn learn_if_ignorant(&self, cached: Arc<Catalogue>) -> Arc<Catalogue> {
        let mut known = self.catalogue.write().unwrap_or_else(PoisonError::into_inner);
        known.get_or_insert(cached).clone()
    }

    /// Whether the pull requests are to be looked at now; if so, that counts as done, however it ends.
    pub(super) fn take_look(&self, now: Timestamp) -> bool {
        let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = looked_at.is_none_or(|last| last + self.settings.rules.sync_every <= now);
        if is_due {
            *looked_at = Some(now);
        }
        is_due
    }

    /// The name a configured repository (`owner/name`) has now, as far as that is known.
    pub(super) fn now_named(&self, configured: &str) -> Result<RepositoryName, GithubError> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(configured).cloned().map_or_else(|| configured.parse(), Ok)
    }

    /// Notes the name a configured repository has now.
    pub(super) fn learn_name(&self, configured: &str, now: RepositoryName) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if configured.parse().is_ok_and(|known: RepositoryName| known == now) {
            names.remove(configured);
        } else {
            tracing::warn!(configured, %now, "a repository was renamed; change the configuration");
            names.insert(configured.to_owned(), now);
        }
    }

    /// The samples that were found last on the day (UTC) of `now`, in seconds since 1970, and the head they
    /// are of.
    pub(super) fn samples_of_day(&self, now: i64) -> Option<(CommitId, Samples)> {
        let known = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().filter(|known| known.day == day(now))?;
        Some((known.head, (known.step, known.samples.clone())))
    }

    /// Keeps the samples of a head.
    pub(super) fn keep_samples(
        &self,
        head: CommitId,
        now: i64,
        step: Step,
        samples: Vec<Sample>,
    ) -> Samples {
        let samples = Arc::new(samples);
        let known = KnownSamples { head, day: day(now), step, samples: samples.clone() };
        *self.samples.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
        (step, samples)
    }

    /// To be called after whatever a board shows has changed: tasks, people, the state of the sync.
    pub(super) fn forget_board(&self) {
        self.affairs.send_modify(|affairs| *affairs += 1);
    }

    /// The state of affairs a board is about to be made from.
    pub(super) fn affairs(&self) -> u64 {
        *self.affairs.borrow()
    }

    /// Wakes after each change of whatever a board shows.
    pub(super) fn follow(&self) -> watch::Receiver<u64> {
        self.affairs.subscribe()
    }
}

/// The moments a story speaks of, and how far they lie apart.
pub(super) type Samples = (Step, Arc<Vec<Sample>>);

/// Which moments of a head's past are spoken of; weeks and months end with days, so it holds for a day.
#[derive(Debug)]
struct KnownSamples {
    head: CommitId,
    /// Days since 1970.
    day: i64,
    step: Step,
    samples: Arc<Vec<Sample>>,
}

fn day(seconds: i64) -> i64 {
    seconds.div_euclid(86_400)
}
