//! What must hold for every history: an incremental walk equals a full one, and without renames both
//! tell what `git log -- path` tells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;

use super::support::{World, commit, git, page, tracked};
use crate::{history::History, repository::ScriptedCommit};

/// Tracked and untracked names, so that files wander between both.
const PATHS: [&str; 8] =
    ["a.md", "b.md", "c.md", "zh/a.md", "zh/b.md", "cn/a.md", "cn/b.md", "notes/deep/a.md"];

/// What a commit does to its first parent's files.
#[derive(Debug, Clone)]
enum Act {
    Write {
        path: usize,
        page: usize,
        revision: usize,
    },
    Delete {
        path: usize,
    },
    Rename {
        from: usize,
        to: usize,
        revision: usize,
    },
    Swap {
        one: usize,
        other: usize,
    },
    MoveFolder,
    /// Takes the other parent's side of the paths whose bit is set; a plain commit does nothing.
    Merge {
        paths: u8,
    },
}

type Files = BTreeMap<&'static str, (usize, usize)>;

fn act(renames: bool) -> impl Strategy<Value = Act> {
    let path = 0..PATHS.len();
    let write = (path.clone(), 0..4_usize, 0..6_usize)
        .prop_map(|(path, page, revision)| Act::Write { path, page, revision });
    let delete = path.clone().prop_map(|path| Act::Delete { path });
    let merge = any::<u8>().prop_map(|paths| Act::Merge { paths });
    let rename = (path.clone(), path.clone(), 0..3_usize)
        .prop_map(|(from, to, revision)| Act::Rename { from, to, revision });
    let swap = (path.clone(), path).prop_map(|(one, other)| Act::Swap { one, other });
    let weight = u32::from(renames);
    prop_oneof![
        4 => write,
        1 => delete,
        2 => merge,
        3 * weight => rename,
        weight => swap,
        weight => Just(Act::MoveFolder),
    ]
}

/// Commits with their parents: mostly on top of the last one, sometimes elsewhere, sometimes merging.
fn history(renames: bool) -> impl Strategy<Value = Vec<(Vec<Act>, Vec<usize>)>> {
    let one = (
        prop::collection::vec(act(renames), 1..4),
        0..100_usize,
        0..100_usize,
        prop::bool::weighted(0.25),
        prop::bool::weighted(0.3),
    );
    prop::collection::vec(one, 2..14).prop_map(|list| {
        let mut commits = Vec::new();
        for (number, (acts, first, second, elsewhere, merges)) in list.into_iter().enumerate() {
            let mut parents = Vec::new();
            if number > 0 {
                parents.push(if elsewhere { first % number } else { number - 1 });
                let other = second % number;
                if merges && other != parents[0] {
                    parents.push(other);
                }
            }
            commits.push((acts, parents));
        }
        commits
    })
}

/// Plays the acts; `own_pages` gives each path a page of its own, so that nothing looks like a rename.
fn play(
    list: &[(Vec<Act>, Vec<usize>)],
    own_pages: bool,
) -> (Vec<(ScriptedCommit, Vec<usize>)>, Vec<Files>) {
    let mut trees: Vec<Files> = Vec::new();
    let mut commits = Vec::new();
    for (number, (acts, parents)) in list.iter().enumerate() {
        let before = parents.first().map(|&parent| trees[parent].clone()).unwrap_or_default();
        let other = parents.get(1).map(|&parent| trees[parent].clone());
        let mut files = before.clone();
        for act in acts {
            apply(act, &mut files, other.as_ref(), own_pages);
        }
        let mut edits: Vec<(&str, Option<String>)> = Vec::new();
        for path in before.keys().chain(files.keys()).copied().collect::<BTreeSet<_>>() {
            if before.get(path) != files.get(path) {
                let text =
                    files.get(path).map(|(name, revision)| page(&format!("p{name}"), *revision));
                edits.push((path, text));
            }
        }
        let edits: Vec<_> = edits.iter().map(|(path, text)| (*path, text.as_deref())).collect();
        commits.push((commit(&format!("{number}"), &edits), parents.clone()));
        trees.push(files);
    }
    (commits, trees)
}

