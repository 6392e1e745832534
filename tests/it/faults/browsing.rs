//! Pages of the binary, as a browser without scripts asks for them.

use axum::http::StatusCode;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    /// The cookie of the session, where one was set: `name=value`.
    pub cookie: Option<String>,
    pub page: String,
}

/// Looks at a page.
pub async fn look(address: &str, path: &str, cookie: &str) -> Answer {
    ask(address, ("GET", path), cookie, "").await
}

/// Sends a form; `fields` is percent-encoded already.
pub async fn send(address: &str, path: &str, fields: &str) -> Answer {
    ask(address, ("POST", path), "", fields).await
}

async fn ask(address: &str, (method, path): (&str, &str), cookie: &str, fields: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         Connection: close\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{fields}",
        fields.len(),
    );
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("it answers");
    read(&String::from_utf8_lossy(&answer))
}

fn read(answer: &str) -> Answer {
    let (head, page) = answer.split_once("\r\n\r\n").expect("a whole head");
    let status = head.strip_prefix("HTTP/1.1 ").and_then(|it| it.get(..3)).expect("a status");
    let cookies = head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookies.filter_map(|it| it.split(';').next()).find(|it| it.starts_with("yiqi="));
    Answer {
        status: status.parse().expect("a status"),
        cookie: cookie.map(str::to_owned),
        page: page.to_owned(),
    }
}
