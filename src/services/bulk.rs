//! One act on many posts.
//!
//! Each post is its own act: decided, done and logged by itself, so that one refusal keeps nobody from the rest.
//! A further act is a variant of [`BulkAct`] and an arm of `act_on`.

use super::{
    Project, Result, ServiceError, Unfit, Workshop,
    judging::find,
    steps::ensure,
    views::{BulkDone, BulkOutcome, BulkPost},
};
use crate::{
    ids::{PersonId, ProjectId, Slug},
    staleness::Severity,
    workflow::{Action, Person, Priority},
};

/// Posts one request may name.
const MOST_POSTS: usize = 200;

/// What is done to each post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAct {
    /// Somebody gets it.
    Assign { to: PersonId },
    /// Its open cosmetic changes need nothing, for this reason.
    DismissCosmetic { reason: String },
    /// It comes before others, or after them.
    Prioritise { priority: Priority },
    /// It is left out, for this reason.
    Exclude { reason: String },
    /// It is offered again.
    Include,
}

impl BulkAct {
    /// What whoever asks for it must be allowed.
    fn action(&self) -> Action {
        match self {
            Self::Assign { .. }
            | Self::Prioritise { .. }
            | Self::Exclude { .. }
            | Self::Include => Action::Steer,
            Self::DismissCosmetic { .. } => Action::Judge,
        }
    }
}

impl Workshop {
    /// Who may be given a post, by name.
    pub async fn assignable(&self, by: &Person) -> Result<Vec<Person>> {
        ensure(by, Action::Steer)?;
        let people = self.0.store.people().await?.into_iter();
        let mut people: Vec<Person> = people.filter(|person| !person.blocked).collect();
        people.sort_by_key(|person| person.name.to_lowercase());
        Ok(people)
    }

    /// Does one thing to many posts, and tells of each what became of it.
    ///
    /// # Errors
    /// Where the person may not do that to any, where nothing or more than `MOST_POSTS` are named, and where
    /// something fails that is no refusal; what was done until then stands and is in the log.
    pub async fn bulk(
        &self,
        project: &ProjectId,
        slugs: &[Slug],
        act: &BulkAct,
        by: &Person,
    ) -> Result<BulkDone> {
        ensure(by, act.action())?;
        let project = self.project(project)?;
        ensure_some(slugs)?;
        let mut posts: Vec<BulkPost> = Vec::new();
        let done = self.act_on_each(project, slugs, act, by, &mut posts).await;
        // Once for all of them, also where something failed on the way.
        if posts.iter().any(|post| matches!(post.outcome, BulkOutcome::Dismissed { .. })) {
            self.rejudge(project).await?;
        }
        done?;
        Ok(BulkDone { project: project.settings.id.clone(), posts })
    }

    async fn act_on_each(
        &self,
        project: &Project,
        slugs: &[Slug],
        act: &BulkAct,
        by: &Person,
        posts: &mut Vec<BulkPost>,
    ) -> Result<()> {
        for slug in slugs {
            if posts.iter().any(|post| post.slug == *slug) {
                continue;
            }
            let outcome = self.act_on(project, slug, act, by).await.or_else(refusal)?;
            posts.push(BulkPost { slug: slug.clone(), outcome });
        }
        Ok(())
    }

    async fn act_on(
        &self,
        project: &Project,
        slug: &Slug,
        act: &BulkAct,
        by: &Person,
    ) -> Result<BulkOutcome> {
        match act {
            BulkAct::Assign { to } => self.assign_one(project, slug, *to, by).await,
            BulkAct::DismissCosmetic { reason } => {
                self.dismiss_cosmetic(project, slug, reason, by).await
            }
            BulkAct::Prioritise { priority } => {
                self.prioritise(&project.settings.id, slug, *priority, by).await.map(marked)
            }
            BulkAct::Exclude { reason } => {
                self.exclude(&project.settings.id, slug, reason, by).await.map(marked)
            }
            BulkAct::Include => self.include(&project.settings.id, slug, by).await.map(marked),
        }
    }

    async fn assign_one(
        &self,
        project: &Project,
        slug: &Slug,
        to: PersonId,
        by: &Person,
    ) -> Result<BulkOutcome> {
        let id = &project.settings.id;
        let active = self.0.store.active_task(id, slug).await?;
        if active.is_some_and(|task| task.translator == to) {
            return Ok(BulkOutcome::NothingToDo);
        }
        // Who has it open elsewhere is not to be overlooked where nobody looks at the post itself.
        self.ensure_nobody_is_on_it(id, slug).await?;
        let task = self.assign(id, slug, to, by).await?.id;
        Ok(BulkOutcome::Assigned { task })
    }

    /// Dismisses the open cosmetic changes of a post; judging again is up to the caller.
    async fn dismiss_cosmetic(
        &self,
        project: &Project,
        slug: &Slug,
        reason: &str,
        by: &Person,
    ) -> Result<BulkOutcome> {
        let catalogue = self.known_catalogue(project).await?;
        let post = find(&catalogue, slug)?;
        let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
        let cosmetic: Vec<_> = changes
            .filter(|change| change.is_open() && change.severity == Severity::Cosmetic)
            .collect();
        if cosmetic.is_empty() {
            return Ok(BulkOutcome::NothingToDo);
        }
        self.note_dismissals(project, slug, &cosmetic, reason, by).await?;
        Ok(BulkOutcome::Dismissed { changes: cosmetic.len() })
    }
}

fn ensure_some(slugs: &[Slug]) -> Result<()> {
    let problem = match slugs.len() {
        0 => Unfit::NoPost,
        1..=MOST_POSTS => return Ok(()),
        _ => Unfit::Posts { most: MOST_POSTS },
    };
    Err(ServiceError::Invalid { field: "slug", problem })
}

/// What became of a mark that was set, or stood already.
fn marked(changed: bool) -> BulkOutcome {
    if changed { BulkOutcome::Marked } else { BulkOutcome::NothingToDo }
}

/// What is a refusal of one post and no failure of the whole.
fn refusal(error: ServiceError) -> Result<BulkOutcome> {
    Ok(match error {
        ServiceError::NothingToDo => BulkOutcome::NothingToDo,
        ServiceError::NotFound("post") => BulkOutcome::NoSuchPost,
        ServiceError::AlreadyClaimed { by } => BulkOutcome::Taken { by },
        ServiceError::OnIt { number, author, url } => {
            BulkOutcome::OpenElsewhere { number, author, url }
        }
        ServiceError::Excluded { reason } => BulkOutcome::LeftOut { reason },
        ServiceError::NoSource => BulkOutcome::NoSource,
        ServiceError::Refused(_) => BulkOutcome::WrongStage,
        failure => return Err(failure),
    })
}
