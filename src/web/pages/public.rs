//! Pages for everybody: how far a project is, who brought it there, and one person's own.

use askama::Template;
use jiff::{Timestamp, civil::Date};

use super::{
    Shell, badge,
    bar::{self, Segment},
    feed,
};
use crate::{
    ids::ProjectId,
    recognition::{Milestone, MilestoneKind, Part, month_of},
    services::views::{
        Contributor, Credits, FeedKind, Profile, Progress, TagProgress, Thanks, WorkDone,
    },
    texts::Texts,
};

/// Tags shown before the rest is folded.
const TAGS_SHOWN: usize = 16;
/// Tags at all: what few posts carry says little, and a page has its weight.
const TAGS_AT_MOST: usize = 80;
/// Works of one person that are seen at once, the newest; what stands beside them is not far below on a phone.
const WORKS_SHOWN: usize = 20;
/// Works on the page at all.
const WORKS_AT_MOST: usize = 240;

/// How far a project is.
#[derive(Debug, Clone, Template)]
#[template(path = "progress.html")]
pub struct ProgressPage {
    pub shell: Shell,
    pub view: Progress,
}

impl ProgressPage {
    fn sentences(&self) -> Vec<String> {
        let texts = self.shell.texts();
        let tally = &self.view.tally;
        let lead = [
            ("posts", tally.posts.into()),
            ("translated", tally.translated.into()),
            ("percent", tally.percent().into()),
        ];
        let mut sentences = vec![texts.with("progress-lead", &lead)];
        if tally.posts > 0 {
            let (counts, view) = (&self.view.counts, &self.view);
            let waiting = |key, count: usize, words| {
                texts.with(key, &[("count", count.into()), ("words", about(words).into())])
            };
            sentences.push(waiting("progress-behind", counts.behind, view.words_behind));
            sentences.push(waiting("progress-missing", counts.missing, view.words_missing));
            // The bar below counts them apart.
            if counts.in_progress > 0 {
                sentences.push(self.shell.t1("progress-in-hand", "count", counts.in_progress));
            }
        }
        sentences
    }

    fn description(&self) -> String {
        badge::progress_sentence(self.shell.texts(), &self.view)
    }

    fn segments(&self) -> Vec<Segment> {
        bar::segments(&self.view.counts)
    }

    fn segment_url(&self, segment: &Segment) -> String {
        format!("{}?state={}", self.shell.board_url(&self.view.project), segment.state.name())
    }

    fn segment_label(&self, segment: &Segment) -> String {
        self.shell.t(segment.state.label())
    }

    /// The tags that are seen at once, and those in the fold.
    fn tags(&self) -> (&[TagProgress], &[TagProgress]) {
        let tags = &self.view.tags[..self.view.tags.len().min(TAGS_AT_MOST)];
        tags.split_at(tags.len().min(TAGS_SHOWN))
    }

    fn feeds(&self) -> [FeedLink; 3] {
        self.shell.feeds(&self.view.project)
    }

    fn address(&self, rest: &str) -> String {
        self.shell.absolute(format!("{}/{rest}", self.shell.board_url(&self.view.project)))
    }

    fn badge_markdown(&self) -> String {
        let label = badge::progress_label(self.shell.texts(), None);
        // The same as the picture above it.
        let badge = if self.shell.is_chinese() { "badge.svg" } else { "badge.svg?language=en" };
        format!("[![{label}]({})]({})", self.address(badge), self.address("progress"))
    }

    fn people_markdown(&self) -> String {
        let label = self.shell.t("credits-title");
        format!("[![{label}]({})]({})", self.address("people.svg"), self.address("credits"))
    }

    fn json_addresses(&self) -> String {
        format!("{}\n{}", self.address("progress.json"), self.address("badge.json"))
    }

    fn behind_script(&self) -> String {
        format!(
            "<script src=\"{}\" data-project=\"{}\" data-post=\"{}\" async></script>",
            self.shell.absolute("/behind.js"),
            self.view.project,
            self.shell.t("embed-example-post")
        )
    }

