//! `yiqi github-app`

use std::{
    fs::OpenOptions,
    io::{self, IsTerminal as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    Outcome,
    output::print,
    serve::{Door, stop_signal},
    workbench::config_path,
};
use crate::{
    config::{Config, Environment},
    github::{LONGEST_APP_NAME, RepositoryName},
    services::{
        AppBrief, AppSetup, AppStep, AppWish, Installed, KeepError, PublishTarget, SecretsFile,
        random_word, with_table,
    },
    web::{AppSetupSite, app_setup_pages},
    workflow::SystemClock,
};

/// How long the pages wait for somebody.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// How long the last page can be read again after everything is done.
const FAREWELL: Duration = Duration::from_secs(3);

/// How long an answer may take when the end has come.
const GRACE: Duration = Duration::from_secs(10);

/// Makes the GitHub App of the workshop, with two clicks at GitHub.
///
/// Serves a page at the configured address that takes all settings to GitHub, receives the App's
/// secrets from there, and finds out where it is installed. Secrets go to github-app.env, readable by
/// its owner alone; what belongs into the configuration is printed. It ends by itself when that is done,
/// or after 30 minutes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi github-app --config /etc/yiqi/config.toml --write
  yiqi github-app --organization my-org         the App belongs to an organisation, not to you
  yiqi github-app --listen 127.0.0.1:7879       while `yiqi serve` keeps the configured address")]
pub(super) struct GithubAppArgs {
    /// Configuration file [default: $YIQI_CONFIG, else config.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Organisation on GitHub that will own the App [default: your own account]
    #[arg(long, value_name = "ORG")]
    organization: Option<String>,

    /// Name to propose for the App; GitHub lets you change it [default: yiqi-PROJECT]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Folder for github-app.env [default: the folder of the configuration]
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,

    /// Add what was found out to the table github of the configuration
    #[arg(long)]
    write: bool,

    /// Address and port, instead of the configured ones; what answers for public_url has to lead there
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

pub(super) async fn run(args: GithubAppArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let path = config_path(args.config.as_deref(), environment);
    let config = Config::load(&path, environment)?;
    let public_url = public_url(&config)?;
    let repositories = repositories(&config)?;
    let secrets = secrets_file(&args, &path)?;
    let name = name(&args, &config)?;
    if args.write {
        ensure_writable(&path)?;
    }
    let door = open_door(&args, &config).await?;
    let wish = AppWish {
        github: config.github.clone(),
        repositories,
        secrets,
        configuration: args.write.then(|| path.clone()),
    };
    let clock = Arc::new(SystemClock);
    let setup = AppSetup::new(wish, clock.clone())?;
    let site = AppSetupSite {
        setup: setup.clone(),
        ticket: random_word()?,
        github: config.github.clone(),
        public_url,
        is_public: config.server.is_public(),
        secure_cookies: config.server.secure_cookies,
        name,
        organization: args.organization.clone(),
        labels: config.projects.iter().any(|it| !it.settings.letters.labels.is_empty()),
        clock,
    };
    invite(&site.link());
    attend(door, site, &setup).await?;
    conclude(setup.step().await, &setup, &path)
}

/// The address GitHub sends people back to.
fn public_url(config: &Config) -> anyhow::Result<Url> {
    let Some(url) = config.server.public_url.clone() else {
        bail!(
            "server.public_url is not set, and GitHub would not know where to send people back to; set \
             it to the address people type"
        );
    };
    if config.server.is_public() && url.scheme() != "https" {
        bail!("server.public_url is {url}, and secrets are not sent over http; make it https");
    }
    Ok(url)
}

/// Where the App has to be installed: where branches are written.
fn repositories(config: &Config) -> anyhow::Result<Vec<RepositoryName>> {
    if let Some(app) = &config.github.app {
        bail!(
            "the configuration has a GitHub App already (app_id {}); take app_id and installation_id \
             out of it, and its key out of the environment, to make another",
            app.app_id
        );
    }
    if config.missing_secrets.iter().any(|it| it.variable == "YIQI_GITHUB_APP_KEY") {
        bail!(
            "the configuration has a GitHub App already, and only its key is missing; take app_id and \
             installation_id out of it to make another"
        );
    }
    let mut found: Vec<RepositoryName> = Vec::new();
    for project in &config.projects {
        let (PublishTarget::Github { upstream, fork } | PublishTarget::Preview { upstream, fork }) =
            &project.settings.publish
        else {
            continue;
        };
        let name = fork.as_ref().unwrap_or(upstream).parse()?;
        if !found.contains(&name) {
            found.push(name);
        }
    }
    if found.is_empty() {
        bail!(
            "no project is published to GitHub; give one `publish = \"preview\"` and `upstream = \
             \"owner/name\"`"
        );
    }
    Ok(found)
}

fn secrets_file(args: &GithubAppArgs, config: &Path) -> anyhow::Result<SecretsFile> {
    let beside = config.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = args.into.as_deref().or(beside).unwrap_or(Path::new("."));
    // The page and the terminal name it; neither reader stands where the command was started.
    let folder = std::path::absolute(folder)?;
    SecretsFile::in_folder(&folder).map_err(|error| match error {
        KeepError::Exists(_) => {
            anyhow!("{error}; move it away, or name another folder with --into")
        }
        KeepError::Unwritable { .. } => {
            anyhow!(
                "{error}; the secrets need a folder that can be written to: name one with --into"
            )
        }
    })
}

/// The name that is proposed; that of the first project is as good as any.
fn name(args: &GithubAppArgs, config: &Config) -> anyhow::Result<String> {
    match &args.name {
        Some(name) if name.trim().is_empty() || name.chars().count() > LONGEST_APP_NAME => {
            bail!("--name: GitHub takes between 1 and {LONGEST_APP_NAME} characters")
        }
        Some(name) => Ok(name.clone()),
        None => {
            let project = config.projects.first().map_or("", |it| it.settings.id.as_str());
            Ok(format!("yiqi-{project}").chars().take(LONGEST_APP_NAME).collect())
        }
    }
}

/// Makes sure that the lines can be added when the time comes.
fn ensure_writable(config: &Path) -> anyhow::Result<()> {
    let text =
        std::fs::read_to_string(config).with_context(|| format!("reading {}", config.display()))?;
    if with_table(&text, "client_id = \"\"\napp_id = \"\"\ninstallation_id = 0\n").is_none() {
        bail!(
            "--write: {} says some of [github] already, and is not changed; leave --write out, and put \
             the printed lines there yourself",
            config.display()
        );
    }
    let opened = OpenOptions::new().append(true).open(config);
    opened.map(drop).with_context(|| format!("--write: {} cannot be written", config.display()))
}

async fn open_door(args: &GithubAppArgs, config: &Config) -> anyhow::Result<Door> {
    let address = args.listen.unwrap_or(config.server.listen);
    let opened = Door::open(address, config.server.tls.as_ref()).await;
    opened.map_err(|error| {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        match kind {
            Some(io::ErrorKind::AddrInUse) => anyhow!(
                "{error:#}; stop the service first (systemctl stop yiqi), or name another address with \
                 --listen and have the proxy lead /github-app/ and /assets/ there"
            ),
            _ => error,
        }
    })
}

fn invite(link: &str) {
    eprintln!(
        "Open this in your browser, within 30 minutes. Whoever has the link can make the App:\n"
    );
    eprintln!("  {link}\n");
    if io::stderr().is_terminal() {
        eprintln!("It ends by itself when the App is installed; Ctrl-C ends it now.");
    }
}

/// Shows the pages until everything is done, somebody ends it, or nobody comes.
async fn attend(door: Door, site: AppSetupSite, setup: &AppSetup) -> anyhow::Result<()> {
    let (asked, stop) = (stop_signal(), CancellationToken::new());
    let mut server = tokio::spawn(door.answer(app_setup_pages(site), stop.clone()));
    tokio::select! {
        served = &mut server => return served?.context("serving the pages"),
        () = asked.cancelled() => {}
        () = sleep(PATIENCE) => {}
        () = setup.done().cancelled() => {
            tokio::select! {
                () = sleep(FAREWELL) => {}
                () = asked.cancelled() => {}
            }
        }
    }
    stop.cancel();
    // Whoever keeps a connection open longer than that is let go.
    let _ = timeout(GRACE, server).await;
    Ok(())
}

fn conclude(step: AppStep, setup: &AppSetup, config: &Path) -> anyhow::Result<Outcome> {
    let secrets = setup.secrets_path().display();
    match step {
        AppStep::Register => bail!("nothing was registered, and nothing was written"),
        AppStep::Keep(app, error) => bail!(
            "{error}: the secrets of {} are lost; delete the App at GitHub and begin again",
            app.name
        ),
        AppStep::Install(app) => bail!(
            "{} is registered and its secrets are in {secrets}, but it is not installed yet. Install it \
             at GitHub; the number at the end of the address you come to is the installation_id. Then \
             put into {}:\n\n[github]\nclient_id = {:?}\napp_id = \"{}\"\ninstallation_id = NUMBER",
            app.name,
            config.display(),
            app.client_id,
            app.id
        ),
        AppStep::Done(app, installed) => tell(&app, &installed, setup, config),
    }
}

fn tell(
    app: &AppBrief,
    installed: &Installed,
    setup: &AppSetup,
    config: &Path,
) -> anyhow::Result<Outcome> {
    let config = config.display();
    eprintln!("{} is installed. Its secrets are in {}.", app.name, setup.secrets_path().display());
    for repository in &installed.uncovered {
        eprintln!("warning: the installation does not cover {repository}");
    }
    if !app.has_webhook {
        eprintln!("There is no webhook; timers look for news instead.");
    }
    match &installed.written {
        Ok(true) => eprintln!("{config} has these lines now:\n"),
        Ok(false) => eprintln!("Put these lines into {config}:\n"),
        Err(error) => eprintln!("warning: {error}; put these lines into {config} yourself:\n"),
    }
    print(&app.table(installed.id))?;
    eprintln!(
        "\nThen start the service again with these secrets (systemctl restart yiqi reads \
         /etc/yiqi/github-app.env), and run `yiqi doctor`."
    );
    Ok(Outcome::Done)
}
