//! Turns the shape of the file into checked settings, and collects everything that cannot be.

use std::{
    net::{IpAddr, SocketAddr},
    ops::Range,
    path::{Path, PathBuf},
};

use jiff::SignedDuration;
use secrecy::SecretString;
use toml::Spanned;
use url::{Host, Url};

use super::{
    Config, ConfigError, DATABASE_FILE, Environment, MissingSecret, Problem, Server, default_rules,
    file,
    location::{key_at, line_of},
    serving::metrics_token,
};
use crate::{
    github::{self, AppSettings, OAuthSettings},
    services::{PublishTarget, Rules, WorkshopSettings},
    web,
};

/// Names of the environment variables that hold secrets.
pub const TOKEN: &str = "YIQI_GITHUB_TOKEN";
pub const APP_KEY: &str = "YIQI_GITHUB_APP_KEY";
pub const CLIENT_SECRET: &str = "YIQI_GITHUB_CLIENT_SECRET";
pub const WEBHOOK_SECRET: &str = "YIQI_WEBHOOK_SECRET";

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Checks one file.
pub(super) struct Checker<'a> {
    path: &'a Path,
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str) -> Self {
        Self { path, text, problems: Vec::new() }
    }

    pub(super) fn config(
        mut self,
        file: file::File,
        environment: &Environment,
    ) -> Result<Config, ConfigError> {
        let data_dir = self.data_dir(&file.paths);
        let mut server = self.server(&file.server, file.auth.local.as_ref());
        server.metrics_token = metrics_token(environment)?;
        server.limits = self.limits(&file.limits);
        let rules = self.rules(&file.rules);
        let projects = self.projects(&file.projects, &data_dir, &rules);
        let maintainers = self.logins(&file.auth.maintainers);
        let proofreaders = self.logins(&file.auth.proofreaders);
        let (github, mut missing_secrets) = self.github(&file.github, environment)?;
        if github.token.is_none()
            && github.app.is_none()
            && file.github.app_id.is_none()
            && projects
                .iter()
                .any(|project| matches!(project.settings.publish, PublishTarget::Github { .. }))
        {
            missing_secrets
                .push(MissingSecret { variable: TOKEN, needed_for: "opening pull requests" });
        }
        let (aid, missing) = self.aid(&file.aid, environment)?;
        missing_secrets.extend(missing);
        let upkeep = self.upkeep(&file.backup, &file.housekeeping, &data_dir.join(DATABASE_FILE));
        let (messages, missing) = self.messages(&file.messages, &file.mail, environment)?;
        missing_secrets.extend(missing);
        if !self.problems.is_empty() {
            self.problems.sort_by_key(|problem| problem.line);
            return Err(ConfigError::Invalid(self.problems));
        }
        Ok(Config {
            path: Some(self.path.to_owned()),
            database: data_dir.join(DATABASE_FILE),
            data_dir,
            projects,
            github,
            aid,
            messages,
            upkeep,
            workshop: WorkshopSettings {
                public_url: server.public_url.as_ref().map(|url| trimmed(url).to_owned()),
                maintainers,
                proofreaders,
            },
            server,
            missing_secrets,
        })
    }

    /// Notes an impossible value.
    pub(super) fn report(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem {
            path: self.path.to_owned(),
            line: Some(line_of(self.text, span.start)),
            key: key_at(self.text, span).unwrap_or_default(),
            message: message.into(),
        });
    }

    /// Notes what is wrong with the file as a whole.
    pub(super) fn report_file(&mut self, message: impl Into<String>) {
        self.problems.push(Problem {
            path: self.path.to_owned(),
            line: None,
            key: String::new(),
            message: message.into(),
        });
    }

    /// A path of the file: relative ones start at the file's folder.
    pub(super) fn resolve(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// The text of a value that must not be empty.
    pub(super) fn text(&mut self, value: &Spanned<String>) -> String {
        let text = value.get_ref().trim();
        if text.is_empty() {
            self.report(&value.span(), "must not be empty");
        }
        text.to_owned()
    }

    fn data_dir(&mut self, paths: &file::PathsTable) -> PathBuf {
        let written = paths.data.as_ref().map_or_else(|| "data".to_owned(), |v| self.text(v));
        self.resolve(&written)
    }

    fn server(&mut self, table: &file::ServerTable, local: Option<&Spanned<bool>>) -> Server {
        let mut listen = SocketAddr::from(([127, 0, 0, 1], 7878));
        if let Some(value) = &table.listen {
            match value.get_ref().parse() {
                Ok(address) => listen = address,
                Err(_) => self.report(
                    &value.span(),
                    format!(
                        "{:?} is no address to listen on; write an IP address and a port, such as \
                         \"127.0.0.1:7878\" or \"[::1]:7878\"",
                        value.get_ref()
                    ),
                ),
            }
        }
        let public_url = table.public_url.as_ref().and_then(|value| self.web_address(value));
        let tls = self.tls(table);
        let https = public_url.as_ref().map_or(tls.is_some(), |url| url.scheme() == "https");
        let secure_cookies = table.secure_cookies.as_ref().map_or(https, |value| {
            if *value.get_ref() && public_url.as_ref().is_some_and(|url| url.scheme() == "http") {
                self.report(
                    &value.span(),
                    "browsers do not send secure cookies to an http:// public_url; allowed: false, \
                     or an https:// public_url",
                );
            }
            *value.get_ref()
        });
        let local_sign_in = local.is_some_and(|value| *value.get_ref());
        let reachable = !listen.ip().is_loopback() || public_url.as_ref().is_some_and(is_public);
        if let Some(value) = local
            && local_sign_in
            && reachable
        {
            self.report(
                &value.span(),
                "would let anybody on the network sign in as a maintainer; allowed: false, or true \
                 where server.listen and server.public_url are this machine alone (127.0.0.1, [::1], \
                 localhost)",
            );
        }
        Server {
            listen,
            public_url,
            secure_cookies,
            local_sign_in,
            tls,
            metrics_token: None,
            trusted_proxies: self.networks(&table.trusted_proxies),
            limits: web::Limits::default(),
        }
    }

    fn github(
        &mut self,
        table: &file::GithubTable,
        environment: &Environment,
    ) -> Result<(github::Settings, Vec<MissingSecret>), ConfigError> {
        let mut missing = Vec::new();
        let client_id = table.client_id.as_ref().map(|value| self.text(value));
        let oauth = match (client_id, environment.secret(CLIENT_SECRET)?) {
            (Some(client_id), Some(client_secret)) => {
                Some(OAuthSettings { client_id, client_secret })
            }
            (Some(_), None) => {
                missing.push(MissingSecret {
                    variable: CLIENT_SECRET,
                    needed_for: "signing in with GitHub",
                });
                None
            }
            (None, _) => None,
        };
        let address = |this: &mut Self, value: Option<&Spanned<String>>, default: &str| {
            value
                .and_then(|value| this.web_address(value))
                .map_or_else(|| default.to_owned(), |url| trimmed(&url).to_owned())
        };
        let settings = github::Settings {
            api_url: address(self, table.api_url.as_ref(), "https://api.github.com"),
            web_url: address(self, table.web_url.as_ref(), "https://github.com"),
            token: environment.secret(TOKEN)?,
            app: self.app(table, environment, &mut missing)?,
            oauth,
            webhook_secrets: webhook_secrets(environment)?,
            timing: github::Timing::default(),
        };
        Ok((settings, missing))
    }

    /// The GitHub App that writes: a number, where it is installed, and its key.
    fn app(
        &mut self,
        table: &file::GithubTable,
        environment: &Environment,
        missing: &mut Vec<MissingSecret>,
    ) -> Result<Option<AppSettings>, ConfigError> {
        let app_id = table.app_id.as_ref().map(|value| self.text(value));
        let installation = table.installation_id.as_ref().map(|value| {
            u64::try_from(*value.get_ref()).unwrap_or_else(|_| {
                self.report(
                    &value.span(),
                    "is the number at the end of the installation's address",
                );
                0
            })
        });
        let key = environment.secret(APP_KEY)?;
        match (app_id, installation, key) {
            (Some(app_id), Some(installation_id), Some(private_key)) => {
                Ok(Some(AppSettings { app_id, installation_id, private_key }))
            }
            (Some(_), Some(_), None) => {
                let needed_for = "opening pull requests as the GitHub App";
                missing.push(MissingSecret { variable: APP_KEY, needed_for });
                Ok(None)
            }
            (Some(_), None, _) => {
                if let Some(value) = &table.app_id {
                    self.report(
                        &value.span(),
                        "needs installation_id beside it: the number at the end of the address \
                         GitHub shows once the App is installed",
                    );
                }
                Ok(None)
            }
            (None, Some(_), _) => {
                if let Some(value) = &table.installation_id {
                    self.report(&value.span(), "needs app_id beside it");
                }
                Ok(None)
            }
            (None, None, _) => Ok(None),
        }
    }

    fn rules(&mut self, table: &file::RulesTable) -> Rules {
        let default = default_rules();
        Rules {
            claim_lease: self.duration(
                table.claim_lease.as_ref(),
                default.claim_lease,
                HOUR..=YEAR,
            ),
            review_lease: self.duration(
                table.review_lease.as_ref(),
                default.review_lease,
                HOUR..=YEAR,
            ),
            max_claims_per_person: self.count(
                table.max_claims.as_ref(),
                default.max_claims_per_person,
                1..=1000,
            ),
            self_approval: table.self_approval.unwrap_or(default.self_approval),
            mass_edit_files: self.count(
                table.mass_edit_files.as_ref(),
                default.mass_edit_files,
                2..=1_000_000,
            ),
            sync_every: self.duration(
                table.sync_interval.as_ref(),
                default.sync_every,
                SignedDuration::from_mins(1)..=YEAR,
            ),
        }
    }
}

/// The secrets webhooks may be signed with: one, or several during a rotation, separated by commas.
fn webhook_secrets(environment: &Environment) -> Result<Vec<SecretString>, ConfigError> {
    use secrecy::ExposeSecret;

    let Some(all) = environment.secret(WEBHOOK_SECRET)? else { return Ok(Vec::new()) };
    let secrets = all.expose_secret().split(',').map(str::trim);
    Ok(secrets.filter(|secret| !secret.is_empty()).map(SecretString::from).collect())
}

/// The address without the `/` at its end.
pub(super) fn trimmed(url: &Url) -> &str {
    url.as_str().trim_end_matches('/')
}

pub(super) fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name != "localhost",
        Some(Host::Ipv4(address)) => !IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => !IpAddr::from(address).is_loopback(),
        None => true,
    }
}
