//! The page of a post: where it stands, what changed, what to do next.

use askama::Template;
use jiff::Timestamp;

use super::{
    Shell,
    change::{base_words, is_unsure, work},
    changes::{PartView, PostQuery},
    row::{Remark, is_free, remarks, titles},
    seal::SealMark,
    time::{self, TimeTag},
};
use crate::{
    ids::TaskId,
    services::views::{
        BoardRow, Elsewhere, Kinship, PostView, Seal, SourceVersion, StoryEvent, StoryKind,
        TaskBrief,
    },
    staleness::{BaseOrigin, Judgement},
    workflow::{Action, Person, Priority},
};

/// Lines of the story shown before the rest is folded.
const STORY_SHOWN: usize = 12;

/// A post as a story.
#[derive(Debug, Clone, Template)]
#[template(path = "post.html")]
pub struct PostPage {
    pub shell: Shell,
    pub view: PostView,
    /// Whom a maintainer may give the post to; empty for others.
    pub people: Vec<Person>,
    /// What a maintainer may take for the base; empty for others.
    pub versions: Vec<SourceVersion>,
    pub query: PostQuery,
}

/// The one thing to do next.
enum Next {
    SignIn,
    Claim,
    Continue(TaskId),
    Read(TaskId),
    StartReview(TaskId),
    ContinueReview(TaskId),
    Publish(TaskId),
    Outside(String),
    Nothing,
}

impl PostPage {
    fn title(&self) -> (&str, &'static str) {
        titles(&self.view.row).0
    }

    fn subtitle(&self) -> Option<&str> {
        titles(&self.view.row).1
    }

    fn judgement(&self) -> Option<&Judgement> {
        self.view.post.judgement.as_ref()
    }

    /// What the signed-in person can best do here.
    fn next(&self) -> Next {
        let Some(task) = &self.view.task else {
            return match (is_free(&self.view.row), &self.shell.person) {
                (false, _) => Next::Nothing,
                (true, None) => Next::SignIn,
                (true, Some(_)) if self.shell.may_claim() => Next::Claim,
                (true, Some(_)) => Next::Nothing,
            };
        };
        self.next_in(task)
    }

    fn next_in(&self, task: &TaskBrief) -> Next {
        let mine = self.shell.is_me(&task.translator);
        let reviewing = task.reviewer.as_ref().is_some_and(|person| self.shell.is_me(person));
        match task.stage {
            "claimed" | "changes_requested" if mine => Next::Continue(task.id),
            "submitted" if self.may_review(task) => Next::StartReview(task.id),
            "in_review" if reviewing => Next::ContinueReview(task.id),
            "approved" if self.shell.may_steer() => Next::Publish(task.id),
            "pr_open" => match task.pull_request.as_ref().and_then(|link| link.url.clone()) {
                Some(url) => Next::Outside(url),
                None => self.read(task),
            },
            _ => self.read(task),
        }
    }

    fn read(&self, task: &TaskBrief) -> Next {
        if self.shell.person.is_some() { Next::Read(task.id) } else { Next::Nothing }
    }

    fn may_review(&self, task: &TaskBrief) -> bool {
        self.shell.may(Action::Review { translator: task.translator.id, self_approval: false })
    }

    /// Where the post stands, as a sentence.
    fn standing(&self) -> String {
        let shell = &self.shell;
        let row = &self.view.row;
        let translator = self.view.task.as_ref().map_or("", |task| task.translator.name.as_str());
        let reviewer = self
            .view
            .task
            .as_ref()
            .and_then(|task| task.reviewer.as_ref())
            .map_or("", |person| person.name.as_str());
        match row.seal {
            Seal::Missing if !self.view.elsewhere.is_empty() => {
                shell.t("standing-missing-elsewhere")
            }
            Seal::Missing => shell.t1("standing-missing", "words", shell.about_words(row.words)),
            Seal::Stale => shell.t2(
                "standing-stale",
                "count",
                row.changed_blocks,
                "work",
                work(shell, &row.work),
            ),
            Seal::Cosmetic => shell.t("standing-cosmetic"),
            Seal::Translating => shell.t1("standing-translating", "name", translator),
            Seal::AwaitingReview => shell.t1("standing-awaiting-review", "name", translator),
            Seal::InReview => {
                shell.t2("standing-in-review", "name", translator, "reviewer", reviewer)
            }
            Seal::ChangesRequested => shell.t1("standing-changes-requested", "name", translator),
            Seal::Approved => shell.t("standing-approved"),
            Seal::PullRequest if self.view.task.is_none() => shell.t("standing-outside"),
            Seal::PullRequest => shell.t("standing-pull-request"),
            Seal::Published => shell.t("standing-published"),
            Seal::Orphan => shell.t("standing-orphan"),
            Seal::Excluded => shell.t("standing-excluded"),
        }
    }

