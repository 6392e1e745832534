//! The client against a GitHub on the wire.

use std::{path::Path, sync::Arc, time::Duration};

use jiff::SignedDuration;
use yiqi::{
    github::{
        AppSettings, Client, GithubError, NewCommit, NewFile, NewPullRequest, OAuthSettings,
        PullRequest, PullRequestState, RemarkKind, RepositoryName, Settings, Timing, Verdict,
        authorize_url, sign_in,
    },
    ids::{CommitId, PullRequestNumber},
    workflow::{Clock, FakeClock},
};

use crate::fake_github::{
    APP_ID, APP_KEY, CLIENT_ID, CLIENT_SECRET, FakeGithub, Fault, GitRepository, INSTALLATION,
    Lost, Merge, REVIEWER, STRANGER, TOKEN, git,
};

const NAME: &str = "hub/blog";

/// A GitHub with one repository of one commit, and a client for it.
struct World {
    github: FakeGithub,
    client: Client,
    name: RepositoryName,
    git: GitRepository,
    clock: Arc<FakeClock>,
    base: CommitId,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FakeClock::at("2026-11-23T05:00:00Z".parse().unwrap()));
        let github = FakeGithub::start(clock.clone()).await;
        let git = repository(&folder.path().join("blog.git"), clock.now().as_second());
        github.add_repository(NAME, git.path());
        let client = Client::new(&settings(&github)).unwrap();
        let base = git.head("main").unwrap().parse().unwrap();
        Self { github, client, name: NAME.parse().unwrap(), git, clock, base, _folder: folder }
    }

    fn plan(&self) -> NewCommit {
        NewCommit {
            base: self.base,
            parents: vec![self.base],
            files: vec![NewFile {
                path: "zh/译起 [1].md".into(),
                content: b"\xef\xbb\xbf\r\n".into(),
            }],
            message: "Add: zh/a.md\n\nSource-Path: a.md\n".into(),
            author_name: "小明".into(),
            author_email: "7+ming@users.noreply.github.com".into(),
            time: "2026-11-23T04:00:00.987Z".parse().unwrap(),
        }
    }
}

fn repository(path: &Path, time: i64) -> GitRepository {
    let status = std::process::Command::new("git")
        .args(["init", "-q", "--bare", "-b", "main"])
        .arg(path)
        .status();
    assert!(status.unwrap().success());
    let git = GitRepository::open(path);
    let blob = git.write_blob(b"# A\n");
    let tree = git.write_tree(None, &[("a.md".into(), Some(blob))]);
    let who = git::Identity { name: "A".into(), email: "a@b.example".into(), time };
    let commit = git::Commit {
        tree,
        parents: vec![],
        author: who.clone(),
        committer: who,
        message: "Begin\n".into(),
    };
    git.set_branch("main", &git.write_commit(&commit));
    git
}

fn settings(github: &FakeGithub) -> Settings {
    Settings {
        api_url: github.url.clone(),
        web_url: github.url.clone(),
        token: Some(TOKEN.into()),
        oauth: Some(OAuthSettings {
            client_id: CLIENT_ID.into(),
            client_secret: CLIENT_SECRET.into(),
        }),
        timing: Timing {
            read_timeout: Duration::from_secs(2),
            retry_delay: Duration::from_millis(1),
            ..Timing::default()
        },
        ..Settings::default()
    }
}

