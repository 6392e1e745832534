//! The program is killed at every boundary between two requests, and started again.
//!
//! Killed means killed: the real binary gets no chance to clean up. Afterwards there is one branch and one
//! pull request, and nothing is lost or doubled.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use tokio::{task::JoinSet, time::timeout};
use yiqi::ids::TaskId;

use crate::{
    fake_github::{Fault, Lost, Merge, TOKEN},
    support::{FORK, Publisher, Scenario, UPSTREAM, blog},
};

const PATIENCE: Duration = Duration::from_secs(90);
const AT_ONCE: usize = 4;

/// The binary at work on the database of a scenario; dies with this value.
struct Serving(Child);

impl Serving {
    fn start(scenario: &Scenario) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_yiqi"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config"])
            .arg(scenario.folder().join("config.toml"))
            .current_dir(scenario.folder())
            .env("YIQI_GITHUB_TOKEN", TOKEN)
            .env("YIQI_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        Self(child)
    }

    /// SIGKILL: nothing is finished, nothing is cleaned up.
    fn kill(mut self) {
        self.0.kill().expect("it runs");
        self.0.wait().expect("it ends");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An approved translation, and a configuration under which the binary publishes it.
async fn approved(publisher: Publisher) -> (Scenario, TaskId) {
    let scenario = Scenario::publishing_to(publisher).await;
    let task = scenario.translate_kites().await;
    let fork = match publisher {
        Publisher::Fork => format!("fork = \"{FORK}\"\n"),
        _ => String::new(),
    };
    let config = format!(
        "[paths]\ndata = \".\"\n\n[github]\napi_url = \"{}\"\n\n[[projects]]\nid = \"blog\"\n\
         source = \"{}\"\nbranch = \"main\"\nconvention = \"hf-blog\"\npublish = \"github\"\n\
         upstream = \"{UPSTREAM}\"\n{fork}",
        scenario.github.url,
        scenario.upstream.path().display(),
    );
    std::fs::write(scenario.folder().join("config.toml"), config).expect("a configuration");
    (scenario, task)
}

async fn is_out(scenario: &Scenario, task: TaskId, at: &str) {
    let out = async {
        while scenario.stage(task).await != "pr_open" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, out).await.unwrap_or_else(|_| panic!("{at}: the translation never went out"));
}

/// The requests of an undisturbed start that publishes.
async fn undisturbed(publisher: Publisher) -> Vec<String> {
    let (scenario, task) = approved(publisher).await;
    let before = scenario.github.requests().len();
    let serving = Serving::start(&scenario);
    is_out(&scenario, task, "undisturbed").await;
    serving.kill();
    scenario.github.requests().split_off(before)
}

async fn kill_and_start_again(publisher: Publisher, after: usize, lost: Lost) {
    let at = format!("{publisher:?}: killed after {after} requests, {lost:?} lost");
    let (scenario, task) = approved(publisher).await;
    scenario.github.fail(Fault::HoldAfter(after, lost));
    let serving = Serving::start(&scenario);
    let held = timeout(PATIENCE, scenario.github.held()).await;
    held.unwrap_or_else(|_| panic!("{at}: it never came so far"));
    serving.kill();

    scenario.github.heal();
    let serving = Serving::start(&scenario);
    is_out(&scenario, task, &at).await;
    serving.kill();

    assert_eq!(scenario.github.pulls(UPSTREAM).len(), 1, "{at}");
    let home = match publisher {
        Publisher::Fork => scenario.github.repository(FORK),
        _ => scenario.upstream.clone(),
    };
    let branches: Vec<String> = home.branches().into_iter().filter(|it| it != "main").collect();
    assert_eq!(branches, ["yiqi/zh/kites"], "{at}");
    let (base, head) = (home.head("main").unwrap(), home.head(&branches[0]).unwrap());
    assert_eq!(home.commit(&head).unwrap().parents, std::slice::from_ref(&base), "{at}");
    assert_eq!(home.changed_paths(&base, &head), ["M zh/_blog.yml", "A zh/kites.md"], "{at}");
    let text = home.file(&head, "zh/kites.md").unwrap();
    assert_eq!(text, blog::KITES_PUBLISHED.as_bytes(), "{at}");
    assert_eq!(scenario.store.own_pulls(task).await.unwrap().len(), 1, "{at}");
    assert_eq!(scenario.store.revisions(task).await.unwrap().len(), 2, "{at}");
    scenario.merge_pull_request(Merge::Squash);
}

/// Kills at every boundary; returns at how many.
async fn kill_everywhere(publisher: Publisher) -> usize {
    let requests = undisturbed(publisher).await;
    let mut points = Vec::new();
    for (after, request) in requests.iter().enumerate() {
        points.push((after, Lost::Request));
        // A read whose answer is lost is a read that never was.
        if !request.starts_with("GET ") {
            points.push((after, Lost::Answer));
        }
    }
    let count = points.len();
    let mut running = JoinSet::new();
    for (after, lost) in points {
        if running.len() == AT_ONCE {
            running.join_next().await.expect("one runs").expect("a point that holds");
        }
        running.spawn(kill_and_start_again(publisher, after, lost));
    }
    while let Some(done) = running.join_next().await {
        done.expect("a point that holds");
    }
    println!("{publisher:?}: killed at {count} points");
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_there_is_one_branch_and_one_pull_request() {
    let points = kill_everywhere(Publisher::Upstream).await;
    assert!(points >= 20, "only {points} points were tried");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_a_fork_has_one_branch_and_upstream_one_pull_request() {
    let points = kill_everywhere(Publisher::Fork).await;
    assert!(points >= 20, "only {points} points were tried");
}
