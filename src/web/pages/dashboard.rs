//! The maintainer's page.

use askama::Template;

use super::{
    Shell,
    bar::{self, Segment},
    change::severity_key,
    time, urls,
};
use crate::{
    services::views::{Dashboard, MyTask, StoryEvent},
    staleness::Severity,
    workflow::TaskKind,
};

/// The health of one project.
#[derive(Debug, Clone, Template)]
#[template(path = "dashboard.html")]
pub struct DashboardPage {
    pub shell: Shell,
    pub view: Dashboard,
}

/// A step of the work, with how many posts stand in it.
struct Step {
    label: String,
    class: &'static str,
    count: usize,
    /// Length of its bar in hundredths of the longest.
    length: usize,
}

impl DashboardPage {
    /// The sentences the page begins with.
    fn sentences(&self) -> Vec<String> {
        let counts = &self.view.counts;
        let shell = &self.shell;
        // A translation somebody brings up to date is still there, and still behind.
        let updating =
            self.view.pipeline.iter().filter(|item| item.task.kind == TaskKind::Update).count();
        let working = self.view.pipeline.len() - updating;
        let behind = counts.behind + updating;
        let translated = counts.published + counts.cosmetic + behind;
        let mut sentences = vec![shell.texts().with(
            "dashboard-coverage",
            &[
                ("translated", translated.into()),
                ("total", (translated + counts.missing + working).into()),
                ("working", working.into()),
                ("missing", counts.missing.into()),
            ],
        )];
        let words = shell.about_words(self.words_behind());
        sentences.push(match behind {
            0 => shell.t("dashboard-none-behind"),
            behind => shell.t2("dashboard-behind", "behind", behind, "words", words),
        });
        sentences.push(match self.in_stage("submitted") {
            0 => shell.t("dashboard-none-waiting"),
            waiting => shell.t1("dashboard-waiting", "count", waiting),
        });
        let days = self.view.oldest_wait.map(|since| time::days_since(since, shell.now));
        if let Some(days) = days.filter(|days| *days > 0) {
            sentences.push(shell.t1("dashboard-oldest", "count", days));
        }
        sentences
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

    fn words_behind(&self) -> usize {
        self.view
            .stale
            .iter()
            .filter(|(severity, _, _)| *severity >= Severity::Minor)
            .map(|(_, _, words)| words)
            .sum()
    }

    fn in_stage(&self, stage: &str) -> usize {
        self.view.pipeline.iter().filter(|item| item.task.stage == stage).count()
    }

    fn steps(&self) -> Vec<Step> {
        let counts = [
            ("seal-translating", "bar-progress", self.in_stage("claimed")),
            ("seal-changes-requested", "bar-behind", self.in_stage("changes_requested")),
            ("seal-awaiting-review", "bar-waiting", self.in_stage("submitted")),
            ("seal-in-review", "bar-progress", self.in_stage("in_review")),
            ("seal-approved", "bar-published", self.in_stage("approved")),
            ("seal-pull-request", "bar-progress", self.in_stage("pr_open")),
        ];
        let longest = counts.iter().map(|(_, _, count)| *count).max().unwrap_or(0).max(1);
        counts
            .into_iter()
            .map(|(key, class, count)| Step {
                label: self.shell.t(key),
                class,
                count,
                length: count * 100 / longest,
            })
            .collect()
    }

    fn coverage_percent(&self) -> usize {
        let counts = &self.view.counts;
        let done = counts.published + counts.cosmetic;
        let all = done + counts.behind + counts.missing + counts.in_progress;
        (done * 100).checked_div(all).unwrap_or(0)
    }

    fn severity(&self, severity: &Severity) -> String {
        self.shell.t(severity_key(*severity))
    }

    /// Where a task is best looked at.
    fn task_url(&self, item: &MyTask) -> String {
        urls::post(&item.project, &item.slug)
    }

    fn story(&self, event: &StoryEvent) -> String {
        self.shell.story(event)
    }
}
