//! Feeds: what is new, as Atom (RFC 4287).
//!
//! An entry keeps its id for as long as the installation keeps its address. A post that falls behind again
//! is a new entry, since its id names the commit that moved its source on.

use askama::Template;
use jiff::Timestamp;

use super::urls;
use crate::{
    services::views::{FeedEntry, FeedKind, FeedView},
    texts::Texts,
};

/// One feed.
#[derive(Debug, Clone, Template)]
#[template(path = "feed.atom", escape = "html")]
pub struct FeedPage {
    pub texts: Texts,
    /// Address of the installation without a path (`https://yiqi.example`).
    pub origin: String,
    pub view: FeedView,
}

impl FeedPage {
    fn id(&self) -> String {
        format!("{}{}", self.origin, urls::feed(&self.view.project, self.view.kind))
    }

    /// The address of this very rendering.
    fn own_address(&self) -> String {
        match self.texts.tag() {
            "en" => format!("{}?language=en", self.id()),
            _ => self.id(),
        }
    }

    fn title(&self) -> String {
        let what = self.texts.get(title_key(self.view.kind));
        let name = clean(&self.view.name);
        self.texts.with("feed-title", &[("project", name.into()), ("what", what.into())])
    }

    fn board_address(&self) -> String {
        format!("{}{}", self.origin, urls::board(&self.view.project))
    }

    /// When the newest line is from.
    fn updated(&self) -> String {
        let newest = self.view.entries.iter().map(|entry| entry.at).max();
        stamp(newest.unwrap_or(self.view.at))
    }

    fn stamp(&self, entry: &FeedEntry) -> String {
        stamp(entry.at)
    }

    fn entry_id(&self, entry: &FeedEntry) -> String {
        format!("{}#{}", self.id(), urls::encode(&entry.key))
    }

    fn entry_address(&self, entry: &FeedEntry) -> String {
        format!("{}{}", self.origin, urls::post(&self.view.project, &entry.slug))
    }

    /// The Chinese title where there is one, with the English one behind it.
    fn entry_title(&self, entry: &FeedEntry) -> String {
        clean(&match (&entry.target_title, &entry.source_title) {
            (Some(chinese), Some(english)) if chinese != english => {
                format!("{chinese} — {english}")
            }
            (Some(title), _) | (None, Some(title)) => title.clone(),
            (None, None) => entry.slug.to_string(),
        })
    }

    fn people(&self, entry: &FeedEntry) -> Vec<String> {
        let names = entry.people.iter().map(|name| clean(name));
        names.filter(|name| !name.trim().is_empty()).collect()
    }

    fn tags(&self, entry: &FeedEntry) -> Vec<String> {
        entry.tags.iter().map(|tag| clean(tag)).collect()
    }

    fn summary(&self, entry: &FeedEntry) -> String {
        let counts = [("words", entry.words.into()), ("changes", entry.changes.into())];
        match self.view.kind {
            FeedKind::New => self.texts.with("feed-summary-new", &counts[..1]),
            FeedKind::Published => self.texts.get("feed-summary-published"),
            FeedKind::Stale => self.texts.with("feed-summary-stale", &counts),
        }
    }
}

/// The name of what a feed tells of.
pub(super) const fn title_key(kind: FeedKind) -> &'static str {
    match kind {
        FeedKind::New => "feed-new",
        FeedKind::Published => "feed-published",
        FeedKind::Stale => "feed-stale",
    }
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A text without what XML cannot hold, however it is escaped.
fn clean(text: &str) -> String {
    let is_allowed = |c: char| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|c| is_allowed(*c)).collect()
}

#[cfg(test)]
mod tests {
    use quick_xml::{Reader, events::Event};

    use super::*;
    use crate::workflow::UiLanguage;

    fn feed(kind: FeedKind, titles: &[&str]) -> String {
        let at: Timestamp = "2026-05-01T08:00:00.75Z".parse().expect("a moment");
        let entries = titles.iter().map(|title| FeedEntry {
            slug: "a/b c".into(),
            key: "a/b c@0123456789".into(),
            at,
            source_title: Some((*title).into()),
            target_title: None,
            people: vec!["ann".into(), " ".into()],
            tags: vec!["llm".into()],
            words: 1200,
            changes: 2,
        });
        let view = FeedView {
            project: "blog".into(),
            name: "A & B".into(),
            kind,
            at,
            entries: entries.collect(),
        };
        let texts = Texts::new(UiLanguage::Chinese);
        FeedPage { texts, origin: "https://yiqi.example".into(), view }
            .render()
            .expect("it renders")
    }

    /// What stands inside elements of a name, in a feed that is well-formed.
    fn inside(feed: &str, name: &str) -> Vec<String> {
        let mut reader = Reader::from_str(feed);
        let (mut open, mut found) = (false, Vec::new());
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) if start.name().as_ref() == name => {
                    open = true;
                    found.push(String::new());
                }
                Event::End(end) if end.name().as_ref() == name => open = false,
                Event::Text(text) if open => {
                    *found.last_mut().expect("one") += &text;
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    #[test]
    fn a_feed_has_what_the_standard_asks_for() {
        let text = feed(FeedKind::Stale, &["Kites"]);
        let feed_id = "https://yiqi.example/p/blog/feeds/stale.atom";
        assert_eq!(inside(&text, "id"), [feed_id, &format!("{feed_id}#a/b%20c%400123456789")]);
        assert_eq!(inside(&text, "updated"), ["2026-05-01T08:00:00Z"; 2]);
        assert_eq!(inside(&text, "name"), ["译起", "ann"]);
        assert!(text.contains(&format!(
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"{feed_id}\"/>"
        )));
        assert!(text.contains("href=\"https://yiqi.example/p/blog/posts/a/b%20c\""), "{text}");
        assert_eq!(inside(&text, "summary"), ["原文改了 2 处，约 1,200 词要跟上。"]);
    }

    #[test]
    fn titles_of_any_kind_leave_the_feed_well_formed() {
        let text = feed(FeedKind::New, &["a < b & \"c\" ]]>", "bell\u{7}\u{1b}", "𠮷 emoji 🪁"]);
        assert_eq!(inside(&text, "title").len(), 4);
        assert!(!text.contains('\u{7}'));
    }

    #[test]
    fn a_feed_without_lines_is_as_old_as_its_project() {
        assert_eq!(inside(&feed(FeedKind::Published, &[]), "updated"), ["2026-05-01T08:00:00Z"]);
    }
}
