//! The judgement of one pair, from the versions of both files to the list of changes.

use std::{collections::HashSet, ops::Range, rc::Rc};

use super::{
    Base, BaseOrigin, Change, ChangeKind, Judgement, Pair, Reading, Severity, Status,
    align::{self, Match, Row},
    base::{self, Inferred},
    changes::{self, Unit},
    fields, keys, leftovers,
    segment::{self, Text},
    severity::{self, Load},
    target::TargetHistory,
    verdict::{Case, Verdict},
    work,
};
use crate::document::InvariantKind;

/// A change with what it adds to the severity of the post.
pub(super) struct Judged {
    pub change: Change,
    pub load: Load,
    /// Index of the source version the change came with.
    pub version: usize,
    /// The changed blocks of the source at head, of those readers see; empty for front matter.
    pub new_blocks: Range<usize>,
}

/// Judges one pair. Deterministic; cost is bounded in work, not in time.
pub fn judge(pair: &Pair) -> Judgement {
    judge_with(pair, &mut Reading::new(pair.dialect))
}

/// The same, by what a reading already read. It must be of the pair's dialect.
pub fn judge_with(pair: &Pair, reading: &mut Reading) -> Judgement {
    let reader = &mut reading.0;
    let sources: Vec<Rc<Text>> =
        pair.source.iter().map(|v| reader.read(v.file.blob, &v.text)).collect();
    let target = TargetHistory::new(pair, reader);
    let start = start(pair, &sources, &target);
    let mut judged = compare(pair, &sources, &start, &target);
    let Start { version, confidence, origin, .. } = start;
    keys::tell_twins_apart(judged.iter_mut().map(|one| &mut one.change));
    for one in &mut judged {
        one.change.dismissed = one.change.is_among(&pair.dismissed);
    }
    let open = |one: &&Judged| one.change.is_open();
    let severity = severity::total(judged.iter().filter(open).map(|one| &one.load));
    let needs_work = |one: &&Judged| open(one) && one.change.severity >= Severity::Minor;
    let words_to_touch = judged.iter().filter(needs_work).map(|one| one.load.words).sum();
    let reflected_up_to = match judged.iter().filter(needs_work).map(|one| one.version).min() {
        _ if origin != BaseOrigin::Inferred => version,
        Some(first_open) => first_open.saturating_sub(1),
        None => sources.len() - 1,
    };
    Judgement {
        status: if severity >= Severity::Minor { Status::Stale } else { Status::Current },
        severity,
        base: Base { commit: pair.source[reflected_up_to].file.commit, confidence, origin },
        work: work::tally(&judged),
        changes: judged.into_iter().map(|one| one.change).collect(),
        words_to_touch,
    }
}

/// The version from which on the changes of the source are looked at.
struct Start {
    version: usize,
    confidence: f32,
    origin: BaseOrigin,
    /// The translation is one of another page.
    foreign: bool,
}

fn start(pair: &Pair, sources: &[Rc<Text>], target: &TargetHistory) -> Start {
    let known = |commit| pair.source.iter().rposition(|v| v.file.commit == commit);
    if let Some(version) = pair.pin.and_then(known) {
        let origin = BaseOrigin::Pinned;
        return Start { version, confidence: 1.0, origin, foreign: false };
    }
    let recorded = pair.target.iter().rev().find_map(|v| v.file.source_commit.and_then(known));
    if let Some(version) = recorded {
        let origin = BaseOrigin::Recorded;
        return Start { version, confidence: 1.0, origin, foreign: false };
    }
    let introduced = target.introduced();
    let newest_before = pair.source.iter().rposition(|v| v.file.position <= introduced);
    let inferred = base::infer(sources, target.first(), newest_before);
    let origin = BaseOrigin::Inferred;
    if leftovers::are_strangers(&sources[inferred.version], target.head()) {
        return Start { version: 0, confidence: 0.5, origin, foreign: true };
    }
    let Inferred { version, confidence } = inferred;
    Start { version, confidence, origin, foreign: false }
}

/// All changes between the base and the head, and those from before the base that were forgotten.
fn compare(
    pair: &Pair,
    sources: &[Rc<Text>],
    start: &Start,
    target: &TargetHistory,
) -> Vec<Judged> {
    let base = start.version;
    let mut judged = Vec::new();
    if start.foreign {
        return Comparison::with_nothing(pair, sources, target).judge();
    }
    if start.origin == BaseOrigin::Inferred {
        judged.extend(fields::forgotten_thumbnail(pair, sources, base, target));
        for version in leftovers::suspects(sources, base, target.head()) {
            let comparison = Comparison::new(pair, sources, version - 1, target);
            judged.extend(comparison.leftovers(version));
        }
    }
    if !Rc::ptr_eq(&sources[base], &sources[sources.len() - 1]) {
        judged.extend(fields::compare(pair, sources, base, target));
        judged.extend(Comparison::new(pair, sources, base, target).judge());
    }
    judged
}

