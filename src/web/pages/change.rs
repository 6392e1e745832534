//! One change of the source, told as an editor would: the English, the Chinese it concerns, and why.

use super::{
    Shell,
    difference::{self, Budget, Piece, Proof},
};
use crate::{
    staleness::{Base, BaseOrigin, Change, ChangeKind, Reason, Severity, Thing, Work},
    texts::Texts,
    workflow::UiLanguage,
};

/// Lines of the translation shown at most beside a change.
const TARGET_LINES: usize = 12;

/// Characters of a changed wording that a sentence quotes.
const QUOTED: usize = 32;

/// A change with what it needs to speak.
#[derive(Clone, Copy)]
pub(super) struct ChangeView<'a> {
    pub shell: &'a Shell,
    pub change: &'a Change,
    /// The translation at head.
    pub target: Option<&'a str>,
}

impl<'a> ChangeView<'a> {
    pub(super) fn kind(&self) -> String {
        self.shell.t(match self.change.kind {
            ChangeKind::Added => "change-added",
            ChangeKind::Removed => "change-removed",
            ChangeKind::Modified => "change-modified",
        })
    }

    /// Whether the block is new in the source.
    pub(super) fn is_new(&self) -> bool {
        self.change.kind == ChangeKind::Added
    }

    /// Whether the block is no longer in the source.
    pub(super) fn is_gone(&self) -> bool {
        self.change.kind == ChangeKind::Removed
    }

    pub(super) fn severity(&self) -> String {
        self.shell.t(severity_key(self.change.severity))
    }

    pub(super) fn severity_class(&self) -> &'static str {
        match self.change.severity {
            Severity::Major => "sev-major",
            Severity::Minor => "sev-minor",
            Severity::Cosmetic | Severity::None => "sev-cosmetic",
        }
    }

    /// Whether the translation has to follow, as one word.
    pub(super) fn verdict(&self) -> String {
        self.shell.t(verdict_key(self.change))
    }

    /// Where in the English file: "原文第 12–14 行".
    pub(super) fn place(&self) -> Option<String> {
        match (self.change.source_lines, self.change.stood_after) {
            (Some(lines), _) => Some(self.lines("change-source-lines", lines)),
            (None, Some(line)) => Some(self.lines("change-source-gone", (line, line))),
            (None, None) => None,
        }
    }

    pub(super) fn target_place(&self) -> Option<String> {
        let key = if self.change.kind == ChangeKind::Added {
            "change-target-place"
        } else {
            "change-target-lines"
        };
        self.change.target_lines.map(|lines| self.lines(key, lines))
    }

    fn lines(&self, key: &str, lines: (usize, usize)) -> String {
        let count = (lines.1 + 1).saturating_sub(lines.0);
        self.shell.t2(key, "count", count, "lines", line_range(lines))
    }

    /// Why it counts as it does.
    pub(super) fn reason(&self) -> String {
        reason(self.shell.texts(), self.change)
    }

    /// The English before and after, as one text.
    pub(super) fn proof(&self, budget: &mut Budget) -> Proof {
        proof(self.change, budget)
    }

    pub(super) fn pieces(&self) -> Vec<Piece> {
        self.proof(&mut Budget::of_pair()).pieces
    }

    pub(super) fn is_code(&self) -> bool {
        self.change.is_code()
    }

    /// The lines of the translation the change concerns, with their numbers.
    pub(super) fn target_lines(&self) -> Vec<(usize, &'a str)> {
        let (Some(text), Some((first, last))) = (self.target, self.change.target_lines) else {
            return Vec::new();
        };
        let count = (last + 1).saturating_sub(first).min(TARGET_LINES);
        text.lines()
            .enumerate()
            .skip(first.saturating_sub(1))
            .take(count)
            .map(|(index, line)| (index + 1, line))
            .collect()
    }

    /// Whether lines of the translation were left out.
    pub(super) fn is_cut(&self) -> bool {
        self.change.target_lines.is_some_and(|(first, last)| last + 1 > first + TARGET_LINES)
    }
}

