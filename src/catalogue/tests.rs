use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::*;
use crate::{
    convention::ConventionKind,
    history::{FileHistory, FileVersion},
};

/// A repository made of versions of files, one commit each.
#[derive(Default, Clone)]
struct Story {
    files: Vec<(String, Vec<FileVersion>)>,
    blobs: HashMap<BlobId, Arc<str>>,
    commits: u32,
}

fn number_id(kind: u8, number: u32) -> [u8; 20] {
    let mut bytes = [kind; 20];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

impl Story {
    /// Writes a new version of a file.
    fn write(&mut self, path: &str, text: &str) -> &mut Self {
        let number = self.commits;
        self.commits += 1;
        let blob = BlobId::from_bytes(number_id(0xb, number));
        self.blobs.insert(blob, text.into());
        let version = FileVersion {
            commit: CommitId::from_bytes(number_id(0xc, number)),
            blob,
            path: path.into(),
            position: number,
            committed_at: 1_700_000_000 + i64::from(number) * 86_400,
            files_touched: 1,
            source_commit: None,
        };
        match self.files.iter_mut().find(|(known, _)| known == path) {
            Some((_, versions)) => versions.push(version),
            None => self.files.push((path.to_owned(), vec![version])),
        }
        self
    }

    fn rename(&mut self, old: &str, new: &str) -> &mut Self {
        let at = self.files.iter().position(|(path, _)| path == old).expect("a file to rename");
        let (_, versions) = self.files.remove(at);
        let text = self.blobs[&versions.last().expect("a version").blob].clone();
        self.write(new, &text);
        let (_, new_versions) = self.files.last_mut().expect("the new file");
        new_versions.splice(0..0, versions);
        self
    }

    fn delete(&mut self, path: &str) -> &mut Self {
        self.files.retain(|(known, _)| known != path);
        self.commits += 1;
        self
    }

    fn history(&self) -> History {
        let file = |(path, versions): &(String, Vec<FileVersion>)| {
            Arc::new(FileHistory { path: path.as_str().into(), versions: versions.clone() })
        };
        let mut files: Vec<_> = self.files.iter().map(file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        History {
            head: CommitId::from_bytes(number_id(0xc, self.commits)),
            head_time: 1_800_000_000,
            commits: self.commits,
            former: Vec::new(),
            files,
        }
    }

    /// Assembles, and says how many texts of posts (not indexes) were read.
    fn counted(
        &self,
        previous: Option<&Catalogue>,
        pins: &HashMap<Slug, CommitId>,
    ) -> (Catalogue, usize) {
        let read = AtomicUsize::new(0);
        let history = self.history();
        let contents = |path: &RepoPath, blob: BlobId| {
            read.fetch_add(usize::from(path.as_str().ends_with(".md")), Ordering::Relaxed);
            self.blobs.get(&blob).cloned().ok_or(blob)
        };
        let catalogue = assemble(&Inputs {
            convention: &blog(),
            history: &history,
            contents: &contents,
            pins,
            dismissals: &HashMap::new(),
            mass_edit_files: 15,
            previous,
            progress: &|_, _| {},
        });
        (catalogue.expect("all blobs are there"), read.into_inner())
    }

    fn assemble(&self) -> Catalogue {
        self.counted(None, &HashMap::new()).0
    }
}

fn blog() -> Convention {
    Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).expect("the blog's convention")
}

fn source(title: &str) -> String {
    let name = title.to_lowercase().replace(' ', "-");
    format!(
        "---\ntitle: \"{title}\"\nthumbnail: /blog/assets/{name}.png\nauthors:\n- user: ann\n---\n\n# {title}\n\nThe boat leaves at dawn with 12 people.\n\nBring a rope.\n"
    )
}

fn target(title: &str, name: &str) -> String {
    format!(
        "---\ntitle: \"{title}\"\nthumbnail: /blog/assets/{name}.png\nauthors:\n- user: ann\ntranslators:\n- user: ben\n---\n\n# {title}\n\n船在黎明出发，载 12 人。\n\n带上绳子。\n"
    )
}

fn index(slugs: &[(&str, &str)]) -> String {
    let entry = |(slug, date): &(&str, &str)| {
        format!("- local: {slug}\n  title: T\n  date: {date}\n  tags:\n    - sea\n")
    };
    slugs.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn harbour() -> Story {
    let mut story = Story::default();
    story
        .write("_blog.yml", &index(&[("tides", "May 1, 2024"), ("ropes", "June 1, 2024")]))
        .write("README.md", "# hello")
        .write("tides.md", &source("Tides"))
        .write("ropes.md", &source("Ropes"))
        .write("zh/_blog.yml", &index(&[("tides", "May 1, 2024")]))
        .write("zh/tides.md", &target("潮汐", "tides"));
    story
}

fn post<'a>(catalogue: &'a Catalogue, slug: &str) -> &'a Post {
    catalogue.posts.iter().find(|post| post.slug.as_str() == slug).expect("the post is there")
}

