//! Formulas: found before Markdown can read their underscores as emphasis, rendered to MathML.
//!
//! The blog writes `\\( x \\)`, `\\[ x \\]`, `$x$` and `$$x$$`. Each formula is replaced by a mark of
//! private-use characters, line for line, and put back into the parsed document: as MathML where there
//! is text, as it was written inside raw HTML, code, addresses and the texts of images.

use comrak::{
    Arena,
    nodes::{AstNode, Node, NodeValue},
};
use pulldown_latex::{Parser, RenderConfig, Storage, config::DisplayMode, push_mathml};

use super::fences::Fences;

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';
/// Stands for a further line of a formula of several lines.
const CONTINUED: char = '\u{E002}';

/// Longer formulas are shown as they are written: nobody writes them, and rendering recurses.
const LONGEST: usize = 4000;
const DEEPEST: usize = 60;

/// How a formula opens and closes.
const DELIMITERS: [(&str, &str, bool); 4] =
    [("\\\\(", "\\\\)", false), ("\\\\[", "\\\\]", true), ("$$", "$$", true), ("$", "$", false)];

struct Formula {
    /// As it was written, with its delimiters.
    source: String,
    tex: String,
    display: bool,
}

/// The formulas of a text, in order.
pub(super) struct Formulas(Vec<Formula>);

/// Takes the formulas out of a text and leaves marks in their places.
pub(super) fn protect(text: &str) -> (String, Formulas) {
    let mut out = String::with_capacity(text.len());
    let mut formulas = Vec::new();
    let mut fences = Fences::default();
    let mut at = 0;
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |offset| at + offset + 1);
        if fences.is_code(text[at..line_end].trim_end_matches('\n')) {
            push_plain(&mut out, &text[at..line_end]);
            at = line_end;
        } else {
            at = protect_line(text, at, line_end, &mut out, &mut formulas);
        }
    }
    (out, Formulas(formulas))
}

/// Goes through a line of prose; returns where the next line starts, which lies further down where a
/// formula or a piece of code ran over the line's end.
fn protect_line(
    text: &str,
    mut at: usize,
    mut line_end: usize,
    out: &mut String,
    formulas: &mut Vec<Formula>,
) -> usize {
    while at < line_end {
        let (end, formula) = next_piece(text, at);
        match formula {
            Some(formula) => {
                out.push_str(&mark(formulas.len(), &formula.source));
                formulas.push(formula);
            }
            None => push_plain(out, &text[at..end]),
        }
        at = end;
        if at > line_end {
            line_end = text[at..].find('\n').map_or(text.len(), |offset| at + offset + 1);
        }
    }
    at
}

/// The piece that starts at `at`: a formula, or code, a comment, an escape, a character.
fn next_piece(text: &str, at: usize) -> (usize, Option<Formula>) {
    let rest = &text[at..];
    for (open, close, display) in DELIMITERS {
        if rest.starts_with(open)
            && let Some(formula) = formula_at(text, at, open, close, display)
        {
            return (at + formula.source.len(), Some(formula));
        }
    }
    let first = rest.chars().next().expect("pieces start inside the text");
    let length = match first {
        '`' => code_span_length(rest),
        // The escaped character is kept from being read as a delimiter, a line's end never is.
        '\\' => 1 + rest[1..].chars().next().filter(|&c| c != '\n').map_or(0, char::len_utf8),
        '<' if rest.starts_with("<!--") => rest.find("-->").map_or(4, |end| end + 3),
        '$' => rest.bytes().take_while(|&b| b == b'$').count(),
        other => other.len_utf8(),
    };
    (at + length, None)
}

fn formula_at(text: &str, at: usize, open: &str, close: &str, display: bool) -> Option<Formula> {
    let inner_at = at + open.len();
    let rest = &text[inner_at..];
    let paragraph = rest.find("\n\n").map_or(rest, |end| &rest[..end]);
    let length = if open == "$" {
        single_dollar_length(text, at, paragraph)?
    } else {
        paragraph.find(close)?
    };
    let tex = &paragraph[..length];
    // One that opens again before it closes was never closed.
    if tex.trim().is_empty() || (open != close && tex.contains(open)) {
        return None;
    }
    let source = text[at..inner_at + length + close.len()].to_owned();
    // Inside a quotation the quote marks stand at the start of every line.
    let tex = tex.lines().map(|line| line.trim_start_matches(['>', ' '])).collect::<Vec<_>>();
    Some(Formula { source, tex: tex.join("\n"), display })
}

/// Where `$…$` ends, by the rules that tell a formula from an amount of money: no space inside the
/// dollars, no word character before the first, no digit behind the last.
fn single_dollar_length(text: &str, at: usize, paragraph: &str) -> Option<usize> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric())
        || paragraph.starts_with(|c: char| c.is_whitespace() || c == '$')
    {
        return None;
    }
    let mut escaped = false;
    for (index, c) in paragraph.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '`' => return None,
            '$' => {
                let closes = !paragraph[..index].ends_with(char::is_whitespace)
                    && !paragraph[index + 1..].starts_with(|c: char| c.is_ascii_digit());
                return closes.then_some(index);
            }
            _ => {}
        }
    }
    None
}

/// The length of a code span, or of the backticks alone where it never closes.
fn code_span_length(rest: &str) -> usize {
    let ticks = rest.bytes().take_while(|&b| b == b'`').count();
    let paragraph = rest.find("\n\n").map_or(rest, |end| &rest[..end]);
    let mut at = ticks;
    while let Some(found) = paragraph[at..].find('`') {
        let start = at + found;
        let run = paragraph[start..].bytes().take_while(|&b| b == b'`').count();
        if run == ticks {
            return start + run;
        }
        at = start + run;
    }
    ticks
}

