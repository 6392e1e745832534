//! The worked example of `docs/staleness.md`, worked: the page tells a history and what Yiqi says of it, and
//! this test makes the history and holds the page to the answer.

use std::sync::Arc;

use yiqi::{
    document::Dialect,
    history::FileVersion,
    ids::{BlobId, CommitId, RepoPath},
    staleness::{Judgement, Pair, Version, judge},
    web,
    workflow::UiLanguage,
};

const PAGE: &str = include_str!("../../docs/staleness.md");

/// The section of the page that the example stands in.
fn section() -> &'static str {
    let start = PAGE.find("## An example").expect("the page has an example");
    let end = PAGE[start + 3..].find("\n## ").expect("the example is not the last section");
    &PAGE[start..start + 3 + end]
}

/// The fenced blocks of the section, in order.
fn blocks() -> Vec<&'static str> {
    section()
        .split("```")
        .skip(1)
        .step_by(2)
        .map(|block| block.split_once('\n').unwrap().1)
        .collect()
}

/// The history: which file each line is a version of, and its text.
fn history() -> Vec<(&'static str, &'static str)> {
    let line = |line: &'static str| {
        let (file, text) = line.split_once(": ").expect("a line names its file");
        (file, text)
    };
    blocks()[0].lines().map(line).collect()
}

/// Makes a pair of the first versions of a history, as many as are said.
fn pair(count: usize) -> Pair {
    let (mut source, mut target) = (Vec::new(), Vec::new());
    for (position, (file, text)) in history().into_iter().take(count).enumerate() {
        let number = u8::try_from(position + 1).expect("a short history");
        let version = Version {
            file: FileVersion {
                commit: CommitId::from_bytes([number; 20]),
                blob: BlobId::from_bytes([number; 20]),
                path: RepoPath::new(file),
                position: number.into(),
                committed_at: number.into(),
                files_touched: 1,
                source_commit: None,
            },
            text: Arc::from(format!("{text}\n")),
        };
        match file {
            "English" => source.push(version),
            "Chinese" => target.push(version),
            other => panic!("{other:?} is no file of the example"),
        }
    }
    Pair {
        source,
        target,
        dialect: Dialect::Markdown,
        mass_edit_files: 15,
        pin: None,
        dismissed: Vec::new(),
    }
}

/// What Yiqi says, in the form of the page.
fn told(judgement: &Judgement) -> String {
    let name = |value: serde_json::Value| value.as_str().expect("a name").to_owned();
    let mut text = format!(
        "{}, {}\n",
        name(serde_json::to_value(judgement.status).unwrap()),
        name(serde_json::to_value(judgement.severity).unwrap())
    );
    for change in &judgement.changes {
        for language in [UiLanguage::English, UiLanguage::Chinese] {
            text.push_str(&format!("{}\n", web::why(language, change)));
        }
    }
    text
}

#[test]
fn the_page_says_what_yiqi_says() {
    let whole = history().len();
    assert_eq!(history()[1].0, "Chinese", "the translation follows the first version");
    // What the date rule is said to believe.
    assert_eq!(history()[whole - 1].0, "Chinese", "the last touch is one of the translation");
    assert_eq!(told(&judge(&pair(whole))), blocks()[1], "the answer to all of it");
    assert_eq!(told(&judge(&pair(3))), blocks()[2], "the answer to its beginning");
}
