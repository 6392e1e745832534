//! Pages for visitors who are not signed in, kept until something changes.
//!
//! Everybody of one language sees the same, and readers, crawlers and badges in other people's pages ask for
//! little else. An answer is given again as long as nothing was written into the database and no catalogue
//! was swapped, which one look at SQLite's own counter tells; and for half a minute at most, because pages
//! say how long ago things were.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
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
use crate::{services::Version, workflow::UiLanguage};

/// Bytes that are kept at most, and of one answer.
const ROOM: usize = 16 << 20;
const LARGEST: u64 = 2 << 20;

/// How long an answer is given again.
const LASTS: SignedDuration = SignedDuration::from_secs(30);

/// What visitors were answered last.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(Arc<Mutex<Shelf>>);

/// All of one version; what is of an older one is never given again.
#[derive(Debug, Default)]
struct Shelf {
    version: Option<Version>,
    answers: HashMap<Asked, Answer>,
    bytes: usize,
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
    at: Timestamp,
    headers: HeaderMap,
    body: Bytes,
}

impl Kept {
    fn get(&self, asked: &Asked, version: Version, now: Timestamp) -> Option<Answer> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.version != Some(version) {
            return None;
        }
        let answer = shelf.answers.get(asked)?;
        let age = now.duration_since(answer.at);
        // A clock may jump back.
        (age >= SignedDuration::ZERO && age < LASTS).then(|| answer.clone())
    }

    fn keep(&self, asked: Asked, version: Version, answer: Answer) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = answer.body.len();
        if shelf.version != Some(version) || shelf.bytes + bytes > ROOM {
            *shelf = Shelf { version: Some(version), ..Shelf::default() };
        }
        shelf.bytes += bytes;
        if let Some(old) = shelf.answers.insert(asked, answer) {
            shelf.bytes -= old.body.len();
        }
    }
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
    let now = state.workshop.now();
    if let Some(answer) = state.kept.get(&asked, version, now) {
        let mut response = Response::new(Body::from(answer.body));
        *response.headers_mut() = answer.headers;
        return Ok(response);
    }
    let response = next.run(request).await;
    if !is_for_all(&response) {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    // Made whole before it is sent, so that this waits for nothing.
    let body = to_bytes(body, usize::MAX).await.map_err(Failure::unexpected)?;
    let answer = Answer { at: now, headers: parts.headers.clone(), body: body.clone() };
    state.kept.keep(asked, version, answer);
    Ok(Response::from_parts(parts, Body::from(body)))
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

    fn answer(at: Timestamp, bytes: usize) -> Answer {
        Answer { at, headers: HeaderMap::new(), body: vec![0; bytes].into() }
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
        kept.keep(asked("/a"), before, answer(at, 1));
        assert!(kept.get(&asked("/a"), before, at).is_some());
        assert!(kept.get(&asked("/b"), before, at).is_none());
        assert!(kept.get(&asked("/a"), after, at).is_none());
        let (second, late) = (SignedDuration::from_secs(1), at + LASTS);
        assert!(kept.get(&asked("/a"), before, late - second).is_some());
        assert!(kept.get(&asked("/a"), before, late).is_none());
        assert!(kept.get(&asked("/a"), before, at - second).is_none(), "the clock jumped back");
    }

    #[tokio::test]
    async fn room_is_bounded_and_another_version_takes_all_of_it() {
        let (_folder, before, after) = versions().await;
        let (kept, at) = (Kept::default(), Timestamp::UNIX_EPOCH);
        for number in 0..40 {
            kept.keep(asked(&format!("/{number}")), before, answer(at, 1 << 20));
            assert!(kept.0.lock().unwrap().bytes <= ROOM);
        }
        kept.keep(asked("/39"), before, answer(at, 1));
        kept.keep(asked("/new"), after, answer(at, 3));
        let shelf = kept.0.lock().unwrap();
        assert_eq!((shelf.answers.len(), shelf.bytes), (1, 3));
    }
}
