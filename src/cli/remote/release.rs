//! `yiqi release`

use clap::Args;

use super::{
    super::{Outcome, output::print},
    Connection, Elsewhere,
};
use crate::config::Environment;

/// Gives a post back; the server keeps the draft for whoever takes it next.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  yiqi release optimum-nvidia

What you changed in a file here goes along only if `yiqi submit FILE --save-only` sent it before.")]
pub(in super::super) struct ReleaseArgs {
    /// Name of the post
    slug: String,

    #[command(flatten)]
    elsewhere: Elsewhere,
}

pub(in super::super) async fn run(
    args: ReleaseArgs,
    environment: &Environment,
) -> anyhow::Result<Outcome> {
    let connection = Connection::open(&args.elsewhere, environment)?;
    let task = connection.task(&args.slug).await?;
    let task = connection.client.release(task.task.id).await?;
    print(&format!("{}: given back\n", task.slug))?;
    Ok(Outcome::Done)
}
