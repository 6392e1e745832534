//! `yiqi rehearse`

use anyhow::{Context, bail};
use clap::Args;

use super::{
    Outcome,
    options::{Format, Selection},
    output::{print, print_json},
    workbench::Workbench,
};
use crate::{
    config::Environment,
    ids::TaskId,
    services::views::{FileChange, Rehearsal},
};

/// Shows what publishing a task would send to GitHub, and sends nothing.
///
/// Prints the pull request, the commit, the difference of every file and the requests, over the newest
/// base the mirror knows. Works with publish = "github" and publish = "preview".
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi rehearse 42
  yiqi rehearse 42 --format json | jq .requests")]
pub(super) struct RehearseArgs {
    /// Number of the task, as in the address of its page
    task: i64,

    #[command(flatten)]
    selection: Selection,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: RehearseArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    if args.selection.source.source.is_some() {
        bail!("tasks belong to a configuration; name it with --config instead of --source");
    }
    let bench = Workbench::open(&args.selection, true, environment).await?;
    let operator = bench.operator().await?;
    let rehearsal = bench.workshop.rehearse(TaskId(args.task), &operator).await;
    let rehearsal = rehearsal.with_context(|| format!("task {}", args.task))?;
    match args.format {
        Format::Json => print_json(&rehearsal)?,
        Format::Table => print(&told(&rehearsal))?,
    }
    Ok(Outcome::Done)
}

fn told(rehearsal: &Rehearsal) -> String {
    let Rehearsal { title, body, branch, base, message, author, .. } = rehearsal;
    let mut text = format!(
        "Pull request: {title}\nFrom branch {branch} on {base}\n\n{}\n\nCommit by {author}:\n\n{}\n",
        indented(body),
        indented(message)
    );
    if rehearsal.another_is_there {
        text += "\nThe base branch has a translation this one was not written from: nothing would be sent.\n";
    } else if rehearsal.files.is_empty() {
        text += "\nThe base branch has all of it already: nothing would be sent.\n";
    }
    for file in &rehearsal.files {
        text += &format!("\n{}", difference(file));
    }
    for request in &rehearsal.requests {
        text += &format!("\n{} {}\n", request.method, request.path);
        let body = serde_json::to_string_pretty(&request.body).unwrap_or_default();
        text += &indented(&body);
        text.push('\n');
    }
    text
}

fn indented(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(|line| format!("    {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// A file as a unified diff.
fn difference(file: &FileChange) -> String {
    let before = file.before.as_deref().unwrap_or_default();
    let old = if file.before.is_some() { format!("a/{}", file.path) } else { "/dev/null".into() };
    similar::TextDiff::from_lines(before, &file.after)
        .unified_diff()
        .header(&old, &format!("b/{}", file.path))
        .to_string()
}
