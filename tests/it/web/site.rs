//! A site for a test: a database of its own, a small blog, and browsers that keep their cookies.

use std::{ops::Deref, path::Path, sync::Arc};

use axum_test::{TestResponse, TestServer};
use jiff::{SignedDuration, Timestamp};
use scraper::{Html, Selector};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::net::TcpListener;
use yiqi::{
    convention::{Convention, ConventionKind},
    github,
    ids::{ProjectId, RepoPath},
    repository::{self, Mirror, ScriptedCommit, write_commits},
    services::{
        Letters, Project, ProjectSettings, PublishTarget, Rules, SyncMode, Workshop,
        WorkshopSettings,
    },
    store::Store,
    web::{self, Settings},
    workflow::FakeClock,
};

/// What webhooks are signed with here.
pub const SECRET: &str = "a secret of the tests";

/// The project of [`Site::with_blog`].
pub const BLOG: &str = "blog";

/// A browser with its cookies; it keeps the site's folder for as long as it is open.
pub struct Browser {
    server: TestServer,
    _folder: Arc<TempDir>,
}

impl Deref for Browser {
    type Target = TestServer;

    fn deref(&self) -> &TestServer {
        &self.server
    }
}

/// A running site.
pub struct Site {
    pub workshop: Workshop,
    pub clock: Arc<FakeClock>,
    settings: Settings,
    folder: Arc<TempDir>,
}

impl Site {
    /// A site without projects, on which anybody may sign in.
    pub async fn new() -> Self {
        Self::with(Settings { local_sign_in: true, ..webhooks_only() }).await
    }

    /// A site without projects.
    pub async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::open(folder, settings, Vec::new()).await
    }

    /// A site with one project of two posts, `fresh` untranslated and `done` translated, in step.
    pub async fn with_blog() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let project = blog(folder.path());
        let settings = Settings { local_sign_in: true, ..webhooks_only() };
        let site = Self::open(folder, settings, vec![project]).await;
        site.workshop
            .sync(&ProjectId::new(BLOG), SyncMode::Incremental, &|_, _, _| {})
            .await
            .expect("the blog can be synced");
        site
    }

    async fn open(folder: TempDir, settings: Settings, projects: Vec<Project>) -> Self {
        let store = Store::open(&folder.path().join("yiqi.db")).await.expect("a database");
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
        let clock = Arc::new(FakeClock::at(start));
        let workshop =
            Workshop::new(WorkshopSettings::default(), clock.clone(), store, projects, None);
        Self { workshop, clock, settings, folder: Arc::new(folder) }
    }

    /// A browser of its own, with its own cookies.
    pub fn browser(&self) -> Browser {
        let router = web::router(self.workshop.clone(), self.settings.clone());
        let server = TestServer::builder().save_cookies().mock_transport().build(router);
        Browser { server, _folder: self.folder.clone() }
    }

    /// The program is asked to stop.
    pub fn stop(&self) {
        self.settings.stop.cancel();
    }

    /// The site over TCP on loopback, for as long as the test runs; its address.
    pub async fn over_tcp(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = web::router(self.workshop.clone(), self.settings.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    /// A browser in which somebody is signed in.
    pub async fn signed_in(&self, login: &str, role: &str) -> Browser {
        let browser = self.browser();
        let form = [("login", login), ("name", login), ("role", role)];
        browser.post("/sign-in/local").form(&form).await.assert_status_see_other();
        browser
    }
}

/// Settings with a webhook secret and no way to sign in.
pub fn webhooks_only() -> Settings {
    let github = github::Settings {
        webhook_secrets: vec![SecretString::from("an older secret"), SecretString::from(SECRET)],
        ..github::Settings::default()
    };
    Settings { github: Some(github), ..Settings::default() }
}

fn blog(folder: &Path) -> Project {
    let upstream = folder.join("upstream.git");
    let file = |path: &str, text: &str| (RepoPath::new(path), Some(text.as_bytes().to_vec()));
    let commit = ScriptedCommit {
        files: vec![
            file("posts/fresh.md", "# A fresh post\n\nNobody has translated this sentence yet.\n"),
            file("posts/done.md", "# A finished post\n\nOne sentence.\n"),
            file("zh/done.md", "# 完成的文章\n\n一句话。\n"),
        ],
        message: "Write two posts".into(),
        author_name: "Ada Example".into(),
        author_email: "ada@blog.example".into(),
        time: 1_700_000_000,
    };
    write_commits(&upstream, "main", &[commit]).expect("a repository");
    let templates = (Some("posts/{slug}.md"), Some("zh/{slug}.md"));
    let convention = Convention::new(ConventionKind::Plain, "zh-CN", templates.0, templates.1);
    let settings = ProjectSettings {
        id: ProjectId::new(BLOG),
        name: "A small blog".into(),
        convention: convention.expect("a convention"),
        publish: PublishTarget::Nowhere,
        letters: Letters::default(),
        base_branch: "main".into(),
        github_repository: None,
        style: yiqi::checks::Style::default(),
        rules: Rules {
            claim_lease: SignedDuration::from_hours(24 * 14),
            review_lease: SignedDuration::from_hours(24 * 7),
            max_claims_per_person: 3,
            self_approval: false,
            mass_edit_files: 20,
            sync_every: SignedDuration::from_mins(10),
        },
    };
    let mirror = Mirror::new(repository::Settings {
        url: upstream.display().to_string(),
        branch: Some("main".into()),
        mirror: folder.join("mirror.git"),
    });
    Project::new(settings, mirror)
}

/// The text of the first element a selector finds.
#[track_caller]
pub fn text_of(response: &TestResponse, selector: &str) -> String {
    let html = response.text();
    let page = Html::parse_document(&html);
    let wanted = Selector::parse(selector).expect("a selector");
    match page.select(&wanted).next() {
        Some(found) => found.text().collect::<String>().trim().to_owned(),
        None => panic!("nothing on the page matches {selector}:\n{html}"),
    }
}

/// Where a response sends the browser.
#[track_caller]
pub fn location(response: &TestResponse) -> String {
    response.assert_status_see_other();
    response.header("location").to_str().expect("an address").to_owned()
}
