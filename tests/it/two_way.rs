//! What people do at GitHub with our pull requests comes home, and what our people do goes there.

use jiff::SignedDuration;
use yiqi::{ids::TaskId, workflow::UiLanguage};

use crate::{
    fake_github::{Fault, Merge, PullState, REVIEWER, STRANGER},
    support::{FORK, Publisher, Scenario, UPSTREAM, blog},
};

const BRANCH: &str = "yiqi/zh/kites";

/// A translation of the kites that stands outside as #1.
async fn published() -> (Scenario, TaskId) {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.wait(SignedDuration::from_mins(10));
    (scenario, task)
}

async fn look(scenario: &Scenario) {
    scenario.workshop.reconcile_pull_requests().await.expect("a look without failures");
}

fn head(scenario: &Scenario) -> String {
    scenario.upstream.head(BRANCH).expect("the branch of the kites")
}

/// What stands in the discussion of a task: who, on which line, what.
async fn said(scenario: &Scenario, task: TaskId) -> Vec<(String, Option<usize>, String)> {
    let view = scenario.workshop.workspace(task, &scenario.translator).await.unwrap();
    let talk = scenario.workshop.proofreading(&view, &scenario.translator).await.unwrap();
    let told = talk.threads.iter().flat_map(|thread| {
        let row = thread.place.as_ref().and_then(|place| place.row);
        let line = row.and_then(|row| view.rows[row].target_lines).map(|lines| lines.0);
        thread.entries.iter().map(move |it| (it.by.name.clone(), line, it.body.clone()))
    });
    told.collect()
}

#[tokio::test]
async fn remarks_at_github_stand_beside_the_block_they_are_about() {
    let (scenario, task) = published().await;
    // The paragraph is on line 14 of the published file, four lines further down than in the draft.
    let line = 1 + blog::KITES_PUBLISHED.lines().position(|it| it.starts_with("放风筝")).unwrap();
    scenario.github.remark_on_line(
        UPSTREAM,
        1,
        REVIEWER,
        ("zh/kites.md", line),
        "“一根”是不是“一条”？",
    );
    scenario.github.remark(UPSTREAM, 1, STRANGER, "译得真好");
    scenario.github.review(UPSTREAM, 1, REVIEWER, "COMMENTED", "还有两处");
    for _ in 0..2 {
        look(&scenario).await;
    }
    let draft_line = 1 + blog::KITES_ZH.lines().position(|it| it.starts_with("放风筝")).unwrap();
    let mut said = said(&scenario, task).await;
    said.sort();
    assert_eq!(
        said,
        [
            ("reviewer".to_owned(), None, "还有两处".to_owned()),
            ("reviewer".to_owned(), Some(draft_line), "“一根”是不是“一条”？".to_owned()),
            ("stranger".to_owned(), None, "译得真好".to_owned()),
        ]
    );
}

/// What the story of the kites says last.
async fn news(scenario: &Scenario) -> String {
    let project = yiqi::ids::ProjectId::new("blog");
    let post = scenario.workshop.post(&project, &"kites".into()).await.unwrap();
    let told = post.story.iter().find_map(|event| event.note.clone());
    yiqi::web::reason(UiLanguage::Chinese, &told.expect("something was told"))
}

#[tokio::test]
async fn changes_asked_for_at_github_come_back_and_the_answer_is_a_commit_on_top() {
    let (scenario, task) = published().await;
    let first = head(&scenario);
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "“线”应当译作“风筝线”");
    scenario.deliver(&scenario.github.review_event(UPSTREAM, 1)).await;
    scenario.workshop.work_inbox().await.unwrap();
    assert_eq!(
        scenario.returned_because(task).await,
        "@reviewer 在拉取请求 #1 里请求修改：““线”应当译作“风筝线”” \
         https://github.com/hub/blog/pull/1#said-5000"
    );
    // Looked at again, the same request is not followed twice.
    scenario.wait(SignedDuration::from_hours(1));
    scenario.finish(task, &blog::KITES_ZH.replace("一根线", "一根风筝线")).await;
    scenario.publish().await;
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "pr_open");
    assert_eq!(scenario.expect_pull_request().number, 1);
    assert_eq!(scenario.upstream.commit(&head(&scenario)).unwrap().parents, [first]);
    scenario.merge_pull_request(Merge::Squash);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
    assert_eq!(news(&scenario).await, "谢谢小明翻译、Hua Li校对！");
}

