//! Counts what judging costs, in steps that are the same on every machine.
//!
//! Each loop whose length is a product (blocks by blocks, words by words, things by text) and the reading
//! of text say how far they went. So a test can hold the worst cases to a bound that no clock blurs; the
//! verdicts do not depend on it.

use std::cell::Cell;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts steps of this thread.
pub(super) fn spend(steps: usize) {
    STEPS.set(STEPS.get().wrapping_add(steps as u64));
}

/// What something costs on this thread, with its answer: cells of alignments, words compared, bytes read
/// and searched.
pub fn steps_of<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = STEPS.get();
    let answer = work();
    (answer, STEPS.get().wrapping_sub(before))
}
