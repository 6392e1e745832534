//! Oddities seen in real repositories, and the tests that hold each of them.
//!
//! The list itself lies beside the project; where it is there, every row of it has to be named here,
//! and every test named here has to exist.

use std::{collections::BTreeSet, fs, path::Path};

/// The start of a row (`area,case`) and the tests that hold it.
const HELD: &[(&str, &[&str])] = &[
    (
        "file,zh draft with underscore",
        &[
            "variants_of_a_name_lead_to_their_source",
            "a_translation_without_source_is_an_orphan_with_a_suggestion",
        ],
    ),
    (
        "file,Chinese file name",
        &["a_chinese_file_name_is_found_by_thumbnail_or_authors", "unusual_names_are_followed"],
    ),
    (
        "file,title used as file name",
        &["variants_of_a_name_lead_to_their_source", "unusual_names_are_followed"],
    ),
    ("file,language suffix", &["variants_of_a_name_lead_to_their_source"]),
    ("file,language prefix", &["variants_of_a_name_lead_to_their_source"]),
    ("file,no .md extension", &["files_with_strange_names_are_told"]),
    ("file,misspelt slug", &["variants_of_a_name_lead_to_their_source"]),
    ("file,case-only difference", &["files_with_strange_names_are_told"]),
    (
        "file,browser-download duplicate",
        &["files_with_strange_names_are_told", "unusual_names_are_followed"],
    ),
    (
        "file,directory rename",
        &[
            "the_introduction_of_a_moved_translation_is_that_of_its_first_path",
            "rename_of_a_folder_takes_even_edited_files_along",
        ],
    ),
    (
        "file,source and translation renamed",
        &["source_and_translation_renamed_together_stay_one_post"],
    ),
    ("file,near-duplicate source", &["entries_and_files_that_do_not_match_are_told"]),
    ("file,md that is not a post", &["what_is_no_post_has_no_role"]),
    (
        "front matter,leading blank line",
        &[
            "a_front_matter_that_does_not_start_the_file_is_told",
            "malformed_front_matter_is_told_with_path_and_line",
        ],
    ),
    ("front matter,missing opening", &["a_front_matter_that_does_not_start_the_file_is_told"]),
    ("front matter,code fence", &["a_front_matter_that_does_not_start_the_file_is_told"]),
    (
        "front matter,no front matter",
        &[
            "a_front_matter_that_does_not_start_the_file_is_told",
            "what_cannot_be_read_is_not_guessed_at",
        ],
    ),
    (
        "front matter,BOM",
        &[
            "a_front_matter_that_does_not_start_the_file_is_told",
            "a_byte_order_mark_and_leading_blank_lines_are_read_through",
        ],
    ),
    (
        "front matter,CRLF",
        &[
            "the_indent_and_the_line_ends_of_the_file_are_kept",
            "a_good_translation_has_no_findings",
        ],
    ),
    (
        "front matter,unquoted colon",
        &[
            "broken_yaml_is_told_with_its_line",
            "an_unreadable_front_matter_does_not_crash_and_keeps_its_title",
        ],
    ),
    ("front matter,full-width closing quote", &["broken_yaml_is_told_with_its_line"]),
    (
        "front matter,duplicate key guest",
        &[
            "broken_yaml_is_told_with_its_line",
            "the_line_of_an_error_counts_from_the_start_of_the_file",
        ],
    ),
    (
        "front matter,author as plain string",
        &["every_shape_of_authors_is_accepted", "a_finished_post_has_no_problem"],
    ),
    ("front matter,users:/author:", &["keys_the_checks_upstream_refuse_are_told"]),
    (
        "front matter,translator (singular)",
        &["keys_the_checks_upstream_refuse_are_told", "the_singular_key_is_set_right"],
    ),
    (
        "front matter,\"\"\"- translators:",
        &["keys_the_checks_upstream_refuse_are_told", "what_cannot_be_read_is_not_guessed_at"],
    ),
    ("front matter,translators listed under authors", &["front_matter_agrees_with_the_source"]),
    ("front matter,forceLinkToOtherLanguage", &["a_finished_post_has_no_problem"]),
    ("front matter,top-level guest", &["keys_the_checks_upstream_refuse_are_told"]),
    ("front matter,comment / blank line", &["comments_and_blank_lines_inside_stay"]),
    ("front matter,\"thumbnail relative", &["a_wrong_or_missing_thumbnail_is_told"]),
    (
        "index,invalid YAML",
        &[
            "an_index_that_cannot_be_read_is_passed_over",
            "an_index_that_cannot_be_read_is_told_with_its_path",
        ],
    ),
    (
        "index,conflict marker",
        &[
            "an_index_that_cannot_be_read_is_passed_over",
            "an_index_that_cannot_be_read_is_told_with_its_path",
        ],
    ),
    ("index,duplicate local", &["slips_of_an_entry_are_told_by_its_source"]),
    ("index,entry without file", &["entries_and_files_that_do_not_match_are_told"]),
    ("index,tags parsed as one", &["slips_of_an_entry_are_told_by_its_source"]),
    ("index,wrong year", &["slips_of_an_entry_are_told_by_its_source"]),
    (
        "index,no final newline",
        &["the_youngest_entry_goes_last_and_the_final_newline_is_made_up_for"],
    ),
    (
        "index,0 or 2 blank lines",
        &[
            "two_blank_lines_stay_two",
            "line_ends_and_blank_lines_follow_the_file",
            "the_oldest_entry_goes_first_after_the_comments",
        ],
    ),
    ("index,external entries", &["entries_without_local_are_left_out"]),
    ("body,translated GFM marker", &["marks_that_steer_the_renderer_stay_english"]),
    ("body,full-width comma", &["damaged_code_is_an_error_and_translated_code_is_not"]),
    ("body,underscore lost", &["damaged_code_is_an_error_and_translated_code_is_not"]),
    ("body,special tokens", &["a_lost_special_token_is_an_error"]),
    ("body,link to a chat session", &["links_the_source_does_not_have_are_told"]),
    ("body,chat-tool attribute", &["a_fence_keeps_its_language_and_gets_no_attribute"]),
    ("body,unclosed fence", &["an_unclosed_fence_is_an_error_unless_the_source_has_it"]),
    ("body,\"4-backtick", &["fences_of_every_shape_are_compared"]),
    ("body,in-page anchors", &["an_anchor_that_no_heading_answers_to_is_a_warning"]),
    (
        "body,relative image",
        &["images_are_the_sources_and_absolute", "relative_images_become_absolute_outside_code"],
    ),
    ("body,TODO link", &["links_the_source_does_not_have_are_told"]),
    (
        "git,missing blobs",
        &[
            "a_missing_blob_is_an_error_and_not_an_empty_post",
            "server_that_filters_sends_tracked_contents_alone",
        ],
    ),
    ("git,mass edits", &["a_mass_edit_does_not_make_a_translation_current"]),
    (
        "git,source older",
        &[
            "a_translation_of_an_older_copy_has_that_copy_as_its_base",
            "a_pinned_base_wins_over_what_was_inferred",
        ],
    ),
];

