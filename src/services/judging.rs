//! A person's word on the judgement is final: the base of a translation, and changes that need nothing.

use jiff::Timestamp;
use serde_json::Value;

use super::{Project, Result, ServiceError, Unfit, Workshop, steps::ensure, views::SourceVersion};
use crate::{
    background,
    catalogue::{Catalogue, Post},
    history::FileVersion,
    ids::{CommitId, ProjectId, Slug},
    phrase::seen,
    staleness::Change,
    store::EventFilter,
    workflow::{Action, Person, Stage, Task},
};

/// How many versions of a source are offered as the base of its translation.
const VERSIONS_OFFERED: usize = 100;

impl Workshop {
    /// Confirms or sets the base of a translation: a version of its source.
    pub async fn pin(
        &self,
        project: &ProjectId,
        slug: &Slug,
        base: CommitId,
        by: &Person,
    ) -> Result<()> {
        ensure(by, Action::Judge)?;
        let project = self.project(project)?;
        let catalogue = self.known_catalogue(project).await?;
        if !is_version(&catalogue, find(&catalogue, slug)?, base) {
            let problem = Unfit::Foreign(format!("{base} is no version of the source of {slug}"));
            return Err(ServiceError::Invalid { field: "commit", problem });
        }
        let now = self.0.clock.now();
        self.0.store.set_pin(&project.settings.id, slug, base, by.id, now).await?;
        self.rejudge(project).await
    }

    /// Takes back what was said of the base: it is recorded or inferred again. Whether there was a pin.
    pub async fn unpin(&self, project: &ProjectId, slug: &Slug, by: &Person) -> Result<bool> {
        ensure(by, Action::Judge)?;
        let project = self.project(project)?;
        find(&*self.known_catalogue(project).await?, slug)?;
        let now = self.0.clock.now();
        let removed = self.0.store.remove_pin(&project.settings.id, slug, by.id, now).await?;
        if removed.is_some() {
            self.rejudge(project).await?;
        }
        Ok(removed.is_some())
    }

    /// The versions of a post's source that a base is chosen from, newest first; the newest
    /// `VERSIONS_OFFERED` and the base.
    pub async fn source_versions(
        &self,
        project: &ProjectId,
        slug: &Slug,
    ) -> Result<Vec<SourceVersion>> {
        let project = self.project(project)?;
        let catalogue = self.known_catalogue(project).await?;
        let post = find(&catalogue, slug)?;
        let source = post.source.as_ref().and_then(|side| catalogue.history_of(&side.path));
        let base = post.judgement.as_ref().map(|judgement| judgement.base.commit);
        let offered = |(age, version): &(usize, &FileVersion)| {
            *age < VERSIONS_OFFERED || Some(version.commit) == base
        };
        let versions: Vec<(CommitId, i64)> = source
            .iter()
            .flat_map(|file| file.versions.iter().rev().enumerate())
            .filter(offered)
            .map(|(_, version)| (version.commit, version.committed_at))
            .collect();
        let commits: Vec<CommitId> = versions.iter().map(|(commit, _)| *commit).collect();
        let mirror = project.mirror.clone();
        let subjects = background::run(move || mirror.subjects(&commits)).await?;
        let told = versions.into_iter().zip(subjects).map(|((commit, at), subject)| {
            // Git takes any number for a time.
            let at = Timestamp::from_second(at).unwrap_or_default();
            SourceVersion { commit, at, subject, is_base: Some(commit) == base }
        });
        Ok(told.collect())
    }

    /// Pins the base of a merged text, which its task knows, unless the history tells it by itself: a
    /// squash may drop the trailer that records it. The proofreader vouches for it with the approval;
    /// what somebody pinned after that is the later word and stays. Whether something was pinned. Done
    /// before the task ends, so that a cut in between is made up for by the next look.
    pub(super) async fn remember_base(&self, project: &Project, task: &Task) -> Result<bool> {
        let Some(catalogue) = project.known() else { return Ok(false) };
        let Ok(post) = find(&catalogue, &task.slug) else { return Ok(false) };
        let by = task.reviewer().unwrap_or(task.translator);
        let base = task.source_commit;
        let id = &project.settings.id;
        let is_known = match self.0.store.pin(id, &task.slug).await? {
            Some(pin) if pin.base == base => true,
            // A pin outweighs what the history records, so an old one would hide a new trailer.
            Some(pin) => self.approved_at(task).await?.is_some_and(|approval| pin.at > approval),
            None => recorded_base(&catalogue, post) == Some(base),
        };
        if is_known || !is_version(&catalogue, post, base) {
            return Ok(false);
        }
        self.0.store.set_pin(id, &task.slug, base, by, self.0.clock.now()).await?;
        Ok(true)
    }

