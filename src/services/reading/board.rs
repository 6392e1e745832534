//! The board of a project: every post with what there is to do on it.

mod fit;
mod series;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::briefs::{Names, seal_of_post, seal_of_task};
use crate::{
    catalogue::{Catalogue, Post, Side},
    ids::Slug,
    services::{
        ProjectSettings,
        standings::Standing,
        views::{Board, BoardRow, Counts, OutsideWork, Seal, SyncState},
    },
    staleness::{Change, Severity, Status},
    store::StoredSyncState,
    workflow::{Priority, Task},
};

/// After so many days a post is half as young.
const HALF_AGE_DAYS: f64 = 180.0;

/// So many words are half of all the work there could be.
const HALF_WORDS: f64 = 200.0;

/// What a board is made of besides the catalogue.
#[derive(Debug)]
pub(super) struct Circumstances {
    pub tasks: Arc<Vec<Task>>,
    pub names: Arc<Names>,
    pub outside: HashMap<Slug, Vec<OutsideWork>>,
    pub standings: HashMap<Slug, Standing>,
    pub sync: StoredSyncState,
}

/// Makes the board from plain values; `version` names the state of affairs they are of.
pub(super) fn assemble(
    settings: &ProjectSettings,
    catalogue: Option<&Catalogue>,
    circumstances: Circumstances,
    version: u64,
) -> Board {
    let Circumstances { tasks, names, outside, standings, sync } = circumstances;
    let nothing_said = Standing::default();
    let working: HashMap<&Slug, &Task> = tasks.iter().map(|task| (&task.slug, task)).collect();
    let now = catalogue.map_or(0, |catalogue| catalogue.history.head_time);
    let posts = catalogue.map_or(&[][..], |catalogue| &catalogue.posts);
    let row = |post: &Post| {
        let outside = outside.get(&post.slug).map_or(&[][..], Vec::as_slice);
        let standing = standings.get(&post.slug).unwrap_or(&nothing_said);
        row(post, working.get(&post.slug).copied(), &names, outside, standing, now)
    };
    let mut rows: Vec<BoardRow> = posts.iter().map(|post| row(post)).collect();
    let series = series::tell(&mut rows);
    rows.sort_by(|a, b| b.usefulness.total_cmp(&a.usefulness).then_with(|| a.slug.cmp(&b.slug)));
    Board {
        project: settings.id.clone(),
        project_name: settings.name.clone(),
        counts: count(&rows),
        tags: tags(&rows),
        series,
        version,
        rows,
        sync: SyncState {
            head: catalogue.map(|catalogue| catalogue.history.head),
            last_success: sync.last_success,
            last_attempt: sync.last_attempt,
            error: sync.error,
            warnings: catalogue.map(|catalogue| catalogue.warnings.clone()).unwrap_or_default(),
        },
    }
}

/// One line of the board; `now` is the time of the head, in seconds since 1970.
fn row(
    post: &Post,
    task: Option<&Task>,
    names: &Names,
    outside: &[OutsideWork],
    standing: &Standing,
    now: i64,
) -> BoardRow {
    let (source, target) = (post.source.as_ref(), post.target.as_ref());
    let seal = task.and_then(seal_of_task).unwrap_or_else(|| match seal_of_post(post) {
        _ if standing.excluded.is_some() => Seal::Excluded,
        // Whoever has it open elsewhere has it.
        Seal::Missing | Seal::Stale | Seal::Cosmetic if !outside.is_empty() => Seal::PullRequest,
        seal => seal,
    });
    let words = source.map_or(0, |side| side.length);
    let waiting: Vec<&Change> = waiting(post).collect();
    BoardRow {
        slug: post.slug.clone(),
        seal,
        severity: post.severity,
        source_title: source.and_then(|side| side.meta.title.clone()),
        target_title: target.and_then(|side| side.meta.title.clone()),
        tags: source.or(target).map(|side| side.meta.tags.clone()).unwrap_or_default(),
        published_on: source.and_then(|side| side.meta.published_on.clone()),
        words,
        words_to_touch: post.words_to_touch(),
        changed_blocks: waiting.len(),
        changed_code_blocks: waiting.iter().filter(|change| change.is_code()).count(),
        banners: waiting.iter().filter(|change| fit::is_banner(change)).count(),
        work: post.work().unwrap_or_default(),
        task: task.map(|task| names.task(task)),
        outside: outside.to_vec(),
        series: None,
        good_first: fit::is_good_first(seal, post),
        asked: standing.asked,
        priority: standing.priority,
        excluded: standing.excluded.clone(),
        elsewhere: standing.elsewhere.clone(),
        usefulness: usefulness(seal, post, standing.priority, now),
    }
}

