//! Copies of the database: made while others write, checked before they count, put back with care.
//!
//! What must hold: a file that bears the name of a backup is whole; it holds nothing that opens a door
//! (sessions are left out, tokens are in it as revoked, their hashes replaced); and nothing that exists is
//! overwritten.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};

/// Why a copy was not made or not taken over.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{} exists already; nothing was written", .0.display())]
    Exists(PathBuf),
    #[error("{}: {source}", .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} is no database of Yiqi: {problem}", .path.display())]
    Foreign { path: PathBuf, problem: String },
    #[error("{} is damaged: {problem}", .path.display())]
    Damaged { path: PathBuf, problem: String },
    #[error(
        "{} has the schema {schema} of a newer Yiqi; this one knows {newest} at most", .path.display()
    )]
    Newer { path: PathBuf, schema: i64, newest: i64 },
    #[error("{} is in use; stop the server first", .0.display())]
    InUse(PathBuf),
    #[error("copying the database: {0}")]
    Database(#[from] sqlx::Error),
}

type Result<T> = std::result::Result<T, BackupError>;

/// What was found in a database that was looked through.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Contents {
    /// Version of the newest migration it has.
    pub schema: i64,
    pub people: i64,
    pub tasks: i64,
    pub revisions: i64,
    pub events: i64,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// Copies a database as it stands at one moment, whoever writes to it meanwhile; returns what the checked
/// copy holds. `target` must not exist; the copy takes that name when it is whole.
///
/// # Errors
/// When the database cannot be read, `target` exists or cannot be written, or the copy is not sound.
pub async fn back_up(database: &Path, target: &Path) -> Result<Contents> {
    if target.exists() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let partial = Partial::beside(target, "partial")?;
    copy(database, &partial.0).await?;
    close_doors(&partial.0).await?;
    let contents = inspect(&partial.0).await?;
    partial.become_file(target)?;
    Ok(contents)
}

/// Looks a copy through: its pages, its references, its schema, and what it holds.
///
/// # Errors
/// When it is not a sound database of this Yiqi or an older one.
pub async fn inspect(file: &Path) -> Result<Contents> {
    let bytes = fs::metadata(file).map_err(|source| at(file, source))?.len();
    let foreign = |problem: String| BackupError::Foreign { path: file.to_owned(), problem };
    let damaged = |problem: String| BackupError::Damaged { path: file.to_owned(), problem };
    // Nobody else has it open: without that, reading a copy on a read-only medium would want a WAL.
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let mut connection = options.connect().await?;
    let version = sqlx::query_scalar::<_, Option<i64>>("SELECT max(version) FROM _sqlx_migrations");
    let schema = match version.fetch_one(&mut connection).await {
        Ok(Some(schema)) => schema,
        Ok(None) => return Err(foreign("it has no schema".into())),
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("11") => {
            return Err(damaged(error.to_string()));
        }
        Err(error) => return Err(foreign(error.to_string())),
    };
    let newest = sqlx::migrate!().iter().map(|it| it.version).max().unwrap_or_default();
    if schema > newest {
        return Err(BackupError::Newer { path: file.to_owned(), schema, newest });
    }
    let found = sqlx::query_scalar::<_, String>("PRAGMA integrity_check(3)");
    let found = found.fetch_all(&mut connection).await.map_err(|it| damaged(it.to_string()))?;
    if found != ["ok"] {
        return Err(damaged(found.join("; ")));
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await?;
    if !dangling.is_empty() {
        return Err(damaged(format!("{} references lead nowhere", dangling.len())));
    }
    let (people, tasks, revisions, events) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM tasks), \
         (SELECT count(*) FROM revisions), (SELECT count(*) FROM events)",
    )
    .fetch_one(&mut connection)
    .await
    .map_err(|error| foreign(error.to_string()))?;
    connection.close().await?;
    Ok(Contents { schema, people, tasks, revisions, events, bytes })
}

