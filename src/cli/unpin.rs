//! `yiqi unpin`

use clap::Args;

use super::{
    Outcome,
    options::{Format, Selection},
    status::tell_post,
    workbench::{Workbench, find_post},
};
use crate::config::Environment;

/// Takes back which version of the source a translation reflects.
///
/// The base is then read from what publishing recorded, or inferred from the content, as before it was
/// pinned. The event log has it as an act of the local person `operator`. A running server takes it over
/// at its next sync.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi unpin optimum-nvidia
  yiqi unpin meet-skylark --source ./blog.git --data-dir ./state")]
pub(super) struct UnpinArgs {
    /// The post, such as optimum-nvidia
    slug: String,

    #[command(flatten)]
    selection: Selection,

    /// Look for the post in what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: UnpinArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = &bench.single_project()?.settings.id;
    let catalogue = bench.catalogue(project, args.offline).await?;
    let post = find_post(&catalogue, &args.slug)?;
    let operator = bench.operator().await?;
    let removed = bench.workshop.unpin(project, &post.slug, &operator).await?;
    eprintln!("{}", if removed { "unpinned" } else { "nothing was pinned" });
    tell_post(&bench, project, &post.slug, args.format).await?;
    Ok(Outcome::Done)
}
