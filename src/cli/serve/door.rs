//! An address that pages are served at, by http or, with certificates, https.

use std::net::SocketAddr;

use anyhow::Context as _;
use axum::{Router, serve::ListenerExt as _};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::tls::{Certificates, TlsListener};
use crate::config::TlsFiles;

/// A place where people come in.
pub(in crate::cli) struct Door {
    pub listener: TcpListener,
    /// What it speaks https with.
    pub certificates: Option<Certificates>,
}

impl Door {
    /// Takes an address; nobody is answered yet.
    ///
    /// # Errors
    /// When somebody has it already (an `io::Error` among the causes says so), or a certificate is none.
    pub(in crate::cli) async fn open(
        address: SocketAddr,
        tls: Option<&TlsFiles>,
    ) -> anyhow::Result<Self> {
        let certificates = tls.map(Certificates::read).transpose()?;
        let listener =
            TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
        Ok(Self { listener, certificates })
    }

    /// Answers requests until it is asked to stop, and those that are under way then.
    pub(in crate::cli) async fn answer(
        self,
        router: Router,
        stop: CancellationToken,
    ) -> std::io::Result<()> {
        let pages = router.into_make_service_with_connect_info::<SocketAddr>();
        let asked = async move { stop.cancelled().await };
        match self.certificates {
            None => axum::serve(self.listener, pages).with_graceful_shutdown(asked).await,
            Some(certificates) => {
                // Only what is tapped tells whose connection it is.
                let listener = TlsListener::new(self.listener, certificates)?.tap_io(|_| {});
                axum::serve(listener, pages).with_graceful_shutdown(asked).await
            }
        }
    }
}
