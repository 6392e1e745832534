//! What surrounds the content of every page.

use std::{borrow::Borrow, collections::HashMap, sync::Arc};

use fluent_templates::fluent_bundle::FluentValue;
use jiff::Timestamp;

use super::{
    Notice,
    post::story_key,
    seal::SealMark,
    time::{self, TimeTag},
    urls,
};
use crate::{
    difference::{FoldSize, Piece},
    ids::{PersonId, ProjectId, Slug, TaskId},
    notices::{known_obstacle, obstacle},
    services::views::{PersonBrief, Seal, StoryEvent, StoryKind},
    texts::{Texts, group_thousands},
    workflow::{Action, Person, Priority, Reason, Role, UiLanguage, may},
};

/// Where the assets are served: plain name (`app.css`) to route (`/assets/app.3f9a….css`).
///
/// An unknown name falls back to `/assets/<name>`. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct AssetUrls(Arc<HashMap<String, String>>);

impl AssetUrls {
    /// Collects pairs of name (relative to `assets/`) and route.
    pub fn new(routes: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(Arc::new(routes.into_iter().collect()))
    }

    fn url(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| format!("/assets/{name}"))
    }
}

/// Something a text can be given: a count or a word, owned or borrowed, as templates pass it.
pub(super) trait Arg {
    /// The argument as Fluent wants it.
    fn value(&self) -> FluentValue<'_>;
}

impl Arg for usize {
    fn value(&self) -> FluentValue<'_> {
        (*self).into()
    }
}

impl Arg for str {
    fn value(&self) -> FluentValue<'_> {
        self.into()
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().into()
    }
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

/// A sync that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncTrouble {
    /// Why, in the words of the error.
    pub error: String,
    /// When one went well, which is what is shown; `None`: never.
    pub last_success: Option<Timestamp>,
}

/// Everything a page needs around its content.
#[derive(Debug, Clone)]
pub struct Shell {
    pub language: UiLanguage,
    /// Who is signed in.
    pub person: Option<Person>,
    /// All projects in the order of the configuration.
    pub projects: Vec<(ProjectId, String)>,
    /// The project the page belongs to.
    pub project: Option<ProjectId>,
    /// Path and query of this page, where language switch and sign-in lead back to.
    pub path: String,
    pub notice: Option<Notice>,
    pub now: Timestamp,
    /// People sign in by picking a role (the demo on loopback).
    pub demo: bool,
    /// The last sync of the project failed; the page then shows the last good state.
    pub sync_trouble: Option<SyncTrouble>,
    /// How many notices the signed-in person has not read.
    pub unread: usize,
    /// Address of the installation, with the path it lies beneath (`https://yiqi.example`), for what is read
    /// elsewhere.
    pub origin: String,
    pub assets: AssetUrls,
}

impl Shell {
    /// A text of the interface.
    pub(super) fn t(&self, key: &str) -> String {
        self.texts().get(key)
    }

    /// What happened in the story of a post, without who did it.
    pub(super) fn story(&self, event: &StoryEvent) -> String {
        match &event.to {
            Some(to) => self.t1("story-assigned-to", "person", to.name.as_str()),
            None => self.t(story_key(event.kind)),
        }
    }

    /// Why something came back, or what became of it.
    pub(super) fn reason(&self, reason: &Reason) -> String {
        super::reason(self.language, reason)
    }

    /// What stands beside a line of a story, and the language it is in. Of a text that was not published the
    /// program speaks: in sentences of the reader where it has some, in the words of the error otherwise.
    pub(super) fn note(
        &self,
        kind: impl Borrow<StoryKind>,
        note: &Reason,
    ) -> (String, &'static str) {
        match note {
            Reason::Words(words) if *kind.borrow() == StoryKind::PublishFailed => {
                match known_obstacle(self.texts(), words) {
                    Some(sentence) => (sentence, self.tag()),
                    None => (words.clone(), Texts::new(UiLanguage::English).tag()),
                }
            }
            _ => (self.reason(note), self.reason_tag(note)),
        }
    }

    /// What keeps something from going on and what to do about it, from the sentence of an error.
    pub(super) fn obstacle(&self, kept: &str) -> String {
        obstacle(self.texts(), kept)
    }

