//! Tags that are not HTML: the components of MDX, and frames, which are shown as links.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

use super::fences::Fences;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant")
}

static TIP: LazyLock<Regex> = LazyLock::new(|| regex(r"<(/?)Tip\b([^>]*)>"));
static FRAME: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"(?is)<iframe\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)[^>]*>"#));
static YOUTUBE: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"<Youtube\b[^>]*?\bid=["']([\w-]+)["'][^>]*>"#));
/// Components start with a capital letter; no HTML tag that is shown does so in the posts.
static COMPONENT: LazyLock<Regex> = LazyLock::new(|| regex(r"<(/?)([A-Z][A-Za-z]+)\b[^>]*?(/?)>"));
static LOGIC: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*\{[#:/@].*\}\s*$"));
static ANCHOR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(#{1,6} .*?)\s*\[\[[\w-]+\]\]\s*$"));
static JSX_OPENING: LazyLock<Regex> = LazyLock::new(|| regex(r"^<([A-Z][A-Za-z]+)\b"));

/// Rewrites the tags of a piece of raw HTML; what is not known stays, and the sanitiser judges it.
pub(super) fn rewrite_tags(html: &str) -> String {
    let html = TIP.replace_all(html, |tag: &Captures<'_>| match &tag[1] {
        "/" => "</div>",
        _ if tag[2].contains("warning") => "<div class=\"tip tip-warning\">",
        _ => "<div class=\"tip\">",
    });
    let html = FRAME.replace_all(&html, |tag: &Captures<'_>| frame_link(&tag[1]));
    let html = YOUTUBE.replace_all(&html, |tag: &Captures<'_>| {
        frame_link(&format!("https://www.youtube.com/watch?v={}", &tag[1]))
    });
    COMPONENT.replace_all(&html, component).into_owned()
}

fn component(tag: &Captures<'_>) -> Cow<'static, str> {
    match (&tag[1], &tag[3]) {
        ("/", _) => "</div>".into(),
        (_, "/") => format!("<span class=\"component\">{}</span>", &tag[2]).into(),
        _ => "<div class=\"component\">".into(),
    }
}

/// A frame is never opened; its address is offered instead.
fn frame_link(address: &str) -> String {
    let address = address.replace('"', "%22").replace('<', "%3C");
    format!("<a class=\"embed\" href=\"{address}\">{address}</a>")
}

/// Takes out of MDX what no Markdown parser reads: control lines, anchors behind headings, and
/// components whose attributes run over several lines. Lines keep their numbers.
pub(super) fn simplify_jsx(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fences = Fences::default();
    let mut in_component = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        let line_end = &line[content.len()..];
        if in_component {
            in_component = !ends_component(content);
        } else if fences.is_code(content) {
            out.push_str(content);
        } else if let Some(opening) = JSX_OPENING.captures(content)
            && !content.contains('>')
        {
            out.push_str(&format!("<span class=\"component\">{}</span>", &opening[1]));
            in_component = true;
        } else if !LOGIC.is_match(content) {
            out.push_str(&ANCHOR.replace(content, "$1"));
        }
        out.push_str(line_end);
    }
    out
}

fn ends_component(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with("/>") || line == ">"
}
