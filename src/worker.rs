//! The loop that does what nobody waits for: deliveries, syncs, leases, publishing.
//!
//! One round at a time, so that no two write at once. Whoever has work calls
//! [`Workshop::wake`]; the interval catches what nobody called for. A round recomputes from the present
//! state, so that stopping it anywhere loses nothing.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use crate::services::Workshop;

/// How long a round that is under way may go on after the program was asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Runs rounds until `stop` is cancelled; returns when the last one has ended or its grace is over.
pub async fn run(workshop: Workshop, interval: Duration, stop: CancellationToken) {
    tokio::join!(
        rounds(workshop.clone(), interval, stop.clone()),
        letters(workshop, interval, stop)
    );
}

/// Sends messages beside the rounds, so that a receiver that stalls holds up nobody's work.
async fn letters(workshop: Workshop, interval: Duration, stop: CancellationToken) {
    loop {
        tokio::select! {
            // A message that is cut off here goes out again, under the same id.
            () = stop.cancelled() => return,
            () = letters_once(&workshop, interval) => {}
        }
    }
}

async fn letters_once(workshop: &Workshop, interval: Duration) {
    if let Err(error) = workshop.send_due().await {
        tracing::warn!(%error, "sending messages failed");
    }
    tokio::select! {
        () = workshop.leaving() => {}
        () = sleep(interval) => {}
    }
}

async fn rounds(workshop: Workshop, interval: Duration, stop: CancellationToken) {
    let mut number = 0_u64;
    while !stop.is_cancelled() {
        let working = workshop.clone();
        number += 1;
        // What is logged in a round bears its number, as what is logged for a request bears its id.
        let span = tracing::info_span!("round", number);
        // Its own task, so that a panic ends the round and not the worker.
        let mut round = tokio::spawn(async move { working.round().await }.instrument(span));
        let ended = tokio::select! {
            ended = &mut round => Some(ended),
            () = stop.cancelled() => timeout(GRACE, &mut round).await.ok(),
        };
        match ended {
            // Failures are logged where they happen.
            Some(Ok(_)) => {}
            Some(Err(error)) => tracing::error!(%error, "a round of the worker broke off"),
            None => {
                round.abort();
                tracing::warn!("a round was stopped under way; the next start goes on with it");
            }
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = workshop.woken() => {}
            () = sleep(interval) => {}
        }
    }
}
