//! How deeply a text is nested, known before anything is built of it.
//!
//! Parsers of Markdown and of HTML go through all that is open for every piece that follows, so their
//! time grows with the depth times the length. Here both are read once, without building anything.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};

/// Column of the last quote or list marker at the start of a line; each takes one column at least.
const DEEPEST_MARKER: usize = 200;
/// Tags that are open at once.
const DEEPEST_TAG: usize = 400;

/// Tags without an end tag, and those whose end is implied by the next of their kind.
const NEVER_DEEP: [&str; 24] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];

/// Whether quotes or lists are nested deeper than in any post.
pub(super) fn is_deep_markdown(text: &str) -> bool {
    text.lines().any(|line| last_marker(line) > DEEPEST_MARKER)
}

/// The column after the last quote or list marker at the start of a line.
fn last_marker(line: &str) -> usize {
    let mut column = 0;
    let mut last = 0;
    let mut rest = line.as_bytes();
    loop {
        let length = match rest {
            [b' ', ..] => 1,
            // Up to four columns, which is safe to assume.
            [b'\t', ..] => {
                column += 3;
                1
            }
            _ => match marker(rest) {
                Some(length) => {
                    last = column + length;
                    length
                }
                None => return last,
            },
        };
        column += length;
        rest = &rest[length..];
    }
}

/// Length of the marker a line starts with.
fn marker(line: &[u8]) -> Option<usize> {
    let bullet = match line {
        [b'>', ..] => return Some(1),
        [b'-' | b'*' | b'+', ..] => 1,
        _ => match line.iter().take_while(|byte| byte.is_ascii_digit()).count() {
            digits @ 1..=9 if matches!(line.get(digits), Some(b'.' | b')')) => digits + 1,
            _ => return None,
        },
    };
    matches!(line.get(bullet), None | Some(b' ' | b'\t')).then_some(bullet)
}

/// Whether tags are nested deeper than in any post.
pub(super) fn is_deep_html(html: &str) -> bool {
    let tokenizer = Tokenizer::new(Depth::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // A script does not run; what follows it is read on.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.deepest.get() > DEEPEST_TAG
}

/// Counts what is open. Only the end of the innermost tag closes it: a parser skips many another end, so
/// the count is never below what a parser has open.
#[derive(Default)]
struct Depth {
    open: RefCell<Vec<Tag>>,
    deepest: std::cell::Cell<usize>,
}

impl TokenSink for Depth {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        if NEVER_DEEP.contains(&&*tag.name) {
            return TokenSinkResult::Continue;
        }
        let mut open = self.open.borrow_mut();
        match tag.kind {
            TagKind::EndTag => {
                if open.last().is_some_and(|last| last.name == tag.name) {
                    open.pop();
                }
                TokenSinkResult::Continue
            }
            // Attributes are read by nobody.
            TagKind::StartTag if !tag.self_closing || !is_foreign(&tag.name) => {
                let read_on = contents(&tag.name);
                open.push(Tag { attrs: Vec::new(), ..tag });
                self.deepest.set(self.deepest.get().max(open.len()));
                read_on
            }
            TagKind::StartTag => TokenSinkResult::Continue,
        }
    }
}

/// MathML, where a tag may close itself.
fn is_foreign(name: &str) -> bool {
    name.starts_with('m') && !matches!(name, "main" | "map" | "mark" | "marquee" | "menu" | "meter")
}

/// How what is inside a tag is read: as HTML, or as text up to its end.
fn contents(name: &str) -> TokenSinkResult<()> {
    match name {
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
            TokenSinkResult::RawData(RawKind::Rawtext)
        }
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_not_deep() {
        let markdown = "> - 1. deep\n\n    > - code\n\n- - - - - - -\n\n2026. A year\n**bold**\n";
        assert!(!is_deep_markdown(&markdown.repeat(100)));
        assert!(!is_deep_markdown(&format!("{}\n{}x\n", "-".repeat(500), " ".repeat(500))));
        let html = "<p>one<br><ul><li>two<li>three</ul><img src=x><div><b>four</b></div>";
        assert!(!is_deep_html(&html.repeat(1000)));
        assert!(!is_deep_html(&"<mspace width='1em' />".repeat(1000)));
    }

    #[test]
    fn every_kind_of_nesting_is_seen() {
        for piece in [">", "> ", "- ", "* > ", "1. ", "\t> "] {
            assert!(is_deep_markdown(&piece.repeat(201)), "{piece:?}");
        }
        let indented: String =
            (0..201).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
        assert!(is_deep_markdown(&indented));
        for piece in [
            "<div>",
            "<ul><li>",
            "<b a=1>",
            "<div></x>",
            "<div/>",
            "<div><table></div></table>",
            "<div><!--</div>-->",
            "<div><p title='</div>'>",
            "<div><textarea></div></textarea>",
            "<div><style><!--</style>",
        ] {
            assert!(is_deep_html(&piece.repeat(401)), "{piece}");
        }
    }
}
