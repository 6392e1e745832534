//! The `[[projects]]` of the file.

use std::{collections::HashSet, path::Path};

use toml::Spanned;

use super::{
    file::{ProjectTable, Publish},
    values::Checker,
};
use crate::{
    convention::{Convention, ConventionKind},
    ids::ProjectId,
    repository,
    services::{Letters, ProjectSettings, PublishTarget, Rules},
};

/// A project and where its mirror lies.
#[derive(Debug, Clone)]
pub struct ProjectConfig {
    pub settings: ProjectSettings,
    pub mirror: repository::Settings,
}

/// The language translations are in where nothing else is said.
pub const DEFAULT_LANGUAGE: &str = "zh-CN";

/// The branch that is written to where none is named.
pub(super) const DEFAULT_BRANCH: &str = "main";

impl Checker<'_> {
    pub(super) fn projects(
        &mut self,
        tables: &[ProjectTable],
        data_dir: &Path,
        rules: &Rules,
    ) -> Vec<ProjectConfig> {
        if tables.is_empty() {
            self.report_file(
                "names no project; add a [[projects]] table (see config.example.toml)",
            );
        }
        let mut seen = HashSet::new();
        for table in tables {
            if !seen.insert(table.id.get_ref()) {
                self.report(
                    &table.id.span(),
                    format!("{:?} is the id of another project already", table.id.get_ref()),
                );
            }
        }
        tables.iter().filter_map(|table| self.project(table, data_dir, rules)).collect()
    }

    /// One project; `None` where a problem was reported that leaves nothing to go on with.
    fn project(
        &mut self,
        table: &ProjectTable,
        data_dir: &Path,
        rules: &Rules,
    ) -> Option<ProjectConfig> {
        let id = self.project_id(&table.id);
        let branch = table.branch.as_ref().map(|value| self.text(value));
        let upstream = table.upstream.as_ref().map(|value| self.repository_name(value));
        let publish = self.publish_target(table, upstream.as_deref());
        if matches!(publish, PublishTarget::Github { .. }) && branch.is_none() {
            self.report(
                &table.id.span(),
                "branch is needed with publish = \"github\": pull requests are opened against it",
            );
        }
        let convention = self.convention(table)?;
        let written = self.text(&table.source);
        Some(ProjectConfig {
            mirror: repository::Settings {
                url: absolute_source(&self.resolve(&written), &written),
                branch: branch.clone(),
                mirror: data_dir.join("mirrors").join(format!("{id}.git")),
            },
            settings: ProjectSettings {
                name: table.name.as_ref().map_or_else(|| id.clone(), |value| self.text(value)),
                id: ProjectId::new(id),
                convention,
                publish,
                letters: self.letters(table),
                base_branch: branch.unwrap_or_else(|| DEFAULT_BRANCH.into()),
                github_repository: upstream,
                style: table.typography.unwrap_or_default(),
                rules: rules.clone(),
            },
        })
    }

    /// The id stands in addresses and file names.
    fn project_id(&mut self, value: &Spanned<String>) -> String {
        let id = value.get_ref();
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || id.starts_with('-') || id.len() > 64 || !id.chars().all(legal) {
            self.report(
                &value.span(),
                format!(
                    "{id:?} cannot stand in an address; allowed: up to 64 of a-z, 0-9 and -, not \
                     beginning with -"
                ),
            );
        }
        id.clone()
    }

    fn convention(&mut self, table: &ProjectTable) -> Option<Convention> {
        let language = table.language.as_ref().map_or(DEFAULT_LANGUAGE, |v| v.get_ref().as_str());
        if let Some(value) = &table.language
            && !is_language_tag(language)
        {
            self.report(&value.span(), bad_language(language));
        }
        let template =
            |value: &Option<Spanned<String>>| value.as_ref().map(|v| v.get_ref().clone());
        let (source, target) = (template(&table.source_template), template(&table.target_template));
        let kind = *table.convention.get_ref();
        if kind == ConventionKind::Plain && (source.is_none() || target.is_none()) {
            self.report(&table.convention.span(), PLAIN_NEEDS_TEMPLATES);
            return None;
        }
        match Convention::new(kind, language, source.as_deref(), target.as_deref()) {
            Ok(convention) => Some(convention),
            Err(error) => {
                let culprit = table.source_template.as_ref().or(table.target_template.as_ref());
                let span = culprit.map_or_else(|| table.convention.span(), Spanned::span);
                self.report(&span, error.to_string());
                None
            }
        }
    }

    fn publish_target(&mut self, table: &ProjectTable, upstream: Option<&str>) -> PublishTarget {
        let publish = table.publish.as_ref().map_or(Publish::Nowhere, |value| *value.get_ref());
        if let Some(value) = &table.publish_to
            && publish != Publish::Branch
        {
            self.report(&value.span(), "is used with publish = \"branch\" alone");
        }
        if let Some(value) = &table.fork
            && !matches!(publish, Publish::Github | Publish::Preview)
        {
            self.report(&value.span(), "is used with publish = \"github\" or \"preview\" alone");
        }
        let here = table.publish.as_ref().map_or_else(|| table.id.span(), Spanned::span);
        match publish {
            Publish::Nowhere => PublishTarget::Nowhere,
            Publish::Branch => match &table.publish_to {
                Some(value) => {
                    let written = self.text(value);
                    PublishTarget::Branch {
                        remote: absolute_source(&self.resolve(&written), &written),
                    }
                }
                None => {
                    self.report(
                        &here,
                        "\"branch\" needs publish_to: the path or URL of the repository that gets \
                         the branches",
                    );
                    PublishTarget::Nowhere
                }
            },
            Publish::Github | Publish::Preview => match upstream {
                Some(upstream) => {
                    let upstream = upstream.to_owned();
                    let fork = table.fork.as_ref().map(|value| self.repository_name(value));
                    match publish {
                        Publish::Preview => PublishTarget::Preview { upstream, fork },
                        _ => PublishTarget::Github { upstream, fork },
                    }
                }
                None => {
                    self.report(
                        &here,
                        "\"github\" needs upstream: the owner/name pull requests are opened in",
                    );
                    PublishTarget::Nowhere
                }
            },
        }
    }

    /// How pull requests are worded; a place nobody fills is reported.
    fn letters(&mut self, table: &ProjectTable) -> Letters {
        let mut text = |value: &Option<Spanned<String>>, usual: String| {
            value.as_ref().map_or(usual, |value| self.template(value))
        };
        let usual = Letters::default();
        let (title, body, commit) = (
            text(&table.pull_request_title, usual.title),
            text(&table.pull_request_body, usual.body),
            text(&table.commit_title, usual.commit),
        );
        let mut names = |values: &[Spanned<String>]| {
            values.iter().map(|value| self.text(value)).collect::<Vec<_>>()
        };
        let (labels, reviewers) = (names(&table.labels), names(&table.reviewers));
        Letters { title, commit, body, labels, reviewers }
    }

    fn template(&mut self, value: &Spanned<String>) -> String {
        let text = self.text(value);
        for part in text.split('{').skip(1) {
            let name = part.split_once('}').map(|(name, _)| name);
            if !name.is_some_and(|name| Letters::PLACES.contains(&name)) {
                let known: Vec<String> =
                    Letters::PLACES.iter().map(|name| format!("{{{name}}}")).collect();
                self.report(
                    &value.span(),
                    format!("has a {{…}} nobody fills; there are {}", known.join(", ")),
                );
            }
        }
        text
    }

    /// `owner/name`; anything else is reported.
    fn repository_name(&mut self, value: &Spanned<String>) -> String {
        let name = value.get_ref().clone();
        if !is_repository_name(&name) {
            self.report(
                &value.span(),
                format!("{name:?} is no repository of GitHub; write owner/name"),
            );
        }
        name
    }
}

fn is_repository_name(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    name.split_once('/').is_some_and(|(owner, name)| part(owner) && part(name))
}

/// Whether a text has the shape of a BCP 47 tag, such as `zh-CN`.
pub(super) fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.chars().all(char::is_alphabetic))
        && parts.all(|p| (2..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()))
}

pub(super) fn bad_language(tag: &str) -> String {
    format!("{tag:?} is no language tag; write for example \"zh-CN\" or \"zh-TW\"")
}

const PLAIN_NEEDS_TEMPLATES: &str = "plain needs both path templates, such as \
    source_template = \"posts/{slug}.md\" and target_template = \"posts/zh/{slug}.md\"";

/// A source as git can be told of it from any folder: paths that exist become absolute.
pub(super) fn absolute_source(path: &Path, written: &str) -> String {
    match std::fs::canonicalize(path) {
        Ok(absolute) => absolute.to_string_lossy().into_owned(),
        Err(_) => written.to_owned(),
    }
}
