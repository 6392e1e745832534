//! Cuts a text into stretches that Markdown reads each for itself.
//!
//! A blank line ends every leaf except code and HTML that wait for their end, and a line that begins at
//! the margin without the mark of a container ends every container. So a text may be cut before such a
//! line if nothing is left waiting, which is asked of whoever has read the stretch: parsing the stretches
//! one by one gives the blocks of the whole. Versions of a file share nearly all of their stretches, so
//! that a reader who remembers them reads what changed and no more.
//!
//! Where the cuts are depends on the text alone. Headings are preferred, so that an edit moves the cuts of
//! its own section and no other.

use std::ops::Range;

use super::{FrontMatter, plain::may_be_plain};

/// Least bytes of a stretch that a heading ends. Shorter ones cost more to keep apart than they save.
const SHORT: usize = 256;
/// Bytes after which any line at the margin ends a stretch.
const LONG: usize = 2048;

/// What a reader made of one stretch.
#[derive(Debug, Clone)]
pub struct Read<T> {
    pub made: T,
    /// Number of its lines.
    pub lines: usize,
    /// Whether its last block waits for an end, so that it goes on beyond the stretch.
    pub waits: bool,
}

/// One stretch of a text, with what its reader made of it.
#[derive(Debug)]
pub struct Stretch<T> {
    /// Bytes of the text.
    pub start: usize,
    /// Number of lines before it.
    pub line: usize,
    pub made: T,
}

/// Reads a text after its front matter in stretches. `read` is given each with the bytes of a byte order
/// mark it begins with; where the answer is that it waits for an end, it is given a longer one instead.
pub fn stretches<T>(
    text: &str,
    front_matter: Option<&FrontMatter>,
    mut read: impl FnMut(&str, usize) -> Read<T>,
) -> Vec<Stretch<T>> {
    let (mut start, mut line) = front_matter.map_or((0, 0), |front| front.body_start(text));
    let mut found = Vec::new();
    while start < text.len() {
        let mark =
            if start == 0 && text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut cuts = Cuts::of_sections(&text[start..]);
        let mut least = SHORT;
        let (length, done) = loop {
            let length = cuts.next(least);
            let done = read(&text[start..start + length], mark);
            if !done.waits || start + length == text.len() {
                break (length, done);
            }
            // Twice as far, so that all tries together cost no more than a few of the last.
            least = length * 2;
        };
        found.push(Stretch { start, line, made: done.made });
        start += length;
        line += done.lines;
    }
    found
}

pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Looks for places where a text may be cut.
pub(super) struct Cuts<'a> {
    text: &'a str,
    at: usize,
    /// Mark and length of the fence that seems open. A guess that saves vain tries; nothing rests on it.
    fence: Option<(u8, usize)>,
    after_blank: bool,
    /// Whether a line of the text at a place is one to cut before, by its first byte.
    fits: fn(u8, usize) -> bool,
}

impl<'a> Cuts<'a> {
    /// Before headings, and in long sections before any line at the margin.
    fn of_sections(text: &'a str) -> Self {
        let fits = |first, at| first == b'#' || at >= LONG && at_the_margin(first);
        Self { text, at: 0, fence: None, after_blank: false, fits }
    }

    /// Before every line that seems to be plain text.
    pub fn any(text: &'a str) -> Self {
        let fits = |first, _| at_the_margin(first) && may_be_plain(first);
        Self { text, at: 0, fence: None, after_blank: false, fits }
    }

    /// The first place from `least` bytes on, or the end of the text.
    pub fn next(&mut self, least: usize) -> usize {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let line = self.line();
            let first = bytes[line.start];
            let fits = self.after_blank && self.fence.is_none() && (self.fits)(first, line.start);
            if fits && line.start >= least {
                // Looked at again when this place will not do.
                self.after_blank = false;
                return line.start;
            }
            self.pass(line);
        }
        bytes.len()
    }

    /// The line that begins here, with its line feed.
    fn line(&self) -> Range<usize> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at..self.at + memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
    }

    fn pass(&mut self, line: Range<usize>) {
        self.at = line.end;
        // Blank in Markdown's sense: a form feed is text.
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let content = &self.text.as_bytes()[line];
        let content = &content[content.iter().take_while(blank).count()..];
        let content = &content[..content.len() - content.iter().rev().take_while(blank).count()];
        self.after_blank = content.is_empty();
        let Some(&mark) = content.first().filter(|mark| matches!(mark, b'`' | b'~')) else {
            return;
        };
        let length = content.iter().take_while(|byte| **byte == mark).count();
        match self.fence {
            Some((open, least)) if open == mark && length >= least && length == content.len() => {
                self.fence = None;
            }
            None if length >= 3 && !content[length..].contains(&b'`') => {
                self.fence = Some((mark, length));
            }
            _ => {}
        }
    }
}

/// Whether a line with this first byte is neither indented nor marked as part of a list or a quote. A byte
/// order mark is left alone too: at the beginning of a stretch it would be none of its text.
fn at_the_margin(first: u8) -> bool {
    !matches!(
        first,
        b' ' | b'\t' | b'\r' | b'\n' | 0x0b | 0x0c | b'-' | b'+' | b'*' | b'>' | b'0'..=b'9' | 0xef
    )
}