    /// The same with its word before it, for a card elsewhere.
    fn description(&self) -> String {
        let word = self.shell.seal(self.view.row.seal).word().to_owned();
        self.shell.t2("standing-described", "word", word, "standing", self.standing())
    }

    /// What speaks for the post besides its state.
    fn remarks(&self) -> Vec<Remark> {
        remarks(&self.shell, &self.view.row)
    }

    fn may_note_elsewhere(&self) -> bool {
        self.shell.may(Action::NoteElsewhere)
    }

    fn may_change_elsewhere(&self, elsewhere: &Elsewhere) -> bool {
        self.shell.may(Action::ChangeElsewhere { noted_by: elsewhere.by.id })
    }

    /// Whether people can ask for it: something is to be done, and nobody does it yet.
    fn can_be_asked_for(&self) -> bool {
        matches!(self.view.row.seal, Seal::Missing | Seal::Stale | Seal::Cosmetic)
    }

    fn may_ask(&self) -> bool {
        self.can_be_asked_for() && self.shell.may(Action::Ask)
    }

    /// What asking is called: for a translation, or for one that follows its source.
    fn ask_words(&self) -> String {
        match (self.view.row.seal == Seal::Missing, self.i_ask()) {
            (true, false) => self.shell.t("ask"),
            (true, true) => self.shell.t("asking"),
            (false, false) => self.shell.t("ask-update"),
            (false, true) => self.shell.t("asking-update"),
        }
    }

    /// Whether the reader asks for it already.
    fn i_ask(&self) -> bool {
        self.shell.person.as_ref().is_some_and(|me| self.view.askers.contains(&me.id))
    }

    fn may_say(&self) -> bool {
        self.shell.may(Action::Comment)
    }

    /// The priorities with their words, the present one marked.
    fn priorities(&self) -> [(&'static str, String, bool); 3] {
        Priority::ALL.map(|priority| {
            (priority.name(), self.shell.priority(priority), priority == self.view.row.priority)
        })
    }

    fn note(&self) -> &str {
        self.view.note.as_ref().and_then(|note| note.reason.as_deref()).unwrap_or_default()
    }

    fn kinship(&self, kinship: &Kinship) -> String {
        self.shell.t(match kinship {
            Kinship::Series => "kin-series",
            Kinship::Author => "kin-author",
            Kinship::Tags => "kin-tags",
        })
    }

    fn related_title<'a>(&self, row: &'a BoardRow) -> (&'a str, &'static str) {
        titles(row).0
    }

    fn related_seal(&self, row: &BoardRow) -> SealMark {
        self.shell.seal(row.seal)
    }

    fn related_url(&self, row: &BoardRow) -> String {
        self.shell.post_url(&self.view.project, &row.slug)
    }

    /// The newest lines of the story, and the older ones.
    fn story(&self) -> (&[StoryEvent], &[StoryEvent]) {
        let story = &self.view.story;
        // One line is not worth a fold.
        if story.len() <= STORY_SHOWN + 1 { (story, &[]) } else { story.split_at(STORY_SHOWN) }
    }