#[track_caller]
fn warns(warnings: &[String], words: &str) {
    assert!(
        warnings.iter().any(|warning| warning.contains(words)),
        "{words:?} not in {warnings:#?}"
    );
}

#[test]
fn every_listed_source_is_one_post_and_nothing_else_is() {
    let catalogue = harbour().assemble();
    let states: Vec<_> =
        catalogue.posts.iter().map(|post| (post.slug.as_str(), post.status)).collect();
    assert_eq!(states, [("ropes", Status::Untranslated), ("tides", Status::Current)]);
    assert_eq!(catalogue.warnings, Vec::<String>::new());
    let tides = post(&catalogue, "tides");
    assert_eq!(tides.warnings, Vec::<String>::new());
    let side = tides.target.as_ref().expect("a translation");
    assert_eq!(side.meta.translators, ["ben"]);
    assert_eq!(side.length, 14);
    let ropes = post(&catalogue, "ropes");
    assert_eq!(ropes.target_path.as_str(), "zh/ropes.md");
    let side = ropes.source.as_ref().expect("a source");
    assert_eq!(side.meta.published_on.as_deref(), Some("2024-06-01"));
    assert_eq!(side.length, 12);
}

#[test]
fn a_translation_without_source_is_an_orphan_with_a_suggestion() {
    let mut story = harbour();
    story
        .write("zh/_ropes.md", &target("绳", "ropes"))
        .write("zh/绳结 教程.md", &target("绳", "ropes"));
    let catalogue = story.assemble();
    for slug in ["_ropes", "绳结 教程"] {
        let orphan = post(&catalogue, slug);
        assert_eq!(orphan.status, Status::Orphan);
        assert_eq!(orphan.source, None);
        assert_eq!(orphan.suggestion.as_ref().map(Slug::as_str), Some("ropes"), "{slug}");
    }
    assert_eq!(post(&catalogue, "ropes").status, Status::Untranslated);
}

#[test]
fn a_source_renamed_alone_is_suggested_to_its_old_translation() {
    let mut story = harbour();
    story
        .rename("tides.md", "moon-and-sea.md")
        .write("_blog.yml", &index(&[("moon-and-sea", "May 1, 2024"), ("ropes", "June 1, 2024")]));
    let catalogue = story.assemble();
    let orphan = post(&catalogue, "tides");
    assert_eq!(orphan.status, Status::Orphan);
    assert_eq!(orphan.suggestion.as_ref().map(Slug::as_str), Some("moon-and-sea"));
    assert_eq!(post(&catalogue, "moon-and-sea").status, Status::Untranslated);
}

#[test]
fn source_and_translation_renamed_together_stay_one_post() {
    let mut story = harbour();
    story
        .rename("tides.md", "moon.md")
        .rename("zh/tides.md", "zh/moon.md")
        .write("_blog.yml", &index(&[("moon", "May 1, 2024"), ("ropes", "June 1, 2024")]))
        .write("zh/_blog.yml", &index(&[("moon", "May 1, 2024")]));
    let catalogue = story.assemble();
    let states: Vec<_> =
        catalogue.posts.iter().map(|post| (post.slug.as_str(), post.status)).collect();
    assert_eq!(states, [("moon", Status::Current), ("ropes", Status::Untranslated)]);
}

