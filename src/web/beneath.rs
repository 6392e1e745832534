//! The site beneath a path of its host (`https://x.org/yiqi/`).
//!
//! Inside, every address begins at `/`. Where `public_url` has a path, it is taken off requests on their
//! way in, and put before the addresses of answers on their way out: in `Location`, in the paths of cookies,
//! and in the attributes of pages that lead somewhere. Pages are read tag by tag, so that an address a post speaks of is text and
//! stays as it is. Where there is no path nothing of this happens.
//!
//! A proxy may hand requests on with the path or without it; both are understood.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Uri, header, uri::PathAndQuery},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use memchr::{memchr, memchr2};
use url::Url;

use super::failure::Failure;

/// Attributes that hold an address of ours; the last one a script makes links of.
const ADDRESSES: [&str; 6] = ["href", "src", "action", "formaction", "data-board", "data-live"];

/// The path before every address, such as `/yiqi`: it begins with a `/` and does not end with one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base(Arc<str>);

impl Base {
    /// The path of an address; `None` where the site has its host to itself.
    pub(super) fn of(public_url: Option<&Url>) -> Option<Self> {
        let path = public_url?.path().trim_end_matches('/');
        (!path.is_empty()).then(|| Self(path.into()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an address is one of ours, as it is written inside.
    fn is_ours(address: &str) -> bool {
        address.starts_with('/') && !address.starts_with("//")
    }

    /// A path without the base; `None` where it does not begin with it.
    fn within<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(&*self.0)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// A page with the base before every address of ours.
    fn put_before(&self, html: &str) -> String {
        let mut made = String::with_capacity(html.len() + html.len() / 16);
        let bytes = html.as_bytes();
        let mut at = 0;
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            let tag = at + found;
            made.push_str(&html[at..tag]);
            at = self.tag(html, tag, &mut made);
        }
        made.push_str(&html[at..]);
        made
    }

    /// Copies the tag at `begin`; returns where it ends.
    fn tag(&self, html: &str, begin: usize, made: &mut String) -> usize {
        let bytes = html.as_bytes();
        if html[begin..].starts_with("<!--") {
            let end = html[begin..].find("-->").map_or(html.len(), |length| begin + length + 3);
            made.push_str(&html[begin..end]);
            return end;
        }
        let mut at = begin;
        while let Some(found) = memchr2(b'"', b'>', &bytes[at..]) {
            let place = at + found;
            if bytes[place] == b'>' {
                made.push_str(&html[at..=place]);
                return place + 1;
            }
            let value = place + 1;
            let end = memchr(b'"', &bytes[value..]).map_or(html.len(), |length| value + length);
            let name = html[at..place].trim_end_matches('=');
            let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
            made.push_str(&html[at..value]);
            if ADDRESSES.contains(&name) && Self::is_ours(&html[value..end]) {
                made.push_str(&self.0);
            }
            let after = (end + 1).min(html.len());
            made.push_str(&html[value..after]);
            at = after;
        }
        made.push_str(&html[at..]);
        html.len()
    }
}

/// The site as its host shows it.
pub(super) fn mount(router: Router, base: Option<Base>) -> Router {
    match base {
        None => router,
        // Around a router of its own: what is asked for is changed before anything is matched.
        Some(base) => {
            Router::new().fallback_service(router).layer(from_fn_with_state(base, take_off))
        }
    }
}

/// Takes the base off what is asked for.
async fn take_off(State(base): State<Base>, mut request: Request, next: Next) -> Response {
    if let Some(uri) = without(&base, request.uri()) {
        *request.uri_mut() = uri;
    }
    next.run(request).await
}

fn without(base: &Base, uri: &Uri) -> Option<Uri> {
    let path = base.within(uri.path())?;
    let path = if path.is_empty() { "/" } else { path };
    let inside = match uri.query() {
        Some(query) => format!("{path}?{query}").parse::<PathAndQuery>(),
        None => path.parse(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(inside.ok()?);
    Uri::from_parts(parts).ok()
}

/// Puts the base before the addresses of an answer.
pub(super) async fn put_before(State(base): State<Base>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    keep_cookies_here(&base, response.headers_mut());
    let located = response.headers().get(header::LOCATION).and_then(|it| it.to_str().ok());
    if let Some(address) = located.filter(|address| Base::is_ours(address)) {
        let there = HeaderValue::from_str(&format!("{}{address}", base.as_str()));
        if let Ok(there) = there {
            response.headers_mut().insert(header::LOCATION, there);
        }
    }
    if !is_page(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Pages are made whole before they are sent, so that this waits for nothing.
    let html = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => return Failure::unexpected(error).into_response(),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(base.put_before(&html)))
}

/// Keeps cookies from the other sites of this host.
fn keep_cookies_here(base: &Base, headers: &mut HeaderMap) {
    let here = format!("Path={}", base.as_str());
    if let header::Entry::Occupied(mut cookies) = headers.entry(header::SET_COOKIE) {
        for cookie in cookies.iter_mut() {
            let Ok(text) = cookie.to_str() else { continue };
            let parts = text.split("; ").map(|part| if part == "Path=/" { &*here } else { part });
            if let Ok(kept) = HeaderValue::from_str(&parts.collect::<Vec<_>>().join("; ")) {
                *cookie = kept;
            }
        }
    }
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Base {
        let url = "https://x.example/yiqi/".parse().expect("an address");
        Base::of(Some(&url)).expect("a base")
    }

    #[test]
    fn a_host_of_its_own_has_no_base() {
        for url in ["https://x.example", "https://x.example/"] {
            assert_eq!(Base::of(Some(&url.parse().unwrap())), None, "{url}");
        }
        assert_eq!(Base::of(None), None);
        assert_eq!(base().as_str(), "/yiqi");
    }

    #[test]
    fn addresses_in_tags_get_it_and_text_does_not() {
        let page = concat!(
            r#"<!-- <a href="/x"> --><a class="a > b" href="/mine">href="/mine"</a>"#,
            r#"<form method="post" action="/p/blog/claim"><input name="back" value="/mine">"#,
            r#"<img src="//host/x"><a href="https://host/x"><a href="mine"><a title="/" data-href="/y">"#,
            r#"<code>&lt;a href="/blog"&gt;</code> 1 < 2 <script src="/assets/a.js"></script>"#,
        );
        let expected = page
            .replace(r#"b" href="/mine""#, r#"b" href="/yiqi/mine""#)
            .replace("/p/blog", "/yiqi/p/blog")
            .replace("/assets", "/yiqi/assets");
        assert_eq!(base().put_before(page), expected);
    }

    #[test]
    fn a_page_that_breaks_off_is_copied_to_its_end() {
        for page in
            ["<a href=\"/x", "<a href=", "<", "<!-- never ends", "a < b", "译 <a href=\"/译"]
        {
            let made = base().put_before(page);
            assert_eq!(made.replace("/yiqi", ""), page);
        }
    }

    #[test]
    fn cookies_stay_beneath_it() {
        let mut headers = HeaderMap::new();
        for cookie in ["a=b; HttpOnly; SameSite=Lax; Path=/; Max-Age=9", "c=Path=/"] {
            headers.append(header::SET_COOKIE, HeaderValue::from_static(cookie));
        }
        keep_cookies_here(&base(), &mut headers);
        let kept: Vec<_> = headers.get_all(header::SET_COOKIE).iter().collect();
        assert_eq!(kept, ["a=b; HttpOnly; SameSite=Lax; Path=/yiqi; Max-Age=9", "c=Path=/"]);
    }

    #[test]
    fn requests_come_with_it_or_without() {
        let inside = |uri: &str| without(&base(), &uri.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(inside("/yiqi").as_deref(), Some("/"));
        assert_eq!(inside("/yiqi/").as_deref(), Some("/"));
        assert_eq!(inside("/yiqi?q=a").as_deref(), Some("/?q=a"));
        assert_eq!(inside("/yiqi/p/blog?q=%E4%BD%A0").as_deref(), Some("/p/blog?q=%E4%BD%A0"));
        assert_eq!(inside("/p/blog"), None);
        assert_eq!(inside("/yiqing"), None);
    }
}
