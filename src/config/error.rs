//! What can be wrong with a configuration.

use std::{fmt, path::PathBuf};

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    /// At least one; in the order of the file.
    #[error("{}", Lines(.0))]
    Invalid(Vec<Problem>),
    /// A variable of the environment, or the file it names, cannot be used.
    #[error("{variable}: {problem}")]
    Environment { variable: String, problem: String },
    /// Command line options that do not go together or are impossible.
    #[error("{option}: {problem}")]
    Option { option: &'static str, problem: String },
}

/// One impossible value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub path: PathBuf,
    /// 1-based; `None` where the file as a whole is meant.
    pub line: Option<usize>,
    /// The key with the tables it is in, such as `projects[1].branch`; empty where no key is meant.
    pub key: String,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        if !self.key.is_empty() {
            write!(f, " {}:", self.key)?;
        }
        write!(f, " {}", self.message)
    }
}

struct Lines<'a>(&'a [Problem]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}
