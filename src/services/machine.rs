//! The drafting aid: a machine drafts a block, a person answers for it.
//!
//! Off unless the configuration names an endpoint. What comes back is checked before anybody is offered
//! it; whatever fails, the text of the draft is not touched, because it is the person's editor that puts
//! the words in. A block is remembered as a machine's by the digest of its text until somebody changes
//! or confirms it.

use std::{collections::HashSet, sync::Arc};

use futures_util::{Stream, StreamExt, stream};
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Project, Result, ServiceError, Workshop, memory::framed, rows::pair, steps::ensure};
use crate::{
    background,
    chat::{ChatError, Client},
    document::{Dialect, Document},
    ids::{PersonId, TaskId},
    machine::{self, Context, Masked, Neighbour, Refused, accept, counted, digest, mask},
    phrase::Frame,
    services::views::PairRow,
    workflow::{Action, Person, Stage, Task},
};

/// Answers that are waited for at once, over all people.
const AT_ONCE: usize = 4;

/// Known translations that are sent along.
const EXAMPLES: usize = 3;

/// The longest block that is sent, in bytes.
const LONGEST_BLOCK: usize = 12_000;

/// The aid, where there is one.
#[derive(Debug, Clone)]
pub(super) struct Aid {
    client: Client,
    places: Arc<Semaphore>,
}

impl Aid {
    pub(super) fn new(client: Client) -> Self {
        Self { client, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// What becomes of a draft under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum MachineEvent {
    /// The answer so far, as it would be shown; it may still be refused.
    Draft { text: String },
    /// The draft of the whole block, with its marks.
    Done { text: String },
    /// Nothing was drafted.
    Failed { reason: FailedDraft },
}

/// Why nothing was drafted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FailedDraft {
    /// The endpoint cannot be reached, or broke off.
    Unreachable,
    TooSlow,
    Busy,
    /// The key or the settings are wrong; a maintainer has to look.
    Misconfigured,
    /// The answer was no draft of this block.
    Refused,
}

impl FailedDraft {
    fn of(error: &ChatError) -> Self {
        match error {
            ChatError::Unreachable | ChatError::Status(_) | ChatError::Cut(_) => Self::Unreachable,
            ChatError::TooSlow => Self::TooSlow,
            ChatError::Busy => Self::Busy,
            ChatError::BadKey | ChatError::BadSettings(_) => Self::Misconfigured,
            ChatError::Unreadable | ChatError::TooLong => Self::Refused,
        }
    }
}

/// A draft that has been asked for.
struct Work {
    workshop: Workshop,
    task: TaskId,
    by: PersonId,
    model: String,
    frame: Frame,
    masked: Masked,
    answer: String,
    _place: OwnedSemaphorePermit,
}

impl Workshop {
    /// Whether there is a drafting aid, and the name of its model.
    pub fn aid(&self) -> Option<&str> {
        self.0.aid.as_ref().map(|aid| aid.client.model())
    }

    /// Drafts the block of a task's source that begins on a line; `text` is the draft as it stands on
    /// the screen. Dropping the stream ends the request.
    pub async fn machine_draft(
        &self,
        task: TaskId,
        line: usize,
        text: &str,
        by: &Person,
    ) -> Result<impl Stream<Item = MachineEvent> + Send + use<>> {
        let (task, project) = self.task(task).await?;
        self.ensure_writing(&task, project, by)?;
        let aid = self.0.aid.clone().ok_or(ServiceError::NoAid)?;
        super::saving::ensure_length(text)?;
        let rows = self.rows_of(&task, project, text).await?;
        let at = rows.iter().position(|row| row.source_lines.is_some_and(|lines| lines.0 == line));
        let at = at.ok_or(ServiceError::NotFound("block"))?;
        let block = rows[at].source.clone().unwrap_or_default();
        let frame = framed(&block, rows[at].kind)
            .filter(|frame| is_one_block(&rows[at]) && frame.body.len() <= LONGEST_BLOCK)
            .ok_or(ServiceError::NotDraftable)?;
        let masked = mask(&frame.body).ok_or(ServiceError::NotDraftable)?;
        let context = self.context(&task, project, &rows, at, &frame).await?;
        let messages = machine::request(&masked.text, &context);
        let place = aid.places.clone().try_acquire_owned().map_err(|_| ServiceError::AidBusy)?;
        let answer = aid.client.ask(&messages);
        let work = Work {
            workshop: self.clone(),
            task: task.id,
            by: by.id,
            model: aid.client.model().to_owned(),
            frame,
            masked,
            answer: String::new(),
            _place: place,
        };
        Ok(work.events(answer))
    }

    /// Says that a machine's block is right as it is.
    pub async fn confirm_machine(&self, task: TaskId, block: &str, by: &Person) -> Result<bool> {
        let (task, project) = self.task(task).await?;
        self.ensure_writing(&task, project, by)?;
        let now = self.0.clock.now();
        Ok(self.0.store.confirm_machine_draft(task.id, &digest(block), by.id, now).await?)
    }

    /// The digests of a task's blocks that are still a machine's.
    pub(super) async fn machine_digests(&self, task: TaskId) -> Result<HashSet<String>> {
        Ok(self.0.store.machine_drafts(task).await?)
    }

