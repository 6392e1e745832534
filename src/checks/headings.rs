//! Headings: the one title, and the same outline as the source.

use std::ops::Range;

use super::{
    Finding, Level,
    fix::Fix,
    subject::{Subject, Text, shown},
};
use crate::{
    convention::front_matter,
    document::{BlockKind, Dialect},
};

struct Heading<'a> {
    level: u8,
    lines: (usize, usize),
    span: Range<usize>,
    text: &'a str,
}

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let translated = headings(&subject.translation);
    let mut findings = empty(subject, &translated);
    findings.extend(labels(subject, &translated));
    findings.extend(unspaced(subject));
    let Some(source) = subject.source else { return findings };
    let original = headings(source);
    findings.extend(title(subject, &original, &translated));
    findings.extend(outline(subject, &original, &translated));
    if subject.convention.dialect() == Dialect::Mdx {
        findings.extend(anchors(&original, &translated));
    }
    findings
}

fn headings(text: &Text) -> Vec<Heading<'_>> {
    let blocks = text.blocks(|kind| matches!(kind, BlockKind::Heading { .. }));
    let heading = blocks.filter_map(|(block, text)| match block.kind {
        BlockKind::Heading { level } => {
            Some(Heading { level, lines: block.lines, span: block.span.clone(), text })
        }
        _ => None,
    });
    heading.collect()
}

impl Heading<'_> {
    /// The same heading on another level, where it is written with `#`.
    fn on_level(&self, level: u8) -> Option<Fix> {
        let indent = self.text.len() - self.text.trim_start().len();
        let marks = self.text.trim_start().bytes().take_while(|byte| *byte == b'#').count();
        let start = self.span.start + indent;
        (marks > 0).then(|| Fix::replace(start..start + marks, "#".repeat(level.into())))
    }
}

fn empty(subject: &Subject<'_>, headings: &[Heading<'_>]) -> Vec<Finding> {
    let empty = headings.iter().filter(|heading| heading.text.trim_matches(['#', ' ']).is_empty());
    let finding = |heading: &Heading<'_>| {
        let finding = Finding::new(
            "headings.empty",
            Level::Warning,
            heading.lines,
            "这个标题是空的；请写上文字，或删去",
            "this heading is empty; write it, or remove it",
        );
        finding.fixed_by(subject.translation.without(heading.span.clone()).offered())
    };
    empty.map(finding).collect()
}

/// A heading that begins with the word heading.
fn labels(subject: &Subject<'_>, headings: &[Heading<'_>]) -> Vec<Finding> {
    let has_title = headings.iter().any(|heading| heading.level == 1);
    let labelled = headings.iter().filter_map(|heading| {
        let at = ["标题：", "标题:"].iter().find_map(|label| {
            let text = heading.text.trim_start_matches(['#', ' ', '*']);
            text.starts_with(label).then_some((heading.text.len() - text.len(), label.len()))
        })?;
        Some((heading, at))
    });
    let findings = labelled.map(|(heading, (offset, length))| {
        let rest = heading.text[offset + length..].trim();
        let level = if has_title { heading.level } else { 1 };
        Finding::new(
            "headings.label",
            Level::Warning,
            heading.lines,
            format!("“标题：”不属于正文；请只保留标题本身（{}）", shown(rest)),
            format!(
                "this heading begins with a label 标题：; keep the heading alone ({})",
                shown(rest)
            ),
        )
        .fixed_by(Fix::replace(
            heading.span.clone(),
            format!("{} {rest}", "#".repeat(level.into())),
        ))
    });
    let _ = subject;
    findings.collect()
}

/// `##标题` without a space is no heading.
fn unspaced(subject: &Subject<'_>) -> Vec<Finding> {
    let source = subject.source.map_or("", Text::text);
    let lines = subject.translation.prose_lines().filter_map(|(number, start, line)| {
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        let next = line[marks..].chars().next()?;
        let is_word = crate::document::is_han(next) || next.is_ascii_uppercase();
        let is_own = (2..=6).contains(&marks) && is_word && !source.contains(line.trim());
        is_own.then_some((number, start + marks))
    });
    let findings = lines.map(|(number, at)| {
        Finding::new(
            "headings.no_space",
            Level::Warning,
            (number, number),
            "# 后面少一个空格，站点不会把这一行当作标题；请补上",
            "there is no space after the #, so this line is no heading; add one",
        )
        .fixed_by(Fix::replace(at..at, " "))
    });
    findings.collect()
}

