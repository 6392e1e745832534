//! What the worker does once a day so that a small machine runs for years: it lets superseded revisions
//! go, keeps the database in trim, and makes backups.
//!
//! What may go, and what never does, is said in `docs/operations.md` and held by the schema.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use super::{Result, ServiceError, Workshop};
use crate::store::backup::{self, BackupError, Contents};

/// How often the worker looks for what may go.
const TIDY_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// How the name of a backup begins and ends; between them stands the moment it was made, by UTC.
const BEFORE: &str = "yiqi-";
const AFTER: &str = ".sqlite3";
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// What the configuration says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpkeepSettings {
    /// How long after a merge superseded revisions go.
    pub autosaves: SignedDuration,
    /// Backups by the worker; `None` for none.
    pub backup: Option<BackupSettings>,
}

impl Default for UpkeepSettings {
    fn default() -> Self {
        Self { autosaves: SignedDuration::from_hours(90 * 24), backup: None }
    }
}

/// Where backups of what go, how often, and how many stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupSettings {
    pub database: PathBuf,
    pub folder: PathBuf,
    pub every: SignedDuration,
    /// At least one.
    pub keep: usize,
}

/// The settings, which may change while the program runs, and when what was done last.
#[derive(Debug, Default)]
pub(super) struct Upkeep {
    settings: Mutex<UpkeepSettings>,
    tidied_at: Mutex<Option<Timestamp>>,
}

impl Workshop {
    /// Takes other settings over, from the next round on.
    pub fn set_upkeep(&self, settings: UpkeepSettings) {
        *self.0.upkeep.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
    }

    /// The settings that hold now.
    pub fn upkeep(&self) -> UpkeepSettings {
        self.0.upkeep.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets go what may go, once a day; returns how many revisions went.
    pub(super) async fn tidy(&self) -> Result<u64> {
        let now = self.0.clock.now();
        if !take_turn(&self.0.upkeep.tidied_at, now) {
            return Ok(0);
        }
        let mut gone = 0;
        let tasks = self.0.store.tasks_to_thin(now - self.upkeep().autosaves).await?;
        for task in &tasks {
            gone += self.0.store.thin_revisions(*task).await?;
        }
        self.0.store.tune().await?;
        tracing::info!(revisions = gone, tasks = tasks.len(), "superseded revisions were let go");
        Ok(gone)
    }

    /// Makes the backup that is due, and lets those go that are too many.
    pub(super) async fn back_up_if_due(&self) -> Result<Option<PathBuf>> {
        let Some(settings) = self.upkeep().backup else { return Ok(None) };
        let now = self.0.clock.now();
        let newest = backups(&settings.folder).map_err(|error| broken(&settings.folder, &error))?;
        // A backup of the future was made before a clock was set back; it does not hold up the next.
        let is_recent = |made: Timestamp| made <= now && now.duration_since(made) < settings.every;
        if newest.iter().any(|(made, _)| is_recent(*made)) {
            return Ok(None);
        }
        let file = settings.folder.join(backup_name(now));
        let contents = backup::back_up(&settings.database, &file).await.map_err(failed)?;
        let Contents { bytes, tasks, revisions, .. } = contents;
        tracing::info!(file = %file.display(), bytes, tasks, revisions, "made a backup");
        let gone = prune(&settings).map_err(|error| broken(&settings.folder, &error))?;
        if gone > 0 {
            tracing::info!(backups = gone, "old backups were let go");
        }
        Ok(Some(file))
    }
}

/// The name of a backup made at a moment.
pub fn backup_name(made: Timestamp) -> String {
    format!("{BEFORE}{}{AFTER}", made.strftime(MOMENT))
}

/// The backups in a folder, oldest first; what is called otherwise is none of ours. A folder that is not
/// there is made.
///
/// # Errors
/// When the folder can be neither made nor read.
pub fn backups(folder: &Path) -> io::Result<Vec<(Timestamp, PathBuf)>> {
    fs::create_dir_all(folder)?;
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let made = name.to_str().and_then(|name| name.strip_prefix(BEFORE)?.strip_suffix(AFTER));
        let made = made.and_then(|made| DateTime::strptime(MOMENT, made).ok());
        let made = made.and_then(|made| made.to_zoned(TimeZone::UTC).ok());
        if let Some(made) = made.filter(|_| entry.path().is_file()) {
            found.push((made.timestamp(), entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

fn prune(settings: &BackupSettings) -> io::Result<usize> {
    let found = backups(&settings.folder)?;
    let too_many = found.len().saturating_sub(settings.keep.max(1));
    for (_, file) in &found[..too_many] {
        fs::remove_file(file)?;
    }
    Ok(too_many)
}

/// Whether it is time again; if so, that counts as done, however it ends.
fn take_turn(last: &Mutex<Option<Timestamp>>, now: Timestamp) -> bool {
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    let is_due = last.is_none_or(|last| now < last || now.duration_since(last) >= TIDY_EVERY);
    if is_due {
        *last = Some(now);
    }
    is_due
}

fn failed(error: BackupError) -> ServiceError {
    ServiceError::Broken(error.to_string())
}

fn broken(folder: &Path, error: &io::Error) -> ServiceError {
    ServiceError::Broken(format!("backups in {}: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_bear_a_moment_are_backups_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        let made: Timestamp = "2026-11-23T05:06:07Z".parse().unwrap();
        assert_eq!(backup_name(made), "yiqi-20261123T050607Z.sqlite3");
        for name in ["yiqi-20261123T050607Z.sqlite3", "yiqi-20251123T050607Z.sqlite3"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        for name in ["yiqi.sqlite3", "yiqi-old.sqlite3", "yiqi-20261123T050607Z.sqlite3.partial"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = backups(folder.path()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, made);
    }

    #[test]
    fn the_turn_comes_once_a_day_and_after_a_clock_that_jumped_back() {
        let at = |hours: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours + 999);
        let last = Mutex::new(None);
        let turns: Vec<_> =
            [0, 1, 24, 47, 48, 2].map(|hours| take_turn(&last, at(hours))).into_iter().collect();
        assert_eq!(turns, [true, false, true, false, true, true]);
    }
}
