//! Which git processes a sync starts: the fetch and no other. Everything else is read in process.
//!
//! A wrapper that stands before git on the `PATH` of the real binary writes down what it is asked; what
//! git starts by itself it starts from its own folder and is not counted.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf, process::Command};

use tempfile::TempDir;
use yiqi::{
    ids::RepoPath,
    repository::{ScriptedCommit, write_commits},
};

struct World {
    folder: TempDir,
    source: PathBuf,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = folder.path().join("source.git");
        let world = Self { folder, source };
        world.push("bees.md", "# Bees\n\nThey hum.\n");
        world.push("zh/bees.md", "# 蜜蜂\n\n它们嗡嗡作响。\n");
        let wrapper = world.path("bin/git");
        fs::create_dir(world.path("bin")).expect("makes a folder");
        let git = Command::new("sh").args(["-c", "command -v git"]).output().expect("sh runs");
        let git = String::from_utf8(git.stdout).expect("a path");
        let log = world.path("asked");
        let script = format!(
            "#!/bin/sh\necho \"$1\" >> '{}'\nexec '{}' \"$@\"\n",
            log.display(),
            git.trim()
        );
        fs::write(&wrapper, script).expect("writes");
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).expect("makes it run");
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn push(&self, path: &str, text: &str) {
        let commit = ScriptedCommit {
            files: vec![(RepoPath::from(path), Some(text.as_bytes().to_vec()))],
            message: "Edit".into(),
            author_name: "Mira".into(),
            author_email: "mira@bees.example".into(),
            time: 1_700_000_000,
        };
        write_commits(&self.source, "main", &[commit]).expect("commits are written");
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(&self.source).args(arguments);
        assert!(git.status().expect("git runs").success(), "git {arguments:?}");
    }

    /// Syncs by the binary and returns the subcommands git was asked for, in order.
    #[track_caller]
    fn sync(&self, source: &str) -> Vec<String> {
        let log = self.path("asked");
        let _ = fs::remove_file(&log);
        let synced = Command::new("sh")
            .args(["-c", "PATH=\"$1:$PATH\"; shift; exec \"$@\"", "sh"])
            .arg(self.path("bin"))
            .arg(env!("CARGO_BIN_EXE_yiqi"))
            .current_dir(self.folder.path())
            .env("XDG_CACHE_HOME", self.path("cache"))
            .args(["sync", "--convention", "hf-blog", "--source", source, "--data-dir", "state"])
            .output()
            .expect("the binary runs");
        assert!(synced.status.success(), "{}", String::from_utf8_lossy(&synced.stderr));
        let asked = fs::read_to_string(log).unwrap_or_default();
        asked.lines().map(str::to_owned).collect()
    }
}

#[test]
fn following_a_repository_takes_one_fetch_whatever_came() {
    let world = World::new();
    let source = world.source.display().to_string();
    assert_eq!(world.sync(&source).last().map(String::as_str), Some("fetch"), "the first sync");
    assert_eq!(world.sync(&source), ["fetch"], "nothing came");
    world.push("bees.md", "# Bees\n\nThey hum and dance.\n");
    assert_eq!(world.sync(&source), ["fetch"], "a version of a post came");
    world.push("wasps.md", "# Wasps\n\nThey do not.\n");
    assert_eq!(world.sync(&source), ["fetch"], "a post came");
}

#[test]
fn a_source_without_a_head_is_asked_for_its_branch_once() {
    let world = World::new();
    let bundle = world.path("blog.bundle");
    let source = bundle.display().to_string();
    let bundle_up = || world.git(&["bundle", "create", "--quiet", &source, "main"]);
    bundle_up();
    let first = world.sync(&source);
    assert_eq!(first.iter().filter(|asked| *asked == "ls-remote").count(), 1, "{first:?}");
    assert_eq!(world.sync(&source), ["fetch"], "nothing came");
    world.push("bees.md", "# Bees\n\nThey hum and dance.\n");
    bundle_up();
    assert_eq!(world.sync(&source), ["fetch"], "a version of a post came");

    // Where the branch that is remembered is gone, the source is asked again.
    world.git(&["branch", "--quiet", "--move", "main", "trunk"]);
    world.git(&["bundle", "create", "--quiet", &source, "trunk"]);
    assert_eq!(world.sync(&source), ["fetch", "ls-remote", "fetch"]);
    assert_eq!(world.sync(&source), ["fetch"]);
}

#[test]
fn a_server_that_filters_is_asked_for_new_contents_in_one_go() {
    let world = World::new();
    for setting in ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"] {
        world.git(&["config", setting, "true"]);
    }
    let source = format!("file://{}", world.source.display());
    world.sync(&source);
    assert_eq!(world.sync(&source), ["fetch"], "nothing came");
    for text in ["They dance.", "They dance and sing."] {
        world.push("bees.md", &format!("# Bees\n\n{text}\n"));
        world.push("zh/bees.md", &format!("# 蜜蜂\n\n{text}\n"));
    }
    assert_eq!(world.sync(&source), ["fetch", "fetch"], "commits and trees, then four contents");
}
