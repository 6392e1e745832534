//! Headings: the one title, and the same outline as the source.

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
};
use crate::document::{BlockKind, Dialect};

struct Heading<'a> {
    level: u8,
    lines: (usize, usize),
    text: &'a str,
}

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let translated = headings(&subject.translation);
    let mut findings = empty(&translated);
    let Some(source) = &subject.source else { return findings };
    let original = headings(source);
    findings.extend(title(subject, &original, &translated));
    findings.extend(outline(&original, &translated));
    if subject.convention.dialect() == Dialect::Mdx {
        findings.extend(anchors(&original, &translated));
    }
    findings
}

fn headings(text: &Text) -> Vec<Heading<'_>> {
    let blocks = text.blocks(|kind| matches!(kind, BlockKind::Heading { .. }));
    let heading = blocks.filter_map(|(block, text)| match block.kind {
        BlockKind::Heading { level } => Some(Heading { level, lines: block.lines, text }),
        _ => None,
    });
    heading.collect()
}

fn empty(headings: &[Heading<'_>]) -> Vec<Finding> {
    let empty = headings.iter().filter(|heading| heading.text.trim_matches(['#', ' ']).is_empty());
    let finding = |heading: &Heading<'_>| {
        Finding::new(
            "headings.empty",
            Level::Warning,
            heading.lines,
            "这个标题是空的",
            "this heading is empty",
        )
    };
    empty.map(finding).collect()
}

fn title(
    subject: &Subject<'_>,
    original: &[Heading<'_>],
    translated: &[Heading<'_>],
) -> Option<Finding> {
    let of_level_one =
        |headings: &[Heading<'_>]| headings.iter().filter(|heading| heading.level == 1).count();
    let (wanted, found) = (of_level_one(original), of_level_one(translated));
    let matter = subject.translation.document.front_matter();
    let line =
        matter.map_or(1, |matter| subject.translation.text()[..matter.span.end].lines().count());
    if wanted > 0 && found == 0 {
        let place = original.iter().find(|heading| heading.level == 1)?;
        let finding = Finding::new(
            "headings.title_missing",
            Level::Error,
            (line, line),
            format!("正文缺少一级标题；请在文件头之后加上“# 标题”（原文：{}）", shown(place.text)),
            format!(
                "the body has no heading of level 1; add `# …` after the front matter (source: {})",
                shown(place.text)
            ),
        );
        return Some(finding.at_source(place.lines));
    }
    if found > 1 && wanted <= 1 {
        let second = translated.iter().filter(|heading| heading.level == 1).nth(1)?;
        return Some(Finding::new(
            "headings.titles_many",
            Level::Warning,
            second.lines,
            "一篇文章只应有一个一级标题；请把这一个降一级",
            "a post should have one heading of level 1; demote this one",
        ));
    }
    None
}

/// The first heading whose level breaks the order of the source.
fn outline(original: &[Heading<'_>], translated: &[Heading<'_>]) -> Option<Finding> {
    let levels =
        |headings: &[Heading<'_>]| headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    if levels(original) == levels(translated) {
        return None;
    }
    let at = original.iter().zip(translated).take_while(|(a, b)| a.level == b.level).count();
    let (wanted, found) = (original.get(at), translated.get(at));
    let place = found.or(translated.last()).map_or((1, 1), |heading| heading.lines);
    let describe = |heading: Option<&Heading<'_>>| {
        heading.map_or("—".to_owned(), |heading| shown(heading.text))
    };
    let finding = Finding::new(
        "headings.outline",
        Level::Warning,
        place,
        format!(
            "标题结构与原文不同：原文有 {} 个标题，译文有 {} 个；从这里开始不一致（原文：{}；译文：{}）",
            original.len(),
            translated.len(),
            describe(wanted),
            describe(found)
        ),
        format!(
            "the headings differ from the source's ({} there, {} here), first here (source: {}; translation: {})",
            original.len(),
            translated.len(),
            describe(wanted),
            describe(found)
        ),
    );
    Some(match wanted {
        Some(heading) => finding.at_source(heading.lines),
        None => finding,
    })
}

/// Anchors `[[name]]`, by which other pages link to a heading.
fn anchors(original: &[Heading<'_>], translated: &[Heading<'_>]) -> Vec<Finding> {
    let anchor = |text: &str| Some(text.rsplit_once("[[")?.1.split_once("]]")?.0.to_owned());
    let kept: Vec<_> = translated.iter().filter_map(|heading| anchor(heading.text)).collect();
    let lost = original.iter().enumerate().filter_map(|(at, heading)| {
        let name = anchor(heading.text).filter(|name| !kept.contains(name))?;
        let lines =
            translated.get(at).or(translated.last()).map_or((1, 1), |heading| heading.lines);
        let finding = Finding::new(
            "headings.anchor_lost",
            Level::Warning,
            lines,
            format!("标题末尾的锚点 [[{name}]] 丢了；请原样保留，别处的链接靠它跳转"),
            format!(
                "the anchor [[{name}]] of this heading is lost; keep it as it is, links lead to it"
            ),
        );
        Some(finding.at_source(heading.lines))
    });
    lost.collect()
}
