//! A course of chapters, followed from its repository to the verdicts: discovery, pairing, bases and
//! judgement on a history with all that happens to such courses.

mod pages;

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    sync::Arc,
};

use pages::{SUBJECTS, Subject, chinese, english, toctree};
use tempfile::TempDir;
use yiqi::{
    catalogue::{Catalogue, Inputs, Post, assemble},
    convention::{Convention, ConventionKind},
    ids::Slug,
    repository::{Mirror, RepositoryError, ScriptedCommit, Settings, Tracked, write_graph},
    staleness::{Severity, Status},
};

const DAY: i64 = 86_400;

/// A repository told commit by commit, each on top of the last one unless said otherwise.
#[derive(Default)]
struct Course {
    commits: Vec<(ScriptedCommit, Vec<usize>)>,
    /// The files after each commit.
    trees: Vec<BTreeMap<String, String>>,
    time: i64,
}

type Edits = Vec<(String, Option<String>)>;

fn slug(page: usize) -> String {
    format!("chapter{}/{}", page / 2 + 1, page % 2 + 1)
}

fn en(slug: &str) -> String {
    format!("chapters/en/{slug}.mdx")
}

fn zh(slug: &str) -> String {
    format!("chapters/zh-CN/{slug}.mdx")
}

impl Course {
    /// The English course, and its translation in one commit, a month later.
    fn translated() -> Self {
        let mut course = Self { time: 1_600_000_000, ..Self::default() };
        let slugs: Vec<String> = (0..SUBJECTS.len()).map(slug).collect();
        let page = |path: fn(&str) -> String, text: fn(Subject) -> String| -> Edits {
            slugs.iter().zip(SUBJECTS).map(|(slug, of)| (path(slug), Some(text(of)))).collect()
        };
        let mut english = page(en, english);
        english.push(("chapters/en/_toctree.yml".into(), Some(toctree(&slugs, false))));
        english.push(("chapters/de/chapter1/1.mdx".into(), Some("# Drachen\n".into())));
        english.push(("README.md".into(), Some("# Crafts\n".into())));
        course.commit("Add the course", english);
        course.time += 30 * DAY;
        let mut chinese = page(zh, chinese);
        chinese.push(("chapters/zh-CN/_toctree.yml".into(), Some(toctree(&slugs, true))));
        course.commit("Add the Chinese translation (#12)", chinese);
        course
    }

    fn head(&self) -> usize {
        self.commits.len() - 1
    }

    fn commit(&mut self, message: &str, edits: Edits) -> usize {
        let parents = if self.commits.is_empty() { vec![] } else { vec![self.head()] };
        self.commit_on(&parents, message, edits)
    }

    /// A commit on these parents; its files are those of the first one with the edits.
    fn commit_on(&mut self, parents: &[usize], message: &str, edits: Edits) -> usize {
        self.time += DAY;
        let mut tree = parents.first().map(|&p| self.trees[p].clone()).unwrap_or_default();
        for (path, text) in &edits {
            match text {
                Some(text) => _ = tree.insert(path.clone(), text.clone()),
                None => _ = tree.remove(path),
            }
        }
        self.trees.push(tree);
        let files = edits
            .into_iter()
            .map(|(path, text)| (path.as_str().into(), text.map(String::into_bytes)))
            .collect();
        let commit = ScriptedCommit {
            files,
            message: message.into(),
            author_name: "Ann".into(),
            author_email: "ann@users.noreply.github.com".into(),
            time: self.time,
        };
        self.commits.push((commit, parents.to_vec()));
        self.head()
    }

    fn text(&self, path: &str) -> &str {
        &self.trees[self.head()][path]
    }

    /// Replaces in these files, each of which must have something to replace.
    #[track_caller]
    fn edit(&mut self, message: &str, paths: &[String], from: &str, to: &str) -> usize {
        let edits = paths.iter().map(|path| {
            let text = self.text(path);
            assert!(text.contains(from), "{from:?} is not in {path}");
            (path.clone(), Some(text.replace(from, to)))
        });
        let edits = edits.collect();
        self.commit(message, edits)
    }

    /// Moves pages under each other's paths in one language, with an edit of each.
    fn rearrange(&mut self, path: fn(&str) -> String, moves: &[(usize, usize)], mark: &str) {
        let edits: Edits = moves
            .iter()
            .map(|&(from, to)| {
                let text = self.text(&path(&slug(from)));
                (path(&slug(to)), Some(text.replacen("# ", &format!("# {mark}"), 1)))
            })
            .collect();
        self.commit("Rearrange the chapters", edits);
    }

