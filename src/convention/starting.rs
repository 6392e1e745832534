//! The text a translation starts from.

use super::hf_blog::SITE;
use crate::document::{self, BlockKind, Dialect, Document, Piece};

/// A post of the blog, ready to be translated: it begins with its front matter at the first byte,
/// has no magic comments (the site dropped them), and its relative images, which would not be found
/// from the folder of the translations, are absolute. All else is the source, byte for byte.
pub(crate) fn blog_text(source: &str) -> String {
    let source = from_front_matter(source);
    let document = Document::parse(source, Dialect::Markdown);
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    for block in document.blocks() {
        let slice = document.slice(block);
        if document::is_magic_comment(slice) {
            text.push_str(&source[at..block.span.start]);
            let rest = &source[block.span.end..];
            at = source.len() - rest.trim_start_matches(['\r', '\n']).len();
        } else if !matches!(block.kind, BlockKind::Code | BlockKind::FrontMatter) {
            text.push_str(&source[at.min(block.span.start)..block.span.start]);
            text.push_str(&with_absolute_images(slice));
            at = block.span.end;
        }
    }
    text.push_str(&source[at..]);
    text
}

/// Without a byte order mark and blank lines before the front matter, which the checks upstream refuse.
fn from_front_matter(source: &str) -> &str {
    match document::front_matter(source) {
        Some(matter) => &source[matter.span.start..],
        None => source.trim_start_matches('\u{feff}'),
    }
}

fn with_absolute_images(block: &str) -> String {
    let mut text = String::with_capacity(block.len());
    let mut at = 0;
    for piece in document::pieces(block) {
        let Piece::Image(address) = piece else { continue };
        let start = address.as_ptr().addr() - block.as_ptr().addr();
        if is_relative(address) && start >= at {
            text.push_str(&block[at..start]);
            text.push_str(SITE);
            text.push_str(address.trim_start_matches("./"));
            at = start + address.len();
        }
    }
    text.push_str(&block[at..]);
    text
}

/// Whether an address leads from the folder of the file.
pub(crate) fn is_relative(address: &str) -> bool {
    let scheme = address.find(':').is_some_and(|colon| !address[..colon].contains('/'));
    !address.is_empty() && !scheme && !address.starts_with(['/', '#', '.', '{'])
        || address.starts_with("./")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_source_stays_as_it_is() {
        let source = "---\r\ntitle: T\r\n---\r\n\r\n# T\r\n\r\n![a](/blog/assets/a.png) text\r\n\r\n```\r\n![b](b.png)\r\n```";
        assert_eq!(blog_text(source), source);
    }

    #[test]
    fn what_upstream_refuses_before_the_front_matter_is_dropped() {
        assert_eq!(
            blog_text("\u{feff}\n\n---\ntitle: T\n---\n\ntext\n"),
            "---\ntitle: T\n---\n\ntext\n"
        );
        assert_eq!(blog_text("\n# no front matter\n"), "\n# no front matter\n");
    }

    #[test]
    fn magic_comments_are_dropped() {
        let source =
            "---\ntitle: T\n---\n\n# T\n\n<!-- {blog_metadata} -->\n<!-- {authors} -->\n\ntext\n";
        assert_eq!(blog_text(source), "---\ntitle: T\n---\n\n# T\n\ntext\n");
    }

    #[test]
    fn relative_images_become_absolute_outside_code() {
        let source = "![a](assets/1/a.png \"t\") and <img src=\"./b.png\" width=3> `![c](c.png)`\n\n    ![d](d.png)\n\n[link](other)\n";
        assert_eq!(
            blog_text(source),
            "![a](https://huggingface.co/blog/assets/1/a.png \"t\") and <img src=\"https://huggingface.co/blog/b.png\" width=3> `![c](c.png)`\n\n    ![d](d.png)\n\n[link](other)\n"
        );
    }

    #[test]
    fn addresses_that_are_not_relative_are_told_apart() {
        for address in
            ["https://a.b/c.png", "data:image/png;base64,x", "/blog/a.png", "#a", "../a.png", ""]
        {
            assert!(!is_relative(address), "{address}");
        }
        assert!(is_relative("assets/a.png") && is_relative("./a.png"));
    }
}
