//! Links: those of the source, well-formed, and leading where a reader can follow.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
    tally,
};
use crate::document::{BlockKind, Piece};

/// Addresses of private chat sessions, which nobody else can open.
static CHAT_SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:chat\.openai|chatgpt)\.com/(?:.*/)?(?:c|chat)/|claude\.ai/chat/|gemini\.google\.com/app/|kimi\.moonshot\.cn/chat/|chat\.deepseek\.com/a/chat/",
    )
});
static FULL_WIDTH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\]\([^()\s（）]*）|\]（\s*(?:https?:|/|#)|】\((?:https?:|/|#)"));
static MANGLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\[\]\*+[^*\]]+\*+\(|\]\s+\(https?:|\[[^\[\]]+\]\(\s*\)"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = syntax(subject);
    findings.extend(traces(subject));
    findings.extend(anchors(subject));
    if let Some(source) = &subject.source {
        findings.extend(compared(subject, source));
    }
    findings
}

fn links(text: &Text) -> Vec<(&str, usize)> {
    text.picked(|piece| match piece {
        Piece::Url(address) => Some(address),
        _ => None,
    })
}

/// Brackets that make no link.
fn syntax(subject: &Subject<'_>) -> Vec<Finding> {
    let source = subject.source.as_ref().map_or("", Text::text);
    let mut findings = Vec::new();
    for (block, text) in subject.translation.prose_blocks() {
        for (at, line) in text.lines().enumerate() {
            // What stands in inline code is shown as it is.
            let line = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
            let at = block.lines.0 + at;
            if let Some(found) = FULL_WIDTH.find(&line) {
                findings.push(Finding::new(
                    "links.full_width",
                    Level::Error,
                    (at, at),
                    format!(
                        "链接用了全角括号（{}），站点不会把它当作链接；请改成半角 ()",
                        found.as_str()
                    ),
                    format!(
                        "the brackets of this link are full-width ({}), so it is none; use ()",
                        found.as_str()
                    ),
                ));
            } else if let Some(found) =
                MANGLED.find(&line).filter(|found| !source.contains(found.as_str()))
            {
                findings.push(Finding::new(
                    "links.mangled",
                    Level::Warning,
                    (at, at),
                    format!("这里的链接写法不对（{}）；应为 [文字](地址)", found.as_str()),
                    format!("this link is malformed ({}); write [text](address)", found.as_str()),
                ));
            }
        }
    }
    findings
}

/// Links that came with a tool and not with the source.
fn traces(subject: &Subject<'_>) -> Vec<Finding> {
    let source = subject.source.as_ref().map_or("", Text::text);
    let mut findings = Vec::new();
    for (url, line) in links(&subject.translation) {
        let added = !source.contains(url);
        if added && CHAT_SESSION.is_match(url) {
            findings.push(Finding::new(
                "links.chat_session",
                Level::Error,
                (line, line),
                format!("这个链接指向一次聊天会话（{}），读者打不开；请换回原文的链接", shown(url)),
                format!("this link leads to a chat session ({}) no reader can open; use the source's link", shown(url)),
            ));
        } else if added && url.contains("utm_source=chatgpt") {
            findings.push(Finding::new(
                "links.chat_trace",
                Level::Warning,
                (line, line),
                "链接里有聊天工具留下的 utm_source 参数；请删去",
                "this link has a utm_source parameter left by a chat tool; remove it",
            ));
        } else if url.to_ascii_lowercase().contains("://todo") {
            findings.push(Finding::new(
                "links.todo",
                Level::Warning,
                (line, line),
                format!("这个链接还没有填好：{}", shown(url)),
                format!("this link is not filled in yet: {}", shown(url)),
            ));
        }
    }
    findings
}

/// What two links that lead to the same page have in common.
fn same_page(url: &str) -> String {
    let mut url = url.trim().trim_start_matches("https://").trim_start_matches("http://");
    for host in ["www.huggingface.co", "huggingface.co", "hf.co"] {
        if let Some(path) =
            url.strip_prefix(host).filter(|path| path.is_empty() || path.starts_with('/'))
        {
            url = path;
        }
    }
    // Pages of the site that exist in Chinese have it in their path.
    let url = url
        .replace("/blog/zh/", "/blog/")
        .replace("/zh/", "/")
        .replace("/zh-CN/", "/")
        .replace("/zh-cn/", "/");
    let url = url.strip_prefix("./").or_else(|| url.strip_prefix("../")).unwrap_or(&url);
    let page = url.split(['#', '?']).next().unwrap_or(url);
    let name = page.strip_prefix("/blog/").unwrap_or(page);
    name.trim_end_matches(['/', '.']).trim_end_matches(".md").replace("/en/", "/").to_lowercase()
}

