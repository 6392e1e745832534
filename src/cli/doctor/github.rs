//! What concerns GitHub: the token, the repositories it writes to, signing in, webhooks.

use secrecy::ExposeSecret;

use super::{super::output, Diagnosis};
use crate::{
    config::Config,
    github::{self, RepositoryName},
    services::PublishTarget,
};

/// Whether approved translations can go where they should.
pub(super) async fn publishing(config: &Config, offline: bool) -> Vec<Diagnosis> {
    let targets: Vec<_> = config
        .projects
        .iter()
        .filter_map(|project| match &project.settings.publish {
            PublishTarget::Github { upstream, fork } => Some((project, upstream, fork)),
            PublishTarget::Preview { .. }
            | PublishTarget::Branch { .. }
            | PublishTarget::Nowhere => None,
        })
        .collect();
    if targets.is_empty() && !config.github.acts() {
        return Vec::new();
    }
    if let Some(missing) =
        config.missing_secrets.iter().find(|missing| missing.variable == "YIQI_GITHUB_APP_KEY")
    {
        return vec![Diagnosis::failed(
            "GitHub App",
            format!("{} is not set; {} will not work", missing.variable, missing.needed_for),
            "put the private key GitHub let you download into a file, and its path into \
             YIQI_GITHUB_APP_KEY_FILE (docs/github-setup.md)",
        )];
    }
    if !config.github.acts() {
        return vec![Diagnosis::failed(
            "GitHub account",
            "neither a GitHub App nor YIQI_GITHUB_TOKEN is set, and approved translations cannot \
             become pull requests",
            "make a GitHub App with `yiqi github-app`, or make a token that may write contents and \
             pull requests (classic: public_repo) and put it into YIQI_GITHUB_TOKEN",
        )];
    }
    if offline {
        return vec![Diagnosis::ok("GitHub account", "set; GitHub not asked")];
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
    let letters = targets.iter().any(|(project, ..)| {
        let letters = &project.settings.letters;
        !letters.labels.is_empty()
    });
    let mut found = match config.github.app.is_some() {
        true => app(&client, letters).await,
        false => vec![token(&client).await],
    };
    for (project, upstream, fork) in targets {
        let id = project.settings.id.as_str();
        let written = fork.as_ref().unwrap_or(upstream);
        // What an App may do was read above; of its repositories it only has to be able to see them.
        let is_app = config.github.app.is_some();
        found.push(write_access(&client, id, written, is_app).await);
        found.push(pull_requests(&client, id, upstream).await);
    }
    found
}

/// What the installation of the App may do, as GitHub says it; nothing is tried.
async fn app(client: &github::Client, labels: bool) -> Vec<Diagnosis> {
    let permissions = match client.app_permissions().await {
        Ok(permissions) => permissions.unwrap_or_default(),
        Err(error) => {
            return vec![Diagnosis::failed(
                "GitHub App",
                error.to_string(),
                "check app_id and installation_id of [github], and that the key in \
                 YIQI_GITHUB_APP_KEY is the App's; then that the clock of this machine is right",
            )];
        }
    };
    let level = |name: &str| permissions.get(name).map_or("none", String::as_str);
    let needed = github::permissions(labels).into_iter().filter(|needed| !needed.is_always_on);
    needed
        .map(|needed| {
            let name = needed.name.replace('_', " ");
            let title = format!("GitHub App: {name}");
            let found = format!("{}, for {}", level(needed.name), needed.purpose);
            let wanted = needed.level.name();
            if level(needed.name) == wanted || level(needed.name) == "write" {
                Diagnosis::ok(title, found)
            } else {
                Diagnosis::failed(
                    title,
                    found,
                    format!(
                        "give the App the permission \"{name}: {wanted}\" and accept it where the App \
                         is installed"
                    ),
                )
            }
        })
        .collect()
}

/// Whether pull requests can be read where they go; that tells a token that sees the repository but not
/// them.
async fn pull_requests(client: &github::Client, project: &str, upstream: &str) -> Diagnosis {
    let what = format!("pull requests of {project}");
    let listed = match upstream.parse::<RepositoryName>() {
        Ok(name) => client.open_pull_requests(&name).await,
        Err(error) => Err(error),
    };
    match listed {
        Ok(open) => Diagnosis::ok(what, format!("{} open in {upstream}", open.len())),
        Err(error) => Diagnosis::failed(
            what,
            error.to_string(),
            "let the App or the token read pull requests, and check upstream of the project",
        ),
    }
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

async fn write_access(
    client: &github::Client,
    project: &str,
    name: &str,
    is_app: bool,
) -> Diagnosis {
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
        Ok(repository) if is_app && repository.may_push != Some(false) => {
            Diagnosis::ok(what, format!("the App sees {}", repository.full_name))
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

pub(super) fn sign_in(config: &Config) -> Diagnosis {
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

pub(super) fn webhooks(config: &Config) -> Diagnosis {
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
    Diagnosis::ok("webhooks", output::count(secrets.len(), "secret"))
}
