//! What a block of the translation shows of a change: which of its traces are there.

use std::cell::Cell;

use super::{
    effort::spend,
    quick::QuickMap,
    segment::{Profile, count},
    wording,
};
use crate::document::{Invariant, InvariantKind, is_han, normal};

/// One or more blocks that stand together, with their texts.
#[derive(Clone, Default)]
pub(super) struct Group<'a> {
    pub blocks: Vec<(&'a Profile, &'a str)>,
}

impl<'a> Group<'a> {
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub fn text(&self) -> String {
        self.blocks.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n\n")
    }

    fn count(&self, hash: u64) -> usize {
        self.blocks.iter().map(|(profile, _)| count(&profile.bag, hash)).sum()
    }

    /// Hashes of the hard invariants.
    pub fn hard_hashes(&self) -> Vec<u64> {
        let items = self.blocks.iter().flat_map(|(profile, _)| &profile.invariants.items);
        items.filter(|item| item.kind.is_hard()).map(|item| item.hash).collect()
    }

    /// The distinct invariants with the text each was read from.
    fn items(&self) -> Vec<(&'a Invariant, &'a str)> {
        let mut items: Vec<(&Invariant, &str)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for &(profile, text) in &self.blocks {
            for item in &profile.invariants.items {
                if seen.insert(item.hash) {
                    items.push((item, &text[item.span.start as usize..item.span.end as usize]));
                }
            }
        }
        items
    }
}

/// One trace of a change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trace {
    pub kind: InvariantKind,
    pub what: String,
    pub hash: u64,
    /// The last part of an address, which outlives a move to another host or folder.
    page: Option<String>,
}

/// The traces of a change in the translation.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Added by the change and there.
    pub carried: Vec<Trace>,
    /// Added by the change and missing, though the translation has what it replaced, or nothing was
    /// replaced.
    pub missing: Vec<Trace>,
    /// Removed by the change and still there.
    pub kept: Vec<Trace>,
    /// Names and numbers of the source that changed, whether or not the translation shows them.
    pub names_changed: usize,
    /// Looking on would have taken too long: what counts as missing may be there.
    pub cut_short: bool,
}

/// Bytes of a translation's blocks searched for what one change added and removed, at most. It is beyond
/// any block a person would write: a thousand addresses, say, in a paragraph of fifty thousand bytes.
const SEARCH_BUDGET: usize = 64 << 20;

/// Compares the change from `old` to `new` with the translation's blocks.
pub(super) fn gather(old: &Group<'_>, new: &Group<'_>, target: &Group<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    let lookup = Lookup::new(target);
    // Kinds of which something was removed, and of those the ones of which some was kept.
    let (mut removed_kinds, mut kept_kinds) = (KindSet::default(), KindSet::default());
    let old_items = old.items();
    let new_items = new.items();
    let (old_skeletons, new_skeletons) =
        (lookup.skeletons(&old_items), lookup.skeletons(&new_items));
    for (item, slice) in &old_items {
        let (before, after) = (old.count(item.hash), new.count(item.hash));
        if after >= before {
            continue;
        }
        let kept = lookup.count(item, slice, target) > after
            && (item.kind.is_hard() || !respelled(slice, &new_items));
        evidence.names_changed += usize::from(item.kind == InvariantKind::Name && after == 0);
        if kept && !lookup.ambiguous(slice, item.kind, &new_skeletons) {
            evidence.kept.push(trace(item, slice));
        }
        removed_kinds.add(item.kind);
        if kept {
            kept_kinds.add(item.kind);
        }
    }
    for (item, slice) in &new_items {
        let (before, after) = (old.count(item.hash), new.count(item.hash));
        if after <= before {
            continue;
        }
        evidence.names_changed += usize::from(item.kind == InvariantKind::Name && before == 0);
        let there = lookup.count(item, slice, target);
        if there > before || there >= after {
            if !lookup.ambiguous(slice, item.kind, &old_skeletons) {
                evidence.carried.push(trace(item, slice));
            }
            continue;
        }
        // Where something of the same kind was replaced and the translation never had that either,
        // it goes its own way here.
        let own_way = removed_kinds.has(item.kind) && !kept_kinds.has(item.kind);
        if item.kind.is_hard() && !own_way {
            evidence.missing.push(trace(item, slice));
        }
    }
    evidence.cut_short = lookup.left_to_search.get() == 0;
    evidence
}

