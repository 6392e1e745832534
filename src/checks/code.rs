//! Code: verbatim, but for comments, texts and printed output that were translated.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{
    Finding, Level,
    slips::{Damage, damage},
    subject::{Subject, Text, shown},
};
use crate::document::BlockKind;

/// A fenced block, or an indented one (`fence` empty).
struct Code<'a> {
    lines: (usize, usize),
    info: &'a str,
    fence: &'a str,
    body: Vec<&'a str>,
    closed: bool,
}

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let translated = codes(&subject.translation);
    let mut findings: Vec<Finding> = translated.iter().filter_map(|code| attribute(code)).collect();
    let original = subject.source.as_ref().map(codes);
    let source_is_open = original.iter().flatten().any(|code| !code.closed);
    findings.extend(translated.iter().filter(|code| !code.closed && !source_is_open).map(|code| {
        Finding::new(
            "code.unclosed",
            Level::Error,
            (code.lines.0, code.lines.0),
            format!("这里的代码块没有结束，后面的正文都成了代码；请补上一行 {}", code.fence),
            format!("the code that begins here has no end and swallows the text after it; add a line {}", code.fence),
        )
    }));
    if let Some(original) = &original {
        findings.extend(compare(original, &translated));
    }
    findings
}

fn codes(text: &Text) -> Vec<Code<'_>> {
    text.blocks(|kind| kind == BlockKind::Code)
        .map(|(block, slice)| code(block.lines, slice))
        .collect()
}

fn code<'a>(lines: (usize, usize), slice: &'a str) -> Code<'a> {
    let first = slice.lines().next().unwrap_or_default();
    let trimmed = first.trim_start();
    let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~')).unwrap_or(' ');
    let length = trimmed.chars().take_while(|c| *c == mark).count();
    if mark == ' ' || length < 3 {
        let body = slice.lines().collect();
        return Code { lines, info: "", fence: "", body, closed: true };
    }
    let (fence, info) = trimmed.split_at(length);
    let mut body: Vec<&str> = slice.lines().skip(1).collect();
    let is_end = |line: &str| {
        let line = line.trim().trim_start_matches(['>', ' ']);
        line.len() >= length && line.chars().all(|c| c == mark)
    };
    let closed = body.last().is_some_and(|line| is_end(line));
    if closed {
        body.pop();
    }
    Code { lines, info: info.trim(), fence, body, closed }
}

/// An attribute that chat tools leave behind the language of a fence.
fn attribute(code: &Code<'_>) -> Option<Finding> {
    let is_trace = code.info.split_whitespace().any(|word| word.starts_with("id=\""));
    is_trace.then(|| {
        Finding::new(
            "code.fence_attribute",
            Level::Error,
            (code.lines.0, code.lines.0),
            format!("代码块首行带有聊天工具留下的属性（{}）；请只保留语言名", code.info),
            format!(
                "the fence has an attribute left by a chat tool ({}); keep only the language",
                code.info
            ),
        )
    })
}

