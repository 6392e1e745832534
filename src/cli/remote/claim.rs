//! `yiqi claim`

use anyhow::bail;
use clap::Args;

use super::{
    super::{Outcome, output::print},
    Connection, Elsewhere,
};
use crate::{config::Environment, remote::RemoteError};

/// Claims a post at a server, so that nobody else translates it meanwhile.
///
/// Claiming what you have already changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  yiqi claim optimum-nvidia && yiqi pull optimum-nvidia

Needs `yiqi login` once, or YIQI_SERVER and YIQI_TOKEN with the scope write.")]
pub(in super::super) struct ClaimArgs {
    /// Name of the post
    slug: String,

    #[command(flatten)]
    elsewhere: Elsewhere,
}

pub(in super::super) async fn run(
    args: ClaimArgs,
    environment: &Environment,
) -> anyhow::Result<Outcome> {
    let connection = Connection::open(&args.elsewhere, environment)?;
    let project = connection.project().await?;
    let task = match connection.client.claim(&project, &args.slug).await {
        // What the server says of it speaks of pages.
        Err(RemoteError::Refused(problem)) if problem.status == 404 => {
            let server = connection.client.server();
            bail!(
                "{}: no such post in {project} at {server}; the end of its address is its name",
                args.slug
            )
        }
        claimed => claimed?,
    };
    let until = task.task.lease_until;
    let until = until.map(|until| format!(" until {}", until.strftime("%F"))).unwrap_or_default();
    print(&format!("{}: yours{until}, {} words\n", task.slug, task.words))?;
    Ok(Outcome::Done)
}
