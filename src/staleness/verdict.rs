//! Whether the translation carries one change of the source, and why.

use std::collections::HashSet;

use super::{
    ChangeKind, Reason, Severity,
    align::Match,
    changes::Unit,
    evidence::{self, Evidence, Group, Trace},
    leftovers,
    segment::{Text, count},
    severity::{self, Load},
    target::TargetHistory,
    wording::{self, Wording},
};
use crate::{document::BlockKind, ids::CommitId};

/// The verdict on one unit.
pub(super) struct Verdict {
    pub kind: ChangeKind,
    pub reflected: bool,
    pub load: Load,
    pub reason: Reason,
    /// What shows that the change is not carried: invariants that it added or removed.
    pub against: Vec<u64>,
}

/// A match below this is no better than two skips and proves nothing about a block that may well
/// be missing.
const SURE_MATCH: f32 = 0.4;

/// A match above this is better than leaving both blocks alone.
const LIKELY_MATCH: f32 = -0.5;

/// What the verdict on a unit rests on.
pub(super) struct Case<'a> {
    pub unit: &'a Unit,
    pub old: &'a Text,
    pub new: &'a Text,
    pub target: &'a TargetHistory,
    pub found: &'a Match,
    /// Where in the history the change happened.
    pub position: u32,
    /// Addresses that an edit of very many files at once brought since the base.
    pub migrated: &'a HashSet<u64>,
}

fn group<'a>(text: &'a Text, range: std::ops::Range<usize>) -> Group<'a> {
    Group { blocks: text.segments[range].iter().map(|s| (&*s.profile, text.slice(s))).collect() }
}

