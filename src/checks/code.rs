//! Code: verbatim, but for comments, texts and printed output that were translated.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::{
    Finding, Level,
    slips::{Damage, damage, differs, essence},
    subject::{Subject, Text, shown},
};
use crate::document::{BlockKind, is_han};

/// How many lines of one block of code are told; more say only that it is of another version.
const MOST: usize = 3;

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
/// share most of their lines or, as one line alone cannot, most of their characters.
fn nearest_pairs(old: &[Vec<String>], new: &[Vec<String>]) -> Vec<(usize, usize)> {
    if old.len() == new.len() {
        return (0..old.len()).map(|at| (at, at)).collect();
    }
    let mut pairs = Vec::new();
    let mut from = 0;
    for (at, body) in old.iter().enumerate() {
        let best = (from..new.len())
            .max_by_key(|&other| (likeness(body, &new[other]), std::cmp::Reverse(other)));
        if let Some(other) = best.filter(|&other| likeness(body, &new[other]) > 50) {
            pairs.push((at, other));
            from = other + 1;
        }
    }
    pairs
}

/// How much of a body another has, in percent: of its lines, or from both ends of its characters.
fn likeness(old: &[String], new: &[String]) -> usize {
    let lines = old.iter().filter(|line| new.contains(line)).count() * 100 / old.len().max(1);
    let (a, b) = (old.concat(), new.concat());
    let start = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| text.chars().skip(start).collect::<Vec<_>>();
    let (rest_a, rest_b) = (rest(&a), rest(&b));
    let end = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a == b).count();
    let length = (start + rest_a.len()).max(start + rest_b.len()).max(1);
    lines.max((start + end) * 100 / length)
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

/// The line of code that was damaged most gravely, then the first lines that are not as they were.
fn changed(original: &Code<'_>, translated: &Code<'_>) -> Vec<Finding> {
    let is_shell = language(original) == "bash";
    let damaged = damaged(original, translated, is_shell);
    let mut others = differences(original, translated, is_shell);
    let pair = Pair { original, translated };
    let mut findings = Vec::new();
    if let Some((kind, source_line, line)) = damaged {
        findings.push(pair.damage(kind, source_line, line));
        others.retain(|other| other.is_lost || other.line != Some(line));
    }
    findings.extend(others.iter().take(MOST).map(|other| pair.difference(other)));
    findings
}

/// A line with its number within the code, from 0, and without white space.
type Line = (usize, String);

/// The lines of code that are not empty once they are reduced to what counts.
fn numbered(code: &Code<'_>, reduced: impl Fn(String) -> String) -> Vec<Line> {
    let lines = code.body.iter().enumerate().map(|(at, line)| (at, reduced(bare(line))));
    lines.filter(|(_, line)| !line.is_empty()).collect()
}

fn plain(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|(_, line)| line.as_str()).collect()
}

/// The gravest damage with its lines in source and translation.
fn damaged(
    original: &Code<'_>,
    translated: &Code<'_>,
    is_shell: bool,
) -> Option<(Damage, usize, usize)> {
    let (old, new) = (numbered(original, |line| line), numbered(translated, |line| line));
    let mut damaged = None;
    for op in capture_diff_slices(Algorithm::Myers, &plain(&old), &plain(&new)) {
        let (lost, found) = (&old[op.old_range()], &new[op.new_range()]);
        if op.tag() != DiffTag::Replace || lost.len() != found.len() {
            continue;
        }
        let kinds = lost
            .iter()
            .zip(found)
            .filter_map(|(a, b)| damage(&a.1, &b.1, is_shell).map(|kind| (kind, a.0, b.0)));
        damaged = kinds.chain(damaged).min_by_key(|(kind, ..)| *kind);
    }
    damaged
}

/// The lines that are not as they were, but for comments and what was translated.
fn differences(original: &Code<'_>, translated: &Code<'_>, is_shell: bool) -> Vec<Difference> {
    let reduced = |line: String| essence(&line, is_shell);
    let (old, new) = (numbered(original, reduced), numbered(translated, reduced));
    let mut differences = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &plain(&old), &plain(&new)) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let (lost, found) = (&old[op.old_range()], &new[op.new_range()]);
        let before = |lines: &[Line], at: usize| at.checked_sub(1).map(|at| lines[at].0);
        let source_before = before(&old, op.old_range().start);
        let before = before(&new, op.new_range().start);
        differences.extend(different(lost, found).into_iter().map(|(a, b)| Difference {
            source_line: a.or(source_before),
            line: b.or(before),
            is_lost: b.is_none(),
            is_new: a.is_none(),
        }));
    }
    differences
}

