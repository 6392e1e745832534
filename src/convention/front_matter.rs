//! The front matter of a post as values: what it says, whatever shape people gave it.

use serde_json::Value;

use super::{Credit, PostMeta, yaml};
use crate::document::{self, BlockKind, Dialect, Document, FrontMatter};

/// Reads the values strictly; the line of an error counts from the start of the file.
pub(crate) fn read(text: &str, matter: &FrontMatter) -> Result<Value, yaml::YamlError> {
    yaml::read(&text[matter.body.clone()]).map_err(|mut error| {
        let before = text[..matter.body.start].matches('\n').count();
        error.line += before;
        error
    })
}

/// What front matter and first heading say of a post; an unreadable front matter says what its lines say.
pub(crate) fn meta(text: &str, dialect: Dialect) -> PostMeta {
    let mut meta = PostMeta::default();
    if let Some(matter) = document::front_matter(text) {
        match yaml::read_leniently::<Value>(&text[matter.body.clone()]) {
            Ok(value) => {
                meta.title = scalar(&value["title"]);
                meta.thumbnail = scalar(&value["thumbnail"]);
                meta.authors = users(&value["authors"]);
                let (proofreaders, translators): (Vec<Credit>, Vec<Credit>) =
                    credits(&value).into_iter().partition(|credit| credit.proofreader);
                let names = |credits: Vec<Credit>| credits.into_iter().map(|it| it.user).collect();
                meta.translators = names(translators);
                meta.proofreaders = names(proofreaders);
            }
            Err(_) => {
                let raw = |key| matter.field(key).map(|field| &text[field.value.clone()]);
                let clean =
                    |value: &str| value.trim_matches(['"', '\'', '“', '”']).trim().to_owned();
                meta.title = raw("title").map(clean).filter(|title| !title.is_empty());
                meta.thumbnail = raw("thumbnail").map(clean).filter(|path| !path.is_empty());
            }
        }
    }
    if meta.title.is_none() {
        meta.title = first_heading(text, dialect);
    }
    meta
}

/// The text of the first heading of level 1, without marks and `[[anchor]]`.
pub(crate) fn first_heading(text: &str, dialect: Dialect) -> Option<String> {
    let document = Document::parse(text, dialect);
    let heading = document
        .blocks()
        .iter()
        .find(|block| block.kind == BlockKind::Heading { level: 1 })
        .map(|block| document.slice(block))?;
    let line = heading.lines().next()?.trim_start_matches(['#', ' ']).trim_end_matches(['#', ' ']);
    let title = line.split("[[").next().unwrap_or(line).trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// A scalar as text; `None` for nothing and for what is nested.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The user names of a list of people, also where items are plain texts or have a misnamed key.
pub(crate) fn users(list: &Value) -> Vec<String> {
    let user = |item: &Value| {
        scalar(item)
            .or_else(|| ["user", "users", "author"].iter().find_map(|key| scalar(&item[*key])))
    };
    match list {
        Value::Array(items) => items.iter().filter_map(user).collect(),
        other => user(other).into_iter().collect(),
    }
}

/// The translators and proofreaders, also under the misnamed key `translator`.
pub(crate) fn credits(value: &Value) -> Vec<Credit> {
    let mut credits = Vec::new();
    for list in [&value["translators"], &value["translator"]] {
        let items: &[Value] = match list {
            Value::Array(items) => items,
            other => std::slice::from_ref(other),
        };
        for item in items {
            let proofreader = item["proofreader"].as_bool().unwrap_or(false);
            credits.extend(users(item).into_iter().map(|user| Credit { user, proofreader }));
        }
    }
    credits
}

/// Whether `translators:` stands inside the list of authors, where nobody finds it.
pub(crate) fn misplaced_translators(value: &Value) -> bool {
    let inside =
        |item: &Value| item.get("translators").is_some() || item.get("translator").is_some();
    value["authors"].as_array().is_some_and(|items| items.iter().any(inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> PostMeta {
        meta(text, Dialect::Markdown)
    }

    #[test]
    fn every_shape_of_authors_is_accepted() {
        let text = "---\ntitle: T\nauthors:\n- ann\n- user: ben\n  guest: true\n- users: cai\n- author: dou\n---\n";
        assert_eq!(of(text).authors, ["ann", "ben", "cai", "dou"]);
    }

    #[test]
    fn proofreaders_are_told_from_translators() {
        let text =
            "---\ntitle: T\ntranslators:\n- user: ben\n- user: cai\n  proofreader: true\n---\n";
        assert_eq!(of(text).translators, ["ben"]);
        assert_eq!(of(text).proofreaders, ["cai"]);
    }

    #[test]
    fn the_singular_translator_is_read() {
        let text = "---\ntitle: T\ntranslator:\n- user: ben\n---\n";
        assert_eq!(of(text).translators, ["ben"]);
    }

    #[test]
    fn an_unreadable_front_matter_does_not_crash_and_keeps_its_title() {
        let text = "---\ntitle: Lite: the small one\nthumbnail: /blog/a.png\n---\n# Other\n";
        let meta = of(text);
        assert_eq!(meta.title.as_deref(), Some("Lite: the small one"));
        assert_eq!(meta.thumbnail.as_deref(), Some("/blog/a.png"));
        assert_eq!(of("---\ntitle: \"开头”\n---\n").title.as_deref(), Some("开头"));
    }

    #[test]
    fn without_front_matter_the_first_heading_is_the_title() {
        assert_eq!(
            of("intro\n\n# The `real` title #\n").title.as_deref(),
            Some("The `real` title")
        );
        assert_eq!(meta("# Setup[[setup]]\n", Dialect::Mdx).title.as_deref(), Some("Setup"));
        assert_eq!(of("```\n# no\n```\n").title, None);
    }

    #[test]
    fn a_byte_order_mark_and_leading_blank_lines_are_read_through() {
        assert_eq!(of("\u{feff}---\ntitle: T\n---\n").title.as_deref(), Some("T"));
        assert_eq!(of("\n\n---\r\ntitle: T\r\n---\r\n").title.as_deref(), Some("T"));
    }

    #[test]
    fn the_line_of_an_error_counts_from_the_start_of_the_file() {
        let text = "---\ntitle: T\nguest: a\nguest: b\n---\n";
        let matter = document::front_matter(text).expect("front matter");
        assert_eq!(read(text, &matter).unwrap_err().line, 4);
    }
}
