//! `yiqi pull`

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use clap::Args;

use super::{
    super::{Outcome, output::print},
    Connection, Elsewhere,
    known::Origin,
};
use crate::config::Environment;

/// Writes the newest draft of a post in your hands to a file.
///
/// Which revision it is, is remembered, so that `yiqi submit` never overwrites what somebody saved
/// meanwhile. A file that differs is left alone unless --replace says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi pull optimum-nvidia                       writes optimum-nvidia.md
  yiqi pull optimum-nvidia --output zh/optimum-nvidia.md --source optimum-nvidia.md

Needs `yiqi login` once, or YIQI_SERVER and YIQI_TOKEN.")]
pub(in super::super) struct PullArgs {
    /// Name of the post
    slug: String,

    /// File to write [default: the end of SLUG, with .md]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write the English there as well
    #[arg(long, value_name = "FILE")]
    source: Option<PathBuf>,

    /// Overwrite files that differ
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    elsewhere: Elsewhere,
}

pub(in super::super) async fn run(
    args: PullArgs,
    environment: &Environment,
) -> anyhow::Result<Outcome> {
    let connection = Connection::open(&args.elsewhere, environment)?;
    let task = connection.task(&args.slug).await?;
    let file = args.output.unwrap_or_else(|| file_name(&args.slug));
    let draft = connection.client.pull(task.task.id).await?;
    if let Some(path) = &args.source {
        write(path, &connection.client.source(task.task.id).await?, args.replace)?;
    }
    write(&file, &draft.text, args.replace)?;
    let origin = Origin {
        server: connection.client.server().to_string(),
        task: task.task.id,
        slug: args.slug,
        revision: draft.revision,
    };
    connection.known.remember_origin(&file, origin)?;
    print(&format!("{}: revision {}\n", file.display(), draft.revision))?;
    Ok(Outcome::Done)
}

/// A name in the folder one stands in, whatever the slug says.
fn file_name(slug: &str) -> PathBuf {
    let end = slug.rsplit(['/', '\\']).find(|part| !part.is_empty() && *part != "..");
    format!("{}.md", end.unwrap_or("draft")).into()
}

fn write(path: &Path, text: &str, replace: bool) -> anyhow::Result<()> {
    let there = match fs::read(path) {
        Ok(there) => Some(there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    match there {
        Some(there) if there == text.as_bytes() => Ok(()),
        Some(_) if !replace => {
            bail!("{}: there already, with another text; --replace overwrites it", path.display())
        }
        _ => fs::write(path, text).with_context(|| path.display().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_never_leads_out_of_the_folder() {
        for (slug, name) in [
            ("fresh", "fresh.md"),
            ("chapter1/2", "2.md"),
            ("../../etc/passwd", "passwd.md"),
            ("a/..", "a.md"),
            ("..", "draft.md"),
            ("a\\b", "b.md"),
        ] {
            assert_eq!(file_name(slug), Path::new(name), "{slug}");
        }
    }
}
