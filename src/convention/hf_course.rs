//! The Hugging Face course: `chapters/en/**.mdx`, translated as `chapters/zh-CN/**.mdx`.
//!
//! The index is a `_toctree.yml` of sections that hold chapters (`local`, `title`) and may nest. A
//! chapter is put where its neighbours are: the translated file may lack sections and name them otherwise.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use serde::Deserialize;

use super::{
    ConventionError, IndexEntry,
    index::{Text, bad_index, read_list},
    index_text::{self, Item},
    yaml,
};
use crate::ids::{RepoPath, Slug};

pub(crate) const INDEX_NAME: &str = "_toctree.yml";

#[derive(Deserialize)]
struct RawNode {
    #[serde(default)]
    local: Text,
    /// One chapter per framework, as older versions of the course had it.
    #[serde(default)]
    local_fw: BTreeMap<String, Text>,
    #[serde(default)]
    title: Text,
    #[serde(default)]
    sections: Vec<RawNode>,
}

impl RawNode {
    fn locals(&self) -> impl Iterator<Item = &str> {
        self.local
            .0
            .iter()
            .chain(self.local_fw.values().filter_map(|text| text.0.as_ref()))
            .map(String::as_str)
    }

    fn has(&self, slug: &Slug) -> bool {
        self.locals().any(|local| local == slug.as_str())
    }

    /// Whether the chapter is here or in a section below.
    fn holds(&self, slug: &str) -> bool {
        self.locals().any(|local| local == slug)
            || self.sections.iter().any(|node| node.holds(slug))
    }

    fn collect(&self, entries: &mut Vec<IndexEntry>) {
        entries.extend(self.locals().map(|local| IndexEntry {
            slug: Slug::new(local),
            title: self.title.0.clone(),
            date: None,
            tags: Vec::new(),
        }));
        self.sections.iter().for_each(|node| node.collect(entries));
    }
}

/// Reads all chapters, in order.
pub(crate) fn read_index(path: &RepoPath, text: &str) -> Result<Vec<IndexEntry>, ConventionError> {
    let nodes: Vec<RawNode> = read_list(path, text)?;
    let mut entries = Vec::new();
    nodes.iter().for_each(|node| node.collect(&mut entries));
    Ok(entries)
}

/// A list of nodes as YAML reads it, beside its lines.
struct List<'a> {
    path: &'a RepoPath,
    text: &'a str,
    nodes: &'a [RawNode],
    items: Vec<Item>,
}

impl<'a> List<'a> {
    fn read(
        path: &'a RepoPath,
        text: &'a str,
        nodes: &'a [RawNode],
        within: Range<usize>,
    ) -> Result<Self, ConventionError> {
        let items = index_text::items(text, within).map_err(|strange| {
            bad_index(path, format!("line {} is not in the block style of the index", strange.0))
        })?;
        if items.len() != nodes.len() {
            return Err(bad_index(
                path,
                "its entries do not each start with `- ` on a line of their own; it has to be edited by hand",
            ));
        }
        Ok(Self { path, text, nodes, items })
    }

    /// The list below the node at `at`; `None` for a chapter.
    fn below(&self, at: usize) -> Result<Option<Self>, ConventionError> {
        let nodes = &self.nodes[at].sections;
        let Some(field) = self.items[at].field("sections").filter(|_| !nodes.is_empty()) else {
            return Ok(None);
        };
        let first_line = self.text[field.span.clone()]
            .find('\n')
            .map_or(field.span.end, |at| field.span.start + at + 1);
        Self::read(self.path, self.text, nodes, first_line..field.span.end).map(Some)
    }

    /// The item at `at`, with its margin taken off.
    fn lines(&self, at: usize) -> String {
        let item = &self.items[at];
        let margin = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let lines =
            self.text[item.span.clone()].lines().map(|line| &line[margin(line).min(item.indent)..]);
        lines.map(str::trim_end).collect::<Vec<_>>().join("\n")
    }
}

/// The way from the root of the source's table to a chapter: positions, outermost first.
fn way_to(nodes: &[RawNode], slug: &Slug) -> Option<Vec<usize>> {
    nodes.iter().enumerate().find_map(|(at, node)| {
        if node.has(slug) {
            return Some(vec![at]);
        }
        way_to(&node.sections, slug).map(|below| [vec![at], below].concat())
    })
}

