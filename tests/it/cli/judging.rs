//! What a person says of the judgement on the command line, and how good the judgement is.

use std::{fs, path::Path, process::Output};

use serde_json::{Value, json};

use super::{expect, run, sample_blog};

/// Runs commands on the sample blog with one database, in a folder that lasts.
fn on_sample_in(folder: &Path, arguments: &[&str]) -> Output {
    let source = sample_blog().to_string_lossy();
    run(folder, &[arguments, &["--source", &source, "--data-dir", "state"]].concat())
}

/// Runs a command that succeeds and yields its JSON.
#[track_caller]
fn json_in(folder: &Path, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    let (out, _) = expect(&on_sample_in(folder, &arguments), 0);
    serde_json::from_str(&out).expect("standard output is one JSON document")
}

/// What the event log of the database in a folder has of a kind: the login and the data.
async fn logged(folder: &Path, kind: &str) -> Vec<(String, Value)> {
    let state = fs::read_dir(folder.join("state")).unwrap().next().expect("a workspace").unwrap();
    let mut files = fs::read_dir(state.path()).unwrap().map(|file| file.unwrap().path());
    let database = files.find(|path| path.extension().is_some_and(|it| it == "sqlite3")).unwrap();
    let address = format!("sqlite://{}?mode=ro", database.display());
    let pool = sqlx::SqlitePool::connect(&address).await.unwrap();
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT people.login, events.data FROM events JOIN people ON people.id = events.actor \
         WHERE events.kind = ?",
    )
    .bind(kind)
    .fetch_all(&pool)
    .await
    .unwrap();
    rows.into_iter().map(|(login, data)| (login, serde_json::from_str(&data).unwrap())).collect()
}

#[tokio::test]
async fn pinned_base_is_an_abbreviated_version_of_the_source_and_logged() {
    let folder = tempfile::tempdir().unwrap();
    let (_, complaint) = expect(&on_sample_in(folder.path(), &["pin", "battery-life", "f00d"]), 2);
    assert!(
        complaint.contains("\"f00d\" did not change the source; battery-life.md"),
        "{complaint}"
    );
    let versions: Vec<&str> =
        complaint.lines().skip(2).filter_map(|line| line.get(2..)?.split(' ').next()).collect();
    assert!(versions.len() > 1, "{complaint}");
    assert!(complaint.contains("2024-06-03  Add: battery-life"), "{complaint}");
    let listed = json_in(folder.path(), &["pin", "battery-life", "--list"]);
    let commits: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|version| &version["commit"].as_str().unwrap()[..versions[0].len()])
        .collect();
    assert_eq!(commits, versions);

    let pinned = json_in(folder.path(), &["pin", "battery-life", versions[0]]);
    assert_eq!(pinned["status"], "current", "{pinned}");
    let commit = pinned["base_commit"].as_str().unwrap();
    assert!(commit.starts_with(versions[0]), "{pinned}");
    assert_eq!(
        logged(folder.path(), "pinned").await,
        [("operator".into(), json!({ "commit": commit }))]
    );

    let oldest = versions.last().unwrap();
    let (out, _) = expect(&on_sample_in(folder.path(), &["pin", "battery-life", oldest]), 0);
    assert!(
        out.contains("stale") && out.contains(&format!("made from {oldest} (pinned)")),
        "{out}"
    );

    let unpin = || expect(&on_sample_in(folder.path(), &["unpin", "battery-life"]), 0);
    let (out, complaint) = unpin();
    assert!(out.contains("inferred from the content"), "{out}");
    assert_eq!(complaint.lines().last(), Some("unpinned"));
    let (_, complaint) = unpin();
    assert_eq!(complaint.lines().last(), Some("nothing was pinned"));
    assert_eq!(logged(folder.path(), "unpinned").await.len(), 1);
}

#[test]
fn inferred_base_can_be_confirmed_where_there_is_a_translation() {
    let folder = tempfile::tempdir().unwrap();
    let before = json_in(folder.path(), &["status", "forecasting-rain"]);

    let pinned = json_in(folder.path(), &["pin", "forecasting-rain", "--confirm"]);

    assert_eq!(pinned["base_commit"], before["posts"][0]["base_commit"]);
    assert_eq!(pinned["base_confidence"], 1.0);
    for (slug, why) in
        [("school-workshop", "no translation yet"), ("wifi-at-the-allotment", "gone")]
    {
        let (_, complaint) = expect(&on_sample_in(folder.path(), &["pin", slug, "--confirm"]), 2);
        assert!(complaint.contains(why), "{complaint}");
    }
    expect(&on_sample_in(folder.path(), &["pin", "forecasting-rain"]), 2);
    expect(&on_sample_in(folder.path(), &["pin", "forecasting-rain", "ab", "--confirm"]), 2);
}

