//! The schema as a whole, and the aggregates that are too small for a file of tests of their own.

use jiff::Timestamp;
use sqlx::Row;

use super::{
    FailedDelivery, Publication, Store, StoredSyncState,
    testing::{TestStore, at, commit, project},
};
use crate::{
    ids::{DeliveryId, PersonId, Slug, TaskId},
    workflow::{Reason, Role, Stage},
};

/// Rows that a version of the schema may hold, by the migration that made their tables.
const ROWS: &[(&str, &[&str])] = &[
    (
        "create people",
        &[
            "INSERT INTO people VALUES (1, 'mei', 42, 'Mei', 'mei-hf', 'maintainer', 'zh-CN', 0, 1000)",
            "INSERT INTO people VALUES (2, 'lan', NULL, 'Lan', NULL, 'proofreader', 'en', 1, 2000)",
            "INSERT INTO sessions VALUES ('key', x'00ff', 9000000000000)",
        ],
    ),
    (
        "create tasks",
        &[
            "INSERT INTO tasks (id, project, slug, kind, translator, claimed_at, source_commit, \
             source_blob, stage, lease_until) VALUES (1, 'blog', 'hello', 'translate', 1, 1000, \
             '0101010101010101010101010101010101010101', \
             '0202020202020202020202020202020202020202', 'claimed', 5000)",
            "INSERT INTO revisions VALUES (1, 1, 1, 1000, '# Hello')",
            "INSERT INTO revisions VALUES (1, 2, 1, 1500, '# 你好')",
            "INSERT INTO comments VALUES (1, 1, 2, 7, 2, 1600, '术语？', 0)",
            "INSERT INTO publications VALUES (1, 2, 'no route', 1700, NULL)",
        ],
    ),
    (
        "create events",
        &[
            "INSERT INTO events VALUES (1, 1000, 1, 'blog', 'hello', 1, 'claimed', '{}')",
            "INSERT INTO pins VALUES ('blog', 'hello', '0303030303030303030303030303030303030303', 1, 1000)",
            "INSERT INTO dismissals VALUES ('blog', 'hello', 'abc', 'typo', 1, 1000)",
        ],
    ),
    (
        "create deliveries",
        &[
            "INSERT INTO deliveries VALUES ('d-1', 'push', x'7b7d', 1000, 1, 'late', NULL)",
            "INSERT INTO sync_states VALUES ('blog', 1000, 2000, 'unreachable')",
        ],
    ),
    (
        "create catalogues",
        &[
            "INSERT INTO catalogues VALUES ('blog', '1', '0404040404040404040404040404040404040404', 9, 3, '[]', '[]')",
            "INSERT INTO catalogue_files VALUES ('blog', 'a.md', '[]')",
        ],
    ),
    (
        "create threads",
        &[
            "INSERT INTO threads VALUES (2, 1, 2, 1, 1, '# 你好', '# Hello')",
            "INSERT INTO thread_entries (thread, kind, written_by, written_at, body) \
             VALUES (2, 'said', 1, 1700, '标题再想想')",
            "INSERT INTO thread_entries (thread, kind, outside_name, outside_id, written_at, body) \
             VALUES (2, 'said', 'octo', 'line/1', 1800, 'agreed')",
            "INSERT INTO looks VALUES (1, 2, 2, 1900)",
        ],
    ),
    (
        "create carries",
        &[
            "INSERT INTO carries VALUES (1, 1, 2, '0505050505050505050505050505050505050505', \
             '# 你好', '[{\"key\":\"abc\",\"kind\":\"modified\",\"severity\":\"minor\",\
             \"old_source\":\"# Hello\",\"new_source\":\"# Hi\",\"source_lines\":[1,1],\
             \"target_lines\":[1,1],\"reason\":{\"code\":\"a word of another time\"}}]', 1, 1800)",
            "INSERT INTO settled_changes VALUES (1, 'abc', 1, 1900)",
        ],
    ),
    (
        "create tokens",
        &["INSERT INTO tokens VALUES (1, 1, 'laptop', \
             '0000000000000000000000000000000000000000000000000000000000000000', 'write', 1, 2, NULL, \
             NULL)"],
    ),
    (
        "create memory",
        &[
            "INSERT INTO memory_posts VALUES ('blog', 'hello', \
             '0505050505050505050505050505050505050505', '0606060606060606060606060606060606060606', '1')",
            "INSERT INTO memory_units VALUES (1, 'blog', 'hello', 0, 1, 'Hello', '你好', 1, 5, 1)",
            "INSERT INTO memory_index (rowid, source, target) VALUES (1, 'hello', '你好')",
        ],
    ),
    (
        "create glossary",
        &[
            "INSERT INTO glossary_terms VALUES (1, 'blog', 'loss', 'loss', '损失', '[]', 0, '', 1, 1000)",
            "INSERT INTO glossary_proposals VALUES (1, 'blog', 'pot', '罐', '[]', 0, '', 'why', 2, 1000, \
             'declined', 1, 2000, NULL)",
        ],
    ),
    (
        "create machine drafts",
        &[
            "INSERT INTO machine_drafts VALUES (1, '0707070707070707070707070707070707070707070707070707070707070707', \
           'model', 1, 1000, NULL, NULL)",
        ],
    ),
    (
        "tell reasons by name",
        &["INSERT INTO tasks (id, project, slug, kind, translator, claimed_at, source_commit, \
             source_blob, stage, stage_at, lease_until, reviewer, reason) VALUES (7, 'blog', \
             'returned', 'translate', 1, 1000, '0101010101010101010101010101010101010101', \
             '0202020202020202020202020202020202020202', 'changes_requested', 2000, 5000, 2, \
             '拉取请求 #1 被关闭')"],
    ),
    ("lower collaborators", &["INSERT INTO collaborators VALUES ('blog', 42, 1, 'volunteer', 1)"]),
];

