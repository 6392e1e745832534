//! Splits the text of a block into prose, code, addresses and formulas.
//!
//! A forgiving scanner of our own rather than the parser's inline nodes: it must read English and
//! Chinese alike, with the slips that real posts have (unclosed brackets, `\\( x \\)` beside `$x$`,
//! raw HTML), and it reports slices of the text and nothing it made up.

/// A piece of a block's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Prose, possibly with emphasis marks and list markers.
    Text(&'a str),
    /// The inside of an inline code span.
    Code(&'a str),
    /// The address of a link, bare or not.
    Url(&'a str),
    /// The address of an image.
    Image(&'a str),
    /// A formula without its delimiters.
    Math(&'a str),
    /// The mark of a right answer in a quiz, and the number of the choice it marks.
    Answer(&'a str, usize),
}

/// How far a tag is followed; components with whole quizzes in their attributes are shorter.
const LONGEST_TAG: usize = 20_000;

/// How far the destination of a link is followed, its title included.
const LONGEST_ADDRESS: usize = 2_000;

/// How far a mark for the renderer or an anchor is followed.
const LONGEST_MARK: usize = 300;

/// The bytes that something other than prose may begin or end with, outside of a component.
const BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let marks = b"`$\\<[]h&{/";
    let mut at = 0;
    while at < marks.len() {
        begins[marks[at] as usize] = true;
        at += 1;
    }
    begins
};

/// The pieces of a text, in order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        prose: 0,
        brackets: Vec::new(),
        absent: Vec::new(),
        component: None,
        out: Vec::new(),
    };
    scanner.run();
    scanner.out
}

/// Whether a text is made of images alone, in Markdown or HTML.
pub(super) fn is_image_only(text: &str) -> bool {
    let Some(first) = text.bytes().next() else { return false };
    if first != b'!' && first != b'<' && first != b'[' {
        return false;
    }
    if first == b'<' && !text.contains("<img") && !text.contains("![") {
        return false;
    }
    let mut images = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Image(_) => images += 1,
            Piece::Url(_) => {}
            Piece::Text(prose) if outside_brackets(prose).trim().is_empty() => {}
            _ => return false,
        }
    }
    images > 0
}

