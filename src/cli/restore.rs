//! `yiqi restore`

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::{Outcome, backup::told, output::print, workbench::config_path};
use crate::{
    config::{Config, Environment},
    store::{
        Store,
        backup::{self, BackupError},
    },
    workflow::{Clock as _, SystemClock},
};

/// Puts a backup in the place of the database.
///
/// The backup is checked first: its pages, its references, and that its schema is none of a newer Yiqi.
/// A server that runs on the database is a refusal, and so is a database that is there, unless
/// --replace is given; then that database is kept beside it under another name. Afterwards everybody
/// signs in again, and personal tokens are made anew.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi restore /backup/yiqi-20261123T050000Z.sqlite3
  systemctl stop yiqi && yiqi restore --replace /backup/before-upgrade.sqlite3
  yiqi restore --check /backup/before-upgrade.sqlite3     only look whether it is sound")]
pub(super) struct RestoreArgs {
    /// The backup
    file: PathBuf,

    /// Configuration file [default: $YIQI_CONFIG, else config.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Put it in the place of a database that is there, which is kept beside it
    #[arg(long)]
    replace: bool,

    /// Only check the backup; change nothing and read no configuration
    #[arg(long, conflicts_with_all = ["replace", "config"])]
    check: bool,
}

pub(super) async fn run(args: RestoreArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    if args.check {
        let contents = backup::inspect(&args.file).await?;
        print(&format!("{}: {}\n", args.file.display(), told(&contents)))?;
        return Ok(Outcome::Done);
    }
    let config = Config::load(&config_path(args.config.as_deref(), environment), environment)?;
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("making the folder {}", config.data_dir.display()))?;
    let aside = args.replace.then(|| aside(&config.database));
    let kept = aside.clone().filter(|_| config.database.exists());
    let contents = match backup::put_back(&args.file, &config.database, aside.as_deref()).await {
        Err(BackupError::Exists(there)) if there == config.database => bail!(
            "{} exists already; --replace puts the backup in its place and keeps it beside",
            there.display()
        ),
        other => other?,
    };
    // An older schema is brought up to date now, so that trouble shows here and not at the next start.
    let store = Store::open(&config.database).await.context("opening the restored database")?;
    store.close().await;
    print(&format!("{}: {}\n", config.database.display(), told(&contents)))?;
    if let Some(kept) = kept {
        eprintln!("the database that was there is {} now", kept.display());
    }
    eprintln!("everybody signs in again; personal tokens are made anew; start the server");
    Ok(Outcome::Done)
}

/// Where a database that is replaced goes.
fn aside(database: &Path) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(format!(".replaced-{}", SystemClock.now().strftime("%Y%m%dT%H%M%SZ")));
    database.with_file_name(name)
}
