//! `yiqi export`

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;

use super::{
    Outcome,
    options::{Format, Selection},
    output::{count, print, print_json},
    workbench::Workbench,
};
use crate::{
    config::Environment,
    csv,
    ids::ProjectId,
    services::{
        GlossaryFormat, Workshop,
        views::{ExportedDraft, ExportedTask, posts_csv},
    },
    workflow::Person,
};

/// Lines of the log that are read at once.
const LINES_AT_ONCE: u32 = 1000;

/// Writes everything that is needed to leave into a folder, in forms other programs read.
///
/// People, the log, and of each project: posts, tasks with what was said about them, drafts as Markdown files,
/// what was said of the judgement, translations noted elsewhere, the story of the coverage, glossary and translation memory. Nothing secret
/// leaves: no tokens, no sessions, no addresses of channels. What is published is in Git already.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi export ./leaving                             while the server runs, or not
  yiqi export ./leaving --project hf-blog --all-revisions

The folder gets a README.md that says what is where. It must be empty, or not be there yet. What is written is
as of the last sync; nothing is fetched.")]
pub(super) struct ExportArgs {
    /// The folder to write into
    folder: PathBuf,

    #[command(flatten)]
    selection: Selection,

    /// Write every saved version of every draft, and not the newest alone
    #[arg(long)]
    all_revisions: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How much was written.
#[derive(Debug, Default, Serialize)]
struct Written {
    people: usize,
    events: usize,
    posts: usize,
    tasks: usize,
    drafts: usize,
}

pub(super) async fn run(args: ExportArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, true, environment).await?;
    let operator = bench.operator().await?;
    make_empty(&args.folder)?;
    let export = Export {
        workshop: &bench.workshop,
        operator,
        folder: args.folder,
        all_revisions: args.all_revisions,
    };
    let mut written = Written::default();
    export.people(&mut written).await?;
    export.events(&mut written).await?;
    for project in &bench.config.projects {
        export.project(&project.settings.id, &mut written).await?;
    }
    export.write("README.md", README)?;
    match args.format {
        Format::Json => print_json(&written)?,
        Format::Table => print(&format!(
            "{}: {}, {}, {}, {}, {} of drafts\n",
            export.folder.display(),
            if written.people == 1 {
                "1 person".into()
            } else {
                format!("{} people", written.people)
            },
            count(written.events, "event"),
            count(written.posts, "post"),
            count(written.tasks, "task"),
            count(written.drafts, "file"),
        ))?,
    }
    Ok(Outcome::Done)
}

/// What the folder says of itself.
const README: &str = "\
# An export of Yiqi

UTF-8 throughout; moments are UTC. People are named by the `id` of `people.json`.

| File | |
|---|---|
| `people.json`, `people.csv` | everybody who signed in or is known from GitHub, with role and name on the Hub |
| `events.jsonl` | the log of everything, a line of JSON each, oldest first |
| `<project>/posts.json`, `posts.csv` | every post and how its translation stands |
| `<project>/tasks.json` | every task there ever was, with its threads |
| `<project>/drafts/<slug>/<task>-<revision>.md` | the text of drafts, byte for byte |
| `<project>/drafts.csv` | who saved which of them when |
| `<project>/judgement.json` | versions people pinned, and changes they dismissed |
| `<project>/elsewhere.json` | translations outside the repository that people noted |
| `<project>/coverage.json` | how far the project was at the ends of months |
| `<project>/glossary.csv`, `glossary.tbx` | the glossary; both can be imported again |
| `<project>/memory.tmx` | the translation memory, for other translation tools |

Published translations are not here: they are in the repository of the project. Where a character of a slug
cannot stand in a file's name, it is written as `%` and its number.
";

struct Export<'a> {
    workshop: &'a Workshop,
    operator: Person,
    folder: PathBuf,
    all_revisions: bool,
}

