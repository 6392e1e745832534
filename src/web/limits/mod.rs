//! How much one address and one person may ask in a minute.
//!
//! Generous for people: a whole office behind one address reads and saves without meeting them. Tight where
//! somebody tries keys: signing in, and tokens and signatures that do not hold. What is over a limit is
//! answered before the database is asked. Programs of this machine itself have no address that counts, since
//! a proxy nobody told us of would make everybody one address.

mod buckets;

use std::{
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};

use super::{client::Client, failure::Failure, token, viewer::Viewer};
use buckets::Buckets;

/// How many of each in a minute; 0 is without limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Requests of one address.
    pub requests: u32,
    /// Signing in, and tokens and signatures that do not hold, of one address.
    pub attempts: u32,
    /// What one person saves, claims, says, decides.
    pub writes: u32,
    /// Requests with tokens of one person.
    pub api: u32,
}

impl Limits {
    /// None at all, for a site that is on one's own machine alone.
    pub const fn none() -> Self {
        Self { requests: 0, attempts: 0, writes: 0, api: 0 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests: 1200, attempts: 30, writes: 300, api: 600 }
    }
}

/// The tables, shared by all requests.
#[derive(Debug, Clone)]
pub(super) struct Gauges(Arc<Tables>);

#[derive(Debug)]
struct Tables {
    began: Instant,
    requests: Option<Buckets>,
    attempts: Option<Buckets>,
    writes: Option<Buckets>,
    api: Option<Buckets>,
}

impl Gauges {
    pub(super) fn new(limits: &Limits) -> Self {
        Self(Arc::new(Tables {
            began: Instant::now(),
            requests: Buckets::per_minute(limits.requests),
            attempts: Buckets::per_minute(limits.attempts),
            writes: Buckets::per_minute(limits.writes),
            api: Buckets::per_minute(limits.api),
        }))
    }

    /// Counts an attempt of an address to get in that failed, or may fail.
    pub(super) fn attempt(&self, client: &Client) -> Result<(), Duration> {
        self.take(&self.0.attempts, counted(client))
    }

    /// Whether an address has attempts left.
    pub(super) fn may_attempt(&self, client: &Client) -> Result<(), Duration> {
        match (&self.0.attempts, counted(client)) {
            (Some(buckets), Some(key)) => buckets.look(key, self.0.began.elapsed()),
            _ => Ok(()),
        }
    }

    fn take(&self, buckets: &Option<Buckets>, key: Option<impl Hash>) -> Result<(), Duration> {
        match (buckets, key) {
            (Some(buckets), Some(key)) => buckets.take(key, self.0.began.elapsed()),
            _ => Ok(()),
        }
    }
}

/// What of an address is counted: a subscriber of IPv6 has a network of 64 bits, not one address.
fn counted(client: &Client) -> Option<IpAddr> {
    match client.address? {
        address if address.is_loopback() => None,
        IpAddr::V6(address) => {
            Some(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))))
        }
        address => Some(address),
    }
}

/// Found before anything is asked of the database: the address is over a limit, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct OverLimit(pub Duration);

/// The layer that counts requests by their address. It only notes what it finds: who is looking finds out
/// the language of the reader, and what shows failures has the words.
pub(super) async fn by_address(
    State(gauges): State<Gauges>,
    client: Client,
    mut request: Request,
    next: Next,
) -> Response {
    let mut found = gauges.take(&gauges.0.requests, counted(&client));
    if found.is_ok() && is_attempt(&request) {
        found = gauges.attempt(&client);
    }
    let has_token = token::of(&request).is_some();
    if found.is_ok() && has_token {
        found = gauges.may_attempt(&client);
    }
    if let Err(wait) = found {
        request.extensions_mut().insert(OverLimit(wait));
    }
    let response = next.run(request).await;
    if has_token && response.status() == StatusCode::UNAUTHORIZED {
        // Whether it was the last one shows at the next.
        let _ = gauges.attempt(&client);
    }
    response
}

/// Whether a request tries to get in.
fn is_attempt(request: &Request) -> bool {
    let path = request.uri().path();
    matches!(path, "/sign-in/github" | "/sign-in/github/callback")
        || (path == "/sign-in/local" && request.method() == Method::POST)
}

/// The layer that counts what known people do.
pub(super) async fn by_person(
    State(gauges): State<Gauges>,
    viewer: Viewer,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    if let Some(person) = &viewer.person {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if viewer.scope.is_some() {
            gauges.take(&gauges.0.api, Some(person.id)).map_err(Failure::too_many)?;
        }
        if !reads {
            gauges.take(&gauges.0.writes, Some(person.id)).map_err(Failure::too_many)?;
        }
    }
    Ok(next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> Client {
        Client { address: Some(address.parse().expect("an address")), proxied: true }
    }

    #[test]
    fn neighbours_in_one_network_of_ipv6_are_one() {
        assert_eq!(counted(&client("2001:db8::1")), counted(&client("2001:db8::2:1")));
        assert_ne!(counted(&client("2001:db8::1")), counted(&client("2001:db8:0:1::1")));
        assert_ne!(counted(&client("192.0.2.1")), counted(&client("192.0.2.2")));
        assert_eq!(counted(&client("127.0.0.1")), None);
    }

    #[test]
    fn attempts_are_looked_at_without_being_used_up() {
        let gauges = Gauges::new(&Limits { attempts: 2, ..Limits::default() });
        let stranger = client("192.0.2.1");
        for _ in 0..5 {
            assert!(gauges.may_attempt(&stranger).is_ok());
        }
        assert!(gauges.attempt(&stranger).is_ok() && gauges.attempt(&stranger).is_ok());
        assert!(gauges.may_attempt(&stranger).is_err() && gauges.attempt(&stranger).is_err());
        assert!(gauges.may_attempt(&client("192.0.2.2")).is_ok());
    }
}
