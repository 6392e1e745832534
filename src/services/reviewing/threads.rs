//! What people say to each other about a draft.
//!
//! A thread is anchored to the block it is about by the words of that block and of its source, so that
//! edits, and a source that moves on, leave it in place or are told.

use serde_json::json;

use super::remark;
use crate::{
    background,
    document::Dialect,
    ids::{TaskId, ThreadId},
    proofreading::{Anchor, Place, find},
    services::{
        Result, ServiceError, Unfit, Workshop,
        rows::pair,
        steps::ensure,
        views::{OutsideRemark, PairRow, Spot},
    },
    store::{EntryKind, Event, NewEntry, Speaker, StoredPlace, StoredThread},
    workflow::{Action, Person, Task},
};

/// The longest quotation that is kept, in bytes; a block is shorter.
const LONGEST_QUOTE: usize = 64 << 10;

impl Workshop {
    /// Begins a thread on a block of the newest revision, or on the whole.
    pub async fn open_thread(
        &self,
        task: TaskId,
        spot: Option<Spot>,
        body: &str,
        by: &Person,
    ) -> Result<ThreadId> {
        ensure(by, Action::Comment)?;
        let body = remark("body", body)?;
        let (task, project) = self.task(task).await?;
        let newest = self.0.store.newest_revision(task.id).await?;
        let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
        let place = match spot {
            Some(spot) => {
                let source = self.source_of(&task, project).await?;
                let dialect = project.settings.convention.dialect();
                let text = newest.text.clone();
                let of = move || place_of(&pair(&source, &text, dialect), spot);
                Some(background::run(of).await?)
            }
            None => None,
        };
        self.begin_thread(&task, newest.number, place, said(by, self.0.clock.now(), body)).await
    }

    /// Answers in a thread, settles it, opens it again; an answer and a step may go together. Whoever
    /// wrote or may proofread the text settles, and whoever began it.
    pub async fn add_to_thread(
        &self,
        task: TaskId,
        thread: ThreadId,
        body: Option<&str>,
        resolved: Option<bool>,
        by: &Person,
    ) -> Result<()> {
        ensure(by, Action::Comment)?;
        let body = body.map(|body| remark("body", body)).transpose()?;
        let (task, _) = self.task(task).await?;
        let known = self.thread(&task, thread).await?;
        if resolved.is_some() {
            ensure(by, settle(&task, &known))?;
        }
        let at = self.0.clock.now();
        let mut entries: Vec<NewEntry> = body.map(|body| said(by, at, body)).into_iter().collect();
        let step = resolved.map(|it| if it { EntryKind::Resolved } else { EntryKind::Reopened });
        entries.extend(step.map(|kind| NewEntry { kind, ..said(by, at, String::new()) }));
        let Some(last) = entries.last() else {
            return Err(ServiceError::Invalid { field: "body", problem: Unfit::Empty });
        };
        let event = event_of(&task, thread, last, &known);
        if self.0.store.add_to_thread(task.id, thread, &entries, &event).await? {
            Ok(())
        } else {
            Err(ServiceError::NotFound("thread"))
        }
    }

    /// Takes in what somebody said about a published translation on GitHub: into the thread it answers,
    /// or as a thread of its own on the block of the draft that has the line it speaks of. `false` where
    /// it is known already.
    pub async fn comment_from_github(&self, task: TaskId, remark: OutsideRemark) -> Result<bool> {
        let store = &self.0.store;
        if store.thread_of_outside(&remark.id).await?.is_some() {
            return Ok(false);
        }
        let (task, project) = self.task(task).await?;
        let newest = store.newest_revision(task.id).await?;
        let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
        let entry = NewEntry {
            kind: EntryKind::Said,
            by: Speaker::Outside { name: remark.author, url: Some(remark.url), id: remark.id },
            at: remark.at,
            body: match remark.body.trim() {
                "" => return Ok(false),
                body => body.to_owned(),
            },
        };
        let answered = match &remark.reply_to {
            Some(id) => store.thread_of_outside(id).await?,
            None => None,
        };
        if let Some(thread) = answered {
            let known = self.thread(&task, thread).await?;
            let event = event_of(&task, thread, &entry, &known);
            return Ok(store.add_to_thread(task.id, thread, &[entry], &event).await?);
        }
        let place = match remark.place {
            Some(outside) => {
                let source = self.source_of(&task, project).await?;
                let dialect = project.settings.convention.dialect();
                let text = newest.text.clone();
                let of = move || {
                    let published = pair(&source, &outside.text, dialect);
                    let spot = Spot { line: Some(outside.line), ..Spot::default() };
                    place_of(&published, spot).ok().map(|place| {
                        let now = pair(&source, &text, dialect);
                        let (at, line) = match find(&anchor_of(&place), &places(&now)) {
                            Some((at, _)) => (at, now[at].target_lines.map(|lines| lines.0)),
                            None => (place.block - 1, None),
                        };
                        StoredPlace { block: at + 1, line, ..place }
                    })
                };
                background::run(of).await
            }
            None => None,
        };
        self.begin_thread(&task, newest.number, place, entry).await?;
        Ok(true)
    }

    async fn begin_thread(
        &self,
        task: &Task,
        revision: crate::ids::RevisionNumber,
        place: Option<StoredPlace>,
        first: NewEntry,
    ) -> Result<ThreadId> {
        let about = place.as_ref().and_then(|place| place.target_text.as_deref());
        let unmarked = |text: &str| text.trim_start_matches(['#', ' ']).chars().take(60).collect();
        let about: Option<String> = about.map(unmarked);
        let event = |thread| Event {
            data: json!({ "thread": thread, "about": about }),
            ..event(task, "thread_opened", &first)
        };
        let opened =
            self.0.store.open_thread(task.id, revision, place.as_ref(), &first, event).await?;
        Ok(opened)
    }

