//! The shape of `config.toml`, before its values are checked.
//!
//! Every table refuses keys it does not know. Values that can be impossible carry their place in the
//! file, so that an error can name the line. `config.example.toml` documents every key.

use serde::Deserialize;
use toml::Spanned;

use crate::{checks::Style, convention::ConventionKind};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub server: ServerTable,
    #[serde(default)]
    pub limits: LimitsTable,
    #[serde(default)]
    pub paths: PathsTable,
    #[serde(default)]
    pub auth: AuthTable,
    #[serde(default)]
    pub github: GithubTable,
    #[serde(default)]
    pub rules: RulesTable,
    #[serde(default)]
    pub aid: AidTable,
    #[serde(default)]
    pub messages: MessagesTable,
    #[serde(default)]
    pub backup: BackupTable,
    #[serde(default)]
    pub housekeeping: HousekeepingTable,
    #[serde(default)]
    pub mail: MailTable,
    #[serde(default)]
    pub projects: Vec<ProjectTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServerTable {
    pub listen: Option<Spanned<String>>,
    pub public_url: Option<Spanned<String>>,
    pub secure_cookies: Option<Spanned<bool>>,
    pub tls_certificate: Option<Spanned<String>>,
    pub tls_key: Option<Spanned<String>>,
    #[serde(default)]
    pub trusted_proxies: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsTable {
    pub requests: Option<Spanned<i64>>,
    pub attempts: Option<Spanned<i64>>,
    pub writes: Option<Spanned<i64>>,
    pub api: Option<Spanned<i64>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PathsTable {
    pub data: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthTable {
    pub local: Option<Spanned<bool>>,
    #[serde(default)]
    pub maintainers: Vec<Spanned<String>>,
    #[serde(default)]
    pub proofreaders: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GithubTable {
    pub api_url: Option<Spanned<String>>,
    pub web_url: Option<Spanned<String>>,
    pub client_id: Option<Spanned<String>>,
    pub app_id: Option<Spanned<String>>,
    pub installation_id: Option<Spanned<i64>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesTable {
    pub claim_lease: Option<Spanned<String>>,
    pub review_lease: Option<Spanned<String>>,
    pub sync_interval: Option<Spanned<String>>,
    pub max_claims: Option<Spanned<i64>>,
    pub mass_edit_files: Option<Spanned<i64>>,
    pub self_approval: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AidTable {
    pub url: Option<Spanned<String>>,
    pub model: Option<Spanned<String>>,
    pub silence: Option<Spanned<String>>,
    pub time_limit: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessagesTable {
    pub private_addresses: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailTable {
    pub host: Option<Spanned<String>>,
    pub port: Option<Spanned<i64>>,
    pub security: Option<SmtpSecurity>,
    pub account: Option<Spanned<String>>,
    pub from: Option<Spanned<String>>,
}

/// How the line to the mail server is kept from strangers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SmtpSecurity {
    Tls,
    Starttls,
    None,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BackupTable {
    pub folder: Option<Spanned<String>>,
    pub every: Option<Spanned<String>>,
    pub keep: Option<Spanned<i64>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HousekeepingTable {
    pub autosaves: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectTable {
    pub id: Spanned<String>,
    pub name: Option<Spanned<String>>,
    pub source: Spanned<String>,
    pub branch: Option<Spanned<String>>,
    pub convention: Spanned<ConventionKind>,
    pub language: Option<Spanned<String>>,
    pub source_template: Option<Spanned<String>>,
    pub target_template: Option<Spanned<String>>,
    pub publish: Option<Spanned<Publish>>,
    pub publish_to: Option<Spanned<String>>,
    pub upstream: Option<Spanned<String>>,
    pub fork: Option<Spanned<String>>,
    pub pull_request_title: Option<Spanned<String>>,
    pub pull_request_body: Option<Spanned<String>>,
    pub commit_title: Option<Spanned<String>>,
    #[serde(default)]
    pub labels: Vec<Spanned<String>>,
    #[serde(default)]
    pub reviewers: Vec<Spanned<String>>,
    pub typography: Option<Style>,
}

/// Where approved translations go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Publish {
    Github,
    Preview,
    Branch,
    Nowhere,
}