impl Case<'_> {
    /// Judges the unit.
    pub fn verdict(&self) -> Verdict {
        let old = group(self.old, self.unit.old.clone());
        let new = group(self.new, self.unit.new.clone());
        let target = group(self.target.head(), self.found.targets.clone());
        if self.unit.moved {
            return self.moved(&old);
        }
        let mut verdict = if new.is_empty() {
            self.removed(&old, &new, &target)
        } else if old.is_empty() {
            self.added(&old, &new, &target)
        } else {
            self.modified(&old, &new, &target)
        };
        // Which two blocks stand side by side is chance then; what is said of them would mislead.
        if self.unit.by_order && !verdict.reflected {
            verdict.reason = Reason::TooLarge;
        }
        verdict
    }

    /// The verdict on a change from before the base: only if both sides speak against it.
    pub fn forgotten(&self) -> Option<Verdict> {
        let old = group(self.old, self.unit.old.clone());
        let new = group(self.new, self.unit.new.clone());
        let target = group(self.target.head(), self.found.targets.clone());
        let evidence = evidence::gather(&old, &new, &target)
            .without_migrated(|address| self.migrated.contains(&address));
        let kept = evidence.kept.iter().find(|kept| {
            leftovers::is_telling(kept.kind)
                && evidence.missing.iter().any(|missing| missing.kind == kept.kind)
        })?;
        let load = severity::weigh(&old, &new, &evidence, &Wording::default(), false);
        let reason = Reason::RemovedPresent { what: kept.what.clone() };
        let against = vec![kept.hash];
        Some(Verdict { kind: ChangeKind::Modified, reflected: false, load, reason, against })
    }

    fn edited_after(&self) -> Option<CommitId> {
        self.target.head().segments[self.found.targets.clone()]
            .iter()
            .find_map(|segment| self.target.edited_after(segment, self.position))
    }

    fn moved(&self, old: &Group<'_>) -> Verdict {
        Verdict {
            kind: if old.is_empty() { ChangeKind::Added } else { ChangeKind::Removed },
            reflected: true,
            load: Load::default(),
            reason: Reason::NothingToTranslate,
            against: Vec::new(),
        }
    }

    fn removed(&self, old: &Group<'_>, new: &Group<'_>, target: &Group<'_>) -> Verdict {
        let evidence = evidence::gather(old, new, target);
        let load = severity::weigh(old, new, &evidence, &Wording::default(), false);
        // The translation was made from a text that had the block, so a plain match is enough.
        let there =
            !target.is_empty() && self.found.score > LIKELY_MATCH && !self.stands_elsewhere(old);
        let reason =
            if there { Reason::RemovedPresent { what: excerpt(old) } } else { Reason::Carried };
        let against = Vec::new();
        Verdict { kind: ChangeKind::Removed, reflected: !there, load, reason, against }
    }

    /// Whether the source at head has all that survives translation of a removed block as often as
    /// the translation does: then it is there for another block.
    fn stands_elsewhere(&self, old: &Group<'_>) -> bool {
        let hard: Vec<u64> = old.hard_hashes();
        let occurrences = |text: &Text, hash| -> usize {
            text.segments.iter().map(|segment| count(&segment.profile.bag, hash)).sum()
        };
        !hard.is_empty()
            && hard
                .into_iter()
                .all(|hash| occurrences(self.target.head(), hash) <= occurrences(self.new, hash))
    }

    fn added(&self, old: &Group<'_>, new: &Group<'_>, target: &Group<'_>) -> Verdict {
        let evidence = evidence::gather(old, new, target);
        let load = severity::weigh(old, new, &evidence, &Wording::default(), false);
        let kind = ChangeKind::Added;
        let verdict =
            |reflected, reason| Verdict { kind, reflected, load, reason, against: Vec::new() };
        if target.is_empty() {
            return verdict(false, Reason::NoCounterpart);
        }
        if let Some(commit) = self.edited_after() {
            return verdict(true, Reason::EditedAfter { commit });
        }
        if same_text(new, target) {
            return verdict(true, Reason::Carried);
        }
        let proven = !evidence.carried.is_empty() && evidence.missing.is_empty();
        let segments = &self.target.head().segments[self.found.targets.clone()];
        if segments.iter().any(|segment| self.target.came_after(segment, self.position)) {
            return verdict(true, Reason::Carried);
        }
        // A translation that came after the change may have it without any trace; one that was
        // there before and was not touched since must prove that it has it.
        let floor =
            if self.position <= self.target.introduced() { LIKELY_MATCH } else { SURE_MATCH };
        if proven || self.found.score > floor {
            return verdict(true, Reason::Carried);
        }
        verdict(false, Reason::NoCounterpart)
    }

    fn modified(&self, old: &Group<'_>, new: &Group<'_>, target: &Group<'_>) -> Verdict {
        let evidence = evidence::gather(old, new, target)
            .without_migrated(|address| self.migrated.contains(&address));
        let wording = wording::compare(&old.text(), &new.text());
        let level = level_change(old, new);
        let level_open = level.is_some_and(|(before, _)| levels(target).contains(&before));
        let load = severity::weigh(old, new, &evidence, &wording, level_open);
        let against: Vec<u64> =
            evidence.missing.iter().chain(&evidence.kept).map(|trace| trace.hash).collect();
        let kind = ChangeKind::Modified;
        let verdict = |reflected, reason| {
            let against = if reflected { Vec::new() } else { against.clone() };
            Verdict { kind, reflected, load, reason, against }
        };
        if target.is_empty() {
            // The translator left this block out from the start; its changes are not missed.
            return verdict(true, Reason::NothingToTranslate);
        }
        if same_text(new, target) {
            return verdict(true, Reason::Carried);
        }
        if let Some(contradiction) = contradiction(&evidence) {
            return verdict(false, contradiction);
        }
        if let Some((before, after)) = level {
            if level_open {
                let mark = |level: u8| "#".repeat(level.into());
                let what = format!("{} → {}", mark(before), mark(after));
                return verdict(false, Reason::LevelChanged { what });
            }
            if load.severity == Severity::Cosmetic && levels(target).contains(&after) {
                return verdict(true, Reason::Carried);
            }
        }
        if let Some(commit) = self.edited_after() {
            return verdict(true, Reason::EditedAfter { commit });
        }
        if !evidence.carried.is_empty() {
            return verdict(true, Reason::Carried);
        }
        if load.severity == Severity::Cosmetic {
            return verdict(false, Reason::NothingToTranslate);
        }
        verdict(false, wording.reason())
    }
}

/// The levels of the headings among some blocks.
fn levels(group: &Group<'_>) -> Vec<u8> {
    let kinds = group.blocks.iter().map(|(profile, _)| profile.kind);
    kinds
        .filter_map(|kind| if let BlockKind::Heading { level } = kind { Some(level) } else { None })
        .collect()
}

/// The old and the new level of a heading that got another one.
fn level_change(old: &Group<'_>, new: &Group<'_>) -> Option<(u8, u8)> {
    let (before, after) = (*levels(old).first()?, *levels(new).first()?);
    (before != after).then_some((before, after))
}

/// Whether the translation has the source's very text here, as code or untranslated.
fn same_text(new: &Group<'_>, target: &Group<'_>) -> bool {
    let identities = |group: &Group<'_>| -> Vec<u64> {
        group.blocks.iter().map(|(profile, _)| profile.identity).collect()
    };
    identities(new) == identities(target)
}

/// What in the translation speaks against the change being carried.
fn contradiction(evidence: &Evidence) -> Option<Reason> {
    let first = |traces: &[Trace]| traces.first().map(|trace| trace.what.clone());
    if evidence.cut_short {
        return Some(Reason::TooLarge);
    }
    if let Some(what) = first(&evidence.missing) {
        return Some(Reason::AddedMissing { what });
    }
    first(&evidence.kept).map(|what| Reason::RemovedPresent { what })
}

fn excerpt(group: &Group<'_>) -> String {
    let text = group.text();
    let mut what: String = text.trim().chars().take(100).collect();
    if what.len() < text.trim().len() {
        what.push('…');
    }
    what
}
