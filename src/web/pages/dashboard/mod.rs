//! The maintainer's page.

mod graphs;

use askama::Template;

use super::{
    Shell,
    bar::{self, Segment},
    board::State,
    change::severity_key,
    chart::{Areas, Columns},
    oddity::oddity,
    time,
    titles::titled,
    urls,
};
use crate::{
    coverage::{Activity, Step},
    ids::Slug,
    services::views::{CoveragePoint, Dashboard, Failure, MyTask, StageWaits, StoryEvent},
    staleness::Severity,
};

/// The health of one project.
#[derive(Debug, Clone, Template)]
#[template(path = "dashboard.html")]
pub struct DashboardPage {
    pub shell: Shell,
    pub view: Dashboard,
}

/// A step of the work, with how many posts stand in it and for how long.
struct StageLine {
    label: String,
    class: &'static str,
    count: usize,
    /// Length of its bar in hundredths of the longest.
    length: usize,
    median: Option<String>,
    longest: Option<String>,
    /// Nobody has it in hand: what waits here waits for somebody to come.
    is_queue: bool,
}

impl DashboardPage {
    /// The four sentences the page begins with: how far, how far behind, who waits, what the last month brought.
    /// Each with where it is looked into.
    fn sentences(&self) -> Vec<(String, Option<String>)> {
        let counts = &self.view.counts;
        let shell = &self.shell;
        let updating = self.view.updating;
        let working = counts.in_progress.saturating_sub(updating.posts);
        let behind = counts.behind + updating.behind;
        let translated = counts.published + counts.cosmetic + counts.behind + updating.posts;
        if translated + counts.missing + working == 0 {
            return vec![(shell.t("board-empty-new"), None)];
        }
        let coverage = shell.texts().with(
            "dashboard-coverage",
            &[
                ("translated", translated.into()),
                ("total", (translated + counts.missing + working).into()),
                ("working", working.into()),
                ("missing", counts.missing.into()),
            ],
        );
        let words = shell.t1("words-exactly", "count", self.words_behind());
        let staleness = match behind {
            0 => shell.t("dashboard-none-behind"),
            behind => shell.texts().with(
                "dashboard-behind",
                &[
                    ("behind", behind.into()),
                    ("updating", updating.behind.into()),
                    ("words", words.as_str().into()),
                ],
            ),
        };
        let filtered = |state: State| {
            Some(format!("{}?state={}", urls::board(&self.view.project), state.name()))
        };
        vec![
            (coverage, filtered(State::Missing)),
            (staleness, filtered(State::Behind).filter(|_| behind > 0)),
            (self.waiting(), filtered(State::Review).filter(|_| self.in_stage("submitted") > 0)),
            (self.last_month(), Some(self.report_url())),
        ]
    }

    /// Who waits for a proofreader, and how long the oldest has.
    fn waiting(&self) -> String {
        let shell = &self.shell;
        let days = self.view.oldest_wait.map(|since| time::days_since(since, shell.now));
        match (self.in_stage("submitted"), days) {
            (0, _) => shell.t("dashboard-none-waiting"),
            (waiting, Some(days)) if days > 0 => {
                shell.t2("dashboard-waiting-since", "count", waiting, "days", days)
            }
            (waiting, _) => shell.t1("dashboard-waiting", "count", waiting),
        }
    }

    /// What came in and what was done in the last month that is over.
    fn last_month(&self) -> String {
        let over = self.view.activity.iter().rev().nth(1);
        let Some(month) = over else { return self.shell.t("dashboard-no-history") };
        if *month == Activity::none(month.month) {
            return self.shell.t("dashboard-quiet-month");
        }
        self.shell.texts().with(
            "dashboard-last-month",
            &[
                ("posts", month.new_posts.into()),
                ("changed", month.changed_posts.into()),
                ("translated", month.new_translations.into()),
                ("updated", month.changed_translations.into()),
            ],
        )
    }

    fn segments(&self) -> Vec<Segment> {
        bar::segments(&self.view.counts)
    }

    fn segment_url(&self, segment: &Segment) -> String {
        format!("{}?state={}", urls::board(&self.view.project), segment.state.name())
    }

    fn segment_label(&self, segment: &Segment) -> String {
        self.shell.t(segment.state.label())
    }

    /// Words that wait in all that is behind, whether somebody is on it or not; the table has their parts.
    fn words_behind(&self) -> usize {
        let parts = self.view.stale.iter().filter(|(severity, ..)| *severity > Severity::Cosmetic);
        parts.map(|(.., words)| words).sum::<usize>() + self.view.updating.words
    }

    fn in_stage(&self, stage: &str) -> usize {
        self.view.stages.iter().find(|it| it.stage == stage).map_or(0, |it| it.waits.count)
    }

    fn stages(&self) -> Vec<StageLine> {
        let longest = self.view.stages.iter().map(|it| it.waits.count).max().unwrap_or(0).max(1);
        self.view.stages.iter().map(|stage| self.stage_line(stage, longest)).collect()
    }

