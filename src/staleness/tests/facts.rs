//! Small changes: which of them turn what is said, and which are wording.

use super::*;

/// A translation of one sentence, and the sentence changed.
#[track_caller]
fn changed(before: &str, after: &str, zh: &str) -> Judgement {
    let post = |sentence: &str| {
        format!("# Kites\n\nBring a long line.\n\n{sentence}\n\nFly them on the meadow.\n")
    };
    let zh = format!("# 风筝\n\n带一根长线。\n\n{zh}\n\n在草地上放。\n");
    Story::new().source(&post(before)).target(&zh).source(&post(after)).judge()
}

#[track_caller]
fn expect_turned(before: &str, after: &str, zh: &str, what: &str) {
    let judgement = changed(before, after, zh);
    assert_eq!(judgement.severity, Severity::Minor, "{before} / {after}: {judgement:#?}");
    assert_eq!(open(&judgement)[0].reason, Reason::Turned { what: what.into() }, "{after}");
}

#[track_caller]
fn expect_wording(before: &str, after: &str, zh: &str) {
    let judgement = changed(before, after, zh);
    assert_eq!(judgement.status, Status::Current, "{before} / {after}: {judgement:#?}");
}

#[test]
fn a_reversed_recommendation_is_told_as_one() {
    let (before, zh) = ("Use a paper tail in light wind.", "微风时用纸尾巴。");
    expect_turned(before, "Do not use a paper tail in light wind.", zh, "not");
    expect_turned(before, "Never use a paper tail in light wind.", zh, "never");
    expect_turned(before, "Avoid a paper tail in light wind.", zh, "use → avoid");
}

#[test]
fn sides_of_a_comparison_that_change_places_turn_it() {
    let zh = "宁用竹子，不用松木。";
    expect_turned(
        "Prefer bamboo over pine.",
        "Prefer pine over bamboo.",
        zh,
        "bamboo over pine → pine over bamboo",
    );
    expect_turned(
        "Prefer `bamboo()` over `pine()`.",
        "Prefer `pine()` over `bamboo()`.",
        "优先用 `bamboo()`，而不是 `pine()`。",
        "bamboo() over pine() → pine() over bamboo()",
    );
    // In a list of things the order says nothing.
    expect_wording("Bring bamboo and pine.", "Bring pine and bamboo.", "带上竹子和松木。");
}

#[test]
fn another_thing_in_place_of_a_recommended_one_is_named() {
    let judgement = changed("Use `reel`.", "Prefer `winch` over `reel`.", "请用 `reel`。");
    assert_eq!(judgement.severity, Severity::Minor);
    assert_eq!(open(&judgement)[0].reason, Reason::AddedMissing { what: "winch".into() });
}

#[test]
fn numbers_in_letters_count_like_digits() {
    let zh = "用两根绳子固定。";
    expect_turned("Fix it with two ropes.", "Fix it with three ropes.", zh, "two → three");
    expect_wording("Fix it with two ropes.", "Fix it with 2 ropes.", zh);
    expect_wording("Fix it with two ropes.", "Fix it with the two ropes.", zh);
    expect_wording("Fix it with two ropes.", "Fix it with both ropes.", zh);
    expect_turned(
        "Look at the first knot.",
        "Look at the third knot.",
        "看第一个结。",
        "first → third",
    );
}

#[test]
fn units_days_and_months_are_facts() {
    expect_turned("Wait five minutes.", "Wait five hours.", "等五分钟。", "minutes → hours");
    expect_turned("We meet on Monday.", "We meet on Friday.", "我们周一见面。", "monday → friday");
    let months = changed("It starts in June.", "It starts in July.", "6 月开始。");
    assert_eq!(open(&months)[0].reason, Reason::AddedMissing { what: "July".into() });
    let sizes = changed("It weighs 3 GB.", "It weighs 3 MB.", "它有 3 GB。");
    assert_eq!(sizes.severity, Severity::Minor, "{sizes:#?}");
    let versions = changed("Needs version 1.4.2.", "Needs version 1.5.0.", "需要 1.4.2 版。");
    assert_eq!(versions.severity, Severity::Minor, "{versions:#?}");
}

