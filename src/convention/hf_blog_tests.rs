use super::*;

fn source() -> (RepoPath, &'static str) {
    let text = "# how to\n- local: dawn\n  title: \"Dawn: a start\" \n  thumbnail: /blog/assets/dawn.png\n  author: ann\n  date: March, 2020\n  tags:\n    - guide\n\n- external: https://example.org\n  title: Elsewhere\n  date: May 1, 2021\n\n\n- local: noon\n  title: Noon\n  author: ben\n  thumbnail: /blog/assets/noon.png\n  date: June 5, 2021\n  guest: true\n  tags: \n    - vision\n    - guide - quantization\n\n- local: dusk\n  title: Dusk\n  author: cai\n  thumbnail: /blog/assets/dusk.png\n  date: Oct 1, 2021\n  tags:\n    - nlp";
    (RepoPath::new("_blog.yml"), text)
}

const OLD: &str = "- local: dawn\n  title: 黎明\n  author: ann\n  thumbnail: /blog/assets/dawn.png\n  date: March 1, 2020\n  tags:\n    - guide\n\n- local: dusk\n  title: 黄昏\n  author: cai\n  thumbnail: /blog/assets/dusk.png\n  date: Oct 1, 2021\n  tags:\n    - nlp";

const NEW: &str = "- local: dawn\n  date: March 1, 2020\n  tags:\n    - guide\n\n- local: dusk\n  date: Oct 1, 2021\n  tags:\n    - nlp\n";

fn edited(
    slug: &str,
    target: &str,
    title: Option<&str>,
) -> Result<Option<String>, ConventionError> {
    let (path, text) = source();
    with_entry(&Slug::new(slug), (&path, text), (&RepoPath::new("zh/_blog.yml"), target), title)
}

#[test]
fn entries_without_local_are_left_out() {
    let (path, text) = source();
    let entries = read_index(&path, text).expect("an index");
    let slugs: Vec<_> = entries.iter().map(|entry| entry.slug.as_str()).collect();
    assert_eq!(slugs, ["dawn", "noon", "dusk"]);
    assert_eq!(entries[1].tags, ["vision", "guide - quantization"]);
    assert_eq!(entries[0].date.as_deref(), Some("March, 2020"));
}

#[test]
fn a_file_in_the_old_form_gets_all_keys_and_the_translated_title() {
    let text = edited("noon", OLD, Some("正午：一个例子")).unwrap().expect("an edit");
    let entry = "- local: noon\n  title: 正午：一个例子\n  author: ben\n  thumbnail: /blog/assets/noon.png\n  date: June 5, 2021\n  guest: true\n  tags:\n    - vision\n    - guide - quantization\n\n";
    assert_eq!(text, OLD.replace("- local: dusk", &format!("{entry}- local: dusk")));
}

#[test]
fn a_file_in_the_present_form_gets_exactly_three_keys() {
    let text = edited("noon", NEW, Some("正午")).unwrap().expect("an edit");
    let entry = "- local: noon\n  date: June 5, 2021\n  tags:\n    - vision\n    - guide - quantization\n\n";
    assert_eq!(text, NEW.replace("- local: dusk", &format!("{entry}- local: dusk")));
}

#[test]
fn a_title_that_yaml_would_misread_is_quoted() {
    let text = edited("noon", OLD, Some("正午: \"一\"")).unwrap().expect("an edit");
    assert!(text.contains("  title: \"正午: \\\"一\\\"\"\n"), "{text}");
}

#[test]
fn the_youngest_entry_goes_last_and_the_final_newline_is_made_up_for() {
    let target = OLD.split("\n\n").next().expect("an entry");
    let text = edited("dusk", target, Some("黄昏")).unwrap().expect("an edit");
    assert_eq!(text, format!("{OLD}\n"));
}

#[test]
fn the_oldest_entry_goes_first_after_the_comments() {
    let target = format!("# 说明\n{}", OLD.split("\n\n").nth(1).expect("an entry"));
    let text = edited("dawn", &target, Some("黎明")).unwrap().expect("an edit");
    assert!(text.starts_with("# 说明\n- local: dawn\n  title: 黎明\n  thumbnail:"), "{text}");
    assert!(text.contains("    - guide\n\n- local: dusk"), "{text}");
}

#[test]
fn an_existing_entry_needs_no_edit() {
    assert_eq!(edited("dusk", OLD, Some("别的题目")).unwrap(), None);
}

#[test]
fn an_empty_index_takes_the_form_of_the_source() {
    let text = edited("dusk", "", Some("黄昏")).unwrap().expect("an edit");
    assert!(text.starts_with("- local: dusk\n  title: 黄昏\n"), "{text}");
    assert!(text.ends_with("    - nlp\n"), "{text}");
}

#[test]
fn line_ends_and_blank_lines_follow_the_file() {
    let target = NEW.replace("\n\n", "\n").replace('\n', "\r\n");
    let text = edited("noon", &target, None).unwrap().expect("an edit");
    let entry = "- local: noon\r\n  date: June 5, 2021\r\n  tags:\r\n    - vision\r\n    - guide - quantization\r\n";
    assert_eq!(text, target.replace("- local: dusk", &format!("{entry}- local: dusk")));
}

#[test]
fn two_blank_lines_stay_two() {
    let target = NEW.replace("\n\n", "\n\n\n");
    let text = edited("noon", &target, None).unwrap().expect("an edit");
    assert!(
        text.contains("\n\n\n- local: noon\n") && text.contains("\n\n\n- local: dusk\n"),
        "{text}"
    );
}

#[test]
fn an_unquoted_iso_date_becomes_a_text() {
    let (path, text) = source();
    let text = text.replace("June 5, 2021", "2021-06-05");
    let target = RepoPath::new("zh/_blog.yml");
    let edited = with_entry(&Slug::new("noon"), (&path, &text), (&target, NEW), None);
    assert!(edited.unwrap().expect("an edit").contains("  date: \"2021-06-05\"\n"));
}

#[test]
fn an_index_that_cannot_be_read_is_told_with_its_path() {
    for (target, what) in [
        (
            "- local: a\n  title: \"\"A\" and B\"\n  date: May 1, 2020\n",
            "zh/_blog.yml: not a YAML list",
        ),
        ("- local: a\n<<<<<<< HEAD\n- local: b\n", "line 2 is a conflict marker"),
        ("- local: a\n  tags:\n   - x\n  - local: b\n", "zh/_blog.yml: "),
        ("posts:\n- local: a\n", "zh/_blog.yml: not a YAML list"),
        ("[{local: a}]\n", "zh/_blog.yml: "),
    ] {
        let error = edited("noon", target, None).unwrap_err().to_string();
        assert!(error.contains(what), "{target:?} gave {error:?}");
    }
}

#[test]
fn a_post_the_source_index_lacks_is_refused() {
    let error = edited("night", NEW, None).unwrap_err().to_string();
    assert!(error.starts_with("_blog.yml: there is no entry for night"), "{error}");
}

#[test]
fn strange_files_beside_the_translations_are_told() {
    assert!(oddity("zh/_blog[1].yml", "zh/").is_some_and(|text| text.contains("copy")));
    assert!(oddity("zh/tides-1", "zh/").is_some_and(|text| text.contains(".md extension")));
    assert_eq!(oddity("zh/_blog.yml", "zh/"), None);
    assert_eq!(oddity("zh/tides.md", "zh/"), None);
    assert_eq!(oddity("assets/tides", "zh/"), None);
}
