//! What stands beside the text on both desks: threads in their places, rounds, corrections, and what
//! changed since somebody last looked.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    spoken,
    threads::{anchor_of, places, settle},
};
use crate::{
    background,
    document::Dialect,
    ids::RevisionNumber,
    proofreading::{BlockChange, Round, RoundEnd, Step, StepKind, changed_blocks, find, rounds},
    services::{
        Result, Workshop,
        reading::Names,
        steps::{ensure, review_of},
        views::{
            Correction, Entry, EntryKind, PairRow, ProofreadingView, RoundOutcome, RoundView,
            SinceLook, SpeakerView, Thread, ThreadPlace, WorkspaceView,
        },
    },
    store::{self, Event, RevisionHead, Speaker, StoredThread},
    workflow::{Action, Person, Reason, Stage, Task, may},
};

/// Two revisions between which blocks changed.
struct Stretch {
    before: String,
    after: String,
}

impl Workshop {
    /// What is beside the text of a workspace, as `viewer` sees it.
    pub async fn proofreading(
        &self,
        view: &WorkspaceView,
        viewer: &Person,
    ) -> Result<ProofreadingView> {
        ensure(viewer, Action::Comment)?;
        let (task, project) = self.task(view.task.id).await?;
        let dialect = project.settings.convention.dialect();
        let names = self.names().await?;
        let stored = self.anchored_threads(task.id, dialect).await?;
        let events = self.0.store.events_of_task(&task).await?;
        let heads = self.0.store.revision_heads(task.id).await?;
        let rounds = rounds(&events.iter().filter_map(step).collect::<Vec<_>>());

        let mut stretches = Vec::new();
        for round in &rounds {
            stretches.push(match corrected(round, &heads, &task) {
                Some(last) => Some(self.stretch(&task, round.revision, last).await?),
                None => None,
            });
        }
        let seen = self.seen_before(&task, view.draft.revision, viewer).await?;
        let since = match seen {
            Some(seen) => Some((seen, self.stretch(&task, seen, view.draft.revision).await?)),
            None => None,
        };
        let threads = stored.iter().map(|it| thread(it, &task, &names, viewer)).collect();
        let began: Vec<_> = stored.iter().filter_map(|it| Some(it.entries.first()?.at)).collect();
        let shown = rounds.iter().enumerate().map(|(index, round)| {
            let next = rounds.get(index + 1).map(|next| next.submitted_at);
            let within = |at: &&jiff::Timestamp| {
                **at >= round.submitted_at && next.is_none_or(|next| **at < next)
            };
            shown(index + 1, round, &names, began.iter().filter(within).count())
        });
        let view_of = ProofreadingView {
            threads,
            rounds: shown.collect(),
            corrections: Vec::new(),
            since: None,
            is_own: task.translator == viewer.id && may(viewer, review_of(&task, project)),
        };
        let rows = view.rows.clone();
        let placed = move || place(view_of, &stored, stretches, since, &rows, dialect);
        Ok(background::run(placed).await)
    }

    /// Remembers that a proofreader has the newest text before their eyes.
    pub async fn look(&self, view: &WorkspaceView, viewer: &Person) -> Result<()> {
        let (task, project) = self.task(view.task.id).await?;
        ensure(viewer, review_of(&task, project))?;
        let now = self.0.clock.now();
        Ok(self.0.store.add_look(task.id, viewer.id, view.draft.revision, now).await?)
    }

    /// The revision somebody who proofreads saw last before the text was sent anew, or before the
    /// newest. What they change themselves in this round does not move it.
    async fn seen_before(
        &self,
        task: &Task,
        newest: RevisionNumber,
        viewer: &Person,
    ) -> Result<Option<RevisionNumber>> {
        if task.translator == viewer.id {
            return Ok(None);
        }
        let limit = match task.stage {
            Stage::Submitted { revision, .. } | Stage::InReview { revision, .. } => revision,
            _ => newest,
        };
        Ok(self.0.store.last_look(task.id, viewer.id, limit).await?)
    }

    async fn stretch(
        &self,
        task: &Task,
        from: RevisionNumber,
        to: RevisionNumber,
    ) -> Result<Stretch> {
        let text = async |number| -> Result<String> {
            let revision = self.0.store.revision(task.id, number).await?;
            Ok(revision.map(|revision| revision.text).unwrap_or_default())
        };
        Ok(Stretch { before: text(from).await?, after: text(to).await? })
    }
}

/// A line of the log as rounds read it.
fn step(event: &Event) -> Option<Step> {
    let kind = match event.kind.as_str() {
        "submitted" => StepKind::Submitted(RevisionNumber(event.data["revision"].as_i64()?)),
        "withdrawn" => StepKind::Withdrawn,
        "review_started" => StepKind::ReviewStarted,
        "review_left" => StepKind::ReviewLeft,
        "changes_requested" => {
            StepKind::Returned(Reason::of(&event.data).unwrap_or_else(|| "".into()))
        }
        "approved" => {
            StepKind::Approved { self_approval: event.data["self_approval"] == Value::Bool(true) }
        }
        _ => return None,
    };
    Some(Step { at: event.at, by: event.actor, kind })
}

