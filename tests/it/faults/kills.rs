//! Killed while people save, claim, proofread and talk: whatever was acknowledged is there.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::http::StatusCode;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use yiqi::{
    ids::{RevisionNumber, Slug, TaskId},
    workflow::{Clock as _, Person, Scope, SystemClock},
};

use super::{Count, at_work, rounds, serving, serving::Serving};
use crate::support::{Scenario, blog};

/// Posts nobody has translated, enough for every claim of a long run.
const POSTS: usize = 300;

/// What a server acknowledged before it was killed.
#[derive(Default)]
struct Acknowledged {
    claims: Vec<String>,
    /// Text by task and revision.
    saves: BTreeMap<(i64, i64), String>,
    remarks: Vec<String>,
    /// Steps of the task that goes back and forth, by the name of their event.
    steps: BTreeMap<&'static str, usize>,
}

async fn token(scenario: &Scenario, person: &Person, scope: Scope) -> String {
    let made = scenario.workshop.create_token("test", scope, 300, person).await;
    made.expect("a token").0.expose_secret().to_owned()
}

/// A scenario in the present, in which the binary lives, with many posts.
async fn scenario_with_posts() -> Scenario {
    let scenario = Scenario::new().await;
    scenario.wait(SystemClock.now().duration_since(scenario.clock.now()));
    let mut index = String::from("- local: kites\n  date: Mar 2, 2025\n  tags:\n    - wind\n");
    let names: Vec<String> = (0..POSTS).map(|number| format!("post-{number}")).collect();
    let mut files: Vec<(String, String)> = Vec::new();
    for name in &names {
        index += &format!("\n- local: {name}\n  date: Mar 3, 2025\n  tags:\n    - wind\n");
        files.push((format!("{name}.md"), blog::KITES.replace("Kites", name)));
    }
    files.push(("_blog.yml".into(), index));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    scenario.push_source(&files);
    scenario.sync().await;
    serving::configure(&scenario);
    serving::sync(&scenario).await;
    scenario
}

/// Saves again and again on top of what was saved; yields what was acknowledged.
async fn save_until_gone(
    address: String,
    token: String,
    task: TaskId,
    mut revision: i64,
    count: Count,
) -> BTreeMap<(i64, i64), String> {
    let mut saved = BTreeMap::new();
    for number in 0.. {
        let text = format!("{}\n第 {number} 次保存，接着第 {revision} 版。\n", blog::KITES_ZH);
        let body = json!({ "revision": revision, "text": text });
        let place = format!("/tasks/{task}/draft");
        match serving::ask(&address, &token, ("PUT", &place), &body).await {
            Some((StatusCode::OK, answer)) => {
                // Without the number of its revision an answer was cut off.
                let Some(number) = answer["revision"].as_i64() else { break };
                revision = number;
                saved.insert((task.0, revision), text);
                count.fetch_add(1, Ordering::Relaxed);
            }
            Some((status, answer)) => panic!("a save was answered {status}: {answer}"),
            None => break,
        }
    }
    saved
}

async fn claim_until_gone(address: String, token: String, from: usize) -> Vec<String> {
    let mut claimed = Vec::new();
    for number in from..POSTS {
        let slug = format!("post-{number}");
        let place = format!("/projects/blog/posts/{slug}/claim");
        match serving::ask(&address, &token, ("POST", &place), &json!({})).await {
            Some((StatusCode::OK, _)) => claimed.push(slug),
            Some((status, answer)) => panic!("the claim of {slug} was answered {status}: {answer}"),
            None => break,
        }
    }
    claimed
}

async fn talk_until_gone(address: String, token: String, task: TaskId, round: u32) -> Vec<String> {
    let mut said = Vec::new();
    for number in 0.. {
        let body = format!("第 {round} 轮，第 {number} 句");
        let place = format!("/tasks/{task}/threads");
        let remark = json!({ "line": 8, "body": body });
        match serving::ask(&address, &token, ("POST", &place), &remark).await {
            Some((StatusCode::CREATED, _)) => said.push(body),
            Some((status, answer)) => panic!("a remark was answered {status}: {answer}"),
            None => break,
        }
    }
    said
}

