//! A text that goes back and forth: rounds, corrections, and what changed since the last look.

use yiqi::{
    ids::{RevisionNumber, TaskId},
    proofreading::BlockChange,
    services::{
        ServiceError,
        views::{ProofreadingView, RoundOutcome, StoryKind},
    },
    workflow::Person,
};

use super::{blog, kites, reviews::submitted, scenario};
use crate::support::{Scenario, blog::KITES_ZH};

async fn seen(scenario: &Scenario, task: TaskId, by: &Person) -> ProofreadingView {
    let view = scenario.workshop.workspace(task, by).await.unwrap();
    let proof = scenario.workshop.proofreading(&view, by).await.unwrap();
    if view.may_review {
        scenario.workshop.look(&view, by).await.unwrap();
    }
    proof
}

/// Before and after of each change.
fn told<'a>(changes: impl IntoIterator<Item = &'a BlockChange>) -> Vec<(String, String)> {
    let text = |side: &Option<yiqi::proofreading::Excerpt>| {
        side.as_ref().map_or_else(String::new, |excerpt| excerpt.text.clone())
    };
    changes.into_iter().map(|change| (text(&change.before), text(&change.after))).collect()
}

fn since(view: &ProofreadingView) -> Option<Vec<(String, String)>> {
    let since = view.since.as_ref()?;
    Some(told(since.changes.iter().map(|correction| &correction.change)))
}

const FIRST: &str = "放风筝需要风、一根线和一个空闲的下午。";
const MENDED: &str = "放风筝要有风、一根线和一个空闲的下午。";
const AGAIN: &str = "放风筝要有风、一根线，再加一个空闲的下午。";

#[tokio::test]
async fn a_text_that_goes_back_and_forth_keeps_its_rounds_corrections_and_looks() {
    let scenario = scenario().await;
    let (ming, hua) = (scenario.translator.clone(), scenario.proofreader.clone());
    let workshop = &scenario.workshop;
    let (task, revision) = submitted(&scenario).await;

    // The first look: everything is new.
    workshop.start_review(task, &hua).await.unwrap();
    let first = seen(&scenario, task, &hua).await;
    assert!(first.since.is_none());
    assert_eq!(first.rounds[0].outcome, RoundOutcome::UnderReview);
    let mended = KITES_ZH.replace(FIRST, MENDED);
    let saved = workshop.save_draft(task, revision, mended.clone(), &hua).await.unwrap();
    // One's own corrections in this round are no news to oneself.
    assert!(seen(&scenario, task, &hua).await.since.is_none());
    workshop.request_changes(task, "标题再想想".into(), &hua).await.unwrap();

    // The translator sees what was corrected, and changes that and the title.
    let returned = seen(&scenario, task, &ming).await;
    assert_eq!(returned.rounds.len(), 1);
    let round = &returned.rounds[0];
    assert_eq!(
        (round.outcome, round.reason.clone()),
        (RoundOutcome::Returned, Some("标题再想想".into()))
    );
    assert_eq!(round.reviewer.as_ref().map(|it| it.name.as_str()), Some("Hua Li"));
    assert_eq!(told(&round.corrections), [(FIRST.into(), MENDED.into())]);
    assert_eq!(returned.corrections.len(), 1);
    assert!(returned.since.is_none());
    let answered = mended.replace("# 风筝与风", "# 风筝和风").replace(MENDED, AGAIN);
    let answered = workshop.save_draft(task, saved.revision, answered, &ming).await.unwrap();
    // What the translator changed again is no correction that still stands.
    assert!(seen(&scenario, task, &ming).await.corrections.is_empty());
    workshop.submit(task, answered.revision, &ming).await.unwrap();

    // The second look begins where the first ended, as often as the page is opened.
    workshop.start_review(task, &hua).await.unwrap();
    for _ in 0..2 {
        let changed = since(&seen(&scenario, task, &hua).await).unwrap();
        let expected = [("# 风筝与风".into(), "# 风筝和风".into()), (MENDED.into(), AGAIN.into())];
        assert_eq!(changed, expected);
    }
    // Somebody who never looked has nothing to compare with.
    assert!(seen(&scenario, task, &scenario.maintainer).await.since.is_none());
    workshop.request_changes(task, "再读一遍".into(), &hua).await.unwrap();
    workshop.submit(task, answered.revision, &ming).await.unwrap();
    workshop.start_review(task, &hua).await.unwrap();
    workshop.approve(task, answered.revision, 0, &hua).await.unwrap();

    let done = seen(&scenario, task, &ming).await;
    let outcomes: Vec<RoundOutcome> = done.rounds.iter().map(|round| round.outcome).collect();
    assert_eq!(outcomes, [RoundOutcome::Returned, RoundOutcome::Returned, RoundOutcome::Approved]);
    assert_eq!(done.rounds.iter().map(|it| it.corrections.len()).collect::<Vec<_>>(), [1, 0, 0]);
}

