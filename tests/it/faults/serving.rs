//! The binary at work on the database of a scenario.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use axum::http::StatusCode;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};

use crate::{
    fake_github::{Event, TOKEN, WEBHOOK_SECRET},
    support::{Scenario, UPSTREAM},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// Dies with this value.
pub struct Serving {
    child: Child,
    /// Host and port it listens on.
    pub address: String,
}

/// Writes the configuration of the binary. Nothing is limited: the load is the point.
pub fn configure(scenario: &Scenario) {
    let config = format!(
        "[paths]\ndata = \".\"\n\n[limits]\nwrites = 0\napi = 0\n\n[rules]\nmax_claims = 1000\n\n[github]\napi_url = \"{}\"\n\n[[projects]]\nid = \"blog\"\n\
         source = \"{}\"\nbranch = \"main\"\nconvention = \"hf-blog\"\npublish = \"github\"\n\
         upstream = \"{UPSTREAM}\"\n",
        scenario.github.url,
        scenario.upstream.path().display(),
    );
    std::fs::write(scenario.folder().join("config.toml"), config).expect("a configuration");
}

fn command(scenario: &Scenario, address: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiqi"));
    command
        .args(["serve", "--listen", address, "--config"])
        .arg(scenario.folder().join("config.toml"))
        .current_dir(scenario.folder())
        .env("YIQI_GITHUB_TOKEN", TOKEN)
        .env("YIQI_GITHUB_CLIENT_SECRET", "heard by nobody")
        .env("YIQI_WEBHOOK_SECRET", WEBHOOK_SECRET)
        .env("YIQI_LOG", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

async fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("a bound address").to_string()
}

impl Serving {
    /// Starts it and waits until it answers.
    pub async fn start(scenario: &Scenario) -> Self {
        let address = free_address().await;
        Self::wait_for(command(scenario, &address), address).await
    }

    /// The same, with programs that are found before all others.
    pub async fn start_with(scenario: &Scenario, bin: &Path) -> Self {
        let address = free_address().await;
        let plain = command(scenario, &address);
        let mut command = Command::new("sh");
        command
            .args(["-c", "PATH=\"$1:$PATH\"; shift; exec \"$@\"", "sh"])
            .arg(bin)
            .arg(plain.get_program())
            .args(plain.get_args())
            .current_dir(scenario.folder())
            .env("YIQI_GITHUB_TOKEN", TOKEN)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Self::wait_for(command, address).await
    }

    async fn wait_for(mut command: Command, address: String) -> Self {
        let child = command.stderr(Stdio::null()).spawn();
        let serving = Self { child: child.expect("the binary starts"), address };
        let answers = async {
            while TcpStream::connect(&serving.address).await.is_err() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, answers).await.expect("the binary listens");
        serving
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL: nothing is finished, nothing is cleaned up.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// SIGTERM; the exit code.
    pub async fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.expect("kill is there").success());
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait().expect("its state") {
                    return status.code();
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, ended).await.expect("it ends")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Has the binary fetch a mirror of its own, which saves and claims look into.
pub async fn sync(scenario: &Scenario) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiqi"));
    command
        .args(["sync", "--config"])
        .arg(scenario.folder().join("config.toml"))
        .current_dir(scenario.folder())
        .env("YIQI_GITHUB_TOKEN", TOKEN)
        .stdin(Stdio::null());
    let run = tokio::task::spawn_blocking(move || command.output().expect("the binary runs"));
    let output = timeout(PATIENCE, run).await.expect("it ends").expect("no panic");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A start that is expected to fail: exit code, and what it says.
pub async fn try_to_start(scenario: &Scenario) -> (Option<i32>, String) {
    let mut command = command(scenario, &free_address().await);
    let run = tokio::task::spawn_blocking(move || command.output().expect("the binary runs"));
    let output = timeout(PATIENCE, run).await.expect("it ends").expect("no panic");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Sends a delivery; `None` where no whole answer came.
pub async fn deliver(address: &str, event: &Event) -> Option<StatusCode> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let head = format!(
        "POST /webhooks/github HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nX-GitHub-Delivery: {}\r\n\
         X-GitHub-Event: {}\r\nX-Hub-Signature-256: {}\r\n\r\n",
        event.body.len(),
        event.id,
        event.name,
        event.signature(),
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&event.body).await.ok()?;
    let mut answer = Vec::new();
    // An answer whose end was cut off by the kill was an answer.
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

/// Asks the API as the holder of a token; `None` where no whole answer came.
pub async fn ask(
    address: &str,
    token: &str,
    (method, path): (&str, &str),
    body: &Value,
) -> Option<(StatusCode, Value)> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let body = body.to_string();
    let request = format!(
        "{method} /api/v1{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len(),
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    // An answer whose words were cut off is an answer all the same.
    let words = answer.split_once("\r\n\r\n").map(|(_, words)| words).unwrap_or_default();
    Some((status, serde_json::from_str(words).unwrap_or_default()))
}

/// What SQLite says of the whole file.
pub async fn integrity(scenario: &Scenario) -> String {
    let path = scenario.folder().join("yiqi.sqlite3");
    let pool =
        sqlx::SqlitePool::connect_with(sqlx::sqlite::SqliteConnectOptions::new().filename(path));
    let pool = pool.await.expect("the database opens");
    sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&pool).await.expect("an answer")
}