    fn behind_picture(&self) -> String {
        let post = self.shell.t("embed-example-post");
        format!("<img src=\"{}?post={post}\" alt=\"\">", self.address("behind.svg"))
    }
}

/// A number of words as one says it.
fn about(words: usize) -> usize {
    if words < 100 { words } else { words.div_ceil(100) * 100 }
}

/// A feed with its name.
#[derive(Debug, Clone)]
pub(super) struct FeedLink {
    pub title: String,
    pub url: String,
}

/// Everybody who worked on a project.
#[derive(Debug, Clone, Template)]
#[template(path = "credits.html")]
pub struct CreditsPage {
    pub shell: Shell,
    pub view: Credits,
    /// What the form asks for, and the thanks where they were asked for.
    pub span: (Date, Date),
    pub thanks: Option<Thanks>,
    /// The span ends before it begins.
    pub is_wrong: bool,
}

impl CreditsPage {
    fn lead(&self) -> String {
        let (count, project) = (self.view.people.len(), self.view.name.as_str());
        self.shell.t2("credits-lead", "count", count, "project", project)
    }

    fn description(&self) -> String {
        let count = self.view.people.len() + self.view.unlisted;
        self.shell.t2("og-credits", "count", count, "project", self.view.name.as_str())
    }

    /// What somebody did, in a few words.
    fn did(&self, person: &Contributor) -> Vec<String> {
        let record = &person.record;
        [
            ("credits-translated", record.translated),
            ("credits-updated", record.updated),
            ("credits-proofread", record.proofread),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| self.shell.t1(key, "count", count))
        .collect()
    }

    fn since(&self, person: &Contributor) -> Option<String> {
        let month = self.shell.month(&month_of(person.record.since?));
        Some(self.shell.t1("credits-since", "month", month))
    }
}

/// One person's page.
#[derive(Debug, Clone, Template)]
#[template(path = "person.html")]
pub struct PersonPage {
    pub shell: Shell,
    pub profile: Profile,
}

/// One year of somebody's calendar.
struct Year {
    number: String,
    /// From January on: whether they did something.
    months: Vec<bool>,
}

impl PersonPage {
    fn summary(&self) -> String {
        let record = &self.profile.who.record;
        self.shell.texts().with(
            "person-summary",
            &[
                ("translated", record.translated.into()),
                ("proofread", record.proofread.into()),
                ("words", about(record.words).into()),
            ],
        )
    }

    fn updated(&self) -> Option<String> {
        let count = self.profile.who.record.updated;
        (count > 0).then(|| self.shell.t1("person-updated", "count", count))
    }

    fn months(&self) -> Option<String> {
        let months = &self.profile.who.record.months;
        let (first, last) = (months.first()?, months.last()?);
        Some(self.shell.texts().with(
            "person-months",
            &[
                ("count", months.len().into()),
                ("first", self.shell.month(first).into()),
                ("last", self.shell.month(last).into()),
            ],
        ))
    }

    fn calendar(&self) -> Vec<Year> {
        let mut years: Vec<Year> = Vec::new();
        for (year, month) in
            self.profile.who.record.months.iter().filter_map(|month| month.split_once('-'))
        {
            let Some(place) = month.parse::<usize>().ok().and_then(|month| month.checked_sub(1))
            else {
                continue;
            };
            if years.last().is_none_or(|last| last.number != year) {
                years.push(Year { number: year.to_owned(), months: vec![false; 12] });
            }
            if let Some(busy) = years.last_mut().and_then(|year| year.months.get_mut(place)) {
                *busy = true;
            }
        }
        years
    }

    fn milestone(&self, milestone: &Milestone) -> String {
        let count = milestone.count;
        let key = match (milestone.kind, count) {
            (MilestoneKind::Translations, 1) => "milestone-first-translations",
            (MilestoneKind::Updates, 1) => "milestone-first-updates",
            (MilestoneKind::Proofreadings, 1) => "milestone-first-proofreadings",
            (MilestoneKind::Translations, _) => "milestone-translations",
            (MilestoneKind::Updates, _) => "milestone-updates",
            (MilestoneKind::Proofreadings, _) => "milestone-proofreadings",
            (MilestoneKind::Words, _) => "milestone-words",
            (MilestoneKind::Months, _) => "milestone-months",
        };
        self.shell.t1(key, "count", count)
    }