#[tokio::test]
async fn a_commit_through_the_api_changes_exactly_its_files() {
    let world = World::new().await;
    let made = world.client.create_commit(&world.name, &world.plan()).await.unwrap();

    assert_eq!(
        world.git.changed_paths(&world.base.to_string(), &made.to_string()),
        [r#"A "zh/\350\257\221\350\265\267 [1].md""#]
    );
    let content = world.git.file(&made.to_string(), "zh/译起 [1].md").unwrap();
    assert_eq!(content, b"\xef\xbb\xbf\r\n");
    let commit = world.git.commit(&made.to_string()).unwrap();
    assert_eq!(commit.author.name, "小明");
    assert_eq!(commit.author, commit.committer);
    assert_eq!(commit.message, "Add: zh/a.md\n\nSource-Path: a.md\n");
}

/// A client that acts as the App, and its clock.
fn as_app(world: &World) -> (Client, Arc<FakeClock>) {
    let app = AppSettings {
        app_id: APP_ID.into(),
        installation_id: INSTALLATION,
        private_key: APP_KEY.into(),
    };
    let settings = Settings { token: None, app: Some(app), ..settings(&world.github) };
    (Client::with_clock(&settings, world.clock.clone()).unwrap(), world.clock.clone())
}

#[tokio::test]
async fn an_app_buys_a_token_once_an_hour_and_writes_with_it() {
    let world = World::new().await;
    let (client, clock) = as_app(&world);
    client.create_commit(&world.name, &world.plan()).await.unwrap();
    client.create_commit(&world.name, &world.plan()).await.unwrap();
    assert_eq!(world.github.app_tokens(), 1);
    clock.advance(SignedDuration::from_mins(56));
    client.create_commit(&world.name, &world.plan()).await.unwrap();
    assert_eq!(world.github.app_tokens(), 2);
    let permissions = client.app_permissions().await.unwrap().unwrap();
    assert_eq!(permissions["contents"], "write");
}

#[tokio::test]
async fn a_token_of_the_app_that_was_revoked_is_bought_anew() {
    let world = World::new().await;
    let (client, _) = as_app(&world);
    client.create_commit(&world.name, &world.plan()).await.unwrap();
    world.github.revoke_app_tokens();
    // A write is never sent twice; the next one has a new token.
    let refused = client.create_commit(&world.name, &world.plan()).await;
    assert!(matches!(refused, Err(GithubError::Unauthorized)), "{refused:?}");
    client.create_commit(&world.name, &world.plan()).await.unwrap();
    world.github.revoke_app_tokens();
    assert_eq!(client.collaborators(&world.name).await.unwrap(), Some(vec![]));
}

#[tokio::test]
async fn while_the_limit_is_used_up_nothing_is_sent_and_nobody_waits() {
    let world = World::new().await;
    let settings = settings(&world.github);
    let client = Client::with_clock(&settings, world.clock.clone()).unwrap();
    world.github.fail(Fault::AnswerOnce {
        matching: "GET /repos/hub/blog".into(),
        status: 403,
        headers: vec![
            ("x-ratelimit-remaining".into(), "0".into()),
            ("retry-after".into(), "600".into()),
        ],
    });
    for _ in 0..3 {
        let limited = client.repository(&world.name).await.unwrap_err();
        assert_eq!(limited.retry_after(), Some(Duration::from_secs(600)), "{limited}");
    }
    assert_eq!(world.github.requests(), ["GET /repos/hub/blog"]);
    world.clock.advance(SignedDuration::from_secs(600));
    client.repository(&world.name).await.unwrap();
}

#[tokio::test]
async fn a_list_that_did_not_change_is_not_sent_again() {
    let world = World::new().await;
    let name = "hub/blog";
    for number in 0..101 {
        let branch = format!("b{number}");
        world.github.open_outside_pull(name, STRANGER, &branch, &[("a.md", &branch)]);
    }
    let once = world.client.open_pull_requests(&world.name).await.unwrap();
    assert_eq!(once.len(), 101);
    assert_eq!(world.github.not_modified(), 0);
    assert_eq!(world.client.open_pull_requests(&world.name).await.unwrap(), once);
    assert_eq!(world.github.not_modified(), 2);
}

#[tokio::test]
async fn the_same_plan_makes_the_same_commit() {
    let world = World::new().await;
    let once = world.client.create_commit(&world.name, &world.plan()).await.unwrap();
    let again = world.client.create_commit(&world.name, &world.plan()).await.unwrap();
    assert_eq!(once, again);
    assert_eq!(world.git.branches(), ["main"]);
}

#[tokio::test]
async fn files_and_branches_that_are_not_there_are_none() {
    let world = World::new().await;
    let (client, name) = (&world.client, &world.name);
    assert_eq!(client.branch_head(name, "yiqi/zh/a").await.unwrap(), None);
    assert_eq!(client.branch_head(name, "main").await.unwrap(), Some(world.base));
    assert_eq!(client.file(name, &"zh/a.md".into(), world.base).await.unwrap(), None);
    let file = client.file(name, &"a.md".into(), world.base).await.unwrap();
    assert_eq!(file.as_deref(), Some(&b"# A\n"[..]));
}

#[tokio::test]
async fn a_branch_is_made_and_moved_but_never_forced() {
    let world = World::new().await;
    let (client, name) = (&world.client, &world.name);
    let first = client.create_commit(name, &world.plan()).await.unwrap();
    client.advance_branch(name, "yiqi/zh/a", None, first).await.unwrap();
    let again = client.advance_branch(name, "yiqi/zh/a", None, first).await;
    assert!(matches!(again, Err(GithubError::BranchMoved { .. })), "{again:?}");

    let beside = NewCommit { message: "Beside\n".into(), ..world.plan() };
    let beside = client.create_commit(name, &beside).await.unwrap();
    let forced = client.advance_branch(name, "yiqi/zh/a", Some(first), beside).await;
    assert!(matches!(forced, Err(GithubError::BranchMoved { .. })), "{forced:?}");
    assert_eq!(world.git.head("yiqi/zh/a"), Some(first.to_string()));

    let on_top = NewCommit { parents: vec![first], message: "On top\n".into(), ..world.plan() };
    let on_top = client.create_commit(name, &on_top).await.unwrap();
    client.advance_branch(name, "yiqi/zh/a", Some(first), on_top).await.unwrap();
    assert_eq!(world.git.head("yiqi/zh/a"), Some(on_top.to_string()));
}

#[tokio::test]
async fn a_pull_request_is_opened_once_and_followed_to_its_end() {
    let world = World::new().await;
    let (client, name) = (&world.client, &world.name);
    let commit = client.create_commit(name, &world.plan()).await.unwrap();
    client.advance_branch(name, "yiqi/zh/a", None, commit).await.unwrap();
    let new = NewPullRequest {
        head: "hub:yiqi/zh/a".into(),
        base_branch: "main".into(),
        title: "Add: zh/a.md".into(),
        body: "正文".into(),
    };
    assert_eq!(client.pull_requests_from(name, &new.head).await.unwrap(), []);
    let opened = client.create_pull_request(name, &new).await.unwrap();
    assert_eq!(opened.head_commit, commit);
    assert_eq!(opened.url, "https://github.com/hub/blog/pull/1");
    assert_eq!(
        client.create_pull_request(name, &new).await.unwrap_err().to_string(),
        "GitHub refuses opening a pull request to hub/blog from hub:yiqi/zh/a: Validation Failed: \
         A pull request already exists for hub:yiqi/zh/a."
    );
    let found = client.pull_requests_from(name, &new.head).await.unwrap();
    // A list does not tell what can be merged.
    assert_eq!(opened.mergeable, Some(true));
    assert_eq!(found, [PullRequest { mergeable: None, ..opened.clone() }]);

    world.github.merge_pull(NAME, 1, Merge::Squash);
    let merged = client.pull_request(name, opened.number).await.unwrap();
    assert_eq!(merged.state, PullRequestState::Merged);
    assert_eq!(merged.head_commit, commit);
}

#[tokio::test]
async fn a_read_is_repeated_after_a_lost_answer() {
    let world = World::new().await;
    let fault = |status| Fault::AnswerOnce {
        matching: "GET /repos/hub/blog/git/ref/".into(),
        status,
        headers: vec![],
    };
    world.github.fail(fault(502));
    world.github.fail(fault(500));
    let head = world.client.branch_head(&world.name, "main").await.unwrap();
    assert_eq!(head, Some(world.base));
    assert_eq!(world.github.requests().len(), 3);
}

#[tokio::test]
async fn a_write_is_sent_once_whatever_happens() {
    for lost in [Lost::Request, Lost::Answer] {
        let world = World::new().await;
        world.github.fail(Fault::CutAfter(0, lost));
        let sent = world.client.advance_branch(&world.name, "new", None, world.base).await;
        assert!(matches!(sent, Err(GithubError::Unreachable(_))), "{sent:?}");
        assert_eq!(world.github.requests(), ["POST /repos/hub/blog/git/refs"]);
        assert_eq!(world.git.head("new").is_some(), lost == Lost::Answer);
    }
}

#[tokio::test]
async fn a_rate_limit_is_not_waited_for_here() {
    let world = World::new().await;
    world.github.fail(Fault::AnswerOnce {
        matching: "GET".into(),
        status: 429,
        headers: vec![("retry-after".into(), "33".into())],
    });
    let error = world.client.branch_head(&world.name, "main").await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(33)));
    assert_eq!(world.github.requests().len(), 1);
}

