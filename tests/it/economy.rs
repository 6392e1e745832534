//! Work that is not done twice: what is kept between requests, and when it is made anew.

use std::sync::Arc;

use jiff::SignedDuration;
use yiqi::workflow::{Clock as _, UiLanguage};

use crate::support::Scenario;

#[tokio::test]
async fn autosaves_leave_the_board_alone_until_a_lease_has_moved() {
    let scenario = Scenario::new().await;
    let task = scenario.claim("kites").await;
    let board = async || scenario.workshop.board(scenario.project()).await.expect("a board");
    let before = board().await;

    scenario.save(task, "# 风筝\n\n第一次。\n").await;
    scenario.wait(SignedDuration::from_mins(5));
    scenario.save(task, "# 风筝\n\n第二次。\n").await;
    assert!(Arc::ptr_eq(&before, &board().await), "two autosaves made the board anew");

    // An hour is something a board tells, however many saves it took.
    for _ in 0..12 {
        scenario.wait(SignedDuration::from_mins(5));
        scenario.save(task, &format!("# 风筝\n\n{}\n", scenario.clock.now())).await;
    }
    let after = board().await;
    let lease = |board: &yiqi::services::views::Board| {
        board.rows.iter().find_map(|row| row.task.as_ref()?.lease_until).expect("a lease")
    };
    let now = scenario.clock.now() + SignedDuration::from_hours(14 * 24);
    assert!(lease(&after) > now - SignedDuration::from_hours(1));
    assert!(lease(&after) > lease(&before));
}

#[tokio::test]
async fn a_new_name_is_shown_at_once() {
    let scenario = Scenario::new().await;
    let task = scenario.claim("kites").await;
    let holder = async || {
        let slug = yiqi::ids::Slug::new("kites");
        let post = scenario.workshop.post(scenario.project(), &slug).await.expect("a post");
        post.task.expect("a task").translator.name
    };
    assert_eq!(holder().await, scenario.translator.name);

    let github_id = scenario.translator.github_id.expect("an account");
    let login = scenario.translator.login.clone();
    let renamed =
        scenario.workshop.sign_in_with_github(github_id, &login, Some("另一个名字")).await;
    assert_eq!(renamed.expect("a person").id, scenario.translator.id);
    assert_eq!(holder().await, "另一个名字");
    scenario
        .workshop
        .set_profile(&scenario.translator, None, UiLanguage::English)
        .await
        .expect("a profile");
    assert_eq!(holder().await, "另一个名字", "a profile does not bring the old name back");
    assert_eq!(scenario.stage(task).await, "claimed");
}
