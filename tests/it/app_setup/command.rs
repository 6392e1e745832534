//! The command with a workplace of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use yiqi::{
    ids::RepoPath,
    repository::{ScriptedCommit, write_commits},
    workflow::SystemClock,
};

use crate::fake_github::FakeGithub;

/// Where people reach the workshop; what answers there passes everything on.
pub const SITE: &str = "https://yiqi.example.org";

const PAGE: &str = include_str!("../../../docs/github-setup.md");
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder with a configuration as the page of the set-up has one write it, a blog, and a GitHub.
pub struct Workplace {
    folder: TempDir,
    pub github: FakeGithub,
    served: Mutex<Option<Child>>,
}

impl Workplace {
    pub async fn prepare() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let source = folder.path().join("source.git");
        let index = b"- local: kites\n  title: \"Kites\"\n  date: January 1, 2026\n".to_vec();
        let post =
            b"---\ntitle: \"Kites\"\nauthors:\n- user: ada\n---\n\n# Kites\n\nWind.\n".to_vec();
        let commit = ScriptedCommit {
            files: vec![
                (RepoPath::new("_blog.yml"), Some(index)),
                (RepoPath::new("kites.md"), Some(post)),
            ],
            message: "Write a post".into(),
            author_name: "Ada Example".into(),
            author_email: "ada@blog.example".into(),
            time: 1_700_000_000,
        };
        write_commits(&source, "main", &[commit]).expect("a repository");
        let github = FakeGithub::start(Arc::new(SystemClock)).await;
        github.add_repository("hub/blog", &source);
        let place = Self { folder, github, served: Mutex::default() };
        place.configure(&place.as_on_the_page(&source));
        place
    }

    /// The first configuration of the page, with the made-up blog and GitHub in it.
    fn as_on_the_page(&self, source: &Path) -> String {
        let (_, rest) = PAGE.split_once("```toml\n").expect("a configuration on the page");
        let (text, _) = rest.split_once("```").expect("its end");
        let mut made = text.to_owned();
        let mut put = |old: &str, new: &str| {
            assert!(made.contains(old), "{old} is not in\n{made}");
            made = made.replace(old, new);
        };
        put("https://github.com/huggingface/blog", &source.display().to_string());
        put("huggingface/blog", "hub/blog");
        put("\"hf-blog\"\nsource", "\"blog\"\nsource");
        put("publish = \"preview\"", "publish = \"github\"");
        let url = &self.github.url;
        format!("[github]\napi_url = \"{url}\"\nweb_url = \"{url}\"\n\n{made}")
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    pub fn configuration(&self) -> String {
        fs::read_to_string(self.file()).expect("a configuration")
    }

    pub fn configure(&self, text: &str) {
        fs::write(self.file(), text).expect("it can be written");
    }

    pub fn secrets(&self) -> PathBuf {
        self.folder.path().join("github-app.env")
    }

    /// The secrets, and who may read them.
    pub fn read_secrets(&self) -> (String, u32) {
        let mode = fs::metadata(self.secrets()).expect("the secrets").permissions().mode();
        (fs::read_to_string(self.secrets()).expect("the secrets"), mode & 0o777)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiqi"));
        command.arg("github-app").arg("--config").arg(self.file()).args(arguments);
        bare(&mut command);
        command
    }

    /// Runs the command to its end: exit code, result, and what else is told.
    pub async fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut command = self.command(arguments);
        let run = tokio::task::spawn_blocking(move || command.output().expect("the binary runs"));
        let output = timeout(PATIENCE, run).await.expect("it ends").expect("no panic");
        let text = |bytes| String::from_utf8(bytes).expect("the binary writes UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    /// Starts the command and waits for its link.
    pub async fn start(&self, arguments: &[&str]) -> Running {
        let address = free_address().await;
        let mut child = self
            .command(arguments)
            .args(["--listen", &address])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut told = BufReader::new(child.stderr.take().expect("its standard error"));
        let started = tokio::task::spawn_blocking(move || {
            let mut text = String::new();
            let link = loop {
                let begun = text.len();
                let read = told.read_line(&mut text).expect("it can be read");
                assert!(read > 0, "it ended without a link:\n{text}");
                let line = text[begun..].trim();
                if line.starts_with(SITE) {
                    break line.to_owned();
                }
            };
            (link, text, told)
        });
        let (link, text, rest) =
            timeout(PATIENCE, started).await.expect("a link").expect("no panic");
        Running { address, link, child, text, rest }
    }

    /// Serves the site with the secrets that were written; where it listens.
    pub async fn serve(&self) -> String {
        let address = free_address().await;
        let child = self
            .shell(&["serve", "--listen", &address])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        *self.served.lock().unwrap() = Some(child.expect("the binary starts"));
        let listens = async {
            while TcpStream::connect(&address).await.is_err() {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, listens).await.expect("it listens");
        address
    }

    /// Runs another command with the secrets that were written.
    pub async fn with_secrets(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = self.shell(arguments);
        let run = tokio::task::spawn_blocking(move || command.output().expect("a shell"));
        let output = timeout(PATIENCE, run).await.expect("it ends").expect("no panic");
        (output.status.code(), String::from_utf8(output.stdout).expect("the binary writes UTF-8"))
    }

    /// The program, from a shell that has read the file with the secrets.
    fn shell(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", "set -a; . \"$0\"; set +a; exec \"$@\""])
            .arg(self.secrets())
            .arg(env!("CARGO_BIN_EXE_yiqi"))
            .args(arguments)
            .arg("--config")
            .arg(self.file());
        bare(&mut command);
        command
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        if let Some(child) = self.served.lock().unwrap().as_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Away from the configuration and the secrets of whoever runs the tests.
fn bare(command: &mut Command) {
    command.stdin(Stdio::null()).env("LANG", "C.UTF-8");
    for name in ["TOKEN", "APP_KEY", "CLIENT_SECRET"].map(|it| format!("YIQI_GITHUB_{it}")) {
        command.env_remove(format!("{name}_FILE")).env_remove(name);
    }
    for name in ["YIQI_WEBHOOK_SECRET", "YIQI_WEBHOOK_SECRET_FILE", "YIQI_LOG", "YIQI_CONFIG"] {
        command.env_remove(name);
    }
}

async fn free_address() -> String {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    free.local_addr().expect("an address").to_string()
}

/// The command while it waits for somebody.
pub struct Running {
    pub address: String,
    pub link: String,
    child: Child,
    text: String,
    rest: BufReader<std::process::ChildStderr>,
}

impl Running {
    /// Its exit code, result, and what else it told, once it ends by itself.
    pub async fn end(mut self) -> (Option<i32>, String, String) {
        let ended = tokio::task::spawn_blocking(move || {
            let mut out = String::new();
            self.child.stdout.take().expect("its output").read_to_string(&mut out).expect("UTF-8");
            self.rest.read_to_string(&mut self.text).expect("UTF-8");
            let status = self.child.wait().expect("its status");
            (status.code(), out, std::mem::take(&mut self.text))
        });
        timeout(PATIENCE, ended).await.expect("it ends").expect("no panic")
    }

    /// Ctrl-C, and its end.
    pub async fn interrupt(self) -> (Option<i32>, String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
        self.end().await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
