//! Code: verbatim, but for comments, texts and printed output that were translated.

use std::{collections::HashSet, ops::Range};

use similar::{DiffOp, DiffTag};

use super::{
    Finding, Level,
    code_lines::{Language, bare, depth, language_name},
    fix::{Edit, Fix},
    slips::{Damage, damage, differs},
    subject::{Subject, Text, shown},
};
use crate::{
    document::{BlockKind, is_han},
    sequences,
};

/// How many lines of one block of code are told; more say only that it is of another version.
const MOST: usize = 3;

/// A fenced block, or an indented one (`fence` empty).
struct Code<'a> {
    lines: (usize, usize),
    info: &'a str,
    /// Bytes of what stands after the opening fence.
    info_span: Range<usize>,
    fence: &'a str,
    body: Vec<&'a str>,
    closed: bool,
    language: Language,
}

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let text = &subject.translation;
    let translated = codes(text);
    let original = subject.source.map(codes).unwrap_or_default();
    let mut findings: Vec<Finding> = translated.iter().filter_map(attribute).collect();
    let source_is_open = original.iter().any(|code| !code.closed);
    findings.extend(translated.iter().filter(|code| !code.closed && !source_is_open).map(|code| {
        Finding::new(
            "code.unclosed",
            Level::Error,
            (code.lines.0, code.lines.0),
            format!("这里的代码块没有结束，后面的正文都成了代码；请补上一行 {}", code.fence),
            format!("the code that begins here has no end and swallows the text after it; add a line {}", code.fence),
        )
    }));
    if subject.source.is_some() {
        findings.extend(Comparison { subject, text }.compare(&original, &translated));
    }
    findings
}

fn codes(text: &Text) -> Vec<Code<'_>> {
    text.blocks(|kind| kind == BlockKind::Code)
        .map(|(block, slice)| code(text, block.lines, slice))
        .collect()
}

fn code<'a>(text: &'a Text, lines: (usize, usize), slice: &'a str) -> Code<'a> {
    let first = slice.lines().next().unwrap_or_default();
    let trimmed = first.trim_start_matches([' ', '>', '\t']);
    let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~')).unwrap_or(' ');
    let length = trimmed.chars().take_while(|c| *c == mark).count();
    if mark == ' ' || length < 3 {
        let body = slice.lines().collect();
        let language = Language::of("");
        return Code { lines, info: "", info_span: 0..0, fence: "", body, closed: true, language };
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
    let (info_span, info) = (text.span_of(info), info.trim());
    Code { lines, info, info_span, fence, body, closed, language: Language::of(info) }
}

/// An attribute that chat tools leave behind the language of a fence.
fn attribute(code: &Code<'_>) -> Option<Finding> {
    let is_trace = |word: &&str| word.starts_with("id=\"");
    code.info.split_whitespace().find(is_trace)?;
    let kept: Vec<&str> = code.info.split_whitespace().filter(|word| !is_trace(word)).collect();
    let finding = Finding::new(
        "code.fence_attribute",
        Level::Error,
        (code.lines.0, code.lines.0),
        format!("代码块首行带有聊天工具留下的属性（{}）；请只保留语言名", code.info),
        format!(
            "the fence has an attribute left by a chat tool ({}); keep only the language",
            code.info
        ),
    );
    Some(finding.fixed_by(Fix::replace(code.info_span.clone(), kept.join(" "))))
}

fn bare_body(code: &Code<'_>) -> Vec<String> {
    code.body.iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect()
}

/// Compares the code of both texts.
struct Comparison<'a> {
    subject: &'a Subject<'a>,
    text: &'a Text,
}

