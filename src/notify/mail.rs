//! Mail through SMTP.

use std::{fmt, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::authentication::Credentials,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{NotifyError, forms::brief};
use crate::notices::Letter;

/// How the line to the mail server is kept from strangers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the start.
    Tls,
    /// TLS after the greeting; without it nothing is sent.
    StartTls,
    /// None; for a server on this machine.
    None,
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Name at the server, with its password; `None` for one that lets this machine send.
    pub account: Option<(String, SecretString)>,
    /// `Name <address>`, or an address.
    pub from: String,
}

/// Sends mail through one server.
#[derive(Clone)]
pub(super) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Whether a text is an address for mail.
pub fn is_mail_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

impl Mail {
    pub fn new(settings: &MailSettings, timeout: Duration) -> Result<Self, NotifyError> {
        let bad = |problem: String| NotifyError::BadSettings(problem);
        let from = settings
            .from
            .parse()
            .map_err(|_| bad(format!("{:?} is no sender of mail", settings.from)))?;
        let builder = match settings.security {
            Security::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&settings.host),
            Security::StartTls => {
                AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&settings.host)
            }
            Security::None => {
                Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host))
            }
        };
        let mut builder = builder
            .map_err(|error| bad(error.to_string()))?
            .port(settings.port)
            .timeout(Some(timeout));
        if let Some((name, password)) = &settings.account {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(name.clone(), password));
        }
        Ok(Self { transport: builder.build(), from })
    }

    pub async fn send(&self, to: &str, letter: &Letter) -> Result<(), NotifyError> {
        let to: Mailbox = to.parse().map_err(|_| NotifyError::BadAddress)?;
        let host = self.from.email.domain().to_owned();
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&letter.title)
            // The same at every try: a mailbox keeps one of two.
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN);
        if let Some((_, url)) = &letter.foot {
            let leave = HeaderName::new_from_ascii_str("List-Unsubscribe");
            builder = builder.raw_header(HeaderValue::new(leave, format!("<{url}>")));
        }
        let message =
            builder.body(text(letter)).map_err(|error| NotifyError::Refused(error.to_string()))?;
        self.transport.send(message).await.map_err(|error| {
            tracing::info!(%error, "mail was not sent");
            match error.status() {
                Some(_) if error.is_permanent() => NotifyError::Refused(error.to_string()),
                _ if error.is_timeout() => NotifyError::TooSlow,
                Some(_) => NotifyError::Busy(None),
                None => NotifyError::Unreachable,
            }
        })?;
        Ok(())
    }

    /// Whether the server answers and lets us in; sends nothing.
    pub async fn reach(&self) -> Result<bool, NotifyError> {
        self.transport.test_connection().await.map_err(|error| {
            tracing::info!(%error, "the mail server was not reached");
            NotifyError::Unreachable
        })
    }
}

fn text(letter: &Letter) -> String {
    let mut text = String::new();
    for item in &letter.items {
        text += &item.head;
        text.push('\n');
        if let Some(body) = brief(item) {
            for line in body.lines() {
                text += &format!("> {line}\n");
            }
        }
        if let Some(url) = &item.url {
            text += &format!("{url}\n");
        }
        text.push('\n');
    }
    if let Some((label, url)) = &letter.foot {
        text += &format!("-- \n{label}\n{url}\n");
    }
    text
}