/// The names of all tests and functions of the project.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let after_fn = text.lines().filter_map(|line| line.trim_start().split_once("fn "));
            names.extend(after_fn.filter_map(|(_, rest)| Some(rest.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn every_test_that_holds_an_edge_case_exists() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = BTreeSet::new();
    functions(&project.join("src"), &mut names);
    functions(&project.join("tests"), &mut names);
    let missing: Vec<_> =
        HELD.iter().flat_map(|(_, tests)| *tests).filter(|test| !names.contains(**test)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_known_edge_case_is_held_by_a_test() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/edge_cases.csv");
    let Ok(rows) = fs::read_to_string(&list) else {
        eprintln!("skipped: {} is not there", list.display());
        return;
    };
    let plain = |text: &str| text.replace('"', "");
    let rows: Vec<String> = rows.lines().skip(1).map(plain).filter(|row| !row.is_empty()).collect();
    let held = |row: &String| HELD.iter().any(|(start, _)| row.starts_with(&plain(start)));
    let open: Vec<_> = rows.iter().filter(|row| !held(row)).collect();
    assert!(open.is_empty(), "{open:#?}");
    let idle =
        HELD.iter().filter(|(start, _)| !rows.iter().any(|row| row.starts_with(&plain(start))));
    assert_eq!(idle.map(|(start, _)| *start).collect::<Vec<_>>(), Vec::<&str>::new());
}
