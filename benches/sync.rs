//! What a sync of the real blog costs, beside one `git log` over the same history.
//!
//! `cargo bench --bench sync` prints the ratios of paired rounds, then the parts one by one. The targets:
//! the cold pass at most 6 times `git log`, one new commit at most a twentieth of the cold pass, and at
//! most 3 times the memory of that git process.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
    time::Instant,
};

use divan::Bencher;
use tempfile::TempDir;
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

fn main() {
    match &*BLOG {
        Some(_) if std::env::args().any(|argument| argument == ONCE) => once(),
        Some(_) => {
            ratios();
            divan::main();
        }
        None => eprintln!("skipped: ../shared/data/hf-blog.bundle is not there"),
    }
}

/// With this argument the program takes one cold pass and prints the most memory it held.
const ONCE: &str = "--cold-pass-once";

fn once() {
    let (_folder, store) = empty_store();
    cold_pass_into(&store);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.and_then(|peak| peak.split_whitespace().next()).unwrap_or("0"));
}

/// Paired rounds, so that whatever else the machine does falls on all of them alike.
fn ratios() {
    const ROUNDS: usize = 15;
    let known = blog().before_the_newest_post();
    let before = blog().judge(&known, None);
    let mut rounds: Vec<[f64; 3]> = Vec::new();
    let mut busy = [0.0; 3];
    for _ in 0..ROUNDS {
        let mut taken = |place: usize, work: &mut dyn FnMut()| {
            let begun = processor_seconds();
            let seconds = seconds(work);
            busy[place] += processor_seconds() - begun;
            seconds
        };
        let log = taken(0, &mut || run_git_log(git("log")));
        let (_folder, store) = empty_store();
        let cold = taken(1, &mut || cold_pass_into(&store));
        let (_folder, store) = empty_store();
        blog().store(&store, None, &before);
        let mirror = mirror_after(&known);
        let one = taken(2, &mut || one_new_commit_into(&store, &mirror, &known, &before));
        rounds.push([log, cold, one]);
    }
    let median = |of: &dyn Fn(&[f64; 3]) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!("medians of {ROUNDS} paired rounds");
    println!("  git log            {:7.1} ms", median(&|round| round[0]) * 1e3);
    println!("  cold pass          {:7.1} ms", median(&|round| round[1]) * 1e3);
    println!("  one new commit     {:7.1} ms", median(&|round| round[2]) * 1e3);
    println!("  cold / git log     {:7.1}", median(&|round| round[1] / round[0]));
    println!("  cold / one commit  {:7.1}", median(&|round| round[1] / round[2]));
    let [log, cold, one] = busy.map(|seconds| seconds * 1e3 / ROUNDS as f64);
    println!("time of processors   {log:7.1} ms, {cold:.1} ms, {one:.1} ms on average");
    println!("  cold / git log     {:7.1}", cold / log);
    println!("  cold / one commit  {:7.1}", cold / one);
    memory();
}

/// The most memory a cold pass and a `git log` hold; needs GNU time.
fn memory() {
    let own = std::env::current_exe().and_then(|own| Command::new(own).arg(ONCE).output());
    let ours = own.ok().and_then(|output| number(&output.stdout));
    let mut time = Command::new("/usr/bin/time");
    time.args(["-f", "%M", "git"]).env("GIT_DIR", &blog().mirror.settings().mirror);
    time.args(["log", "--name-status", "--no-renames", "refs/yiqi/head"]).stdout(Stdio::null());
    let theirs = time.output().ok().and_then(|output| number(&output.stderr));
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        println!(
            "  memory             {:7.1} MB, git log {:.1} MB, ratio {:.1}",
            ours / 1e3,
            theirs / 1e3,
            ours / theirs
        );
    }
}

fn number(output: &[u8]) -> Option<f64> {
    String::from_utf8_lossy(output).trim().parse().ok().filter(|value| *value > 0.0)
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    divan::black_box(work());
    begun.elapsed().as_secs_f64()
}

/// What this process and its ended children used of the processors, which other work on the machine
/// changes less than it changes the time that passes. Linux counts it in hundredths of a second.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks =
        fields.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn run_git_log(mut git: Command) {
    git.args(["--name-status", "--no-renames", "refs/yiqi/head"]).stdout(Stdio::null());
    assert!(git.status().expect("git runs").success());
}

/// Objects fetched, database empty: walk, judge and store everything.
fn cold_pass_into(store: &Store) {
    let history = blog().walk(blog().head, None);
    let catalogue = blog().judge(&history, None);
    blog().store(store, None, &catalogue);
}

/// A mirror that walked up to a known head, as that of a running program has.
fn mirror_after(known: &History) -> Mirror {
    let mirror = blog().fresh_mirror();
    mirror.history(known.head, Some(known), &tracked()).expect("walks");
    mirror
}

/// The newest commits after all others: walk, judge and store what is new.
fn one_new_commit_into(store: &Store, mirror: &Mirror, known: &History, before: &Catalogue) {
    let history = mirror.history(blog().head, Some(known), &tracked()).expect("walks");
    let catalogue = blog().judge(&history, Some(before));
    blog().store(store, Some(before), &catalogue);
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
    parts::tracked(&convention())
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

    /// The mirror as a program finds it that just began.
    fn fresh_mirror(&self) -> Mirror {
        Mirror::new(self.mirror.settings().clone())
    }

    fn walk(&self, head: CommitId, known: Option<&History>) -> History {
        self.fresh_mirror().history(head, known, &tracked()).expect("walks")
    }

    fn judge(&self, history: &History, previous: Option<&Catalogue>) -> Catalogue {
        parts::judge(&self.mirror, &convention(), history, previous)
    }

    fn store(&self, store: &Store, old: Option<&Catalogue>, new: &Catalogue) {
        parts::store(&self.runtime, store, old, new);
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
    bencher.bench(|| run_git_log(git("log")));
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

/// Everything into an empty database.
#[divan::bench(sample_count = 10)]
fn store(bencher: Bencher) {
    let catalogue = blog().judge(&blog().walk(blog().head, None), None);
    let store = |(_folder, store): &mut (TempDir, Store)| blog().store(store, None, &catalogue);
    bencher.with_inputs(empty_store).bench_local_refs(store);
}

/// Objects fetched, database empty: walk, judge and store everything.
#[divan::bench(sample_count = 10)]
fn cold_pass(bencher: Bencher) {
    bencher.with_inputs(empty_store).bench_local_refs(|(_folder, store)| cold_pass_into(store));
}

/// The newest commits after all others: walk, judge and store what is new.
#[divan::bench(sample_count = 20)]
fn one_new_commit(bencher: Bencher) {
    let known = blog().before_the_newest_post();
    let before = blog().judge(&known, None);
    let with_known = || {
        let (folder, store) = empty_store();
        blog().store(&store, None, &before);
        (folder, store, mirror_after(&known))
    };
    bencher.with_inputs(with_known).bench_local_refs(|(_folder, store, mirror)| {
        one_new_commit_into(store, mirror, &known, &before);
    });
}
