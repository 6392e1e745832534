//! SIGHUP: the configuration is read again, and what can change under way does.
//!
//! An invalid file changes nothing. What cannot change under way is named, so that nobody believes it did.

use std::path::PathBuf;

use anyhow::Context;
use tokio_util::sync::CancellationToken;
use toml::{Table, Value};

use super::tls::Certificates;
use crate::{
    config::{Config, Environment, TlsFiles},
    services::Workshop,
};

/// Keys and tables that are taken over; the certificates' files are read again in any case.
const TAKEN_OVER: [&str; 4] = ["auth.maintainers", "auth.proofreaders", "backup", "housekeeping"];

/// What may change, and what it was read from.
pub(super) struct Running {
    path: PathBuf,
    environment: Environment,
    workshop: Workshop,
    certificates: Option<(Certificates, TlsFiles)>,
    /// The file as of the start: what needs a restart is told until there was one.
    begun_with: Table,
}

impl Running {
    pub(super) fn of(
        config: &Config,
        workshop: &Workshop,
        environment: &Environment,
        certificates: Option<&Certificates>,
    ) -> anyhow::Result<Self> {
        let path = config.path.clone().context("there is no file to read again")?;
        let begun_with = table(&path)?;
        let certificates = certificates.cloned().zip(config.server.tls.clone());
        let (workshop, environment) = (workshop.clone(), environment.clone());
        Ok(Self { path, environment, workshop, certificates, begun_with })
    }

    /// Reads the configuration again at each SIGHUP, until the program stops.
    #[cfg(unix)]
    pub(super) async fn follow(self, stop: CancellationToken) {
        use tokio::signal::unix::{SignalKind, signal};

        let mut hangups = match signal(SignalKind::hangup()) {
            Ok(hangups) => hangups,
            Err(error) => return tracing::warn!("SIGHUP will not reload: {error}"),
        };
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                told = hangups.recv() => if told.is_none() { return },
            }
            match self.read_again() {
                Ok(waiting) if waiting.is_empty() => {
                    tracing::info!("the configuration was read again")
                }
                Ok(waiting) => tracing::warn!(
                    keys = waiting.join(", "),
                    "the configuration was read again; these keys change with the next start"
                ),
                Err(error) => {
                    tracing::error!("the configuration stays as it was: {error:#}");
                }
            }
        }
    }

    #[cfg(not(unix))]
    pub(super) async fn follow(self, stop: CancellationToken) {
        stop.cancelled().await;
    }

    /// Takes over what can be; returns the keys that need a restart.
    fn read_again(&self) -> anyhow::Result<Vec<String>> {
        let config = Config::load(&self.path, &self.environment)?;
        let now = table(&self.path)?;
        if let Some((certificates, files)) = &self.certificates {
            certificates.read_again(files)?;
        }
        self.workshop.set_upkeep(config.upkeep);
        let mut settings = (*self.workshop.settings()).clone();
        settings.maintainers = config.workshop.maintainers;
        settings.proofreaders = config.workshop.proofreaders;
        self.workshop.set_settings(settings);
        // A backup that is due by now is made now.
        self.workshop.wake();
        let mut waiting = Vec::new();
        differences("", &self.begun_with, &now, &mut waiting);
        Ok(waiting)
    }
}

fn table(path: &std::path::Path) -> anyhow::Result<Table> {
    let doing = || format!("reading {}", path.display());
    std::fs::read_to_string(path).with_context(doing)?.parse().with_context(doing)
}

/// Names the keys that differ and are not taken over.
fn differences(above: &str, before: &Table, after: &Table, found: &mut Vec<String>) {
    let empty = Table::new();
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    for name in names {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        let (old, new) = (before.get(name), after.get(name));
        if old == new || TAKEN_OVER.contains(&path.as_str()) {
            continue;
        }
        let tables = [old, new].map(|value| match value {
            Some(Value::Table(table)) => Some(table),
            Some(_) => None,
            None => Some(&empty),
        });
        match tables {
            [Some(old), Some(new)] => differences(&path, old, new, found),
            _ => found.push(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(before: &str, after: &str) -> Vec<String> {
        let mut found = Vec::new();
        differences("", &before.parse().unwrap(), &after.parse().unwrap(), &mut found);
        found
    }

    #[test]
    fn only_what_is_not_taken_over_waits_for_a_restart() {
        let before = "[server]\nlisten = \"a\"\n[auth]\nmaintainers = [\"ann\"]\n";
        assert_eq!(waiting(before, before), Vec::<String>::new());
        let backup = "[backup]\nfolder = \"b\"\n";
        let after = before.replace("ann", "bob") + backup;
        assert_eq!(waiting(before, &after), Vec::<String>::new());
        assert_eq!(waiting(before, &before.replace("\"a\"", "\"b\"")), ["server.listen"]);
        assert_eq!(waiting(before, "[auth]\nmaintainers = [\"ann\"]\n"), ["server.listen"]);
        assert_eq!(waiting(before, &format!("{before}local = true\n")), ["auth.local"]);
        assert_eq!(waiting("", "[[projects]]\nid = \"x\"\n"), ["projects"]);
    }
}
