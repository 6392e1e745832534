//! Where a request comes from.
//!
//! The peer's address, unless the peer is a proxy the configuration trusts: then what that proxy says
//! (`X-Forwarded-For`), read from its end. Nobody else's word counts, since anybody can send such a header.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRef, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use ipnet::IpNet;

use super::state::Settings;

const FORWARDED_FOR: &str = "x-forwarded-for";
/// What proxies add; a request that carries none of these came without one.
pub(super) const SIGNS_OF_A_PROXY: [&str; 5] =
    [FORWARDED_FOR, "x-forwarded-host", "forwarded", "x-real-ip", "via"];

/// What is known of the other end of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Client {
    /// The address; `None` where the server stands on no socket.
    pub address: Option<IpAddr>,
    /// Whether the peer spoke for somebody else.
    pub proxied: bool,
}

impl Client {
    /// Whether it is a program of this machine that came by itself, not through a proxy of this machine.
    pub(super) fn is_this_machine(&self) -> bool {
        !self.proxied && self.address.is_some_and(|address| address.is_loopback())
    }

    /// Makes it out from the peer and what it says.
    pub(super) fn of(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let proxied = SIGNS_OF_A_PROXY.iter().any(|name| headers.contains_key(*name));
        let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
        let peer = peer.map(|peer| peer.to_canonical());
        let Some(peer) = peer.filter(is_trusted) else { return Self { address: peer, proxied } };
        // Each proxy appends the address it was spoken to from: the last one that is no proxy of ours is
        // the client, and what stands before it is the client's own say.
        let mut address = peer;
        for entry in entries(headers).rev() {
            let Some(told) = entry else { break };
            address = told;
            if !is_trusted(&told) {
                break;
            }
        }
        Self { address: Some(address), proxied }
    }
}

/// The addresses of all `X-Forwarded-For` headers, in their order; `None` for what is no address.
fn entries(headers: &HeaderMap) -> impl DoubleEndedIterator<Item = Option<IpAddr>> {
    let values = headers.get_all(FORWARDED_FOR).iter();
    let texts: Vec<&str> = values.map(|value| value.to_str().unwrap_or_default()).collect();
    let entries: Vec<_> = texts.iter().flat_map(|text| text.split(',')).map(address).collect();
    entries.into_iter()
}

/// An address, alone or with a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let alone = text.trim_start_matches('[').trim_end_matches(']').parse().ok();
    alone
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .map(|address: IpAddr| address.to_canonical())
}

impl<S: Send + Sync> FromRequestParts<S> for Client
where
    Arc<Settings>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let peer = ConnectInfo::<SocketAddr>::from_request_parts(parts, state).await.ok();
        let peer = peer.map(|ConnectInfo(socket)| socket.ip());
        Ok(Self::of(peer, &parts.headers, &Arc::<Settings>::from_ref(state).trusted_proxies))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn seen(peer: &str, trusted: &[&str], headers: &[(&'static str, &'static str)]) -> Client {
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().expect("a net")).collect();
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let mut map = HeaderMap::new();
        headers.for_each(|(name, value)| {
            map.append(name, value);
        });
        Client::of(Some(peer.parse().expect("an address")), &map, &trusted)
    }

    #[track_caller]
    fn expect(client: Client, address: &str) {
        assert_eq!(client.address, Some(address.parse().expect("an address")));
    }

    #[test]
    fn a_stranger_s_word_on_who_it_is_does_not_count() {
        let forged = [("x-forwarded-for", "192.0.2.1")];
        expect(seen("203.0.113.9", &[], &forged), "203.0.113.9");
        expect(seen("203.0.113.9", &["127.0.0.1/32"], &forged), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_is_believed_up_to_the_first_that_is_not() {
        let trusted = ["127.0.0.0/8", "10.0.0.0/8"];
        let told = |value| seen("127.0.0.1", &trusted, &[("x-forwarded-for", value)]);
        expect(told("192.0.2.1, 203.0.113.9"), "203.0.113.9");
        expect(told("192.0.2.1, 203.0.113.9, 10.0.0.7"), "203.0.113.9");
        expect(told("203.0.113.9:4711"), "203.0.113.9");
        expect(told("[2001:db8::1]:4711"), "2001:db8::1");
        expect(told("::ffff:203.0.113.9"), "203.0.113.9");
        expect(told("203.0.113.9, unknown"), "127.0.0.1");
        expect(seen("127.0.0.1", &trusted, &[]), "127.0.0.1");
        let two = [("x-forwarded-for", "192.0.2.1"), ("x-forwarded-for", "203.0.113.9")];
        expect(seen("127.0.0.1", &trusted, &two), "203.0.113.9");
    }

    #[test]
    fn what_came_through_a_proxy_is_not_this_machine() {
        assert!(seen("127.0.0.1", &[], &[]).is_this_machine());
        assert!(seen("::1", &[], &[]).is_this_machine());
        assert!(!seen("203.0.113.9", &[], &[]).is_this_machine());
        for name in SIGNS_OF_A_PROXY {
            assert!(!seen("127.0.0.1", &[], &[(name, "127.0.0.1")]).is_this_machine(), "{name}");
        }
    }
}