    fn stage_line(&self, stage: &StageWaits, longest: usize) -> StageLine {
        let (key, class) = match stage.stage {
            "claimed" => ("seal-translating", "bar-progress"),
            "submitted" => ("seal-awaiting-review", "bar-waiting"),
            "in_review" => ("seal-in-review", "bar-progress"),
            "changes_requested" => ("seal-changes-requested", "bar-behind"),
            "approved" => ("seal-approved", "bar-published"),
            _ => ("seal-pull-request", "bar-progress"),
        };
        let said = |span: Option<i64>| span.map(|span| time::span(self.shell.texts(), span));
        StageLine {
            label: self.shell.t(key),
            class,
            count: stage.waits.count,
            length: stage.waits.count * 100 / longest,
            median: said(stage.waits.median),
            longest: said(stage.waits.longest),
            is_queue: stage.stage == "submitted" && stage.waits.count > 0,
        }
    }

    fn coverage_percent(&self) -> usize {
        let counts = &self.view.counts;
        let done = counts.published + counts.cosmetic;
        let all = done + counts.behind + counts.missing + counts.in_progress;
        (done * 100).checked_div(all).unwrap_or(0)
    }

    fn coverage(&self) -> Vec<Areas> {
        graphs::coverage(&self.view.coverage, self.shell.texts())
    }

    fn words_over_time(&self) -> Vec<Areas> {
        graphs::words(&self.view.coverage, self.shell.texts())
    }

    fn activity(&self) -> Vec<Columns> {
        graphs::activity(&self.view.activity)
    }

    /// The points as a table has them, the newest first.
    fn points(&self) -> impl Iterator<Item = &CoveragePoint> {
        self.view.coverage.points.iter().rev()
    }

    /// The day or the month a point speaks of: it stands at the first moment after it.
    fn point_label(&self, point: &CoveragePoint, is_now: &bool) -> String {
        if *is_now {
            return self.shell.t("dashboard-now");
        }
        let day = (point.at - jiff::SignedDuration::from_secs(1)).to_zoned(jiff::tz::TimeZone::UTC);
        let form = if self.by_months() { "%Y-%m" } else { "%F" };
        day.strftime(form).to_string()
    }

    fn by_months(&self) -> bool {
        self.view.coverage.step == Step::Month
    }

    fn month(&self, activity: &Activity) -> String {
        self.shell.month(&activity.month.strftime("%Y-%m").to_string())
    }

    fn severity(&self, severity: &Severity) -> String {
        self.shell.t(severity_key(*severity))
    }

    /// The rows of one severity, to be worked on together.
    fn severity_url(&self, severity: &Severity) -> String {
        let (state, name) = match severity {
            Severity::Major => ("behind", "major"),
            Severity::Minor => ("behind", "minor"),
            _ => ("cosmetic", "cosmetic"),
        };
        format!("{}?state={state}&severity={name}", self.bulk_url())
    }

    /// On how few people the translations rest, in a sentence.
    fn bearing(&self) -> String {
        let bearers = &self.view.bearers;
        if bearers.texts == 0 {
            return self.shell.t("dashboard-bearers-none");
        }
        self.shell.texts().with(
            "dashboard-bearers",
            &[
                ("people", bearers.people.into()),
                ("all", bearers.of.into()),
                ("texts", bearers.texts.into()),
            ],
        )
    }

    fn audit_url(&self) -> String {
        urls::audit(&self.view.project)
    }

    fn bulk_url(&self) -> String {
        urls::bulk(&self.view.project)
    }

    fn report_url(&self) -> String {
        urls::report(&self.view.project)
    }

    /// Where a task is best looked at.
    fn task_url(&self, item: &MyTask) -> String {
        urls::post(&item.project, &item.slug)
    }

    /// The post whose text was not published; `None` of a webhook.
    fn failure_url(&self, failure: &Failure) -> Option<String> {
        failure.task.map(|_| urls::post(&self.view.project, &Slug::new(failure.what.as_str())))
    }

    /// Whether something is tried again without being asked, and when.
    fn next_try(&self, failure: &Failure) -> String {
        let shell = &self.shell;
        let Some(at) = failure.next_try else { return shell.t("dashboard-parked") };
        match at.as_second() - shell.now.as_second() {
            ..60 => shell.t("dashboard-tried-soon"),
            seconds => shell.t1("dashboard-tried-in", "span", time::span(shell.texts(), seconds)),
        }
    }

    fn slug_of(&self, failure: &Failure) -> Slug {
        Slug::new(failure.what.as_str())
    }

    /// What a post is called, and the language of that.
    fn title_of<'a>(&'a self, slug: &'a Slug) -> (&'a str, &'static str) {
        titled(&self.view.titles, slug)
    }

    /// What is odd in the repository, and the language it is said in.
    fn oddity(&self, kept: &str) -> (String, &'static str) {
        oddity(self.shell.texts(), kept)
    }

    fn story(&self, event: &StoryEvent) -> String {
        self.shell.story(event)
    }
}
