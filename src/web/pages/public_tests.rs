//! The pages for everybody, looked at by selector.

use super::{
    public_fixtures,
    tests::{LANGUAGES, Rendered},
};
use crate::workflow::UiLanguage;

#[test]
fn progress_begins_with_sentences_and_can_be_taken_elsewhere() {
    let page = Rendered::of(&public_fixtures::progress(UiLanguage::Chinese, false));
    assert_eq!(
        page.texts(".sentences p"),
        [
            "540 篇文章，已有 216 篇译成中文，占 40%。",
            "其中 44 篇译文落后于原文，约 3,200 词要改。",
            "还有 324 篇没有译文，约 512,400 词。",
        ]
    );
    assert_eq!(page.texts(".part-of-page > .tag-table tbody tr").len(), 16);
    assert_eq!(page.texts(".rest .tag-table tbody tr").len(), 8);
    let markdown = page.text("#badge-md");
    assert_eq!(
        markdown,
        "[![中文翻译](https://yiqi.example/p/garden/badge.svg)](https://yiqi.example/p/garden/progress)"
    );
    let feeds = page.attributes("link[rel=alternate]", "href");
    assert_eq!(
        feeds,
        ["new", "published", "stale"].map(|kind| format!("/p/garden/feeds/{kind}.atom"))
    );
}

#[test]
fn what_is_read_elsewhere_has_a_card() {
    for language in LANGUAGES {
        let page = Rendered::of(&public_fixtures::progress(language, false));
        let property = |name: &str| {
            page.attributes(&format!("meta[property='og:{name}']"), "content").concat()
        };
        assert_eq!(property("url"), "https://yiqi.example/p/garden/progress");
        assert_eq!(property("image"), "https://yiqi.example/assets/card.png");
        assert!(property("description").contains("216"), "{}", property("description"));
    }
}

#[test]
fn credits_name_people_in_the_order_they_came_with_a_way_to_each() {
    let page = Rendered::of(&public_fixtures::credits(UiLanguage::Chinese, Some(true)));
    assert_eq!(
        page.attributes(".person-name", "href"),
        ["/people/linwan", "/people/an-extremely", "/people/%40zhoumo"]
    );
    assert_eq!(
        page.texts(".people li .mute")[..2],
        ["译 12 篇 · 更新 3 次 · 校对 4 篇次", "2024 年 11 月起"]
    );
    assert_eq!(page.text(".unlisted"), "还有 2 位伙伴出了力，不愿留名。");
    assert!(page.text("#thanks-md").starts_with("### 致谢"));
    let nothing = Rendered::of(&public_fixtures::credits(UiLanguage::English, Some(false)));
    assert!(nothing.has("#thanks [role=status]") && !nothing.has("#thanks-md"));
}

#[test]
fn a_person_has_moments_months_and_a_byline() {
    let page = Rendered::of(&public_fixtures::person(UiLanguage::Chinese, false));
    let milestones = page.texts(".milestones b");
    assert_eq!(milestones[0], "有译文发布的第 6 个月");
    assert_eq!(milestones.last().map(String::as_str), Some("第一篇译文"));
    assert_eq!(page.texts(".calendar-year"), ["2024", "2025", "2026"]);
    assert_eq!(page.texts(".month-busy").len(), 4);
    assert_eq!(page.text("#byline"), "translators: - user: linwan");
    assert!(
        page.text(".sentences").contains("从 2024 年 11 月到 2026 年 5 月，有 4 个月在这里出力。")
    );
    let new = Rendered::of(&public_fixtures::person(UiLanguage::Chinese, true));
    assert!(new.has("meta[name=robots][content=noindex]") && !new.has("#own-badge, #byline"));
}
