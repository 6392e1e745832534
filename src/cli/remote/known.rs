//! What is remembered on this machine: the server with its token, and which revision of which task a
//! file was pulled from. Readable by its owner alone, and replaced as a whole.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf, absolute},
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::config::Environment;

/// A server and a token for it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Login {
    pub server: String,
    pub token: String,
}

/// Where a file came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    pub server: String,
    pub task: i64,
    pub slug: String,
    pub revision: i64,
}

/// The folder in which it is remembered.
pub(super) struct Known(PathBuf);

impl Known {
    /// # Errors
    /// When there is no folder for the settings of a person.
    pub(super) fn of(environment: &Environment) -> anyhow::Result<Self> {
        let folder = environment.config_dir().context(
            "no folder for settings: neither XDG_CONFIG_HOME nor HOME is set to an absolute path",
        )?;
        Ok(Self(folder.join("yiqi")))
    }

    pub(super) fn login(&self) -> anyhow::Result<Option<Login>> {
        self.read("login.json")
    }

    pub(super) fn remember_login(&self, login: &Login) -> anyhow::Result<PathBuf> {
        self.write("login.json", login)
    }

    /// Forgets the server and its token; whether one was known.
    pub(super) fn forget_login(&self) -> anyhow::Result<bool> {
        match fs::remove_file(self.0.join("login.json")) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Where a file came from; `None` when it was not pulled.
    pub(super) fn origin(&self, file: &Path) -> anyhow::Result<Option<Origin>> {
        Ok(self.origins()?.remove(&key(file)?))
    }

    pub(super) fn remember_origin(&self, file: &Path, origin: Origin) -> anyhow::Result<()> {
        let mut origins = self.origins()?;
        // Files that are gone need no memory.
        origins.retain(|path, _| Path::new(path).exists());
        origins.insert(key(file)?, origin);
        self.write("pulled.json", &origins).map(drop)
    }

    fn origins(&self) -> anyhow::Result<BTreeMap<String, Origin>> {
        Ok(self.read("pulled.json")?.unwrap_or_default())
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> anyhow::Result<Option<T>> {
        let path = self.0.join(name);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        // The reason would quote what stands there, and a token does.
        let read = serde_json::from_str(&text).ok();
        read.map(Some).with_context(|| {
            format!("{}: cannot be read; delete it and begin again", path.display())
        })
    }

    fn write(&self, name: &str, value: &impl Serialize) -> anyhow::Result<PathBuf> {
        let path = self.0.join(name);
        let text = serde_json::to_string_pretty(value)? + "\n";
        write_privately(&self.0, &path, text.as_bytes())
            .with_context(|| path.display().to_string())?;
        Ok(path)
    }
}

fn key(file: &Path) -> anyhow::Result<String> {
    let path = fs::canonicalize(file).or_else(|_| absolute(file))?;
    Ok(path.to_string_lossy().into_owned())
}

/// Replaces a file in one step; nobody else may read it, at no moment.
fn write_privately(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let next = path.with_extension(format!("{}.next", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&next)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    fs::rename(&next, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(revision: i64) -> Origin {
        Origin { server: "https://yiqi.example/".into(), task: 7, slug: "fresh".into(), revision }
    }

    #[test]
    fn files_are_remembered_until_they_are_gone() {
        let folder = tempfile::tempdir().unwrap();
        let known = Known(folder.path().join("yiqi"));
        let [one, two] = ["one.md", "two.md"].map(|name| folder.path().join(name));
        assert_eq!(known.origin(&one).unwrap(), None);
        fs::write(&one, "一").unwrap();
        fs::write(&two, "二").unwrap();

        known.remember_origin(&one, origin(1)).unwrap();
        known.remember_origin(&two, origin(2)).unwrap();
        assert_eq!(known.origin(&one).unwrap(), Some(origin(1)));
        fs::remove_file(&one).unwrap();
        known.remember_origin(&two, origin(3)).unwrap();
        assert_eq!(known.origin(&one).unwrap(), None);
        assert_eq!(known.origin(&two).unwrap(), Some(origin(3)));
    }

    #[cfg(unix)]
    #[test]
    fn a_token_is_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let known = Known(folder.path().join("yiqi"));
        let login = Login { server: "https://yiqi.example".into(), token: "yiqi_x".into() };
        let path = known.remember_login(&login).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(known.forget_login().unwrap());
        assert!(known.login().unwrap().is_none());
    }

    #[test]
    fn a_damaged_memory_is_told_without_what_stands_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let known = Known(folder.path().to_owned());
        fs::write(folder.path().join("login.json"), "{\"token\": \"yiqi_hidden").unwrap();
        let error = format!("{:#}", known.login().err().unwrap());
        assert!(error.contains("login.json") && !error.contains("hidden"), "{error}");
    }
}