    fn catalogue(&self) -> Catalogue {
        let (_folder, mirror) = self.written();
        let convention = convention();
        let for_walk = convention.clone();
        let tracked: Tracked = Arc::new(move |path| for_walk.tracks(path));
        let head = mirror.1;
        let history = mirror.0.history(head, None, &tracked).expect("a history");
        let reader = mirror.0.reader().expect("a reader");
        assemble(&Inputs {
            convention: &convention,
            history: &history,
            contents: &|path, blob| {
                let bytes = reader.blob(path, blob)?;
                Ok::<_, RepositoryError>(Arc::from(String::from_utf8_lossy(&bytes)))
            },
            pins: &HashMap::new(),
            dismissals: &HashMap::new(),
            mass_edit_files: 15,
            previous: None,
            progress: &|_, _| {},
        })
        .expect("all contents are there")
    }

    fn written(&self) -> (TempDir, (Mirror, yiqi::ids::CommitId)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = folder.path().join("source.git");
        let head = write_graph(&source, "main", &self.commits).expect("commits are written");
        let settings = Settings {
            url: source.display().to_string(),
            branch: Some("main".into()),
            mirror: source.clone(),
        };
        (folder, (Mirror::new(settings), head))
    }

    /// Every page that is not current without a trace, one line each.
    fn open(&self) -> String {
        let mut out = String::new();
        for post in &self.catalogue().posts {
            if post.status != Status::Current || post.severity != Severity::None {
                let line = format!("{} {:?} {:?}", post.slug, post.status, post.severity);
                writeln!(out, "{}", line.to_lowercase()).expect("a string takes all");
            }
        }
        out
    }

    fn post(&self, page: usize) -> Post {
        let wanted = Slug::new(slug(page));
        Post::clone(self.catalogue().post(&wanted).expect("the page is there"))
    }
}

fn convention() -> Convention {
    Convention::new(ConventionKind::HfCourse, "zh-CN", None, None).expect("the course's convention")
}

fn everything(path: fn(&str) -> String) -> Vec<String> {
    (0..SUBJECTS.len()).map(slug).map(|slug| path(&slug)).collect()
}

#[test]
fn a_course_translated_from_its_head_is_current() {
    let course = Course::translated();
    assert_eq!(course.open(), "");
    let catalogue = course.catalogue();
    assert_eq!(catalogue.posts.len(), SUBJECTS.len());
    assert!(catalogue.warnings.is_empty(), "{:?}", catalogue.warnings);
    let post = course.post(2);
    assert_eq!(post.target_path.as_str(), "chapters/zh-CN/chapter2/1.mdx");
    assert_eq!(post.source.expect("a source").meta.title.as_deref(), Some("Making river lamps"));
}

#[test]
fn an_edit_of_one_framework_is_found_in_its_page_alone() {
    let mut course = Course::translated();
    course.edit("Fix tf", &[en(&slug(3))], "eager=True", "eager=False");
    assert_eq!(course.open(), "chapter2/2 stale minor\n");
    course.edit("Sync tf", &[zh(&slug(3))], "eager=True", "eager=False");
    assert_eq!(course.open(), "");
}

#[test]
fn a_new_tip_is_work_and_a_renamed_anchor_is_none() {
    let mut course = Course::translated();
    course.edit(
        "Rename anchors",
        &[en(&slug(1)), en(&slug(4))],
        "[[getting-ready]]",
        "[[before-you-start]]",
    );
    assert_eq!(course.open(), "");
    course.edit(
        "Warn of glue",
        &[en(&slug(4))],
        "<div class=",
        "<Tip warning={true}>\n\n⚠️ Fish glue gives way in August; take rice paste when the air is damp.\n\n</Tip>\n\n<div class=",
    );
    assert_eq!(course.open(), "chapter3/1 stale minor\n");
}

#[test]
fn tips_in_new_markup_everywhere_are_no_work() {
    let mut course = Course::translated();
    let pages: Vec<String> = [everything(en), everything(zh)].concat();
    let migrated: Edits = pages
        .iter()
        .map(|path| {
            let text = course.text(path);
            let text = text.replace("<Tip>\n\n", "> [!TIP]\n> ").replace("\n\n</Tip>", "");
            (path.clone(), Some(text))
        })
        .collect();
    let (english, _): (Edits, Edits) =
        migrated.iter().cloned().partition(|(path, _)| path.contains("/en/"));
    let before = course.head();
    course.commit("Migrate tips", migrated);
    assert_eq!(course.open(), "");
    // The same where the script was run over the English alone.
    course.commit_on(&[before], "Migrate tips", english);
    assert!(!course.open().contains("stale"), "{}", course.open());
}

