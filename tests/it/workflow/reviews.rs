use jiff::SignedDuration;
use yiqi::{
    ids::{RevisionNumber, TaskId},
    services::ServiceError,
    workflow::Refusal,
};

use super::scenario;
use crate::support::{Scenario, blog::KITES_ZH};

/// A translation of the kites that waits for a proofreader, at this revision.
pub(super) async fn submitted(scenario: &Scenario) -> (TaskId, RevisionNumber) {
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    (task, revision)
}

#[tokio::test]
async fn nobody_proofreads_their_own_work() {
    let scenario = scenario().await;
    let task = scenario
        .workshop
        .claim(&super::blog(), &super::kites(), &scenario.proofreader)
        .await
        .unwrap();
    let saved = scenario
        .workshop
        .save_draft(task.id, RevisionNumber(1), KITES_ZH.into(), &scenario.proofreader)
        .await
        .unwrap();
    scenario.workshop.submit(task.id, saved.revision, &scenario.proofreader).await.unwrap();
    let own = scenario.workshop.start_review(task.id, &scenario.proofreader).await;
    assert!(matches!(own, Err(ServiceError::Forbidden)));
    let volunteer = scenario.workshop.start_review(task.id, &scenario.translator).await;
    assert!(matches!(volunteer, Err(ServiceError::Forbidden)));
    scenario.workshop.start_review(task.id, &scenario.maintainer).await.unwrap();
}

#[tokio::test]
async fn one_proofreader_at_a_time() {
    let scenario = scenario().await;
    let (task, revision) = submitted(&scenario).await;
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    let second = scenario.workshop.start_review(task, &scenario.maintainer).await;
    assert!(matches!(second, Err(ServiceError::Refused(Refusal::ReviewedByAnother))));
    let approval = scenario.workshop.approve(task, revision, 0, &scenario.maintainer).await;
    assert!(matches!(approval, Err(ServiceError::Refused(Refusal::ReviewedByAnother))));

    scenario.workshop.leave_review(task, &scenario.proofreader).await.unwrap();
    scenario.workshop.start_review(task, &scenario.maintainer).await.unwrap();
    scenario.workshop.approve(task, revision, 0, &scenario.maintainer).await.unwrap();
}

#[tokio::test]
async fn a_review_that_is_not_finished_in_time_is_open_to_others() {
    let scenario = scenario().await;
    let (task, _) = submitted(&scenario).await;
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    scenario.wait(SignedDuration::from_hours(8 * 24));
    assert_eq!(scenario.workshop.expire_leases().await.unwrap(), 1);
    assert_eq!(scenario.stage(task).await, "submitted");
    scenario.workshop.start_review(task, &scenario.maintainer).await.unwrap();
}

#[tokio::test]
async fn a_proofreader_mends_the_text_and_approves_what_they_see() {
    let scenario = scenario().await;
    let (task, revision) = submitted(&scenario).await;
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    let mended = KITES_ZH.replace("空闲", "闲");
    let saved = scenario
        .workshop
        .save_draft(task, revision, mended.clone(), &scenario.proofreader)
        .await
        .unwrap();
    // Neither the translator nor anybody else writes meanwhile.
    let meanwhile =
        scenario.workshop.save_draft(task, saved.revision, "x".into(), &scenario.translator);
    assert!(matches!(meanwhile.await, Err(ServiceError::Forbidden)));

    let old = scenario.workshop.approve(task, revision, 0, &scenario.proofreader).await;
    assert!(matches!(old, Err(ServiceError::Conflict { .. })));
    let approved = scenario.workshop.approve(task, saved.revision, 0, &scenario.proofreader).await;
    assert_eq!(approved.unwrap().revision(), Some(saved.revision));
    assert_eq!(scenario.draft(task).await, mended);
}

#[tokio::test]
async fn a_text_comes_back_with_a_reason_and_goes_again() {
    let scenario = scenario().await;
    let (task, _) = submitted(&scenario).await;
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    let silent = scenario.workshop.request_changes(task, "  ".into(), &scenario.proofreader).await;
    assert!(matches!(silent, Err(ServiceError::Invalid { field: "reason", .. })));
    let reason = "第二段的语气再轻松一点".to_owned();
    scenario.workshop.request_changes(task, reason.clone(), &scenario.proofreader).await.unwrap();
    assert_eq!(scenario.returned_because(task).await, reason);
    let view = scenario.workshop.workspace(task, &scenario.translator).await.unwrap();
    assert_eq!(view.returned_because, Some(reason.into()));
    assert!(view.may_edit && !view.may_review);

    let again = scenario.save(task, &KITES_ZH.replace("需要", "要有")).await;
    scenario.submit(task, again).await;
    scenario.approve(task, again).await;
    assert_eq!(scenario.stage(task).await, "approved");
}

#[tokio::test]
async fn the_workspace_says_who_may_write_and_who_may_proofread() {
    let scenario = scenario().await;
    let (ming, hua) = (&scenario.translator, &scenario.proofreader);
    let lan = scenario.volunteer("lan").await;
    let task = scenario.claim("kites").await;
    let rights = async |by| {
        let view = scenario.workshop.workspace(task, by).await.unwrap();
        (view.may_edit, view.may_review)
    };
    assert_eq!((rights(ming).await, rights(hua).await), ((true, false), (false, false)));
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    assert_eq!((rights(ming).await, rights(hua).await), ((false, false), (false, true)));
    scenario.workshop.start_review(task, hua).await.unwrap();
    assert_eq!((rights(ming).await, rights(hua).await), ((false, false), (true, true)));
    assert_eq!(rights(&lan).await, (false, false));
    assert_eq!(rights(&scenario.maintainer).await, (false, false));
}
