//! `yiqi status`

use std::cmp::Reverse;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{
    Outcome,
    options::{Format, Selection},
    output::{count, print, print_json, table},
    workbench::{Workbench, find_post},
};
use crate::{
    catalogue::{Post, status::StatusRecord},
    config::Environment,
    ids::{ProjectId, Slug},
    staleness::{BaseOrigin, Severity, Status},
    web::{base_words, why, work_words},
    workflow::UiLanguage,
};

/// Says of every post whether its translation is missing, current, or behind.
///
/// Fetches the source first; --offline shows what the last sync found. A post is stale where the
/// English changed in a way that calls for an edit of the translation; typo fixes and the like leave
/// it current. With a SLUG: that post alone, with its changes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi status                                    every post of config.toml's projects
  yiqi status optimum-nvidia                     one post
  yiqi status --only stale,untranslated          what waits for work
  yiqi status --source ./blog.git --format json > status.json

What waits comes first: what is behind by how much there is to do, then what is untranslated.

JSON: {\"posts\": [{project, slug, source_path, target_path, status, severity, base_commit,
base_confidence, base_origin, words_to_touch, work: {words, code_blocks, code_lines, links, images},
changes: [{kind, severity, source_excerpt, source_lines, target_lines, reflected}]}]}; lines are
1-based and of the files at head; in words_to_touch a line of code counts as four words.")]
pub(super) struct StatusArgs {
    /// Only this post
    slug: Option<String>,

    #[command(flatten)]
    selection: Selection,

    /// Show what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Only posts in these states
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STATES")]
    only: Vec<StatusName>,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Exit with 1 where a shown post is stale
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatusName {
    Untranslated,
    Current,
    Stale,
    Orphan,
}

impl StatusName {
    fn of(status: Status) -> Self {
        match status {
            Status::Untranslated => Self::Untranslated,
            Status::Current => Self::Current,
            Status::Stale => Self::Stale,
            Status::Orphan => Self::Orphan,
        }
    }
}

/// One post of the JSON form.
#[derive(Serialize)]
struct Record<'a> {
    project: &'a ProjectId,
    slug: &'a Slug,
    #[serde(flatten)]
    status: StatusRecord,
}

pub(super) async fn run(args: StatusArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let mut posts: Vec<(ProjectId, Post)> = Vec::new();
    if let Some(slug) = &args.slug {
        let project = &bench.single_project()?.settings.id;
        let catalogue = bench.catalogue(project, args.offline).await?;
        posts.push((project.clone(), find_post(&catalogue, slug)?.clone()));
    } else {
        for project in &bench.config.projects {
            let id = &project.settings.id;
            let catalogue = bench.catalogue(id, args.offline).await?;
            for warning in &catalogue.warnings {
                eprintln!("warning: {id}: {warning}");
            }
            posts.extend(catalogue.posts.iter().map(|post| (id.clone(), Post::clone(post))));
        }
    }
    posts.retain(|(_, post)| {
        args.only.is_empty() || args.only.contains(&StatusName::of(post.status))
    });
    match (args.format, &args.slug) {
        (Format::Json, _) => print_json(&serde_json::json!({ "posts": records(&posts) }))?,
        (Format::Table, Some(_)) => {
            print(&posts.iter().map(|(_, p)| details(p)).collect::<String>())?
        }
        (Format::Table, None) => {
            print(&overview(&mut posts))?;
            eprintln!("{}", summary(&posts));
        }
    }
    let stale = posts.iter().any(|(_, post)| post.status == Status::Stale);
    Ok(if args.exit_code && stale { Outcome::Findings } else { Outcome::Done })
}

/// Tells how a post stands after something was decided about it.
pub(super) async fn tell_post(
    bench: &Workbench,
    project: &ProjectId,
    slug: &Slug,
    format: Format,
) -> anyhow::Result<()> {
    let catalogue = bench.catalogue(project, true).await?;
    let post = find_post(&catalogue, slug.as_str())?;
    match format {
        Format::Json => {
            let status = StatusRecord::of(post);
            print_json(&Record { project, slug, status })
        }
        Format::Table => print(&format!("{}\n", heading(post))),
    }
}

fn records(posts: &[(ProjectId, Post)]) -> Vec<Record<'_>> {
    posts
        .iter()
        .map(|(project, post)| Record { project, slug: &post.slug, status: StatusRecord::of(post) })
        .collect()
}

