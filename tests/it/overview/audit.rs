use serde_json::Value;
use yiqi::{
    ids::{ProjectId, Slug},
    services::{Actor, AuditFilter, ServiceError},
    workflow::{Clock, Role},
};

use super::{blog, days, scenario};
use crate::support::Scenario;

/// A claim, a role and, two days later, a release.
async fn with_a_past() -> Scenario {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let id = scenario.translator.id;
    scenario.workshop.set_role(id, Role::Proofreader, &scenario.maintainer).await.expect("a role");
    scenario.wait(days(2));
    scenario.workshop.release(task, &scenario.translator).await.expect("a release");
    scenario
}

impl Scenario {
    async fn found(&self, filter: AuditFilter) -> Vec<String> {
        let lines = self.workshop.audit(&blog(), &filter, None, 100, &self.maintainer).await;
        lines.expect("the log").into_iter().map(|line| line.kind).collect()
    }
}

#[tokio::test]
async fn the_log_is_found_by_who_what_where_and_when() {
    let scenario = with_a_past().await;
    let all = AuditFilter::default;
    assert_eq!(scenario.found(all()).await[..3], ["released", "role_changed", "claimed"]);
    let actor = Some(Actor::Person(scenario.maintainer.id));
    let theirs = scenario.found(AuditFilter { actor, ..all() }).await;
    assert_eq!(theirs, ["role_changed", "signed_in"]);
    let kind = Some("claimed".to_owned());
    assert_eq!(scenario.found(AuditFilter { kind, ..all() }).await, ["claimed"]);
    let slug = Some(Slug::new("kites"));
    assert_eq!(scenario.found(AuditFilter { slug, ..all() }).await, ["released", "claimed"]);
    let from = Some(scenario.clock.now() - days(1));
    assert_eq!(scenario.found(AuditFilter { from, ..all() }).await, ["released"]);
    let until = from;
    let kinds = scenario.found(AuditFilter { until, ..all() }).await;
    assert!(!kinds.contains(&"released".to_owned()) && kinds.contains(&"claimed".to_owned()));
    let actor = Some(Actor::Worker);
    assert!(scenario.found(AuditFilter { actor, ..all() }).await.is_empty());
}

#[tokio::test]
async fn only_maintainers_read_it_and_only_of_a_project_there_is() {
    let scenario = scenario().await;
    let read = async |project: &str, by| {
        let project = ProjectId::new(project);
        scenario.workshop.audit(&project, &AuditFilter::default(), None, 5, by).await
    };
    let refused = read("blog", &scenario.proofreader).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    let missing = read("other", &scenario.maintainer).await;
    assert!(matches!(missing, Err(ServiceError::NotFound("project"))));
}

#[tokio::test]
async fn a_page_of_it_leads_to_the_next_and_keeps_its_filters() {
    let scenario = scenario().await;
    for round in 0..60 {
        let role = if round % 2 == 0 { Role::Proofreader } else { Role::Volunteer };
        let id = scenario.translator.id;
        scenario.workshop.set_role(id, role, &scenario.maintainer).await.expect("a role");
    }
    let browser = scenario.steering().await;
    let first = browser.get("/p/blog/audit?kind=role_changed&person=3").await.text();
    assert_eq!(first.matches("<tr>").count(), 51, "fifty lines and the head");
    let (_, link) = first.split_once("rel=\"next\" href=\"").expect("a link to older lines");
    let link =
        link.split('"').next().expect("an address").replace("&amp;", "&").replace("&#38;", "&");
    assert!(link.starts_with("/p/blog/audit?person=3&kind=role_changed&before="), "{link}");
    let second = browser.get(&link).await.text();
    assert_eq!(second.matches("<tr>").count(), 11, "{second}");
    assert!(!second.contains("rel=\"next\""));
}

#[tokio::test]
async fn what_is_found_can_be_taken_away_and_runs_nowhere() {
    let scenario = scenario().await;
    scenario.volunteer_named("=HYPERLINK(1)").await;
    let browser = scenario.steering().await;
    let csv = browser.get("/p/blog/audit.csv?kind=signed_in").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "id,at,kind,person,login,project,slug,task,to,reason,data");
    assert_eq!(lines.len(), 5);
    assert!(lines[1].contains(",signed_in,'=HYPERLINK(1),'=HYPERLINK(1),"), "{}", lines[1]);
    let json: Value = browser.get("/p/blog/audit.json?kind=signed_in").await.json();
    assert_eq!(json.as_array().expect("a list").len(), 4);
    assert_eq!(json[3]["person"]["login"], "ming");
    let nothing: Value = browser.get("/p/blog/audit.json?kind=no_such").await.json();
    assert_eq!(nothing, serde_json::json!([]));
}

#[tokio::test]
async fn a_log_longer_than_one_read_leaves_whole_and_in_order() {
    let scenario = scenario().await;
    for hour in 0..2050 {
        let event = yiqi::store::Event {
            at: scenario.clock.now(),
            actor: None,
            project: Some(blog()),
            slug: None,
            task: None,
            kind: "tested".into(),
            data: serde_json::json!({ "hour": hour }),
        };
        scenario.store.add_event(&event).await.expect("a line");
    }
    let browser = scenario.steering().await;
    let json: Value = browser.get("/p/blog/audit.json?kind=tested").await.json();
    let hours: Vec<i64> = json
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["data"]["hour"].as_i64())
        .collect();
    assert_eq!(hours, (0..2050).rev().collect::<Vec<_>>());
    let csv = browser.get("/p/blog/audit.csv?kind=tested").await.text();
    assert_eq!(csv.lines().count(), 2051);
}

#[tokio::test]
async fn programs_read_it_page_by_page() {
    let scenario = with_a_past().await;
    let browser = scenario.steering().await;
    let mut kinds = Vec::new();
    let mut address = "/api/v1/projects/blog/audit?limit=2".to_owned();
    loop {
        let page: Value = browser.get(&address).await.json();
        let items = page["items"].as_array().expect("a list");
        kinds.extend(items.iter().map(|it| it["kind"].as_str().expect("a kind").to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        address = format!("/api/v1/projects/blog/audit?limit=2&cursor={next}");
    }
    assert_eq!(kinds, scenario.found(AuditFilter::default()).await);
    let translator = scenario.browser();
    scenario.sign_in(&translator, &scenario.translator).await;
    translator.get("/api/v1/projects/blog/audit").await.assert_status_forbidden();
}
