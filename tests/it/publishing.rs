//! From an approved translation to a merged pull request.

use jiff::SignedDuration;
use yiqi::{ids::TaskId, staleness::BaseOrigin, workflow::Stage};

use crate::{
    fake_github::{Fault, Merge, PullState},
    support::{FORK, Publisher, Scenario, UPSTREAM, blog},
};

const BRANCH: &str = "yiqi/zh/kites";

/// The branch of the kites, at GitHub.
#[track_caller]
fn branch_head(scenario: &Scenario) -> String {
    scenario.upstream.head(BRANCH).expect("the branch of the kites")
}

#[tokio::test]
async fn a_translation_becomes_a_pull_request_of_one_file_and_one_entry() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    assert_eq!(scenario.publish().await, 1);

    let pull = scenario.expect_pull_request();
    assert_eq!(pull.title, "Add: zh/kites.md");
    assert_eq!((pull.base_branch.as_str(), pull.head_branch.as_str()), ("main", BRANCH));
    let base = scenario.upstream.head("main").unwrap();
    assert_eq!(
        pull.body,
        format!(
            "This adds `zh/kites.md`, the translation of `kites.md` as of {base}.\n\n\
             - Translated by @ming\n- Proofread by @hua\n\
             - Worked on at https://yiqi.example/tasks/{task}\n"
        )
    );

    let head = branch_head(&scenario);
    assert_eq!(scenario.upstream.changed_paths(&base, &head), ["M zh/_blog.yml", "A zh/kites.md"]);
    let file = |path| String::from_utf8(scenario.upstream.file(&head, path).unwrap()).unwrap();
    assert_eq!(file("zh/kites.md"), blog::KITES_PUBLISHED);
    assert_eq!(file("zh/_blog.yml"), blog::INDEX_ZH_WITH_KITES);

    let commit = scenario.upstream.commit(&head).unwrap();
    assert_eq!(commit.parents, std::slice::from_ref(&base));
    assert_eq!(commit.author.name, "小明");
    assert_eq!(commit.author.email, "42+ming@users.noreply.github.com");
    assert_eq!(
        commit.message,
        format!(
            "Add: zh/kites.md\n\nCo-authored-by: Hua Li <43+hua@users.noreply.github.com>\n\
             Source-Path: kites.md\nSource-Commit: {base}\n"
        )
    );

    let published = scenario.task(task).await;
    let published = published.published_as().expect("a published task");
    assert_eq!(published.commit.to_string(), head);
    assert_eq!(published.url.as_deref(), Some("https://github.com/hub/blog/pull/1"));
}

#[tokio::test]
async fn findings_set_aside_are_told_with_their_reason() {
    let scenario = Scenario::new().await;
    let task = scenario.claim("kites").await;
    let damaged = blog::KITES_ZH.replace("wind * area", "wind area");
    let revision = scenario.save(task, &damaged).await;
    let desk = scenario.workshop.workspace(task, &scenario.translator).await.unwrap();
    let finding = desk.findings.iter().find(|it| it.rule == "code.changed").expect("a finding");
    let (id, reason) = (&finding.id, "@hua 说\n原文 <b>就是</b>笔误");
    let ming = &scenario.translator;
    scenario.workshop.dismiss_finding(task, id, reason, None, ming).await.unwrap();
    scenario.submit(task, revision).await;
    scenario.approve(task, revision).await;
    assert_eq!(scenario.publish().await, 1);

    let body = scenario.expect_pull_request().body;
    let (_, told) =
        body.split_once("\nFindings that were looked at and left as they are:\n\n- ").unwrap();
    assert!(told.starts_with(finding.en.as_str()), "{told}");
    assert!(told.ends_with("Reason given: @\u{200b}hua 说 原文 &lt;b>就是&lt;/b>笔误\n"), "{told}");
}

