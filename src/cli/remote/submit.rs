//! `yiqi submit`

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use clap::Args;

use super::{
    super::{Outcome, output::print},
    Connection, Elsewhere,
    known::Origin,
};
use crate::{
    config::Environment,
    remote::{Finding, Problem, RemoteError, Saved},
};

/// Saves a pulled file at the server and sends it to proofreading.
///
/// What the checks find is shown, as `yiqi check` does; errors keep it from being sent, not from being
/// saved. When somebody saved meanwhile nothing is overwritten: their text is written beside yours.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi submit optimum-nvidia.md
  yiqi submit optimum-nvidia.md --save-only
  yiqi submit optimum-nvidia.md --over 5         on top of revision 5, which you have read

Exit codes: 0 done; 1 saved, but errors keep it from being sent; 2 not saved.")]
pub(in super::super) struct SubmitArgs {
    /// A file that `yiqi pull` wrote
    file: PathBuf,

    /// Save it, and do not send it to proofreading
    #[arg(long)]
    save_only: bool,

    /// Save it on top of this revision instead of the one that was pulled
    #[arg(long, value_name = "REVISION")]
    over: Option<i64>,

    #[command(flatten)]
    elsewhere: Elsewhere,
}

pub(in super::super) async fn run(
    args: SubmitArgs,
    environment: &Environment,
) -> anyhow::Result<Outcome> {
    let connection = Connection::open(&args.elsewhere, environment)?;
    let file = &args.file;
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut origin = connection.known.origin(file)?.with_context(|| {
        format!(
            "{}: not known to be a draft; `yiqi pull SLUG --output FILE` writes one",
            file.display()
        )
    })?;
    if origin.server != connection.client.server().as_str() {
        bail!("{}: was pulled from {}; say --server {0}", file.display(), origin.server);
    }
    let on = args.over.unwrap_or(origin.revision);
    let saved = match connection.client.save(origin.task, on, text.clone()).await {
        Err(RemoteError::Refused(problem)) if problem.is_conflict() => {
            after_conflict(file, &text, &origin, *problem)?
        }
        saved => saved?,
    };
    origin.revision = saved.revision;
    connection.known.remember_origin(file, origin.clone())?;
    let chinese = environment.prefers_chinese();
    print(&lines(file, &saved.findings, chinese))?;
    if args.save_only {
        eprintln!("{}: saved as revision {}", origin.slug, saved.revision);
        return Ok(Outcome::Done);
    }
    match connection.client.submit(origin.task, saved.revision).await {
        Ok(_) => eprintln!("{}: revision {} waits for a proofreader", origin.slug, saved.revision),
        Err(RemoteError::Refused(problem)) if !problem.findings.is_empty() => {
            eprintln!("{}: saved as revision {}, not sent: {problem}", origin.slug, saved.revision);
            return Ok(Outcome::Findings);
        }
        Err(error) => {
            return Err(error).with_context(|| {
                format!("{}: saved as revision {}, but not sent", origin.slug, saved.revision)
            });
        }
    }
    Ok(Outcome::Done)
}

/// Somebody saved meanwhile: perhaps it was this very text, whose answer got lost; else their text is put
/// beside ours for a person to look at.
fn after_conflict(
    file: &Path,
    text: &str,
    origin: &Origin,
    problem: Problem,
) -> anyhow::Result<Saved> {
    let revision = problem.revision.unwrap_or(origin.revision);
    let theirs = problem.text.unwrap_or_default();
    if theirs == text {
        return Ok(Saved { revision, findings: Vec::new() });
    }
    let beside = file.with_extension(format!("revision-{revision}.md"));
    fs::write(&beside, theirs).with_context(|| beside.display().to_string())?;
    let (file, beside) = (file.display(), beside.display());
    bail!(
        "{file}: not saved. Revision {revision} came meanwhile; it is in {beside}. Bring into {file} what \
         you want of it, then: yiqi submit {file} --over {revision}"
    )
}

/// The findings nobody dismissed, the way compilers write them.
fn lines(file: &Path, findings: &[Finding], chinese: bool) -> String {
    let open = findings.iter().filter(|finding| finding.dismissed.is_none());
    let line = |finding: &Finding| {
        let sentence = if chinese { &finding.zh } else { &finding.en };
        let (line, level, rule) = (finding.lines.0, &finding.level, &finding.rule);
        format!("{}:{line}: {level} {rule}: {sentence}\n", file.display())
    };
    open.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conflict(text: &str) -> Problem {
        Problem { revision: Some(5), text: Some(text.into()), ..Problem::default() }
    }

    #[test]
    fn a_save_whose_answer_was_lost_is_no_conflict_and_another_text_is_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fresh.md");
        let origin = Origin { server: "x".into(), task: 7, slug: "fresh".into(), revision: 4 };

        let saved = after_conflict(&file, "我的", &origin, conflict("我的")).unwrap();
        assert_eq!(saved.revision, 5);
        let error = after_conflict(&file, "我的", &origin, conflict("她的")).unwrap_err();

        assert!(error.to_string().contains("--over 5"), "{error}");
        let beside = folder.path().join("fresh.revision-5.md");
        assert_eq!(fs::read_to_string(beside).unwrap(), "她的");
        assert!(!file.exists(), "ours is not touched");
    }
}
