//! What a repository expects of a translation: where files lie, which keys the front matter has,
//! how the index file is kept.
//!
//! Front matter and index are edited as text: whatever is not meant to change stays byte for byte.

mod credits;
mod dates;
pub(crate) mod front_matter;
pub(crate) mod front_matter_rules;
mod hf_blog;
mod hf_course;
mod index;
pub(crate) mod index_text;
mod starting;
mod suggest;
mod template;
pub(crate) mod yaml;

use serde::{Deserialize, Serialize};

pub(crate) use self::starting::is_relative as is_relative_address;
use self::template::Template;
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
    /// Where sources and their translations lie.
    source: Template,
    target: Template,
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
    /// Hugging Face user names of those the front matter credits with the translation.
    pub translators: Vec<String>,
    /// Those it credits with proofreading.
    pub proofreaders: Vec<String>,
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
    #[error(
        "the path template {template:?} must be a path inside the repository that contains {{slug}} exactly once"
    )]
    BadTemplate { template: String },
    #[error(
        "the convention `plain` needs the path templates of both the sources and the translations"
    )]
    MissingTemplate,
    #[error("{language:?} is not a language tag such as zh-CN")]
    BadLanguage { language: String },
    #[error("{0}")]
    BadFrontMatter(String),
}

impl Convention {
    /// Makes a convention; `source` and `target` override its path templates and are required for `plain`.
    pub fn new(
        kind: ConventionKind,
        language: &str,
        source: Option<&str>,
        target: Option<&str>,
    ) -> Result<Self, ConventionError> {
        let is_tag = language.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if !is_tag {
            return Err(ConventionError::BadLanguage { language: language.to_owned() });
        }
        let folder = language_folder(kind, language);
        let usual = match kind {
            ConventionKind::HfBlog => {
                Some(("{slug}.md".to_owned(), format!("{folder}/{{slug}}.md")))
            }
            ConventionKind::HfCourse => Some((
                "chapters/en/{slug}.mdx".to_owned(),
                format!("chapters/{folder}/{{slug}}.mdx"),
            )),
            ConventionKind::Plain => None,
        };
        let (usual_source, usual_target) = usual.unzip();
        let nested = kind != ConventionKind::HfBlog;
        let template = |given: Option<&str>, usual: Option<String>| {
            let text =
                given.map(str::to_owned).or(usual).ok_or(ConventionError::MissingTemplate)?;
            Template::parse(&text, nested).ok_or(ConventionError::BadTemplate { template: text })
        };
        Ok(Self {
            kind,
            language: language.to_owned(),
            source: template(source, usual_source)?,
            target: template(target, usual_target)?,
        })
    }

    /// The kind it was made from.
    pub fn kind(&self) -> ConventionKind {
        self.kind
    }

    /// BCP 47 tag of the target language, such as `zh-CN`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// A text that differs between two conventions that read a repository differently.
    pub fn fingerprint(&self) -> String {
        format!("{:?} {} {} {}", self.kind, self.language, self.source.text(), self.target.text())
    }

    /// Says what a path is to this project. An index is no post, and a path that fits both
    /// templates is a translation.
    pub fn role(&self, path: &RepoPath) -> PathRole {
        if self.source_index().as_ref() == Some(path) {
            return PathRole::SourceIndex;
        }
        if self.target_index().as_ref() == Some(path) {
            return PathRole::TargetIndex;
        }
        let slug = |template: &Template| {
            let slug = template.slug(path.as_str())?;
            // What explains a folder to its visitors is no post of the blog.
            let readme = self.kind == ConventionKind::HfBlog && slug.eq_ignore_ascii_case("readme");
            (!readme).then(|| Slug::new(slug))
        };
        if let Some(slug) = slug(&self.target) {
            return PathRole::Target(slug);
        }
        slug(&self.source).map_or(PathRole::Untracked, PathRole::Source)
    }

    /// Whether the history of a path matters: of every path with a role, and of those that may once
    /// have been one (`cn/post.md`, before the folder became `zh/`) or were meant to be (`zh/_blog[1].yml`).
    pub fn tracks(&self, path: &str) -> bool {
        match self.kind {
            ConventionKind::HfBlog => {
                let Some(inside) = path.strip_prefix(self.source.folder()) else {
                    return self.has_role(path) || self.oddity(path).is_some();
                };
                let near = inside.bytes().filter(|byte| *byte == b'/').count() <= 1;
                let name = inside.rsplit('/').next().unwrap_or(inside);
                near && (name.ends_with(".md") || name == hf_blog::INDEX_NAME)
                    || self.has_role(path)
                    || self.oddity(path).is_some()
            }
            ConventionKind::HfCourse | ConventionKind::Plain => self.has_role(path),
        }
    }

    fn has_role(&self, path: &str) -> bool {
        self.role(&RepoPath::new(path)) != PathRole::Untracked
    }

    /// What is strange about a path that has no role, in English; `None` for ordinary ones.
    pub fn oddity(&self, path: &str) -> Option<String> {
        match self.kind {
            ConventionKind::HfBlog => hf_blog::oddity(path, self.target.folder()),
            ConventionKind::HfCourse | ConventionKind::Plain => None,
        }
    }

    /// The path of a post's source.
    pub fn source_path(&self, slug: &Slug) -> RepoPath {
        self.source.path(slug)
    }

    /// The path of a post's translation.
    pub fn target_path(&self, slug: &Slug) -> RepoPath {
        self.target.path(slug)
    }

    /// The index of the sources, where the convention has one.
    pub fn source_index(&self) -> Option<RepoPath> {
        self.index_name().map(|name| self.source.beside(name))
    }

