//! The measurements: at rest, while the worker works, and 200 editors at once.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::task::JoinSet;
use yiqi::{
    ids::TaskId,
    repository::{ScriptedCommit, write_commits},
    staleness::Status,
    workflow::{Clock as _, Stage, SystemClock, Task},
};

use super::{
    client::Connection,
    fill::{EDITORS, PUBLISHES, Site, login},
    report::{Figures, heading, ratio},
};

/// Connections that read at once.
const READERS: usize = 8;

/// A page, and whether one has to be signed in for it.
#[derive(Clone)]
struct Target {
    name: &'static str,
    path: String,
    signed_in: bool,
}

pub async fn run(config: &Path, port: u16, ceilings: u16, seconds: u64) {
    let site = Site::open(config).await;
    let project = site.workshop.projects()[0].0.clone();
    let stale = site.catalogue.posts.iter().filter(|post| post.status == Status::Stale);
    let stale = stale.max_by_key(|post| post.words_to_touch()).expect("a post that is behind");
    let active = site.store.active_tasks(&project).await.expect("tasks");
    let editors: Vec<&Task> = active
        .iter()
        .filter(|task| matches!(task.stage, Stage::Claimed { .. }))
        .take(EDITORS)
        .collect();
    let target = |name, path: String, signed_in| Target { name, path, signed_in };
    let targets = [
        target("board", format!("/p/{project}"), false),
        target("post with differences", format!("/p/{project}/posts/{}", stale.slug), false),
        target("workspace", format!("/tasks/{}", editors[0].id), true),
        target("dashboard", format!("/p/{project}/dashboard"), true),
        target("API: posts", format!("/api/v1/projects/{project}/posts"), false),
    ];
    let lasting = Duration::from_secs(seconds);
    let cookie = signed_in(port, 0, "maintainer").await;

    heading("At rest, 8 connections:");
    let mut figures = Vec::new();
    for target in &targets {
        figures.push(reads(port, target, &cookie, lasting).await);
    }
    let ceiling = |name, path: &str| target(name, path.into(), false);
    let memory =
        reads(ceilings, &ceiling("the board rendered from memory", "/board"), "", lasting).await;
    let mut connection = Connection::open(port).await;
    let post = connection.get(&targets[1].path).await;
    let mut connection = Connection::open(ceilings).await;
    connection.send("PUT", "/page", "text/plain", &post.body).await;
    let point = reads(
        ceilings,
        &ceiling("a page of the post's size, read by its key", "/page"),
        "",
        lasting,
    )
    .await;
    println!();
    ratio(&figures[0], &memory, 0.5);
    ratio(&figures[1], &point, 0.5);

    let findings = format!("/api/v1/tasks/{}/findings", editors[0].id);
    reads(port, &target("findings of a draft", findings, true), &cookie, lasting).await;

    heading(&format!(
        "While {PUBLISHES} publishes run, and a sync with something new each second:"
    ));
    while_working(&site, port, &targets, &cookie, lasting).await;

    heading(&format!("Autosaves of {EDITORS} editors at once:"));
    let text = site.store.newest_revision(editors[0].id).await.expect("it").expect("a draft").text;
    let bare = bare_saves(ceilings, &text, lasting).await;
    let saves = saves(port, &site, &editors, lasting).await;
    println!();
    ratio(&saves, &bare, 0.5);
    site.store.close().await;
}

/// The cookie of a person who signed in.
async fn signed_in(port: u16, number: usize, role: &str) -> String {
    let mut connection = Connection::open(port).await;
    connection.sign_in(&login(number), role).await;
    connection.cookie
}

