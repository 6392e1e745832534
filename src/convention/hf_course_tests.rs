use super::*;

const SOURCE: &str = "- title: 0. Setup\n  sections:\n  - local: chapter0/1\n    title: Introduction\n\n- title: 1. Boats\n  sections:\n  - local: chapter1/1\n    title: Introduction\n  - local: chapter1/2\n    title: \"Oars: two kinds\"\n  - local: chapter1/3\n    title: Sails\n  - local: chapter1/4\n    title: Quiz\n    quiz: 1\n\n- title: 2. Rivers\n  sections:\n    - local: chapter2/1\n      title: Currents\n    - local_fw: { pt: chapter2/2, tf: chapter2/2_tf }\n      title: Locks\n";

const TARGET: &str = "- title: 0. 准备\n  sections:\n  - local: chapter0/1\n    title: 简介\n\n- title: 1. 船\n  sections:\n  - local: chapter1/1\n    title: 简介\n  - local: chapter1/3\n    title: 帆\n";

fn edited(slug: &str, target: &str, title: Option<&str>) -> Option<String> {
    let paths = ["en", "zh-CN"].map(|lang| RepoPath::new(format!("chapters/{lang}/_toctree.yml")));
    with_entry(&Slug::new(slug), (&paths[0], SOURCE), (&paths[1], target), title)
        .expect("a good table")
}

#[test]
fn all_chapters_are_read_in_order() {
    let entries = read_index(&RepoPath::new("_toctree.yml"), SOURCE).expect("a table");
    let slugs: Vec<_> = entries.iter().map(|entry| entry.slug.as_str()).collect();
    assert_eq!(
        slugs,
        [
            "chapter0/1",
            "chapter1/1",
            "chapter1/2",
            "chapter1/3",
            "chapter1/4",
            "chapter2/1",
            "chapter2/2",
            "chapter2/2_tf"
        ]
    );
}

#[test]
fn a_chapter_goes_between_its_neighbours_with_the_translated_title() {
    assert_eq!(
        edited("chapter1/2", TARGET, Some("桨: 两种")).expect("an edit"),
        TARGET.replace(
            "  - local: chapter1/3",
            "  - local: chapter1/2\n    title: \"桨: 两种\"\n  - local: chapter1/3"
        )
    );
}

#[test]
fn a_last_chapter_keeps_its_other_keys() {
    assert_eq!(
        edited("chapter1/4", TARGET, Some("测验")).expect("an edit"),
        format!("{TARGET}  - local: chapter1/4\n    title: 测验\n    quiz: 1\n")
    );
}

#[test]
fn a_first_chapter_goes_first() {
    let target = TARGET.replace("  - local: chapter1/1\n    title: 简介\n", "");
    assert_eq!(edited("chapter1/1", &target, Some("简介")).expect("an edit"), TARGET);
}

#[test]
fn a_missing_section_is_put_in_after_its_neighbour() {
    assert_eq!(
        edited("chapter2/1", TARGET, Some("水流")).expect("an edit"),
        format!(
            "{TARGET}\n- title: 2. Rivers\n  sections:\n  - local: chapter2/1\n    title: 水流\n"
        )
    );
}

#[test]
fn a_chapter_that_is_there_needs_no_edit() {
    assert_eq!(edited("chapter1/3", TARGET, None), None);
}

#[test]
fn a_chapter_of_one_framework_brings_its_whole_entry() {
    let text = edited("chapter2/2_tf", TARGET, Some("船闸")).expect("an edit");
    assert!(
        text.ends_with("  - local_fw: { pt: chapter2/2, tf: chapter2/2_tf }\n    title: 船闸\n"),
        "{text}"
    );
}

#[test]
fn an_empty_table_is_begun() {
    assert_eq!(
        edited("chapter0/1", "", Some("简介")).expect("an edit"),
        "- title: 0. Setup\n  sections:\n  - local: chapter0/1\n    title: 简介\n"
    );
}