/// The last revision that proofreaders saved in a round, where they saved any.
fn corrected(round: &Round, heads: &[RevisionHead], task: &Task) -> Option<RevisionNumber> {
    let until = round.end.as_ref().map(|(at, _)| *at);
    let in_round = heads
        .iter()
        .filter(|head| head.number > round.revision && until.is_none_or(|until| head.at <= until));
    let own_work = round.reviewer == Some(task.translator);
    in_round
        .filter(|head| head.by != task.translator || own_work)
        .map(|head| head.number)
        .next_back()
}

fn shown(number: usize, round: &Round, names: &Names, threads: usize) -> RoundView {
    let (outcome, reason) = match &round.end {
        None if round.reviewer.is_some() => (RoundOutcome::UnderReview, None),
        None => (RoundOutcome::Waiting, None),
        Some((_, RoundEnd::Withdrawn)) => (RoundOutcome::Withdrawn, None),
        Some((_, RoundEnd::Returned(reason))) => (RoundOutcome::Returned, Some(reason.clone())),
        Some((_, RoundEnd::Approved { self_approval: false })) => (RoundOutcome::Approved, None),
        Some((_, RoundEnd::Approved { self_approval: true })) => (RoundOutcome::SelfApproved, None),
    };
    RoundView {
        number,
        submitted_at: round.submitted_at,
        revision: round.revision,
        reviewer: round.reviewer.map(|id| names.brief(id)),
        outcome,
        ended_at: round.end.as_ref().map(|(at, _)| *at),
        reason,
        corrections: Vec::new(),
        threads,
    }
}

fn thread(stored: &StoredThread, task: &Task, names: &Names, viewer: &Person) -> Thread {
    let entries = stored.entries.iter().map(|entry| Entry {
        id: entry.id,
        by: match &entry.by {
            Speaker::Person(id) => {
                SpeakerView { name: names.brief(*id).name, url: None, is_outside: false }
            }
            Speaker::Outside { name, url, .. } => {
                SpeakerView { name: name.clone(), url: url.clone(), is_outside: true }
            }
        },
        at: entry.at,
        kind: match entry.kind {
            store::EntryKind::Said => EntryKind::Said,
            store::EntryKind::Resolved => EntryKind::Resolved,
            store::EntryKind::Reopened => EntryKind::Reopened,
        },
        body: spoken::words(entry),
        told: spoken::told(entry),
    });
    Thread {
        id: stored.id,
        place: None,
        entries: entries.collect(),
        resolved: stored.is_resolved(),
        may_settle: may(viewer, settle(task, stored)),
    }
}

/// Puts everything to the pairs of the text that is shown.
fn place(
    mut view: ProofreadingView,
    stored: &[StoredThread],
    stretches: Vec<Option<Stretch>>,
    since: Option<(RevisionNumber, Stretch)>,
    rows: &[PairRow],
    dialect: Dialect,
) -> ProofreadingView {
    let pairs = places(rows);
    for (thread, stored) in view.threads.iter_mut().zip(stored) {
        thread.place = stored.place.as_ref().map(|place| {
            let found = find(&anchor_of(place), &pairs);
            ThreadPlace {
                row: found.map(|(at, _)| at),
                standing: found.map(|(_, standing)| standing),
                quote: place.target_text.clone(),
                source: place.source_text.clone(),
            }
        });
    }
    let changes = |stretch: &Stretch| changed_blocks(&stretch.before, &stretch.after, dialect);
    for (round, stretch) in view.rounds.iter_mut().zip(stretches) {
        round.corrections = stretch.as_ref().map(changes).unwrap_or_default();
    }
    if let Some(round) = view.rounds.iter().rfind(|round| !round.corrections.is_empty()) {
        view.corrections = still_standing(&round.corrections, rows);
    }
    view.since = since.map(|(revision, stretch)| SinceLook {
        revision,
        changes: changes(&stretch).into_iter().map(|change| at_row(change, rows)).collect(),
    });
    view
}

/// The corrections whose block reads as the proofreader left it.
fn still_standing(changes: &[BlockChange], rows: &[PairRow]) -> Vec<Correction> {
    let mut taken = BTreeSet::new();
    let mut standing = Vec::new();
    for change in changes {
        let Some(after) = &change.after else { continue };
        let is_it = |(at, row): &(usize, &PairRow)| {
            !taken.contains(at)
                && row.target.as_deref().is_some_and(|text| text.contains(&after.text))
        };
        if let Some((row, _)) = rows.iter().enumerate().find(is_it) {
            taken.insert(row);
            standing.push(Correction { row, change: change.clone() });
        }
    }
    standing
}

/// Puts a change to its pair; that of a block that went to the pair above.
fn at_row(change: BlockChange, rows: &[PairRow]) -> Correction {
    let lines = rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.target_lines?.0)));
    let row = lines.take_while(|(_, start)| *start <= change.line).last().map_or(0, |(at, _)| at);
    Correction { row, change }
}
