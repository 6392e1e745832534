//! GitHub as far as Yiqi talks to it: real HTTP on loopback, real Git objects in bare repositories,
//! pull requests, accounts and sign-in, and the ways a network fails.
//!
//! Every request and every answer is held against GitHub's OpenAPI description; what breaks it fails
//! the test when the fake is dropped.

pub mod contract;
pub mod git;

mod accounts;
mod answers;
mod apps;
mod events;
mod faults;
mod gate;
mod git_data;
mod people;
mod pulls;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{Router, middleware};
use tokio::{net::TcpListener, task::JoinHandle};
use yiqi::workflow::Clock;

pub use accounts::{APP_ID, APP_KEY, CLIENT_ID, CLIENT_SECRET, INSTALLATION, TOKEN, returned};
pub use events::{Event, WEBHOOK_SECRET};
pub use faults::{Fault, Lost};
pub use git::GitRepository;
pub use people::{REVIEWER, STRANGER, Somebody};
pub use pulls::{Merge, Pull, PullState};

use accounts::Accounts;
use apps::Apps;
use faults::Faults;

/// A GitHub of one test.
pub struct FakeGithub {
    pub url: String,
    shared: Shared,
    server: JoinHandle<()>,
}

/// What the handlers share.
#[derive(Clone)]
struct Shared {
    state: Arc<Mutex<State>>,
    /// Told when a request is held.
    held: Arc<tokio::sync::Notify>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct State {
    repositories: BTreeMap<String, Repository>,
    accounts: Accounts,
    apps: Apps,
    faults: Faults,
    /// Old names and the ones that hold.
    renamed: BTreeMap<String, String>,
    /// `METHOD path` of every request, in order.
    requests: Vec<String>,
    /// What broke the description.
    broken: Vec<String>,
    deliveries: u64,
    not_modified: usize,
}

/// A repository at GitHub.
struct Repository {
    git: GitRepository,
    /// `owner/name` of the repository it is a fork of.
    parent: Option<String>,
    pulls: Vec<Pull>,
    said: Vec<people::Said>,
    collaborators: Vec<Somebody>,
}

impl Repository {
    fn of(git: GitRepository, parent: Option<String>) -> Self {
        Self { git, parent, pulls: Vec::new(), said: Vec::new(), collaborators: Vec::new() }
    }
}

impl FakeGithub {
    /// Opens a GitHub without repositories.
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a bound address"));
        let shared = Shared { state: Arc::default(), held: Arc::default(), clock };
        let router = Router::new()
            .merge(git_data::routes(shared.clone()))
            .merge(pulls::routes())
            .merge(people::routes())
            .merge(accounts::routes())
            .merge(apps::routes())
            .fallback(gate::unknown)
            .layer(middleware::from_fn_with_state(shared.clone(), gate::watch))
            .with_state(shared.clone());
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("serving on loopback");
        });
        Self { url, shared, server }
    }

    /// Puts a bare repository under a name (`owner/name`).
    pub fn add_repository(&self, name: &str, path: &Path) -> GitRepository {
        let git = GitRepository::open(path);
        let repository = Repository::of(git.clone(), None);
        self.state().repositories.insert(name.to_owned(), repository);
        git
    }

    /// Forks a repository into a folder.
    pub fn add_fork(&self, name: &str, of: &str, path: &Path) -> GitRepository {
        let git = self.repository(of).fork_to(path);
        let repository = Repository::of(git.clone(), Some(of.to_owned()));
        self.state().repositories.insert(name.to_owned(), repository);
        git
    }

    /// A repository goes, as when somebody deletes a fork.
    pub fn delete_repository(&self, name: &str) {
        self.state().repositories.remove(name);
    }

    /// A repository gets another name; the old one leads there.
    pub fn rename_repository(&self, old: &str, new: &str) {
        let mut state = self.state();
        let repository = state.repositories.remove(old).expect("a repository of this GitHub");
        state.repositories.insert(new.to_owned(), repository);
        state.renamed.insert(old.to_owned(), new.to_owned());
    }

    /// The Git repository behind a name.
    #[track_caller]
    pub fn repository(&self, name: &str) -> GitRepository {
        let state = self.state();
        state.repositories.get(name).expect("a repository of this GitHub").git.clone()
    }

    /// The requests so far, as `METHOD path`.
    pub fn requests(&self) -> Vec<String> {
        self.state().requests.clone()
    }

    /// How often it was enough to say that nothing changed.
    pub fn not_modified(&self) -> usize {
        self.state().not_modified
    }

    /// From now on the network fails.
    pub fn fail(&self, fault: Fault) {
        self.state().faults.begin(fault);
    }

    /// Resolves when a request is held.
    pub async fn held(&self) {
        self.shared.held.notified().await;
    }

    /// The network works again.
    pub fn heal(&self) {
        self.state().faults = Faults::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }
}

impl Drop for FakeGithub {
    fn drop(&mut self) {
        self.server.abort();
        let broken = std::mem::take(&mut self.state().broken);
        if !std::thread::panicking() {
            assert!(broken.is_empty(), "GitHub's description was broken:\n{}", broken.join("\n"));
        }
    }
}