    /// The newest works, and what is folded away.
    fn works(&self) -> (&[WorkDone], &[WorkDone]) {
        let works = &self.profile.works[..self.profile.works.len().min(WORKS_AT_MOST)];
        // A few are not worth a fold.
        if works.len() <= WORKS_SHOWN + 4 { (works, &[]) } else { works.split_at(WORKS_SHOWN) }
    }

    /// Whether it is the reader's own.
    fn is_own(&self) -> bool {
        let handle = self.profile.who.handle.as_str();
        self.shell.person.as_ref().is_some_and(|me| {
            me.hf_user.as_deref() == Some(handle) || handle.strip_prefix('@') == Some(&me.login)
        })
    }

    /// How many works are older than those shown.
    fn older(&self) -> usize {
        self.profile.works.len().saturating_sub(WORKS_AT_MOST)
    }

    fn part(&self, work: &WorkDone) -> String {
        self.shell.t(match work.part {
            Part::Translated => "part-translated",
            Part::Updated => "part-updated",
            Part::Proofread => "part-proofread",
        })
    }

    fn month_at(&self, at: &Timestamp) -> String {
        self.shell.month(&month_of(*at))
    }

    fn badge_url(&self) -> String {
        format!("{}/badge.svg", self.shell.person_url(&self.profile.who.handle))
    }

    fn badge_alt(&self) -> String {
        self.shell.t1("person-badge-alt", "name", self.profile.who.name.as_str())
    }

    fn badge_markdown(&self) -> String {
        let page = self.shell.absolute(self.shell.person_url(&self.profile.who.handle));
        let name = self.badge_alt().replace(['[', ']', '\\'], "");
        format!("[![{name}]({page}/badge.svg)]({page})")
    }

    fn byline(&self, user: &str) -> String {
        format!("translators:\n- user: {user}")
    }

    fn proofreader_byline(&self, user: &str) -> String {
        format!("- user: {user}\n  proofreader: true")
    }
}

impl Shell {
    /// A path of this site with the address of the installation before it.
    pub(super) fn absolute(&self, path: impl AsRef<str>) -> String {
        format!("{}{}", self.origin, path.as_ref())
    }

    /// The feeds of a project, in the language of the reader.
    pub(super) fn feeds(&self, project: &ProjectId) -> [FeedLink; 3] {
        FeedKind::ALL.map(|kind| FeedLink {
            title: self.t(feed::title_key(kind)),
            url: match self.is_chinese() {
                true => super::urls::feed(project, kind),
                false => format!("{}?language=en", super::urls::feed(project, kind)),
            },
        })
    }

    pub(super) fn person_url(&self, handle: &str) -> String {
        super::urls::person(handle)
    }

    pub(super) fn credits_url(&self, project: &ProjectId) -> String {
        format!("{}/credits", self.board_url(project))
    }

    pub(super) fn progress_url(&self, project: &ProjectId) -> String {
        format!("{}/progress", self.board_url(project))
    }

    /// What the seal of a person shows.
    pub(super) fn initials(&self, name: &str) -> String {
        badge::initials(name)
    }

    /// The class of the ink of a person's seal.
    pub(super) fn person_tone(&self, handle: &str) -> &'static str {
        ["ink-red", "ink-pine", "ink-indigo", "ink-ochre"][badge::tone(handle)]
    }

    /// A month (`2026-05`) as people write it.
    pub(super) fn month(&self, month: &str) -> String {
        named_month(self.texts(), month)
    }
}

fn named_month(texts: Texts, month: &str) -> String {
    let Ok(day) = format!("{month}-01").parse::<Date>() else { return month.to_owned() };
    match texts.tag() {
        "zh-CN" => format!("{} 年 {} 月", day.year(), day.month()),
        _ => day.strftime("%B %Y").to_string(),
    }
}
