//! A single project told of by command line options, without a configuration file.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{
    Config, ConfigError, ProjectConfig, Server, default_rules,
    projects::{DEFAULT_BRANCH, absolute_source, bad_language, is_language_tag},
};
use crate::{
    convention::{Convention, ConventionKind},
    github,
    ids::ProjectId,
    repository,
    services::{Letters, ProjectSettings, PublishTarget, WorkshopSettings},
};

/// What the options say.
#[derive(Debug, Clone)]
pub struct SourceOptions {
    /// URL, path of a repository, or path of a bundle.
    pub source: String,
    pub branch: Option<String>,
    pub convention: ConventionKind,
    pub language: String,
    pub source_template: Option<String>,
    pub target_template: Option<String>,
    /// Folder that holds a folder per source.
    pub data_dir: PathBuf,
}

impl SourceOptions {
    /// The folder that holds what is known of one source, inside the data folder; named after the
    /// source, and after its digest, so that two sources never share it.
    pub fn workspace(source: &str, branch: Option<&str>, data_dir: &Path) -> PathBuf {
        let mut digest = Sha256::new();
        digest.update(source.as_bytes());
        digest.update([0]);
        digest.update(branch.unwrap_or_default().as_bytes());
        let digest = hex::encode(&digest.finalize()[..4]);
        data_dir.join(format!("{}-{digest}", name_of(source)))
    }

    /// The mirror's settings, which do not depend on the convention.
    pub fn mirror(source: &str, branch: Option<&str>, data_dir: &Path) -> repository::Settings {
        let source = absolute_source(Path::new(source), source);
        repository::Settings {
            mirror: Self::workspace(&source, branch, data_dir).join("mirror.git"),
            url: source,
            branch: branch.map(str::to_owned),
        }
    }

    /// The configuration these options stand for.
    ///
    /// # Errors
    /// When the options do not go together.
    pub fn into_config(self) -> Result<Config, ConfigError> {
        if !is_language_tag(&self.language) {
            let problem = bad_language(&self.language);
            return Err(ConfigError::Option { option: "--language", problem });
        }
        let (source_template, target_template) =
            (self.source_template.as_deref(), self.target_template.as_deref());
        if self.convention == ConventionKind::Plain
            && (source_template.is_none() || target_template.is_none())
        {
            return Err(ConfigError::Option {
                option: "--convention plain",
                problem: "needs --source-template and --target-template, such as posts/{slug}.md \
                          and posts/zh/{slug}.md"
                    .into(),
            });
        }
        let convention =
            Convention::new(self.convention, &self.language, source_template, target_template)
                .map_err(|error| ConfigError::Option {
                    option: if self.source_template.is_some() {
                        "--source-template, --target-template"
                    } else {
                        "--convention"
                    },
                    problem: error.to_string(),
                })?;
        let mirror = Self::mirror(&self.source, self.branch.as_deref(), &self.data_dir);
        let workspace = Self::workspace(&mirror.url, self.branch.as_deref(), &self.data_dir);
        let name = name_of(&mirror.url);
        Ok(Config {
            path: None,
            database: workspace.join(self.database_name()),
            data_dir: workspace,
            projects: vec![ProjectConfig {
                settings: ProjectSettings {
                    id: ProjectId::new(name.clone()),
                    name,
                    convention,
                    publish: PublishTarget::Nowhere,
                    letters: Letters::default(),
                    base_branch: self.branch.unwrap_or_else(|| DEFAULT_BRANCH.into()),
                    github_repository: None,
                    style: crate::checks::Style::default(),
                    rules: default_rules(),
                },
                mirror,
            }],
            github: github::Settings::default(),
            workshop: WorkshopSettings::default(),
            aid: None,
            messages: crate::notify::Settings::default(),
            upkeep: crate::services::UpkeepSettings::default(),
            server: Server {
                listen: ([127, 0, 0, 1], 7878).into(),
                public_url: None,
                secure_cookies: false,
                local_sign_in: true,
                tls: None,
                metrics_token: None,
                trusted_proxies: Vec::new(),
                limits: crate::web::Limits::none(),
            },
            missing_secrets: Vec::new(),
        })
    }

    /// One database per way of reading the source, as its posts differ.
    fn database_name(&self) -> String {
        let mut digest = Sha256::new();
        for part in [
            Some(format!("{:?}", self.convention)),
            Some(self.language.clone()),
            self.source_template.clone(),
            self.target_template.clone(),
        ] {
            digest.update(part.unwrap_or_default().as_bytes());
            digest.update([0]);
        }
        format!("yiqi-{}.sqlite3", hex::encode(&digest.finalize()[..4]))
    }
}

/// A short name for a source: the last part of its path, without `.git` or `.bundle`.
fn name_of(source: &str) -> String {
    let last = source.trim_end_matches(['/', '\\']).rsplit(['/', '\\', ':']).next();
    let stem = last.unwrap_or_default();
    let stem = stem.strip_suffix(".git").or(stem.strip_suffix(".bundle")).unwrap_or(stem);
    let name: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .take(48)
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "repository".to_owned() } else { name.to_owned() }
}