#[tokio::test]
async fn publishing_again_changes_nothing() {
    let scenario = Scenario::new().await;
    scenario.translate_kites().await;
    scenario.publish().await;
    let head = branch_head(&scenario);
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(branch_head(&scenario), head);
    assert_eq!(scenario.github.pulls(UPSTREAM).len(), 1);
}

#[tokio::test]
async fn however_it_is_merged_the_claim_ends_and_the_post_is_current() {
    for way in [Merge::Commit, Merge::Squash, Merge::Rebase] {
        let scenario = Scenario::new().await;
        let task = scenario.translate_kites().await;
        scenario.publish().await;
        scenario.merge_pull_request(way);
        scenario.sync().await;
        assert_eq!(scenario.stage(task).await, "merged", "{way:?}");
    }
}

#[tokio::test]
async fn however_it_is_merged_and_heard_of_the_base_is_known() {
    for way in [Merge::Commit, Merge::Squash, Merge::Rebase] {
        for by_event in [false, true] {
            let scenario = Scenario::new().await;
            let task = scenario.claim("kites").await;
            let base = scenario.task(task).await.source_commit;
            // The source moves on while the translation is written.
            let longer = blog::KITES.replace("a line", "a line of 40 metres");
            scenario.push_source(&[("kites.md", &longer)]);
            scenario.sync().await;
            scenario.finish(task, blog::KITES_ZH).await;
            scenario.publish().await;
            scenario.merge_pull_request(way);
            if by_event {
                scenario.deliver(&scenario.github.pull_event(UPSTREAM, 1)).await;
                scenario.workshop.work_inbox().await.unwrap();
            } else {
                scenario.sync().await;
            }
            assert_eq!(scenario.stage(task).await, "merged", "{way:?}");
            let known = scenario.judged_base("kites").await;
            assert_eq!(known.commit, base, "{way:?}");
            assert_ne!(known.origin, BaseOrigin::Inferred, "{way:?}");
        }
    }
}

#[tokio::test]
async fn one_task_that_cannot_even_be_read_does_not_keep_the_others_waiting() {
    let scenario = Scenario::new().await;
    scenario.push_source(&[("lamps.md", &blog::LAMPS.replace("40", "60"))]);
    scenario.sync().await;
    let kites = scenario.translate_kites().await;
    scenario.github.fail(Fault::AnswerOnce {
        matching: "POST /repos/hub/blog/pulls".into(),
        status: 502,
        headers: vec![],
    });
    assert_eq!(scenario.publish().await, 0);
    // No moment is so far away.
    let database = format!("sqlite://{}", scenario.folder().join("yiqi.sqlite3").display());
    let database = sqlx::SqlitePool::connect(&database).await.unwrap();
    let broken = "UPDATE publications SET last_attempt = 9223372036854775807";
    sqlx::query(broken).execute(&database).await.unwrap();
    let lamps = scenario.claim("lamps").await;
    scenario.finish(lamps, &blog::LAMPS_ZH.replace("40", "60")).await;

    let error = scenario.workshop.publish_due().await.unwrap_err();
    assert!(error.to_string().contains("publications"), "{error}");
    assert_eq!(scenario.stage(kites).await, "approved");
    assert_eq!(scenario.stage(lamps).await, "pr_open");
}

