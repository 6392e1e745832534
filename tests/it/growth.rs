//! The cost of following a source grows with what changed and not with what exists, counted in contents
//! read and posts judged. `cargo bench --bench growth` takes the time of the same at full size.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tempfile::TempDir;
use yiqi::{
    catalogue::{Catalogue, CatalogueDiff, Inputs, assemble},
    convention::{Convention, ConventionKind},
    history::History,
    repository::{Mirror, Settings, Tracked},
    staleness::Status,
};

#[path = "../../benches/synthetic/mod.rs"]
mod synthetic;

use synthetic::Size;

struct Site {
    folder: TempDir,
    mirror: Mirror,
    convention: Convention,
}

impl Site {
    fn new(size: Size) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let upstream = folder.path().join("upstream.git");
        std::fs::create_dir(&upstream).expect("a folder");
        synthetic::make(&upstream, size);
        let mirror = Mirror::new(Settings {
            url: upstream.display().to_string(),
            branch: None,
            mirror: folder.path().join("mirror.git"),
        });
        let templates = (Some(synthetic::SOURCES), Some(synthetic::TARGETS));
        let convention = Convention::new(ConventionKind::Plain, "zh-CN", templates.0, templates.1)
            .expect("sound");
        Self { folder, mirror, convention }
    }

    async fn fetch(&self, known: Option<&History>) -> History {
        let convention = self.convention.clone();
        let tracked: Tracked = Arc::new(move |path| convention.tracks(path));
        self.mirror.fetch(known.cloned().map(Arc::new), &tracked).await.expect("is fetched")
    }

    /// The catalogue and the number of contents that were read for it.
    fn assemble(&self, history: &History, previous: Option<&Catalogue>) -> (Catalogue, usize) {
        let reader = self.mirror.reader().expect("opens");
        let read = AtomicUsize::new(0);
        let catalogue = assemble(&Inputs {
            convention: &self.convention,
            history,
            contents: &|path, blob| {
                read.fetch_add(1, Ordering::Relaxed);
                reader.text(path, blob)
            },
            pins: &HashMap::new(),
            dismissals: &HashMap::new(),
            mass_edit_files: 15,
            previous,
            progress: &|_, _| {},
        });
        (catalogue.expect("every content is there"), read.into_inner())
    }
}

/// Entries of a list that are not the very ones of the list before.
fn made_anew<T>(before: &[Arc<T>], after: &[Arc<T>]) -> usize {
    before.iter().zip(after).filter(|(a, b)| !Arc::ptr_eq(a, b)).count()
}

/// Contents read after one new commit.
async fn after_one_commit(size: Size) -> usize {
    let site = Site::new(size);
    let history = site.fetch(None).await;
    assert_eq!(history.commits as usize, size.commits);
    let (before, cold) = site.assemble(&history, None);
    assert_eq!(before.posts.len(), size.posts);
    assert!(cold >= size.posts, "{cold} contents");

    synthetic::edit(&site.folder.path().join("upstream.git"), 0, 5);
    let history = site.fetch(Some(&before.history)).await;
    let (after, read) = site.assemble(&history, Some(&before));

    let histories = made_anew(&before.history.files, &after.history.files);
    assert_eq!((made_anew(&before.posts, &after.posts), histories), (1, 1));
    let diff = CatalogueDiff::between(Some(&before), &after);
    assert_eq!((diff.upserted.len(), diff.histories.len()), (1, 1), "{diff}");
    assert_eq!(after.posts[0].status, Status::Stale);
    let (full, _) = site.assemble(&site.fetch(None).await, None);
    assert!(CatalogueDiff::between(Some(&full), &after).is_empty(), "the same as from scratch");
    read
}

#[tokio::test]
async fn one_new_commit_costs_the_same_in_a_blog_of_any_size() {
    // A hundredth of what the bench takes, and a tenth of that.
    let small = after_one_commit(Size { posts: 10, commits: 50 }).await;
    let large = after_one_commit(Size { posts: 100, commits: 500 }).await;
    assert_eq!(small, large);
    // The versions of one source and of its translation.
    assert_eq!(large, 5 + 1 + 1);
}
