//! Fetching from every kind of source, and from what is none.

use std::sync::Arc;

use super::support::{World, commit, git, page, tracked, versions};
use crate::{
    ids::RepoPath,
    repository::{RepositoryError, git::Git},
};

#[tokio::test]
async fn repository_on_disk_is_mirrored_and_followed() {
    let world = World::new();
    let first = world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let history = world.mirror.fetch(None, &tracked()).await.expect("fetches");
    assert_eq!(history.head, first);
    assert_eq!(world.mirror.head().expect("head"), Some(first));

    let second = world.push(&[commit("two", &[("zh/a.md", Some("甲\n"))])]);
    let history = world.mirror.fetch(Some(history.into()), &tracked()).await.expect("fetches");
    assert_eq!((history.head, history.commits), (second, 2));
    let version = &history.files[1].versions[0];
    let path = RepoPath::from("zh/a.md");
    assert_eq!(world.mirror.blob(&path, version.blob).expect("blob"), "甲\n".as_bytes());
    assert_eq!(
        world.mirror.file_at(second, &path).expect("reads"),
        Some("甲\n".as_bytes().to_vec())
    );
    assert_eq!(world.mirror.file_at(first, &path).expect("reads"), None);
}

#[tokio::test]
async fn failed_fetch_leaves_the_last_good_state() {
    let world = World::new();
    let head = world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    world.mirror.fetch(None, &tracked()).await.expect("fetches");
    std::fs::rename(&world.source, world.folder.path().join("away")).expect("moves");
    let error = world.mirror.fetch(None, &tracked()).await.expect_err("the source is gone");
    assert!(matches!(error, RepositoryError::NotARepository { .. }), "{error}");
    assert_eq!(world.mirror.head().expect("head"), Some(head));
}

#[tokio::test]
async fn server_that_filters_sends_tracked_contents_alone() {
    let world = World::new();
    let first = world.push(&[
        commit(
            "add",
            &[
                ("a.md", Some(&page("a", 0))),
                ("notes/b.md", Some(&page("b", 0))),
                ("img/a.png", Some("pixels")),
                ("img/notes.md", Some("about the pixels\n")),
            ],
        ),
        commit("edit", &[("a.md", Some(&page("a", 1)))]),
    ]);
    let mirror = world.lean_mirror();
    let history = mirror.fetch(None, &tracked()).await.expect("fetches");
    assert_eq!(versions(&history, "a.md").len(), 2);
    world.expect_contents(&mirror, &history);
    for path in ["img/a.png", "img/notes.md", "notes/b.md"] {
        let error = mirror.file_at(first, &path.into()).expect_err("is not mirrored");
        assert!(matches!(error, RepositoryError::MissingBlob { .. }), "{error}");
    }
    assert!(mirror.contains(first, &"img".into()).expect("trees are there"));
    assert!(!mirror.contains(first, &"img/b.png".into()).expect("trees are there"));

    // A rename from an untracked folder needs contents nobody had asked for so far, on both its sides.
    world.push(&[commit("move", &[("notes/b.md", None), ("b.md", Some(&page("b", 2)))])]);
    let known = Arc::new(history);
    let history = mirror.fetch(Some(Arc::clone(&known)), &tracked()).await.expect("fetches");
    assert_eq!(versions(&history, "b.md"), [(0, "notes/b.md".into()), (2, "b.md".into())]);
    world.expect_contents(&mirror, &history);
    assert_eq!(history, world.walk(history.head, None));
}

#[tokio::test]
async fn bundle_without_a_head_is_followed_by_its_branch() {
    let world = World::new();
    let head = world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let bundle = world.folder.path().join("blog.bundle");
    git(&world.source, "bundle", &["create", "-q", bundle.to_str().expect("UTF-8"), "main"]);
    let mirror = world.mirror_of(&bundle.display().to_string(), None);
    let history = mirror.fetch(None, &tracked()).await.expect("fetches");
    assert_eq!(history.head, head);
    assert_eq!(mirror.reach().await.expect("reads"), head);
    let target = world.folder.path().join("target.git");
    mirror.init_publish_target(&target).await.expect("makes the target");
    assert_eq!(git(&target, "rev-parse", &["HEAD"]).trim(), head.to_string());
}