#[tokio::test]
async fn what_was_edited_after_the_merge_counts_as_merged() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.merge_pull_request(Merge::Squash);
    let edited = blog::KITES_PUBLISHED.replace("空闲", "闲暇");
    scenario.push_source(&[("zh/kites.md", &edited)]);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn a_base_that_moved_is_the_base_of_the_next_try() {
    let scenario = Scenario::new().await;
    scenario.translate_kites().await;
    // The branch is made, the pull request is not: GitHub is down for that one request.
    scenario.github.fail(Fault::AnswerOnce {
        matching: "POST /repos/hub/blog/pulls".into(),
        status: 502,
        headers: vec![],
    });
    assert_eq!(scenario.publish().await, 0);
    let first = branch_head(&scenario);

    let index =
        format!("{}\n- local: moths\n  date: Feb 1, 2025\n  tags:\n    - light\n", blog::INDEX_ZH);
    scenario.push_source(&[("zh/_blog.yml", &index), ("zh/moths.md", blog::LAMPS_ZH)]);
    let base = scenario.upstream.head("main").unwrap();
    scenario.wait(SignedDuration::from_mins(1));
    assert_eq!(scenario.publish().await, 1);

    let head = branch_head(&scenario);
    assert_eq!(scenario.upstream.commit(&head).unwrap().parents, [first, base.clone()]);
    assert_eq!(scenario.upstream.changed_paths(&base, &head), ["M zh/_blog.yml", "A zh/kites.md"]);
    let wanted =
        format!("{index}\n- local: kites\n  date: Mar 2, 2025\n  tags:\n    - wind\n    - guide\n");
    assert_eq!(scenario.upstream.file(&head, "zh/_blog.yml").unwrap(), wanted.as_bytes());
    scenario.merge_pull_request(Merge::Squash);
}

#[tokio::test]
async fn a_pull_request_in_conflict_over_the_index_is_put_onto_the_newest_base() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    let first = branch_head(&scenario);
    assert_eq!(scenario.workshop.reconcile_pull_requests().await.unwrap(), 0);

    // Another translation is merged, whose entry stands where ours does.
    let index =
        format!("{}\n- local: moths\n  date: Feb 1, 2025\n  tags:\n    - light\n", blog::INDEX_ZH);
    scenario.push_source(&[("zh/_blog.yml", &index), ("zh/moths.md", blog::LAMPS_ZH)]);
    let base = scenario.upstream.head("main").unwrap();
    assert_eq!(scenario.workshop.reconcile_pull_requests().await.unwrap(), 1);

    let head = branch_head(&scenario);
    assert_eq!(scenario.upstream.commit(&head).unwrap().parents, [first, base.clone()]);
    assert_eq!(scenario.upstream.changed_paths(&base, &head), ["M zh/_blog.yml", "A zh/kites.md"]);
    assert_eq!(scenario.workshop.reconcile_pull_requests().await.unwrap(), 0);
    assert_eq!(branch_head(&scenario), head);
    assert_eq!(scenario.github.pulls(UPSTREAM).len(), 1);
    scenario.merge_pull_request(Merge::Squash);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn a_closed_pull_request_gives_the_draft_back_with_the_reason() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.wait(SignedDuration::from_hours(5));
    scenario.github.close_pull(UPSTREAM, 1);
    scenario.workshop.reconcile_pull_requests().await.unwrap();

    assert_eq!(scenario.draft(task).await, blog::KITES_ZH);
    assert_eq!(
        scenario.returned_because(task).await,
        "拉取请求 #1 被关闭，没有合并：https://github.com/hub/blog/pull/1。译稿都在，请看看那边的讨论，修改后再送校。"
    );

    // The revised text is a commit on top, in a new pull request.
    let first = branch_head(&scenario);
    scenario.wait(SignedDuration::from_hours(1));
    scenario.finish(task, &blog::KITES_ZH.replace("空闲", "闲暇")).await;
    assert_eq!(scenario.publish().await, 1);
    let pull = scenario.expect_pull_request();
    assert_eq!(pull.number, 2);
    assert_eq!(scenario.upstream.commit(&branch_head(&scenario)).unwrap().parents, [first]);
}

#[tokio::test]
async fn a_text_returned_and_approved_unchanged_opens_a_new_pull_request() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.wait(SignedDuration::from_hours(5));
    scenario.github.close_pull(UPSTREAM, 1);
    scenario.workshop.reconcile_pull_requests().await.unwrap();
    scenario.wait(SignedDuration::from_hours(5));
    scenario.finish(task, blog::KITES_ZH).await;
    scenario.publish().await;
    assert_eq!(scenario.expect_pull_request().number, 2);
    assert_eq!(scenario.stage(task).await, "pr_open");
}