fn compared(subject: &Subject<'_>, source: &Text) -> Vec<Finding> {
    let pages =
        |text| links(text).into_iter().filter(|(url, _)| !url.starts_with('#')).collect::<Vec<_>>();
    let (original, translated) = (pages(source), pages(&subject.translation));
    let known: BTreeSet<String> = original.iter().map(|(url, _)| same_page(url)).collect();
    let difference = tally::compare(original, translated, |(url, _)| same_page(url));
    let mut findings = Vec::new();
    // A page the source links as well may be linked once more; one it does not know is a slip.
    for (url, line) in difference.added.iter().filter(|(url, _)| !known.contains(&same_page(url))) {
        let finding = Finding::new(
            "links.unknown",
            Level::Warning,
            (*line, *line),
            format!("原文没有这个链接：{}；请核对", shown(url)),
            format!("the source has no link to {}; compare them", shown(url)),
        );
        findings.push(finding);
    }
    for (url, source_line) in difference.missing {
        let finding = Finding::new(
            "links.missing",
            Level::Warning,
            subject.counterpart(source_line),
            format!("译文缺少原文第 {source_line} 行的链接：{}", shown(url)),
            format!("the link of line {source_line} of the source is missing: {}", shown(url)),
        );
        findings.push(finding.at_source((source_line, source_line)));
    }
    findings
}

/// Links to a heading of the page whose anchor changed with the heading's translation.
fn anchors(subject: &Subject<'_>) -> Vec<Finding> {
    let targets = anchor_names(&subject.translation);
    let was_broken: BTreeSet<&str> = subject
        .source
        .iter()
        .flat_map(|source| {
            let known = anchor_names(source);
            links(source).into_iter().filter_map(move |(url, _)| {
                url.strip_prefix('#').filter(|name| !known.contains(&name.to_lowercase()))
            })
        })
        .collect();
    let broken = links(&subject.translation).into_iter().filter_map(|(url, line)| {
        let name = url.strip_prefix('#').filter(|name| !name.is_empty())?;
        let found = targets.contains(&name.to_lowercase()) || targets.contains(&decoded(name).to_lowercase());
        (!found && !was_broken.contains(name)).then(|| {
            Finding::new(
                "links.anchor",
                Level::Warning,
                (line, line),
                format!("页内链接 {} 找不到对应的标题；标题译成中文后锚点也变了，请改成新的锚点", shown(url)),
                format!("no heading answers to {}; anchors change with translated headings, so link the new one", shown(url)),
            )
        })
    });
    broken.collect()
}

/// Percent-encoded bytes as text.
fn decoded(name: &str) -> String {
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

/// All names a link within the page can lead to: of headings, as the site makes them, and of tags.
fn anchor_names(text: &Text) -> BTreeSet<String> {
    static NAMES: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"(?:id|name)\s*=\s*["']?([^"'\s>]+)"#));
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (_, heading) in text.blocks(|kind| matches!(kind, BlockKind::Heading { .. })) {
        if let Some((_, anchor)) = heading.rsplit_once("[[") {
            names.insert(anchor.trim_end().trim_end_matches(']').to_lowercase());
        }
        let slug = heading_slug(heading);
        let mut name = slug.clone();
        let mut count = 1;
        while !names.insert(name.clone()) {
            name = format!("{slug}-{count}");
            count += 1;
        }
    }
    for (_, html) in text.prose_blocks() {
        names.extend(NAMES.captures_iter(html).map(|found| found[1].to_lowercase()));
    }
    names
}

/// The anchor of a heading: lower case, without punctuation, spaces as hyphens.
fn heading_slug(heading: &str) -> String {
    let line = heading.lines().next().unwrap_or_default().trim().trim_start_matches('#').trim();
    static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([^\]]*)\]\([^)]*\)|<[^>]*>"));
    let visible = LINK.replace_all(line.trim_end_matches(['#', ' ']), "$1");
    let kept = visible.to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
