//! Pages for visitors who are not signed in, kept until something changes.
//!
//! Everybody of one language sees the same, and readers, crawlers and badges in other people's pages ask for
//! little else. An answer is given again as long as nothing was written into the database and no catalogue
//! was swapped, which one look at SQLite's own counter tells; and for half a minute at most, because pages
//! say how long ago things were.
//!
//! While a sync or a publication writes all the time, every answer is soon one of before. Where more is asked
//! than there are cores to answer, one that is two seconds old at most is given all the same, and made anew
//! beside: nobody waits for a page that ten others wait for.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes, HttpBody as _, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use jiff::{SignedDuration, Timestamp};

use super::{failure::Failure, state::AppState, viewer::Viewer};
use crate::{background, services::Version, workflow::UiLanguage};

/// Bytes that are kept at most, and of one answer.
const ROOM: usize = 16 << 20;
const LARGEST: u64 = 2 << 20;

/// How long an answer is given again.
const LASTS: SignedDuration = SignedDuration::from_secs(30);

/// How far behind an answer may be while more is asked than there are cores.
const BEHIND: SignedDuration = SignedDuration::from_secs(2);

/// How long it counts that more was asked than there are cores: between two answers it often is not so.
const STAYS_BUSY: Duration = Duration::from_millis(500);

/// How long an answer is made beside at most.
const PATIENCE: Duration = Duration::from_secs(30);

/// What visitors were answered last.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    shelf: Arc<Mutex<Shelf>>,
    /// How many requests are under way.
    under_way: Arc<AtomicUsize>,
    /// When more was asked last than there are cores.
    busy_at: Arc<Mutex<Option<Instant>>>,
}

#[derive(Debug, Default)]
struct Shelf {
    answers: HashMap<Asked, Answer>,
    bytes: usize,
    /// What is being made anew beside.
    making: HashSet<Asked>,
}

/// All that the answer to a visitor depends on, beside the version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    path_and_query: String,
    language: UiLanguage,
    origin: String,
}

#[derive(Debug, Clone)]
struct Answer {
    version: Version,
    at: Timestamp,
    headers: HeaderMap,
    body: Bytes,
}

/// What there is for somebody who asks.
#[derive(Debug)]
enum Found {
    /// Nothing was written since.
    Current(Answer),
    /// Good enough for a moment; whether it is to be made anew beside.
    Behind(Answer, bool),
    Nothing,
}

impl Kept {
    /// Counts a request until what is returned is dropped.
    fn enter(&self, now: Instant) -> UnderWay {
        if self.under_way.fetch_add(1, Ordering::Relaxed) >= background::cores() {
            *self.busy_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        }
        UnderWay(Arc::clone(&self.under_way))
    }

    /// Whether more is asked than there are cores, or was a moment ago.
    fn is_busy(&self, now: Instant) -> bool {
        let busy_at = *self.busy_at.lock().unwrap_or_else(PoisonError::into_inner);
        busy_at.is_some_and(|at| now.duration_since(at) < STAYS_BUSY)
    }

    fn find(&self, asked: &Asked, version: Version, now: Timestamp, is_busy: bool) -> Found {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(answer) = shelf.answers.get(asked).cloned() else { return Found::Nothing };
        let age = now.duration_since(answer.at);
        let is_younger = |than| age >= SignedDuration::ZERO && age < than; // A clock may jump back.
        if answer.version == version && is_younger(LASTS) {
            return Found::Current(answer);
        }
        if !is_busy || !is_younger(BEHIND) {
            return Found::Nothing;
        }
        Found::Behind(answer, shelf.making.insert(asked.clone()))
    }

    fn keep(&self, asked: Asked, answer: Answer) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.bytes + answer.body.len() > ROOM {
            *shelf = Shelf { making: std::mem::take(&mut shelf.making), ..Shelf::default() };
        }
        shelf.bytes += answer.body.len();
        if let Some(old) = shelf.answers.insert(asked, answer) {
            shelf.bytes -= old.body.len();
        }
    }
}

/// A request that is under way.
struct UnderWay(Arc<AtomicUsize>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// An answer that is being made anew beside; another may be once this is dropped.
struct Making(Kept, Asked);

impl Drop for Making {
    fn drop(&mut self) {
        self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner).making.remove(&self.1);
    }
}

/// The layer around everything people ask for: a desk or a dashboard takes more of a core than a visitor.
pub(super) async fn count(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let _under_way = state.kept.enter(Instant::now());
    next.run(request).await
}

/// The layer around what is the same for all visitors. It stands within those that count and refuse.
pub(super) async fn answer(
    State(state): State<AppState>,
    viewer: Viewer,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let Some(asked) = asked(&state, &viewer, &request) else { return Ok(next.run(request).await) };
    // Read before anything the answer is made of: what changes meanwhile makes it one of before.
    let Ok(version) = state.workshop.version().await else { return Ok(next.run(request).await) };
    let is_busy = state.kept.is_busy(Instant::now());
    match state.kept.find(&asked, version, state.workshop.now(), is_busy) {
        Found::Current(answer) | Found::Behind(answer, false) => Ok(answer.into()),
        Found::Behind(answer, true) => {
            background::beside(async move {
                let _making = Making(state.kept.clone(), asked.clone());
                let made = make(&state, asked, version, request, next);
                _ = tokio::time::timeout(PATIENCE, made).await;
            });
            Ok(answer.into())
        }
        Found::Nothing => make(&state, asked, version, request, next).await,
    }
}

