//! What handlers share.

use std::sync::Arc;

use axum::{
    extract::FromRef,
    http::{HeaderMap, header},
};
use ipnet::IpNet;
use secrecy::SecretString;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    assets,
    limits::{Gauges, Limits},
    metrics::Metrics,
    pages::AssetUrls,
    visitors::Kept,
};
use crate::{github, services::Workshop};

/// How many pages may be told news at once; each is one open connection.
const MOST_STREAMS: usize = 400;

/// What the configuration says of the web server.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Address people see (`https://yiqi.example`), for GitHub's way back and the origin of forms.
    pub public_url: Option<Url>,
    /// Whether cookies travel over https alone.
    pub secure_cookies: bool,
    /// Whether anybody may sign in by picking a name and a role; for loopback only.
    pub local_sign_in: bool,
    /// How to sign in with GitHub and what signs its webhooks.
    pub github: Option<github::Settings>,
    /// Ends what would go on for ever, so that the server can stop.
    pub stop: CancellationToken,
    /// What opens `/metrics` from elsewhere; without it the figures are for this machine alone.
    pub metrics_token: Option<SecretString>,
    /// Proxies whose word on the address of a client counts.
    pub trusted_proxies: Vec<IpNet>,
    /// What one address and one person may ask in a minute.
    pub limits: Limits,
}

impl Settings {
    /// The address people see, with the path the site lies beneath and without a `/` at its end; where none
    /// is configured, the one the request was sent to.
    pub(super) fn origin(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.public_url {
            return url.as_str().trim_end_matches('/').to_owned();
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        format!("http://{}", host.unwrap_or("localhost"))
    }

    /// Whether signing in with GitHub can work: it needs an application and an address to come back to.
    pub(super) fn github_sign_in(&self) -> Option<(&github::Settings, String)> {
        let github = self.github.as_ref().filter(|github| github.oauth.is_some())?;
        let site = self.public_url.as_ref()?.as_str().trim_end_matches('/');
        Some((github, format!("{site}/sign-in/github/callback")))
    }
}

/// State of the router; handlers ask for its parts.
#[derive(Clone, FromRef)]
pub(super) struct AppState {
    pub workshop: Workshop,
    pub settings: Arc<Settings>,
    pub assets: AssetUrls,
    pub streams: Streams,
    pub metrics: Metrics,
    pub gauges: Gauges,
    pub kept: Kept,
}

/// Connections that stay open to tell news.
#[derive(Debug, Clone)]
pub(super) struct Streams {
    room: Arc<Semaphore>,
    /// Ends them all.
    pub stop: CancellationToken,
}

impl Streams {
    /// Room for one more, held as long as the connection; `None` where there are too many.
    pub(super) fn enter(&self) -> Option<OwnedSemaphorePermit> {
        self.room.clone().try_acquire_owned().ok()
    }
}

impl AppState {
    pub(super) fn new(workshop: Workshop, settings: Settings) -> Self {
        let (assets, metrics) = (assets::urls(), Metrics::default());
        let gauges = Gauges::new(&settings.limits);
        let room = Arc::new(Semaphore::new(MOST_STREAMS));
        let streams = Streams { room, stop: settings.stop.clone() };
        let kept = Kept::default();
        Self { workshop, settings: Arc::new(settings), assets, streams, metrics, gauges, kept }
    }
}
