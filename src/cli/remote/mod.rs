//! Commands that speak to a Yiqi elsewhere, with a personal token: `login`, `logout`, `mine`, `claim`,
//! `pull`, `submit`, `release`.

pub(super) mod claim;
mod known;
pub(super) mod login;
pub(super) mod mine;
pub(super) mod pull;
pub(super) mod release;
pub(super) mod submit;

use anyhow::{Context as _, bail};
use clap::Args;
use secrecy::SecretString;

use self::known::Known;
use crate::{
    config::Environment,
    remote::{Client, Task},
};

/// The server a command speaks to.
const SERVER: &str = "YIQI_SERVER";
/// The token it speaks with.
const TOKEN: &str = "YIQI_TOKEN";

/// Which server, and which of its projects.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Elsewhere {
    /// Address of the server [default: $YIQI_SERVER, else the one of `yiqi login`]
    #[arg(long, value_name = "URL")]
    server: Option<String>,

    /// Only this project of the server
    #[arg(long, value_name = "ID")]
    project: Option<String>,
}

/// A server that can be asked, and what is remembered about it here.
struct Connection {
    client: Client,
    known: Known,
    project: Option<String>,
}

impl Connection {
    /// The server that is named, with the token of the environment or of `yiqi login`.
    fn open(elsewhere: &Elsewhere, environment: &Environment) -> anyhow::Result<Self> {
        let known = Known::of(environment)?;
        let login = known.login()?;
        let named = elsewhere.server.clone().or_else(|| environment.get(SERVER));
        let Some(server) = named.or_else(|| login.as_ref().map(|login| login.server.clone()))
        else {
            bail!("no server is known here; `yiqi login https://…` remembers one");
        };
        let token = match environment.secret(TOKEN)? {
            Some(token) => token,
            None => remembered(login, &server)?,
        };
        let client = Client::new(&server, &token, environment.prefers_chinese())?;
        Ok(Self { client, known, project: elsewhere.project.clone() })
    }

    /// The project that is named, or the only one there is.
    async fn project(&self) -> anyhow::Result<String> {
        if let Some(project) = &self.project {
            return Ok(project.clone());
        }
        let mut projects: Vec<_> =
            self.client.projects().await?.into_iter().map(|project| project.id).collect();
        match projects.len() {
            1 => Ok(projects.remove(0)),
            0 => bail!("{} has no project", self.client.server()),
            _ => bail!("which project? --project {}", projects.join(" | ")),
        }
    }

    /// One's task about a post that is not done yet.
    async fn task(&self, slug: &str) -> anyhow::Result<Task> {
        let mine = self.client.mine().await?;
        let about = |task: &Task| {
            let is_of_project =
                self.project.as_ref().is_none_or(|project| *project == task.project);
            task.slug.as_str() == slug && is_of_project
        };
        let mut found: Vec<_> =
            mine.working.into_iter().chain(mine.waiting).filter(about).collect();
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => bail!(
                "{slug}: not in your hands; `yiqi claim {slug}` takes it, `yiqi mine` lists what is"
            ),
            _ => bail!("{slug}: in several projects; say which with --project"),
        }
    }
}

/// The token of `yiqi login`, which is for the server it was given for alone.
fn remembered(login: Option<known::Login>, server: &str) -> anyhow::Result<SecretString> {
    let same = |login: &known::Login| {
        login.server.trim_end_matches('/') == server.trim().trim_end_matches('/')
    };
    let login = login.filter(same);
    let login = login.with_context(|| {
        format!("no token for {server}; `yiqi login {server}` remembers one, {TOKEN} lends one")
    })?;
    Ok(login.token.into())
}
