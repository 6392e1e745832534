use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use secrecy::ExposeSecret as _;
use serde_json::Value;

use super::scenario;
use crate::support::{Publisher, Scenario, blog::KITES_ZH};

#[tokio::test]
async fn the_posts_of_a_project_leave_as_a_table_and_as_json() {
    let scenario = scenario().await;
    scenario.claim("kites").await;
    let browser = scenario.browser();
    let table = browser.get("/p/blog/posts.csv").await;
    let text = table.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("slug,seal,status,severity,source_path,target_path,"));
    assert!(lines[1].starts_with("kites,translating,untranslated,"), "{}", lines[1]);
    assert!(lines[1].ends_with(",ming,,claimed,"), "{}", lines[1]);
    assert!(lines[2].starts_with(
        "lamps,published,current,none,lamps.md,zh/lamps.md,Lamps,灯,light,2025-01-05,"
    ));
    assert_eq!(lines.len(), 3);
    let posts: Value = browser.get("/p/blog/posts.json").await.json();
    assert_eq!(
        (&posts[1]["slug"], &posts[1]["translators"][0]),
        (&"lamps".into(), &"old-hand".into())
    );
    let same: Value = browser.get("/api/v1/projects/blog/export").await.json();
    assert_eq!(posts, same);
    assert_eq!(browser.get("/api/v1/projects/blog/export.csv").await.text(), text);
}

fn yiqi(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiqi"));
    command.args(arguments).current_dir(folder);
    for name in ["YIQI_CONFIG", "YIQI_LOG", "YIQI_GITHUB_TOKEN", "YIQI_WEBHOOK_SECRET"] {
        command.env_remove(name);
    }
    command.output().expect("the binary runs")
}

/// Everything that is written below a folder, as one text.
fn everything(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            text.push_str(&everything(&path));
        } else {
            text.push_str(&fs::read_to_string(&path).expect("a text"));
        }
    }
    text
}

#[tokio::test]
async fn everything_needed_to_leave_is_in_the_folder_and_nothing_secret() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    scenario.workshop.refresh_memory(scenario.project()).await.expect("a memory");
    let term = yiqi::glossary::Entry {
        term: "kite".into(),
        preferred: Some("风筝".into()),
        ..yiqi::glossary::Entry::default()
    };
    let by = &scenario.maintainer;
    scenario.workshop.write_term(scenario.project(), None, term, by).await.expect("a term");
    let kites = yiqi::ids::Slug::new("kites");
    let found = ("https://blog.example/kites", "作者同意转载");
    scenario.workshop.note_elsewhere(scenario.project(), &kites, found, by).await.expect("a note");
    let made = scenario.workshop.create_token("laptop", yiqi::workflow::Scope::Read, 5, by).await;
    let (secret, _) = made.expect("a token");
    let config = format!(
        "[paths]\ndata = \".\"\n\n[[projects]]\nid = \"blog\"\nsource = \"{}\"\nbranch = \"main\"\n\
         convention = \"hf-blog\"\n",
        scenario.upstream.path().display()
    );
    fs::write(scenario.folder().join("config.toml"), config).expect("a configuration");

    let synced = yiqi(scenario.folder(), &["sync"]);
    assert_eq!(synced.status.code(), Some(0), "{synced:?}");
    let made =
        yiqi(scenario.folder(), &["export", "leaving", "--all-revisions", "--format", "json"]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let told: Value = serde_json::from_slice(&made.stdout).expect("JSON");
    assert_eq!(
        (&told["posts"], &told["tasks"], &told["drafts"]),
        (&2.into(), &1.into(), &2.into())
    );

    let folder = scenario.folder().join("leaving");
    let read = |file: &str| fs::read_to_string(folder.join(file)).expect(file);
    assert_eq!(read(&format!("blog/drafts/kites/{task}-2.md")), KITES_ZH);
    let tasks: Value = serde_json::from_str(&read("blog/tasks.json")).expect("JSON");
    assert_eq!((&tasks[0]["stage"], &tasks[0]["slug"]), (&"submitted".into(), &"kites".into()));
    let people: Value = serde_json::from_str(&read("people.json")).expect("JSON");
    assert_eq!(people[0]["login"], "ming");
    let events = read("events.jsonl");
    assert!(events.lines().any(|line| line.contains("\"submitted\"")), "{events}");
    let elsewhere: Value = serde_json::from_str(&read("blog/elsewhere.json")).expect("JSON");
    let [slug, word] = ["slug", "word"].map(|name| &elsewhere[0][name]);
    assert_eq!((slug, word), (&"kites".into(), &"作者同意转载".into()));
    assert!(read("blog/glossary.csv").contains("kite,风筝"));
    assert!(read("blog/glossary.tbx").contains("<term>风筝</term>"));
    assert!(read("blog/memory.tmx").contains("<seg>Lamps</seg>"), "{}", read("blog/memory.tmx"));
    assert!(read("blog/posts.csv").contains("\r\nlamps,published,"));
    let named = read("README.md");
    for file in [
        "people.csv",
        "blog/drafts.csv",
        "blog/judgement.json",
        "blog/elsewhere.json",
        "blog/coverage.json",
    ] {
        let name = file.trim_start_matches("blog/");
        assert!(folder.join(file).exists() && named.contains(name), "{file}");
    }
    assert!(!everything(&folder).contains(secret.expose_secret()), "a token left");

    let again = yiqi(scenario.folder(), &["export", "leaving"]);
    assert_eq!(again.status.code(), Some(2), "it writes over nothing");
    let newest = yiqi(scenario.folder(), &["export", "newest"]);
    let said = String::from_utf8(newest.stdout).expect("UTF-8");
    assert!(said.contains("1 task, 1 file of drafts"), "{said}");
}
