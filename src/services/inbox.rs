//! Webhook deliveries: stored before they are answered, worked on afterwards, each once.
//!
//! A delivery says only that something may have changed; the truth is asked for anew. So deliveries
//! that ask for the same are worked on together: a hundred pushes are one sync.

use std::collections::BTreeMap;

use super::{Project, PublishTarget, Result, SyncMode, Workshop};
use crate::{
    github::{self, RepositoryName, WebhookEvent},
    ids::{DeliveryId, ProjectId, PullRequestNumber},
};

/// How often a delivery is tried before it is parked; the timer catches up on what it would have told.
const MAX_ATTEMPTS: u32 = 5;

/// What a delivery asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Sync(ProjectId),
    PullRequest(ProjectId, PullRequestNumber),
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
        let mut works: BTreeMap<Work, Vec<DeliveryId>> = BTreeMap::new();
        let mut outcomes: BTreeMap<DeliveryId, std::result::Result<(), String>> = BTreeMap::new();
        for delivery in self.0.store.waiting_deliveries(MAX_ATTEMPTS).await? {
            match github::parse_event(&delivery.event, &delivery.payload) {
                Ok(event) => {
                    outcomes.insert(delivery.id.clone(), Ok(()));
                    for work in self.asked_for(event) {
                        works.entry(work).or_default().push(delivery.id.clone());
                    }
                }
                Err(error) => {
                    outcomes.insert(delivery.id, Err(error.to_string()));
                }
            }
        }
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

    fn asked_for(&self, event: WebhookEvent) -> Vec<Work> {
        let projects = self.0.projects.iter();
        match event {
            WebhookEvent::Push { repository, branch, .. } => projects
                .filter(|project| project.settings.base_branch == branch)
                .filter(|project| is_about(project, &repository))
                .map(|project| Work::Sync(project.settings.id.clone()))
                .collect(),
            WebhookEvent::PullRequest { repository, number, .. } => projects
                .filter(|project| is_about(project, &repository))
                .map(|project| Work::PullRequest(project.settings.id.clone(), number))
                .collect(),
            WebhookEvent::Ping | WebhookEvent::Ignored => Vec::new(),
        }
    }

    async fn work_on(&self, work: &Work) -> Result<()> {
        match work {
            Work::Sync(project) => {
                self.sync(project, SyncMode::Incremental, &|_, _, _| {}).await?;
            }
            Work::PullRequest(project, number) => {
                if let Some(task) = self.0.store.task_of_pull_request(project, *number).await? {
                    self.reconcile_task(&task).await?;
                }
            }
        }
        Ok(())
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
