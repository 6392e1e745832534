//! Moments worth remembering on the way of one person; nobody is compared with anybody.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Deed, Part, month_of};

/// What was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKind {
    /// So many posts translated.
    Translations,
    /// So many words translated.
    Words,
    /// So many updates.
    Updates,
    /// So many times proofread.
    Proofreadings,
    /// So many months in which something of theirs was published.
    Months,
}

/// Something that was reached at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Milestone {
    pub kind: MilestoneKind,
    pub count: usize,
    pub at: Timestamp,
}

impl MilestoneKind {
    /// The counts that are remembered.
    fn steps(self) -> &'static [usize] {
        match self {
            Self::Translations | Self::Proofreadings => &[1, 10, 25, 50, 100, 200, 500],
            Self::Updates => &[1, 10, 50, 100],
            Self::Words => &[10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000],
            Self::Months => &[6, 12, 24, 36, 60],
        }
    }
}

/// The moments in the work of one person, oldest first; `deeds` are theirs, oldest first.
pub fn milestones<'a>(deeds: impl IntoIterator<Item = &'a Deed>) -> Vec<Milestone> {
    let (mut translated, mut updated, mut proofread, mut words) = (0, 0, 0, 0);
    let mut months = BTreeSet::new();
    let mut reached = Vec::new();
    let mut note = |kind: MilestoneKind, before: usize, after: usize, at: Timestamp| {
        // A long post may pass two marks at once; the higher one says it all.
        let passed = kind.steps().iter().rev().find(|step| before < **step && **step <= after);
        reached.extend(passed.map(|count| Milestone { kind, count: *count, at }));
    };
    for deed in deeds {
        let (count, kind) = match deed.part {
            Part::Translated => (&mut translated, MilestoneKind::Translations),
            Part::Updated => (&mut updated, MilestoneKind::Updates),
            Part::Proofread => (&mut proofread, MilestoneKind::Proofreadings),
        };
        *count += 1;
        note(kind, *count - 1, *count, deed.at);
        note(MilestoneKind::Words, words, words + deed.words, deed.at);
        words += deed.words;
        let before = months.len();
        months.insert(month_of(deed.at));
        note(MilestoneKind::Months, before, months.len(), deed.at);
    }
    reached
}