/// `12` or `12–14`.
pub(super) fn line_range((first, last): (usize, usize)) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// The English of a change before and after, as one text. Where prose is broken into lines says nothing, so
/// that is left out.
pub fn proof(change: &Change, budget: &mut Budget) -> Proof {
    let (old, new) = (change.old_source.trim_end(), change.new_source.trim_end());
    if change.is_code() {
        return difference::compare_code(old, new, budget);
    }
    match change.block() {
        Thing::Paragraph | Thing::ListItem | Thing::Heading => {
            difference::compare_words(&unwrapped(old), &unwrapped(new), budget)
        }
        _ => difference::compare_words(old, new, budget),
    }
}

/// A text with the line breaks within its paragraphs as blanks.
fn unwrapped(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.lines().map(str::trim_end).collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Why a change counts as it does, as a sentence that names the very thing.
pub fn why(language: UiLanguage, change: &Change) -> String {
    reason(Texts::new(language), change)
}

fn reason(texts: Texts, change: &Change) -> String {
    let of_thing = |key: &str, what: &str| {
        let thing = texts.get(thing_key(change.named()));
        texts.with(key, &[("thing", thing.into()), ("what", shortened(what).into())])
    };
    let of_passage =
        |key: &str| texts.with(key, &[("thing", texts.get(passage_key(change.block())).into())]);
    match &change.reason {
        Reason::AddedMissing { what } => of_thing("reason-added-missing", what),
        Reason::RemovedPresent { .. } if change.kind == ChangeKind::Removed => {
            of_passage("reason-block-present")
        }
        Reason::RemovedPresent { what } => of_thing("reason-removed-present", what),
        Reason::EditedAfter { commit } => {
            texts.with("reason-edited-after", &[("commit", commit.short().into())])
        }
        Reason::Carried => texts.get("reason-carried"),
        Reason::NoCounterpart => of_passage("reason-no-counterpart"),
        Reason::NothingToTranslate if change.reflected => texts.get("reason-untouched"),
        Reason::NothingToTranslate => texts.get("reason-nothing-to-translate"),
        Reason::WordingOnly => match exchanged(change) {
            Some((old, new)) => {
                texts.with("reason-wording-words", &[("old", old.into()), ("new", new.into())])
            }
            None => texts.get("reason-wording-only"),
        },
        Reason::TooLarge => texts.get("reason-too-large"),
        Reason::Turned { what } => texts.with("reason-turned", &[("what", shortened(what).into())]),
        Reason::LevelChanged { what } => {
            texts.with("reason-level-changed", &[("what", what.as_str().into())])
        }
    }
}

/// The first words that gave way to others, where they are few.
fn exchanged(change: &Change) -> Option<(String, String)> {
    let pieces = proof(change, &mut Budget::of_pair()).pieces;
    let found = pieces.windows(2).find_map(|pair| {
        let [old, new] = pair else { return None };
        (old.ink.is_out() && new.ink.is_in()).then(|| (old.text.trim(), new.text.trim()))
    });
    let few = |text: &str| !text.is_empty() && text.chars().count() <= QUOTED;
    let (old, new) = found.filter(|(old, new)| few(old) && few(new))?;
    Some((old.to_owned(), new.to_owned()))
}

/// Where a base is known from and how sure it is: "由内容推断，较有把握（83%）".
pub fn base_words(language: UiLanguage, base: &Base) -> String {
    let texts = Texts::new(language);
    match base.origin {
        BaseOrigin::Pinned => texts.get("base-pinned"),
        BaseOrigin::Recorded => texts.get("base-recorded"),
        BaseOrigin::Inferred => {
            // What is inferred is never certain.
            let percent = ((base.confidence * 100.0).round() as usize).min(99);
            let how = texts.get(match percent {
                90.. => "base-sure",
                70.. => "base-fairly-sure",
                50.. => "base-not-sure",
                _ => "base-guess",
            });
            texts.with("base-inferred", &[("percent", percent.into()), ("how", how.into())])
        }
    }
}

/// Whether a base is so unsure that a person should look before believing what follows from it.
pub(super) fn is_unsure(base: &Base) -> bool {
    base.origin == BaseOrigin::Inferred && base.confidence < 0.7
}

/// What waits, by the things there are to do: "2 处代码、1 个链接、约 120 词"; empty for nothing.
pub(super) fn work(shell: &Shell, work: &Work) -> String {
    let words = (work.words > 0).then(|| shell.about_words(work.words));
    join(shell.texts(), things(shell.texts(), work).into_iter().chain(words).collect())
}

/// The same in exact words, for the command line.
pub fn work_words(language: UiLanguage, work: &Work) -> String {
    let texts = Texts::new(language);
    let words =
        (work.words > 0).then(|| texts.with("words-exactly", &[("count", work.words.into())]));
    join(texts, things(texts, work).into_iter().chain(words).collect())
}

fn things(texts: Texts, work: &Work) -> Vec<String> {
    [("work-code", work.code_blocks), ("work-links", work.links), ("work-images", work.images)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| texts.with(key, &[("count", count.into())]))
        .collect()
}

fn join(texts: Texts, mut parts: Vec<String>) -> String {
    let Some(last) = parts.pop() else { return String::new() };
    parts.into_iter().rev().fold(last, |rest, first| {
        texts.with("work-and", &[("first", first.into()), ("rest", rest.into())])
    })
}

const fn thing_key(thing: Thing) -> &'static str {
    match thing {
        Thing::Link => "thing-link",
        Thing::Image => "thing-image",
        Thing::Number => "thing-number",
        Thing::CodeLine => "thing-code-line",
        Thing::InlineCode | Thing::CodeBlock => "thing-inline-code",
        Thing::Formula => "thing-formula",
        Thing::Name => "thing-name",
        _ => "thing-passage",
    }
}

