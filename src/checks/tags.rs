//! Tags: pairs that no longer match, and embedded things that were lost.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::Regex;

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
};
use crate::document::{Dialect, Piece};

/// Tags whose lost half swallows or spills what stands around it.
const GRAVE: [&str; 12] = [
    "Tip", "Tips", "details", "summary", "figure", "table", "div", "iframe", "video", "Youtube",
    "center", "script",
];
/// What a reader misses when it is gone.
const EMBEDDED: [&str; 8] =
    ["iframe", "video", "audio", "Youtube", "gradio-app", "script", "figure", "details"];
/// Tags without an end.
const LONE: [&str; 12] =
    ["br", "img", "hr", "input", "source", "meta", "link", "col", "wbr", "area", "embed", "p"];

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(source) = subject.source else { return Vec::new() };
    let is_mdx = subject.convention.dialect() == Dialect::Mdx;
    let (original, translated) = (Tags::of(source), Tags::of(&subject.translation));
    let mut findings = unbalanced(&original, &translated, is_mdx);
    findings.extend(lost(subject, &original, &translated, is_mdx));
    findings.extend(empty_links(subject, source));
    findings
}

/// How often each tag opens and closes, and where it does first.
struct Tags<'a>(BTreeMap<&'a str, Count>);

#[derive(Default)]
struct Count {
    opened: usize,
    closed: usize,
    line: usize,
}

impl<'a> Tags<'a> {
    fn of(text: &'a Text) -> Self {
        static TAG: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"</?([A-Za-z][A-Za-z0-9.-]*)((?:\s[^<>]*)?)/?>")
                .expect("a constant pattern")
        });
        let mut tags: BTreeMap<&str, Count> = BTreeMap::new();
        // What stands in inline code or in a comment is shown and not meant.
        let code = code_spans(text);
        for (block, slice) in text.prose_blocks() {
            let slice_start = block.span.start;
            for found in TAG.captures_iter(slice) {
                let whole = found.get(0).expect("group 0 is the match");
                let at = slice_start + whole.start();
                if code.iter().any(|(from, to)| (*from..*to).contains(&at)) {
                    continue;
                }
                let name = found.get(1).map_or("", |name| name.as_str());
                let tag = tags.entry(name).or_default();
                if tag.line == 0 {
                    tag.line = block.lines.0 + slice[..whole.start()].matches('\n').count();
                }
                if whole.as_str().starts_with("</") {
                    tag.closed += 1;
                } else if !whole.as_str().ends_with("/>") {
                    tag.opened += 1;
                } else {
                    // One that closes itself counts as a pair.
                    tag.opened += 1;
                    tag.closed += 1;
                }
            }
        }
        Self(tags)
    }
}

/// The inline code and the comments.
fn code_spans(text: &Text) -> Vec<(usize, usize)> {
    let code = text.picked(|piece| match piece {
        Piece::Code(code) => Some(code),
        _ => None,
    });
    let mut spans: Vec<_> =
        code.into_iter().map(|place| (place.span.start, place.span.end)).collect();
    let text = text.text();
    for (at, _) in text.match_indices("<!--") {
        let end = text[at..].find("-->").map_or(text.len(), |end| at + end);
        spans.push((at, end));
    }
    spans
}

/// Tags such as `<Tip>` that open and close in the source and no longer do.
fn unbalanced(original: &Tags<'_>, translated: &Tags<'_>, is_mdx: bool) -> Vec<Finding> {
    let none = Count::default();
    let broken = translated.0.iter().filter(|(name, found)| {
        let wanted = original.0.get(*name).unwrap_or(&none);
        // `<模型>` in brackets is a placeholder; a tag nobody knows is told where the source has it.
        let is_known = GRAVE.contains(name)
            || original.0.contains_key(*name)
            || is_mdx && name.starts_with(|c: char| c.is_ascii_uppercase());
        let was_whole = wanted.opened == wanted.closed;
        is_known && !LONE.contains(name) && was_whole && found.opened != found.closed
    });
    let findings = broken.map(|(name, found)| {
        let is_grave =
            GRAVE.contains(name) || is_mdx && name.starts_with(|c: char| c.is_ascii_uppercase());
        let level = if is_grave { Level::Error } else { Level::Warning };
        Finding::new(
            "leftovers.tag_unbalanced",
            level,
            (found.line, found.line),
            format!("<{name}> 与 </{name}> 不成对；请对照原文补全"),
            format!("<{name}> and </{name}> do not match; compare with the source"),
        )
        .about(*name)
    });
    findings.collect()
}

/// Players, frames and components that the translation has fewer of.
fn lost(
    subject: &Subject<'_>,
    original: &Tags<'_>,
    translated: &Tags<'_>,
    is_mdx: bool,
) -> Vec<Finding> {
    let lost = original.0.iter().filter_map(|(name, wanted)| {
        let is_component = is_mdx && name.starts_with(|c: char| c.is_ascii_uppercase());
        let found = translated.0.get(name).map_or(0, |found| found.opened);
        ((EMBEDDED.contains(name) || is_component) && found < wanted.opened)
            .then_some((name, wanted, found))
    });
    let findings = lost.map(|(name, wanted, found)| {
        let (line, count) = (wanted.line, wanted.opened);
        Finding::new(
            "leftovers.tag_lost",
            Level::Warning,
            subject.counterpart(line),
            format!("原文有 {count} 处 <{name}>（第 {line} 行起），译文只有 {found} 处；请照抄补上"),
            format!("the source has {count} times <{name}> (from line {line}), the translation {found}; copy what is missing"),
        )
        .about(*name)
        .at_source((line, line))
    });
    findings.collect()
}

/// Links and captions whose words were lost: `<a href="…"></a>`, `[](…)`.
fn empty_links(subject: &Subject<'_>, source: &Text) -> Vec<Finding> {
    static EMPTY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"<a\s[^<>]*href\s*=[^<>]*>\s*</a>|<figcaption[^<>]*>\s*</figcaption>|(^|[^!\]])\[\s*\]\([^()\s]+\)"#)
            .expect("a constant pattern")
    });
    let known: BTreeSet<&str> =
        EMPTY.find_iter(source.text()).map(|found| found.as_str().trim()).collect();
    let mut findings = Vec::new();
    for (number, _, line) in subject.translation.prose_lines() {
        for found in EMPTY.find_iter(line) {
            if known.contains(found.as_str().trim()) || found.as_str().contains("id=") {
                continue;
            }
            findings.push(
                Finding::new(
                    "links.empty",
                    Level::Warning,
                    (number, number),
                    format!("这里的链接或图注没有文字（{}），读者看不到；请按原文补上", shown(found.as_str())),
                    format!("this link or caption has no words ({}), so nobody sees it; add those of the source", shown(found.as_str())),
                )
                .about(found.as_str()),
            );
        }
    }
    findings
}
