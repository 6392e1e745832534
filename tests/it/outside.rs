//! Pull requests other people have open count as claims.

use axum::http::StatusCode;
use jiff::SignedDuration;
use yiqi::{
    ids::{ProjectId, Slug},
    services::{ServiceError, views::Seal},
    store::EventFilter,
    workflow::Role,
};

use crate::{
    fake_github::{Merge, REVIEWER, STRANGER},
    support::{Publisher, Scenario, UPSTREAM, blog},
};

fn kites() -> (ProjectId, Slug) {
    (ProjectId::new("blog"), Slug::new("kites"))
}

/// A stranger translates the kites; the number of the pull request.
fn stranger_translates(scenario: &Scenario) -> u64 {
    let files = [("zh/kites.md", "# 风筝\n"), ("zh/_blog.yml", blog::INDEX_ZH_WITH_KITES)];
    scenario.github.open_outside_pull(UPSTREAM, STRANGER, "kites-zh", &files)
}

async fn seal(scenario: &Scenario) -> Seal {
    let (project, slug) = kites();
    let board = scenario.workshop.board(&project).await.unwrap();
    board.rows.iter().find(|row| row.slug == slug).unwrap().seal
}

async fn refusal(scenario: &Scenario) -> String {
    let (project, slug) = kites();
    let claimed = scenario.workshop.claim(&project, &slug, &scenario.translator).await;
    match claimed.unwrap_err() {
        refused @ ServiceError::OnIt { .. } => refused.to_string(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_pull_request_of_somebody_else_counts_as_a_claim_until_it_is_closed() {
    let scenario = Scenario::new().await;
    assert_eq!(seal(&scenario).await, Seal::Missing);
    let number = stranger_translates(&scenario);
    scenario.deliver(&scenario.github.pull_event(UPSTREAM, number)).await;
    scenario.workshop.work_inbox().await.unwrap();

    assert_eq!(seal(&scenario).await, Seal::PullRequest);
    assert_eq!(
        refusal(&scenario).await,
        "someone is on it: #1 by stranger (https://github.com/hub/blog/pull/1)"
    );
    scenario.github.close_pull(UPSTREAM, number);
    scenario.deliver(&scenario.github.pull_event(UPSTREAM, number)).await;
    scenario.workshop.work_inbox().await.unwrap();
    assert_eq!(seal(&scenario).await, Seal::Missing);
    scenario.claim("kites").await;
}

#[tokio::test]
async fn without_webhooks_the_timer_finds_it_and_finds_it_gone() {
    let scenario = Scenario::new().await;
    let number = stranger_translates(&scenario);
    scenario.round().await;
    refusal(&scenario).await;
    scenario.github.merge_pull(UPSTREAM, number, Merge::Squash);
    scenario.wait(SignedDuration::from_mins(10));
    scenario.round().await;
    let (project, slug) = kites();
    assert!(scenario.workshop.outside_work(&project, &slug).await.unwrap().is_empty());
}

#[tokio::test]
async fn looking_again_at_what_did_not_change_asks_for_one_list_and_no_files() {
    let scenario = Scenario::new().await;
    stranger_translates(&scenario);
    scenario.round().await;
    let before = scenario.github.requests().len();
    scenario.wait(SignedDuration::from_mins(10));
    scenario.round().await;
    assert_eq!(
        scenario.github.requests()[before..],
        ["GET /repos/hub/blog", "GET /repos/hub/blog/pulls", "GET /repos/hub/blog/collaborators"]
    );
    // New commits are looked at once.
    scenario.github.push_as("stranger/blog", "kites-zh", STRANGER, &[("zh/lamps.md", "# 灯\n")]);
    scenario.wait(SignedDuration::from_mins(10));
    scenario.round().await;
    let (project, _) = kites();
    let lamps = scenario.workshop.outside_work(&project, &Slug::new("lamps")).await.unwrap();
    assert_eq!(lamps.len(), 1);
}

#[tokio::test]
async fn however_many_are_open_a_look_is_bounded_and_the_next_one_goes_on() {
    let scenario = Scenario::new().await;
    for number in 0..110 {
        let path = format!("zh/kites-{number}.md");
        let branch = format!("b{number}");
        scenario.github.open_outside_pull(UPSTREAM, STRANGER, &branch, &[(&path, "# 风筝\n")]);
    }
    stranger_translates(&scenario);
    let asked = |from: usize| {
        let requests = scenario.github.requests();
        requests[from..].iter().filter(|it| it.ends_with("/files")).count()
    };
    for round in [40, 40, 31, 0] {
        let before = scenario.github.requests().len();
        scenario.round().await;
        assert_eq!(asked(before), round);
        scenario.wait(SignedDuration::from_mins(10));
    }
    refusal(&scenario).await;
}

#[tokio::test]
async fn our_own_pull_request_is_nobody_elses() {
    for publisher in [Publisher::Upstream, Publisher::Fork] {
        let scenario = Scenario::publishing_to(publisher).await;
        scenario.translate_kites().await;
        scenario.publish().await;
        scenario.round().await;
        let (project, slug) = kites();
        assert_eq!(scenario.workshop.outside_work(&project, &slug).await.unwrap(), []);
    }
}

#[tokio::test]
async fn the_volunteer_reads_who_is_on_it_and_a_maintainer_may_override() {
    let scenario = Scenario::new().await;
    stranger_translates(&scenario);
    scenario.round().await;
    let (project, slug) = kites();
    let page = scenario.browser().get("/p/blog/posts/kites").await.text();
    assert!(page.contains("有人在做：#1") && page.contains("@stranger"), "{page}");
    assert!(page.contains("https://github.com/hub/blog/pull/1"), "{page}");
    assert!(!page.contains("data-action=\"claim\""), "{page}");
    let board = scenario.browser().get("/p/blog?state=all").await.text();
    assert!(board.contains("#1（@stranger）"), "{board}");

    let workshop = &scenario.workshop;
    let refused = workshop.claim_despite(&project, &slug, &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    workshop.claim_despite(&project, &slug, &scenario.maintainer).await.unwrap();
    assert_eq!(StatusCode::OK, scenario.browser().get("/p/blog/posts/kites").await.status_code());
}

#[tokio::test]
async fn whoever_may_write_to_the_repository_becomes_a_maintainer_once() {
    let scenario = Scenario::new().await;
    let workshop = &scenario.workshop;
    let stranger = async || {
        let signed_in =
            workshop.sign_in_with_github(STRANGER.id, STRANGER.login, Some(STRANGER.name));
        signed_in.await.unwrap()
    };
    scenario.github.add_collaborator(UPSTREAM, STRANGER);
    scenario.round().await;
    let raised = stranger().await;
    assert_eq!(raised.role, Role::Maintainer);

    // What a maintainer decides afterwards stands.
    workshop.set_role(raised.id, Role::Volunteer, &scenario.maintainer).await.unwrap();
    scenario.wait(SignedDuration::from_mins(10));
    scenario.round().await;
    assert_eq!(stranger().await.role, Role::Volunteer);

    // Whoever was here before is raised by the timer.
    let known = workshop.sign_in_with_github(REVIEWER.id, REVIEWER.login, None).await.unwrap();
    assert_eq!(known.role, Role::Volunteer);
    scenario.github.add_collaborator(UPSTREAM, REVIEWER);
    scenario.wait(SignedDuration::from_mins(10));
    scenario.round().await;
    let known = workshop.person(known.id).await.unwrap().unwrap();
    assert_eq!(known.role, Role::Maintainer);
    let events = scenario.store.events(&EventFilter { limit: 100, ..Default::default() }).await;
    let events = events.unwrap();
    let raised = events.iter().filter(|event| event.data["by"] == "collaborator");
    assert_eq!(raised.count(), 2);
}

#[tokio::test]
async fn whoever_may_not_write_any_more_goes_back_to_the_role_they_had() {
    let scenario = Scenario::new().await;
    let workshop = &scenario.workshop;
    let known = workshop.sign_in_with_github(REVIEWER.id, REVIEWER.login, None).await.unwrap();
    workshop.set_role(known.id, Role::Proofreader, &scenario.maintainer).await.unwrap();
    let look = async || {
        scenario.wait(SignedDuration::from_mins(10));
        scenario.round().await;
        workshop.person(known.id).await.unwrap().unwrap().role
    };
    scenario.github.add_collaborator(UPSTREAM, REVIEWER);
    scenario.github.add_collaborator(UPSTREAM, STRANGER);
    assert_eq!(look().await, Role::Maintainer);
    scenario.github.remove_collaborator(UPSTREAM, REVIEWER);
    assert_eq!(look().await, Role::Proofreader);
    let events = scenario.store.events(&EventFilter { limit: 1, ..Default::default() }).await;
    let data = events.unwrap()[0].data.clone();
    assert_eq!((&data["to"], &data["by"]), (&"proofreader".into(), &"collaborator".into()));

    // A list that names nobody is a token that sees less.
    scenario.github.add_collaborator(UPSTREAM, REVIEWER);
    assert_eq!(look().await, Role::Maintainer);
    scenario.github.remove_collaborator(UPSTREAM, REVIEWER);
    scenario.github.remove_collaborator(UPSTREAM, STRANGER);
    assert_eq!(look().await, Role::Maintainer);
}
