//! Secrets are planted everywhere the program takes them, everything it writes is searched for them.
//!
//! Written are: what commands print, the log in its most talkative form, errors, answers, the arguments of
//! the processes it starts, the database with its journal, and a backup.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use yiqi::{
    ids::RepoPath,
    repository::{ScriptedCommit, write_commits},
};

/// Variable and planted value.
const PLANTED: [(&str, &str); 6] = [
    ("YIQI_GITHUB_TOKEN", "planted-github-token"),
    ("YIQI_GITHUB_CLIENT_SECRET", "planted-client-secret"),
    ("YIQI_WEBHOOK_SECRET", "planted-webhook-secret"),
    ("YIQI_AID_KEY", "planted-aid-key"),
    ("YIQI_MAIL_PASSWORD", "planted-mail-password"),
    ("YIQI_GITHUB_APP_KEY", "planted-app-key"),
];
/// Stands in the address of the source.
const PASSWORD: &str = "planted-password-of-the-source";

struct World {
    folder: TempDir,
    address: String,
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("an address").to_string();
        let world = Self { folder, address };
        let file = |path: &str, text: &str| (RepoPath::from(path), Some(text.as_bytes().to_vec()));
        let commit = ScriptedCommit {
            files: vec![
                file("bees.md", "# Bees\n"),
                file("_blog.yml", "- local: bees\n  date: May 1, 2026\n  tags: []\n"),
            ],
            message: "Add".into(),
            author_name: "Mira".into(),
            author_email: "mira@bees.example".into(),
            time: 1_700_000_000,
        };
        write_commits(&world.path("source.git"), "main", &[commit]).expect("commits");
        world.wrap_git();
        let config = format!(
            "[server]\nlisten = \"{address}\"\npublic_url = \"http://{address}\"\n[auth]\nlocal = true\n\
             [paths]\ndata = \"data\"\n\
             [github]\napi_url = \"http://127.0.0.1:1\"\nclient_id = \"known\"\n\
             [aid]\nurl = \"http://127.0.0.1:1/v1\"\nmodel = \"m\"\n\
             [mail]\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"none\"\naccount = \"a\"\nfrom = \"a@example.org\"\n\
             [[projects]]\nid = \"near\"\nsource = \"source.git\"\nbranch = \"main\"\nconvention = \"hf-blog\"\n\
             publish = \"github\"\nupstream = \"a/b\"\n\
             [[projects]]\nid = \"far\"\nsource = \"http://someone:{PASSWORD}@127.0.0.1:1/far.git\"\n\
             branch = \"main\"\nconvention = \"hf-blog\"\n",
            address = world.address,
        );
        fs::write(world.path("config.toml"), config).expect("a configuration");
        world
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a program before git that writes down the arguments.
    fn wrap_git(&self) {
        let git = Command::new("sh").args(["-c", "command -v git"]).output().expect("sh runs");
        let git = String::from_utf8(git.stdout).expect("a path");
        fs::create_dir(self.path("bin")).expect("makes a folder");
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '{}'\nexec '{}' \"$@\"\n",
            self.path("arguments").display(),
            git.trim()
        );
        fs::write(self.path("bin/git"), script).expect("writes");
        fs::set_permissions(self.path("bin/git"), fs::Permissions::from_mode(0o755)).expect("runs");
    }

    fn yiqi(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", "PATH=\"$1:$PATH\"; shift; exec \"$@\"", "sh"])
            .arg(self.path("bin"))
            .arg(env!("CARGO_BIN_EXE_yiqi"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("YIQI_LOG", "trace")
            .env("XDG_CACHE_HOME", self.path("cache"))
            .envs(PLANTED)
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end; all it says.
    fn said(&self, arguments: &[&str]) -> String {
        let output = self.yiqi(arguments).output().expect("the binary runs");
        let (out, err) = (&output.stdout, &output.stderr);
        format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
    }

    fn serve(&self) -> Server {
        let log = fs::File::create(self.path("log")).expect("a file");
        let child = self.yiqi(&["serve"]).stdout(Stdio::null()).stderr(log).spawn();
        let server = Server(child.expect("the binary starts"));
        let begun = Instant::now();
        while TcpStream::connect(&self.address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the binary never listens");
            thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// The whole answer to a request.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n\
             {headers}\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// The files below a folder that hold a text.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("reads").map(|entry| entry.expect("reads").path())
        {
            if entry.is_dir() {
                folders.push(entry);
            } else if memchr::memmem::find(&fs::read(&entry).unwrap_or_default(), text.as_bytes())
                .is_some()
            {
                found.push(entry.display().to_string());
            }
        }
    }
    found
}

/// What stands between two marks.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start =
        text.find(before).unwrap_or_else(|| panic!("{before} is not in {text}")) + before.len();
    let end = text[start..].find(after).expect("an end");
    &text[start..start + end]
}

#[test]
fn a_planted_secret_is_nowhere_in_what_the_program_writes() {
    let world = World::new();
    let mut said = String::new();
    for arguments in [
        &["doctor"][..],
        &["doctor", "--format", "json"],
        &["sync"],
        &["status", "--project", "near"],
        &["status", "--project", "far"],
        &["rehearse", "1"],
        &[
            "sync",
            "--source",
            "http://someone:planted-password-of-the-source@127.0.0.1:1/x.git",
            "--convention",
            "hf-blog",
        ],
    ] {
        said += &world.said(arguments);
    }
    assert!(said.contains("far"), "the commands said nothing of the source: {said}");

    let server = world.serve();
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let signed_in = world.ask("POST", "/sign-in/local", form, "login=mia&role=maintainer");
    let key = between(&signed_in, "yiqi=", ";").to_owned();
    let cookie = format!("{form}Cookie: yiqi={key}\r\n");
    let made = world.ask("POST", "/me/tokens", &cookie, "name=laptop&scope=manage&days=1");
    let token = format!("yiqi_{}", between(&made, ">yiqi_", "<").trim());
    assert!(token.len() > 60, "{token}");
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let secrets: Vec<&str> = PLANTED.iter().map(|(_, secret)| *secret).chain([PASSWORD]).collect();
    for (method, path, headers, body) in [
        ("GET", "/api/v1/me", &bearer, ""),
        ("GET", "/p/far", &cookie, ""),
        ("GET", "/p/far/dashboard", &cookie, ""),
        ("POST", "/p/far/sync", &cookie, ""),
        ("GET", "/sign-in/github", &cookie, ""),
        ("GET", "/sign-in/github/callback?code=planted-code&state=x", &cookie, ""),
        ("POST", "/p/near/claim", &cookie, "slug=bees"),
        (
            "POST",
            "/webhooks/github",
            &"X-Hub-Signature-256: sha256=00\r\nX-GitHub-Delivery: 1\r\nX-GitHub-Event: ping\r\n"
                .to_owned(),
            "{}",
        ),
        ("GET", "/api/v1/me", &"Authorization: Bearer yiqi_planted-guess\r\n".to_owned(), ""),
    ] {
        let answer = world.ask(method, path, headers, body);
        // Its own key is told to a browser again, in the one header that is for it.
        let told = answer.lines().filter(|line| !line.starts_with("set-cookie: yiqi="));
        let answer = told.collect::<Vec<_>>().join("\n");
        for secret in secrets.iter().copied().chain([key.as_str(), token.as_str()]) {
            assert!(!answer.contains(secret), "{method} {path} tells {secret}: {answer}");
        }
    }
    // The worker meets the source that does not answer.
    thread::sleep(Duration::from_millis(500));
    said += &world.said(&["backup", "copy.sqlite3"]);
    assert!(world.path("copy.sqlite3").exists(), "{said}");
    drop(server);

    let log = fs::read_to_string(world.path("log")).expect("a log");
    let arguments = fs::read_to_string(world.path("arguments")).expect("git was started");
    assert!(arguments.contains("fetch") && log.contains("TRACE"), "{arguments}");
    for line in log.lines().filter(|line| !line.is_empty()) {
        assert!(!line.contains('\u{1b}'), "{line}");
    }
    let written = [world.path("data"), world.path("cache")];
    let guesses = ["planted-code", "planted-guess"];
    for secret in secrets.iter().copied().chain(guesses).chain([key.as_str(), token.as_str()]) {
        assert!(!said.contains(secret), "a command says {secret}");
        assert!(
            !log.contains(secret),
            "the log has {secret}: {:?}",
            log.lines().find(|it| it.contains(secret))
        );
        assert!(!arguments.contains(secret), "a process was started with {secret}");
        for folder in &written {
            assert_eq!(holding(folder, secret), Vec::<String>::new(), "{secret}");
        }
        let backup = fs::read(world.path("copy.sqlite3")).expect("a backup");
        assert!(
            memchr::memmem::find(&backup, secret.as_bytes()).is_none(),
            "the backup has {secret}"
        );
    }
}