#[test]
fn a_migration_of_all_notebooks_is_no_work_and_hides_none() {
    let mut course = Course::translated();
    course.edit("Fix a size", &[en(&slug(6))], "size=31)", "size=30)");
    course.edit(
        "Move the notebooks",
        &everything(en),
        "github/crafts/notebooks/blob/master/course/en/",
        "gh/crafts-books/tree/main/en/",
    );
    // Ten pages are no mass edit for a project whose limit is fifteen files.
    assert!(course.open().contains("chapter1/1 stale minor"));
    let mut course = Course::translated();
    course.edit("Fix a size", &[en(&slug(6))], "size=31)", "size=30)");
    let mut edits: Edits = everything(en)
        .iter()
        .map(|path| {
            let text = course.text(path).replace(
                "github/crafts/notebooks/blob/master/course/en/",
                "gh/crafts-books/tree/main/en/",
            );
            (path.clone(), Some(text))
        })
        .collect();
    edits.extend((0..6).map(|n| (en(&format!("extra/{n}")), Some(format!("# Extra {n}\n")))));
    course.commit("Move the notebooks", edits);
    let open = course.open();
    let stale: Vec<&str> = open.lines().filter(|line| line.contains("stale")).collect();
    assert_eq!(stale, ["chapter4/1 stale minor"]);
}

#[test]
fn changes_of_the_table_of_contents_are_no_work_on_a_page() {
    let mut course = Course::translated();
    let mut slugs: Vec<String> = (0..SUBJECTS.len()).map(slug).collect();
    slugs.swap(8, 9);
    let index = toctree(&slugs, false).replace("Section 1", "First section");
    course.commit("Reorder", vec![("chapters/en/_toctree.yml".into(), Some(index))]);
    assert_eq!(course.open(), "");
}

#[test]
fn an_edited_question_is_work_until_its_choice_is_there() {
    let mut course = Course::translated();
    let path = en(&slug(9));
    course.edit(
        "Another choice",
        std::slice::from_ref(&path),
        "\t\t{\n\t\t\ttext: \"Good will",
        "\t\t{\n\t\t\ttext: \"A knot of 4 loops\",\n\t\t\texplain: \"Loops open by themselves, as chapter 2 has shown.\"\n\t\t},\n\t\t{\n\t\t\ttext: \"Good will",
    );
    assert_eq!(course.open(), "chapter5/2 stale minor\n");
    course.edit(
        "补上选项",
        &[zh(&slug(9))],
        "\t\t{\n\t\t\ttext: \"只靠",
        "\t\t{\n\t\t\ttext: \"打 4 个圈的结\",\n\t\t\texplain: \"第 2 章说过，圈会自己松开。\"\n\t\t},\n\t\t{\n\t\t\ttext: \"只靠",
    );
    assert_eq!(course.open(), "");
}

#[test]
fn swapped_chapters_are_other_pages_until_the_chinese_is_swapped_too() {
    let swap = [(4, 6), (6, 4), (5, 7), (7, 5)];
    let mut course = Course::translated();
    course.rearrange(en, &swap, "On ");
    let open = course.open();
    assert_eq!(
        open,
        "chapter3/1 stale major\nchapter3/2 stale major\nchapter4/1 stale major\nchapter4/2 stale major\n"
    );
    course.rearrange(zh, &swap, "");
    assert!(!course.open().contains("stale"), "{}", course.open());
    // The histories went along: a change from before the swap is still known to be missing.
    course.edit("Fix a size", &[en(&slug(4))], "size=31)", "size=30)");
    course.rearrange(en, &swap, "");
    course.rearrange(zh, &swap, "");
    assert_eq!(
        course.open().lines().find(|line| line.contains("stale")),
        Some("chapter4/1 stale minor")
    );
}

#[test]
fn an_inserted_chapter_moves_the_others_on() {
    let shift: Vec<(usize, usize)> = (2..SUBJECTS.len()).map(|page| (page, page + 2)).collect();
    let new = Subject { code: "inkstone", english: "ink stones", chinese: "砚台", number: 47 };
    let other = Subject { code: "brush", english: "hair brushes", chinese: "毛笔", number: 53 };
    let mut course = Course::translated();
    course.edit("Fix a size", &[en(&slug(8))], "size=41)", "size=40)");
    let insert = |course: &mut Course, path: fn(&str) -> String, text: fn(Subject) -> String| {
        let mut edits: Edits = shift
            .iter()
            .map(|&(from, to)| (path(&slug(to)), Some(course.text(&path(&slug(from))).to_owned())))
            .collect();
        edits.push((path(&slug(2)), Some(text(new))));
        edits.push((path(&slug(3)), Some(text(other))));
        course.commit("Insert a chapter", edits);
    };
    insert(&mut course, en, english);
    insert(&mut course, zh, chinese);
    assert_eq!(course.open(), "chapter6/1 stale minor\n");
}

