//! 409 wherever GitHub answers it: nothing is lost, nothing doubled, and whoever waits reads why.

use jiff::SignedDuration;
use yiqi::{
    ids::{RevisionNumber, TaskId},
    store::EventFilter,
    workflow::{Reason, UiLanguage},
};

use crate::{
    fake_github::{Fault, REVIEWER, STRANGER},
    support::{FORK, Publisher, Scenario, UPSTREAM, blog},
};

const BRANCH: &str = "yiqi/zh/kites";

impl Scenario {
    /// What the story of the kites says of the last try that failed.
    async fn trouble(&self, language: UiLanguage) -> String {
        let filter = EventFilter { project: Some(self.project().clone()), slug: None, limit: 50 };
        let events = self.store.events(&filter).await.expect("a readable log");
        let failed = events.iter().find(|event| event.kind == "publish_failed");
        let reason = failed.and_then(|event| Reason::of(&event.data)).expect("a failure is told");
        yiqi::web::reason(language, &reason)
    }

    fn answers_conflict_to(&self, request: &str) {
        self.github.fail(Fault::AnswerOnce {
            matching: request.into(),
            status: 409,
            headers: Vec::new(),
        });
    }

    async fn went_out_once(&self, task: TaskId) {
        assert_eq!(self.stage(task).await, "pr_open");
        assert_eq!(self.github.pulls(UPSTREAM).len(), 1);
        let base = self.upstream.head("main").expect("a base");
        let head = self.upstream.head(BRANCH).expect("a branch");
        assert_eq!(self.upstream.changed_paths(&base, &head), ["M zh/_blog.yml", "A zh/kites.md"]);
    }
}

#[tokio::test]
async fn an_empty_repository_waits_for_its_first_commit_and_says_so() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    let head = scenario.upstream.head("main").unwrap();
    scenario.upstream.delete_branch("main");
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(scenario.stage(task).await, "approved");
    assert_eq!(
        scenario.trouble(UiLanguage::Chinese).await,
        "GitHub 上的仓库还是空的，一个提交也没有，所以发不出去。译稿都在；请维护者推送第一个提交，\
         再重新发布。"
    );
    let english = scenario.trouble(UiLanguage::English).await;
    assert!(english.starts_with("The repository at GitHub is empty"), "{english}");
    // No try by itself changes that.
    scenario.wait(SignedDuration::from_hours(2));
    let asked = scenario.github.requests().len();
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(scenario.github.requests().len(), asked);

    scenario.upstream.set_branch("main", &head);
    scenario.workshop.publish_again(task, &scenario.maintainer).await.unwrap();
    assert_eq!(scenario.publish().await, 1);
    scenario.went_out_once(task).await;
}

#[tokio::test]
async fn a_write_that_meets_another_is_tried_again_and_nothing_is_doubled() {
    let objects = ["git/blobs", "git/trees", "git/commits"];
    for (what, told) in objects.into_iter().zip(["zh/", "a tree", "a commit"]) {
        let scenario = Scenario::new().await;
        let task = scenario.translate_kites().await;
        scenario.answers_conflict_to(&format!("POST /repos/{UPSTREAM}/{what}"));
        assert_eq!(scenario.publish().await, 0, "{what}");
        let error = scenario.publish_error(task).await.unwrap();
        assert!(error.starts_with("GitHub could not do this now (writing "), "{error}");
        assert!(error.contains(told), "{error}");
        scenario.wait(SignedDuration::from_secs(30));
        assert_eq!(scenario.publish().await, 1, "{what}");
        scenario.went_out_once(task).await;
    }
}

#[tokio::test]
async fn a_branch_that_somebody_else_moves_at_the_same_time_is_looked_at_again_at_once() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.answers_conflict_to(&format!("POST /repos/{UPSTREAM}/git/refs"));
    assert_eq!(scenario.publish().await, 1, "made");
    scenario.went_out_once(task).await;

    // The same for a branch that is there and moves on.
    let revision = scenario.revise_kites(task).await;
    scenario.submit(task, revision).await;
    scenario.approve(task, revision).await;
    scenario.answers_conflict_to(&format!("PATCH /repos/{UPSTREAM}/git/refs/heads/{BRANCH}"));
    assert_eq!(scenario.publish().await, 1, "moved");
    scenario.went_out_once(task).await;
    let head = scenario.upstream.head(BRANCH).unwrap();
    let text = String::from_utf8(scenario.upstream.file(&head, "zh/kites.md").unwrap()).unwrap();
    assert!(text.contains("# 风与风筝"), "{text}");
}

#[tokio::test]
async fn a_fork_with_commits_of_its_own_is_named_with_what_to_do() {
    let scenario = Scenario::publishing_to(Publisher::Fork).await;
    let task = scenario.translate_kites().await;
    let fork = scenario.github.repository(FORK);
    let before = fork.head("main").unwrap();
    scenario.github.push_as(FORK, "main", STRANGER, &[("lamps.md", "# Mine\n")]);
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(scenario.stage(task).await, "approved");
    assert_eq!(
        scenario.trouble(UiLanguage::Chinese).await,
        "复刻 yiqi-bot/blog 的 main 分支有自己的提交，没法和上游对齐，所以发不出去。译稿都在；\
         请维护者把那些提交移到别的分支，让 main 回到上游的样子，再重新发布。"
    );
    let english = scenario.trouble(UiLanguage::English).await;
    assert!(english.starts_with("Branch main of the fork yiqi-bot/blog has commits"), "{english}");
    assert_eq!(scenario.github.pulls(UPSTREAM).len(), 0);

    fork.set_branch("main", &before);
    scenario.workshop.publish_again(task, &scenario.maintainer).await.unwrap();
    assert_eq!(scenario.publish().await, 1);
    assert_eq!(scenario.github.pulls(UPSTREAM).len(), 1);
}

impl Scenario {
    /// A reviewer at GitHub asks for another title, and the translator writes it.
    async fn revise_kites(&self, task: TaskId) -> RevisionNumber {
        self.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "改标题");
        self.workshop.reconcile_pull_requests().await.expect("a look without failures");
        self.save(task, &blog::KITES_ZH.replace("# 风筝与风", "# 风与风筝")).await
    }
}
