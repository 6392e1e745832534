//! What a sync of the real blog costs, beside one `git log` over the same history.
//!
//! `cargo bench --bench sync`. The targets are ratios of one run: the cold pass at most 6 times
//! `git_log`, one new commit at most a twentieth of the cold pass.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, LazyLock},
};

use divan::Bencher;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use yiqi::{
    catalogue::{self, Catalogue, CatalogueDiff, Inputs},
    convention::{Convention, ConventionKind},
    history::History,
    ids::{CommitId, ProjectId},
    repository::{Mirror, RepositoryError, Settings, Tracked},
    store::Store,
};

fn main() {
    match &*BLOG {
        Some(_) => divan::main(),
        None => eprintln!("skipped: ../shared/data/hf-blog.bundle is not there"),
    }
}

/// A mirror of the bundle, fetched once.
struct Blog {
    runtime: Runtime,
    mirror: Mirror,
    head: CommitId,
    /// Kept so that it is not deleted before the process ends.
    _folder: TempDir,
}

static BLOG: LazyLock<Option<Blog>> = LazyLock::new(|| {
    let bundle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hf-blog.bundle");
    if !bundle.is_file() {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mirror = Mirror::new(Settings {
        url: bundle.display().to_string(),
        branch: None,
        mirror: folder.path().join("mirror.git"),
    });
    let runtime = Runtime::new().expect("a runtime");
    let history = runtime.block_on(mirror.fetch(None, &tracked())).expect("the bundle is fetched");
    Some(Blog { runtime, mirror, head: history.head, _folder: folder })
});

fn blog() -> &'static Blog {
    BLOG.as_ref().expect("main looked")
}

fn convention() -> Convention {
    Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).expect("a known convention")
}

fn tracked() -> Tracked {
    let convention = convention();
    Arc::new(move |path| convention.tracks(path))
}

fn git(subcommand: &str) -> Command {
    let mut git = Command::new("git");
    git.env("GIT_DIR", &blog().mirror.settings().mirror).arg(subcommand).stdin(Stdio::null());
    git
}

impl Blog {
    /// The history before the newest commit that touched a post.
    fn before_the_newest_post(&self) -> History {
        let output = git("rev-list")
            .args(["-1", "--skip=1", "refs/yiqi/head", "--", "*.md"])
            .output()
            .expect("git runs");
        let parent = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a commit");
        self.walk(parent, None)
    }

    fn walk(&self, head: CommitId, known: Option<&History>) -> History {
        self.mirror.history(head, known, &tracked()).expect("walks")
    }

    fn judge(&self, history: &History, previous: Option<&Catalogue>) -> Catalogue {
        let reader = self.mirror.reader().expect("opens");
        catalogue::assemble(&Inputs {
            convention: &convention(),
            history,
            contents: &|path, blob| {
                let bytes = reader.blob(path, blob)?;
                Ok::<_, RepositoryError>(Arc::from(String::from_utf8_lossy(&bytes)))
            },
            pins: &HashMap::new(),
            dismissals: &HashMap::new(),
            mass_edit_files: 15,
            previous,
            progress: &|_, _| {},
        })
        .expect("every content is there")
    }

    fn store(&self, store: &Store, old: Option<&Catalogue>, new: &Catalogue) {
        let diff = CatalogueDiff::between(old, new);
        let project = ProjectId::new("blog");
        self.runtime
            .block_on(store.apply_catalogue(&project, "bench", &diff, new))
            .expect("is stored");
    }
}

fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("yiqi.sqlite3")
}

/// A fresh database in a folder of its own.
fn empty_store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = blog().runtime.block_on(Store::open(&database(&folder))).expect("a database");
    (folder, store)
}

#[divan::bench]
fn git_log(bencher: Bencher) {
    bencher.bench(|| {
        let status = git("log")
            .args(["--name-status", "--no-renames", "refs/yiqi/head"])
            .stdout(Stdio::null())
            .status();
        assert!(status.expect("git runs").success());
    });
}

/// Every tracked path's versions.
#[divan::bench]
fn walk(bencher: Bencher) {
    bencher.bench(|| blog().walk(blog().head, None));
}

/// Every post judged.
#[divan::bench(sample_count = 10)]
fn judge(bencher: Bencher) {
    let history = blog().walk(blog().head, None);
    bencher.bench(|| blog().judge(&history, None));
}

/// Contents of all versions read, one thread.
#[divan::bench(sample_count = 10)]
fn read(bencher: Bencher) {
    let history = blog().walk(blog().head, None);
    bencher.bench(|| {
        let reader = blog().mirror.reader().expect("opens");
        for version in history.files.iter().flat_map(|file| &file.versions) {
            divan::black_box(reader.blob(&version.path, version.blob).expect("is there"));
        }
    });
}

/// Objects fetched, database empty: walk, judge and store everything.
#[divan::bench(sample_count = 10)]
fn cold_pass(bencher: Bencher) {
    bencher.with_inputs(empty_store).bench_local_refs(|(_folder, store)| {
        let history = blog().walk(blog().head, None);
        let catalogue = blog().judge(&history, None);
        blog().store(store, None, &catalogue);
    });
}

/// The newest commits after all others: walk, judge and store what is new.
#[divan::bench(sample_count = 20)]
fn one_new_commit(bencher: Bencher) {
    let known = blog().before_the_newest_post();
    let before = blog().judge(&known, None);
    let with_known = || {
        let (folder, store) = empty_store();
        blog().store(&store, None, &before);
        (folder, store)
    };
    bencher.with_inputs(with_known).bench_local_refs(|(_folder, store)| {
        let history = blog().walk(blog().head, Some(&known));
        let catalogue = blog().judge(&history, Some(&before));
        blog().store(store, Some(&before), &catalogue);
    });
}
