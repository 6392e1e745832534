//! Completeness: nothing left in English, left out, or there twice.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    Finding, Level,
    fix::Fix,
    subject::{Subject, Text, shown},
};
use crate::document::{Block, BlockKind, Piece, count_han, count_words, is_han, pieces};

/// English words from which a paragraph without Chinese counts as untranslated.
const LONG_PARAGRAPH: usize = 12;
/// Paragraphs told one by one; more are told together.
const MANY: usize = 5;
/// Words from which the ratio of lengths says something.
const LONG_POST: usize = 150;
/// Han characters per English word: the median of finished posts is 1.44, the quartiles 1.35 and 1.57.
const FEW_HAN: f64 = 0.9;
const ALMOST_NO_HAN: f64 = 0.2;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if subject.convention.is_chinese() {
        findings.extend(length(subject));
        findings.extend(untranslated(subject));
    }
    findings.extend(doubled(subject));
    findings.extend(doubled_words(subject));
    findings.extend(counts(subject));
    findings
}

fn length(subject: &Subject<'_>) -> Option<Finding> {
    let source = subject.source?;
    let (words, han) = (count_words(&source.document), count_han(&subject.translation.document));
    let ratio = han as f64 / words.max(1) as f64;
    if words < LONG_POST || ratio >= FEW_HAN {
        return None;
    }
    let last = subject.translation.last_line();
    let almost_none = ratio < ALMOST_NO_HAN;
    let finding = Finding::new(
        if almost_none { "completeness.untranslated_post" } else { "completeness.short" },
        if almost_none { Level::Error } else { Level::Warning },
        (1, last),
        format!(
            "译文只有 {han} 个汉字，原文有 {words} 个词；通常约为原文词数的 1.4 倍，请看看是否漏译"
        ),
        format!(
            "{han} Han characters for {words} English words; about 1.4 times as many are usual, so look for what is left out"
        ),
    );
    Some(finding.about("length"))
}

fn prose(text: &str) -> String {
    let texts = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

fn untranslated(subject: &Subject<'_>) -> Vec<Finding> {
    let is_prose =
        |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote);
    let blocks: Vec<(&Block, &str)> = subject
        .translation
        .blocks(is_prose)
        .filter(|(_, text)| {
            let prose = prose(text);
            let is_word =
                |word: &&str| word.chars().filter(|c| c.is_ascii_alphabetic()).count() > 1;
            !prose.chars().any(is_han)
                && prose.split_whitespace().filter(is_word).count() >= LONG_PARAGRAPH
        })
        .collect();
    let beside = left_beside(subject);
    let (left, open): (Vec<_>, Vec<_>) =
        blocks.into_iter().partition(|(block, _)| beside.contains(&block.lines));
    let mut findings: Vec<Finding> = left
        .into_iter()
        .map(|(block, text)| {
            Finding::new(
                "completeness.left_beside",
                Level::Warning,
                block.lines,
                "这一段英文已有译文，英文却还留着；请删去英文",
                "this English paragraph stands beside its translation; remove it",
            )
            .about(text)
            .fixed_by(subject.translation.without(block.span.clone()).offered())
        })
        .collect();
    if let Some((block, _)) = open.first().filter(|_| open.len() > MANY) {
        let count = open.len();
        let finding = Finding::new(
            "completeness.untranslated",
            Level::Info,
            block.lines,
            format!("还有 {count} 段是英文，从这里起；除引用、致谢和模型输出外，请翻译"),
            format!(
                "{count} paragraphs, this one first, are still English; translate all but references, credits and output"
            ),
        );
        findings.push(finding.about("many"));
        return findings;
    }
    findings.extend(open.into_iter().map(|(block, text)| {
        let finding = Finding::new(
            "completeness.untranslated",
            Level::Info,
            block.lines,
            "这一段还是英文；若不是引用、致谢或模型输出，请翻译",
            "this paragraph is still English; translate it unless it is a reference, a credit or output",
        );
        let same = subject.source.and_then(|source| {
            source.blocks(is_prose).find(|(_, other)| *other == text).map(|(block, _)| block.lines)
        });
        let finding = finding.about(text);
        match same {
            Some(lines) => finding.at_source(lines),
            None => finding,
        }
    }));
    findings
}

/// Paragraphs of the source that stand in the translation although their section has one paragraph more
/// than the source's for each of them.
fn left_beside(subject: &Subject<'_>) -> Vec<(usize, usize)> {
    let Some(source) = subject.source else { return Vec::new() };
    let (original, translated) = (sections(source), sections(&subject.translation));
    if original.len() != translated.len() {
        return Vec::new();
    }
    let mut left = Vec::new();
    for (old, new) in original.into_iter().zip(translated) {
        let of = |text: &Text, range: Range<usize>| {
            let blocks = text.document.blocks()[range].iter();
            let prose = blocks.filter(|block| {
                matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote)
            });
            prose
                .map(|block| (block.lines, text.document.slice(block).to_owned()))
                .collect::<Vec<_>>()
        };
        let (old, new) = (of(source, old), of(&subject.translation, new));
        let same: Vec<_> =
            new.iter().filter(|(_, text)| old.iter().any(|(_, other)| other == text)).collect();
        if !same.is_empty() && new.len() == old.len() + same.len() {
            left.extend(same.into_iter().map(|(lines, _)| *lines));
        }
    }
    left
}

