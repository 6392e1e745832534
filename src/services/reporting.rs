//! What a span of months brought, told to those who make the work possible.
//!
//! What came in and what was mended is read from Git, so that it holds for work done before Yiqi and besides
//! it; who did it is what the front matter credits and what tasks remember; waits come from the log of events.
//! Nobody is named who wishes not to be.

mod people;

use std::{collections::HashMap, ops::RangeInclusive};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use self::people::Naming;
use super::{
    Result, ServiceError, Unfit, Workshop,
    judging::find,
    reading::translated_title,
    views::{CoveragePoint, MonthSum, MonthlyReport, ReportedPost},
};
use crate::{
    catalogue::Post,
    coverage::{Deed, deeds, first_of_month},
    figures::Waits,
    ids::{ProjectId, TaskId},
    store::Event,
    workflow::Task,
};

/// Months one report may span.
const MOST_MONTHS: i32 = 120;

/// How long before the first month a draft may have been sent whose wait ends in it.
const LONGEST_WAIT: jiff::SignedDuration = jiff::SignedDuration::from_hours(366 * 24);

/// Whole months in UTC, the first and the last by their first days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months(RangeInclusive<Date>);

impl Months {
    /// The months from one to another, each as `2026-10`.
    ///
    /// # Errors
    /// Where one cannot be read, the first comes after the last, or they are more than ten years.
    pub fn parse(from: &str, until: &str) -> Result<Self> {
        let read = |field, text: &str| {
            let date = format!("{}-01", text.trim()).parse::<Date>();
            date.map_err(|_| ServiceError::Invalid {
                field,
                problem: Unfit::Month(text.to_owned()),
            })
        };
        let (from, until) = (read("from", from)?, read("until", until)?);
        let months = (i32::from(until.year()) - i32::from(from.year())) * 12
            + i32::from(until.month() - from.month());
        let problem = match months {
            ..0 => Unfit::Backwards,
            0..MOST_MONTHS => return Ok(Self(from..=until)),
            _ => Unfit::Months { most: usize::try_from(MOST_MONTHS).unwrap_or_default() },
        };
        Err(ServiceError::Invalid { field: "until", problem })
    }

    /// The month that ended last before a moment.
    pub fn last_before(now: Timestamp) -> Self {
        let this = first_of_month(now.as_second()).unwrap_or_default();
        let last = this.checked_sub(1.month()).unwrap_or(this);
        Self(last..=last)
    }

    /// The first day of the first month.
    pub fn first(&self) -> Date {
        *self.0.start()
    }

    /// The first day of the last month.
    pub fn last(&self) -> Date {
        *self.0.end()
    }

    /// Every month by its first day.
    pub fn each(&self) -> impl Iterator<Item = Date> {
        let last = self.last();
        std::iter::successors(Some(self.first()), |month| month.checked_add(1.month()).ok())
            .take_while(move |month| *month <= last)
    }

    /// The moment the first begins, and the moment the last ends.
    fn moments(&self) -> (Timestamp, Timestamp) {
        let after = self.last().checked_add(1.month()).unwrap_or(self.last());
        (begin(self.first()), begin(after))
    }
}

fn begin(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map(|day| day.timestamp()).unwrap_or_default()
}

impl Workshop {
    /// What some months brought. Anybody may read it.
    pub async fn report(&self, project: &ProjectId, months: &Months) -> Result<MonthlyReport> {
        let catalogue = self.catalogue(project).await?;
        let project = self.project(project)?;
        let (id, settings) = (&project.settings.id, &project.settings);
        let (from, until) = months.moments();
        let deeds = catalogue.as_deref().map_or_else(Vec::new, |catalogue| {
            deeds(catalogue, &months.0, settings.rules.mass_edit_files)
        });
        let merged = self.merged_tasks(project).await?;
        let brought: Vec<&Task> =
            merged.iter().filter(|task| (from..until).contains(&task.since())).collect();
        let mut naming =
            Naming::new(self.0.store.people().await?, self.0.store.all_wishes().await?);
        let (mut published, mut updated) = (Vec::new(), Vec::new());
        for deed in &deeds {
            let Some(catalogue) = catalogue.as_deref() else { break };
            let Ok(post) = find(catalogue, &deed.slug) else { continue };
            let task = task_of(deed, &brought, &merged);
            let list = if deed.is_new { &mut published } else { &mut updated };
            list.push(reported(deed, post, task, &mut naming));
        }
        let points = self.coverage_view(id).await?.points;
        let waits = self.0.store.turns_of_review(id, from - LONGEST_WAIT, until).await?;
        let now = self.0.clock.now();
        Ok(MonthlyReport {
            project: id.clone(),
            project_name: settings.name.clone(),
            from: months.first(),
            until: months.last().last_of_month(),
            is_over: until <= now,
            months: months.each().map(|month| sum(month, &published, &updated)).collect(),
            words: published.iter().map(|post| post.words).sum(),
            published,
            updated,
            unnamed: naming.unnamed(),
            people: naming.named(),
            before: standing_at(&points, from),
            after: standing_at(&points, until.min(now)),
            waits: Waits::of(waits_for_review(&waits, from)),
            whole: Waits::of(brought.iter().map(|task| seconds(task.claimed_at, task.since()))),
            made_at: now,
        })
    }
}