/// The source at two ends, aligned with the translation at head.
pub(super) struct Comparison<'a> {
    pair: &'a Pair,
    sources: &'a [Rc<Text>],
    base: usize,
    /// The older end: version `base`, or nothing.
    old: Rc<Text>,
    target: &'a TargetHistory,
    units: Vec<Unit>,
    /// For each unit; empty where nothing changed.
    matches: Vec<Match>,
    /// Addresses that an edit of very many files at once brought since the base.
    migrated: HashSet<u64>,
}

impl<'a> Comparison<'a> {
    /// Compares version `base` with the last one.
    pub fn new(
        pair: &'a Pair,
        sources: &'a [Rc<Text>],
        base: usize,
        target: &'a TargetHistory,
    ) -> Self {
        Self::between(pair, sources, (base, Rc::clone(&sources[base])), target)
    }

    /// Compares nothing with the last version: whatever it says has to be in the translation.
    fn with_nothing(pair: &'a Pair, sources: &'a [Rc<Text>], target: &'a TargetHistory) -> Self {
        Self::between(pair, sources, (0, Rc::default()), target)
    }

    fn between(
        pair: &'a Pair,
        sources: &'a [Rc<Text>],
        (base, old): (usize, Rc<Text>),
        target: &'a TargetHistory,
    ) -> Self {
        let new = &sources[sources.len() - 1];
        let units = changes::units(&old, new);
        let matches = if units.iter().any(|unit| unit.changed) {
            align_units(&units, &old, new, target.head())
        } else {
            Vec::new()
        };
        let migrated = migrated(pair, sources, base);
        Self { pair, sources, base, old, target, units, matches, migrated }
    }

    fn old(&self) -> &Text {
        &self.old
    }

    fn new_text(&self) -> &Text {
        &self.sources[self.sources.len() - 1]
    }

    /// The changed units that say something else at the two ends.
    fn changed(&self) -> impl Iterator<Item = (usize, &Unit)> {
        let changed = self.units.iter().enumerate().filter(|(_, unit)| unit.changed && !unit.moved);
        changed.filter(|(_, unit)| !changes::says_the_same(unit, self.old(), self.new_text()))
    }

    /// Judges every change between the two ends, in the order of the text.
    pub fn judge(&self) -> Vec<Judged> {
        self.changed()
            .map(|(index, unit)| self.judged(index, unit, &self.case(index, unit).verdict()))
            .collect()
    }

    /// The changes that came with `version` and were forgotten.
    fn leftovers(&self, version: usize) -> Vec<Judged> {
        let modified =
            self.changed().filter(|(_, unit)| !unit.old.is_empty() && !unit.new.is_empty());
        modified
            .filter(|(_, unit)| appeared(unit, self.sources, self.base) == version)
            .filter_map(|(index, unit)| {
                let verdict = self.case(index, unit).forgotten()?;
                Some(self.judged(index, unit, &verdict))
            })
            .collect()
    }

    fn case<'b>(&'b self, index: usize, unit: &'b Unit) -> Case<'b> {
        let version = appeared(unit, self.sources, self.base);
        Case {
            unit,
            old: self.old(),
            new: self.new_text(),
            target: self.target,
            found: &self.matches[index],
            position: self.pair.source[version].file.position,
            migrated: &self.migrated,
        }
    }

    /// The version from which on the translation lacks something of a change: a block that changed
    /// several times may lack more than its last change.
    fn open_since(&self, unit: &Unit, verdict: &Verdict) -> usize {
        let appeared = appeared(unit, self.sources, self.base);
        let occurrences = |version: usize, hash: u64| -> usize {
            let text = &self.sources[version];
            text.segments.iter().map(|segment| segment::count(&segment.profile.bag, hash)).sum()
        };
        let changed = |&version: &usize| {
            verdict
                .against
                .iter()
                .any(|&hash| occurrences(version, hash) != occurrences(self.base, hash))
        };
        (self.base + 1..=appeared).find(changed).unwrap_or(appeared)
    }

    /// Where in the translation an added block belongs: the end of the nearest block before it that
    /// has a counterpart, or the start of the first block.
    pub fn insertion_point(&self, new_block: usize) -> Option<usize> {
        let target = self.target.head();
        let index = self.units.iter().position(|unit| unit.new.contains(&new_block))?;
        let before =
            self.matches.get(..index)?.iter().rev().find(|found| !found.targets.is_empty());
        match before {
            Some(found) => Some(target.segments[found.targets.end - 1].span.end),
            None => target.segments.first().map(|first| first.span.start),
        }
    }

    /// Where the first block of the translation starts.
    pub fn first_block_start(&self) -> usize {
        self.target.head().segments.first().map_or(0, |first| first.span.start)
    }

