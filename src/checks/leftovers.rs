//! What must not stay behind in a finished text, and marks that must not be lost or translated.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::{
    Finding, Level,
    fix::Fix,
    subject::{Subject, Text, shown},
    tally,
};
use crate::document;

const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = lines(subject);
    findings.extend(alerts(subject));
    findings.extend(magic_comments(&subject.translation));
    findings.extend(broken(subject));
    if let Some(source) = subject.source {
        findings.extend(tokens(subject, source));
    }
    findings
}

/// Slips that one line shows.
fn lines(subject: &Subject<'_>) -> Vec<Finding> {
    static FOOTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^>?\s*(?:\*\*)?(?:英文原文|原文作者|原文链接|译者|审校)(?:\*\*)?\s*[:：/]")
            .expect("a constant pattern")
    });
    static TODO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^/\w])(TODO|FIXME)\b|待翻译|待补充").expect("a constant pattern")
    });
    static STRAY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*[a-zA-Z`'，。、；：]\s*$").expect("a constant pattern"));
    let source = subject.source.map_or("", Text::text);
    let text = &subject.translation;
    let mut findings = Vec::new();
    for (at, start, line) in text.prose_lines() {
        let span = start..start + line.len();
        if FOOTER.is_match(line) && (line.starts_with('>') || line.contains("http")) {
            findings.push(Finding::new(
                "leftovers.footer",
                Level::Error,
                (at, at),
                "文末的原文、译者信息不属于正文；请删去，译者写在文件头的 translators 里",
                "a footer that names source and translators does not belong into a post; remove it, the front matter has the translators",
            ).fixed_by(text.without(span.clone())));
        }
        let todo = TODO.captures(line).and_then(|found| found.get(1).or(found.get(0)));
        if let Some(found) = todo.filter(|found| !source.contains(found.as_str())) {
            let word = found.as_str();
            findings.push(
                Finding::new(
                    "leftovers.todo",
                    Level::Warning,
                    (at, at),
                    format!("这里还留着“{word}”；请补完后删去"),
                    format!("a {word} is left here; finish it and remove the mark"),
                )
                .about(line.trim()),
            );
        }
        if line.contains("oaicite") || line.contains("turn0search") {
            findings.push(
                Finding::new(
                    "leftovers.chat_mark",
                    Level::Error,
                    (at, at),
                    "这里留有聊天工具的引用标记；请删去",
                    "a citation mark of a chat tool is left here; remove it",
                )
                .fixed_by(without_chat_marks(line).map(|kept| Fix::replace(span.clone(), kept))),
            );
        }
        if STRAY.is_match(line) && !source.lines().any(|other| other.trim() == line.trim()) {
            findings.push(
                Finding::new(
                    "leftovers.stray",
                    Level::Warning,
                    (at, at),
                    format!("这一行只有一个字符（{}），像是误输入；请删去", line.trim()),
                    format!(
                        "this line holds one character ({}), likely typed by mistake; remove it",
                        line.trim()
                    ),
                )
                .fixed_by(text.without(span).offered()),
            );
        }
    }
    findings
}

/// A line without the citation marks of chat tools.
fn without_chat_marks(line: &str) -> Option<String> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\s*(?::contentReference\[oaicite:[^\]]*\]\{[^}]*\}|【[^】]*(?:oaicite|turn0search)[^】]*】|\u{e200}?cite\u{e202}turn0search\d+\u{e201}?)")
            .expect("a constant pattern")
    });
    let kept = MARK.replace_all(line, "");
    (kept != line && !kept.contains("oaicite") && !kept.contains("turn0search"))
        .then(|| kept.into_owned())
}

/// Marks of a conflict, and characters that were broken on their way.
fn broken(subject: &Subject<'_>) -> Vec<Finding> {
    let text = subject.translation.text();
    let source = subject.source.map_or("", Text::text);
    let mut findings = Vec::new();
    let conflict =
        text.lines().position(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "));
    findings.extend(conflict.map(|at| {
        Finding::new(
            "leftovers.conflict",
            Level::Error,
            (at + 1, at + 1),
            "这里留有合并冲突的标记；请先解决冲突",
            "a conflict marker is left here; resolve the conflict",
        )
    }));
    let broken = text.lines().position(|line| line.contains('\u{fffd}'));
    findings.extend(broken.filter(|_| !source.contains('\u{fffd}')).map(|at| {
        Finding::new(
            "leftovers.broken_character",
            Level::Error,
            (at + 1, at + 1),
            "这里有无法显示的字符（\u{fffd}）；请重新输入",
            "a character was broken here (\u{fffd}); type it again",
        )
    }));
    findings
}

/// The marks of alerts: bytes of the name, and the line.
fn marks(text: &Text) -> Vec<(&str, usize, usize)> {
    let mut marks = Vec::new();
    for (number, start, line) in text.prose_lines() {
        let rest = line.trim_start();
        let Some(rest) = rest.strip_prefix('>').map(str::trim_start) else { continue };
        let Some(inside) = rest.strip_prefix("[!") else { continue };
        let Some((mark, after)) = inside.split_once(']') else { continue };
        let is_mark =
            !mark.is_empty() && !mark.contains(['[', '(', '!']) && !after.starts_with('(');
        if is_mark {
            marks.push((mark, number, start + line.len() - inside.len()));
        }
    }
    marks
}

/// `> [!提示]` is no alert; only the English marks are known.
fn alerts(subject: &Subject<'_>) -> Vec<Finding> {
    let found = marks(&subject.translation);
    let known = |mark: &str| ALERTS.iter().any(|alert| alert.eq_ignore_ascii_case(mark));
    let original = subject.source.map(marks).unwrap_or_default();
    let mut findings = Vec::new();
    for (number, (mark, line, at)) in found.iter().enumerate() {
        if known(mark) {
            continue;
        }
        let wanted = match original.get(number).filter(|_| original.len() == found.len()) {
            Some((wanted, ..)) => Some((*wanted).to_owned()),
            None => meant(mark).map(str::to_owned),
        };
        findings.push(
            Finding::new(
                "leftovers.alert",
                Level::Error,
                (*line, *line),
                format!("提示框标记 [!{}] 不能翻译；请与原文一样写作 [!TIP]、[!NOTE] 等", shown(mark)),
                format!("the alert mark [!{}] must not be translated; write [!TIP], [!NOTE] … as in the source", shown(mark)),
            )
            .fixed_by(wanted.map(|wanted| Fix::replace(*at..at + mark.len(), wanted))),
        );
    }
    if let Some((mark, line, _)) = original.get(found.len()).filter(|_| subject.source.is_some()) {
        findings.push(
            Finding::new(
                "leftovers.alert_lost",
                Level::Warning,
                subject.counterpart(*line),
                format!("原文有 {} 个提示框（如第 {line} 行的 > [!{mark}]），译文只有 {} 个；请保留 > [!…] 这一行", original.len(), found.len()),
                format!("the source has {} alerts (one is > [!{mark}] in line {line}), the translation {}; keep their > [!…] lines", original.len(), found.len()),
            )
            .about("alerts")
            .at_source((*line, *line)),
        );
    }
    findings
}

/// The mark a Chinese word stands for.
fn meant(mark: &str) -> Option<&'static str> {
    match mark.trim() {
        "提示" | "小贴士" | "技巧" => Some("TIP"),
        "注意" | "说明" | "备注" | "注" => Some("NOTE"),
        "重要" | "重要提示" => Some("IMPORTANT"),
        "警告" => Some("WARNING"),
        "小心" | "当心" => Some("CAUTION"),
        _ => None,
    }
}

/// Comments by which the site once showed authors; it shows them as text today.
fn magic_comments(translation: &Text) -> Vec<Finding> {
    let magic = translation.prose_blocks().filter(|(_, text)| document::is_magic_comment(text));
    let finding = |(block, _): (&document::Block, &str)| {
        Finding::new(
            "leftovers.magic_comment",
            Level::Warning,
            block.lines,
            "站点已不再使用这种标记；请删去",
            "the site no longer knows this mark; remove it",
        )
        .fixed_by(translation.without(block.span.clone()))
    };
    magic.map(finding).collect()
}

/// Special tokens of models such as `<|eot_id|>`, in code and prose.
fn tokens(subject: &Subject<'_>, source: &Text) -> Vec<Finding> {
    static TOKEN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<\|[A-Za-z0-9_]+\|>").expect("a constant pattern"));
    fn of(text: &Text) -> Vec<(&str, usize)> {
        let lines = text.text().lines().enumerate();
        lines
            .flat_map(|(at, line)| TOKEN.find_iter(line).map(move |found| (found.as_str(), at + 1)))
            .collect()
    }
    let difference =
        tally::compare(of(source), of(&subject.translation), |(token, _)| (*token).to_owned());
    let mut lost: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (token, line) in difference.missing {
        lost.entry(token).or_default().push(line);
    }
    let findings = lost.into_iter().map(|(token, lines)| {
        let (line, times) = (lines[0], lines.len());
        let finding = Finding::new(
            "leftovers.token_lost",
            Level::Error,
            subject.counterpart(line),
            format!("特殊标记 {token} 比原文少了 {times} 处（原文第 {line} 行起）；请对照补上"),
            format!("the special token {token} is missing {times} times (from line {line} of the source); put it back"),
        );
        finding.about(token).at_source((line, line))
    });
    findings.collect()
}
