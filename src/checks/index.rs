//! The index of the translations: what upstream's checks refuse, and agreement with the source's index.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Finding, Level, fix::Fix, identified, in_order, misspelt::distance, subject::shown};
use crate::{
    convention::{
        Convention, ConventionKind, front_matter as values,
        index_text::{self, Item},
        yaml,
    },
    document::is_han,
    ids::Slug,
};

const KEYS: [&str; 3] = ["local", "date", "tags"];
/// Those of the form before October 2025.
const OLD_KEYS: [&str; 7] = ["local", "title", "author", "thumbnail", "date", "tags", "guest"];
/// Slips of so many letters are seen through.
const NEAR: usize = 3;

/// The folder an index lies in.
pub struct Folder<'a> {
    /// The posts that are files there.
    pub slugs: &'a [Slug],
    /// The index of the sources.
    pub source_index: Option<&'a str>,
}

/// Checks the index of the translations. Conventions without one of this kind have no findings.
pub fn check_index(convention: &Convention, folder: &Folder<'_>, text: &str) -> Vec<Finding> {
    if convention.kind() != ConventionKind::HfBlog {
        return Vec::new();
    }
    let index = match Index::read(text) {
        Ok(index) => index,
        Err(finding) => return identified(vec![*finding]),
    };
    let source = folder.source_index.and_then(|text| Index::read(text).ok());
    let is_old = index.is_old();
    let mut findings = Vec::new();
    let mut seen = BTreeMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        let place = index.lines(at);
        findings.extend(index.keys(at, is_old));
        let Some(local) = values::scalar(&entry["local"]) else { continue };
        if let Some(first) = seen.insert(local.clone(), at) {
            let line = index.lines(first).0;
            findings.push(
                Finding::new(
                    "index.duplicate",
                    Level::Error,
                    place,
                    format!("{local} 在第 {line} 行已有条目；请删去其一"),
                    format!("{local} has an entry in line {line} already; remove one"),
                )
                .about(local.as_str())
                .fixed_by(index.without(at).map(Fix::offered)),
            );
        }
        findings.extend(index.file(at, &local, folder.slugs));
        findings.extend(index.date(at, convention));
        findings.extend(index.tags(at));
        let original = source.as_ref().and_then(|source| Some((source, source.position(&local)?)));
        findings
            .extend(original.into_iter().flat_map(|(source, from)| index.agrees(at, source, from)));
    }
    findings.extend(index.order(convention));
    findings.extend(
        folder
            .slugs
            .iter()
            .filter(|slug| !seen.contains_key(slug.as_str()))
            .map(|slug| unlisted(slug, (text.lines().count().max(1), text.lines().count().max(1)))),
    );
    let mut findings = identified(findings);
    in_order(&mut findings);
    findings
}

/// A post without an entry, told at a place of a file.
pub(super) fn unlisted(slug: &Slug, lines: (usize, usize)) -> Finding {
    Finding::new(
        "index.missing_entry",
        Level::Error,
        lines,
        format!("_blog.yml 里没有 {slug} 的条目，站点不会列出这篇文章；请补上 local、date、tags"),
        format!("_blog.yml has no entry for {slug}, so the site does not list the post; add local, date, tags"),
    )
    .about(slug.as_str())
}

/// What the index beside a post says of it: whether it is there at all.
pub fn check_listed(slug: &Slug, index: &str) -> Vec<Finding> {
    let Ok(index) = Index::read(index) else { return Vec::new() };
    if index.position(slug.as_str()).is_some() {
        return Vec::new();
    }
    identified(vec![unlisted(slug, (1, 1))])
}

/// An index as values and as lines.
struct Index<'a> {
    text: &'a str,
    entries: Vec<Value>,
    items: Vec<Item>,
}

