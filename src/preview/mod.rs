//! Renders a post as the blog would, as HTML that is safe to show.
//!
//! Everything here comes from somebody else's keyboard. What must hold: whatever the text, the result
//! runs no script, opens no frame, carries no style of its own and takes no id of the page around it.
//! The last step is therefore always the sanitiser (`sanitise`); what comes before it only has to be
//! right, not safe.
//!
//! Lines are kept: `data-sourcepos` on a block names the lines of the text as it was given, so that a
//! preview can be scrolled to where its author is. Every step before the parser replaces text by text
//! with as many line breaks.

mod components;
mod depth;
mod fences;
mod formulas;
mod head;
mod headings;
mod highlight;
mod sanitise;
#[cfg(test)]
mod tests;

use std::fmt;

use comrak::{
    Arena, Options as MarkdownOptions, format_html_with_plugins,
    nodes::{Node, NodeValue},
    options::Plugins,
    parse_document,
};
use url::Url;

use crate::document::Dialect;

/// What a preview needs to know besides the text.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Address of the folder the post is published in (`https://example.org/blog/`), against which
    /// relative addresses are read. Without one, relative addresses are dropped.
    pub base: Option<Url>,
}

/// HTML that came out of the sanitiser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Renders a whole post; never fails, whatever the text. The time it takes grows with the length of the
/// text alone: what is nested deeper than any post is shown as it was written.
pub fn render(text: &str, dialect: Dialect, options: &Options) -> SafeHtml {
    let text = text.replace("\r\n", "\n");
    let (head, body) = head::split(&text);
    let body = match dialect {
        Dialect::Mdx => components::simplify_jsx(&body),
        Dialect::Markdown => body,
    };
    if depth::is_deep_markdown(&body) {
        return as_written(&text);
    }
    let (body, formulas) = formulas::protect(&body);

    let arena = Arena::new();
    let markdown = markdown_options();
    let root = parse_document(&arena, &body, &markdown);
    formulas.place(&arena, root);
    rewrite_raw_html(root);

    let headings = headings::Headings::default();
    let mut plugins = Plugins::default();
    plugins.render.codefence_syntax_highlighter = Some(highlight::highlighter());
    plugins.render.heading_adapter = Some(&headings);
    let mut html = head.to_html();
    format_html_with_plugins(root, &markdown, &mut html, &plugins)
        .expect("writing to a string does not fail");
    if depth::is_deep_html(&html) {
        return as_written(&text);
    }
    SafeHtml(sanitise::sanitise(&html, options.base.as_ref()))
}

/// Shows a text nobody could render in sensible time as it is, and says why.
fn as_written(text: &str) -> SafeHtml {
    let text = ammonia::clean_text(text);
    SafeHtml(format!(
        "<p class=\"tip tip-warning\">这篇文字的引用、列表或标签嵌套得太深，无法预览，下面是原样的文字。\
         (Quotes, lists or tags are nested too deeply to be rendered; this is the text as it is.)</p>\
         <pre>{text}</pre>"
    ))
}

fn markdown_options() -> MarkdownOptions<'static> {
    let mut options = MarkdownOptions::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.sourcepos = true;
    // Raw HTML passes here because the sanitiser reads it afterwards.
    options.render.r#unsafe = true;
    options
}

/// Turns tags no sanitiser would let pass into ones that say the same.
fn rewrite_raw_html(root: Node<'_>) {
    for node in root.descendants() {
        match &mut node.data_mut().value {
            NodeValue::HtmlBlock(block) => block.literal = components::rewrite_tags(&block.literal),
            NodeValue::HtmlInline(literal) => *literal = components::rewrite_tags(literal),
            _ => {}
        }
    }
}
