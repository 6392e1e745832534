//! Work that goes on elsewhere: an open pull request of somebody else that adds or changes a translation
//! is a claim, and nobody here is offered the same post.
//!
//! The list of open pull requests is asked for with its `ETag`, so that asking costs nothing while nothing
//! changes; the files of a pull request are asked for once per head. However many there are, a look sends
//! a bounded number of requests, and what it leaves for later waits in the database.

use std::collections::{BTreeSet, HashMap};

use super::{Project, PublishTarget, Result, ServiceError, Workshop, views::OutsideWork};
use crate::{
    convention::PathRole,
    github::{Client, OpenPullRequest, RepositoryName},
    ids::{ProjectId, PullRequestNumber, Slug, TaskId},
    store::OutsidePull,
    workflow::{Action, Person, Task, may},
};

/// The files of so many pull requests are asked for in one look.
const LOOKS_AT_ONCE: usize = 40;

impl Workshop {
    /// The pull requests of others that concern a post, oldest first.
    pub async fn outside_work(&self, project: &ProjectId, slug: &Slug) -> Result<Vec<OutsideWork>> {
        let mut work = self.outside_work_of(project).await?;
        Ok(work.remove(slug).unwrap_or_default())
    }

    /// All of them, by post.
    pub(super) async fn outside_work_of(
        &self,
        project: &ProjectId,
    ) -> Result<HashMap<Slug, Vec<OutsideWork>>> {
        let mut work: HashMap<Slug, Vec<OutsideWork>> = HashMap::new();
        for pull in self.0.store.outside_pulls(project).await? {
            for slug in &pull.slugs {
                work.entry(slug.clone()).or_default().push(OutsideWork::from(&pull));
            }
        }
        Ok(work)
    }

    /// A maintainer takes a post although somebody has it open elsewhere.
    pub async fn claim_despite(
        &self,
        project: &ProjectId,
        slug: &Slug,
        by: &Person,
    ) -> Result<Task> {
        if !may(by, Action::Steer) {
            return Err(ServiceError::Forbidden);
        }
        let project = self.project(project)?;
        let limit = project.settings.rules.max_claims_per_person;
        self.claim_for(project, slug, by.id, by, limit).await
    }

    /// Refuses a claim of a post that somebody has open elsewhere.
    pub(super) async fn ensure_nobody_is_on_it(
        &self,
        project: &ProjectId,
        slug: &Slug,
    ) -> Result<()> {
        match self.outside_work(project, slug).await?.first() {
            None => Ok(()),
            Some(OutsideWork { number, author, url, .. }) => Err(ServiceError::OnIt {
                number: *number,
                author: author.clone(),
                url: url.clone(),
            }),
        }
    }

    /// Looks up which translations others have open; whether anything changed.
    pub(super) async fn look_outside(&self, project: &Project) -> Result<bool> {
        let Some((client, upstream)) = self.outside_of(project)? else { return Ok(false) };
        let id = &project.settings.id;
        let open = client.open_pull_requests(&upstream).await?;
        let known = self.0.store.outside_pulls(id).await?;
        let numbers: BTreeSet<u64> = open.iter().map(|pull| pull.number.0).collect();
        let mut changed = false;
        for gone in known.iter().filter(|pull| !numbers.contains(&pull.number.0)) {
            self.0.store.forget_outside_pull(id, gone.number).await?;
            changed = true;
        }
        let known: HashMap<u64, OutsidePull> =
            known.into_iter().map(|pull| (pull.number.0, pull)).collect();
        let mut looks = 0;
        for pull in &open {
            let before = known.get(&pull.number.0);
            let is_new = before.is_none_or(|it| it.looked_at != Some(pull.head_commit));
            if is_new && looks == LOOKS_AT_ONCE {
                tracing::info!(project = %id, "further pull requests are looked at next time");
                break;
            }
            looks += usize::from(is_new);
            changed |= self.learn_of(project, client, &upstream, pull, before).await?;
        }
        if changed {
            project.forget_board();
        }
        Ok(changed)
    }

    /// Looks up one pull request that is not ours.
    pub(super) async fn look_at_outside_pull(
        &self,
        project: &Project,
        number: PullRequestNumber,
    ) -> Result<()> {
        let Some((client, upstream)) = self.outside_of(project)? else { return Ok(()) };
        let id = &project.settings.id;
        let known = self.0.store.outside_pulls(id).await?;
        let before = known.iter().find(|pull| pull.number == number);
        let changed = match client.open_pull_request(&upstream, number).await? {
            Some(open) => self.learn_of(project, client, &upstream, &open, before).await?,
            None => {
                self.0.store.forget_outside_pull(id, number).await?;
                before.is_some()
            }
        };
        if changed {
            project.forget_board();
        }
        Ok(())
    }

