//! Options that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{config::DEFAULT_LANGUAGE, convention::ConventionKind};

/// What to look at: the projects of a configuration file, or one repository named here.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Selection {
    /// Configuration file [default: $YIQI_CONFIG, else config.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "source")]
    pub config: Option<PathBuf>,

    /// Only this project of the configuration
    #[arg(long, value_name = "ID", conflicts_with = "source")]
    pub project: Option<String>,

    #[command(flatten)]
    pub source: SourceArgs,

    /// With --source: folder for mirror and database [default: a folder "yiqi" in your cache folder,
    /// else ./.yiqi]
    #[arg(long, value_name = "DIR", requires = "source")]
    pub data_dir: Option<PathBuf>,
}

/// One repository, without a configuration file.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct SourceArgs {
    /// Repository to look at, instead of a configuration: a URL, a path, or a Git bundle
    #[arg(long, value_name = "URL_OR_PATH")]
    pub source: Option<String>,

    /// How the repository keeps its posts [default: guessed, where the guess is sure]
    #[arg(long, value_enum, requires = "source")]
    pub convention: Option<ConventionName>,

    /// Branch to follow [default: the default branch of the source]
    #[arg(long, requires = "source")]
    pub branch: Option<String>,

    /// Language of the translations
    #[arg(long, value_name = "TAG", default_value = DEFAULT_LANGUAGE)]
    pub language: String,

    /// Path of a source post, with {slug} in it, such as posts/{slug}.md
    #[arg(long, value_name = "TEMPLATE", requires = "source")]
    pub source_template: Option<String>,

    /// Path of its translation, such as posts/zh/{slug}.md
    #[arg(long, value_name = "TEMPLATE", requires = "source")]
    pub target_template: Option<String>,
}

/// A convention as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ConventionName {
    /// `<slug>.md` listed in `_blog.yml`, translated as `zh/<slug>.md`
    HfBlog,
    /// `chapters/en/**.mdx`, translated as `chapters/<language>/**.mdx`
    HfCourse,
    /// Two path templates and nothing else
    Plain,
}

impl From<ConventionName> for ConventionKind {
    fn from(name: ConventionName) -> Self {
        match name {
            ConventionName::HfBlog => Self::HfBlog,
            ConventionName::HfCourse => Self::HfCourse,
            ConventionName::Plain => Self::Plain,
        }
    }
}

/// The form of a result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
}
