//! Links: those of the source, well-formed, and leading where a reader can follow.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use similar::DiffOp;

use super::{
    Finding, Level,
    fix::{Edit, Fix},
    slugs::{Anchors, counterparts, decoded},
    subject::{Place, Subject, Text, shown},
};
use crate::{
    convention::ConventionKind,
    document::{Piece, normal},
    ids::Slug,
    sequences,
};

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
    let translated = links(&subject.translation);
    findings.extend(traces(subject, &translated));
    findings.extend(anchors(subject, &translated));
    findings.extend(siblings(subject, &translated));
    if let Some(source) = subject.source {
        findings.extend(compared(subject, &links(source), &translated));
    }
    findings
}

fn links(text: &Text) -> Vec<Place<'_>> {
    text.picked(|piece| match piece {
        Piece::Url(address) => Some(address),
        _ => None,
    })
}

/// Brackets that make no link.
fn syntax(subject: &Subject<'_>) -> Vec<Finding> {
    let source = subject.source.map_or("", Text::text);
    let mut findings = Vec::new();
    for (at, start, line) in subject.translation.prose_lines() {
        // What stands in inline code is shown as it is; the line keeps its length without it.
        let mut inside = false;
        let blanked: String = line
            .split_inclusive('`')
            .map(|part| {
                let shown = if inside { "`".repeat(part.len()) } else { part.to_owned() };
                inside = !inside;
                shown
            })
            .collect();
        let place = |from: usize, to: usize| start + from..start + to;
        if let Some(found) = FULL_WIDTH.find(&blanked) {
            let text = found.as_str();
            let half = text.replace('（', "(").replace('）', ")");
            // 】 is half of a pair whose other half is elsewhere.
            let fix = (!text.contains('】'))
                .then(|| Fix::replace(place(found.start(), found.end()), half));
            findings.push(
                Finding::new(
                    "links.full_width",
                    Level::Error,
                    (at, at),
                    format!("链接用了全角括号（{text}），站点不会把它当作链接；请改成半角 ()"),
                    format!(
                        "the brackets of this link are full-width ({text}), so it is none; use ()"
                    ),
                )
                .about(text)
                .fixed_by(fix),
            );
        } else if let Some(found) =
            MANGLED.find(&blanked).filter(|found| !source.contains(found.as_str()))
        {
            let text = found.as_str();
            findings.push(
                Finding::new(
                    "links.mangled",
                    Level::Warning,
                    (at, at),
                    format!("这里的链接写法不对（{text}）；应为 [文字](地址)"),
                    format!("this link is malformed ({text}); write [text](address)"),
                )
                .about(text)
                .fixed_by(
                    mended(text).map(|text| Fix::replace(place(found.start(), found.end()), text)),
                ),
            );
        }
    }
    findings
}

/// What a malformed link was meant to be, where that is plain.
fn mended(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix("[]") {
        let stars = rest.bytes().take_while(|byte| *byte == b'*').count();
        let inside = rest.trim_end_matches('(').trim_matches('*');
        return Some(format!("[{0}{inside}{0}](", "*".repeat(stars)));
    }
    let (before, after) = text.split_once(']')?;
    let gap = after.len() - after.trim_start().len();
    (before.is_empty() && gap > 0).then(|| format!("]{}", after.trim_start()))
}

