//! What is to be said of a draft: the checks with what the workshop knows around them, and people's word
//! on single findings.
//!
//! Every save is checked, so the sources are kept taken apart in memory, within bounds.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    Project, Result, ServiceError, Unfit, Workshop,
    judging::find,
    saving::{ensure_length, may_write},
    steps::ensure,
    views::{Mended, Saved},
};
use crate::{
    background,
    catalogue::{Catalogue, Post},
    checks::{self, Case, Dismissed, Finding, Surroundings, Text},
    glossary::Glossary,
    ids::{BlobId, RevisionNumber, Slug, TaskId},
    workflow::{Action, Person, Task, TaskKind},
};

/// The longest reason that is taken, in characters.
const LONGEST_REASON: usize = 1_000;

/// Bytes of memory the sources take at most: some two hundred of the longest posts known.
const ROOM: usize = 64 << 20;

/// The sources last asked for, taken apart.
#[derive(Debug, Default)]
pub(super) struct Sources(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    /// The last asked for comes last. Texts of the same bytes are read alike within a project.
    texts: VecDeque<(Key, Arc<Text>)>,
    weight: usize,
    /// Ids of the findings on published texts, by source and translation.
    published: VecDeque<(PublishedKey, Ids)>,
}

/// A content, and how it is read.
type Key = (BlobId, bool);

/// A source and the blob of its published translation.
type PublishedKey = (Key, BlobId);

/// Ids of findings.
type Ids = Arc<HashSet<String>>;

/// How many published texts are remembered.
const PUBLISHED: usize = 256;

impl Sources {
    fn get(&self, key: Key) -> Option<Arc<Text>> {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = shelf.texts.iter().position(|(known, _)| *known == key)?;
        let entry = shelf.texts.remove(at)?;
        let text = entry.1.clone();
        shelf.texts.push_back(entry);
        Some(text)
    }

    fn keep(&self, key: Key, text: Arc<Text>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.texts.iter().any(|(known, _)| *known == key) {
            return;
        }
        shelf.weight += text.weight();
        shelf.texts.push_back((key, text));
        while shelf.weight > ROOM {
            let Some((_, oldest)) = shelf.texts.pop_front() else { break };
            shelf.weight -= oldest.weight();
        }
    }

    fn published(&self, key: PublishedKey) -> Option<Ids> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.published.iter().find(|(known, _)| *known == key).map(|(_, ids)| ids.clone())
    }

    fn keep_published(&self, key: PublishedKey, ids: Ids) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.published.push_back((key, ids));
        while shelf.published.len() > PUBLISHED {
            shelf.published.pop_front();
        }
    }
}

/// What the checks need beside the two texts, ready to go to another thread.
#[derive(Clone)]
pub(super) struct Ground {
    pub source: Arc<Text>,
    convention: crate::convention::Convention,
    style: checks::Style,
    catalogue: Option<Arc<Catalogue>>,
    glossary: Arc<Agreed>,
    handles: Vec<(String, String)>,
}

/// The project's glossary, as the checks ask it.
struct Agreed(Glossary);

impl checks::Glossary for Agreed {
    fn violations(&self, source: &str, translation: &str) -> Vec<checks::Violation> {
        let found = self.0.violations(source, translation).into_iter();
        found.map(|it| checks::Violation { term: it.found, accepted: it.accepted }).collect()
    }
}

impl Ground {
    /// All findings on a text.
    pub(super) fn examine(&self, text: &str) -> Vec<Finding> {
        self.with_case(text, checks::examine)
    }

    fn with_case<T>(&self, text: &str, work: impl FnOnce(&Case<'_>) -> T) -> T {
        let is_translated = |slug: &Slug| {
            let catalogue = self.catalogue.as_ref();
            catalogue.is_some_and(|it| find(it, slug).is_ok_and(|post| post.target.is_some()))
        };
        let surroundings = Surroundings {
            is_translated: self.catalogue.is_some().then_some(&is_translated),
            glossary: Some(&*self.glossary),
            style: self.style,
            handles: self.handles.clone(),
            credits_follow: true,
        };
        work(&Case {
            convention: &self.convention,
            source: Some(&self.source),
            translation: text,
            surroundings: &surroundings,
        })
    }
}

impl Workshop {
    /// Takes texts apart: as many at once as there are cores, so that however many ask for findings,
    /// whoever saves or reads is not kept waiting.
    pub(super) async fn take_apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        // Nobody closes it.
        let _turn = self.0.taking_apart.acquire().await;
        background::run(work).await
    }

