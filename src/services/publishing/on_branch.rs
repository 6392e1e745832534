//! Publishing to a branch of a Git repository: the demo, and people without a GitHub token.

use super::{
    Manuscript, Outcome,
    manuscript::{BaseFiles, Changes},
    there_already,
};
use crate::{
    background,
    ids::{CommitId, RepoPath},
    repository::{CommitPlan, FileEdit, Mirror, RepositoryError},
    services::{Project, Result, ServiceError, Workshop},
    workflow::Published,
};

impl Workshop {
    /// Writes the manuscript onto the newest base the mirror knows, on a branch of `remote`.
    pub(super) async fn publish_on_branch(
        &self,
        project: &Project,
        remote: &str,
        manuscript: &Manuscript,
    ) -> Result<Outcome> {
        let (base, present) = base_files(project, manuscript).await?;
        let files = match manuscript.changes(&project.settings.convention, &present)? {
            Changes::Files(files) => files,
            Changes::None => return Ok(Outcome::Out(there_already(project, base))),
            Changes::AnotherIsThere => return Ok(Outcome::AnotherIsThere),
        };
        let plan = CommitPlan {
            branch: manuscript.branch.clone(),
            base,
            files: files.into_iter().map(|(path, content)| FileEdit { path, content }).collect(),
            message: manuscript.message.clone(),
            author_name: manuscript.author.name.clone(),
            author_email: manuscript.author.email.clone(),
            time: manuscript.approved_at.as_second(),
        };
        let commit = self.opened(project).await.commit_to_branch(remote, &plan).await?;
        let branch = manuscript.branch.clone();
        Ok(Outcome::Out(Published { branch, commit, number: None, url: None }))
    }
}

pub(super) async fn base_files(
    project: &Project,
    manuscript: &Manuscript,
) -> Result<(CommitId, BaseFiles)> {
    let mirror = project.mirror.clone();
    let target = manuscript.target_path.clone();
    let source_index = project.settings.convention.source_index();
    let target_index = project.settings.convention.target_index();
    background::run(move || {
        let base = mirror.head()?.ok_or(ServiceError::NotFound("synced source"))?;
        let read = |path: Option<&RepoPath>| read_file(&mirror, base, path);
        let files = BaseFiles {
            target: read(Some(&target))?,
            source_index: read(source_index.as_ref())?,
            target_index: read(target_index.as_ref())?,
        };
        Ok((base, files))
    })
    .await
}

fn read_file(
    mirror: &Mirror,
    at: CommitId,
    path: Option<&RepoPath>,
) -> std::result::Result<Option<Vec<u8>>, RepositoryError> {
    path.map_or(Ok(None), |path| mirror.file_at(at, path))
}