/// Lines of one place that differ: those of the source with those of the translation, or with none.
/// Lines whose number changed are a text that was translated anew where they have Chinese.
fn different(lost: &[Line], found: &[Line]) -> Vec<(Option<usize>, Option<usize>)> {
    if lost.len() == found.len() {
        let pairs = lost.iter().zip(found).filter(|(a, b)| differs(&a.1, &b.1));
        return pairs.map(|(a, b)| (Some(a.0), Some(b.0))).collect();
    }
    if found.iter().any(|(_, line)| line.chars().any(is_han)) {
        return Vec::new();
    }
    let count = lost.len().max(found.len());
    (0..count).map(|at| (lost.get(at).map(|a| a.0), found.get(at).map(|b| b.0))).collect()
}

/// A line of code that is not as in the source; where one side has none, the line before its place.
struct Difference {
    source_line: Option<usize>,
    line: Option<usize>,
    /// The translation has no such line.
    is_lost: bool,
    /// The source has no such line.
    is_new: bool,
}

/// The same code in both texts.
struct Pair<'a> {
    original: &'a Code<'a>,
    translated: &'a Code<'a>,
}

impl Pair<'_> {
    fn damage(&self, kind: Damage, source_line: usize, line: usize) -> Finding {
        let (wanted, found) = self.shown(source_line, line);
        let (rule, zh, en) = match kind {
            Damage::FullWidth => (
                "code.full_width",
                format!("代码里出现了全角标点，代码会因此出错；请照原文写：{wanted}"),
                format!(
                    "full-width punctuation breaks this code; write as in the source: {wanted}"
                ),
            ),
            Damage::Changed => ("code.changed", not_as_in_source_zh(&wanted, &found), {
                not_as_in_source_en(&wanted, &found)
            }),
        };
        self.finding(rule, Level::Error, Some(source_line), Some(line), (zh, en))
    }

    fn difference(&self, other: &Difference) -> Finding {
        let (wanted, found) = self.shown(other.source_line.unwrap_or(0), other.line.unwrap_or(0));
        let words = if other.is_lost {
            (
                format!("译文的代码里少了原文的这一行，请补上：{wanted}"),
                format!("the code lacks this line of the source; add it: {wanted}"),
            )
        } else if other.is_new {
            (
                format!("原文的代码里没有这一行（{found}）；除注释外请照抄原文"),
                format!("the source has no such line ({found}); copy all but comments from it"),
            )
        } else {
            (not_as_in_source_zh(&wanted, &found), not_as_in_source_en(&wanted, &found))
        };
        self.finding("code.differs", Level::Warning, other.source_line, other.line, words)
    }

    fn shown(&self, source_line: usize, line: usize) -> (String, String) {
        let of = |code: &Code<'_>, at: usize| shown(code.body.get(at).copied().unwrap_or_default());
        (of(self.original, source_line), of(self.translated, line))
    }

    /// A finding at lines within the code; without one, at where the code begins.
    fn finding(
        &self,
        rule: &'static str,
        level: Level,
        source_line: Option<usize>,
        line: Option<usize>,
        (zh, en): (String, String),
    ) -> Finding {
        let place = |code: &Code<'_>, line: Option<usize>| {
            let offset = usize::from(!code.fence.is_empty());
            let at = code.lines.0 + line.map_or(0, |line| line + offset);
            (at, at)
        };
        Finding::new(rule, level, place(self.translated, line), zh, en)
            .at_source(place(self.original, source_line))
    }
}

fn not_as_in_source_zh(wanted: &str, found: &str) -> String {
    format!("这行代码与原文不同（{found}）；除注释外请照抄：{wanted}")
}

fn not_as_in_source_en(wanted: &str, found: &str) -> String {
    format!("this line of code differs ({found}); copy all but comments from the source: {wanted}")
}
