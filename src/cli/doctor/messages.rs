//! Whether messages can leave: the mail server, and the ways out people made. Nothing is sent.

use secrecy::ExposeSecret as _;

use super::Diagnosis;
use crate::{
    config::Config,
    notify::{Client, NotifyError},
    store::{Channel, Store, StoreError},
};

pub(super) async fn all(config: &Config, offline: bool) -> Vec<Diagnosis> {
    let client = match Client::new(&config.messages) {
        Ok(client) => client,
        Err(error) => {
            return vec![Diagnosis::failed(
                "messages",
                error.to_string(),
                "mend [mail] in the configuration",
            )];
        }
    };
    let mut found = Vec::new();
    if client.sends_mail() {
        found.push(mail(&client, offline).await);
    }
    // A database that cannot be read has its own line.
    let channels = channels(config).await.unwrap_or_default();
    found.extend(channels.iter().map(|channel| way_out(&client, channel)));
    found
}

async fn mail(client: &Client, offline: bool) -> Diagnosis {
    if offline {
        return Diagnosis::ok("mail", "configured; the server was not asked");
    }
    match client.reach_mail().await {
        Ok(true) => Diagnosis::ok("mail", "the server answers and lets us in"),
        Ok(false) | Err(NotifyError::Unreachable | NotifyError::TooSlow) => Diagnosis::failed(
            "mail",
            "the server cannot be reached, or does not let us in",
            "check host, port, security and account of [mail], and YIQI_MAIL_PASSWORD",
        ),
        Err(error) => Diagnosis::failed("mail", error.to_string(), "mend [mail]"),
    }
}

async fn channels(config: &Config) -> Result<Vec<Channel>, StoreError> {
    if !Store::is_current(&config.database).await? {
        return Ok(Vec::new());
    }
    let store = Store::open(&config.database).await?;
    let channels = store.channels().await;
    store.close().await;
    channels
}

/// How one way out stands, by its looks and by how it fared; a webhook cannot be asked without a message.
fn way_out(client: &Client, channel: &Channel) -> Diagnosis {
    let what = format!("messages to {:?} ({})", channel.name, channel.form.name());
    if let Err(error) = client.check_address(channel.form, channel.address.expose_secret()) {
        let advice = "make it anew, or see [messages] private_addresses and [mail]";
        return Diagnosis::warning(what, error.to_string(), advice);
    }
    match (&channel.last_error, channel.parked_at) {
        (Some(error), Some(_)) => Diagnosis::warning(
            what,
            format!("stopped: {error}"),
            "send a test from its page; if it works, what waits goes on",
        ),
        (Some(error), None) => {
            Diagnosis::warning(what, error.clone(), "it is tried again by itself")
        }
        (None, _) if channel.last_sent.is_some() => Diagnosis::ok(what, "works"),
        (None, _) => Diagnosis::ok(what, "well-formed; nothing was sent there yet"),
    }
}
