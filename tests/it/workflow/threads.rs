//! What people say about a draft, and where it stands when the text moves on.

use yiqi::{
    ids::{TaskId, ThreadId},
    proofreading::Standing,
    services::{
        ServiceError,
        views::{OutsidePlace, OutsideRemark, ProofreadingView, Spot, Thread},
    },
    workflow::{Clock, Person},
};

use super::{reviews::submitted, scenario};
use crate::support::{
    Scenario,
    blog::{KITES, KITES_PUBLISHED, KITES_ZH},
};

/// The line of the paragraph in [`KITES_ZH`].
const PARAGRAPH: usize = 10;

fn on_line(line: usize) -> Option<Spot> {
    Some(Spot { line: Some(line), ..Spot::default() })
}

async fn seen(scenario: &Scenario, task: TaskId, by: &Person) -> ProofreadingView {
    let view = scenario.workshop.workspace(task, by).await.unwrap();
    scenario.workshop.proofreading(&view, by).await.unwrap()
}

async fn one_thread(scenario: &Scenario, task: TaskId) -> Thread {
    seen(scenario, task, &scenario.translator).await.threads.swap_remove(0)
}

/// The words of the pair a thread stands at now.
async fn stands_at(scenario: &Scenario, task: TaskId) -> (Option<String>, Option<Standing>) {
    let view = scenario.workshop.workspace(task, &scenario.translator).await.unwrap();
    let place = one_thread(scenario, task).await.place.unwrap();
    let target = place.row.and_then(|row| view.rows[row].target.clone());
    (target.map(|text| text.trim().to_owned()), place.standing)
}

#[tokio::test]
async fn a_thread_is_answered_settled_and_opened_again() {
    let scenario = scenario().await;
    let (task, _) = submitted(&scenario).await;
    let (ming, hua) = (&scenario.translator, &scenario.proofreader);
    let workshop = &scenario.workshop;
    let id = workshop.open_thread(task, on_line(PARAGRAPH), " 语气再松些？ ", hua).await.unwrap();
    workshop.add_to_thread(task, id, Some("好，改了"), Some(true), ming).await.unwrap();
    let thread = one_thread(&scenario, task).await;
    assert!(thread.resolved && thread.may_settle);
    let said: Vec<(&str, &str)> =
        thread.entries.iter().map(|it| (it.by.name.as_str(), it.body.as_str())).collect();
    assert_eq!(said, [("Hua Li", "语气再松些？"), ("小明", "好，改了"), ("小明", "")]);
    workshop.add_to_thread(task, id, Some("还差一点"), None, hua).await.unwrap();
    assert_eq!(seen(&scenario, task, hua).await.open_threads(), 1);
    let log = scenario.store.events_of_task(&scenario.task(task).await).await.unwrap();
    let kinds: Vec<&str> = log.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds[2..], ["thread_opened", "thread_resolved", "thread_reopened"]);
}

#[tokio::test]
async fn who_neither_wrote_nor_proofreads_settles_only_what_they_began() {
    let scenario = scenario().await;
    let (task, _) = submitted(&scenario).await;
    let lan = scenario.volunteer("lan").await;
    let workshop = &scenario.workshop;
    let hers = workshop.open_thread(task, None, "我有一个问题", &lan).await.unwrap();
    let other = workshop.open_thread(task, None, "全文统一", &scenario.proofreader).await.unwrap();
    let settle = |id, by| workshop.add_to_thread(task, id, None, Some(true), by);
    settle(hers, &lan).await.unwrap();
    assert!(matches!(settle(other, &lan).await, Err(ServiceError::Forbidden)));
    workshop.add_to_thread(task, other, Some("同意"), None, &lan).await.unwrap();
    settle(other, &scenario.translator).await.unwrap();
    let unknown = settle(ThreadId(99), &scenario.translator).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("thread"))));
    let mine = seen(&scenario, task, &lan).await.threads;
    assert_eq!(mine.iter().map(|it| it.may_settle).collect::<Vec<_>>(), [true, false]);
}

