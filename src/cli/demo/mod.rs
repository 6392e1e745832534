//! `yiqi demo`: the whole workshop on a sample blog, or on any repository, without configuration.
//!
//! Everything happens on this machine: pages on loopback, a local sign-in, and a branch of a local
//! repository for what is approved. Nothing is ever sent to where a source came from.

mod blog;
mod welcome;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use tokio::net::TcpListener;
use url::Url;

use super::{
    Outcome,
    alone::{Alone, Doing},
    options::{ConventionName, SourceArgs},
    output::print,
    serve::{serve, stop_signal},
    workbench::{Workbench, config_of_source, mirror},
};
use crate::{
    config::{Config, Environment},
    ids::ProjectId,
    repository,
    services::{PublishTarget, Workshop},
    workflow::{Role, UiLanguage},
};

/// The port that is tried first.
const PORT: u16 = 7878;

/// Opens the whole workshop in your browser, on a sample blog or on any repository.
///
/// Needs nothing but git. It syncs, serves pages on this machine alone, lets you sign in as a
/// volunteer, a proofreader or a maintainer, and publishes to a branch of a local repository; nothing
/// leaves this machine. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi demo                                                    a sample blog with eleven posts
  yiqi demo --source https://github.com/huggingface/blog       the real one
  yiqi demo --source ./course.git --convention hf-course
  yiqi demo --data-dir ./demo                                  go on where you left off")]
pub(super) struct DemoArgs {
    #[command(flatten)]
    source: SourceArgs,

    /// Port on 127.0.0.1 [default: 7878, or the next one that is free]
    #[arg(long)]
    port: Option<u16>,

    /// Folder for everything the demo makes [default: a new temporary one, which is kept]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Only prepare and sync, serve nothing
    #[arg(long)]
    exit_after_sync: bool,
}

pub(super) async fn run(args: DemoArgs, _environment: &Environment) -> anyhow::Result<Outcome> {
    let data_dir = match &args.data_dir {
        Some(named) => {
            std::fs::create_dir_all(named)
                .with_context(|| format!("making the folder {}", named.display()))?;
            std::fs::canonicalize(named)?
        }
        None => temporary_folder()?,
    };
    let config = match args.source.source {
        None => sample(&args.source, &data_dir).await?,
        Some(_) => repository_of_others(&args.source, &data_dir).await?,
    };
    let _alone = Alone::with(&config.database, Doing::Serving)?;
    let mut bench = Workbench::alone(config).await?;
    let project = bench.config.projects[0].settings.id.clone();
    let catalogue = bench.catalogue(&project, false).await?;
    for warning in &catalogue.warnings {
        eprintln!("warning: {warning}");
    }
    add_people(&bench.workshop).await?;
    if args.source.source.is_none() {
        add_terms(&bench.workshop, &project).await?;
    }
    let published = match &bench.config.projects[0].settings.publish {
        PublishTarget::Branch { remote } => remote.clone(),
        other => bail!("the demo publishes to a local branch, not to {other:?}"),
    };
    let listener = if args.exit_after_sync { None } else { Some(listen(args.port).await?) };
    let address = listener.as_ref().map(TcpListener::local_addr).transpose()?;
    print(&welcome::text(&welcome::Facts {
        counts: welcome::Counts::of(&catalogue),
        address,
        data_dir: &data_dir,
        published: &published,
    }))?;
    if let (Some(listener), Some(address)) = (listener, address) {
        bench.config.server.public_url = Some(Url::parse(&format!("http://{address}"))?);
        serve(listener, bench.workshop, &bench.config, stop_signal()).await?;
    }
    Ok(Outcome::Done)
}

/// The sample blog, made where it is not there yet, as the configuration of a single project.
async fn sample(args: &SourceArgs, data_dir: &Path) -> anyhow::Result<Config> {
    let repository = data_dir.join("skylark-blog.git");
    if !repository.exists() {
        repository::write_commits(&repository, blog::BRANCH, &blog::commits())
            .context("making the sample blog")?;
    }
    let remote = repository.to_string_lossy().into_owned();
    let source = SourceArgs {
        source: Some(remote.clone()),
        branch: Some(blog::BRANCH.to_owned()),
        convention: Some(ConventionName::HfBlog),
        ..args.clone()
    };
    let mut config = config_of_source(&source, data_dir.to_owned(), false).await?;
    let project = &mut config.projects[0].settings;
    project.name = "云雀博客".to_owned();
    project.publish = PublishTarget::Branch { remote };
    Ok(config)
}

/// Any repository, as the configuration of a single project. What is approved goes to a repository of
/// our own beside the mirror: a source may be a bundle, or not ours.
async fn repository_of_others(args: &SourceArgs, data_dir: &Path) -> anyhow::Result<Config> {
    let mut config = config_of_source(args, data_dir.to_owned(), false).await?;
    let target = config.data_dir.join("published.git");
    std::fs::create_dir_all(&config.data_dir)?;
    mirror(&config.projects[0])
        .init_publish_target(&target)
        .await
        .context("making the repository that approved translations are published to")?;
    config.projects[0].settings.publish =
        PublishTarget::Branch { remote: target.to_string_lossy().into_owned() };
    Ok(config)
}

/// The people of the demo: login, name, role, and what the front matter is to call them.
const PEOPLE: [(&str, &str, Role); 3] = [
    ("linxi", "林溪", Role::Volunteer),
    ("haoran", "浩然", Role::Proofreader),
    ("qinghe", "清禾", Role::Maintainer),
];

/// Adds the people one can sign in as; again is no harm.
async fn add_people(workshop: &Workshop) -> anyhow::Result<()> {
    for (login, name, role) in PEOPLE {
        let person = workshop.sign_in_locally(login, name, role).await?;
        if person.hf_user.is_none() {
            workshop.set_profile(&person, Some(login.to_owned()), UiLanguage::Chinese).await?;
        }
    }
    Ok(())
}

/// A glossary of the sample blog.
const TERMS: &str = include_str!("terms.csv");

/// Fills the glossary where it is empty; what people made of it stays.
async fn add_terms(workshop: &Workshop, project: &ProjectId) -> anyhow::Result<()> {
    if workshop.glossary(project).await?.terms.is_empty() {
        workshop.import_terms(project, TERMS, &workshop.operator().await?).await?;
    }
    Ok(())
}

/// A new folder for this run; never one that somebody else prepared.
fn temporary_folder() -> anyhow::Result<PathBuf> {
    let parent = std::fs::canonicalize(std::env::temp_dir())?;
    for number in 0..1000 {
        let folder = parent.join(format!("yiqi-demo-{}-{number}", std::process::id()));
        match std::fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| folder.display().to_string()),
        }
    }
    bail!("no free folder in {}; say --data-dir", parent.display())
}

/// The named port, or the first free one from the usual one on.
async fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return TcpListener::bind(at(port))
            .await
            .with_context(|| format!("listening on {} (say another --port)", at(port)));
    }
    for port in PORT..PORT + 20 {
        match TcpListener::bind(at(port)).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            done => return done.with_context(|| format!("listening on {}", at(port))),
        }
    }
    // Twenty taken ports in a row: let the system pick.
    TcpListener::bind(at(0)).await.context("finding a free port")
}
