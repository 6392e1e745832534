//! Which addresses a message may be sent to.
//!
//! People type addresses in. Without this they could have the server knock at doors inside its own
//! network. A name is looked up here and the connection goes to what was looked at, so that a name which
//! changes its meaning in between leads nowhere.

use std::{
    future::Future,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
};

use hyper_util::client::legacy::connect::dns::Name;
use tower::Service;

/// Says that a name leads to this machine or its own network.
#[derive(Debug, thiserror::Error)]
#[error("the address is private")]
pub(super) struct Private;

/// Looks names up and leaves out what is not on the open internet.
#[derive(Debug, Clone)]
pub(super) struct Resolver {
    pub private_too: bool,
}

type Error = Box<dyn std::error::Error + Send + Sync>;

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let private_too = self.private_too;
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let open: Vec<SocketAddr> =
                found.into_iter().filter(|it| private_too || is_open(it.ip())).collect();
            if open.is_empty() { Err(Private.into()) } else { Ok(open.into_iter()) }
        })
    }
}

/// Whether an address is on the open internet.
pub(super) fn is_open(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_open_v4(address),
        IpAddr::V6(address) => is_open_v6(address),
    }
}

/// By the registry of special-purpose addresses (RFC 6890 and its updates).
fn is_open_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_open_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, .., g, h] = address.segments();
    let inner = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_open_v4(mapped);
    }
    match (a, b) {
        // Translated from IPv4, and 6to4: whatever is inside.
        (0x64, 0xff9b) => is_open_v4(inner(g, h)),
        (0x2002, _) => is_open_v4(inner(b, c)),
        // Teredo, and documentation.
        (0x2001, 0) | (0x2001, 0xdb8) => false,
        // Of what is left only 2000::/3 is given out.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_own_network_are_told_from_the_open_internet() {
        let open = |text: &str| is_open(text.parse().unwrap());
        for address in ["1.1.1.1", "39.156.66.10", "2606:4700::1111", "64:ff9b::101:101"] {
            assert!(open(address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.3.4",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!open(address), "{address}");
        }
    }
}
