//! What of a block survives translation, in normal form.
//!
//! Code lines, inline code, addresses, image names, numbers, formulas and Latin words stand in the
//! Chinese as they stand in the English. They are what blocks are aligned by, and what shows which
//! version of the source a translation was made from. Each is kept as a hash with the place it was
//! read from, so that comparing is cheap and a reason can still quote it.

use std::ops::Range;

use super::{
    BlockKind, Piece,
    normal::{self, ascii_punctuation, scale},
    pieces,
    prose::is_han,
};

/// What an invariant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvariantKind {
    /// A line of a code block, comments left out.
    CodeLine,
    InlineCode,
    /// The address of a link.
    Address,
    /// The file name of an image.
    Image,
    /// A number, or a mark that states as much: a tick or a cross in a table.
    Number,
    Math,
    /// A Latin word that a translator keeps as a rule: a name, an acronym, a word with digits.
    Name,
    /// Any other Latin word; in English prose this is every word.
    Word,
}

impl InvariantKind {
    /// Whether a faithful translation always carries it.
    pub fn is_hard(self) -> bool {
        !matches!(self, Self::Name | Self::Word)
    }
}

/// One invariant of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invariant {
    pub kind: InvariantKind,
    /// Hash of the kind and the normal form; a name and a word with the same letters share it.
    pub hash: u64,
    /// Bytes of the block's text it was read from.
    pub span: Range<u32>,
}

/// The invariants of a block and its size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invariants {
    /// In the order of the text.
    pub items: Vec<Invariant>,
    /// Latin words of prose.
    pub words: u32,
    /// Han characters of prose.
    pub han: u32,
    /// Lines of code that are not blank.
    pub code_lines: u32,
    /// Ends of sentences.
    pub sentences: u32,
}

/// Reads the invariants of a block's text.
pub fn invariants(text: &str, kind: BlockKind) -> Invariants {
    let mut reader = Reader { text, out: Invariants::default(), sentence_start: true };
    if kind == BlockKind::Code {
        reader.code_block();
    } else {
        for piece in pieces(text) {
            reader.piece(piece);
        }
    }
    reader.out
}

/// FNV-1a: stable over runs and platforms, so that verdicts and keys are too.
pub fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes
        .into_iter()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

struct Reader<'a> {
    text: &'a str,
    out: Invariants,
    sentence_start: bool,
}

impl Reader<'_> {
    fn add(&mut self, kind: InvariantKind, slice: &str, normal: &str) {
        self.add_hash(kind, slice, hash(std::iter::once(kind as u8).chain(normal.bytes())));
    }

    /// Adds a name or a word, which share their hashes.
    fn add_word(&mut self, kind: InvariantKind, token: &str) {
        self.add_hash(kind, token, word_hash(token));
    }

    fn add_hash(&mut self, kind: InvariantKind, slice: &str, hash: u64) {
        let start = slice.as_ptr() as usize - self.text.as_ptr() as usize;
        let span = start as u32..(start + slice.len()) as u32;
        self.out.items.push(Invariant { kind, hash, span });
    }

    fn code_block(&mut self) {
        let text = self.text;
        let fence = text.trim_start_matches(['>', ' ', '\t', '-', '*']).get(..3);
        let fenced = matches!(fence, Some("```" | "~~~"));
        for (number, line) in text.lines().enumerate() {
            let bare = line.trim_start_matches(['>', ' ', '\t']).trim_end();
            let is_fence = bare.starts_with("```") || bare.starts_with("~~~");
            if fenced && is_fence && (number == 0 || bare.trim_matches(['`', '~']).is_empty()) {
                continue;
            }
            if bare.is_empty() {
                continue;
            }
            self.out.code_lines += 1;
            if let Some(normal) = normal::code_line(line) {
                self.add(InvariantKind::CodeLine, line, &normal);
            }
        }
    }

    fn piece(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Text(text) => self.prose(text),
            Piece::Code(code) => {
                let normal: String = code
                    .chars()
                    .map(ascii_punctuation)
                    .filter(|c| !c.is_whitespace() && *c != '\\')
                    .collect();
                if !normal.is_empty() {
                    self.add(InvariantKind::InlineCode, code, &normal);
                }
                self.sentence_start = false;
            }
            Piece::Math(math) => {
                let normal: String =
                    math.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect();
                self.add(InvariantKind::Math, math, &normal);
                self.sentence_start = false;
            }
            Piece::Url(url) => {
                if let Some(normal) = normal::address(url) {
                    self.add(InvariantKind::Address, url, &normal);
                }
            }
            Piece::Answer(mark, choice) => {
                self.add(InvariantKind::Number, mark, &format!("choice {choice}"));
            }
            Piece::Image(url) => self.add(InvariantKind::Image, url, &normal::image(url)),
        }
    }

    fn prose(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_ascii_digit() {
                rest = self.number(rest);
            } else if is_latin(c) {
                rest = self.word(rest);
            } else {
                if is_han(c) {
                    self.out.han += 1;
                    self.sentence_start = false;
                }
                let after = &rest[c.len_utf8()..];
                if let Some(normal) = normal::mark(c) {
                    self.add(InvariantKind::Number, &rest[..c.len_utf8()], normal);
                }
                let ends = match c {
                    '。' | '！' | '？' => true,
                    '.' | '!' | '?' => after.is_empty() || after.starts_with(char::is_whitespace),
                    _ => false,
                };
                if ends {
                    self.out.sentences += 1;
                }
                if ends || matches!(c, ':' | '\n' | '：' | '|') {
                    self.sentence_start = true;
                }
                rest = after;
            }
        }
    }

    fn word<'b>(&mut self, rest: &'b str) -> &'b str {
        let length = token_length(rest);
        let (token, after) = rest.split_at(length);
        self.out.words += 1;
        let kind = if is_name(token, self.sentence_start) {
            InvariantKind::Name
        } else {
            InvariantKind::Word
        };
        self.sentence_start = false;
        if let Some(month) = month(token) {
            self.add(InvariantKind::Number, token, &format_number(month));
        } else {
            self.add_word(kind, token);
        }
        after
    }

    fn number<'b>(&mut self, rest: &'b str) -> &'b str {
        let digits = number_length(rest);
        let suffix = rest[digits..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (token, mut after) = rest.split_at(digits + suffix);
        self.sentence_start = false;
        let attached = &token[digits..];
        let value = token[..digits].replace(',', "").parse::<f64>().ok();
        let Some(mut value) = value.filter(|_| {
            matches!(attached, "" | "st" | "nd" | "rd" | "th" | "x" | "s") || scale(attached) > 1.0
        }) else {
            // `4bit`, `3.10.1`, `2D`: a name with a digit in it.
            self.out.words += 1;
            self.add_word(InvariantKind::Name, token);
            return after;
        };
        value *= scale(attached);
        let unit_start = after.trim_start_matches([' ', '\u{a0}']);
        let unit_length = if unit_start.starts_with(is_scale_char) {
            unit_start.chars().take_while(|&c| is_scale_char(c)).map(char::len_utf8).sum()
        } else {
            unit_start.bytes().take_while(u8::is_ascii_alphabetic).count()
        };
        let unit = &unit_start[..unit_length];
        if unit.len() > 2 && scale(unit) > 1.0 {
            value *= scale(unit);
            after = &unit_start[unit_length..];
        }
        let start = offset(self.text, rest);
        let end = offset(self.text, after).max(start + token.len());
        let slice = &self.text[start..end];
        self.add(InvariantKind::Number, slice, &format_number(value));
        after
    }
}

