//! How long a webhook delivery waits for its answer while a first sync takes all it can get.
//!
//! `cargo bench --bench deliveries` (`-- POSTS COMMITS` for another size than 2,000 posts in 6,000 commits)
//! starts the program on a made-up blog and an empty database, sends it signed deliveries one after another,
//! from the moment it listens until the sync has ended and for a while after, and prints what they waited.
//! It passes no judgement: how long is the machine's business as well. That a delivery never waits for the
//! whole of a sync is a test (`a_delivery_is_taken_while_a_first_sync_is_being_written`).

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::runtime::Runtime;
use yiqi::{ids::ProjectId, store::Store};

#[allow(dead_code, reason = "the other bench adds commits")]
mod synthetic;

const SECRET: &str = "of this bench alone";

/// Between two deliveries.
const PAUSE: Duration = Duration::from_millis(5);
/// How long it goes on after the sync.
const AFTER: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let posts = numbers.next().unwrap_or(2_000);
    let size = synthetic::Size { posts, commits: numbers.next().unwrap_or(posts * 3) };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let upstream = folder.path().join("upstream.git");
    std::fs::create_dir(&upstream).expect("a folder");
    synthetic::make(&upstream, size);
    println!("{} posts, {} commits", size.posts, size.commits);

    let server = Server::start(folder.path(), &upstream);
    let mut line = server.connect();
    let runtime = Runtime::new().expect("a runtime");
    let database = folder.path().join("yiqi.sqlite3");
    let store = runtime.block_on(Store::open(&database)).expect("the database of the server");
    let is_synced = || {
        let state = runtime.block_on(store.sync_state(&ProjectId::new("blog")));
        state.is_ok_and(|state| state.last_success.is_some())
    };
    let begun = Instant::now();
    let (mut during, mut after) = (Vec::new(), Vec::new());
    while !is_synced() {
        during.push(deliver(&mut line, during.len()));
        sleep(PAUSE);
    }
    println!("first sync                   {:>10.1?}", begun.elapsed());
    let ended = Instant::now();
    while ended.elapsed() < AFTER {
        after.push(deliver(&mut line, during.len() + after.len()));
        sleep(PAUSE);
    }
    tell("while it ran", during);
    tell("after it", after);
}

/// Prints the distribution.
fn tell(when: &str, mut waits: Vec<Duration>) {
    waits.sort();
    let at = |share: f64| {
        let place = ((waits.len().saturating_sub(1)) as f64 * share) as usize;
        waits.get(place).copied().unwrap_or_default()
    };
    println!(
        "{when:<14}{:>6} deliveries   p50 {:>8.2?}   p99 {:>8.2?}   longest {:>8.2?}",
        waits.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// Sends one delivery over a line that stays; how long its answer took.
fn deliver(line: &mut BufReader<TcpStream>, number: usize) -> Duration {
    let body = format!("{{\"zen\":\"{number}\"}}");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key will do");
    mac.update(body.as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let request = format!(
        "POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nX-GitHub-Delivery: bench-{number}\r\nX-GitHub-Event: ping\r\n\
         X-Hub-Signature-256: sha256={signature}\r\n\r\n{body}",
        body.len()
    );
    let begun = Instant::now();
    line.get_mut().write_all(request.as_bytes()).expect("the line holds");
    let (status, length) = head(line);
    let took = begun.elapsed();
    let mut rest = vec![0; length];
    line.read_exact(&mut rest).expect("the rest of the answer");
    assert_eq!(status, "202", "a new delivery is accepted");
    took
}

/// Status and length of an answer.
fn head(line: &mut BufReader<TcpStream>) -> (String, usize) {
    let (mut status, mut length) = (String::new(), 0);
    loop {
        let mut read = String::new();
        line.read_line(&mut read).expect("an answer");
        match read.trim_end() {
            "" => return (status, length),
            first if first.starts_with("HTTP/") => {
                first.split(' ').nth(1).unwrap_or_default().clone_into(&mut status);
            }
            field => {
                let (name, value) = field.split_once(':').expect("a header");
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().expect("a number");
                }
            }
        }
    }
}

/// The program on a database of its own; ends with this value.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path, upstream: &Path) -> Self {
        let config = format!(
            "[paths]\ndata = \".\"\n\n[[projects]]\nid = \"blog\"\nsource = \"{}\"\n\
             branch = \"main\"\nconvention = \"plain\"\nsource_template = \"{}\"\n\
             target_template = \"{}\"\n",
            upstream.display(),
            synthetic::SOURCES,
            synthetic::TARGETS
        );
        std::fs::write(folder.join("config.toml"), config).expect("a configuration");
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("a bound address").to_string();
        drop(free);
        let child = Command::new(env!("CARGO_BIN_EXE_yiqi"))
            .args(["serve", "--listen", &address, "--config"])
            .arg(folder.join("config.toml"))
            .current_dir(folder)
            .env("YIQI_WEBHOOK_SECRET", SECRET)
            .env("YIQI_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        Self { child, address }
    }

    fn connect(&self) -> BufReader<TcpStream> {
        let begun = Instant::now();
        loop {
            match TcpStream::connect(&self.address) {
                Ok(stream) => {
                    stream.set_nodelay(true).expect("a socket");
                    return BufReader::new(stream);
                }
                Err(error) if begun.elapsed() > PATIENCE => panic!("it does not listen: {error}"),
                Err(_) => sleep(Duration::from_millis(2)),
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
