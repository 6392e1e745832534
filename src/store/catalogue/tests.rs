use super::*;
use crate::{
    catalogue::{Makeup, Side},
    convention::PostMeta,
    ids::BlobId,
    staleness::{Severity, Status},
    store::testing::{TestStore, commit, project},
};

fn side(path: &str, blob: u8) -> Side {
    Side {
        path: RepoPath::new(path),
        blob: BlobId::from_bytes([blob; 20]),
        commit: commit(blob),
        first_at: 10,
        last_at: 20,
        meta: PostMeta { title: Some("Title".into()), ..PostMeta::default() },
        length: 300,
        warnings: Vec::new(),
        makeup: Makeup::default(),
    }
}

fn post(slug: &str, blob: u8) -> Post {
    Post {
        slug: Slug::new(slug),
        source: Some(side(&format!("{slug}.md"), blob)),
        target: None,
        target_path: RepoPath::new(format!("zh/{slug}.md")),
        status: Status::Untranslated,
        severity: Severity::None,
        judgement: None,
        suggestion: None,
        warnings: vec!["a note".into()],
    }
}

fn file(path: &str, versions: u8) -> FileHistory {
    let version = |number: u8| FileVersion {
        commit: commit(number),
        blob: BlobId::from_bytes([number; 20]),
        path: RepoPath::new(path),
        position: number.into(),
        committed_at: 100 + i64::from(number),
        files_touched: 2,
        source_commit: None,
    };
    FileHistory { path: RepoPath::new(path), versions: (0..versions).map(version).collect() }
}

fn catalogue(head: u8, files: Vec<FileHistory>, posts: Vec<Post>) -> Catalogue {
    let history = History {
        head: commit(head),
        head_time: 1_000,
        commits: u32::from(head) + 1,
        files: files.into_iter().map(Arc::new).collect(),
        former: vec![RepoPath::new("once.md")],
    };
    Catalogue {
        history,
        posts: posts.into_iter().map(Arc::new).collect(),
        warnings: vec!["index".into()],
        indexes: KnownIndexes::default(),
    }
}

/// A difference that names everything of a catalogue.
fn whole(catalogue: &Catalogue) -> CatalogueDiff {
    CatalogueDiff {
        upserted: catalogue.posts.clone(),
        histories: catalogue.history.files.iter().map(|file| file.path.clone()).collect(),
        ..CatalogueDiff::default()
    }
}

#[tokio::test]
async fn the_cache_follows_differences_and_returns_the_same_catalogue() {
    let store = TestStore::new().await;
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), None);

    let first = catalogue(
        1,
        vec![file("a.md", 1), file("b.md", 2), file("d.md", 1)],
        vec![post("a", 1), post("b", 2), post("d", 3)],
    );
    store.apply_catalogue(&project(), "1", &whole(&first), &first).await.unwrap();
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), Some(first));

    let second = catalogue(
        2,
        vec![file("a.md", 1), file("b.md", 3), file("c.md", 1)],
        vec![post("a", 1), post("b", 9), post("c", 4)],
    );
    let diff = CatalogueDiff {
        from: Some(commit(1)),
        upserted: vec![post("b", 9).into(), post("c", 4).into()],
        removed: vec![Slug::new("d")],
        histories: vec![RepoPath::new("b.md"), RepoPath::new("c.md")],
        removed_histories: vec![RepoPath::new("d.md")],
    };
    store.apply_catalogue(&project(), "1", &diff, &second).await.unwrap();
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), Some(second));

    store.drop_catalogue(&project()).await.unwrap();
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), None);
}

