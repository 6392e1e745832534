//! The real blog, from the bundle beside the project; skipped visibly where it is absent.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use yiqi::{
    convention::{Convention, ConventionKind, PathRole},
    history::{FileHistory, History},
    repository::{Mirror, Settings, Tracked},
};

pub(crate) fn bundle() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hf-blog.bundle");
    if path.is_file() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

pub(crate) fn convention() -> Convention {
    Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).expect("a known convention")
}

fn tracked() -> Tracked {
    let convention = convention();
    Arc::new(move |path| convention.tracks(path))
}

pub(crate) async fn fetched(folder: &Path, bundle: &Path) -> (Mirror, History) {
    let mirror = Mirror::new(Settings {
        url: bundle.display().to_string(),
        branch: None,
        mirror: folder.join("mirror.git"),
    });
    let history = mirror.fetch(None, &tracked()).await.expect("the bundle is fetched");
    (mirror, history)
}

/// Commits that changed a path without renames followed, oldest first, without those that deleted it.
fn git_log(mirror: &Path, path: &str) -> Vec<String> {
    let output = Command::new("git")
        .env("GIT_DIR", mirror)
        .args(["log", "--format=%H", "--diff-filter=AM", "--reverse", "refs/yiqi/head", "--", path])
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(ToOwned::to_owned).collect()
}

fn commits_under_its_name(file: &FileHistory) -> Vec<String> {
    let own = file.versions.iter().filter(|version| version.path == file.path);
    own.map(|version| version.commit.to_string()).collect()
}

#[tokio::test]
async fn versions_of_the_real_blog_are_those_git_log_tells() {
    let Some(bundle) = bundle() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mirror, history) = fetched(folder.path(), &bundle).await;

    let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &history.files {
        let role = match convention().role(&file.path) {
            PathRole::Source(_) => "source",
            PathRole::Target(_) => "target",
            PathRole::SourceIndex | PathRole::TargetIndex => "index",
            PathRole::Untracked => "other",
        };
        *roles.entry(role).or_default() += 1;
    }
    assert_eq!(history.commits, 2207);
    assert!(roles["source"] >= 525 && roles["target"] >= 210, "{roles:?}");
    assert_eq!(roles["index"], 2);

    // Every eleventh file, to keep the number of git processes down, and those that were renamed.
    let renamed = |file: &FileHistory| file.versions[0].path != file.path;
    assert!(history.files.iter().filter(|file| renamed(file)).count() >= 27, "cn/ became zh/");
    let mut compared = 0;
    for file in history.files.iter().step_by(11) {
        let path = file.path.as_str();
        let expected = git_log(&mirror.settings().mirror, path);
        assert_eq!(commits_under_its_name(file), expected, "{path}");
        compared += 1;
    }
    assert!(compared > 50);
    for file in &history.files {
        let positions: Vec<u32> = file.versions.iter().map(|version| version.position).collect();
        assert!(positions.is_sorted_by(|a, b| a < b), "{}", file.path);
    }
}

#[tokio::test]
async fn every_version_of_the_real_blog_can_be_read() {
    let Some(bundle) = bundle() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mirror, history) = fetched(folder.path(), &bundle).await;
    let reader = mirror.reader().expect("the mirror opens");
    for version in history.files.iter().flat_map(|file| &file.versions) {
        reader.blob(&version.path, version.blob).expect("tracked contents are there");
    }
    let again = mirror.history(history.head, None, &tracked()).expect("walks");
    assert_eq!(again, history);
}