fn title(
    subject: &Subject<'_>,
    original: &[Heading<'_>],
    translated: &[Heading<'_>],
) -> Option<Finding> {
    let of_level_one =
        |headings: &[Heading<'_>]| headings.iter().filter(|heading| heading.level == 1).count();
    let (wanted, found) = (of_level_one(original), of_level_one(translated));
    let text = &subject.translation;
    let matter = text.document.front_matter();
    if wanted > 0 && found == 0 {
        let place = original.iter().find(|heading| heading.level == 1)?;
        let line = matter.map_or(1, |matter| text.text()[..matter.span.end].lines().count());
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
        let fix = matter.and_then(|matter| {
            let value = front_matter::read(text.text(), matter).ok()?;
            let title = front_matter::scalar(&value["title"])?;
            let plain =
                |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            // The title may stand there on another level.
            let first = translated.first().filter(|first| plain(first.text) == plain(&title));
            if let Some(first) = first {
                return first.on_level(1);
            }
            let end = matter.span.end;
            Some(Fix::replace(end..end, format!("\n\n# {title}")))
        });
        return Some(finding.about("title").at_source(place.lines).fixed_by(fix));
    }
    // With as many headings as the source has, the one whose level changed is told by its level.
    if found > 1 && wanted <= 1 && original.len() != translated.len() {
        let second = translated.iter().filter(|heading| heading.level == 1).nth(1)?;
        let finding = Finding::new(
            "headings.titles_many",
            Level::Warning,
            second.lines,
            "一篇文章只应有一个一级标题；请把这一个降一级",
            "a post should have one heading of level 1; demote this one",
        );
        return Some(finding.fixed_by(second.on_level(2).map(Fix::offered)));
    }
    None
}

/// Headings whose level breaks the order of the source.
fn outline(
    subject: &Subject<'_>,
    original: &[Heading<'_>],
    translated: &[Heading<'_>],
) -> Vec<Finding> {
    if original.len() == translated.len() {
        return levels(original, translated);
    }
    let at = original.iter().zip(translated).take_while(|(a, b)| a.level == b.level).count();
    let (wanted, found) = (original.get(at), translated.get(at));
    let place = match (found, wanted) {
        (Some(found), _) => found.lines,
        (None, Some(wanted)) => subject.counterpart(wanted.lines.0),
        (None, None) => (1, 1),
    };
    let describe = |heading: Option<&Heading<'_>>| {
        heading.map_or("—".to_owned(), |heading| shown(heading.text))
    };
    let finding = Finding::new(
        "headings.outline",
        Level::Warning,
        place,
        format!(
            "原文有 {} 个标题，译文有 {} 个；请对照补上或删去，从这里开始不一致（原文：{}；译文：{}）",
            original.len(),
            translated.len(),
            describe(wanted),
            describe(found)
        ),
        format!(
            "the source has {} headings, the translation {}; add or remove what differs, first here (source: {}; translation: {})",
            original.len(),
            translated.len(),
            describe(wanted),
            describe(found)
        ),
    );
    let finding = finding.about("outline");
    vec![match wanted {
        Some(heading) => finding.at_source(heading.lines),
        None => finding,
    }]
}

/// As many headings: those on another level, told one by one while they are few.
fn levels(original: &[Heading<'_>], translated: &[Heading<'_>]) -> Vec<Finding> {
    const FEW: usize = 3;
    let moved: Vec<_> =
        original.iter().zip(translated).filter(|(a, b)| a.level != b.level).collect();
    let Some((first, place)) = moved.first() else { return Vec::new() };
    if moved.len() <= FEW {
        let finding = |(wanted, found): &(&Heading<'_>, &Heading<'_>)| {
            Finding::new(
                "headings.level",
                Level::Warning,
                found.lines,
                format!(
                    "原文这里是 {} 级标题，译文写成了 {} 级；请改成一致",
                    wanted.level, found.level
                ),
                format!(
                    "this heading has level {} in the source and {} here; make them the same",
                    wanted.level, found.level
                ),
            )
            .about(wanted.text)
            .at_source(wanted.lines)
            .fixed_by(found.on_level(wanted.level))
        };
        return moved.iter().map(finding).collect();
    }
    let edits = moved.iter().filter_map(|(wanted, found)| found.on_level(wanted.level));
    let fix = Fix { edits: edits.flat_map(|fix| fix.edits).collect(), is_offer: false };
    let count = moved.len();
    let finding = Finding::new(
        "headings.level",
        Level::Warning,
        place.lines,
        format!("从这里起有 {count} 个标题的级别与原文不同；请改成一致"),
        format!(
            "{count} headings, this one first, have another level than in the source; make them the same"
        ),
    );
    vec![finding.about("levels").at_source(first.lines).fixed_by(fix)]
}

/// Anchors `[[name]]`, by which other pages link to a heading.
fn anchors(original: &[Heading<'_>], translated: &[Heading<'_>]) -> Vec<Finding> {
    let anchor = |text: &str| Some(text.rsplit_once("[[")?.1.split_once("]]")?.0.to_owned());
    let kept: Vec<_> = translated.iter().filter_map(|heading| anchor(heading.text)).collect();
    let lost = original.iter().enumerate().filter_map(|(at, heading)| {
        let name = anchor(heading.text).filter(|name| !kept.contains(name))?;
        let place = translated.get(at).or(translated.last());
        let finding = Finding::new(
            "headings.anchor_lost",
            Level::Warning,
            place.map_or((1, 1), |heading| heading.lines),
            format!("标题末尾的锚点 [[{name}]] 丢了；请原样保留，别处的链接靠它跳转"),
            format!(
                "the anchor [[{name}]] of this heading is lost; keep it as it is, links lead to it"
            ),
        );
        let fix = translated.get(at).filter(|_| original.len() == translated.len());
        let fix = fix.filter(|heading| anchor(heading.text).is_none()).map(|heading| {
            let end = heading.span.start + heading.text.trim_end().len();
            Fix::replace(end..end, format!("[[{name}]]"))
        });
        Some(finding.about(name).at_source(heading.lines).fixed_by(fix))
    });
    lost.collect()
}
