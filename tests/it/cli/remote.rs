//! The commands that speak to a server, as the real binary, against a server on loopback.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Output, Stdio},
};

use secrecy::ExposeSecret as _;
use tempfile::TempDir;
use tokio::task::spawn_blocking;
use yiqi::workflow::Scope;

use super::{expect, yiqi};
use crate::web::site::{BLOG, Site};

const TEXT: &str = "# 一篇新文章\n\n这句话现在有人翻译了。\n";

/// A volunteer at their own machine.
struct Desk {
    folder: TempDir,
    server: String,
    token: String,
}

impl Desk {
    async fn of(site: &Site, server: &str, login: &str) -> Self {
        let role = "volunteer".parse().expect("a role");
        let person = site.workshop.sign_in_locally(login, login, role).await.expect("a person");
        let made = site.workshop.create_token("laptop", Scope::Write, 30, &person).await;
        let token = made.expect("a token").0.expose_secret().to_owned();
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, server: server.to_owned(), token }
    }

    /// Runs a command with something on standard input.
    async fn run_with(&self, input: &str, arguments: &[&str]) -> Output {
        let mut command = yiqi(self.folder.path());
        command.env("XDG_CONFIG_HOME", self.folder.path().join("settings")).args(arguments);
        for name in ["YIQI_SERVER", "YIQI_TOKEN", "YIQI_TOKEN_FILE"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let input = input.to_owned();
        let run = move || {
            let mut child = command.spawn().expect("the binary starts");
            let mut stdin = child.stdin.take().expect("a pipe");
            // A command that reads nothing may be gone already.
            let _ = stdin.write_all(input.as_bytes());
            drop(stdin);
            child.wait_with_output().expect("it ends")
        };
        spawn_blocking(run).await.expect("it ran")
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        self.run_with("", arguments).await
    }

    async fn log_in(&self) {
        let output = self.run_with(&format!("{}\n", self.token), &["login", &self.server]).await;
        let (out, complaint) = expect(&output, 0);
        assert!(out.contains("(write)"), "{out}");
        assert!(!out.contains(&self.token) && !complaint.contains(&self.token), "{out}{complaint}");
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_goes_from_claim_to_proofreading_without_a_browser() {
    let site = Site::with_blog().await;
    let ada = Desk::of(&site, &site.over_tcp().await, "ada").await;
    ada.log_in().await;

    let (out, _) = expect(&ada.run(&["mine"]).await, 0);
    assert!(out.contains("yiqi claim SLUG"), "{out}");
    let (out, _) = expect(&ada.run(&["claim", "fresh"]).await, 0);
    assert!(out.starts_with("fresh: yours until 2026-"), "{out}");
    expect(&ada.run(&["pull", "fresh", "--source", "en.md"]).await, 0);
    assert!(fs::read_to_string(ada.path("en.md")).unwrap().starts_with("# A fresh post"));
    fs::write(ada.path("fresh.md"), TEXT).unwrap();
    let (_, complaint) = expect(&ada.run(&["submit", "fresh.md"]).await, 0);
    assert!(complaint.contains("revision 2 waits for a proofreader"), "{complaint}");

    let (out, _) = expect(&ada.run(&["mine"]).await, 0);
    assert!(out.starts_with("Waiting for others\n  blog/fresh  submitted"), "{out}");
    let (out, _) = expect(&ada.run(&["mine", "--format", "json"]).await, 0);
    let mine: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(mine["waiting"][0]["slug"], "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_side_is_overwritten_when_both_have_changed() {
    let site = Site::with_blog().await;
    let server = site.over_tcp().await;
    let [here, there] =
        [Desk::of(&site, &server, "ada").await, Desk::of(&site, &server, "ada").await];
    for desk in [&here, &there] {
        desk.log_in().await;
    }
    expect(&here.run(&["claim", "fresh"]).await, 0);
    for desk in [&here, &there] {
        expect(&desk.run(&["pull", "fresh"]).await, 0);
    }
    fs::write(there.path("fresh.md"), TEXT).unwrap();
    expect(&there.run(&["submit", "fresh.md", "--save-only"]).await, 0);

    let mine = TEXT.replace("现在", "如今");
    fs::write(here.path("fresh.md"), &mine).unwrap();
    let (_, complaint) = expect(&here.run(&["pull", "fresh"]).await, 2);
    assert!(complaint.contains("--replace"), "{complaint}");
    let (_, complaint) = expect(&here.run(&["submit", "fresh.md"]).await, 2);
    assert!(complaint.contains("--over 2"), "{complaint}");
    assert_eq!(fs::read_to_string(here.path("fresh.md")).unwrap(), mine);
    assert_eq!(fs::read_to_string(here.path("fresh.revision-2.md")).unwrap(), TEXT);

    expect(&here.run(&["submit", "fresh.md", "--over", "2"]).await, 0);
    expect(&there.run(&["pull", "fresh", "--replace"]).await, 0);
    assert_eq!(fs::read_to_string(there.path("fresh.md")).unwrap(), mine);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_with_errors_is_saved_and_not_sent() {
    let site = Site::with_blog().await;
    let ada = Desk::of(&site, &site.over_tcp().await, "ada").await;
    ada.log_in().await;
    expect(&ada.run(&["claim", "fresh"]).await, 0);
    expect(&ada.run(&["pull", "fresh"]).await, 0);
    // One heading too few.
    fs::write(ada.path("fresh.md"), "这句话现在有人翻译了。\n").unwrap();

    let (out, complaint) = expect(&ada.run(&["submit", "fresh.md"]).await, 1);

    assert!(out.contains("fresh.md:1: error "), "{out}");
    assert!(complaint.contains("saved as revision 2, not sent"), "{complaint}");
    let (out, _) = expect(&ada.run(&["mine"]).await, 0);
    assert!(out.contains("blog/fresh  claimed"), "{out}");
    let (out, _) = expect(&ada.run(&["release", "fresh"]).await, 0);
    assert_eq!(out, "fresh: given back\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_work_is_said_with_what_to_do() {
    let site = Site::with_blog().await;
    let server = site.over_tcp().await;
    let [ada, bo] = [Desk::of(&site, &server, "ada").await, Desk::of(&site, &server, "bo").await];
    let complains = async |desk: &Desk, arguments: &[&str], what: &str| {
        let (out, complaint) = expect(&desk.run(arguments).await, 2);
        assert!(out.is_empty() && complaint.contains(what), "{arguments:?}: {out}{complaint}");
    };
    complains(&ada, &["mine"], "yiqi login https://").await;
    complains(&ada, &["login", &server], "no token came").await;
    complains(&ada, &["mine", "--server", "https://other.example"], "no token for").await;
    let wrong = ada.run_with("yiqi_wrong\n", &["login", &server]).await;
    assert!(!expect(&wrong, 2).1.contains("yiqi_wrong"));
    assert!(!Path::new(&ada.path("settings/yiqi/login.json")).exists());

    ada.log_in().await;
    bo.log_in().await;
    expect(&bo.run(&["claim", "fresh"]).await, 0);
    complains(&ada, &["claim", "fresh"], "bo").await;
    complains(&ada, &["claim", "no-such"], "no-such").await;
    complains(&ada, &["pull", "fresh"], "not in your hands").await;
    fs::write(ada.path("stray.md"), TEXT).unwrap();
    complains(&ada, &["submit", "stray.md"], "yiqi pull").await;
    complains(&ada, &["claim", "fresh", "--project", BLOG], "bo").await;
    let in_the_clear = ada.run_with("yiqi_x\n", &["login", "http://a.example"]).await;
    assert!(expect(&in_the_clear, 2).1.contains("without https"));
    expect(&ada.run(&["logout"]).await, 0);
    complains(&ada, &["mine"], "yiqi login https://").await;
}