#[test]
fn a_change_carried_in_by_a_merge_counts_from_the_merge_and_not_from_its_date() {
    let mut course = Course::translated();
    let trunk = course.head();
    // A branch begins, long before the Chinese is brought up to date.
    let path = en(&slug(0));
    let text = course.text(&path).replace(
        "nobody was allowed to take two of them at once.",
        "nobody was allowed to take two of them at once. Whoever broke this rule swept the yard for a month.",
    );
    let side =
        course.commit_on(&[trunk], "Tell of the yard", vec![(path.clone(), Some(text.clone()))]);
    // On the trunk the page and its Chinese go on, in the very paragraph.
    let edited = zh(&slug(0));
    let chinese = course.trees[trunk][&edited]
        .replace("谁也不许一次拿走两件。", "任何人都不得一次拿走两件。");
    let trunk = course.commit_on(&[trunk], "润色", vec![(edited, Some(chinese))]);
    course.commit_on(&[trunk, side], "Merge branch", vec![(path, Some(text))]);
    assert_eq!(course.open(), "chapter1/1 stale minor\n");
}

#[test]
fn a_translation_merged_late_is_measured_by_the_copy_it_was_made_from() {
    let mut course = Course::translated();
    let page = Subject { code: "reed", english: "reed flutes", chinese: "芦笛", number: 59 };
    let added = course.commit("Add a page", vec![(en("chapter6/1"), Some(english(page)))]);
    // Translated on a branch from here; meanwhile the English changes.
    let side =
        course.commit_on(&[added], "翻译芦笛", vec![(zh("chapter6/1"), Some(chinese(page)))]);
    let text = course.trees[added][&en("chapter6/1")].replace("size=59", "size=61");
    let trunk = course.commit_on(&[added], "Fix the size", vec![(en("chapter6/1"), Some(text))]);
    course.commit_on(&[trunk, side], "Merge", vec![(zh("chapter6/1"), Some(chinese(page)))]);
    let post = course.post(10);
    assert_eq!((post.status, post.severity), (Status::Stale, Severity::Minor));
    let base = post.judgement.expect("a judgement").base;
    let first = &post.source.expect("a source");
    assert_ne!(base.commit, first.commit, "made from the copy before the last change");
}

#[test]
fn dates_that_run_backwards_change_nothing() {
    let mut course = Course::translated();
    course.edit("Fix tf", &[en(&slug(3))], "eager=True", "eager=False");
    course.edit("Fix a size", &[en(&slug(8))], "size=41)", "size=40)");
    course.edit("Sync", &[zh(&slug(8))], "size=41)", "size=40)");
    let told = course.open();
    assert_eq!(told, "chapter2/2 stale minor\n");
    let count = course.commits.len() as i64;
    for (number, (commit, _)) in course.commits.iter_mut().enumerate() {
        commit.time = 1_600_000_000 + (count - number as i64) * DAY;
    }
    assert_eq!(course.open(), told);
}

#[test]
fn a_page_whose_english_is_gone_is_an_orphan() {
    let mut course = Course::translated();
    let twin = Subject {
        code: "tfkite",
        english: "kites of another frame",
        chinese: "另一种风筝",
        number: 61,
    };
    course.commit(
        "One page per framework",
        vec![
            (en("chapter1/1_tf"), Some(english(twin))),
            (zh("chapter1/1_tf"), Some(chinese(twin))),
        ],
    );
    assert_eq!(course.open(), "");
    course.commit("Drop the framework", vec![(en("chapter1/1_tf"), None)]);
    assert_eq!(course.open(), "chapter1/1_tf orphan none\n");
}

#[test]
fn an_index_that_cannot_be_read_fails_nothing() {
    let mut course = Course::translated();
    let broken = "- title: 1. 第 1 章\n  sections:\n  - local: chapter1/1\n    title: 第 1 节\n  sections:\n  - local: chapter1/2\n   title: 第 2 节\n";
    course.commit("更新目录", vec![("chapters/zh-CN/_toctree.yml".into(), Some(broken.into()))]);
    assert_eq!(course.open(), "");
    let warnings = course.catalogue().warnings;
    assert!(warnings.iter().any(|w| w.starts_with("chapters/zh-CN/_toctree.yml")), "{warnings:?}");
    let per_framework = "- title: 3. Chapter 3\n  sections:\n  - local: chapter3/1\n    title: One\n  - local_fw: { pt: chapter3/2, tf: chapter3/2_tf }\n    title: Two\n  - local: chapter3/9\n    title: Quiz\n    quiz: 1\n";
    course.commit(
        "One page per framework",
        vec![("chapters/en/_toctree.yml".into(), Some(per_framework.into()))],
    );
    assert_eq!(course.post(5).status, Status::Current);
}
