//! What reviewers of the blog had to mend, each as a made-up text with the same slip. The list beside the
//! project (`review_fixes.csv`) is held against the names of these tests in `tests/it/review_fixes.rs`.

use super::{tests::*, *};
use crate::ids::Slug;

/// What is found when the good translation is changed, as rules.
#[track_caller]
fn rules(from: &str, to: &str) -> Vec<&'static str> {
    after(from, to).into_iter().map(|(rule, ..)| rule).collect()
}

/// The text after all fixes of a rule.
#[track_caller]
fn fixed(translation: &str, rule: &str) -> String {
    let convention = blog();
    let source = Text::parse(SOURCE, convention.dialect());
    let surroundings = Surroundings::default();
    let case = Case {
        convention: &convention,
        source: Some(&source),
        translation,
        surroundings: &surroundings,
    };
    let mended = mend(&case, |finding| finding.rule == rule);
    assert!(
        !mended.findings.iter().any(|finding| finding.rule == rule),
        "{rule} is still found: {:?}",
        mended.findings
    );
    mended.text
}

/// The slip is found under its rule, and its fix gives the good translation back.
#[track_caller]
fn heals(from: &str, to: &str, rule: &str) {
    assert!(GOOD.contains(from), "{from:?} is not in the good translation");
    let spoilt = GOOD.replacen(from, to, 1);
    let findings = found(&spoilt);
    let finding = findings.iter().find(|finding| finding.rule == rule);
    assert!(finding.is_some_and(|finding| finding.fix.is_some()), "{rule}: {findings:?}");
    assert_eq!(fixed(&spoilt, rule), GOOD);
}

fn index(text: &str) -> Vec<Finding> {
    let slugs = [Slug::new("boats"), Slug::new("1_58_boats_extreme_rowing")];
    let source = "- local: boats\n  date: March 2, 2024\n  tags:\n    - river\n\n- local: 1_58_boats_extreme_rowing\n  date: April 2, 2024\n  tags:\n    - sea\n";
    check_index(&blog(), &Folder { slugs: &slugs, source_index: Some(source) }, text)
}

const INDEX: &str = "- local: boats\n  date: March 2, 2024\n  tags:\n    - river\n\n- local: 1_58_boats_extreme_rowing\n  date: April 2, 2024\n  tags:\n    - sea\n";

#[track_caller]
fn index_rules(from: &str, to: &str) -> Vec<&'static str> {
    assert!(INDEX.contains(from), "{from:?} is not in the index");
    index(&INDEX.replacen(from, to, 1)).iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_good_index_has_no_findings() {
    assert_eq!(index(INDEX), []);
}

#[test]
fn a_post_missing_from_the_index_is_told() {
    let cut = "- local: boats\n  date: March 2, 2024\n  tags:\n    - river\n\n";
    assert_eq!(index_rules(cut, ""), ["index.missing_entry"]);
    assert_eq!(check_listed(&Slug::new("rafts"), INDEX)[0].rule, "index.missing_entry");
    assert_eq!(check_listed(&Slug::new("boats"), INDEX), []);
}

#[test]
fn a_misspelt_slug_in_the_index_is_told_with_the_right_one() {
    let found = index(&INDEX.replace("1_58_boats_extreme_rowing", "1_58_boats_extrem_rownig"));
    let slip = found.iter().find(|finding| finding.rule == "index.no_file").expect("the slip");
    assert!(slip.en.contains("1_58_boats_extreme_rowing"), "{}", slip.en);
    let spoilt = INDEX.replace("1_58_boats_extreme_rowing", "1_58_boats_extrem_rownig");
    assert_eq!(apply(&spoilt, slip.fix.as_ref()), INDEX);
}

#[test]
fn an_index_that_is_no_yaml_is_told_with_its_line() {
    for (from, to) in [
        ("    - river", "    - river: a: b"),
        ("tags:\n    - river\n", "tags:\n    - river\n  - local: x\n"),
        ("- local: 1_58", "  - local: 1_58"),
        ("date: March 2, 2024", "title: \"\"Boats\""),
    ] {
        assert_eq!(index_rules(from, to), ["index.yaml"], "{to}");
    }
}

#[test]
fn an_index_out_of_order_is_told() {
    assert!(index_rules("date: March 2, 2024", "date: May 2, 2024").contains(&"index.order"));
}

