//! What people say to each other about a post, with or without a task; what is said about a draft stands in
//! its threads.

use serde_json::json;

use super::{Result, Workshop, reviewing::remark, steps::ensure, views::PostRemark};
use crate::{
    ids::{ProjectId, Slug},
    workflow::{Action, Person},
};

/// How many remarks are shown; whoever wants to read older ones has the log.
const REMARKS_SHOWN: u32 = 200;

impl Workshop {
    /// Says something about a post.
    pub async fn say_of_post(
        &self,
        project: &ProjectId,
        slug: &Slug,
        body: &str,
        by: &Person,
    ) -> Result<PostRemark> {
        ensure(by, Action::Comment)?;
        let body = remark("body", body)?;
        let project = self.project(project)?;
        self.ensure_post(project, slug).await?;
        let event = self.post_event(project, slug, by.id, "remarked", json!({ "reason": body }));
        let place = (&project.settings.id, slug);
        let id = self.0.store.add_remark(place, by.id, &body, &event).await?;
        Ok(PostRemark { id, by: by.into(), at: event.at, body })
    }

    /// What was said about a post, oldest first.
    pub async fn remarks(&self, project: &ProjectId, slug: &Slug) -> Result<Vec<PostRemark>> {
        let project = self.project(project)?;
        self.ensure_post(project, slug).await?;
        let names = self.names().await?;
        let said = self.0.store.remarks_of(&project.settings.id, slug, REMARKS_SHOWN).await?;
        let told = said.into_iter().map(|it| PostRemark {
            id: it.id,
            by: names.brief(it.by),
            at: it.at,
            body: it.body,
        });
        Ok(told.collect())
    }
}
