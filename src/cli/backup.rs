//! `yiqi backup`

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{
    Outcome,
    options::Format,
    output::{count, print, print_json},
    workbench::config_path,
};
use crate::{
    config::{Config, Environment},
    services::backup_name,
    store::backup::{self, Contents},
    workflow::{Clock as _, SystemClock},
};

/// Copies the database into a file, while the server runs or not.
///
/// The copy is of one moment, is checked before it gets its name, and opens nothing: sessions are left
/// out, and personal tokens are in it as revoked. Mirrors need no backup; they are fetched again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi backup /backup/                  a file named after the moment
  yiqi backup /backup/before-upgrade.sqlite3 --config /etc/yiqi/config.toml
  yiqi restore /backup/before-upgrade.sqlite3")]
pub(super) struct BackupArgs {
    /// The file to write, which must not exist, or a folder to write a new one into
    target: PathBuf,

    /// Configuration file [default: $YIQI_CONFIG, else config.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn run(args: BackupArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let config = Config::load(&config_path(args.config.as_deref(), environment), environment)?;
    let target = if args.target.is_dir() {
        args.target.join(backup_name(SystemClock.now()))
    } else {
        args.target
    };
    let contents = backup::back_up(&config.database, &target)
        .await
        .with_context(|| format!("backing up {}", config.database.display()))?;
    match args.format {
        Format::Json => print_json(&serde_json::json!({ "file": target, "contents": contents }))?,
        Format::Table => print(&format!("{}: {}\n", target.display(), told(&contents)))?,
    }
    Ok(Outcome::Done)
}

/// What a copy holds, for people.
pub(super) fn told(contents: &Contents) -> String {
    let counted = |number: i64, what| count(usize::try_from(number).unwrap_or(0), what);
    format!(
        "{}, {}, {}, {:.1} MB, checked",
        counted(contents.tasks, "task"),
        counted(contents.revisions, "revision"),
        if contents.people == 1 {
            "1 person".into()
        } else {
            format!("{} people", contents.people)
        },
        contents.bytes as f64 / 1e6
    )
}