#[test]
fn keys_of_an_entry_in_another_order_are_told() {
    let swapped = "- date: March 2, 2024\n  local: boats\n";
    assert_eq!(
        index_rules("- local: boats\n  date: March 2, 2024\n", swapped),
        ["index.key_order"]
    );
    assert_eq!(index_rules("  date: March 2, 2024\n", "  title: T\n"), ["index.keys"]);
}

#[test]
fn a_doubled_entry_is_told() {
    let twice = format!("{INDEX}\n- local: boats\n  date: May 2, 2024\n  tags:\n    - river\n");
    let rules: Vec<_> = index(&twice).iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"index.duplicate"), "{rules:?}");
}

#[test]
fn an_english_title_in_the_old_index_is_told() {
    let old = |title: &str| {
        format!(
            "- local: boats\n  title: {title}\n  author: ann\n  thumbnail: /a.png\n  date: March 2, 2024\n  tags:\n    - river\n"
        )
    };
    let slugs = [Slug::new("boats")];
    let source = old("\"Boats on the River\"");
    let check = |text: &str| {
        let folder = Folder { slugs: &slugs, source_index: Some(&source) };
        check_index(&blog(), &folder, text).iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(check(&source), ["index.title_untranslated"]);
    assert_eq!(check(&old("\"河上的船\"")), Vec::<&str>::new());
}

#[test]
fn dates_and_tags_of_the_index_are_texts_and_lists() {
    assert!(index_rules("date: March 2, 2024", "date: 2024-03-02").contains(&"index.date"));
    assert!(index_rules("tags:\n    - river", "tags: river").contains(&"index.tags"));
    assert!(index_rules("    - river", "    - river - sea").contains(&"index.tags"));
}

#[test]
fn a_missing_credit_is_told() {
    let credits = "translators:\n- user: ben\n";
    assert_eq!(after(credits, ""), [("front_matter.translators", Level::Info, 2)]);
    let surroundings = Surroundings { credits_follow: true, ..Surroundings::default() };
    let source = Text::parse(SOURCE, blog().dialect());
    let text = GOOD.replace(credits, "");
    let case = Case {
        convention: &blog(),
        source: Some(&source),
        translation: &text,
        surroundings: &surroundings,
    };
    assert_eq!(examine(&case), []);
}

#[test]
fn a_todo_left_in_the_text_is_told() {
    assert_eq!(rules("见 [准备]", "TODO 见 [准备]"), ["leftovers.todo"]);
}

#[test]
fn a_wrong_thumbnail_is_told_and_mended() {
    heals("/blog/assets/boats.png", "/blog/assets/ships.png", "front_matter.thumbnail_differs");
}

#[test]
fn a_link_that_differs_is_told_and_mended() {
    heals("https://example.org/manual", "https://example.org/manuel", "links.changed");
}

#[test]
fn front_matter_that_is_not_on_the_first_line_is_told_and_mended() {
    heals("---\ntitle: \"河", "\n\n---\ntitle: \"河", "front_matter.not_first");
}

#[test]
fn formulas_between_dollars_are_told_and_mended() {
    heals(r"\\( v_1 = \frac{a}{b} \\)", r"$v_1 = \frac{a}{b}$", "math.delimiter");
    heals(r"\\( v_1 = \frac{a}{b} \\)", r"\( v_1 = \frac{a}{b} \)", "math.backslash_lost");
}

#[test]
fn a_full_width_quote_in_the_title_is_told_and_mended() {
    heals("title: \"河上的船\"", "title: \"河上的船”", "front_matter.yaml");
}

#[test]
fn an_unquoted_colon_in_the_title_is_told_and_mended() {
    let spoilt = GOOD.replace("title: \"河上的船\"", "title: 河上: 船: 全");
    let mended = fixed(&spoilt, "front_matter.yaml");
    assert!(mended.contains("title: \"河上: 船: 全\""), "{mended}");
}

#[test]
fn spaces_around_links_and_at_line_ends_are_told_and_mended() {
    let spoilt = GOOD.replace("两根绳子", "两根绳子 ").replace("粮食，见", "粮食 ，见");
    let rules: Vec<_> = found(&spoilt).iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["typography.space_at_mark", "typography.blanks"]);
    assert_eq!(fixed(&fixed(&spoilt, "typography.blanks"), "typography.space_at_mark"), GOOD);
}

#[test]
fn a_footer_is_told_and_mended() {
    let footer = "\n> 英文原文: <https://example.org/boats>\n\n> 译者: ben\n";
    let spoilt = format!("{GOOD}{footer}");
    assert_eq!(fixed(&spoilt, "leftovers.footer"), GOOD);
}

