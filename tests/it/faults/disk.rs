//! A disk that is full, and one that cannot be written to: a small file system of its own, so that these run
//! where the tests may mount one, and skip visibly elsewhere.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use axum::http::StatusCode;
use secrecy::ExposeSecret as _;
use serde_json::json;
use yiqi::workflow::{Clock as _, Scope, SystemClock};

use super::{browsing, serving, serving::Serving};
use crate::support::{Scenario, blog};

/// A small file system in memory; it is let go with this value.
struct Disk(PathBuf);

impl Disk {
    /// `None`, told on standard error, where none may be mounted.
    fn mount(folder: &Path, size: &str) -> Option<Self> {
        let place = folder.join("disk");
        fs::create_dir(&place).expect("a folder");
        let options = format!("size={size},mode=0755");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "none"])
            .arg(&place)
            .stderr(Stdio::null())
            .status();
        match mounted {
            Ok(status) if status.success() => Some(Self(place)),
            _ => {
                eprintln!("skipped: a small file system cannot be mounted here");
                None
            }
        }
    }

    fn remount(&self, options: &str) -> bool {
        let options = format!("remount,{options}");
        let mounted = Command::new("mount").args(["-o", &options]).arg(&self.0).status();
        mounted.is_ok_and(|status| status.success())
    }

    /// Takes all the room there is.
    fn fill(&self) -> PathBuf {
        use std::io::Write as _;
        let path = self.0.join("ballast");
        let mut file = fs::File::create(&path).expect("a file");
        for size in [1 << 20, 64 << 10, 4 << 10] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Moves the data of a scenario to a disk of its own and has the binary use it there.
async fn moved(scenario: &Scenario, size: &str) -> Option<Disk> {
    let disk = Disk::mount(scenario.folder(), size)?;
    // One file: nobody else writes to it by then.
    let path = scenario.folder().join("yiqi.sqlite3");
    let copy = disk.0.join("yiqi.sqlite3");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await;
    let pool = pool.expect("opens");
    let copied = sqlx::query("VACUUM INTO ?").bind(copy.display().to_string()).execute(&pool).await;
    copied.expect("a copy");
    serving::configure(scenario);
    let config = scenario.folder().join("config.toml");
    let text = fs::read_to_string(&config).expect("a configuration");
    fs::write(&config, text.replace("data = \".\"", "data = \"disk\"")).expect("writes");
    serving::sync(scenario).await;
    Some(disk)
}

async fn integrity(disk: &Disk) -> String {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(disk.0.join("yiqi.sqlite3"));
    let pool = sqlx::SqlitePool::connect_with(options).await.expect("opens");
    sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&pool).await.expect("an answer")
}

/// Empties the journal, so that there is no room in it either once the disk is full.
async fn empty_journal(disk: &Disk) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(disk.0.join("yiqi.sqlite3"));
    let pool = sqlx::SqlitePool::connect_with(options).await.expect("opens");
    let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await;
    emptied.expect("an empty journal");
}

