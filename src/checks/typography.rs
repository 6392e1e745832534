//! Chinese typography: spaces, full-width marks, colons, brackets and quotes.
//!
//! Nothing here is an error of the translation, so all of it is told as remarks, once a post for each
//! rule, with all places and a fix for them. What house styles agree on (a space between Han and Latin,
//! full-width commas) is a rule; where they differ (colon, brackets, spaces around links) the file's own
//! habit is, unless the project names one. Only prose is looked at: never code, links, formulas, tags or
//! front matter.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;
use serde::Deserialize;

use super::{
    Finding, Level,
    fix::{Edit, Fix},
    subject::{Subject, shown},
};
use crate::document::{BlockKind, Piece, is_han};

/// How a project wants its Chinese set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Style {
    /// No space between Han and Latin, as some houses have it. Usual is one.
    pub tight: bool,
    pub colon: Width,
    pub brackets: Width,
}

/// Which form of a mark is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Width {
    /// The one the file uses mostly.
    #[default]
    AsInFile,
    Full,
    Half,
}

/// Places from which a habit can be told, and how many in a hundred must agree.
const HABIT: usize = 4;
const AGREED: usize = 75;

/// A place with what mends it.
struct Spot {
    line: usize,
    /// What stands there, to be shown.
    shown: String,
    edits: Vec<Edit>,
}

/// A rule with what is said of it.
struct Rule {
    name: &'static str,
    zh: &'static str,
    en: &'static str,
}

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !subject.convention.is_chinese() {
        return Vec::new();
    }
    let page = Page::new(subject);
    let style = subject.surroundings.style;
    let findings = [
        told(
            &Rule {
                name: "typography.space",
                zh: if style.tight {
                    "中文与西文、数字之间不留空格"
                } else {
                    "中文与西文、数字、行内代码之间应留一个空格"
                },
                en: if style.tight {
                    "there is no space between Han and Latin letters or digits"
                } else {
                    "a space belongs between Han and Latin letters, digits or inline code"
                },
            },
            if style.tight { page.loose() } else { page.tight() },
        ),
        told(
            &Rule {
                name: "typography.half_width",
                zh: "中文里用了半角标点，请改成全角",
                en: "half-width marks stand among Chinese; make them full-width",
            },
            page.half_width(),
        ),
        told(
            &Rule {
                name: "typography.space_at_mark",
                zh: "全角标点前后不留空格",
                en: "no space stands beside a full-width mark",
            },
            page.space_at_mark(),
        ),
        told(
            &Rule {
                name: "typography.full_width_word",
                zh: "字母和数字请用半角",
                en: "letters and digits are half-width",
            },
            page.full_width_word(),
        ),
        told(
            &Rule {
                name: "typography.colon",
                zh: "冒号的写法与全文不一致",
                en: "these colons are not of the kind the text uses",
            },
            page.colons(style.colon),
        ),
        told(
            &Rule {
                name: "typography.brackets",
                zh: "括号的写法与全文不一致",
                en: "these brackets are not of the kind the text uses",
            },
            page.brackets(style.brackets),
        ),
        told(
            &Rule {
                name: "typography.quotes",
                zh: "中文引语请用弯引号“”",
                en: "Chinese quotations stand between “ and ”",
            },
            page.quotes(),
        ),
    ];
    findings.into_iter().flatten().collect()
}

fn told(rule: &Rule, spots: Vec<Spot>) -> Option<Finding> {
    let line = spots.iter().map(|spot| spot.line).min()?;
    let count = spots.len();
    let examples: Vec<_> = spots.iter().take(2).map(|spot| spot.shown.as_str()).collect();
    let (zh, en) = (rule.zh, rule.en);
    let finding = Finding::new(
        rule.name,
        Level::Info,
        (line, line),
        format!("{zh}：{count} 处，如 {}", examples.join("、")),
        format!("{en}: {count} places, such as {}", examples.join(", ")),
    );
    let edits = spots.into_iter().flat_map(|spot| spot.edits).collect();
    Some(finding.about("all").fixed_by(Fix { edits, is_offer: false }))
}

/// The prose of a text, piece by piece.
struct Page<'a> {
    text: &'a str,
    pieces: Vec<Prose<'a>>,
}