impl Export<'_> {
    async fn people(&self, written: &mut Written) -> anyhow::Result<()> {
        let people = self.workshop.export_people(&self.operator).await?;
        self.write_json("people.json", &people)?;
        let mut table = csv::line(&[
            "id",
            "login",
            "github_id",
            "name",
            "hf_user",
            "role",
            "language",
            "blocked",
            "unlisted",
            "joined_at",
        ]);
        for person in &people {
            table.push_str(&csv::inert_line(&[
                person.id.to_string(),
                person.login.clone(),
                person.github_id.map(|id| id.to_string()).unwrap_or_default(),
                person.name.clone(),
                person.hf_user.clone().unwrap_or_default(),
                person.role.clone(),
                person.language.clone(),
                person.blocked.to_string(),
                person.unlisted.to_string(),
                person.joined_at.to_string(),
            ]));
        }
        written.people = people.len();
        self.write("people.csv", &table)
    }

    async fn events(&self, written: &mut Written) -> anyhow::Result<()> {
        let path = self.folder.join("events.jsonl");
        let file = fs::File::create(&path).with_context(|| path.display().to_string())?;
        let mut file = std::io::BufWriter::new(file);
        let mut after = 0;
        loop {
            let lines = self.workshop.export_events(after, LINES_AT_ONCE, &self.operator).await?;
            let Some(last) = lines.last() else { break };
            after = last.id;
            for line in &lines {
                writeln!(file, "{}", serde_json::to_string(line)?)?;
            }
            written.events += lines.len();
        }
        file.flush().with_context(|| path.display().to_string())
    }

    async fn project(&self, id: &ProjectId, written: &mut Written) -> anyhow::Result<()> {
        let (workshop, name) = (self.workshop, file_name(id.as_str()));
        let place = |file: &str| format!("{name}/{file}");
        let posts = workshop.export_posts(id).await?;
        self.write_json(&place("posts.json"), &posts)?;
        self.write(&place("posts.csv"), &posts_csv(&posts))?;
        let tasks = workshop.export_tasks(id, &self.operator).await?;
        self.write_json(&place("tasks.json"), &tasks)?;
        written.drafts += self.drafts(&name, &tasks).await?;
        let words = workshop.export_words(id, &self.operator).await?;
        self.write_json(&place("judgement.json"), &words)?;
        let elsewhere = workshop.export_elsewhere(id).await?;
        self.write_json(&place("elsewhere.json"), &elsewhere)?;
        self.write_json(&place("coverage.json"), &workshop.coverage_view(id).await?)?;
        for (file, format) in
            [("glossary.csv", GlossaryFormat::Csv), ("glossary.tbx", GlossaryFormat::Tbx)]
        {
            self.write(&place(file), &workshop.export_terms(id, format).await?)?;
        }
        self.write(&place("memory.tmx"), &workshop.export_memory(id).await?)?;
        written.posts += posts.len();
        written.tasks += tasks.len();
        Ok(())
    }

    /// Writes the drafts of tasks, one task at a time; how many files that were.
    async fn drafts(&self, project: &str, tasks: &[ExportedTask]) -> anyhow::Result<usize> {
        let mut table = csv::line(&["file", "slug", "task", "revision", "saved_by", "saved_at"]);
        let mut files = 0;
        for task in tasks {
            let drafts = self.workshop.export_drafts(task.id, &self.operator).await?;
            let older = if self.all_revisions { 0 } else { drafts.len().saturating_sub(1) };
            for draft in &drafts[older..] {
                let file = draft_file(draft);
                self.write(&format!("{project}/{file}"), &draft.text)?;
                table.push_str(&csv::inert_line(&[
                    file,
                    draft.slug.to_string(),
                    draft.task.to_string(),
                    draft.number.to_string(),
                    draft.by.to_string(),
                    draft.at.to_string(),
                ]));
                files += 1;
            }
        }
        self.write(&format!("{project}/drafts.csv"), &table)?;
        Ok(files)
    }

    fn write_json(&self, file: &str, value: &impl Serialize) -> anyhow::Result<()> {
        self.write(file, &(serde_json::to_string_pretty(value)? + "\n"))
    }

    fn write(&self, file: &str, text: &str) -> anyhow::Result<()> {
        let path = self.folder.join(file);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    }
}

fn draft_file(draft: &ExportedDraft) -> String {
    let slug: Vec<String> = draft.slug.as_str().split('/').map(file_name).collect();
    format!("drafts/{}/{}-{}.md", slug.join("/"), draft.task, draft.number)
}

/// A text as the name of one file or folder, on any system; never one that leads elsewhere.
fn file_name(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut name = String::with_capacity(text.len());
    for (place, c) in text.chars().enumerate() {
        // A name that begins with a dot is hidden, or is no name at all.
        if plain(c) && !(place == 0 && c == '.') {
            name.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                name.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    if name.is_empty() { "%".to_owned() } else { name }
}

/// Makes a folder nobody else reads, in which nothing is.
fn make_empty(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        let mut entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        if entries.next().is_some() {
            bail!("{} is not empty; name a folder that is, or is not there yet", folder.display());
        }
        return Ok(());
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for_its_owner(folder).with_context(|| folder.display().to_string())
}

#[cfg(unix)]
fn for_its_owner(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn for_its_owner(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (text, name) in [
            ("kites-2", "kites-2"),
            ("..", "%2E."),
            (".git", "%2Egit"),
            ("a b:c\\d", "a%20b%3Ac%5Cd"),
            ("章", "章"),
            ("", "%"),
        ] {
            assert_eq!(file_name(text), name);
        }
    }
}
