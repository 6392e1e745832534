//! What goes out: the finished text, the files of a base tree it changes, and the words around it.

#[cfg(test)]
mod tests;

use std::fmt::Write;

use jiff::Timestamp;

use crate::{
    convention::{Convention, Credit},
    ids::{RepoPath, Slug},
    services::{Project, Result, ServiceError, Workshop},
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
        let store = &self.0.store;
        let (Some(number), Some(reviewer)) = (task.revision(), task.reviewer()) else {
            return Err(ServiceError::NotFound("approved revision"));
        };
        let revision = store.revision(task.id, number).await?;
        let revision = revision.ok_or(ServiceError::NotFound("approved revision"))?;
        let translator = store.person(task.translator).await?;
        let translator = translator.ok_or(ServiceError::NotFound("translator"))?;
        let reviewer = store.person(reviewer).await?;
        let reviewer = reviewer.ok_or(ServiceError::NotFound("proofreader"))?;
        let replaces = match task.kind {
            TaskKind::Translate => Vec::new(),
            TaskKind::Update => self.written_from(task).await?,
        };
        let convention = &project.settings.convention;
        let url = self.0.settings.public_url.as_deref();
        let mut manuscript =
            Manuscript::new(convention, task, &revision.text, &translator, &reviewer, url)?;
        let machine = self.machine_drafted(task, &revision.text, convention.dialect()).await?;
        manuscript.disclose(machine);
        Ok(Manuscript { replaces, ..manuscript })
    }
}

impl Manuscript {
    fn new(
        convention: &Convention,
        task: &Task,
        draft: &str,
        translator: &Person,
        proofreader: &Person,
        public_url: Option<&str>,
    ) -> Result<Self> {
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
        let verb = match task.kind {
            TaskKind::Translate => "Add",
            TaskKind::Update => "Update",
        };
        let title = format!("{verb}: {target_path}");
        let author = Author::of(translator);
        let mut message = format!("{title}\n\n");
        if proofreader.id != translator.id {
            let Author { name, email } = Author::of(proofreader);
            let _ = writeln!(message, "Co-authored-by: {name} <{email}>");
        }
        let _ = writeln!(message, "Source-Path: {source_path}");
        let _ = writeln!(message, "Source-Commit: {}", task.source_commit);
        Ok(Self {
            slug: task.slug.clone(),
            kind: task.kind,
            title: convention.meta(&text, None).title,
            branch: convention.branch_name(&task.slug),
            message,
            author,
            approved_at: approved_at(task),
            pull_request: Letter {
                title,
                body: body(task, &source_path, &target_path, translator, proofreader, public_url),
            },
            source_path,
            target_path,
            text,
            replaces: Vec::new(),
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
        let present = String::from_utf8_lossy(present);
        self.replaces.contains(&present.into_owned())
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

fn body(
    task: &Task,
    source_path: &RepoPath,
    target_path: &RepoPath,
    translator: &Person,
    proofreader: &Person,
    public_url: Option<&str>,
) -> String {
    let mut body = String::new();
    let what = match task.kind {
        TaskKind::Translate => "adds",
        TaskKind::Update => "updates",
    };
    let _ = writeln!(
        body,
        "This {what} `{target_path}`, the translation of `{source_path}` as of {}.\n",
        task.source_commit
    );
    let _ = writeln!(body, "- Translated by {}", mention(translator));
    if proofreader.id != translator.id {
        let _ = writeln!(body, "- Proofread by {}", mention(proofreader));
    } else {
        let _ = writeln!(body, "- Approved by the translator; nobody else proofread it");
    }
    if let Some(url) = public_url {
        let url = url.trim_end_matches('/');
        let _ = writeln!(body, "- Worked on at {url}/tasks/{}", task.id);
    }
    body
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
