//! What people do with single findings: mend them, or say that they are none.

use yiqi::{
    checks::{Finding, Level},
    ids::{RevisionNumber, TaskId},
    services::ServiceError,
};

use super::{BRIGHTER_LAMPS, scenario};
use crate::support::{
    Scenario,
    blog::{KITES_ZH, LAMPS_ZH},
};

/// [`KITES_ZH`] with a sign of its code lost, which is an error.
fn damaged() -> String {
    KITES_ZH.replace("wind * area", "wind area")
}

async fn findings(scenario: &Scenario, task: TaskId) -> Vec<Finding> {
    scenario.workshop.workspace(task, &scenario.translator).await.unwrap().findings
}

/// The only finding of a rule.
fn one<'f>(findings: &'f [Finding], rule: &str) -> &'f Finding {
    let mut found = findings.iter().filter(|finding| finding.rule == rule);
    let only = found.next().unwrap_or_else(|| panic!("{rule} is not in {findings:?}"));
    assert!(found.next().is_none(), "{rule} is there twice: {findings:?}");
    only
}

#[tokio::test]
async fn a_finding_is_mended_in_the_draft_and_the_text_before_is_kept() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, &damaged()).await;
    let found = findings(&scenario, task).await;
    let id = one(&found, "code.changed").id.clone();
    let ids = [id.clone()];
    let mended = scenario.workshop.mend_draft(task, revision, &ids, &scenario.translator).await;
    mended.unwrap();
    let left = scenario.workshop.newest_findings(task, &scenario.translator).await.unwrap();
    assert!(left.iter().all(|finding| finding.id != id));
    assert_eq!(scenario.draft(task).await, KITES_ZH);
    let before = scenario.workshop.revision(task, revision, &scenario.translator).await.unwrap();
    assert_eq!(before.text, damaged());
    // What was mended of an older text is a conflict as any other save.
    let late = scenario.workshop.mend_draft(task, revision, &ids, &scenario.translator).await;
    assert!(matches!(late, Err(ServiceError::Conflict { .. })), "{late:?}");
}

#[tokio::test]
async fn a_text_on_the_desk_is_mended_without_being_saved() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let text = damaged().replace("需要风", "需要2只手和风");
    let mended = scenario.workshop.mend(task, &text, &[], &scenario.translator).await.unwrap();
    assert_eq!(mended.text, KITES_ZH.replace("需要风", "需要 2 只手和风"));
    assert!(!mended.rows.is_empty());
    assert_eq!(scenario.draft(task).await, super::super::support::blog::KITES);
}

#[tokio::test]
async fn a_dismissed_error_lets_the_text_go_on_and_holds_while_the_rest_changes() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, &damaged()).await;
    let refused = scenario.workshop.submit(task, revision, &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::HasErrors(errors)) if errors.len() == 1));

    let id = one(&findings(&scenario, task).await, "code.changed").id.clone();
    let dismiss = |reason: &'static str| {
        scenario.workshop.dismiss_finding(task, &id, reason, None, &scenario.translator)
    };
    assert!(matches!(dismiss(" ").await, Err(ServiceError::Invalid { field: "reason", .. })));
    let found = dismiss("原文就是笔误").await.unwrap();
    let word = one(&found, "code.changed").dismissed.clone().expect("a word");
    assert_eq!((word.by.as_str(), word.reason.as_str()), ("小明", "原文就是笔误"));

    // Elsewhere the text changes, and its lines move.
    let moved = damaged().replace("# 风筝与风\n", "# 风筝与风\n\n另起一段。\n");
    let revision = scenario.save(task, &moved).await;
    scenario.submit(task, revision).await;
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    let seen = scenario.workshop.workspace(task, &scenario.proofreader).await.unwrap();
    assert!(one(&seen.findings, "code.changed").dismissed.is_some());

    // The proofreader takes it back, and the error stands again.
    let back = scenario.workshop.restore_finding(task, &id, None, &scenario.proofreader).await;
    assert!(one(&back.unwrap(), "code.changed").dismissed.is_none());
    let refused = scenario.workshop.approve(task, revision, 0, &scenario.proofreader).await;
    assert!(matches!(refused, Err(ServiceError::HasErrors(_))), "{refused:?}");
}

#[tokio::test]
async fn what_upstream_refuses_is_not_dismissed_and_nobody_dismisses_for_another() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.save(task, &damaged().replace("authors:", "guest: true\nauthors:")).await;
    let found = findings(&scenario, task).await;
    let (key, code) = (one(&found, "front_matter.key"), one(&found, "code.changed"));
    assert!(key.level == Level::Error && !key.is_dismissible && code.is_dismissible);
    let workshop = &scenario.workshop;
    let refused = workshop.dismiss_finding(task, &key.id, "x", None, &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "finding", .. })));
    let unknown =
        workshop.dismiss_finding(task, "code.none", "x", None, &scenario.translator).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("finding"))));
    let other = scenario.volunteer("lan").await;
    let refused = workshop.dismiss_finding(task, &code.id, "x", None, &other).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)), "{refused:?}");
}

#[tokio::test]
async fn an_update_tells_what_readers_have_already_from_what_is_new() {
    let scenario = scenario().await;
    // What is published has a chat session's link, and nobody minds in an update of something else.
    let published = LAMPS_ZH.replace("够读书了", "够[读书](https://chatgpt.com/c/12)了");
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS), ("zh/lamps.md", &published)]);
    scenario.push_source(&[("lamps.md", &BRIGHTER_LAMPS.replace("60", "80"))]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    let old = one(&findings(&scenario, task).await, "links.chat_session").clone();
    assert!(old.level == Level::Error && old.is_old, "{old:?}");

    let carried = published.replace("40", "80");
    let new = carried.replace("灯就", "灯](https://claude.ai/chat/34)就").replace("瓦的", "瓦的[");
    let revision = scenario.save(task, &new).await;
    let refused = scenario.workshop.submit(task, revision, &scenario.translator).await;
    match refused {
        Err(ServiceError::HasErrors(errors)) => {
            assert!(errors.iter().all(|error| !error.is_old), "{errors:?}");
        }
        other => panic!("{other:?}"),
    }
    let revision = scenario.save(task, &carried).await;
    scenario.submit(task, revision).await;
}

#[tokio::test]
async fn saves_are_numbered_as_before_where_nothing_could_be_mended() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    let none = ["code.none".to_owned()];
    let saved = scenario.workshop.mend_draft(task, revision, &none, &scenario.translator).await;
    assert_eq!(saved.unwrap().revision, RevisionNumber(revision.0));
}
