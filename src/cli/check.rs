//! `yiqi check`

use std::{
    collections::BTreeSet,
    convert::Infallible,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{
    Outcome, guess,
    options::ConventionName,
    output::{count, print, print_json},
};
use crate::{
    checks::{self, Case, Finding, Folder, Level, Style, Surroundings, Text, Width},
    config::{DEFAULT_LANGUAGE, Environment},
    convention::{Convention, ConventionKind, PathRole},
    ids::{RepoPath, Slug},
};

/// Checks translations as the workshop would before they are sent to proofreading.
///
/// Works on files alone, without network or configuration. The English is found by the convention
/// of the folder the file lies in (zh/post.md beside post.md), or named with --against. The index of
/// the translations (zh/_blog.yml) can be checked as well.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi check zh/optimum-nvidia.md
  yiqi check zh/optimum-nvidia.md --fix
  yiqi check zh/*.md zh/_blog.yml --format json
  yiqi check zh/*.md --format github --fail-on error
  yiqi check draft.md --against post.md --convention hf-blog

Findings are written as FILE:LINE: LEVEL RULE: SENTENCE, with [--fix] where --fix mends them. Errors keep
a translation from being submitted. docs/checks.md has all rules.

Exit codes: 0 nothing as serious as --fail-on is left; 1 such findings; 2 wrong use, or a file cannot be read.")]
pub(super) struct CheckArgs {
    /// Translations to check, or the index of the translations
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The English a single FILE was made from
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,

    /// Mend what can be mended safely, in the files; what takes words away is left to you
    #[arg(long)]
    fix: bool,

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

    /// Kind of colon among Chinese
    #[arg(long, value_enum, default_value_t)]
    colon: WidthName,

    /// Kind of brackets among Chinese
    #[arg(long, value_enum, default_value_t)]
    brackets: WidthName,

    /// No space between Chinese and Latin
    #[arg(long)]
    tight: bool,

    /// Least serious finding that makes the exit code 1
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: CheckFormat,
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

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum WidthName {
    /// The one the file uses mostly
    #[default]
    AsInFile,
    Full,
    Half,
}

impl From<WidthName> for Width {
    fn from(name: WidthName) -> Self {
        match name {
            WidthName::AsInFile => Self::AsInFile,
            WidthName::Full => Self::Full,
            WidthName::Half => Self::Half,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum CheckFormat {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
    /// Annotations of a workflow on GitHub
    Github,
}

/// The findings of one file.
#[derive(Serialize)]
struct Report {
    file: PathBuf,
    /// The English it was compared with; `None` where none was found.
    source: Option<PathBuf>,
    /// How many findings --fix mended.
    mended: usize,
    findings: Vec<Finding>,
}

pub(super) fn run(args: &CheckArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    if args.against.is_some() && args.files.len() > 1 {
        bail!("--against goes with a single FILE");
    }
    let reports =
        args.files.iter().map(|file| check(args, file)).collect::<anyhow::Result<Vec<_>>>()?;
    let chinese = environment.prefers_chinese();
    let all = |render: fn(&Report, bool) -> String| {
        print(&reports.iter().map(|report| render(report, chinese)).collect::<String>())
    };
    match args.format {
        CheckFormat::Json => print_json(&reports)?,
        CheckFormat::Table => all(lines)?,
        CheckFormat::Github => all(annotations)?,
    }
    if !matches!(args.format, CheckFormat::Json) {
        eprintln!("{}", summary(&reports));
    }
    let worst = reports.iter().flat_map(|report| &report.findings).map(|f| f.level).max();
    let found = worst.is_some_and(|worst| worst >= args.fail_on.level());
    Ok(if found { Outcome::Findings } else { Outcome::Done })
}

/// Where a file stands in its repository.
struct Place {
    convention: Convention,
    /// The root of the repository, and what the file is there.
    root: Option<(PathBuf, PathRole)>,
}

fn check(args: &CheckArgs, file: &Path) -> anyhow::Result<Report> {
    let text = read(file)?;
    let place = surroundings(args, file)?;
    if let Some((root, PathRole::TargetIndex)) = &place.root {
        return check_index(args, file, text, &place.convention, root);
    }
    let source = args.against.clone().or_else(|| place.source());
    let original = source.as_deref().map(read).transpose()?;
    if source.is_none() {
        eprintln!(
            "{}: no English found beside it; only what the file shows by itself is checked (see \
             --against)",
            file.display()
        );
    }
    let convention = &place.convention;
    let is_translated =
        |slug: &Slug| place.root.as_ref().is_some_and(|(root, _)| is_file(root, convention, slug));
    let surroundings = Surroundings {
        is_translated: place.root.is_some().then_some(&is_translated),
        style: Style {
            tight: args.tight,
            colon: args.colon.into(),
            brackets: args.brackets.into(),
        },
        ..Surroundings::default()
    };
    let original = original.map(|text| Text::parse(&text, convention.dialect()));
    let case = Case {
        convention,
        source: original.as_ref(),
        translation: &text,
        surroundings: &surroundings,
    };
    let (mut findings, mut mended) = (Vec::new(), 0);
    if args.fix {
        let done = checks::mend(&case, is_safe);
        write(file, &text, &done.text)?;
        (findings, mended) = (done.findings, done.mended.len());
    } else {
        findings.extend(checks::examine(&case));
    }
    findings.splice(0..0, place.listed());
    Ok(Report { file: file.to_owned(), source, mended, findings })
}

fn check_index(
    args: &CheckArgs,
    file: &Path,
    text: String,
    convention: &Convention,
    root: &Path,
) -> anyhow::Result<Report> {
    let source = convention.source_index().map(|path| root.join(path.as_str()));
    let source = source.filter(|path| path.is_file());
    let source_index = source.as_deref().map(read).transpose()?;
    let slugs = posts_beside(file, convention, root);
    let folder = Folder { slugs: &slugs, source_index: source_index.as_deref() };
    let mut findings = checks::check_index(convention, &folder, &text);
    let mut mended = 0;
    if args.fix {
        let before = findings.len();
        let fixes =
            findings.iter().filter(|finding| is_safe(finding)).filter_map(|f| f.fix.as_ref());
        let fixed = checks::apply(&text, fixes);
        write(file, &text, &fixed)?;
        findings = checks::check_index(convention, &folder, &fixed);
        mended = before.saturating_sub(findings.len());
    }
    Ok(Report { file: file.to_owned(), source, mended, findings })
}

/// The posts that are files in the folder of an index.
fn posts_beside(index: &Path, convention: &Convention, root: &Path) -> Vec<Slug> {
    let folder = index.parent().map_or(Path::new("."), |parent| {
        if parent.as_os_str().is_empty() { Path::new(".") } else { parent }
    });
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let slugs: BTreeSet<Slug> = entries
        .filter_map(|entry| {
            let path = fs::canonicalize(entry.ok()?.path()).ok()?;
            match convention.role(&relative(&path, root)?) {
                PathRole::Target(slug) => Some(slug),
                _ => None,
            }
        })
        .collect();
    slugs.into_iter().collect()
}

/// Whether --fix applies the fix of a finding.
fn is_safe(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| !fix.is_offer)
}

/// Writes a file that changed.
fn write(file: &Path, before: &str, after: &str) -> anyhow::Result<()> {
    if before != after {
        fs::write(file, after).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

impl Place {
    /// The English beside the file.
    fn source(&self) -> Option<PathBuf> {
        let (root, PathRole::Target(slug)) = self.root.as_ref()? else { return None };
        Some(root.join(self.convention.source_path(slug).as_str())).filter(|path| path.is_file())
    }

    /// Whether the index beside the file lists it.
    fn listed(&self) -> Vec<Finding> {
        let Some((root, PathRole::Target(slug))) = &self.root else { return Vec::new() };
        let index = self.convention.target_index().map(|path| root.join(path.as_str()));
        let index = index.and_then(|path| fs::read_to_string(path).ok());
        let index = index.filter(|_| self.convention.kind() == ConventionKind::HfBlog);
        index.map_or_else(Vec::new, |index| checks::check_listed(slug, &index))
    }
}

fn is_file(root: &Path, convention: &Convention, slug: &Slug) -> bool {
    root.join(convention.target_path(slug).as_str()).is_file()
}

fn relative(path: &Path, root: &Path) -> Option<RepoPath> {
    let relative = path.strip_prefix(root).ok()?;
    Some(RepoPath::new(relative.to_string_lossy().replace('\\', "/")))
}

fn read(file: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", file.display()))
}

/// The convention a file stands under, and its place in the repository where that is known: the folder
/// above it under which it is a translation with its source, or an index.
fn surroundings(args: &CheckArgs, file: &Path) -> anyhow::Result<Place> {
    let absolute = fs::canonicalize(file).with_context(|| file.display().to_string())?;
    for root in absolute.ancestors().skip(1) {
        let Some(convention) = convention_at(args, root)? else { continue };
        let Some(path) = relative(&absolute, root) else { continue };
        let role = convention.role(&path);
        let is_here = match &role {
            PathRole::Target(slug) => root.join(convention.source_path(slug).as_str()).is_file(),
            PathRole::TargetIndex => true,
            _ => false,
        };
        if is_here {
            return Ok(Place { convention, root: Some((root.to_owned(), role)) });
        }
    }
    let kind = args.convention.map_or(ConventionKind::HfBlog, ConventionKind::from);
    Ok(Place { convention: convention_of(args, kind)?, root: None })
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
            let mark = if is_safe(finding) { " [--fix]" } else { "" };
            format!("{file}:{line}: {level} {}: {sentence}{mark}\n", finding.rule)
        })
        .collect()
}

/// Commands by which a workflow on GitHub marks lines of a pull request.
fn annotations(report: &Report, chinese: bool) -> String {
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escaped(text).replace(':', "%3A").replace(',', "%2C");
    let file = property(&report.file.to_string_lossy());
    let annotation = |finding: &Finding| {
        let sentence = escaped(if chinese { &finding.zh } else { &finding.en });
        let (first, last) = finding.lines;
        let command = match finding.level {
            Level::Info => "notice",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let rule = property(finding.rule);
        format!("::{command} file={file},line={first},endLine={last},title={rule}::{sentence}\n")
    };
    report.findings.iter().map(annotation).collect()
}

fn summary(reports: &[Report]) -> String {
    let number = |level| {
        let findings = reports.iter().flat_map(|report| &report.findings);
        findings.filter(|finding| finding.level == level).count()
    };
    let mended: usize = reports.iter().map(|report| report.mended).sum();
    let mended = if mended > 0 { format!("; {mended} mended") } else { String::new() };
    format!(
        "{}: {}, {}, {}{mended}",
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
