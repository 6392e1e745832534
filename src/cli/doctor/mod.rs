//! `yiqi doctor`

mod github;
mod messages;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{
    Outcome,
    options::Format,
    output::{count, print, print_json},
    workbench::{config_path, mirror},
};
use crate::{
    config::{Config, ConfigError, Environment, ProjectConfig},
    github::{Client, GithubError},
    repository::{self, Mirror, OLDEST_GIT},
    store::Store,
};

/// Looks whether everything is in place, and says of each failure what to do.
///
/// Checks the configuration, git, the data folder, the database, every mirror and its source, what
/// the GitHub token may do, signing in, and the webhook secret. It changes nothing but the data folder
/// and the database, which it makes or brings up to date.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi doctor
  yiqi doctor --config /etc/yiqi/config.toml --format json
  yiqi doctor --offline                 without reaching sources or GitHub")]
pub(super) struct DoctorArgs {
    /// Configuration file [default: $YIQI_CONFIG, else config.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Reach neither the sources nor GitHub
    #[arg(long)]
    offline: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Health {
    Ok,
    /// Works, but something may be missing.
    Warning,
    Failed,
}

/// What was looked at, what was found, and what to do about it.
#[derive(Debug, Serialize)]
struct Diagnosis {
    what: String,
    health: Health,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

impl Diagnosis {
    fn ok(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self { what: what.into(), health: Health::Ok, found: found.into(), advice: None }
    }

    fn warning(
        what: impl Into<String>,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let advice = Some(advice.into());
        Self { what: what.into(), health: Health::Warning, found: found.into(), advice }
    }

