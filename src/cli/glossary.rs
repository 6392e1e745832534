//! `yiqi glossary`

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};

use super::{
    Outcome,
    options::{Format, Selection},
    output::{count, print, print_json},
    workbench::Workbench,
};
use crate::{config::Environment, services::GlossaryFormat};

/// Takes a glossary over from a file, or writes it to standard output.
///
/// A term that is there already is replaced; nothing is removed. The event log has an import as an act
/// of the local person `operator`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi glossary import terms.csv
  yiqi glossary import terms.tbx --project hf-blog
  yiqi glossary export > terms.csv
  yiqi glossary export --as tbx > terms.tbx

CSV has a line of column names: term,preferred,accepted,keep,note. Several accepted forms have | between
them; keep is yes where the English may stay. A table of counted translations (en_term,
kept_in_latin_share, zh_candidates as form:dice:count) is taken as well: its strong whole forms become
terms. Lines that no term can be made of are told on standard error and make the exit code 1.")]
pub(super) struct GlossaryArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Take a CSV or TBX file over
    Import {
        /// The file; - is standard input
        file: PathBuf,

        #[command(flatten)]
        selection: Selection,

        /// Form of the result
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write the glossary to standard output
    Export {
        /// What to write
        #[arg(long = "as", value_enum, default_value_t)]
        kind: Kind,

        #[command(flatten)]
        selection: Selection,
    },
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Kind {
    #[default]
    Csv,
    /// TBX-Basic, as translation tools exchange it
    Tbx,
}

pub(super) async fn run(args: GlossaryArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    match args.action {
        Action::Import { file, selection, format } => {
            let text = read(&file)?;
            let bench = Workbench::open(&selection, true, environment).await?;
            let project = &bench.single_project()?.settings.id;
            let operator = bench.operator().await?;
            let imported = bench.workshop.import_terms(project, &text, &operator).await?;
            if let Format::Json = format {
                print_json(&imported)?;
            } else {
                for (place, problem) in &imported.skipped {
                    eprintln!("{}:{place}: {problem}", file.display());
                }
                let added = count(imported.added, "term");
                let (changed, unchanged) = (imported.changed, imported.unchanged);
                let skipped = imported.skipped.len();
                print(&format!(
                    "{project}: {added} added, {changed} changed, {unchanged} unchanged, {skipped} left out\n"
                ))?;
            }
            let is_clean = imported.skipped.is_empty();
            Ok(if is_clean { Outcome::Done } else { Outcome::Findings })
        }
        Action::Export { kind, selection } => {
            let bench = Workbench::open(&selection, true, environment).await?;
            let project = &bench.single_project()?.settings.id;
            let format = match kind {
                Kind::Csv => GlossaryFormat::Csv,
                Kind::Tbx => GlossaryFormat::Tbx,
            };
            print(&bench.workshop.export_terms(project, format).await?)?;
            Ok(Outcome::Done)
        }
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("reading standard input")?;
        return Ok(text);
    }
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", file.display()))
}
