//! People, tasks and revisions, written through the store.
//!
//! Every post is worked on several times: earlier tasks are merged or released, and of the last ones 200 are
//! in translation (the editors of the benchmark) and ten are submitted, to be approved while it runs.

use std::{path::Path, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use yiqi::{
    catalogue::{Catalogue, Post},
    config::{Config, Environment},
    ids::RevisionNumber,
    repository::Mirror,
    services::{Project, SyncMode, Workshop},
    store::{ClaimOutcome, Event, NewTask, SaveOutcome, Store},
    workflow::{Clock as _, Person, Role, Stage, SystemClock, Task, TaskKind},
};

pub const PEOPLE: usize = 500;
pub const TASKS: usize = 5_000;
pub const EDITORS: usize = 200;
pub const PUBLISHES: usize = 10;
/// Revisions of each task, the first draft among them.
const REVISIONS: u64 = 10;
const LEASE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What everything works with.
pub struct Site {
    pub store: Store,
    pub workshop: Workshop,
    pub catalogue: Arc<Catalogue>,
    pub mirror: Mirror,
}

impl Site {
    /// Opens what a configuration names. Fetches nothing.
    pub async fn open(config: &Path) -> Self {
        let config = Config::load(config, &Environment::of_process()).expect("a configuration");
        let store = Store::open(&config.database).await.expect("a database");
        let project = &config.projects[0];
        let mirror = Mirror::new(project.mirror.clone());
        let workshop = Workshop::new(
            config.workshop.clone(),
            Arc::new(SystemClock),
            store.clone(),
            vec![Project::new(project.settings.clone(), mirror.clone())],
            None,
        );
        let id = &project.settings.id;
        let known = workshop.catalogue(id).await.expect("a cache that can be read");
        let catalogue = match known {
            Some(known) => known,
            None => {
                let synced = workshop.sync(id, SyncMode::Incremental, &|_, _, _| {}).await;
                synced.expect("the source can be read").catalogue
            }
        };
        Self { store, workshop, catalogue, mirror }
    }

    /// The text of a post: its translation where it has one, else its source.
    pub fn text(&self, post: &Post) -> String {
        let side = post.target.as_ref().or(post.source.as_ref()).expect("a side");
        let reader = self.mirror.reader().expect("a mirror");
        reader.text(&side.path, side.blob).expect("a blob").to_string()
    }
}

pub async fn run(config: &Path) {
    let site = Site::open(config).await;
    let people = people(&site.workshop).await;
    let posts: Vec<&Post> =
        site.catalogue.posts.iter().map(|post| &**post).filter(|it| it.source.is_some()).collect();
    // What is sent must be sound, so those that are published are posts in step.
    let in_step: Vec<&&Post> = posts.iter().filter(|it| it.target.is_some()).collect();
    assert!(in_step.len() >= PUBLISHES && posts.len() >= EDITORS + PUBLISHES, "too few posts");
    let now = SystemClock.now();
    let earlier = TASKS - EDITORS - PUBLISHES;
    let mut revisions = 0;
    for number in 0..earlier {
        let at = now - ago(earlier - number);
        let (post, person) = (posts[number % posts.len()], &people[number % people.len()]);
        let task = claim(&site, post, person, at).await;
        let task = save(&site, task, post, at).await;
        revisions += REVISIONS;
        let reviewer = people[(number + 1) % people.len()].id;
        let stage = if number % 3 == 0 {
            Stage::Released { at, by: person.id }
        } else {
            Stage::Merged {
                revision: RevisionNumber(REVISIONS.cast_signed()),
                reviewer,
                published: None,
                at,
            }
        };
        step(&site, &task, stage, at).await;
        if number % 500 == 499 {
            println!("{} tasks, {revisions} revisions", number + 1);
        }
    }
    let mut sent = Vec::new();
    for post in in_step.iter().take(PUBLISHES) {
        let task = claim(&site, post, &people[0], now).await;
        let task = save(&site, task, post, now).await;
        let revision = RevisionNumber(REVISIONS.cast_signed());
        step(&site, &task, Stage::Submitted { revision, at: now }, now).await;
        sent.push(&post.slug);
    }
    let free = posts.iter().filter(|post| !sent.contains(&&post.slug));
    for (post, person) in free.take(EDITORS).zip(people.iter().skip(1)) {
        let task = claim(&site, post, person, now).await;
        save(&site, task, post, now).await;
    }
    site.store.close().await;
    println!("{PEOPLE} people, {TASKS} tasks, {} revisions", TASKS as u64 * REVISIONS);
}

async fn people(workshop: &Workshop) -> Vec<Person> {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let role = match number {
            0 => Role::Maintainer,
            number if number % 10 == 0 => Role::Proofreader,
            _ => Role::Volunteer,
        };
        let login = login(number);
        people.push(workshop.sign_in_locally(&login, &login, role).await.expect("a person"));
    }
    people
}

/// What the person of a number is called.
pub fn login(number: usize) -> String {
    format!("person{number}")
}

/// How long ago the task was that so many came after: they lie a few hours apart.
fn ago(tasks: usize) -> SignedDuration {
    SignedDuration::from_hours(3 * i64::try_from(tasks).expect("few tasks") + 24)
}

async fn claim(site: &Site, post: &Post, person: &Person, at: Timestamp) -> Task {
    let source = post.source.as_ref().expect("posts with a source");
    let new = NewTask {
        project: site.workshop.projects()[0].0.clone(),
        slug: post.slug.clone(),
        kind: if post.target.is_some() { TaskKind::Update } else { TaskKind::Translate },
        translator: person.id,
        actor: person.id,
        source_commit: source.commit,
        source_blob: source.blob,
        claimed_at: at,
        lease_until: at + LEASE,
        first_draft: site.text(post),
        follows: None,
    };
    match site.store.claim(&new, u32::MAX).await.expect("a claim") {
        ClaimOutcome::Claimed(task) => task,
        other => panic!("{}: {other:?}", post.slug),
    }
}

/// Saves a little more of the text each time.
async fn save(site: &Site, task: Task, post: &Post, at: Timestamp) -> Task {
    let text = site.text(post);
    for number in 1..REVISIONS {
        let text = format!("{text}\n译稿第 {number} 次保存。\n");
        let expected = RevisionNumber(number.cast_signed());
        let by = task.translator;
        let saved = site.store.save_draft(&task, &task, expected, &text, by, at).await;
        assert!(matches!(saved, Ok(SaveOutcome::Saved(_))), "{saved:?}");
    }
    task
}

async fn step(site: &Site, task: &Task, stage: Stage, at: Timestamp) {
    let event = Event {
        at,
        actor: Some(task.translator),
        project: Some(task.project.clone()),
        slug: Some(task.slug.clone()),
        task: Some(task.id),
        kind: stage.name().into(),
        data: json!({}),
    };
    let after = Task { stage, ..task.clone() };
    assert!(site.store.step(task, &after, &event).await.expect("a step"), "the task has moved");
}
