//! Traps that lie in how both files came about.

use super::*;

const LATER_SENTENCE: &[(&str, &str)] = &[NEW_SENTENCE];

#[test]
fn a_mass_edit_of_both_sides_leaves_nothing_to_do() {
    let marks = "<!-- {blog_metadata} -->\n<!-- {authors} -->\n\n# ";
    let story = Story::translated()
        .mass_source(&edit(BASE, &[("# Keeping", &format!("{marks}Keeping"))]))
        .mass_target(&edit(ZH, &[("# 在屋顶", &format!("{marks}在屋顶"))]));
    assert!(story.expect(Status::Current, Severity::None).changes.is_empty());
    // And a change from before it is as open as it was.
    let later = edit(BASE, LATER_SENTENCE);
    Story::translated()
        .source(&later)
        .mass_source(&edit(&later, &[("# Keeping", &format!("{marks}Keeping"))]))
        .mass_target(&edit(ZH, &[("# 在屋顶", &format!("{marks}在屋顶"))]))
        .expect(Status::Stale, Severity::Minor);
}

#[test]
fn a_folder_brought_up_to_date_in_one_commit_is_reviewed_where_it_was_rewritten() {
    let zh = edit(
        ZH,
        &[(
            "6 月第一批蜂蜜就可以取了。只取封盖的巢脾，并给蜜蜂留下够过一周雨天的蜜。",
            "首批蜂蜜在 6 月成熟：请仅取走已经封盖的巢脾，余下的应足以让蜂群撑过连续一周的雨。遇雷雨或燕子低飞时，切勿开箱。",
        )],
    );
    let story = Story::translated().source(&edit(BASE, LATER_SENTENCE));
    story.clone().mass_target(&zh).expect_current();
    // A term exchanged everywhere is no review, even in a long paragraph.
    let term = edit(ZH, &[("封盖的巢脾", "封盖的蜂巢")]);
    story.mass_target(&term).expect(Status::Stale, Severity::Minor);
}

#[test]
fn a_regression_that_brings_back_an_old_link_is_stale_again() {
    let story = Story::translated().source(&edit(BASE, NEW_LINK)).target(&edit(ZH, NEW_LINK));
    story.expect_current();
    let judgement = story.target(ZH).expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement).len(), 1);
}

#[test]
fn line_endings_of_the_translation_are_no_review() {
    let story =
        Story::translated().source(&edit(BASE, LATER_SENTENCE)).target(&ZH.replace('\n', "\r\n"));
    story.expect(Status::Stale, Severity::Minor);
}

#[test]
fn formatting_and_punctuation_of_the_translation_are_no_review() {
    let tidy = edit(ZH, &[("取了。只取", "取了 . 只取"), ("并给蜜蜂", "**并**给蜜蜂")]);
    let story = Story::translated().source(&edit(BASE, LATER_SENTENCE)).target(&tidy);
    story.expect(Status::Stale, Severity::Minor);
}

#[test]
fn a_mass_migration_of_addresses_is_no_work_and_one_new_address_is() {
    let moved = [("https://bees.example/guide", "https://archive.example/bees/v2/guide")];
    Story::translated()
        .mass_source(&edit(BASE, &moved))
        .expect(Status::Current, Severity::Cosmetic);
    Story::translated().source(&edit(BASE, &moved)).expect(Status::Stale, Severity::Minor);
    // With very many others, but to another page: that is no migration.
    Story::translated().mass_source(&edit(BASE, NEW_LINK)).expect(Status::Stale, Severity::Minor);
    // What else the block says is looked at all the same.
    let both = [moved[0], ("2 hives", "3 hives")];
    let judgement =
        Story::translated().mass_source(&edit(BASE, &both)).expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement)[0].reason, Reason::AddedMissing { what: "3".into() });
    // A picture that moved to another host keeps folder and name.
    let picture = [("bees.example/img/frames.png", "cdn.example/a/b/img/frames.png")];
    Story::translated().source(&edit(BASE, &picture)).expect_current();
}

#[test]
fn a_change_undone_in_part_leaves_the_other_part() {
    let both = edit(&edit(BASE, NEW_LINK), NEW_CODE);
    let story = Story::translated().source(&both).source(&edit(BASE, NEW_CODE));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement).len(), 1);
}

#[test]
fn a_copy_older_by_many_commits_is_found_among_them() {
    let count = |n: usize| edit(BASE, &[("12 frames,", &format!("{n} frames,"))]);
    let zh = edit(ZH, &[("12 张巢脾", "15 张巢脾")]);
    let story = (12..20).fold(Story::new(), |story, n| story.source(&count(n))).target(&zh);
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(judgement.base.commit, story.pair.source[3].file.commit);
}

#[test]
fn numbers_with_separators_and_in_myriads_agree() {
    for (english, chinese) in [
        ("1,200,000", "120 万"),
        ("1.2 million", "1,200,000"),
        ("1.5 billion", "15 亿"),
        ("2 trillion", "2 万亿"),
        ("30 thousand", "3 万"),
        ("10B", "100 亿"),
    ] {
        let post =
            |n: &str| format!("# Bees\n\nThere are {n} bees in all the hives of the valley.\n");
        let zh = |n: &str| format!("# 蜜蜂\n\n山谷里所有蜂箱共有 {n} 只蜜蜂。\n");
        let story = Story::new().source(&post("7")).target(&zh("7")).source(&post(english));
        story.expect(Status::Stale, Severity::Minor);
        story.target(&zh(chinese)).expect_current();
    }
}

#[test]
fn only_extra_chinese_remains_where_a_sentence_with_a_trace_was_deleted() {
    let story = Story::translated()
        .source(&edit(BASE, &[(", see [the roof guide](https://bees.example/guide)", "")]));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert!(matches!(open(&judgement)[0].reason, Reason::RemovedPresent { .. }));
    story
        .target(&edit(ZH, &[("，参见 [屋顶指南](https://bees.example/guide)", "")]))
        .expect_current();
}

#[test]
fn a_banner_at_the_top_is_work_until_it_is_translated() {
    let banner = |text: &str, title: &str| format!("{text}\n\n# {title}");
    let source = edit(
        BASE,
        &[(
            "# Keeping bees on a roof\n",
            &banner(
                "<div class=\"alert\">\nThis guide is outdated, see [the new one](https://bees.example/new).\n</div>",
                "Keeping bees on a roof\n",
            ),
        )],
    );
    let story = Story::translated().source(&source);
    story.expect(Status::Stale, Severity::Major);
    let zh = edit(
        ZH,
        &[(
            "# 在屋顶养蜂\n",
            &banner(
                "<div class=\"alert\">\n本指南已过时，请看 [新的一篇](https://bees.example/new)。\n</div>",
                "在屋顶养蜂\n",
            ),
        )],
    );
    story.target(&zh).expect_current();
}

#[test]
fn a_link_set_as_code_is_still_the_old_link() {
    let post = |page: &str| {
        edit(
            BASE,
            &[("https://bees.example/guide", &format!("https://huggingface.co/spaces/{page}#L1"))],
        )
    };
    let zh = edit(
        ZH,
        &[(
            "[屋顶指南](https://bees.example/guide)",
            "`[屋顶指南](https://hf.co/spaces/old/roof#L1)`",
        )],
    );
    let story = Story::new().source(&post("old/roof")).target(&zh).source(&post("new/roof"));
    story.expect(Status::Stale, Severity::Minor);
    story.target(&zh.replace("old/roof", "new/roof")).expect_current();
}