    /// Learns under which names the repositories of a project are known now.
    pub(super) async fn learn_names(&self, project: &Project) -> Result<()> {
        let PublishTarget::Github { upstream, fork } = &project.settings.publish else {
            return Ok(());
        };
        let Some(client) = &self.0.github else { return Ok(()) };
        for configured in [Some(upstream), fork.as_ref()].into_iter().flatten() {
            let known = client.repository(&project.now_named(configured)?).await?;
            project.learn_name(configured, known.full_name.parse()?);
        }
        Ok(())
    }

    /// Where others would open pull requests, and who asks; `None` where GitHub is not asked.
    pub(super) fn outside_of(
        &self,
        project: &Project,
    ) -> Result<Option<(&Client, RepositoryName)>> {
        let upstream = match &project.settings.publish {
            PublishTarget::Github { upstream, .. } | PublishTarget::Preview { upstream, .. } => {
                Some(upstream)
            }
            PublishTarget::Branch { .. } | PublishTarget::Nowhere => {
                project.settings.github_repository.as_ref()
            }
        };
        let (Some(client), Some(upstream)) = (&self.0.github, upstream) else { return Ok(None) };
        Ok(Some((client, project.now_named(upstream)?)))
    }

    /// Writes down what an open pull request concerns; its files are asked for where its head is new.
    async fn learn_of(
        &self,
        project: &Project,
        client: &Client,
        upstream: &RepositoryName,
        pull: &OpenPullRequest,
        before: Option<&OutsidePull>,
    ) -> Result<bool> {
        let slugs = match before {
            Some(before) if before.looked_at == Some(pull.head_commit) => before.slugs.clone(),
            _ => self.slugs_of(project, client, upstream, pull).await?,
        };
        let learned = OutsidePull {
            number: pull.number,
            looked_at: Some(pull.head_commit),
            author: pull.author.clone(),
            title: pull.title.clone(),
            url: pull.url.clone(),
            opened_at: pull.opened_at,
            slugs,
        };
        if before == Some(&learned) {
            return Ok(false);
        }
        self.0.store.set_outside_pull(&project.settings.id, &learned).await?;
        Ok(before.map(|before| &before.slugs) != Some(&learned.slugs))
    }

    /// The translations a pull request of somebody else adds or changes; none of our own.
    async fn slugs_of(
        &self,
        project: &Project,
        client: &Client,
        upstream: &RepositoryName,
        pull: &OpenPullRequest,
    ) -> Result<Vec<Slug>> {
        let id = &project.settings.id;
        let task: Option<TaskId> =
            self.0.store.task_of_pull_request(id, pull.number).await?.map(|task| task.id);
        if task.is_some() {
            return Ok(Vec::new());
        }
        let changed = client.changed_paths(upstream, pull.number).await?;
        let convention = &project.settings.convention;
        let slugs: BTreeSet<Slug> = changed
            .written
            .iter()
            .filter_map(|path| match convention.role(path) {
                PathRole::Target(slug) => Some(slug),
                _ => None,
            })
            .filter(|slug| !is_ours(project, upstream, pull, slug))
            .collect();
        Ok(slugs.into_iter().collect())
    }
}

/// Whether a pull request comes from the branch Yiqi would use for a post: its own, not yet written down.
fn is_ours(
    project: &Project,
    upstream: &RepositoryName,
    pull: &OpenPullRequest,
    slug: &Slug,
) -> bool {
    let home = match &project.settings.publish {
        PublishTarget::Github { fork: Some(fork), .. }
        | PublishTarget::Preview { fork: Some(fork), .. } => fork.split_once('/').map(|(it, _)| it),
        _ => None,
    };
    let home = home.unwrap_or(&upstream.owner);
    let branch = project.settings.convention.branch_name(slug);
    pull.head.eq_ignore_ascii_case(&format!("{home}:{branch}"))
}

impl From<&OutsidePull> for OutsideWork {
    fn from(pull: &OutsidePull) -> Self {
        Self {
            number: pull.number,
            author: pull.author.clone(),
            title: pull.title.clone(),
            url: pull.url.clone(),
            opened_at: pull.opened_at,
        }
    }
}
