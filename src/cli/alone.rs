//! Being the only process that does something to a database.
//!
//! A lock of the system on a file beside the database; it is let go when the process ends, however it ends.
//! The file says which process holds it and what for.

use std::{
    fmt,
    fs::{File, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::Path,
    thread,
    time::Duration,
};

use anyhow::{Context, bail};

/// How often, and how long between, a short piece of work of another process is waited for.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// What a process is alone for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// `yiqi serve` and `yiqi demo`: two workers would each believe to be the only one.
    Serving,
    /// `yiqi sync`.
    Syncing,
    /// Any command that meets an older schema.
    Upgrading,
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Serving => "served",
            Self::Syncing => "synced",
            Self::Upgrading => "brought up to date",
        })
    }
}

/// The lock; as long as it lives nobody else has it.
#[derive(Debug)]
pub(super) struct Alone {
    _file: File,
}

impl Alone {
    /// Takes the lock of a database, whose folder is made at need. What takes a moment is waited for.
    ///
    /// # Errors
    /// When another process has it; the message names that process and what it does.
    pub(super) fn with(database: &Path, doing: Doing) -> anyhow::Result<Self> {
        let path = database.with_extension("serving");
        let locking = || format!("locking {}", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(locking)?;
        }
        let mut options = File::options();
        let mut file = options
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .with_context(locking)?;
        for tries in 1.. {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {
                    let holder = holder(&mut file).with_context(locking)?;
                    if holder.ends_with(&Doing::Upgrading.to_string()) && tries < TRIES {
                        thread::sleep(PAUSE);
                        continue;
                    }
                    bail!(told(database, &holder));
                }
                Err(TryLockError::Error(error)) => return Err(error).with_context(locking),
            }
        }
        file.set_len(0).with_context(locking)?;
        file.rewind().with_context(locking)?;
        write!(file, "{} {doing}", std::process::id()).with_context(locking)?;
        Ok(Self { _file: file })
    }
}

/// What the file says: `<process> <what it does>`.
fn holder(file: &mut File) -> std::io::Result<String> {
    let mut text = String::new();
    file.rewind()?;
    file.read_to_string(&mut text)?;
    Ok(text.trim().to_owned())
}

fn told(database: &Path, holder: &str) -> String {
    let database = database.display();
    match holder.split_once(' ') {
        Some((process, "synced")) => format!(
            "{database} is synced by process {process} already; try again when that one is done"
        ),
        Some((process, doing)) => format!(
            "{database} is {doing} by process {process} already; stop that one first, or name another \
             folder as paths.data"
        ),
        None if holder.is_empty() => format!("{database} is in use by another process"),
        // An older program writes down its number alone, and only where it serves.
        None => format!("{database} is served by process {holder} already; stop that one first"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_second_is_told_by_whom_and_for_what() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("new/yiqi.sqlite3");
        let first = Alone::with(&database, Doing::Syncing).expect("nobody has it");
        let told = Alone::with(&database, Doing::Serving).expect_err("it is taken").to_string();
        let wanted = format!("is synced by process {} already", std::process::id());
        assert!(told.contains(&wanted), "{told}");
        drop(first);
        let _second = Alone::with(&database, Doing::Serving).expect("it is free again");
        let told = Alone::with(&database, Doing::Upgrading).expect_err("it is taken").to_string();
        assert!(told.contains("is served by process"), "{told}");
    }
}
