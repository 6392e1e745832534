use serde_json::{Value, json};
use yiqi::{
    ids::{PersonId, TaskId},
    services::{
        BulkAct, ServiceError,
        views::{BulkOutcome, Seal},
    },
    workflow::Priority,
};

use super::{REWORDED_LAMPS, blog, scenario, sent, slugs};
use crate::support::Scenario;

impl Scenario {
    async fn outcomes(&self, names: &[&str], act: BulkAct) -> Vec<BulkOutcome> {
        let done = self.workshop.bulk(&blog(), &slugs(names), &act, &self.maintainer).await;
        done.expect("an act on each").posts.into_iter().map(|post| post.outcome).collect()
    }

    async fn seal_of(&self, slug: &str) -> Seal {
        let board = self.workshop.board(&blog()).await.expect("a board");
        board.rows.iter().find(|row| row.slug.as_str() == slug).expect("a row").seal
    }
}

#[tokio::test]
async fn what_can_be_assigned_is_and_each_refusal_says_why() {
    let scenario = scenario().await;
    let to = scenario.volunteer_named("wen").await.id;
    let told =
        scenario.outcomes(&["kites", "lamps", "nothing", "kites"], BulkAct::Assign { to }).await;
    let expected = [
        BulkOutcome::Assigned { task: TaskId(1) },
        BulkOutcome::NothingToDo,
        BulkOutcome::NoSuchPost,
    ];
    assert_eq!(told, expected, "what is named twice is done once");
    assert_eq!(scenario.task(TaskId(1)).await.translator, to);
    assert_eq!(scenario.kinds_of("kites").await, ["assigned"]);
    // Again, and nothing has to be done; nothing is logged either.
    assert_eq!(
        scenario.outcomes(&["kites"], BulkAct::Assign { to }).await,
        [BulkOutcome::NothingToDo]
    );
    // It changes hands.
    let other = BulkAct::Assign { to: scenario.translator.id };
    assert_eq!(
        scenario.outcomes(&["kites"], other).await,
        [BulkOutcome::Assigned { task: TaskId(1) }]
    );
    assert_eq!(scenario.kinds_of("kites").await, ["assigned", "assigned"]);
}

#[tokio::test]
async fn a_draft_that_waits_for_its_proofreader_does_not_change_hands() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, crate::support::blog::KITES_ZH).await;
    scenario.submit(task, revision).await;
    let to = scenario.volunteer_named("wen").await.id;
    assert_eq!(
        scenario.outcomes(&["kites"], BulkAct::Assign { to }).await,
        [BulkOutcome::WrongStage]
    );
}

#[tokio::test]
async fn cosmetic_changes_of_many_posts_are_dismissed_and_each_is_logged() {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", REWORDED_LAMPS)]);
    scenario.sync().await;
    assert_eq!(scenario.seal_of("lamps").await, Seal::Cosmetic);
    let act = BulkAct::DismissCosmetic { reason: "错别字".into() };
    let told = scenario.outcomes(&["lamps", "kites"], act.clone()).await;
    assert_eq!(told, [BulkOutcome::Dismissed { changes: 1 }, BulkOutcome::NothingToDo]);
    assert_eq!(scenario.seal_of("lamps").await, Seal::Published, "the board says so at once");
    assert_eq!(scenario.kinds_of("lamps").await, ["dismissed"]);
    assert_eq!(scenario.outcomes(&["lamps"], act).await, [BulkOutcome::NothingToDo]);
}

#[tokio::test]
async fn posts_are_left_out_offered_again_and_put_first() {
    let scenario = scenario().await;
    let exclude = BulkAct::Exclude { reason: "只在英文站发".into() };
    let told = scenario.outcomes(&["kites", "nothing"], exclude.clone()).await;
    assert_eq!(told, [BulkOutcome::Marked, BulkOutcome::NoSuchPost]);
    assert_eq!(scenario.seal_of("kites").await, Seal::Excluded);
    assert_eq!(scenario.outcomes(&["kites"], exclude).await, [BulkOutcome::NothingToDo]);
    let to = scenario.translator.id;
    let left_out = BulkOutcome::LeftOut { reason: "只在英文站发".into() };
    assert_eq!(scenario.outcomes(&["kites"], BulkAct::Assign { to }).await, [left_out]);
    assert_eq!(scenario.outcomes(&["kites"], BulkAct::Include).await, [BulkOutcome::Marked]);
    let first = BulkAct::Prioritise { priority: Priority::High };
    assert_eq!(scenario.outcomes(&["kites"], first).await, [BulkOutcome::Marked]);
    assert_eq!(scenario.seal_of("kites").await, Seal::Missing);
    assert_eq!(scenario.kinds_of("kites").await, ["raised", "included", "excluded"]);
}