#[tokio::test]
async fn a_request_for_changes_that_was_taken_back_changes_nothing() {
    let (scenario, task) = published().await;
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "等等");
    scenario.wait(SignedDuration::from_mins(1));
    scenario.github.review(UPSTREAM, 1, REVIEWER, "APPROVED", "");
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "pr_open");
}

#[tokio::test]
async fn a_request_taken_back_after_it_was_followed_puts_the_text_outside_again() {
    let (scenario, task) = published().await;
    let standing = head(&scenario);
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "等等");
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "changes_requested");
    scenario.wait(SignedDuration::from_mins(1));
    scenario.github.review(UPSTREAM, 1, STRANGER, "CHANGES_REQUESTED", "我也觉得");
    scenario.wait(SignedDuration::from_mins(1));
    scenario.github.review(UPSTREAM, 1, REVIEWER, "APPROVED", "没事了");
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "changes_requested", "one of the two still asks");
    scenario.wait(SignedDuration::from_mins(1));
    scenario.github.review(UPSTREAM, 1, STRANGER, "APPROVED", "");
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "pr_open");
    assert_eq!(head(&scenario), standing, "nothing new went out");
    assert_eq!(
        news(&scenario).await,
        "@reviewer 撤回了修改请求，拉取请求 #1 照原样继续：https://github.com/hub/blog/pull/1#said-5000"
    );
    // The next request counts again.
    scenario.wait(SignedDuration::from_mins(1));
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "标题");
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "changes_requested");
}

#[tokio::test]
async fn a_request_taken_back_while_the_translator_writes_is_told_once() {
    let (scenario, task) = published().await;
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "等等");
    look(&scenario).await;
    scenario.save(task, &blog::KITES_ZH.replace("空闲", "闲暇")).await;
    scenario.wait(SignedDuration::from_mins(1));
    scenario.github.review(UPSTREAM, 1, REVIEWER, "APPROVED", "");
    look(&scenario).await;
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "changes_requested");
    let project = yiqi::ids::ProjectId::new("blog");
    let story = scenario.workshop.post(&project, &"kites".into()).await.unwrap().story;
    let told: Vec<String> = story
        .iter()
        .filter_map(|event| event.note.as_ref())
        .map(|note| yiqi::web::reason(UiLanguage::English, note))
        .filter(|note| note.contains("took back"))
        .collect();
    assert_eq!(
        told,
        ["@reviewer took back the request for changes in pull request #1: \
          https://github.com/hub/blog/pull/1#said-5000. You have begun to write; once that is \
          proofread and approved, it goes there."]
    );
}

#[tokio::test]
async fn a_commit_others_push_becomes_a_revision_of_theirs() {
    let (scenario, task) = published().await;
    let mended = blog::KITES_PUBLISHED.replace("空闲的下午", "悠闲的下午");
    let pushed = scenario.github.push_as(UPSTREAM, BRANCH, STRANGER, &[("zh/kites.md", &mended)]);
    look(&scenario).await;
    look(&scenario).await;
    let newest = scenario.store.newest_revision(task).await.unwrap().unwrap();
    assert_eq!((newest.number.0, newest.text.as_str()), (3, mended.as_str()));
    let by = scenario.workshop.person(newest.by).await.unwrap().unwrap();
    assert_eq!((by.login.as_str(), by.github_id), ("stranger", Some(900)));
    assert_eq!(head(&scenario), pushed);
    assert_eq!(scenario.stage(task).await, "pr_open");
    // Merged with it, the task is done; its author is thanked in the commit of the next version.
    scenario.merge_pull_request(Merge::Squash);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn a_merge_of_the_base_into_our_branch_changes_no_text() {
    let (scenario, task) = published().await;
    scenario.github.push_as(UPSTREAM, BRANCH, STRANGER, &[("README.md", "# Other\n")]);
    look(&scenario).await;
    let newest = scenario.store.newest_revision(task).await.unwrap().unwrap();
    assert_eq!(newest.number.0, 2);
    let published = scenario.task(task).await;
    assert_eq!(published.published_as().unwrap().commit.to_string(), head(&scenario));
}

#[tokio::test]
async fn what_others_push_while_the_translator_revises_is_merged_block_by_block() {
    let (scenario, task) = published().await;
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "改标题");
    look(&scenario).await;
    scenario.save(task, &blog::KITES_ZH.replace("# 风筝与风", "# 风与风筝")).await;
    let theirs = blog::KITES_PUBLISHED.replace("空闲的下午", "悠闲的下午");
    let pushed = scenario.github.push_as(UPSTREAM, BRANCH, STRANGER, &[("zh/kites.md", &theirs)]);
    look(&scenario).await;
    let draft = scenario.draft(task).await;
    assert_eq!(draft, theirs.replace("# 风筝与风", "# 风与风筝"));
    let newest = scenario.store.newest_revision(task).await.unwrap().unwrap().number;
    scenario.submit(task, newest).await;
    scenario.approve(task, newest).await;
    scenario.wait(SignedDuration::from_hours(1));
    scenario.publish().await;
    assert_eq!(scenario.upstream.commit(&head(&scenario)).unwrap().parents, [pushed]);
    assert_eq!(scenario.upstream.file(&head(&scenario), "zh/kites.md").unwrap(), draft.as_bytes());
    let message = scenario.upstream.commit(&head(&scenario)).unwrap().message;
    let trailer = "Co-authored-by: A Stranger <900+stranger@users.noreply.github.com>";
    assert!(message.contains(trailer), "{message}");
}