#[test]
fn a_translation_of_an_older_copy_has_that_copy_as_its_base() {
    let mut story = harbour();
    story
        .write("ropes.md", &source("Ropes").replace("12 people", "31 people and 4 dogs"))
        .write("zh/ropes.md", &target("绳", "ropes"));
    let catalogue = story.assemble();
    let ropes = post(&catalogue, "ropes");
    let file = catalogue.history.files.iter().find(|file| file.path.as_str() == "ropes.md");
    let versions = &file.expect("a source").versions;
    assert_eq!(ropes.status, Status::Stale);
    assert_eq!(ropes.judgement.as_ref().map(|known| known.base.commit), Some(versions[0].commit));
}

#[test]
fn a_mass_edit_does_not_make_a_translation_current() {
    let mut story = harbour();
    story
        .write("tides.md", &source("Tides").replace("12 people", "31 people"))
        .write("zh/tides.md", &target("潮汐", "tides").replace("出发，", "出发， "));
    let (_, versions) = story.files.last_mut().expect("the translation");
    versions.last_mut().expect("a version").files_touched = 92;
    assert_eq!(post(&story.assemble(), "tides").status, Status::Stale);
}

#[test]
fn the_introduction_of_a_moved_translation_is_that_of_its_first_path() {
    let mut story = harbour();
    story.write("cn/ropes.md", &target("绳", "ropes")).rename("cn/ropes.md", "zh/ropes.md");
    let catalogue = story.assemble();
    let side = post(&catalogue, "ropes").target.as_ref().expect("a translation");
    assert!(side.first_at < side.last_at);
}

#[test]
fn entries_and_files_that_do_not_match_are_told() {
    let mut story = harbour();
    story
        .write("zh/_blog.yml", &index(&[("lost", "May 1, 2024")]))
        .write("near-copy.md", &source("Tides"))
        .write(
            "_blog.yml",
            &index(&[
                ("tides", "May 1, 2024"),
                ("ropes", "June 1, 2024"),
                ("gone", "June 2, 2024"),
            ]),
        );
    let catalogue = story.assemble();
    warns(&catalogue.warnings, "zh/_blog.yml: the entry lost has no file");
    warns(&catalogue.warnings, "_blog.yml: the entry gone has no file");
    warns(&catalogue.warnings, "near-copy.md: not listed");
    warns(&post(&catalogue, "tides").warnings, "zh/_blog.yml: there is no entry for tides");
    assert!(catalogue.posts.iter().all(|post| post.slug.as_str() != "near-copy"));
}

#[test]
fn an_unlisted_source_with_a_translation_is_still_a_pair() {
    let mut story = harbour();
    story.write("_blog.yml", &index(&[("ropes", "June 1, 2024")]));
    let catalogue = story.assemble();
    let tides = post(&catalogue, "tides");
    assert!(tides.source.is_some() && tides.target.is_some());
    warns(&tides.warnings, "no index lists it");
}

#[test]
fn slips_of_an_entry_are_told_by_its_source() {
    let mut story = harbour();
    let entry = "- local: tides\n  title: T\n  date: May 1, 2023\n  tags:\n    - sea - boats\n- local: tides\n";
    story.write("zh/_blog.yml", entry);
    let catalogue = story.assemble();
    warns(&catalogue.warnings, "zh/_blog.yml: tides is listed twice");
    story.write("zh/_blog.yml", entry.trim_end_matches("- local: tides\n"));
    let catalogue = story.assemble();
    warns(&post(&catalogue, "tides").warnings, "the date of tides is \"May 1, 2023\"");
    warns(&post(&catalogue, "tides").warnings, "the tag \"sea - boats\"");
}

#[test]
fn an_index_that_cannot_be_read_is_passed_over() {
    for broken in ["- local: tides\n  title: \"\"A\" and\n", "<<<<<<< HEAD\n- local: tides\n"] {
        let mut story = harbour();
        story.write("_blog.yml", broken);
        let catalogue = story.assemble();
        assert_eq!(catalogue.posts.len(), 2, "the last readable index still counts");
        warns(&catalogue.warnings, "its last readable version is used instead");
    }
}

