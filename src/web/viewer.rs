//! Who is looking, and in which language.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use tower_sessions::Session;

use super::{failure::Failure, limits::OverLimit, sessions, token};
use crate::{
    services::Workshop,
    workflow::{Person, Scope, UiLanguage},
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
    /// What they may do here, where they come with a token; a session may all its person may.
    pub scope: Option<Scope>,
    pub language: UiLanguage,
    /// The language this browser was told to use, with or without an account.
    pub chosen_language: Option<UiLanguage>,
    /// Why nobody was looked for, or the session could not be read. Going on as a stranger would tell people their work is gone.
    trouble: Option<Failure>,
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
    let found = match request.extensions().get::<OverLimit>() {
        Some(OverLimit(wait)) => Err(Failure::too_many(*wait)),
        None => who(&workshop, &session, token::of(&request).map(str::to_owned)).await,
    };
    let (person, scope, trouble) = match found {
        Ok((person, scope)) => (person, scope, None),
        Err(failure) => (None, None, Some(failure)),
    };
    let chosen_language = chosen_language(request.headers());
    let language = match &person {
        Some(person) => person.language,
        None => chosen_language.unwrap_or_else(|| wanted_language(request.headers())),
    };
    request.extensions_mut().insert(Viewer { person, scope, language, chosen_language, trouble });
    next.run(request).await
}

/// The layer that refuses to go on when the viewer could not be found out; failures are shown by then.
pub(super) async fn require_identity(
    viewer: Viewer,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    match viewer.trouble {
        Some(failure) => Err(failure),
        None => Ok(next.run(request).await),
    }
}

/// A request that carries a token is judged by it alone.
async fn who(
    workshop: &Workshop,
    session: &Session,
    secret: Option<String>,
) -> Result<(Option<Person>, Option<Scope>), Failure> {
    let Some(secret) = secret else {
        return Ok((signed_in(workshop, session).await?, None));
    };
    let holder = workshop.holder_of_token(&secret).await?;
    let (person, scope) = holder.ok_or_else(Failure::bad_token)?;
    Ok((Some(person), Some(scope)))
}

/// The person of the session; somebody who was blocked is out.
async fn signed_in(workshop: &Workshop, session: &Session) -> Result<Option<Person>, Failure> {
    // Nearly every session is somebody's who may come in.
    let holder = sessions::holder(workshop, session).await?;
    if holder.as_ref().is_some_and(|person| !person.blocked) {
        return Ok(holder);
    }
    let Some(id) = sessions::person(session).await? else { return Ok(None) };
    let person = workshop.person(id).await?.filter(|person| !person.blocked);
    if person.is_none() {
        sessions::sign_out(session).await?;
    }
    Ok(person)
}

/// What was chosen before, from the cookie.
fn chosen_language(headers: &HeaderMap) -> Option<UiLanguage> {
    text(headers, &header::COOKIE)
        .split(';')
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == LANGUAGE_COOKIE)
        .and_then(|(_, value)| language_of(value))
}

/// What the browser asks for, or Chinese.
pub(super) fn wanted_language(headers: &HeaderMap) -> UiLanguage {
    preferred(text(headers, &header::ACCEPT_LANGUAGE)).unwrap_or_default()
}

fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
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
    use axum::http::HeaderValue;

    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_cookie_tells_what_was_chosen() {
        let chosen = |cookie| chosen_language(&headers(header::COOKIE, cookie));
        assert_eq!(chosen("a=b; yiqi_language=zh-CN"), Some(UiLanguage::Chinese));
        assert_eq!(chosen("yiqi_language=en;a=b"), Some(UiLanguage::English));
        assert_eq!(chosen("yiqi_language=fr"), None);
        assert_eq!(chosen("a=b"), None);
    }

    #[test]
    fn the_browser_s_languages_count_by_their_weight() {
        let wanted = |value| wanted_language(&headers(header::ACCEPT_LANGUAGE, value));
        assert_eq!(wanted(""), UiLanguage::Chinese);
        assert_eq!(wanted("fr,de;q=0.5"), UiLanguage::Chinese);
        assert_eq!(wanted("fr, en-GB;q=0.8, zh;q=0.5"), UiLanguage::English);
        assert_eq!(wanted("en;q=0.3,zh-TW"), UiLanguage::Chinese);
    }
}
