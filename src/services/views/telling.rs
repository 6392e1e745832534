//! What people are told, and the ways it leaves on.

use jiff::Timestamp;
use secrecy::ExposeSecret as _;

use crate::{
    ids::ChannelId,
    notices::{Form, Kind},
    store::{Channel, StoredNotice},
};

/// What somebody was told on the site.
#[derive(Debug, Clone)]
pub struct NoticesView {
    /// Newest first.
    pub notices: Vec<StoredNotice>,
    pub unread: usize,
}

/// A way out, without its address and its secret.
#[derive(Debug, Clone)]
pub struct ChannelView {
    pub id: ChannelId,
    pub form: Form,
    pub name: String,
    /// What of the address may be seen: the host of a webhook, the whole of one for mail.
    pub place: String,
    pub is_signed: bool,
    pub kinds: Vec<Kind>,
    pub is_confirmed: bool,
    pub parked_at: Option<Timestamp>,
    pub next_attempt: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_sent: Option<Timestamp>,
    /// How many pieces of news wait.
    pub waiting: usize,
}

impl ChannelView {
    pub(in crate::services) fn of(channel: &Channel, waiting: usize) -> Self {
        let address = channel.address.expose_secret();
        let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        let place = match channel.form {
            Form::Email => address.to_owned(),
            _ => host.unwrap_or_default(),
        };
        Self {
            id: channel.id,
            form: channel.form,
            name: channel.name.clone(),
            place,
            is_signed: channel.secret.is_some(),
            kinds: channel.kinds.clone(),
            is_confirmed: channel.confirmed_at.is_some(),
            parked_at: channel.parked_at,
            next_attempt: channel.next_attempt,
            last_error: channel.last_error.clone(),
            last_sent: channel.last_sent,
            waiting,
        }
    }
}
