//! Reads that are asked again and again: GitHub tells by an `ETag` whether its answer still holds, and
//! charges nothing for saying so (<https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api>).
//!
//! The answers are kept in memory alone. A start costs one full round, and nothing can be out of step.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use octocrab::Octocrab;
use serde::de::DeserializeOwned;

use super::{Client, GithubError};

/// So many answers are kept; who asks for more pays for some of them again.
const MOST_ANSWERS: usize = 512;

/// Answers by the path they were asked under.
#[derive(Default)]
pub(super) struct Remembered(Mutex<HashMap<String, Answer>>);

/// An answer, and the page that follows it.
#[derive(Debug, Clone)]
struct Answer {
    etag: HeaderValue,
    body: Bytes,
    next: bool,
}

/// One page of a list.
#[derive(Debug)]
pub(super) struct Listed<T> {
    pub items: Vec<T>,
    /// Whether there are more.
    pub has_next: bool,
}

impl Client {
    /// A page of a list (`path` with its query), from memory where GitHub says that nothing changed.
    pub(super) async fn listed<T: DeserializeOwned>(
        &self,
        what: &str,
        path: &str,
    ) -> Result<Listed<T>, GithubError> {
        let known = self.wire.remembered.get(path);
        let asked = known.as_ref().map(|known| known.etag.clone());
        let answer = self.read(what, |api| ask(api, path, asked.clone())).await?;
        let (body, has_next) = match (answer, known) {
            (None, Some(known)) => (known.body, known.next),
            (None, None) => {
                let problem = "304 to a question without a condition".to_owned();
                return Err(GithubError::Unexpected { what: what.into(), problem });
            }
            (Some((headers, body)), _) => {
                let next = has_next(&headers);
                if let Some(etag) = headers.get(header::ETAG).cloned() {
                    self.wire.remembered.keep(path, Answer { etag, body: body.clone(), next });
                }
                (body, next)
            }
        };
        let items = serde_json::from_slice(&body).map_err(|error| GithubError::Unexpected {
            what: what.into(),
            problem: error.to_string(),
        })?;
        Ok(Listed { items, has_next })
    }

    /// A whole list, up to `most_pages` of a hundred; whether that was all.
    pub(super) async fn listed_whole<T: DeserializeOwned>(
        &self,
        what: &str,
        path: &str,
        most_pages: u32,
    ) -> Result<(Vec<T>, bool), GithubError> {
        let mut all = Vec::new();
        let separator = if path.contains('?') { '&' } else { '?' };
        for page in 1..=most_pages {
            let path = format!("{path}{separator}per_page=100&page={page}");
            let listed = self.listed(what, &path).await?;
            all.extend(listed.items);
            if !listed.has_next {
                return Ok((all, true));
            }
        }
        Ok((all, false))
    }
}

/// `None`: the answer known under the tag still holds.
async fn ask(
    api: Octocrab,
    path: &str,
    known: Option<HeaderValue>,
) -> octocrab::Result<Option<(HeaderMap, Bytes)>> {
    let mut request = http::Request::get(path);
    if let Some(etag) = known {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    let answer = api.execute(api.build_request(request, None::<&()>)?).await?;
    if answer.status() == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    let (parts, body) = octocrab::map_github_error(answer).await?.into_parts();
    Ok(Some((parts.headers, body.collect().await?.to_bytes())))
}

/// Whether GitHub names a page that follows.
fn has_next(headers: &HeaderMap) -> bool {
    let links = headers.get(header::LINK).and_then(|links| links.to_str().ok());
    links.is_some_and(|links| links.split(',').any(|link| link.contains("rel=\"next\"")))
}

impl Remembered {
    fn get(&self, path: &str) -> Option<Answer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn keep(&self, path: &str, answer: Answer) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_ANSWERS && !known.contains_key(path) {
            known.clear();
        }
        known.insert(path.to_owned(), answer);
    }
}
