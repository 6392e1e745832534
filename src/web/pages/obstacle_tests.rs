//! Errors are known again by their sentences, which is held against the errors themselves here, so that a
//! sentence that is worded anew is noticed.

use super::{BoardQuery, SyncTrouble, fixtures, tests::Rendered};
use crate::{
    github::GithubError,
    ids::{BlobId, RepoPath},
    notices::{known_obstacle, obstacle},
    repository::RepositoryError,
    services::ServiceError,
    store::StoreError,
    texts::Texts,
    workflow::UiLanguage,
};

const CHINESE: Texts = Texts::new(UiLanguage::Chinese);

fn of_github() -> [(GithubError, &'static str); 16] {
    let (what, message) = (|| "a/b".to_owned(), || "no".to_owned());
    [
        (GithubError::Unreachable(message()), "obstacle-hub-unreachable"),
        (GithubError::Unavailable { status: 502 }, "obstacle-hub-down"),
        (GithubError::RateLimited { seconds: 7, everything: true }, "obstacle-hub-limit"),
        (GithubError::Moved(what()), "obstacle-hub-moved"),
        (
            GithubError::BranchMoved { repository: what(), branch: "main".into() },
            "obstacle-hub-busy",
        ),
        (GithubError::Conflict { what: what(), message: message() }, "obstacle-hub-busy"),
        (GithubError::EmptyRepository(what()), "obstacle-hub-empty"),
        (GithubError::ForkDiverged { fork: what(), branch: "main".into() }, "obstacle-hub-fork"),
        (GithubError::Unauthorized, "obstacle-hub-token"),
        (GithubError::NoToken, "obstacle-hub-token"),
        (GithubError::Forbidden { what: what(), message: message() }, "obstacle-hub-permission"),
        (GithubError::NotFound(what()), "obstacle-hub-unknown"),
        (GithubError::Refused { what: what(), message: message() }, "obstacle-hub-refused"),
        (GithubError::Unexpected { what: what(), problem: message() }, "obstacle-hub-unexpected"),
        (GithubError::BadRepositoryName(message()), "obstacle-settings"),
        (GithubError::BadSettings(message()), "obstacle-settings"),
    ]
}

fn of_the_mirror() -> [(RepositoryError, &'static str); 10] {
    let (url, detail) = (|| "https://git.example/a".to_owned(), || "no route".to_owned());
    let refused = || "fatal: Authentication failed for 'https://git.example/a'".to_owned();
    let blob = BlobId::from_bytes([7; 20]);
    [
        (
            RepositoryError::Unreachable { url: url(), detail: detail() },
            "obstacle-source-unreachable",
        ),
        (RepositoryError::Unreachable { url: url(), detail: refused() }, "obstacle-source-refused"),
        (RepositoryError::NotARepository { url: url(), detail: detail() }, "obstacle-source-none"),
        (
            RepositoryError::NoSuchBranch { url: url(), branch: "v1".into(), known: vec![] },
            "obstacle-source-branch",
        ),
        (RepositoryError::MissingBlob { path: RepoPath::new("a.md"), blob }, "obstacle-mirror"),
        (RepositoryError::Mirror(detail()), "obstacle-mirror"),
        (RepositoryError::TooLarge { blob, bytes: 2, limit: 1 }, "obstacle-source-large"),
        (RepositoryError::NotPushable { remote: url(), detail: detail() }, "obstacle-not-pushable"),
        (RepositoryError::BadName { kind: "branch name", name: "..".into() }, "obstacle-settings"),
        (RepositoryError::Git { command: "fetch".into(), detail: detail() }, "obstacle-git"),
    ]
}

fn of_yiqi() -> [(ServiceError, &'static str); 4] {
    let taken = ServiceError::BranchTaken { branch: "yiqi/a".into(), commit: "77".into() };
    [
        (taken, "obstacle-branch-taken"),
        (ServiceError::Broken("index out of bounds".into()), "obstacle-broken"),
        (ServiceError::NoPublisher, "obstacle-nowhere"),
        (StoreError::Database(sqlx::Error::PoolTimedOut).into(), "obstacle-database"),
    ]
}

#[test]
fn every_error_that_is_kept_is_told_in_the_language_of_the_reader() {
    let hub = of_github().map(|(error, key)| (ServiceError::from(error).to_string(), key));
    let git = of_the_mirror().map(|(error, key)| (error.to_string(), key));
    let own = of_yiqi().map(|(error, key)| (error.to_string(), key));
    for (kept, key) in hub.into_iter().chain(git).chain(own) {
        assert_eq!(known_obstacle(CHINESE, &kept), Some(CHINESE.get(key)), "{kept}");
    }
}

#[test]
fn what_is_not_known_is_said_to_be_in_the_exact_words() {
    assert_eq!(known_obstacle(CHINESE, "the fork is archived"), None);
    assert_eq!(obstacle(CHINESE, "the fork is archived"), "没有做成，原因见原话。");
}

#[test]
fn the_dashboard_says_what_failed_what_to_do_and_when_it_is_tried_again() {
    let page = Rendered::of(&fixtures::dashboard(UiLanguage::Chinese));
    let failures = page.texts(".failures .failure-why");
    assert_eq!(
        failures,
        [
            "GitHub 的令牌没有设置，或者已经失效。请在配置里换上有效的令牌，再试一次。已经停下，等你处理。",
            "没有做成，原因见原话。4 分钟后会自己再试。",
        ]
    );
    assert_eq!(page.attributes(".failures li > p > a", "href"), ["/p/garden/posts/tools"]);
    assert_eq!(page.texts(".failures button"), ["再试一次", "重新执行"]);
    // What is English stands aside, and is marked as English.
    assert_eq!(page.attributes(".failures details .failure-text", "lang"), ["en", "en"]);
}

#[test]
fn a_failed_sync_is_told_in_sentences_and_its_words_to_maintainers_alone() {
    let mut page = fixtures::board(UiLanguage::Chinese, Some(1), BoardQuery::default());
    let trouble =
        |last_success| Some(SyncTrouble { error: fixtures::UNREACHABLE.into(), last_success });
    page.shell.sync_trouble = trouble(Some(fixtures::at("2026-06-10T09:00:00Z")));
    assert_eq!(
        Rendered::of(&page).text(".word-warn"),
        "最近一次同步没有成功，下面是 3 小时前同步好的样子。连不上源仓库，多半是网络的问题。会自动重试，不耽误翻译。"
    );
    page.shell = fixtures::shell(UiLanguage::Chinese, Some(3), "/p/garden");
    page.shell.sync_trouble = trouble(None);
    let maintainer = Rendered::of(&page);
    assert!(maintainer.text(".word-warn p:first-child").starts_with("第一次同步还没有成功。"));
    assert_eq!(maintainer.text(".word-warn .failure-text"), fixtures::UNREACHABLE);
}
