//! Webhook deliveries: stored before they are answered, worked on afterwards, each once.
//!
//! A delivery says only that something may have changed; the truth is asked for anew. So deliveries
//! that ask for the same are worked on together: a hundred pushes are one sync.

use std::collections::BTreeMap;

use super::{Project, PublishTarget, Result, SyncMode, Workshop};
use crate::{
    github::{self, RepositoryName, WebhookEvent},
    ids::{DeliveryId, ProjectId, PullRequestNumber},
    store::StoredDelivery,
};

/// How often a delivery is tried before it is parked; the timer catches up on what it would have told.
const MAX_ATTEMPTS: u32 = 5;

/// What a delivery asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Sync(ProjectId),
    PullRequest(ProjectId, PullRequestNumber),
}

/// Everything a batch of deliveries asks for, each work once, and how each delivery ends if its works
/// succeed.
#[derive(Debug, Default)]
struct Plan {
    works: BTreeMap<Work, Vec<DeliveryId>>,
    outcomes: BTreeMap<DeliveryId, std::result::Result<(), String>>,
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

    /// Works through the stored deliveries; returns how many are done. One that fails is tried again
    /// in later rounds, then parked with its error.
    pub async fn work_inbox(&self) -> Result<usize> {
        let waiting = self.0.store.waiting_deliveries(MAX_ATTEMPTS).await?;
        let Plan { works, mut outcomes } = Plan::of(&self.0.projects, &waiting);
        for (work, deliveries) in works {
            if let Err(error) = self.work_on(&work).await {
                tracing::warn!(?work, %error, "a webhook delivery could not be worked on");
                for id in deliveries {
                    outcomes.insert(id, Err(error.to_string()));
                }
            }
        }
        let mut done = 0;
        for (id, outcome) in outcomes {
            match outcome {
                Ok(()) => {
                    self.0.store.delivery_done(&id, self.0.clock.now()).await?;
                    done += 1;
                }
                Err(error) => self.0.store.delivery_failed(&id, &error).await?,
            }
        }
        Ok(done)
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
        }
        Ok(())
    }
}

impl Plan {
    fn of(projects: &[Project], deliveries: &[StoredDelivery]) -> Self {
        let mut plan = Self::default();
        for StoredDelivery { id, event, payload, .. } in deliveries {
            let read = github::parse_event(event, payload).map_err(|error| error.to_string());
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
            .filter(|project| project.settings.base_branch == *branch)
            .map(|project| Work::Sync(project.settings.id.clone()))
            .collect(),
        WebhookEvent::PullRequest { repository, number, .. } => about(repository)
            .map(|project| Work::PullRequest(project.settings.id.clone(), *number))
            .collect(),
        WebhookEvent::Ping | WebhookEvent::Ignored => Vec::new(),
    }
}

/// Whether an event of a repository concerns a project: it is its source, or where its pull requests go.
fn is_about(project: &Project, repository: &RepositoryName) -> bool {
    let upstream = match &project.settings.publish {
        PublishTarget::Github { upstream, .. } => Some(upstream),
        PublishTarget::Branch { .. } | PublishTarget::Nowhere => None,
    };
    [project.settings.github_repository.as_ref(), upstream]
        .into_iter()
        .flatten()
        .any(|name| name.parse().is_ok_and(|name: RepositoryName| name == *repository))
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        convention::{Convention, ConventionKind},
        repository::{self, Mirror},
        services::{ProjectSettings, Rules},
    };

    fn project(id: &str, repository: &str, branch: &str) -> Project {
        let convention = Convention::new(ConventionKind::HfBlog, "zh-CN", None, None);
        let settings = ProjectSettings {
            id: ProjectId::new(id),
            name: id.into(),
            convention: convention.unwrap(),
            publish: PublishTarget::Github { upstream: "hub/upstream".into(), fork: None },
            base_branch: branch.into(),
            github_repository: Some(repository.into()),
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
        assert_eq!(works("hub/blog", "yiqi/zh/a"), []);
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
    fn what_cannot_be_read_fails_alone() {
        let deliveries = [delivery("1", "push", &json!({})), push("2", "hub/blog", "main")];
        let plan = Plan::of(&[project("blog", "hub/blog", "main")], &deliveries);
        assert!(plan.outcomes[&DeliveryId::new("1")].is_err());
        assert_eq!(plan.outcomes[&DeliveryId::new("2")], Ok(()));
        assert_eq!(plan.works.len(), 1);
    }
}
