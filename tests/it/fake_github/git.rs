//! A bare repository behind the fake: objects are made and read by git itself, so that a test can look
//! at exactly what Git would show.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A bare repository on disk.
#[derive(Debug, Clone)]
pub struct GitRepository {
    path: PathBuf,
}

/// A commit, taken apart.
#[derive(Debug, Clone)]
pub struct Commit {
    pub tree: String,
    pub parents: Vec<String>,
    pub author: Identity,
    pub committer: Identity,
    pub message: String,
}

/// Who made a commit, and when (seconds since 1970).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    pub email: String,
    pub time: i64,
}

impl GitRepository {
    pub fn open(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// A copy with the same branches, as GitHub makes a fork.
    pub fn fork_to(&self, path: &Path) -> Self {
        let mut command = Command::new("git");
        command.args(["clone", "-q", "--bare"]).arg(&self.path).arg(path);
        run(command, b"").unwrap_or_else(|error| panic!("git clone: {error}"));
        Self::open(path)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn branches(&self) -> Vec<String> {
        let listed = self.text(&["for-each-ref", "--format=%(refname:short)", "refs/heads"]);
        listed.lines().map(str::to_owned).collect()
    }

    pub fn head(&self, branch: &str) -> Option<String> {
        let name = format!("refs/heads/{branch}");
        let found = self.try_git(&["rev-parse", "--verify", "-q", &name], b"")?;
        Some(String::from_utf8(found).expect("an object name").trim().to_owned())
    }

    pub fn has(&self, object: &str) -> bool {
        self.try_git(&["cat-file", "-e", object], b"").is_some()
    }

    /// A file at a commit.
    pub fn file(&self, at: &str, path: &str) -> Option<Vec<u8>> {
        self.try_git(&["cat-file", "blob", &format!("{at}:{path}")], b"")
    }

    pub fn commit(&self, id: &str) -> Option<Commit> {
        let raw = self.try_git(&["cat-file", "commit", id], b"")?;
        let raw = String::from_utf8(raw).expect("a UTF-8 commit");
        let (head, message) = raw.split_once("\n\n").expect("a commit has a message");
        let fields = |name: &str| -> Vec<&str> {
            let prefix = format!("{name} ");
            head.lines().filter_map(|line| line.strip_prefix(prefix.as_str())).collect()
        };
        Some(Commit {
            tree: fields("tree")[0].to_owned(),
            parents: fields("parent").into_iter().map(str::to_owned).collect(),
            author: Identity::read(fields("author")[0]),
            committer: Identity::read(fields("committer")[0]),
            message: message.to_owned(),
        })
    }

    pub fn write_blob(&self, content: &[u8]) -> String {
        self.name(&["hash-object", "-w", "--stdin"], content)
    }

    /// A tree that is `base` with other blobs at some paths (`None` deletes).
    pub fn write_tree(&self, base: Option<&str>, entries: &[(String, Option<String>)]) -> String {
        let index = tempfile::NamedTempFile::new().expect("a temporary file");
        let index = index.path().with_extension("index");
        let git = |arguments: &[&str], input: &[u8]| {
            let mut command = self.command(arguments);
            command.env("GIT_INDEX_FILE", &index);
            run(command, input).unwrap_or_else(|error| panic!("git {arguments:?}: {error}"))
        };
        match base {
            Some(base) => git(&["read-tree", base], b""),
            None => git(&["read-tree", "--empty"], b""),
        };
        let mut input = Vec::new();
        for (path, blob) in entries {
            match blob {
                Some(blob) => input.extend(format!("100644 {blob}\t{path}\0").bytes()),
                None => input.extend(format!("0 {}\t{path}\0", "0".repeat(40)).bytes()),
            }
        }
        git(&["update-index", "-z", "--index-info"], &input);
        let tree = git(&["write-tree"], b"");
        let _ = std::fs::remove_file(&index);
        String::from_utf8(tree).expect("an object name").trim().to_owned()
    }

    pub fn write_commit(&self, commit: &Commit) -> String {
        let mut raw = format!("tree {}\n", commit.tree);
        for parent in &commit.parents {
            raw += &format!("parent {parent}\n");
        }
        raw += &format!(
            "author {}\ncommitter {}\n\n{}",
            commit.author.write(),
            commit.committer.write(),
            commit.message
        );
        self.name(&["hash-object", "-t", "commit", "-w", "--stdin"], raw.as_bytes())
    }

    pub fn set_branch(&self, branch: &str, to: &str) {
        self.git(&["update-ref", &format!("refs/heads/{branch}"), to], b"");
    }

    pub fn delete_branch(&self, branch: &str) {
        self.git(&["update-ref", "-d", &format!("refs/heads/{branch}")], b"");
    }

    pub fn is_ancestor(&self, old: &str, new: &str) -> bool {
        self.try_git(&["merge-base", "--is-ancestor", old, new], b"").is_some()
    }

    /// Takes all branches' objects of another repository.
    pub fn take_objects(&self, other: &Self) {
        let other = other.path.to_str().expect("a temporary path is UTF-8");
        self.git(&["fetch", "-q", other, "+refs/heads/*:refs/taken/*"], b"");
    }

    /// The paths a commit changes against another, with their letter (`A`, `M`, `D`).
    pub fn changed_paths(&self, from: &str, to: &str) -> Vec<String> {
        let listed = self.text(&["diff", "--name-status", "--no-renames", from, to]);
        listed.lines().map(|line| line.replace('\t', " ")).collect()
    }

    pub fn merge_base(&self, one: &str, other: &str) -> Option<String> {
        let found = self.try_git(&["merge-base", one, other], b"")?;
        Some(String::from_utf8(found).expect("an object name").trim().to_owned())
    }

    /// Merges a commit into another as GitHub would; `None` where they conflict.
    pub fn merged_tree(&self, into: &str, commit: &str) -> Option<String> {
        let tree = self.try_git(&["merge-tree", "--write-tree", into, commit], b"")?;
        Some(String::from_utf8(tree).expect("an object name").trim().to_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("--git-dir")
            .arg(&self.path)
            .args(arguments)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("LC_ALL", "C");
        command
    }

    fn try_git(&self, arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
        run(self.command(arguments), input).ok()
    }

    #[track_caller]
    fn git(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        run(self.command(arguments), input)
            .unwrap_or_else(|error| panic!("git {arguments:?}: {error}"))
    }

    #[track_caller]
    fn text(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.git(arguments, b"")).expect("git prints UTF-8 here")
    }

    #[track_caller]
    fn name(&self, arguments: &[&str], input: &[u8]) -> String {
        let name = String::from_utf8(self.git(arguments, input)).expect("an object name");
        name.trim().to_owned()
    }
}

impl Identity {
    fn read(line: &str) -> Self {
        let (name, rest) = line.split_once(" <").expect("a name before the address");
        let (email, when) = rest.split_once("> ").expect("a time after the address");
        let seconds = when.split(' ').next().and_then(|seconds| seconds.parse().ok());
        Self { name: name.into(), email: email.into(), time: seconds.expect("seconds since 1970") }
    }

    fn write(&self) -> String {
        format!("{} <{}> {} +0000", self.name, self.email, self.time)
    }
}

fn run(mut command: Command, input: &[u8]) -> Result<Vec<u8>, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    child.stdin.take().expect("a pipe").write_all(input).map_err(|error| error.to_string())?;
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