/// Changes of the source that the translation still has to carry: more than cosmetic ones.
fn waiting(post: &Post) -> impl Iterator<Item = &Change> {
    let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
    changes.filter(|change| change.is_open() && change.severity >= Severity::Minor)
}

/// The kind of work decides; within a kind how much waits in a post that is behind, and the age of any
/// other: a whole number plus a fraction. What waits and is wanted before others comes before all of them,
/// what is wanted after others comes after them.
fn usefulness(seal: Seal, post: &Post, priority: Priority, now: i64) -> f64 {
    let waits = matches!(seal, Seal::Stale | Seal::Missing | Seal::Cosmetic);
    let wanted = match priority {
        Priority::High if waits => 10.0,
        Priority::Low if waits => -10.0,
        _ => 0.0,
    };
    let kind = match seal {
        Seal::Stale if post.severity == Severity::Major => 6.0,
        Seal::Stale => 5.0,
        Seal::Missing => 4.0,
        Seal::Orphan => 3.0,
        Seal::Cosmetic => 2.0,
        Seal::Published => 0.0,
        Seal::Excluded => -20.0,
        _ => 1.0,
    };
    wanted
        + kind
        + match seal {
            Seal::Stale => 0.99 * amount(post) + 0.009 * youth(post, now),
            _ => youth(post, now),
        }
}

/// From 0 for nothing up to just under 1 for a book; of posts with as much to do, the one changed last
/// comes first.
fn amount(post: &Post) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "nobody writes 2^52 words")]
    let words = post.words_to_touch() as f64;
    words / (HALF_WORDS + words)
}

/// From just under 1 for a post of today down to 0. A stale post is as young as its last change, any
/// other as its publication.
fn youth(post: &Post, now: i64) -> f64 {
    let Some(side) = post.source.as_ref().or(post.target.as_ref()) else { return 0.0 };
    let since = match post.status {
        Status::Stale => side.last_at,
        _ => published_at(side).unwrap_or(side.first_at),
    };
    #[expect(clippy::cast_precision_loss, reason = "a span of years in seconds is far below 2^52")]
    let days = (now - since).max(0) as f64 / 86_400.0;
    0.999 * HALF_AGE_DAYS / (HALF_AGE_DAYS + days)
}

fn published_at(side: &Side) -> Option<i64> {
    let date: Date = side.meta.published_on.as_ref()?.parse().ok()?;
    let moment: Timestamp = date.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(moment.as_second())
}

fn count(rows: &[BoardRow]) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        let count = match row.seal {
            Seal::Missing => &mut counts.missing,
            Seal::Stale => &mut counts.behind,
            Seal::Cosmetic => &mut counts.cosmetic,
            Seal::Published => &mut counts.published,
            Seal::Orphan => &mut counts.orphaned,
            Seal::Excluded => &mut counts.excluded,
            Seal::Translating
            | Seal::AwaitingReview
            | Seal::InReview
            | Seal::ChangesRequested
            | Seal::Approved
            | Seal::PullRequest => &mut counts.in_progress,
        };
        *count += 1;
    }
    counts
}

/// Posts behind their source and the words that wait in them: cosmetic, minor, major.
pub(super) fn tally_stale(rows: &[BoardRow]) -> Vec<(Severity, usize, usize)> {
    let behind = |row: &&BoardRow| matches!(row.seal, Seal::Stale | Seal::Cosmetic);
    [Severity::Cosmetic, Severity::Minor, Severity::Major]
        .map(|severity| {
            let rows = rows.iter().filter(behind).filter(|row| row.severity == severity);
            rows.fold((severity, 0, 0), |(severity, posts, words), row| {
                (severity, posts + 1, words + row.words_to_touch)
            })
        })
        .into()
}

fn tags(rows: &[BoardRow]) -> Vec<(String, usize)> {
    // Authors write `NLP` and `nlp`: one tag, called as most call it.
    let mut uses: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for tag in rows.iter().flat_map(|row| &row.tags) {
        *uses.entry(tag.to_lowercase()).or_default().entry(tag).or_default() += 1;
    }
    let as_most = |spellings: BTreeMap<&str, usize>| {
        let (name, _) = spellings.iter().max_by_key(|(_, count)| **count)?;
        Some(((*name).to_owned(), spellings.values().sum()))
    };
    let mut tags: Vec<(String, usize)> = uses.into_values().filter_map(as_most).collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    tags
}

#[cfg(test)]
mod tests;
