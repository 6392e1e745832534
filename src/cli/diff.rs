//! `yiqi diff`

use clap::Args;
use serde::Serialize;

use super::{
    Outcome,
    abbreviation::digits_needed,
    options::{Format, Selection},
    output::{count, print, print_json, takes_colour},
    status::{heading, severity_name},
    words::{self, Marks},
    workbench::{Workbench, find_post, mirror},
};
use crate::{
    catalogue::Post,
    config::Environment,
    ids::Slug,
    staleness::{Change, ChangeKind, Reason, Status},
};

/// Shows what changed in the English since a post was translated, and the Chinese it concerns.
///
/// Per change: its key, the old and the new English word by word ([-removed-], {+added+}), the lines of
/// the translation, the verdict, and why. `yiqi dismiss` takes the key.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi diff optimum-nvidia
  yiqi diff optimum-nvidia --all                 changes the translation already carries, too
  yiqi diff meet-skylark --source ./blog.git --format json")]
pub(super) struct DiffArgs {
    /// The post, such as optimum-nvidia
    slug: String,

    #[command(flatten)]
    selection: Selection,

    /// Show what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Also show what the translation already carries, and what was dismissed
    #[arg(long)]
    all: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Exit with 1 where a change is open that makes the post stale
    #[arg(long)]
    exit_code: bool,
}

/// One change of the JSON form.
#[derive(Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    change: &'a Change,
    why: String,
    target: Option<String>,
}

#[derive(Serialize)]
struct Report<'a> {
    slug: &'a Slug,
    status: Status,
    changes: Vec<Record<'a>>,
}

pub(super) async fn run(args: DiffArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = bench.single_project()?;
    let catalogue = bench.catalogue(&project.settings.id, args.offline).await?;
    let post = find_post(&catalogue, &args.slug)?;
    let translation = match &post.target {
        Some(target) => mirror(project, &bench.config).blob(&target.path, target.blob)?,
        None => Vec::new(),
    };
    let translation = String::from_utf8_lossy(&translation);
    let changes: Vec<_> = post
        .judgement
        .iter()
        .flat_map(|judgement| &judgement.changes)
        .filter(|change| args.all || is_open(change))
        .collect();
    match args.format {
        Format::Json => {
            let changes = changes.iter().map(|change| record(change, &translation)).collect();
            print_json(&Report { slug: &post.slug, status: post.status, changes })?;
        }
        Format::Table => {
            let colour = takes_colour(environment);
            let marks = if colour { &words::COLOURED } else { &words::PLAIN };
            print(&render(post, &changes, &translation, marks))?;
        }
    }
    let stale = post.status == Status::Stale;
    Ok(if args.exit_code && stale { Outcome::Findings } else { Outcome::Done })
}

fn is_open(change: &Change) -> bool {
    !change.reflected && !change.dismissed
}

fn record<'a>(change: &'a Change, translation: &str) -> Record<'a> {
    Record {
        change,
        why: sentence(&change.reason),
        target: change.target_lines.map(|lines| excerpt(translation, lines).join("\n")),
    }
}

fn render(post: &Post, changes: &[&Change], translation: &str, marks: &Marks) -> String {
    let mut text = format!("{}\n", heading(post));
    let none = match post.status {
        Status::Untranslated => "not translated yet, so there is nothing to compare",
        Status::Orphan => "its source is gone, so there is nothing to compare",
        _ => "nothing waits; --all shows what is carried already",
    };
    if changes.is_empty() {
        return text + &format!("  {none}\n");
    }
    let known = post.judgement.iter().flat_map(|judgement| &judgement.changes);
    let digits = digits_needed(known.map(|change| change.key.as_str()));
    for (index, change) in changes.iter().enumerate() {
        let title = format!("{}. {:.digits$}", index + 1, change.key);
        text.push_str(&render_change(&title, change, post, translation, marks));
    }
    text.push_str(&format!("\n{}\n", count(changes.len(), "change")));
    text
}