#[tokio::test]
async fn a_difference_writes_nothing_but_what_it_names() {
    let store = TestStore::new().await;
    let first = catalogue(1, vec![file("a.md", 1)], vec![post("a", 1)]);
    store.apply_catalogue(&project(), "1", &whole(&first), &first).await.unwrap();
    let second = catalogue(2, vec![file("a.md", 9)], vec![post("a", 9)]);
    let nothing = CatalogueDiff { from: Some(commit(1)), ..CatalogueDiff::default() };
    store.apply_catalogue(&project(), "1", &nothing, &second).await.unwrap();
    let stored = store.catalogue(&project(), "1").await.unwrap().unwrap();
    assert_eq!((stored.history.head, &stored.posts), (commit(2), &first.posts));
    assert_eq!(stored.history.files, first.history.files);
}

#[tokio::test]
async fn what_another_engine_judged_is_not_used_and_is_replaced_whole() {
    let store = TestStore::new().await;
    let old = catalogue(1, vec![file("a.md", 1)], vec![post("a", 1), post("gone", 2)]);
    store.apply_catalogue(&project(), "1", &whole(&old), &old).await.unwrap();
    assert_eq!(store.catalogue(&project(), "2").await.unwrap(), None);

    let new = catalogue(1, vec![file("a.md", 1)], vec![post("a", 7)]);
    store.apply_catalogue(&project(), "2", &whole(&new), &new).await.unwrap();
    assert_eq!(store.catalogue(&project(), "2").await.unwrap(), Some(new));
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), None);
}

#[tokio::test]
async fn a_difference_from_a_head_that_is_not_stored_replaces_the_whole() {
    let store = TestStore::new().await;
    let first = catalogue(1, vec![file("a.md", 1)], vec![post("a", 1), post("gone", 2)]);
    store.apply_catalogue(&project(), "1", &whole(&first), &first).await.unwrap();
    // Another process synced meanwhile, and removed a post.
    let second = catalogue(2, vec![file("a.md", 2)], vec![post("a", 2)]);
    store.apply_catalogue(&project(), "1", &whole(&second), &second).await.unwrap();

    let third = catalogue(3, vec![file("a.md", 1)], vec![post("a", 1)]);
    let diff = CatalogueDiff::between(Some(&first), &third);
    assert_eq!((diff.removed.as_slice(), diff.upserted.len()), (&[Slug::new("gone")][..], 0));
    store.apply_catalogue(&project(), "1", &diff, &third).await.unwrap();
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), Some(third));
}

#[tokio::test]
async fn a_difference_that_removes_what_was_never_there_is_refused_whole() {
    let store = TestStore::new().await;
    let first = catalogue(1, vec![file("a.md", 1)], vec![post("a", 1)]);
    store.apply_catalogue(&project(), "1", &whole(&first), &first).await.unwrap();
    let second = catalogue(2, vec![file("a.md", 1)], vec![post("a", 1)]);
    let diff = CatalogueDiff {
        from: Some(commit(1)),
        removed: vec![Slug::new("x")],
        ..CatalogueDiff::default()
    };
    let outcome = store.apply_catalogue(&project(), "1", &diff, &second).await;
    assert!(matches!(outcome, Err(StoreError::Missing { table: "catalogue_posts", .. })));
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), Some(first));
}

#[tokio::test]
async fn projects_do_not_mix() {
    let store = TestStore::new().await;
    let other = ProjectId::new("course");
    let one = catalogue(1, vec![file("a.md", 1)], vec![post("a", 1)]);
    let two = catalogue(2, vec![file("a.md", 2)], vec![post("a", 2)]);
    store.apply_catalogue(&project(), "1", &whole(&one), &one).await.unwrap();
    store.apply_catalogue(&other, "1", &whole(&two), &two).await.unwrap();
    store.drop_catalogue(&other).await.unwrap();
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), Some(one));
}

/// More than one transaction takes.
fn large(head: u8) -> Catalogue {
    let name = |at: usize| format!("post-{at:05}");
    let files = (0..2000).map(|at| file(&format!("{}.md", name(at)), 3)).collect();
    catalogue(head, files, (0..2000).map(|at| post(&name(at), head)).collect())
}

