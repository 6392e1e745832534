//! `yiqi sync`

use anyhow::Context;
use clap::Args;

use super::{
    Outcome,
    alone::{Alone, Doing},
    options::Selection,
    output::{count, print},
    progress::Progress,
    workbench::{Workbench, read_config},
};
use crate::{
    config::Environment,
    services::{SyncMode, SyncOutcome},
};

/// Brings the mirror and the catalogue in step with the source.
///
/// Fetches what is new, judges the posts it concerns, and stores the result. Drafts, claims and
/// everything else people did is never touched, not even by --rebuild.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi sync                         every project of config.toml
  yiqi sync --dry-run               say what would change, and change nothing
  yiqi sync --rebuild               judge everything again from Git
  yiqi sync --source https://github.com/huggingface/blog")]
pub(super) struct SyncArgs {
    #[command(flatten)]
    selection: Selection,

    /// Say what would change in the database, and change nothing there
    #[arg(long)]
    dry_run: bool,

    /// Throw away what was derived from Git, and derive it again
    #[arg(long, conflicts_with = "dry_run")]
    rebuild: bool,
}

pub(super) async fn run(args: SyncArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let mode = match (args.dry_run, args.rebuild) {
        (true, _) => SyncMode::DryRun,
        (_, true) => SyncMode::Rebuild,
        _ => SyncMode::Incremental,
    };
    let config = read_config(&args.selection, false, environment).await?;
    // A server holds its catalogues in memory and would not see what is stored beside it.
    let _alone = match mode {
        SyncMode::DryRun => None,
        _ => Some(Alone::with(&config.database, Doing::Syncing).context(
            "a server follows its sources by itself, and maintainers can have it done at once on the \
             dashboard; --dry-run works beside it",
        )?),
    };
    let bench = match mode {
        SyncMode::DryRun => Workbench::of(config).await?,
        _ => Workbench::alone(config).await?,
    };
    let mut failures = Vec::new();
    for project in &bench.config.projects {
        let id = &project.settings.id;
        let progress = Progress::new();
        let report = |stage: &str, done, total| progress.report(stage, done, total);
        let outcome = bench.workshop.sync(id, mode, &report).await;
        progress.finish();
        match outcome.with_context(|| format!("syncing {id}")) {
            Ok(outcome) => {
                tell(id.as_str(), &outcome)?;
                if args.rebuild {
                    // Elsewhere the worker makes it when nobody waits.
                    while bench.workshop.refresh_coverage(id).await? > 0 {}
                }
            }
            // One unreachable source does not keep the others from being synced.
            Err(error) => failures.push(error),
        }
    }
    let Some(last) = failures.pop() else { return Ok(Outcome::Done) };
    for error in failures {
        eprintln!("error: {error:#}");
    }
    Err(last)
}

fn tell(project: &str, outcome: &SyncOutcome) -> anyhow::Result<()> {
    for warning in &outcome.catalogue.warnings {
        eprintln!("warning: {project}: {warning}");
    }
    let posts = count(outcome.catalogue.posts.len(), "post");
    print(&format!("{project}: {posts} at {}\n{}", outcome.head.short(), indented(&outcome.diff)))
}

/// The difference, one step to the right under its project.
fn indented(diff: &impl std::fmt::Display) -> String {
    diff.to_string().lines().map(|line| format!("  {line}\n")).collect()
}