/// Asks for one page over and over on several connections.
async fn reads(port: u16, target: &Target, cookie: &str, lasting: Duration) -> Figures {
    let begun = Instant::now();
    let mut readers = JoinSet::new();
    for _ in 0..READERS {
        let (path, signed_in, cookie) = (target.path.clone(), target.signed_in, cookie.to_owned());
        readers.spawn(async move {
            let mut connection = Connection::open(port).await;
            if signed_in {
                connection.cookie = cookie;
            }
            let mut took = Vec::new();
            while begun.elapsed() < lasting {
                let answer = connection.get(&path).await;
                assert_eq!(answer.status, 200, "{path}: {}", answer.text());
                took.push(answer.took);
            }
            took
        });
    }
    let took = readers.join_all().await.into_iter().flatten().collect();
    let figures = Figures::new(target.name, took, begun.elapsed());
    figures.tell();
    figures
}

/// Reads every page while the worker syncs and publishes, until all is published and the time is over.
async fn while_working(
    site: &Site,
    port: u16,
    targets: &[Target],
    cookie: &str,
    lasting: Duration,
) {
    let project = site.workshop.projects()[0].0.clone();
    let mut sent = Vec::new();
    for task in site.store.active_tasks(&project).await.expect("tasks") {
        if let Stage::Submitted { revision, .. } = task.stage {
            let reviewer =
                site.store.local_person(&login(10)).await.expect("it").expect("a person").id;
            let at = SystemClock.now();
            let stage = Stage::Approved { revision, reviewer, at };
            let event = yiqi::store::Event {
                at,
                actor: Some(reviewer),
                project: Some(project.clone()),
                slug: Some(task.slug.clone()),
                task: Some(task.id),
                kind: "approved".into(),
                data: json!({}),
            };
            let after = Task { stage, ..task.clone() };
            assert!(site.store.step(&task, &after, &event).await.expect("a step"));
            sent.push(task.id);
        }
    }
    let done = tokio_util::sync::CancellationToken::new();
    let begun = Instant::now();
    let mut readers = JoinSet::new();
    for number in 0..READERS {
        let (targets, cookie, done) = (targets.to_vec(), cookie.to_owned(), done.clone());
        readers.spawn(async move {
            let mut connection = Connection::open(port).await;
            let mut took = Vec::new();
            let mut next = number;
            while !done.is_cancelled() {
                let at = next % targets.len();
                connection.cookie =
                    if targets[at].signed_in { cookie.clone() } else { String::new() };
                let answer = connection.get(&targets[at].path).await;
                assert_eq!(answer.status, 200, "{}", targets[at].path);
                took.push((at, answer.took));
                next += 1;
            }
            took
        });
    }
    let mut connection = Connection::open(port).await;
    connection.cookie = cookie.to_owned();
    let syncing = async {
        let mut syncs = 0;
        loop {
            add_a_sentence(site, syncs);
            let asked = connection.send("POST", &format!("/p/{project}/sync"), FORM, b"").await;
            assert_eq!(asked.status, 303, "{}", asked.text());
            syncs += 1;
            tokio::time::sleep(Duration::from_secs(1)).await;
            if begun.elapsed() > lasting {
                break syncs;
            }
        }
    };
    let ((out, out_after), syncs) = tokio::join!(published(site, &sent), syncing);
    done.cancel();
    let lasted = begun.elapsed();
    let took: Vec<_> = readers.join_all().await.into_iter().flatten().collect();
    for (at, target) in targets.iter().enumerate() {
        let of_it = took.iter().filter(|(of, _)| *of == at).map(|(_, took)| *took).collect();
        Figures::new(target.name, of_it, lasted).tell();
    }
    println!(
        "\n- {out} of {} published after {:.1} s; {syncs} syncs in {:.1} s",
        sent.len(),
        out_after.as_secs_f64(),
        lasted.as_secs_f64()
    );
}

/// Something for a sync to find: one more sentence in a post of the source.
fn add_a_sentence(site: &Site, number: usize) {
    let mut sources = site.catalogue.posts.iter().filter_map(|post| post.source.as_ref());
    let source = sources.nth(number).expect("more posts than seconds");
    let mut text = site.mirror.blob(&source.path, source.blob).expect("a post");
    text.extend_from_slice(format!("\nOne more sentence, the {number}th.\n").as_bytes());
    let commit = ScriptedCommit {
        files: vec![(source.path.clone(), Some(text))],
        message: "Add a sentence".into(),
        author_name: "Load".into(),
        author_email: "load@blog.example".into(),
        time: SystemClock.now().as_second(),
    };
    let repository = PathBuf::from(&site.mirror.settings().url);
    write_commits(&repository, "main", &[commit]).expect("a commit");
}