/// A text goes to proofreading and back, step by step from wherever it is.
async fn review_until_gone(
    address: String,
    [translator, proofreader]: [String; 2],
    task: TaskId,
    (stage, revision): (&'static str, i64),
) -> Vec<&'static str> {
    let cycle: [(&str, &str, &str, Value, &String); 3] = [
        ("claimed", "submit", "submitted", json!({ "revision": revision }), &translator),
        ("submitted", "review", "review_started", Value::Null, &proofreader),
        ("in_review", "return", "changes_requested", json!({ "reason": "再看看" }), &proofreader),
    ];
    let stage = if stage == "changes_requested" { "claimed" } else { stage };
    let start = cycle.iter().position(|step| step.0 == stage).expect("a stage of the cycle");
    let mut done = Vec::new();
    for (_, verb, event, body, token) in cycle.iter().cycle().skip(start) {
        let place = format!("/tasks/{task}/{verb}");
        match serving::ask(&address, token, ("POST", &place), body).await {
            Some((StatusCode::OK, _)) => done.push(*event),
            Some((status, answer)) => panic!("{verb} was answered {status}: {answer}"),
            None => break,
        }
    }
    done
}

/// The newest revision of a task, as the database has it.
async fn newest(scenario: &Scenario, task: TaskId) -> i64 {
    let newest = scenario.store.newest_revision(task).await.expect("a readable database");
    newest.expect("a draft").number.0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_people_work_every_acknowledged_step_is_there() {
    let scenario = scenario_with_posts().await;
    let drafting = [scenario.claim("kites").await, scenario.claim("post-0").await];
    let reviewed = scenario.claim("post-1").await;
    let text = blog::KITES_ZH.replace("风筝与风", "风筝");
    scenario.save(reviewed, &text).await;
    let writer = token(&scenario, &scenario.translator, Scope::Write).await;
    let claimer = token(&scenario, &scenario.maintainer, Scope::Write).await;
    let reviewer = token(&scenario, &scenario.proofreader, Scope::Review).await;

    let mut known = Acknowledged::default();
    for round in 0..rounds() {
        let server = Serving::start(&scenario).await;
        let address = || server.address.clone();
        let count = Count::default();
        let mut savers = Vec::new();
        for task in drafting {
            let revision = newest(&scenario, task).await;
            let (writer, count) = (writer.clone(), Arc::clone(&count));
            savers.push(tokio::spawn(save_until_gone(address(), writer, task, revision, count)));
        }
        let from = 2 + known.claims.len();
        let claims = tokio::spawn(claim_until_gone(address(), claimer.clone(), from));
        let talk = tokio::spawn(talk_until_gone(address(), reviewer.clone(), drafting[0], round));
        let at = (scenario.stage(reviewed).await, newest(&scenario, reviewed).await);
        let tokens = [writer.clone(), reviewer.clone()];
        let steps = tokio::spawn(review_until_gone(address(), tokens, reviewed, at));

        at_work(&count).await;
        tokio::time::sleep(Duration::from_millis(u64::from(round * 53 % 300))).await;
        server.kill();
        for saver in savers {
            known.saves.extend(saver.await.expect("every answer was expected"));
        }
        known.claims.extend(claims.await.expect("every answer was expected"));
        known.remarks.extend(talk.await.expect("every answer was expected"));
        for step in steps.await.expect("every answer was expected") {
            *known.steps.entry(step).or_default() += 1;
        }
        expect_all(&scenario, &known, drafting[0], reviewed).await;
    }
    assert_eq!(serving::integrity(&scenario).await, "ok");
    let steps: usize = known.steps.values().sum();
    let (saves, claims, remarks) = (known.saves.len(), known.claims.len(), known.remarks.len());
    assert!(saves > 0 && claims + remarks + steps > 0, "nothing was acknowledged");
    println!(
        "{} kills; acknowledged and there: {saves} saves, {claims} claims, {remarks} remarks, \
         {steps} steps of a review",
        rounds()
    );
}

async fn expect_all(scenario: &Scenario, known: &Acknowledged, talked: TaskId, reviewed: TaskId) {
    let store = &scenario.store;
    for (&(task, number), text) in &known.saves {
        let found = store.revision(TaskId(task), RevisionNumber(number)).await.expect("readable");
        assert_eq!(found.map(|it| it.text).as_ref(), Some(text), "revision {number} of {task}");
    }
    for slug in &known.claims {
        let task = store.active_task(scenario.project(), &Slug::new(slug.as_str())).await;
        let task = task.expect("readable").unwrap_or_else(|| panic!("the claim of {slug} is lost"));
        assert_eq!(task.translator, scenario.maintainer.id, "{slug}");
    }
    let threads = store.threads(talked).await.expect("readable");
    let said: Vec<&str> =
        threads.iter().flat_map(|it| &it.entries).map(|entry| entry.body.as_str()).collect();
    for remark in &known.remarks {
        assert_eq!(said.iter().filter(|it| **it == remark).count(), 1, "{remark}");
    }
    let task = scenario.task(reviewed).await;
    let events = store.events_of_task(&task).await.expect("readable");
    for (kind, count) in &known.steps {
        let found = events.iter().filter(|event| event.kind == *kind).count();
        assert!(found >= *count, "{kind}: {count} acknowledged, {found} there");
    }
}
