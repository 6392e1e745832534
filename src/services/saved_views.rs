//! Filters of a board that people keep under names of their own.

use super::{Result, ServiceError, Unfit, Workshop, people::plain_text};
use crate::{ids::ProjectId, store::StoredView, workflow::Person};

/// Views a person may keep on one project.
const MOST: u32 = 20;
const LONGEST_NAME: usize = 40;
/// The longest address that is kept, in bytes.
const LONGEST_QUERY: usize = 2_000;

impl Workshop {
    /// What a person keeps on a board, the oldest first.
    pub async fn saved_views(
        &self,
        project: &ProjectId,
        person: &Person,
    ) -> Result<Vec<StoredView>> {
        let project = self.project(project)?;
        Ok(self.0.store.saved_views(person.id, &project.settings.id).await?)
    }

    /// Keeps filters under a name, in place of what had it before.
    pub async fn save_view(
        &self,
        project: &ProjectId,
        name: &str,
        query: String,
        by: &Person,
    ) -> Result<StoredView> {
        let project = self.project(project)?;
        let name = plain_text("name", name, LONGEST_NAME)?;
        if query.len() > LONGEST_QUERY {
            return Err(ServiceError::Invalid {
                field: "query",
                problem: Unfit::Long { most: LONGEST_QUERY },
            });
        }
        let view = StoredView { name, query };
        let (id, now) = (&project.settings.id, self.0.clock.now());
        if self.0.store.save_view(by.id, id, &view, now, MOST).await? {
            return Ok(view);
        }
        let problem = Unfit::Full { most: MOST as usize };
        Err(ServiceError::Invalid { field: "name", problem })
    }

    /// Forgets a view; whether there was one.
    pub async fn remove_view(&self, project: &ProjectId, name: &str, by: &Person) -> Result<bool> {
        let project = self.project(project)?;
        Ok(self.0.store.remove_view(by.id, &project.settings.id, name).await?)
    }
}
