//! Completeness: nothing left in English, left out, or there twice.

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
};
use crate::document::{BlockKind, Piece, count_han, count_words, is_han, pieces};

/// English words from which a paragraph without Chinese counts as untranslated.
const LONG_PARAGRAPH: usize = 12;
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
    if let Some(source) = &subject.source {
        findings.extend(counts(source, &subject.translation));
    }
    findings
}

fn length(subject: &Subject<'_>) -> Option<Finding> {
    let source = subject.source.as_ref()?;
    let (words, han) = (count_words(&source.document), count_han(&subject.translation.document));
    let ratio = han as f64 / words.max(1) as f64;
    if words < LONG_POST || ratio >= FEW_HAN {
        return None;
    }
    let last = subject.translation.last_line();
    let almost_none = ratio < ALMOST_NO_HAN;
    Some(Finding::new(
        if almost_none { "completeness.untranslated_post" } else { "completeness.short" },
        if almost_none { Level::Error } else { Level::Warning },
        (1, last),
        format!(
            "译文只有 {han} 个汉字，原文有 {words} 个词；通常约为原文词数的 1.4 倍，请看看是否漏译"
        ),
        format!(
            "{han} Han characters for {words} English words; about 1.4 times as many are usual, so look for what is left out"
        ),
    ))
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
    let source = subject.source.as_ref();
    let blocks = subject.translation.blocks(is_prose).filter(|(_, text)| {
        let prose = prose(text);
        let is_word = |word: &&str| word.chars().filter(|c| c.is_ascii_alphabetic()).count() > 1;
        !prose.chars().any(is_han)
            && prose.split_whitespace().filter(is_word).count() >= LONG_PARAGRAPH
    });
    let findings = blocks.map(|(block, text)| {
        let finding = Finding::new(
            "completeness.untranslated",
            Level::Info,
            block.lines,
            "这一段还是英文；若不是引用、致谢或模型输出，请翻译",
            "this paragraph is still English; translate it unless it is a reference, a credit or output",
        );
        let same = source.and_then(|source| {
            source.blocks(is_prose).find(|(_, other)| *other == text).map(|(block, _)| block.lines)
        });
        match same {
            Some(lines) => finding.at_source(lines),
            None => finding,
        }
    });
    findings.collect()
}

/// A paragraph that stands twice in a row, which the source's does not.
fn doubled(subject: &Subject<'_>) -> Vec<Finding> {
    let repeats = |text: &Text| {
        let blocks: Vec<_> = text.prose_blocks().collect();
        let pairs = blocks
            .windows(2)
            .filter(|pair| pair[0].1 == pair[1].1 && pair[0].1.chars().count() > 12);
        pairs.map(|pair| pair[1].0.lines).collect::<Vec<_>>()
    };
    if subject.source.as_ref().is_some_and(|source| !repeats(source).is_empty()) {
        return Vec::new();
    }
    let finding = |lines| {
        Finding::new(
            "completeness.doubled",
            Level::Warning,
            lines,
            "这一段与上一段完全相同；请删去其一",
            "this paragraph is the same as the one before; remove one",
        )
    };
    repeats(&subject.translation).into_iter().map(finding).collect()
}

/// Items and rows that were left out.
fn counts(source: &Text, translation: &Text) -> Vec<Finding> {
    let kinds = [
        (BlockKind::ListItem, "completeness.list_items", "个列表项", "list items"),
        (BlockKind::TableRow, "completeness.table_rows", "行表格", "rows of tables"),
    ];
    let mut findings = Vec::new();
    for (kind, rule, zh, en) in kinds {
        let of = |text: &Text| {
            text.blocks(|other| other == kind).map(|(block, _)| block.lines).collect::<Vec<_>>()
        };
        let (wanted, found) = (of(source), of(translation));
        if found.len() < wanted.len() {
            let place = found.last().copied().unwrap_or((1, translation.last_line()));
            findings.push(Finding::new(
                rule,
                Level::Warning,
                place,
                format!(
                    "原文有 {} {zh}，译文只有 {}；请对照看看是否遗漏",
                    wanted.len(),
                    found.len()
                ),
                format!(
                    "the source has {} {en}, the translation {}; look for what is left out",
                    wanted.len(),
                    found.len()
                ),
            ));
        }
    }
    if let Some(heading) =
        translation.text().lines().position(|line| line.starts_with("#") && line.contains("标题："))
    {
        let line = heading + 1;
        findings.push(Finding::new(
            "completeness.label",
            Level::Warning,
            (line, line),
            format!(
                "“标题：”不属于正文；请只保留标题本身（{}）",
                shown(translation.text().lines().nth(heading).unwrap_or_default())
            ),
            "this heading begins with a label 标题：; keep the heading alone",
        ));
    }
    findings
}
