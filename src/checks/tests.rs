use proptest::prelude::*;

use super::*;
use crate::convention::ConventionKind;

pub(super) const SOURCE: &str = r#"---
title: "Boats on the River"
thumbnail: /blog/assets/boats.png
authors:
- user: ann
---

# Boats on the River

A boat has `two_oars` and carries 7B grains, as [the manual](https://example.org/manual) says.

![the boat](https://example.org/img/boat.png)

## Setup

```python
from boats import Boat  # the class
boat = Boat("river", load_in_8bit=True)
boat.row(max_new_tokens=12, text="<|eot_id|>")
```

- one rope
- two ropes

> [!TIP]
> Row slowly.

The speed is \\( v_1 = \frac{a}{b} \\), see [Setup](#setup).
"#;

pub(super) const GOOD: &str = r#"---
title: "河上的船"
thumbnail: /blog/assets/boats.png
authors:
- user: ann
translators:
- user: ben
---

# 河上的船

一条船有 `two_oars`，能装 70 亿粒粮食，见 [手册](https://example.org/manual)。

![船](https://example.org/img/boat.png)

## 准备

```python
from boats import Boat  # 船的类
boat = Boat("river", load_in_8bit=True)
boat.row(max_new_tokens=12, text="<|eot_id|>")
```

- 一根绳子
- 两根绳子

> [!TIP]
> 慢慢划。

速度是 \\( v_1 = \frac{a}{b} \\)，见 [准备](#准备)。
"#;

pub(super) fn blog() -> Convention {
    Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).expect("the blog's convention")
}

pub(super) fn found(translation: &str) -> Vec<Finding> {
    check(&blog(), Some(SOURCE), translation)
}

/// Changes the good translation and says what is found then, as (rule, level, line).
#[track_caller]
pub(super) fn after(from: &str, to: &str) -> Vec<(&'static str, Level, usize)> {
    assert!(GOOD.contains(from), "{from:?} is not in the good translation");
    let findings = found(&GOOD.replacen(from, to, 1));
    findings.iter().map(|finding| (finding.rule, finding.level, finding.lines.0)).collect()
}

#[test]
fn a_good_translation_has_no_findings() {
    assert_eq!(found(GOOD), []);
    assert_eq!(check(&blog(), None, GOOD), []);
    assert_eq!(check(&blog(), Some(SOURCE), &GOOD.replace('\n', "\r\n")), []);
}

#[test]
fn a_source_has_no_errors_of_its_own_but_is_untranslated() {
    let errors: Vec<_> = check(&blog(), Some(SOURCE), SOURCE)
        .into_iter()
        .filter(|finding| finding.level == Level::Error)
        .collect();
    assert_eq!(errors, []);
    assert_eq!(found(SOURCE)[0].rule, "front_matter.title_untranslated");
}

#[test]
fn every_finding_speaks_both_languages_and_lies_inside_the_text() {
    let spoilt = GOOD
        .replace("---\ntitle", "\n---\nguest: a\ntitle")
        .replace("](https://example.org/manual)", "](https://chatgpt.com/c/12）")
        .replace("boat.png", "other.png")
        .replace("_8bit=True)", "_8bit=True，")
        .replace("```python", "```python id=\"8q0h1n\"")
        .replace("- 两根绳子\n", "")
        .replace("[!TIP]", "[!提示]")
        .replace("# 河上的船", "");
    let lines = spoilt.lines().count();
    let findings = found(&spoilt);
    assert!(findings.len() >= 8, "{findings:#?}");
    for finding in findings {
        assert!(finding.lines.0 >= 1 && finding.lines.0 <= finding.lines.1, "{finding:?}");
        assert!(finding.lines.1 <= lines, "{finding:?}");
        let has_han = finding.zh.chars().any(crate::document::is_han);
        assert!(has_han && !finding.en.is_empty(), "{finding:?}");
    }
}

#[test]
fn a_lost_title_is_an_error() {
    assert_eq!(after("# 河上的船\n\n一", "一")[0], ("headings.title_missing", Level::Error, 8));
    // A title written as a label of a lower level is none.
    let rules: Vec<_> = after("# 河", "### 标题：河").into_iter().map(|(rule, ..)| rule).collect();
    assert!(rules.contains(&"headings.title_missing") && rules.contains(&"headings.label"));
}

#[test]
fn another_outline_is_a_warning() {
    assert_eq!(after("## 准备", "### 准备"), [("headings.level", Level::Warning, 16)]);
    assert_eq!(after("## 准备", "# 准备"), [("headings.level", Level::Warning, 16)]);
    assert_eq!(
        after("## 准备\n", ""),
        [("headings.outline", Level::Warning, 14), ("links.anchor", Level::Warning, 29)]
    );
    assert_eq!(
        after("## 准备\n", "# 准备\n\n# 出发\n"),
        [("headings.outline", Level::Warning, 16), ("headings.titles_many", Level::Warning, 16)]
    );
}

#[test]
fn damaged_code_is_an_error_and_translated_code_is_not() {
    assert_eq!(after("load_in_8bit", "load in_8bit"), [("code.changed", Level::Error, 20)]);
    assert_eq!(after("\"river\", ", "\"river\"， "), [("code.full_width", Level::Error, 20)]);
    assert_eq!(after("boat.row(", "**boat.row(**"), [("code.changed", Level::Error, 21)]);
    assert_eq!(after("船的类", "船，很多船"), []);
    assert_eq!(after("\"river\"", "\"河\""), []);
    assert_eq!(after("boat = Boat", "\nboat = Boat"), []);
}

#[test]
fn code_of_another_version_is_not_called_damaged() {
    let differs = ("code.differs", Level::Warning, 21);
    assert_eq!(after("max_new_tokens=12", "max_length=90"), [differs]);
}

#[test]
fn code_that_is_not_as_in_the_source_is_a_warning_with_both_lines() {
    let lost = "boat = Boat(\"river\", load_in_8bit=True)\n";
    assert_eq!(after("8bit=True", "8bit=False"), [("code.differs", Level::Warning, 20)]);
    assert_eq!(after("boat.row(", "boat.rwo("), [("code.differs", Level::Warning, 21)]);
    assert_eq!(after(lost, ""), [("code.differs", Level::Warning, 19)]);
    assert_eq!(after(lost, &format!("{lost}{lost}"))[0].0, "code.differs");
    for (source, translation) in [
        ("```text\nwarn = risk > 0.35\n```", "```text\nwarn = risk > 0.5\n```"),
        ("```\nfit(trees=300)\n```", "```\nfit(trees=600)\n```"),
        ("```\na = 1\nb = 2\n```", "```\na = 1\n```"),
        ("    warn = risk > 0.35", "    warn = risk > 0.5"),
    ] {
        let (source, translation) =
            (format!("{SOURCE}\n{source}\n"), format!("{GOOD}\n{translation}\n"));
        let findings = check(&blog(), Some(&source), &translation);
        assert_eq!(findings.len(), 1, "{translation}: {findings:?}");
        assert_eq!((findings[0].rule, findings[0].level), ("code.differs", Level::Warning));
        let line = findings[0].source_lines.expect("the line of the source").0;
        assert!(source.lines().nth(line - 1).is_some_and(|line| !line.starts_with("```")));
    }
}

#[test]
fn printed_output_and_comments_may_be_translated_anew() {
    let blocks = ("```text\none boat\ntwo boats\n```", "```text\n一条船，两条船\n```");
    let (source, translation) =
        (format!("{SOURCE}\n{}\n", blocks.0), format!("{GOOD}\n{}\n", blocks.1));
    assert_eq!(check(&blog(), Some(&source), &translation), []);
    assert_eq!(after("boat.row(", "# 划船\nboat.row("), []);
}

#[test]
fn a_fence_keeps_its_language_and_gets_no_attribute() {
    assert_eq!(
        after("```python", "```python id=\"8q0h1n\""),
        [("code.fence_attribute", Level::Error, 18)]
    );
    assert_eq!(after("```python", "```py"), []);
    assert_eq!(after("```python", "```rust"), [("code.language", Level::Warning, 18)]);
}

#[test]
fn an_unclosed_fence_is_an_error_unless_the_source_has_it() {
    let open = |text: &str| text.replacen("```\n\n-", "\n-", 1);
    let rules = |source: &str| {
        let findings = check(&blog(), Some(source), &open(GOOD));
        findings.iter().any(|finding| finding.rule == "code.unclosed")
    };
    assert!(rules(SOURCE));
    assert!(!rules(&open(SOURCE)));
}

#[test]
fn fences_of_every_shape_are_compared() {
    for (source, translation) in [
        ("````\n```\na_b\n```\n````", "````\n```\na b\n```\n````"),
        ("    a_b = 1", "    a b = 1"),
        ("> ```\n> a_b\n> ```", "> ```\n> a b\n> ```"),
        ("- item\n\n  ```\n  a_b\n  ```", "- item\n\n  ```\n  a b\n  ```"),
        ("~~~\na_b\n~~~", "~~~\na b\n~~~"),
    ] {
        let (source, translation) =
            (format!("{SOURCE}\n{source}\n"), format!("{GOOD}\n{translation}\n"));
        let findings = check(&blog(), Some(&source), &translation);
        assert!(findings.iter().any(|finding| finding.rule == "code.changed"), "{translation}");
        let same = source.split_once("(#setup).\n").expect("the end").1;
        assert_eq!(check(&blog(), Some(&source), &format!("{GOOD}{same}")), [], "{source}");
    }
}

#[test]
fn a_lost_special_token_is_an_error() {
    assert_eq!(after("<|eot_id|>", "")[0], ("leftovers.token_lost", Level::Error, 21));
}

#[test]
fn inline_code_that_was_altered_is_a_warning() {
    assert_eq!(after("`two_oars`", "`two oars`"), [("code.inline_changed", Level::Warning, 12)]);
    assert_eq!(after("`two_oars`", "`两支桨`"), []);
}

#[test]
fn a_full_width_bracket_makes_no_link() {
    assert_eq!(after("manual)", "manual）")[0], ("links.full_width", Level::Error, 12));
    assert_eq!(after("](https", "]（https")[0], ("links.full_width", Level::Error, 12));
}

#[test]
fn of_several_links_that_changed_only_those_that_are_alike_stand_for_each_other() {
    let manual = "https://example.org/manual)";
    let source = SOURCE.replace(
        manual,
        "https://example.org/docs/one) and [oars](https://forge.example/team/fine-oars)",
    );
    let text =
        GOOD.replace(manual, "https://forge.example/team/oars) 和 [乙](https://other.example/x)");
    let found = check(&blog(), Some(&source), &text);
    let told: Vec<_> = found.iter().filter(|it| it.rule.starts_with("links.")).collect();
    let rules: Vec<_> = told.iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["links.changed", "links.missing", "links.unknown"], "{told:#?}");
    assert!(told[0].en.contains("team/oars") && told[0].en.contains("team/fine-oars"));
    assert!(told[1].en.contains("docs/one") && told[2].en.contains("other.example"));
}

#[test]
fn links_the_source_does_not_have_are_told() {
    assert_eq!(
        after("https://example.org/manual", "https://chatgpt.com/g/g-1-t/c/12")[0],
        ("links.chat_session", Level::Error, 12)
    );
    let rules = |to| {
        after("https://example.org/manual", to)
            .into_iter()
            .map(|(rule, ..)| rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(rules("https://example.org/manuel"), ["links.changed"]);
    assert_eq!(rules("http://TODO"), ["links.todo"]);
    assert_eq!(
        after("，见 [手册](https://example.org/manual)", ""),
        [("links.missing", Level::Warning, 12)]
    );
    assert_eq!(
        after("速度是", "[更多](https://other.example)。速度是"),
        [("links.unknown", Level::Warning, 30)]
    );
    assert_eq!(rules("http://example.org/manual/"), Vec::<&str>::new());
}

#[test]
fn a_link_of_the_blog_may_lead_to_its_translation() {
    let source = SOURCE.replace("https://example.org/manual", "https://huggingface.co/blog/manual");
    for form in
        ["/blog/zh/manual", "https://huggingface.co/blog/zh/manual", "https://hf.co/blog/manual"]
    {
        let translation = GOOD.replace("https://example.org/manual", form);
        assert_eq!(check(&blog(), Some(&source), &translation), [], "{form}");
    }
}

#[test]
fn an_anchor_that_no_heading_answers_to_is_a_warning() {
    assert_eq!(after("(#准备)", "(#setup)"), [("links.anchor", Level::Warning, 30)]);
    assert_eq!(after("(#准备)", "(#%E5%87%86%E5%A4%87)"), []);
    assert_eq!(after("## 准备", "<a id=\"准备\"></a>\n\n## 准备工作"), []);
}

#[test]
fn mangled_links_are_told() {
    assert_eq!(after("[手册](", "[]**手册**(")[0], ("links.mangled", Level::Warning, 12));
    assert_eq!(
        after("(#准备)", "()"),
        [("links.mangled", Level::Warning, 30), ("links.missing", Level::Warning, 30)][..1]
    );
}

#[test]
fn images_are_the_sources_and_absolute() {
    assert_eq!(
        after("https://example.org/img/boat.png", "assets/1_boats/boat.png"),
        [("images.relative", Level::Error, 14)]
    );
    assert_eq!(after("https://example.org/img/boat.png", "/blog/assets/boat.png"), []);
    assert_eq!(after("boat.png", "ship.png"), [("images.unknown", Level::Warning, 14)]);
    assert_eq!(
        after("![船](https://example.org/img/boat.png)\n", ""),
        [("images.missing", Level::Warning, 13)]
    );
}

#[test]
fn formulas_stay_as_they_are() {
    assert_eq!(after("v_1", "v1"), [("math.damaged", Level::Error, 30)]);
    assert_eq!(after("{b}", "{c}"), [("math.changed", Level::Warning, 30)]);
    assert_eq!(
        after(r"\\( v_1 = \frac{a}{b} \\)", r"\( v_1 = \frac{a}{b} \)"),
        [("math.backslash_lost", Level::Error, 30)]
    );
    assert_eq!(
        after(r"\\( v_1 = \frac{a}{b} \\)", r"$v_1 = \frac{a}{b}$"),
        [("math.delimiter", Level::Warning, 30)]
    );
}

#[test]
fn a_number_off_by_one_place_is_a_warning() {
    assert_eq!(after("70 亿", "7 亿"), [("numbers.magnitude", Level::Warning, 12)]);
    assert_eq!(after("70 亿", "90 亿"), []);
}

#[test]
fn marks_that_steer_the_renderer_stay_english() {
    assert_eq!(after("[!TIP]", "[!提示]"), [("leftovers.alert", Level::Error, 27)]);
    assert_eq!(after("[!TIP]", "[!tip]"), []);
}

#[test]
fn what_was_left_out_or_left_behind_is_told() {
    assert_eq!(after("- 两根绳子\n", ""), [("completeness.list_items", Level::Warning, 24)]);
    assert_eq!(after("见 [准备]", "TODO 见 [准备]"), [("leftovers.todo", Level::Warning, 30)]);
    let english = "The boat is long and wide and it has two oars and a rope.";
    assert_eq!(after("慢慢划。", english), [("completeness.untranslated", Level::Info, 27)]);
    let footer = "准备)。\n\n> 英文原文: <url>https://example.org</url>\n";
    assert!(after("准备)。\n", footer).contains(&("leftovers.footer", Level::Error, 32)));
    assert_eq!(
        after("一条船有", "<<<<<<< HEAD\n一条船有"),
        [("leftovers.conflict", Level::Error, 12)]
    );
    assert_eq!(after("慢慢", "慢\u{fffd}"), [("leftovers.broken_character", Level::Error, 28)]);
    assert_eq!(
        after("two_oars", "two_\u{200b}oars")[1],
        ("leftovers.invisible", Level::Warning, 12)
    );
    assert_eq!(
        after(
            "速度是",
            "一条船有一个很长很长的名字。它在河上。\n\n一条船有一个很长很长的名字。它在河上。\n\n速度是"
        ),
        [("completeness.doubled", Level::Warning, 32)]
    );
}

#[test]
fn a_post_that_is_mostly_english_is_refused() {
    let body = "The boat leaves the harbour at dawn and comes back at night. ".repeat(20);
    let source = format!("{SOURCE}\n{body}\n");
    let rules = |translation: &str| {
        let findings = check(&blog(), Some(&source), translation);
        findings
            .iter()
            .find(|finding| finding.rule.starts_with("completeness."))
            .map(|finding| (finding.rule, finding.level))
    };
    assert_eq!(
        rules(&format!("{GOOD}\n{body}\n")),
        Some(("completeness.untranslated_post", Level::Error))
    );
    let chinese = "小船在黎明离开港口，到了夜里才回来。".repeat(10);
    assert_eq!(
        rules(&format!("{GOOD}\n{chinese}\n")),
        Some(("completeness.short", Level::Warning))
    );
    assert_eq!(rules(&format!("{GOOD}\n{}\n", chinese.repeat(2))), None);
}

#[test]
fn front_matter_agrees_with_the_source() {
    assert_eq!(
        after("boats.png\n", "ships.png\n"),
        [("front_matter.thumbnail_differs", Level::Warning, 3)]
    );
    assert_eq!(
        after("- user: ann", "- user: ann2"),
        [("front_matter.authors_differ", Level::Warning, 4)]
    );
    assert_eq!(
        after("translators:\n", "")[1],
        ("front_matter.translators_as_authors", Level::Warning, 4)
    );
    assert_eq!(after("translators:", "translator:"), [("front_matter.key", Level::Error, 6)]);
}

#[test]
fn what_the_source_breaks_too_is_no_error() {
    let source = SOURCE.replace("authors:", "guest: true\nauthors:");
    let translation = GOOD.replace("authors:", "guest: true\nauthors:");
    let findings = check(&blog(), Some(&source), &translation);
    assert_eq!((findings[0].rule, findings[0].level), ("front_matter.key", Level::Warning));
}

#[test]
fn chapters_of_the_course_keep_their_anchors_and_tags() {
    let course =
        Convention::new(ConventionKind::HfCourse, "zh-CN", None, None).expect("the course");
    let source = "# Boats[[boats]]\n\n<Tip>\n\nRow.\n\n</Tip>\n";
    let rules = |text| {
        check(&course, Some(source), text)
            .into_iter()
            .map(|f| (f.rule, f.level))
            .collect::<Vec<_>>()
    };
    assert_eq!(rules("# 船[[boats]]\n\n<Tip>\n\n划。\n\n</Tip>\n"), []);
    assert_eq!(
        rules("# 船\n\n<Tip>\n\n划。\n\n</Tip>\n"),
        [("headings.anchor_lost", Level::Warning)]
    );
    assert_eq!(
        rules("# 船[[boats]]\n\n<Tip>\n\n划。\n"),
        [("leftovers.tag_unbalanced", Level::Error)]
    );
}

#[test]
fn half_width_marks_are_told_once() {
    let findings = found(&format!("{GOOD}\n船,船,船,船,船。\n"));
    let told: Vec<_> = findings.iter().map(|finding| (finding.rule, finding.level)).collect();
    assert_eq!(told, [("typography.half_width", Level::Info)]);
}

#[test]
fn any_text_can_be_checked() {
    for text in
        ["", "\n", "---", "---\n---", "```", "[](", "\u{feff}", "# ", "<", "$", "\\\\(", "> [!"]
    {
        check(&blog(), None, text);
        check(&blog(), Some(SOURCE), text);
        check(&blog(), Some(text), GOOD);
    }
}

/// Each of these would not end in a day if a check cost the square of what it reads.
#[test]
fn texts_that_are_one_word_or_one_paragraph_are_checked_to_their_end() {
    for endless in ["x".repeat(1_000_000), "船a".repeat(100_000), "船 ,".repeat(100_000)] {
        let findings = found(&format!("{GOOD}\n{endless}\n"));
        assert!(findings.iter().all(|finding| finding.lines.1 <= GOOD.lines().count() + 2));
    }
}

proptest! {
    #[test]
    fn mixtures_of_markup_can_be_checked(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("---\n"), Just("# 题\n"), Just("\r## T\r\n"), Just("```py\n"), Just("`a_b`"), Just("[x]("),
                Just("https://a.org/b）"), Just(")\n\n"), Just("![](a.png)"), Just("\\\\( x_1 \\\\)"), Just("$y$ "),
                Just("> [!提示]\n"), Just("- 7B 项\n"), Just("70 亿"), Just("|a|b|\n|-|-|\n"), Just("<Tip>"), Just("<|eot|>"),
                Just("title: a: b\n"), Just("\u{feff}"), Just("TODO"),
            ],
            0..24,
        ),
        cut in 0..24_usize,
    ) {
        let (source, translation) = (pieces.concat(), pieces[cut.min(pieces.len())..].concat());
        let findings = check(&blog(), Some(&source), &translation);
        prop_assert!(findings.iter().all(|finding| finding.lines.0 >= 1 && finding.lines.0 <= finding.lines.1));
        check(&blog(), Some(&translation), &source);
    }
}
