use super::*;
use crate::ids::{BlobId, CommitId, ProjectId, PullRequestNumber, Slug, TaskId};
use crate::workflow::{Reason, TaskKind};

const TRANSLATOR: PersonId = PersonId(1);
const REVIEWER: PersonId = PersonId(2);
const STRANGER: PersonId = PersonId(3);
const LEASE: SignedDuration = SignedDuration::from_hours(24 * 14);

fn at(hour: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
}

fn commit(byte: u8) -> CommitId {
    CommitId::from_bytes([byte; 20])
}

fn task(stage: Stage) -> Task {
    Task {
        id: TaskId(7),
        project: ProjectId::new("blog"),
        slug: Slug::new("hello"),
        kind: TaskKind::Translate,
        translator: TRANSLATOR,
        claimed_at: at(0),
        source_commit: commit(1),
        source_blob: BlobId::from_bytes([2; 20]),
        stage,
    }
}

fn published() -> Published {
    Published {
        branch: "yiqi/zh/hello".into(),
        commit: commit(9),
        number: Some(PullRequestNumber(12)),
        url: Some("https://example.org/12".into()),
    }
}

/// One task in every stage; leases run until hour 10.
fn every_stage() -> Vec<Task> {
    let (revision, reviewer, reason) = (RevisionNumber(3), REVIEWER, Reason::from("typos"));
    let lease_until = at(10);
    [
        Stage::Claimed { lease_until },
        Stage::Submitted { revision, at: at(1) },
        Stage::InReview { revision, reviewer, since: at(2), lease_until },
        Stage::ChangesRequested { reviewer, at: at(3), lease_until, reason: reason.clone() },
        Stage::Approved { revision, reviewer, at: at(4) },
        Stage::PrOpen { revision, reviewer, published: published(), since: at(5) },
        Stage::Merged { revision, reviewer, published: Some(published()), at: at(6) },
        Stage::Released { at: at(6), by: TRANSLATOR },
        Stage::Expired { at: at(6) },
        Stage::Closed { at: at(6), reason },
    ]
    .map(task)
    .into()
}

