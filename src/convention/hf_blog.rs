//! The Hugging Face blog: `<slug>.md` listed in `_blog.yml`, translated as `zh/<slug>.md`.
//!
//! The index had six keys until October 2025 (`local`, `title`, `author`, `thumbnail`, `date`,
//! `tags`, some with `guest`) and has exactly `local`, `date`, `tags` since. Both are written here,
//! each into a file of its own form, because histories and forks hold both.

use serde::Deserialize;

use super::{
    ConventionError, IndexEntry, dates,
    index::{Text, Texts, bad_index, read_list},
    index_text::{self, Item},
    yaml,
};
use crate::ids::{RepoPath, Slug};

pub(crate) const INDEX_NAME: &str = "_blog.yml";

/// Where the blog's relative paths lead to; `/blog/` is the root of the repository.
pub(crate) const SITE: &str = "https://huggingface.co/blog/";

/// The keys of an entry in the present form, in their order.
const PRESENT_KEYS: [&str; 3] = ["local", "date", "tags"];

#[derive(Deserialize)]
struct RawEntry {
    #[serde(default)]
    local: Text,
    #[serde(default)]
    title: Text,
    #[serde(default)]
    date: Text,
    #[serde(default)]
    tags: Texts,
}

/// Reads the entries that have a local file.
pub(crate) fn read_index(path: &RepoPath, text: &str) -> Result<Vec<IndexEntry>, ConventionError> {
    Ok(read_raw(path, text)?.into_iter().filter_map(IndexEntry::from_raw).collect())
}

fn read_raw(path: &RepoPath, text: &str) -> Result<Vec<RawEntry>, ConventionError> {
    read_list(path, text)
}

impl IndexEntry {
    fn from_raw(raw: RawEntry) -> Option<Self> {
        let slug = Slug::new(raw.local.0.filter(|local| !local.is_empty())?);
        Some(Self { slug, title: raw.title.0, date: raw.date.0, tags: raw.tags.0 })
    }
}

/// An index as YAML reads it and as lines, which must agree before anything is edited.
struct Index<'a> {
    path: &'a RepoPath,
    text: &'a str,
    entries: Vec<RawEntry>,
    items: Vec<Item>,
}

impl<'a> Index<'a> {
    fn read(path: &'a RepoPath, text: &'a str) -> Result<Self, ConventionError> {
        let entries = read_raw(path, text)?;
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let items = index_text::items(text, start..text.len()).map_err(|strange| {
            bad_index(path, format!("line {} is not in the block style of the index", strange.0))
        })?;
        let same = items.len() == entries.len()
            && items
                .iter()
                .zip(&entries)
                .all(|(item, entry)| item.field("local").is_some() == entry.local.0.is_some());
        if !same {
            return Err(bad_index(
                path,
                "its entries do not each start with `- ` on a line of their own; it has to be edited by hand",
            ));
        }
        Ok(Self { path, text, entries, items })
    }

    fn position(&self, slug: &Slug) -> Option<usize> {
        self.entries.iter().position(|entry| entry.local.0.as_deref() == Some(slug.as_str()))
    }

    /// Whether most entries have more than the present keys; `None` for an empty index.
    fn has_old_form(&self) -> Option<bool> {
        let old = self.items.iter().filter(|item| item.field("title").is_some()).count();
        (!self.items.is_empty()).then_some(old * 2 > self.items.len())
    }

    /// Lines of an entry, field by field, without the indentation of the list.
    fn fields(&self, at: usize) -> Vec<(&str, String)> {
        let item = &self.items[at];
        let clean = |span: std::ops::Range<usize>| {
            let lines = self.text[span].lines().enumerate().map(|(at, line)| {
                let line = line.trim_end();
                let indent = line.len() - line.trim_start_matches(' ').len();
                if at == 0 { line } else { &line[indent.min(item.indent)..] }
            });
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        };
        item.fields.iter().map(|field| (field.key.as_str(), clean(field.span.clone()))).collect()
    }
}