/// Prose without `![alt text]` and `[ ]` marks.
fn outside_brackets(prose: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in prose.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '!' | '(' | ')' => {}
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where the prose that is not yet reported starts.
    prose: usize,
    /// Open brackets: whether each opens an image.
    brackets: Vec<bool>,
    /// What is known not to stand any more in the rest of the text.
    absent: Vec<&'static str>,
    /// Inside the tag of a component with attributes in braces: how many braces were opened in it.
    component: Option<usize>,
    out: Vec<Piece<'a>>,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            if self.component.is_none() {
                let rest = &self.bytes[self.at..];
                let plain = rest.iter().position(|byte| BEGINS[usize::from(*byte)]);
                self.at += plain.unwrap_or(rest.len());
                if self.at == self.bytes.len() {
                    break;
                }
            }
            match self.bytes[self.at] {
                b'`' => self.code(),
                b'$' => self.dollar_math(),
                b'\\' => self.escape(),
                b'<' => self.angle(),
                b'[' if self.anchor_end().is_some() => {
                    let end = self.anchor_end().unwrap_or(self.at + 1);
                    self.skip(end);
                }
                b'[' => {
                    self.brackets.push(self.at > 0 && self.bytes[self.at - 1] == b'!');
                    self.at += 1;
                }
                b']' => self.close_bracket(),
                b'h' => self.bare_url(),
                b'&' => self.entity(),
                b'{' if self.component.is_some() => {
                    self.component = self.component.map(|braces| braces + 1);
                    self.at += 1;
                }
                b'{' if self.marker_end().is_some() => {
                    let end = self.marker_end().unwrap_or(self.at + 1);
                    self.skip(end);
                }
                b'/' if self.text[self.at..].starts_with("/>") => {
                    self.component = None;
                    self.at += 1;
                }
                byte if self.component.is_some() && byte.is_ascii_alphabetic() => self.attribute(),
                _ => self.at += 1,
            }
        }
        self.flush(self.bytes.len());
    }

    /// Reports the prose before `end`.
    fn flush(&mut self, end: usize) {
        if self.prose < end {
            self.out.push(Piece::Text(&self.text[self.prose..end]));
        }
    }

    /// Reports the prose so far and a piece, and goes on after it.
    fn emit(&mut self, piece: Piece<'a>, end: usize) {
        self.flush(self.at);
        self.out.push(piece);
        self.at = end;
        self.prose = end;
    }

    /// Leaves out what stands up to `end`.
    fn skip(&mut self, end: usize) {
        self.flush(self.at);
        self.at = end;
        self.prose = end;
    }

    /// Where something stands next. What was not found once is never looked for again, so that a text
    /// of openings without an end costs no more than reading it.
    fn find(&mut self, needle: &'static str, from: usize) -> Option<usize> {
        if self.absent.contains(&needle) {
            return None;
        }
        let found = self.text.get(from..)?.find(needle).map(|found| from + found);
        if found.is_none() {
            self.absent.push(needle);
        }
        found
    }

    /// The text from a place on, as far as a tag, a link or a mark may reach.
    fn ahead(&self, from: usize, most: usize) -> &'a str {
        let mut end = from.saturating_add(most).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.get(from..end).unwrap_or_default()
    }

    /// Where the explicit anchor of a heading (`[[name]]`) ends, if one starts here. In a heading
    /// translators write whole titles into it.
    fn anchor_end(&self) -> Option<usize> {
        let rest = self.ahead(self.at, LONGEST_MARK).strip_prefix("[[")?;
        let heading = self.text.starts_with('#');
        let part = |c: char| match heading {
            true => !matches!(c, '[' | ']' | '\n'),
            false => c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
        };
        let length = rest.find(|c| !part(c))?;
        (length > 0 && rest[length..].starts_with("]]")).then_some(self.at + length + 4)
    }

    /// Where a mark for the renderer (`{#if …}`, `{:else}`, `{/if}`, `{#anchor}`, `{/* … */}`) ends, if
    /// one starts here.
    fn marker_end(&self) -> Option<usize> {
        let rest = &self.ahead(self.at, LONGEST_MARK)[1..];
        rest.starts_with(['#', ':', '/']).then_some(())?;
        let end = rest.find(['}', '{', '\n']).filter(|&end| rest[end..].starts_with('}'))?;
        Some(self.at + end + 2)
    }

    fn code(&mut self) {
        let run = self.bytes[self.at..].iter().take_while(|&&b| b == b'`').count();
        let start = self.at + run;
        let mut end = start;
        while let Some(tick) = self.find("`", end) {
            let closing = self.bytes[tick..].iter().take_while(|&&b| b == b'`').count();
            if closing == run {
                self.emit(Piece::Code(&self.text[start..tick]), tick + run);
                return;
            }
            end = tick + closing;
        }
        self.at = start;
    }

    fn dollar_math(&mut self) {
        let double = self.bytes.get(self.at + 1) == Some(&b'$');
        let mark = if double { "$$" } else { "$" };
        let start = self.at + mark.len();
        let Some(end) = self.find(mark, start) else {
            self.at = start;
            return;
        };
        let inside = &self.text[start..end];
        let after = self.bytes.get(end + mark.len()).copied().unwrap_or(b' ');
        // "$5 and $10" is money: a formula has no space inside its single dollars, nor a digit after.
        let formula = double
            || !inside.is_empty()
                && !inside.starts_with(char::is_whitespace)
                && !inside.ends_with(char::is_whitespace)
                && !after.is_ascii_digit()
                && !inside.contains("\n\n");
        if formula {
            self.emit(Piece::Math(inside), end + mark.len());
        } else {
            self.at = start;
        }
    }

    fn escape(&mut self) {
        let rest = &self.text[self.at..];
        for (open, close) in
            [("\\\\(", "\\\\)"), ("\\\\[", "\\\\]"), ("\\(", "\\)"), ("\\[", "\\]")]
        {
            if rest.starts_with(open)
                && let Some(end) = self.find(close, self.at + open.len())
            {
                let inside = &self.text[self.at + open.len()..end];
                self.emit(Piece::Math(inside), end + close.len());
                return;
            }
        }
        self.at += 1;
        if self.at < self.bytes.len() && self.bytes[self.at].is_ascii() {
            self.at += 1;
        }
    }

    /// An HTML tag, a comment or an autolink; tags vanish, but their addresses are kept (and the
    /// `id` of a component, which is the address of what it embeds).
    fn angle(&mut self) {
        let rest = &self.text[self.at..];
        if rest.starts_with("<!--") {
            let end = self.find("-->", self.at).map_or(self.bytes.len(), |end| end + 3);
            self.skip(end);
            return;
        }
        let name = self.bytes.get(self.at + 1).copied().unwrap_or(b' ');
        if !(name.is_ascii_alphabetic() || name == b'/') {
            self.at += 1;
            return;
        }
        let Some(length) = self.ahead(self.at, LONGEST_TAG).find('>') else {
            self.at += 1;
            return;
        };
        let end = self.at + length;
        let tag = &self.text[self.at + 1..end];
        if tag.starts_with("http://") || tag.starts_with("https://") {
            self.emit(Piece::Url(tag), end + 1);
            return;
        }
        // The attributes of a component may hold whole sentences: only its name is left out.
        if name.is_ascii_uppercase() && tag.contains(['{', '\n']) && tag.contains(['"', '\'', '`'])
        {
            let end = self.at + 1 + tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
            self.component = Some(0);
            self.skip(end);
            return;
        }
        // `<token>` inside prose is a placeholder, but so is no tag of more than one line of text.
        if tag.contains("\n\n") || tag.contains('<') {
            self.at += 1;
            return;
        }
        self.flush(self.at);
        self.prose = end + 1;
        self.at = end + 1;
        let shown = if name.is_ascii_uppercase() { "id=" } else { "href=" };
        // A script is part of the page's machinery.
        if tag.starts_with("script") {
            return;
        }
        let frame = tag.starts_with("iframe");
        for (attribute, image) in [("src=", !frame), (shown, false)] {
            if let Some(value) = attribute_value(tag, attribute) {
                self.out.push(if image { Piece::Image(value) } else { Piece::Url(value) });
            }
        }
    }

    /// What in the tag of a component is neither address nor prose: names of attributes and of the
    /// entries of a list, classes and plain values, which are machinery; and the mark of a right answer.
    fn attribute(&mut self) {
        let rest = self.ahead(self.at, LONGEST_TAG);
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, value) = rest.split_at(length);
        let start = self.at;
        if let Some(value) = value.strip_prefix(':').map(str::trim_start) {
            if name == "correct"
                && let Some(after) = value.strip_prefix("true")
            {
                let end = start + rest.len() - after.len();
                let mark = Piece::Answer(&self.text[start..end], self.component.unwrap_or(0));
                self.emit(mark, end);
            } else if value.starts_with(['"', '\'', '`', '[', '{']) {
                self.skip(start + length);
            } else {
                self.at += length;
            }
            return;
        }
        let Some(value) = value.strip_prefix('=') else {
            self.at += length;
            return;
        };
        let skipped = if name.starts_with("class") && value.starts_with('"') {
            value[1..].find('"').map(|end| end + 2)
        } else if let Some(inside) = value.strip_prefix('{') {
            let plain = inside.find(|c: char| !(c.is_ascii_alphanumeric() || "._-!".contains(c)));
            plain.filter(|&end| inside[end..].starts_with('}')).map(|end| end + 2)
        } else {
            None
        };
        self.skip(start + length + 1 + skipped.unwrap_or(0));
    }

    fn close_bracket(&mut self) {
        let image = self.brackets.pop().unwrap_or(false);
        let next = self.bytes.get(self.at + 1).copied();
        self.at += 1;
        if next == Some(b'(') {
            let start = self.at + 1;
            if let Some((address, end)) = self.destination(start) {
                let piece = if image { Piece::Image(address) } else { Piece::Url(address) };
                self.emit(piece, end);
            }
        } else if next == Some(b':') && self.brackets.is_empty() {
            let ahead = self.ahead(self.at + 1, LONGEST_ADDRESS);
            let rest = ahead.trim_start_matches([' ', '\t']);
            let scheme = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            if rest.starts_with('/') || rest[scheme..].starts_with("://") {
                let address = rest.split(char::is_whitespace).next().unwrap_or_default();
                let start = self.at + 1 + ahead.len() - rest.len();
                self.emit(Piece::Url(address), start + address.len());
            }
        }
    }

    /// The destination of a link that opens at `start`: its address and where the link ends.
    fn destination(&mut self, start: usize) -> Option<(&'a str, usize)> {
        self.find(")", start)?;
        let mut depth = 0_usize;
        let mut end = start;
        loop {
            if end - start > LONGEST_ADDRESS {
                return None;
            }
            match *self.bytes.get(end)? {
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b'\n' if self.bytes.get(end + 1) == Some(&b'\n') => return None,
                _ => {}
            }
            end += 1;
        }
        let inside = self.text[start..end].trim();
        let address = inside.split(char::is_whitespace).next().unwrap_or_default();
        Some((address.trim_matches(['<', '>']), end + 1))
    }

    /// A character reference such as `&nbsp;`: no word.
    fn entity(&mut self) {
        let name = &self.bytes[self.at + 1..];
        let length = name.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
        if (1..12).contains(&length) && name.get(length) == Some(&b';') {
            self.skip(self.at + length + 2);
        } else {
            self.at += 1;
        }
    }

    fn bare_url(&mut self) {
        let rest = &self.text[self.at..];
        if !rest.starts_with("http://") && !rest.starts_with("https://") {
            self.at += 1;
            return;
        }
        let length = rest
            .find(|c: char| !c.is_ascii() || c.is_ascii_whitespace() || "<>\"`()[]|{}".contains(c))
            .unwrap_or(rest.len());
        let address = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '\'']);
        self.emit(Piece::Url(address), self.at + address.len());
    }
}

/// The value of an attribute inside a tag.
fn attribute_value<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let start = tag.find(attribute)? + attribute.len();
    // Inside a string of a component quotes are escaped.
    let rest = tag[start..].trim_start_matches('\\');
    let quote = rest.chars().next()?;
    if quote == '"' || quote == '\'' {
        rest[1..].split(quote).next().map(|value| value.trim_end_matches('\\'))
    } else {
        rest.split(char::is_whitespace).next()
    }
}
