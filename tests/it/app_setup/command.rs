//! The command with a workplace of its own, and a browser before it.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use scraper::{Html, Selector};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use url::Url;
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

/// Somebody's browser: it keeps cookies and goes where it is sent.
pub struct Browser {
    workshop: String,
    github: String,
    language: &'static str,
    cookies: BTreeMap<String, String>,
}

/// A page and where it was found.
pub struct Page {
    pub address: String,
    pub status: u16,
    pub text: String,
    headers: Vec<(String, String)>,
}

impl Browser {
    /// A browser for which [`SITE`] is at an address.
    pub fn before(workshop: &str, github: &str) -> Self {
        let (workshop, github) = (workshop.to_owned(), github.to_owned());
        Self { workshop, github, language: "zh-CN", cookies: BTreeMap::new() }
    }

    pub fn in_english(mut self) -> Self {
        self.language = "en";
        self
    }

    pub async fn open(&mut self, address: &str) -> Page {
        self.go("GET", address, "").await
    }

    /// Presses the button of the form it is in.
    #[track_caller]
    pub fn submit<'b>(
        &'b mut self,
        page: &Page,
        button: &str,
    ) -> impl Future<Output = Page> + use<'b> {
        assert!(page.has(button), "there is no {button} in\n{}", page.text);
        let action = page.resolved(&page.action());
        let manifest = page.attribute("input[name=manifest]", "value");
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("manifest", &manifest);
        let body = form.finish();
        async move { self.go("POST", &action, &body).await }
    }

    #[track_caller]
    pub fn follow<'b>(
        &'b mut self,
        page: &Page,
        link: &str,
    ) -> impl Future<Output = Page> + use<'b> {
        let address = page.resolved(&page.attribute(link, "href"));
        async move { self.go("GET", &address, "").await }
    }

    async fn go(&mut self, method: &str, address: &str, body: &str) -> Page {
        let form = ("Content-Type", "application/x-www-form-urlencoded");
        let headers: &[_] = if method == "POST" { &[form] } else { &[] };
        let mut page = self.send(method, address, headers, body).await;
        for _ in 0..5 {
            if !(300..400).contains(&page.status) {
                return page;
            }
            let next = page.resolved(&page.header("location"));
            page = self.send("GET", &next, &[], "").await;
        }
        panic!("{address} leads on and on");
    }

    /// One request and its answer.
    pub async fn send(
        &mut self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Page {
        let url: Url = address.parse().unwrap_or_else(|_| panic!("{address} is no address"));
        let is_ours = address.starts_with(SITE);
        assert!(is_ours || address.starts_with(&self.github), "{address} is elsewhere");
        let to = if is_ours { &self.workshop } else { url.authority() };
        let mut head = format!(
            "{method} {} HTTP/1.0\r\nHost: {}\r\nAccept-Language: {}\r\nContent-Length: {}\r\n",
            &url[url::Position::BeforePath..url::Position::AfterQuery],
            url.authority(),
            self.language,
            body.len()
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if is_ours && !self.cookies.is_empty() {
            let pairs: Vec<_> =
                self.cookies.iter().map(|(name, it)| format!("{name}={it}")).collect();
            head.push_str(&format!("Cookie: {}\r\n", pairs.join("; ")));
        }
        let mut stream = TcpStream::connect(to).await.expect("somebody listens");
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        let page = Page::read(address, &String::from_utf8_lossy(&answer));
        for (_, cookie) in page.headers.iter().filter(|(name, _)| name == "set-cookie" && is_ours) {
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        page
    }
}

impl Page {
    fn read(address: &str, answer: &str) -> Self {
        let (head, text) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, it)| (name.to_lowercase(), it.to_owned())).collect();
        Self { address: address.to_owned(), status, text: text.to_owned(), headers }
    }

    #[track_caller]
    pub fn header(&self, wanted: &str) -> String {
        let found = self.headers.iter().find(|(name, _)| name == wanted);
        found.unwrap_or_else(|| panic!("no {wanted} at {}:\n{}", self.address, self.text)).1.clone()
    }

    #[track_caller]
    pub fn assert_status(&self, wanted: u16) {
        assert_eq!(self.status, wanted, "{}:\n{}", self.address, self.text);
    }

    /// Whether a person reads these words.
    #[track_caller]
    pub fn assert_says(&self, words: &[&str]) {
        let read: String = Html::parse_document(&self.text).root_element().text().collect();
        for word in words {
            assert!(read.contains(word), "{word:?} is not on {}:\n{read}", self.address);
        }
    }

    /// Where the form of the page leads.
    #[track_caller]
    pub fn action(&self) -> String {
        self.attribute("form", "action")
    }

    fn has(&self, selector: &str) -> bool {
        let wanted = Selector::parse(selector).expect("a selector");
        Html::parse_document(&self.text).select(&wanted).next().is_some()
    }

    #[track_caller]
    fn attribute(&self, selector: &str, name: &str) -> String {
        let wanted = Selector::parse(selector).expect("a selector");
        let page = Html::parse_document(&self.text);
        let found = page.select(&wanted).next().and_then(|it| it.attr(name));
        found
            .unwrap_or_else(|| panic!("no {selector} on {}:\n{}", self.address, self.text))
            .to_owned()
    }

    fn resolved(&self, address: &str) -> String {
        let here: Url = self.address.parse().expect("an address");
        here.join(address).expect("an address").into()
    }
}