#[tokio::test]
async fn nothing_is_said_of_no_line_and_in_no_words() {
    let scenario = scenario().await;
    let (task, _) = submitted(&scenario).await;
    let hua = &scenario.proofreader;
    for (spot, body, field) in
        [(None, " ", "body"), (on_line(0), "x", "line"), (on_line(99), "x", "line")]
    {
        match scenario.workshop.open_thread(task, spot, body, hua).await {
            Err(ServiceError::Invalid { field: named, .. }) => assert_eq!(named, field),
            other => panic!("{other:?}"),
        }
    }
    let long = "长".repeat(10_001);
    let told = scenario.workshop.open_thread(task, None, &long, hua).await;
    assert!(matches!(told, Err(ServiceError::Invalid { field: "body", .. })));
}

#[tokio::test]
async fn a_thread_stays_with_its_block_through_edits_of_the_draft() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.save(task, KITES_ZH).await;
    let hua = &scenario.proofreader;
    scenario.workshop.open_thread(task, on_line(PARAGRAPH), "读一读", hua).await.unwrap();
    let paragraph = "放风筝需要风、一根线和一个空闲的下午。";
    assert_eq!(stands_at(&scenario, task).await, (Some(paragraph.into()), Some(Standing::Same)));

    let above = KITES_ZH.replace("# 风筝与风\n", "# 风筝与风\n\n译者按：原文写于春天。\n");
    scenario.save(task, &above).await;
    assert_eq!(stands_at(&scenario, task).await, (Some(paragraph.into()), Some(Standing::Same)));

    let mended = above.replace("空闲的下午", "没事的午后");
    scenario.save(task, &mended).await;
    let (now, standing) = stands_at(&scenario, task).await;
    assert_eq!(now.as_deref(), Some("放风筝需要风、一根线和一个没事的午后。"));
    assert_eq!(standing, Some(Standing::Changed));
    let place = one_thread(&scenario, task).await.place.unwrap();
    assert_eq!(place.quote.as_deref(), Some(paragraph));
}

#[tokio::test]
async fn a_thread_stays_with_its_block_when_the_draft_follows_a_newer_source() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    let hua = &scenario.proofreader;
    scenario.workshop.open_thread(task, on_line(PARAGRAPH), "读一读", hua).await.unwrap();
    let newer = KITES
        .replace("# Kites and wind\n", "# Kites and wind\n\nThis is a post for beginners.\n")
        .replace("a free afternoon", "a whole free afternoon");
    scenario.push_source(&[("kites.md", &newer)]);
    scenario.sync().await;
    scenario.workshop.carry(task, revision, &scenario.translator).await.unwrap();
    let (now, standing) = stands_at(&scenario, task).await;
    assert_eq!(now.as_deref(), Some("放风筝需要风、一根线和一个空闲的下午。"));
    assert_eq!(standing, Some(Standing::Same));
}

#[tokio::test]
async fn a_thread_whose_block_is_gone_says_so_and_keeps_the_words() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario
        .save(task, &KITES_ZH.replace("```python", "一句多余的话，谁也没写过。\n\n```python"))
        .await;
    let spot =
        Spot { quote: Some("一句多余的话，谁也没写过。".into()), ..Spot::default() };
    scenario.workshop.open_thread(task, Some(spot), "删掉？", &scenario.proofreader).await.unwrap();
    scenario.save(task, KITES_ZH).await;
    let place = one_thread(&scenario, task).await.place.unwrap();
    assert_eq!((place.row, place.standing), (None, None));
    assert_eq!(place.quote.as_deref(), Some("一句多余的话，谁也没写过。"));
}