struct Prose<'a> {
    text: &'a str,
    span: Range<usize>,
    line: usize,
    /// Where its lines end, so that each place finds its line without reading all before it.
    breaks: Vec<usize>,
    /// Inline code ends right before it, or begins right after it.
    code_before: bool,
    code_after: bool,
}

impl<'a> Page<'a> {
    fn new(subject: &'a Subject<'_>) -> Self {
        let text = subject.translation.text();
        let blocks = subject.translation.document.blocks();
        let mut pieces: Vec<Prose<'_>> = Vec::new();
        let mut code_end = 0;
        for located in subject.translation.pieces() {
            let prose = match located.piece {
                Piece::Text(prose) => prose,
                Piece::Code(_) => {
                    // A tick that opens no code is a character like others.
                    if let Some(before) = pieces.last_mut() {
                        before.code_after =
                            text[before.span.end..located.span.start].trim_matches('`').is_empty();
                    }
                    code_end = located.span.end;
                    continue;
                }
                _ => continue,
            };
            let is_set = matches!(
                blocks[located.block].kind,
                BlockKind::Heading { .. }
                    | BlockKind::Paragraph
                    | BlockKind::ListItem
                    | BlockKind::Quote
                    | BlockKind::TableRow
                    | BlockKind::FootnoteDefinition
            );
            if !is_set {
                continue;
            }
            let span = located.span;
            pieces.push(Prose {
                text: prose,
                code_before: code_end > 0
                    && code_end < span.start
                    && text[code_end..span.start].trim_matches('`').is_empty(),
                code_after: false,
                line: located.line,
                breaks: memchr::memchr_iter(b'\n', prose.as_bytes()).collect(),
                span,
            });
        }
        Self { text, pieces }
    }

    fn spot(&self, prose: &Prose<'_>, at: usize, edits: Vec<Edit>) -> Spot {
        let line = prose.line + prose.breaks.partition_point(|end| *end < at);
        let from = prose.span.start + at;
        Spot { line, shown: around(self.text, from), edits }
    }