/// What waits comes first: stale by the words to touch, then untranslated, then the rest.
fn overview(posts: &mut [(ProjectId, Post)]) -> String {
    let order = |post: &Post| match post.status {
        Status::Stale => 0,
        Status::Untranslated => 1,
        Status::Orphan => 2,
        Status::Current => 3,
    };
    posts.sort_by_cached_key(|(_, post)| {
        (order(post), Reverse(post.words_to_touch()), post.slug.clone())
    });
    let head = ["STATUS", "SEVERITY", "CHANGES", "WORK", "SLUG", "TITLE"].map(str::to_owned);
    let rows = posts.iter().map(|(_, post)| {
        vec![
            status_name(post.status).to_owned(),
            severity_name(post.severity).to_owned(),
            dash_for_none(open_changes(post)),
            work(post).unwrap_or_else(|| "-".to_owned()),
            post.slug.to_string(),
            title(post).unwrap_or_default().to_owned(),
        ]
    });
    table(&std::iter::once(head.to_vec()).chain(rows).collect::<Vec<_>>())
}

fn summary(posts: &[(ProjectId, Post)]) -> String {
    let number = |status| posts.iter().filter(|(_, post)| post.status == status).count();
    format!(
        "{}: {} current, {} stale, {} untranslated, {} orphaned",
        count(posts.len(), "post"),
        number(Status::Current),
        number(Status::Stale),
        number(Status::Untranslated),
        number(Status::Orphan)
    )
}

/// One post, in lines.
fn details(post: &Post) -> String {
    let mut text = format!("{}\n", heading(post));
    for warning in &post.warnings {
        text.push_str(&format!("  warning: {warning}\n"));
    }
    if let Some(suggestion) = &post.suggestion {
        text.push_str(&format!("  it may belong to {suggestion}\n"));
    }
    for change in post.judgement.iter().flat_map(|judgement| &judgement.changes) {
        let place = change.target_lines.map_or_else(String::new, |(first, last)| {
            format!(" {}:{first}-{last}", post.target_path)
        });
        text.push_str(&format!(
            "  {} {} {}{place}: {}\n",
            if !change.is_open() { "done" } else { "open" },
            severity_name(change.severity),
            super::diff::kind_name(change.kind),
            why(UiLanguage::English, change)
        ));
    }
    text
}

/// Which post, where its files are, and how it stands, in up to three lines.
pub(super) fn heading(post: &Post) -> String {
    let mut text = post.slug.to_string();
    if let Some(title) = title(post) {
        text.push_str(&format!("  {title}"));
    }
    let source = post.source.as_ref().map_or("(no source)", |side| side.path.as_str());
    let target = post.target.as_ref().map_or("(no translation)", |side| side.path.as_str());
    text.push_str(&format!("\n  {source} → {target}\n  {}", status_name(post.status)));
    if post.severity != Severity::None {
        text.push_str(&format!(", {}", severity_name(post.severity)));
    }
    if let Some(work) = work(post) {
        text.push_str(&format!(", {work} to do"));
    }
    if let Some(judgement) = &post.judgement {
        let base = &judgement.base;
        text.push_str(&format!("; made from {}", base.commit.short()));
        text.push_str(&match base.origin {
            BaseOrigin::Pinned => " (pinned)".to_owned(),
            BaseOrigin::Recorded => " (recorded)".to_owned(),
            BaseOrigin::Inferred => format!(", {}", base_words(UiLanguage::English, base)),
        });
    }
    text
}

/// The Chinese title where there is one, else the English.
fn title(post: &Post) -> Option<&str> {
    let sides = [&post.target, &post.source];
    sides.into_iter().flatten().find_map(|side| side.meta.title.as_deref())
}

/// Changes that call for work.
fn open_changes(post: &Post) -> usize {
    let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
    changes.filter(|change| change.is_open() && change.severity >= Severity::Minor).count()
}

/// What waits, by the things there are to do.
fn work(post: &Post) -> Option<String> {
    let work = work_words(UiLanguage::English, &post.work()?);
    Some(work).filter(|work| !work.is_empty())
}

fn dash_for_none(number: usize) -> String {
    if number == 0 { "-".to_owned() } else { number.to_string() }
}

pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Untranslated => "untranslated",
        Status::Current => "current",
        Status::Stale => "stale",
        Status::Orphan => "orphan",
    }
}

pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "-",
        Severity::Cosmetic => "cosmetic",
        Severity::Minor => "minor",
        Severity::Major => "major",
    }
}
