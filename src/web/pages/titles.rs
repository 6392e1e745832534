//! Titles of posts, and the language each is written in.

use std::collections::HashMap;

use crate::{document::is_han, ids::Slug};

/// The language of a title: the translation's, or the source's where there is no translation yet.
pub(super) fn tongue(title: &str) -> &'static str {
    if title.chars().any(is_han) { "zh-CN" } else { "en" }
}

/// The title of a post with its language; its address where no title is known.
pub(super) fn titled<'a>(
    titles: &'a HashMap<Slug, String>,
    slug: &'a Slug,
) -> (&'a str, &'static str) {
    let title = titles.get(slug).map_or_else(|| slug.as_str(), String::as_str);
    (title, tongue(title))
}