/// A set of kinds.
#[derive(Default)]
struct KindSet(u16);

impl KindSet {
    fn add(&mut self, kind: InvariantKind) {
        self.0 |= 1 << kind as u16;
    }

    fn has(&self, kind: InvariantKind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }
}

/// Whether a word only got another spelling; a translation that has it lacks nothing.
fn respelled(word: &str, new: &[(&Invariant, &str)]) -> bool {
    // In a block of that many different words a respelled one is no matter.
    const BUDGET: usize = 2_000;
    spend(new.len().min(BUDGET));
    new.len() < BUDGET
        && new.iter().any(|(item, other)| {
            !item.kind.is_hard() && *other != word && wording::same_word(word, other)
        })
}

fn trace(item: &Invariant, slice: &str) -> Trace {
    let mut what: String = slice.trim().chars().take(100).collect();
    if what.len() < slice.trim().len() {
        what.push('…');
    }
    let page = matches!(item.kind, InvariantKind::Address | InvariantKind::Image)
        .then(|| normal::page(slice).to_owned());
    Trace { kind: item.kind, what, hash: item.hash, page }
}

impl Evidence {
    /// Leaves out the addresses that a migration replaced: `migrated` says which new ones came with
    /// an edit of very many files, and the page they lead to is still called the same.
    pub fn without_migrated(mut self, migrated: impl Fn(u64) -> bool) -> Self {
        let pages: Vec<(InvariantKind, Option<String>)> = self
            .missing
            .iter()
            .filter(|new| new.page.is_some() && migrated(new.hash))
            .filter(|new| self.kept.iter().any(|old| old.kind == new.kind && old.page == new.page))
            .map(|new| (new.kind, new.page.clone()))
            .collect();
        let stays = |trace: &Trace| {
            !pages.iter().any(|(kind, page)| *kind == trace.kind && *page == trace.page)
        };
        self.missing.retain(stays);
        self.kept.retain(stays);
        self
    }
}

/// Length from which the normal form of an address is no accident in running text.
const SHORTEST_ADDRESS: usize = 10;

/// Finds invariants in the translation also where it changed their surroundings.
struct Lookup {
    /// Lines of code with Chinese in them, their strings left out.
    translated_lines: QuickMap<String, usize>,
    squeezed: Squeezed,
    /// Bytes that may still be searched.
    left_to_search: Cell<usize>,
}

/// Lines of code by their skeletons: one line each, and whether there are others.
type Skeletons<'a> = QuickMap<String, (&'a str, bool)>;

/// A text without white space that remembers where it was.
#[derive(Default)]
struct Squeezed {
    text: String,
    /// Places in `text` before which there was white space, or where a block starts; ascending.
    breaks: Vec<usize>,
}

impl Squeezed {
    fn push(&mut self, text: &str) {
        self.breaks.push(self.text.len());
        for c in text.chars() {
            if c.is_whitespace() {
                self.breaks.push(self.text.len());
            } else {
                self.text.push(c);
            }
        }
    }

    /// Whether something stands here by itself, and not as part of a longer word or address.
    fn has(&self, what: &str) -> bool {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let whole = |start: usize| {
            let end = start + what.len();
            let (before, after) = (&self.text[..start], &self.text[end..]);
            let free_before = !(what.starts_with(part) && before.ends_with(part))
                || self.breaks.binary_search(&start).is_ok();
            let mut next = after.chars();
            let continued = match next.next() {
                Some('-' | '.' | '/') => next.next().is_some_and(part),
                Some(c) => part(c) && what.ends_with(part),
                None => false,
            };
            free_before && (!continued || self.breaks.binary_search(&end).is_ok())
        };
        self.text.match_indices(what).any(|(start, _)| whole(start))
    }
}

