//! Repositories and mirrors that somebody made to do harm.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use super::support::{World, commit, git, tracked};
use crate::{
    ids::{CommitId, RepoPath},
    repository::{CommitPlan, FileEdit, Mirror, RepositoryError, Settings, Tracked, git::Git},
};

/// Writes an object as it is, without git's looking at it.
#[track_caller]
fn write_object(repository: &Path, kind: &str, bytes: &[u8]) -> String {
    let mut git = Command::new("git");
    git.env("GIT_DIR", repository).stdin(Stdio::piped()).stdout(Stdio::piped());
    let git = git.args(["hash-object", "-w", "--stdin", "--literally", "-t", kind]).spawn();
    let mut git = git.expect("git runs");
    git.stdin.take().expect("is piped").write_all(bytes).expect("git reads");
    let output = git.wait_with_output().expect("git ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("a name").trim().to_owned()
}

/// A tree of raw entries: mode, name, name of the object.
fn write_tree(repository: &Path, entries: &[(&str, &str, &str)]) -> String {
    let mut bytes = Vec::new();
    for (mode, name, id) in entries {
        bytes.extend(format!("{mode} {name}\0").bytes());
        bytes.extend(hex::decode(id).expect("a name"));
    }
    write_object(repository, "tree", &bytes)
}

#[track_caller]
fn commit_tree(world: &World, tree: &str) -> CommitId {
    let parent = git(&world.source, "rev-parse", &["main"]);
    let text = format!(
        "tree {tree}\nparent {}\nauthor Eve <eve@example.org> 1700000001 +0000\n\
         committer Eve <eve@example.org> 1700000001 +0000\n\nEdit\n",
        parent.trim()
    );
    let head = write_object(&world.source, "commit", text.as_bytes());
    git(&world.source, "update-ref", &["refs/heads/main", &head]);
    head.parse().expect("a name")
}

#[tokio::test]
async fn links_submodules_and_names_no_checkout_would_make_are_no_posts() {
    let world = World::new();
    let first = world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let blob = write_object(&world.source, "blob", b"forged\n");
    let link = write_object(&world.source, "blob", b"/etc/passwd");
    let inner = write_tree(&world.source, &[("100644", "b.md", &blob)]);
    let tree = write_tree(
        &world.source,
        &[
            ("40000", "..", &inner),
            ("100644", "../c.md", &blob),
            ("40000", ".git", &inner),
            ("100644", "a.md", &blob),
            ("120000", "link.md", &link),
            ("160000", "module.md", &first.to_string()),
            ("100755", "runs.md", &blob),
            ("100644", "zh/c.md", &blob),
        ],
    );
    let head = commit_tree(&world, &tree);
    let all: Tracked = Arc::new(|_| true);
    let history = world.mirror.fetch(None, &all).await.expect("fetches");
    assert_eq!(history.head, head);
    let paths: Vec<_> = history.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a.md", "runs.md"]);
    for path in ["link.md", "module.md"] {
        let found = world.mirror.file_at(head, &RepoPath::from(path)).expect("reads");
        assert_eq!(found, None, "{path}");
    }
}

/// Read from the source itself: git would not even fetch trees that are nested so deeply.
#[tokio::test]
async fn folders_in_folders_without_end_do_not_use_up_the_stack() {
    let world = World::new();
    world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let blob = write_object(&world.source, "blob", b"deep\n");
    // By one process: as many as there are levels would take minutes.
    let path = format!("{}x.md", "d/".repeat(20_000));
    let stream = format!(
        "commit refs/heads/deep\ncommitter Eve <eve@example.org> 1700000001 +0000\ndata 0\n\
         M 100644 {blob} {path}\nM 100644 {blob} near.md\n"
    );
    let import = Git::local("fast-import").dir(&world.source).arg("--quiet");
    import.stdin(stream.into_bytes()).run().await.expect("git writes it");
    let head = git(&world.source, "rev-parse", &["deep"]).trim().parse().expect("a name");
    let all: Tracked = Arc::new(|_| true);
    let settings = Settings { mirror: world.source.clone(), ..world.mirror.settings().clone() };
    let history = Mirror::new(settings).history(head, None, &all).expect("walks");
    let paths: Vec<_> = history.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["near.md"]);
}