#[tokio::test]
async fn where_both_changed_a_block_the_draft_keeps_its_own_and_a_person_chooses() {
    let (scenario, task) = published().await;
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "改一改");
    look(&scenario).await;
    let mine = blog::KITES_ZH.replace("空闲的下午", "空闲的一下午");
    let revision = scenario.save(task, &mine).await;
    scenario.submit(task, revision).await;
    scenario.approve(task, revision).await;
    let theirs = blog::KITES_PUBLISHED.replace("空闲的下午", "悠闲的下午");
    let pushed = scenario.github.push_as(UPSTREAM, BRANCH, STRANGER, &[("zh/kites.md", &theirs)]);
    // Nobody looked before the worker publishes.
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(head(&scenario), pushed, "nothing was put over their commit");
    assert!(scenario.draft(task).await.contains("空闲的一下午"));
    assert_eq!(
        scenario.returned_because(task).await,
        "A Stranger 在分支上推送了修改，其中 1 段和译稿改了同一处：译稿保留了原来的写法，\
         对方的写法记在讨论里，请逐段选择后再送校。"
    );
    let line = 1 + scenario.draft(task).await.lines().position(|it| it.contains("一下午")).unwrap();
    let said = said(&scenario, task).await;
    let clash = said.iter().find(|(by, ..)| by == "A Stranger").expect("their version is told");
    assert_eq!(clash.1, Some(line));
    assert!(clash.2.contains("悠闲的下午"), "{}", clash.2);
    // What the program says around their words everybody reads in their own language.
    let view = scenario.workshop.workspace(task, &scenario.translator).await.unwrap();
    let talk = scenario.workshop.proofreading(&view, &scenario.translator).await.unwrap();
    let entry = talk.threads.iter().flat_map(|thread| &thread.entries);
    let told = entry.filter_map(|entry| entry.told.clone()).next().expect("it is told by name");
    let read = |language| yiqi::web::reason(language, &told.clone().into());
    assert!(
        read(UiLanguage::Chinese)
            .starts_with("在分支上把这一段改成了下面这样；译稿保留了原来的写法")
    );
    assert!(
        read(UiLanguage::English).starts_with("changed this block on the branch to what stands")
    );
    assert!(read(UiLanguage::English).ends_with(&clash.2));
}

#[tokio::test]
async fn a_pull_request_that_is_reopened_stands_outside_again() {
    let (scenario, task) = published().await;
    scenario.github.close_pull(UPSTREAM, 1);
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "changes_requested");
    scenario.github.reopen_pull(UPSTREAM, 1);
    scenario.deliver(&scenario.github.pull_event(UPSTREAM, 1)).await;
    scenario.workshop.work_inbox().await.unwrap();
    assert_eq!(scenario.stage(task).await, "pr_open");
    assert_eq!(news(&scenario).await, "拉取请求 #1 重新打开了：https://github.com/hub/blog/pull/1");
}

#[tokio::test]
async fn reopened_while_its_translator_writes_on_it_gets_their_next_version() {
    let (scenario, task) = published().await;
    scenario.github.close_pull(UPSTREAM, 1);
    look(&scenario).await;
    let revision = scenario.save(task, &blog::KITES_ZH.replace("空闲", "闲暇")).await;
    scenario.github.reopen_pull(UPSTREAM, 1);
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "changes_requested");
    assert_eq!(
        news(&scenario).await,
        "拉取请求 #1 重新打开了：https://github.com/hub/blog/pull/1。译稿送校并通过之后，会更新到那里。"
    );
    scenario.submit(task, revision).await;
    scenario.approve(task, revision).await;
    scenario.publish().await;
    assert_eq!(scenario.expect_pull_request().number, 1);
}

