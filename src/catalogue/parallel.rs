//! Work on all cores.

use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Applies a function to every item, on as many threads as there are cores; results in the order of
/// the items. Stops early at the first error.
pub(super) fn try_map<T: Sync, R: Send, E: Send>(
    items: &[T],
    apply: impl Fn(&T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    if threads <= 1 {
        return items.iter().map(apply).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<R, E>)>> = Mutex::new(Vec::with_capacity(items.len()));
    let keep = |at, result| done.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            let result = apply(item);
            if result.is_err() {
                next.store(items.len(), Ordering::Relaxed);
            }
            keep(at, result);
        }
    };
    thread::scope(|scope| {
        // This thread works too: it need not be idle, and each thread more has memory of its own.
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u32> = (0..500).collect();
        let squares: Result<Vec<u32>, ()> = try_map(&items, |n| Ok(n * n));
        assert_eq!(squares.unwrap(), items.iter().map(|n| n * n).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_is_handed_out() {
        let items: Vec<u32> = (0..500).collect();
        let result = try_map(&items, |n| if *n == 250 { Err("bad") } else { Ok(*n) });
        assert_eq!(result, Err("bad"));
    }
}