#[tokio::test]
async fn a_block_that_is_not_translated_yet_can_be_spoken_of() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.save(task, &KITES_ZH.replace("放风筝需要风、一根线和一个空闲的下午。\n\n", "")).await;
    let spot = Spot { source_line: Some(10), ..Spot::default() };
    scenario
        .workshop
        .open_thread(task, Some(spot), "这段漏了", &scenario.proofreader)
        .await
        .unwrap();
    let place = one_thread(&scenario, task).await.place.unwrap();
    assert_eq!((place.quote, place.standing), (None, Some(Standing::Same)));
    assert_eq!(place.source.as_deref(), Some("A kite needs wind, a line and a free afternoon."));
    scenario.save(task, KITES_ZH).await;
    let (now, standing) = stands_at(&scenario, task).await;
    assert_eq!(now.as_deref(), Some("放风筝需要风、一根线和一个空闲的下午。"));
    assert_eq!(standing, Some(Standing::Changed));
}

#[tokio::test]
async fn an_approval_asks_while_something_is_not_settled() {
    let scenario = scenario().await;
    let (task, revision) = submitted(&scenario).await;
    let (workshop, hua) = (&scenario.workshop, &scenario.proofreader);
    workshop.start_review(task, hua).await.unwrap();
    workshop.open_thread(task, None, "一", hua).await.unwrap();
    let second = workshop.open_thread(task, None, "二", hua).await.unwrap();
    for known in [0, 1] {
        let asked = workshop.approve(task, revision, known, hua).await;
        assert!(matches!(asked, Err(ServiceError::OpenThreads(2))));
    }
    workshop.add_to_thread(task, second, None, Some(true), hua).await.unwrap();
    workshop.approve(task, revision, 1, hua).await.unwrap();
    let log = scenario.store.events_of_task(&scenario.task(task).await).await.unwrap();
    assert_eq!(log.last().unwrap().data["open_threads"], 1);
}

#[tokio::test]
async fn open_threads_are_counted_where_somebody_sees_their_work() {
    let scenario = scenario().await;
    let (task, _) = submitted(&scenario).await;
    let (ming, hua) = (&scenario.translator, &scenario.proofreader);
    scenario.workshop.open_thread(task, None, "一", hua).await.unwrap();
    assert_eq!(scenario.workshop.mine(ming).await.unwrap().waiting[0].open_threads, 1);
    assert_eq!(scenario.workshop.mine(hua).await.unwrap().to_review[0].open_threads, 1);
}

#[tokio::test]
async fn what_is_said_on_github_lands_at_the_block_and_only_once() {
    let scenario = scenario().await;
    let (task, revision) = submitted(&scenario).await;
    scenario.approve(task, revision).await;
    let line = KITES_PUBLISHED.lines().position(|line| line.starts_with("放风筝")).unwrap() + 1;
    let remark = |id: &str, reply_to: Option<&str>, place| OutsideRemark {
        id: id.into(),
        reply_to: reply_to.map(Into::into),
        author: "octo".into(),
        url: format!("https://github.example/r/{id}"),
        at: scenario.clock.now(),
        body: format!("remark {id}"),
        place,
    };
    let place = OutsidePlace { text: KITES_PUBLISHED.into(), line };
    let take = |remark| scenario.workshop.comment_from_github(task, remark);
    assert!(take(remark("line/1", None, Some(place.clone()))).await.unwrap());
    assert!(!take(remark("line/1", None, Some(place))).await.unwrap());
    assert!(take(remark("line/2", Some("line/1"), None)).await.unwrap());
    assert!(take(remark("whole/1", None, None)).await.unwrap());
    let nowhere = OutsidePlace { text: KITES_PUBLISHED.into(), line: 999 };
    assert!(take(remark("line/3", None, Some(nowhere))).await.unwrap());

    let threads = seen(&scenario, task, &scenario.translator).await.threads;
    let told: Vec<(usize, bool)> =
        threads.iter().map(|it| (it.entries.len(), it.place.is_some())).collect();
    assert_eq!(told, [(2, true), (1, false), (1, false)]);
    let (now, standing) = stands_at(&scenario, task).await;
    assert_eq!(now.as_deref(), Some("放风筝需要风、一根线和一个空闲的下午。"));
    assert_eq!(standing, Some(Standing::Same));
    let by = &threads[0].entries[0].by;
    assert_eq!((by.name.as_str(), by.is_outside), ("octo", true));
    assert_eq!(by.url.as_deref(), Some("https://github.example/r/line/1"));
}
