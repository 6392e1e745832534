//! A page that names the head of a repository, counts rows and knows where GitHub is: one use of each of axum,
//! sqlx, askama, octocrab and gix, and nothing else.
//!
//! `baseline REPOSITORY DATABASE PORT`

use std::{path::PathBuf, sync::Arc};

use askama::Template;
use axum::{Router, extract::State, response::Html, routing::get};
use sqlx::{SqlitePool, sqlite::SqliteConnectOptions};

#[derive(Template)]
#[template(source = "<p>{{ head }} {{ rows }} {{ login }}</p>", ext = "html")]
struct Page {
    head: String,
    rows: i64,
    login: String,
}

struct Parts {
    repository: PathBuf,
    database: SqlitePool,
    github: octocrab::Octocrab,
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("baseline REPOSITORY DATABASE PORT");
    let (repository, database, port) = (PathBuf::from(next()), next(), next());
    let options = SqliteConnectOptions::new().filename(database).create_if_missing(true);
    let parts = Parts {
        repository,
        database: SqlitePool::connect_with(options).await.expect("a database"),
        github: octocrab::Octocrab::builder().build().expect("a client"),
    };
    let router =
        Router::new().route("/", get(page)).route("/me", get(me)).with_state(Arc::new(parts));
    let listener =
        tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("a port");
    axum::serve(listener, router).await.expect("it serves");
}

async fn page(State(parts): State<Arc<Parts>>) -> Html<String> {
    show(&parts, String::new()).await
}

async fn me(State(parts): State<Arc<Parts>>) -> Html<String> {
    let login =
        parts.github.current().user().await.map_or_else(|error| error.to_string(), |me| me.login);
    show(&parts, login).await
}

async fn show(parts: &Parts, login: String) -> Html<String> {
    let rows = sqlx::query_scalar("SELECT count(*) FROM sqlite_master").fetch_one(&parts.database);
    let rows = rows.await.expect("a count");
    let head =
        gix::open(&parts.repository).expect("a repository").head_id().expect("a head").to_string();
    Html(Page { head, rows, login }.render().expect("a page"))
}
