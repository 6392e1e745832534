//! `yiqi login` and `yiqi logout`

use std::io::{self, BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail};
use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    super::{Outcome, output::print},
    TOKEN,
    known::{Known, Login},
};
use crate::{config::Environment, remote::Client};

/// Remembers a server and a personal token for it.
///
/// The token is made on the server, under Profile, Personal tokens; it is asked for, or read from
/// standard input, and kept in a file that only you can read. The scope `write` is enough to translate.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi login https://yiqi.example
  yiqi login https://yiqi.example < token.txt

Without a login, YIQI_SERVER and YIQI_TOKEN (or YIQI_TOKEN_FILE) name server and token for one command.")]
pub(in super::super) struct LoginArgs {
    /// Address of the server
    #[arg(value_name = "URL")]
    server: String,
}

pub(in super::super) async fn run(
    args: LoginArgs,
    environment: &Environment,
) -> anyhow::Result<Outcome> {
    let token = match environment.secret(TOKEN)? {
        Some(token) => token,
        None => asked_for(&args.server)?,
    };
    let client = Client::new(&args.server, &token, environment.prefers_chinese())?;
    let me = client.me().await?;
    let login =
        Login { server: client.server().to_string(), token: token.expose_secret().trim().into() };
    let path = Known::of(environment)?.remember_login(&login)?;
    let may = me.scope.unwrap_or_default();
    print(&format!(
        "{} at {} ({may}); kept in {}\n",
        me.person.login,
        login.server,
        path.display()
    ))?;
    Ok(Outcome::Done)
}

/// Reads the token from standard input.
fn asked_for(server: &str) -> anyhow::Result<SecretString> {
    if io::stdin().is_terminal() {
        let server = server.trim_end_matches('/');
        eprintln!("A token is made at {server}/me/tokens. Paste it here, then Enter:");
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("standard input")?;
    match line.trim() {
        "" => bail!("no token came on standard input, and {TOKEN} is not set"),
        token => Ok(token.into()),
    }
}

/// Forgets the server and its token on this machine.
///
/// The token itself stays good until it is revoked at the server, under Profile, Personal tokens.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi logout")]
pub(in super::super) struct LogoutArgs {}

pub(in super::super) fn forget(
    LogoutArgs {}: &LogoutArgs,
    environment: &Environment,
) -> anyhow::Result<Outcome> {
    let was_known = Known::of(environment)?.forget_login()?;
    eprintln!("{}", if was_known { "forgotten" } else { "no server was remembered" });
    Ok(Outcome::Done)
}