    /// The index of the translations, where the convention has one.
    pub fn target_index(&self) -> Option<RepoPath> {
        self.index_name().map(|name| self.target.beside(name))
    }

    fn index_name(&self) -> Option<&'static str> {
        match self.kind {
            ConventionKind::HfBlog => Some(hf_blog::INDEX_NAME),
            ConventionKind::HfCourse => Some(hf_course::INDEX_NAME),
            ConventionKind::Plain => None,
        }
    }

    /// How the posts are to be read.
    pub fn dialect(&self) -> Dialect {
        let mdx = self.source.text().ends_with(".mdx");
        if mdx { Dialect::Mdx } else { Dialect::Markdown }
    }

    /// Whether only sources that the index lists are posts.
    pub fn requires_index_entry(&self) -> bool {
        self.kind == ConventionKind::HfBlog
    }

    /// Whether posts begin with front matter whose keys are checked upstream.
    pub fn has_strict_front_matter(&self) -> bool {
        self.kind == ConventionKind::HfBlog
    }

    /// Reads an index file; entries without a local file are left out.
    pub fn read_index(
        &self,
        path: &RepoPath,
        text: &str,
    ) -> Result<Vec<IndexEntry>, ConventionError> {
        match self.kind {
            ConventionKind::HfBlog => hf_blog::read_index(path, text),
            ConventionKind::HfCourse => hf_course::read_index(path, text),
            ConventionKind::Plain => Ok(Vec::new()),
        }
    }

    /// What front matter, first heading and the index entry say of a post.
    pub fn meta(&self, text: &str, entry: Option<&IndexEntry>) -> PostMeta {
        let mut meta = front_matter::meta(text, self.dialect());
        if let Some(entry) = entry {
            meta.title = meta.title.or_else(|| entry.title.clone());
            meta.published_on = entry.date.as_deref().and_then(|date| self.read_date(date));
            meta.tags = entry.tags.clone();
        }
        meta
    }

    /// Reads a date as people write it in an index, as ISO `YYYY-MM-DD`.
    pub fn read_date(&self, text: &str) -> Option<String> {
        dates::read(text).map(|date| date.to_string())
    }

    /// Whether translations are written in Chinese, so that their length is counted in Han characters.
    pub fn is_chinese(&self) -> bool {
        self.language.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("zh"))
    }

    /// What a maintainer should know about the text of a post, in English, each with its path.
    pub fn oddities_of_text(&self, path: &RepoPath, text: &str) -> Vec<String> {
        if !self.has_strict_front_matter() {
            return Vec::new();
        }
        let problems = front_matter_rules::problems(text);
        problems
            .iter()
            .map(|problem| format!("{path}:{}: {}", problem.lines.0, problem.en))
            .collect()
    }

    /// The text a fresh translation starts from: the source, made ready for its new place.
    pub fn starting_text(&self, source: &str) -> String {
        match self.kind {
            ConventionKind::HfBlog => starting::blog_text(source),
            ConventionKind::HfCourse | ConventionKind::Plain => source.to_owned(),
        }
    }

    /// Writes the credits into the front matter of a finished translation; nothing else changes.
    /// Conventions without credits leave the text alone.
    pub fn with_credits(
        &self,
        translation: &str,
        credits: &[Credit],
    ) -> Result<String, ConventionError> {
        match self.kind {
            ConventionKind::HfBlog if !credits.is_empty() => credits::write(translation, credits),
            _ => Ok(translation.to_owned()),
        }
    }

    /// The target index with an entry for `slug`; `None` where nothing has to change.
    pub fn with_index_entry(
        &self,
        slug: &Slug,
        source_index: &str,
        target_index: &str,
        translated_title: Option<&str>,
    ) -> Result<Option<String>, ConventionError> {
        let (Some(source), Some(target)) = (self.source_index(), self.target_index()) else {
            return Ok(None);
        };
        let with_entry = match self.kind {
            ConventionKind::HfBlog => hf_blog::with_entry,
            ConventionKind::HfCourse => hf_course::with_entry,
            ConventionKind::Plain => return Ok(None),
        };
        with_entry(slug, (&source, source_index), (&target, target_index), translated_title)
    }

    /// The source an orphaned translation most likely belongs to.
    pub fn suggest_source(
        &self,
        orphan: (&Slug, &PostMeta),
        sources: &[(Slug, PostMeta)],
    ) -> Option<Slug> {
        suggest::source(orphan, sources)
    }

    /// The branch a translation is published on, such as `yiqi/zh/optimum-nvidia`.
    pub fn branch_name(&self, slug: &Slug) -> String {
        let folder = language_folder(self.kind, &self.language);
        let parts = slug.as_str().split('/').map(branch_part);
        format!("yiqi/{folder}/{}", parts.collect::<Vec<_>>().join("/"))
    }
}

/// The folder of a language: the course names it in full (`zh-CN`), all others by its language alone.
fn language_folder(kind: ConventionKind, language: &str) -> &str {
    match kind {
        ConventionKind::HfCourse => language,
        _ => language.split('-').next().unwrap_or(language),
    }
}

/// A part of a branch name that Git accepts.
fn branch_part(part: &str) -> String {
    let allowed = |c: char| match c {
        ' ' | '~' | '^' | ':' | '?' | '*' | '[' | '\\' | '@' => '-',
        c if c.is_control() => '-',
        c => c,
    };
    let mut name: String = part.chars().map(allowed).collect();
    while name.contains("..") {
        name = name.replace("..", ".");
    }
    let name = name.trim_matches('.');
    let name = name.strip_suffix(".lock").unwrap_or(name);
    if name.is_empty() { "-".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests;