#[tokio::test]
async fn a_content_that_unpacks_to_far_more_than_a_post_is_not_read() {
    let world = World::new();
    let bomb = "a".repeat(64 << 20);
    let head = world.push(&[commit("one", &[("a.md", Some("A\n")), ("bomb.md", Some(&bomb))])]);
    let packed = git(&world.source, "count-objects", &["-v"]);
    assert!(packed.contains("size-pack: ") && !packed.contains("size-pack: 6553"), "{packed}");
    let history = world.mirror.fetch(None, &tracked()).await.expect("fetches");
    assert_eq!(history.files.len(), 2);
    let reader = world.mirror.reader().expect("opens");
    let bomb = history.files.iter().find(|file| file.path.as_str() == "bomb.md").expect("is there");
    let text = reader.text(&bomb.path, bomb.versions[0].blob).expect("the others go on");
    assert_eq!(&*text, "");
    let error = world.mirror.file_at(head, &bomb.path).expect_err("it is too large");
    assert!(matches!(error, RepositoryError::TooLarge { bytes: 67_108_864, .. }), "{error}");
}

/// A mirror whose configuration and hooks run a program that leaves `trace` behind, where they are obeyed.
fn poison(mirror: &Path, trace: &Path) {
    let touch = format!("touch '{}'", trace.display());
    let included = mirror.join("included");
    fs::write(&included, format!("[core]\n\tsshCommand = {touch}\n")).expect("writes");
    let config = format!(
        "[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tfsmonitor = {touch}\n\
         \tsshCommand = {touch}\n\thooksPath = hooks\n\tgitProxy = {touch}\n\
         \talternateRefsCommand = {touch}\n[protocol]\n\tallow = always\n[protocol \"ext\"]\n\
         \tallow = always\n[extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\
         \tpromisor = true\n\tpartialCloneFilter = blob:none\n\
         \tuploadpack = {touch}; git-upload-pack\n\treceivepack = {touch}; git-receive-pack\n\
         [url \"ext::sh -c {trace}\"]\n\tinsteadOf = /\n[include]\n\tpath = included\n\
         [credential]\n\thelper = \"!{touch}\"\n",
        trace = trace.display(),
    );
    fs::write(mirror.join("config"), config).expect("writes");
    fs::create_dir_all(mirror.join("hooks")).expect("makes a folder");
    for hook in ["reference-transaction", "pre-push", "post-update", "pre-auto-gc"] {
        use std::os::unix::fs::PermissionsExt as _;
        let path = mirror.join("hooks").join(hook);
        fs::write(&path, format!("#!/bin/sh\n{touch}\n")).expect("writes");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("makes it run");
    }
    fs::write(mirror.join("objects/info/alternates"), "/nowhere/objects\n").expect("writes");
}

#[tokio::test]
async fn a_mirror_whose_configuration_was_poisoned_runs_nothing_and_goes_on() {
    let world = World::new();
    world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let mirror = world.mirror.settings().mirror.clone();
    world.mirror.fetch(None, &tracked()).await.expect("fetches");
    let trace = world.folder.path().join("trace");

    poison(&mirror, &trace);
    let head = world.push(&[commit("two", &[("b.md", Some("B\n"))])]);
    let history = world.mirror.fetch(None, &tracked()).await.expect("fetches");
    assert_eq!(history.head, head);
    assert!(!trace.exists(), "a fetch ran a program the mirror's configuration names");

    poison(&mirror, &trace);
    let plan = CommitPlan {
        branch: "yiqi/zh/a".into(),
        base: head,
        files: vec![FileEdit { path: RepoPath::from("zh/a.md"), content: "甲\n".into() }],
        message: "Add".into(),
        author_name: "Ada".into(),
        author_email: "ada@example.org".into(),
        time: 1_700_000_000,
    };
    let target = world.source.display().to_string();
    world.mirror.commit_to_branch(&target, &plan).await.expect("publishes");
    assert!(!trace.exists(), "a push ran a program the mirror's configuration names");
}