/// Makes an answer, and keeps it where it is the same for all.
async fn make(
    state: &AppState,
    asked: Asked,
    version: Version,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let at = state.workshop.now();
    let response = next.run(request).await;
    if !is_for_all(&response) {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    // Made whole before it is sent, so that this waits for nothing.
    let body = to_bytes(body, usize::MAX).await.map_err(Failure::unexpected)?;
    let answer = Answer { version, at, headers: parts.headers.clone(), body: body.clone() };
    state.kept.keep(asked, answer);
    Ok(Response::from_parts(parts, Body::from(body)))
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let mut response = Response::new(Body::from(answer.body));
        *response.headers_mut() = answer.headers;
        response
    }
}

/// What a visitor asks for, where the answer is the same for all of them: a cookie may hold a session, and a
/// session a word for this person alone.
fn asked(state: &AppState, viewer: &Viewer, request: &Request) -> Option<Asked> {
    let headers = request.headers();
    let is_visitor = viewer.person.is_none()
        && request.method() == Method::GET
        && ![header::COOKIE, header::AUTHORIZATION, header::IF_NONE_MATCH]
            .iter()
            .any(|name| headers.contains_key(name));
    is_visitor.then(|| Asked {
        path_and_query: request.uri().path_and_query().map_or("/", |it| it.as_str()).to_owned(),
        language: viewer.language,
        origin: state.settings.origin(headers),
    })
}

fn is_for_all(response: &Response) -> bool {
    response.status() == StatusCode::OK
        && !response.headers().contains_key(header::SET_COOKIE)
        && response.body().size_hint().exact().is_some_and(|bytes| bytes <= LARGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str) -> Asked {
        Asked { path_and_query: path.into(), language: UiLanguage::Chinese, origin: "o".into() }
    }

    fn answer(version: Version, at: Timestamp, bytes: usize) -> Answer {
        Answer { version, at, headers: HeaderMap::new(), body: vec![0; bytes].into() }
    }

    async fn versions() -> (tempfile::TempDir, Version, Version) {
        use crate::{services::Workshop, store::Store, workflow::SystemClock};
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("yiqi.sqlite3")).await.unwrap();
        let clock = Arc::new(SystemClock);
        let workshop = Workshop::new(Default::default(), clock, store, Vec::new(), None);
        let before = workshop.version().await.unwrap();
        workshop.sign_in_locally("ada", "Ada", crate::workflow::Role::Volunteer).await.unwrap();
        let after = workshop.version().await.unwrap();
        (folder, before, after)
    }

    #[tokio::test]
    async fn answer_is_given_again_while_nothing_was_written_and_it_is_young() {
        let (_folder, before, after) = versions().await;
        assert_ne!(before, after, "a written person is another version");
        let (kept, at) = (Kept::default(), Timestamp::UNIX_EPOCH);
        kept.keep(asked("/a"), answer(before, at, 1));
        let is_current = |path: &str, version, now| {
            matches!(kept.find(&asked(path), version, now, false), Found::Current(_))
        };
        assert!(is_current("/a", before, at));
        assert!(!is_current("/b", before, at));
        assert!(!is_current("/a", after, at));
        let (second, late) = (SignedDuration::from_secs(1), at + LASTS);
        assert!(is_current("/a", before, late - second));
        assert!(!is_current("/a", before, late));
        assert!(!is_current("/a", before, at - second), "the clock jumped back");
    }

    #[tokio::test]
    async fn answer_that_is_a_little_behind_is_given_under_load_alone_and_made_once() {
        let (_folder, before, after) = versions().await;
        let (kept, at) = (Kept::default(), Timestamp::UNIX_EPOCH);
        kept.keep(asked("/a"), answer(before, at, 1));
        let found = |now, is_busy| kept.find(&asked("/a"), after, now, is_busy);
        assert!(matches!(found(at, false), Found::Nothing));
        assert!(matches!(found(at + BEHIND, true), Found::Nothing), "too old");
        assert!(matches!(found(at, true), Found::Behind(_, true)));
        assert!(matches!(found(at, true), Found::Behind(_, false)), "it is being made");
        drop(Making(kept.clone(), asked("/a")));
        assert!(matches!(found(at, true), Found::Behind(_, true)));
    }

    #[test]
    fn it_is_busy_while_more_is_under_way_than_there_are_cores() {
        let kept = Kept::default();
        let (cores, at) = (background::cores(), Instant::now());
        let mut under_way: Vec<_> = (0..cores).map(|_| kept.enter(at)).collect();
        assert!(!kept.is_busy(at));
        under_way.push(kept.enter(at));
        assert!(kept.is_busy(at));
        drop(under_way);
        assert!(kept.is_busy(at + STAYS_BUSY / 2), "it was a moment ago");
        assert!(!kept.is_busy(at + STAYS_BUSY));
    }

    #[tokio::test]
    async fn room_is_bounded() {
        let (_folder, before, after) = versions().await;
        let (kept, at) = (Kept::default(), Timestamp::UNIX_EPOCH);
        for number in 0..40 {
            kept.keep(asked(&format!("/{number}")), answer(before, at, 1 << 20));
            assert!(kept.shelf.lock().unwrap().bytes <= ROOM);
        }
        let bytes = kept.shelf.lock().unwrap().bytes;
        kept.keep(asked("/39"), answer(after, at, 3));
        assert_eq!(kept.shelf.lock().unwrap().bytes, bytes - (1 << 20) + 3);
    }
}
