//! What anybody may see of a project without signing in: how far it is, what is new, how one post stands.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Workshop, briefs::seal_of_post};
use crate::{
    catalogue::{Catalogue, Post, Side},
    ids::{ProjectId, Slug},
    services::{
        Result, ServiceError,
        judging::find,
        views::{
            Board, BoardRow, FeedEntry, FeedKind, FeedView, Freshness, Progress, Seal, TagProgress,
            Tally,
        },
    },
    staleness::{Severity, Status},
    workflow::TaskKind,
};

/// Lines of a feed; a reader that comes once a week misses nothing.
const LINES: usize = 50;

impl Workshop {
    /// How far a project is, as a whole and by tag.
    pub async fn progress(&self, project: &ProjectId) -> Result<Progress> {
        Ok(progress(&*self.board(project).await?))
    }

    /// How far the posts with a tag are; all posts without one.
    pub async fn tally(&self, project: &ProjectId, tag: Option<&str>) -> Result<Tally> {
        let board = self.board(project).await?;
        let Some(tag) = tag else { return Ok(tally(board.rows.iter())) };
        let tagged = |row: &&BoardRow| row.tags.iter().any(|it| it == tag);
        let tally = tally(board.rows.iter().filter(tagged));
        if tally.posts == 0 { Err(ServiceError::NotFound("tag")) } else { Ok(tally) }
    }

    /// The newest of what a feed tells of. Empty before the first sync.
    pub async fn feed(&self, project: &ProjectId, kind: FeedKind) -> Result<FeedView> {
        let catalogue = self.catalogue(project).await?;
        let settings = &self.project(project)?.settings;
        let entries = catalogue.as_ref().map(|catalogue| entries(catalogue, kind));
        Ok(FeedView {
            project: settings.id.clone(),
            name: settings.name.clone(),
            kind,
            at: moment(catalogue.map_or(0, |catalogue| catalogue.history.head_time)),
            entries: entries.unwrap_or_default(),
        })
    }

    /// How the translation of one post stands.
    pub async fn freshness(&self, project: &ProjectId, slug: &Slug) -> Result<Freshness> {
        let catalogue = self.known_catalogue(self.project(project)?).await?;
        let post = find(&catalogue, slug)?;
        let is_behind = is_behind(post);
        let changed = post.source.as_ref().map(|side| moment(side.last_at));
        Ok(Freshness {
            slug: post.slug.clone(),
            is_translated: post.target.is_some(),
            is_behind,
            changes: if is_behind { changes(post) } else { 0 },
            since: changed.filter(|_| is_behind),
        })
    }
}

fn progress(board: &Board) -> Progress {
    let mut of_tags: HashMap<&str, Vec<&BoardRow>> = HashMap::new();
    for row in &board.rows {
        for tag in &row.tags {
            of_tags.entry(tag).or_default().push(row);
        }
    }
    let tags = board.tags.iter().map(|(tag, _)| TagProgress {
        tag: tag.clone(),
        tally: tally(of_tags.remove(tag.as_str()).unwrap_or_default()),
    });
    let tags: Vec<TagProgress> = tags.filter(|it| it.tally.posts > 0).collect();
    let words = |is: &dyn Fn(&BoardRow) -> bool| {
        board.rows.iter().filter(|row| is(row)).map(|row| row.words_to_touch).sum()
    };
    Progress {
        project: board.project.clone(),
        name: board.project_name.clone(),
        tally: tally(board.rows.iter()),
        counts: board.counts.clone(),
        words_missing: words(&|row| row.seal == Seal::Missing),
        words_behind: words(&|row| row.seal == Seal::Stale),
        tags,
        sync: board.sync.clone(),
    }
}

/// Counts rows. What somebody brings up to date is still there, and still behind.
fn tally<'a>(rows: impl IntoIterator<Item = &'a BoardRow>) -> Tally {
    let mut tally = Tally::default();
    for row in rows.into_iter().filter(|row| row.seal != Seal::Orphan) {
        let has_target = has_target(row);
        let is_behind = match row.seal {
            Seal::Stale => true,
            Seal::Published | Seal::Cosmetic | Seal::Missing | Seal::Orphan => false,
            // In somebody's hands: an update is one because the source moved on.
            _ => has_target && row.severity > Severity::Cosmetic,
        };
        tally.posts += 1;
        tally.translated += usize::from(has_target);
        tally.behind += usize::from(is_behind);
    }
    tally
}

/// Whether a post has a translation, whoever is at it at the moment.
fn has_target(row: &BoardRow) -> bool {
    let is_update = row.task.as_ref().is_some_and(|task| task.kind == TaskKind::Update);
    let is_there =
        matches!(row.seal, Seal::Stale | Seal::Cosmetic | Seal::Published | Seal::Orphan);
    is_there || is_update || row.target_title.is_some()
}

fn entries(catalogue: &Catalogue, kind: FeedKind) -> Vec<FeedEntry> {
    let mut entries: Vec<FeedEntry> =
        catalogue.posts.iter().filter_map(|post| entry(post, kind)).collect();
    entries.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.key.cmp(&b.key)));
    entries.truncate(LINES);
    entries
}

fn entry(post: &Post, kind: FeedKind) -> Option<FeedEntry> {
    let source = post.source.as_ref()?;
    let (side, at, key, words) = match kind {
        FeedKind::New if post.status == Status::Untranslated => {
            (source, source.first_at, post.slug.to_string(), source.length)
        }
        FeedKind::Published => {
            let target = post.target.as_ref()?;
            (target, target.first_at, post.slug.to_string(), source.length)
        }
        FeedKind::Stale if is_behind(post) => {
            let key = format!("{}@{}", post.slug, source.commit.short());
            (source, source.last_at, key, post.words_to_touch())
        }
        FeedKind::New | FeedKind::Stale => return None,
    };
    let people = match kind {
        FeedKind::Published => &side.meta.translators,
        FeedKind::New | FeedKind::Stale => &side.meta.authors,
    };
    let title = |side: &Side| side.meta.title.clone();
    Some(FeedEntry {
        slug: post.slug.clone(),
        key,
        at: moment(at),
        source_title: title(source),
        target_title: post.target.as_ref().and_then(title),
        people: people.clone(),
        tags: source.meta.tags.clone(),
        words,
        changes: changes(post),
    })
}

/// Whether a translation is behind in more than details.
fn is_behind(post: &Post) -> bool {
    seal_of_post(post) == Seal::Stale
}

/// Places of the source that changed and that the translation has yet to follow.
fn changes(post: &Post) -> usize {
    let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
    changes.filter(|change| change.is_open() && change.severity >= Severity::Minor).count()
}

/// A time of Git, which takes any number for one.
fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or_default()
}