const fn passage_key(thing: Thing) -> &'static str {
    match thing {
        Thing::Heading => "passage-heading",
        Thing::Paragraph => "passage-paragraph",
        Thing::ListItem => "passage-list-item",
        Thing::Quote => "passage-quote",
        Thing::CodeBlock => "passage-code",
        Thing::TableRow => "passage-table-row",
        Thing::Formula => "passage-formula",
        Thing::Image => "passage-image",
        Thing::Field => "passage-field",
        _ => "passage-other",
    }
}

/// The key of a verdict's word.
pub(super) fn verdict_key(change: &Change) -> &'static str {
    match (change.dismissed, change.reflected, change.severity) {
        (true, _, _) => "verdict-dismissed",
        (_, true, _) => "verdict-carried",
        (_, _, Severity::None | Severity::Cosmetic) => "verdict-cosmetic",
        _ => "verdict-open",
    }
}

/// The key of a severity's word.
pub(super) const fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "severity-none",
        Severity::Cosmetic => "severity-cosmetic",
        Severity::Minor => "severity-minor",
        Severity::Major => "severity-major",
    }
}

/// Short enough for a sentence; of an address the end is what tells.
fn shortened(what: &str) -> String {
    const CHARS: usize = 60;
    let what = what.trim();
    let length = what.chars().count();
    if length <= CHARS {
        return what.to_owned();
    }
    let is_address = what.contains("://") || what.starts_with('/');
    if is_address && !what.ends_with('…') {
        let what = what.split_once("://").map_or(what, |(_, rest)| rest);
        let Some(left_out) = what.chars().count().checked_sub(CHARS).filter(|left| *left > 0)
        else {
            return what.to_owned();
        };
        let rest: String = what.chars().skip(left_out).collect();
        let start = rest.find('/').unwrap_or(0);
        return format!("…{}", &rest[start..]);
    }
    let start: String = what.chars().take(CHARS).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_address_the_end_is_told_and_of_a_text_the_beginning() {
        let address = format!("https://a.example/{}/tree/v4.42.3", "long/".repeat(20));
        let short = shortened(&address);
        assert!(short.starts_with("…/") && short.ends_with("/tree/v4.42.3"), "{short}");
        let short = shortened(&"word ".repeat(40));
        assert!(short.starts_with("word ") && short.ends_with('…'), "{short}");
        assert_eq!(shortened(" v1 "), "v1");
    }

    #[test]
    fn what_waits_is_told_by_its_things() {
        let work = Work { words: 120, code_blocks: 2, code_lines: 9, links: 1, images: 0 };
        assert_eq!(work_words(UiLanguage::English, &work), "2 code blocks, 1 link, 120 words");
        assert_eq!(work_words(UiLanguage::Chinese, &work), "2 处代码、1 个链接、120 词");
        assert_eq!(work_words(UiLanguage::English, &Work::default()), "");
    }
}
