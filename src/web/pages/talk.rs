//! Threads, rounds and corrections, as both desks show them.

use std::borrow::Borrow;

use askama::Template;
use jiff::Timestamp;

use super::{Shell, urls};
use crate::{
    difference::Piece,
    ids::TaskId,
    proofreading::{BlockChange, Standing, marks},
    services::views::{Entry, EntryKind, RoundOutcome, RoundView, Thread},
};

/// Characters of a quotation that name a block in a list.
const SHORT_QUOTE: usize = 42;

/// A thread in one of the places it is shown: `beside` its block or in the `drawer`, both with what one
/// does to it, or as a `note` on the translator's desk, where forms cannot stand.
pub(super) struct Talk<'a> {
    pub shell: &'a Shell,
    pub task: TaskId,
    pub thread: &'a Thread,
    pub variant: &'static str,
    /// Where forms lead back to.
    pub back: String,
}

impl Talk<'_> {
    pub(super) fn url(&self) -> String {
        urls::thread(self.task, self.thread.id)
    }

    /// The name an unsent answer is kept under.
    pub(super) fn keep(&self) -> String {
        format!("{}:thread:{}", self.task, self.thread.id)
    }

    #[expect(clippy::unused_self, reason = "templates call methods of what they show")]
    pub(super) fn is_said(&self, entry: &Entry) -> bool {
        entry.kind == EntryKind::Said
    }

    /// What is read in an entry.
    pub(super) fn words(&self, entry: &Entry) -> String {
        match &entry.told {
            Some(told) => self.shell.reason(&told.clone().into()),
            None => entry.body.clone(),
        }
    }

    /// What somebody did, as a sentence.
    pub(super) fn step(&self, entry: &Entry) -> String {
        let key = match entry.kind {
            EntryKind::Reopened => "thread-entry-reopened",
            _ => "thread-entry-resolved",
        };
        self.shell.t1(key, "name", entry.by.name.as_str())
    }

    /// The pair it belongs to, from 1.
    pub(super) fn pair(&self) -> Option<usize> {
        self.thread.place.as_ref()?.row.map(|row| row + 1)
    }

    /// Whether its block reads otherwise now, or is gone.
    pub(super) fn is_moved(&self) -> bool {
        let place = self.thread.place.as_ref();
        place.is_some_and(|place| place.standing != Some(Standing::Same))
    }

    /// Says that its block reads otherwise now, or is gone.
    pub(super) fn moved(&self) -> Option<String> {
        let place = self.thread.place.as_ref().filter(|_| self.is_moved())?;
        Some(self.shell.t(match (place.row, &place.quote) {
            (None, _) => "thread-gone",
            (Some(_), None) => "thread-was-missing",
            (Some(_), Some(_)) => "thread-changed",
        }))
    }

    /// The words it was said of; those of the source where there were no others.
    pub(super) fn quote(&self) -> Option<&str> {
        let place = self.thread.place.as_ref()?;
        match (&place.quote, place.row) {
            (Some(quote), _) => Some(quote.as_str()),
            (None, None) => place.source.as_deref(),
            (None, Some(_)) => None,
        }
    }

    pub(super) fn short_quote(&self) -> Option<String> {
        self.quote().map(|quote| shorten(quote, SHORT_QUOTE))
    }

    /// Who began it, and how.
    pub(super) fn opening(&self) -> String {
        let first = self.thread.entries.first();
        first.map_or_else(String::new, |entry| {
            format!("{} {}", entry.by.name, shorten(&self.words(entry), SHORT_QUOTE))
        })
    }
}

fn shorten(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// One block before and after.
pub(super) struct ChangedBlock<'a> {
    pub shell: &'a Shell,
    pub change: &'a BlockChange,
}

impl ChangedBlock<'_> {
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let text = |side: &Option<crate::proofreading::Excerpt>| {
            side.as_ref().map_or_else(String::new, |excerpt| excerpt.text.clone())
        };
        marks(&text(&self.change.before), &text(&self.change.after))
    }

    pub(super) fn is_code(&self) -> bool {
        matches!(self.change.kind, "code" | "front_matter" | "math" | "html" | "table_row")
    }

    /// Says that the block came or went.
    pub(super) fn word(&self) -> Option<String> {
        match (&self.change.before, &self.change.after) {
            (None, _) => Some(self.shell.t("round-came")),
            (_, None) => Some(self.shell.t("round-gone")),
            _ => None,
        }
    }
}

/// A round with what it needs to speak.
pub(super) struct RoundShown<'a> {
    pub shell: &'a Shell,
    pub view: &'a RoundView,
    /// Told in full at once.
    pub is_open: bool,
}

impl<'a> RoundShown<'a> {
    pub(super) fn number(&self) -> String {
        self.shell.t1("round-number", "number", self.view.number)
    }

    pub(super) fn at(&self) -> Timestamp {
        self.view.ended_at.unwrap_or(self.view.submitted_at)
    }

    /// Who did what.
    pub(super) fn outcome(&self) -> String {
        let name = self.view.reviewer.as_ref().map(|person| person.name.as_str());
        let key = match (self.view.outcome, name) {
            (RoundOutcome::Waiting, _) => "round-waiting",
            (RoundOutcome::UnderReview, _) => "round-under-review",
            (RoundOutcome::Withdrawn, _) => "round-withdrawn",
            (RoundOutcome::Returned, Some(_)) => "round-returned",
            (RoundOutcome::Returned, None) => "round-returned-outside",
            (RoundOutcome::Approved, _) => "round-approved",
            (RoundOutcome::SelfApproved, _) => "round-self-approved",
        };
        self.shell.t1(key, "name", name.unwrap_or_default())
    }

    /// What there is to see in it.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.view.corrections.is_empty() {
            let count = self.view.corrections.len();
            notes.push(self.shell.t1("round-corrections", "count", count));
        }
        if self.view.threads > 0 {
            notes.push(self.shell.t1("round-threads", "count", self.view.threads));
        }
        notes
    }

    pub(super) fn changes(&self) -> Vec<ChangedBlock<'a>> {
        let shell = self.shell;
        self.view.corrections.iter().map(|change| ChangedBlock { shell, change }).collect()
    }
}

/// A thread alone, for a page that is open already.
#[derive(Template)]
#[template(path = "desk/thread.html")]
struct ThreadPart<'a> {
    shell: &'a Shell,
    talk: Talk<'a>,
}

/// The question that an approval asks while threads are open.
#[derive(Template)]
#[template(path = "desk/ask.html")]
struct AskPart<'a> {
    shell: &'a Shell,
    open: usize,
}

/// Renders a thread as it stands in one of its places.
pub(in crate::web) fn thread_part(
    shell: &Shell,
    task: impl Borrow<TaskId>,
    thread: &Thread,
    variant: &'static str,
    back: &str,
) -> askama::Result<String> {
    let talk = Talk { shell, task: *task.borrow(), thread, variant, back: back.to_owned() };
    ThreadPart { shell, talk }.render()
}

/// Renders the question that an approval asks.
pub(in crate::web) fn ask_part(shell: &Shell, open: usize) -> askama::Result<String> {
    AskPart { shell, open }.render()
}
