//! Token buckets in a table of fixed size.

use std::{
    hash::{BuildHasher as _, Hash, RandomState},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Size of a table. Two keys in one place share a bucket: rare among the people of a workshop, not to be
/// brought about on purpose (the hash is keyed by chance), and the price for memory that never grows.
const PLACES: usize = 1 << 14;

const MINUTE: Duration = Duration::from_secs(60);

/// Counts what is asked under each key: at most so many at once, which come back evenly over a minute.
///
/// Each place holds the moment at which its bucket will be full again (the generic cell rate algorithm),
/// in nanoseconds since the table's own beginning.
#[derive(Debug)]
pub(super) struct Buckets {
    full_again: Box<[AtomicU64]>,
    /// Nanoseconds in which one comes back.
    each: u64,
    hasher: RandomState,
}

impl Buckets {
    /// A table; `None` where nothing is limited, for a limit of 0.
    pub(super) fn per_minute(limit: u32) -> Option<Self> {
        let each = nanoseconds(MINUTE).checked_div(u64::from(limit))?;
        let full_again = (0..PLACES).map(|_| AtomicU64::new(0)).collect();
        Some(Self { full_again, each, hasher: RandomState::new() })
    }

    /// Takes one; an empty bucket says how long it takes until there is one.
    ///
    /// `now` is the time since a moment that stays the same.
    pub(super) fn take(&self, key: impl Hash, now: Duration) -> Result<(), Duration> {
        let (place, now) = (self.place(key), nanoseconds(now));
        let taken = place.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full_again| {
            let then = full_again.max(now) + self.each;
            (then <= now + nanoseconds(MINUTE)).then_some(then)
        });
        taken.map(|_| ()).map_err(|full_again| self.wait(full_again, now))
    }

    /// Whether there is one, without taking it; otherwise how long it takes until there is.
    pub(super) fn look(&self, key: impl Hash, now: Duration) -> Result<(), Duration> {
        let (full_again, now) = (self.place(key).load(Ordering::Relaxed), nanoseconds(now));
        match self.wait(full_again, now) {
            Duration::ZERO => Ok(()),
            wait => Err(wait),
        }
    }

    fn wait(&self, full_again: u64, now: u64) -> Duration {
        let then = full_again.max(now) + self.each;
        Duration::from_nanos(then.saturating_sub(now + nanoseconds(MINUTE)))
    }

    fn place(&self, key: impl Hash) -> &AtomicU64 {
        let hash = usize::try_from(self.hasher.hash_one(key) % PLACES as u64).unwrap_or_default();
        &self.full_again[hash]
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn so_many_at_once_and_then_one_at_a_time() {
        let buckets = Buckets::per_minute(6).expect("a limit");
        let now = 100 * SECOND;
        for _ in 0..6 {
            assert_eq!(buckets.look("a", now), Ok(()));
            assert_eq!(buckets.take("a", now), Ok(()));
        }
        assert_eq!(buckets.take("a", now), Err(10 * SECOND));
        assert_eq!(buckets.look("a", now + 4 * SECOND), Err(6 * SECOND));
        assert_eq!(buckets.take("a", now + 10 * SECOND), Ok(()));
        assert_eq!(buckets.take("a", now + 10 * SECOND), Err(10 * SECOND));
        // After a minute it is as if nothing had been.
        for _ in 0..6 {
            assert_eq!(buckets.take("a", now + 70 * SECOND), Ok(()));
        }
    }

    #[test]
    fn one_key_does_not_use_up_what_another_may() {
        let buckets = Buckets::per_minute(1).expect("a limit");
        let taken = (0..1000).filter(|key| buckets.take(key, SECOND).is_ok()).count();
        assert!(taken > 900, "only {taken} of 1000 keys had a bucket of their own");
    }

    #[test]
    fn being_refused_does_not_prolong_the_wait() {
        let buckets = Buckets::per_minute(1).expect("a limit");
        assert_eq!(buckets.take("a", SECOND), Ok(()));
        for _ in 0..100 {
            assert_eq!(buckets.take("a", 31 * SECOND), Err(30 * SECOND));
        }
        assert_eq!(buckets.take("a", 61 * SECOND), Ok(()));
    }

    #[test]
    fn no_limit_is_no_table() {
        assert!(Buckets::per_minute(0).is_none());
    }
}