/// What remains of a line when white space is left out.
fn bare(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

fn bare_body(code: &Code<'_>) -> Vec<String> {
    code.body.iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect()
}

/// Pairs the code of both texts, then compares pair by pair.
fn compare(original: &[Code<'_>], translated: &[Code<'_>]) -> Vec<Finding> {
    let bodies = |codes: &[Code<'_>]| codes.iter().map(bare_body).collect::<Vec<_>>();
    let (left, right) = (bodies(original), bodies(translated));
    let mut findings = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &left, &right) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                let pairs =
                    (0..len).map(|at| (&original[old_index + at], &translated[new_index + at]));
                findings.extend(pairs.filter_map(|(a, b)| info(a, b)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let old = old_index..old_index + old_len;
                let new = new_index..new_index + new_len;
                let pairs = nearest_pairs(&left[old.clone()], &right[new.clone()]);
                for (a, b) in pairs {
                    let (a, b) = (&original[old.start + a], &translated[new.start + b]);
                    findings.extend(info(a, b));
                    findings.extend(changed(a, b));
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
        }
    }
    if translated.len() < original.len() {
        let place = translated.last().map_or((1, 1), |code| code.lines);
        findings.push(Finding::new(
            "code.missing",
            Level::Warning,
            place,
            format!(
                "原文有 {} 个代码块，译文只有 {} 个；请对照补上",
                original.len(),
                translated.len()
            ),
            format!(
                "the source has {} blocks of code, the translation {}; add those that are missing",
                original.len(),
                translated.len()
            ),
        ));
    }
    findings
}

/// Pairs blocks that differ, in order: as they stand where their numbers are equal, else those that
/// share most of their lines.
fn nearest_pairs(old: &[Vec<String>], new: &[Vec<String>]) -> Vec<(usize, usize)> {
    if old.len() == new.len() {
        return (0..old.len()).map(|at| (at, at)).collect();
    }
    let mut pairs = Vec::new();
    let mut from = 0;
    for (at, body) in old.iter().enumerate() {
        let best = (from..new.len())
            .max_by_key(|&other| (shared(body, &new[other]), std::cmp::Reverse(other)));
        if let Some(other) = best.filter(|&other| shared(body, &new[other]) * 2 > body.len()) {
            pairs.push((at, other));
            from = other + 1;
        }
    }
    pairs
}

fn shared(old: &[String], new: &[String]) -> usize {
    old.iter().filter(|line| new.contains(line)).count()
}

/// The language of a fence, whichever of its names was written.
fn language(code: &Code<'_>) -> String {
    let name = code.info.split_whitespace().next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "py" | "python3" => "python".to_owned(),
        "sh" | "shell" | "zsh" => "bash".to_owned(),
        "js" => "javascript".to_owned(),
        "yml" => "yaml".to_owned(),
        "md" => "markdown".to_owned(),
        lower => lower.to_owned(),
    }
}

fn info(original: &Code<'_>, translated: &Code<'_>) -> Option<Finding> {
    let (wanted, found) = (language(original), language(translated));
    // A fence that names a language where the source names none only gains colours.
    let harmless = wanted == found || wanted.is_empty() || translated.fence.is_empty();
    (!harmless && attribute(translated).is_none()).then(|| {
        let finding = Finding::new(
            "code.language",
            Level::Warning,
            (translated.lines.0, translated.lines.0),
            format!("代码块的语言应与原文一样写作“{}”，现在是“{}”", original.info, translated.info),
            format!(
                "the language of the fence should be `{}` as in the source; it is `{}`",
                original.info, translated.info
            ),
        );
        finding.at_source((original.lines.0, original.lines.0))
    })
}

/// The first line of code that was damaged, or else the first that is not as it was.
fn changed(original: &Code<'_>, translated: &Code<'_>) -> Option<Finding> {
    let lines = |code: &Code<'_>| {
        let numbered = code.body.iter().enumerate().map(|(at, line)| (at, bare(line)));
        numbered.filter(|(_, line)| !line.is_empty()).collect::<Vec<_>>()
    };
    let (old, new) = (lines(original), lines(translated));
    let plain =
        |lines: &[(usize, String)]| lines.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>();
    let is_shell = language(original) == "bash";
    let mut damaged = None;
    for op in capture_diff_slices(Algorithm::Myers, &plain(&old), &plain(&new)) {
        let DiffOp::Replace { old_index, old_len, new_index, new_len } = op else { continue };
        if old_len != new_len {
            continue;
        }
        let pairs = (0..old_len).map(|at| (&old[old_index + at], &new[new_index + at]));
        let found =
            pairs.filter_map(|(a, b)| damage(&a.1, &b.1, is_shell).map(|kind| (kind, a.0, b.0)));
        damaged = found.chain(damaged).min_by_key(|(kind, ..)| *kind);
    }
    let (kind, source_line, line) = damaged?;
    let offset = usize::from(!translated.fence.is_empty());
    let source_offset = usize::from(!original.fence.is_empty());
    let at = translated.lines.0 + offset + line;
    let source_at = original.lines.0 + source_offset + source_line;
    let (wanted, found) = (shown(original.body[source_line]), shown(translated.body[line]));
    let (rule, zh, en) = match kind {
        Damage::FullWidth => (
            "code.full_width",
            format!("代码里出现了全角标点，代码会因此出错；请照原文写：{wanted}"),
            format!("full-width punctuation breaks this code; write as in the source: {wanted}"),
        ),
        Damage::Changed => (
            "code.changed",
            format!("这行代码与原文不同（{found}）；除注释外请照抄：{wanted}"),
            format!(
                "this line of code differs ({found}); copy all but comments from the source: {wanted}"
            ),
        ),
    };
    Some(Finding::new(rule, Level::Error, (at, at), zh, en).at_source((source_at, source_at)))
}
