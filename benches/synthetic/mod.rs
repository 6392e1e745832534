//! A made-up blog of any size, as Git knows it: one commit for each version, made by one `git fast-import`.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
    process::{Command, Stdio},
};

/// Where posts and translations stand, as path templates.
pub const SOURCES: &str = "posts/{slug}.md";
pub const TARGETS: &str = "zh/{slug}.md";

/// What a blog is made of.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub posts: usize,
    /// At least as many as posts. The first ones add the posts, of which every second is translated; the
    /// others edit them in turn.
    pub commits: usize,
}

/// Makes a bare repository with branch `main`.
pub fn make(folder: &Path, size: Size) {
    git(folder, &["init", "--bare", "--quiet", "--initial-branch=main", "."], |_| Ok(()));
    git(folder, &IMPORT, |stream| {
        for number in 0..size.commits {
            let (post, edit) = (number % size.posts, number / size.posts);
            commit(stream, number, (&source_path(post), source(post, edit)))?;
            if edit == 0 && post % 2 == 0 {
                file(stream, &target_path(post), &target(post))?;
            }
        }
        Ok(())
    });
}

/// Adds one commit that edits one post.
pub fn edit(folder: &Path, post: usize, edit: usize) {
    git(folder, &IMPORT, |stream| {
        commit(stream, usize::MAX, (&source_path(post), source(post, edit)))
    });
}

const IMPORT: [&str; 3] = ["fast-import", "--quiet", "--force"];

/// Posts a folder holds: as many as a blog that keeps each year apart writes in one.
const SHELF: usize = 100;

fn source_path(post: usize) -> String {
    format!("posts/{:02}/post-{post}.md", post / SHELF)
}

fn target_path(post: usize) -> String {
    format!("zh/{:02}/post-{post}.md", post / SHELF)
}

fn commit(
    stream: &mut dyn io::Write,
    number: usize,
    (path, text): (&str, String),
) -> io::Result<()> {
    let mark = number.saturating_add(1).min(900_000_000);
    let seconds = 1_600_000_000 + number.min(100_000_000);
    writeln!(stream, "commit refs/heads/main\nmark :{mark}")?;
    writeln!(stream, "committer Mira <mira@bees.example> {seconds} +0000\n{}", data("Edit\n"))?;
    if number == usize::MAX {
        stream.write_all(b"from refs/heads/main^0\n")?;
    }
    file(stream, path, &text)
}

fn file(stream: &mut dyn io::Write, path: &str, text: &str) -> io::Result<()> {
    writeln!(stream, "M 100644 inline {path}\n{}", data(text))
}

fn data(text: &str) -> String {
    format!("data {}\n{text}", text.len())
}

/// The text of a post after so many edits.
pub fn source(post: usize, edit: usize) -> String {
    let mut text = format!("---\ntitle: \"Hive {post}\"\n---\n\n# Hive {post}\n\n");
    for section in 0..6 {
        // Each edit touches one section.
        let frames = if section == edit % 6 { 10 + edit } else { 10 };
        let _ = write!(
            text,
            "## Section {section}\n\nHive {post} stands on roof {} and needs shade, water and a wall \
             against the wind; it holds {frames} frames.\n\n```bash\nhivectl open --hive {post}\n```\n\n",
            post * 7 + section,
        );
    }
    text
}

/// The translation of a post before any edit.
pub fn target(post: usize) -> String {
    let mut text = format!("---\ntitle: \"蜂箱 {post}\"\n---\n\n# 蜂箱 {post}\n\n");
    for section in 0..6 {
        let frames = 10;
        let _ = write!(
            text,
            "## 第 {section} 节\n\n蜂箱 {post} 立在 {} 号屋顶上，需要遮阴、水和一堵挡风的墙；里面有 {frames} \
             个巢框。\n\n```bash\nhivectl open --hive {post}\n```\n\n",
            post * 7 + section,
        );
    }
    text
}

fn git(
    folder: &Path,
    arguments: &[&str],
    input: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) {
    let mut git = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(Stdio::piped())
        .spawn()
        .expect("git runs");
    let mut pipe = io::BufWriter::new(git.stdin.take().expect("standard input is piped"));
    input(&mut pipe).and_then(|()| pipe.flush()).expect("git reads");
    drop(pipe);
    assert!(git.wait().expect("git ends").success(), "git {arguments:?}");
}
