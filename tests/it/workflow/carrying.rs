//! The source moves on while somebody works on a post.

use std::process::Command;

use jiff::SignedDuration;
use yiqi::{
    ids::{RevisionNumber, TaskId},
    services::{
        ServiceError,
        views::{SourceNews, StoryKind, WorkspaceView},
    },
    staleness::ChangeKind,
    workflow::{Person, Refusal},
};

use super::{blog, lamps, scenario};
use crate::support::{
    Scenario,
    blog::{KITES, KITES_ZH, LAMPS, LAMPS_ZH},
};

/// [`KITES`] with one sentence changed and one paragraph more.
fn newer() -> String {
    KITES.replace("a free afternoon", "two free hours") + "\nNever fly one near a power line.\n"
}

/// What becomes of [`KITES_ZH`] with it.
fn carried() -> String {
    format!("{KITES_ZH}\nNever fly one near a power line.\n")
}

impl Scenario {
    /// A claim of the kites with the Chinese in it, whose source then moves on.
    async fn overtaken(&self) -> (TaskId, RevisionNumber) {
        let task = self.claim("kites").await;
        let revision = self.save(task, KITES_ZH).await;
        self.push_source(&[("kites.md", &newer())]);
        self.sync().await;
        (task, revision)
    }

    async fn desk(&self, task: TaskId) -> WorkspaceView {
        self.workshop.workspace(task, &self.translator).await.expect("a workspace")
    }
}

/// The Chinese of the rows that are marked, with what is asked of them.
fn marked(view: &WorkspaceView) -> Vec<(ChangeKind, &str)> {
    let open = view.rows.iter().filter(|row| row.is_open);
    open.map(|row| {
        (row.change.as_ref().expect("a change").kind, row.target.as_deref().unwrap_or("").trim())
    })
    .collect()
}

#[tokio::test]
async fn the_news_is_told_and_carries_the_draft_over() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    assert_eq!(scenario.desk(task).await.source_news, None);
    assert!(scenario.workshop.carry_view(task, &scenario.translator).await.unwrap().is_none());
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.push_source(&[("kites.md", &newer())]);
    scenario.sync().await;

    let view = scenario.desk(task).await;
    let Some(SourceNews::Moved { counts, .. }) = view.source_news else {
        panic!("{:?}", view.source_news)
    };
    assert_eq!((counts.modified, counts.added, counts.removed, counts.is_fresh), (1, 1, 0, false));
    assert_eq!(view.source_text, KITES, "until then the version of the claim stays beside it");
    let preview = scenario.workshop.carry_view(task, &scenario.proofreader).await.unwrap().unwrap();
    assert_eq!((preview.text, preview.may_carry), (carried(), false));
    assert_eq!(scenario.draft(task).await, KITES_ZH, "looking changes nothing");

    let saved = scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    assert_eq!(saved.revision, RevisionNumber(revision.0 + 1));
    let view = scenario.desk(task).await;
    assert_eq!((view.source_news, view.source_text.as_str()), (None, newer().as_str()));
    assert_eq!(view.draft.text, carried());
    assert_eq!(
        marked(&view),
        [
            (ChangeKind::Modified, "放风筝需要风、一根线和一个空闲的下午。"),
            (ChangeKind::Added, "Never fly one near a power line."),
        ]
    );
    // The draft from before, the step in the story.
    let before = scenario.workshop.revision(task, revision, &scenario.translator).await.unwrap();
    assert_eq!(before.text, KITES_ZH);
    let story = scenario.post("kites").await.story;
    assert!(story.iter().any(|event| event.kind == StoryKind::Carried));
    // Once more changes nothing.
    let again = scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    assert_eq!(again.revision, saved.revision);
}

