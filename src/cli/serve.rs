//! `yiqi serve`

mod door;
mod reload;
mod tls;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::{Context, bail};
use clap::Args;
use tokio::{net::TcpListener, time::sleep};
use tokio_util::sync::CancellationToken;

pub(super) use door::Door;
use reload::Running;

use super::{
    Outcome,
    alone::{Alone, Doing},
    options::Selection,
    workbench::{Workbench, config_path, read_config},
};
use crate::{
    config::{Config, Environment},
    services::Workshop,
    web, worker,
};

/// How long the worker waits for somebody to wake it before it looks by itself.
const WORKER_INTERVAL: Duration = Duration::from_secs(30);

/// How long requests may go on after the program was asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Runs the web interface and the worker that syncs and publishes, until it is told to stop.
///
/// Needs a configuration (see config.example.toml). SIGINT and SIGTERM let requests and the work in
/// hand finish first; SIGHUP reads the configuration again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi doctor && yiqi serve
  yiqi serve --config /etc/yiqi/config.toml --listen 127.0.0.1:8080")]
pub(super) struct ServeArgs {
    /// Configuration file [default: $YIQI_CONFIG, else config.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Address and port, instead of the configured ones
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

pub(super) async fn run(args: ServeArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let path = config_path(args.config.as_deref(), environment);
    let selection = Selection { config: Some(path), ..Selection::default() };
    let config = read_config(&selection, false, environment).await?;
    // Before the database is opened: bringing its schema up to date is for whoever is alone with it.
    let _alone = Alone::with(&config.database, Doing::Serving)?;
    let mut bench = Workbench::alone(config).await?;
    if let Some(listen) = args.listen {
        if bench.config.server.local_sign_in && !listen.ip().is_loopback() {
            bail!(
                "--listen {listen}: auth.local lets anybody sign in; listen on 127.0.0.1 or turn it off"
            );
        }
        bench.config.server.listen = listen;
    }
    for secret in &bench.config.missing_secrets {
        tracing::warn!("{} is not set; {} will not work", secret.variable, secret.needed_for);
    }
    if !bench.config.server.local_sign_in && bench.config.github.oauth.is_none() {
        tracing::warn!("nobody can sign in: set [github] client_id with its secret, or auth.local");
    }
    if bench.config.server.hidden_clients() {
        tracing::warn!(
            "server.public_url is reached through a proxy, and server.trusted_proxies names none: \
             requests are not limited by address"
        );
    }
    let listen = bench.config.server.listen;
    let door = Door::open(listen, bench.config.server.tls.as_ref()).await?;
    let scheme = if door.certificates.is_some() { "https" } else { "http" };
    tracing::info!("serving {scheme}://{}", door.listener.local_addr()?);
    let stop = stop_signal();
    let running =
        Running::of(&bench.config, &bench.workshop, environment, door.certificates.as_ref())?;
    tokio::spawn(running.follow(stop.clone()));
    serve_with(door, bench.workshop, &bench.config, stop).await?;
    tracing::info!("stopped");
    Ok(Outcome::Done)
}

/// Serves pages over http, as below.
pub(super) async fn serve(
    listener: TcpListener,
    workshop: Workshop,
    config: &Config,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    serve_with(Door { listener, certificates: None }, workshop, config, stop).await
}

/// Serves pages and runs the worker until `stop` is cancelled; then both finish what they are at.
async fn serve_with(
    door: Door,
    workshop: Workshop,
    config: &Config,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let worker = tokio::spawn(worker::run(workshop.clone(), WORKER_INTERVAL, stop.clone()));
    let router = web::router(workshop, web_settings(config, stop.clone()));
    let server = door.answer(router, stop.clone());
    let served = tokio::select! {
        served = server => served.context("serving pages"),
        () = grace_over(&stop) => {
            tracing::warn!("requests still under way after {GRACE:?} were cut off");
            Ok(())
        }
    };
    // Where serving failed nobody else tells the worker to stop.
    stop.cancel();
    worker.await.context("the worker stopped unexpectedly")?;
    served
}

async fn grace_over(stop: &CancellationToken) {
    stop.cancelled().await;
    sleep(GRACE).await;
}

fn web_settings(config: &Config, stop: CancellationToken) -> web::Settings {
    web::Settings {
        public_url: config.server.public_url.clone(),
        secure_cookies: config.server.secure_cookies,
        local_sign_in: config.server.local_sign_in,
        github: Some(config.github.clone()),
        stop,
        metrics_token: config.server.metrics_token.clone(),
        trusted_proxies: config.server.trusted_proxies.clone(),
        limits: config.server.limits.clone(),
    }
}

/// A token that is cancelled at SIGINT (Ctrl-C) or SIGTERM.
pub(super) fn stop_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = interrupted() => {}
            () = terminated() => {}
        }
        told.cancel();
    });
    stop
}

async fn interrupted() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!("Ctrl-C will not be graceful: {error}");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};

    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(error) => {
            tracing::warn!("SIGTERM will not be graceful: {error}");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
