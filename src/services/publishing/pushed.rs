//! What others put onto a branch of ours becomes part of the draft.
//!
//! Their commits are never buried, and what a translator wrote meanwhile is not either: their text is
//! merged block by block into the newest draft, as a revision by whoever pushed it. Where both changed a
//! block, the draft keeps its own and theirs is told, for a person to choose.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Manuscript,
    merging::{Merged, merge},
};
use crate::{
    background,
    github::{Client, GithubError, RepositoryName},
    ids::{CommitId, RevisionNumber},
    services::{
        Project, Result, ServiceError, Workshop,
        reviewing::spoken,
        views::{OutsidePlace, OutsideRemark},
    },
    store::{Publishing, Revision, SaveOutcome},
    workflow::{Person, Published, Stage, Task, Told},
};

/// What became of others' commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services) enum TakenIn {
    /// They were known, or leave the translation alone.
    Nothing,
    /// Their text is in this revision; so many blocks wait for a choice.
    Into { revision: RevisionNumber, by: String, clashes: usize },
}

/// Where a branch stands.
pub(in crate::services) struct Tip<'a> {
    pub home: &'a RepositoryName,
    pub branch: &'a str,
    pub commit: CommitId,
}

impl Workshop {
    /// Takes the text at the tip of a task's branch into its draft, where others pushed it.
    pub(in crate::services) async fn take_in(
        &self,
        project: &Project,
        task: &Task,
        client: &Client,
        tip: Tip<'_>,
    ) -> Result<TakenIn> {
        let known = self.0.store.publishings(task.id).await?;
        if known.iter().any(|known| known.commit == tip.commit) {
            return Ok(TakenIn::Nothing);
        }
        let Some(last) = known.first() else { return Err(taken(&tip)) };
        let path = project.settings.convention.target_path(&task.slug);
        let Some(theirs) = text_at(client, tip.home, &path, tip.commit).await? else {
            return Err(taken(&tip));
        };
        let before = text_at(client, tip.home, &path, last.commit).await?.unwrap_or_default();
        let newest = self.0.store.newest_revision(task.id).await?;
        let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
        if theirs == before {
            let known = (last.revision, theirs.as_str());
            return self.met(task, &tip, known).await.map(|()| TakenIn::Nothing);
        }
        let pushed = client.pushed_commit(tip.home, tip.commit).await;
        let by = match pushed {
            Ok(commit) => self.person_who_pushed(&commit).await?,
            Err(error) => {
                tracing::info!(%error, "who pushed is not known");
                let commit = client.commit(tip.home, tip.commit).await?;
                self.person_who_pushed(&commit.into()).await?
            }
        };
        let merged = self.merged_with(project, task, &newest, &before, &theirs).await?;
        let clashes = merged.clashes.len();
        let revision = self.append(task, &tip, &newest, &merged, &by).await?;
        self.met(task, &tip, (revision, &theirs)).await?;
        let data = json!({
            "commit": tip.commit, "revision": revision, "clashes": clashes, "branch": tip.branch,
        });
        self.log(task, Some(by.id), "pushed", data).await?;
        self.tell_clashes(task, &tip, &merged, &by).await?;
        Ok(TakenIn::Into { revision, by: by.name, clashes })
    }

    /// Puts what others made of a block that the draft kept its own way beside that block.
    async fn tell_clashes(
        &self,
        task: &Task,
        tip: &Tip<'_>,
        merged: &Merged,
        by: &Person,
    ) -> Result<()> {
        for (number, clash) in merged.clashes.iter().enumerate() {
            let told = match clash.theirs.as_str() {
                "" => Told::BlockRemoved,
                theirs => Told::BlockRewritten { theirs: theirs.to_owned() },
            };
            let remark = OutsideRemark {
                id: spoken::id(tip.home, tip.commit, number),
                reply_to: None,
                author: by.name.clone(),
                url: format!("https://github.com/{}/commit/{}", tip.home, tip.commit),
                at: self.0.clock.now(),
                body: spoken::kept(&told),
                place: Some(OutsidePlace { text: merged.text.clone(), line: clash.line }),
            };
            self.comment_from_github(task.id, remark).await?;
        }
        Ok(())
    }

    /// Notes a commit of a task's branch.
    async fn met(
        &self,
        task: &Task,
        tip: &Tip<'_>,
        (revision, text): (RevisionNumber, &str),
    ) -> Result<()> {
        let publishing = Publishing {
            task: task.id,
            commit: tip.commit,
            revision,
            text_hash: Some(hash(text)),
            at: self.0.clock.now(),
        };
        self.0.store.add_publishing(&publishing).await?;
        if let Some((known, _)) = self.still_open(task).await?
            && let Stage::PrOpen { ref published, .. } = known.stage
        {
            let published = Published { commit: tip.commit, ..published.clone() };
            let after = known.clone().pushed(revision, published)?;
            if after != known {
                self.worker_step(&known, &after, "pushed", json!({"commit": tip.commit})).await?;
            }
        }
        Ok(())
    }

    async fn still_open(&self, task: &Task) -> Result<Option<(Task, &Project)>> {
        let (task, project) = self.task(task.id).await?;
        Ok(task.is_active().then_some((task, project)))
    }

    /// The newest draft with what others changed of what was published.
    async fn merged_with(
        &self,
        project: &Project,
        task: &Task,
        newest: &Revision,
        before: &str,
        theirs: &str,
    ) -> Result<Merged> {
        // As it would go out, so that the credits are no difference; a draft that cannot is taken as it is.
        let mine = match self.manuscript_of(project, task, newest.number).await {
            Ok(Manuscript { text, .. }) => text,
            Err(_) => newest.text.clone(),
        };
        let dialect = project.settings.convention.dialect();
        let (before, theirs) = (before.to_owned(), theirs.to_owned());
        Ok(background::run(move || merge(&before, &mine, &theirs, dialect)).await)
    }

    async fn append(
        &self,
        task: &Task,
        tip: &Tip<'_>,
        newest: &Revision,
        merged: &Merged,
        by: &Person,
    ) -> Result<RevisionNumber> {
        let (number, now) = (newest.number, self.0.clock.now());
        let (before, _) = self.task(task.id).await?;
        let after = match &before.stage {
            Stage::PrOpen { published, .. } => {
                let next = RevisionNumber(number.0 + 1);
                let published = Published { commit: tip.commit, ..published.clone() };
                before.clone().pushed(next, published)?
            }
            _ => before.clone(),
        };
        let saved =
            self.0.store.save_draft(&before, &after, number, &merged.text, by.id, now).await?;
        self.project_of(task)?.forget_board();
        match saved {
            SaveOutcome::Saved(revision) => Ok(revision.number),
            // Somebody saved meanwhile; the next look merges with that.
            SaveOutcome::Conflict(_) | SaveOutcome::TaskMoved => {
                Err(crate::store::StoreError::Contended {
                    table: "tasks",
                    row: task.id.to_string(),
                }
                .into())
            }
        }
    }
}

async fn text_at(
    client: &Client,
    home: &RepositoryName,
    path: &crate::ids::RepoPath,
    at: CommitId,
) -> std::result::Result<Option<String>, GithubError> {
    let bytes = client.file(home, path, at).await?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn taken(tip: &Tip<'_>) -> ServiceError {
    ServiceError::BranchTaken { branch: tip.branch.to_owned(), commit: tip.commit.short() }
}

/// Names a text without keeping it a second time.
pub(in crate::services) fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