#[test]
fn an_english_title_is_told() {
    assert_eq!(
        after("title: \"河上的船\"", "title: \"Boats on the River\""),
        [("front_matter.title_untranslated", Level::Warning, 2)]
    );
    heals(
        "title: \"河上的船\"",
        "title: \"Boats on the River\"",
        "front_matter.title_untranslated",
    );
}

#[test]
fn a_wrong_user_name_is_told_and_mended() {
    heals("user: ben", "user: \"@ben\"", "front_matter.user_name");
    heals("user: ben", "user: https://huggingface.co/ben", "front_matter.user_name");
    let surroundings = Surroundings {
        handles: vec![("benjamin-gh".into(), "ben".into())],
        ..Surroundings::default()
    };
    let source = Text::parse(SOURCE, blog().dialect());
    let text = GOOD.replace("user: ben", "user: benjamin-gh");
    let case = Case {
        convention: &blog(),
        source: Some(&source),
        translation: &text,
        surroundings: &surroundings,
    };
    let mended = mend(&case, |_| true);
    assert_eq!(mended.text, GOOD);
    assert_eq!(mended.mended.len(), 1);
}

#[test]
fn a_full_width_bracket_that_closes_a_link_is_told_and_mended() {
    heals("manual)", "manual）", "links.full_width");
}

#[test]
fn a_caption_that_was_dropped_is_told() {
    let spoilt = GOOD.replace("见 [准备]", "<a href=\"https://example.org/manual\"></a>见 [准备]");
    assert!(found(&spoilt).iter().any(|finding| finding.rule == "links.empty"));
}

#[test]
fn a_relative_image_is_told_and_mended() {
    let spoilt = GOOD.replace("https://example.org/img/boat.png", "assets/1/boat.png");
    let mended = fixed(&spoilt, "images.relative");
    assert!(mended.contains("https://huggingface.co/blog/assets/1/boat.png"), "{mended}");
}

#[test]
fn a_doubled_number_is_told_and_mended() {
    assert_eq!(rules("70 亿粒", "3.5 3.5 亿粒"), ["completeness.doubled_word"]);
    let spoilt = GOOD.replace("70 亿粒", "3.5 3.5 亿粒");
    let mended = GOOD.replace("70 亿粒", "3.5 亿粒");
    assert_eq!(fixed(&spoilt, "completeness.doubled_word"), mended);
}

#[test]
fn front_matter_in_a_code_fence_is_told_and_mended() {
    let matter = GOOD.split("\n\n").next().expect("front matter");
    heals(matter, &matter.replace("---", "```"), "front_matter.missing");
}

#[test]
fn seven_billion_that_became_seven_hundred_million_is_told() {
    assert_eq!(rules("70 亿", "7 亿"), ["numbers.magnitude"]);
    heals("70 亿", "7 亿", "numbers.magnitude");
}

#[test]
fn a_missing_list_item_is_told() {
    assert_eq!(rules("- 两根绳子\n", ""), ["completeness.list_items"]);
}

#[test]
fn a_broken_link_is_told() {
    assert_eq!(
        rules("](https://example.org/manual)", "] (https://example.org/manual)")[0],
        "links.mangled"
    );
    heals("](https://example.org/manual)", "] (https://example.org/manual)", "links.mangled");
}

#[test]
fn an_author_that_changed_is_told_and_mended() {
    heals("- user: ann", "- user: ann-old", "front_matter.authors_differ");
}

#[test]
fn translator_in_the_singular_is_told_and_mended() {
    heals("translators:", "translator:", "front_matter.key");
}

#[test]
fn digits_without_spaces_are_told_and_mended() {
    heals("70 亿粒", "70亿粒", "typography.space");
}

#[test]
fn english_left_beside_its_translation_is_told_and_mended() {
    let english =
        "The speed of the boat is what counts when the river is high and fast in the spring.";
    let source = SOURCE.replace("The speed is", &format!("{english}\n\nThe speed is"));
    let chinese = GOOD.replace("速度是", "春天水涨流急，船速才是关键。\n\n速度是");
    let spoilt = chinese.replace("春天水涨", &format!("{english}\n\n春天水涨"));
    let rules = |text: &str| {
        let found = check(&blog(), Some(&source), text);
        found.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&spoilt), ["completeness.left_beside"]);
    let found = check(&blog(), Some(&source), &spoilt);
    assert_eq!(apply(&spoilt, found[0].fix.as_ref()), chinese);
}

