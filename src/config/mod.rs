//! The configuration: `config.toml` for everything that may be seen, the environment for secrets.
//!
//! What must hold: a program that starts has read a configuration in which every value is possible.
//! A key nobody knows, a value that cannot be, a doubled id is an error that names file, line, key and
//! what is allowed. Secrets come from the environment (or files it names) alone, and are never shown.
//! This module is the one door to the environment; it hands each module its own `Settings`.

mod aid;
mod environment;
mod error;
mod file;
mod limits;
mod location;
mod messages;
mod projects;
mod scalars;
mod serving;
mod source_options;
mod upkeep;
mod values;

#[cfg(test)]
mod tests;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use ipnet::IpNet;
use jiff::SignedDuration;
use secrecy::SecretString;
use url::Url;

pub use environment::Environment;
pub use error::{ConfigError, Problem};
pub use projects::{DEFAULT_LANGUAGE, ProjectConfig};
pub use source_options::SourceOptions;

use crate::{
    chat, github, notify,
    services::{Rules, UpkeepSettings, WorkshopSettings},
    web,
};

/// Everything the configuration says, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file it was read from; `None` where command line options replace it.
    pub path: Option<PathBuf>,
    /// Folder of the database and the mirrors.
    pub data_dir: PathBuf,
    /// Database file, inside the data folder.
    pub database: PathBuf,
    /// In the order of the file; never empty, ids are unique.
    pub projects: Vec<ProjectConfig>,
    pub github: github::Settings,
    pub workshop: WorkshopSettings,
    /// The drafting aid; `None` unless it is configured.
    pub aid: Option<chat::Settings>,
    /// Messages to people elsewhere.
    pub messages: notify::Settings,
    /// Backups by the worker, and what it lets go.
    pub upkeep: UpkeepSettings,
    pub server: Server,
    /// Secrets the configuration calls for and the environment does not hold.
    pub missing_secrets: Vec<MissingSecret>,
}

/// How the web interface is reached.
#[derive(Debug, Clone)]
pub struct Server {
    pub listen: SocketAddr,
    /// Address under which people reach it, without a `/` at its end.
    pub public_url: Option<Url>,
    /// Whether cookies are marked `Secure`.
    pub secure_cookies: bool,
    /// Whether anybody may sign in by picking a name; only ever on loopback.
    pub local_sign_in: bool,
    /// What it speaks https with itself; `None` where a proxy does, or nobody.
    pub tls: Option<TlsFiles>,
    /// What opens the figures to whoever asks from elsewhere.
    pub metrics_token: Option<SecretString>,
    /// Proxies whose word on the address of a client counts.
    pub trusted_proxies: Vec<IpNet>,
    /// What one address and one person may ask in a minute.
    pub limits: web::Limits,
}

/// Files in PEM, read at the start and whenever the configuration is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, and those between it and one that browsers know.
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Server {
    /// Whether people reach it from other machines, and so does GitHub.
    pub fn is_public(&self) -> bool {
        self.public_url.as_ref().is_some_and(values::is_public)
    }

    /// Whether people come through a proxy of this machine that is not to be believed, so that nobody's
    /// address is known.
    pub fn hidden_clients(&self) -> bool {
        self.listen.ip().is_loopback() && self.is_public() && self.trusted_proxies.is_empty()
    }
}

/// A secret that is needed for something and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingSecret {
    /// Name of the environment variable, such as `YIQI_GITHUB_TOKEN`.
    pub variable: &'static str,
    /// What does not work without it.
    pub needed_for: &'static str,
}

/// Name of the file that is looked for where none is named.
pub const DEFAULT_FILE: &str = "config.toml";

/// Name of the database inside a data folder.
pub const DATABASE_FILE: &str = "yiqi.sqlite3";

impl Config {
    /// Reads a configuration file and the secrets of the environment.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML, or holds a key or value that cannot be; all
    /// impossible values are reported at once.
    pub fn load(path: &Path, environment: &Environment) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(path, &text, environment)
    }

    /// Reads the text of a configuration file; relative paths start at the file's folder.
    pub(crate) fn parse(
        path: &Path,
        text: &str,
        environment: &Environment,
    ) -> Result<Self, ConfigError> {
        let file: file::File = toml::from_str(text)
            .map_err(|error| ConfigError::Invalid(vec![location::problem(path, text, &error)]))?;
        values::Checker::new(path, text).config(file, environment)
    }
}

/// The numbers that hold where the configuration sets none.
pub fn default_rules() -> Rules {
    Rules {
        claim_lease: SignedDuration::from_hours(14 * 24),
        review_lease: SignedDuration::from_hours(7 * 24),
        max_claims_per_person: 3,
        self_approval: false,
        mass_edit_files: 15,
        sync_every: SignedDuration::from_mins(10),
    }
}
