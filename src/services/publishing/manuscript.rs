//! What goes out: the finished text, the files of a base tree it changes, and the words around it.

#[cfg(test)]
mod tests;

use std::{collections::HashSet, fmt::Write};

use jiff::Timestamp;

use super::pushed::hash;
use crate::{
    convention::{Convention, Credit},
    ids::{PersonId, RepoPath, RevisionNumber, Slug},
    services::{Letters, Project, Result, ServiceError, Workshop},
    workflow::{Person, Stage, Task, TaskKind},
};

/// Host of the made-up addresses of people without a GitHub account. `.invalid` never resolves, so no
/// mail ever reaches a stranger; the address only has to stay the same for the same person.
const LOCAL_MAIL_HOST: &str = "users.noreply.yiqi.invalid";

/// An approved translation, ready to go into any base tree.
#[derive(Debug, Clone)]
pub(in crate::services) struct Manuscript {
    pub slug: Slug,
    pub kind: TaskKind,
    pub source_path: RepoPath,
    pub target_path: RepoPath,
    /// The approved text; a new translation with its credits.
    pub text: String,
    pub title: Option<String>,
    pub branch: String,
    pub message: String,
    pub author: Author,
    pub approved_at: Timestamp,
    pub pull_request: Letter,
    /// The published texts it may replace: those it was written from.
    replaces: Vec<String>,
    /// The same by their hashes: what went out of this very task before.
    replaces_hashes: HashSet<String>,
}

/// Who made a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services) struct Author {
    pub name: String,
    pub email: String,
}

/// Title and body of a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services) struct Letter {
    pub title: String,
    pub body: String,
}

/// The files of a base tree that a manuscript touches; `None` where a file is not there.
#[derive(Debug, Clone, Default)]
pub(in crate::services) struct BaseFiles {
    pub target: Option<Vec<u8>>,
    pub source_index: Option<Vec<u8>>,
    pub target_index: Option<Vec<u8>>,
}

/// What publishing a manuscript means for a base tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services) enum Changes {
    /// The translation is there already.
    None,
    /// Paths and their new contents.
    Files(Vec<(RepoPath, Vec<u8>)>),
    /// A translation is there that ours was not written from; it must not be replaced unseen.
    AnotherIsThere,
}

impl Workshop {
    /// Puts together what is to be published of a task that is approved or further.
    pub(in crate::services) async fn manuscript(
        &self,
        project: &Project,
        task: &Task,
    ) -> Result<Manuscript> {
        let number = task.revision().ok_or(ServiceError::NotFound("approved revision"))?;
        self.manuscript_of(project, task, number).await
    }

    /// The same of any revision of a task, as it would go out.
    pub(in crate::services) async fn manuscript_of(
        &self,
        project: &Project,
        task: &Task,
        number: RevisionNumber,
    ) -> Result<Manuscript> {
        let store = &self.0.store;
        let revision = store.revision(task.id, number).await?;
        let revision = revision.ok_or(ServiceError::NotFound("approved revision"))?;
        let translator = store.person(task.translator).await?;
        let translator = translator.ok_or(ServiceError::NotFound("translator"))?;
        let reviewer = match task.reviewer() {
            Some(reviewer) => Some(reviewer),
            None => store.own_pulls(task.id).await?.first().map(|pull| pull.reviewer),
        };
        let reviewer = match reviewer {
            Some(id) => store.person(id).await?.ok_or(ServiceError::NotFound("proofreader"))?,
            None => translator.clone(),
        };
        let replaces = match task.kind {
            TaskKind::Translate => Vec::new(),
            TaskKind::Update => self.written_from(task).await?,
        };
        let published = store.publishings(task.id).await?;
        let team = Team {
            helpers: self.helpers(task, &[translator.id, reviewer.id]).await?,
            translator,
            proofreader: reviewer,
        };
        let settings = self.settings();
        let url = settings.public_url.as_deref();
        let (convention, letters) = (&project.settings.convention, &project.settings.letters);
        let mut manuscript =
            Manuscript::new(convention, letters, task, &revision.text, &team, url)?;
        let machine = self.machine_drafted(task, &revision.text, convention.dialect()).await?;
        manuscript.disclose(machine);
        manuscript.explain(&self.set_aside(task, project, &revision.text).await?);
        Ok(Manuscript {
            replaces,
            replaces_hashes: published.into_iter().filter_map(|it| it.text_hash).collect(),
            ..manuscript
        })
    }