#[tokio::test]
async fn work_of_others_on_the_branch_is_never_buried() {
    let scenario = Scenario::new().await;
    let base = scenario.upstream.head("main").unwrap();
    let mut strange = scenario.upstream.commit(&base).unwrap();
    strange.parents = vec![base.clone()];
    strange.message = "A stranger's work\n".into();
    let strange = scenario.upstream.write_commit(&strange);
    scenario.upstream.set_branch(BRANCH, &strange);

    let task = scenario.translate_kites().await;
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(branch_head(&scenario), strange);
    assert_eq!(
        scenario.publish_error(task).await.unwrap(),
        format!(
            "branch yiqi/zh/kites holds commit {}, which Yiqi did not make; merge or delete that \
             branch, then publish again",
            &strange[..10]
        )
    );

    // It is parked: no later round tries again, until a maintainer asks for it.
    scenario.wait(SignedDuration::from_hours(24));
    let before = scenario.github.requests().len();
    scenario.publish().await;
    assert_eq!(scenario.github.requests().len(), before);
    scenario.upstream.delete_branch(BRANCH);
    scenario.workshop.publish_again(task, &scenario.maintainer).await.unwrap();
    assert_eq!(scenario.publish().await, 1);
    assert_eq!(scenario.publish_error(task).await, None);
}

#[tokio::test]
async fn only_a_maintainer_asks_for_another_try() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    let refused = scenario.workshop.publish_again(task, &scenario.proofreader).await;
    assert_eq!(refused.unwrap_err().to_string(), "you may not do this");
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.github.fail(Fault::AnswerOnce {
        matching: "POST /repos/hub/blog/git/commits".into(),
        status: 403,
        headers: vec![("retry-after".into(), "300".into())],
    });
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(scenario.publish_error(task).await.unwrap(), "GitHub asks to wait 300 s");
    scenario.wait(SignedDuration::from_secs(299));
    assert_eq!(scenario.publish().await, 0);
    scenario.wait(SignedDuration::from_secs(1));
    assert_eq!(scenario.publish().await, 1);
}

