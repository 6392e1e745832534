//! Who is looking, and in which language.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use tower_sessions::Session;

use super::{failure::Failure, sessions};
use crate::{
    services::Workshop,
    workflow::{Person, UiLanguage},
};

/// Name of the cookie that remembers a language without an account.
const LANGUAGE_COOKIE: &str = "yiqi_language";

/// The cookie that remembers a language for a year; nothing in it is secret.
pub(super) const fn language_cookie(language: UiLanguage) -> &'static str {
    match language {
        UiLanguage::Chinese => {
            "yiqi_language=zh-CN; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
        }
        UiLanguage::English => "yiqi_language=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
    }
}

/// Found out once per request, before any handler runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Viewer {
    pub person: Option<Person>,
    pub language: UiLanguage,
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The layer that finds it out.
pub(super) async fn identify(
    State(workshop): State<Workshop>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let (person, trouble) = match signed_in(&workshop, &session).await {
        Ok(person) => (person, None),
        Err(failure) => (None, Some(failure)),
    };
    let language = match &person {
        Some(person) => person.language,
        None => guess_language(request.headers()),
    };
    request.extensions_mut().insert(Viewer { person, language });
    if let Some(failure) = trouble {
        // Going on as a stranger would hide from people that their work is there.
        request.extensions_mut().insert(failure);
    }
    next.run(request).await
}

/// The layer that refuses to go on when the viewer could not be found out; failures are shown by then.
pub(super) async fn require_identity(request: Request, next: Next) -> Result<Response, Failure> {
    match request.extensions().get::<Failure>() {
        Some(failure) => Err(failure.clone()),
        None => Ok(next.run(request).await),
    }
}

/// The person of the session; somebody who was blocked is out.
async fn signed_in(workshop: &Workshop, session: &Session) -> Result<Option<Person>, Failure> {
    let Some(id) = sessions::person(session).await? else { return Ok(None) };
    let person = workshop.person(id).await?.filter(|person| !person.blocked);
    if person.is_none() {
        sessions::sign_out(session).await?;
    }
    Ok(person)
}

/// Without an account: what was chosen before, then what the browser asks for, then Chinese.
fn guess_language(headers: &HeaderMap) -> UiLanguage {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let chosen = text(header::COOKIE)
        .split(';')
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == LANGUAGE_COOKIE)
        .and_then(|(_, value)| language_of(value));
    chosen.or_else(|| preferred(text(header::ACCEPT_LANGUAGE))).unwrap_or_default()
}

/// The language of the interface that a language tag stands for.
fn language_of(tag: &str) -> Option<UiLanguage> {
    match tag.split('-').next()?.to_ascii_lowercase().as_str() {
        "zh" => Some(UiLanguage::Chinese),
        "en" => Some(UiLanguage::English),
        _ => None,
    }
}

/// The known language with the greatest weight in an `Accept-Language` header.
fn preferred(header: &str) -> Option<UiLanguage> {
    let mut best: Option<(f32, UiLanguage)> = None;
    for entry in header.split(',') {
        let (tag, weight) = entry.split_once(";q=").unwrap_or((entry, "1"));
        let weight: f32 = weight.trim().parse().unwrap_or(0.0);
        if let Some(language) = language_of(tag.trim())
            && weight > best.map_or(0.0, |(greatest, _)| greatest)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(headers: &[(header::HeaderName, &str)]) -> UiLanguage {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().expect("a header value")))
            .collect();
        guess_language(&headers)
    }

    #[test]
    fn the_chosen_language_comes_before_the_browser_s() {
        use UiLanguage::{Chinese, English};
        let accept = header::ACCEPT_LANGUAGE;
        assert_eq!(guess(&[]), Chinese);
        assert_eq!(guess(&[(accept.clone(), "fr,de;q=0.5")]), Chinese);
        assert_eq!(guess(&[(accept.clone(), "fr, en-GB;q=0.8, zh;q=0.5")]), English);
        assert_eq!(guess(&[(accept.clone(), "en;q=0.3,zh-TW")]), Chinese);
        let cookie = "a=b; yiqi_language=zh-CN";
        assert_eq!(guess(&[(accept, "en"), (header::COOKIE, cookie)]), Chinese);
    }
}
