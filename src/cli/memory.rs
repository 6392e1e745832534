//! `yiqi memory`

use clap::Args;

use super::{
    Outcome,
    options::{Format, Selection},
    output::{print, print_json},
    workbench::Workbench,
};
use crate::{
    config::Environment,
    services::views::{Concordance, Mark},
};

/// Shows how something was translated before.
///
/// Searches the published translations, by sentences and blocks, in English and Chinese. Brings the
/// translation memory in step with the last sync first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi memory 'speculative decoding'
  yiqi memory 推测解码
  yiqi memory 'quantiz*' --source ./blog.git --format json

Words that stand together are found first, then those that stand anywhere in a pair. Exit code 1: nothing
was found.")]
pub(super) struct MemoryArgs {
    /// What to look for; a word that ends in * may go on
    query: String,

    #[command(flatten)]
    selection: Selection,

    /// Look in what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: MemoryArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = &bench.single_project()?.settings.id;
    bench.catalogue(project, args.offline).await?;
    bench.workshop.refresh_memory(project).await?;
    let found = bench.workshop.concordance(project, &args.query).await?;
    match args.format {
        Format::Json => print_json(&found)?,
        Format::Table => print(&lines(&found))?,
    }
    Ok(if found.hits.is_empty() { Outcome::Findings } else { Outcome::Done })
}

fn lines(found: &Concordance) -> String {
    let text = |marks: &[Mark]| {
        let pieces = marks
            .iter()
            .map(|mark| if mark.is_hit { format!("[{}]", mark.text) } else { mark.text.clone() });
        pieces.collect::<String>().replace('\n', " ")
    };
    let hits = found
        .hits
        .iter()
        .map(|hit| format!("{}\n  {}\n  {}\n", hit.slug, text(&hit.source), text(&hit.target)));
    hits.collect()
}
