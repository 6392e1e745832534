use jiff::Timestamp;

use super::*;
use crate::{
    store::testing::{TestStore, at as moment},
    workflow::{Role, Scope},
};

/// A hash as tokens and sessions have it, easy to find in a file.
const HASH: &str = "5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4";

struct Scene {
    store: TestStore,
    folder: tempfile::TempDir,
}

impl Scene {
    /// A database with a claimed post, a session and a token.
    async fn new() -> Self {
        let store = TestStore::new().await;
        let ada = store.person_named("ada", Role::Volunteer).await;
        store.claim_post("hello", &ada).await;
        store.save_session(HASH, b"the-record", moment(999_999), Some(ada.id)).await.unwrap();
        let (from, until): (Timestamp, Timestamp) = (moment(0), moment(99));
        store.add_token(ada.id, "laptop", HASH, Scope::Write, from, until).await.unwrap();
        let channel = "INSERT INTO channels (project, form, name, address, secret, kinds, language, \
                       made_by, made_at) VALUES ('blog', 'feishu', 'group', 'https://hook.example/the-key', \
                       'the-secret', '[]', 'zh-CN', ?, 0)";
        sqlx::query(channel).bind(ada.id.0).execute(&store.writer).await.unwrap();
        Self { store, folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    async fn backed_up(&self) -> PathBuf {
        let target = self.file("backup");
        back_up(&self.store.path(), &target).await.unwrap();
        target
    }
}

#[tokio::test]
async fn a_backup_of_a_database_in_use_is_whole_and_opens_no_door() {
    let scene = Scene::new().await;
    let target = scene.file("backup");

    let contents = back_up(&scene.store.path(), &target).await.unwrap();

    assert_eq!((contents.people, contents.tasks, contents.revisions), (1, 1, 1));
    assert_eq!(contents, inspect(&target).await.unwrap());
    assert_eq!(scene.names(), ["backup"]);
    let bytes = fs::read(&target).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("# Hello"), "the draft is not in it");
    for secret in [HASH, "the-record", "the-key", "the-secret"] {
        assert!(!holds(secret), "{secret} is in it");
    }
    // What was copied from goes on as before.
    assert!(scene.store.session(HASH, moment(0)).await.unwrap().is_some());
    assert!(scene.store.token(HASH).await.unwrap().unwrap().revoked_at.is_none());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_a_backup() {
    use std::os::unix::fs::PermissionsExt as _;

    let scene = Scene::new().await;
    let mode = fs::metadata(scene.backed_up().await).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[tokio::test]
async fn a_file_that_exists_is_never_overwritten() {
    let scene = Scene::new().await;
    fs::write(scene.file("backup"), "precious").unwrap();

    let refused = back_up(&scene.store.path(), &scene.file("backup")).await.unwrap_err();

    assert!(matches!(refused, BackupError::Exists(_)), "{refused}");
    assert_eq!(fs::read(scene.file("backup")).unwrap(), b"precious");
}

#[tokio::test]
async fn a_restored_database_has_the_work_and_its_tokens_are_revoked() {
    let scene = Scene::new().await;
    let backup = scene.backed_up().await;
    let database = scene.file("yiqi.sqlite3");

    put_back(&backup, &database, None).await.unwrap();

    let restored = crate::store::Store::open(&database).await.unwrap();
    let people = restored.people().await.unwrap();
    let tokens = restored.tokens_of(people[0].id).await.unwrap();
    assert!(tokens[0].revoked_at.is_some());
    assert_eq!(tokens[0].name, "laptop");
    assert!(restored.token(HASH).await.unwrap().is_none());
    let task = crate::ids::TaskId(1);
    assert_eq!(restored.newest_revision(task).await.unwrap().unwrap().text, "# Hello\n");
    restored.close().await;
}

#[tokio::test]
async fn a_database_in_use_is_not_replaced() {
    let scene = Scene::new().await;
    let backup = scene.backed_up().await;
    let aside = scene.file("aside");

    let refused = put_back(&backup, &scene.store.path(), Some(&aside)).await.unwrap_err();

    assert!(matches!(refused, BackupError::InUse(_)), "{refused}");
    assert!(!aside.exists());
    assert_eq!(scene.store.people().await.unwrap().len(), 1);
}

#[tokio::test]
async fn data_that_is_there_is_kept_aside_and_only_where_that_was_asked_for() {
    let scene = Scene::new().await;
    let backup = scene.backed_up().await;
    let database = scene.store.path();
    scene.store.person_named("bo", Role::Volunteer).await;
    scene.store.close().await;

    let refused = put_back(&backup, &database, None).await.unwrap_err();
    assert!(matches!(refused, BackupError::Exists(_)), "{refused}");
    assert_eq!(inspect(&database).await.unwrap().people, 2);

    let aside = scene.file("aside");
    put_back(&backup, &database, Some(&aside)).await.unwrap();
    assert_eq!(inspect(&database).await.unwrap().people, 1);
    assert_eq!(inspect(&aside).await.unwrap().people, 2);
}

#[tokio::test]
async fn a_file_that_is_no_sound_backup_is_refused_and_nothing_is_touched() {
    let scene = Scene::new().await;
    let backup = scene.backed_up().await;
    let database = scene.file("yiqi.sqlite3");
    let whole = fs::read(&backup).unwrap();

    let text = scene.file("text");
    fs::write(&text, "no database at all, whatever it is called").unwrap();
    let refused = put_back(&text, &database, None).await.unwrap_err();
    assert!(matches!(refused, BackupError::Foreign { .. }), "{refused}");

    let cut = scene.file("cut");
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let refused = put_back(&cut, &database, None).await.unwrap_err();
    assert!(matches!(refused, BackupError::Damaged { .. }), "{refused}");

    let newer = scene.file("newer");
    fs::copy(&backup, &newer).unwrap();
    let mut connection = SqliteConnectOptions::new().filename(&newer).connect().await.unwrap();
    let statement = "INSERT INTO _sqlx_migrations VALUES (99990101000000, 'later', 0, 1, x'00', 0)";
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let refused = put_back(&newer, &database, None).await.unwrap_err();
    assert!(matches!(refused, BackupError::Newer { .. }), "{refused}");

    assert!(!database.exists());
    assert_eq!(scene.names(), ["backup", "cut", "newer", "text"]);
}