impl Comparison<'_> {
    /// Pairs the code of both texts, then compares pair by pair.
    fn compare(&self, original: &[Code<'_>], translated: &[Code<'_>]) -> Vec<Finding> {
        let bodies = |codes: &[Code<'_>]| codes.iter().map(bare_body).collect::<Vec<_>>();
        let (left, right) = (bodies(original), bodies(translated));
        let mut findings = Vec::new();
        let mut paired = vec![false; original.len()];
        for op in sequences::along_unique(&left, &right) {
            let pairs = match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    (0..len).map(|at| (old_index + at, new_index + at)).collect()
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    let (old, new) =
                        (old_index..old_index + old_len, new_index..new_index + new_len);
                    let pairs = nearest_pairs(&left[old], &right[new]);
                    pairs.into_iter().map(|(a, b)| (old_index + a, new_index + b)).collect()
                }
                DiffOp::Delete { .. } | DiffOp::Insert { .. } => Vec::new(),
            };
            for (a, b) in pairs {
                paired[a] = true;
                let pair =
                    Pair { original: &original[a], translated: &translated[b], text: self.text };
                findings.extend(pair.info());
                findings.extend(pair.changed());
                findings.extend(pair.indentation());
            }
        }
        let lost = original.len().saturating_sub(translated.len());
        let missing = original.iter().zip(&paired).filter(|(_, paired)| !**paired);
        findings.extend(missing.take(lost).map(|(code, _)| self.missing(code)));
        findings
    }

    fn missing(&self, code: &Code<'_>) -> Finding {
        let first = code.body.iter().find(|line| !line.trim().is_empty());
        let first = shown(first.copied().unwrap_or_default());
        let line = code.lines.0;
        Finding::new(
            "code.missing",
            Level::Warning,
            self.subject.counterpart(line),
            format!("译文缺少原文第 {line} 行的代码块（{first}）；请照抄补上"),
            format!("the code of line {line} of the source is missing ({first}); copy it"),
        )
        .about(code.body.join("\n"))
        .at_source(code.lines)
    }
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

/// A line with its number within the code, from 0, and what of it counts.
type Line = (usize, String);

/// The lines of code that are not empty once they are reduced to what counts.
fn numbered(code: &Code<'_>, reduced: impl Fn(&str) -> String) -> Vec<Line> {
    let lines = code.body.iter().enumerate().map(|(at, line)| (at, reduced(line)));
    lines.filter(|(_, line)| !line.is_empty()).collect()
}

fn plain(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|(_, line)| line.as_str()).collect()
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
    text: &'a Text,
}

