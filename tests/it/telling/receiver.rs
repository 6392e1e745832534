//! A receiver of webhooks, and all the ways it can behave.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;
use yiqi::notify::{Client, Settings};

/// How the receiver behaves.
#[derive(Debug, Clone, Copy)]
pub enum Manner {
    Takes,
    Says(&'static str),
    Fails(u16),
    /// Too much was sent; ask again after so many seconds.
    Busy(&'static str),
    Silent,
    Redirects,
    Endless,
}

type Asked = Arc<Mutex<Vec<(HeaderMap, Vec<u8>)>>>;

#[derive(Clone)]
struct Shared {
    manner: Arc<Mutex<Manner>>,
    asked: Asked,
}

pub struct Receiver {
    shared: Shared,
    pub url: String,
}

impl Receiver {
    pub async fn start(manner: Manner) -> Self {
        let shared = Shared { manner: Arc::new(Mutex::new(manner)), asked: Asked::default() };
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/hook/a-key-nobody-sees", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, router).into_future());
        Self { shared, url }
    }

    pub fn behave(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap() = manner;
    }

    pub fn asked(&self) -> Vec<(HeaderMap, serde_json::Value)> {
        let asked = self.shared.asked.lock().unwrap();
        let read = |body: &[u8]| serde_json::from_slice(body).expect("JSON");
        asked.iter().map(|(headers, body)| (headers.clone(), read(body))).collect()
    }
}

/// A client that may reach this machine, and soon gives up.
pub fn client(private_too: bool) -> Client {
    let settings =
        Settings { private_too, time_limit: Duration::from_millis(500), ..Settings::default() };
    Client::new(&settings).expect("usable settings")
}

async fn answer(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    shared.asked.lock().unwrap().push((headers, body.to_vec()));
    let manner = *shared.manner.lock().unwrap();
    match manner {
        Manner::Takes => "ok".into_response(),
        Manner::Says(text) => text.into_response(),
        Manner::Fails(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Manner::Busy(after) => {
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, after)]).into_response()
        }
        Manner::Silent => std::future::pending().await,
        Manner::Redirects => {
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/elsewhere")]).into_response()
        }
        Manner::Endless => {
            let piece = Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 4096]));
            let body = futures_util::stream::repeat_with(move || match &piece {
                Ok(piece) => Ok::<_, std::io::Error>(piece.clone()),
                Err(_) => unreachable!(),
            });
            axum::body::Body::from_stream(body).into_response()
        }
    }
}
