//! Publishing that is cut off between any two requests, and run again.

use jiff::SignedDuration;

use crate::{
    fake_github::{Fault, Lost, Merge},
    support::{FORK, Publisher, Scenario, UPSTREAM, blog},
};

/// Requests of one undisturbed publication, after the translation is approved.
async fn requests_of_a_publication(publisher: Publisher) -> usize {
    let scenario = Scenario::publishing_to(publisher).await;
    scenario.translate_kites().await;
    let before = scenario.github.requests().len();
    assert_eq!(scenario.publish().await, 1);
    scenario.github.requests().len() - before
}

/// Cuts the line after every number of requests, loses the next request or its answer, and publishes
/// again: one branch, one pull request, the right diff. Returns at how many points it was cut.
async fn cut_everywhere(publisher: Publisher) -> usize {
    let requests = requests_of_a_publication(publisher).await;
    for after in 0..requests {
        for lost in [Lost::Request, Lost::Answer] {
            let at = format!("cut after {after} of {requests} requests, {lost:?} lost");
            let scenario = Scenario::publishing_to(publisher).await;
            let task = scenario.translate_kites().await;
            scenario.github.fail(Fault::CutAfter(after, lost));
            assert_eq!(scenario.publish().await, 0, "{at}");
            assert_eq!(scenario.stage(task).await, "approved", "{at}");

            scenario.github.heal();
            scenario.wait(SignedDuration::from_mins(1));
            assert_eq!(scenario.publish().await, 1, "{at}");
            assert_eq!(scenario.github.pulls(UPSTREAM).len(), 1, "{at}");
            let home = match publisher {
                Publisher::Fork => scenario.github.repository(FORK),
                Publisher::Upstream | Publisher::Branch | Publisher::Preview => {
                    scenario.upstream.clone()
                }
            };
            let branches: Vec<String> =
                home.branches().into_iter().filter(|name| name != "main").collect();
            assert_eq!(branches, ["yiqi/zh/kites"], "{at}");
            let (base, head) = (home.head("main").unwrap(), home.head(&branches[0]).unwrap());
            assert_eq!(home.commit(&head).unwrap().parents, std::slice::from_ref(&base), "{at}");
            assert_eq!(
                home.changed_paths(&base, &head),
                ["M zh/_blog.yml", "A zh/kites.md"],
                "{at}"
            );
            let text = home.file(&head, "zh/kites.md").unwrap();
            assert_eq!(text, blog::KITES_PUBLISHED.as_bytes(), "{at}");
            scenario.merge_pull_request(Merge::Squash);
        }
    }
    2 * requests
}

#[tokio::test]
async fn cut_off_anywhere_there_is_one_branch_and_one_pull_request() {
    let points = cut_everywhere(Publisher::Upstream).await;
    assert!(points >= 20, "only {points} points were tried");
}

#[tokio::test]
async fn cut_off_anywhere_a_fork_has_one_branch_and_upstream_one_pull_request() {
    let points = cut_everywhere(Publisher::Fork).await;
    assert!(points >= 20, "only {points} points were tried");
}
