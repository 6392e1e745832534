use proptest::prelude::*;

use super::*;
use crate::convention::ConventionKind;

fn convention() -> Convention {
    Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).unwrap()
}

const OLD: &str =
    "# Tea\n\nBoil water to 80 degrees.\n\nDrink it warm.\n\nThrow the leaves away.\n";
const DRAFT: &str = "# 茶\n\n把水烧到 80 度。\n\n趁热喝。\n\n倒掉茶叶。\n";

/// Carries a new translation over, from the marks of the carry-over before it.
fn go(old: &str, new: &str, draft: &str, marks: &Carried) -> Carried {
    let ground = Ground { source_is_head: true, published: Some(marks.text.clone()) };
    let follow = Follow { changes: marks.changes.clone(), ground, settled: HashSet::new() };
    let open = still_open(&follow, old, draft, convention().dialect());
    carried(&convention(), TaskKind::Translate, (old, new), draft, open)
}

fn first(new: &str, draft: &str) -> Carried {
    carried(&convention(), TaskKind::Translate, (OLD, new), draft, Vec::new())
}

fn told(carried: &Carried) -> Vec<(ChangeKind, &str, &str)> {
    let changes = carried.changes.iter();
    changes.map(|it| (it.kind, it.old_source.trim(), it.new_source.trim())).collect()
}

#[test]
fn a_draft_nobody_has_touched_becomes_the_new_original() {
    let new = OLD.replace("80", "90");
    let carried = first(&new, OLD);
    assert_eq!(carried.text, new);
    assert!(carried.counts().is_fresh && carried.changes.is_empty());
}

#[test]
fn a_change_nobody_saw_to_is_kept_and_told_with_the_next() {
    let second = OLD.replace("80 degrees", "90 degrees");
    let third = second.replace("90 degrees", "95 degrees in a pot");
    let once = first(&second, DRAFT);
    assert_eq!(once.text, DRAFT);
    assert_eq!(
        told(&once),
        [(ChangeKind::Modified, "Boil water to 80 degrees.", "Boil water to 90 degrees.")]
    );
    let twice = go(&second, &third, DRAFT, &once);
    assert_eq!(
        told(&twice),
        [(ChangeKind::Modified, "Boil water to 80 degrees.", "Boil water to 95 degrees in a pot.")]
    );
}

#[test]
fn a_change_that_was_seen_to_is_not_told_again() {
    let second = OLD.replace("80 degrees", "90 degrees");
    let third = second.replace("Throw the leaves away", "Throw all 12 leaves away");
    let once = first(&second, DRAFT);
    let mended = DRAFT.replace("80", "90");
    let twice = go(&second, &third, &mended, &once);
    assert_eq!(twice.text, mended);
    assert_eq!(
        told(&twice),
        [(ChangeKind::Modified, "Throw the leaves away.", "Throw all 12 leaves away.")]
    );
}

#[test]
fn a_change_that_is_taken_back_asks_for_nothing() {
    let second = OLD.replace("80 degrees", "90 degrees");
    let once = first(&second, DRAFT);
    let back = go(&second, OLD, DRAFT, &once);
    assert_eq!((back.text.as_str(), told(&back)), (DRAFT, Vec::new()));
}

#[test]
fn a_mark_of_an_unchanged_block_moves_with_it() {
    let second = OLD.replace("Throw the leaves", "Throw the 3 leaves");
    let third = second.replace("# Tea\n", "# Tea\n\nTake a clay pot and warm it well.\n");
    let once = first(&second, DRAFT);
    let twice = go(&second, &third, DRAFT, &once);
    assert_eq!(twice.text, DRAFT.replace("# 茶\n", "# 茶\n\nTake a clay pot and warm it well.\n"));
    let kinds: Vec<_> = twice.changes.iter().map(|it| (it.kind, it.source_lines)).collect();
    assert_eq!(kinds, [(ChangeKind::Added, Some((3, 3))), (ChangeKind::Modified, Some((9, 9)))]);
    let (line, _) = twice.changes[1].target_lines.unwrap();
    assert_eq!(twice.text.lines().nth(line - 1), Some("倒掉茶叶。"));
}