    /// The class of a line: what people did, or what happened in Git.
    fn line_class(&self, event: &StoryEvent) -> &'static str {
        match event.kind {
            StoryKind::SourceChanged | StoryKind::TranslationChanged => "of-git",
            StoryKind::Merged | StoryKind::Approved | StoryKind::SelfApproved => "of-people good",
            _ => "of-people",
        }
    }

    /// When something happened: lately, how long ago; else the day, which tells years apart.
    fn when(&self, at: &Timestamp) -> TimeTag {
        if time::days_since(*at, self.shell.now) < 60 {
            return self.shell.ago(*at);
        }
        TimeTag::day(self.shell.texts(), *at)
    }

    /// "由内容推断，较有把握（83%）", or who confirmed it.
    fn base_note(&self, judgement: &Judgement) -> String {
        match &self.view.pinned {
            Some(word) if judgement.base.origin == BaseOrigin::Pinned => {
                self.shell.t1("base-pinned-by", "name", word.by.name.as_str())
            }
            _ => base_words(self.shell.language, &judgement.base),
        }
    }

    /// "从 2026-03-01 的原文到现在；由内容推断，较有把握（83%）".
    fn compared_with(&self, judgement: &Judgement) -> String {
        let base = match self.base_version(judgement) {
            Some((at, _)) => self.day(&at),
            None => judgement.base.commit.short(),
        };
        self.shell.t2("changes-compared-with", "base", base, "how", self.base_note(judgement))
    }

    fn is_unsure(&self, judgement: &Judgement) -> bool {
        is_unsure(&judgement.base)
    }

    /// When the version came out that the translation is taken to be made from, and what it was about: from
    /// the story, which everybody reads, or from the versions a maintainer may choose from.
    fn base_version(&self, judgement: &Judgement) -> Option<(Timestamp, Option<&str>)> {
        let is_base = |event: &&StoryEvent| {
            event.kind == StoryKind::SourceChanged && event.commit == Some(judgement.base.commit)
        };
        let offered = self.versions.iter().find(|version| version.is_base);
        offered.map(|version| (version.at, Some(version.subject.as_str()))).or_else(|| {
            let event = self.view.story.iter().find(is_base)?;
            Some((event.at, event.subject.as_deref()))
        })
    }

    fn is_pinned(&self) -> bool {
        self.view.pinned.is_some()
    }

    fn may_confirm_base(&self, judgement: &Judgement) -> bool {
        self.shell.may_judge() && judgement.base.origin != BaseOrigin::Pinned
    }

    /// Whether a maintainer may take the post although somebody has it open elsewhere.
    fn can_be_overridden(&self) -> bool {
        self.shell.may_steer()
            && self.view.task.is_none()
            && !self.view.row.outside.is_empty()
            && self.view.row.seal == Seal::PullRequest
    }

    fn can_be_assigned(&self) -> bool {
        self.shell.may_steer()
            && !self.people.is_empty()
            && (is_free(&self.view.row)
                || self.can_be_overridden()
                || self.view.task.as_ref().is_some_and(|task| task.stage == "claimed"))
    }

    /// Whether the task may be given back from here.
    fn releasable(&self) -> Option<TaskId> {
        let task = self.view.task.as_ref()?;
        let mine = self.shell.is_me(&task.translator) || self.shell.may_steer();
        (mine && matches!(task.stage, "claimed" | "changes_requested")).then_some(task.id)
    }

    fn withdrawable(&self) -> Option<TaskId> {
        let task = self.view.task.as_ref()?;
        (self.shell.is_me(&task.translator) && task.stage == "submitted").then_some(task.id)
    }

    fn lease(&self) -> Option<Timestamp> {
        self.view.task.as_ref()?.lease_until
    }

    fn story_text(&self, event: &StoryEvent) -> String {
        // The first version of a file is the one that came out.
        let first = self.view.story.iter().rfind(|it| it.kind == event.kind);
        let is_first = first.is_some_and(|first| std::ptr::eq(first, event));
        match event.kind {
            StoryKind::SourceChanged if is_first => self.shell.t("story-source-published"),
            StoryKind::TranslationChanged if is_first => {
                self.shell.t("story-translation-published")
            }
            _ => self.shell.story(event),
        }
    }

    /// The day of a version, as the story tells it: one commit has one date on a page, in the zone that the
    /// titles of all times are in.
    fn day(&self, at: &Timestamp) -> String {
        time::day(*at)
    }
}

/// The key of what happened.
pub(super) const fn story_key(kind: StoryKind) -> &'static str {
    match kind {
        StoryKind::SourceChanged => "story-source-changed",
        StoryKind::TranslationChanged => "story-translation-changed",
        StoryKind::Claimed => "story-claimed",
        StoryKind::Released => "story-released",
        StoryKind::Expired => "story-expired",
        StoryKind::Assigned => "story-assigned",
        StoryKind::Submitted => "story-submitted",
        StoryKind::Withdrawn => "story-withdrawn",
        StoryKind::Carried => "story-carried",
        StoryKind::ReviewStarted => "story-review-started",
        StoryKind::ReviewLeft => "story-review-left",
        StoryKind::ChangesRequested => "story-changes-requested",
        StoryKind::Approved => "story-approved",
        StoryKind::SelfApproved => "story-self-approved",
        StoryKind::Published => "story-published",
        StoryKind::PublishFailed => "story-publish-failed",
        StoryKind::Merged => "story-merged",
        StoryKind::Closed => "story-closed",
        StoryKind::Pushed => "story-pushed",
        StoryKind::Reopened => "story-reopened",
        StoryKind::PullRequestNews => "story-pull-request-news",
        StoryKind::Pinned => "story-pinned",
        StoryKind::Unpinned => "story-unpinned",
        StoryKind::Dismissed => "story-dismissed",
        StoryKind::Undismissed => "story-undismissed",
        StoryKind::Raised => "story-raised",
        StoryKind::Lowered => "story-lowered",
        StoryKind::Evened => "story-evened",
        StoryKind::Noted => "story-noted",
        StoryKind::NoteRemoved => "story-note-removed",
        StoryKind::Excluded => "story-excluded",
        StoryKind::Included => "story-included",
        StoryKind::ElsewhereNoted => "story-elsewhere-noted",
        StoryKind::ElsewhereReworded => "story-elsewhere-reworded",
        StoryKind::ElsewhereRemoved => "story-elsewhere-removed",
        StoryKind::Asked => "story-asked",
        StoryKind::Unasked => "story-unasked",
        StoryKind::Remarked => "story-remarked",
    }
}