#[tokio::test]
async fn a_mark_stays_until_its_block_is_seen_to() {
    let scenario = scenario().await;
    let (task, revision) = scenario.overtaken().await;
    scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    let half = carried().replace("一个空闲的下午", "两个小时的闲暇");
    let revision = scenario.save(task, &half).await;
    let view = scenario.desk(task).await;
    assert_eq!(marked(&view), [(ChangeKind::Added, "Never fly one near a power line.")]);
    assert!(view.findings.iter().any(|finding| finding.rule == "change.open"));
    let done = half.replace("Never fly one near a power line.", "不要在电线附近放风筝。");
    scenario.workshop.save_draft(task, revision, done, &scenario.translator).await.unwrap();
    let view = scenario.desk(task).await;
    assert_eq!(marked(&view), []);
    assert!(view.findings.iter().all(|finding| finding.rule != "change.open"));
}

#[tokio::test]
async fn a_text_without_a_word_of_chinese_is_not_sent_though_the_desk_is_patient_with_it() {
    let scenario = scenario().await;
    let (task, revision) = scenario.overtaken().await;
    let long = newer() + &"\nHold the line, and let the wind do the rest.\n".repeat(20);
    scenario.push_source(&[("kites.md", &long)]);
    scenario.sync().await;
    scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    let revision = scenario.save(task, &long).await;
    let untranslated = |rule: &str| rule == "completeness.untranslated_post";
    let view = scenario.desk(task).await;
    assert!(!view.findings.iter().any(|finding| untranslated(finding.rule)));
    let sent = scenario.workshop.submit(task, revision, &scenario.translator).await;
    let Err(ServiceError::HasErrors(errors)) = sent else { panic!("{sent:?}") };
    assert!(errors.iter().any(|finding| untranslated(finding.rule)), "{errors:?}");
}

#[tokio::test]
async fn a_change_that_needs_nothing_is_waved_through_and_asks_again() {
    let scenario = scenario().await;
    let (task, revision) = scenario.overtaken().await;
    scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    let view = scenario.desk(task).await;
    let row = view.rows.iter().find(|row| row.is_open).unwrap();
    let key = row.change.as_ref().unwrap().key.clone();
    let settle = |settled, by: &Person| {
        let (by, key) = (by.clone(), key.clone());
        let workshop = scenario.workshop.clone();
        async move { workshop.settle_change(task, &key, settled, &by).await }
    };
    settle(true, &scenario.translator).await.unwrap();
    let view = scenario.desk(task).await;
    assert_eq!(marked(&view).len(), 1);
    assert!(view.rows.iter().any(|row| row.change.as_ref().is_some_and(|it| it.dismissed)));
    settle(false, &scenario.translator).await.unwrap();
    assert_eq!(marked(&scenario.desk(task).await).len(), 2);
    let stranger = scenario.volunteer("lan").await;
    assert!(matches!(settle(true, &stranger).await, Err(ServiceError::Forbidden)));
    let unknown = scenario.workshop.settle_change(task, "x", true, &scenario.translator).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("change"))));
}

#[tokio::test]
async fn a_save_that_races_the_carry_over_loses_nothing() {
    let scenario = scenario().await;
    let (task, revision) = scenario.overtaken().await;
    // The save comes first: nothing is carried, the newer text is named.
    let typed = KITES_ZH.replace("闲", "清闲");
    let newer = scenario.save(task, &typed).await;
    let late = scenario.workshop.carry(task, revision, &scenario.translator).await;
    assert!(matches!(late, Err(ServiceError::Conflict { current, .. }) if current == newer));
    assert_eq!(scenario.draft(task).await, typed);
    // The carry-over comes first: the save finds a newer revision.
    scenario.workshop.carry(task, newer, &scenario.translator).await.unwrap();
    let late =
        scenario.workshop.save_draft(task, newer, "别的\n".into(), &scenario.translator).await;
    let Err(ServiceError::Conflict { text, .. }) = late else { panic!("{late:?}") };
    assert!(text.contains("清闲") && text.contains("power line"), "{text}");
}