/// The target index with an entry for `slug`; `None` where it has one already.
///
/// The entry comes after the last one that is not younger, so that the file stays as sorted as it was.
pub(crate) fn with_entry(
    slug: &Slug,
    (source_path, source_index): (&RepoPath, &str),
    (target_path, target_index): (&RepoPath, &str),
    translated_title: Option<&str>,
) -> Result<Option<String>, ConventionError> {
    let target = Index::read(target_path, target_index)?;
    if target.position(slug).is_some() {
        return Ok(None);
    }
    let source = Index::read(source_path, source_index)?;
    let at = source.position(slug).ok_or_else(|| {
        bad_index(
            source_path,
            format!("there is no entry for {slug}, so its date and tags are unknown"),
        )
    })?;
    let old_form = target.has_old_form().or(source.has_old_form()).unwrap_or(false);
    let lines = entry_lines(&source.fields(at), old_form, translated_title, target.items.first());
    let place = place_by_date(&source, at, &target);
    let gap = index_text::usual_gap(target_index, &target.items, 1);
    let edited = index_text::insert(target_index, &target.items, place, gap, &lines);
    verify(&target, slug, &edited)?;
    Ok(Some(edited))
}

/// The entry of the source, cut to the form of the target and with the title translated.
fn entry_lines(
    fields: &[(&str, String)],
    old_form: bool,
    title: Option<&str>,
    sibling: Option<&Item>,
) -> String {
    let mut lines: Vec<String> = if old_form {
        let translated = title.map(|title| format!("title: {}", yaml::scalar(title)));
        let has_title = fields.iter().any(|(key, _)| *key == "title");
        let mut lines = Vec::new();
        for (key, text) in fields {
            match (*key, &translated) {
                ("title", Some(title)) => lines.push(title.clone()),
                ("local", Some(title)) if !has_title => lines.extend([text.clone(), title.clone()]),
                _ => lines.push(text.clone()),
            }
        }
        lines
    } else {
        let of = |key| fields.iter().find(|(name, _)| *name == key);
        PRESENT_KEYS.iter().filter_map(|key| of(*key)).map(|(_, text)| text.clone()).collect()
    };
    if !old_form && let Some(date) = lines.iter_mut().find(|line| line.starts_with("date:")) {
        *date = with_text_date(date);
    }
    let margin = " ".repeat(sibling.map_or(0, |item| item.indent));
    let mut entry = String::new();
    for (at, field) in lines.iter().enumerate() {
        for (row, line) in field.lines().enumerate() {
            let lead = match (at, row) {
                (0, 0) => "- ",
                (_, 0) => "  ",
                _ => "",
            };
            let end = if entry.is_empty() { "" } else { "\n" };
            entry.push_str(&format!("{end}{margin}{lead}{line}"));
        }
    }
    entry
}

/// The checks upstream read an unquoted ISO date as a date, not a string, and refuse it.
fn with_text_date(line: &str) -> String {
    let value = line.trim_start_matches("date:").trim();
    let is_iso = value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok();
    if is_iso { format!("date: {}", yaml::double_quoted(value)) } else { line.to_owned() }
}

/// The entry of the target after which an entry of the source belongs.
fn place_by_date(source: &Index<'_>, at: usize, target: &Index<'_>) -> Option<usize> {
    let date_of = |entry: &RawEntry| entry.date.0.as_deref().and_then(dates::read);
    let Some(date) = date_of(&source.entries[at]) else {
        return target.entries.len().checked_sub(1);
    };
    let not_younger = |entry: &RawEntry| date_of(entry).is_some_and(|other| other <= date);
    target.entries.iter().rposition(not_younger)
}

/// Reads the edited text again: exactly one more entry, and it is ours.
fn verify(before: &Index<'_>, slug: &Slug, edited: &str) -> Result<(), ConventionError> {
    let after = read_raw(before.path, edited)?;
    let ours = after.iter().filter(|entry| entry.local.0.as_deref() == Some(slug.as_str())).count();
    if after.len() == before.entries.len() + 1 && ours == 1 {
        return Ok(());
    }
    Err(bad_index(
        before.path,
        format!("an entry for {slug} cannot be added safely; edit it by hand"),
    ))
}

/// What is strange about a file in the folder of the translations, in English.
pub(crate) fn oddity(path: &str, folder: &str) -> Option<String> {
    let name = path.strip_prefix(folder)?;
    if name == INDEX_NAME || name.contains('/') {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("_blog") && (lower.ends_with(".yml") || lower.ends_with(".yaml")) {
        return Some(format!(
            "{path} looks like a copy of {folder}{INDEX_NAME} and is not read; remove it"
        ));
    }
    (!name.contains('.'))
        .then(|| format!("{path} has no .md extension, so it is no post; rename it"))
}

#[cfg(test)]
#[path = "hf_blog_tests.rs"]
mod tests;
