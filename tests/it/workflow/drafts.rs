use yiqi::{
    ids::{RevisionNumber, TaskId},
    services::ServiceError,
};

use super::{BRIGHTER_LAMPS, blog, kites, scenario};
use crate::support::blog::KITES_ZH;

/// [`KITES_ZH`] without the end of its code.
const UNCLOSED: &str = KITES_ZH.split_at(KITES_ZH.len() - "```\n".len()).0;

const ONE: RevisionNumber = RevisionNumber(1);

#[tokio::test]
async fn a_stale_save_is_a_conflict_with_both_texts_intact() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let save = |expected, text: &str| {
        scenario.workshop.save_draft(task, expected, text.into(), &scenario.translator)
    };
    let saved = save(ONE, "家里的电脑\n").await.unwrap();
    assert_eq!(saved.revision, RevisionNumber(2));
    match save(ONE, "单位的电脑\n").await {
        Err(ServiceError::Conflict { expected, current, text, saved_by }) => {
            assert_eq!((expected, current), (ONE, RevisionNumber(2)));
            assert_eq!((text.as_str(), saved_by.as_str()), ("家里的电脑\n", "小明"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(scenario.draft(task).await, "家里的电脑\n");
    // The same text once more, because the answer was lost, is no conflict.
    assert_eq!(save(ONE, "家里的电脑\n").await.unwrap().revision, RevisionNumber(2));
}

#[tokio::test]
async fn a_save_begins_where_the_last_one_ended_and_is_decided_by_what_is_now() {
    let scenario = scenario().await;
    let (lan, ming) = (scenario.volunteer("lan").await, &scenario.translator);
    let task = scenario.claim("kites").await;
    let save = |expected, text: &str, by| {
        let text = text.to_owned();
        let workshop = scenario.workshop.clone();
        async move { workshop.save_draft(task, RevisionNumber(expected), text, by).await }
    };
    for (expected, text) in [(1, "一\n"), (2, "二\r\n"), (3, "三\n")] {
        let saved = save(expected, text, ming).await.unwrap();
        assert_eq!(saved.revision, RevisionNumber(expected + 1));
        assert_eq!(scenario.draft(task).await, text.replace("\r\n", "\n"));
    }
    assert_eq!(save(4, "三\n", ming).await.unwrap().revision, RevisionNumber(4), "it is saved");
    assert!(matches!(save(2, "四\n", ming).await, Err(ServiceError::Conflict { .. })));
    assert!(matches!(save(4, "四\n", &lan).await, Err(ServiceError::Forbidden)));

    scenario.workshop.assign(&blog(), &kites(), lan.id, &scenario.maintainer).await.unwrap();
    assert!(matches!(save(4, "四\n", ming).await, Err(ServiceError::Forbidden)));
    assert_eq!(scenario.draft(task).await, "三\n");
    assert_eq!(save(4, "四\n", &lan).await.unwrap().revision, RevisionNumber(5));
}

#[tokio::test]
async fn every_revision_can_be_read_again() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let first = scenario.draft(task).await;
    scenario.save(task, "一\n").await;
    scenario.save(task, "二\n").await;
    let revisions = scenario.workshop.revisions(task, &scenario.translator).await.unwrap();
    let numbers: Vec<i64> = revisions.iter().map(|draft| draft.revision.0).collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert!(revisions.iter().all(|draft| draft.text.is_empty() && draft.saved_by.login == "ming"));
    for (number, text) in [(1, first.as_str()), (2, "一\n"), (3, "二\n")] {
        let number = RevisionNumber(number);
        let draft = scenario.workshop.revision(task, number, &scenario.proofreader).await.unwrap();
        assert_eq!(draft.text, text);
    }
    let none = scenario.workshop.revision(task, RevisionNumber(9), &scenario.translator).await;
    assert!(matches!(none, Err(ServiceError::NotFound("revision"))));
}

#[tokio::test]
async fn nobody_writes_into_the_draft_of_another() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    for other in [scenario.volunteer("lan").await, scenario.proofreader.clone()] {
        let saved = scenario.workshop.save_draft(task, ONE, "x\n".into(), &other).await;
        assert!(matches!(saved, Err(ServiceError::Forbidden)));
        let sent = scenario.workshop.submit(task, ONE, &other).await;
        assert!(matches!(sent, Err(ServiceError::Forbidden)));
    }
    let nowhere = scenario.workshop.save_draft(TaskId(99), ONE, "x".into(), &scenario.translator);
    assert!(matches!(nowhere.await, Err(ServiceError::NotFound("task"))));
}

#[tokio::test]
async fn a_text_with_errors_is_not_sent_on() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, UNCLOSED).await;
    let refused = scenario.workshop.submit(task, revision, &scenario.translator).await;
    assert!(
        matches!(refused, Err(ServiceError::HasErrors(ref found)) if found.iter().any(|finding| finding.rule == "code.unclosed")),
        "{refused:?}"
    );
    assert_eq!(scenario.stage(task).await, "claimed");
    let mended = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, mended).await;
}

