//! What people say of a post itself, whether or not somebody translates it: who asks for it, how much
//! maintainers want it, what is to be known before one begins, and that it is left out. Where a translation is
//! there already, outside the repository, is kept by [`super::elsewhere`].
//!
//! None of it is derived from Git, and a sync leaves it alone. A post that is left out is not offered; what
//! somebody has in hand goes on to its end.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    Project, Result, ServiceError, Workshop, judging::find, reviewing::remark, steps::ensure,
};
use crate::{
    ids::{PersonId, ProjectId, Slug},
    store::{Event, Mark, MarkKind},
    workflow::{Action, Person, Priority},
};

/// What is said of one post, as far as lists show it.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    pub priority: Priority,
    /// Why it is left out.
    pub excluded: Option<String>,
    /// How many people ask for it.
    pub asked: usize,
    /// Addresses of translations outside the repository.
    pub elsewhere: Vec<String>,
}

impl Workshop {
    /// Asks that a post be translated, or takes that back; one voice each. Whether anything changed.
    pub async fn ask(
        &self,
        project: &ProjectId,
        slug: &Slug,
        wanted: bool,
        by: &Person,
    ) -> Result<bool> {
        ensure(by, Action::Ask)?;
        let project = self.project(project)?;
        self.ensure_post(project, slug).await?;
        let kind = if wanted { "asked" } else { "unasked" };
        let event = self.post_event(project, slug, by.id, kind, json!({}));
        let place = (&project.settings.id, slug);
        let changed = self.0.store.set_vote(place, by.id, wanted, &event).await?;
        if changed {
            project.forget_board();
        }
        Ok(changed)
    }

    /// Says how much a post is wanted. Whether anything changed.
    pub async fn prioritise(
        &self,
        project: &ProjectId,
        slug: &Slug,
        priority: Priority,
        by: &Person,
    ) -> Result<bool> {
        let (kind, value) = match priority {
            Priority::High => ("raised", Some(priority.name())),
            Priority::Normal => ("evened", None),
            Priority::Low => ("lowered", Some(priority.name())),
        };
        self.mark((project, slug), MarkKind::Priority, value, by, (kind, json!({}))).await
    }

    /// Says what is to be known before one begins with a post; nothing takes that away. Whether anything
    /// changed.
    pub async fn note_on_post(
        &self,
        project: &ProjectId,
        slug: &Slug,
        note: &str,
        by: &Person,
    ) -> Result<bool> {
        let place = (project, slug);
        if note.trim().is_empty() {
            return self.mark(place, MarkKind::Note, None, by, ("note_removed", json!({}))).await;
        }
        let note = remark("note", note)?;
        let told = ("noted", json!({ "reason": note }));
        self.mark(place, MarkKind::Note, Some(&note), by, told).await
    }

    /// Leaves a post out, with the reason people read. Whether anything changed.
    pub async fn exclude(
        &self,
        project: &ProjectId,
        slug: &Slug,
        reason: &str,
        by: &Person,
    ) -> Result<bool> {
        ensure(by, Action::Steer)?;
        let reason = remark("reason", reason)?;
        let told = ("excluded", json!({ "reason": reason }));
        self.mark((project, slug), MarkKind::Excluded, Some(&reason), by, told).await
    }

    /// Offers a post again that was left out. Whether it was.
    pub async fn include(&self, project: &ProjectId, slug: &Slug, by: &Person) -> Result<bool> {
        let told = ("included", json!({}));
        self.mark((project, slug), MarkKind::Excluded, None, by, told).await
    }

    async fn mark(
        &self,
        (project, slug): (&ProjectId, &Slug),
        kind: MarkKind,
        value: Option<&str>,
        by: &Person,
        (event, data): (&str, Value),
    ) -> Result<bool> {
        ensure(by, Action::Steer)?;
        let project = self.project(project)?;
        self.ensure_post(project, slug).await?;
        let event = self.post_event(project, slug, by.id, event, data);
        let place = (&project.settings.id, slug);
        let changed = self.0.store.set_mark(place, kind, value, by.id, &event).await?;
        if changed {
            project.forget_board();
        }
        Ok(changed)
    }

    /// Refuses a post that is left out.
    pub(super) async fn ensure_offered(&self, project: &ProjectId, slug: &Slug) -> Result<()> {
        let marks = self.0.store.marks_of(project, slug).await?;
        match marks.into_iter().find(|mark| mark.kind == MarkKind::Excluded) {
            Some(mark) => Err(ServiceError::Excluded { reason: mark.value }),
            None => Ok(()),
        }
    }

    /// What is said of the posts of a project; of those not named, nothing.
    pub(super) async fn standings(&self, project: &ProjectId) -> Result<HashMap<Slug, Standing>> {
        let mut standings: HashMap<Slug, Standing> = HashMap::new();
        for Mark { slug, kind, value, .. } in self.0.store.marks(project).await? {
            let standing = standings.entry(slug).or_default();
            match kind {
                MarkKind::Priority => standing.priority = value.parse().unwrap_or_default(),
                MarkKind::Excluded => standing.excluded = Some(value),
                MarkKind::Note => {}
            }
        }
        for (slug, asked) in self.0.store.votes(project).await? {
            standings.entry(slug).or_default().asked = asked;
        }
        for (slug, addresses) in self.elsewhere(project).await? {
            standings.entry(slug).or_default().elsewhere = addresses;
        }
        Ok(standings)
    }

    pub(super) async fn ensure_post(&self, project: &Project, slug: &Slug) -> Result<()> {
        find(&*self.known_catalogue(project).await?, slug).map(|_| ())
    }

    /// Something somebody did to a post itself.
    pub(super) fn post_event(
        &self,
        project: &Project,
        slug: &Slug,
        by: PersonId,
        kind: &str,
        data: Value,
    ) -> Event {
        Event {
            at: self.0.clock.now(),
            actor: Some(by),
            project: Some(project.settings.id.clone()),
            slug: Some(slug.clone()),
            task: None,
            kind: kind.into(),
            data,
        }
    }
}