#[tokio::test]
async fn an_open_pull_request_of_our_branch_to_another_base_is_not_ours() {
    let scenario = Scenario::new().await;
    let main = scenario.upstream.head("main").unwrap();
    scenario.upstream.set_branch("dev", &main);
    let task = scenario.translate_kites().await;
    scenario.github.fail(Fault::AnswerOnce {
        matching: "POST /repos/hub/blog/pulls".into(),
        status: 502,
        headers: vec![],
    });
    assert_eq!(scenario.publish().await, 0);
    // Somebody opens one from our branch, to their own base.
    scenario.github.open_pull_from(UPSTREAM, BRANCH, "dev");
    scenario.wait(SignedDuration::from_mins(1));
    assert_eq!(scenario.publish().await, 1);
    let published = scenario.task(task).await;
    assert_eq!(published.published_as().unwrap().number.unwrap().0, 2);
    assert_eq!(scenario.github.pulls(UPSTREAM)[1].base_branch, "main");
}

#[tokio::test]
async fn a_pull_request_pointed_at_another_branch_stays_ours_and_is_told() {
    let (scenario, task) = published().await;
    let main = scenario.upstream.head("main").unwrap();
    scenario.upstream.set_branch("dev", &main);
    scenario.github.retarget_pull(UPSTREAM, 1, "dev");
    look(&scenario).await;
    look(&scenario).await;
    let told = "有人把拉取请求 #1 的目标分支从 main 改成了 dev：https://github.com/hub/blog/pull/1。\
                译稿进入 main 之后，这篇才算完成。";
    assert_eq!(news(&scenario).await, told);
    scenario.github.merge_pull(UPSTREAM, 1, Merge::Squash);
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "pr_open");
    assert_eq!(
        news(&scenario).await,
        "拉取请求 #1 合并到了 dev，不是 main：https://github.com/hub/blog/pull/1。\
         译稿进入 main 之后，这篇才算完成。"
    );
    // The other branch reaches the base.
    let dev = scenario.upstream.head("dev").unwrap();
    scenario.upstream.set_branch("main", &dev);
    scenario.sync().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn merged_while_the_text_is_back_with_its_translator_the_task_is_done() {
    let (scenario, task) = published().await;
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "算了，先合并");
    look(&scenario).await;
    scenario.merge_pull_request(Merge::Squash);
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn what_was_written_on_after_an_early_merge_goes_out_as_a_change_of_it() {
    let (scenario, task) = published().await;
    scenario.github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "改一改");
    look(&scenario).await;
    let revision = scenario.save(task, &blog::KITES_ZH.replace("空闲", "闲暇")).await;
    scenario.merge_pull_request(Merge::Squash);
    look(&scenario).await;
    assert_eq!(scenario.stage(task).await, "changes_requested");
    scenario.submit(task, revision).await;
    scenario.approve(task, revision).await;
    scenario.wait(SignedDuration::from_hours(1));
    scenario.sync().await;
    assert_eq!(scenario.publish().await, 1);
    let pull = scenario.expect_pull_request();
    assert_eq!(pull.number, 2);
    let base = scenario.upstream.head("main").unwrap();
    assert_eq!(scenario.upstream.changed_paths(&base, &head(&scenario)), ["M zh/kites.md"]);
}

#[tokio::test]
async fn a_renamed_repository_is_written_to_under_its_new_name() {
    for publisher in [Publisher::Upstream, Publisher::Fork] {
        let scenario = Scenario::publishing_to(publisher).await;
        let task = scenario.translate_kites().await;
        scenario.github.rename_repository(UPSTREAM, "hub/journal");
        assert_eq!(scenario.publish().await, 1, "{publisher:?}");
        assert_eq!(scenario.stage(task).await, "pr_open");
        assert_eq!(scenario.github.pulls("hub/journal").len(), 1);
        // Webhooks come under the new name from then on.
        scenario.github.merge_pull("hub/journal", 1, Merge::Squash);
        scenario.deliver(&scenario.github.push_event("hub/journal", "main")).await;
        scenario.workshop.work_inbox().await.unwrap();
        assert_eq!(scenario.stage(task).await, "merged");
    }
}

