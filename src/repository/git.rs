//! The one builder of git processes.
//!
//! What must hold: the same answer on every machine (fixed locale, no inherited `GIT_*` state, no
//! hooks), never a prompt, never a transport that runs a program of the URL's choosing, and no URL or
//! token among the arguments, which every user of the machine can read.

use std::{
    ffi::{OsStr, OsString},
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use base64::Engine as _;
use secrecy::{ExposeSecret, SecretString};
use tokio::io::AsyncWriteExt as _;

use super::error::{RepositoryError, Result};

/// Longest time for work on the local disk.
const LOCAL_TIMEOUT: Duration = Duration::from_secs(300);
/// Longest time for a fetch or push. A stalled HTTP transfer ends earlier, see `http.lowSpeedTime`.
const NETWORK_TIMEOUT: Duration = Duration::from_secs(3600);

/// Variables by which a surrounding git process (a hook, say) would redirect ours.
const INHERITED_STATE: [&str; 15] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_ASKPASS",
    "SSH_ASKPASS",
];

/// Settings that hold for every command, whatever a configuration file says: no hook, no transport that runs
/// a program (beside the list of transports in the environment), no helper that watches files.
const ALWAYS: [(&str, &str); 3] =
    [("core.hooksPath", "/dev/null"), ("protocol.ext.allow", "never"), ("core.fsmonitor", "false")];

/// A git command being put together.
pub(super) struct Git {
    command: Command,
    subcommand: &'static str,
    operands: Vec<OsString>,
    settings: Vec<(String, String)>,
    stdin: Vec<u8>,
    timeout: Duration,
}

/// What a git process left behind.
pub(super) struct Output {
    pub success: bool,
    pub stdout: Vec<u8>,
    /// Trimmed, without credentials.
    pub stderr: String,
}

impl Git {
    /// A command that stays on this machine; the user's and the system's configuration do not matter to it.
    pub fn local(subcommand: &'static str) -> Self {
        let mut git = Self::new(subcommand, LOCAL_TIMEOUT);
        git.command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        git
    }

    /// A command that talks to a remote. The user's configuration applies, for it holds proxies,
    /// certificates, credential helpers and trusted folders.
    pub fn network(subcommand: &'static str) -> Self {
        Self::new(subcommand, NETWORK_TIMEOUT)
            .setting("http.lowSpeedLimit", "100")
            .setting("http.lowSpeedTime", "60")
    }

    fn new(subcommand: &'static str, timeout: Duration) -> Self {
        let mut command = Command::new("git");
        for name in INHERITED_STATE {
            command.env_remove(name);
        }
        command
            // Without a repository of its own (`dir`) a command works in none: the one the program happens
            // to be started in must not lend its remotes and settings.
            .env("GIT_DIR", "/dev/null")
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("SSH_ASKPASS_REQUIRE", "never")
            .env("GCM_INTERACTIVE", "never")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_ALLOW_PROTOCOL", "https:http:ssh:git:file")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self {
            command,
            subcommand,
            operands: Vec::new(),
            settings: ALWAYS.map(|(key, value)| (key.into(), value.into())).to_vec(),
            stdin: Vec::new(),
            timeout,
        }
    }

    /// Works on the bare repository in a folder.
    pub fn dir(mut self, repository: &Path) -> Self {
        self.command.env("GIT_DIR", repository);
        self
    }

    /// Sets a configuration value for this process, through the environment.
    pub fn setting(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((key.into(), value.into()));
        self
    }

    /// Names the remote `origin`, with the token for its host if there is one.
    pub fn origin(self, url: &str, token: Option<&SecretString>) -> Self {
        let git = self.setting("remote.origin.url", url);
        match (token, http_base(url)) {
            (Some(token), Some(base)) => {
                let pair = format!("x-access-token:{}", token.expose_secret());
                let encoded = base64::engine::general_purpose::STANDARD.encode(pair);
                git.setting(
                    format!("http.{base}.extraHeader"),
                    format!("Authorization: Basic {encoded}"),
                )
            }
            _ => git,
        }
    }

    /// Adds an option of ours.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        if self.command.get_args().next().is_none() {
            self.command.arg(self.subcommand);
        }
        self.command.arg(arg);
        self
    }

    /// Adds a value that may come from a user; it stands behind `--`.
    pub fn operand(mut self, value: impl Into<OsString>) -> Self {
        self.operands.push(value.into());
        self
    }

    /// Gives the process its standard input.
    pub fn stdin(mut self, bytes: Vec<u8>) -> Self {
        self.stdin = bytes;
        self
    }

    fn finish(mut self) -> (Command, &'static str, Vec<u8>, Duration) {
        if self.command.get_args().next().is_none() {
            self.command.arg(self.subcommand);
        }
        if !self.operands.is_empty() {
            self.command.arg("--").args(&self.operands);
        }
        self.command.env("GIT_CONFIG_COUNT", self.settings.len().to_string());
        for (number, (key, value)) in self.settings.iter().enumerate() {
            self.command.env(format!("GIT_CONFIG_KEY_{number}"), key);
            self.command.env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
        (self.command, self.subcommand, self.stdin, self.timeout)
    }

    /// Runs the command; a failure is the caller's to judge. Dropping the future kills the process.
    pub async fn output(self) -> Result<Output> {
        let (command, name, stdin, timeout) = self.finish();
        let mut command = tokio::process::Command::from(command);
        let mut child = command.kill_on_drop(true).spawn().map_err(|e| not_started(name, &e))?;
        let mut pipe = child.stdin.take().expect("standard input is piped");
        let feed = async move {
            // A process that fails early closes its input; its own message says more than our EPIPE.
            let _ = pipe.write_all(&stdin).await;
        };
        let run = async { tokio::join!(feed, child.wait_with_output()).1 };
        match tokio::time::timeout(timeout, run).await {
            Ok(output) => Ok(Output::from(output?)),
            Err(_) => Err(RepositoryError::Git {
                command: name.into(),
                detail: format!("gave no answer within {} seconds", timeout.as_secs()),
            }),
        }
    }

    /// Runs the command and returns its standard output; a failure becomes an error with git's message.
    pub async fn run(self) -> Result<Vec<u8>> {
        let name = self.subcommand;
        self.output().await?.success_of(name)
    }

    /// Like [`Git::run`], for work on the local disk outside of a runtime.
    pub fn run_blocking(self) -> Result<Vec<u8>> {
        let (mut command, name, stdin, _) = self.finish();
        let mut child = command.spawn().map_err(|e| not_started(name, &e))?;
        let mut pipe = child.stdin.take().expect("standard input is piped");
        let output = std::thread::scope(|scope| {
            scope.spawn(move || pipe.write_all(&stdin));
            child.wait_with_output()
        })?;
        Output::from(output).success_of(name)
    }
}