/// Links that came with a tool and not with the source.
fn traces(subject: &Subject<'_>, links: &[Place<'_>]) -> Vec<Finding> {
    static TRACE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[?&]utm_source=chatgpt(?:\.com)?(?:&|$)?"));
    let source = subject.source.map_or("", Text::text);
    let mut findings = Vec::new();
    for Place { text: url, span, line } in links {
        let added = !source.contains(url);
        let place = (*line, *line);
        if added && CHAT_SESSION.is_match(url) {
            findings.push(Finding::new(
                "links.chat_session",
                Level::Error,
                place,
                format!("这个链接指向一次聊天会话（{}），读者打不开；请换回原文的链接", shown(url)),
                format!("this link leads to a chat session ({}) no reader can open; use the source's link", shown(url)),
            ).about(*url).fixed_by(wanted_page(subject, span.start).map(|wanted| Fix::replace(span.clone(), wanted))));
        } else if let Some(trace) = TRACE.find(url).filter(|_| added) {
            let at = span.start + trace.start();
            let end = if url.ends_with(trace.as_str()) { trace.as_str().len() } else { 0 };
            findings.push(
                Finding::new(
                    "links.chat_trace",
                    Level::Warning,
                    place,
                    "链接里有聊天工具留下的 utm_source 参数；请删去",
                    "this link has a utm_source parameter left by a chat tool; remove it",
                )
                .about(*url)
                .fixed_by((end > 0).then(|| Fix::replace(at..at + end, ""))),
            );
        } else if is_todo(url) {
            findings.push(
                Finding::new(
                    "links.todo",
                    Level::Warning,
                    place,
                    format!("这个链接还没有填好：{}；请换成原文的链接", shown(url)),
                    format!("this link is not filled in yet: {}; use the source's", shown(url)),
                )
                .about(*url)
                .fixed_by(
                    wanted_page(subject, span.start)
                        .map(|wanted| Fix::replace(span.clone(), wanted).offered()),
                ),
            );
        }
    }
    findings
}

fn is_todo(url: &str) -> bool {
    url.to_ascii_lowercase().contains("://todo")
}

/// The link of the source that stands where one of the translation does: the same of as many, or the one
/// that is missing.
fn wanted_page(subject: &Subject<'_>, at: usize) -> Option<String> {
    let original = links(subject.source?);
    let translated = links(&subject.translation);
    let number = translated.iter().position(|link| link.span.start == at)?;
    if original.len() == translated.len() {
        return Some(original[number].text.to_owned());
    }
    let known: BTreeSet<_> = translated.iter().map(|link| page(link.text)).collect();
    let mut missing = original.iter().filter(|link| !known.contains(&page(link.text)));
    let only = missing.next()?;
    missing.next().is_none().then(|| only.text.to_owned())
}

/// What two links that lead to the same page have in common.
fn page(url: &str) -> String {
    let url = url.trim_end_matches(['.', '/']);
    normal::address(url).unwrap_or_else(|| url.to_owned()).to_lowercase()
}

