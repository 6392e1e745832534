use super::*;
use crate::{
    document::Dialect,
    staleness::{Change, ChangeKind, Reason, Severity},
};

fn words_of(old: &str, new: &str) -> Vec<Piece> {
    compare_words(old, new, &mut Budget::default()).pieces
}

fn code_of(old: &str, new: &str) -> Vec<Piece> {
    compare_code(old, new, &mut Budget::default()).pieces
}

fn shown(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece.ink {
            Ink::Same => piece.text.clone(),
            Ink::Out => format!("[-{}-]", piece.text),
            Ink::In => format!("[+{}+]", piece.text),
            Ink::Fold => "…".to_owned(),
        })
        .collect()
}

#[test]
fn a_changed_word_is_struck_and_its_successor_underlined() {
    let pieces = words_of("Use `pip install` now.", "Use `uv install` now.");
    assert_eq!(shown(&pieces), "Use `[-pip-][+uv+] install` now.");
}

#[test]
fn neighbouring_changed_words_become_one_change() {
    let pieces = words_of(
        "The model reads a long text and then it answers.",
        "The model reads two short notes and then it answers.",
    );
    assert_eq!(
        shown(&pieces),
        "The model reads [-a long text-][+two short notes+] and then it answers."
    );
}

#[test]
fn a_sentence_written_anew_is_not_shredded() {
    let pieces = words_of(
        "There is no checksum in a line, and people may correct with an editor.",
        "We left it out at first, and that was wrong: since then a line ends with a sum.",
    );
    assert_eq!(
        shown(&pieces),
        "[-There is no checksum in a line, and people may correct with an editor-]\
         [+We left it out at first, and that was wrong: since then a line ends with a sum+]."
    );
    let pieces = words_of(
        "Keep this beginning of the whole text, one two three four may five six seven eight, and this end of it.",
        "Keep this beginning of the whole text, red green blue white may cat dog bird fish, and this end of it.",
    );
    assert_eq!(
        shown(&pieces),
        "Keep this beginning of the whole text, [-one two three four may five six seven eight-]\
         [+red green blue white may cat dog bird fish+], and this end of it."
    );
}

#[test]
fn code_is_compared_line_by_line() {
    let pieces = code_of("a = 1\nkeep()\nold_call(x)\n", "keep()\nold_call(x, fast=True)\n");
    assert_eq!(shown(&pieces), "[-a = 1\n-]keep()\nold_call(x[+, fast=True+])");
}

#[test]
fn an_added_block_is_all_ink() {
    assert_eq!(words_of("", "New."), vec![Piece::new(Ink::In, "New.")]);
}

#[test]
fn a_long_unchanged_stretch_is_folded() {
    let long = "unchanged words ".repeat(60);
    let shown = shown(&words_of(&format!("old {long}"), &format!("new {long}")));
    assert!(shown.starts_with("[-old-][+new+] unchanged"), "{shown}");
    assert!(shown.ends_with('…') && shown.chars().count() < 150, "{shown}");
}

#[test]
fn unchanged_lines_fold_under_their_heading() {
    let old = "a\n# 一\nb\nc\nd\ne\nf\n旧的一行。\n";
    let lines = lines(old, &old.replace('旧', "新"));
    assert_eq!(lines[0], Line::Fold { lines: 6, heading: Some("一".into()) });
    let Some(Line::Text { number: Some(8), pieces }) = lines.last() else {
        panic!("{lines:?}");
    };
    assert_eq!(shown(pieces), "[-旧-][+新+]的一行。");
}

#[test]
fn nothing_of_either_text_is_lost() {
    let old = "一\n\n二\n三 x\n\n四\n";
    let new = "一\n二二\n三 y\n\n五\n六\n";
    let text = |side: Ink| -> Vec<String> {
        lines(old, new)
            .into_iter()
            .filter_map(|line| match line {
                Line::Text { pieces, number } => {
                    let shown: String = pieces
                        .iter()
                        .filter(|piece| piece.ink == Ink::Same || piece.ink == side)
                        .map(|piece| piece.text.as_str())
                        .collect();
                    (side == Ink::Out || number.is_some()).then_some(shown)
                }
                Line::Fold { .. } => None,
            })
            .filter(|line| !line.is_empty())
            .collect()
    };
    assert_eq!(text(Ink::In), ["一", "二二", "三 y", "五", "六"]);
    assert_eq!(text(Ink::Out), ["一", "二", "三 x", "四"]);
}

