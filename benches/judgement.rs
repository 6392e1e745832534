//! Parsing, aligning and judging made-up posts of the usual size, and the worst cases.
//!
//! `cargo bench --bench judgement`. The posts are generated, so that the figures do not depend on any
//! repository; the whole process over a real one is `benches/sync.rs`.

use std::{fmt::Write as _, hint::black_box, sync::Arc};

use divan::Bencher;
use yiqi::{
    document::{Dialect, Document},
    history::FileVersion,
    ids::{BlobId, CommitId, RepoPath},
    staleness::{Pair, Version, align, judge},
};

fn main() {
    divan::main();
}

/// An English post of so many sections (about four blocks each) in one of its versions.
fn source(sections: usize, version: usize) -> String {
    let mut text = String::from("---\ntitle: \"Bees\"\nauthors:\n- user: mira\n---\n\n# Bees\n\n");
    for i in 0..sections {
        let _ = write!(
            text,
            "## Section {i}\n\nThe {i}th hive stands on roof {} and needs shade, water and a wall against the \
             wind; see [the guide](https://bees.example/{i}) before you open it in spring.\n\n\
             - item {i} with `hivectl {i}`\n\n```bash\nhivectl open --hive {i} --frames {}\n```\n\n",
            i * 7,
            if i % 9 == 0 { version } else { 12 },
        );
    }
    text
}

/// Its translation, made from the first version.
fn target(sections: usize) -> String {
    let mut text = String::from("---\ntitle: \"蜜蜂\"\nauthors:\n- user: mira\n---\n\n# 蜜蜂\n\n");
    for i in 0..sections {
        let _ = write!(
            text,
            "## 第 {i} 节\n\n第 {i} 个蜂箱放在 {} 号屋顶上，需要遮阴、水和一堵挡风的墙；春天打开之前请先看 \
             [指南](https://bees.example/{i})。\n\n- 第 {i} 项，用 `hivectl {i}`\n\n```bash\nhivectl open --hive {i} --frames {}\n```\n\n",
            i * 7,
            if i % 9 == 0 { 0 } else { 12 },
        );
    }
    text
}

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

fn pair(sources: Vec<String>, target: String) -> Pair {
    let count = sources.len() as u32;
    Pair {
        source: sources.into_iter().zip((0..).step_by(2)).map(|(t, at)| version(t, at)).collect(),
        target: vec![version(target, count | 1)],
        dialect: Dialect::Markdown,
        mass_edit_files: 15,
        pin: None,
        dismissed: Vec::new(),
    }
}

#[divan::bench(args = [12, 100])]
fn parse(bencher: Bencher, sections: usize) {
    let text = source(sections, 0);
    bencher
        .counter(divan::counter::BytesCount::new(text.len()))
        .bench(|| Document::parse(black_box(&text), Dialect::Markdown));
}

#[divan::bench(args = [12, 100])]
fn align_blocks(bencher: Bencher, sections: usize) {
    let a = Document::parse(&source(sections, 0), Dialect::Markdown);
    let b = Document::parse(&target(sections), Dialect::Markdown);
    bencher.bench(|| align(black_box(&a), black_box(&b)));
}

/// Five versions, the usual number.
#[divan::bench(args = [12, 100])]
fn judge_post(bencher: Bencher, sections: usize) {
    let pair = pair((0..5).map(|v| source(sections, v)).collect(), target(sections));
    bencher.bench(|| judge(black_box(&pair)));
}

/// 5,000 blocks of one line, rewritten from end to end.
#[divan::bench(sample_count = 3)]
fn judge_many_blocks(bencher: Bencher) {
    let text =
        |seed: usize| (0..5_000).map(|i| format!("line {} of {seed}\n\n", i * seed)).collect();
    let pair = pair(vec![text(3), text(7)], text(5));
    bencher.bench(|| judge(black_box(&pair)));
}

/// A table of 3,000 rows with every number changed.
#[divan::bench(sample_count = 3)]
fn judge_long_table(bencher: Bencher) {
    let text = |seed: usize| {
        let rows = (0..3_000).map(|i| format!("| row {i} | {} |\n", i * seed));
        std::iter::once("| a | b |\n|---|---|\n".to_owned()).chain(rows).collect()
    };
    let pair = pair(vec![text(3), text(7)], text(3));
    bencher.bench(|| judge(black_box(&pair)));
}

/// Words without end, no two texts of different seeds alike; a paragraph has so many.
fn words(seed: u64, count: usize, paragraph: usize) -> String {
    let mut state = seed;
    let mut text = String::new();
    for i in 1..=count {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        for shift in [33, 38, 43, 48, 53, 58] {
            text.push(char::from(b'a' + (state >> shift) as u8 % 26));
        }
        text.push_str(if i.is_multiple_of(paragraph) { "\n\n" } else { " " });
    }
    text
}

/// A megabyte, rewritten from end to end.
#[divan::bench(sample_count = 3)]
fn judge_megabyte(bencher: Bencher) {
    let text = |seed| words(seed, 150_000, 100);
    let pair = pair(vec![text(1), text(2)], text(3));
    bencher.bench(|| judge(black_box(&pair)));
}

/// One line of 500 KB, to which as much is added.
#[divan::bench(sample_count = 3)]
fn judge_long_line(bencher: Bencher) {
    let line = |seed| words(seed, 75_000, usize::MAX);
    let pair = pair(vec![line(1), line(1) + &line(2)], line(1));
    bencher.bench(|| judge(black_box(&pair)));
}

/// Half a megabyte in a vocabulary of two words.
#[divan::bench(sample_count = 3)]
fn judge_two_words(bencher: Bencher) {
    let text = |step: usize| {
        let word = |i: usize| if i.is_multiple_of(step) { "yes" } else { "no" };
        let end = |i: usize| if i % 200 == 199 { "\n\n" } else { " " };
        (0..150_000).map(|i| format!("{}{}", word(i), end(i))).collect()
    };
    let pair = pair(vec![text(2), text(3)], text(2));
    bencher.bench(|| judge(black_box(&pair)));
}