    fn judged(&self, index: usize, unit: &Unit, verdict: &Verdict) -> Judged {
        let (old, new, target) = (self.old(), self.new_text(), self.target.head());
        let (old_source, new_source) = (span(old, &unit.old), span(new, &unit.new));
        Judged {
            change: Change {
                key: keys::key(old_source, new_source),
                kind: verdict.kind,
                severity: verdict.load.severity,
                reflected: verdict.reflected,
                dismissed: false,
                source_lines: lines(new, &unit.new),
                stood_after: unit.new.is_empty().then(|| line_before(new, unit.new.start)),
                target_lines: lines(target, &self.matches[index].targets)
                    .or_else(|| Some(place(index, &self.matches, target))),
                old_source: old_source.to_owned(),
                new_source: new_source.to_owned(),
                reason: verdict.reason.clone(),
            },
            load: verdict.load,
            version: self.open_since(unit, verdict),
            new_blocks: unit.new.clone(),
        }
    }
}

/// The addresses that came since the base with an edit of very many files at once.
fn migrated(pair: &Pair, sources: &[Rc<Text>], base: usize) -> HashSet<u64> {
    let mut found = HashSet::new();
    let mass = |version: &usize| pair.source[*version].file.files_touched >= pair.mass_edit_files;
    for version in (base + 1..sources.len()).filter(mass) {
        let before = addresses(&sources[version - 1]);
        found.extend(addresses(&sources[version]).difference(&before));
    }
    found
}

fn addresses(text: &Text) -> HashSet<u64> {
    let items = text.segments.iter().flat_map(|segment| &segment.profile.invariants.items);
    items
        .filter(|item| matches!(item.kind, InvariantKind::Address | InvariantKind::Image))
        .map(|item| item.hash)
        .collect()
}

fn span<'t>(text: &'t Text, range: &Range<usize>) -> &'t str {
    let segments = &text.segments[range.clone()];
    match (segments.first(), segments.last()) {
        (Some(first), Some(last)) => &text.text[first.span.start..last.span.end],
        _ => "",
    }
}

fn lines(text: &Text, range: &Range<usize>) -> Option<(usize, usize)> {
    let segments = &text.segments[range.clone()];
    segments.first().zip(segments.last()).map(|(first, last)| (first.lines.0, last.lines.1))
}

/// The last line before a block; 0 before the first.
fn line_before(text: &Text, block: usize) -> usize {
    block.checked_sub(1).map_or(0, |before| text.segments[before].lines.1)
}

fn align_units(units: &[Unit], old: &Text, new: &Text, target: &Text) -> Vec<Match> {
    let mut rows = Vec::with_capacity(units.len());
    // A unit of several blocks has a row for each; `rows_of` says which rows are whose.
    let mut rows_of = Vec::with_capacity(units.len());
    for unit in units {
        let first = rows.len();
        let (a, b) = (&old.segments[unit.old.clone()], &new.segments[unit.new.clone()]);
        for i in 0..a.len().max(b.len()) {
            let mut variants: Vec<_> =
                a.get(i).into_iter().chain(b.get(i)).map(|s| &*s.profile).collect();
            // The same block at both ends is one form of it.
            variants.dedup_by(|one, other| std::ptr::eq(*one, *other));
            rows.push(Row { variants, optional: a.is_empty() || b.is_empty() || i > 0 });
        }
        rows_of.push(first..rows.len());
    }
    let targets: Vec<_> = target.segments.iter().map(|segment| &*segment.profile).collect();
    let found = align::align(&rows, &targets);
    rows_of
        .into_iter()
        .map(|range| {
            let matched = found[range].iter().filter(|m| !m.targets.is_empty());
            matched.fold(Match { targets: 0..0, score: 0.0 }, |sum, one| {
                if sum.targets.is_empty() {
                    one.clone()
                } else {
                    Match {
                        targets: sum.targets.start..one.targets.end,
                        score: sum.score.max(one.score),
                    }
                }
            })
        })
        .collect()
}

/// The lines between the neighbours of a unit that has no counterpart: where it belongs.
fn place(index: usize, matches: &[Match], target: &Text) -> (usize, usize) {
    let before = matches[..index]
        .iter()
        .rev()
        .find(|m| !m.targets.is_empty())
        .map(|m| target.segments[m.targets.end - 1].lines.1);
    let after = matches[index + 1..]
        .iter()
        .find(|m| !m.targets.is_empty())
        .map(|m| target.segments[m.targets.start].lines.0);
    let first = before.unwrap_or(1);
    (first, after.unwrap_or(target.line_count).max(first))
}

/// The version that brought a unit's present form.
fn appeared(unit: &Unit, sources: &[Rc<Text>], base: usize) -> usize {
    let last = sources.len() - 1;
    let head = &sources[last];
    let has = |version: usize, text: &Text, range: Range<usize>| {
        let known = sources[version].identities();
        text.segments[range].iter().all(|segment| known.contains(&segment.profile.identity))
    };
    let settled = |version: usize| {
        if unit.new.is_empty() {
            !has(version, &sources[base], unit.old.clone())
        } else {
            has(version, head, unit.new.clone())
        }
    };
    (base + 1..=last).rev().take_while(|&version| settled(version)).last().unwrap_or(last)
}

/// The kind of a change by its two ends.
pub(super) fn change_kind(old: &str, new: &str) -> ChangeKind {
    if old.is_empty() {
        ChangeKind::Added
    } else if new.is_empty() {
        ChangeKind::Removed
    } else {
        ChangeKind::Modified
    }
}
