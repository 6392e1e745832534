//! The thin bar of a project: how many posts stand where.

use super::board::State;
use crate::services::views::Counts;

/// One stretch of the bar; lengths in thousandths.
pub(super) struct Segment {
    pub class: &'static str,
    pub state: State,
    pub start: usize,
    pub length: usize,
    pub count: usize,
}

/// Thousandths of the bar that are seen on a phone.
const LEAST: usize = 9;

/// All posts.
pub(super) fn total(counts: &Counts) -> usize {
    counts.published
        + counts.cosmetic
        + counts.behind
        + counts.in_progress
        + counts.missing
        + counts.orphaned
        + counts.excluded
}

/// The stretches that are not empty, each wide enough to be seen.
pub(super) fn segments(counts: &Counts) -> Vec<Segment> {
    let total = total(counts).max(1);
    let mut start = 0;
    let stretches: Vec<_> = [
        ("bar-published", State::Published, counts.published),
        ("bar-cosmetic", State::Cosmetic, counts.cosmetic),
        ("bar-behind", State::Behind, counts.behind),
        ("bar-progress", State::InProgress, counts.in_progress),
        ("bar-missing", State::Missing, counts.missing),
        ("bar-orphan", State::Orphan, counts.orphaned),
        ("bar-excluded", State::Excluded, counts.excluded),
    ]
    .into_iter()
    .filter(|(_, _, count)| *count > 0)
    .collect();
    // Each has its least, and a share of what is left.
    let left = 1000 - LEAST * stretches.len();
    let segment = |(class, state, count)| {
        let length = LEAST + count * left / total;
        let segment = Segment { class, state, start, length, count };
        start += length;
        segment
    };
    stretches.into_iter().map(segment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stretches_follow_each_other_and_stay_within_the_bar() {
        let counts = Counts { published: 990, behind: 1, missing: 9, ..Counts::default() };
        let mut end = 0;
        for segment in segments(&counts) {
            assert_eq!(segment.start, end);
            end += segment.length;
        }
        assert!(end <= 1000, "{end}");
        assert_eq!(segments(&counts).len(), 3);
        let last = Counts { published: 99_990, orphaned: 1, excluded: 1, ..Counts::default() };
        assert!(segments(&last).iter().all(|segment| segment.length >= LEAST));
    }
}
