//! `yiqi doctor`

use std::path::PathBuf;

use clap::Args;
use secrecy::ExposeSecret;
use serde::Serialize;

use super::{
    Outcome,
    options::Format,
    output::{print, print_json},
    workbench::{config_path, mirror},
};
use crate::{
    config::{Config, Environment, ProjectConfig},
    github::{self, RepositoryName},
    repository,
    services::PublishTarget,
    store::Store,
};

/// Looks whether everything is in place, and says of each failure what to do.
///
/// Checks the configuration, git, the data folder, the database, every mirror and its source, what
/// the GitHub token may do, signing in, and the webhook secret. It reads and changes nothing but a
/// database that is older than this program, which it brings up to date.
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
                format!("{}, {}", path.display(), super::output::count(projects, "project")),
            ));
            found.push(database(&config).await);
            for project in &config.projects {
                found.push(source(project, &config, args.offline).await);
            }
            found.extend(publishing(&config, args.offline).await);
            found.push(sign_in(&config));
            found.push(webhooks(&config));
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
        Ok(version) => Diagnosis::ok("git", version),
        Err(error) => Diagnosis::failed(
            "git",
            error.to_string(),
            "install git (Debian: apt install git); it fetches the sources",
        ),
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

async fn source(project: &ProjectConfig, config: &Config, offline: bool) -> Diagnosis {
    let what = format!("source of {}", project.settings.id);
    let mirror = mirror(project, config);
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
        return Diagnosis::ok(what, format!("{synced}; {} not asked", project.mirror.url));
    }
    match mirror.reach().await {
        Ok(head) => Diagnosis::ok(
            what,
            format!("{synced}; {} answers, its head is {}", project.mirror.url, head.short()),
        ),
        Err(error) => Diagnosis::failed(
            what,
            format!("{synced}; {error}"),
            "check source and branch of the project, the network, and YIQI_GITHUB_TOKEN where the \
             source is private",
        ),
    }
}

/// Whether approved translations can go where they should.
async fn publishing(config: &Config, offline: bool) -> Vec<Diagnosis> {
    let targets: Vec<_> = config
        .projects
        .iter()
        .filter_map(|project| match &project.settings.publish {
            PublishTarget::Github { upstream, fork } => Some((project, upstream, fork)),
            PublishTarget::Branch { .. } | PublishTarget::Nowhere => None,
        })
        .collect();
    if targets.is_empty() && config.github.token.is_none() {
        return Vec::new();
    }
    if config.github.token.is_none() {
        return vec![Diagnosis::failed(
            "GitHub token",
            "YIQI_GITHUB_TOKEN is not set, and approved translations cannot become pull requests",
            "make a token that may write contents and pull requests (classic: public_repo), and put \
             it into YIQI_GITHUB_TOKEN, or its file into YIQI_GITHUB_TOKEN_FILE",
        )];
    }
    if offline {
        return vec![Diagnosis::ok("GitHub token", "set; GitHub not asked")];
    }
    let client = match github::Client::new(&config.github) {
        Ok(client) => client,
        Err(error) => {
            return vec![Diagnosis::failed(
                "GitHub token",
                error.to_string(),
                "check [github] api_url",
            )];
        }
    };
    let mut found = vec![token(&client).await];
    for (project, upstream, fork) in targets {
        let written = fork.as_ref().unwrap_or(upstream);
        found.push(write_access(&client, project.settings.id.as_str(), written).await);
    }
    found
}

async fn token(client: &github::Client) -> Diagnosis {
    match client.whoami().await {
        Ok((account, scopes)) if scopes.is_empty() => {
            Diagnosis::ok("GitHub token", format!("acts as {}, fine-grained", account.login))
        }
        Ok((account, scopes)) => {
            let found = format!("acts as {}, scopes {}", account.login, scopes.join(", "));
            if scopes.iter().any(|scope| scope == "repo" || scope == "public_repo") {
                Diagnosis::ok("GitHub token", found)
            } else {
                Diagnosis::failed(
                    "GitHub token",
                    found,
                    "give the token the scope public_repo (repo for private repositories)",
                )
            }
        }
        Err(error) => Diagnosis::failed(
            "GitHub token",
            error.to_string(),
            "make a new token if this one expired or was revoked; otherwise check the network",
        ),
    }
}

async fn write_access(client: &github::Client, project: &str, name: &str) -> Diagnosis {
    let what = format!("branches of {project}");
    let name: RepositoryName = match name.parse() {
        Ok(name) => name,
        Err(error) => {
            return Diagnosis::failed(
                what,
                format!("{error}"),
                "write upstream and fork as owner/name",
            );
        }
    };
    match client.repository(&name).await {
        Ok(repository) if repository.may_push == Some(true) => {
            Diagnosis::ok(what, format!("may be written to {}", repository.full_name))
        }
        Ok(repository) if repository.may_push.is_none() => Diagnosis::warning(
            what,
            format!("GitHub does not say whether they may be written to {}", repository.full_name),
            "check that the token's account has write access, or set fork to a fork it owns",
        ),
        Ok(repository) => Diagnosis::failed(
            what,
            format!("may not be written to {}", repository.full_name),
            "give the token's account write access, or set fork to a fork it owns",
        ),
        Err(error) => Diagnosis::failed(
            what,
            error.to_string(),
            "check upstream and fork of the project, and that the token's account can see them",
        ),
    }
}

fn sign_in(config: &Config) -> Diagnosis {
    let github = config.github.oauth.is_some();
    match (github, config.server.local_sign_in) {
        (true, _) if config.server.public_url.is_none() => Diagnosis::failed(
            "signing in",
            "with GitHub, but GitHub does not know the way back",
            "set server.public_url to the address people type",
        ),
        (true, _) => Diagnosis::ok("signing in", "with GitHub"),
        (false, true) => Diagnosis::ok("signing in", "by picking a name, on this machine alone"),
        (false, false) => Diagnosis::failed(
            "signing in",
            "nobody can",
            "set [github] client_id and YIQI_GITHUB_CLIENT_SECRET, or auth.local = true to try \
             things out",
        ),
    }
}

fn webhooks(config: &Config) -> Diagnosis {
    /// Shorter secrets can be guessed.
    const SHORTEST: usize = 16;

    let secrets = &config.github.webhook_secrets;
    if secrets.is_empty() {
        return Diagnosis::warning(
            "webhooks",
            "YIQI_WEBHOOK_SECRET is not set, so deliveries are refused; timers sync all the same",
            "to be told of pushes at once: make a long random secret, put it into \
             YIQI_WEBHOOK_SECRET and into the webhook's settings on GitHub",
        );
    }
    if secrets.iter().any(|secret| secret.expose_secret().len() < SHORTEST) {
        return Diagnosis::failed(
            "webhooks",
            format!("a secret is shorter than {SHORTEST} characters"),
            "make a longer one, for example with `openssl rand -hex 32`",
        );
    }
    Diagnosis::ok("webhooks", super::output::count(secrets.len(), "secret"))
}
