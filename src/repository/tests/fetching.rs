//! Fetching from every kind of source, and from what is none.

use super::support::{World, commit, tracked};
use crate::{ids::RepoPath, repository::RepositoryError};

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