#[tokio::test]
async fn branch_that_does_not_exist_is_told_with_those_that_do() {
    let world = World::new();
    world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let mirror = world.mirror_of(&world.source.display().to_string(), Some("mian"));
    let error = mirror.fetch(None, &tracked()).await.expect_err("there is no such branch");
    let told = error.to_string();
    assert!(told.ends_with("there is no branch \"mian\"; it has main"), "{told}");
    assert_eq!(mirror.head().expect("no mirror is no error"), None);
}

#[tokio::test]
async fn what_is_no_repository_is_told_so() {
    let world = World::new();
    let file = world.folder.path().join("a.txt");
    std::fs::write(&file, "no bundle").expect("writes");
    let empty = world.folder.path().join("empty.git");
    git(world.folder.path(), "init", &["--bare", "-q", empty.to_str().expect("UTF-8")]);
    let folder = world.folder.path().display().to_string();
    let file = file.display().to_string();
    let empty = empty.display().to_string();
    for url in [&*folder, &*file, &*empty, "no/such/path", "ext::sh -c true", ""] {
        let error = world.mirror_of(url, None).fetch(None, &tracked()).await;
        let error = error.expect_err("no repository");
        assert!(matches!(error, RepositoryError::NotARepository { .. }), "{url}: {error:?}");
    }
    let unreachable = world.mirror_of("http://user:secret@127.0.0.1:1/a.git", None);
    let error = unreachable.fetch(None, &tracked()).await.expect_err("nobody listens there");
    assert!(matches!(error, RepositoryError::Unreachable { .. }), "{error:?}");
    assert!(!error.to_string().contains("secret"), "{error}");
    let bad = world.mirror_of(&folder, Some("-x..y"));
    let error = bad.fetch(None, &tracked()).await.expect_err("no branch name");
    assert!(matches!(error, RepositoryError::BadName { .. }), "{error:?}");
}

#[tokio::test]
async fn folder_that_is_no_mirror_is_never_replaced() {
    let world = World::new();
    world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let folder = world.mirror.settings().mirror.clone();
    std::fs::create_dir_all(&folder).expect("makes");
    std::fs::write(folder.join("precious"), "x").expect("writes");
    let error = world.mirror.fetch(None, &tracked()).await.expect_err("somebody's folder");
    assert!(error.to_string().contains("is not a mirror"), "{error}");
    assert!(folder.join("precious").exists());
}

#[tokio::test]
async fn half_made_mirror_is_made_anew() {
    let world = World::new();
    let head = world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let folder = world.mirror.settings().mirror.clone();
    for name in ["mirror.git.incoming", "mirror.git.old"] {
        let left = folder.with_file_name(name);
        std::fs::create_dir_all(left.join("objects")).expect("makes");
    }
    assert_eq!(world.mirror.fetch(None, &tracked()).await.expect("fetches").head, head);
    std::fs::write(folder.join("config"), "[core\n").expect("damages");
    assert_eq!(world.mirror.fetch(None, &tracked()).await.expect("fetches").head, head);
    assert_eq!(world.mirror.head().expect("reads"), Some(head));
}

#[tokio::test]
async fn shallow_source_gives_the_history_it_has() {
    let world = World::new();
    world.push(&[
        commit("one", &[("a.md", Some("A\n"))]),
        commit("two", &[("a.md", Some("A\nB\n"))]),
    ]);
    let url = format!("file://{}", world.source.display());
    let shallow = world.folder.path().join("shallow.git");
    Git::network("clone")
        .arg("--bare")
        .arg("--quiet")
        .arg("--depth=1")
        .operand(url)
        .operand(&shallow)
        .run_blocking()
        .expect("clones");
    let mirror = world.mirror_of(&shallow.display().to_string(), None);
    let history = mirror.fetch(None, &tracked()).await.expect("fetches");
    assert_eq!(versions(&history, "a.md"), [(0, "a.md".into())]);
}

#[tokio::test]
async fn branch_checked_out_in_a_work_tree_can_be_followed() {
    let world = World::new();
    let head = world.push(&[commit("one", &[("a.md", Some("A\n"))])]);
    let tree = world.folder.path().join("work");
    Git::network("clone")
        .arg("--quiet")
        .operand(&world.source)
        .operand(&tree)
        .run_blocking()
        .expect("clones");
    let mirror = world.mirror_of(&tree.display().to_string(), None);
    assert_eq!(mirror.fetch(None, &tracked()).await.expect("fetches").head, head);
}