#[tokio::test]
async fn a_source_that_names_a_program_is_refused() {
    let world = World::new();
    let trace = world.folder.path().join("trace");
    let touch = trace.display();
    for url in [
        format!("ext::sh -c touch% {touch}"),
        format!("ext::sh -c \"touch {touch}\""),
        "fd::17".to_owned(),
        format!("--upload-pack=touch {touch}"),
        format!("-oProxyCommand=touch {touch}"),
        "data:text/plain,x".to_owned(),
        "ftp://example.org/a.git".to_owned(),
        format!("ssh://-oProxyCommand=touch%20{touch}/a.git"),
    ] {
        let mirror = world.mirror_of(&url, Some("main"));
        mirror.fetch(None, &tracked()).await.expect_err(&url);
        mirror.reach().await.expect_err(&url);
        assert!(!trace.exists(), "{url} ran a program");
    }
    for branch in ["--upload-pack=touch x", "-x", "a..b", "a:b", "refs/heads/../x", "a\nb"] {
        let mirror = world.mirror_of(&world.source.display().to_string(), Some(branch));
        let error = mirror.fetch(None, &tracked()).await.expect_err(branch);
        assert!(matches!(error, RepositoryError::BadName { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_mirror_with_a_damaged_object_is_made_anew_by_the_fetch_after_it_was_met() {
    let world = World::new();
    world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let history = world.mirror.fetch(None, &tracked()).await.expect("fetches");
    let mirror = world.mirror.settings().mirror.clone();
    damage(&mirror);
    let (path, blob) = (&history.files[0].path, history.files[0].versions[0].blob);
    world.mirror.blob(path, blob).expect_err("its bytes are damaged");
    world.mirror.fetch(Some(history.clone().into()), &tracked()).await.expect("heals");
    assert_eq!(world.mirror.blob(path, blob).expect("reads"), b"A\n");
    // And is not made anew for ever.
    fs::write(mirror.join("kept"), "").expect("writes");
    world.mirror.fetch(Some(history.into()), &tracked()).await.expect("fetches");
    assert!(mirror.join("kept").exists());
}

#[tokio::test]
async fn a_mirror_that_is_gone_is_made_again() {
    let world = World::new();
    world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let history = world.mirror.fetch(None, &tracked()).await.expect("fetches");
    for lost in ["objects", "refs", "HEAD", ""] {
        let lost = world.mirror.settings().mirror.join(lost);
        let gone = if lost.is_dir() { fs::remove_dir_all(&lost) } else { fs::remove_file(&lost) };
        gone.expect("was there");
        let known = Some(history.clone().into());
        let again = world.mirror.fetch(known, &tracked()).await;
        let again = again.unwrap_or_else(|error| panic!("{}: {error}", lost.display()));
        assert_eq!(again.head, history.head);
        let (path, blob) = (&history.files[0].path, history.files[0].versions[0].blob);
        assert_eq!(world.mirror.blob(path, blob).expect("reads"), b"A\n");
    }
}

/// Turns bytes in the middle of every pack and loose object over.
fn damage(repository: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mut folders = vec![repository.join("objects")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("reads").map(|entry| entry.expect("reads").path())
        {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let is_pack = entry.extension().is_some_and(|ending| ending == "pack");
            if !is_pack && entry.extension().is_some() {
                continue;
            }
            let mut bytes = fs::read(&entry).expect("reads");
            let start = if is_pack { 14 } else { 2 };
            let end = bytes.len().saturating_sub(if is_pack { 20 } else { 0 });
            bytes[start.min(end)..end].iter_mut().for_each(|byte| *byte ^= 0xff);
            fs::set_permissions(&entry, fs::Permissions::from_mode(0o644)).expect("may be written");
            fs::write(&entry, bytes).expect("writes");
        }
    }
}