#[test]
fn a_special_token_that_was_lost_is_told() {
    assert_eq!(rules("<|eot_id|>", "")[0], "leftovers.token_lost");
}

#[test]
fn a_table_with_other_numbers_is_told() {
    let table =
        "\n| boat | speed | load |\n|---|---|---|\n| one | 12.5 | 30 |\n| two | 14.1 | 45 |\n";
    let chinese = "\n| 船 | 速度 | 载重 |\n|---|---|---|\n| 一 | 12.5 | 30 |\n| 二 | 14.1 | 45 |\n";
    let source = format!("{SOURCE}{table}");
    let rules = |table: &str| {
        let found = check(&blog(), Some(&source), &format!("{GOOD}{table}"));
        found.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(chinese), Vec::<&str>::new());
    assert_eq!(rules(&chinese.replace("14.1 | 45", "71.8 | 90")), ["numbers.table"]);
}

#[test]
fn a_missing_opening_of_the_front_matter_is_told_and_mended() {
    heals("---\ntitle: \"河", "title: \"河", "front_matter.missing");
}

#[test]
fn translators_written_as_an_author_are_told_and_mended() {
    heals("translators:\n- user: ben", "- translators:\n  - user: ben", "front_matter.people");
}

#[test]
fn a_number_ten_times_too_large_is_told() {
    let source = SOURCE.replace("7B grains", "8B grains and 2.8B seeds");
    let chinese = GOOD.replace("70 亿粒粮食", "8B 粒粮食和 2.8B 颗种子");
    let rules = |text: &str| {
        let found = check(&blog(), Some(&source), text);
        found.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&chinese), Vec::<&str>::new());
    assert_eq!(rules(&chinese.replace("8B 粒", "80B 粒")), ["numbers.magnitude"]);
    assert_eq!(rules(&chinese.replace("2.8B", "28B")), ["numbers.magnitude"]);
}

#[test]
fn a_heading_with_a_label_is_told_and_mended() {
    heals("# 河上的船\n\n一", "### 标题：河上的船\n\n一", "headings.label");
}

#[test]
fn a_stray_character_is_told_and_mended() {
    let spoilt = GOOD.replace("## 准备\n", "`\n\n## 准备\n");
    assert!(found(&spoilt).iter().any(|finding| finding.rule == "leftovers.stray"));
    assert_eq!(fixed(&spoilt, "leftovers.stray"), GOOD);
}

#[test]
fn a_typo_in_inline_code_is_told_and_mended() {
    heals("`two_oars`", "`two_oasr`", "code.inline_changed");
}

#[test]
fn a_brand_that_is_misspelt_is_told_and_mended() {
    let source = SOURCE.replace("A boat has", "A Clouldboat boat has");
    let chinese = GOOD.replace("一条船有", "一条 Clouldboat 船有");
    let spoilt = chinese.replace("Clouldboat", "Cluoldboat");
    let found = check(&blog(), Some(&source), &spoilt);
    assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["words.misspelt"]);
    assert_eq!(apply(&spoilt, found[0].fix.as_ref()), chinese);
}

#[test]
fn code_that_follows_another_version_is_told() {
    assert_eq!(rules("load_in_8bit=True", "load_in_4bit=True"), ["code.differs"]);
}

#[test]
fn terms_are_held_against_the_glossary() {
    struct Words;
    impl Glossary for Words {
        fn violations(&self, source: &str, translation: &str) -> Vec<Violation> {
            let is_off = source.contains("boat") && !translation.contains('船');
            let violation = Violation { term: "boat".into(), accepted: vec!["船".into()] };
            is_off.then_some(violation).into_iter().collect()
        }
    }
    let surroundings = Surroundings { glossary: Some(&Words), ..Surroundings::default() };
    let source = Text::parse(SOURCE, blog().dialect());
    let rules = |text: &str| {
        let case = Case {
            convention: &blog(),
            source: Some(&source),
            translation: text,
            surroundings: &surroundings,
        };
        examine(&case).iter().map(|found| (found.rule, found.level)).collect::<Vec<_>>()
    };
    assert_eq!(rules(GOOD), []);
    assert_eq!(rules(&GOOD.replace("一条船有", "一条艇有")), [("terms.form", Level::Warning)]);
}