#[tokio::test]
async fn each_stage_has_its_own_who() {
    let scenario = scenario().await;
    let (task, revision) = scenario.overtaken().await;
    let carry = |revision, by: &Person| {
        let (workshop, by) = (scenario.workshop.clone(), by.clone());
        async move { workshop.carry(task, revision, &by).await }
    };
    let (translator, proofreader) = (&scenario.translator, &scenario.proofreader);
    assert!(matches!(carry(revision, proofreader).await, Err(ServiceError::Forbidden)));
    // Waiting for a proofreader, the text is nobody's to change; it is told all the same.
    scenario.submit(task, revision).await;
    let refused = carry(revision, translator).await;
    assert!(
        matches!(refused, Err(ServiceError::Refused(Refusal::WrongStage { .. }))),
        "{refused:?}"
    );
    assert!(matches!(scenario.desk(task).await.source_news, Some(SourceNews::Moved { .. })));
    // In review it is the proofreader's.
    scenario.workshop.start_review(task, proofreader).await.unwrap();
    assert!(matches!(carry(revision, translator).await, Err(ServiceError::Forbidden)));
    let saved = carry(revision, proofreader).await.unwrap();
    assert_eq!(scenario.stage(task).await, "in_review");
    // Returned, it is the translator's again, and still marked.
    let reason = "原文又改了".to_owned();
    scenario.workshop.request_changes(task, reason, proofreader).await.unwrap();
    assert_eq!(marked(&scenario.desk(task).await).len(), 2);
    let done = carried()
        .replace("一个空闲的下午", "两个小时的闲暇")
        .replace("Never fly one near a power line.", "不要在电线附近放风筝。");
    scenario.workshop.save_draft(task, saved.revision, done.clone(), translator).await.unwrap();
    // After the approval it is too late, and says so.
    let revision = scenario.store.newest_revision(task).await.unwrap().unwrap().number;
    scenario.submit(task, revision).await;
    scenario.approve(task, revision).await;
    scenario.push_source(&[("kites.md", KITES)]);
    scenario.sync().await;
    assert_eq!(scenario.desk(task).await.source_news, Some(SourceNews::TooLate));
    assert!(matches!(carry(revision, translator).await, Err(ServiceError::Refused(_))));
    assert_eq!(scenario.draft(task).await, done);
}

#[tokio::test]
async fn a_source_that_goes_leaves_the_draft() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.remove_source("kites.md");
    scenario.sync().await;
    assert_eq!(scenario.desk(task).await.source_news, Some(SourceNews::Gone));
    let refused = scenario.workshop.carry(task, revision, &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::NoSource)), "{refused:?}");
    scenario.save(task, &KITES_ZH.replace("闲", "清闲")).await;
}

#[tokio::test]
async fn a_draft_nobody_touched_takes_the_new_original() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.push_source(&[("kites.md", &newer())]);
    scenario.sync().await;
    let one = RevisionNumber(1);
    scenario.workshop.carry(task, one, &scenario.translator).await.unwrap();
    assert_eq!(scenario.draft(task).await, newer());
    assert_eq!(marked(&scenario.desk(task).await), []);
}

#[tokio::test]
async fn somebody_elses_unfinished_draft_goes_on_from_the_version_it_was_made_from() {
    let scenario = scenario().await;
    let (task, _) = scenario.overtaken().await;
    let made_from = scenario.task(task).await.source_commit;
    scenario.workshop.release(task, &scenario.translator).await.unwrap();
    let lan = scenario.volunteer("lan").await;
    let taken = scenario.workshop.claim(&blog(), &super::kites(), &lan).await.unwrap();
    assert_eq!(taken.source_commit, made_from);
    let view = scenario.workshop.workspace(taken.id, &lan).await.unwrap();
    assert!(
        matches!(view.source_news, Some(SourceNews::Moved { counts, .. }) if counts.modified == 1)
    );
    scenario.workshop.carry(taken.id, RevisionNumber(1), &lan).await.unwrap();
    assert_eq!(scenario.draft(taken.id).await, carried());
    // What is marked stays marked for whoever comes next.
    scenario.workshop.release(taken.id, &lan).await.unwrap();
    let third = scenario.claim("kites").await;
    let view = scenario.desk(third).await;
    assert_eq!(view.source_news, None);
    assert_eq!(marked(&view).len(), 2);
}

