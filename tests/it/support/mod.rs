//! A workshop for a test: an upstream repository made on the fly, a GitHub on the wire, a clock that
//! moves when told, and the words of the people who use it.
//!
//! A test sets up only what it is about; everything else is there: one post without a translation, one
//! with, a translator, a proofreader and a maintainer.

pub mod blog;
mod verbs;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum_test::TestServer;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use yiqi::{
    convention::{Convention, ConventionKind},
    github,
    ids::ProjectId,
    repository::{self, Mirror},
    services::{
        Letters, Project, ProjectSettings, PublishTarget, Rules, Workshop, WorkshopSettings,
    },
    store::Store,
    web,
    workflow::{FakeClock, Person},
};

use crate::fake_github::{
    CLIENT_ID, CLIENT_SECRET, Event, FakeGithub, GitRepository, TOKEN, WEBHOOK_SECRET,
};

/// Name of the upstream repository at GitHub.
pub const UPSTREAM: &str = "hub/blog";
/// Name of the fork branches are pushed to, where a test wants one.
pub const FORK: &str = "yiqi-bot/blog";

/// One workshop with one project.
pub struct Scenario {
    pub workshop: Workshop,
    pub clock: Arc<FakeClock>,
    pub store: Store,
    pub github: FakeGithub,
    /// The repository that is followed.
    pub upstream: GitRepository,
    pub translator: Person,
    pub proofreader: Person,
    pub maintainer: Person,
    project: ProjectId,
    // Last, so that everything else is closed before the folder goes.
    folder: TempDir,
}

/// Where the approved translations of a scenario go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publisher {
    Upstream,
    Fork,
    /// A branch of the upstream repository on disk.
    Branch,
    /// Nowhere; what would be sent is shown.
    Preview,
}

impl Scenario {
    /// Pull requests from branches of the upstream itself.
    pub async fn new() -> Self {
        Self::publishing_to(Publisher::Upstream).await
    }

    pub async fn publishing_to(publisher: Publisher) -> Self {
        Self::made(publisher, |_| {}).await
    }

    /// Pull requests in the words of a project.
    pub async fn with_letters(change: impl FnOnce(&mut Letters)) -> Self {
        Self::made(Publisher::Upstream, |project| change(&mut project.settings.letters)).await
    }

    async fn made(publisher: Publisher, change: impl FnOnce(&mut Project)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let start: Timestamp = "2026-11-23T05:00:00Z".parse().expect("a moment");
        let clock = Arc::new(FakeClock::at(start));
        let path = folder.path().join("upstream.git");
        blog::begin(&path, start);
        let github = FakeGithub::start(clock.clone()).await;
        let upstream = github.add_repository(UPSTREAM, &path);
        if publisher == Publisher::Fork {
            github.add_fork(FORK, UPSTREAM, &folder.path().join("fork.git"));
        }
        let store = Store::open(&folder.path().join("yiqi.sqlite3")).await.expect("a database");
        let mut project = project(folder.path(), &path, publisher);
        change(&mut project);
        let id = project.settings.id.clone();
        let client = github::Client::with_clock(&github_settings(&github), clock.clone());
        let client = client.expect("a client");
        let settings = WorkshopSettings {
            public_url: Some("https://yiqi.example".into()),
            maintainers: vec!["yun".into()],
            proofreaders: vec!["hua".into()],
        };
        let workshop =
            Workshop::new(settings, clock.clone(), store.clone(), vec![project], Some(client));
        let sign_in = async |id, login, name| {
            workshop.sign_in_with_github(id, login, Some(name)).await.expect("a person")
        };
        let translator = sign_in(42, "ming", "小明").await;
        let proofreader = sign_in(43, "hua", "Hua Li").await;
        let maintainer = sign_in(44, "yun", "云").await;
        let scenario = Self {
            translator,
            proofreader,
            maintainer,
            workshop,
            clock,
            store,
            github,
            upstream,
            project: id,
            folder,
        };
        scenario.sync().await;
        scenario
    }

    /// A browser at the workshop's site.
    pub fn browser(&self) -> TestServer {
        let settings = web::Settings {
            public_url: Some("https://yiqi.example".parse().expect("an address")),
            github: Some(github_settings(&self.github)),
            ..web::Settings::default()
        };
        let router = web::router(self.workshop.clone(), settings);
        TestServer::builder().save_cookies().mock_transport().build(router)
    }

    /// The maintainer's dashboard, as they read it.
    pub async fn dashboard(&self) -> String {
        let browser = self.browser();
        self.sign_in(&browser, &self.maintainer).await;
        browser.get("/p/blog/dashboard").await.text()
    }