async fn token(scenario: &Scenario) -> String {
    let made =
        scenario.workshop.create_token("test", Scope::Write, 300, &scenario.translator).await;
    made.expect("a token").0.expose_secret().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_saving_says_so_nothing_breaks_and_room_is_all_it_needs() {
    let scenario = Scenario::new().await;
    scenario.wait(SystemClock.now().duration_since(scenario.clock.now()));
    let task = scenario.claim("kites").await;
    let token = token(&scenario).await;
    let Some(disk) = moved(&scenario, "24m").await else { return };
    let server = Serving::start(&scenario).await;
    let place = format!("/tasks/{task}/draft");
    let save = async |revision: i64, text: &str| {
        let body = json!({ "revision": revision, "text": text });
        let answer = serving::ask(&server.address, &token, ("PUT", &place), &body).await;
        answer.expect("an answer")
    };
    let (status, words) = save(1, blog::KITES_ZH).await;
    assert_eq!(status, StatusCode::OK, "{words}");
    let mut revision = words["revision"].as_i64().expect("a number");
    let mut kept = blog::KITES_ZH.to_owned();

    let ballast = disk.fill();
    // What room the journal still has is used up first.
    let mut refused = None;
    for number in 0..200 {
        let text = format!("{}\n{number} {}\n", blog::KITES_ZH, "满".repeat(20_000));
        match save(revision, &text).await {
            (StatusCode::OK, words) => {
                revision = words["revision"].as_i64().expect("a number");
                kept = text;
            }
            other => {
                refused = Some(other);
                break;
            }
        }
    }
    let (status, words) = refused.expect("the disk is full at some time");
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE, "{words}");
    assert_eq!(words["type"], "urn:yiqi:problem:disk-full");
    // Reading goes on, and has what was acknowledged.
    let read = serving::ask(&server.address, &token, ("GET", &place), &json!({})).await;
    let (status, words) = read.expect("an answer");
    assert_eq!((status, words["text"].as_str()), (StatusCode::OK, Some(kept.as_str())));

    fs::remove_file(ballast).expect("is ours");
    let (status, words) = save(revision, "又有地方了。\n").await;
    assert_eq!(status, StatusCode::OK, "{words}");
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.kill();
    assert_eq!(integrity(&disk).await, "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_whoever_signs_in_is_told_so_and_whoever_is_in_reads_on() {
    let scenario = Scenario::new().await;
    let Some(disk) = moved(&scenario, "24m").await else { return };
    let config = scenario.folder().join("config.toml");
    let text = fs::read_to_string(&config).expect("a configuration");
    let doors = "[server]\npublic_url = \"http://127.0.0.1/\"\n\n[auth]\nlocal = true\n\n\
                 [github]\nclient_id = \"abc\"\n";
    fs::write(&config, text.replace("[github]\n", doors)).expect("writes");
    let server = Serving::start(&scenario).await;
    let sign_in = async || {
        let fields = "login=wen&name=Wen&role=volunteer";
        browsing::send(&server.address, "/sign-in/local", fields).await
    };
    let before = sign_in().await;
    assert_eq!(before.status, StatusCode::SEE_OTHER, "{before:?}");
    let cookie = before.cookie.expect("a session");

    empty_journal(&disk).await;
    let ballast = disk.fill();
    let refused = sign_in().await;
    let begun = browsing::look(&server.address, "/sign-in/github", "").await;
    for refused in [refused, begun] {
        assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE, "{refused:?}");
        assert!(refused.page.contains("服务器的磁盘满了"), "{refused:?}");
        assert_eq!(refused.cookie, None, "there is no such session");
    }
    // The greeting waits in a session that cannot forget it: it is said again, and the page is there.
    for _ in 0..2 {
        let read = browsing::look(&server.address, "/p/blog", &cookie).await;
        assert_eq!(read.status, StatusCode::OK, "{read:?}");
        assert!(read.page.contains("kites") && read.page.contains("欢迎回来"), "{read:?}");
    }

    fs::remove_file(ballast).expect("is ours");
    let after = sign_in().await;
    assert_eq!(after.status, StatusCode::SEE_OTHER, "{after:?}");
    let cookie = after.cookie.expect("a session");
    let read = browsing::look(&server.address, "/mine", &cookie).await;
    assert_eq!(read.status, StatusCode::OK, "{read:?}");
    server.kill();
    assert_eq!(integrity(&disk).await, "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_cannot_be_written_to_is_told_at_the_start() {
    let scenario = Scenario::new().await;
    let Some(disk) = moved(&scenario, "24m").await else { return };
    assert!(disk.remount("ro"), "the disk cannot be made read-only");
    let (code, told) = serving::try_to_start(&scenario).await;
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("Read-only") || told.contains("readonly"), "{told}");
    assert!(told.contains("disk"), "{told}");
}
