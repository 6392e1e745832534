//! The changes of a source in their places: which section each is in, and what lies between them.

use crate::{
    document::{BlockKind, Dialect, Document},
    staleness::{Change, Thing},
};

/// Unchanged stretches of no more lines are shown and not folded.
const LINES_SHOWN: usize = 2;

/// A source with its changes, as a reader goes through it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline<'a> {
    pub sections: Vec<Section<'a>>,
}

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section<'a> {
    pub landmark: Landmark,
    /// The heading of the translation that the first change stands under.
    pub translated: Option<String>,
    pub parts: Vec<Part<'a>>,
}

/// Where a section is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landmark {
    FrontMatter,
    /// Before the first heading.
    Start,
    Heading(String),
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Part<'a> {
    Change(&'a Change),
    Still(Still),
}

/// Lines of the source that are not shown as changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// 1-based inclusive lines.
    pub lines: (usize, usize),
    pub text: String,
    /// The last line with text before the change that follows, with its number.
    pub last: (usize, String),
}

impl Still {
    /// Whether it is short enough to be shown as it is.
    pub fn is_short(&self) -> bool {
        self.text.lines().filter(|line| !line.trim().is_empty()).count() <= LINES_SHOWN
    }

    pub fn count(&self) -> usize {
        self.lines.1 - self.lines.0 + 1
    }
}

impl Section<'_> {
    pub fn changes(&self) -> usize {
        self.parts.iter().filter(|part| matches!(part, Part::Change(_))).count()
    }
}

/// The headings of a text with their lines.
struct Headings(Vec<(usize, String)>);

impl Headings {
    fn of(text: &str, dialect: Dialect) -> Self {
        let document = Document::parse(text, dialect);
        let headings = document.blocks().iter().filter_map(|block| {
            let BlockKind::Heading { .. } = block.kind else { return None };
            Some((block.lines.0, plain(document.slice(block))))
        });
        Self(headings.collect())
    }

    /// The heading a line stands under, itself included.
    fn above(&self, line: usize) -> Option<&(usize, String)> {
        self.0.iter().rev().find(|(at, _)| *at <= line)
    }
}

/// A heading without its marks.
fn plain(heading: &str) -> String {
    let line = heading.trim().lines().next().unwrap_or_default();
    let text = line.trim_start_matches('#').trim().trim_end_matches('#').trim_end();
    let end = text.find("[[").unwrap_or(text.len());
    text[..end].trim().to_owned()
}

impl<'a> Outline<'a> {
    /// Places changes in the source at head, in the order of its lines.
    pub fn of(
        source: &str,
        target: Option<&str>,
        dialect: Dialect,
        changes: impl IntoIterator<Item = &'a Change>,
    ) -> Self {
        let mut placed: Vec<(usize, usize, &Change)> = changes
            .into_iter()
            .map(|change| (first_line(change), last_line(change), change))
            .collect();
        placed.sort_by_key(|(first, _, _)| *first);
        let headings = Headings::of(source, dialect);
        let translated = target.map(|text| Headings::of(text, dialect));
        let lines: Vec<&str> = source.lines().collect();
        let mut outline = Self { sections: Vec::new() };
        let mut next_line = 1;
        for (first, last, change) in placed {
            let above = headings.above(first);
            let landmark = match above {
                _ if change.block() == Thing::Field => Landmark::FrontMatter,
                Some((_, heading)) => Landmark::Heading(heading.clone()),
                None => Landmark::Start,
            };
            // What lies before the heading of a new section still belongs to the one before it.
            let begins = above.map_or(first, |(at, _)| *at).clamp(next_line, first.max(next_line));
            if outline.sections.last().is_none_or(|section| section.landmark != landmark) {
                outline.still(&lines, next_line, begins);
                next_line = next_line.max(begins);
                outline.sections.push(Section {
                    landmark,
                    translated: translated.as_ref().and_then(|known| {
                        known.above(change.target_lines?.0).map(|(_, heading)| heading.clone())
                    }),
                    parts: Vec::new(),
                });
                // The heading itself names the section.
                next_line = next_line.max(begins + 1).min(first.max(next_line));
            }
            outline.still(&lines, next_line, first);
            next_line = next_line.max(last + 1);
            if let Some(section) = outline.sections.last_mut() {
                section.parts.push(Part::Change(change));
            }
        }
        outline.still(&lines, next_line, lines.len() + 1);
        outline
    }

    /// Adds the lines from one to before another to the last section; before the first section there is
    /// nothing to add to, and whoever looks for a change needs no text above it.
    fn still(&mut self, lines: &[&str], from: usize, to: usize) {
        let Some(section) = self.sections.last_mut() else { return };
        let Some(between) = lines.get(from - 1..to.saturating_sub(1)) else { return };
        let is_text = |line: &&str| !line.trim().is_empty();
        let Some(first) = between.iter().position(&is_text) else { return };
        let end = between.iter().rposition(is_text).map_or(first, |last| last + 1);
        let last = end - 1;
        section.parts.push(Part::Still(Still {
            lines: (from + first, from + last),
            text: between[first..end].join("\n"),
            last: (from + last, between[last].to_owned()),
        }));
    }
}

/// Where a change begins in the source at head.
fn first_line(change: &Change) -> usize {
    change.source_lines.map_or_else(|| change.stood_after.unwrap_or(0) + 1, |(first, _)| first)
}

/// Where it ends; before it begins, for a block that is gone.
fn last_line(change: &Change) -> usize {
    change.source_lines.map_or_else(|| change.stood_after.unwrap_or(0), |(_, last)| last)
}
