//! What a repository expects of a translation: where files lie, which keys the front matter has,
//! how the index file is kept.
//!
//! Front matter and index are edited as text: whatever is not meant to change stays byte for byte.

use serde::{Deserialize, Serialize};

use crate::{
    document::Dialect,
    ids::{RepoPath, Slug},
};

/// The known kinds of repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConventionKind {
    /// `<slug>.md` listed in `_blog.yml`, translated as `zh/<slug>.md` listed in `zh/_blog.yml`.
    HfBlog,
    /// `chapters/en/**.mdx`, translated as `chapters/zh-CN/**.mdx`, with a nested `_toctree.yml`.
    HfCourse,
    /// Two path templates and nothing else.
    Plain,
}

/// A convention made concrete for one project.
#[derive(Debug, Clone)]
pub struct Convention {
    kind: ConventionKind,
    /// BCP 47 tag of the target language, such as `zh-CN`.
    language: String,
    /// Paths with `{slug}` (for example `posts/{slug}.md`) of the source and of its translation.
    source_template: String,
    target_template: String,
}

/// What a path of the repository is to a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathRole {
    Source(Slug),
    Target(Slug),
    SourceIndex,
    TargetIndex,
    /// Nothing that is followed.
    Untracked,
}

/// One entry of an index file, as far as Yiqi reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexEntry {
    pub slug: Slug,
    pub title: Option<String>,
    /// Verbatim, such as `Oct 21, 2025`.
    pub date: Option<String>,
    pub tags: Vec<String>,
}

/// What is known of a post besides its text; from front matter, first heading and index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostMeta {
    pub title: Option<String>,
    /// ISO `YYYY-MM-DD` where the convention's date could be read.
    pub published_on: Option<String>,
    pub tags: Vec<String>,
    pub authors: Vec<String>,
    pub translators: Vec<String>,
    pub thumbnail: Option<String>,
}

/// Somebody who is credited in the front matter of a translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The Hugging Face user name.
    pub user: String,
    pub proofreader: bool,
}

/// Why a convention cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ConventionError {
    #[error("{path}: {reason}")]
    BadIndex { path: RepoPath, reason: String },
    #[error("the path template {template:?} must contain {{slug}} exactly once")]
    BadTemplate { template: String },
    #[error("{0}")]
    BadFrontMatter(String),
}

impl Convention {
    /// Makes a convention; `source` and `target` override its path templates and are required for `plain`.
    pub fn new(
        _kind: ConventionKind,
        _language: &str,
        _source: Option<&str>,
        _target: Option<&str>,
    ) -> Result<Self, ConventionError> {
        todo!()
    }

    /// Says what a path is to this project.
    pub fn role(&self, _path: &RepoPath) -> PathRole {
        todo!()
    }

    pub fn source_path(&self, _slug: &Slug) -> RepoPath {
        todo!()
    }

    pub fn target_path(&self, _slug: &Slug) -> RepoPath {
        todo!()
    }

    /// The index files, where the convention has them.
    pub fn source_index(&self) -> Option<RepoPath> {
        todo!()
    }

    pub fn target_index(&self) -> Option<RepoPath> {
        todo!()
    }

    pub fn dialect(&self) -> Dialect {
        todo!()
    }

    /// Whether only sources that the index lists are posts.
    pub fn requires_index_entry(&self) -> bool {
        todo!()
    }

    /// Reads an index file; entries without a local file are left out.
    pub fn read_index(
        &self,
        _path: &RepoPath,
        _text: &str,
    ) -> Result<Vec<IndexEntry>, ConventionError> {
        todo!()
    }

    /// What front matter, first heading and the index entry say of a post.
    pub fn meta(&self, _text: &str, _entry: Option<&IndexEntry>) -> PostMeta {
        todo!()
    }

    /// The text a fresh translation starts from: the source, with its front matter made ready.
    pub fn starting_text(&self, _source: &str) -> String {
        todo!()
    }

    /// Writes the credits into the front matter of a finished translation; nothing else changes.
    pub fn with_credits(
        &self,
        _translation: &str,
        _credits: &[Credit],
    ) -> Result<String, ConventionError> {
        todo!()
    }

    /// The target index with an entry for `slug`; `None` where nothing has to change.
    pub fn with_index_entry(
        &self,
        _slug: &Slug,
        _source_index: &str,
        _target_index: &str,
        _translated_title: Option<&str>,
    ) -> Result<Option<String>, ConventionError> {
        todo!()
    }

    /// The source an orphaned translation most likely belongs to.
    pub fn suggest_source(
        &self,
        _orphan: (&Slug, &PostMeta),
        _sources: &[(Slug, PostMeta)],
    ) -> Option<Slug> {
        todo!()
    }

    /// The branch a translation is published on, such as `yiqi/zh/optimum-nvidia`.
    pub fn branch_name(&self, _slug: &Slug) -> String {
        todo!()
    }
}