#[tokio::test]
async fn a_deleted_fork_is_named_and_nothing_is_lost() {
    let scenario = Scenario::publishing_to(Publisher::Fork).await;
    let task = scenario.translate_kites().await;
    scenario.github.delete_repository(FORK);
    assert_eq!(scenario.publish().await, 0);
    assert_eq!(
        scenario.publish_error(task).await.unwrap(),
        "GitHub does not know bringing branch main of yiqi-bot/blog in step with its upstream; \
         was it renamed or deleted, or may the token not see it?"
    );
    assert_eq!(scenario.stage(task).await, "approved");
    let fork = scenario.folder().join("fork-again.git");
    scenario.github.add_fork(FORK, UPSTREAM, &fork);
    scenario.workshop.publish_again(task, &scenario.maintainer).await.unwrap();
    assert_eq!(scenario.publish().await, 1);
}

#[tokio::test]
async fn two_workers_make_one_branch_and_one_pull_request() {
    for _ in 0..5 {
        let scenario = Scenario::new().await;
        let task = scenario.translate_kites().await;
        let other = scenario.second_worker();
        let (one, two) = tokio::join!(scenario.workshop.publish_due(), other.publish_due());
        one.unwrap();
        two.unwrap();
        assert_eq!(scenario.stage(task).await, "pr_open");
        assert_eq!(scenario.github.pulls(UPSTREAM).len(), 1);
        let base = scenario.upstream.head("main").unwrap();
        assert_eq!(scenario.upstream.commit(&head(&scenario)).unwrap().parents, [base]);
    }
}

#[tokio::test]
async fn tries_of_an_earlier_approval_do_not_count() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    let down = || Fault::AnswerOnce {
        matching: "POST /repos/hub/blog/git/blobs".into(),
        status: 502,
        headers: vec![],
    };
    for _ in 0..4 {
        scenario.github.fail(down());
        scenario.publish().await;
        scenario.wait(SignedDuration::from_hours(1));
    }
    let publication = scenario.store.publication(task).await.unwrap().unwrap();
    assert_eq!(publication.attempts, 4);
    scenario.publish().await;
    scenario.github.close_pull(UPSTREAM, 1);
    look(&scenario).await;
    scenario.wait(SignedDuration::from_hours(1));
    scenario.finish(task, &blog::KITES_ZH.replace("空闲", "闲暇")).await;
    scenario.github.fail(down());
    scenario.publish().await;
    let publication = scenario.store.publication(task).await.unwrap().unwrap();
    assert_eq!(publication.attempts, 1);
}

#[tokio::test]
async fn labels_and_reviewers_are_put_on_once_and_hold_nothing_up() {
    let scenario = Scenario::with_letters(|letters| {
        letters.labels = vec!["translation".into(), "zh".into()];
        letters.reviewers = vec!["adeena".into()];
        letters.title = "docs(zh): {slug}".into();
    })
    .await;
    scenario.translate_kites().await;
    scenario.github.fail(Fault::AnswerOnce {
        matching: "/requested_reviewers".into(),
        status: 422,
        headers: vec![],
    });
    assert_eq!(scenario.publish().await, 1);
    let pull = scenario.expect_pull_request();
    assert_eq!(pull.labels, ["translation", "zh"]);
    assert_eq!(pull.title, "docs(zh): kites");
    assert_eq!((pull.reviewers.len(), pull.state), (0, PullState::Open));
}

#[tokio::test]
async fn a_rehearsal_shows_everything_and_sends_nothing() {
    let scenario = Scenario::publishing_to(Publisher::Preview).await;
    let task = scenario.translate_kites().await;
    assert_eq!(scenario.publish().await, 0);
    let rehearsal = scenario.workshop.rehearse(task, &scenario.translator).await.unwrap();
    let requests: Vec<String> =
        rehearsal.requests.iter().map(|it| format!("{} {}", it.method, it.path)).collect();
    assert_eq!(
        requests,
        [
            "POST /repos/hub/blog/git/blobs",
            "POST /repos/hub/blog/git/blobs",
            "POST /repos/hub/blog/git/trees",
            "POST /repos/hub/blog/git/commits",
            "POST /repos/hub/blog/git/refs",
            "POST /repos/hub/blog/pulls",
        ]
    );
    assert_eq!(rehearsal.files[0].after, blog::KITES_PUBLISHED);
    assert_eq!(rehearsal.files[1].before.as_deref(), Some(blog::INDEX_ZH));
    let sent = scenario.github.requests();
    assert!(sent.iter().all(|request| request.starts_with("GET ")), "{sent:?}");

    // The real thing sends exactly that.
    let real = Scenario::new().await;
    real.translate_kites().await;
    real.publish().await;
    let sent: Vec<String> =
        real.github.requests().into_iter().filter(|it| !it.starts_with("GET ")).collect();
    assert_eq!(sent, requests);
    assert_eq!(real.expect_pull_request().body, rehearsal.body);
}
