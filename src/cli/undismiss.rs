//! `yiqi undismiss`

use clap::Args;

use super::{
    Outcome,
    dismiss::resolve,
    options::{Format, Selection},
    output::count,
    status::tell_post,
    workbench::{Workbench, find_post},
};
use crate::{config::Environment, staleness::Change};

/// Brings changes up again that were said to need nothing.
///
/// The event log has it as an act of the local person `operator`. A running server takes it over at its
/// next sync.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi undismiss optimum-nvidia 3f9ac01
  yiqi undismiss meet-skylark --all --source ./blog.git

`yiqi diff SLUG --all` shows the keys; the first digits of one are enough.")]
pub(super) struct UndismissArgs {
    /// The post, such as optimum-nvidia
    slug: String,

    /// The changes, by the first digits of their keys
    #[arg(value_name = "KEY", required_unless_present = "all")]
    keys: Vec<String>,

    /// Every change that was dismissed
    #[arg(long, conflicts_with = "keys")]
    all: bool,

    #[command(flatten)]
    selection: Selection,

    /// Look for the changes in what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: UndismissArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = &bench.single_project()?.settings.id;
    let catalogue = bench.catalogue(project, args.offline).await?;
    let post = find_post(&catalogue, &args.slug)?;
    let changes: Vec<&Change> =
        post.judgement.iter().flat_map(|judgement| &judgement.changes).collect();
    let mut keys = Vec::new();
    for wanted in &args.keys {
        keys.push(resolve(wanted, &changes, post)?.key.as_str());
    }
    if args.all {
        let dismissed = changes.iter().filter(|change| change.dismissed);
        keys.extend(dismissed.map(|change| change.key.as_str()));
    }
    let operator = bench.operator().await?;
    let undone = bench.workshop.undismiss_all(project, &post.slug, &keys, &operator).await?;
    eprintln!("brought up {} again", count(undone, "change"));
    tell_post(&bench, project, &post.slug, args.format).await?;
    Ok(Outcome::Done)
}
