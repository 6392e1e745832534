//! Tests of what a judgement says beside its verdict: keys, counts of work, the things it names.

use std::sync::Arc;

use super::*;
use crate::{
    document::hash,
    ids::{BlobId, RepoPath},
};

/// A pair from the versions of both files, written in turn: all of the source that are given first, then
/// the translation, then the rest of the source.
fn pair(before: &[&str], translation: &[&str], after: &[&str]) -> Pair {
    let mut commits = 0;
    let mut version = |path: &str, text: &str| {
        commits += 1;
        let mut name = [0; 20];
        name[..4].copy_from_slice(&u32::to_be_bytes(commits));
        let mut blob = [0; 20];
        blob[..8].copy_from_slice(&hash(text.bytes()).to_be_bytes());
        Version {
            file: FileVersion {
                commit: CommitId::from_bytes(name),
                blob: BlobId::from_bytes(blob),
                path: RepoPath::new(path),
                position: commits,
                committed_at: i64::from(commits),
                files_touched: 1,
                source_commit: None,
            },
            text: Arc::from(text),
        }
    };
    let mut source: Vec<Version> = before.iter().map(|text| version("a.md", text)).collect();
    let target = translation.iter().map(|text| version("zh/a.md", text)).collect();
    source.extend(after.iter().map(|text| version("a.md", text)));
    Pair {
        source,
        target,
        dialect: Dialect::Markdown,
        mass_edit_files: 15,
        pin: None,
        dismissed: Vec::new(),
    }
}

const STATIONS: &str = "# Stations\n\nThe northern mast is 40 metres high.\n\n\
    ## Batteries\n\nChange the cell after 12 months, see [the list](https://a.example/v1).\n\n\
    ```python\nread(port=1)\n```\n\n\
    ## Mast\n\nThe wind vane wants oil twice a year, and patience always.\n\n\
    Change the cell after 12 months, see [the list](https://a.example/v1).\n";
const STATIONS_ZH: &str = "# 气象站\n\n北边的桅杆高 40 米。\n\n\
    ## 电池\n\n电池每 12 个月换一次，参见[清单](https://a.example/v1)。\n\n\
    ```python\nread(port=1)\n```\n\n\
    ## 桅杆\n\n风向标一年要上两次油，耐心则要一直有。\n\n\
    电池每 12 个月换一次，参见[清单](https://a.example/v1)。\n";

#[test]
fn the_same_change_in_two_places_is_two_changes_with_names_of_their_own() {
    let newer = STATIONS.replace("https://a.example/v1", "https://a.example/v2");
    let mut pair = pair(&[STATIONS], &[STATIONS_ZH], &[&newer]);
    let keys: Vec<String> = judge(&pair).changes.into_iter().map(|change| change.key).collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1]);

    let dismissed = |pair: &Pair| -> Vec<bool> {
        judge(pair).changes.iter().map(|change| change.dismissed).collect()
    };
    pair.dismissed = vec![keys[1].clone()];
    assert_eq!(dismissed(&pair), [false, true]);
    pair.dismissed = vec![keys[0].clone()];
    assert_eq!(dismissed(&pair), [true, false]);
    // What was said before they had names of their own was said of both.
    pair.dismissed = vec![dismissal_of_all(&keys[0])];
    assert_eq!(dismissed(&pair), [true, true]);
    assert_eq!(judge(&pair).status, Status::Current);
}

#[test]
fn work_is_counted_in_the_things_there_are_to_do() {
    let newer = STATIONS
        .replacen("https://a.example/v1", "https://a.example/v2", 1)
        .replace("read(port=1)", "read(port=2)\nread(port=3)")
        .replace("## Mast", "## Mast\n\nNever climb it alone when the wind is strong.\n\n![mast](https://a.example/mast.png)");
    let mut pair = pair(&[STATIONS], &[STATIONS_ZH], &[&newer]);
    let judgement = judge(&pair);
    // Nine of the sentence, one of the description of the picture.
    let expected = Work { words: 10, code_blocks: 1, code_lines: 2, links: 1, images: 1 };
    assert_eq!(judgement.work, expected, "{judgement:#?}");

    pair.dismissed = judgement.changes.iter().map(|change| change.key.clone()).collect();
    assert_eq!(judge(&pair).work, Work::default());
}

#[test]
fn a_removed_block_remembers_where_it_stood() {
    let newer =
        STATIONS.replace("The wind vane wants oil twice a year, and patience always.\n\n", "");
    let pair = pair(&[STATIONS], &[STATIONS_ZH], &[&newer]);
    let judgement = judge(&pair);
    let [removed] = &judgement.changes[..] else { panic!("{judgement:#?}") };
    assert_eq!((removed.kind, removed.source_lines), (ChangeKind::Removed, None));
    let stood_after = removed.stood_after.expect("a place");
    assert_eq!(newer.lines().nth(stood_after - 1), Some("## Mast"));
}

#[test]
fn a_reason_names_the_very_thing() {
    let judged = |from: &str, to: &str| {
        let newer = STATIONS.replacen(from, to, 1);
        let judgement = judge(&pair(&[STATIONS], &[STATIONS_ZH], &[&newer]));
        let change = judgement.changes.first().expect("a change").clone();
        let what = match &change.reason {
            Reason::AddedMissing { what } | Reason::RemovedPresent { what } => what.clone(),
            _ => String::new(),
        };
        (change.named(), what)
    };
    assert_eq!(
        judged("https://a.example/v1", "https://a.example/v2"),
        (Thing::Link, "https://a.example/v2".into())
    );
    assert_eq!(judged("40 metres", "45 metres"), (Thing::Number, "45".into()));
    assert_eq!(judged("read(port=1)", "read(port=7)"), (Thing::CodeLine, "read(port=7)".into()));
    assert_eq!(
        judged("## Batteries", "A paragraph that says something new.\n\n## Batteries").0,
        Thing::Paragraph
    );
    assert_eq!(judged("## Batteries", "```\nx = 1\n```\n\n## Batteries").0, Thing::CodeBlock);
}
