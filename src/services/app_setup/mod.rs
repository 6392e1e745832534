//! Setting up a GitHub App: from the code GitHub sends a person back with to the place it is installed at.
//!
//! What must hold: GitHub says the secrets once, so they are on the disk before anything else is tried, and
//! where they cannot be written they stay here until they can. A person who closes the page stops none of
//! that. What a browser says about an installation counts for nothing; GitHub is asked.

mod files;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

pub use files::{KeepError, SecretsFile, with_table};

use super::{ServiceError, telling::random};
use crate::{
    github::{self, AppItself, GithubError, NewApp, RepositoryName},
    workflow::Clock,
};

/// What a set-up is about.
#[derive(Debug, Clone)]
pub struct AppWish {
    pub github: github::Settings,
    /// Where the App is to be installed; never empty.
    pub repositories: Vec<RepositoryName>,
    pub secrets: SecretsFile,
    /// The configuration that gets the table; `None` where a person writes it.
    pub configuration: Option<PathBuf>,
}

/// A set-up under way; clones share it.
#[derive(Clone)]
pub struct AppSetup(Arc<Inner>);

struct Inner {
    wish: AppWish,
    clock: Arc<dyn Clock>,
    state: SecretString,
    /// Held while GitHub is asked, so that a second click finds what the first one did.
    made: Mutex<Option<Made>>,
    done: CancellationToken,
}

struct Made {
    app: NewApp,
    unkept: Option<KeepError>,
    installed: Option<Installed>,
}

/// An App without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppBrief {
    pub id: u64,
    pub client_id: String,
    pub name: String,
    pub slug: String,
    /// The account it belongs to, where GitHub says.
    pub owner: Option<String>,
    /// Whether its deliveries are signed.
    pub has_webhook: bool,
}

/// Where an App is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    pub id: u64,
    /// Wanted repositories this installation does not cover.
    pub uncovered: Vec<RepositoryName>,
    /// Why the table could not be added to the configuration; `Ok(false)` where nobody asked for that.
    pub written: Result<bool, String>,
}

/// How far a set-up is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppStep {
    Register,
    /// The secrets could not be written, for this reason; they are not lost.
    Keep(AppBrief, String),
    Install(AppBrief),
    Done(AppBrief, Installed),
}

/// Why a code was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error("this did not begin here")]
    WrongState,
    #[error(transparent)]
    Github(#[from] GithubError),
    #[error("the exchange of the code broke off")]
    Broken,
}

impl AppSetup {
    /// # Errors
    /// When the system has no randomness to give.
    pub fn new(wish: AppWish, clock: Arc<dyn Clock>) -> Result<Self, ServiceError> {
        let state = random_word()?;
        let (made, done) = (Mutex::default(), CancellationToken::new());
        Ok(Self(Arc::new(Inner { wish, clock, state, made, done })))
    }

    /// What GitHub is to bring back with the code.
    pub fn state(&self) -> &str {
        self.0.state.expose_secret()
    }

    /// Where the App is to be installed.
    pub fn repositories(&self) -> &[RepositoryName] {
        &self.0.wish.repositories
    }

    /// Where the secrets go.
    pub fn secrets_path(&self) -> &Path {
        self.0.wish.secrets.path()
    }

    /// Is cancelled when nothing is left to do.
    pub fn done(&self) -> &CancellationToken {
        &self.0.done
    }

    /// Exchanges a code for the App and writes its secrets. Where there is an App already it stays.
    pub async fn take(&self, state: &str, code: &str) -> Result<(), TakeError> {
        if !bool::from(state.as_bytes().ct_eq(self.state().as_bytes())) {
            return Err(TakeError::WrongState);
        }
        let (setup, code) = (self.clone(), code.to_owned());
        // A task of its own: whoever closes the page would otherwise take GitHub's answer along.
        let taken = tokio::spawn(async move { setup.take_alone(&code).await });
        taken.await.map_err(|_| TakeError::Broken)?
    }

    async fn take_alone(&self, code: &str) -> Result<(), TakeError> {
        let mut made = self.0.made.lock().await;
        if made.is_none() {
            let app = github::take_app(&self.0.wish.github, code).await?;
            let unkept = self.0.wish.secrets.keep(&app).err();
            *made = Some(Made { app, unkept, installed: None });
        }
        Ok(())
    }

    /// How far it is. Secrets that could not be written before are tried again.
    pub async fn step(&self) -> AppStep {
        let mut made = self.0.made.lock().await;
        let Some(made) = made.as_mut() else { return AppStep::Register };
        if made.unkept.is_some() {
            made.unkept = self.0.wish.secrets.keep(&made.app).err();
        }
        made.step()
    }

    /// The same, after asking GitHub where the App is installed.
    pub async fn look(&self) -> Result<AppStep, GithubError> {
        let step = self.step().await;
        if !matches!(step, AppStep::Install(_)) {
            return Ok(step);
        }
        let mut made = self.0.made.lock().await;
        let Some(made) = made.as_mut() else { return Ok(AppStep::Register) };
        if made.installed.is_none()
            && let Some((id, uncovered)) = self.find(&made.app).await?
        {
            let written = self.write_table(&made.app, id);
            made.installed = Some(Installed { id, uncovered, written });
            self.0.done.cancel();
        }
        Ok(made.step())
    }

    /// The first installation that covers a wanted repository, and the repositories it does not cover.
    async fn find(&self, app: &NewApp) -> Result<Option<(u64, Vec<RepositoryName>)>, GithubError> {
        let asked = AppItself::new(&self.0.wish.github, app, self.0.clock.clone())?;
        let (mut first, mut uncovered) = (None, Vec::new());
        for repository in self.repositories() {
            match asked.installation(repository).await? {
                Some(id) if *first.get_or_insert(id) == id => {}
                Some(_) | None => uncovered.push(repository.clone()),
            }
        }
        Ok(first.map(|id| (id, uncovered)))
    }

    fn write_table(&self, app: &NewApp, installation: u64) -> Result<bool, String> {
        let Some(path) = &self.0.wish.configuration else { return Ok(false) };
        let written =
            files::add_to_configuration(path, &lines(app.id, &app.client_id, installation));
        written.map(|()| true).map_err(|error| error.to_string())
    }
}

impl Made {
    fn step(&self) -> AppStep {
        let app = AppBrief {
            id: self.app.id,
            client_id: self.app.client_id.clone(),
            name: self.app.name.clone(),
            slug: self.app.slug.clone(),
            owner: self.app.owner.as_ref().map(|it| it.login.clone()).filter(|it| !it.is_empty()),
            has_webhook: self.app.webhook_secret.is_some(),
        };
        match (&self.unkept, &self.installed) {
            (Some(error), _) => AppStep::Keep(app, error.to_string()),
            (None, None) => AppStep::Install(app),
            (None, Some(installed)) => AppStep::Done(app, installed.clone()),
        }
    }
}

impl AppBrief {
    /// The table of the configuration, once it is known where the App is installed.
    pub fn table(&self, installation: u64) -> String {
        format!("[github]\n{}", lines(self.id, &self.client_id, installation))
    }
}

fn lines(app_id: u64, client_id: &str, installation: u64) -> String {
    // What GitHub says is quoted by the rules of TOML, whatever it holds.
    let client_id = toml::Value::from(client_id);
    format!("client_id = {client_id}\napp_id = \"{app_id}\"\ninstallation_id = {installation}\n")
}

/// A word of 32 random bytes that nobody guesses.
///
/// # Errors
/// When the system has no randomness to give.
pub fn random_word() -> Result<SecretString, ServiceError> {
    Ok(random(32)?.into())
}