#[tokio::test]
async fn an_update_that_changes_nothing_is_not_sent_on() {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    let refused = scenario.workshop.submit(task, ONE, &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::Unchanged)), "{refused:?}");
}

#[tokio::test]
async fn a_change_of_the_source_is_told_until_the_update_carries_it() {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    let published = scenario.draft(task).await;
    let open = async |text: &str| {
        let rows = scenario.workshop.rows(task, text, &scenario.translator).await.unwrap();
        rows.findings.into_iter().filter(|finding| finding.rule == "change.open").count()
    };
    assert_eq!(open(&published).await, 1);
    // What was done elsewhere does not carry it.
    let elsewhere = format!("{published}\n读书要有好灯。\n");
    assert_eq!(open(&elsewhere).await, 1);
    let saved = scenario.workshop.save_and_check(task, ONE, elsewhere, &scenario.translator);
    let found = saved.await.unwrap().findings.expect("it was checked");
    assert!(found.iter().any(|finding| finding.rule == "change.open"));
    let carried = published.replace("40", "60");
    assert_ne!(carried, published);
    assert_eq!(open(&carried).await, 0);
}

#[tokio::test]
async fn only_the_newest_text_is_sent_on() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let old = scenario.save(task, KITES_ZH).await;
    scenario.save(task, &KITES_ZH.replace("风筝与风", "风与风筝")).await;
    let refused = scenario.workshop.submit(task, old, &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::Conflict { .. })));
}

#[tokio::test]
async fn a_submitted_text_is_taken_back_before_it_is_changed() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    let save = scenario.workshop.save_draft(task, revision, "x\n".into(), &scenario.translator);
    assert!(matches!(save.await, Err(ServiceError::Refused(_))));
    scenario.workshop.withdraw(task, &scenario.translator).await.unwrap();
    scenario.save(task, "再改改\n").await;
    assert_eq!(scenario.stage(task).await, "claimed");
}

#[tokio::test]
async fn a_browser_changes_no_line_endings() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.save(task, &KITES_ZH.replace('\n', "\r\n")).await;
    assert_eq!(scenario.draft(task).await, KITES_ZH);
}

#[tokio::test]
async fn an_unsaved_text_is_aligned_and_checked() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let rows = scenario.workshop.rows(task, UNCLOSED, &scenario.translator).await.unwrap();
    assert!(!rows.findings.is_empty());
    let heading = rows.rows.iter().find(|row| row.kind == "heading").unwrap();
    assert_eq!(heading.source.as_deref().map(str::trim), Some("# Kites and wind"));
    assert_eq!(heading.target.as_deref().map(str::trim), Some("# 风筝与风"));
    assert_eq!(scenario.store.revisions(task).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_added_paragraph_is_told_until_the_update_has_it() {
    let scenario = scenario().await;
    let longer = format!("{}\nNever look into the lamp.\n", crate::support::blog::LAMPS);
    scenario.push_source(&[("lamps.md", &longer)]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    let published = crate::support::blog::LAMPS_ZH;
    for (text, expected) in [(published.to_owned(), 1), (format!("{published}\n别直视灯光。\n"), 0)]
    {
        let rows = scenario.workshop.rows(task, &text, &scenario.translator).await.unwrap();
        let open = rows.findings.iter().filter(|finding| finding.rule == "change.open");
        assert_eq!(open.count(), expected, "{text}");
    }
}