impl Lookup {
    fn new(target: &Group<'_>) -> Self {
        let mut translated_lines: QuickMap<String, usize> = QuickMap::default();
        let mut squeezed = Squeezed::default();
        for (profile, text) in &target.blocks {
            for item in &profile.invariants.items {
                let line = &text[item.span.start as usize..item.span.end as usize];
                if item.kind == InvariantKind::CodeLine
                    && line.chars().any(is_han)
                    && let Some(normal) = normal::code_line(line)
                {
                    *translated_lines.entry(normal::code_skeleton(&normal)).or_default() += 1;
                }
            }
            squeezed.push(text);
        }
        Self { translated_lines, squeezed, left_to_search: Cell::new(SEARCH_BUDGET) }
    }

    /// The skeletons of lines of code, where any are of use.
    fn skeletons<'a>(&self, items: &[(&Invariant, &'a str)]) -> Skeletons<'a> {
        let mut skeletons = Skeletons::default();
        if !self.translated_lines.is_empty() {
            let code = items.iter().filter(|(item, _)| item.kind == InvariantKind::CodeLine);
            for (_, line) in code {
                let known = skeletons.entry(skeleton(line)).or_insert((line, false));
                known.1 |= known.0 != *line;
            }
        }
        skeletons
    }

    /// Whether the translation has something by itself. What is beyond the budget counts as missing.
    fn searched(&self, what: &str) -> bool {
        spend(self.squeezed.text.len());
        let left = self.left_to_search.get().saturating_sub(self.squeezed.text.len());
        self.left_to_search.set(left);
        left > 0 && self.squeezed.has(what)
    }

    fn count(&self, item: &Invariant, slice: &str, target: &Group<'_>) -> usize {
        let exact = target.count(item.hash);
        if exact > 0 || !item.kind.is_hard() {
            return exact;
        }
        if item.kind == InvariantKind::CodeLine {
            let skeleton = skeleton(slice);
            return self.translated_lines.get(&skeleton).copied().unwrap_or(0);
        }
        let plain: String = slice.chars().filter(|c| !c.is_whitespace()).collect();
        if item.kind == InvariantKind::Number && self.has_numeral(&plain) {
            return 1;
        }
        // Translators drop the ticks of inline code, or set it in bold.
        let least = if item.kind == InvariantKind::InlineCode { 2 } else { 4 };
        let long_enough = plain.len() >= least && item.kind != InvariantKind::Number;
        // A link that was set as code is no link any more, and may name its host in another way.
        let normal = normal::address(slice).filter(|normal| {
            item.kind == InvariantKind::Address && normal.len() > SHORTEST_ADDRESS
        });
        let there =
            long_enough && (self.searched(&plain) || normal.is_some_and(|one| self.searched(&one)));
        usize::from(there)
    }

    /// Whether a small number stands as a Chinese numeral (`第三部分` for `Part 3`).
    fn has_numeral(&self, digits: &str) -> bool {
        const NUMERALS: [&[char]; 11] = [
            &['零', '〇'],
            &['一'],
            &['二', '两'],
            &['三'],
            &['四'],
            &['五'],
            &['六'],
            &['七'],
            &['八'],
            &['九'],
            &['十'],
        ];
        let numerals = digits.parse::<usize>().ok().and_then(|value| NUMERALS.get(value));
        numerals.is_some_and(|numerals| self.squeezed.text.contains(*numerals))
    }

    /// Whether a line of code was found only by its skeleton, and the other end of the change has
    /// the same skeleton: then the translation cannot tell which it is.
    fn ambiguous(&self, slice: &str, kind: InvariantKind, other: &Skeletons<'_>) -> bool {
        if kind != InvariantKind::CodeLine || self.translated_lines.is_empty() {
            return false;
        }
        let own = skeleton(slice);
        self.translated_lines.contains_key(&own)
            && other.get(&own).is_some_and(|(line, several)| *several || *line != slice)
    }
}

fn skeleton(line: &str) -> String {
    normal::code_line(line).map(|line| normal::code_skeleton(&line)).unwrap_or_default()
}