#[tokio::test]
async fn each_migration_meets_the_rows_of_the_ones_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("yiqi.db");
    let store = Store::connect(&path).await.unwrap();
    let migrator = sqlx::migrate!();
    let mut filled = Vec::new();
    for migration in migrator.iter() {
        migrator.run_to(migration.version, &store.writer).await.unwrap();
        let name = migration.description.as_ref();
        if let Some((_, statements)) = ROWS.iter().find(|(made, _)| *made == name) {
            for statement in *statements {
                sqlx::query(*statement).execute(&store.writer).await.unwrap_or_else(|error| {
                    panic!("after {name}: {statement}: {error}");
                });
            }
            filled.push(name.to_owned());
        }
        let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&store.writer).await;
        assert!(broken.unwrap().is_empty(), "after {name}");
    }
    assert_eq!(filled.len(), ROWS.len(), "a migration was renamed: {filled:?}");
    store.close().await;

    // The code of today reads what every one of them left.
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.people().await.unwrap().len(), 2);
    assert!(store.session("key", at(0)).await.unwrap().is_some());
    let returned = store.task(TaskId(7)).await.unwrap().unwrap();
    let words = Reason::from("拉取请求 #1 被关闭");
    assert!(matches!(returned.stage, Stage::ChangesRequested { reason, .. } if reason == words));
    assert_eq!(store.departed_collaborators().await.unwrap().len(), 1);
    let task = store.active_task(&project(), &Slug::new("hello")).await.unwrap().unwrap();
    assert_eq!(store.newest_revision(task.id).await.unwrap().unwrap().text, "# 你好");
    let threads = store.threads(task.id).await.unwrap();
    let said: Vec<&str> =
        threads.iter().flat_map(|it| &it.entries).map(|entry| entry.body.as_str()).collect();
    assert_eq!(said, ["术语？", "标题再想想", "agreed"]);
    assert_eq!(threads[0].place.as_ref().unwrap().line, Some(7));
    assert_eq!(store.newest_carry(task.id).await.unwrap().unwrap().changes[0].new_source, "# Hi");
    assert_eq!(store.tokens_of(PersonId(1)).await.unwrap()[0].name, "laptop");
    assert!(store.settled_changes(task.id).await.unwrap().contains("abc"));
    assert_eq!(store.publication(task.id).await.unwrap().unwrap().attempts, 2);
    assert_eq!(store.pins(&project()).await.unwrap()[&Slug::new("hello")], commit(3));
    // It was said of every change with this key, of which there may be several.
    assert_eq!(store.dismissals(&project()).await.unwrap()[&Slug::new("hello")], ["abc*"]);
    assert_eq!(store.failed_deliveries().await.unwrap().len(), 1);
    assert!(store.sync_state(&project()).await.unwrap().error.is_some());
    assert!(store.catalogue(&project(), "1").await.unwrap().is_some());
    assert_eq!(store.memory_size(&project()).await.unwrap(), (1, 1));
    assert_eq!(store.terms(&project()).await.unwrap().len(), 1);
    assert_eq!(store.proposals(&project(), 9).await.unwrap().len(), 1);
    assert_eq!(store.machine_drafts(task.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_database_is_opened_as_the_module_promises() {
    let store = TestStore::new().await;
    for (pragma, expected) in [
        ("journal_mode", "wal"),
        ("synchronous", "1"),
        ("foreign_keys", "1"),
        ("busy_timeout", "5000"),
    ] {
        let sql = sqlx::AssertSqlSafe(format!("PRAGMA {pragma}"));
        let row = sqlx::query(sql).fetch_one(&store.store.writer).await.unwrap();
        let value = row.try_get::<i64, _>(0).map(|it| it.to_string());
        assert_eq!(value.unwrap_or_else(|_| row.get(0)), expected, "{pragma}");
    }
    let write = sqlx::query("DELETE FROM sessions").execute(&store.store.readers).await;
    assert!(write.unwrap_err().to_string().contains("readonly"), "readers must not write");
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Store::open(&folder.path().join("nowhere/yiqi.db")).await.unwrap_err();
    assert!(error.to_string().contains("nowhere/yiqi.db"), "{error}");
}

#[tokio::test]
async fn a_delivery_is_stored_once_and_worked_on_until_done() {
    let store = TestStore::new().await;
    let id = DeliveryId::new("d-1");
    assert!(store.add_delivery(&id, "push", b"{}", at(1)).await.unwrap());
    assert!(!store.add_delivery(&id, "push", b"{}", at(2)).await.unwrap());

    store.delivery_failed(&id, "no route", Some(at(2))).await.unwrap();
    let waiting = store.waiting_deliveries(at(2)).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].attempts, waiting[0].received_at), (1, 1, at(1)));
    assert!(store.waiting_deliveries(at(1)).await.unwrap().is_empty());
    let failed = store.failed_deliveries().await.unwrap();
    let wanted = FailedDelivery {
        id: id.clone(),
        event: "push".into(),
        received_at: at(1),
        next_attempt: Some(at(2)),
        error: "no route".into(),
    };
    assert_eq!(failed, [wanted]);

    store.delivery_done(&id, at(3)).await.unwrap();
    assert!(store.waiting_deliveries(at(9)).await.unwrap().is_empty());
    assert!(store.failed_deliveries().await.unwrap().is_empty());
    assert!(store.delivery_done(&DeliveryId::new("unknown"), at(3)).await.is_err());
}

