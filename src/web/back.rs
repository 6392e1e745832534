//! Addresses to return to, which come from outside and must stay on this site.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Deserializer};

/// A path of this site, with its query; anything else becomes `/`.
///
/// Browsers read `//host`, `/\host` and control characters in ways that lead elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocalPath(String);

impl LocalPath {
    /// Takes a text from outside.
    pub(super) fn new(text: &str) -> Self {
        let is_local = text.starts_with('/')
            && !text.starts_with("//")
            && !text.contains('\\')
            && !text.chars().any(char::is_control);
        Self(if is_local { text } else { "/" }.to_owned())
    }

    /// The page a request came from, where that is one of the site at `origin`.
    pub(super) fn of_referer(headers: &HeaderMap, origin: &str) -> Option<Self> {
        let referer = headers.get(header::REFERER)?.to_str().ok()?;
        let rest = referer.strip_prefix(origin)?;
        let path = rest.split('#').next().unwrap_or_default();
        Some(Self::new(path)).filter(|_| path.starts_with('/'))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for LocalPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl<'de> Deserialize<'de> for LocalPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

impl IntoResponse for LocalPath {
    /// Sends the browser there with a GET.
    fn into_response(self) -> Response {
        // A header holds visible ASCII only.
        let address: String = self.0.chars().map(percent_encoded).collect();
        Redirect::to(&address).into_response()
    }
}

fn percent_encoded(c: char) -> String {
    if c.is_ascii_graphic() {
        return c.to_string();
    }
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_taken() {
        for good in ["/", "/mine", "/p/blog?q=a&page=2", "/p/blog/posts/你好"] {
            assert_eq!(LocalPath::new(good).as_str(), good);
        }
        for bad in [
            "",
            "mine",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/x\r\nSet-Cookie: a=b",
        ] {
            assert_eq!(LocalPath::new(bad).as_str(), "/", "{bad:?}");
        }
    }

    #[test]
    fn whoever_came_from_this_site_is_led_back_and_nobody_elsewhere() {
        let page = |referer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, referer.parse().expect("a header"));
            LocalPath::of_referer(&headers, "https://yiqi.example").map(|path| path.0)
        };
        assert_eq!(page("https://yiqi.example/p/a?q=1#x").as_deref(), Some("/p/a?q=1"));
        for foreign in ["https://evil.example/", "https://yiqi.example.evil/", "/p/a", ""] {
            assert_eq!(page(foreign), None, "{foreign:?}");
        }
    }

    #[test]
    fn a_path_with_chinese_characters_fits_into_a_header() {
        let response = LocalPath::new("/posts/你 好").into_response();
        assert_eq!(response.headers()["location"], "/posts/%E4%BD%A0%20%E5%A5%BD");
    }
}