/// What a column of a proof says.
fn side(pieces: &[Piece], ink: Ink) -> String {
    let of_side = |piece: &&Piece| [Ink::Same, Ink::Fold, ink].contains(&piece.ink);
    pieces.iter().filter(of_side).map(|piece| piece.text.as_str()).collect()
}

proptest::proptest! {
    #[test]
    fn both_texts_can_be_read_off_a_proof(
        old in "[ab \n]{0,60}(unchanged words here\n){0,12}[ab \n]{0,20}",
        new in "[ab \n]{0,60}(unchanged words here\n){0,12}[ab \n]{0,20}",
    ) {
        let mut budget = Budget::default();
        let lines = |text: &str| -> Vec<String> {
            text.trim_end_matches('\n').lines().map(str::to_owned).collect()
        };
        let proof = compare_code(&old, &new, &mut budget);
        proptest::prop_assert_eq!(lines(&side(&proof.pieces, Ink::Out)), lines(&old));
        proptest::prop_assert_eq!(lines(&side(&proof.pieces, Ink::In)), lines(&new));
        // Of words only the blanks between them may differ.
        let words_of = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let proof = compare_words(&old, &new, &mut budget);
        proptest::prop_assert_eq!(words_of(&side(&proof.pieces, Ink::Out)), words_of(&old));
        proptest::prop_assert_eq!(words_of(&side(&proof.pieces, Ink::In)), words_of(&new));
    }
}

#[test]
fn a_fold_keeps_what_it_hides() {
    let lines: String = (0..40).map(|n| format!("line_{n}()\n")).collect();
    let pieces = code_of(&format!("a = 1\n{lines}"), &format!("a = 2\n{lines}"));
    let fold = pieces.iter().find(|piece| piece.ink == Ink::Fold).expect("a fold");
    assert_eq!(fold.size(), FoldSize::Lines(37));
    assert!(fold.text.starts_with("line_3()\n") && fold.text.ends_with("line_39()"), "{fold:?}");
    let long = "unchanged words ".repeat(60);
    let pieces = words_of(&format!("old {long}"), &format!("new {long}"));
    let fold = pieces.iter().find(|piece| piece.ink == Ink::Fold).expect("a fold");
    assert!(matches!(fold.size(), FoldSize::Words(100..)), "{:?}", fold.size());
}

#[test]
fn what_is_too_large_is_said_to_be_so() {
    let old = "a b ".repeat(4_000);
    let new = "b a ".repeat(4_000);
    let mut budget = Budget::default();
    let proof = compare_words(&old, &new, &mut budget);
    assert_eq!(proof.detail, Detail::TooLarge);
    assert!(proof.pieces.iter().all(|piece| piece.text.chars().count() == SHOWN_UNCOMPARED + 1));
    assert_eq!(
        compare_code(&old.replace(' ', "\n"), &new.replace(' ', "\n"), &mut budget).detail,
        Detail::TooLarge
    );
    let one_line = "x".repeat(500_000);
    assert_eq!(compare_words("", &one_line, &mut budget).detail, Detail::Cut);
    // A long text with one changed word is no work.
    let text = "one two three ".repeat(20_000);
    let proof = compare_words(&text, &text.replacen("two", "2", 1), &mut budget);
    assert_eq!(proof.detail, Detail::Full);
}

#[test]
fn a_page_spends_no_more_than_its_budget() {
    let (old, new) = ("a b ".repeat(600), "b a ".repeat(600));
    let mut budget = Budget::default();
    let details: Vec<Detail> =
        (0..20).map(|_| compare_words(&old, &new, &mut budget).detail).collect();
    assert_eq!(details[0], Detail::Full);
    assert_eq!(details[19], Detail::TooLarge);
    assert_eq!(compare_words("one two", "one three", &mut budget).detail, Detail::Full);
}

