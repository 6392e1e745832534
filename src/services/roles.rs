//! Roles that come from GitHub: whoever may write to a project's repository may steer its translations.
//!
//! It raises once. What a maintainer decides afterwards stands, and whoever may write no more keeps the
//! role until a maintainer takes it: a token that sees less one day must not empty the workshop.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Project, Result, Workshop};
use crate::workflow::{Person, Role};

impl Workshop {
    /// Looks up who may write to a project's repository, where the token may see that.
    pub(super) async fn follow_collaborators(&self, project: &Project) -> Result<()> {
        let Some((client, upstream)) = self.outside_of(project)? else { return Ok(()) };
        let Some(found) = client.collaborators(&upstream).await? else { return Ok(()) };
        let ids: BTreeSet<u64> = found.iter().map(|who| who.github_id).collect();
        self.0.store.set_collaborators(&project.settings.id, &ids).await?;
        for (_, github_id) in self.0.store.unapplied_collaborators().await? {
            if let Some(person) = self.0.store.person_by_github_id(github_id).await? {
                self.raise_collaborator(person).await?;
            }
        }
        Ok(())
    }

    /// Makes somebody a maintainer whom GitHub names as such, if that was not done before.
    pub(super) async fn raise_collaborator(&self, mut person: Person) -> Result<Person> {
        let Some(github_id) = person.github_id else { return Ok(person) };
        let waiting = self.0.store.unapplied_collaborators().await?;
        for (project, _) in waiting.into_iter().filter(|(_, id)| *id == github_id) {
            if person.role < Role::Maintainer {
                let repository = self
                    .project(&project)
                    .ok()
                    .and_then(|project| project.settings.github_repository.clone());
                let data = json!({
                    "person": person.id, "from": person.role, "to": Role::Maintainer,
                    "by": "collaborator", "repository": repository,
                });
                let raised = |known| Person { role: Role::Maintainer, ..known };
                person = self.change(person.id, raised, None, "role_changed", data).await?;
            }
            self.0.store.collaborator_applied(&project, github_id).await?;
        }
        Ok(person)
    }
}
