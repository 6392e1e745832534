//! Texts that are larger or more even than a person would write: each is judged or cut short by a budget
//! of work, says so, and says the same every time. The work is counted; `cargo bench --bench judgement`
//! takes its time.

use std::sync::Arc;

use super::*;
use crate::ids::{BlobId, RepoPath};

fn version(text: String, position: u32) -> Version {
    let mut name = [0; 20];
    name[..4].copy_from_slice(&position.to_be_bytes());
    Version {
        file: FileVersion {
            commit: CommitId::from_bytes(name),
            blob: BlobId::from_bytes(name),
            path: RepoPath::new("bees.md"),
            position,
            committed_at: 0,
            files_touched: 1,
            source_commit: None,
        },
        text: Arc::from(text),
    }
}

/// Steps a byte of the texts may cost.
const STEPS_A_BYTE: u64 = 40;
/// Steps that comparing may cost beyond that, whatever the texts are: the sum of the budgets, each taken as
/// often as a judgement may spend it. They cannot all be spent at once.
const STEPS: u64 = 300_000_000;

/// A source in two versions with a translation that was made from the first, as a person said.
#[track_caller]
fn judged(old: String, new: String, translation: String) -> Judgement {
    let bytes = (old.len() + new.len() + translation.len()) as u64;
    let first = version(old, 0);
    let pair = Pair {
        pin: Some(first.file.commit),
        source: vec![first, version(new, 2)],
        target: vec![version(translation, 1)],
        dialect: Dialect::Markdown,
        mass_edit_files: 15,
        dismissed: Vec::new(),
    };
    let (judgement, steps) = steps_of(|| judge(&pair));
    let again = steps_of(|| judge(&pair));
    assert_eq!(again, (judgement.clone(), steps), "the same answer at the same cost every time");
    println!("{steps} steps for {bytes} bytes");
    assert!(steps < STEPS + STEPS_A_BYTE * bytes, "{steps} steps for {bytes} bytes");
    assert_eq!(judgement.status, Status::Stale);
    judgement
}

fn too_large(judgement: &Judgement) -> usize {
    judgement.changes.iter().filter(|change| change.reason == Reason::TooLarge).count()
}

/// Words without end, no two texts of different seeds alike.
fn words(seed: u64, count: usize) -> String {
    let mut state = seed;
    let mut text = String::new();
    for i in 0..count {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        for shift in [33, 38, 43, 48, 53, 58] {
            text.push(char::from(b'a' + (state >> shift) as u8 % 26));
        }
        text.push_str(if i % 2_000 == 1_999 { "\n\n" } else { " " });
    }
    text
}

#[test]
fn a_post_of_a_megabyte_may_be_written_anew() {
    let judgement = judged(words(1, 150_000), words(2, 150_000), words(3, 150_000));
    assert!(!judgement.changes.is_empty());
}

#[test]
fn five_thousand_lines_may_be_written_anew() {
    let lines =
        |seed: usize| (0..5_000).map(|i| format!("line {} of {seed}\n\n", i * seed)).collect();
    let judgement = judged(lines(3), lines(7), lines(5));
    assert!(too_large(&judgement) > 1_000, "{}", too_large(&judgement));
}

#[test]
fn every_number_of_three_thousand_rows_may_change() {
    let table = |seed: usize| {
        let rows = (1..3_000).map(|i| format!("| row {i} | {} |\n", i * seed));
        std::iter::once("| a | b |\n|---|---|\n".to_owned()).chain(rows).collect()
    };
    let judgement = judged(table(3), table(7), table(3));
    assert!(too_large(&judgement) > 1_000, "{}", too_large(&judgement));
}

#[test]
fn half_a_megabyte_may_stand_on_one_line() {
    let line = |seed: u64| words(seed, 75_000).replace("\n\n", " ");
    let judgement = judged(line(1), format!("{} {}", line(1), words(2, 1_000)), line(1));
    assert_eq!(too_large(&judgement), 1, "{:?}", judgement.changes[0].reason);
}

#[test]
fn two_words_may_be_all_there_is() {
    let text = |step: usize| {
        let word = |i: usize| if i.is_multiple_of(step) { "yes" } else { "no" };
        let end = |i: usize| if i % 200 == 199 { "\n\n" } else { " " };
        (0..60_000).map(|i| format!("{}{}", word(i), end(i))).collect()
    };
    let judgement = judged(text(2), text(3), text(2));
    assert!(!judgement.changes.is_empty());
}

#[test]
fn thousands_of_names_may_be_looked_for_in_one_paragraph() {
    // Three thousand of seven thousand names change.
    let paragraph = |seed: usize| -> String {
        (0..7_000)
            .map(|i| format!("`code{}` ", if i < 4_000 { i } else { i * 10 + seed }))
            .collect()
    };
    let judgement = judged(paragraph(0), paragraph(1), paragraph(0));
    assert_eq!(too_large(&judgement), 1, "{:?}", judgement.changes[0].reason);
}