fn render_change(
    title: &str,
    change: &Change,
    post: &Post,
    translation: &str,
    marks: &Marks,
) -> String {
    let verdict = match (change.dismissed, change.reflected) {
        (true, _) => "dismissed",
        (_, true) => "carried",
        _ => "open",
    };
    let mut text = format!(
        "\n{title} {}, {}, {verdict}: {}\n",
        kind_name(change.kind),
        severity_name(change.severity),
        sentence(&change.reason)
    );
    let place = change.source_lines.map_or_else(|| "removed".to_owned(), line_range);
    text.push_str(&format!("   English ({place})\n"));
    let english = words::difference(&change.old_source, &change.new_source, marks);
    text.push_str(&quoted(english.lines()));
    if let Some(lines) = change.target_lines {
        text.push_str(&format!("   {} ({})\n", post.target_path, line_range(lines)));
        text.push_str(&quoted(excerpt(translation, lines).into_iter()));
    }
    text
}

fn quoted<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.map(|line| format!("   | {line}\n")).collect()
}

fn line_range((first, last): (usize, usize)) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first}-{last}") }
}

/// The 1-based inclusive lines of a text; fewer where it is shorter.
fn excerpt(text: &str, (first, last): (usize, usize)) -> Vec<&str> {
    text.lines().skip(first.saturating_sub(1)).take((last + 1).saturating_sub(first)).collect()
}

pub(super) fn kind_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Modified => "modified",
    }
}

/// The reason of a verdict, as an English sentence.
pub(super) fn sentence(reason: &Reason) -> String {
    match reason {
        Reason::AddedMissing { what } => {
            format!("the translation lacks {what}, which the change added")
        }
        Reason::RemovedPresent { what } => {
            format!("the translation still has {what}, which the change removed")
        }
        Reason::EditedAfter { commit } => {
            format!("the translation was edited after the change, in {}", commit.short())
        }
        Reason::Carried => "the translation has everything the change added".to_owned(),
        Reason::NoCounterpart => "no block of the translation corresponds to it".to_owned(),
        Reason::NothingToTranslate => "it calls for no edit of the translation".to_owned(),
        Reason::WordingOnly => {
            "the wording changed, and the translation was not edited since".to_owned()
        }
        Reason::Turned { what } => {
            format!("it turns what is said ({what}), and the translation was not edited since")
        }
        Reason::LevelChanged { what } => {
            format!("the heading has another level ({what}), and the translation's has the old one")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpt_takes_inclusive_lines_and_never_panics() {
        assert_eq!(excerpt("a\nb\nc", (2, 3)), ["b", "c"]);
        assert_eq!(excerpt("a", (5, 9)), [""; 0]);
        assert_eq!(excerpt("a", (0, 0)), ["a"]);
        assert_eq!(excerpt("a\nb", (2, 1)), [""; 0]);
    }

    #[test]
    fn change_shows_both_languages_and_the_reason() {
        let change = Change {
            key: "0123456789abcdef".into(),
            kind: ChangeKind::Modified,
            severity: crate::staleness::Severity::Minor,
            reflected: false,
            dismissed: false,
            old_source: "see v1".into(),
            new_source: "see v2".into(),
            source_lines: Some((7, 7)),
            stood_after: None,
            target_lines: Some((2, 2)),
            reason: Reason::AddedMissing { what: "\"v2\"".into() },
        };
        let post = Post {
            slug: "a".into(),
            source: None,
            target: None,
            target_path: "zh/a.md".into(),
            status: Status::Stale,
            severity: crate::staleness::Severity::Minor,
            judgement: None,
            suggestion: None,
            warnings: Vec::new(),
        };

        insta::assert_snapshot!(render(&post, &[&change], "# 题\n见 v1", &words::PLAIN), @r#"
        a
          (no source) → (no translation)
          stale, minor

        1. 0123456 modified, minor, open: the translation lacks "v2", which the change added
           English (line 7)
           | see [-v1-]{+v2+}
           zh/a.md (line 2)
           | 见 v1

        1 change
        "#);
    }
}
