//! News of a board without a reload.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use yiqi::{
    ids::{ProjectId, Slug},
    workflow::Role,
};

use crate::web::site::{BLOG, Site};

/// Long enough for a busy machine; nothing waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open stream and what came by it so far.
struct Stream {
    connection: TcpStream,
    read: String,
}

impl Stream {
    async fn open(address: &str, path: &str) -> Self {
        let host = address.trim_start_matches("http://");
        let mut connection = TcpStream::connect(host).await.expect("a connection");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n\
             Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        );
        connection.write_all(request.as_bytes()).await.expect("a request");
        let mut stream = Self { connection, read: String::new() };
        stream.until("\r\n\r\n").await;
        stream
    }

    /// Reads until something has come; panics where the stream ends before.
    async fn until(&mut self, wanted: &str) {
        while !self.read.contains(wanted) {
            assert!(self.more().await, "the stream ended: {}", self.read);
        }
    }

    /// Reads on; `false` at the end.
    async fn more(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let read = timeout(PATIENCE, self.connection.read(&mut buffer)).await;
        let count = read.expect("something in time").expect("a readable stream");
        self.read += std::str::from_utf8(&buffer[..count]).expect("text, not compressed");
        count > 0
    }
}

#[tokio::test]
async fn whoever_has_the_board_open_is_told_which_rows_changed() {
    let site = Site::with_blog().await;
    let blog = ProjectId::new(BLOG);
    let address = site.over_tcp().await;
    let version = site.workshop.board(&blog).await.unwrap().version;
    let mut stream = Stream::open(&address, &format!("/p/blog/live?version={version}")).await;
    assert!(stream.read.contains("200 OK") && stream.read.contains("text/event-stream"));
    assert!(!stream.read.contains("content-encoding"), "{}", stream.read);
    let ada = site.workshop.sign_in_locally("ada", "Ada", Role::Volunteer).await.unwrap();
    site.workshop.claim(&blog, &Slug::new("fresh"), &ada).await.unwrap();
    stream.until("event: board").await;
    stream.until("\"slugs\":[\"fresh\"]").await;
    // The server stops, and the stream does not hold it up.
    site.stop();
    while stream.more().await {}
    assert!(stream.read.ends_with("0\r\n\r\n"), "ended in good order: {}", stream.read);
}

#[tokio::test]
async fn a_page_that_is_older_than_the_board_is_told_at_once() {
    let site = Site::with_blog().await;
    let address = site.over_tcp().await;
    let mut stream = Stream::open(&address, "/p/blog/live?version=999999").await;
    stream.until("\"slugs\":[]").await;
}

#[tokio::test]
async fn streams_have_a_bound_and_the_site_lives_beyond_it() {
    let site = Site::with_blog().await;
    let address = site.over_tcp().await;
    let mut streams = Vec::new();
    for _ in 0..400 {
        streams.push(Stream::open(&address, "/p/blog/live?version=1").await);
    }
    let refused = Stream::open(&address, "/p/blog/live?version=1").await;
    assert!(refused.read.starts_with("HTTP/1.1 503"), "{}", refused.read);
    site.browser().get("/p/blog").await.assert_status_ok();
    drop(streams);
}