/// The target table with the chapter in it; `None` where it has it already.
pub(crate) fn with_entry(
    slug: &Slug,
    (source_path, source_index): (&RepoPath, &str),
    (target_path, target_index): (&RepoPath, &str),
    translated_title: Option<&str>,
) -> Result<Option<String>, ConventionError> {
    let target_nodes: Vec<RawNode> = read_list(target_path, target_index)?;
    if target_nodes.iter().any(|node| node.holds(slug.as_str())) {
        return Ok(None);
    }
    let source_nodes: Vec<RawNode> = read_list(source_path, source_index)?;
    let way = way_to(&source_nodes, slug)
        .ok_or_else(|| bad_index(source_path, format!("there is no chapter {slug} in it")))?;
    let mut source = List::read(source_path, source_index, &source_nodes, 0..source_index.len())?;
    let mut target = List::read(target_path, target_index, &target_nodes, 0..target_index.len())?;
    let mut default_gap = 1;
    // Down both tables as long as the target has the section; then what is missing is put in whole.
    for (depth, at) in way.iter().enumerate() {
        let leaf = depth + 1 == way.len();
        let section = if leaf { None } else { same_section(source.nodes, *at, target.nodes) };
        let (Some(section), Some(next_source)) = (section, source.below(*at)?) else {
            let lines = missing_lines(&source, &way[depth..], slug, translated_title)?;
            let edited = put(&target, place(source.nodes, *at, target.nodes), default_gap, &lines);
            return verify(target_path, &target_nodes, slug, edited).map(Some);
        };
        let Some(next_target) = target.below(section)? else { break };
        (source, target, default_gap) = (next_source, next_target, 0);
    }
    Err(bad_index(target_path, format!("a chapter {slug} cannot be added safely; edit it by hand")))
}

/// The section of the target that holds a chapter of the source's section.
fn same_section(source: &[RawNode], at: usize, target: &[RawNode]) -> Option<usize> {
    let mut chapters = Vec::new();
    source[at].collect(&mut chapters);
    target.iter().position(|node| {
        !node.sections.is_empty()
            && chapters.iter().any(|chapter| node.holds(chapter.slug.as_str()))
    })
}

/// The target's node after which a node of the source belongs: the one that corresponds to the
/// nearest earlier node of the source.
fn place(source: &[RawNode], at: usize, target: &[RawNode]) -> Option<usize> {
    source[..at].iter().rev().find_map(|earlier| {
        let mut chapters = Vec::new();
        earlier.collect(&mut chapters);
        target
            .iter()
            .rposition(|node| chapters.iter().any(|chapter| node.holds(chapter.slug.as_str())))
    })
}

/// The lines of a chapter, with its title translated, inside the sections the target lacks.
fn missing_lines(
    source: &List<'_>,
    way: &[usize],
    slug: &Slug,
    title: Option<&str>,
) -> Result<String, ConventionError> {
    let (at, below) = way.split_first().expect("a way has at least one step");
    if below.is_empty() {
        return Ok(with_title(&source.lines(*at), &source.items[*at], title));
    }
    let inner = source.below(*at)?.ok_or_else(|| {
        bad_index(source.path, format!("the section of {slug} cannot be read as lines"))
    })?;
    let chapter = missing_lines(&inner, below, slug, title)?;
    let section = source.nodes[*at].title.0.as_deref().unwrap_or_default();
    let indented: Vec<_> = chapter.lines().map(|line| format!("  {line}")).collect();
    Ok(format!("- title: {}\n  sections:\n{}", yaml::scalar(section), indented.join("\n")))
}

fn with_title(lines: &str, item: &Item, title: Option<&str>) -> String {
    let (Some(title), Some(_)) = (title, item.field("title")) else {
        return lines.to_owned();
    };
    let replaced = lines.lines().map(|line| {
        let lead = line.len() - line.trim_start_matches(['-', ' ']).len();
        match line[lead..].starts_with("title:") {
            true => format!("{}title: {}", &line[..lead], yaml::scalar(title)),
            false => line.to_owned(),
        }
    });
    replaced.collect::<Vec<_>>().join("\n")
}

fn put(target: &List<'_>, after: Option<usize>, default_gap: usize, lines: &str) -> String {
    let margin = " ".repeat(target.items.first().map_or(0, |item| item.indent));
    let lines: Vec<_> = lines.lines().map(|line| format!("{margin}{line}")).collect();
    let gap = index_text::usual_gap(target.text, &target.items, default_gap);
    index_text::insert(target.text, &target.items, after, gap, &lines.join("\n"))
}

/// Reads the edited table again: every chapter that was there still is, in order, and ours is new.
fn verify(
    path: &RepoPath,
    before: &[RawNode],
    slug: &Slug,
    edited: String,
) -> Result<String, ConventionError> {
    let after = read_index(path, &edited)?;
    let mut expected = Vec::new();
    before.iter().for_each(|node| node.collect(&mut expected));
    let known: BTreeSet<_> = expected.iter().map(|entry| &entry.slug).collect();
    let still = after.iter().filter(|entry| known.contains(&entry.slug));
    if still.eq(&expected) && after.iter().any(|entry| entry.slug == *slug) {
        return Ok(edited);
    }
    Err(bad_index(path, format!("a chapter {slug} cannot be added safely; edit it by hand")))
}

#[cfg(test)]
#[path = "hf_course_tests.rs"]
mod tests;
