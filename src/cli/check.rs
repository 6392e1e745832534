//! `yiqi check`

use std::{
    convert::Infallible,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{
    Outcome, guess,
    options::{ConventionName, Format},
    output::{count, print, print_json},
};
use crate::{
    checks::{self, Finding, Level},
    config::{DEFAULT_LANGUAGE, Environment},
    convention::{Convention, ConventionKind, PathRole},
    ids::RepoPath,
};

/// Checks translations as the workshop would before they are sent to proofreading.
///
/// Works on files alone, without network or configuration. The English is found by the convention
/// of the folder the file lies in (zh/post.md beside post.md), or named with --against.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi check zh/optimum-nvidia.md
  yiqi check zh/*.md --format json
  yiqi check draft.md --against post.md --convention hf-blog

Findings are written as FILE:LINE: LEVEL RULE: SENTENCE. Errors keep a translation from being
submitted; warnings and errors make the exit code 1 (see --fail-on).")]
pub(super) struct CheckArgs {
    /// Translations to check
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The English a single FILE was made from
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,

    /// How the repository keeps its posts [default: guessed from the folders above FILE]
    #[arg(long, value_enum)]
    convention: Option<ConventionName>,

    /// Language of the translations
    #[arg(long, value_name = "TAG", default_value = DEFAULT_LANGUAGE)]
    language: String,

    /// With --convention plain: path of a source post, with {slug} in it
    #[arg(long, value_name = "TEMPLATE", requires = "convention")]
    source_template: Option<String>,

    /// With --convention plain: path of its translation
    #[arg(long, value_name = "TEMPLATE", requires = "convention")]
    target_template: Option<String>,

    /// Least serious finding that makes the exit code 1
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum FailOn {
    Error,
    #[default]
    Warning,
    Info,
}

impl FailOn {
    fn level(self) -> Level {
        match self {
            Self::Error => Level::Error,
            Self::Warning => Level::Warning,
            Self::Info => Level::Info,
        }
    }
}

/// The findings of one file.
#[derive(Serialize)]
struct Report {
    file: PathBuf,
    /// The English it was compared with; `None` where none was found.
    source: Option<PathBuf>,
    findings: Vec<Finding>,
}

pub(super) fn run(args: &CheckArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    if args.against.is_some() && args.files.len() > 1 {
        bail!("--against goes with a single FILE");
    }
    let reports =
        args.files.iter().map(|file| check(args, file)).collect::<anyhow::Result<Vec<_>>>()?;
    match args.format {
        Format::Json => print_json(&reports)?,
        Format::Table => {
            let chinese = environment.prefers_chinese();
            print(&reports.iter().map(|report| lines(report, chinese)).collect::<String>())?;
            eprintln!("{}", summary(&reports));
        }
    }
    let worst = reports.iter().flat_map(|report| &report.findings).map(|f| f.level).max();
    let found = worst.is_some_and(|worst| worst >= args.fail_on.level());
    Ok(if found { Outcome::Findings } else { Outcome::Done })
}

fn check(args: &CheckArgs, file: &Path) -> anyhow::Result<Report> {
    let translation = read(file)?;
    let (convention, found) = surroundings(args, file)?;
    let source = args.against.clone().or(found);
    let text = source.as_deref().map(read).transpose()?;
    if source.is_none() {
        eprintln!(
            "{}: no English found beside it; only what the file shows by itself is checked (see \
             --against)",
            file.display()
        );
    }
    let findings = checks::check(&convention, text.as_deref(), &translation);
    Ok(Report { file: file.to_owned(), source, findings })
}

fn read(file: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", file.display()))
}

/// The convention a file stands under, and the English it belongs to where that exists.
fn surroundings(args: &CheckArgs, file: &Path) -> anyhow::Result<(Convention, Option<PathBuf>)> {
    let absolute = fs::canonicalize(file).with_context(|| file.display().to_string())?;
    for root in absolute.ancestors().skip(1) {
        let Some(convention) = convention_at(args, root)? else { continue };
        let relative = absolute.strip_prefix(root).expect("an ancestor is a prefix");
        let path = RepoPath::new(relative.to_string_lossy().replace('\\', "/"));
        if let PathRole::Target(slug) = convention.role(&path) {
            let source = root.join(convention.source_path(&slug).as_str());
            if source.is_file() {
                return Ok((convention, Some(source)));
            }
        }
    }
    let kind = args.convention.map_or(ConventionKind::HfBlog, ConventionKind::from);
    Ok((convention_of(args, kind)?, None))
}

/// The convention of a folder taken as the root of a repository: the named one, else a sure guess.
fn convention_at(args: &CheckArgs, root: &Path) -> anyhow::Result<Option<Convention>> {
    let kind = match args.convention {
        Some(named) => Some(named.into()),
        None => match guess::guess::<Infallible>(|path| Ok(root.join(path).exists())) {
            Ok(kind) => kind,
            Err(never) => match never {},
        },
    };
    kind.map(|kind| convention_of(args, kind)).transpose()
}

fn convention_of(args: &CheckArgs, kind: ConventionKind) -> anyhow::Result<Convention> {
    let (source, target) = (args.source_template.as_deref(), args.target_template.as_deref());
    if kind == ConventionKind::Plain && (source.is_none() || target.is_none()) {
        bail!("--convention plain needs --source-template and --target-template");
    }
    Ok(Convention::new(kind, &args.language, source, target)?)
}

fn lines(report: &Report, chinese: bool) -> String {
    let file = report.file.display();
    report
        .findings
        .iter()
        .map(|finding| {
            let sentence = if chinese { &finding.zh } else { &finding.en };
            let (line, level) = (finding.lines.0, level_name(finding.level));
            format!("{file}:{line}: {level} {}: {sentence}\n", finding.rule)
        })
        .collect()
}

fn summary(reports: &[Report]) -> String {
    let number = |level| {
        let findings = reports.iter().flat_map(|report| &report.findings);
        findings.filter(|finding| finding.level == level).count()
    };
    format!(
        "{}: {}, {}, {}",
        count(reports.len(), "file"),
        count(number(Level::Error), "error"),
        count(number(Level::Warning), "warning"),
        count(number(Level::Info), "remark")
    )
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Info => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
