//! From options to a workshop: reads the configuration, opens the database and the mirrors.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};

use super::{
    alone::{Alone, Doing},
    guess,
    options::{Selection, SourceArgs},
    progress::Progress,
};
use crate::{
    catalogue::Catalogue,
    chat,
    config::{Config, DEFAULT_FILE, Environment, ProjectConfig, SourceOptions},
    convention::ConventionKind,
    github,
    ids::{ProjectId, Slug},
    notify,
    repository::{Mirror, Tracked},
    services::{Project, SyncMode, Workshop},
    store::Store,
    workflow::{Person, SystemClock},
};

/// The parts a command works with.
pub(super) struct Workbench {
    pub config: Config,
    pub workshop: Workshop,
}

impl Workbench {
    /// Opens what the options name.
    pub(super) async fn open(
        selection: &Selection,
        offline: bool,
        environment: &Environment,
    ) -> anyhow::Result<Self> {
        Self::of(read_config(selection, offline, environment).await?).await
    }

    /// Opens what a configuration names; makes folders and database at need, and brings the schema up to
    /// date where no other process is at work on the database.
    pub(super) async fn of(config: Config) -> anyhow::Result<Self> {
        let _alone = match Store::is_current(&config.database).await? {
            true => None,
            false => Some(
                Alone::with(&config.database, Doing::Upgrading)
                    .context("the database is of another version than this program")?,
            ),
        };
        Self::alone(config).await
    }

    /// The same, for whoever has made sure of being alone with the database.
    pub(super) async fn alone(config: Config) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&config.data_dir)
            .with_context(|| format!("making the folder {}", config.data_dir.display()))?;
        let store = Store::open(&config.database)
            .await
            .with_context(|| format!("opening the database {}", config.database.display()))?;
        let github = github::Client::new(&config.github).context("preparing for GitHub")?;
        let projects = config
            .projects
            .iter()
            .map(|project| Project::new(project.settings.clone(), mirror(project)))
            .collect();
        let workshop = Workshop::new(
            config.workshop.clone(),
            Arc::new(SystemClock),
            store,
            projects,
            config.github.acts().then_some(github),
        );
        workshop.set_upkeep(config.upkeep.clone());
        let workshop = match &config.aid {
            Some(aid) => {
                workshop.with_aid(chat::Client::new(aid).context("preparing the drafting aid")?)
            }
            None => workshop,
        };
        let notify = notify::Client::new(&config.messages).context("preparing to send messages")?;
        let workshop = workshop.with_notify(notify);
        Ok(Self { config, workshop })
    }

    /// The catalogue of a project: of now, or offline as of the last sync.
    pub(super) async fn catalogue(
        &self,
        project: &ProjectId,
        offline: bool,
    ) -> anyhow::Result<Arc<Catalogue>> {
        if offline {
            return self.workshop.catalogue(project).await?.with_context(|| {
                format!("{project} was never synced; run the same without --offline")
            });
        }
        let progress = Progress::new();
        let report = |stage: &str, done, total| progress.report(stage, done, total);
        let outcome = self.workshop.sync(project, SyncMode::Incremental, &report).await;
        progress.finish();
        Ok(outcome.with_context(|| format!("syncing {project}"))?.catalogue)
    }

    /// Who the acts of the command line are attributed to.
    ///
    /// # Errors
    /// When a maintainer shut that person out.
    pub(super) async fn operator(&self) -> anyhow::Result<Person> {
        let operator = self.workshop.operator().await?;
        if operator.blocked {
            bail!("the local person {:?} is blocked; a maintainer can let them in", operator.login);
        }
        Ok(operator)
    }

    /// The project that a slug is looked up in.
    ///
    /// # Errors
    /// When there are several and none was named.
    pub(super) fn single_project(&self) -> anyhow::Result<&ProjectConfig> {
        match &self.config.projects[..] {
            [only] => Ok(only),
            several => bail!("say --project with one of: {}", ids(several)),
        }
    }
}

/// The mirror of a configured project, for reading.
pub(super) fn mirror(project: &ProjectConfig) -> Mirror {
    Mirror::new(project.mirror.clone())
}