#[test]
fn a_new_block_that_changes_again_before_it_is_translated_is_still_new() {
    let second = OLD.replace("# Tea\n", "# Tea\n\nTake a clay pot and warm it well.\n");
    let third = second.replace("warm it well", "warm it for 2 minutes");
    let once = first(&second, DRAFT);
    let twice = go(&second, &third, &once.text, &once);
    assert_eq!(
        twice.text,
        DRAFT.replace("# 茶\n", "# 茶\n\nTake a clay pot and warm it for 2 minutes.\n")
    );
    assert_eq!(
        told(&twice),
        [(ChangeKind::Added, "", "Take a clay pot and warm it for 2 minutes.")]
    );
}

#[test]
fn a_block_that_goes_is_kept_and_asks_no_more_when_it_comes_back() {
    let second = OLD.replace("Drink it warm.\n\n", "");
    let once = first(&second, DRAFT);
    assert_eq!((once.text.as_str(), once.counts().removed), (DRAFT, 1));
    let back = go(&second, OLD, DRAFT, &once);
    assert!(back.changes.iter().all(|it| it.kind != ChangeKind::Removed), "{:?}", back.changes);
    assert!(back.text.contains("趁热喝。"));
}

#[test]
fn a_picture_that_is_put_in_gets_its_whole_address() {
    let new = OLD.replace("# Tea\n", "# Tea\n\n![A pot](assets/tea/pot.png)\n");
    let carried = first(&new, DRAFT);
    assert!(
        carried.text.contains("![A pot](https://huggingface.co/blog/assets/tea/pot.png)"),
        "{}",
        carried.text
    );
}

#[test]
fn english_in_a_published_translation_is_marked_and_not_replaced() {
    let draft = DRAFT.replace("趁热喝。", "Drink it warm.");
    let new = OLD.replace("Drink it warm.", "Drink 2 cups of it warm.");
    let carried = carried(&convention(), TaskKind::Update, (OLD, &new), &draft, Vec::new());
    assert_eq!((carried.text, carried.changes.len()), (draft, 1));
}

/// A source or a draft of paragraphs, some of which two texts share.
fn paragraphs(language: &'static str) -> impl Strategy<Value = Vec<String>> {
    let one = (0..12_usize, 0..3_usize).prop_map(move |(topic, version)| match language {
        "en" => {
            format!("Paragraph about topic {topic} in its version {version} with `code_{topic}`.")
        }
        _ => format!("关于第 {topic} 个话题的段落，第 {version} 版，有 `code_{topic}`。"),
    });
    prop::collection::vec(one, 1..9)
}

fn joined(paragraphs: &[String]) -> String {
    format!("# Title\n\n{}\n", paragraphs.join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn however_often_the_source_moves_no_line_of_the_translator_is_lost(
        sources in prop::collection::vec(paragraphs("en"), 2..5),
        chinese in paragraphs("zh"),
        edits in prop::collection::vec((0..9_usize, paragraphs("zh")), 4),
    ) {
        // Part English as claimed, part Chinese.
        let mut blocks = sources[0].clone();
        for (at, block) in chinese.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
            if let Some(place) = blocks.get_mut(at) { place.clone_from(block); }
        }
        let mut draft = joined(&blocks);
        let mut before = Carried { text: draft.clone(), changes: Vec::new(), refreshed: Vec::new(), is_fresh: false };
        for (step, pair) in sources.windows(2).enumerate() {
            let (old, new) = (joined(&pair[0]), joined(&pair[1]));
            let next = go(&old, &new, &draft, &before);
            // Every Chinese line is there, in its order.
            let mut rest = next.text.lines();
            for line in draft.lines().filter(|line| line.contains('关')) {
                prop_assert!(rest.any(|it| it == line), "{line:?} is lost of {draft:?} in {:?}", next.text);
            }
            // What else went was the English of the old source.
            for line in draft.lines().filter(|line| !next.text.contains(line)) {
                prop_assert!(old.contains(line), "{line:?} is lost of {draft:?} in {:?}", next.text);
            }
            let count = next.text.lines().count();
            for change in &next.changes {
                let (first, last) = change.target_lines.unwrap();
                prop_assert!(first >= 1 && first <= last && last <= count, "{change:?} of {count}");
            }
            // The translator goes on somewhere.
            draft = next.text.clone();
            if let Some((at, texts)) = edits.get(step) {
                let mut lines: Vec<String> = draft.lines().map(str::to_owned).collect();
                let at = (at * 2 + 2).min(lines.len() - 1);
                lines[at].clone_from(&texts[0]);
                draft = format!("{}\n", lines.join("\n"));
            }
            before = next;
        }
    }
}
