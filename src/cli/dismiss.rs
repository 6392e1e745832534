//! `yiqi dismiss`

use anyhow::{bail, ensure};
use clap::Args;

use super::{
    Outcome,
    abbreviation::{Found, LEAST, digits_needed, find},
    diff::kind_name,
    options::{Format, Selection},
    output::count,
    status::{severity_name, tell_post},
    workbench::{Workbench, find_post},
};
use crate::{
    catalogue::Post,
    config::Environment,
    staleness::{Change, Severity},
};

/// Says that a change of the English needs nothing in the Chinese.
///
/// It holds for exactly this change: when the English of that place changes again, it is judged anew.
/// `yiqi undismiss` takes it back. The event log has it, with the reason, as an act of the local person `operator`. A running server
/// takes it over at its next sync.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi dismiss optimum-nvidia 3f9ac01 --reason 'the sentence was never wrong in Chinese'
  yiqi dismiss optimum-nvidia --all-cosmetic
  yiqi dismiss meet-skylark --all --reason 'rewritten by hand' --source ./blog.git

`yiqi diff SLUG` shows the keys; the first digits of one are enough.")]
pub(super) struct DismissArgs {
    /// The post, such as optimum-nvidia
    slug: String,

    /// The changes, by the first digits of their keys
    #[arg(value_name = "KEY", required_unless_present_any = ["all", "all_cosmetic"])]
    keys: Vec<String>,

    /// Every open change that is cosmetic
    #[arg(long, conflicts_with_all = ["keys", "all"])]
    all_cosmetic: bool,

    /// Every open change
    #[arg(long, conflicts_with = "keys")]
    all: bool,

    /// Why nothing needs to be done, for whoever asks later
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,

    #[command(flatten)]
    selection: Selection,

    /// Look for the changes in what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: DismissArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = &bench.single_project()?.settings.id;
    let catalogue = bench.catalogue(project, args.offline).await?;
    let post = find_post(&catalogue, &args.slug)?;
    let chosen = choose(&args, post)?;
    if !chosen.is_empty() {
        let operator = bench.operator().await?;
        let keys: Vec<&str> = chosen.iter().map(|change| change.key.as_str()).collect();
        bench.workshop.dismiss_all(project, &post.slug, &keys, &args.reason, &operator).await?;
    }
    eprintln!("dismissed {}", count(chosen.len(), "change"));
    tell_post(&bench, project, &post.slug, args.format).await?;
    Ok(Outcome::Done)
}

/// The changes that the options name; one that is dismissed already is none to dismiss.
fn choose<'a>(args: &DismissArgs, post: &'a Post) -> anyhow::Result<Vec<&'a Change>> {
    let all: Vec<&Change> =
        post.judgement.iter().flat_map(|judgement| &judgement.changes).collect();
    let mut chosen = Vec::new();
    for wanted in &args.keys {
        chosen.push(resolve(wanted, &all, post)?);
    }
    if args.all || args.all_cosmetic {
        let open = all.iter().filter(|change| !change.reflected);
        chosen.extend(open.filter(|change| args.all || change.severity <= Severity::Cosmetic));
    }
    chosen.retain(|change| !change.dismissed);
    chosen.sort_by(|a, b| a.key.cmp(&b.key));
    chosen.dedup_by(|a, b| a.key == b.key);
    Ok(chosen)
}

/// The change that a key's first digits name.
pub(super) fn resolve<'a>(
    wanted: &str,
    all: &[&'a Change],
    post: &Post,
) -> anyhow::Result<&'a Change> {
    let slug = &post.slug;
    ensure!(
        wanted.len() >= LEAST,
        "{wanted:?} is too short for a key; give {LEAST} digits or more"
    );
    match find(wanted, all.iter().copied(), |change| change.key.clone()) {
        Found::One(change) => Ok(change),
        Found::Nothing if all.is_empty() => {
            bail!("no change of {slug} is known, so none is {wanted:?}")
        }
        Found::Nothing => bail!("no change of {slug} has the key {wanted:?}; {}", listing(all)),
        Found::Several(several) => bail!("the key {wanted:?} is ambiguous; {}", listing(&several)),
    }
}

fn listing(changes: &[&Change]) -> String {
    let digits = digits_needed(changes.iter().map(|change| change.key.as_str()));
    let mut text = "there is:".to_owned();
    for change in changes {
        let (kind, severity) = (kind_name(change.kind), severity_name(change.severity));
        let start: String =
            change.text().lines().next().unwrap_or_default().chars().take(50).collect();
        text.push_str(&format!("\n  {:.digits$}  {kind}, {severity}: {start}", change.key));
    }
    text
}
