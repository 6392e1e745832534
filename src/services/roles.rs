//! Roles that come from GitHub: whoever may write to a project's repository may steer its translations,
//! for as long as they may.
//!
//! What a maintainer decides stands over it: whoever they give a role keeps that role. Only what this
//! raised is lowered again, to the role that was there before; a list that names nobody is not believed,
//! so that a token that sees less one day does not empty the workshop.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Project, Result, ServiceError, Workshop};
use crate::{
    ids::ProjectId,
    store::Departed,
    workflow::{Person, Role},
};

impl Workshop {
    /// Looks up who may write to a project's repository, where the token may see that.
    pub(super) async fn follow_collaborators(&self, project: &Project) -> Result<()> {
        let Some((client, upstream)) = self.outside_of(project)? else { return Ok(()) };
        let Some(found) = client.collaborators(&upstream).await? else { return Ok(()) };
        let ids: BTreeSet<u64> = found.iter().map(|who| who.github_id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        self.0.store.set_collaborators(&project.settings.id, &ids).await?;
        for (_, github_id) in self.0.store.unapplied_collaborators().await? {
            if let Some(person) = self.0.store.person_by_github_id(github_id).await? {
                self.raise_collaborator(person).await?;
            }
        }
        for departed in self.0.store.departed_collaborators().await? {
            self.lower_collaborator(&departed).await?;
        }
        Ok(())
    }

    /// Makes somebody a maintainer whom GitHub names as such, if that was not done before.
    pub(super) async fn raise_collaborator(&self, mut person: Person) -> Result<Person> {
        let Some(github_id) = person.github_id else { return Ok(person) };
        let waiting = self.0.store.unapplied_collaborators().await?;
        for (project, _) in waiting.into_iter().filter(|(_, id)| *id == github_id) {
            let before = person.role;
            // Noted before the role changes: cut off in between, the next look goes on with it.
            let from = Some(before).filter(|role| *role < Role::Maintainer);
            if let Some(from) = from {
                self.0.store.collaborator_raised_from(&project, github_id, from).await?;
                let data = self.change_by_github(&project, &person, Role::Maintainer);
                let raised = |known| Person { role: Role::Maintainer, ..known };
                person = self.change(person.id, raised, None, "role_changed", data).await?;
            }
            self.0.store.collaborator_applied(&project, github_id).await?;
        }
        Ok(person)
    }

    /// Gives somebody who may not write any more the role they had before they might.
    async fn lower_collaborator(&self, departed: &Departed) -> Result<()> {
        let Departed { project, github_id, raised_from } = departed;
        let (store, id) = (&self.0.store, *github_id);
        let person = store.person_by_github_id(id).await?;
        let raised = person.filter(|person| person.role == Role::Maintainer);
        if let (Some(person), Some(from)) = (raised, *raised_from) {
            if store.hand_collaborator_on(project, id).await? {
                return Ok(());
            }
            let role = from.max(self.configured_role(&person.login));
            if role < person.role {
                let data = self.change_by_github(project, &person, role);
                let lowered = |known| Person { role, ..known };
                match self.change(person.id, lowered, None, "role_changed", data).await {
                    // Somebody has to be left; they are lowered once there is another.
                    Err(ServiceError::LastMaintainer) => return Ok(()),
                    done => _ = done?,
                }
            }
        }
        Ok(store.forget_collaborator(project, id).await?)
    }

    fn change_by_github(
        &self,
        project: &ProjectId,
        person: &Person,
        to: Role,
    ) -> serde_json::Value {
        let project = self.project(project).ok();
        let repository = project.and_then(|project| project.settings.github_repository.clone());
        json!({
            "person": person.id, "from": person.role, "to": to,
            "by": "collaborator", "repository": repository,
        })
    }
}
