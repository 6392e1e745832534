//! A client that costs little: it must not take from the server what it measures.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// One connection that stays open.
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    pub cookie: String,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub took: Duration,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }
}

impl Connection {
    pub async fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a server");
        stream.set_nodelay(true).expect("an option");
        Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            host: format!("127.0.0.1:{port}"),
            cookie: String::new(),
        }
    }

    /// Signs somebody in and keeps the cookie.
    pub async fn sign_in(&mut self, login: &str, role: &str) {
        let form = format!("login={login}&name={login}&role={role}");
        let kind = "application/x-www-form-urlencoded";
        let answer = self.send("POST", "/sign-in/local", kind, form.as_bytes()).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let cookie = answer.header("set-cookie").expect("a cookie");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", b"").await
    }

    pub async fn send(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        if !self.cookie.is_empty() {
            head += &format!("Cookie: {}\r\n", self.cookie);
        }
        if method != "GET" {
            // What a browser adds to what a page sends.
            head += &format!(
                "Origin: http://{}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\n\
                 Content-Length: {}\r\n",
                self.host,
                body.len()
            );
        }
        head += "\r\n";
        let begun = Instant::now();
        let mut message = head.into_bytes();
        message.extend_from_slice(body);
        self.stream.get_mut().write_all(&message).await.expect("it reads");
        let mut answer = self.read().await;
        answer.took = begun.elapsed();
        answer
    }

    async fn read(&mut self) -> Answer {
        let first = self.line().await;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut headers = Vec::new();
        loop {
            let line = self.line().await;
            match line.split_once(':') {
                Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
                None => break,
            }
        }
        let mut answer = Answer {
            status: status.unwrap_or_else(|| panic!("{first:?} is no answer")),
            headers,
            body: Vec::new(),
            took: Duration::ZERO,
        };
        if let Some(length) = answer.header("content-length") {
            let length = length.parse().expect("a length");
            answer.body.resize(length, 0);
            self.stream.read_exact(&mut answer.body).await.expect("a body");
        } else if answer.header("transfer-encoding").is_some() {
            self.read_chunks(&mut answer.body).await;
        }
        answer
    }

    async fn read_chunks(&mut self, body: &mut Vec<u8>) {
        loop {
            let line = self.line().await;
            let length = usize::from_str_radix(line.trim(), 16).expect("a length of a chunk");
            let begin = body.len();
            body.resize(begin + length, 0);
            self.stream.read_exact(&mut body[begin..]).await.expect("a chunk");
            self.line().await;
            if length == 0 {
                return;
            }
        }
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await.expect("a line");
        assert!(read > 0, "the server hung up");
        line.trim_end().to_owned()
    }
}