#[test]
fn files_with_strange_names_are_told() {
    let mut story = harbour();
    story
        .write("zh/_blog[1].yml", "- local: tides\n")
        .write("zh/ropes-1", "text")
        .write("zh/Tides.md", &target("潮汐", "tides"));
    let catalogue = story.assemble();
    warns(&catalogue.warnings, "zh/_blog[1].yml looks like a copy");
    warns(&catalogue.warnings, "zh/ropes-1 has no .md extension");
    warns(&catalogue.warnings, "zh/Tides.md and zh/tides.md differ only in case");
    assert_eq!(post(&catalogue, "Tides").suggestion.as_ref().map(Slug::as_str), Some("tides"));
}

#[test]
fn malformed_front_matter_is_told_with_path_and_line() {
    let mut story = harbour();
    story.write("ropes.md", &format!("\n{}", source("Ropes").replace("\"Ropes\"", "a: b")));
    let catalogue = story.assemble();
    warns(&post(&catalogue, "ropes").warnings, "ropes.md:1: the first line must be ---");
    warns(&post(&catalogue, "ropes").warnings, "ropes.md:3: the front matter is no valid YAML");
}

#[test]
fn what_did_not_change_is_taken_over_and_the_outcome_is_the_same() {
    let mut story = harbour();
    let first = story.assemble();
    let (same, read) = story.counted(Some(&first), &HashMap::new());
    assert_eq!((same == first, read), (true, 0));

    story.write("ropes.md", &source("Ropes").replace("a rope", "two ropes"));
    let (later, read) = story.counted(Some(&first), &HashMap::new());
    assert_eq!(later, story.assemble());
    assert_eq!(read, 1);

    story.write("zh/ropes.md", &target("绳", "ropes")).delete("tides.md");
    let (last, _) = story.counted(Some(&later), &HashMap::new());
    assert_eq!(last, story.assemble());

    story.write("_blog.yml", &index(&[("ropes", "July 9, 2024")]));
    let (moved, _) = story.counted(Some(&last), &HashMap::new());
    assert_eq!(moved, story.assemble());
}

#[test]
fn posts_that_nothing_happened_to_are_shared() {
    let mut story = harbour();
    let first = story.assemble();
    let shared = |one: &Catalogue, other: &Catalogue, slug: &str| {
        let slug = Slug::from(slug);
        one.post(&slug).zip(other.post(&slug)).is_some_and(|(one, other)| Arc::ptr_eq(one, other))
    };
    story.write("ropes.md", &source("Ropes").replace("a rope", "two ropes"));
    let (edited, _) = story.counted(Some(&first), &HashMap::new());
    assert!(shared(&first, &edited, "tides") && !shared(&first, &edited, "ropes"));

    // A file that comes touches no other post either.
    story.write("nets.md", &source("Nets"));
    let (added, _) = story.counted(Some(&edited), &HashMap::new());
    assert!(shared(&edited, &added, "tides") && shared(&edited, &added, "ropes"));

    story.write("zh/_blog.yml", &index(&[("tides", "May 1, 2023")]));
    let (listed, read) = story.counted(Some(&added), &HashMap::new());
    assert_eq!((&listed, read), (&story.assemble(), 1));
    assert!(!shared(&added, &listed, "tides"));
}

#[test]
fn a_suggestion_is_made_anew_when_another_post_changes() {
    let mut story = harbour();
    story.rename("tides.md", "moon-and-sea.md");
    let first = story.assemble();
    assert_eq!(post(&first, "tides").status, Status::Orphan);
    story.write("ropes.md", &source("Ropes").replace("a rope", "two ropes"));
    let (later, _) = story.counted(Some(&first), &HashMap::new());
    assert_eq!(later, story.assemble());
}

