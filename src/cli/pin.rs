//! `yiqi pin`

use anyhow::{Context, bail};
use clap::Args;

use super::{
    Outcome,
    abbreviation::{Found, LEAST, find},
    options::{Format, Selection},
    output::{print, print_json},
    status::tell_post,
    typeset::printable,
    workbench::{Workbench, find_post},
};
use crate::{
    catalogue::{Catalogue, Post},
    config::Environment,
    ids::{CommitId, RepoPath},
    services::views::SourceVersion,
};

/// How many versions are listed at most.
const LISTED: usize = 12;

/// Says which version of the source a translation reflects.
///
/// What a person says wins over what was inferred or recorded, until another commit is pinned or
/// `yiqi unpin` takes it back. The event log has it as an act of the local person `operator`. A running
/// server takes it over at its next sync.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi pin optimum-nvidia 3f9ac01        it was made from (or brought up to) this commit
  yiqi pin optimum-nvidia --confirm      the version `yiqi diff` names is the right one
  yiqi pin optimum-nvidia --list         the versions there are
  yiqi pin meet-skylark 3f9ac01 --source ./blog.git --data-dir ./state

COMMIT is a commit that changed the source; with a wrong one, those that did are listed.")]
pub(super) struct PinArgs {
    /// The post, such as optimum-nvidia
    slug: String,

    /// The source version, by the first digits of its commit
    #[arg(required_unless_present_any = ["confirm", "list"])]
    commit: Option<String>,

    /// Confirm the version that was found
    #[arg(long, conflicts_with = "commit")]
    confirm: bool,

    /// List the versions one may choose from, and change nothing
    #[arg(long, conflicts_with_all = ["commit", "confirm"])]
    list: bool,

    #[command(flatten)]
    selection: Selection,

    /// Look for the commit in what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: PinArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = &bench.single_project()?.settings.id;
    let catalogue = bench.catalogue(project, args.offline).await?;
    let post = find_post(&catalogue, &args.slug)?;
    let found = post.judgement.as_ref().map(|judgement| judgement.base.commit);
    let found = found.with_context(|| format!("{}: {}", post.slug, why_nothing_to_pin(post)))?;
    let versions = bench.workshop.source_versions(project, &post.slug).await?;
    if args.list {
        match args.format {
            Format::Json => print_json(&versions)?,
            Format::Table => {
                print(&format!("{}\n", listing(&path_of(post)?, &versions, usize::MAX)))?
            }
        }
        return Ok(Outcome::Done);
    }
    let commit = match &args.commit {
        Some(wanted) => resolve(wanted, post, &catalogue, &versions)?,
        None => found,
    };
    let operator = bench.operator().await?;
    bench.workshop.pin(project, &post.slug, commit, &operator).await?;
    tell_post(&bench, project, &post.slug, args.format).await?;
    Ok(Outcome::Done)
}

fn why_nothing_to_pin(post: &Post) -> &'static str {
    if post.source.is_none() {
        "its source is gone, so there is no version to pin"
    } else {
        "it has no translation yet, so there is nothing to pin"
    }
}

fn path_of(post: &Post) -> anyhow::Result<String> {
    Ok(post.source.as_ref().context("a judged post has a source")?.path.to_string())
}

/// The version of the source that a commit's first digits name.
fn resolve(
    wanted: &str,
    post: &Post,
    catalogue: &Catalogue,
    offered: &[SourceVersion],
) -> anyhow::Result<CommitId> {
    let path = path_of(post)?;
    let history = catalogue.history_of(&RepoPath::new(&path)).context("a source has a history")?;
    if wanted.len() < LEAST {
        bail!("{wanted:?} is too short for a commit; {}", listing(&path, offered, LISTED));
    }
    match find(wanted, &history.versions, |version| version.commit.to_string()) {
        Found::One(version) => Ok(version.commit),
        Found::Nothing => {
            bail!("{wanted:?} did not change the source; {}", listing(&path, offered, LISTED))
        }
        Found::Several(several) => {
            let names: Vec<_> = several.iter().map(|version| version.commit.to_string()).collect();
            bail!("{wanted:?} is ambiguous: {}", names.join(", "))
        }
    }
}

/// The versions one may choose from, the newest first, the present base marked.
fn listing(path: &str, versions: &[SourceVersion], most: usize) -> String {
    let mut text = format!("{path} was changed, newest first, by:");
    for version in versions.iter().take(most) {
        let mark = if version.is_base { "*" } else { " " };
        let (commit, day) = (version.commit.short(), version.at.strftime("%Y-%m-%d"));
        text.push_str(&format!("\n{mark} {commit}  {day}  {}", printable(&version.subject)));
    }
    if versions.len() > most {
        text.push_str(&format!("\n  and by {} older ones", versions.len() - most));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listing_is_newest_first_and_of_bounded_length() {
        let version = |number: u8| SourceVersion {
            commit: CommitId::from_bytes([number; 20]),
            at: jiff::Timestamp::from_second(i64::from(number) * 86_400).unwrap(),
            subject: format!("Change {number}"),
            is_base: number == 12,
        };
        let versions: Vec<_> = (0..14).rev().map(version).collect();

        let text = listing("a.md", &versions, LISTED);

        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[1], "  0d0d0d0d0d  1970-01-14  Change 13");
        assert_eq!(lines[2], "* 0c0c0c0c0c  1970-01-13  Change 12");
        assert_eq!(lines.len(), 14);
        assert_eq!(lines[13], "  and by 2 older ones");
    }
}
