//! The cache of what Git says: one JSON value for each post and for each path's versions.
//!
//! Only what a sync changed is written, so its cost grows with the change and not with the blog.

use sqlx::SqliteConnection;

use super::{Result, Store, StoreError, encode, rows::RowName};
use crate::{
    catalogue::{Catalogue, CatalogueDiff, Post},
    history::{FileHistory, FileVersion, History},
    ids::{ProjectId, RepoPath, Slug},
};

impl Store {
    /// The catalogue of the last sync; `None` before the first, or where `engine` (a version of the
    /// judgement) differs from the one it was made by.
    pub async fn catalogue(&self, project: &ProjectId, engine: &str) -> Result<Option<Catalogue>> {
        // One snapshot: a sync that commits in between must not mix two heads.
        let mut snapshot = self.readers.begin().await?;
        let key = project.as_str();
        let row = sqlx::query!(
            "SELECT head, head_time, commits, former, warnings FROM catalogues \
             WHERE project = ? AND engine = ?",
            key,
            engine
        );
        let Some(row) = row.fetch_optional(&mut *snapshot).await? else { return Ok(None) };
        let name = RowName { table: "catalogues", row: project };
        let history = History {
            head: name.parse("head", &row.head)?,
            head_time: row.head_time,
            commits: name.number("commits", row.commits)?,
            files: files(&mut snapshot, project).await?,
            former: name.json("former", &row.former)?,
        };
        let posts = posts(&mut snapshot, project).await?;
        Ok(Some(Catalogue { history, posts, warnings: name.json("warnings", &row.warnings)? }))
    }

    /// Applies a difference in one transaction; `catalogue` is the state it leads to.
    ///
    /// Where the stored catalogue is not the one the difference leads away from (another engine made it,
    /// or another process synced meanwhile), the difference has no ground to stand on, and the whole
    /// catalogue is written in its place.
    pub async fn apply_catalogue(
        &self,
        project: &ProjectId,
        engine: &str,
        diff: &CatalogueDiff,
        catalogue: &Catalogue,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let stored = stored_head(&mut transaction, project, engine).await?;
        let has_ground = stored.is_some() && stored == diff.from.map(|head| head.to_string());
        if !has_ground {
            clear(&mut transaction, project).await?;
        }
        write_head(&mut transaction, project, engine, catalogue).await?;
        if has_ground {
            write_diff(&mut transaction, project, diff, catalogue).await?;
        } else {
            for file in &catalogue.history.files {
                write_file(&mut transaction, project, file).await?;
            }
            for post in &catalogue.posts {
                write_post(&mut transaction, project, post).await?;
            }
        }
        Ok(transaction.commit().await?)
    }

    /// Forgets the cache of a project.
    pub async fn drop_catalogue(&self, project: &ProjectId) -> Result<()> {
        let mut transaction = self.begin().await?;
        clear(&mut transaction, project).await?;
        Ok(transaction.commit().await?)
    }
}

/// The head of the stored catalogue, as it is written there, if this engine made it.
async fn stored_head(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    engine: &str,
) -> Result<Option<String>> {
    let key = project.as_str();
    let head = sqlx::query_scalar!(
        "SELECT head FROM catalogues WHERE project = ? AND engine = ?",
        key,
        engine
    );
    Ok(head.fetch_optional(connection).await?)
}

async fn files(connection: &mut SqliteConnection, project: &ProjectId) -> Result<Vec<FileHistory>> {
    let key = project.as_str();
    let rows = sqlx::query!(
        "SELECT path, versions FROM catalogue_files WHERE project = ? ORDER BY path",
        key
    );
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let name = RowName { table: "catalogue_files", row: &row.path };
            let versions: Vec<FileVersion> = name.json("versions", &row.versions)?;
            Ok(FileHistory { path: RepoPath::new(row.path), versions })
        })
        .collect()
}

async fn posts(connection: &mut SqliteConnection, project: &ProjectId) -> Result<Vec<Post>> {
    let key = project.as_str();
    let rows =
        sqlx::query!("SELECT slug, post FROM catalogue_posts WHERE project = ? ORDER BY slug", key);
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| RowName { table: "catalogue_posts", row: &row.slug }.json("post", &row.post))
        .collect()
}

async fn write_diff(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    diff: &CatalogueDiff,
    catalogue: &Catalogue,
) -> Result<()> {
    for path in &diff.removed_histories {
        remove_file(connection, project, path).await?;
    }
    for path in &diff.histories {
        let files = &catalogue.history.files;
        let missing = || StoreError::Missing { table: "catalogue_files", row: path.to_string() };
        let place = files.binary_search_by(|file| file.path.cmp(path)).map_err(|_| missing())?;
        write_file(connection, project, &files[place]).await?;
    }
    for slug in &diff.removed {
        remove_post(connection, project, slug).await?;
    }
    for post in &diff.upserted {
        write_post(connection, project, post).await?;
    }
    Ok(())
}

async fn write_head(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    engine: &str,
    catalogue: &Catalogue,
) -> Result<()> {
    let (key, head) = (project.as_str(), catalogue.history.head.to_string());
    let (former, warnings) = (encode(&catalogue.history.former)?, encode(&catalogue.warnings)?);
    sqlx::query!(
        "INSERT INTO catalogues (project, engine, head, head_time, commits, former, warnings) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (project) DO UPDATE SET \
         engine = ?2, head = ?3, head_time = ?4, commits = ?5, former = ?6, warnings = ?7",
        key,
        engine,
        head,
        catalogue.history.head_time,
        catalogue.history.commits,
        former,
        warnings
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn write_file(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    file: &FileHistory,
) -> Result<()> {
    let (key, path, versions) = (project.as_str(), file.path.as_str(), encode(&file.versions)?);
    sqlx::query!(
        "INSERT INTO catalogue_files (project, path, versions) VALUES (?1, ?2, ?3) \
         ON CONFLICT (project, path) DO UPDATE SET versions = ?3",
        key,
        path,
        versions
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn remove_file(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    path: &RepoPath,
) -> Result<()> {
    let (key, path_key) = (project.as_str(), path.as_str());
    let result =
        sqlx::query!("DELETE FROM catalogue_files WHERE project = ? AND path = ?", key, path_key)
            .execute(connection)
            .await?;
    RowName { table: "catalogue_files", row: path }.changed(&result)
}

async fn write_post(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    post: &Post,
) -> Result<()> {
    let (key, slug, post) = (project.as_str(), post.slug.as_str(), encode(post)?);
    sqlx::query!(
        "INSERT INTO catalogue_posts (project, slug, post) VALUES (?1, ?2, ?3) \
         ON CONFLICT (project, slug) DO UPDATE SET post = ?3",
        key,
        slug,
        post
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn remove_post(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    slug: &Slug,
) -> Result<()> {
    let (key, slug_key) = (project.as_str(), slug.as_str());
    let result =
        sqlx::query!("DELETE FROM catalogue_posts WHERE project = ? AND slug = ?", key, slug_key)
            .execute(connection)
            .await?;
    RowName { table: "catalogue_posts", row: slug }.changed(&result)
}

/// Deletes everything of a project; the rows of its files and posts go with the head's.
async fn clear(connection: &mut SqliteConnection, project: &ProjectId) -> Result<()> {
    let key = project.as_str();
    sqlx::query!("DELETE FROM catalogues WHERE project = ?", key).execute(connection).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
