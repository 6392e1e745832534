//! Commits made on branches of other repositories.

use super::support::{World, commit, git, tracked};
use crate::{
    ids::{CommitId, RepoPath},
    repository::{CommitPlan, FileEdit, RepositoryError},
};

fn plan(base: CommitId, files: &[(&str, &[u8])]) -> CommitPlan {
    CommitPlan {
        branch: "yiqi/zh/a".into(),
        base,
        files: files
            .iter()
            .map(|(path, content)| FileEdit { path: (*path).into(), content: content.to_vec() })
            .collect(),
        message: "Add: zh/a.md\n\nSource-Commit: x\n".into(),
        author_name: "译者 <Ada>".into(),
        author_email: "ada@example.org".into(),
        time: 1_700_000_500,
    }
}

async fn world_with_a_post() -> (World, CommitId) {
    let world = World::new();
    let base = world.push(&[commit(
        "one",
        &[("a.md", Some("A\n")), ("zh/_blog.yml", Some("- local: z\n")), ("img/a.png", Some("x"))],
    )]);
    world.mirror.fetch(None, &tracked()).await.expect("fetches");
    (world, base)
}

#[tokio::test]
async fn published_commit_changes_the_named_files_and_nothing_else() {
    let (world, base) = world_with_a_post().await;
    let text = "---\r\ntitle: 甲\r\n---\n\u{feff}no newline at the end".as_bytes();
    let plan = plan(base, &[("zh/a.md", text), ("zh/_blog.yml", b"- local: z\n- local: a\n")]);
    let remote = world.source.display().to_string();
    let made = world.mirror.commit_to_branch(&remote, &plan).await.expect("publishes");

    let range = [base.to_string(), made.to_string()];
    let changed = git(&world.source, "diff", &["--name-status", &range[0], &range[1]]);
    assert_eq!(changed, "M\tzh/_blog.yml\nA\tzh/a.md\n");
    let content = git(&world.source, "show", &["yiqi/zh/a:zh/a.md"]);
    assert_eq!(content.as_bytes(), text);
    let shown = git(&world.source, "show", &["-s", "--format=%an|%ae|%at|%B", "yiqi/zh/a"]);
    let expected = "译者  Ada|ada@example.org|1700000500|Add: zh/a.md\n\nSource-Commit: x\n";
    assert_eq!(shown.trim(), expected.trim());
    git(&world.source, "fsck", &["--strict"]);
}

#[tokio::test]
async fn publishing_again_makes_no_second_commit() {
    let (world, base) = world_with_a_post().await;
    let remote = world.source.display().to_string();
    let plan = plan(base, &[("zh/a.md", b"1\n")]);
    let first = world.mirror.commit_to_branch(&remote, &plan).await.expect("publishes");
    let again = world.mirror.commit_to_branch(&remote, &plan).await.expect("publishes");
    assert_eq!(first, again);
    let log = git(&world.source, "rev-list", &["--count", "main..yiqi/zh/a"]);
    assert_eq!(log.trim(), "1");
}

#[tokio::test]
async fn plan_interrupted_before_its_push_makes_the_same_commit() {
    let (world, base) = world_with_a_post().await;
    let remote = world.source.display().to_string();
    let plan = plan(base, &[("zh/a.md", b"1\n")]);
    let database = super::super::objects::Database::open(&world.mirror.settings().mirror);
    let made = super::super::publish::make(&database.expect("opens"), &plan, base).expect("makes");
    assert_eq!(world.mirror.commit_to_branch(&remote, &plan).await.expect("publishes"), made);
}

#[tokio::test]
async fn commit_of_somebody_else_on_the_branch_is_kept() {
    let (world, base) = world_with_a_post().await;
    let remote = world.source.display().to_string();
    let first = plan(base, &[("zh/a.md", b"1\n")]);
    world.mirror.commit_to_branch(&remote, &first).await.expect("publishes");
    let theirs = commit("theirs", &[("zh/b.md", Some("乙\n"))]);
    crate::repository::write_commits(&world.source, "yiqi/zh/a", &[theirs]).expect("writes");

    let second = plan(base, &[("zh/a.md", b"2\n")]);
    world.mirror.commit_to_branch(&remote, &second).await.expect("publishes");
    let files = git(&world.source, "diff", &["--name-status", "main", "yiqi/zh/a"]);
    assert_eq!(files, "A\tzh/a.md\nA\tzh/b.md\n");
    assert_eq!(git(&world.source, "show", &["yiqi/zh/a:zh/a.md"]), "2\n");
}

#[tokio::test]
async fn blobless_mirror_publishes_to_a_target_of_its_own() {
    let (world, base) = world_with_a_post().await;
    let mirror = world.lean_mirror();
    mirror.fetch(None, &tracked()).await.expect("fetches");
    let image = RepoPath::from("img/a.png");
    let error = mirror.file_at(base, &image).expect_err("images are not mirrored");
    assert!(matches!(error, RepositoryError::MissingBlob { .. }), "{error}");

    let target = world.folder.path().join("target.git");
    mirror.init_publish_target(&target).await.expect("makes the target");
    mirror.init_publish_target(&target).await.expect("leaves it alone");
    let plan = plan(base, &[("zh/a.md", b"1\n")]);
    let remote = target.display().to_string();
    let made = mirror.commit_to_branch(&remote, &plan).await.expect("publishes");
    assert_eq!(git(&target, "rev-parse", &["yiqi/zh/a"]).trim(), made.to_string());
    assert_eq!(git(&target, "rev-parse", &["HEAD"]).trim(), base.to_string());
    // And to the source itself, which has everything.
    let remote = world.source.display().to_string();
    assert_eq!(mirror.commit_to_branch(&remote, &plan).await.expect("publishes"), made);
}

#[tokio::test]
async fn file_is_refused_as_a_place_to_publish_to() {
    let (world, base) = world_with_a_post().await;
    let bundle = world.folder.path().join("a.bundle");
    std::fs::write(&bundle, "# v2 git bundle\n").expect("writes");
    let plan = plan(base, &[("zh/a.md", b"1\n")]);
    let error = world.mirror.commit_to_branch(&bundle.display().to_string(), &plan).await;
    let error = error.expect_err("a bundle cannot be written to");
    assert!(matches!(error, RepositoryError::NotPushable { .. }), "{error}");
}

#[tokio::test]
async fn path_that_git_would_not_store_is_refused() {
    let (world, base) = world_with_a_post().await;
    let remote = world.source.display().to_string();
    for path in ["../a.md", "zh//a.md", "/a.md", "", ".git/config", "a.md/b.md", "zh"] {
        let error = world.mirror.commit_to_branch(&remote, &plan(base, &[(path, b"1")])).await;
        let error = error.expect_err("a bad path");
        assert!(matches!(error, RepositoryError::BadName { .. }), "{path}: {error}");
    }
}
