//! `yiqi mine`

use clap::Args;

use super::{
    super::{
        Outcome,
        options::Format,
        output::{print, print_json, table},
    },
    Connection, Elsewhere,
};
use crate::{
    config::Environment,
    remote::{Mine, Task},
};

/// Lists your work at a server: in hand, to proofread, waiting for others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi mine
  yiqi mine --format json

Needs `yiqi login` once, or YIQI_SERVER and YIQI_TOKEN.")]
pub(in super::super) struct MineArgs {
    #[command(flatten)]
    elsewhere: Elsewhere,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(in super::super) async fn run(
    args: MineArgs,
    environment: &Environment,
) -> anyhow::Result<Outcome> {
    let connection = Connection::open(&args.elsewhere, environment)?;
    let mut mine = connection.client.mine().await?;
    if let Some(project) = &args.elsewhere.project {
        for tasks in [&mut mine.working, &mut mine.to_review, &mut mine.waiting, &mut mine.done] {
            tasks.retain(|task| task.project == *project);
        }
    }
    match args.format {
        Format::Json => print_json(&mine)?,
        Format::Table => print(&lines(&mine))?,
    }
    Ok(Outcome::Done)
}

fn lines(mine: &Mine) -> String {
    let parts = [
        ("In hand", &mine.working),
        ("To proofread", &mine.to_review),
        ("Waiting for others", &mine.waiting),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(_, tasks)| !tasks.is_empty()).collect();
    if parts.is_empty() {
        return "Nothing in hand; `yiqi claim SLUG` takes a post.\n".into();
    }
    let parts = parts.into_iter().map(|(head, tasks)| {
        let rows: Vec<_> = tasks.iter().map(row).collect();
        format!("{head}\n{}", table(&rows))
    });
    parts.collect::<Vec<_>>().join("\n")
}

fn row(task: &Task) -> Vec<String> {
    let until = task.task.lease_until;
    let until = until.map(|until| format!("until {}", until.strftime("%F"))).unwrap_or_default();
    let threads = match task.open_threads {
        0 => String::new(),
        1 => "1 open thread".into(),
        number => format!("{number} open threads"),
    };
    let slug = format!("  {}/{}", task.project, task.slug);
    vec![slug, task.task.stage.replace('_', " "), until, threads, task.title.clone()]
}
