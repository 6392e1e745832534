//! The cache of what Git says: one JSON value for each post and for each path's versions.
//!
//! Only what a sync changed is written, so its cost grows with the change and not with the blog.

use std::sync::Arc;

use sqlx::SqliteConnection;

use super::{Result, Store, StoreError, encode, rows::RowName};
use crate::{
    catalogue::{Catalogue, CatalogueDiff, KnownIndexes, Post},
    history::{FileHistory, FileVersion, History},
    ids::{ProjectId, RepoPath, Slug},
};

/// How many rows one transaction writes: a few milliseconds, in which everybody else's writing waits.
const AT_ONCE: usize = 64;

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
        let warnings = name.json("warnings", &row.warnings)?;
        Ok(Some(Catalogue { history, posts, warnings, indexes: KnownIndexes::default() }))
    }

    /// Applies a difference; `catalogue` is the state it leads to.
    ///
    /// Where the stored catalogue is not the one the difference leads away from (another engine made it,
    /// or another process synced meanwhile), the difference has no ground to stand on, and the whole
    /// catalogue is written in its place.
    ///
    /// What is small is one transaction. What is large, such as a first sync, goes in by instalments, so
    /// that a webhook or a draft never waits for all of it; until the last one nobody reads any of it, and
    /// whoever is interrupted begins anew. Two that write at once: the later one wins whole, and the other
    /// is told.
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
        let changes =
            if has_ground { changes_of(diff, catalogue)? } else { changes_to(catalogue).collect() };
        if !has_ground {
            clear(&mut transaction, project).await?;
        }
        if changes.len() <= AT_ONCE {
            write_head(&mut transaction, project, engine, catalogue).await?;
            Rows::of(&changes)?.write(&mut transaction, project).await?;
            return Ok(transaction.commit().await?);
        }
        let unfinished = unfinished();
        write_head(&mut transaction, project, &unfinished, catalogue).await?;
        transaction.commit().await?;
        let head = catalogue.history.head.to_string();
        let mut instalments = changes.chunks(AT_ONCE);
        let mut waiting = instalments.next().map(Rows::of).transpose()?;
        while let Some(rows) = waiting {
            // SQLite writes on a thread of its own, and meanwhile this one prepares what comes next.
            let prepared = async { instalments.next().map(Rows::of).transpose() };
            let written = self.write_instalment(project, (&unfinished, &head), rows);
            let (written, prepared) = tokio::join!(written, prepared);
            written?;
            waiting = prepared?;
        }
        let mut transaction = self.begin().await?;
        ensure_ours(&mut transaction, project, &unfinished, &head).await?;
        write_head(&mut transaction, project, engine, catalogue).await?;
        Ok(transaction.commit().await?)
    }

    /// Writes some rows of a catalogue that is `unfinished` yet, up to `head`.
    async fn write_instalment(
        &self,
        project: &ProjectId,
        (unfinished, head): (&str, &str),
        rows: Rows<'_>,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        ensure_ours(&mut transaction, project, unfinished, head).await?;
        rows.write(&mut transaction, project).await?;
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

async fn files(
    connection: &mut SqliteConnection,
    project: &ProjectId,
) -> Result<Vec<Arc<FileHistory>>> {
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
            Ok(Arc::new(FileHistory { path: RepoPath::new(row.path), versions }))
        })
        .collect()
}

async fn posts(connection: &mut SqliteConnection, project: &ProjectId) -> Result<Vec<Arc<Post>>> {
    let key = project.as_str();
    let rows =
        sqlx::query!("SELECT slug, post FROM catalogue_posts WHERE project = ? ORDER BY slug", key);
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| RowName { table: "catalogue_posts", row: &row.slug }.json("post", &row.post))
        .collect()
}

/// The name in place of the engine's while instalments come in; no engine is called so, and no two alike.
fn unfinished() -> String {
    let mut token = [0; 8];
    // Without randomness two that write at once would not be told apart; that is no reason to stop.
    let _ = getrandom::fill(&mut token);
    format!("unfinished {}", hex::encode(token))
}

/// Refuses to write between the rows of somebody else.
async fn ensure_ours(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    unfinished: &str,
    head: &str,
) -> Result<()> {
    if stored_head(connection, project, unfinished).await?.as_deref() == Some(head) {
        return Ok(());
    }
    Err(StoreError::Contended { table: "catalogues", row: project.to_string() })
}

/// A row that is to be written or to go.
enum Change<'a> {
    File(&'a FileHistory),
    NoFile(&'a RepoPath),
    Post(&'a Post),
    NoPost(&'a Slug),
}

/// Changes as they go into the database: what is written is two lists in JSON of (key, value), so that one
/// statement takes all rows of a table.
struct Rows<'a> {
    gone_files: Vec<&'a RepoPath>,
    files: String,
    gone_posts: Vec<&'a Slug>,
    posts: String,
}

impl<'a> Rows<'a> {
    fn of(changes: &[Change<'a>]) -> Result<Self> {
        let (mut gone_files, mut files) = (Vec::new(), Vec::new());
        let (mut gone_posts, mut posts) = (Vec::new(), Vec::new());
        for change in changes {
            match *change {
                Change::File(file) => files.push((file.path.as_str(), encode(&file.versions)?)),
                Change::NoFile(path) => gone_files.push(path),
                Change::Post(post) => posts.push((post.slug.as_str(), encode(post)?)),
                Change::NoPost(slug) => gone_posts.push(slug),
            }
        }
        Ok(Self { gone_files, files: encode(&files)?, gone_posts, posts: encode(&posts)? })
    }

    async fn write(self, connection: &mut SqliteConnection, project: &ProjectId) -> Result<()> {
        for path in self.gone_files {
            remove_file(connection, project, path).await?;
        }
        write_files(connection, project, &self.files).await?;
        for slug in self.gone_posts {
            remove_post(connection, project, slug).await?;
        }
        write_posts(connection, project, &self.posts).await
    }
}

/// What a difference changes.
fn changes_of<'a>(diff: &'a CatalogueDiff, catalogue: &'a Catalogue) -> Result<Vec<Change<'a>>> {
    let mut changes: Vec<Change<'a>> = diff.removed_histories.iter().map(Change::NoFile).collect();
    for path in &diff.histories {
        let missing = || StoreError::Missing { table: "catalogue_files", row: path.to_string() };
        changes.push(Change::File(catalogue.history_of(path).ok_or_else(missing)?));
    }
    changes.extend(diff.removed.iter().map(Change::NoPost));
    changes.extend(diff.upserted.iter().map(|post| Change::Post(post)));
    Ok(changes)
}

/// All of a catalogue.
fn changes_to(catalogue: &Catalogue) -> impl Iterator<Item = Change<'_>> {
    let files = catalogue.history.files.iter().map(|file| Change::File(file));
    files.chain(catalogue.posts.iter().map(|post| Change::Post(post)))
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

async fn write_files(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    rows: &str,
) -> Result<()> {
    let key = project.as_str();
    sqlx::query!(
        "INSERT INTO catalogue_files (project, path, versions) \
         SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2) WHERE true \
         ON CONFLICT (project, path) DO UPDATE SET versions = excluded.versions",
        key,
        rows
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

async fn write_posts(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    rows: &str,
) -> Result<()> {
    let key = project.as_str();
    sqlx::query!(
        "INSERT INTO catalogue_posts (project, slug, post) \
         SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2) WHERE true \
         ON CONFLICT (project, slug) DO UPDATE SET post = excluded.post",
        key,
        rows
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