    /// Neighbours within each piece: where the second begins, and both.
    fn neighbours<'p>(&'p self) -> impl Iterator<Item = (&'p Prose<'a>, usize, char, char)> {
        self.pieces.iter().flat_map(|prose| {
            let chars = prose.text.char_indices();
            let next = prose.text.char_indices().skip(1);
            chars.zip(next).map(move |((_, a), (at, b))| (prose, at, a, b))
        })
    }

    /// Han and Latin, or Han and inline code, without a space.
    fn tight(&self) -> Vec<Spot> {
        let insert = |at: usize| vec![Edit { span: (at, at), text: " ".to_owned() }];
        let mut spots = Vec::new();
        for (prose, at, a, b) in self.neighbours() {
            let is_word = |c: char| c.is_ascii_alphanumeric();
            let meets = is_han(a) && is_word(b) || is_word(a) && is_han(b);
            if !meets {
                continue;
            }
            // `%s`, `$1`, `\n` and `@name` are written as they are. Looked at only where two meet: at each
            // letter it would cost the square of the longest word.
            let marked =
                is_word(a) && word_before(prose.text, at).contains(['%', '$', '\\', '@', '&', '#']);
            if !marked {
                spots.push(self.spot(prose, at, insert(prose.span.start + at)));
            }
        }
        for prose in &self.pieces {
            let (first, last) = (prose.text.chars().next(), prose.text.chars().next_back());
            if prose.code_before && first.is_some_and(is_han) {
                spots.push(self.spot(prose, 0, insert(prose.span.start)));
            }
            if prose.code_after && last.is_some_and(is_han) {
                let ticks = prose.span.end;
                spots.push(self.spot(prose, prose.text.len(), insert(ticks)));
            }
        }
        spots
    }

    /// Han and Latin with a space, in a house that has none.
    fn loose(&self) -> Vec<Spot> {
        static GAP: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"\p{Han} [A-Za-z0-9]|[A-Za-z0-9] \p{Han}").expect("a constant pattern")
        });
        let mut spots = Vec::new();
        for prose in &self.pieces {
            for found in GAP.find_iter(prose.text) {
                let gap = found.start() + found.as_str().find(' ').unwrap_or(0);
                let at = prose.span.start + gap;
                let edits = vec![Edit { span: (at, at + 1), text: String::new() }];
                spots.push(self.spot(prose, gap, edits));
            }
        }
        spots
    }

    /// Commas, semicolons, question and exclamation marks and full stops of the other script.
    fn half_width(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (prose, at, a, b) in self.neighbours() {
            let full = match b {
                ',' => "，",
                ';' => "；",
                '?' => "？",
                '!' => "！",
                '.' => "。",
                _ => continue,
            };
            let rest = &prose.text[at + 1..];
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            let next = rest[spaces..].chars().next();
            let ends = rest.trim_start_matches([' ', '*', '_']).starts_with('\n')
                || rest.trim_matches([' ', '*', '_']).is_empty() && self.ends_block(prose);
            let is_among = is_han(a) && (next.is_some_and(is_han) || ends && b != ';');
            // `![` begins an image; `...` is no full stop.
            if !is_among || rest.starts_with(['[', '.', '!', '?']) {
                continue;
            }
            let from = prose.span.start + at;
            // At the end of a line the spaces may be a line break.
            let to = if next.is_some_and(is_han) { from + 1 + spaces } else { from + 1 };
            let edits = vec![Edit { span: (from, to), text: full.to_owned() }];
            spots.push(self.spot(prose, at, edits));
        }
        spots
    }

    fn ends_block(&self, prose: &Prose<'_>) -> bool {
        let rest = &self.text[prose.span.end..];
        rest.is_empty() || rest.starts_with(['\n', '\r'])
    }

    /// A single space beside a full-width mark, between words.
    fn space_at_mark(&self) -> Vec<Spot> {
        static GAP: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"[，。？！；、：）] +[\p{Han}A-Za-z0-9]|[\p{Han}A-Za-z0-9] +[，。？！；、：）]",
            )
            .expect("a constant pattern")
        });
        let mut spots = Vec::new();
        for prose in &self.pieces {
            for found in GAP.find_iter(prose.text) {
                let text = found.as_str();
                let first = text.find(' ').unwrap_or(0);
                let length = text.matches(' ').count();
                let gap = found.start() + first;
                let at = prose.span.start + gap;
                let edits = vec![Edit { span: (at, at + length), text: String::new() }];
                spots.push(self.spot(prose, gap, edits));
            }
        }
        spots
    }

    fn full_width_word(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        for prose in &self.pieces {
            for (at, char) in prose.text.char_indices() {
                if matches!(char, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ') {
                    let half = char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char);
                    let from = prose.span.start + at;
                    let edits =
                        vec![Edit { span: (from, from + char.len_utf8()), text: half.to_string() }];
                    spots.push(self.spot(prose, at, edits));
                }
            }
        }
        spots
    }

    /// Colons after Han that are not of the wanted kind.
    fn colons(&self, wanted: Width) -> Vec<Spot> {
        let (mut full, mut half) = (Vec::new(), Vec::new());
        for (prose, at, a, b) in self.neighbours() {
            if !(is_han(a) || matches!(a, ')' | '）' | '”')) {
                continue;
            }
            let rest = &prose.text[at + b.len_utf8()..];
            let from = prose.span.start + at;
            if b == '：' {
                let space = if rest.starts_with(|c: char| !c.is_whitespace() && c != '*') {
                    " "
                } else {
                    ""
                };
                let edits =
                    vec![Edit { span: (from, from + b.len_utf8()), text: format!(":{space}") }];
                full.push(self.spot(prose, at, edits));
            } else if b == ':' && !rest.starts_with("//") && !rest.starts_with(':') {
                // The space after it goes, but for those that break a line or stand before a link.
                let gap = rest.len() - rest.trim_start_matches(' ').len();
                let follows = rest[gap..].chars().next().is_some_and(|c| c != '\n');
                let to = from + 1 + if gap == 1 && follows { 1 } else { 0 };
                half.push(self.spot(
                    prose,
                    at,
                    vec![Edit { span: (from, to), text: "：".to_owned() }],
                ));
            }
        }
        minority(full, half, wanted)
    }

    /// Brackets around or beside Chinese that are not of the wanted kind.
    fn brackets(&self, wanted: Width) -> Vec<Spot> {
        static FULL: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"（([^（）()\n]*)）").expect("a constant pattern"));
        static HALF: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r" ?\(([^（）()\n]*)\) ?").expect("a constant pattern"));
        let (mut full, mut half) = (Vec::new(), Vec::new());
        for prose in &self.pieces {
            for found in FULL.captures_iter(prose.text) {
                let whole = found.get(0).expect("group 0 is the match");
                let before = prose.text[..whole.start()].chars().next_back();
                let after = prose.text[whole.end()..].chars().next();
                let is_word =
                    |c: Option<char>| c.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric());
                let (open, close) = (
                    if is_word(before) { " (" } else { "(" },
                    if is_word(after) { ") " } else { ")" },
                );
                let (from, to) = (prose.span.start + whole.start(), prose.span.start + whole.end());
                let width = '（'.len_utf8();
                let edits = vec![
                    Edit { span: (from, from + width), text: open.to_owned() },
                    Edit { span: (to - width, to), text: close.to_owned() },
                ];
                full.push(self.spot(prose, whole.start(), edits));
            }
            for found in HALF.captures_iter(prose.text) {
                let (whole, inside) = (found.get(0).expect("group 0 is the match"), &found[1]);
                let before = prose.text[..whole.start()].chars().next_back();
                let after = prose.text[whole.end()..].chars().next();
                let is_chinese =
                    inside.chars().any(is_han) || before.is_some_and(is_han) && !inside.is_empty();
                // `](` belongs to a link, and `1)` to a list.
                if !is_chinese || before.is_some_and(|c| c == ']' || c == '!') {
                    continue;
                }
                let (from, to) = (prose.span.start + whole.start(), prose.span.start + whole.end());
                let open = whole.as_str().find('(').unwrap_or(0);
                let close = whole.as_str().rfind(')').unwrap_or(0);
                // Spaces at a line's end or before a mark of emphasis stay.
                let keeps = after.is_none_or(|c| !(is_han(c) || c.is_ascii_alphanumeric()));
                let end = if keeps { from + close + 1 } else { to };
                let edits = vec![
                    Edit { span: (from, from + open + 1), text: "（".to_owned() },
                    Edit { span: (from + close, end), text: "）".to_owned() },
                ];
                half.push(self.spot(prose, whole.start() + open, edits));
            }
        }
        minority(full, half, wanted)
    }

    /// Straight quotes around Chinese.
    fn quotes(&self) -> Vec<Spot> {
        static QUOTED: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("\"([^\"“”\\n]{1,60})\"").expect("a constant pattern"));
        let mut spots = Vec::new();
        for prose in &self.pieces {
            if prose.text.contains('=') || prose.text.contains('<') {
                continue;
            }
            for found in QUOTED.captures_iter(prose.text) {
                let whole = found.get(0).expect("group 0 is the match");
                if !found[1].chars().any(is_han) {
                    continue;
                }
                let (from, to) = (prose.span.start + whole.start(), prose.span.start + whole.end());
                let edits = vec![
                    Edit { span: (from, from + 1), text: "“".to_owned() },
                    Edit { span: (to - 1, to), text: "”".to_owned() },
                ];
                spots.push(self.spot(prose, whole.start(), edits));
            }
        }
        spots
    }
}

/// Those that are not of the wanted kind; without a wish, of the kind the file uses less, if it has a habit.
fn minority(full: Vec<Spot>, half: Vec<Spot>, wanted: Width) -> Vec<Spot> {
    let count = full.len() + half.len();
    let agreed = |some: usize| count >= HABIT && some * 100 >= count * AGREED;
    match wanted {
        Width::Full => half,
        Width::Half => full,
        Width::AsInFile if agreed(full.len()) => half,
        Width::AsInFile if agreed(half.len()) => full,
        Width::AsInFile => Vec::new(),
    }
}

/// The run of characters without a space before a place.
fn word_before(text: &str, at: usize) -> &str {
    let before = &text[..at];
    let start = before.rfind(|c: char| c.is_whitespace() || is_han(c));
    &before[start
        .map_or(0, |start| start + before[start..].chars().next().map_or(0, char::len_utf8))..]
}

/// A few characters on both sides of a place.
fn around(text: &str, at: usize) -> String {
    const SOME: usize = 5;
    let before: String = text[..at].chars().rev().take(SOME).take_while(|c| *c != '\n').collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[at..].chars().take(SOME).take_while(|c| *c != '\n').collect();
    shown(&format!("{before}{after}"))
}