/// Puts a checked copy in the place of a database that nobody uses. A database that is there is kept under
/// `aside`, and refused where that is `None`.
///
/// # Errors
/// When the copy is not sound, the database is in use or may not be replaced, or a file cannot be written.
pub async fn put_back(copy: &Path, database: &Path, aside: Option<&Path>) -> Result<Contents> {
    let contents = inspect(copy).await?;
    let partial = Partial::beside(database, "restoring")?;
    fs::copy(copy, &partial.0).map_err(|source| at(&partial.0, source))?;
    // What was read from the disk just now, and not what was there when it was looked through.
    inspect(&partial.0).await?;
    if database.exists() {
        let aside = aside.ok_or_else(|| BackupError::Exists(database.to_owned()))?;
        settle(database).await?;
        if aside.exists() {
            return Err(BackupError::Exists(aside.to_owned()));
        }
        fs::rename(database, aside).map_err(|source| at(database, source))?;
    }
    partial.become_file(database)?;
    Ok(contents)
}

async fn copy(database: &Path, target: &Path) -> Result<()> {
    let mut connection = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(30))
        .connect()
        .await?;
    sqlx::query("VACUUM INTO ?")
        .bind(target.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    Ok(connection.close().await?)
}

/// Takes out of a copy what lets anybody in. What is deleted is overwritten, not only unlinked.
async fn close_doors(copy: &Path) -> Result<()> {
    let mut connection = SqliteConnectOptions::new()
        .filename(copy)
        .journal_mode(SqliteJournalMode::Memory)
        .pragma("secure_delete", "on")
        .connect()
        .await?;
    for statement in [
        "DELETE FROM sessions",
        // A token that is revoked after the backup must not be back with it.
        "UPDATE tokens SET hash = lower(hex(randomblob(32))), \
         revoked_at = coalesce(revoked_at, created_at)",
        // The address of a webhook holds its key. One without waits until somebody enters it again.
        "UPDATE channels SET address = 'https://left-out-of-the-backup.invalid/' || id, secret = NULL, \
         parked_at = coalesce(parked_at, made_at), \
         last_error = 'its address and secret are not in backups; enter them again' \
         WHERE form <> 'email'",
        "UPDATE channels SET code_hash = NULL",
    ] {
        match sqlx::query(statement).execute(&mut connection).await {
            // A database of before there were tokens or channels has none.
            Err(sqlx::Error::Database(error)) if error.message().starts_with("no such table") => {}
            other => {
                other?;
            }
        }
    }
    Ok(connection.close().await?)
}

/// Brings everything of a database into its one file, which works only where nobody else has it open.
async fn settle(database: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(1));
    let in_use = || BackupError::InUse(database.to_owned());
    let mut connection: SqliteConnection = match options.connect().await {
        Ok(connection) => connection,
        // What cannot be opened is no reason to refuse the backup; it is kept as it is.
        Err(error) if is_busy(&error) => return Err(in_use()),
        Err(_) => return Ok(()),
    };
    let mode = sqlx::query_scalar::<_, String>("PRAGMA journal_mode = DELETE");
    let settled = match mode.fetch_one(&mut connection).await {
        Ok(mode) if mode == "delete" => Ok(()),
        Ok(_) => Err(in_use()),
        Err(error) if is_busy(&error) => Err(in_use()),
        Err(_) => Ok(()),
    };
    connection.close().await.ok();
    settled
}

fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("5" | "6" | "261" | "517"))
}

/// A file that is being made; it goes with this value unless it became the one it was made for.
struct Partial(PathBuf);

impl Partial {
    /// An empty file of ours alone, in the folder of `target`.
    fn beside(target: &Path, kind: &str) -> Result<Self> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{kind}"));
        let path = target.with_file_name(name);
        // Left behind by a try that was killed; its own try would have moved it away.
        fs::remove_file(&path).or_else(nothing_there).map_err(|source| at(&path, source))?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|source| at(&path, source))?;
        Ok(Self(path))
    }

    /// Gives it its name once the disk has it.
    fn become_file(self, target: &Path) -> Result<()> {
        let named = || {
            fs::File::open(&self.0)?.sync_all()?;
            fs::rename(&self.0, target)?;
            // The name is as durable as the file.
            match target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
                _ => Ok(()),
            }
        };
        named().map_err(|source| at(target, source))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        fs::remove_file(&self.0).ok();
    }
}

fn nothing_there(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn at(path: &Path, source: io::Error) -> BackupError {
    BackupError::File { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
