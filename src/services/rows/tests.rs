use super::*;
use crate::staleness::{ChangeKind, Reason, Severity};

const SOURCE: &str = "# Lamps\n\nA [lamp](https://a.example/lamp) of 60 watts.\n\n\
                      Turn `main` off at night.\n";
const TARGET: &str = "# 灯\n\n一盏 40 瓦的[灯](https://a.example/lamp)。\n\n\
                      夜里要关掉 `main`。\n\n灯罩会变热。\n";
const LAMP: &str = "A [lamp](https://a.example/lamp) of 60 watts.";

fn change(severity: Severity, new_source: &str, source_lines: Option<(usize, usize)>) -> Change {
    Change {
        key: new_source.into(),
        kind: ChangeKind::Modified,
        severity,
        reflected: false,
        dismissed: false,
        old_source: "old".into(),
        new_source: new_source.into(),
        source_lines,
        stood_after: None,
        target_lines: None,
        reason: Reason::WordingOnly,
    }
}

fn rows() -> Vec<PairRow> {
    pair(SOURCE, TARGET, Dialect::Markdown)
}

/// The translations of the rows that have a change, with its severity.
fn marked(changes: Vec<Change>, ground: &Ground) -> Vec<(Option<String>, Severity)> {
    let mut rows = rows();
    mark(&mut rows, changes, ground, &HashSet::new());
    let marked = rows.into_iter().filter_map(|row| Some((row.target, row.change?.severity)));
    marked.collect()
}

fn ground(source_is_head: bool) -> Ground {
    Ground { source_is_head, published: Some(TARGET.into()) }
}

#[test]
fn every_block_of_both_texts_is_shown_once() {
    let rows = rows();
    let sources: Vec<&str> = rows.iter().filter_map(|row| row.source.as_deref()).collect();
    let targets: Vec<&str> = rows.iter().filter_map(|row| row.target.as_deref()).collect();
    let blocks = |text: &str| text.split("\n\n").map(str::trim).collect::<Vec<_>>().concat();
    assert_eq!(blocks(&sources.concat()), blocks(SOURCE));
    assert_eq!(blocks(&targets.concat()), blocks(TARGET));
    assert_eq!((rows[0].kind, rows[0].target.as_deref().map(str::trim)), ("heading", Some("# 灯")));
    for row in &rows {
        if let (Some(target), Some((start, end))) = (&row.target, row.target_span) {
            assert_eq!(&TARGET[start..end], target);
        }
    }
}

#[test]
fn a_change_is_told_at_its_lines_while_the_source_is_that_of_head() {
    let changes = vec![change(Severity::Minor, LAMP, Some((3, 3)))];
    let found = marked(changes, &ground(true));
    assert_eq!(found.len(), 1);
    assert!(found[0].0.as_ref().unwrap().contains("40 瓦"));
}

#[test]
fn after_the_source_moved_on_a_change_is_found_by_its_text() {
    let moved = vec![change(Severity::Minor, LAMP, Some((90, 90)))];
    assert_eq!(marked(moved, &ground(false)).len(), 1);
    let unknown = vec![change(Severity::Minor, "A lamp of 75 watts.", Some((3, 3)))];
    assert!(marked(unknown, &ground(false)).is_empty());
}

#[test]
fn a_block_gone_from_the_source_is_told_where_its_translation_stands() {
    let mut gone = change(Severity::Major, "", None);
    gone.target_lines = Some((7, 7));
    let found = marked(vec![gone], &ground(true));
    assert_eq!(found.len(), 1);
    assert!(found[0].0.as_ref().unwrap().contains("灯罩"));
}

#[test]
fn of_several_changes_in_one_row_the_worst_is_told() {
    let line = Some((3, 3));
    let changes = vec![
        change(Severity::Minor, "a", line),
        change(Severity::Major, "b", line),
        change(Severity::Cosmetic, "c", line),
    ];
    let found = marked(changes, &ground(true));
    assert_eq!(found.iter().map(|(_, severity)| *severity).collect::<Vec<_>>(), [Severity::Major]);
}

