//! News of a board for whoever has it open, as server-sent events.
//!
//! A stream only says which rows have changed; the page then asks for itself again, so that what is shown is
//! always made in one place. Streams end by themselves after a while, when the server stops, and are refused
//! beyond a bound: the page works as well without.

use std::{convert::Infallible, pin::Pin, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    time::{Sleep, sleep},
};
use tokio_util::sync::CancellationToken;

use crate::{
    ids::{ProjectId, Slug},
    services::{Workshop, views::Board},
    web::{
        extract::{Path, Query},
        failure::Failure,
        state::Streams,
    },
};

/// Changes that follow each other within this are told together.
const TOGETHER: Duration = Duration::from_millis(400);
/// After this a browser asks anew; a connection nobody reads any more is then gone for good.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Proxies close what is silent for a minute.
const SIGN_OF_LIFE: Duration = Duration::from_secs(25);

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Since {
    /// The version of the board the page shows.
    version: u64,
}

/// Which rows differ.
#[derive(Serialize)]
struct News {
    version: u64,
    /// Rows that changed, came or went; empty where the page is older than what the server remembers.
    slugs: Vec<Slug>,
}

pub(super) async fn follow(
    State(workshop): State<Workshop>,
    State(streams): State<Streams>,
    Path(project): Path<ProjectId>,
    Query(since): Query<Since>,
) -> Result<Response, Failure> {
    let changes = workshop.follow_board(&project)?;
    let Some(permit) = streams.enter() else {
        let later = [(header::RETRY_AFTER, HeaderValue::from_static("600"))];
        return Ok((StatusCode::SERVICE_UNAVAILABLE, later).into_response());
    };
    let seen = workshop.board(&project).await?;
    let follower = Follower {
        is_behind: seen.version != since.version,
        workshop,
        project,
        changes,
        seen,
        stop: streams.stop.clone(),
        end: Box::pin(sleep(LONGEST)),
        _permit: permit,
    };
    let keep_alive = KeepAlive::new().interval(SIGN_OF_LIFE);
    // A proxy that collects an answer before it passes it on would keep the news to itself.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(([unbuffered], Sse::new(follower.told()).keep_alive(keep_alive)).into_response())
}

/// Somebody with a board open.
struct Follower {
    workshop: Workshop,
    project: ProjectId,
    changes: watch::Receiver<u64>,
    /// The board as it was told last.
    seen: Arc<Board>,
    /// The page is of another board than that.
    is_behind: bool,
    stop: CancellationToken,
    end: Pin<Box<Sleep>>,
    _permit: OwnedSemaphorePermit,
}

impl Follower {
    fn told(self) -> impl Stream<Item = Result<Event, Infallible>> + Send {
        stream::unfold(self, |mut follower| async move {
            let news = follower.next().await?;
            let event = Event::default().event("board").json_data(news).unwrap_or_default();
            Some((Ok(event), follower))
        })
    }

    /// Waits for news; `None` ends the stream.
    async fn next(&mut self) -> Option<News> {
        if std::mem::take(&mut self.is_behind) {
            return Some(News { version: self.seen.version, slugs: Vec::new() });
        }
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return None,
                () = &mut self.end => return None,
                changed = self.changes.changed() => changed.ok()?,
            }
            tokio::select! {
                () = self.stop.cancelled() => return None,
                () = sleep(TOGETHER) => {}
            }
            self.changes.borrow_and_update();
            // A board that cannot be made now is asked for again when the browser comes back.
            let board = self.workshop.board(&self.project).await.ok()?;
            let slugs = differing(&self.seen, &board);
            self.seen = board;
            if !slugs.is_empty() {
                return Some(News { version: self.seen.version, slugs });
            }
        }
    }
}

/// The rows in which two boards differ.
fn differing(old: &Board, new: &Board) -> Vec<Slug> {
    use std::collections::HashMap;
    let mut before: HashMap<&Slug, _> = old.rows.iter().map(|row| (&row.slug, row)).collect();
    let mut slugs: Vec<Slug> = new
        .rows
        .iter()
        .filter(|row| before.remove(&row.slug) != Some(*row))
        .map(|row| row.slug.clone())
        .collect();
    slugs.extend(before.into_keys().cloned());
    slugs.sort();
    slugs
}