    fn failed(
        what: impl Into<String>,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { health: Health::Failed, ..Self::warning(what, found, advice) }
    }
}

pub(super) async fn run(args: DoctorArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let mut found = vec![git()];
    let path = config_path(args.config.as_deref(), environment);
    match Config::load(&path, environment) {
        Ok(config) => {
            let projects = config.projects.len();
            found.push(Diagnosis::ok(
                "configuration",
                format!("{}, {}", path.display(), count(projects, "project")),
            ));
            found.push(database(&config).await);
            found.extend(clients(&config));
            for project in &config.projects {
                found.push(source(project, &config, args.offline).await);
            }
            found.extend(github::publishing(&config, args.offline).await);
            found.push(github::sign_in(&config));
            found.push(github::webhooks(&config));
            found.extend(messages::all(&config, args.offline).await);
        }
        Err(error @ ConfigError::Unreadable { .. }) if !path.exists() => {
            found.push(Diagnosis::failed(
                "configuration",
                error.to_string(),
                "copy config.example.toml to it and fill in what it explains, or name another with \
                 --config; `yiqi demo` needs none",
            ));
        }
        Err(error) => found.push(Diagnosis::failed(
            "configuration",
            error.to_string(),
            "mend the file (config.example.toml explains every key); the rest was not looked at",
        )),
    }
    match args.format {
        Format::Json => print_json(&found)?,
        Format::Table => print(&found.iter().map(lines).collect::<String>())?,
    }
    let healthy = found.iter().all(|diagnosis| diagnosis.health != Health::Failed);
    Ok(if healthy { Outcome::Done } else { Outcome::Findings })
}

fn lines(diagnosis: &Diagnosis) -> String {
    let sign = match diagnosis.health {
        Health::Ok => "ok     ",
        Health::Warning => "warning",
        Health::Failed => "FAILED ",
    };
    let found = diagnosis.found.replace('\n', "\n         ");
    let mut text = format!("{sign}  {}: {found}\n", diagnosis.what);
    if let Some(advice) = &diagnosis.advice {
        text.push_str(&format!("         → {advice}\n"));
    }
    text
}

fn git() -> Diagnosis {
    match repository::git_version() {
        Ok(version) if is_old(&version) => Diagnosis::failed(
            "git",
            version,
            format!("install git {}.{} or newer", OLDEST_GIT.0, OLDEST_GIT.1),
        ),
        Ok(version) => Diagnosis::ok("git", version),
        Err(error) => Diagnosis::failed(
            "git",
            error.to_string(),
            "install git (Debian: apt install git); it fetches the sources",
        ),
    }
}

/// Whether a version such as `2.47.3` is too old; one that cannot be read is given the benefit of doubt.
fn is_old(version: &str) -> bool {
    let mut numbers = version.split('.').map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < OLDEST_GIT,
        _ => false,
    }
}

async fn database(config: &Config) -> Diagnosis {
    let path = config.database.display();
    if let Err(error) = std::fs::create_dir_all(&config.data_dir) {
        return Diagnosis::failed(
            "database",
            format!("{}: {error}", config.data_dir.display()),
            "make the folder of paths.data writable for this account",
        );
    }
    match Store::is_current(&config.database).await {
        // It is not for a look to bring the schema up to date: an older server may be at work on it.
        Ok(false) if config.database.exists() => {
            return Diagnosis::warning(
                "database",
                format!("{path}: the schema is of another version"),
                "the next start of `yiqi serve` brings it up to date; back it up before that",
            );
        }
        // What cannot be told now is told when it is opened.
        Ok(_) | Err(_) => {}
    }
    match Store::open(&config.database).await {
        Ok(store) => {
            store.close().await;
            Diagnosis::ok("database", path.to_string())
        }
        Err(error) => Diagnosis::failed(
            "database",
            format!("{path}: {error}"),
            "look at the permissions and free space of paths.data; restore the newest backup where \
             the file is damaged",
        ),
    }
}

/// Whether the addresses of people are known, by which requests are limited.
fn clients(config: &Config) -> Option<Diagnosis> {
    config.server.hidden_clients().then(|| {
        Diagnosis::warning(
            "addresses of clients",
            "people come through a proxy on this machine, and server.trusted_proxies names none",
            "add trusted_proxies = [\"127.0.0.1\", \"::1\"] to [server], so that one address cannot ask \
             without end",
        )
    })
}

async fn source(project: &ProjectConfig, config: &Config, offline: bool) -> Diagnosis {
    let what = format!("source of {}", project.settings.id);
    let mirror = mirror(project);
    let synced = match mirror.head() {
        Ok(Some(head)) => format!("mirror at {}", head.short()),
        Ok(None) => "not synced yet".to_owned(),
        Err(error) => {
            return Diagnosis::failed(
                what,
                error.to_string(),
                format!(
                    "remove {} and run `yiqi sync`; the mirror can be made again",
                    project.mirror.mirror.display()
                ),
            );
        }
    };
    if offline {
        return Diagnosis::ok(what, format!("{synced}; {} not asked", project.mirror.shown_url()));
    }
    let opened = match opened(mirror, config).await {
        Ok(opened) => opened,
        Err(error) => {
            return Diagnosis::failed(
                what,
                format!("{synced}; no token for it: {error}"),
                "see what is said of the GitHub App below",
            );
        }
    };
    match opened.reach().await {
        Ok(head) => Diagnosis::ok(
            what,
            format!(
                "{synced}; {} answers, its head is {}",
                project.mirror.shown_url(),
                head.short()
            ),
        ),
        Err(error) => Diagnosis::failed(
            what,
            format!("{synced}; {error}"),
            "check source and branch of the project and the network; a private source is opened by the \
             GitHub App where it is installed there, or by YIQI_GITHUB_TOKEN",
        ),
    }
}

/// The mirror with what opens its source, as a sync has it.
async fn opened(mirror: Mirror, config: &Config) -> Result<Mirror, GithubError> {
    if !config.github.acts() {
        return Ok(mirror);
    }
    let token = Client::new(&config.github)?.git_token(&mirror.settings().url).await?;
    Ok(token.into_iter().fold(mirror, Mirror::with_token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_git_is_told_from_new() {
        assert!(is_old("2.30.2") && is_old("1.99"));
        assert!(!is_old("2.47.3") && !is_old("3.0.0 (Apple Git-150)") && !is_old("unknown"));
    }
}