/// How many posts lie in the database, whoever may read them.
async fn written(store: &Store) -> i64 {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM catalogue_posts");
    count.fetch_one(&store.readers).await.unwrap()
}

#[tokio::test]
async fn a_large_catalogue_is_whole_in_the_end() {
    let store = TestStore::new().await;
    let first = large(1);
    store.apply_catalogue(&project(), "1", &whole(&first), &first).await.unwrap();
    assert_eq!(store.catalogue(&project(), "1").await.unwrap().as_ref(), Some(&first));
    // A difference that is large as well.
    let mut second = large(2);
    second.posts.truncate(1500);
    let diff = CatalogueDiff::between(Some(&first), &second);
    assert_eq!((diff.upserted.len(), diff.removed.len()), (1500, 500));
    store.apply_catalogue(&project(), "1", &diff, &second).await.unwrap();
    assert_eq!(store.catalogue(&project(), "1").await.unwrap(), Some(second));
}

#[tokio::test]
async fn a_delivery_is_taken_while_a_first_sync_is_being_written() {
    let store = TestStore::new().await;
    let (project, first) = (project(), large(1));
    let diff = whole(&first);
    let mut applying = Box::pin(store.apply_catalogue(&project, "1", &diff, &first));
    let delivering = async {
        while written(&store).await == 0 {
            tokio::task::yield_now().await;
        }
        let id = crate::ids::DeliveryId::new("one");
        store.add_delivery(&id, "push", b"{}", jiff::Timestamp::UNIX_EPOCH).await.unwrap()
    };
    let is_new = tokio::select! {
        biased;
        is_new = delivering => is_new,
        _ = &mut applying => panic!("the delivery waited for the whole catalogue"),
    };
    assert!(is_new);
    // Nobody takes the half for the whole.
    assert!((1..2000).contains(&written(&store).await));
    assert_eq!(store.catalogue(&project, "1").await.unwrap(), None);
    applying.await.unwrap();
    assert_eq!(store.catalogue(&project, "1").await.unwrap(), Some(first));
}

#[tokio::test]
async fn what_was_interrupted_is_written_anew() {
    let store = TestStore::new().await;
    let (project, first) = (project(), large(1));
    let diff = whole(&first);
    let mut applying = Box::pin(store.apply_catalogue(&project, "1", &diff, &first));
    tokio::select! {
        biased;
        () = async { while written(&store).await == 0 { tokio::task::yield_now().await; } } => {}
        _ = &mut applying => panic!("it was written in one piece"),
    }
    drop(applying);
    assert_eq!(store.catalogue(&project, "1").await.unwrap(), None);
    let second = catalogue(2, vec![file("a.md", 1)], vec![post("a", 1)]);
    store.apply_catalogue(&project, "1", &whole(&second), &second).await.unwrap();
    assert_eq!(store.catalogue(&project, "1").await.unwrap(), Some(second));
    assert_eq!(written(&store).await, 1);
}

#[tokio::test]
async fn of_two_that_write_at_once_the_later_one_wins_whole() {
    let store = TestStore::new().await;
    let (project, first) = (project(), large(1));
    let diff = whole(&first);
    let mut applying = Box::pin(store.apply_catalogue(&project, "1", &diff, &first));
    tokio::select! {
        biased;
        () = async { while written(&store).await == 0 { tokio::task::yield_now().await; } } => {}
        _ = &mut applying => panic!("it was written in one piece"),
    }
    let second = catalogue(2, vec![file("a.md", 1)], vec![post("a", 1)]);
    let (outcome, later) = tokio::join!(applying, async {
        store.apply_catalogue(&project, "1", &whole(&second), &second).await
    });
    later.unwrap();
    assert!(matches!(outcome, Err(StoreError::Contended { table: "catalogues", .. })));
    assert_eq!(store.catalogue(&project, "1").await.unwrap(), Some(second));
}