impl<'a> Index<'a> {
    fn read(text: &'a str) -> Result<Self, Box<Finding>> {
        let broken = |line: usize, message: &str| {
            Box::new(
                Finding::new(
                    "index.yaml",
                    Level::Error,
                    (line.max(1), line.max(1)),
                    format!("索引不是合法的 YAML（{message}），整个 /blog/zh 会因此打不开；检查引号与缩进"),
                    format!("the index is no valid YAML ({message}), which takes /blog/zh down; check quotes and indents"),
                )
                .about("yaml"),
            )
        };
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        if let Some(line) = text
            .lines()
            .position(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "))
        {
            return Err(broken(line + 1, "conflict marker"));
        }
        let entries: Option<Vec<Value>> =
            yaml::read(&text[start..]).map_err(|error| broken(error.line, &error.message))?;
        let items = index_text::items(text, start..text.len())
            .map_err(|strange| broken(strange.0, "not an entry of the list"))?;
        let entries = entries.unwrap_or_default();
        if entries.len() != items.len() {
            return Err(broken(1, "entries do not each begin with `- `"));
        }
        Ok(Self { text, entries, items })
    }

    fn position(&self, local: &str) -> Option<usize> {
        self.entries
            .iter()
            .position(|entry| values::scalar(&entry["local"]).as_deref() == Some(local))
    }

    /// Whether most entries have the keys of the former form.
    fn is_old(&self) -> bool {
        let old = self.items.iter().filter(|item| item.field("title").is_some()).count();
        old * 2 > self.items.len()
    }

    fn line_of(&self, at: usize) -> usize {
        index_text::line_number(self.text, at)
    }

    /// The lines of an entry.
    fn lines(&self, at: usize) -> (usize, usize) {
        let span = &self.items[at].span;
        (self.line_of(span.start), self.line_of(span.end.saturating_sub(1).max(span.start)))
    }

    /// The lines of a field of an entry.
    fn field_lines(&self, at: usize, key: &str) -> (usize, usize) {
        let Some(field) = self.items[at].field(key) else { return self.lines(at) };
        (
            self.line_of(field.span.start),
            self.line_of(field.span.end.saturating_sub(1).max(field.span.start)),
        )
    }

    /// What stands after the colon of a field of one line.
    fn value(&self, at: usize, key: &str) -> Option<(std::ops::Range<usize>, &'a str)> {
        let span = self.items[at].field(key)?.span.clone();
        let text = self.text[span.clone()].trim_end();
        let value = text.split_once(':')?.1.trim_start();
        let start = span.start + text.len() - value.len();
        (!value.contains('\n')).then_some((start..start + value.len(), value))
    }

    fn local(&self, at: usize) -> String {
        values::scalar(&self.entries[at]["local"]).unwrap_or_else(|| "?".to_owned())
    }

    fn without(&self, at: usize) -> Option<Fix> {
        let span = self.items[at].span.clone();
        let rest = &self.text[span.end..];
        let blank = rest.len() - rest.trim_start_matches(['\n', '\r', ' ']).len();
        // The indentation of the next entry stays.
        let kept = rest[..blank].len() - rest[..blank].trim_end_matches(' ').len();
        Some(Fix::replace(span.start..span.end + blank - kept, ""))
    }

    /// The keys and their order.
    fn keys(&self, at: usize, is_old: bool) -> Option<Finding> {
        let allowed: &[&str] = if is_old { &OLD_KEYS } else { &KEYS };
        let found: Vec<&str> =
            self.items[at].fields.iter().map(|field| field.key.as_str()).collect();
        let needed = KEYS.iter().filter(|key| !found.contains(*key)).copied();
        let missing: Vec<&str> = needed.collect();
        let unknown: Vec<&str> =
            found.iter().filter(|key| !allowed.contains(*key)).copied().collect();
        let local = self.local(at);
        if !missing.is_empty() || !unknown.is_empty() {
            let list = |names: &[&str]| {
                if names.is_empty() { "—".to_owned() } else { names.join("、") }
            };
            return Some(
                Finding::new(
                    "index.keys",
                    Level::Error,
                    self.lines(at),
                    format!("条目 {local} 的键不对：缺少 {}，多出 {}；应为 local、date、tags", list(&missing), list(&unknown)),
                    format!("the keys of entry {local} are wrong: missing {}, unknown {}; write local, date, tags", missing.join(", "), unknown.join(", ")),
                )
                .about(local),
            );
        }
        let places: Vec<usize> =
            found.iter().filter_map(|key| allowed.iter().position(|other| other == key)).collect();
        // `guest` stood in several places of the former form.
        let in_order = places.iter().filter(|place| **place != 6).is_sorted();
        (!in_order).then(|| {
            Finding::new(
                "index.key_order",
                Level::Warning,
                self.lines(at),
                format!("条目 {local} 的键的顺序与原文索引不同；应为 {}", allowed.join("、")),
                format!(
                    "the keys of entry {local} are in another order than the source's; write {}",
                    allowed.join(", ")
                ),
            )
            .about(local)
        })
    }

    /// The file an entry is about.
    fn file(&self, at: usize, local: &str, slugs: &[Slug]) -> Option<Finding> {
        if slugs.is_empty() || slugs.iter().any(|slug| slug.as_str() == local) {
            return None;
        }
        let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<_>>();
        let wanted = letters(local);
        let near = slugs
            .iter()
            .map(|slug| (distance(&wanted, &letters(slug.as_str()), NEAR), slug))
            .filter(|(far, _)| *far <= NEAR)
            .min_by_key(|(far, _)| *far)
            .map(|(_, slug)| slug);
        let (zh, en) = match near {
            Some(near) => (
                format!("没有文件 {local}.md；是不是 {near}？"),
                format!("there is no file {local}.md; is it {near}?"),
            ),
            None => (
                format!("没有文件 {local}.md；请改正 local，或删去这一条"),
                format!("there is no file {local}.md; correct `local`, or remove the entry"),
            ),
        };
        let fix = near.zip(self.value(at, "local"));
        let fix = fix.map(|(near, (span, _))| Fix::replace(span, near.as_str()));
        Some(
            Finding::new("index.no_file", Level::Error, self.field_lines(at, "local"), zh, en)
                .about(local)
                .fixed_by(fix),
        )
    }

    fn date(&self, at: usize, convention: &Convention) -> Option<Finding> {
        let (span, value) = self.value(at, "date")?;
        let local = self.local(at);
        let bare = value.trim_matches(['"', '\'']);
        let is_iso = bare == value && value.len() == 10 && value.as_bytes()[4] == b'-';
        if !is_iso && convention.read_date(bare).is_some() {
            return None;
        }
        let (zh, en, fix) = if is_iso {
            (
                format!(
                    "日期 {value} 会被 YAML 当作日期而不是文字，站点会拒绝；请写成原文索引那样（如 Oct 21, 2025）"
                ),
                format!(
                    "YAML reads {value} as a date and not as text, which upstream refuses; write it as the source's index does (Oct 21, 2025)"
                ),
                Some(Fix::replace(span, format!("\"{value}\""))),
            )
        } else {
            (
                format!("读不懂日期“{value}”；请照抄原文索引里的日期"),
                format!("the date {value:?} cannot be read; copy it from the source's index"),
                None,
            )
        };
        Some(
            Finding::new("index.date", Level::Error, self.field_lines(at, "date"), zh, en)
                .about(format!("{local}\n{value}"))
                .fixed_by(fix),
        )
    }

    /// Tags are a list, one to a line.
    fn tags(&self, at: usize) -> Option<Finding> {
        let tags = &self.entries[at]["tags"];
        let local = self.local(at);
        let list = tags.as_array();
        let run_together = list
            .into_iter()
            .flatten()
            .find_map(|tag| values::scalar(tag).filter(|tag| tag.contains(" - ")));
        if list.is_some() && run_together.is_none() {
            return None;
        }
        let shown_tag = run_together.unwrap_or_else(|| shown(&tags.to_string()));
        Some(
            Finding::new(
                "index.tags",
                if list.is_some() { Level::Warning } else { Level::Error },
                self.field_lines(at, "tags"),
                format!("条目 {local} 的 tags 应是列表，每个标签一行；现在是 {shown_tag}"),
                format!("the tags of entry {local} must be a list, one to a line; now they are {shown_tag}"),
            )
            .about(local),
        )
    }

    /// Date, tags and title, compared with the entry of the source.
    fn agrees(&self, at: usize, source: &Index<'_>, from: usize) -> Vec<Finding> {
        let local = self.local(at);
        let mut findings = Vec::new();
        let date = |index: &Index<'_>, at: usize| values::scalar(&index.entries[at]["date"]);
        if let (Some(wanted), Some(found)) = (date(source, from), date(self, at))
            && wanted != found
        {
            let fix = self.value(at, "date").zip(source.value(from, "date"));
            findings.push(
                Finding::new(
                    "index.date_differs",
                    Level::Warning,
                    self.field_lines(at, "date"),
                    format!("条目 {local} 的日期与原文索引不同；应为 {wanted}"),
                    format!(
                        "the date of entry {local} differs from the source's; it should be {wanted}"
                    ),
                )
                .about(format!("{local}\n{found}"))
                .fixed_by(fix.map(|((span, _), (_, wanted))| Fix::replace(span, wanted))),
            );
        }
        let tags = |index: &Index<'_>, at: usize| {
            let list = index.entries[at]["tags"].as_array();
            list.into_iter().flatten().filter_map(values::scalar).collect::<BTreeSet<_>>()
        };
        let (wanted, found) = (tags(source, from), tags(self, at));
        if wanted != found && !found.is_empty() {
            let wanted = wanted.into_iter().collect::<Vec<_>>();
            findings.push(
                Finding::new(
                    "index.tags_differ",
                    Level::Info,
                    self.field_lines(at, "tags"),
                    format!("条目 {local} 的标签与原文索引不同；原文是 {}", wanted.join("、")),
                    format!(
                        "the tags of entry {local} differ from the source's: {}",
                        wanted.join(", ")
                    ),
                )
                .about(local.as_str()),
            );
        }
        if let (Some(wanted), Some(found)) = (
            values::scalar(&source.entries[from]["title"]),
            values::scalar(&self.entries[at]["title"]),
        ) && wanted == found
            && !found.chars().any(is_han)
        {
            findings.push(
                Finding::new(
                    "index.title_untranslated",
                    Level::Warning,
                    self.field_lines(at, "title"),
                    format!("条目 {local} 的标题还没有翻译；请译成中文"),
                    format!("the title of entry {local} is not translated yet; translate it"),
                )
                .about(local),
            );
        }
        findings
    }

    /// The first entry that is older than the one before.
    fn order(&self, convention: &Convention) -> Option<Finding> {
        let dates: Vec<(usize, String)> = (0..self.entries.len())
            .filter_map(|at| {
                let date = values::scalar(&self.entries[at]["date"])?;
                Some((at, convention.read_date(&date)?))
            })
            .collect();
        let pair = dates.windows(2).find(|pair| pair[1].1 < pair[0].1)?;
        let at = pair[1].0;
        let local = self.local(at);
        Some(
            Finding::new(
                "index.order",
                Level::Info,
                self.lines(at),
                format!("条目 {local} 比上一条更早；索引按日期从早到晚排列"),
                format!("entry {local} is older than the one before; the index goes by date"),
            )
            .about(local),
        )
    }
}