    async fn thread(&self, task: &Task, id: ThreadId) -> Result<StoredThread> {
        let threads = self.0.store.threads(task.id).await?;
        threads.into_iter().find(|it| it.id == id).ok_or(ServiceError::NotFound("thread"))
    }

    /// The threads of a task with what each is about; the block of one that was made on a line is looked
    /// up in its revision.
    pub(super) async fn anchored_threads(
        &self,
        task: TaskId,
        dialect: Dialect,
    ) -> Result<Vec<StoredThread>> {
        let mut threads = self.0.store.threads(task).await?;
        for thread in &mut threads {
            let Some(place) = &mut thread.place else { continue };
            let (None, None, Some(line)) = (&place.target_text, &place.source_text, place.line)
            else {
                continue;
            };
            let Some(revision) = self.0.store.revision(task, thread.revision).await? else {
                continue;
            };
            place.target_text = Some(block_at(&revision.text, line, dialect));
        }
        Ok(threads)
    }
}

/// Settling a thread of a task, or opening it again.
pub(super) fn settle(task: &Task, thread: &StoredThread) -> Action {
    let opened_by = thread.entries.first().and_then(|entry| match entry.by {
        Speaker::Person(person) => Some(person),
        Speaker::Outside { .. } => None,
    });
    Action::Settle { translator: task.translator, opened_by }
}

fn said(by: &Person, at: jiff::Timestamp, body: String) -> NewEntry {
    NewEntry { kind: EntryKind::Said, by: Speaker::Person(by.id), at, body }
}

fn event_of(task: &Task, thread: ThreadId, entry: &NewEntry, known: &StoredThread) -> Event {
    let kind = match entry.kind {
        EntryKind::Said if known.is_resolved() => "thread_reopened",
        EntryKind::Said => "thread_answered",
        EntryKind::Resolved => "thread_resolved",
        EntryKind::Reopened => "thread_reopened",
    };
    Event { data: json!({ "thread": thread }), ..event(task, kind, entry) }
}

fn event(task: &Task, kind: &str, entry: &NewEntry) -> Event {
    Event {
        at: entry.at,
        actor: match entry.by {
            Speaker::Person(person) => Some(person),
            Speaker::Outside { .. } => None,
        },
        project: Some(task.project.clone()),
        slug: Some(task.slug.clone()),
        task: Some(task.id),
        kind: kind.into(),
        data: json!({}),
    }
}

/// The pair somebody speaks of.
fn place_of(rows: &[PairRow], spot: Spot) -> Result<StoredPlace> {
    let by_line = |line: usize, lines: fn(&PairRow) -> Option<(usize, usize)>| {
        let before = rows.iter().enumerate().filter_map(|(at, row)| Some((at, lines(row)?)));
        let mut before = before.take_while(|(_, (first, _))| *first <= line);
        // A line between two blocks belongs to the one above, and one below the last to none.
        let last = rows.iter().filter_map(|row| Some(lines(row)?.1)).max()?;
        if line == 0 || line > last { None } else { before.by_ref().last().map(|(at, _)| at) }
    };
    let quote = spot.quote.filter(|quote| !quote.trim().is_empty() && quote.len() <= LONGEST_QUOTE);
    let at_source = spot.source_line.and_then(|line| by_line(line, |row| row.source_lines));
    let at_line = spot.line.and_then(|line| by_line(line, |row| row.target_lines));
    let hint = at_source.or(at_line);
    let at = match &quote {
        Some(quote) => {
            let source = at_source.and_then(|at| rows[at].source.clone());
            let anchor = Anchor { target: Some(quote.clone()), source, at: hint.unwrap_or(0) };
            find(&anchor, &places(rows)).map(|(at, _)| at).or(hint)
        }
        None => hint,
    };
    let Some(at) = at else {
        let lines = rows.iter().filter_map(|row| Some(row.target_lines?.1)).max().unwrap_or(1);
        let problem = Unfit::Foreign(format!("the draft has lines 1 to {lines}"));
        return Err(ServiceError::Invalid { field: "line", problem });
    };
    let row = &rows[at];
    let trimmed = |text: &String| text.trim_end().to_owned();
    Ok(StoredPlace {
        block: at + 1,
        line: row.target_lines.map(|lines| lines.0),
        target_text: quote.or_else(|| row.target.clone()).as_ref().map(trimmed),
        source_text: row.source.as_ref().map(trimmed),
    })
}

/// What a stored place is looked for by.
pub(super) fn anchor_of(place: &StoredPlace) -> Anchor {
    Anchor {
        target: place.target_text.clone(),
        source: place.source_text.clone(),
        at: place.block.saturating_sub(1),
    }
}

/// Pairs as anchors see them.
pub(super) fn places(rows: &[PairRow]) -> Vec<Place<'_>> {
    rows.iter()
        .map(|row| Place { target: row.target.as_deref(), source: row.source.as_deref() })
        .collect()
}

/// The block of a text that a line lies in.
fn block_at(text: &str, line: usize, dialect: Dialect) -> String {
    let document = crate::document::Document::parse(text, dialect);
    let above = document.blocks().iter().take_while(|block| block.lines.0 <= line).last();
    above.map_or_else(String::new, |block| document.slice(block).trim_end().to_owned())
}
