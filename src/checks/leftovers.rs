//! What must not stay behind in a finished text, and marks that must not be lost or translated.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
    tally,
};
use crate::document;

const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = lines(subject);
    findings.extend(magic_comments(&subject.translation));
    findings.extend(invisible(subject));
    if let Some(source) = &subject.source {
        findings.extend(tokens(subject, source));
        findings.extend(tags(source, &subject.translation));
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
        Regex::new(r"(?:^|[^/\w])(?:TODO|FIXME)\b|待翻译|待补充").expect("a constant pattern")
    });
    let source = subject.source.as_ref().map_or("", Text::text);
    let mut findings = Vec::new();
    for (block, text) in subject.translation.prose_blocks() {
        for (at, line) in text.lines().enumerate() {
            let at = block.lines.0 + at;
            findings.extend(alert(line, at));
            if FOOTER.is_match(line) && (line.starts_with('>') || line.contains("http")) {
                findings.push(Finding::new(
                    "leftovers.footer",
                    Level::Error,
                    (at, at),
                    "文末的原文、译者信息不属于正文；请删去，译者写在文件头的 translators 里",
                    "a footer that names source and translators does not belong into a post; remove it, the front matter has the translators",
                ));
            }
            if let Some(found) = TODO.find(line).filter(|found| !source.contains(found.as_str())) {
                findings.push(Finding::new(
                    "leftovers.todo",
                    Level::Warning,
                    (at, at),
                    format!("这里还留着“{}”", found.as_str()),
                    format!("a {} is left here", found.as_str()),
                ));
            }
            if line.contains("oaicite") || line.contains("turn0search") {
                findings.push(Finding::new(
                    "leftovers.chat_mark",
                    Level::Error,
                    (at, at),
                    "这里留有聊天工具的引用标记；请删去",
                    "a citation mark of a chat tool is left here; remove it",
                ));
            }
        }
    }
    let text = subject.translation.text();
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

/// Characters nobody sees, which break names that are copied from the page.
fn invisible(subject: &Subject<'_>) -> Option<Finding> {
    let is_invisible = |c: char| matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}');
    let source = subject.source.as_ref().map_or("", Text::text);
    let text = subject.translation.text();
    let count = text.chars().filter(|c| is_invisible(*c)).count();
    let at = text.lines().position(|line| line.contains(is_invisible))? + 1;
    (count > source.chars().filter(|c| is_invisible(*c)).count()).then(|| {
        Finding::new(
            "leftovers.invisible",
            Level::Warning,
            (at, at),
            format!("这一行起有 {count} 个看不见的字符（零宽空格），代码和链接会因此失效；请删去重新输入"),
            format!("{count} invisible characters (zero-width spaces) begin here and break code and links; type the place again"),
        )
    })
}

/// `> [!提示]` is no alert; only the English marks are known.
fn alert(line: &str, at: usize) -> Option<Finding> {
    let inside = line.trim_start().strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (mark, _) = inside.split_once(']')?;
    let known = ALERTS.iter().any(|alert| alert.eq_ignore_ascii_case(mark));
    let is_mark = !mark.is_empty() && !mark.contains(['[', '(', '!']);
    (!known && is_mark).then(|| {
        Finding::new(
            "leftovers.alert",
            Level::Error,
            (at, at),
            format!("提示框标记 [!{}] 不能翻译；请与原文一样写作 [!TIP]、[!NOTE] 等", shown(mark)),
            format!("the alert mark [!{}] must not be translated; write [!TIP], [!NOTE] … as in the source", shown(mark)),
        )
    })
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
        finding.at_source((line, line))
    });
    findings.collect()
}

/// Tags such as `<Tip>` that open and close in the source and no longer do.
fn tags(source: &Text, translation: &Text) -> Vec<Finding> {
    const TAGS: [&str; 8] =
        ["Tip", "details", "figure", "table", "div", "iframe", "video", "Youtube"];
    let balance = |text: &Text, tag: &str| {
        let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
        let opened = |slice: &str| {
            slice
                .match_indices(&open)
                .filter(|(at, _)| {
                    let after = &slice[at + open.len()..];
                    after.starts_with([' ', '>', '\n'])
                        && !after.split('>').next().unwrap_or_default().ends_with('/')
                })
                .count()
        };
        let blocks = text.prose_blocks();
        blocks.fold((0, 0), |sum, (_, slice)| {
            (sum.0 + opened(slice), sum.1 + slice.matches(&close).count())
        })
    };
    let broken = TAGS.iter().filter(|tag| {
        let ((a, b), (c, d)) = (balance(source, tag), balance(translation, tag));
        a == b && c != d
    });
    let finding = |tag: &&str| {
        let open = format!("<{tag}");
        let at =
            translation.text().lines().position(|line| line.contains(&open)).map_or(1, |at| at + 1);
        Finding::new(
            "leftovers.tag_unbalanced",
            Level::Error,
            (at, at),
            format!("<{tag}> 与 </{tag}> 不成对；请对照原文补全"),
            format!("<{tag}> and </{tag}> do not match; compare with the source"),
        )
    };
    broken.map(finding).collect()
}
