//! How the cost of following a source grows: a made-up blog of 10,000 posts in 50,000 commits, cold, and
//! after one new commit that touches one post.
//!
//! `cargo bench --bench growth` (`-- POSTS COMMITS` for another size). It needs about half a gigabyte in
//! the folder for temporary files. A hundredth of it runs as a test, which counts work instead of time.

use std::{
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::runtime::Runtime;
use yiqi::{
    catalogue::Catalogue,
    convention::{Convention, ConventionKind},
    history::History,
    ids::CommitId,
    repository::{Mirror, Settings, Tracked},
    store::Store,
};

mod parts;
mod synthetic;

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let posts = numbers.next().unwrap_or(10_000);
    let size = synthetic::Size { posts, commits: numbers.next().unwrap_or(posts * 5) };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let upstream = folder.path().join("upstream.git");
    std::fs::create_dir(&upstream).expect("a folder");
    synthetic::make(&upstream, size);
    let site = Site {
        runtime: Runtime::new().expect("a runtime"),
        mirror: Mirror::new(Settings {
            url: upstream.display().to_string(),
            branch: None,
            mirror: folder.path().join("mirror.git"),
        }),
        convention: Convention::new(
            ConventionKind::Plain,
            "zh-CN",
            Some(synthetic::SOURCES),
            Some(synthetic::TARGETS),
        )
        .expect("sound templates"),
    };
    let store = site
        .runtime
        .block_on(Store::open(&folder.path().join("yiqi.sqlite3")))
        .expect("a database");
    println!("{} posts, {} commits", size.posts, size.commits);

    let (_, first) = timed(|| site.fetch(None));
    println!("first fetch with its walk    {first:>10.1?}");
    let log = || {
        let git_dir = &site.mirror.settings().mirror;
        let mut git = Command::new("git");
        git.env("GIT_DIR", git_dir).args([
            "log",
            "--name-status",
            "--no-renames",
            "refs/yiqi/head",
        ]);
        assert!(git.stdout(std::process::Stdio::null()).status().expect("git runs").success());
    };
    let (_, log) = timed(log);
    println!("git log --name-status        {log:>10.1?}");
    let head = site.mirror.head().expect("opens").expect("was fetched");
    // As a program finds it that just began, and has it when the next commit comes.
    let mirror = Mirror::new(site.mirror.settings().clone());
    let (history, walk) = timed(|| site.walk(&mirror, head, None));
    let (before, judge) = timed(|| site.judge(&history, None));
    let (_, kept) = timed(|| site.store(&store, None, &before));
    let cold = walk + judge + kept;
    println!(
        "cold pass                    {cold:>10.1?}  (walk {walk:.1?}, judge {judge:.1?}, store {kept:.1?})"
    );

    synthetic::edit(&upstream, 0, 5);
    let (_, fetch) = timed(|| site.fetch(Some(&before.history)));
    println!("fetch of one new commit      {fetch:>10.1?}  (git, its walk included)");
    let head = site.mirror.head().expect("opens").expect("was fetched");
    let (history, walk) = timed(|| site.walk(&mirror, head, Some(&before.history)));
    let (after, judge) = timed(|| site.judge(&history, Some(&before)));
    let (_, kept) = timed(|| site.store(&store, Some(&before), &after));
    let one = walk + judge + kept;
    println!(
        "one new commit               {one:>10.1?}  (walk {walk:.1?}, judge {judge:.1?}, store {kept:.1?})"
    );
    println!(
        "cold / git log {:.1}; cold / one new commit {:.1}",
        cold.as_secs_f64() / log.as_secs_f64(),
        cold.as_secs_f64() / one.as_secs_f64()
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

struct Site {
    runtime: Runtime,
    mirror: Mirror,
    convention: Convention,
}

impl Site {
    fn tracked(&self) -> Tracked {
        parts::tracked(&self.convention)
    }

    fn fetch(&self, known: Option<&History>) -> History {
        let known = known.cloned().map(Arc::new);
        self.runtime.block_on(self.mirror.fetch(known, &self.tracked())).expect("is fetched")
    }

    fn walk(&self, mirror: &Mirror, head: CommitId, known: Option<&History>) -> History {
        mirror.history(head, known, &self.tracked()).expect("walks")
    }

    fn judge(&self, history: &History, previous: Option<&Catalogue>) -> Catalogue {
        parts::judge(&self.mirror, &self.convention, history, previous)
    }

    fn store(&self, store: &Store, old: Option<&Catalogue>, new: &Catalogue) {
        parts::store(&self.runtime, store, old, new);
    }
}
