//! What cannot be beaten: the least a server of the same making could do for the same answer.

use std::{path::Path, sync::Arc};

use askama::Template as _;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::Html,
    routing::{get, post, put},
};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::net::TcpListener;
use yiqi::{
    services::views::Board,
    web::pages::{AssetUrls, BoardPage, BoardQuery, Shell},
    workflow::{Clock as _, SystemClock, UiLanguage},
};

use super::fill::Site;

#[derive(Clone)]
struct Bare {
    board: Arc<Board>,
    projects: Vec<(yiqi::ids::ProjectId, String)>,
    readers: SqlitePool,
    writer: SqlitePool,
}

/// `GET /board`: the board out of memory, through the same template and nothing else.
/// `PUT /page`: keeps a page; `GET /page`: reads it by its key.
/// `POST /save`: one transaction that inserts the body.
pub async fn run(config: &Path, port: u16) {
    let site = Site::open(config).await;
    let projects = site.workshop.projects();
    let board = site.workshop.board(&projects[0].0).await.expect("a board");
    let folder = tempfile::tempdir_in(config.parent().expect("a folder")).expect("a folder");
    let (readers, writer) = database(&folder.path().join("bare.sqlite3")).await;
    let bare = Bare { board, projects, readers, writer };
    let router = Router::new()
        .route("/board", get(rendered))
        .route("/page", put(keep).get(page))
        .route("/save", post(save))
        .layer(axum::extract::DefaultBodyLimit::max(8 << 20))
        .with_state(bare);
    let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a free port");
    let stop = async { _ = tokio::signal::ctrl_c().await };
    axum::serve(listener, router).with_graceful_shutdown(stop).await.expect("it serves");
}

/// As the server opens its own: one connection writes, four read, a write-ahead log.
async fn database(path: &Path) -> (SqlitePool, SqlitePool) {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    let pool = |connections| {
        SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false)
    };
    let writer = pool(1).connect_with(options.clone()).await.expect("a database");
    for statement in [
        "CREATE TABLE pages (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
        "CREATE TABLE saves (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    ] {
        sqlx::query(statement).execute(&writer).await.expect("a table");
    }
    let readers = pool(4).connect_with(options.pragma("query_only", "on")).await.expect("readers");
    (readers, writer)
}

async fn rendered(State(bare): State<Bare>) -> Html<String> {
    let shell = Shell {
        language: UiLanguage::Chinese,
        person: None,
        project: Some(bare.projects[0].0.clone()),
        projects: bare.projects,
        path: "/".into(),
        notice: None,
        now: SystemClock.now(),
        demo: true,
        sync_trouble: None,
        unread: 0,
        origin: "http://127.0.0.1".into(),
        assets: AssetUrls::default(),
    };
    let (views, query) = (Vec::new(), BoardQuery::default());
    let page = BoardPage { shell, board: bare.board, query, views };
    Html(page.render().expect("a page"))
}

async fn keep(State(bare): State<Bare>, text: String) -> StatusCode {
    let query = sqlx::query("INSERT OR REPLACE INTO pages (id, text) VALUES (1, ?)").bind(text);
    query.execute(&bare.writer).await.expect("a write");
    StatusCode::NO_CONTENT
}

async fn page(State(bare): State<Bare>) -> Html<String> {
    let query = sqlx::query_scalar("SELECT text FROM pages WHERE id = ?").bind(1);
    Html(query.fetch_one(&bare.readers).await.expect("a page"))
}

async fn save(State(bare): State<Bare>, body: Bytes) -> StatusCode {
    let text = String::from_utf8(body.into()).expect("text");
    let mut transaction = bare.writer.begin_with("BEGIN IMMEDIATE").await.expect("a turn");
    let query = sqlx::query("INSERT INTO saves (text) VALUES (?)").bind(text);
    query.execute(&mut *transaction).await.expect("a write");
    transaction.commit().await.expect("a commit");
    StatusCode::NO_CONTENT
}
