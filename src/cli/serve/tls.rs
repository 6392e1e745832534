//! https without a proxy: handshakes beside each other, and certificates that may change.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use anyhow::{Context, ensure};
use axum::serve::Listener;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
    server::TlsStream,
};

use crate::config::TlsFiles;

/// Whoever takes longer over a handshake is let go.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many handshakes are under way at most; the others wait at the door.
const AT_ONCE: usize = 256;

/// The certificate that is shown, and its key; clones share them.
#[derive(Clone)]
pub(in crate::cli) struct Certificates(Arc<RwLock<Arc<ServerConfig>>>);

impl Certificates {
    /// Reads the files.
    ///
    /// # Errors
    /// When one cannot be read, holds nothing of its kind, or they do not belong together.
    pub(super) fn read(files: &TlsFiles) -> anyhow::Result<Self> {
        Ok(Self(Arc::new(RwLock::new(Arc::new(config(files)?)))))
    }

    /// Reads the files again; connections that are open keep what they began with.
    ///
    /// # Errors
    /// As above; then what was shown is still shown.
    pub(super) fn read_again(&self, files: &TlsFiles) -> anyhow::Result<()> {
        let config = Arc::new(config(files)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    fn acceptor(&self) -> TlsAcceptor {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone().into()
    }
}

fn config(files: &TlsFiles) -> anyhow::Result<ServerConfig> {
    let TlsFiles { certificate, key } = files;
    let doing = || format!("reading the certificate {}", certificate.display());
    let chain: Vec<_> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .with_context(doing)?;
    ensure!(!chain.is_empty(), "there is no certificate in {}", certificate.display());
    let secret = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("reading the key {}", key.display()))?;
    let mut config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .with_context(|| format!("{} and {}", certificate.display(), key.display()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Gives out connections whose handshake is done. A slow one keeps nobody waiting.
pub(super) struct TlsListener {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl TlsListener {
    pub(super) fn new(listener: TcpListener, certificates: Certificates) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (done, ready) = mpsc::channel(1);
        tokio::spawn(shake_hands(listener, certificates, done));
        Ok(Self { address, ready })
    }
}

async fn shake_hands(
    mut listener: TcpListener,
    certificates: Certificates,
    done: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(turn) = turns.clone().acquire_owned().await else { return };
        let (stream, peer) = tokio::select! {
            // Nobody takes connections any more.
            () = done.closed() => return,
            // Errors of accepting are told and waited out there.
            accepted = Listener::accept(&mut listener) => accepted,
        };
        let (acceptor, done) = (certificates.acceptor(), done.clone());
        tokio::spawn(async move {
            match timeout(PATIENCE, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => _ = done.send((stream, peer)).await,
                Ok(Err(error)) => tracing::debug!(%peer, %error, "a handshake failed"),
                Err(_) => tracing::debug!(%peer, "a handshake took too long"),
            }
            drop(turn);
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The loop above ends after this listener alone.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
