//! When a task is tried again: soon at first, then ever more rarely, and never by itself where only a
//! person can help.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{ids::TaskId, services::ServiceError, store::Publication};

/// Pause after the first failure; each further one doubles it.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// No pause is longer, unless GitHub asks for it.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Even if GitHub asks for more: a wait of years would be a broken answer.
const LONGEST_ASKED: SignedDuration = SignedDuration::from_hours(24);

/// Whether a task approved at `approved` is to be tried now. What failed before that approval was
/// another text, and is past.
pub(super) fn is_due(
    publication: Option<&Publication>,
    approved: Timestamp,
    now: Timestamp,
) -> bool {
    match publication {
        Some(Publication { last_error: Some(_), next_attempt, last_attempt, .. })
            if last_attempt.is_some_and(|last| last >= approved) =>
        {
            next_attempt.is_some_and(|at| at <= now)
        }
        _ => true,
    }
}

/// The state after a success; an earlier failure is forgotten.
pub(super) fn succeeded(task: TaskId, now: Timestamp) -> Publication {
    Publication { task, attempts: 0, last_error: None, last_attempt: Some(now), next_attempt: None }
}

/// The state after a failure.
pub(super) fn failed(
    task: TaskId,
    before: Option<&Publication>,
    error: &ServiceError,
    now: Timestamp,
) -> Publication {
    let attempts = before.map_or(0, |before| before.attempts) + 1;
    Publication {
        task,
        attempts,
        last_error: Some(error.to_string()),
        last_attempt: Some(now),
        next_attempt: error.retry_after().map(|asked| now + pause(attempts, asked)),
    }
}

fn pause(attempts: u32, asked: Duration) -> SignedDuration {
    let asked = SignedDuration::try_from(asked).unwrap_or(LONGEST_ASKED).min(LONGEST_ASKED);
    let doubled = FIRST_PAUSE * 2_i32.pow(attempts.saturating_sub(1).min(10));
    doubled.min(LONGEST_PAUSE).max(asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::GithubError;

    const TASK: TaskId = TaskId(7);

    fn now() -> Timestamp {
        "2026-11-23T05:00:00Z".parse().unwrap()
    }

    fn seconds_until_next(before: Option<&Publication>, error: GithubError) -> Option<i64> {
        let failed = failed(TASK, before, &error.into(), now());
        failed.next_attempt.map(|at| at.duration_since(now()).as_secs())
    }

    fn down() -> GithubError {
        GithubError::Unreachable("connection refused".into())
    }

    #[test]
    fn passing_trouble_is_tried_again_ever_more_rarely() {
        let mut publication = None;
        let mut pauses = Vec::new();
        for _ in 0..9 {
            pauses.push(seconds_until_next(publication.as_ref(), down()).unwrap());
            publication = Some(failed(TASK, publication.as_ref(), &down().into(), now()));
        }
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
    }

    #[test]
    fn a_longer_wait_that_github_asks_for_is_kept() {
        let limited = || GithubError::RateLimited { seconds: 7200, everything: false };
        assert_eq!(seconds_until_next(None, limited()), Some(7200));
        assert_eq!(
            seconds_until_next(None, GithubError::RateLimited { seconds: 1, everything: false }),
            Some(30)
        );
    }

    #[test]
    fn a_wait_beyond_reason_is_a_day() {
        let limited = GithubError::RateLimited { seconds: u64::MAX / 4, everything: false };
        assert_eq!(seconds_until_next(None, limited), Some(24 * 3600));
    }

    #[test]
    fn what_only_a_person_can_mend_is_parked() {
        let parked = failed(TASK, None, &GithubError::Unauthorized.into(), now());
        assert_eq!(parked.next_attempt, None);
        assert!(!is_due(Some(&parked), now(), now()));
        let asked = Publication { next_attempt: Some(now()), ..parked };
        assert!(is_due(Some(&asked), now(), now()));
    }

    #[test]
    fn a_task_is_due_at_first_and_after_a_success_in_an_earlier_round() {
        assert!(is_due(None, now(), now()));
        assert!(is_due(Some(&succeeded(TASK, now())), now(), now()));
    }

    #[test]
    fn a_new_approval_does_not_wait_for_what_failed_before_it() {
        let parked = failed(TASK, None, &GithubError::Unauthorized.into(), now());
        let later = now() + SignedDuration::from_secs(1);
        assert!(is_due(Some(&parked), later, later));
    }

    #[test]
    fn a_pause_is_waited_for() {
        let waiting = failed(TASK, None, &down().into(), now());
        assert!(!is_due(Some(&waiting), now(), now()));
        assert!(is_due(Some(&waiting), now(), now() + SignedDuration::from_secs(30)));
    }
}
