//! The files a set-up leaves: the secrets, for their owner alone, and the table of the configuration.
//!
//! What must hold: a file that is there is never overwritten; nobody else can read the secrets at any moment;
//! half a file is never there under its name.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use secrecy::ExposeSecret as _;

use crate::github::NewApp;

/// Name of the file with the secrets, as the unit of the service names it.
const SECRETS: &str = "github-app.env";

/// What kept a file from being written; it quotes nothing that was to stand in it.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error("{0} is there already, and is not overwritten")]
    Exists(PathBuf),
    #[error("{path}: {source}")]
    Unwritable { path: PathBuf, source: io::Error },
}

/// Where the secrets of an App will be.
#[derive(Debug, Clone)]
pub struct SecretsFile(PathBuf);

impl SecretsFile {
    /// Makes sure, before there is anything to lose, that it can be written.
    ///
    /// # Errors
    /// When it is there, or nothing can be written beside it.
    pub fn in_folder(folder: &Path) -> Result<Self, KeepError> {
        let file = Self(folder.join(SECRETS));
        // A link that leads nowhere is there, too.
        if file.0.symlink_metadata().is_ok() {
            return Err(KeepError::Exists(file.0));
        }
        let next = file.next();
        let tried = private_file(&next).and_then(|_| fs::remove_file(&next));
        tried.map_err(|source| KeepError::Unwritable { path: folder.to_owned(), source })?;
        Ok(file)
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes the secrets of an App.
    pub(super) fn keep(&self, app: &NewApp) -> Result<(), KeepError> {
        let next = self.next();
        let written = write_new(&next, &text(app)).and_then(|()| put_in_place(&next, &self.0));
        written.map_err(|source| {
            let _ = fs::remove_file(&next);
            match source.kind() {
                io::ErrorKind::AlreadyExists => KeepError::Exists(self.0.clone()),
                _ => KeepError::Unwritable { path: self.0.clone(), source },
            }
        })
    }

    fn next(&self) -> PathBuf {
        self.0.with_extension(format!("env.{}.next", std::process::id()))
    }
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = private_file(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Gives a whole file its name; renaming would replace one that came in between.
fn put_in_place(next: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(next, path) {
        Ok(()) => fs::remove_file(next),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Not every file system has links.
        Err(_) if path.symlink_metadata().is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(next, path),
    }
}

/// Lines that systemd, a shell and containers read alike. The key stands in one of them, so that the service
/// need not be able to read a file of its own.
fn text(app: &NewApp) -> String {
    let name: String = app.name.chars().filter(|c| !c.is_control()).collect();
    let mut text = format!(
        "# Secrets of the GitHub App {name} (app_id {}), written by `yiqi github-app`.\n",
        app.id
    );
    let key: Vec<&str> = app.pem.expose_secret().split_ascii_whitespace().collect();
    let mut line = |name: &str, value: &str| {
        text.push_str(name);
        text.push('=');
        text.push_str(&quoted(value));
        text.push('\n');
    };
    line("YIQI_GITHUB_APP_KEY", &key.join(" "));
    line("YIQI_GITHUB_CLIENT_SECRET", app.client_secret.expose_secret());
    if let Some(secret) = &app.webhook_secret {
        line("YIQI_WEBHOOK_SECRET", secret.expose_secret());
    }
    text
}

/// A value as it stands, or in quotes where it has something a shell would read otherwise.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.~".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        return value.to_owned();
    }
    let mut text = String::from("\"");
    for c in value.chars() {
        if "\"\\$`".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

/// The keys of the table that a set-up finds out.
const KEYS: [&str; 3] = ["client_id", "app_id", "installation_id"];

/// A configuration with lines under `[github]`: a new table at its end, or right below the head of one that
/// is there. `None` where it cannot be read, or says one of these keys already.
pub fn with_table(text: &str, lines: &str) -> Option<String> {
    let before: toml::Table = text.parse().ok()?;
    let made = match before.get("github") {
        None => format!("{}\n\n[github]\n{lines}", text.trim_end()),
        Some(table) => {
            let table = table.as_table()?;
            if KEYS.iter().any(|key| table.contains_key(*key)) {
                return None;
            }
            let is_head = |line: &str| line.split('#').next().map(str::trim) == Some("[github]");
            let mut pieces = text.split_inclusive('\n');
            let head: usize = pieces.by_ref().take_while(|line| !is_head(line)).map(str::len).sum();
            let rest = text.get(head..)?;
            let end = head + rest.find('\n').map_or(rest.len(), |at| at + 1);
            let (above, below) = text.split_at(end);
            let ending = if above.ends_with('\n') { "" } else { "\n" };
            format!("{above}{ending}{lines}{below}")
        }
    };
    // Whatever it looked like, it has to say what was meant.
    let after: toml::Table = made.parse().ok()?;
    let said = after.get("github")?.as_table()?;
    KEYS.iter().all(|key| said.contains_key(*key)).then_some(made)
}

/// Puts lines into a configuration, which stays whose it is and as readable as it is.
pub(super) fn add_to_configuration(path: &Path, lines: &str) -> Result<(), KeepError> {
    let unwritable = |source| KeepError::Unwritable { path: path.to_owned(), source };
    let text = fs::read_to_string(path).map_err(unwritable)?;
    let made = with_table(&text, lines)
        .ok_or_else(|| unwritable(io::Error::other("the table [github] is there already")))?;
    // Where it is a link, what it leads to.
    let real = fs::canonicalize(path).map_err(unwritable)?;
    let next = real.with_extension(format!("toml.{}.next", std::process::id()));
    let replaced = write_new(&next, &made)
        .and_then(|()| look_alike(&real, &next))
        .and_then(|()| fs::rename(&next, &real));
    replaced.map_err(|source| {
        let _ = fs::remove_file(&next);
        unwritable(source)
    })
}

/// Gives a file the owner and the permissions of another.
fn look_alike(model: &Path, file: &Path) -> io::Result<()> {
    let known = fs::metadata(model)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let own = fs::metadata(file)?;
        if (own.uid(), own.gid()) != (known.uid(), known.gid()) {
            chown(file, Some(known.uid()), Some(known.gid()))?;
        }
    }
    fs::set_permissions(file, known.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> NewApp {
        serde_json::from_value(serde_json::json!({
            "id": 7, "client_id": "Iv23", "client_secret": "abc123", "webhook_secret": "a b$",
            "pem": "-----BEGIN RSA PRIVATE KEY-----\nMII+\n/A==\n-----END RSA PRIVATE KEY-----\n",
            "name": "yiqi\nblog",
        }))
        .unwrap()
    }

    #[test]
    fn secrets_stand_one_a_line() {
        assert_eq!(
            text(&app()),
            "# Secrets of the GitHub App yiqiblog (app_id 7), written by `yiqi github-app`.\n\
             YIQI_GITHUB_APP_KEY=\"-----BEGIN RSA PRIVATE KEY----- MII+ /A== \
             -----END RSA PRIVATE KEY-----\"\n\
             YIQI_GITHUB_CLIENT_SECRET=abc123\n\
             YIQI_WEBHOOK_SECRET=\"a b\\$\"\n"
        );
    }

    #[cfg(unix)]
    #[test]
    fn secrets_are_for_their_owner_and_nothing_is_left_beside_them() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let file = SecretsFile::in_folder(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        file.keep(&app()).unwrap();
        assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = SecretsFile::in_folder(folder.path()).unwrap();
        fs::write(file.path(), "mine").unwrap();
        let refused = SecretsFile::in_folder(folder.path());
        assert!(matches!(refused, Err(KeepError::Exists(_))));
        // One that came after the look, too.
        assert!(matches!(file.keep(&app()), Err(KeepError::Exists(_))));
        assert_eq!(fs::read_to_string(file.path()).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    const LINES: &str = "client_id = \"Iv\"\napp_id = \"7\"\ninstallation_id = 9\n";

    #[test]
    fn a_configuration_gets_the_lines_where_they_belong() {
        let made = |text: &str| with_table(text, LINES);
        assert_eq!(
            made("[[projects]]\nid = \"a\"").unwrap(),
            format!("[[projects]]\nid = \"a\"\n\n[github]\n{LINES}")
        );
        let enterprise = "[github]  # ours\nweb_url = \"https://git.example\"\n[paths]\n";
        assert_eq!(
            made(enterprise).unwrap(),
            format!("[github]  # ours\n{LINES}web_url = \"https://git.example\"\n[paths]\n")
        );
        assert_eq!(made("[github]").unwrap(), format!("[github]\n{LINES}"));
        for told in ["[github]\napp_id = \"1\"\n", "github.web_url = \"x\"\n", "github = 1", "="] {
            assert_eq!(made(told), None, "{told}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_configuration_stays_as_readable_as_it_was() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "[paths]\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        add_to_configuration(&path, LINES).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::read_to_string(&path).unwrap().ends_with(LINES));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let refused = SecretsFile::in_folder(&folder.path().join("nowhere"));
        assert!(matches!(refused, Err(KeepError::Unwritable { .. })));
    }
}