    /// How many of the blocks of prose of a text are still a machine's, and how many there are; `None`
    /// where none is.
    pub(super) async fn machine_drafted(
        &self,
        task: &Task,
        text: &str,
        dialect: Dialect,
    ) -> Result<Option<(usize, usize)>> {
        let machine = self.machine_digests(task.id).await?;
        if machine.is_empty() {
            return Ok(None);
        }
        Ok(Some(counted(text, dialect, &machine)).filter(|(ours, _)| *ours > 0))
    }

    /// Whoever writes the text now: its translator, or the proofreader who has it in hand.
    fn ensure_writing(&self, task: &Task, project: &Project, by: &Person) -> Result<()> {
        let action = match task.stage {
            Stage::InReview { reviewer, .. } if reviewer == by.id => {
                super::steps::review_of(task, project)
            }
            Stage::Claimed { .. } | Stage::ChangesRequested { .. } => {
                Action::WorkOn { translator: task.translator }
            }
            _ => return Err(ServiceError::Forbidden),
        };
        ensure(by, action)
    }

    async fn rows_of(&self, task: &Task, project: &Project, text: &str) -> Result<Vec<PairRow>> {
        let source = self.source_of(task, project).await?;
        let (text, dialect) = (text.to_owned(), project.settings.convention.dialect());
        Ok(background::run(move || pair(&source, &text, dialect)).await)
    }

    async fn context(
        &self,
        task: &Task,
        project: &Project,
        rows: &[PairRow],
        at: usize,
        frame: &Frame,
    ) -> Result<Context> {
        let glossary = self.glossary_of(project).await?;
        let mut places: Vec<usize> =
            glossary.find(&frame.body).into_iter().map(|found| found.term).collect();
        places.sort_unstable();
        places.dedup();
        let kind = rows[at].kind;
        let block = rows[at].source.as_deref().unwrap_or_default();
        let known = self.known_translations(project, &task.slug, block, kind).await?;
        let post = self.post_of(task).await?;
        let title = post.and_then(|post| post.source?.meta.title);
        let prose =
            |row: &&PairRow| framed(row.source.as_deref().unwrap_or_default(), row.kind).is_some();
        Ok(Context {
            language: project.settings.convention.language().to_owned(),
            title: title.unwrap_or_else(|| task.slug.to_string()),
            before: rows[..at].iter().rev().find(prose).map(neighbour),
            after: rows[at + 1..].iter().find(prose).map(neighbour),
            terms: places.into_iter().map(|place| glossary.terms()[place].entry.clone()).collect(),
            memory: known
                .into_iter()
                .take(EXAMPLES)
                .map(|(_, known)| (known.source, known.target))
                .collect(),
        })
    }
}

impl Work {
    /// Follows the answer to its end.
    fn events(
        self,
        answer: impl Stream<Item = std::result::Result<String, ChatError>> + Send,
    ) -> impl Stream<Item = MachineEvent> + Send {
        let answer = Box::pin(answer);
        stream::unfold(Some((self, answer)), async |state| {
            let (mut work, mut answer) = state?;
            match answer.next().await {
                Some(Ok(piece)) => {
                    work.answer.push_str(&piece);
                    let text = work.masked.preview(&work.answer);
                    Some((MachineEvent::Draft { text }, Some((work, answer))))
                }
                Some(Err(error)) => {
                    tracing::warn!(%error, "a machine's draft failed");
                    let reason = FailedDraft::of(&error);
                    Some((MachineEvent::Failed { reason }, None))
                }
                None => Some((work.finish().await, None)),
            }
        })
    }

    async fn finish(self) -> MachineEvent {
        let text = match accept(&self.frame, &self.masked, &self.answer) {
            Ok(text) => text,
            Err(refused) => return refused_draft(refused),
        };
        let store = &self.workshop.0.store;
        let now = self.workshop.0.clock.now();
        let remembered =
            store.add_machine_draft(self.task, &digest(&text), &self.model, self.by, now).await;
        match remembered {
            Ok(()) => MachineEvent::Done { text },
            // Nobody gets a machine's words that are not known as such.
            Err(error) => {
                tracing::error!(%error, "a machine's draft could not be remembered");
                MachineEvent::Failed { reason: FailedDraft::Busy }
            }
        }
    }
}

fn refused_draft(refused: Refused) -> MachineEvent {
    tracing::info!(%refused, "a machine's draft was refused");
    MachineEvent::Failed { reason: FailedDraft::Refused }
}

fn neighbour(row: &PairRow) -> Neighbour {
    let source = row.source.clone().unwrap_or_default();
    // What reads the same in both languages is not translated yet.
    let target = row.target.clone().filter(|target| target.trim() != source.trim());
    Neighbour { source, target }
}

/// Whether a row is one block of the source, and not several beside one of the translation.
fn is_one_block(row: &PairRow) -> bool {
    let source = row.source.as_deref().unwrap_or_default();
    Document::parse(source, Dialect::Markdown).blocks().len() <= 1
        || row.kind == "list_item" && !source.trim().contains("\n\n")
}