#[tokio::test]
async fn nobody_else_may_and_nonsense_changes_nothing() {
    let scenario = scenario().await;
    let bulk = async |names: &[&str], act: &BulkAct, by| {
        scenario.workshop.bulk(&blog(), &slugs(names), act, by).await
    };
    let to = scenario.translator.id;
    let assign = BulkAct::Assign { to };
    let dismiss = BulkAct::DismissCosmetic { reason: String::new() };
    for act in [&assign, &dismiss] {
        let refused = bulk(&["kites"], act, &scenario.proofreader).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden)));
    }
    let nothing = bulk(&[], &assign, &scenario.maintainer).await;
    assert!(matches!(nothing, Err(ServiceError::Invalid { field: "slug", .. })));
    let many: Vec<String> = (0..201).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let many = bulk(&many, &dismiss, &scenario.maintainer).await;
    assert!(matches!(many, Err(ServiceError::Invalid { field: "slug", .. })));
    let nobody = BulkAct::Assign { to: PersonId(999) };
    let nobody = bulk(&["kites"], &nobody, &scenario.maintainer).await;
    assert!(matches!(nobody, Err(ServiceError::NotFound("person"))));
    scenario.workshop.set_blocked(to, true, &scenario.maintainer).await.expect("a block");
    let blocked = bulk(&["kites"], &assign, &scenario.maintainer).await;
    assert!(matches!(blocked, Err(ServiceError::Invalid { field: "person", .. })));
    assert_eq!(scenario.kinds_of("kites").await, [""; 0]);
}

#[tokio::test]
async fn a_form_without_scripts_picks_posts_and_shows_what_became_of_them() {
    let scenario = scenario().await;
    let browser = scenario.steering().await;
    let list = browser.get("/p/blog/bulk?state=all&all=true").await.text();
    assert_eq!(list.matches("type=\"checkbox\"").count(), 2);
    assert_eq!(list.matches(" checked").count(), 2);
    assert_eq!(browser.get("/p/blog/bulk?state=all").await.text().matches(" checked").count(), 0);
    let translator = sent(scenario.translator.id);
    let form = [
        ("slug", "kites"),
        ("slug", "lamps"),
        ("person", translator.as_str()),
        ("reason", ""),
        ("act", "assign"),
    ];
    let page = browser.post("/p/blog/bulk").form(&form).await;
    page.assert_status_ok();
    let page = page.text();
    assert!(page.contains("办好了 1 篇") && page.contains("已交给选中的译者"), "{page}");
    assert!(page.contains("1 篇没有动") && page.contains("本来就不必动"), "{page}");
    let nothing = browser.post("/p/blog/bulk").form(&[("act", "assign"), ("person", "1")]).await;
    assert_eq!(nothing.status_code(), 422);
    let unknown = browser.post("/p/blog/bulk").form(&[("act", "burn"), ("slug", "kites")]).await;
    assert_eq!(unknown.status_code(), 400);
}

#[tokio::test]
async fn programs_act_on_many_posts_as_people_do() {
    let scenario = scenario().await;
    let browser = scenario.steering().await;
    let body =
        json!({ "act": "assign", "posts": ["kites", "none"], "person": scenario.translator.id });
    let told: Value = browser.post("/api/v1/projects/blog/bulk").json(&body).await.json();
    assert_eq!(told["posts"][0], json!({ "slug": "kites", "outcome": "assigned", "task": 1 }));
    assert_eq!(told["posts"][1], json!({ "slug": "none", "outcome": "no_such_post" }));
    let body = json!({ "act": "dismiss_cosmetic", "posts": ["lamps"] });
    let told: Value = browser.post("/api/v1/projects/blog/bulk").json(&body).await.json();
    assert_eq!(told["posts"][0]["outcome"], "nothing_to_do");
}
