//! `yiqi pin`

use anyhow::{Context, bail};
use clap::Args;

use super::{
    Outcome,
    abbreviation::{Found, LEAST, find},
    options::{Format, Selection},
    status::tell_post,
    workbench::{Workbench, find_post},
};
use crate::{
    catalogue::{Catalogue, Post},
    config::Environment,
    history::FileVersion,
    ids::CommitId,
};

/// How many versions are listed at most.
const LISTED: usize = 12;

/// Says which version of the source a translation reflects.
///
/// What a person says wins over what was inferred or recorded, until another commit is pinned. The
/// event log has it as an act of the local person `operator`. A running server takes it over at its
/// next sync.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi pin optimum-nvidia 3f9ac01        it was made from (or brought up to) this commit
  yiqi pin optimum-nvidia --confirm      the version `yiqi diff` names is the right one
  yiqi pin meet-skylark 3f9ac01 --source ./blog.git --data-dir ./state

COMMIT is a commit that changed the source; with a wrong one, those that did are listed.")]
pub(super) struct PinArgs {
    /// The post, such as optimum-nvidia
    slug: String,

    /// The source version, by the first digits of its commit
    #[arg(required_unless_present = "confirm")]
    commit: Option<String>,

    /// Confirm the version that was found
    #[arg(long, conflicts_with = "commit")]
    confirm: bool,

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
    let commit = match &args.commit {
        Some(wanted) => resolve(wanted, post, &catalogue)?,
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

/// The version of the source that a commit's first digits name.
fn resolve(wanted: &str, post: &Post, catalogue: &Catalogue) -> anyhow::Result<CommitId> {
    let path = &post.source.as_ref().context("a judged post has a source")?.path;
    let versions = &catalogue.history_of(path).context("a source has a history")?.versions;
    if wanted.len() < LEAST {
        bail!("{wanted:?} is too short for a commit; {}", listing(path.as_str(), versions));
    }
    match find(wanted, versions, |version| version.commit.to_string()) {
        Found::One(version) => Ok(version.commit),
        Found::Nothing => {
            bail!("{wanted:?} did not change the source; {}", listing(path.as_str(), versions))
        }
        Found::Several(several) => {
            bail!("{wanted:?} is ambiguous; {}", listing(path.as_str(), several))
        }
    }
}

/// The versions one may choose from, the newest first.
fn listing<'a>(
    path: &str,
    versions: impl IntoIterator<Item = &'a FileVersion, IntoIter: DoubleEndedIterator>,
) -> String {
    let versions: Vec<_> = versions.into_iter().rev().collect();
    let mut text = format!("{path} was changed, newest first, by:");
    for version in versions.iter().take(LISTED) {
        text.push_str(&format!("\n  {}  {}", version.commit.short(), day(version.committed_at)));
    }
    if versions.len() > LISTED {
        text.push_str(&format!("\n  and by {} older ones", versions.len() - LISTED));
    }
    text
}

/// The day of a commit; empty where its time is out of this world.
fn day(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{BlobId, RepoPath};

    #[test]
    fn listing_is_newest_first_and_of_bounded_length() {
        let version = |number: u8| FileVersion {
            commit: CommitId::from_bytes([number; 20]),
            blob: BlobId::from_bytes([0; 20]),
            path: RepoPath::from("a.md"),
            position: number.into(),
            committed_at: i64::from(number) * 86_400,
            files_touched: 1,
            source_commit: None,
        };
        let versions: Vec<_> = (0..14).map(version).collect();

        let text = listing("a.md", &versions);

        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[1], "  0d0d0d0d0d  1970-01-14");
        assert_eq!(lines.len(), 14);
        assert_eq!(lines[13], "  and by 2 older ones");
        assert_eq!(day(i64::MAX), "");
    }
}