    /// Signs somebody in through GitHub.
    pub async fn sign_in(&self, browser: &TestServer, person: &Person) {
        let github_id = person.github_id.expect("an account at GitHub");
        let login: &'static str = person.login.clone().leak();
        self.github.at_browser(github_id, login, person.name.clone().leak());
        let sent = browser.get("/sign-in/github").await;
        let address = sent.header("location").to_str().expect("an address").to_owned();
        let code = crate::fake_github::returned(&address, "code").await;
        let state = crate::fake_github::returned(&address, "state").await;
        let query = [("code", code), ("state", state)];
        let back = browser.get("/sign-in/github/callback").add_query_params(query).await;
        back.assert_status_see_other();
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The same database and mirror under a workshop that has just been started, without GitHub.
    pub fn restarted(&self) -> Workshop {
        let project = project(self.folder.path(), self.upstream.path(), Publisher::Branch);
        let settings = WorkshopSettings::default();
        Workshop::new(settings, self.clock.clone(), self.store.clone(), vec![project], None)
    }

    /// The same database and mirror under other rules.
    pub fn under_rules(&self, change: impl FnOnce(&mut Rules)) -> Workshop {
        let mut rules = rules();
        change(&mut rules);
        let path = self.upstream.path();
        let project = project_under(rules, self.folder.path(), path, Publisher::Branch);
        let settings = WorkshopSettings::default();
        Workshop::new(settings, self.clock.clone(), self.store.clone(), vec![project], None)
    }

    /// Another process at work on the same database and mirror.
    pub fn second_worker(&self) -> Workshop {
        let project = project(self.folder.path(), self.upstream.path(), Publisher::Upstream);
        let client = github::Client::with_clock(&github_settings(&self.github), self.clock.clone());
        let settings = WorkshopSettings {
            public_url: Some("https://yiqi.example".into()),
            ..WorkshopSettings::default()
        };
        let client = Some(client.expect("a client"));
        Workshop::new(settings, self.clock.clone(), self.store.clone(), vec![project], client)
    }

    /// The project of the scenario.
    pub fn project(&self) -> &ProjectId {
        &self.project
    }

    /// Lets time pass.
    pub fn wait(&self, time: SignedDuration) {
        self.clock.advance(time);
    }
}

/// Sends a delivery to the site; its answer.
pub async fn post_delivery(
    browser: &TestServer,
    event: &Event,
    signature: &str,
) -> axum::http::StatusCode {
    let request = browser
        .post("/webhooks/github")
        .add_header("x-github-delivery", event.id.as_str())
        .add_header("x-github-event", event.name)
        .add_header("x-hub-signature-256", signature)
        .bytes(event.body.clone().into());
    request.await.status_code()
}

/// How the tests reach the fake: quick to give up, quick to try again.
pub fn github_settings(github: &FakeGithub) -> github::Settings {
    github::Settings {
        api_url: github.url.clone(),
        web_url: github.url.clone(),
        token: Some(TOKEN.into()),
        app: None,
        oauth: Some(github::OAuthSettings {
            client_id: CLIENT_ID.into(),
            client_secret: CLIENT_SECRET.into(),
        }),
        webhook_secrets: vec![WEBHOOK_SECRET.into()],
        timing: github::Timing {
            read_timeout: Duration::from_secs(5),
            retry_delay: Duration::from_millis(1),
            ..github::Timing::default()
        },
    }
}

fn rules() -> Rules {
    Rules {
        claim_lease: SignedDuration::from_hours(14 * 24),
        review_lease: SignedDuration::from_hours(7 * 24),
        max_claims_per_person: 3,
        self_approval: false,
        mass_edit_files: 15,
        sync_every: SignedDuration::from_mins(10),
    }
}

fn project(folder: &Path, upstream: &Path, publisher: Publisher) -> Project {
    project_under(rules(), folder, upstream, publisher)
}

fn project_under(rules: Rules, folder: &Path, upstream: &Path, publisher: Publisher) -> Project {
    let publish = match publisher {
        Publisher::Upstream => PublishTarget::Github { upstream: UPSTREAM.into(), fork: None },
        Publisher::Fork => {
            PublishTarget::Github { upstream: UPSTREAM.into(), fork: Some(FORK.into()) }
        }
        Publisher::Preview => PublishTarget::Preview { upstream: UPSTREAM.into(), fork: None },
        Publisher::Branch => PublishTarget::Branch { remote: text(upstream) },
    };
    let convention = Convention::new(ConventionKind::HfBlog, "zh-CN", None, None);
    let settings = ProjectSettings {
        id: ProjectId::new("blog"),
        name: "Blog".into(),
        convention: convention.expect("the convention of the blog"),
        publish,
        letters: Letters::default(),
        base_branch: "main".into(),
        github_repository: Some(UPSTREAM.into()),
        style: yiqi::checks::Style::default(),
        rules,
    };
    let mirror = repository::Settings {
        url: text(upstream),
        branch: Some("main".into()),
        mirror: PathBuf::from(folder).join("mirror.git"),
    };
    Project::new(settings, Mirror::new(mirror))
}

fn text(path: &Path) -> String {
    path.to_str().expect("a temporary path is UTF-8").to_owned()
}