/// The mark of a formula, with as many line breaks as the formula had.
fn mark(index: usize, source: &str) -> String {
    let mut mark = format!("{OPEN}{index}{CLOSE}");
    for _ in source.matches('\n') {
        mark.push('\n');
        mark.push(CONTINUED);
    }
    mark
}

/// Copies text, with our own marks made harmless.
fn push_plain(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| match c {
        OPEN | CLOSE | CONTINUED => char::REPLACEMENT_CHARACTER,
        other => other,
    }));
}

impl Formulas {
    /// Puts the formulas back into the parsed document.
    pub(super) fn place<'a>(&self, arena: &'a Arena<'a>, root: Node<'a>) {
        if self.0.is_empty() {
            return;
        }
        let nodes: Vec<_> = root.descendants().collect();
        for node in nodes {
            self.place_in(arena, node);
        }
    }

    fn place_in<'a>(&self, arena: &'a Arena<'a>, node: Node<'a>) {
        let in_image =
            node.ancestors().skip(1).any(|n| matches!(n.data().value, NodeValue::Image(_)));
        let text = match &mut node.data_mut().value {
            NodeValue::Text(text) if in_image => {
                *text = self.restore(text).into();
                return;
            }
            NodeValue::Text(text) => text.to_string(),
            NodeValue::HtmlInline(literal) | NodeValue::Raw(literal) => {
                *literal = self.restore(literal);
                return;
            }
            NodeValue::HtmlBlock(block) => {
                block.literal = self.restore(&block.literal);
                return;
            }
            NodeValue::CodeBlock(block) => {
                block.literal = self.restore(&block.literal);
                block.info = self.restore(&block.info);
                return;
            }
            NodeValue::Code(code) => {
                code.literal = self.restore(&code.literal);
                return;
            }
            NodeValue::Link(link) | NodeValue::Image(link) => {
                link.url = self.restore(&link.url);
                link.title = self.restore(&link.title);
                return;
            }
            _ => return,
        };
        if text.contains([OPEN, CONTINUED]) {
            self.split(arena, node, &text);
        }
    }

    /// Replaces a text node by its stretches of text and the formulas between them.
    fn split<'a>(&self, arena: &'a Arena<'a>, node: Node<'a>, text: &str) {
        if text.starts_with(CONTINUED)
            && let Some(line_break) = node.previous_sibling()
            && matches!(line_break.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
        {
            line_break.detach();
        }
        let text = text.replace(CONTINUED, "");
        let add = |value| node.insert_before(arena.alloc(AstNode::from(value)));
        for piece in text.split_inclusive(CLOSE) {
            let (plain, formula) = self.cut(piece);
            if !plain.is_empty() {
                add(NodeValue::Text(plain.to_owned().into()));
            }
            if let Some(formula) = formula {
                add(NodeValue::Raw(formula.to_mathml()));
            }
        }
        node.detach();
    }

    /// Writes the formulas of a piece that is not prose as they were.
    fn restore(&self, text: &str) -> String {
        if !text.contains([OPEN, CONTINUED]) {
            return text.to_owned();
        }
        let text = text.replace(&format!("\n{CONTINUED}"), "").replace(CONTINUED, "");
        let mut out = String::new();
        for piece in text.split_inclusive(CLOSE) {
            let (plain, formula) = self.cut(piece);
            out.push_str(plain);
            out.push_str(formula.map_or("", |formula| &formula.source));
        }
        out
    }

    /// Cuts a piece into its text and the formula its mark at the end names.
    fn cut<'t>(&self, piece: &'t str) -> (&'t str, Option<&Formula>) {
        match piece.split_once(OPEN) {
            Some((plain, mark)) => {
                let index = mark.trim_end_matches(CLOSE).parse::<usize>().ok();
                (plain, index.and_then(|index| self.0.get(index)))
            }
            None => (piece, None),
        }
    }
}

impl Formula {
    fn to_mathml(&self) -> String {
        self.try_mathml().unwrap_or_else(|| {
            let mut shown = String::from("<code class=\"formula\">");
            comrak::html::escape(&mut shown, &self.source)
                .expect("writing to a string does not fail");
            shown + "</code>"
        })
    }

    /// `None` for what must not reach the renderer: definitions can expand without end, and depth is
    /// recursion there.
    fn try_mathml(&self) -> Option<String> {
        let defines = ["\\def", "\\let", "\\newcommand", "\\renewcommand", "\\providecommand"];
        if self.tex.len() > LONGEST
            || depth(&self.tex) > DEEPEST
            || defines.iter().any(|command| self.tex.contains(command))
        {
            return None;
        }
        let storage = Storage::new();
        let display_mode = if self.display { DisplayMode::Block } else { DisplayMode::Inline };
        let config = RenderConfig { display_mode, ..RenderConfig::default() };
        let tex = self.known_tex();
        let mut mathml = String::new();
        push_mathml(&mut mathml, Parser::new(&tex, &storage), config).ok()?;
        Some(mathml)
    }

    /// The formula in commands the renderer knows; the blog's own reads a few more.
    fn known_tex(&self) -> String {
        let tex = self.tex.replace("\\mbox", "\\text");
        if self.display && tex.contains(r"\\") && !tex.contains("\\begin") {
            return format!("\\begin{{gathered}}{tex}\\end{{gathered}}");
        }
        tex
    }
}

/// How deep a formula's groups are nested.
fn depth(tex: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for (at, c) in tex.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '\\' if tex[at..].starts_with("\\left") || tex[at..].starts_with("\\begin") => {
                depth += 1;
            }
            '\\' if tex[at..].starts_with("\\right") || tex[at..].starts_with("\\end") => {
                depth = depth.saturating_sub(1);
            }
            '^' | '_' => deepest = deepest.max(depth + 1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