#[tokio::test]
async fn a_text_that_comes_back_unchanged_is_shown_against_the_look_before() {
    let scenario = scenario().await;
    let (task, revision) = submitted(&scenario).await;
    let (ming, hua) = (&scenario.translator, &scenario.proofreader);
    scenario.workshop.start_review(task, hua).await.unwrap();
    seen(&scenario, task, hua).await;
    scenario.workshop.request_changes(task, "再看看".into(), hua).await.unwrap();
    scenario.workshop.submit(task, revision, ming).await.unwrap();
    scenario.workshop.start_review(task, hua).await.unwrap();
    assert!(seen(&scenario, task, hua).await.since.is_none(), "there is no earlier look");
}

#[tokio::test]
async fn one_block_is_mended_in_place_and_the_rest_stays_byte_for_byte() {
    let scenario = scenario().await;
    let (task, revision) = submitted(&scenario).await;
    let (workshop, hua) = (&scenario.workshop, &scenario.proofreader);
    let start = KITES_ZH.find(FIRST).unwrap();
    let span = start..start + FIRST.len();
    let early = workshop.mend_block(task, revision, span.clone(), MENDED, hua).await;
    assert!(matches!(early, Err(ServiceError::Forbidden)), "not before the review has begun");
    workshop.start_review(task, hua).await.unwrap();
    let saved = workshop.mend_block(task, revision, span.clone(), MENDED, hua).await.unwrap();
    assert_eq!(scenario.draft(task).await, KITES_ZH.replace(FIRST, MENDED));
    assert_eq!(saved.revision, RevisionNumber(revision.0 + 1));
    // From a page that is older than the draft nothing is overwritten.
    let late = workshop.mend_block(task, revision, span, AGAIN, hua).await;
    assert!(matches!(late, Err(ServiceError::Conflict { .. })));
    for span in [9..99_999, start + 1..start + 2] {
        let torn = workshop.mend_block(task, saved.revision, span, "x", hua).await;
        assert!(matches!(torn, Err(ServiceError::Invalid { field: "span", .. })));
    }
}

#[tokio::test]
async fn a_small_team_may_let_translators_approve_and_everybody_sees_it() {
    let scenario = scenario().await;
    let hua = &scenario.proofreader;
    let workshop = scenario.under_rules(|rules| rules.self_approval = true);
    let task = workshop.claim(&blog(), &kites(), hua).await.unwrap().id;
    let saved = workshop.save_draft(task, RevisionNumber(1), KITES_ZH.into(), hua).await.unwrap();
    workshop.submit(task, saved.revision, hua).await.unwrap();
    let view = workshop.workspace(task, hua).await.unwrap();
    assert!(view.may_review && workshop.proofreading(&view, hua).await.unwrap().is_own);
    workshop.start_review(task, hua).await.unwrap();
    let mended = KITES_ZH.replace(FIRST, MENDED);
    let saved = workshop.save_draft(task, saved.revision, mended, hua).await.unwrap();
    workshop.approve(task, saved.revision, 0, hua).await.unwrap();

    let view = workshop.workspace(task, hua).await.unwrap();
    let proof = workshop.proofreading(&view, hua).await.unwrap();
    assert_eq!(proof.rounds[0].outcome, RoundOutcome::SelfApproved);
    assert_eq!(proof.rounds[0].corrections.len(), 1);
    let story = workshop.post(&blog(), &kites()).await.unwrap().story;
    assert_eq!(story[0].kind, StoryKind::SelfApproved);
    // A volunteer may not, whatever the project allows.
    let ming = &scenario.translator;
    let lamps = yiqi::ids::Slug::new("lamps");
    scenario.push_source(&[("lamps.md", &crate::support::blog::LAMPS.replace("40", "60"))]);
    scenario.sync().await;
    let workshop = scenario.under_rules(|rules| rules.self_approval = true);
    workshop.sync(&blog(), yiqi::services::SyncMode::Incremental, &|_, _, _| {}).await.unwrap();
    let task = workshop.claim(&blog(), &lamps, ming).await.unwrap().id;
    let text = crate::support::blog::LAMPS_ZH.replace("40", "60");
    let saved = workshop.save_draft(task, RevisionNumber(1), text, ming).await.unwrap();
    workshop.submit(task, saved.revision, ming).await.unwrap();
    let own = workshop.start_review(task, ming).await;
    assert!(matches!(own, Err(ServiceError::Forbidden)));
}