fn offset(text: &str, rest: &str) -> usize {
    rest.as_ptr() as usize - text.as_ptr() as usize
}

fn is_scale_char(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}')
}

/// A letter of a script that has words. Han is asked for first, which is most of a translation and quickly
/// told.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && !is_han(c) && !is_kana(c) && c.is_alphabetic()
}

fn format_number(value: f64) -> String {
    // Twelve significant digits wash out the noise of `1.1 * 1e9`.
    format!("{value:.11e}")
}

fn month(token: &str) -> Option<f64> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS.iter().position(|month| *month == token).map(|index| index as f64 + 1.0)
}

/// Length of the Latin word a text starts with; connectors count inside only.
fn token_length(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let mut end = plain;
    for (at, c) in text[plain..].char_indices().map(|(at, c)| (plain + at, c)) {
        let part = is_latin(c) || c.is_numeric() && !is_han(c);
        let inside = || text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if part || (matches!(c, '-' | '_' | '\'' | '’' | '.' | '&' | '+') && inside()) {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// Length of the digits a text starts with, thousands separators and decimal points inside.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    loop {
        let thousands = bytes.get(end) == Some(&b',')
            && (1..=3).all(|ahead| digit(end + ahead))
            && !digit(end + 4);
        let point = bytes.get(end) == Some(&b'.') && digit(end + 1);
        if !(digit(end) || thousands || point) {
            return end;
        }
        end += 1;
    }
}

/// Whether a Latin word is a name: capitals other than at the start of a sentence, or digits.
fn is_name(token: &str, sentence_start: bool) -> bool {
    if token.is_ascii() {
        let (first, later) = token.as_bytes().split_at(1);
        let tells = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
        return later.iter().any(tells)
            || (first[0].is_ascii_uppercase() && !sentence_start && !later.is_empty());
    }
    let mut chars = token.chars();
    let first_upper = chars.next().is_some_and(char::is_uppercase);
    let later = chars.any(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
    later || (first_upper && !sentence_start && token.chars().count() > 1)
}

/// Hash of a word by its [`word_form`]; what most of a text is made of, so plain words make no string.
fn word_hash(token: &str) -> u64 {
    let hash_of = |form: &[u8]| {
        let lower = form.iter().map(u8::to_ascii_lowercase);
        hash(std::iter::once(InvariantKind::Word as u8).chain(lower))
    };
    if !token.is_ascii() {
        return hash_of(word_form(token).as_bytes());
    }
    let ends_in_s = |form: &[u8]| matches!(form.last(), Some(b's' | b'S'));
    let mut form = token.as_bytes();
    if let [stem @ .., b'\'', b's' | b'S'] = form {
        form = stem;
    }
    if let [stem @ .., b's' | b'S'] = form
        && stem.len() > 2
        && !ends_in_s(stem)
    {
        form = stem;
    }
    hash_of(form)
}

/// Lower case, without possessive and plural endings, which Chinese drops.
pub fn word_form(token: &str) -> String {
    let lower = token.to_lowercase().replace('’', "'");
    let lower = lower.strip_suffix("'s").unwrap_or(&lower);
    match lower.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => lower.to_owned(),
    }
}
