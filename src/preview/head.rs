//! The head of a post, from its front matter.

use serde::Deserialize;

/// What the blog shows above a post.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    title: Option<String>,
    thumbnail: Option<String>,
    authors: Vec<String>,
    translators: Vec<String>,
    /// Last line of the front matter; 0 where there is none.
    last_line: usize,
}

#[derive(Deserialize, Default)]
struct Fields {
    title: Option<String>,
    thumbnail: Option<String>,
    #[serde(default)]
    authors: Vec<Name>,
    #[serde(default)]
    translators: Vec<Name>,
}

/// A person is named by a mapping (`- user: somebody`) or by the name alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Entry { user: String },
    Plain(String),
}

/// Takes the front matter off a text; blank lines stand in its place, so that lines keep their numbers.
pub(super) fn split(text: &str) -> (Head, String) {
    let Some(length) = front_matter_length(text) else {
        return (Head::default(), text.to_owned());
    };
    let (front_matter, body) = text.split_at(length);
    let yaml = front_matter.trim_start_matches("---").trim_end().trim_end_matches("---");
    let fields: Fields = serde_saphyr::from_str(yaml).unwrap_or_default();
    let lines = front_matter.matches('\n').count();
    let head = Head {
        title: fields.title,
        thumbnail: fields.thumbnail,
        authors: names(fields.authors),
        translators: names(fields.translators),
        last_line: lines.max(1),
    };
    (head, "\n".repeat(lines) + body)
}

fn names(entries: Vec<Name>) -> Vec<String> {
    entries
        .into_iter()
        .map(|name| match name {
            Name::Entry { user } | Name::Plain(user) => user,
        })
        .collect()
}

/// Length of the front matter in bytes, both lines of dashes included.
fn front_matter_length(text: &str) -> Option<usize> {
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let is_dashes = line.trim_end() == "---";
        if index == 0 && !is_dashes {
            return None;
        }
        at += line.len();
        if index > 0 && is_dashes {
            return Some(at);
        }
    }
    None
}

impl Head {
    /// The head as HTML, empty where there is nothing to show.
    pub(super) fn to_html(&self) -> String {
        if self.title.is_none() && self.thumbnail.is_none() && self.authors.is_empty() {
            return String::new();
        }
        let mut html =
            format!("<header class=\"post-head\" data-sourcepos=\"1:1-{}:3\">", self.last_line);
        if let Some(thumbnail) = &self.thumbnail {
            html +=
                &format!("<img class=\"post-thumbnail\" alt=\"\" src=\"{}\">", escape(thumbnail));
        }
        if let Some(title) = &self.title {
            html += &format!("<h1>{}</h1>", escape(title));
        }
        for (class, people) in [("authors", &self.authors), ("translators", &self.translators)] {
            if !people.is_empty() {
                html += &format!("<p class=\"{class}\">{}</p>", escape(&people.join(" · ")));
            }
        }
        html + "</header>\n"
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    comrak::html::escape(&mut escaped, text).expect("writing to a string does not fail");
    escaped
}