impl Pair<'_> {
    /// The language of the fence.
    fn info(&self) -> Option<Finding> {
        let Self { original, translated, .. } = self;
        let (wanted, found) = (language_name(original.info), language_name(translated.info));
        // A fence that names a language where the source names none only gains colours.
        let harmless = wanted == found || wanted.is_empty() || translated.fence.is_empty();
        (!harmless && attribute(translated).is_none()).then(|| {
            let finding = Finding::new(
                "code.language",
                Level::Warning,
                (translated.lines.0, translated.lines.0),
                format!(
                    "代码块的语言应与原文一样写作“{}”，现在是“{}”",
                    original.info, translated.info
                ),
                format!(
                    "the language of the fence should be `{}` as in the source; it is `{}`",
                    original.info, translated.info
                ),
            );
            finding
                .about(format!("{}\n{}", translated.info, original.body.join("\n")))
                .at_source((original.lines.0, original.lines.0))
                .fixed_by(Fix::replace(translated.info_span.clone(), original.info))
        })
    }

    fn language(&self) -> Language {
        self.original.language
    }

    /// The line of code that was damaged most gravely, then the first lines that are not as they were.
    fn changed(&self) -> Vec<Finding> {
        let damaged = self.damaged();
        let mut others = self.differences();
        let mut findings = Vec::new();
        for (kind, source_line, line) in damaged {
            findings.push(self.damage(kind, source_line, line));
            others.retain(|other| other.is_lost || other.line != Some(line));
        }
        if others.len() > MOST {
            findings.push(self.rewritten(&others));
        } else {
            findings.extend(others.iter().map(|other| self.difference(other)));
        }
        findings
    }

    /// The damaged lines with their lines in source and translation.
    fn damaged(&self) -> Vec<(Damage, usize, usize)> {
        let of = |code: &Code<'_>| numbered(code, bare);
        let (old, new) = (of(self.original), of(self.translated));
        let mut found = Vec::new();
        for op in sequences::fewest_changes(&plain(&old), &plain(&new)) {
            let (lost, new) = (&old[op.old_range()], &new[op.new_range()]);
            if op.tag() != DiffTag::Replace || lost.len() != new.len() {
                continue;
            }
            found.extend(lost.iter().zip(new).filter_map(|(a, b)| {
                let (original, translated) = (self.original.body[a.0], self.translated.body[b.0]);
                damage(original, translated, self.language()).map(|kind| (kind, a.0, b.0))
            }));
        }
        found.sort();
        found.truncate(MOST);
        found
    }

    /// The lines that are not as they were, but for comments and what was translated.
    fn differences(&self) -> Vec<Difference> {
        let of = |code: &Code<'_>| numbered(code, |line| self.language().essence(line));
        let (old, new) = (of(self.original), of(self.translated));
        let mut differences = Vec::new();
        for op in sequences::fewest_changes(&plain(&old), &plain(&new)) {
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
            .fixed_by(self.copied(source_line, line))
    }

    fn difference(&self, other: &Difference) -> Finding {
        let (source_line, line) = (other.source_line.unwrap_or(0), other.line.unwrap_or(0));
        let (wanted, found) = self.shown(source_line, line);
        let (words, fix) = if other.is_lost {
            let words = (
                format!("译文的代码里少了原文的这一行，请补上：{wanted}"),
                format!("the code lacks this line of the source; add it: {wanted}"),
            );
            (words, self.inserted(source_line, other.line))
        } else if other.is_new {
            let words = (
                format!("原文的代码里没有这一行（{found}）；除注释外请照抄原文"),
                format!("the source has no such line ({found}); copy all but comments from it"),
            );
            (words, None)
        } else {
            let words =
                (not_as_in_source_zh(&wanted, &found), not_as_in_source_en(&wanted, &found));
            (words, self.copied(source_line, line).map(Fix::offered))
        };
        self.finding("code.differs", Level::Warning, other.source_line, other.line, words)
            .fixed_by(fix)
    }

    /// Code that is of another version of the source altogether.
    fn rewritten(&self, others: &[Difference]) -> Finding {
        let (first, count) = (&others[0], others.len());
        let words = (
            format!("这段代码有 {count} 行与原文不同，可能译自原文的另一个版本；请对照原文修改"),
            format!(
                "{count} lines of this code differ from the source, which may be a newer version; follow it"
            ),
        );
        let is_plain = !self.translated.body.iter().any(|line| line.chars().any(is_han));
        let same = self.original.fence.is_empty() == self.translated.fence.is_empty();
        let whole = self.translated.body.first().zip(self.translated.body.last());
        let fix = whole.filter(|_| is_plain && same).map(|(first, last)| {
            let span = self.text.span_of(first).start..self.text.span_of(last).end;
            Fix::replace(span, self.original.body.join("\n")).offered()
        });
        self.finding("code.differs", Level::Warning, first.source_line, first.line, words)
            .about(format!(
                "{}\n{}",
                self.original.body.join("\n"),
                self.translated.body.join("\n")
            ))
            .fixed_by(fix)
    }

    /// Lines that belong to another one than they did.
    fn indentation(&self) -> Option<Finding> {
        let has_prompts =
            self.original.body.iter().any(|line| line.trim_start().starts_with(">>>"));
        if !self.language().is_indented || has_prompts {
            return None;
        }
        let of = |code: &Code<'_>| numbered(code, |line| self.language().essence(line));
        let (old, new) = (of(self.original), of(self.translated));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for op in sequences::fewest_changes(&plain(&old), &plain(&new)) {
            if op.tag() == DiffTag::Equal {
                pairs.extend(
                    old[op.old_range()].iter().zip(&new[op.new_range()]).map(|(a, b)| (a.0, b.0)),
                );
            }
        }
        let (original, translated) = (&self.original.body, &self.translated.body);
        // Between brackets the depth of a line says nothing.
        let outside = outside_brackets(&old);
        pairs.retain(|(line, _)| outside.contains(line));
        let moved = pairs.windows(2).find(|pair| {
            let step = |body: &[&str], a: usize, b: usize| depth(body[a]).cmp(&depth(body[b]));
            step(original, pair[0].0, pair[1].0) != step(translated, pair[0].1, pair[1].1)
        })?;
        let (source_line, line) = moved[1];
        let words = (
            "这行代码的缩进与原文不同，含义会随之改变；请照原文缩进".to_owned(),
            "the depth of this line differs from the source's and changes what the code does; indent as there".to_owned(),
        );
        let edits = pairs.iter().filter_map(|(a, b)| {
            let space = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
            let (wanted, found) = (original[*a], translated[*b]);
            let start = self.text.span_of(found).start;
            let (wanted, found) = (&wanted[..space(wanted)], &found[..space(found)]);
            (wanted != found)
                .then(|| Edit { span: (start, start + found.len()), text: wanted.to_owned() })
        });
        let fix = Fix { edits: edits.collect(), is_offer: false };
        Some(
            self.finding("code.indentation", Level::Error, Some(source_line), Some(line), words)
                .fixed_by(Some(fix).filter(|fix| !fix.edits.is_empty())),
        )
    }

    /// The line as in the source, with the comment it has in the translation.
    fn copied(&self, source_line: usize, line: usize) -> Option<Fix> {
        let (wanted, found) =
            (self.original.body.get(source_line)?, self.translated.body.get(line)?);
        let mark = |line: &str| line.trim_start().starts_with('>');
        if mark(wanted) != mark(found) {
            return None;
        }
        let (code, comment) = self.language().split(wanted.trim());
        let (_, own) = self.language().split(found.trim());
        let comment = if own.chars().any(is_han) { own } else { comment };
        Some(Fix::replace(self.text.span_of(found.trim()), format!("{code}{comment}")))
    }

    /// A line of the source put after a line of the translation, or before its first.
    fn inserted(&self, source_line: usize, after: Option<usize>) -> Option<Fix> {
        let wanted = self.original.body.get(source_line)?;
        let body = &self.translated.body;
        if let Some(line) = after {
            let at = self.text.span_of(body.get(line)?).end;
            return Some(Fix::replace(at..at, format!("\n{wanted}")).offered());
        }
        let at = self.text.span_of(body.first()?).start;
        Some(Fix::replace(at..at, format!("{wanted}\n")).offered())
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
        let of = |code: &Code<'_>, at: Option<usize>| {
            let line = at.and_then(|at| code.body.get(at));
            line.copied().unwrap_or_default().trim().to_owned()
        };
        Finding::new(rule, level, place(self.translated, line), zh, en)
            .about(format!("{}\n{}", of(self.original, source_line), of(self.translated, line)))
            .at_source(place(self.original, source_line))
    }
}

/// The lines that begin outside of all brackets.
fn outside_brackets(lines: &[Line]) -> HashSet<usize> {
    let mut open = 0_usize;
    let mut outside = HashSet::new();
    for (number, line) in lines {
        if open == 0 {
            outside.insert(*number);
        }
        for char in line.chars() {
            match char {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
        }
    }
    outside
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

fn not_as_in_source_zh(wanted: &str, found: &str) -> String {
    format!("这行代码与原文不同（{found}）；除注释外请照抄：{wanted}")
}

fn not_as_in_source_en(wanted: &str, found: &str) -> String {
    format!("this line of code differs ({found}); copy all but comments from the source: {wanted}")
}