/// The blocks under each heading, as ranges of block numbers.
fn sections(text: &Text) -> Vec<Range<usize>> {
    let blocks = text.document.blocks();
    let is_heading = |at: &usize| matches!(blocks[*at].kind, BlockKind::Heading { .. });
    let starts: Vec<usize> =
        std::iter::once(0).chain((0..blocks.len()).filter(is_heading)).collect();
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect()
}

/// A paragraph that stands twice in a row, which the source's does not.
fn doubled(subject: &Subject<'_>) -> Vec<Finding> {
    let repeats = |text: &Text| {
        let blocks: Vec<_> =
            text.prose_blocks().map(|(block, text)| (block.clone(), text.to_owned())).collect();
        let pairs = blocks
            .windows(2)
            .filter(|pair| pair[0].1 == pair[1].1 && pair[0].1.chars().count() > 12);
        pairs.map(|pair| pair[1].clone()).collect::<Vec<_>>()
    };
    if subject.source.is_some_and(|source| !repeats(source).is_empty()) {
        return Vec::new();
    }
    let finding = |(block, text): (Block, String)| {
        Finding::new(
            "completeness.doubled",
            Level::Warning,
            block.lines,
            "这一段与上一段完全相同；请删去其一",
            "this paragraph is the same as the one before; remove one",
        )
        .about(text)
        .fixed_by(subject.translation.without(block.span).offered())
    };
    repeats(&subject.translation).into_iter().map(finding).collect()
}

/// `3.5 3.5`: a number or a Latin word that stands twice in a row.
fn doubled_words(subject: &Subject<'_>) -> Vec<Finding> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[A-Za-z0-9]+(?:[.'-][A-Za-z0-9]+)*").expect("a constant pattern")
    });
    let source = subject.source.map_or("", Text::text);
    let mut findings = Vec::new();
    for located in subject.translation.pieces() {
        let Piece::Text(prose) = located.piece else { continue };
        if !prose.chars().any(is_han) || prose.contains('|') {
            continue;
        }
        let words: Vec<_> = WORD.find_iter(prose).collect();
        for pair in words.windows(2) {
            let (first, second) = (&pair[0], &pair[1]);
            let between = &prose[first.end()..second.start()];
            let doubled = format!("{} {}", first.as_str(), second.as_str());
            let is_long = first.len() > 1 && first.as_str() == second.as_str();
            if !is_long || between != " " || source.contains(&doubled) {
                continue;
            }
            let line = located.line + prose[..first.start()].matches('\n').count();
            let start = located.span.start + first.end();
            findings.push(
                Finding::new(
                    "completeness.doubled_word",
                    Level::Warning,
                    (line, line),
                    format!("“{doubled}”重复了；请删去其一"),
                    format!("{doubled:?} stands twice; remove one"),
                )
                .about(doubled.as_str())
                .fixed_by(Fix::replace(start..start + between.len() + second.len(), "")),
            );
        }
    }
    findings
}

/// Items and rows that were left out, told in the section that has fewer.
fn counts(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(source) = subject.source else { return Vec::new() };
    let kinds = [
        (BlockKind::ListItem, "completeness.list_items", "个列表项", "list items"),
        (BlockKind::TableRow, "completeness.table_rows", "行表格", "rows of tables"),
    ];
    let translation = &subject.translation;
    let (original, translated) = (sections(source), sections(translation));
    let mut findings = Vec::new();
    for (kind, rule, zh, en) in kinds {
        let of = |text: &Text, range: &Range<usize>| {
            let blocks = text.document.blocks()[range.clone()].iter();
            blocks.filter(|block| block.kind == kind).map(|block| block.lines).collect::<Vec<_>>()
        };
        let whole = |text: &Text| of(text, &(0..text.document.blocks().len()));
        let (wanted, found) = (whole(source), whole(translation));
        if found.len() >= wanted.len() {
            continue;
        }
        let pairs = original.iter().zip(&translated).filter(|_| original.len() == translated.len());
        let section = pairs
            .map(|(old, new)| (of(source, old), of(translation, new)))
            .find(|(old, new)| new.len() < old.len());
        let (wanted, found) = section.unwrap_or((wanted, found));
        let Some(first) = wanted.first() else { continue };
        let place = found.last().copied().unwrap_or_else(|| subject.counterpart(first.0));
        findings.push(
            Finding::new(
                rule,
                Level::Warning,
                place,
                format!(
                    "原文这里有 {} {zh}，译文只有 {}；请对照看看是否遗漏",
                    wanted.len(),
                    found.len()
                ),
                format!(
                    "the source has {} {en} here, the translation {}; look for what is left out",
                    wanted.len(),
                    found.len()
                ),
            )
            .about(shown(source.line(first.0)))
            .at_source((first.0, wanted.last().map_or(first.1, |last| last.1))),
        );
    }
    findings
}