/// Finds a post, or says which ones come close.
pub(super) fn find_post<'a>(
    catalogue: &'a Catalogue,
    wanted: &str,
) -> anyhow::Result<&'a crate::catalogue::Post> {
    let slug = Slug::from(wanted);
    if let Some(post) = catalogue.post(&slug) {
        return Ok(post);
    }
    let close: Vec<_> = catalogue
        .posts
        .iter()
        .map(|post| post.slug.as_str())
        .filter(|slug| slug.contains(wanted) || wanted.contains(slug))
        .take(5)
        .collect();
    if close.is_empty() {
        bail!("there is no post {wanted:?}; `yiqi status` lists all")
    }
    bail!("there is no post {wanted:?}; is it one of these: {}?", close.join(", "))
}

/// The configuration file that counts: the option, the environment, or the folder's own.
pub(super) fn config_path(option: Option<&Path>, environment: &Environment) -> PathBuf {
    option
        .map(Path::to_owned)
        .or_else(|| environment.get("YIQI_CONFIG").map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from(DEFAULT_FILE))
}

/// The configuration that the options name.
pub(super) async fn read_config(
    selection: &Selection,
    offline: bool,
    environment: &Environment,
) -> anyhow::Result<Config> {
    if selection.source.source.is_some() {
        let data_dir = selection.data_dir.clone().unwrap_or_else(|| default_data_dir(environment));
        return config_of_source(&selection.source, data_dir, offline).await;
    }
    let path = config_path(selection.config.as_deref(), environment);
    if !path.exists() {
        bail!(
            "there is no {}; copy config.example.toml to it; without one, `yiqi demo` shows \
             everything, and sync, status and diff take --source URL_OR_PATH",
            path.display()
        );
    }
    let mut config = Config::load(&path, environment)?;
    if let Some(wanted) = &selection.project {
        only_project(&mut config, wanted)?;
    }
    Ok(config)
}

/// The configuration that `--source` and its companions stand for.
pub(super) async fn config_of_source(
    args: &SourceArgs,
    data_dir: PathBuf,
    offline: bool,
) -> anyhow::Result<Config> {
    let source = args.source.clone().context("--source is missing")?;
    let convention = match args.convention {
        Some(named) => named.into(),
        // Templates are what plain is made of.
        None if args.source_template.is_some() && args.target_template.is_some() => {
            ConventionKind::Plain
        }
        None => guess_convention(&source, args.branch.as_deref(), &data_dir, offline).await?,
    };
    let options = SourceOptions {
        source,
        branch: args.branch.clone(),
        convention,
        language: args.language.clone(),
        source_template: args.source_template.clone(),
        target_template: args.target_template.clone(),
        data_dir,
    };
    Ok(options.into_config()?)
}

async fn guess_convention(
    source: &str,
    branch: Option<&str>,
    data_dir: &Path,
    offline: bool,
) -> anyhow::Result<ConventionKind> {
    let mirror = Mirror::new(SourceOptions::mirror(source, branch, data_dir));
    let head = if offline {
        mirror.head()?.with_context(|| format!("{source} was never synced"))?
    } else {
        let nothing: Tracked = Arc::new(|_| false);
        mirror.fetch(None, &nothing).await?.head
    };
    let kind = guess::convention(&mirror, head)?;
    eprintln!("convention: {} (guessed; --convention says otherwise)", name_of(kind));
    Ok(kind)
}

fn name_of(kind: ConventionKind) -> &'static str {
    match kind {
        ConventionKind::HfBlog => "hf-blog",
        ConventionKind::HfCourse => "hf-course",
        ConventionKind::Plain => "plain",
    }
}

fn default_data_dir(environment: &Environment) -> PathBuf {
    environment.cache_dir().map_or_else(|| PathBuf::from(".yiqi"), |cache| cache.join("yiqi"))
}

fn only_project(config: &mut Config, wanted: &str) -> anyhow::Result<()> {
    if !config.projects.iter().any(|project| project.settings.id.as_str() == wanted) {
        bail!("there is no project {wanted:?}; there is: {}", ids(&config.projects));
    }
    config.projects.retain(|project| project.settings.id.as_str() == wanted);
    Ok(())
}

fn ids(projects: &[ProjectConfig]) -> String {
    projects.iter().map(|project| project.settings.id.as_str()).collect::<Vec<_>>().join(", ")
}
