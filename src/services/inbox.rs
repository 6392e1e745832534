//! Webhook deliveries: stored before they are answered, worked on afterwards, each once.
//!
//! A delivery says only that something may have changed; the truth is asked for anew. So deliveries
//! that ask for the same are worked on together: a hundred pushes are one sync.
//!
//! What fails is tried again ever more rarely and parked in the end, with its error, until a maintainer
//! asks for another try. What is done is kept for thirty days, so that a delivery sent again is known, and
//! what is parked for ninety.

use std::{collections::BTreeMap, time::Duration};

use jiff::SignedDuration;
use tracing::Instrument as _;

use super::{Project, PublishTarget, Result, ServiceError, SyncMode, Workshop};
use crate::{
    github::{self, RepositoryName, WebhookEvent},
    ids::{DeliveryId, ProjectId, PullRequestNumber},
    store::StoredDelivery,
    workflow::{Action, Person, may},
};

/// How often a delivery is tried before it is parked; the timer catches up on what it would have told.
const MAX_ATTEMPTS: u32 = 8;
/// Before the second try; each further one waits twice as long.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// How long a delivery that is done, and one that is parked, is kept.
const KEPT_DONE: SignedDuration = SignedDuration::from_hours(30 * 24);
const KEPT_PARKED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What a delivery asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Sync(ProjectId),
    PullRequest(ProjectId, PullRequestNumber),
    /// A branch of ours was pushed to.
    Branch(ProjectId, String),
    Renamed(ProjectId, String),
}

/// What could not be done, and whether the same may succeed later.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trouble {
    error: String,
    /// How long to wait at least; `None`: nothing will change by itself.
    wait: Option<Duration>,
}

/// Everything a batch of deliveries asks for, each work once, and how each delivery ends if its works
/// succeed.
#[derive(Debug, Default)]
struct Plan {
    works: BTreeMap<Work, Vec<DeliveryId>>,
    outcomes: BTreeMap<DeliveryId, std::result::Result<(), Trouble>>,
    /// Events nobody handles, by name.
    ignored: BTreeMap<String, u64>,
}

impl Workshop {
    /// Stores a verified delivery; `false` where it was stored before. Wakes the worker.
    pub async fn receive(&self, id: &DeliveryId, event: &str, payload: &[u8]) -> Result<bool> {
        let new = self.0.store.add_delivery(id, event, payload, self.0.clock.now()).await?;
        if new {
            self.wake();
        }
        Ok(new)
    }

    /// Works through the stored deliveries that are due; returns how many are done. One that fails is
    /// tried again later, ever more rarely, then parked with its error.
    pub async fn work_inbox(&self) -> Result<usize> {
        let now = self.0.clock.now();
        let waiting = self.0.store.waiting_deliveries(now).await?;
        let attempts: BTreeMap<DeliveryId, u32> =
            waiting.iter().map(|it| (it.id.clone(), it.attempts)).collect();
        let Plan { works, mut outcomes, ignored } = Plan::of(&self.0.projects, &waiting);
        for (work, deliveries) in works {
            let ids: Vec<&str> = deliveries.iter().map(DeliveryId::as_str).collect();
            let span = tracing::info_span!("delivery", ids = ids.join(","));
            if let Err(error) = self.work_on(&work).instrument(span).await {
                tracing::warn!(?work, %error, "a webhook delivery could not be worked on");
                let wait = Some(error.retry_after().unwrap_or_default());
                for id in deliveries {
                    outcomes.insert(id, Err(Trouble { error: error.to_string(), wait }));
                }
            }
        }
        let mut done = 0;
        for (id, outcome) in outcomes {
            match outcome {
                Ok(()) => {
                    self.0.store.delivery_done(&id, now).await?;
                    done += 1;
                }
                Err(trouble) => {
                    let next = next_attempt(attempts.get(&id).copied().unwrap_or(0) + 1, &trouble);
                    let next = next.map(|pause| now + pause);
                    self.0.store.delivery_failed(&id, &trouble.error, next).await?;
                }
            }
        }
        for (event, count) in ignored {
            self.0.store.count_ignored_event(&event, count, now).await?;
        }
        Ok(done)
    }

    /// A maintainer asks for another try of a parked delivery; the worker makes it.
    pub async fn run_delivery_again(&self, id: &DeliveryId, by: &Person) -> Result<()> {
        if !may(by, Action::Steer) {
            return Err(ServiceError::Forbidden);
        }
        if !self.0.store.retry_delivery(id, self.0.clock.now()).await? {
            return Err(ServiceError::NotFound("delivery"));
        }
        self.wake();
        Ok(())
    }

