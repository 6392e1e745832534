//! Asks Git and GitHub for the truth, so that missed webhooks do not matter.

use super::{Result, Workshop};

impl Workshop {
    /// One round of everything the worker does: inbox, syncs that are due, leases, publishing, pull
    /// requests. Level-triggered: it recomputes from the present state. One failure does not stop the rest.
    pub async fn round(&self) -> Result<()> {
        todo!()
    }

    /// Asks the worker for a round soon.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Resolves when somebody called [`Workshop::wake`].
    pub async fn woken(&self) {
        self.0.wake.notified().await;
    }

    /// Looks up the pull requests of published tasks and closes the loop (merged by content, closed).
    pub async fn reconcile_pull_requests(&self) -> Result<usize> {
        todo!()
    }
}
