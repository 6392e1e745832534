//! What happens to a server, done to the real binary: killed under load, stopped, started twice.

mod browsing;
mod disk;
mod kills;
mod serving;
mod slow;
mod time;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;

use crate::{fake_github::Event, support::Scenario};
use serving::Serving;

/// Kills of one run; `YIQI_KILL_ROUNDS=200` makes the long one.
const ROUNDS: u32 = 25;
const SENDERS: usize = 4;

fn rounds() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "a switch of the test alone")]
    let asked = std::env::var("YIQI_KILL_ROUNDS").ok();
    asked.map_or(ROUNDS, |rounds| rounds.parse().expect("a number of rounds"))
}

/// Counts what one server acknowledged, so that it is killed in the middle of its work and not before.
type Count = Arc<AtomicUsize>;

/// Waits until a server has acknowledged something.
async fn at_work(count: &Count) {
    let begun = Instant::now();
    while count.load(Ordering::Relaxed) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is acknowledged");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Sends deliveries until the server is gone; those it acknowledged.
async fn send_until_gone(address: String, events: Vec<Event>, count: Count) -> Vec<Event> {
    let mut acknowledged = Vec::new();
    for event in events {
        match serving::deliver(&address, &event).await {
            Some(StatusCode::ACCEPTED | StatusCode::OK) => {
                acknowledged.push(event);
                count.fetch_add(1, Ordering::Relaxed);
            }
            Some(other) => panic!("a delivery was answered {other}"),
            None => break,
        }
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_every_acknowledged_delivery_is_there_and_the_file_is_sound() {
    let scenario = Scenario::new().await;
    serving::configure(&scenario);
    let mut acknowledged: Vec<Event> = Vec::new();
    for round in 0..rounds() {
        let server = Serving::start(&scenario).await;
        let count = Count::default();
        let mut senders = JoinSet::new();
        for _ in 0..SENDERS {
            let event = |number: i32| scenario.github.event("ping", &json!({ "zen": number }));
            let events = (0..2000).map(event).collect();
            let (address, count) = (server.address.clone(), Arc::clone(&count));
            senders.spawn(send_until_gone(address, events, count));
        }
        // Anywhere from its first answers to the middle of the worker's rounds.
        at_work(&count).await;
        let moment = u64::from(round * 37 % 150);
        tokio::time::sleep(Duration::from_millis(moment)).await;
        server.kill();
        let sent = senders.join_all().await;
        acknowledged.extend(sent.into_iter().flatten());
    }
    assert!(!acknowledged.is_empty(), "no delivery was acknowledged");
    let server = Serving::start(&scenario).await;
    for event in &acknowledged {
        let again = serving::deliver(&server.address, event).await;
        assert_eq!(again, Some(StatusCode::OK), "{} was lost", event.id);
    }
    println!("{} kills, {} deliveries acknowledged, none lost", rounds(), acknowledged.len());
    server.kill();
    assert_eq!(serving::integrity(&scenario).await, "ok");
}

#[tokio::test]
async fn a_second_process_on_one_database_is_refused_and_told_which_is_the_first() {
    let scenario = Scenario::new().await;
    serving::configure(&scenario);
    let first = Serving::start(&scenario).await;
    let (code, told) = serving::try_to_start(&scenario).await;
    assert_ne!(code, Some(0));
    let wanted = format!("is served by process {} already", first.id());
    assert!(told.contains(&wanted), "{told}");
    // A killed one leaves nothing behind that would keep the next from starting.
    first.kill();
    Serving::start(&scenario).await.kill();
}

#[tokio::test]
async fn told_to_stop_it_ends_by_itself_within_ten_seconds() {
    let scenario = Scenario::new().await;
    serving::configure(&scenario);
    let server = Serving::start(&scenario).await;
    let begun = Instant::now();
    assert_eq!(server.terminate().await, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(11), "{:?}", begun.elapsed());
}