    /// Forgets deliveries that are long done or long parked; returns how many.
    pub(super) async fn prune_deliveries(&self) -> Result<u64> {
        let now = self.0.clock.now();
        Ok(self.0.store.prune_deliveries(now - KEPT_DONE, now - KEPT_PARKED).await?)
    }

    async fn work_on(&self, work: &Work) -> Result<()> {
        match work {
            Work::Sync(project) => {
                self.sync(project, SyncMode::Incremental, &|_, _, _| {}).await?;
            }
            Work::PullRequest(project, number) => {
                match self.0.store.task_of_pull_request(project, *number).await? {
                    Some(task) => _ = self.reconcile_task(&task).await?,
                    None => self.look_at_outside_pull(self.project(project)?, *number).await?,
                }
            }
            Work::Branch(project, branch) => {
                for task in self.0.store.active_tasks(project).await? {
                    let own = self.0.store.own_pulls(task.id).await?;
                    if own.first().is_some_and(|pull| pull.branch == *branch) {
                        self.reconcile_task(&task).await?;
                    }
                }
            }
            Work::Renamed(project, now) => {
                let project = self.project(project)?;
                tracing::info!(project = %project.settings.id, now, "a repository was renamed");
                self.learn_names(project).await?;
            }
        }
        Ok(())
    }
}

impl Plan {
    fn of(projects: &[Project], deliveries: &[StoredDelivery]) -> Self {
        let mut plan = Self::default();
        for StoredDelivery { id, event, payload, .. } in deliveries {
            let read = github::parse_event(event, payload)
                .map_err(|error| Trouble { error: error.to_string(), wait: None });
            if read == Ok(WebhookEvent::Ignored) {
                *plan.ignored.entry(event.clone()).or_default() += 1;
            }
            for work in read.iter().flat_map(|event| asked_for(projects, event)) {
                plan.works.entry(work).or_default().push(id.clone());
            }
            plan.outcomes.insert(id.clone(), read.map(|_| ()));
        }
        plan
    }
}

/// What an event asks of which projects.
fn asked_for(projects: &[Project], event: &WebhookEvent) -> Vec<Work> {
    let about = |repository| projects.iter().filter(move |project| is_about(project, repository));
    match event {
        WebhookEvent::Push { repository, branch, .. } => about(repository)
            .filter_map(|project| {
                let id = project.settings.id.clone();
                if project.settings.base_branch == *branch {
                    Some(Work::Sync(id))
                } else {
                    // Only branches of ours are called so.
                    branch.starts_with("yiqi/").then(|| Work::Branch(id, branch.clone()))
                }
            })
            .collect(),
        WebhookEvent::PullRequest { repository, number, .. }
        | WebhookEvent::Conversation { repository, number } => about(repository)
            .map(|project| Work::PullRequest(project.settings.id.clone(), *number))
            .collect(),
        WebhookEvent::Renamed { from, to } => about(from)
            .map(|project| Work::Renamed(project.settings.id.clone(), to.to_string()))
            .collect(),
        WebhookEvent::Ping
        | WebhookEvent::Installation
        | WebhookEvent::Nothing
        | WebhookEvent::Ignored => Vec::new(),
    }
}

/// The pause before the next try, after so many that failed; `None`: parked.
fn next_attempt(attempts: u32, trouble: &Trouble) -> Option<SignedDuration> {
    let wait = SignedDuration::try_from(trouble.wait?).unwrap_or(LONGEST_PAUSE);
    let doubled = FIRST_PAUSE * 2_i32.pow(attempts.saturating_sub(1).min(10));
    (attempts < MAX_ATTEMPTS).then(|| doubled.min(LONGEST_PAUSE).max(wait))
}