#[tokio::test]
async fn dismissed_change_no_longer_makes_a_post_stale() {
    let folder = tempfile::tempdir().unwrap();
    let dismiss = |more: &[&str]| {
        on_sample_in(folder.path(), &[&["dismiss", "forecasting-rain"][..], more].concat())
    };
    let difference = json_in(folder.path(), &["diff", "forecasting-rain"]);
    let changes = difference["changes"].as_array().unwrap();
    let key = changes[0]["key"].as_str().unwrap();
    let (table, _) = expect(&on_sample_in(folder.path(), &["diff", "forecasting-rain"]), 0);
    assert!(table.contains(&format!("\n1. {} ", &key[..7])), "{table}");

    let (_, complaint) = expect(&dismiss(&["zzzz", "--reason", "read"]), 2);
    assert!(complaint.contains("\"zzzz\"") && complaint.contains(&key[..7]), "{complaint}");
    expect(&dismiss(&["--reason", "which?"]), 2);
    let (_, complaint) = expect(&dismiss(&["", "--reason", "of an empty variable"]), 2);
    assert!(complaint.contains("too short"), "{complaint}");
    assert!(logged(folder.path(), "dismissed").await.is_empty());

    let (_, complaint) = expect(&dismiss(&[&key[..7], "--reason", "both hold"]), 0);
    assert_eq!(complaint.lines().last(), Some("dismissed 1 change"));
    let log = logged(folder.path(), "dismissed").await;
    let [(login, said)] = &log[..] else { panic!("{log:?}") };
    assert_eq!((login.as_str(), &said["change"]), ("operator", &changes[0]["key"]));
    assert_eq!(said["reason"], "both hold");
    assert!(!said["about"].as_str().unwrap().is_empty(), "{said}");

    let (out, _) = expect(&dismiss(&["--all", "--reason", "read it all"]), 0);
    assert!(out.contains("  current"), "{out}");
    let rest = json_in(folder.path(), &["diff", "forecasting-rain"]);
    assert_eq!(rest["changes"], json!([]), "{rest}");
    let (_, complaint) = expect(&dismiss(&[&key[..7], "--reason", "again"]), 0);
    assert_eq!(complaint.lines().last(), Some("dismissed 0 changes"));

    let undismiss = |what: &str| {
        expect(&on_sample_in(folder.path(), &["undismiss", "forecasting-rain", what]), 0)
    };
    let (out, complaint) = undismiss(&key[..7]);
    assert!(out.contains("  stale"), "{out}");
    assert_eq!(complaint.lines().last(), Some("brought up 1 change again"));
    undismiss("--all");
    assert_eq!(logged(folder.path(), "undismissed").await.len(), changes.len());
    // A reason may be left out.
    expect(&dismiss(&[&key[..7]]), 0);
}

#[test]
fn cosmetic_changes_can_be_dismissed_together() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["dismiss", "privacy-of-a-garden", "--all-cosmetic", "--reason", "typos"];

    let post = json_in(folder.path(), &arguments);

    assert_eq!((&post["status"], &post["severity"]), (&json!("current"), &json!("none")));
}

#[test]
fn labels_are_scored_with_the_date_rules_beside() {
    let folder = tempfile::tempdir().unwrap();
    let label = |slug: &str, label: &str, severity: &str| {
        let path = format!("zh/{slug}.md");
        json!({ "target_path": path, "label": label, "severity": severity, "note": "read" })
            .to_string()
    };
    let labels = [
        label("battery-life", "stale", "major"),
        label("data-format", "stale", "minor"),
        label("forecasting-rain", "current", "none"),
        label("meet-skylark", "current", "none"),
        label("privacy-of-a-garden", "current", "trivial"),
    ];
    fs::write(folder.path().join("labels.jsonl"), labels.join("\n")).unwrap();
    fs::write(folder.path().join("bad.jsonl"), format!("{}\n{{}}\n", labels[0])).unwrap();
    fs::write(folder.path().join("others.jsonl"), label("elsewhere", "stale", "minor")).unwrap();
    let eval = |more: &[&str]| on_sample_in(folder.path(), &[&["eval"][..], more].concat());

    let (out, complaint) = expect(&eval(&["labels.jsonl", "--misses"]), 0);
    insta::assert_snapshot!(out, @r"
    RULE                                                     PRECISION  RECALL  F1     TP  FP  FN  TN
    by content                                               0.667      1.000   0.800  2   1   0   2
    source committed after the translation was last touched  0.333      0.500   0.400  1   2   1   1
    source changed since the translation appeared            0.500      1.000   0.667  2   2   0   1

    by content: severity agrees 2/2, changed blocks located 0/0

    false alarm: zh/forecasting-rain.md: read
    ");
    assert!(complaint.contains("5 labels scored, 0 left out"), "{complaint}");
    let scores = json_in(folder.path(), &["eval", "labels.jsonl"]);
    assert_eq!(scores["rules"][0]["rule"], "content");
    assert_eq!(scores["rules"][0]["recall"], 1.0);
    assert_eq!(scores["misses"], json!([]));
    expect(&eval(&["labels.jsonl", "--min-f1", "0.7"]), 0);
    expect(&eval(&["labels.jsonl", "--min-f1", "0.9"]), 1);
    let (_, complaint) = expect(&eval(&["bad.jsonl"]), 2);
    assert!(complaint.contains("bad.jsonl: line 2: "), "{complaint}");
    let (_, complaint) = expect(&eval(&["others.jsonl"]), 2);
    assert!(complaint.contains("no label"), "{complaint}");
}