    /// The source of a task, taken apart; read from the mirror the first time.
    pub(super) async fn parsed_source(&self, task: &Task, project: &Project) -> Result<Arc<Text>> {
        let dialect = project.settings.convention.dialect();
        let key = (task.source_blob, dialect == crate::document::Dialect::Mdx);
        if let Some(text) = self.0.sources.get(key) {
            return Ok(text);
        }
        let text = self.source_of(task, project).await?;
        let text = self.take_apart(move || Arc::new(Text::parse(&text, dialect))).await;
        self.0.sources.keep(key, text.clone());
        Ok(text)
    }

    /// What the checks of a task's text stand on.
    pub(super) async fn ground(&self, task: &Task, project: &Project) -> Result<Ground> {
        let translator = self.0.store.person(task.translator).await?;
        let handle = translator.and_then(|person| Some((person.login, person.hf_user?)));
        Ok(Ground {
            source: self.parsed_source(task, project).await?,
            convention: project.settings.convention.clone(),
            style: project.settings.style,
            catalogue: self.catalogue(&project.settings.id).await?,
            glossary: Arc::new(Agreed(self.glossary_of(project).await?)),
            handles: handle.into_iter().collect(),
        })
    }

    /// What the checks find in the newest revision.
    pub async fn newest_findings(&self, task: TaskId, viewer: &Person) -> Result<Vec<Finding>> {
        ensure(viewer, Action::Comment)?;
        let (known, project) = self.task(task).await?;
        let text = self.text_on_desk(task, None).await?;
        self.findings(&known, project, &text).await
    }

    /// Puts people's word to findings, and says which the published translation has already.
    pub(super) async fn settle_findings(
        &self,
        task: &Task,
        project: &Project,
        post: Option<&Post>,
        ground: &Ground,
        findings: &mut [Finding],
    ) -> Result<()> {
        if let (TaskKind::Update, Some(target)) =
            (task.kind, post.and_then(|it| it.target.as_ref()))
        {
            let dialect = project.settings.convention.dialect();
            let key = (task.source_blob, dialect == crate::document::Dialect::Mdx);
            let old = match self.0.sources.published((key, target.blob)) {
                Some(old) => old,
                None => {
                    let text = self.text_of(project, target).await?;
                    let ground = ground.clone();
                    let old = self.take_apart(move || {
                        ground.examine(&text).into_iter().map(|it| it.id).collect()
                    });
                    let old: Ids = Arc::new(old.await);
                    self.0.sources.keep_published((key, target.blob), old.clone());
                    old
                }
            };
            for finding in findings.iter_mut() {
                finding.is_old = old.contains(&finding.id);
            }
        }
        let words = self.0.store.dismissed_findings(&task.project, &task.slug).await?;
        for finding in findings.iter_mut().filter(|finding| finding.may_be_dismissed()) {
            if let Some(word) = words.get(&finding.id) {
                finding.dismissed = Some(Dismissed {
                    by: self.brief(word.by).await?.name,
                    at: word.at,
                    reason: word.reason.clone(),
                });
            }
        }
        Ok(())
    }

    /// The findings of a text that somebody says are none: each as its sentence in English, with the reason.
    pub(super) async fn set_aside(
        &self,
        task: &Task,
        project: &Project,
        text: &str,
    ) -> Result<Vec<(String, String)>> {
        let words = self.0.store.dismissed_findings(&task.project, &task.slug).await?;
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let (ground, text) = (self.ground(task, project).await?, text.to_owned());
        let found = self.take_apart(move || ground.examine(&text)).await;
        let found = found.into_iter().filter(Finding::may_be_dismissed);
        Ok(found
            .filter_map(|finding| {
                words.get(&finding.id).map(|word| (finding.en, word.reason.clone()))
            })
            .collect())
    }