fn apply(act: &Act, files: &mut Files, other: Option<&Files>, own_pages: bool) {
    match *act {
        Act::Write { path, page, revision } => {
            let page = if own_pages { path } else { page };
            files.insert(PATHS[path], (page, revision));
        }
        Act::Delete { path } => drop(files.remove(PATHS[path])),
        Act::Rename { from, to, revision } => {
            if let Some((page, _)) = files.remove(PATHS[from]) {
                files.insert(PATHS[to], (page, revision));
            }
        }
        Act::Swap { one, other } => {
            let pair = (files.remove(PATHS[one]), files.remove(PATHS[other]));
            files.extend(pair.0.map(|page| (PATHS[other], page)));
            files.extend(pair.1.map(|page| (PATHS[one], page)));
        }
        Act::MoveFolder => {
            for (from, to) in [("cn/a.md", "zh/a.md"), ("cn/b.md", "zh/b.md")] {
                if let Some(page) = files.remove(from) {
                    files.insert(to, page);
                }
            }
        }
        Act::Merge { paths } => {
            let Some(other) = other else { return };
            for (bit, path) in
                PATHS.into_iter().enumerate().filter(|(bit, _)| paths >> bit & 1 == 1)
            {
                let _ = bit;
                files.remove(path);
                files.extend(other.get(path).map(|page| (path, *page)));
            }
        }
    }
}

proptest! {
    // A fifth of the usual number, for every case starts git processes.
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 5))]

    #[test]
    fn incremental_walk_equals_a_full_one(list in history(true)) {
        let world = World::new();
        let (commits, _) = play(&list, false);
        let head = world.push_graph(&commits);
        let full = world.walk(head, None);
        let log = git(&world.source, "log", &["--all", "--format=%H"]);
        for known in log.lines() {
            let known = world.walk(known.parse().expect("a commit id"), None);
            prop_assert_eq!(&world.walk(head, Some(&known)), &full);
        }
    }

    #[test]
    fn a_branch_that_is_followed_step_by_step_is_told_as_by_a_full_walk(list in history(true)) {
        let world = World::new();
        let (commits, _) = play(&list, false);
        let head = world.push_graph(&commits);
        let running = world.reading();
        let mut known: Option<History> = None;
        for landing in running.landings(head).expect("the branch is read") {
            let walked = running.history(landing.commit, known.as_ref(), &tracked()).expect("walks");
            prop_assert_eq!(&walked, &world.walk(landing.commit, None));
            known = Some(walked);
        }
        // And all at once, by a program that knows another branch.
        prop_assert_eq!(running.history(head, None, &tracked()).expect("walks"), world.walk(head, None));
    }

    #[test]
    fn versions_are_those_git_log_tells(list in history(false)) {
        let world = World::new();
        let (commits, trees) = play(&list, true);
        let head = world.push_graph(&commits);
        let history = world.walk(head, None);
        let log = git(&world.source, "log", &["--format=%H %s"]);
        let number: HashMap<&str, usize> = log
            .lines()
            .filter_map(|line| line.split_once(' '))
            .filter_map(|(id, number)| Some((id, number.parse().ok()?)))
            .collect();
        for file in &history.files {
            let path = file.path.as_str();
            let told = git(&world.source, "rev-list", &["HEAD", "--", path]);
            let expected: BTreeSet<&str> =
                told.lines().filter(|id| trees[number[id]].contains_key(path)).collect();
            let found: Vec<String> = file.versions.iter().map(|v| v.commit.to_string()).collect();
            let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
            prop_assert_eq!(found, expected, "{}", path);
            prop_assert!(file.versions.is_sorted_by(|a, b| a.position < b.position));
        }
    }
}
