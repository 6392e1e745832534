//! Which commits stand for which days.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{history::Landing, ids::CommitId};

/// Below so many weeks, a story is told by weeks.
const WEEKS_AT_MOST: i64 = 26;

/// Most points of a story; what is older is left out.
const MOST: usize = 120;

/// The length of the stretches a story is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    Week,
    Month,
}

/// The end of a week or a month, and the commit that was the head then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The first moment after the stretch (UTC), in seconds since 1970.
    pub at: i64,
    pub commit: CommitId,
}

/// The ends of the months (of the weeks, where the story is short) between the commit at position
/// `first` and `now`, oldest first. Stretches that have not ended are not among them.
pub fn samples(landings: &[Landing], first: u32, now: i64) -> (Step, Vec<Sample>) {
    let times = in_order(landings);
    let Some(begin) = landings.iter().position(|landing| landing.position >= first) else {
        return (Step::Week, Vec::new());
    };
    let step = match now.saturating_sub(times[begin]) {
        ..0 => return (Step::Week, Vec::new()),
        span if span < WEEKS_AT_MOST * 7 * 86_400 => Step::Week,
        _ => Step::Month,
    };
    let mut ends = ends(times[begin], now, step);
    ends.drain(..ends.len().saturating_sub(MOST));
    let sample = |at| {
        let landed = times.partition_point(|time| *time < at);
        // None where the clock of every commit is ahead of that day.
        let commit = landings[..landed].last()?.commit;
        Some(Sample { at, commit })
    };
    (step, ends.into_iter().filter_map(sample).collect())
}

/// The ends of all stretches that begin no later than `from` and end by `now`.
fn ends(from: i64, now: i64, step: Step) -> Vec<i64> {
    let day =
        |seconds| Timestamp::from_second(seconds).map(|at| at.to_zoned(TimeZone::UTC).date()).ok();
    let Some(from) = day(from) else { return Vec::new() };
    let monday_offset = i64::from(from.weekday().to_monday_zero_offset());
    let first = match step {
        Step::Week => from.checked_add((7 - monday_offset).days()),
        Step::Month => from.first_of_month().checked_add(1.month()),
    };
    let next = |date: &Date| match step {
        Step::Week => date.checked_add(1.week()).ok(),
        Step::Month => date.checked_add(1.month()).ok(),
    };
    let dates = std::iter::successors(first.ok(), next);
    let moments = dates.map_while(|date| Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp()));
    moments.map(Timestamp::as_second).take_while(|end| *end <= now).collect()
}

/// The times at which commits landed, never going back. Commits whose clock was wrong are told by the
/// others: the times of the longest row of commits that are in order hold, and any other commit takes the
/// time of the one before it in that row.
fn in_order(landings: &[Landing]) -> Vec<i64> {
    // The last commit of the best row of each length, and the one before each commit in its row.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(landings.len());
    for (index, landing) in landings.iter().enumerate() {
        let length = tails.partition_point(|&tail| landings[tail].at <= landing.at);
        before.push(length.checked_sub(1).map(|shorter| tails[shorter]));
        if length == tails.len() {
            tails.push(index);
        } else {
            tails[length] = index;
        }
    }
    let mut holds = vec![false; landings.len()];
    let mut next = tails.last().copied();
    while let Some(index) = next {
        holds[index] = true;
        next = before[index];
    }
    let first = holds.iter().position(|holds| *holds).map_or(0, |index| landings[index].at);
    landings
        .iter()
        .zip(holds)
        .scan(first, |time, (landing, holds)| {
            if holds {
                *time = landing.at;
            }
            Some(*time)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("a moment").as_second()
    }

    fn landing(position: u32, at: i64) -> Landing {
        Landing { commit: CommitId::from_bytes([position as u8; 20]), position, at }
    }

    fn told(samples: &[Sample]) -> Vec<(String, u8)> {
        let day = |sample: &Sample| {
            let moment = Timestamp::from_second(sample.at).expect("a moment");
            (moment.strftime("%F").to_string(), sample.commit.as_bytes()[0])
        };
        samples.iter().map(day).collect()
    }

    #[test]
    fn each_month_is_told_by_the_last_commit_before_its_end() {
        let landings = [
            landing(0, at("2025-01-05T00:00:00Z")),
            landing(4, at("2025-02-10T00:00:00Z")),
            landing(5, at("2025-02-28T23:59:59Z")),
            landing(6, at("2025-03-01T00:00:00Z")),
            landing(9, at("2025-05-20T00:00:00Z")),
        ];
        // The first translation came with a merge: some position between two landings.
        let (step, samples) = samples(&landings, 3, at("2025-09-15T00:00:00Z"));
        assert_eq!(step, Step::Month);
        let expected = [
            ("2025-03-01", 5),
            ("2025-04-01", 6),
            ("2025-05-01", 6),
            ("2025-06-01", 9),
            ("2025-07-01", 9),
            ("2025-08-01", 9),
            ("2025-09-01", 9),
        ];
        assert_eq!(told(&samples), expected.map(|(day, commit)| (day.to_owned(), commit)));
    }

    #[test]
    fn a_short_story_is_told_by_weeks_that_end_before_monday() {
        let landings =
            [landing(0, at("2026-11-04T12:00:00Z")), landing(1, at("2026-11-10T00:00:00Z"))];
        let (step, samples) = samples(&landings, 0, at("2026-11-23T11:00:00Z"));
        assert_eq!(step, Step::Week);
        let expected = [("2026-11-09", 0), ("2026-11-16", 1), ("2026-11-23", 1)];
        assert_eq!(told(&samples), expected.map(|(day, commit)| (day.to_owned(), commit)));
    }

    #[test]
    fn without_a_translation_there_is_no_story() {
        assert!(samples(&[landing(0, 0)], 7, 1_000_000_000).1.is_empty());
        assert!(samples(&[], 0, 1_000_000_000).1.is_empty());
    }

    #[test]
    fn a_wrong_clock_moves_no_other_commit() {
        let wrong = [10, 20, 9_999, 30, 40, 1, 50];
        let landings: Vec<_> = wrong.iter().zip(0..).map(|(&at, n)| landing(n, at)).collect();
        assert_eq!(in_order(&landings), [10, 20, 20, 30, 40, 40, 50]);
    }

    proptest! {
        #[test]
        fn times_never_go_back_and_sound_ones_stay(times in prop::collection::vec(0_i64..50, 1..40)) {
            let landings: Vec<_> =
                times.iter().zip(0..).map(|(&at, n)| landing(n, at)).collect();
            let ordered = in_order(&landings);
            prop_assert!(ordered.is_sorted());
            if times.is_sorted() {
                prop_assert_eq!(ordered, times);
            }
        }
    }
}
