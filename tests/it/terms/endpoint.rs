//! A server that speaks chat completions, and fails in every way one can.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};
use yiqi::chat::{Client, Settings, Timing};

/// How the server behaves.
#[derive(Debug, Clone)]
pub enum Manner {
    /// Streams this answer in pieces of a few characters.
    Says(String),
    /// The same as one document, as servers do that do not stream.
    SaysAtOnce(String),
    Fails(u16),
    /// Begins and then says nothing more.
    Stalls,
    /// Takes the request and never answers.
    Silent,
    /// Ends the connection in the middle of an answer.
    BreaksOff,
    /// Answers with something that is no completion.
    Rubbish,
    /// Never stops.
    Endless,
}

#[derive(Clone)]
struct Shared {
    manner: Arc<Mutex<Manner>>,
    asked: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
    /// Answers that nobody reads any more.
    dropped: Arc<AtomicUsize>,
}

/// A running server.
pub struct Endpoint {
    shared: Shared,
    url: String,
    _stop: oneshot::Sender<()>,
}

impl Endpoint {
    pub async fn start(manner: Manner) -> Self {
        let shared = Shared {
            manner: Arc::new(Mutex::new(manner)),
            asked: Arc::default(),
            dropped: Arc::default(),
        };
        let router =
            Router::new().route("/v1/chat/completions", post(answer)).with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            tokio::select! {
                _ = axum::serve(listener, router).into_future() => {}
                _ = stopped => {}
            }
        });
        Self { shared, url, _stop: stop }
    }

    pub fn client(&self) -> Client {
        let settings = Settings {
            timing: Timing {
                connect: Duration::from_secs(2),
                silence: Duration::from_millis(300),
                whole: Duration::from_secs(5),
            },
            longest_answer: 4000,
            ..Settings::new(&self.url, "example-model", Some("sk-secret".into()))
        };
        Client::new(&settings).expect("usable settings")
    }

    pub fn behave(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap() = manner;
    }

    /// Headers and body of each request.
    pub fn asked(&self) -> Vec<(HeaderMap, Value)> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// Waits until an answer under way was given up by whoever asked.
    pub async fn given_up(&self) {
        for _ in 0..200 {
            if self.shared.dropped.load(Ordering::Relaxed) > 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the request was never given up");
    }
}

async fn answer(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    shared.asked.lock().unwrap().push((headers, body));
    let manner = shared.manner.lock().unwrap().clone();
    let event = |text: &str| {
        format!("data: {}\n\n", json!({ "choices": [{ "delta": { "content": text } }] }))
    };
    match manner {
        Manner::Says(text) => {
            let chars: Vec<char> = text.chars().collect();
            let mut events: Vec<String> =
                chars.chunks(3).map(|piece| event(&piece.iter().collect::<String>())).collect();
            events.push("data: [DONE]\n\n".into());
            streamed(stream::iter(events.into_iter().map(Ok::<_, std::io::Error>)))
        }
        Manner::SaysAtOnce(text) => {
            let choice = json!({ "message": { "content": text }, "finish_reason": "stop" });
            Json(json!({ "choices": [choice] })).into_response()
        }
        Manner::Fails(status) => {
            let status = StatusCode::from_u16(status).unwrap();
            (status, "the secret reason of the server").into_response()
        }
        Manner::Silent => std::future::pending().await,
        Manner::Rubbish => {
            ([(header::CONTENT_TYPE, "text/event-stream")], "data: <html>no</html>\n\n")
                .into_response()
        }
        Manner::BreaksOff => {
            streamed(stream::iter([Ok(event("一半")), Err(std::io::Error::other("cut"))]))
        }
        Manner::Stalls => {
            let guard = Dropped(shared.dropped);
            streamed(stream::unfold(Some(guard), move |state| {
                let event = event("开头");
                async move {
                    let guard = state?;
                    if guard.began() {
                        std::future::pending::<()>().await;
                    }
                    Some((Ok::<_, std::io::Error>(event), Some(guard)))
                }
            }))
        }
        Manner::Endless => {
            streamed(stream::repeat_with(move || Ok::<_, std::io::Error>(event(&"好".repeat(50)))))
        }
    }
}

fn streamed(
    events: impl futures_util::Stream<Item = Result<String, std::io::Error>> + Send + 'static,
) -> Response {
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(events)).into_response()
}

/// Counts when the server's side of an answer is thrown away.
struct Dropped(Arc<AtomicUsize>);

impl Dropped {
    /// Whether the first event was sent already; the high half of the number remembers it.
    fn began(&self) -> bool {
        const BEGAN: usize = 1 << 32;
        let before = self.0.fetch_or(BEGAN, Ordering::Relaxed);
        before & BEGAN != 0
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        // Only what was dropped counts from here on.
        self.0.store(1, Ordering::Relaxed);
    }
}