/// The task that brought what Git tells: of what changed, one that was merged in these months; of what came in,
/// whichever brought it.
fn task_of<'a>(deed: &Deed, brought: &[&'a Task], merged: &'a [Task]) -> Option<&'a Task> {
    let is_of = |task: &&Task| task.slug == deed.slug;
    if deed.is_new {
        // Newest first, so that the last one is the first.
        return merged.iter().rev().find(is_of);
    }
    let in_month = |task: &&&Task| first_of_month(task.since().as_second()) == Some(deed.month);
    brought.iter().find(|task| is_of(task) && in_month(task)).copied()
}

/// A post with those who did it. The front matter says who translated it first; an update credits nobody there,
/// so that only its task knows.
fn reported(deed: &Deed, post: &Post, task: Option<&Task>, naming: &mut Naming) -> ReportedPost {
    let credits = post.target.as_ref().map(|target| &target.meta);
    let (translators, proofreaders) = match credits {
        Some(meta) if deed.is_new && !meta.translators.is_empty() => (
            naming.credited(&meta.translators, |it| it.translated += 1),
            naming.credited(&meta.proofreaders, |it| it.proofread += 1),
        ),
        _ => {
            let reviewer = task.and_then(Task::reviewer);
            let reviewer = reviewer.filter(|id| task.is_some_and(|task| task.translator != *id));
            let translated = |it: &mut super::views::ReportedPerson| match deed.is_new {
                true => it.translated += 1,
                false => it.updated += 1,
            };
            (
                task.and_then(|task| naming.person(task.translator, translated))
                    .into_iter()
                    .collect(),
                reviewer
                    .and_then(|id| naming.person(id, |it| it.proofread += 1))
                    .into_iter()
                    .collect(),
            )
        }
    };
    ReportedPost {
        month: deed.month,
        slug: deed.slug.clone(),
        title: translated_title(post).unwrap_or_else(|| deed.slug.to_string()),
        words: post.source.as_ref().map_or(0, |source| source.length),
        translators,
        proofreaders,
    }
}

fn sum(month: Date, published: &[ReportedPost], updated: &[ReportedPost]) -> MonthSum {
    let of = |posts: &[ReportedPost]| posts.iter().filter(|post| post.month == month).count();
    let words = published.iter().filter(|post| post.month == month).map(|post| post.words);
    MonthSum { month, published: of(published), updated: of(updated), words: words.sum() }
}

/// The last point that speaks of a moment or of one before it.
fn standing_at(points: &[CoveragePoint], moment: Timestamp) -> Option<CoveragePoint> {
    points.iter().rev().find(|point| point.at <= moment).copied()
}

/// How long drafts had waited that were taken in hand since a moment. A draft that was put back waits from when
/// it was sent; one that was withdrawn does not wait.
fn waits_for_review(turns: &[Event], from: Timestamp) -> Vec<i64> {
    let mut sent: HashMap<TaskId, Timestamp> = HashMap::new();
    let mut waits = Vec::new();
    for event in turns {
        let Some(task) = event.task else { continue };
        match event.kind.as_str() {
            "submitted" => _ = sent.insert(task, event.at),
            "withdrawn" => _ = sent.remove(&task),
            _ => {
                if let Some(since) = sent.remove(&task).filter(|_| event.at >= from) {
                    waits.push(seconds(since, event.at));
                }
            }
        }
    }
    waits
}

fn seconds(from: Timestamp, until: Timestamp) -> i64 {
    until.as_second() - from.as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(from: &str, until: &str) -> std::result::Result<Vec<String>, String> {
        let months = Months::parse(from, until).map_err(|error| error.to_string())?;
        Ok(months.each().map(|month| month.to_string()).collect())
    }

    #[test]
    fn months_are_told_from_the_first_to_the_last() {
        let told = months("2025-11", "2026-01").expect("three months");
        assert_eq!(told, ["2025-11-01", "2025-12-01", "2026-01-01"]);
        assert_eq!(months("2026-10", "2026-10").expect("one").len(), 1);
        for (from, until) in
            [("2026-10", "2026-09"), ("October", "2026-10"), ("0001-01", "2026-01")]
        {
            months(from, until).expect_err(from);
        }
    }

    #[test]
    fn the_last_month_is_the_one_before_this() {
        let now = "2026-01-31T23:00:00Z".parse().expect("a moment");
        assert_eq!(Months::last_before(now), Months::parse("2025-12", "2025-12").expect("one"));
    }

    #[test]
    fn a_draft_waits_from_when_it_was_sent_and_only_once() {
        let event = |task, kind: &str, hour: i64| Event {
            at: Timestamp::from_second(hour * 3600).expect("a moment"),
            actor: None,
            project: None,
            slug: None,
            task: Some(TaskId(task)),
            kind: kind.into(),
            data: serde_json::Value::Null,
        };
        let turns = [
            event(1, "submitted", 1),
            event(2, "submitted", 2),
            event(1, "review_started", 4),
            event(2, "withdrawn", 5),
            event(3, "submitted", 6),
            event(2, "review_started", 7),
            event(3, "review_started", 20),
            // Put back and taken by another: the wait was over before.
            event(3, "review_started", 22),
        ];
        let from = Timestamp::from_second(0).expect("a moment");
        assert_eq!(waits_for_review(&turns, from), [3 * 3600, 14 * 3600]);
        let later = Timestamp::from_second(10 * 3600).expect("a moment");
        assert_eq!(waits_for_review(&turns, later), [14 * 3600]);
    }
}