    /// Mends findings in a text somebody has on the desk; saves nothing. `findings` are ids; without any,
    /// everything that is mended safely is.
    pub async fn mend(
        &self,
        task: TaskId,
        text: &str,
        findings: &[String],
        viewer: &Person,
    ) -> Result<Mended> {
        ensure(viewer, Action::Comment)?;
        let (known, project) = self.task(task).await?;
        let mended = self.mended(&known, project, text, findings).await?;
        let rows = self.rows(task, &mended, viewer).await?;
        Ok(Mended { text: mended, rows: rows.rows, findings: rows.findings })
    }

    /// Mends a finding in the newest revision, which must be `expected`, and saves that.
    pub async fn mend_draft(
        &self,
        task: TaskId,
        expected: RevisionNumber,
        findings: &[String],
        by: &Person,
    ) -> Result<Saved> {
        let (known, project) = self.task(task).await?;
        may_write(&known, project, by)?;
        let newest = self.newest(task, expected).await?;
        let mended = self.mended(&known, project, &newest.text, findings).await?;
        self.save_draft(task, expected, mended, by).await
    }

    async fn mended(
        &self,
        task: &Task,
        project: &Project,
        text: &str,
        findings: &[String],
    ) -> Result<String> {
        ensure_length(text)?;
        let words = self.0.store.dismissed_findings(&task.project, &task.slug).await?;
        let ground = self.ground(task, project).await?;
        let (text, wanted): (String, HashSet<String>) =
            (text.to_owned(), findings.iter().cloned().collect());
        let mended = self.take_apart(move || {
            let is_wanted = |finding: &Finding| {
                let is_safe = finding.fix.as_ref().is_some_and(|fix| !fix.is_offer);
                wanted.contains(&finding.id)
                    || wanted.is_empty() && is_safe && !words.contains_key(&finding.id)
            };
            ground.with_case(&text, |case| checks::mend(case, is_wanted)).text
        });
        Ok(mended.await)
    }

    /// Says of a finding on a text (without one, on the newest revision) that it is none, and why.
    pub async fn dismiss_finding(
        &self,
        task: TaskId,
        finding: &str,
        reason: &str,
        text: Option<&str>,
        by: &Person,
    ) -> Result<Vec<Finding>> {
        let (known, project) = self.task(task).await?;
        may_write(&known, project, by)?;
        let reason = reason.trim();
        let length = reason.chars().count();
        if length == 0 || length > LONGEST_REASON {
            let problem = match length {
                0 => Unfit::Empty,
                _ => Unfit::Long { most: LONGEST_REASON },
            };
            return Err(ServiceError::Invalid { field: "reason", problem });
        }
        let text = self.text_on_desk(task, text).await?;
        let findings = self.findings(&known, project, &text).await?;
        let found = findings.iter().find(|found| found.id == finding);
        let found = found.ok_or(ServiceError::NotFound("finding"))?;
        if !found.may_be_dismissed() {
            let problem = Unfit::RefusedUpstream;
            return Err(ServiceError::Invalid { field: "finding", problem });
        }
        let now = self.0.clock.now();
        self.0.store.add_finding_word(&known, finding, Some(reason), by.id, now).await?;
        self.findings(&known, project, &text).await
    }

    /// Takes back that a finding is none. Taking back what nobody said changes nothing.
    pub async fn restore_finding(
        &self,
        task: TaskId,
        finding: &str,
        text: Option<&str>,
        by: &Person,
    ) -> Result<Vec<Finding>> {
        let (known, project) = self.task(task).await?;
        may_write(&known, project, by)?;
        let words = self.0.store.dismissed_findings(&known.project, &known.slug).await?;
        if words.contains_key(finding) {
            let now = self.0.clock.now();
            self.0.store.add_finding_word(&known, finding, None, by.id, now).await?;
        }
        let text = self.text_on_desk(task, text).await?;
        self.findings(&known, project, &text).await
    }

    async fn text_on_desk(&self, task: TaskId, text: Option<&str>) -> Result<String> {
        if let Some(text) = text {
            ensure_length(text)?;
            return Ok(text.to_owned());
        }
        let newest = self.0.store.newest_revision(task).await?;
        Ok(newest.ok_or(ServiceError::NotFound("revision"))?.text)
    }
}