#[test]
fn what_binds_more_or_less_is_another_statement() {
    let zh = "放飞前必须检查线。";
    expect_turned(
        "You must check the line first.",
        "You should check the line first.",
        zh,
        "must → should",
    );
    expect_turned(
        "A helmet is required here.",
        "A helmet is optional here.",
        "这里必须戴头盔。",
        "required → optional",
    );
    expect_wording(
        "You can check the line first.",
        "You may check the line first.",
        "可以先检查线。",
    );
}

#[test]
fn words_that_look_alike_may_say_the_opposite() {
    for (before, after) in [
        ("Tails are supported.", "Tails are unsupported."),
        ("It is possible in rain.", "It is impossible in rain."),
        ("This enables the brake.", "This disables the brake."),
        ("Increase the pull slowly.", "Decrease the pull slowly."),
        ("Minimize the drag there.", "Maximize the drag there."),
        ("It can fly at night.", "It can't fly at night."),
        ("It is a profit club.", "It is a non-profit club."),
    ] {
        let judgement = changed(before, after, "这句话说的是风筝。");
        assert_eq!(judgement.severity, Severity::Minor, "{after}: {judgement:#?}");
        assert!(matches!(open(&judgement)[0].reason, Reason::Turned { .. }), "{after}");
    }
    expect_wording("A non profit club.", "A non-profit club.", "一个非营利的俱乐部。");
    expect_wording("Put it in side pockets.", "Put it inside pockets.", "放进侧袋。");
    expect_wording("It will dissapear soon.", "It will disappear soon.", "它很快会消失。");
}

#[test]
fn one_cell_of_a_table_is_a_fact() {
    let table =
        |cell: &str| format!("| model | rain |\n|---|---|\n| delta | {cell} |\n| box | no |\n");
    let zh = |cell: &str| format!("| 型号 | 雨天 |\n|---|---|\n| delta | {cell} |\n| box | 否 |\n");
    for (before, after, here) in [("3.5", "4.5", "3.5"), ("✅", "❌", "✅"), ("yes", "no", "是")]
    {
        let story = Story::new().source(&table(before)).target(&zh(here)).source(&table(after));
        let judgement = story.expect(Status::Stale, Severity::Minor);
        assert_eq!(open(&judgement)[0].target_lines, Some((3, 3)));
    }
    // Another tick is the same tick.
    Story::new().source(&table("✅")).target(&zh("✅")).source(&table("✔")).expect_current();
    Story::new()
        .source(&table("✅"))
        .target(&zh("✅"))
        .source(&table("❌"))
        .target(&zh("❌"))
        .expect_current();
}

#[test]
fn a_rewritten_description_of_a_picture_is_a_sentence() {
    let picture = |alt: &str| format!("# Kites\n\n![{alt}](img/kite.png)\n\nThe end.\n");
    let zh = "# 风筝\n\n![一只红风筝](img/kite.png)\n\n完。\n";
    let story = Story::new().source(&picture("A red kite")).target(zh);
    story.clone().source(&picture("A red kyte")).expect_current();
    let other = picture("Chart of wind speed against length of the line, measured on the coast");
    story.source(&other).expect(Status::Stale, Severity::Minor);
}

#[test]
fn printed_output_is_code_like_any_other() {
    let post = |value: &str| format!("Run it:\n\n```\n>>> lift(3)\n{value}\n```\n");
    let zh = |value: &str| format!("运行：\n\n```\n>>> lift(3)\n{value}\n```\n");
    Story::new()
        .source(&post("lift: 0.91"))
        .target(&zh("lift: 0.91"))
        .source(&post("lift: 0.93"))
        .expect(Status::Stale, Severity::Minor);
}

#[test]
fn a_title_whose_number_changed_is_work() {
    let title =
        |n: &str| format!("---\ntitle: \"{n} knots for kites\"\n---\n\n# Knots\n\nTie them.\n");
    let zh = "---\ntitle: \"风筝的五种绳结\"\n---\n\n# 绳结\n\n打结。\n";
    Story::new()
        .source(&title("Five"))
        .target(zh)
        .source(&title("Seven"))
        .expect(Status::Stale, Severity::Minor);
}
