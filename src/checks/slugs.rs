//! The anchors of headings, as GitHub and the site make them.

use std::{collections::BTreeMap, sync::LazyLock};

use comrak::Anchorizer;
use regex::Regex;

use super::subject::Text;
use crate::document::BlockKind;

/// What links within a page can lead to.
pub(super) struct Anchors {
    /// The anchor of each heading, in order; an explicit `[[name]]` wins.
    pub headings: Vec<String>,
    /// Names of tags, lower case.
    tags: Vec<String>,
}

impl Anchors {
    pub fn of(text: &Text) -> Self {
        static NAMES: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r#"(?:id|name)\s*=\s*["']?([^"'\s>]+)"#).expect("a constant pattern")
        });
        let mut ids = Anchorizer::new();
        let headings = text.blocks(|kind| matches!(kind, BlockKind::Heading { .. }));
        let headings = headings.map(|(_, heading)| {
            let explicit = heading.rsplit_once("[[").and_then(|(_, rest)| rest.split_once("]]"));
            match explicit {
                Some((name, _)) => name.to_owned(),
                None => ids.anchorize(&visible(heading)),
            }
        });
        let headings = headings.collect();
        let names = text.prose_blocks().flat_map(|(_, html)| NAMES.captures_iter(html));
        let tags = names.map(|found| found[1].to_lowercase()).collect();
        Self { headings, tags }
    }

    /// Whether a link `#name` leads somewhere.
    pub fn has(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.heading(&name).is_some() || self.tags.contains(&name)
    }

    /// The number of the heading a name leads to.
    pub fn heading(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.headings.iter().position(|anchor| anchor.to_lowercase() == name)
    }
}

/// What is seen of a heading: without marks, tags and the addresses of links.
fn visible(heading: &str) -> String {
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]*>|[*`]").expect("a constant pattern")
    });
    let line = heading.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let line = line.trim().trim_start_matches('#').trim().trim_end_matches(['#', ' ']);
    MARKUP.replace_all(line, "$1").trim().to_owned()
}

/// Percent-encoded bytes as text.
pub(super) fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Headings of two texts by number: those of the same place in the outline, where levels tell.
pub(super) fn counterparts(source: &Text, translation: &Text) -> BTreeMap<usize, usize> {
    let levels = |text: &Text| {
        let blocks = text.document.blocks().iter();
        let levels = blocks.filter_map(|block| match block.kind {
            BlockKind::Heading { level } => Some(level),
            _ => None,
        });
        levels.collect::<Vec<u8>>()
    };
    let (old, new) = (levels(source), levels(translation));
    if old.len() == new.len() {
        return (0..old.len()).map(|at| (at, at)).collect();
    }
    // With a heading more or less only the ends that agree are sure.
    let same = |(a, b): &(&u8, &u8)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let tail = tail.min(old.len().min(new.len()).saturating_sub(head));
    let ends = (0..tail).map(|at| (old.len() - 1 - at, new.len() - 1 - at));
    (0..head).map(|at| (at, at)).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Dialect;

    fn anchors(text: &str) -> Vec<String> {
        Anchors::of(&Text::parse(text, Dialect::Markdown)).headings
    }

    #[test]
    fn anchors_are_those_github_makes() {
        let text = "# 使用 `Boat` 划船：快！\n\n## A, *B* & [C](x)\n\n## A, *B* & [C](x)\n\n## Row[[row-here]]\n";
        assert_eq!(anchors(text), ["使用-boat-划船快", "a-b--c", "a-b--c-1", "row-here"]);
    }

    #[test]
    fn names_of_tags_are_anchors_too() {
        let text = Text::parse("<a id=\"Top\"></a>\n\n# 船\n", Dialect::Markdown);
        assert!(Anchors::of(&text).has("top") && Anchors::of(&text).has("船"));
        assert!(!Anchors::of(&text).has("boat"));
    }

    #[test]
    fn headings_of_texts_with_one_more_are_paired_from_both_ends() {
        let parse = |text: &str| Text::parse(text, Dialect::Markdown);
        let (a, b) = (parse("# A\n\n## B\n\n### C\n\n## D\n"), parse("# 甲\n\n## 乙\n\n## 丁\n"));
        let found: Vec<_> = counterparts(&a, &b).into_iter().collect();
        assert_eq!(found, [(0, 0), (1, 1), (3, 2)]);
    }
}