/// Every step, taken at hour 20 by whoever may take it.
type NamedStep = (&'static str, fn(Task) -> Step);

fn every_step() -> Vec<NamedStep> {
    vec![
        ("saved", |task| {
            let by = if task.stage_name() == "in_review" { REVIEWER } else { TRANSLATOR };
            task.saved(by, at(20), LEASE)
        }),
        ("submit", |task| task.submit(RevisionNumber(4), at(20))),
        ("withdraw", |task| task.withdraw(at(20), LEASE)),
        ("start_review", |task| task.start_review(REVIEWER, at(20), LEASE)),
        ("leave_review", |task| task.leave_review(REVIEWER)),
        ("request_changes", |task| task.request_changes(REVIEWER, "tone".into(), at(20), LEASE)),
        ("approve", |task| task.approve(REVIEWER, RevisionNumber(4), at(20))),
        ("published", |task| task.published(published(), at(20))),
        ("merged", |task| task.merged(at(20))),
        ("release", |task| task.release(TRANSLATOR, at(20))),
        ("expire", |task| task.expire(at(20))),
        ("resume", |task| task.resume(at(20), LEASE)),
        ("return", |task| task.return_to_translator("no".into(), at(20), LEASE)),
        ("close", |task| task.close("duplicate".into(), at(20))),
        ("reassign", |task| task.reassign(STRANGER, at(20), LEASE)),
    ]
}

/// The stage each step leads to; `-` where it is refused. Columns are the stages in order:
/// claimed, submitted, in_review, changes_requested, approved, pr_open, and the four ends.
const TABLE: &[(&str, [&str; 10])] = &[
    ("saved", ["claimed", "-", "in_review", "changes_requested", "-", "-", "-", "-", "-", "-"]),
    ("submit", ["submitted", "-", "-", "submitted", "-", "-", "-", "-", "-", "-"]),
    ("withdraw", ["-", "claimed", "-", "-", "-", "-", "-", "-", "-", "-"]),
    ("start_review", ["-", "in_review", "in_review", "-", "-", "-", "-", "-", "-", "-"]),
    ("leave_review", ["-", "-", "submitted", "-", "-", "-", "-", "-", "-", "-"]),
    ("request_changes", ["-", "-", "changes_requested", "-", "-", "-", "-", "-", "-", "-"]),
    ("approve", ["-", "-", "approved", "-", "-", "-", "-", "-", "-", "-"]),
    ("published", ["-", "-", "-", "-", "pr_open", "pr_open", "-", "-", "-", "-"]),
    ("merged", ["-", "-", "-", "-", "merged", "merged", "-", "-", "-", "-"]),
    ("release", ["released", "-", "-", "released", "-", "-", "-", "-", "-", "-"]),
    ("expire", ["expired", "-", "submitted", "expired", "-", "-", "-", "-", "-", "-"]),
    ("resume", ["-", "-", "-", "-", "-", "-", "-", "-", "claimed", "-"]),
    ("return", ["-", "-", "-", "-", "changes_requested", "changes_requested", "-", "-", "-", "-"]),
    ("close", ["closed", "closed", "closed", "closed", "closed", "closed", "-", "-", "-", "-"]),
    ("reassign", ["claimed", "-", "-", "changes_requested", "-", "-", "-", "-", "-", "-"]),
];

#[test]
fn every_step_from_every_stage_leads_where_the_table_says() {
    let steps = every_step();
    assert_eq!(steps.len(), TABLE.len());
    for ((name, step), (row, outcomes)) in steps.into_iter().zip(TABLE) {
        assert_eq!(name, *row);
        for (task, expected) in every_stage().into_iter().zip(outcomes) {
            let stage = task.stage_name();
            match step(task.clone()) {
                Ok(next) => {
                    assert_eq!(next.stage_name(), *expected, "{name} from {stage}");
                    assert_eq!((next.id, &next.slug), (task.id, &task.slug), "{name} from {stage}");
                }
                Err(Refusal::WrongStage { stage: refused, .. }) => {
                    assert_eq!((*expected, refused), ("-", stage), "{name} from {stage}");
                }
                Err(other) => panic!("{name} from {stage}: {other}"),
            }
        }
    }
}

#[test]
fn a_save_prolongs_a_lease_and_never_shortens_it() {
    let claimed = task(Stage::Claimed { lease_until: at(10) });
    let later = claimed.clone().saved(TRANSLATOR, at(9), LEASE).unwrap();
    assert_eq!(later.lease_until(), Some(at(9) + LEASE));
    let short = claimed.saved(TRANSLATOR, at(1), SignedDuration::from_hours(1)).unwrap();
    assert_eq!(short.lease_until(), Some(at(10)));
}

#[test]
fn a_lease_that_still_runs_does_not_expire() {
    let claimed = task(Stage::Claimed { lease_until: at(10) });
    assert_eq!(claimed.clone().expire(at(9)), Err(Refusal::LeaseRunning(at(10))));
    assert_eq!(claimed.expire(at(10)).unwrap().stage, Stage::Expired { at: at(10) });
}

#[test]
fn an_abandoned_review_keeps_its_place_in_the_queue() {
    let reviewed = every_stage().remove(2);
    let waiting = Stage::Submitted { revision: RevisionNumber(3), at: at(2) };
    assert_eq!(reviewed.clone().expire(at(20)).unwrap().stage, waiting);
    assert_eq!(reviewed.leave_review(REVIEWER).unwrap().stage, waiting);
}

#[test]
fn only_the_one_who_proofreads_acts_on_a_review() {
    let reviewed = every_stage().remove(2);
    let attempts: [Step; 5] = [
        reviewed.clone().saved(TRANSLATOR, at(5), LEASE),
        reviewed.clone().start_review(STRANGER, at(5), LEASE),
        reviewed.clone().leave_review(STRANGER),
        reviewed.clone().request_changes(STRANGER, "x".into(), at(5), LEASE),
        reviewed.approve(STRANGER, RevisionNumber(3), at(5)),
    ];
    for attempt in attempts {
        assert_eq!(attempt, Err(Refusal::ReviewedByAnother));
    }
}

#[test]
fn an_older_text_than_the_submitted_one_is_not_approved() {
    let reviewed = every_stage().remove(2);
    assert_eq!(
        reviewed.clone().approve(REVIEWER, RevisionNumber(2), at(5)),
        Err(Refusal::OldRevision { submitted: RevisionNumber(3), given: RevisionNumber(2) })
    );
    let approved = reviewed.approve(REVIEWER, RevisionNumber(5), at(5)).unwrap();
    assert_eq!(approved.revision(), Some(RevisionNumber(5)));
}

#[test]
fn a_task_that_changes_hands_keeps_the_reason_of_its_return() {
    let returned = every_stage().remove(3);
    let given = returned.reassign(STRANGER, at(8), LEASE).unwrap();
    assert_eq!((given.translator, given.claimed_at), (STRANGER, at(8)));
    assert!(
        matches!(given.stage, Stage::ChangesRequested { reason, .. } if reason == "typos".into())
    );
}

#[test]
fn a_newer_commit_leaves_the_age_of_the_pull_request_alone() {
    let open = every_stage().remove(5);
    let newer = Published { commit: commit(10), ..published() };
    let again = open.published(newer.clone(), at(30)).unwrap();
    assert_eq!((again.since(), again.published_as()), (at(5), Some(&newer)));
    assert_eq!(again.merged(at(31)).unwrap().published_as(), Some(&newer));
}

#[test]
fn four_stages_are_the_end_and_free_the_post() {
    let active: Vec<bool> = every_stage().iter().map(Task::is_active).collect();
    assert_eq!(active, [true, true, true, true, true, true, false, false, false, false]);
}
