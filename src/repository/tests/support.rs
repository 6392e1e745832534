//! A source repository told commit by commit, and its mirror.

use std::{path::PathBuf, sync::Arc};

use tempfile::TempDir;

use crate::{
    history::History,
    ids::{CommitId, RepoPath},
    repository::{Mirror, ScriptedCommit, Settings, Tracked, git::Git, write_commits, write_graph},
};

/// Markdown and the index at the root and below `zh/`.
pub fn tracked() -> Tracked {
    Arc::new(|path| {
        let name = path.strip_prefix("zh/").unwrap_or(path);
        !name.contains('/') && (name.ends_with(".md") || name == "_blog.yml")
    })
}

/// A commit; `None` deletes a path.
pub fn commit(message: &str, files: &[(&str, Option<&str>)]) -> ScriptedCommit {
    ScriptedCommit {
        files: files
            .iter()
            .map(|(path, text)| (RepoPath::from(*path), text.map(|t| t.as_bytes().to_vec())))
            .collect(),
        message: message.into(),
        author_name: "Ada".into(),
        author_email: "ada@example.org".into(),
        time: 1_700_000_000,
    }
}

/// A temporary folder with a source repository and a mirror of it.
pub struct World {
    pub folder: TempDir,
    pub source: PathBuf,
    pub mirror: Mirror,
}

impl World {
    /// The source read as if it were a mirror, by a program that just began.
    pub fn reading(&self) -> Mirror {
        let settings = Settings { mirror: self.source.clone(), ..self.mirror.settings().clone() };
        Mirror::new(settings)
    }

    /// Walks all of the source's history, without a mirror between.
    #[track_caller]
    pub fn walk(&self, head: CommitId, known: Option<&History>) -> History {
        self.reading().history(head, known, &tracked()).expect("walks")
    }

    #[track_caller]
    pub fn push_graph(&self, commits: &[(ScriptedCommit, Vec<usize>)]) -> CommitId {
        write_graph(&self.source, "main", commits).expect("commits are written")
    }

    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = folder.path().join("source.git");
        let mirror = Mirror::new(Settings {
            url: source.display().to_string(),
            branch: Some("main".into()),
            mirror: folder.path().join("data").join("mirror.git"),
        });
        Self { folder, source, mirror }
    }

    #[track_caller]
    pub fn push(&self, commits: &[ScriptedCommit]) -> CommitId {
        write_commits(&self.source, "main", commits).expect("commits are written")
    }

    /// A mirror of the source over the wire, which filters.
    pub fn lean_mirror(&self) -> Mirror {
        git(&self.source, "config", &["uploadpack.allowFilter", "true"]);
        git(&self.source, "config", &["uploadpack.allowAnySHA1InWant", "true"]);
        self.mirror_of(&format!("file://{}", self.source.display()), None)
    }

    /// Every version of a history can be read, and is what the source has.
    #[track_caller]
    pub fn expect_contents(&self, mirror: &Mirror, history: &History) {
        let source = Settings { mirror: self.source.clone(), ..self.mirror.settings().clone() };
        let (reader, source) = (mirror.reader(), Mirror::new(source).reader());
        let (reader, source) = (reader.expect("opens"), source.expect("opens"));
        for version in history.files.iter().flat_map(|file| &file.versions) {
            let content = reader.blob(&version.path, version.blob).expect("is mirrored");
            let original = source.blob(&version.path, version.blob).expect("is in the source");
            assert_eq!(content, original);
        }
    }

    /// A mirror of another URL beside the usual one.
    pub fn mirror_of(&self, url: &str, branch: Option<&str>) -> Mirror {
        Mirror::new(Settings {
            url: url.into(),
            branch: branch.map(Into::into),
            mirror: self.folder.path().join("other.git"),
        })
    }
}

/// A page of six lines; the revision changes one or two of them, the name all.
pub fn page(name: &str, revision: usize) -> String {
    let line = |i: usize| match revision > 0 && i == revision % 6 {
        true => format!("{name}: line {i}, changed {revision} times\n"),
        false => format!("{name}: line {i} as it always was\n"),
    };
    (0..6).map(line).collect()
}

/// Position and path then, for each version of a file.
#[track_caller]
pub fn versions(history: &History, path: &str) -> Vec<(u32, String)> {
    let file = history.files.iter().find(|file| file.path.as_str() == path);
    let file = file.unwrap_or_else(|| panic!("{path} is not in the history"));
    file.versions.iter().map(|v| (v.position, v.path.to_string())).collect()
}

/// What git says about a repository, for comparison.
#[track_caller]
pub fn git(repository: &std::path::Path, subcommand: &'static str, args: &[&str]) -> String {
    let git = args.iter().fold(Git::local(subcommand).dir(repository), |git, arg| git.arg(arg));
    String::from_utf8(git.run_blocking().expect("git answers")).expect("its answer is text")
}