/// Whether an event of a repository concerns a project: it is its source, where its pull requests go, or
/// where their branches are.
fn is_about(project: &Project, repository: &RepositoryName) -> bool {
    let (upstream, fork) = match &project.settings.publish {
        PublishTarget::Github { upstream, fork } | PublishTarget::Preview { upstream, fork } => {
            (Some(upstream), fork.as_ref())
        }
        PublishTarget::Branch { .. } | PublishTarget::Nowhere => (None, None),
    };
    [project.settings.github_repository.as_ref(), upstream, fork].into_iter().flatten().any(
        |name| {
            let is = |name: Option<RepositoryName>| name.is_some_and(|name| name == *repository);
            is(name.parse().ok()) || is(project.now_named(name).ok())
        },
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        convention::{Convention, ConventionKind},
        repository::{self, Mirror},
        services::{Letters, ProjectSettings, Rules},
    };

    fn project(id: &str, repository: &str, branch: &str) -> Project {
        let convention = Convention::new(ConventionKind::HfBlog, "zh-CN", None, None);
        let settings = ProjectSettings {
            id: ProjectId::new(id),
            name: id.into(),
            convention: convention.unwrap(),
            publish: PublishTarget::Github { upstream: "hub/upstream".into(), fork: None },
            letters: Letters::default(),
            base_branch: branch.into(),
            github_repository: Some(repository.into()),
            style: crate::checks::Style::default(),
            rules: Rules {
                claim_lease: SignedDuration::from_hours(1),
                review_lease: SignedDuration::from_hours(1),
                max_claims_per_person: 1,
                self_approval: false,
                mass_edit_files: 15,
                sync_every: SignedDuration::from_mins(10),
            },
        };
        let mirror =
            repository::Settings { url: String::new(), branch: None, mirror: "nowhere".into() };
        Project::new(settings, Mirror::new(mirror))
    }

    fn delivery(id: &str, event: &str, payload: &Value) -> StoredDelivery {
        StoredDelivery {
            id: DeliveryId::new(id),
            event: event.into(),
            payload: payload.to_string().into_bytes(),
            received_at: Timestamp::UNIX_EPOCH,
            attempts: 0,
        }
    }

    fn push(id: &str, repository: &str, branch: &str) -> StoredDelivery {
        let payload = json!({
            "ref": format!("refs/heads/{branch}"), "after": "0".repeat(40), "deleted": true,
            "repository": {"full_name": repository},
        });
        delivery(id, "push", &payload)
    }

    #[test]
    fn a_hundred_pushes_are_one_sync() {
        let deliveries: Vec<_> =
            (0..100).map(|number| push(&number.to_string(), "Hub/Blog", "main")).collect();
        let plan = Plan::of(&[project("blog", "hub/blog", "main")], &deliveries);
        let works: Vec<_> = plan.works.keys().collect();
        assert_eq!(works, [&Work::Sync(ProjectId::new("blog"))]);
        assert_eq!(plan.works.values().next().map(Vec::len), Some(100));
        assert_eq!(plan.outcomes.len(), 100);
    }

    #[test]
    fn only_the_followed_branch_of_a_known_repository_is_synced() {
        let projects = [project("blog", "hub/blog", "main"), project("old", "hub/blog", "v1")];
        let works = |repository, branch| {
            let plan = Plan::of(&projects, &[push("1", repository, branch)]);
            assert_eq!(plan.outcomes.len(), 1);
            plan.works.into_keys().collect::<Vec<_>>()
        };
        assert_eq!(works("hub/blog", "v1"), [Work::Sync(ProjectId::new("old"))]);
        let branch = |id| Work::Branch(ProjectId::new(id), "yiqi/zh/a".into());
        assert_eq!(works("hub/blog", "yiqi/zh/a"), [branch("blog"), branch("old")]);
        assert_eq!(works("hub/blog", "feature"), []);
        assert_eq!(works("somebody/blog", "main"), []);
    }

    #[test]
    fn a_pull_request_of_the_upstream_is_looked_up() {
        let payload = json!({
            "number": 7, "pull_request": {"state": "closed", "merged": false},
            "repository": {"full_name": "hub/upstream"},
        });
        let plan = Plan::of(
            &[project("blog", "hub/blog", "main")],
            &[delivery("1", "pull_request", &payload)],
        );
        let works: Vec<_> = plan.works.into_keys().collect();
        assert_eq!(works, [Work::PullRequest(ProjectId::new("blog"), PullRequestNumber(7))]);
    }

    #[test]
    fn tries_come_ever_more_rarely_and_end() {
        let passing = Trouble { error: "down".into(), wait: Some(Duration::ZERO) };
        let pauses: Vec<_> = (1..=8)
            .map(|attempts| next_attempt(attempts, &passing).map(|it| it.as_secs()))
            .collect();
        let wanted = [30, 60, 120, 240, 480, 960, 1920].map(Some);
        assert_eq!(pauses, wanted.into_iter().chain([None]).collect::<Vec<_>>());
        let limited = Trouble { wait: Some(Duration::from_secs(600)), ..passing.clone() };
        assert_eq!(next_attempt(1, &limited), Some(SignedDuration::from_secs(600)));
        assert_eq!(next_attempt(1, &Trouble { wait: None, ..passing }), None);
    }

    #[test]
    fn what_cannot_be_read_fails_alone() {
        let deliveries = [delivery("1", "push", &json!({})), push("2", "hub/blog", "main")];
        let plan = Plan::of(&[project("blog", "hub/blog", "main")], &deliveries);
        assert!(plan.outcomes[&DeliveryId::new("1")].is_err());
        assert_eq!(plan.outcomes[&DeliveryId::new("2")], Ok(()));
        assert_eq!(plan.works.len(), 1);
    }
}
