//! A person's own desk.

use askama::Template;

use super::{Shell, titles::tongue, urls};
use crate::{
    services::views::{Mine, MyTask},
    workflow::TaskKind,
};

/// What I work on, what waits for me, what waits for others, what is done.
#[derive(Debug, Clone, Template)]
#[template(path = "mine.html")]
pub struct MinePage {
    pub shell: Shell,
    pub mine: Mine,
}

/// Tasks of a group shown before the rest is folded.
const SHOWN: usize = 12;

/// One group of tasks.
struct Group<'a> {
    title: String,
    count: usize,
    tasks: Vec<&'a MyTask>,
    /// What is folded away.
    more: Vec<&'a MyTask>,
}

impl MinePage {
    /// What asks something of me first; empty groups are left out.
    fn groups(&self) -> Vec<Group<'_>> {
        let Mine { working, to_review, waiting, done, .. } = &self.mine;
        let all = working.iter().chain(waiting);
        let (back, onward): (Vec<&MyTask>, Vec<&MyTask>) = all.partition(|it| self.came_back(it));
        let is_in_hand = |it: &&&MyTask| working.iter().any(|one| one.task.id == it.task.id);
        let in_hand = onward.iter().filter(is_in_hand).copied().collect();
        let with_others = onward.iter().filter(|it| !is_in_hand(it)).copied().collect();
        [
            ("mine-returned", back),
            ("mine-working", in_hand),
            ("mine-to-review", to_review.iter().collect()),
            ("mine-waiting", with_others),
            ("mine-done", done.iter().collect()),
        ]
        .into_iter()
        .filter(|(_, tasks)| !tasks.is_empty())
        .map(|(key, mut tasks)| Group {
            title: self.shell.t(key),
            count: tasks.len(),
            more: tasks.split_off(SHOWN.min(tasks.len())),
            tasks,
        })
        .collect()
    }

    /// Whether a text of mine came back: for changes, or because somebody said something about it outside.
    fn came_back(&self, item: &MyTask) -> bool {
        item.returned_because.is_some()
            || (item.task.stage == "pr_open"
                && item.open_threads > 0
                && self.shell.is_me(&item.task.translator))
    }

    /// What one has brought home, as a sentence; `None` before the first.
    fn tally(&self) -> Option<String> {
        let tally = &self.mine.tally;
        let shell = &self.shell;
        let words = shell.about_words(tally.words);
        match (tally.published, tally.proofread) {
            (0, 0) => None,
            (0, proofread) => Some(shell.t1("mine-tally-proofread", "count", proofread)),
            (published, 0) => {
                Some(shell.t2("mine-tally-published", "count", published, "words", words))
            }
            (published, proofread) => Some(shell.texts().with(
                "mine-tally-both",
                &[
                    ("published", published.into()),
                    ("words", words.into()),
                    ("proofread", proofread.into()),
                ],
            )),
        }
    }

    /// The kind of work: a new translation, or an update.
    fn kind(&self, item: &MyTask) -> String {
        self.shell.t(match item.task.kind {
            TaskKind::Translate => "kind-translate",
            TaskKind::Update => "kind-update",
        })
    }

    /// The language of a title: the translation's, or the source's where there is none yet.
    fn tongue(&self, item: &MyTask) -> &'static str {
        tongue(&item.title)
    }

    /// Where a task leads: to the desk where I write, to proofreading where I read.
    fn url(&self, item: &MyTask) -> String {
        let task = &item.task;
        if !self.shell.is_me(&task.translator) {
            return urls::review(task.id);
        }
        match task.stage {
            "claimed" | "changes_requested" => urls::task(task.id),
            "submitted" | "in_review" | "approved" => urls::review(task.id),
            _ => urls::post(&item.project, &item.slug),
        }
    }

    fn greeting(&self) -> String {
        let name = self.shell.person.as_ref().map_or("", |person| person.name.as_str());
        let waiting = self.mine.working.len() + self.mine.to_review.len();
        self.shell.t2("mine-greeting", "name", name, "count", waiting)
    }

    /// The name for the front matter is wanted as soon as somebody translates.
    fn lacks_hub_name(&self) -> bool {
        self.shell.person.as_ref().is_some_and(|person| person.hf_user.is_none())
            && !self.mine.working.is_empty()
    }

    fn board_url(&self) -> String {
        self.shell.home_project().map_or_else(|| "/".to_owned(), urls::board)
    }
}
