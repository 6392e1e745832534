//! Work that waits for the disk or takes the processor, away from the threads that serve people.
//!
//! Judging a blog takes every core there is. The threads of such work ask the system to let others go first,
//! so that a page, a draft or a webhook is answered while a sync runs.

use std::{num::NonZero, panic, sync::LazyLock, thread};

use tokio::{
    runtime::{Handle, RuntimeFlavor},
    task::JoinHandle,
};

/// How much politer than others such a thread is, of 19.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// How many cores there are; asking the system reads files, which is too much for every request.
pub fn cores() -> usize {
    static CORES: LazyLock<usize> =
        LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));
    *CORES
}

/// Does what somebody waits for. A panic of the work is the caller's.
pub async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => panic::resume_unwind(stopped.into_panic()),
    }
}

/// Does long work that nobody waits for, on a thread of low priority; the threads it starts have the same.
/// A panic of the work is the caller's.
pub async fn run_politely<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    run(|| on_polite_thread(work)).await
}

/// Makes what nobody waits for this moment on a thread of its own, however much of it is reckoned between two
/// waits: the threads that serve people go on serving.
pub fn beside<T: Send + 'static>(made: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(made))
}

/// Does what takes the processor for some milliseconds; whoever else this thread would serve is served by
/// another meanwhile. Where there is one thread alone it is simply done.
pub fn in_place<T>(work: impl FnOnce() -> T) -> T {
    let flavor = Handle::try_current().map(|runtime| runtime.runtime_flavor());
    if matches!(flavor, Ok(RuntimeFlavor::MultiThread)) {
        tokio::task::block_in_place(work)
    } else {
        work()
    }
}

fn on_polite_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            yield_to_others();
            work()
        });
        worker.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked))
    })
}

/// On Linux each thread has a priority of its own; elsewhere it would be that of the whole process. Where
/// the system refuses, the work is done all the same.
fn yield_to_others() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[should_panic(expected = "of the work")]
    async fn panic_reaches_the_caller() {
        run_politely(|| panic!("of the work")).await
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn work_in_place_keeps_nobody_waiting() {
        let (say, said) = std::sync::mpsc::channel();
        let beside = tokio::spawn(async move { say.send("served") });
        // The only thread waits here for what another task says.
        let waited = tokio::spawn(async move { in_place(|| said.recv()) });
        assert_eq!(waited.await.expect("it ends"), Ok("served"));
        beside.await.expect("it ends").expect("somebody listens");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn what_is_made_beside_keeps_nobody_waiting() {
        let (say, said) = std::sync::mpsc::channel();
        let beside = beside(async move { in_place(|| said.recv()) });
        tokio::spawn(async move { say.send("served") }).await.expect("it ends").expect("heard");
        assert_eq!(beside.await.expect("it ends"), Ok("served"));
    }

    #[tokio::test]
    async fn work_in_place_is_done_where_there_is_one_thread() {
        assert_eq!(in_place(|| 7), 7);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn priority_is_that_of_the_work_and_its_threads_alone() {
        let priority = || rustix::process::getpriority_process(None).expect("one's own");
        let before = priority();
        let (own, inherited) =
            on_polite_thread(|| (priority(), thread::scope(|s| s.spawn(priority).join())));
        assert_eq!(own, (before + NICE).min(19));
        assert_eq!(inherited.expect("a priority"), own);
        assert_eq!(priority(), before, "the caller keeps its own");
    }
}
