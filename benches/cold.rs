//! The cold judgement of a made-up blog, once: what `.ci/count-instructions` counts the instructions of.
//!
//! Everything is made here and held in memory, so that nothing but the judgement is counted and the count
//! is the same on every machine.

use std::{collections::HashMap, sync::Arc};

use yiqi::{
    catalogue::{self, Inputs},
    convention::{Convention, ConventionKind},
    history::{FileHistory, FileVersion, History},
    ids::{BlobId, CommitId, RepoPath},
};

#[allow(dead_code)]
mod synthetic;

const POSTS: u32 = 24;
const VERSIONS: u32 = 6;

fn main() {
    let mut blobs: HashMap<BlobId, Arc<str>> = HashMap::new();
    let mut files = Vec::new();
    for post in 0..POSTS {
        let texts = |count: u32, text: &dyn Fn(usize) -> String| -> Vec<String> {
            (0..count).map(|edit| text(edit as usize)).collect()
        };
        let number = post as usize;
        let source = texts(VERSIONS, &|edit| synthetic::source(number, edit));
        files.push(file(&mut blobs, format!("posts/post-{post:02}.md"), post * 100, source));
        if post % 2 == 0 {
            let target = texts(1, &|_| synthetic::target(number));
            files.push(file(&mut blobs, format!("zh/post-{post:02}.md"), post * 100 + 50, target));
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let history = History {
        head: CommitId::from_bytes([1; 20]),
        head_time: 0,
        commits: POSTS * 100,
        files,
        former: Vec::new(),
    };
    let templates = (Some(synthetic::SOURCES), Some(synthetic::TARGETS));
    let convention = Convention::new(ConventionKind::Plain, "zh-CN", templates.0, templates.1)
        .expect("sound templates");
    let catalogue = catalogue::assemble(&Inputs {
        convention: &convention,
        history: &history,
        contents: &|_, blob| blobs.get(&blob).cloned().ok_or(blob),
        pins: &HashMap::new(),
        dismissals: &HashMap::new(),
        mass_edit_files: 15,
        previous: None,
        progress: &|_, _| {},
    });
    assert_eq!(catalogue.expect("every content is there").posts.len(), POSTS as usize);
}

/// A file with these versions; its commits are numbered from `first` on.
fn file(
    blobs: &mut HashMap<BlobId, Arc<str>>,
    path: String,
    first: u32,
    texts: Vec<String>,
) -> Arc<FileHistory> {
    let path = RepoPath::new(path);
    let versions = (first..)
        .zip(texts)
        .map(|(position, text)| {
            let mut name = [0; 20];
            name[..4].copy_from_slice(&position.to_be_bytes());
            blobs.insert(BlobId::from_bytes(name), text.into());
            FileVersion {
                commit: CommitId::from_bytes(name),
                blob: BlobId::from_bytes(name),
                path: path.clone(),
                position,
                committed_at: 0,
                files_touched: 1,
                source_commit: None,
            }
        })
        .collect();
    Arc::new(FileHistory { path, versions })
}
