//! Things that take long: a request under way at the end, a sync beside a server, a locked database.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use secrecy::ExposeSecret as _;
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};
use yiqi::workflow::{Clock as _, Scope, SystemClock};

use super::{serving, serving::Serving};
use crate::support::{Scenario, blog};

/// Runs another command of the binary beside what is served; exit code and all it says.
fn beside(scenario: &Scenario, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_yiqi"))
        .args(arguments)
        .current_dir(scenario.folder())
        .env("YIQI_GITHUB_TOKEN", crate::fake_github::TOKEN)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_ends_in_time_though_a_request_and_a_sync_are_under_way() {
    let scenario = Scenario::new().await;
    serving::configure(&scenario);
    // A git that never ends, where the source is asked.
    let bin = scenario.folder().join("bin");
    std::fs::create_dir(&bin).expect("a folder");
    let script = "#!/bin/sh\nexec sleep 60\n";
    std::fs::write(bin.join("git"), script).expect("writes");
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(bin.join("git"), std::fs::Permissions::from_mode(0o755))
        .expect("runs");
    let server = Serving::start_with(&scenario, &bin).await;
    // A body that is announced and does not come.
    let mut open = TcpStream::connect(&server.address).await.expect("it listens");
    let head = format!(
        "POST /sign-in/local HTTP/1.1\r\nHost: {}\r\nContent-Length: 100\r\n\r\nlogin=",
        server.address
    );
    open.write_all(head.as_bytes()).await.expect("it reads");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let begun = Instant::now();
    server.terminate().await;
    assert!(begun.elapsed() < Duration::from_secs(13), "{:?}", begun.elapsed());
    assert_eq!(serving::integrity(&scenario).await, "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_beside_a_server_is_refused_with_what_to_do_and_looking_is_not() {
    let scenario = Scenario::new().await;
    serving::configure(&scenario);
    let server = Serving::start(&scenario).await;
    for arguments in [&["sync"][..], &["sync", "--rebuild"]] {
        let (code, said) = beside(&scenario, arguments);
        assert_eq!(code, Some(2), "{said}");
        let wanted = format!("is served by process {} already", server.id());
        assert!(said.contains(&wanted) && said.contains("dashboard"), "{said}");
    }
    for arguments in [&["sync", "--dry-run"][..], &["status"], &["status", "--offline"]] {
        let (code, said) = beside(&scenario, arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
    }
    server.kill();
    let (code, said) = beside(&scenario, &["sync"]);
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schema_is_left_alone_while_a_server_of_another_version_runs() {
    let scenario = Scenario::new().await;
    serving::configure(&scenario);
    let server = Serving::start(&scenario).await;
    // As an older program would have it: without the newest migration.
    let path = scenario.folder().join("yiqi.sqlite3");
    let options = SqliteConnectOptions::new().filename(&path);
    let mut database = SqliteConnection::connect_with(&options).await.expect("opens");
    let newest =
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    sqlx::query(newest).execute(&mut database).await.expect("writes");
    for arguments in [&["status"][..], &["sync", "--dry-run"], &["memory", "kite"]] {
        let (code, said) = beside(&scenario, arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.contains("is served by process"), "{said}");
    }
    let (_, said) = beside(&scenario, &["doctor", "--offline"]);
    assert!(said.contains("another version"), "{said}");
    server.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_somebody_holds_is_said_to_be_busy_and_is_used_when_it_is_free() {
    let scenario = Scenario::new().await;
    scenario.wait(SystemClock.now().duration_since(scenario.clock.now()));
    let task = scenario.claim("kites").await;
    serving::configure(&scenario);
    let made =
        scenario.workshop.create_token("test", Scope::Write, 300, &scenario.translator).await;
    let token = made.expect("a token").0.expose_secret().to_owned();
    let server = Serving::start(&scenario).await;

    let path = scenario.folder().join("yiqi.sqlite3");
    let options = SqliteConnectOptions::new().filename(&path);
    let mut other = SqliteConnection::connect_with(&options).await.expect("opens");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("locks");
    let place = format!("/tasks/{task}/draft");
    let body = json!({ "revision": 1, "text": blog::KITES_ZH });
    let answer = serving::ask(&server.address, &token, ("PUT", &place), &body).await;
    let (status, words) = answer.expect("an answer");
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{words}");
    assert_eq!(words["type"], "urn:yiqi:problem:locked");
    // Reading goes on.
    let read = serving::ask(&server.address, &token, ("GET", &place), &json!({})).await;
    assert_eq!(read.map(|(status, _)| status), Some(StatusCode::OK));
    sqlx::query("ROLLBACK").execute(&mut other).await.expect("unlocks");
    let answer = serving::ask(&server.address, &token, ("PUT", &place), &body).await;
    assert_eq!(answer.map(|(status, _)| status), Some(StatusCode::OK));
    server.kill();
    assert_eq!(scenario.draft(task).await, blog::KITES_ZH);
    assert_eq!(serving::integrity(&scenario).await, "ok");
}