#[tokio::test]
async fn a_translator_who_comes_back_late_carries_their_draft_over() {
    let scenario = scenario().await;
    let (task, revision) = scenario.overtaken().await;
    scenario.wait(SignedDuration::from_hours(30 * 24));
    scenario.workshop.expire_leases().await.unwrap();
    assert_eq!(scenario.stage(task).await, "expired");
    scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    assert_eq!((scenario.stage(task).await, scenario.draft(task).await), ("claimed", carried()));
}

#[tokio::test]
async fn what_is_published_names_the_version_it_was_carried_to() {
    let scenario = scenario().await;
    let (task, revision) = scenario.overtaken().await;
    scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    let done = carried()
        .replace("一个空闲的下午", "两个小时的闲暇")
        .replace("Never fly one near a power line.", "不要在电线附近放风筝。");
    scenario.finish(task, &done).await;
    assert_eq!(scenario.publish().await, 1);
    let message = git(&scenario, &["log", "-1", "--format=%B", "yiqi/zh/kites"]);
    let head = git(&scenario, &["log", "-1", "--format=%H", "main", "--", "kites.md"]);
    assert!(message.contains(&format!("Source-Commit: {head}")), "{message}");
}

const LONG_LAMPS: &str = "\
## Care

Clean it once a month.

- one cloth
- warm water

## Sources

See [the maker](https://lamps.example/care).
";

const LONG_LAMPS_ZH: &str = "\
## 保养

每月擦一次。

- 一块布
- 温水

## 出处

见[厂家](https://lamps.example/care)。
";

#[tokio::test]
async fn an_update_changes_the_lines_of_its_blocks_and_no_other() {
    let scenario = scenario().await;
    let (source, target) =
        (format!("{LAMPS}\n{LONG_LAMPS}"), format!("{LAMPS_ZH}\n{LONG_LAMPS_ZH}"));
    scenario.push_source(&[("lamps.md", &source), ("zh/lamps.md", &target)]);
    scenario.sync().await;
    let brighter = source.replace("40 watts", "60 watts");
    scenario.push_source(&[("lamps.md", &brighter)]);
    scenario.sync().await;

    let task = scenario.claim("lamps").await;
    let view = scenario.desk(task).await;
    assert_eq!(view.draft.text, target, "it opens the Chinese as it is");
    assert_eq!(marked(&view), [(ChangeKind::Modified, "40 瓦的灯就够读书了。")]);

    // While it is being mended the source moves on once more, elsewhere.
    let twice = brighter.replace("once a month", "twice a month");
    scenario.push_source(&[("lamps.md", &twice)]);
    scenario.sync().await;
    let mended = target.replace("40 瓦", "60 瓦");
    let revision = scenario.save(task, &mended).await;
    scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    let view = scenario.desk(task).await;
    assert_eq!(view.draft.text, mended);
    assert_eq!(marked(&view), [(ChangeKind::Modified, "每月擦一次。")]);

    scenario.finish(task, &mended.replace("每月擦一次", "每月擦两次")).await;
    assert_eq!(scenario.publish().await, 1);
    let changed = git(&scenario, &["diff", "-U0", "main", "yiqi/zh/lamps"]);
    let lines: Vec<&str> = changed
        .lines()
        .filter(|line| {
            line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---")
        })
        .collect();
    assert_eq!(
        lines,
        ["-40 瓦的灯就够读书了。", "+60 瓦的灯就够读书了。", "-每月擦一次。", "+每月擦两次。"]
    );
    let files = git(&scenario, &["diff", "--name-only", "main", "yiqi/zh/lamps"]);
    assert_eq!(files, "zh/lamps.md");
}

#[tokio::test]
async fn marks_of_an_update_do_not_change_with_the_judgement() {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", super::BRIGHTER_LAMPS)]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    let key = scenario.post("lamps").await.changes[0].key.clone();
    // A maintainer dismisses it for the post; what this volunteer set out to do stays before them.
    let maintainer = &scenario.maintainer;
    scenario.workshop.dismiss(&blog(), &lamps(), &key, "一样", maintainer).await.unwrap();
    assert_eq!(marked(&scenario.desk(task).await).len(), 1);
}

/// What git says of the upstream repository.
fn git(scenario: &Scenario, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("--git-dir")
        .arg(scenario.upstream.path())
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}