#[tokio::test]
async fn the_account_and_its_scopes_are_told() {
    let world = World::new().await;
    let (account, scopes) = world.client.whoami().await.unwrap();
    assert_eq!(account.login, "yiqi-bot");
    assert_eq!(scopes, ["repo", "workflow"]);
    assert_eq!(world.client.repository(&world.name).await.unwrap().may_push, Some(true));

    let bad = Settings { token: Some("nonsense".into()), ..settings(&world.github) };
    let error = Client::new(&bad).unwrap().whoami().await.unwrap_err();
    assert!(matches!(error, GithubError::Unauthorized), "{error}");
}

#[tokio::test]
async fn signing_in_needs_the_code_and_its_verifier() {
    // A verifier and its challenge, from appendix B of RFC 7636.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const REDIRECT: &str = "https://yiqi.example/auth/callback";

    let world = World::new().await;
    let settings = settings(&world.github);
    world.github.at_browser(42, "ming", "小明");
    let code = async || {
        let url = authorize_url(&settings, REDIRECT, "the state", CHALLENGE).unwrap();
        crate::fake_github::returned(&url, "code").await
    };

    let account = sign_in(&settings, &code().await, VERIFIER, REDIRECT).await.unwrap();
    assert_eq!((account.id, account.login.as_str()), (42, "ming"));
    assert_eq!(account.name.as_deref(), Some("小明"));

    for (code, verifier) in [("never given", VERIFIER), (&code().await, "another verifier")] {
        let refused = sign_in(&settings, code, verifier, REDIRECT).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            "GitHub did not accept the sign-in: The code passed is incorrect or expired."
        );
    }
}

