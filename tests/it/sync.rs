//! Following a source: every way to a head gives the same catalogue, and nothing that fails costs the
//! last good one.

use std::sync::Arc;

use jiff::SignedDuration;
use yiqi::{
    catalogue::Catalogue,
    ids::{ProjectId, Slug},
    repository::{ScriptedCommit, write_commits},
    services::{SyncMode, SyncOutcome},
    staleness::Status,
};

use crate::support::{
    Publisher, Scenario,
    blog::{KITES_ZH, LAMPS},
};

impl Scenario {
    async fn sync_as(&self, mode: SyncMode) -> yiqi::services::Result<SyncOutcome> {
        self.workshop.sync(&ProjectId::new("blog"), mode, &|_, _, _| {}).await
    }

    async fn catalogue(&self) -> Arc<Catalogue> {
        let known = self.workshop.catalogue(&ProjectId::new("blog")).await;
        known.expect("a readable database").expect("a catalogue")
    }

    /// One commit upstream; `None` deletes.
    fn commit(&self, files: &[(&str, Option<&str>)]) {
        let commit = ScriptedCommit {
            files: files
                .iter()
                .map(|(path, text)| ((*path).into(), text.map(|text| text.as_bytes().to_vec())))
                .collect(),
            message: "Change".into(),
            author_name: "Ann".into(),
            author_email: "ann@users.noreply.github.com".into(),
            time: 1_770_000_000,
        };
        write_commits(self.upstream.path(), "main", &[commit]).expect("a commit upstream");
    }
}

fn status(catalogue: &Catalogue, slug: &str) -> Option<Status> {
    let slug = Slug::new(slug);
    catalogue.posts.iter().find(|post| post.slug == slug).map(|post| post.status)
}

#[tokio::test]
async fn syncs_step_by_step_and_a_rebuild_give_the_same_catalogue() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let brighter = LAMPS.replace("40 watts", "60 watts");
    let moved = KITES_ZH.replace("空闲", "晴朗");
    let steps: [&[(&str, Option<&str>)]; 7] = [
        &[("lamps.md", Some(&brighter))],
        &[("zh/kites.md", Some(KITES_ZH))],
        &[("zh/lamps.md", None)],
        &[("zh/kites.md", None), ("zh/flying-kites.md", Some(&moved))],
        &[("zh/flying-kites.md", None), ("zh/kites.md", Some(&moved))],
        &[("zh/lamps.md", Some("---\ntitle: \"灯\"\n---\n\n# 灯\n\n60 瓦的灯就够读书了。\n"))],
        &[("lamps.md", None)],
    ];
    for step in steps {
        scenario.commit(step);
        let synced = scenario.sync_as(SyncMode::Incremental).await.expect("a sync");
        assert_eq!(*scenario.catalogue().await, *synced.catalogue);
    }
    let incremental = scenario.catalogue().await;
    assert_eq!(status(&incremental, "lamps"), Some(Status::Orphan));
    let rebuilt = scenario.sync_as(SyncMode::Rebuild).await.expect("a sync");
    assert!(rebuilt.diff.is_empty(), "{}", rebuilt.diff);
    assert_eq!(*rebuilt.catalogue, *incremental);
    let cached = scenario.restarted().catalogue(&ProjectId::new("blog")).await;
    assert_eq!(*cached.expect("a readable database").expect("a cache"), *incremental);
}

#[tokio::test]
async fn restarted_workshop_goes_on_from_the_cache() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    scenario.commit(&[("lamps.md", None)]);
    scenario.sync().await;
    scenario.commit(&[("lamps.md", Some(LAMPS))]);
    let workshop = scenario.restarted();
    let synced = workshop.sync(&ProjectId::new("blog"), SyncMode::Incremental, &|_, _, _| {}).await;
    let synced = synced.expect("a sync");
    assert_eq!(synced.diff.upserted.len(), 1, "{}", synced.diff);
    let file = synced.catalogue.history.files.iter().find(|file| file.path.as_str() == "lamps.md");
    assert_eq!(file.expect("the lamps").versions.len(), 2, "its earlier life is known");
    let rebuilt = scenario.sync_as(SyncMode::Rebuild).await.expect("a sync");
    assert_eq!(*rebuilt.catalogue, *synced.catalogue);
}