#[test]
fn a_new_pin_is_judged_anew() {
    let mut story = harbour();
    story.write("tides.md", &source("Tides").replace("12 people", "31 people"));
    let first = story.assemble();
    assert_eq!(post(&first, "tides").status, Status::Stale);
    let head = first.history.files.iter().find(|file| file.path.as_str() == "tides.md");
    let pin = head.expect("a source").versions.last().expect("a version").commit;
    let pins = HashMap::from([(Slug::new("tides"), pin)]);
    let (pinned, _) = story.counted(Some(&first), &pins);
    assert_eq!(post(&pinned, "tides").status, Status::Current);
    assert_eq!(pinned, story.counted(None, &pins).0);
    let (unpinned, _) = story.counted(Some(&pinned), &HashMap::new());
    assert_eq!(unpinned, first);
}

#[test]
fn a_missing_blob_is_an_error_and_not_an_empty_post() {
    let mut story = harbour();
    story.blobs.clear();
    let history = story.history();
    let outcome = assemble(&Inputs {
        convention: &blog(),
        history: &history,
        contents: &|_, blob| Err::<Arc<str>, _>(blob),
        pins: &HashMap::new(),
        dismissals: &HashMap::new(),
        mass_edit_files: 15,
        previous: None,
        progress: &|_, _| {},
    });
    assert!(outcome.is_err());
}

#[test]
fn the_difference_holds_what_changed_and_reads_well() {
    let mut story = harbour();
    let first = story.assemble();
    story
        .write("tides.md", &source("Tides").replace("12 people", "31 people"))
        .write("zh/绳结.md", &target("绳", "x"))
        .delete("ropes.md");
    let second = story.assemble();
    let diff = CatalogueDiff::between(Some(&first), &second);
    assert_eq!(
        diff.to_string(),
        "~ tides  stale (minor)\n~ 绳结  orphan\n- ropes\nchanges: 1 orphan, 1 stale (minor), 1 removed; 3 file histories\n"
    );
    assert!(CatalogueDiff::between(Some(&second), &second).is_empty());
    assert_eq!(CatalogueDiff::between(None, &first).upserted.len(), 2);
    assert_eq!(CatalogueDiff::default().to_string(), "nothing changes\n");
}

#[test]
fn the_status_record_has_exactly_the_promised_fields() {
    let mut story = harbour();
    story.write("tides.md", &source("Tides").replace("12 people", "31 people"));
    let catalogue = story.assemble();
    let record = |slug| {
        serde_json::to_value(status::StatusRecord::of(post(&catalogue, slug))).expect("JSON")
    };
    let untranslated = record("ropes");
    let words = untranslated["words_to_touch"].as_u64().expect("a number");
    assert!(words > 0);
    assert_eq!(
        untranslated,
        serde_json::json!({
            "source_path": "ropes.md", "target_path": "zh/ropes.md", "status": "untranslated",
            "severity": "none", "base_commit": null, "base_confidence": null, "base_origin": null,
            "words_to_touch": words,
            "work": {"words": words, "code_blocks": 0, "code_lines": 0, "links": 0, "images": 0},
            "changes": [],
        })
    );
    let stale = record("tides");
    assert_eq!((&stale["status"], &stale["base_origin"]), (&"stale".into(), &"inferred".into()));
    assert_eq!(stale["words_to_touch"], 1);
    let change = &stale["changes"][0];
    let mut keys: Vec<_> = change.as_object().expect("a change").keys().cloned().collect();
    keys.sort();
    assert_eq!(
        keys,
        ["kind", "reflected", "severity", "source_excerpt", "source_lines", "target_lines"]
    );
    assert_eq!(change["source_lines"], serde_json::json!([10, 10]));
    assert_eq!(change["source_excerpt"], "The boat leaves at dawn with 31 people.");
}

#[test]
fn bytes_that_are_no_text_are_shown_and_told_with_their_line() {
    let mut story = harbour();
    let broken = target("潮汐", "tides").replace("带上绳子。", "带上\u{fffd}\u{fffd}子。");
    story.write("zh/tides.md", &broken);
    let catalogue = story.assemble();
    let warnings = &post(&catalogue, "tides").warnings;
    let told = "zh/tides.md:14: bytes that are not UTF-8 are shown as U+FFFD here";
    assert!(warnings.iter().any(|warning| warning == told), "{warnings:?}");
    assert_eq!(post(&catalogue, "tides").status, Status::Current);
}