    /// Who else wrote what is kept in a text: whoever saved a revision of it, whoever left the draft it
    /// began with, and for an update whoever translated the post before.
    async fn helpers(&self, task: &Task, known: &[PersonId]) -> Result<Vec<Person>> {
        let store = &self.0.store;
        let mut ids: Vec<PersonId> = Vec::new();
        let mut first = String::new();
        for revision in store.revisions(task.id).await? {
            if revision.number == RevisionNumber(1) {
                first = revision.text;
            } else {
                ids.push(revision.by);
            }
        }
        for earlier in store.tasks_of_post(&task.project, &task.slug).await? {
            let is_merged = matches!(earlier.stage, Stage::Merged { .. });
            let helped = match task.kind {
                _ if earlier.id >= task.id => false,
                TaskKind::Update if is_merged => true,
                _ if earlier.is_active() || is_merged => false,
                _ => {
                    let left = store.newest_revision(earlier.id).await?;
                    left.is_some_and(|left| left.number > RevisionNumber(1) && left.text == first)
                }
            };
            if helped {
                ids.push(earlier.translator);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let mut helpers = Vec::new();
        for id in ids.into_iter().filter(|id| !known.contains(id)) {
            helpers.extend(store.person(id).await?);
        }
        Ok(helpers)
    }
}

/// The people of a text.
pub(in crate::services) struct Team {
    pub translator: Person,
    pub proofreader: Person,
    /// Whose words are in it as well.
    pub helpers: Vec<Person>,
}

impl Manuscript {
    fn new(
        convention: &Convention,
        letters: &Letters,
        task: &Task,
        draft: &str,
        team: &Team,
        public_url: Option<&str>,
    ) -> Result<Self> {
        let Team { translator, proofreader, .. } = team;
        let source_path = convention.source_path(&task.slug);
        let target_path = convention.target_path(&task.slug);
        let text = match task.kind {
            TaskKind::Translate => {
                convention.with_credits(draft, &credits(translator, proofreader))?
            }
            // An update touches the blocks it is about and nothing else: whoever mends a number does
            // not become a translator of the post. The commit names them all the same.
            TaskKind::Update => draft.to_owned(),
        };
        let title = convention.meta(&text, None).title;
        let places = Places {
            task,
            title: title.as_deref(),
            source_path: &source_path,
            target_path: &target_path,
            credits: credit_lines(team),
            link: link_line(task, public_url),
        };
        Ok(Self {
            slug: task.slug.clone(),
            kind: task.kind,
            branch: convention.branch_name(&task.slug),
            message: message(&places.fill(&letters.commit), task, team, &source_path),
            author: Author::of(translator),
            approved_at: approved_at(task),
            pull_request: Letter {
                title: one_line(&places.fill(&letters.title)),
                body: places.fill(&letters.body),
            },
            title,
            source_path,
            target_path,
            text,
            replaces: Vec::new(),
            replaces_hashes: HashSet::new(),
        })
    }

    /// Says how many blocks of prose are as a machine drafted them, where there are any.
    fn disclose(&mut self, machine: Option<(usize, usize)>) {
        let Some((ours, all)) = machine else { return };
        let _ = writeln!(self.message, "Machine-Drafted: {ours} of {all} blocks");
        let _ = writeln!(
            self.pull_request.body,
            "\n{ours} of {all} blocks of prose are as a machine drafted them; the proofreader has read them."
        );
    }

    /// Says which findings stand in the text because somebody says that they are none, and why.
    fn explain(&mut self, set_aside: &[(String, String)]) {
        if set_aside.is_empty() {
            return;
        }
        let body = &mut self.pull_request.body;
        body.push_str("\nFindings that were looked at and left as they are:\n\n");
        for (finding, reason) in set_aside {
            let _ = writeln!(body, "- {} Reason given: {}", quoted(finding), quoted(reason));
        }
    }

    /// What has to change in a base tree: the post, and the index where it lacks the entry.
    pub fn changes(&self, convention: &Convention, base: &BaseFiles) -> Result<Changes> {
        let mut files = Vec::new();
        match &base.target {
            Some(present) if present == self.text.as_bytes() => {}
            Some(present) if !self.may_replace(present) => return Ok(Changes::AnotherIsThere),
            _ => files.push((self.target_path.clone(), self.text.clone().into_bytes())),
        }
        if let (Some(source_path), Some(target_path)) =
            (convention.source_index(), convention.target_index())
        {
            let source = utf8(&source_path, base.source_index.as_deref())?;
            let target = utf8(&target_path, base.target_index.as_deref())?;
            let title = self.title.as_deref();
            if let Some(text) = convention.with_index_entry(&self.slug, source, target, title)? {
                files.push((target_path, text.into_bytes()));
            }
        }
        Ok(if files.is_empty() { Changes::None } else { Changes::Files(files) })
    }

    fn may_replace(&self, present: &[u8]) -> bool {
        let present = String::from_utf8_lossy(present).into_owned();
        self.replaces_hashes.contains(&hash(&present)) || self.replaces.contains(&present)
    }

    /// Whether a commit message is that of an earlier version of this translation, made by Yiqi.
    pub fn is_ours(&self, message: &str) -> bool {
        let path = format!("Source-Path: {}", self.source_path);
        message.lines().any(|line| line == path)
            && message.lines().any(|line| line.starts_with("Source-Commit: "))
    }
}

impl Author {
    fn of(person: &Person) -> Self {
        let login: String =
            person.login.chars().map(|c| if is_plain(c) && c != ' ' { c } else { '-' }).collect();
        let email = match person.github_id {
            Some(id) => format!("{id}+{login}@users.noreply.github.com"),
            None => format!("{login}@{LOCAL_MAIL_HOST}"),
        };
        let name: String = person.name.chars().filter(|&c| is_plain(c)).collect();
        let name = if name.trim().is_empty() { login } else { name.trim().to_owned() };
        Self { name, email }
    }
}

/// Whether a character may stand in the name of a commit's author.
fn is_plain(c: char) -> bool {
    !c.is_control() && !matches!(c, '<' | '>')
}

/// The translator first and the proofreader last, as the blog does; once where it is one person.
fn credits(translator: &Person, proofreader: &Person) -> Vec<Credit> {
    let credit = |person: &Person, proofreader: bool| Credit {
        user: person.hf_user.clone().unwrap_or_else(|| person.login.clone()),
        proofreader,
    };
    if translator.id == proofreader.id {
        return vec![credit(translator, false)];
    }
    vec![credit(translator, false), credit(proofreader, true)]
}

fn approved_at(task: &Task) -> Timestamp {
    match task.stage {
        Stage::Approved { at, .. } => at,
        _ => task.since(),
    }
}

/// What the texts of a project may name.
struct Places<'a> {
    task: &'a Task,
    title: Option<&'a str>,
    source_path: &'a RepoPath,
    target_path: &'a RepoPath,
    /// Whole lines.
    credits: String,
    link: String,
}

impl Places<'_> {
    /// Fills a text once: what is filled in is not looked at again.
    fn fill(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}').and_then(|(name, after)| Some((self.value(name)?, after))) {
                Some((value, after)) => {
                    filled.push_str(&value);
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled + rest
    }

