//! `yiqi manual`

use std::{fs, path::PathBuf};

use anyhow::Context;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, Outcome};

/// Writes man pages and shell completions, for those who make packages.
///
/// They are made from the command line itself: `man1/` gets a page per command, `completions/` a file per
/// shell, under the names distributions give them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi manual target/manual
  man --local-file target/manual/man1/yiqi.1")]
pub(super) struct ManualArgs {
    /// Folder to write them into; it is made where it is not there
    folder: PathBuf,
}

/// The shells and what their completions are called.
const SHELLS: [(Shell, &str); 3] =
    [(Shell::Bash, "yiqi.bash"), (Shell::Zsh, "_yiqi"), (Shell::Fish, "yiqi.fish")];

pub(super) fn run(args: &ManualArgs) -> anyhow::Result<Outcome> {
    let folder = |name: &str| {
        let folder = args.folder.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        anyhow::Ok(folder)
    };
    let pages = folder("man1")?;
    clap_mangen::generate_to(Cli::command(), &pages)
        .with_context(|| format!("writing man pages into {}", pages.display()))?;
    let completions = folder("completions")?;
    for (shell, name) in SHELLS {
        let path = completions.join(name);
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "yiqi", &mut script);
        fs::write(&path, script).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(Outcome::Done)
}