#[test]
fn two_columns_keep_unchanged_lines_beside_each_other() {
    let rows =
        split(&code_of("gone()\nkeep()\ncall(x)\nend()\n", "keep()\ncall(x, y)\nnew()\nend()\n"));
    let shown: Vec<(String, String)> =
        rows.iter().map(|row| (shown(&row.left), shown(&row.right))).collect();
    let expected = [
        ("[-gone()-]", ""),
        ("keep()", "keep()"),
        ("call(x)", "call(x[+, y+])"),
        ("", "[+new()+]"),
        ("end()", "end()"),
    ];
    assert_eq!(shown, expected.map(|(left, right)| (left.to_owned(), right.to_owned())));

    let rows = split(&words_of("A lamp of 40 watts.", "A lamp of 60 watts."));
    assert_eq!(rows.len(), 1);
    assert_eq!(shown_text(&rows[0].left), "A lamp of 40 watts.");
    assert_eq!(shown_text(&rows[0].right), "A lamp of 60 watts.");
}

fn shown_text(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

const SOURCE: &str = "---\ntitle: Lamps\n---\n\nA first word.\n\n# Lamps\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\n\
    ## Shades\n\n```\n# not a heading\n```\n\nFive.\n";
const TARGET: &str = "---\ntitle: 灯\n---\n\n开头。\n\n# 灯\n\n一。\n\n## 灯罩\n\n五。\n";

fn change(lines: Option<(usize, usize)>, stood_after: Option<usize>, target: usize) -> Change {
    Change {
        key: String::new(),
        kind: ChangeKind::Modified,
        severity: Severity::Minor,
        reflected: false,
        dismissed: false,
        old_source: "old".into(),
        new_source: "new".into(),
        source_lines: lines,
        stood_after,
        target_lines: Some((target, target)),
        reason: Reason::WordingOnly,
    }
}

/// An outline in short: `# heading` for a section, `~ first-last` for what is still.
fn outlined(changes: &[Change]) -> Vec<String> {
    let outline = Outline::of(SOURCE, Some(TARGET), Dialect::Markdown, changes);
    let mut shown = Vec::new();
    for section in &outline.sections {
        shown.push(match &section.landmark {
            Landmark::FrontMatter => "front matter".to_owned(),
            Landmark::Start => "start".to_owned(),
            Landmark::Heading(heading) => {
                format!("# {heading} / {}", section.translated.as_deref().unwrap_or_default())
            }
        });
        shown.extend(section.parts.iter().map(|part| match part {
            Part::Change(change) => format!("{:?}", change.source_lines.unwrap_or_default()),
            Part::Still(still) => format!("~ {}-{}", still.lines.0, still.lines.1),
        }));
    }
    shown
}

#[test]
fn a_change_stands_under_its_heading_with_what_lies_between() {
    let mut title = change(Some((2, 2)), None, 2);
    title.new_source = "title: Lamps".into();
    let changes = [
        change(Some((23, 23)), None, 13),
        change(Some((11, 11)), None, 9),
        title,
        change(None, Some(15), 9),
    ];
    assert_eq!(
        outlined(&changes),
        [
            "front matter",
            "(2, 2)",
            "~ 3-5",
            "# Lamps / 灯",
            "~ 9-9",
            "(11, 11)",
            "~ 13-15",
            "(0, 0)",
            "# Shades / 灯罩",
            "~ 19-21",
            "(23, 23)"
        ]
    );
    assert_eq!(outlined(&[change(Some((5, 5)), None, 5)]), ["start", "(5, 5)", "~ 7-23"]);
    assert!(outlined(&[]).is_empty());
    // Lines that a source does not have, or blocks that overlap, lead nowhere.
    let wild = [
        change(Some((900, 1)), None, 1),
        change(Some((9, 9)), None, 9),
        change(Some((9, 13)), None, 9),
    ];
    assert_eq!(outlined(&wild).iter().filter(|line| line.starts_with('(')).count(), 3);
}

#[test]
fn other_blanks_between_the_same_words_are_no_change_but_in_code() {
    assert_eq!(shown(&words_of("one  two three", "one two three")), "one two three");
    assert_eq!(shown(&code_of("if x:\n    y()\n", "if x:\n  y()\n")), "if x:\n[-  -]  y()");
}