#[tokio::test]
async fn a_session_lasts_until_it_expires_or_is_ended() {
    let store = TestStore::new().await;
    assert!(store.create_session("k", b"one", at(5), None).await.unwrap());
    assert!(!store.create_session("k", b"two", at(9), None).await.unwrap());
    assert_eq!(store.session("k", at(4)).await.unwrap().as_deref(), Some(&b"one"[..]));
    assert_eq!(store.session("k", at(5)).await.unwrap(), None);
    store.save_session("k", b"two", at(9), None).await.unwrap();
    assert_eq!(store.session("k", at(5)).await.unwrap().as_deref(), Some(&b"two"[..]));
    store.save_session("old", b"x", at(1), None).await.unwrap();
    assert_eq!(store.delete_expired_sessions(at(5)).await.unwrap(), 1);
    store.delete_session("k").await.unwrap();
    assert_eq!(store.session("k", at(5)).await.unwrap(), None);
}

#[tokio::test]
async fn pins_are_replaced_and_dismissals_kept_once() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Maintainer).await;
    let (blog, hello) = (project(), Slug::new("hello"));
    store.set_pin(&blog, &hello, commit(1), mei.id, at(1)).await.unwrap();
    store.set_pin(&blog, &hello, commit(2), mei.id, at(2)).await.unwrap();
    assert_eq!(store.pins(&blog).await.unwrap()[&hello], commit(2));
    for _ in 0..2 {
        store.add_dismissal(&blog, &hello, ("key", "text"), "typo", mei.id, at(3)).await.unwrap();
    }
    assert_eq!(store.dismissals(&blog).await.unwrap()[&hello], ["key"]);
    let filter = super::EventFilter { project: Some(blog), slug: Some(hello), limit: 9 };
    let events = store.events(&filter).await.unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["dismissed", "pinned", "pinned"]);
}