#[tokio::test]
async fn what_people_say_is_read_with_its_place() {
    let world = World::new().await;
    let number = world.github.open_outside_pull(NAME, STRANGER, "b", &[("a.md", "# B\n")]);
    world.github.remark(NAME, number, STRANGER, "整体不错");
    world.github.remark_on_line(NAME, number, REVIEWER, ("a.md", 1), "标题要译");
    world.github.review(NAME, number, REVIEWER, "CHANGES_REQUESTED", "请改一改");
    world.github.review(NAME, number, REVIEWER, "COMMENTED", "");
    let said = world.client.remarks(&world.name, PullRequestNumber(number)).await.unwrap();
    let said: Vec<_> = said
        .iter()
        .map(|it| (it.author.as_str(), it.kind, it.body.as_str(), it.verdict, it.place.is_some()))
        .collect();
    assert_eq!(
        said,
        [
            ("reviewer", RemarkKind::Review, "请改一改", Some(Verdict::ChangesRequested), false),
            ("reviewer", RemarkKind::Line, "标题要译", None, true),
            ("stranger", RemarkKind::Whole, "整体不错", None, false),
        ]
    );
    let head = world.github.pull_head(NAME, number).parse().unwrap();
    let fork = "stranger/blog".parse().unwrap();
    let commit = world.client.pushed_commit(&fork, head).await.unwrap();
    assert_eq!(commit.account, Some((900, "stranger".to_owned())));
}

#[tokio::test]
async fn a_pull_request_is_read_as_it_stands_now() {
    let world = World::new().await;
    let number = world.github.open_outside_pull(NAME, STRANGER, "b", &[("a.md", "# B\n")]);
    let look = || world.client.pull_request(&world.name, PullRequestNumber(number));
    world.github.close_pull(NAME, number);
    assert_eq!(look().await.unwrap().state, PullRequestState::Closed);
    world.github.reopen_pull(NAME, number);
    world.github.retarget_pull(NAME, number, "dev");
    let found = look().await.unwrap();
    assert_eq!((found.state, found.base_branch.as_str()), (PullRequestState::Open, "dev"));
    world.github.delete_repository("stranger/blog");
    let fork = "stranger/blog".parse().unwrap();
    assert_eq!(world.client.branch_head(&fork, "b").await.unwrap(), None);
}

#[tokio::test]
async fn reads_follow_a_renamed_repository_and_writes_say_that_it_moved() {
    let world = World::new().await;
    world.github.rename_repository(NAME, "hub/journal");
    assert_eq!(world.client.branch_head(&world.name, "main").await.unwrap(), Some(world.base));
    let known = world.client.repository(&world.name).await.unwrap();
    assert_eq!(known.full_name, "hub/journal");
    let moved = world.client.create_commit(&world.name, &world.plan()).await.unwrap_err();
    assert!(matches!(moved, GithubError::Moved(_)), "{moved:?}");
}

#[tokio::test]
async fn a_slow_answer_is_waited_for_and_a_silent_one_is_not() {
    let world = World::new().await;
    let matching = || "GET /repos/hub/blog".to_owned();
    let delay = Duration::from_millis(300);
    world.github.fail(Fault::SlowOnce { matching: matching(), delay });
    world.client.repository(&world.name).await.unwrap();

    let quick =
        Timing { request_timeout: Duration::from_millis(300), ..settings(&world.github).timing };
    let quick = Settings { timing: quick, ..settings(&world.github) };
    let client = Client::new(&quick).unwrap();
    world.github.fail(Fault::HoldAfter(0, Lost::Request));
    let silent = client.repository(&world.name).await.unwrap_err();
    assert!(matches!(silent, GithubError::Unreachable(_)), "{silent:?}");
    assert_eq!(silent.retry_after(), Some(Duration::ZERO));
    world.github.heal();
    client.repository(&world.name).await.unwrap();
}