    /// The language a reason is in: people write Chinese here.
    pub(super) fn reason_tag(&self, reason: &Reason) -> &'static str {
        match reason {
            Reason::Told(_) => self.tag(),
            Reason::Words(_) => Texts::new(UiLanguage::Chinese).tag(),
        }
    }

    /// How much a fold of a difference holds.
    pub(super) fn fold_label(&self, piece: &Piece) -> String {
        match piece.size() {
            FoldSize::Lines(count) => self.t1("still-code", "count", count),
            FoldSize::Words(count) => self.t1("still-words", "count", count),
        }
    }

    /// A text with one argument.
    pub(super) fn t1(&self, key: &str, name: &'static str, value: impl Arg) -> String {
        self.texts().with(key, &[(name, value.value())])
    }

    /// A text with two arguments.
    pub(super) fn t2(
        &self,
        key: &str,
        name: &'static str,
        value: impl Arg,
        other: &'static str,
        other_value: impl Arg,
    ) -> String {
        self.texts().with(key, &[(name, value.value()), (other, other_value.value())])
    }

    pub(super) const fn texts(&self) -> Texts {
        Texts::new(self.language)
    }

    /// The BCP 47 tag of the page.
    pub(super) const fn tag(&self) -> &'static str {
        self.texts().tag()
    }

    pub(super) fn asset(&self, name: &str) -> String {
        self.assets.url(name)
    }

    pub(super) fn is_chinese(&self) -> bool {
        self.language == UiLanguage::Chinese
    }

    /// What stands between two sentences: a blank, or nothing after a full stop that has its own.
    pub(super) fn gap(&self) -> &'static str {
        if self.is_chinese() { "" } else { " " }
    }

    /// Marks a post with its seal and the word for it.
    pub(super) fn seal(&self, seal: impl Borrow<Seal>) -> SealMark {
        SealMark::new(self.texts(), *seal.borrow())
    }

    /// How long ago, with the exact time in the title.
    pub(super) fn ago(&self, at: impl Borrow<Timestamp>) -> TimeTag {
        TimeTag::ago(self.texts(), *at.borrow(), self.now)
    }

    /// How much time is left, with the exact time in the title.
    pub(super) fn left(&self, until: impl Borrow<Timestamp>) -> TimeTag {
        TimeTag::left(self.texts(), *until.borrow(), self.now)
    }

    /// Whether less than two days are left.
    pub(super) fn is_soon(&self, until: impl Borrow<Timestamp>) -> bool {
        time::days_left(*until.borrow(), self.now) < 2
    }

    /// A count with its thousands set apart.
    pub(super) fn number(&self, number: impl Borrow<usize>) -> String {
        group_thousands(i64::try_from(*number.borrow()).unwrap_or(i64::MAX))
    }

    /// A count of words, as one says it: rounded from a hundred on.
    pub(super) fn about_words(&self, words: impl Borrow<usize>) -> String {
        let words = *words.borrow();
        let step = match words {
            ..20 => return self.t1("words-few", "count", 20_usize),
            20..100 => 10,
            100..1000 => 50,
            _ => 100,
        };
        let rounded = words.div_ceil(step) * step;
        self.t1("words-about", "count", rounded)
    }

    pub(super) fn board_url(&self, project: &ProjectId) -> String {
        urls::board(project)
    }

    pub(super) fn dashboard_url(&self, project: &ProjectId) -> String {
        urls::dashboard(project)
    }

    pub(super) fn glossary_url(&self, project: &ProjectId) -> String {
        urls::glossary(project)
    }

    pub(super) fn memory_url(&self, project: &ProjectId) -> String {
        urls::memory(project)
    }

    pub(super) fn post_url(&self, project: &ProjectId, slug: &Slug) -> String {
        urls::post(project, slug)
    }

    pub(super) fn task_url(&self, id: impl Borrow<TaskId>) -> String {
        urls::task(*id.borrow())
    }

    pub(super) fn review_url(&self, id: impl Borrow<TaskId>) -> String {
        urls::review(*id.borrow())
    }

    /// Where signing in leads from this page.
    pub(super) fn sign_in_url(&self) -> String {
        format!("/sign-in?back={}", urls::encode_query(&self.path))
    }

    /// The name of the project the page belongs to.
    pub(super) fn project_name(&self) -> Option<&str> {
        let current = self.project.as_ref()?;
        self.projects.iter().find(|(id, _)| id == current).map(|(_, name)| name.as_str())
    }

    /// The project the overview in the navigation belongs to: the page's, else the first.
    pub(super) fn home_project(&self) -> Option<&ProjectId> {
        self.project.as_ref().or_else(|| self.projects.first().map(|(id, _)| id))
    }

    pub(super) fn is_current(&self, project: &ProjectId) -> bool {
        self.project.as_ref() == Some(project)
    }

    /// Whether the page stands at exactly this path.
    pub(super) fn at(&self, path: impl AsRef<str>) -> bool {
        self.path.split('?').next() == Some(path.as_ref())
    }

    /// Whether the page is one that the dashboard leads to.
    pub(super) fn is_of_dashboard(&self, project: &ProjectId) -> bool {
        let pages = [urls::audit(project), urls::bulk(project), urls::report(project)];
        let channels = format!("{}/channels", urls::board(project));
        pages.iter().chain([&channels]).any(|page| self.path.starts_with(page.as_str()))
    }

    /// Whether the signed-in person may do something.
    pub(super) fn may(&self, action: Action) -> bool {
        self.person.as_ref().is_some_and(|person| may(person, action))
    }

    pub(super) fn may_claim(&self) -> bool {
        self.may(Action::Claim)
    }

    /// Whether they proofread what others write.
    pub(super) fn may_proofread(&self) -> bool {
        self.may(Action::Review { translator: PersonId(0), self_approval: false })
    }

    pub(super) fn may_steer(&self) -> bool {
        self.may(Action::Steer)
    }

    pub(super) fn may_judge(&self) -> bool {
        self.may(Action::Judge)
    }

    /// Whether this is the signed-in person.
    pub(super) fn is_me(&self, person: &PersonBrief) -> bool {
        self.person.as_ref().is_some_and(|me| me.id == person.id)
    }

    /// The name of a role.
    pub(super) fn role(&self, role: impl Borrow<Role>) -> String {
        self.t(match role.borrow() {
            Role::Volunteer => "role-volunteer",
            Role::Proofreader => "role-proofreader",
            Role::Maintainer => "role-maintainer",
        })
    }

    /// How soon maintainers want a post.
    pub(super) fn priority(&self, priority: Priority) -> String {
        self.t(match priority {
            Priority::High => "priority-high",
            Priority::Normal => "priority-normal",
            Priority::Low => "priority-low",
        })
    }
}
