//! The worker does by itself what the scenarios elsewhere ask for by hand.

use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yiqi::{ids::TaskId, worker};

use crate::support::{Publisher, Scenario, UPSTREAM};

/// No round comes by the clock within a test.
const NEVER: Duration = Duration::from_secs(24 * 60 * 60);
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until a task is in a stage.
async fn reaches(scenario: &Scenario, task: TaskId, stage: &str) {
    let reached = async {
        while scenario.stage(task).await != stage {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, reached).await.unwrap_or_else(|_| panic!("the task is never {stage}"));
}

#[tokio::test]
async fn an_approval_and_a_delivery_wake_the_worker_and_it_stops_when_asked() {
    let scenario = Scenario::new().await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(worker::run(scenario.workshop.clone(), NEVER, stop.clone()));

    let task = scenario.translate_kites().await;
    reaches(&scenario, task, "pr_open").await;
    scenario.github.close_pull(UPSTREAM, 1);
    scenario.deliver(&scenario.github.pull_event(UPSTREAM, 1)).await;
    reaches(&scenario, task, "changes_requested").await;

    stop.cancel();
    timeout(PATIENCE, worker).await.expect("the worker stops").expect("and does not panic");
}

#[tokio::test]
async fn what_waits_at_the_start_is_done_without_a_call() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.translate_kites().await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(worker::run(scenario.workshop.clone(), NEVER, stop.clone()));
    reaches(&scenario, task, "pr_open").await;
    stop.cancel();
    timeout(PATIENCE, worker).await.expect("the worker stops").expect("and does not panic");
}
