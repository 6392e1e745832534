//! Backups by the worker and by the command line, and the way back.

use std::{
    path::Path,
    process::{Command, Output},
};

use jiff::SignedDuration;
use yiqi::services::{BackupSettings, UpkeepSettings, backups};

use crate::support::{Publisher, Scenario};

#[tokio::test]
async fn the_worker_makes_a_backup_when_one_is_due_and_keeps_the_newest() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let folder = scenario.folder().join("backups");
    let backup = Some(BackupSettings {
        database: scenario.folder().join("yiqi.sqlite3"),
        folder: folder.clone(),
        every: SignedDuration::from_hours(24),
        keep: 2,
    });
    scenario.workshop.set_upkeep(UpkeepSettings { backup, ..UpkeepSettings::default() });
    let after = async |hours: i64| {
        scenario.wait(SignedDuration::from_hours(hours));
        scenario.workshop.round().await.expect("a round");
        backups(&folder).expect("the folder").into_iter().map(|(made, _)| made).collect::<Vec<_>>()
    };

    let first = after(0).await;
    assert_eq!(first.len(), 1);
    assert_eq!(after(23).await, first, "none is due yet");
    let second = after(1).await;
    assert_eq!(second.len(), 2);
    let third = after(24).await;
    assert_eq!(third.len(), 2, "the oldest went");
    assert_eq!(third[0], second[1]);
}

#[tokio::test]
async fn what_was_backed_up_while_serving_is_there_after_a_restore() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.claim("kites").await;
    let before = scenario.store.newest_revision(task).await.unwrap().unwrap();
    let config = format!(
        "[paths]\ndata = \".\"\n\n[[projects]]\nid = \"blog\"\nsource = \"{}\"\nbranch = \"main\"\n\
         convention = \"hf-blog\"\n",
        scenario.upstream.path().display()
    );
    std::fs::write(scenario.folder().join("config.toml"), config).expect("a configuration");

    // The store of the scenario has the database open, as a server has.
    let made = yiqi(scenario.folder(), &["backup", "copy.sqlite3"]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let told = String::from_utf8(made.stdout).unwrap();
    assert!(told.starts_with("copy.sqlite3: 1 task, 1 revision, 3 people"), "{told}");

    let refused = yiqi(scenario.folder(), &["restore", "copy.sqlite3"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("--replace"), "{}", said(&refused));
    let refused = yiqi(scenario.folder(), &["restore", "--replace", "copy.sqlite3"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("is in use; stop the server first"), "{}", said(&refused));

    scenario.store.close().await;
    let restored = yiqi(scenario.folder(), &["restore", "--replace", "copy.sqlite3"]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    assert!(said(&restored).contains("yiqi.sqlite3.replaced-"), "{}", said(&restored));
    let database = scenario.folder().join("yiqi.sqlite3");
    let store = yiqi::store::Store::open(&database).await.expect("the restored database");
    assert_eq!(store.newest_revision(task).await.unwrap(), Some(before));
    store.close().await;

    let checked = yiqi(scenario.folder(), &["restore", "--check", "config.toml"]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(said(&checked).contains("is no database of Yiqi"), "{}", said(&checked));
}

#[test]
fn man_pages_and_completions_are_made_from_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = yiqi(folder.path(), &["manual", "."]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect(name);
    assert!(read("man1/yiqi-serve.1").contains("SIGTERM"));
    assert!(read("man1/yiqi.1").contains("yiqi\\-backup"));
    for shell in ["completions/yiqi.bash", "completions/_yiqi", "completions/yiqi.fish"] {
        assert!(read(shell).contains("doctor"), "{shell}");
    }
}

fn yiqi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yiqi"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("YIQI_CONFIG")
        .output()
        .expect("the binary runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
