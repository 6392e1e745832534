//! The one door to the environment of the process.

use std::{collections::HashMap, path::PathBuf};

use secrecy::SecretString;

use super::ConfigError;

/// The variables of the process, or made-up ones in a test.
#[derive(Clone, Default)]
pub struct Environment(Option<HashMap<String, String>>);

impl Environment {
    /// The environment this process was started with.
    pub fn of_process() -> Self {
        Self(None)
    }

    /// An environment that holds exactly these variables.
    pub fn of(variables: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        Self(Some(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect()))
    }

    /// The value of a variable; `None` where it is unset, empty or not UTF-8.
    #[expect(clippy::disallowed_methods, reason = "the one place that may")]
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var(name).ok(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The secret in `name`, or in the file that `name_FILE` names; blanks at its ends are cut off.
    ///
    /// # Errors
    /// When both are set, or the file cannot be read or is empty. The value itself is never shown.
    pub fn secret(&self, name: &str) -> Result<Option<SecretString>, ConfigError> {
        let file_variable = format!("{name}_FILE");
        let problem = |variable: &str, problem: String| ConfigError::Environment {
            variable: variable.into(),
            problem,
        };
        let text = match (self.get(name), self.get(&file_variable)) {
            (Some(_), Some(_)) => {
                return Err(problem(
                    name,
                    format!("is set beside {file_variable}; unset one of them"),
                ));
            }
            (Some(value), None) => value,
            (None, Some(path)) => std::fs::read_to_string(&path)
                .map_err(|error| problem(&file_variable, format!("{path}: {error}")))?,
            (None, None) => return Ok(None),
        };
        match text.trim() {
            "" => Err(problem(name, "holds nothing but blanks".into())),
            secret => Ok(Some(secret.into())),
        }
    }

    /// Whether messages are better read in Chinese (`LC_ALL`, `LC_MESSAGES`, `LANG`).
    pub fn prefers_chinese(&self) -> bool {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| self.get(name))
            .is_some_and(|locale| locale.starts_with("zh"))
    }

    /// The folder for data that can be made again: `$XDG_CACHE_HOME`, `~/Library/Caches` on macOS,
    /// `%LOCALAPPDATA%` on Windows, else `~/.cache`; `None` where there is no home.
    pub fn cache_dir(&self) -> Option<PathBuf> {
        let below = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
        self.folder("LOCALAPPDATA", "XDG_CACHE_HOME", below)
    }

    /// The folder for a person's settings: `$XDG_CONFIG_HOME`, `~/Library/Application Support` on macOS,
    /// `%APPDATA%` on Windows, else `~/.config`; `None` where there is no home.
    pub fn config_dir(&self) -> Option<PathBuf> {
        let below =
            if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
        self.folder("APPDATA", "XDG_CONFIG_HOME", below)
    }

    /// A folder of this person: what one variable says on Windows, another elsewhere, else one below home.
    fn folder(&self, windows: &str, elsewhere: &str, below: &str) -> Option<PathBuf> {
        let absolute = |name: &str| self.get(name).map(PathBuf::from).filter(|p| p.is_absolute());
        if cfg!(windows) {
            return absolute(windows);
        }
        absolute(elsewhere).or_else(|| Some(absolute("HOME")?.join(below)))
    }
}

/// Shows the names at most: a value may be a secret.
impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            None => f.write_str("Environment(of the process)"),
            Some(variables) => f.debug_set().entries(variables.keys()).finish(),
        }
    }
}