#[tokio::test]
async fn a_fork_is_brought_in_step_and_carries_the_branch() {
    let scenario = Scenario::publishing_to(Publisher::Fork).await;
    scenario.push_source(&[("lamps.md", &blog::LAMPS.replace("40", "60"))]);
    let task = scenario.translate_kites().await;
    assert_eq!(scenario.publish().await, 1);

    let pull = scenario.expect_pull_request();
    assert_eq!(pull.head_repository, FORK);
    assert_eq!(scenario.upstream.head(BRANCH), None);
    let fork = scenario.github.repository(FORK);
    let base = scenario.upstream.head("main").unwrap();
    assert_eq!(
        fork.changed_paths(&base, &fork.head(BRANCH).unwrap()),
        ["M zh/_blog.yml", "A zh/kites.md"]
    );
    scenario.merge_pull_request(Merge::Squash);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn what_is_upstream_already_needs_no_pull_request() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.push_source(&[
        ("zh/kites.md", blog::KITES_PUBLISHED),
        ("zh/_blog.yml", blog::INDEX_ZH_WITH_KITES),
    ]);
    scenario.publish().await;
    assert_eq!(scenario.github.pulls(UPSTREAM).len(), 0);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn another_translation_that_came_meanwhile_is_not_replaced() {
    for publisher in [Publisher::Upstream, Publisher::Branch] {
        let scenario = Scenario::publishing_to(publisher).await;
        let task = scenario.translate_kites().await;
        scenario.push_source(&[("zh/kites.md", "---\ntitle: \"筝\"\n---\n\n# 筝\n")]);
        scenario.sync().await;
        assert_eq!(scenario.publish().await, 0);
        assert_eq!(scenario.upstream.branches(), ["main"]);
        assert_eq!(
            scenario.returned_because(task).await,
            "上游已经有了 zh/kites.md 的另一份译文，这一份没有发布。译稿都在，请和那边的译文比对，\
             把值得保留的改进作为更新再提交。"
        );
        assert_eq!(scenario.draft(task).await, blog::KITES_ZH);
        assert_eq!(scenario.publish_error(task).await, None);
    }
}

#[tokio::test]
async fn an_update_never_undoes_what_others_changed_since_the_claim() {
    for publisher in [Publisher::Upstream, Publisher::Branch] {
        let scenario = Scenario::publishing_to(publisher).await;
        let source = blog::LAMPS.replace("A lamp of 40 watts", "A lamp of 60 watts");
        scenario.push_source(&[("lamps.md", &source)]);
        scenario.sync().await;
        let task = scenario.claim("lamps").await;
        let update = blog::LAMPS_ZH.replace("40", "60");
        scenario.finish(task, &update).await;
        let edited = blog::LAMPS_ZH.replace("读书", "看书");
        assert_ne!(edited, blog::LAMPS_ZH);
        scenario.push_source(&[("zh/lamps.md", &edited)]);
        scenario.sync().await;
        assert_eq!(scenario.publish().await, 0);
        assert_eq!(scenario.upstream.branches(), ["main"]);
        assert_eq!(
            scenario.returned_because(task).await,
            "认领之后，上游的 zh/lamps.md 又有人改过。为了不盖掉别人的修改，这一份没有发布。译稿都在：\
             请放弃认领再重新认领，从最新的译文开始，把这一份里的改动并过去。"
        );
        assert_eq!(scenario.draft(task).await, update);
    }
}

#[tokio::test]
async fn the_branch_publisher_writes_one_file_and_one_entry() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.translate_kites().await;
    assert_eq!(scenario.publish().await, 1);

    let base = scenario.upstream.head("main").unwrap();
    let head = branch_head(&scenario);
    assert_eq!(scenario.upstream.changed_paths(&base, &head), ["M zh/_blog.yml", "A zh/kites.md"]);
    let file = |path| String::from_utf8(scenario.upstream.file(&head, path).unwrap()).unwrap();
    assert_eq!(file("zh/kites.md"), blog::KITES_PUBLISHED);
    assert_eq!(file("zh/_blog.yml"), blog::INDEX_ZH_WITH_KITES);
    assert_eq!(published_number(&scenario, task).await, None);
    assert_eq!(scenario.github.requests(), Vec::<String>::new());

    // Merged by hand, the loop closes at the next sync.
    scenario.upstream.set_branch("main", &head);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn an_update_is_published_as_one() {
    let scenario = Scenario::new().await;
    let source = blog::LAMPS.replace("A lamp of 40 watts", "A lamp of 60 watts");
    scenario.push_source(&[("lamps.md", &source)]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    scenario.finish(task, &blog::LAMPS_ZH.replace("40", "60")).await;
    scenario.publish().await;
    let pull = scenario.expect_pull_request();
    assert_eq!(pull.title, "Update: zh/lamps.md");
    let base = scenario.upstream.head("main").unwrap();
    let head = scenario.upstream.head("yiqi/zh/lamps").unwrap();
    assert_eq!(scenario.upstream.changed_paths(&base, &head), ["M zh/lamps.md"]);
    scenario.merge_pull_request(Merge::Squash);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
    assert_eq!(scenario.github.pulls(UPSTREAM)[0].state, PullState::Merged);
}

async fn published_number(scenario: &Scenario, task: TaskId) -> Option<u64> {
    match scenario.task(task).await.stage {
        Stage::PrOpen { published, .. } => published.number.map(|number| number.0),
        other => panic!("not published: {other:?}"),
    }
}
