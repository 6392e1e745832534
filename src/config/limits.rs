//! The `[limits]` of the file, and the proxies whose word counts.

use std::net::IpAddr;

use ipnet::IpNet;
use toml::Spanned;

use super::{file::LimitsTable, values::Checker};
use crate::web::Limits;

/// More than a small machine answers in a minute.
const MOST: u32 = 1_000_000;

impl Checker<'_> {
    pub(super) fn limits(&mut self, table: &LimitsTable) -> Limits {
        let default = Limits::default();
        Limits {
            requests: self.count(table.requests.as_ref(), default.requests, 0..=MOST),
            attempts: self.count(table.attempts.as_ref(), default.attempts, 0..=MOST),
            writes: self.count(table.writes.as_ref(), default.writes, 0..=MOST),
            api: self.count(table.api.as_ref(), default.api, 0..=MOST),
        }
    }

    /// Addresses and networks.
    pub(super) fn networks(&mut self, values: &[Spanned<String>]) -> Vec<IpNet> {
        let mut networks = Vec::new();
        for value in values {
            let text = value.get_ref().trim();
            let address = text.parse::<IpAddr>().map(IpNet::from);
            match address.or_else(|_| text.parse::<IpNet>()) {
                Ok(network) => networks.push(network),
                Err(_) => self.report(
                    &value.span(),
                    format!(
                        "{text:?} is no address and no network; write for example \"127.0.0.1\" or \
                         \"10.0.0.0/8\""
                    ),
                ),
            }
        }
        networks
    }
}