/// Compares the pages both texts link.
fn compared(
    subject: &Subject<'_>,
    original: &[Place<'_>],
    translated: &[Place<'_>],
) -> Vec<Finding> {
    let is_page = |link: &&Place<'_>| !link.text.starts_with('#') && !link.text.is_empty();
    let original: Vec<_> = original.iter().filter(is_page).collect();
    let translated: Vec<_> = translated.iter().filter(is_page).collect();
    let pages = |links: &[&Place<'_>]| links.iter().map(|link| page(link.text)).collect::<Vec<_>>();
    let (old, new) = (pages(&original), pages(&translated));
    let known: BTreeSet<_> = old.iter().collect();
    let present: BTreeSet<_> = new.iter().collect();
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for op in sequences::fewest_changes(&old, &new) {
        let (lost, found) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let mut lost: Vec<usize> = lost.filter(|at| !present.contains(&old[*at])).collect();
        let mut found: Vec<usize> = found.filter(|at| !known.contains(&new[*at])).collect();
        // As many unknown ones as are missing: each stands for one of them, where one can tell for which.
        if lost.len() == found.len() {
            for (a, b) in standing_in(&mut lost, &mut found, &original, &translated) {
                told.insert(old[a].clone());
                let is_told =
                    CHAT_SESSION.is_match(translated[b].text) || is_todo(translated[b].text);
                if !is_told && !is_better(original[a].text, translated[b].text) {
                    findings.push(changed(original[a], translated[b]));
                }
            }
        }
        findings.extend(found.into_iter().map(|at| unknown(translated[at])));
        for at in lost {
            // A page that is linked often is missing once.
            if told.insert(old[at].clone()) {
                findings.push(missing(subject, original[at]));
            }
        }
    }
    findings
}

/// Takes out the links that stand for each other, each with its number: a single one for a single one, and of
/// several those that are alike, or right here in another form. Beside the wrong one a warning would lie.
fn standing_in(
    lost: &mut Vec<usize>,
    found: &mut Vec<usize>,
    original: &[&Place<'_>],
    translated: &[&Place<'_>],
) -> Vec<(usize, usize)> {
    if let ([a], [b]) = (&lost[..], &found[..]) {
        let pair = (*a, *b);
        lost.clear();
        found.clear();
        return vec![pair];
    }
    let mut pairs = Vec::new();
    for stands_for in [is_alike, is_better] {
        found.retain(|&b| {
            let fits = |a: &usize| stands_for(original[*a].text, translated[b].text);
            let Some(at) = lost.iter().position(fits) else { return true };
            pairs.push((lost.remove(at), b));
            false
        });
    }
    pairs
}

/// Whether two addresses of one site differ in one part of their path alone.
fn is_alike(wanted: &str, found: &str) -> bool {
    let parts = |url: &str| {
        let url = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        url.split('/').map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (wanted, found) = (parts(wanted), parts(found));
    let differing = wanted.iter().zip(&found).filter(|(one, other)| one != other).count();
    wanted.len() == found.len() && wanted.get(2) == found.get(2) && differing <= 1
}

/// Whether a link is the source's in a form that is right here: the Chinese page of the same site, an
/// address that works from everywhere, or one that is filled in.
fn is_better(wanted: &str, found: &str) -> bool {
    let is_chinese = ["/zh/", "/zh-cn/", "/zh-hans/", "zh.", ".cn/"]
        .iter()
        .any(|part| found.to_lowercase().contains(part))
        && !found.contains("/blog/");
    let path = wanted.trim_start_matches(['.', '/']);
    let is_relative = !wanted.contains("://") && !path.is_empty() && found.ends_with(path);
    let is_unfilled = !wanted.contains(['/', '.', '@']);
    is_chinese || is_relative || is_unfilled
}

fn changed(wanted: &Place<'_>, found: &Place<'_>) -> Finding {
    let (was, is) = (shown(wanted.text), shown(found.text));
    Finding::new(
        "links.changed",
        Level::Warning,
        (found.line, found.line),
        format!("链接与原文不同（{is}）；原文是 {was}，请核对"),
        format!("this link ({is}) is not the source's ({was}); compare them"),
    )
    .about(format!("{}\n{}", wanted.text, found.text))
    .at_source((wanted.line, wanted.line))
    .fixed_by(Fix::replace(found.span.clone(), wanted.text).offered())
}

fn unknown(link: &Place<'_>) -> Finding {
    Finding::new(
        "links.unknown",
        Level::Warning,
        (link.line, link.line),
        format!("原文没有这个链接：{}；请核对", shown(link.text)),
        format!("the source has no link to {}; compare them", shown(link.text)),
    )
    .about(link.text)
}

fn missing(subject: &Subject<'_>, link: &Place<'_>) -> Finding {
    let line = link.line;
    Finding::new(
        "links.missing",
        Level::Warning,
        subject.counterpart(line),
        format!("译文缺少原文第 {line} 行的链接：{}；请补上", shown(link.text)),
        format!("the link of line {line} of the source is missing: {}; add it", shown(link.text)),
    )
    .about(link.text)
    .at_source((line, line))
}

/// Links to posts of the blog itself: their Chinese form where there is one, and no form that leads nowhere.
fn siblings(subject: &Subject<'_>, links: &[Place<'_>]) -> Vec<Finding> {
    let Some(is_translated) = subject.surroundings.is_translated else { return Vec::new() };
    if subject.convention.kind() != ConventionKind::HfBlog {
        return Vec::new();
    }
    let folder = subject.convention.language().split('-').next().unwrap_or_default().to_owned();
    let mut findings = Vec::new();
    let mut offers: Vec<(&Place<'_>, Edit)> = Vec::new();
    for link in links {
        let Some((at, slug)) = blog_post(link.text) else { continue };
        let translated_form = format!("{folder}/");
        let (is_form, name) = match slug.strip_prefix(&translated_form) {
            Some(name) => (true, name),
            None => (false, slug),
        };
        let start = link.span.start + at;
        match (is_form, is_translated(&Slug::new(name))) {
            (true, false) => findings.push(
                Finding::new(
                    "links.no_translation",
                    Level::Warning,
                    (link.line, link.line),
                    format!("《{name}》还没有中文版，这个链接打不开；请改成英文版的链接"),
                    format!("{name} does not exist in Chinese, so this link leads nowhere; link the English post"),
                )
                .about(link.text)
                .fixed_by(Fix::replace(start..start + translated_form.len(), "")),
            ),
            (false, true) => {
                offers.push((link, Edit { span: (start, start), text: translated_form }));
            }
            _ => {}
        }
    }
    if let Some((first, _)) = offers.first() {
        let names: BTreeSet<&str> =
            offers.iter().filter_map(|(link, _)| Some(blog_post(link.text)?.1)).collect();
        let names = shown(&names.into_iter().collect::<Vec<_>>().join("、"));
        let line = first.line;
        let edits = offers.into_iter().map(|(_, edit)| edit).collect();
        findings.push(
            Finding::new(
                "links.chinese",
                Level::Info,
                (line, line),
                format!("这些文章已有中文版（{names}）；链接可以改成 /blog/{folder}/…"),
                format!("these posts exist in Chinese ({names}); you may link /blog/{folder}/…"),
            )
            .about("chinese")
            .fixed_by(Fix { edits, is_offer: true }),
        );
    }
    findings
}

/// The post a link leads to, if it is one of the blog's, and where its name begins.
fn blog_post(url: &str) -> Option<(usize, &str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let path = match rest {
        Some(rest) => {
            let host = ["www.huggingface.co", "huggingface.co", "hf.co"];
            host.iter().find_map(|host| rest.strip_prefix(host))?
        }
        None => url,
    };
    let name = path.strip_prefix("/blog/")?;
    let name = name.split(['#', '?']).next().unwrap_or(name).trim_end_matches('/');
    let at = url.len() - path.len() + "/blog/".len();
    (!name.is_empty() && !name.starts_with("assets")).then_some((at, name))
}

/// Links to a heading of the page whose anchor changed with the heading's translation.
fn anchors(subject: &Subject<'_>, links: &[Place<'_>]) -> Vec<Finding> {
    let own =
        |link: &Place<'_>| link.text.strip_prefix('#').filter(|name| !name.is_empty()).is_some();
    if !links.iter().any(own) {
        return Vec::new();
    }
    let targets = Anchors::of(&subject.translation);
    let source = subject.source.map(|source| (source, Anchors::of(source)));
    let broken = links.iter().filter_map(|link| {
        let name = link.text.strip_prefix('#').filter(|name| !name.is_empty())?;
        if targets.has(name) || targets.has(&decoded(name)) {
            return None;
        }
        // What the source does not resolve either is not the translation's fault.
        let known = source.as_ref().map(|(_, anchors)| anchors);
        let was_broken =
            subject.source.is_some_and(|source| has_link(source, link.text)) && known.is_some_and(|known| !known.has(name));
        (!was_broken).then(|| {
            let wanted = source.as_ref().and_then(|(source, anchors)| {
                let number = anchors.heading(name)?;
                let pairs = counterparts(source, &subject.translation);
                targets.headings.get(*pairs.get(&number)?).filter(|slug| !slug.is_empty())
            });
            let wanted = wanted.or_else(|| nearest(&targets, &decoded(name)));
            let (zh, en) = match wanted {
                Some(slug) => (
                    format!("页内链接 {} 找不到对应的标题；标题译成中文后锚点也变了，应为 #{slug}", shown(link.text)),
                    format!("no heading answers to {}; anchors change with translated headings, and it should be #{slug}", shown(link.text)),
                ),
                None => (
                    format!("页内链接 {} 找不到对应的标题；标题译成中文后锚点也变了，请改成新的锚点", shown(link.text)),
                    format!("no heading answers to {}; anchors change with translated headings, so link the new one", shown(link.text)),
                ),
            };
            Finding::new("links.anchor", Level::Warning, (link.line, link.line), zh, en)
                .about(link.text)
                .fixed_by(wanted.map(|slug| Fix::replace(link.span.clone(), format!("#{slug}"))))
        })
    });
    broken.collect()
}

/// The only heading whose anchor is the wanted one but for marks and hyphens.
fn nearest<'t>(targets: &'t Anchors, name: &str) -> Option<&'t String> {
    let plain = |name: &str| {
        name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let wanted = plain(name);
    let mut near = targets.headings.iter().filter(|slug| plain(slug) == wanted);
    let only = near.next().filter(|_| !wanted.is_empty())?;
    near.next().is_none().then_some(only)
}

fn has_link(text: &Text, url: &str) -> bool {
    links(text).iter().any(|link| link.text == url)
}
