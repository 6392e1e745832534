//! What reviewers had to mend, held against the tests of the checks; skipped visibly where the list is absent.

use std::{collections::BTreeSet, fs, path::Path};

/// Each row of the list by the number of its thread, and what covers it: a test of `src/checks/reviewed.rs`,
/// or why the text alone does not show it.
const ROWS: [(&str, Cover); 44] = [
    ("971", Test("a_post_missing_from_the_index_is_told")),
    ("2355", Test("a_misspelt_slug_in_the_index_is_told_with_the_right_one")),
    ("1098", Hidden("which repository a pull request goes to stands in no text")),
    ("1206", Test("a_missing_credit_is_told")),
    ("1411", Test("a_todo_left_in_the_text_is_told")),
    ("1037", Test("a_wrong_thumbnail_is_told_and_mended")),
    ("1878", Test("a_link_that_differs_is_told_and_mended")),
    ("964", Test("an_index_that_is_no_yaml_is_told_with_its_line")),
    ("1998", Test("front_matter_that_is_not_on_the_first_line_is_told_and_mended")),
    ("1048", Test("an_index_out_of_order_is_told")),
    ("939", Test("keys_of_an_entry_in_another_order_are_told")),
    ("1965", Hidden("a fault of the site itself")),
    ("995", Hidden("what is inaccurate takes a reader of both languages")),
    ("2330", Test("formulas_between_dollars_are_told_and_mended")),
    ("1457", Test("an_index_that_is_no_yaml_is_told_with_its_line")),
    ("965", Test("a_doubled_entry_is_told")),
    ("966", Test("a_full_width_quote_in_the_title_is_told_and_mended")),
    ("989", Test("spaces_around_links_and_at_line_ends_are_told_and_mended")),
    ("990", Test("a_wrong_user_name_is_told_and_mended")),
    ("1012", Test("a_full_width_bracket_that_closes_a_link_is_told_and_mended")),
    ("1155", Test("a_caption_that_was_dropped_is_told")),
    ("1238", Test("a_relative_image_is_told_and_mended")),
    ("1346", Test("front_matter_in_a_code_fence_is_told_and_mended")),
    ("1468", Test("seven_billion_that_became_seven_hundred_million_is_told")),
    ("1539", Test("a_footer_is_told_and_mended")),
    ("1570", Test("a_missing_list_item_is_told")),
    ("1587", Test("a_broken_link_is_told")),
    ("1635", Test("a_footer_is_told_and_mended")),
    ("1872", Test("an_author_that_changed_is_told_and_mended")),
    ("1882", Test("translator_in_the_singular_is_told_and_mended")),
    ("1938", Test("english_left_beside_its_translation_is_told_and_mended")),
    ("2019", Test("a_special_token_that_was_lost_is_told")),
    ("2030", Hidden("a meaning turned round has the same words and numbers")),
    ("2111", Test("code_that_follows_another_version_is_told")),
    ("2268", Test("a_table_with_other_numbers_is_told")),
    ("2277", Test("a_missing_opening_of_the_front_matter_is_told_and_mended")),
    ("2373", Test("translators_written_as_an_author_are_told_and_mended")),
    ("2380", Test("a_number_ten_times_too_large_is_told")),
    ("2461", Test("a_heading_with_a_label_is_told_and_mended")),
    ("2462", Test("a_stray_character_is_told_and_mended")),
    ("3410", Test("terms_are_held_against_the_glossary")),
    ("1597", Test("a_broken_link_is_told")),
    ("987", Test("a_typo_in_inline_code_is_told_and_mended")),
    ("1966", Test("a_brand_that_is_misspelt_is_told_and_mended")),
];

/// Rows that name two defects: the second.
const ALSO: [(&str, &str); 6] = [
    ("965", "an_english_title_in_the_old_index_is_told"),
    ("990", "an_english_title_is_told"),
    ("989", "a_footer_is_told_and_mended"),
    ("1238", "a_doubled_number_is_told_and_mended"),
    ("1468", "a_footer_is_told_and_mended"),
    ("1882", "digits_without_spaces_are_told_and_mended"),
];

enum Cover {
    Test(&'static str),
    Hidden(&'static str),
}
use Cover::{Hidden, Test};

#[test]
fn everything_reviewers_mended_is_found_or_not_visible_in_the_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = root.join("../shared/data/review_fixes.csv");
    let Ok(list) = fs::read_to_string(&list) else {
        eprintln!("skipped: {} is not there", list.display());
        return;
    };
    let number = |line: &str| {
        let url = line.split(',').next()?;
        url.starts_with("https://").then(|| url.rsplit('/').next().unwrap_or_default().to_owned())
    };
    let listed: BTreeSet<String> = list.lines().filter_map(number).collect();
    let known: BTreeSet<String> = ROWS.iter().map(|(number, _)| (*number).to_owned()).collect();
    assert_eq!(listed, known);

    let tests = fs::read_to_string(root.join("src/checks/reviewed.rs")).expect("the tests");
    let has = |name: &str| tests.contains(&format!("#[test]\nfn {name}()"));
    for (number, cover) in &ROWS {
        match cover {
            Test(name) => assert!(has(name), "{number}: there is no test {name}"),
            Hidden(reason) => assert!(!reason.is_empty(), "{number}"),
        }
    }
    for (number, name) in ALSO {
        assert!(known.contains(number) && has(name), "{number}: there is no test {name}");
    }
}