#[test]
fn an_open_change_is_told_before_one_that_is_done() {
    let line = Some((3, 3));
    let changes =
        vec![change(Severity::Major, "done", line), change(Severity::Minor, "open", line)];
    let mut rows = rows();
    mark(&mut rows, changes, &ground(true), &HashSet::from(["open".to_owned()]));
    let told: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row.change.as_ref()?.key.as_str(), row.is_open)))
        .collect();
    assert_eq!(told, [("open", true)]);
}

#[test]
fn what_is_written_over_the_source_stays_in_its_place() {
    let source = "# Tea\n\nA long paragraph about 3 pots.\n\nAnother one about cups.\n";
    let half = "# Tea\n\n茶\n\nAnother one about cups.\n";
    let rows = pair(source, half, Dialect::Markdown);
    let targets: Vec<_> = rows.iter().map(|row| row.target.as_deref().map(str::trim)).collect();
    assert_eq!(targets, [Some("# Tea"), Some("茶"), Some("Another one about cups.")]);
}

#[test]
fn only_words_that_can_be_translated_count() {
    let source = "---\ntitle: One two\n---\n\n# Two words\n\n| Name | 2024 |\n|---|---|\n| 1 | 2.5 |\n\n\
                  ```\nno words\n```\n\nSee `code` and [the docs](https://a.example/x).\n\n![alt](a.png)\n";
    let rows = pair(source, source, Dialect::Markdown);
    let counted: Vec<(&str, usize, bool)> =
        rows.iter().map(|row| (row.kind, row.words, row.is_fixed)).collect();
    assert_eq!(
        counted,
        [
            ("front_matter", 0, true),
            ("heading", 2, false),
            ("table_row", 1, false),
            ("table_row", 0, false),
            ("code", 0, true),
            ("paragraph", 4, false),
            ("image", 0, true),
        ]
    );
}

#[test]
fn the_answers_of_a_question_are_open_and_counted_and_other_components_are_not() {
    let source = "# Kites\n\n<Youtube id=\"kites\"/>\n\n<Question\n\tchoices={[\n\t\t{\n\
                  \t\t\ttext: \"A string of hemp\",\n\t\t\texplain: \"Right!\",\n\t\t\tcorrect: true\n\
                  \t\t}\n\t]}\n/>\n";
    let rows = pair(source, source, Dialect::Mdx);
    let told: Vec<_> = rows.iter().map(|row| (row.is_fixed, row.words)).collect();
    assert_eq!(told, [(false, 1), (true, 0), (false, 5)]);
}

#[test]
fn what_stands_in_one_row_by_chance_is_taken_apart() {
    let mut gone = Change {
        kind: ChangeKind::Removed,
        target_lines: Some((3, 3)),
        ..change(Severity::Major, "", None)
    };
    gone.key = "gone".into();
    let added = Change { kind: ChangeKind::Added, ..change(Severity::Major, LAMP, Some((3, 3))) };
    let open = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<HashSet<_>>();
    let part =
        |changes: &[Change], asking: &[&str]| parted(rows(), changes, &ground(true), &open(asking));
    let both = [gone.clone(), added];
    let mut apart = part(&both, &["gone", LAMP]);
    assert_eq!(apart.len(), rows().len() + 1);
    assert!(apart[1].source.is_none() && apart[1].target_lines == Some((3, 3)));
    assert!(apart[2].target.is_none() && apart[2].source.as_deref().map(str::trim) == Some(LAMP));
    mark(&mut apart, both.to_vec(), &ground(true), &open(&["gone", LAMP]));
    let kinds = |at: usize| apart[at].change.as_ref().map(|change| change.kind);
    assert_eq!((kinds(1), kinds(2)), (Some(ChangeKind::Removed), Some(ChangeKind::Added)));
    // One of them alone says that the other half belongs there.
    assert_eq!(part(&both, &["gone"]).len(), rows().len());
    assert_eq!(part(&[gone], &["gone", LAMP]).len(), rows().len());
}