    /// When the text of a task was approved.
    async fn approved_at(&self, task: &Task) -> Result<Option<Timestamp>> {
        if let Stage::Approved { at, .. } = task.stage {
            return Ok(Some(at));
        }
        let filter = EventFilter {
            project: Some(task.project.clone()),
            slug: Some(task.slug.clone()),
            limit: u32::MAX,
        };
        let events = self.0.store.events(&filter).await?;
        let approval =
            events.iter().find(|event| event.task == Some(task.id) && event.kind == "approved");
        Ok(approval.map(|event| event.at))
    }

    /// Says that a change of the source needs nothing in the translation; that holds for exactly the
    /// present source version.
    pub async fn dismiss(
        &self,
        project: &ProjectId,
        slug: &Slug,
        change_key: &str,
        reason: &str,
        by: &Person,
    ) -> Result<()> {
        self.dismiss_all(project, slug, &[change_key], reason, by).await
    }

    /// Says the same of several changes; all of them are known, or none is dismissed.
    pub async fn dismiss_all(
        &self,
        project: &ProjectId,
        slug: &Slug,
        change_keys: &[&str],
        reason: &str,
        by: &Person,
    ) -> Result<()> {
        ensure(by, Action::Judge)?;
        let project = self.project(project)?;
        let catalogue = self.known_catalogue(project).await?;
        let changes = named(find(&catalogue, slug)?, change_keys)?;
        self.note_dismissals(project, slug, &changes, reason, by).await?;
        self.rejudge(project).await
    }

    /// Notes that changes need nothing, each in the log; judging again is up to the caller.
    pub(super) async fn note_dismissals(
        &self,
        project: &Project,
        slug: &Slug,
        changes: &[&Change],
        reason: &str,
        by: &Person,
    ) -> Result<()> {
        let (id, now) = (&project.settings.id, self.0.clock.now());
        for change in changes {
            let named = (change.key.as_str(), &*about(change));
            self.0.store.add_dismissal(id, slug, named, reason.trim(), by.id, now).await?;
        }
        Ok(())
    }

    /// Takes dismissals of changes back; how many there were. A dismissal of before identical changes
    /// were told apart is taken back for all of them.
    pub async fn undismiss_all(
        &self,
        project: &ProjectId,
        slug: &Slug,
        change_keys: &[&str],
        by: &Person,
    ) -> Result<usize> {
        ensure(by, Action::Judge)?;
        let project = self.project(project)?;
        let catalogue = self.known_catalogue(project).await?;
        let changes = named(find(&catalogue, slug)?, change_keys)?;
        let (id, now) = (&project.settings.id, self.0.clock.now());
        let known = self.0.store.dismissals_of(id, slug).await?;
        let entries: Vec<(&str, Value)> = known
            .iter()
            .filter_map(|dismissal| {
                let entry = std::slice::from_ref(&dismissal.entry);
                let change = changes.iter().find(|change| change.is_among(entry))?;
                Some((dismissal.entry.as_str(), about(change).into()))
            })
            .collect();
        let removed = self.0.store.remove_dismissals(id, slug, &entries, by.id, now).await?;
        if removed > 0 {
            self.rejudge(project).await?;
        }
        Ok(removed)
    }

    /// A post of the last good catalogue.
    pub(super) async fn known_post(&self, project: &Project, slug: &Slug) -> Result<Post> {
        let catalogue = self.known_catalogue(project).await?;
        find(&catalogue, slug).cloned()
    }
}

/// The post of a slug.
pub(super) fn find<'a>(catalogue: &'a Catalogue, slug: &Slug) -> Result<&'a Post> {
    catalogue.post(slug).map(|post| &**post).ok_or(ServiceError::NotFound("post"))
}

/// The changes of a post that keys name; all of them, or none.
fn named<'a>(post: &'a Post, keys: &[&str]) -> Result<Vec<&'a Change>> {
    let changes: Vec<&Change> = post.judgement.iter().flat_map(|it| &it.changes).collect();
    keys.iter()
        .map(|key| {
            let found = changes.iter().find(|change| change.key == *key);
            found.copied().ok_or(ServiceError::NotFound("change"))
        })
        .collect()
}

/// The beginning of a change, by which the log can be read when the change is long gone.
fn about(change: &Change) -> String {
    const CHARS: usize = 80;
    let text = change.text().trim();
    let words = if change.is_code() { String::new() } else { seen(text) };
    let text = if words.is_empty() { text } else { &words };
    match text.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The base the newest version of a translation with a trailer records.
fn recorded_base(catalogue: &Catalogue, post: &Post) -> Option<CommitId> {
    let history = catalogue.history_of(&post.target.as_ref()?.path)?;
    history.versions.iter().rev().find_map(|version| version.source_commit)
}

/// Whether a commit holds a version of the source of a post.
pub(super) fn is_version(catalogue: &Catalogue, post: &Post, commit: CommitId) -> bool {
    let source = post.source.as_ref().and_then(|source| catalogue.history_of(&source.path));
    source.is_some_and(|file| file.versions.iter().any(|version| version.commit == commit))
}