impl Output {
    fn success_of(self, command: &str) -> Result<Vec<u8>> {
        if self.success {
            return Ok(self.stdout);
        }
        Err(RepositoryError::Git { command: command.into(), detail: self.stderr })
    }
}

impl From<std::process::Output> for Output {
    fn from(output: std::process::Output) -> Self {
        let said = String::from_utf8_lossy(&output.stderr);
        let stderr = without_credentials(plain(&said).trim());
        Self { success: output.status.success(), stdout: output.stdout, stderr }
    }
}

fn not_started(command: &str, error: &std::io::Error) -> RepositoryError {
    let detail = match error.kind() {
        std::io::ErrorKind::NotFound => {
            let (major, minor) = OLDEST_GIT;
            format!(
                "git is not installed or not on the PATH; install it ({major}.{minor} or newer)"
            )
        }
        _ => error.to_string(),
    };
    RepositoryError::Git { command: command.into(), detail }
}

/// The oldest git that knows every option used here: major and minor version.
pub const OLDEST_GIT: (u32, u32) = (2, 36);

/// The version of the installed git, as it tells it (`2.47.3`).
pub fn git_version() -> Result<String> {
    let answer = Git::local("version").run_blocking()?;
    let text = String::from_utf8_lossy(&answer);
    Ok(text.trim().trim_start_matches("git version ").to_owned())
}

/// `scheme://host:port/` of an HTTP address, the scope a token is sent to. Plain HTTP only on loopback.
pub(super) fn http_base(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    let host = parsed.host_str()?;
    let loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let allowed = parsed.scheme() == "https" || (parsed.scheme() == "http" && loopback);
    let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
    allowed.then(|| format!("{}://{host}{port}/", parsed.scheme()))
}

/// The text without what a terminal or a log would obey: the other end may say anything.
fn plain(text: &str) -> String {
    let is_harmless = |c: char| !c.is_control() || c == '\n' || c == '\t';
    text.chars().map(|c| if is_harmless(c) { c } else { '\u{fffd}' }).collect()
}

/// The text with `user:password@` cut out of every URL.
pub(super) fn without_credentials(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        clean.push_str(before);
        let end = after.find(|c: char| c == '/' || c.is_whitespace()).unwrap_or(after.len());
        rest = after[..end].rfind('@').map_or(after, |sign| &after[sign + 1..]);
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_never_reach_a_message() {
        let text = "fatal: unable to access 'https://me:secret@host/a.git/': see ssh://git@b/c";
        assert_eq!(
            without_credentials(text),
            "fatal: unable to access 'https://host/a.git/': see ssh://b/c"
        );
        assert_eq!(without_credentials("mail a@b, no URL"), "mail a@b, no URL");
    }

    #[test]
    fn what_the_other_end_says_does_not_steer_a_terminal() {
        assert_eq!(
            plain("remote: \u{1b}[2Jgone\r\nnext\tone"),
            "remote: \u{fffd}[2Jgone\u{fffd}\nnext\tone"
        );
    }

    #[test]
    fn token_goes_to_the_environment_and_only_to_its_host() {
        let token = SecretString::from("hush");
        let git = Git::network("fetch").origin("https://host.example/a.git", Some(&token));
        let (command, ..) = git.arg("--no-tags").operand("origin").finish();
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        assert_eq!(arguments, ["fetch", "--no-tags", "--", "origin"]);
        let values: Vec<_> = command
            .get_envs()
            .filter_map(|(_, value)| value)
            .map(|v| v.to_string_lossy().into_owned())
            .collect();
        assert!(values.iter().any(|v| v == "http.https://host.example/.extraHeader"));
        assert!(values.iter().any(|v| v.starts_with("Authorization: Basic ")));
        assert_eq!(http_base("http://host.example/a.git"), None, "no token over plain HTTP");
        assert_eq!(http_base("/srv/a.git"), None);
    }

    #[test]
    fn transport_that_runs_a_program_is_refused() {
        let error = Git::network("ls-remote")
            .origin("ext::sh -c true", None)
            .operand("origin")
            .run_blocking()
            .expect_err("ext:: is not among the allowed transports");
        assert!(error.to_string().contains("not allowed"), "{error}");
    }
}