    fn value(&self, name: &str) -> Option<String> {
        let (verb, verbs) = match self.task.kind {
            TaskKind::Translate => ("Add", "adds"),
            TaskKind::Update => ("Update", "updates"),
        };
        Some(match name {
            "verb" => verb.to_owned(),
            "verbs" => verbs.to_owned(),
            "slug" => self.task.slug.to_string(),
            "title" => self.title.unwrap_or(self.task.slug.as_str()).to_owned(),
            "source_path" => self.source_path.to_string(),
            "target_path" => self.target_path.to_string(),
            "source_commit" => self.task.source_commit.to_string(),
            "credits" => self.credits.clone(),
            "link" => self.link.clone(),
            _ => return None,
        })
    }
}

/// A commit message: the subject, and the trailers that say who made it of what.
fn message(subject: &str, task: &Task, team: &Team, source_path: &RepoPath) -> String {
    let mut message = format!("{}\n\n", one_line(subject));
    let Team { translator, proofreader, helpers } = team;
    let proofreader = Some(proofreader).filter(|it| it.id != translator.id);
    for person in proofreader.into_iter().chain(helpers) {
        let Author { name, email } = Author::of(person);
        let _ = writeln!(message, "Co-authored-by: {name} <{email}>");
    }
    let _ = writeln!(message, "Source-Path: {source_path}");
    let _ = writeln!(message, "Source-Commit: {}", task.source_commit);
    message
}

/// Subjects and titles are one line, whatever a title of a post holds.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words of people on one line, in which nobody is called and nothing hides.
fn quoted(text: &str) -> String {
    one_line(text).replace('@', "@\u{200b}").replace('<', "&lt;")
}

/// Who did what, one line each.
fn credit_lines(team: &Team) -> String {
    let Team { translator, proofreader, helpers } = team;
    let mut lines = format!("- Translated by {}\n", mention(translator));
    if !helpers.is_empty() {
        let helpers: Vec<String> = helpers.iter().map(mention).collect();
        let _ = writeln!(lines, "- With the work of {}", helpers.join(", "));
    }
    if proofreader.id != translator.id {
        let _ = writeln!(lines, "- Proofread by {}", mention(proofreader));
    } else {
        let _ = writeln!(lines, "- Approved by the translator; nobody else proofread it");
    }
    lines
}

/// Where the work can be seen, a line; nothing where the workshop has no address.
fn link_line(task: &Task, public_url: Option<&str>) -> String {
    public_url.map_or_else(String::new, |url| {
        format!("- Worked on at {}/tasks/{}\n", url.trim_end_matches('/'), task.id)
    })
}

fn mention(person: &Person) -> String {
    let name = match person.github_id {
        Some(_) => format!("@{}", person.login),
        None => person.name.clone(),
    };
    match &person.hf_user {
        Some(user) if *user != person.login => format!("{name} (`{user}` on the Hub)"),
        _ => name,
    }
}

fn utf8<'a>(path: &RepoPath, bytes: Option<&'a [u8]>) -> Result<&'a str> {
    std::str::from_utf8(bytes.unwrap_or_default()).map_err(|error| {
        crate::convention::ConventionError::BadIndex {
            path: path.clone(),
            reason: format!("not UTF-8 at byte {}", error.valid_up_to()),
        }
        .into()
    })
}