#[tokio::test]
async fn failed_sync_is_told_and_the_last_good_catalogue_stays() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let before = scenario.catalogue().await;
    let away = scenario.folder().join("away.git");
    std::fs::rename(scenario.upstream.path(), &away).expect("moves");
    scenario.wait(SignedDuration::from_mins(20));
    let error = scenario.sync_as(SyncMode::Incremental).await.expect_err("the source is gone");
    assert!(error.to_string().contains("no such file or folder"), "{error}");

    let project = ProjectId::new("blog");
    let state = scenario.store.sync_state(&project).await.expect("a readable database");
    assert_eq!(state.error.as_deref(), Some(error.to_string().as_str()));
    assert!(state.last_success < state.last_attempt);
    assert_eq!(*scenario.catalogue().await, *before);

    std::fs::rename(&away, scenario.upstream.path()).expect("moves back");
    scenario.sync().await;
    let state = scenario.store.sync_state(&project).await.expect("a readable database");
    assert_eq!((state.error, state.last_success), (None, state.last_attempt));
}

#[tokio::test]
async fn dry_run_tells_what_would_change_and_keeps_the_database() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let before = scenario.catalogue().await;
    scenario.commit(&[("lamps.md", Some(&LAMPS.replace("40 watts", "60 watts")))]);
    let told = scenario.sync_as(SyncMode::DryRun).await.expect("a dry run");
    assert_eq!(told.diff.upserted.len(), 1);
    assert!(told.diff.to_string().contains("lamps"), "{}", told.diff);
    assert_eq!(*scenario.catalogue().await, *before);
    let done = scenario.sync_as(SyncMode::Incremental).await.expect("a sync");
    assert_eq!(done.diff, told.diff);
}

#[tokio::test]
async fn damaged_mirror_is_made_anew() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let before = scenario.catalogue().await;
    let mirror = scenario.folder().join("mirror.git");
    for folder in ["objects/pack", "objects/info"] {
        std::fs::remove_dir_all(mirror.join(folder)).expect("removes");
    }
    for entry in std::fs::read_dir(mirror.join("objects")).expect("lists") {
        std::fs::remove_dir_all(entry.expect("an entry").path()).expect("removes");
    }
    scenario.commit(&[("lamps.md", Some(&LAMPS.replace("40 watts", "60 watts")))]);
    let synced = scenario.sync_as(SyncMode::Incremental).await.expect("a sync");
    assert_ne!(synced.head, before.history.head);
    assert_eq!(status(&synced.catalogue, "lamps"), Some(Status::Stale));
}

#[tokio::test]
async fn rewritten_branch_is_synced_like_a_new_one() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    scenario.commit(&[("zh/kites.md", Some(KITES_ZH))]);
    scenario.sync().await;
    // The branch goes back before that commit and takes another way.
    let back = yiqi::repository::write_graph(
        scenario.upstream.path(),
        "main",
        &[(
            ScriptedCommit {
                files: vec![
                    ("lamps.md".into(), Some(LAMPS.into())),
                    ("_blog.yml".into(), Some("- local: lamps\n  date: Jan 5, 2025\n".into())),
                ],
                message: "Begin again".into(),
                author_name: "Ann".into(),
                author_email: "ann@users.noreply.github.com".into(),
                time: 1_770_000_000,
            },
            vec![],
        )],
    )
    .expect("another history");
    let synced = scenario.sync_as(SyncMode::Incremental).await.expect("a sync");
    assert_eq!((synced.head, synced.catalogue.history.commits), (back, 1));
    assert_eq!(status(&synced.catalogue, "lamps"), Some(Status::Untranslated));
    assert_eq!(status(&synced.catalogue, "kites"), None);
    assert_eq!(synced.diff.removed, [Slug::new("kites")]);
}