#[tokio::test]
async fn what_was_said_of_the_judgement_is_taken_back_once_and_logged() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Maintainer).await;
    let (blog, hello) = (project(), Slug::new("hello"));
    store.set_pin(&blog, &hello, commit(1), mei.id, at(1)).await.unwrap();
    let pin = store.pin(&blog, &hello).await.unwrap().unwrap();
    assert_eq!((pin.base, pin.by, pin.at), (commit(1), mei.id, at(1)));
    for (key, reason) in [("key", "typo"), ("other", "")] {
        store.add_dismissal(&blog, &hello, (key, "text"), reason, mei.id, at(3)).await.unwrap();
    }
    let reasons: Vec<Option<String>> =
        store.dismissals_of(&blog, &hello).await.unwrap().into_iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [Some("typo".into()), None]);

    for there in [Some(commit(1)), None] {
        let removed = store.remove_pin(&blog, &hello, mei.id, at(4)).await.unwrap();
        assert_eq!(removed, there);
    }
    let entries = [("key", "text".into()), ("unknown", "".into())];
    for there in [1, 0] {
        let removed = store.remove_dismissals(&blog, &hello, &entries, mei.id, at(5)).await;
        assert_eq!(removed.unwrap(), there);
    }
    assert_eq!(store.dismissals(&blog).await.unwrap()[&hello], ["other"]);
    let filter = super::EventFilter { project: Some(blog), slug: Some(hello), limit: 2 };
    let events = store.events(&filter).await.unwrap();
    let told: Vec<(&str, &serde_json::Value)> =
        events.iter().map(|event| (event.kind.as_str(), &event.data)).collect();
    let commit = commit(1).to_string();
    assert_eq!(
        told,
        [
            ("undismissed", &serde_json::json!({ "change": "key", "about": "text" })),
            ("unpinned", &serde_json::json!({ "commit": commit })),
        ]
    );
}

#[tokio::test]
async fn publications_and_sync_states_are_replaced_whole() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    assert_eq!(store.publication(task.id).await.unwrap(), None);
    let mut publication = Publication {
        task: task.id,
        attempts: 1,
        last_error: Some("no route".into()),
        last_attempt: Some(at(1)),
        next_attempt: Some(at(2)),
    };
    store.set_publication(&publication).await.unwrap();
    assert_eq!(store.failed_publications(&project()).await.unwrap(), [publication.clone()]);
    (publication.last_error, publication.next_attempt) = (None, None);
    store.set_publication(&publication).await.unwrap();
    assert_eq!(store.publication(task.id).await.unwrap(), Some(publication));
    assert!(store.failed_publications(&project()).await.unwrap().is_empty());

    assert_eq!(store.sync_state(&project()).await.unwrap(), StoredSyncState::default());
    let failed = StoredSyncState {
        last_success: None,
        last_attempt: Some(Timestamp::UNIX_EPOCH),
        error: Some("unreachable".into()),
    };
    store.set_sync_state(&project(), &failed).await.unwrap();
    assert_eq!(store.sync_state(&project()).await.unwrap(), failed);
}