const FORM: &str = "application/x-www-form-urlencoded";

/// How many of these tasks are out, when all are or a minute is over, and when that was.
async fn published(site: &Site, tasks: &[TaskId]) -> (usize, Duration) {
    let begun = Instant::now();
    loop {
        let mut out = 0;
        for task in tasks {
            let task = site.store.task(*task).await.expect("it").expect("a task");
            out += usize::from(matches!(task.stage, Stage::PrOpen { .. } | Stage::Merged { .. }));
        }
        if out == tasks.len() || begun.elapsed() > Duration::from_secs(60) {
            return (out, begun.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn bare_saves(port: u16, text: &str, lasting: Duration) -> Figures {
    let begun = Instant::now();
    let mut editors = JoinSet::new();
    for _ in 0..EDITORS {
        let text = text.to_owned();
        editors.spawn(async move {
            let mut connection = Connection::open(port).await;
            let mut took = Vec::new();
            while begun.elapsed() < lasting {
                let answer = connection.send("POST", "/save", "text/plain", text.as_bytes()).await;
                assert_eq!(answer.status, 204);
                took.push(answer.took);
            }
            took
        });
    }
    let took = editors.join_all().await.into_iter().flatten().collect();
    let figures = Figures::new("bare transactions with the same text", took, begun.elapsed());
    figures.tell();
    figures
}

/// Every editor saves, a little more each time, as soon as the last save was acknowledged; afterwards what
/// was acknowledged must be there.
async fn saves(port: u16, site: &Site, tasks: &[&Task], lasting: Duration) -> Figures {
    let mut prepared = Vec::new();
    // Editors have different posts, but texts of one length, as the bare transactions have.
    let text = site.store.newest_revision(tasks[0].id).await.expect("it").expect("a draft").text;
    for (number, task) in tasks.iter().enumerate() {
        let revision =
            site.store.newest_revision(task.id).await.expect("it").expect("a draft").number;
        let cookie = signed_in(port, number + 1, "volunteer").await;
        prepared.push((task.id, revision.0, cookie));
    }
    let begun = Instant::now();
    let mut editors = JoinSet::new();
    for (task, mut revision, cookie) in prepared {
        let text = text.clone();
        editors.spawn(async move {
            let mut connection = Connection::open(port).await;
            connection.cookie = cookie;
            let (mut took, mut acknowledged) = (Vec::new(), Vec::new());
            while begun.elapsed() < lasting {
                let text = format!("{text}\n{task} {revision}\n");
                let body = json!({ "revision": revision, "text": text, "check": false });
                let body = body.to_string();
                let path = format!("/api/v1/tasks/{task}/draft");
                let answer =
                    connection.send("PUT", &path, "application/json", body.as_bytes()).await;
                assert_eq!(answer.status, 200, "{}", answer.text());
                let saved: Value = serde_json::from_slice(&answer.body).expect("JSON");
                revision = saved["revision"].as_i64().expect("a revision");
                took.push(answer.took);
                acknowledged.push((task, revision, text));
            }
            (took, acknowledged)
        });
    }
    let done = editors.join_all().await;
    let lasted = begun.elapsed();
    let (mut took, mut lost) = (Vec::new(), 0);
    for (times, acknowledged) in done {
        took.extend(times);
        for (task, revision, text) in acknowledged {
            let found = site.store.revision(task, yiqi::ids::RevisionNumber(revision)).await;
            lost += usize::from(found.expect("an answer").is_none_or(|found| found.text != text));
        }
    }
    let figures = Figures::new("autosaves", took, lasted);
    figures.tell();
    println!("\n- acknowledged saves that are not there: {lost}");
    figures
}
