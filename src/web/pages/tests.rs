//! Every page, rendered in both languages and looked at by selector.

use askama::Template;
use scraper::{Html, Selector};

use super::{fixtures, public_fixtures, *};
use crate::{
    services::views::Seal,
    staleness::{BaseOrigin, Change},
    workflow::UiLanguage,
};

pub(super) const LANGUAGES: [UiLanguage; 2] = [UiLanguage::Chinese, UiLanguage::English];

/// What a page may weigh, in bytes.
const HEAVIEST: usize = 150_000;

pub(super) struct Rendered {
    html: String,
    page: Html,
}

impl Rendered {
    #[track_caller]
    pub(super) fn of(page: &impl Template) -> Self {
        let html = page.render().expect("the template renders");
        Self { page: Html::parse_document(&html), html }
    }

    #[track_caller]
    pub(super) fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        self.page
            .select(&selector)
            .map(|element| {
                element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    #[track_caller]
    pub(super) fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{selector} in {}", self.html);
        texts.into_iter().next().expect("one text")
    }

    #[track_caller]
    pub(super) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        self.page
            .select(&selector)
            .filter_map(|element| element.value().attr(name).map(str::to_owned))
            .collect()
    }

    #[track_caller]
    pub(super) fn has(&self, selector: &str) -> bool {
        !self.texts(selector).is_empty()
    }
}

/// All pages with a name for each, in one language.
fn all_pages(language: UiLanguage) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, page: &dyn askama::DynTemplate| {
        pages.push((name.to_owned(), page.dyn_render().expect("the template renders")));
    };
    add("sign_in", &fixtures::sign_in(language));
    for is_empty in [false, true] {
        let state = if is_empty { "empty" } else { "full" };
        add(&format!("progress_{state}"), &public_fixtures::progress(language, is_empty));
        add(&format!("person_{state}"), &public_fixtures::person(language, is_empty));
    }
    for (name, asked) in [("credits", None), ("thanks", Some(true)), ("thanks_none", Some(false))] {
        add(name, &public_fixtures::credits(language, asked));
    }
    for (who, id) in [("guest", None), ("translator", Some(1)), ("maintainer", Some(3))] {
        add(&format!("glossary_{who}"), &fixtures::glossary(language, id));
    }
    for (name, query) in [("empty", ""), ("nothing", "kiln"), ("found", "drip line")] {
        add(&format!("concordance_{name}"), &fixtures::concordance(language, query));
    }
    add("board", &fixtures::board(language, Some(1), BoardQuery::default()));
    let query = BoardQuery { state: "all".into(), ..BoardQuery::default() };
    add("board_all", &fixtures::board(language, None, query));
    let query = BoardQuery { q: "nothing like it".into(), ..BoardQuery::default() };
    add("board_empty", &fixtures::board(language, Some(3), query));
    for seal in seal::ALL {
        for (who, id) in [("guest", None), ("translator", Some(1)), ("maintainer", Some(3))] {
            let name = format!("post_{seal:?}_{who}").to_lowercase();
            add(&name, &fixtures::post(language, id, seal));
        }
    }
    for stage in ["claimed", "submitted", "changes_requested", "in_review"] {
        add(&format!("workspace_{stage}"), &fixtures::workspace(language, stage));
        add(&format!("review_{stage}"), &fixtures::review(language, stage));
    }
    for stage in ["claimed", "submitted", "in_review"] {
        add(&format!("carry_{stage}"), &fixtures::carry(language, stage));
        add(&format!("workspace_overtaken_{stage}"), &fixtures::overtaken(language, stage));
    }
    add("history", &fixtures::history(language));
    add("revision", &fixtures::revision(language, true));
    add("revision_first", &fixtures::revision(language, false));
    add("conflict", &fixtures::conflict(language));
    add("upload", &fixtures::upload(language));
    add("mine", &fixtures::mine(language, false));
    add("mine_empty", &fixtures::mine(language, true));
    add("profile", &fixtures::profile(language));
    add("welcome", &fixtures::welcome(language));
    add("rehearsal", &fixtures::rehearsal(language));
    add("tokens", &fixtures::tokens(language, false));
    add("tokens_made", &fixtures::tokens(language, true));
    add("people", &fixtures::people_page(language));
    add("dashboard", &fixtures::dashboard(language));
    add("audit", &fixtures::audit(language));
    add("bulk", &fixtures::bulk(language));
    add("bulk_done", &fixtures::bulk_done(language));
    add("report", &fixtures::report(language));
    let problem = Problem::bad_request("text").keeping("<写了一半>");
    add("error", &fixtures::error(language, problem));
    add("error_sign_in", &fixtures::error(language, Problem::sign_in_first()));
    for (name, page) in fixtures::states(language) {
        add(name, page.as_ref());
    }
    for (name, page) in fixtures::app_setup(language) {
        add(name, &page);
    }
    pages
}

#[test]
fn every_page_has_all_its_words_and_stays_light() {
    for language in LANGUAGES {
        for (name, html) in all_pages(language) {
            assert!(!html.contains('⟦'), "{name} {language:?} lacks words: {}", around(&html, '⟦'));
            assert!(html.len() < HEAVIEST, "{name} weighs {}", html.len());
        }
    }
}

fn around(html: &str, mark: char) -> String {
    html.split(mark).skip(1).map(|rest| rest.chars().take(60).collect::<String>()).collect()
}

#[test]
fn no_page_needs_an_inline_script_style_or_foreign_host() {
    let inline = Selector::parse("script:not([src]), style, [style], [onclick], [onload], iframe")
        .expect("a selector");
    let loaded = Selector::parse("script[src], link[href], img[src]").expect("a selector");
    for (name, html) in all_pages(UiLanguage::Chinese) {
        let page = Html::parse_document(&html);
        assert!(page.select(&inline).next().is_none(), "{name}");
        for element in page.select(&loaded) {
            let url = element.value().attr("src").or(element.value().attr("href")).unwrap_or("");
            // Besides assets, feeds and the pictures that can be put elsewhere.
            let is_ours = ["/assets/", "/p/", "/people/"].iter().any(|ours| url.starts_with(ours));
            assert!(is_ours, "{name} loads {url}");
        }
    }
}

#[test]
fn every_page_has_one_heading_a_language_and_labelled_fields() {
    let heading = Selector::parse("h1").expect("a selector");
    let fields = Selector::parse("input:not([type=hidden]), textarea, select").expect("a selector");
    for (name, html) in all_pages(UiLanguage::English) {
        let page = Html::parse_document(&html);
        assert_eq!(page.select(&heading).count(), 1, "{name}");
        assert_eq!(page.root_element().value().attr("lang"), Some("en"), "{name}");
        for field in page.select(&fields) {
            let named = field.value().attr("aria-label").is_some()
                || field.ancestors().any(|node| {
                    node.value().as_element().is_some_and(|element| element.name() == "label")
                })
                || field
                    .value()
                    .attr("id")
                    .is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
            assert!(named, "{name}: {}", field.html());
        }
    }
}

#[test]
fn the_board_puts_mine_first_and_leaves_out_what_is_done() {
    let page = Rendered::of(&fixtures::board(UiLanguage::Chinese, Some(1), BoardQuery::default()));
    let mine = page.texts(".mine-first .row-title");
    assert_eq!(mine.len(), 6);
    let rest = page.texts(".list section:not(.mine-first) .row-title");
    assert_eq!(rest, ["不浪费一滴水：关于滴灌管、定时器与耐心的长篇大论", "A Small Moss Handbook"]);
    let why = page.texts(".list section:not(.mine-first) .row-why");
    assert_eq!(why[0], "落后 · 上游改动：1 处代码、约 150 词，加了 1 条提示 2 人想看 moss tools");
    assert_eq!(
        why[1],
        "未译 · 3 天前发布 · 约 1,300 词 急着要 2 人想看 适合第一次译 已有译文：moss.example moss tools"
    );
    assert_eq!(page.texts(".legend a")[1], "12 只差细节");
}

#[test]
fn a_page_begins_with_what_was_just_done() {
    for &notice in Notice::ALL {
        let mut page = fixtures::profile(UiLanguage::Chinese);
        page.shell.notice = Some(notice);
        let said = Rendered::of(&page).text(".word-good");
        assert!(said.ends_with('。') && !said.contains('⟦'), "{notice:?}: {said}");
    }
}

#[test]
fn a_proofreader_finds_what_waits_for_them_before_the_rest() {
    let page = Rendered::of(&fixtures::board(UiLanguage::Chinese, Some(3), BoardQuery::default()));
    assert_eq!(page.texts(".review-first .row-title"), ["留种"]);
    assert_eq!(page.texts(".review-first .holder"), ["译者 林晚"]);
}

#[test]
fn a_failed_form_leads_back_to_its_desk() {
    let page = Rendered::of(&fixtures::error(UiLanguage::Chinese, Problem::too_large(8 << 20)));
    assert_eq!(page.attributes("main .primary", "href"), ["/tasks/4"]);
}

#[test]
fn an_update_marks_the_blocks_that_were_worked_on() {
    let page = Rendered::of(&fixtures::workspace(UiLanguage::Chinese, "claimed"));
    assert_eq!(page.attributes(".block.is-edited", "id"), ["pair-6"]);
}

#[test]
fn a_guest_sees_no_claim_buttons() {
    let page = Rendered::of(&fixtures::board(UiLanguage::Chinese, None, BoardQuery::default()));
    assert!(!page.has(".row form"));
    assert_eq!(page.attributes(".enter", "href"), ["/sign-in?back=%2Fp%2Fgarden"]);
}

#[test]
fn the_board_can_be_sorted_by_the_work_that_waits() {
    let titles = |sort: &str| {
        let query = BoardQuery { state: "all".into(), sort: sort.into(), ..BoardQuery::default() };
        let page = Rendered::of(&fixtures::board(UiLanguage::Chinese, None, query));
        (page.texts(".row-title"), page.attributes(".choices a[aria-current]", "href"))
    };
    let stale = "不浪费一滴水：关于滴灌管、定时器与耐心的长篇大论";
    let (least, chosen) = titles("least");
    assert_eq!(least.first().map(String::as_str), Some(stale));
    assert!(chosen.contains(&"/p/garden?state=all&sort=least".to_owned()), "{chosen:?}");
    let (most, _) = titles("most");
    assert_eq!(most.last().map(String::as_str), Some(stale));
    assert_eq!(titles("nonsense").0, titles("").0);
}

#[test]
fn filters_keep_each_other() {
    let query = BoardQuery { state: "behind".into(), tag: "moss".into(), ..BoardQuery::default() };
    let page = Rendered::of(&fixtures::board(UiLanguage::Chinese, None, query));
    assert_eq!(page.texts(".row-title").len(), 1);
    assert!(
        page.attributes(".choices a", "href")
            .contains(&"/p/garden?state=missing&tag=moss".to_owned())
    );
    assert_eq!(page.attributes(".search input[type=hidden]", "value"), ["behind", "moss"]);
}

#[test]
fn a_stale_post_shows_its_differences_as_a_proof() {
    let page = Rendered::of(&fixtures::post(UiLanguage::Chinese, Some(3), Seal::Stale));
    assert_eq!(page.text(".standing-line"), "落后 3 处改动还没有跟上（1 处代码、约 150 词）。");
    assert_eq!(page.texts(".part .proof del")[0], "six");
    assert_eq!(page.texts(".part .proof ins")[0], "five");
    assert_eq!(
        page.texts(".part .concerned .numbered li")[0],
        "7滴灌省水，也省心。把定时器设成每天早上六点，浇 20 分钟。"
    );
    assert_eq!(page.texts(".part .change-why")[0], "这处改动加进的数字“12”，译文里还没有。");
    assert_eq!(page.texts("button.primary, a.primary"), ["认领，跟上原文"]);
    assert_eq!(page.texts(".part [data-action=dismiss]").len(), 3);
    assert_eq!(page.texts(".settled").len(), 3);
    assert_eq!(page.texts(".settled .change").len(), 3);
    assert_eq!(page.texts("[data-action=undismiss]"), ["重新提起"]);
    let said = page.texts(".settled .change-why");
    assert!(said.iter().any(|said| said.contains("何青") && said.contains("中文里没有这个问题")));
}

#[test]
fn changes_stand_in_the_sections_of_the_source_with_what_lies_between_folded() {
    let page = Rendered::of(&fixtures::post(UiLanguage::Chinese, None, Seal::Stale));
    assert_eq!(
        page.texts(".part > h3"),
        ["Watering Without Waste 不浪费一滴水", "The timer 不浪费一滴水"]
    );
    assert_eq!(page.texts(".jump a"), ["Watering Without Waste 1", "The timer 2"]);
    let jumps = page.attributes(".jump a", "href");
    let anchors: Vec<String> =
        page.attributes(".part > h3", "id").iter().map(|id| format!("#{id}")).collect();
    assert_eq!(jumps, anchors);
    assert_eq!(page.texts(".still > summary"), ["5 行不用动（第 15–19 行）"]);
    assert!(page.text(".still .still-text").contains("It runs on one cell."));
    assert!(!page.has("[data-action=dismiss], [data-action=undismiss], [data-action=pin]"));
}

#[test]
fn differences_can_be_set_side_by_side_without_a_script() {
    let mut page = fixtures::post(UiLanguage::Chinese, None, Seal::Stale);
    let plain = Rendered::of(&page);
    assert!(!plain.has(".split"));
    let toggles = plain.attributes(".views a", "href");
    assert_eq!(
        toggles,
        ["/p/garden/posts/watering#changes", "/p/garden/posts/watering?view=split#changes"]
    );
    page.query = PostQuery { view: "split".into(), page: 0 };
    let split = Rendered::of(&page);
    assert_eq!(split.attributes(".views a[aria-current]", "href"), [toggles[1].clone()]);
    let columns = split.texts("#c-a1 .split-row .proof");
    assert_eq!(columns.len(), 2);
    assert!(columns[0].contains("six") && !columns[0].contains("five"), "{columns:?}");
    assert!(columns[1].contains("five") && !columns[1].contains("six"), "{columns:?}");
    // A block that is new has nothing to stand beside.
    assert_eq!(split.texts(".part .split").len(), 2);
}

#[test]
fn one_click_dismisses_and_leads_to_the_next_change() {
    let mut page = fixtures::post(UiLanguage::Chinese, Some(3), Seal::Stale);
    page.query = PostQuery { view: "split".into(), page: 1 };
    let page = Rendered::of(&page);
    let post = "/p/garden/posts/watering?view=split";
    assert_eq!(
        page.attributes(".part [name=back]", "value"),
        [format!("{post}#c-b2"), format!("{post}#c-c3"), format!("{post}#changes")]
    );
    assert_eq!(page.attributes(".part .change", "id"), ["c-a1", "c-b2", "c-c3"]);
    assert!(!page.has(".decide-line [required]"));
    assert_eq!(page.attributes(".sweep [name=key]", "value"), ["f6"]);
    assert_eq!(
        page.attributes(".change-next", "href").last().map(String::as_str),
        Some("/p/garden/posts/seeds?view=split#changes")
    );
}

#[test]
fn a_base_says_how_sure_it_is_and_lets_a_maintainer_settle_it() {
    let mut page = fixtures::post(UiLanguage::Chinese, Some(3), Seal::Stale);
    let shown = Rendered::of(&page);
    assert!(shown.text("#base").contains("由内容推断，较有把握（83%）"), "{}", shown.text("#base"));
    assert!(shown.text(".changes-bar").contains("较有把握（83%）"));
    assert_eq!(
        shown.texts("#commit option"),
        [
            "2026-06-05 Water less, and twice a week (abababab)",
            "2026-03-01 Add: watering (9f9f9f9f)"
        ]
        .map(|text| text.replace("abababab", "ababababab").replace("9f9f9f9f", "9f9f9f9f9f"))
    );
    assert!(shown.has("[data-action=pin]") && !shown.has("[data-action=unpin]"));
    assert!(!shown.has(".unsure"));

    let base = |page: &mut PostPage, confidence, origin| {
        let base = &mut page.view.post.judgement.as_mut().expect("a judgement").base;
        (base.confidence, base.origin) = (confidence, origin);
    };
    base(&mut page, 0.42, BaseOrigin::Inferred);
    let shown = Rendered::of(&page);
    assert!(shown.text("#base").contains("几乎是猜的（42%）") && shown.has(".unsure"));
    base(&mut page, 1.0, BaseOrigin::Pinned);
    page.view.pinned = page.view.dismissals.values().next().cloned();
    let shown = Rendered::of(&page);
    assert!(shown.text("#base").contains("何青确认"), "{}", shown.text("#base"));
    assert!(!shown.has("[data-action=pin]") && shown.has("[data-action=unpin]"));
}

#[test]
fn a_page_of_very_many_changes_stays_within_bounds() {
    let mut page = fixtures::post(UiLanguage::Chinese, Some(3), Seal::Stale);
    let long = "word ".repeat(400);
    page.view.source_text = Some(format!("Line of text. {long}\n\n").repeat(2_000));
    page.view.changes = (0..1_000)
        .map(|number| Change {
            key: format!("{number:016x}"),
            old_source: format!("a b {long}").repeat(3),
            new_source: format!("b a {number} {long}").repeat(3),
            source_lines: Some((number * 4 + 1, number * 4 + 1)),
            ..page.view.changes[0].clone()
        })
        .collect();
    let html = page.render().expect("the template renders");
    assert!(html.len() < 400_000, "{} bytes", html.len());
    let shown = Rendered::of(&page);
    assert_eq!(shown.attributes(".part .change", "id").len(), 25);
    assert_eq!(
        shown.attributes(".pages [rel=next]", "href"),
        ["/p/garden/posts/watering?page=2#changes"]
    );
    assert!(shown.has("p.still"), "unchanged text beyond the bound is only counted");
}

#[test]
fn the_primary_action_fits_who_is_looking() {
    let primary = |id, seal| {
        Rendered::of(&fixtures::post(UiLanguage::Chinese, id, seal)).texts("main .primary")
    };
    assert_eq!(primary(None, Seal::Missing), ["登录后认领"]);
    assert_eq!(primary(Some(1), Seal::Missing), ["认领，开始翻译"]);
    assert_eq!(primary(Some(1), Seal::Translating), ["继续翻译"]);
    assert_eq!(primary(Some(2), Seal::AwaitingReview), ["开始校对"]);
    assert_eq!(primary(Some(2), Seal::InReview), ["继续校对"]);
    assert_eq!(primary(Some(3), Seal::Approved), ["发布"]);
    assert_eq!(primary(None, Seal::PullRequest), ["看拉取请求"]);
    assert!(primary(Some(1), Seal::Published).is_empty());
}

#[test]
fn the_workspace_holds_the_draft_byte_for_byte() {
    let page = fixtures::workspace(UiLanguage::Chinese, "claimed");
    let rendered = Rendered::of(&page);
    let selector = Selector::parse("textarea#text").expect("a selector");
    let area = rendered.page.select(&selector).next().expect("the editor");
    assert_eq!(area.text().collect::<String>(), page.view.draft.text);
    assert_eq!(rendered.attributes("#desk", "data-revision"), ["3"]);
    assert_eq!(rendered.text("[data-progress]"), "已译 34 / 41 词");
}

#[test]
fn a_conflict_shows_both_sides_of_each_block_that_differs() {
    let page = fixtures::conflict(UiLanguage::Chinese);
    let rendered = Rendered::of(&page);
    assert_eq!(
        rendered.texts(".clash-text"),
        ["把水烧开 <b>。", "水烧开。", "放三克茶叶。", "放些茶叶。", "喝。", "趁热喝。"]
    );
    // What only one side changed is chosen already; the names tell the pieces apart.
    assert!(rendered.has("input[name=choice-1][value=mine][checked]"));
    assert!(rendered.has("input[name=choice-3][value=theirs][checked]"));
    assert!(!rendered.has("input[name=choice-0]"));
    let selector = Selector::parse("textarea").expect("a selector");
    let area = rendered.page.select(&selector).next().expect("the whole of mine");
    assert_eq!(area.text().collect::<String>(), page.mine);
    assert_eq!(rendered.attributes("input[name=revision]", "value"), ["4"]);
}

#[test]
fn maintainers_keep_the_glossary_and_others_propose() {
    let page = |id| Rendered::of(&fixtures::glossary(UiLanguage::Chinese, id));
    let (guest, translator, maintainer) = (page(None), page(Some(1)), page(Some(3)));
    assert!(!guest.has(".entry-fields") && !guest.has("[data-action=accept-term]"));
    assert!(translator.has("input[name=reason]") && !translator.has("[data-action=accept-term]"));
    assert!(!translator.has("[data-import]"));
    assert!(maintainer.has("[data-action=accept-term]") && maintainer.has("[data-import]"));
    assert!(!maintainer.has("input[name=reason]"));
    assert_eq!(maintainer.texts("#term-1 .form"), ["滴灌管", "滴管"]);
    assert_eq!(maintainer.attributes("#edit input[name=accepted]", "value"), ["滴管"]);
    // What somebody typed stays text.
    assert_eq!(maintainer.text("#term-3 th"), "timer <b>");
}

#[test]
fn a_hit_is_marked_and_leads_to_its_post() {
    let page = Rendered::of(&fixtures::concordance(UiLanguage::Chinese, "drip line"));
    assert_eq!(page.texts(".hit mark"), ["drip line", "滴灌管"]);
    assert_eq!(page.text(".hit-source"), "Lay the drip line <flat>.");
    assert_eq!(page.attributes(".hit-post a", "href"), ["/p/garden/posts/watering"]);
    assert!(page.has("[role=status]"));
    assert!(Rendered::of(&fixtures::concordance(UiLanguage::English, "kiln")).has(".empty"));
}

#[test]
fn the_aid_is_on_the_desk_only_where_there_is_one() {
    let has = |stage| {
        Rendered::of(&fixtures::workspace(UiLanguage::Chinese, stage)).has("[data-aid-all]")
    };
    assert!(has("claimed"));
    assert!(!has("changes_requested"));
}

#[test]
fn a_machines_block_is_told_to_the_proofreader() {
    let mut page = fixtures::review(UiLanguage::Chinese, "in_review");
    assert!(!Rendered::of(&page).has(".mark-machine"));
    page.view.rows[2].machine_drafted = true;
    let page = Rendered::of(&page);
    assert_eq!(page.text("#pair-3 .mark-machine"), "机器初稿，还没有人改过或确认");
    assert!(page.has("#pair-3.is-machine"));
}

#[test]
fn only_who_has_the_review_in_hand_decides() {
    let decides = |stage| {
        let mut page = fixtures::review(UiLanguage::Chinese, stage);
        page.view.may_review = stage == "in_review";
        Rendered::of(&page).has(".decide")
    };
    assert!(decides("in_review"));
    assert!(!decides("submitted"));
    assert!(!decides("claimed"));
}

#[test]
fn a_remark_stands_beside_its_block() {
    let page = Rendered::of(&fixtures::review(UiLanguage::Chinese, "in_review"));
    assert!(page.text("#pair-3 .thread").contains("时间要跟着原文改成五点"));
    let general = page.texts(".verdict .thread");
    assert!(
        general[0].starts_with("这段已经不在译稿里了，当时是：早先的一段。 octo 来自 GitHub"),
        "{general:?}"
    );
    assert!(general[1].starts_with("已处理 林晚 全文“定时器”已统一。"), "{general:?}");
    assert!(page.text("#pair-4 .inline-finding").starts_with("代码与原文不同"));
}

#[test]
fn a_remark_whose_block_reads_otherwise_quotes_the_old_words() {
    let page = Rendered::of(&fixtures::review(UiLanguage::Chinese, "in_review"));
    assert_eq!(page.text("#pair-3 .thread .moved .mute"), "这段后来改过，当时是：");
    assert_eq!(page.text("#pair-3 .thread .quote"), "把定时器设成六点。");
    let desk = Rendered::of(&fixtures::workspace(UiLanguage::Chinese, "changes_requested"));
    assert!(desk.text("#pair-3 .notes .thread").contains("时间要跟着原文改成五点"));
    // The whole desk is one form, so notes beside blocks hold none, and no field that it would send.
    assert!(!desk.has(".notes form") && !desk.has(".notes [name]"));
    assert!(desk.has("#drawer-thread-1 form"));
}

#[test]
fn a_second_look_shows_what_changed_and_folds_the_rest() {
    let page = Rendered::of(&fixtures::review(UiLanguage::Chinese, "in_review"));
    assert_eq!(page.text(".since b"), "上次看过之后，改了 1 段");
    assert_eq!(page.texts(".is-since .target del"), ["又"]);
    assert_eq!(page.texts(".is-since .target ins"), ["，也"]);
    assert_eq!(page.attributes(".papers > .blocks > .block", "id"), ["pair-3"]);
    assert_eq!(page.texts(".folded summary")[0], "中间 2 段没有改动，到“不浪费一滴水”");
    let mut all = fixtures::review(UiLanguage::Chinese, "in_review");
    all.show = Some(Show::All);
    let all = Rendered::of(&all);
    assert!(!all.has(".folded"));
    assert_eq!(all.texts(".is-since .target ins"), ["，也"]);
}

#[test]
fn an_approval_asks_while_threads_are_open() {
    let mut page = fixtures::review(UiLanguage::Chinese, "in_review");
    let asked = Rendered::of(&page);
    assert_eq!(asked.text(".ask label"), "还有 2 条批注没处理完，仍然通过");
    assert_eq!(asked.attributes(".ask input[required]", "value"), ["2"]);
    page.proof.threads.clear();
    assert!(!Rendered::of(&page).has(".ask input"));
}

#[test]
fn a_text_sent_back_twice_stays_readable() {
    let page = Rendered::of(&fixtures::workspace(UiLanguage::Chinese, "changes_requested"));
    let rounds = page.texts(".round summary");
    assert_eq!(rounds.len(), 2);
    assert!(rounds[0].starts_with("第 2 轮 周默退回修改"), "{rounds:?}");
    assert!(rounds[0].ends_with("改了 1 段 · 批注 2 条"), "{rounds:?}");
    // What has to be worked on is told; what is over is folded.
    assert_eq!(page.attributes(".round[open]", "id"), ["round2"]);
    assert_eq!(page.texts(".reason"), ["再通读一遍", "第二段的语气再松一点"]);
    assert_eq!(page.texts("#round1 del"), ["记得冬天把水管"]);
    assert_eq!(page.texts("#round1 ins"), ["别忘了冬天", "水管"]);
    assert_eq!(page.texts("#pair-6 .corrected del"), ["记得冬天把水管"]);
    assert!(page.text(".word-warn").ends_with("校对直接改了 1 段，改前改后标在段落旁。"));
}

#[test]
fn who_proofreads_their_own_work_is_told_that_it_will_be_known() {
    let mut page = fixtures::review(UiLanguage::Chinese, "in_review");
    assert!(!Rendered::of(&page).has(".decide .word-warn"));
    page.proof.is_own = true;
    assert!(Rendered::of(&page).text(".decide .word-warn").contains("写进记录"));
    let mut desk = fixtures::workspace(UiLanguage::Chinese, "submitted");
    assert!(!Rendered::of(&desk).has("[data-action=review-own]"));
    desk.proof.is_own = true;
    assert_eq!(Rendered::of(&desk).text("[data-action=review-own]"), "自己校对");
}

#[test]
fn a_failure_keeps_what_was_typed() {
    let problem = Problem::too_large(8 << 20).keeping("\n写了一半");
    let page = Rendered::of(&fixtures::error(UiLanguage::Chinese, problem));
    let selector = Selector::parse("textarea.kept").expect("a selector");
    let kept = page.page.select(&selector).next().expect("the kept text");
    assert_eq!(kept.text().collect::<String>(), "\n写了一半");
}

#[test]
fn the_dashboard_begins_with_sentences() {
    let page = Rendered::of(&fixtures::dashboard(UiLanguage::Chinese));
    let sentences = page.texts(".sentences p");
    assert_eq!(sentences[1], "译文里有 44 篇落后于原文，共 3,440 词要改；其中 3 篇正在改。");
    assert_eq!(sentences[2], "3 篇在等校对，最久的一篇已经等了 12 天。");
    assert_eq!(sentences[3], "上个月来了 7 篇新原文，另有 3 篇原文改过；译成 9 篇，更新 2 篇。");
    assert_eq!(sentences.len(), 4);
}

#[test]
fn every_picture_is_drawn_for_a_desk_a_tablet_and_a_phone_and_has_its_numbers_beside_it() {
    for language in LANGUAGES {
        let page = Rendered::of(&fixtures::dashboard(language));
        let charts = page.attributes("svg.chart", "class");
        assert_eq!(
            charts,
            ["chart chart-wide", "chart chart-middle", "chart chart-narrow"].repeat(3)
        );
        // Every filling a chart asks for is there, so that no layer is left blank.
        for filling in page.attributes("svg [fill^='url(#']", "fill") {
            let id = filling.trim_start_matches("url(#").trim_end_matches(')');
            assert!(page.has(&format!("pattern[id='{id}']")), "{filling}");
        }
        let rows = page.texts(".numbers tbody tr");
        assert!(rows.len() >= 3 + 12, "{rows:?}");
        assert_eq!(page.texts(".numbers tbody td")[..3], ["171", "44", "55"]);
    }
}

#[test]
fn the_wait_for_a_proofreader_stands_out() {
    let page = Rendered::of(&fixtures::dashboard(UiLanguage::Chinese));
    assert_eq!(page.text("tr.queue th"), "等校对");
    assert_eq!(page.texts("tr.queue .num"), ["3", "5 天", "12 天"]);
}

#[test]
fn the_report_says_the_same_on_its_page_and_in_markdown() {
    for language in LANGUAGES {
        let page = fixtures::report(language);
        let rendered = Rendered::of(&page);
        let site = Some("https://yiqi.example/");
        let text = ReportMarkdown { shell: &page.shell, report: &page.report, site }.text();
        for sentence in rendered.texts(".sentences p") {
            assert!(text.contains(&sentence), "{sentence} in {text}");
        }
        assert!(
            text.contains("[蜜蜂 \\[1\\]](https://yiqi.example/p/garden/posts/bees)"),
            "{text}"
        );
        assert_eq!(
            rendered.attributes("a[href*='.md']", "href"),
            ["/p/garden/report.md?from=2026-04&until=2026-05"]
        );
    }
    let table = report_csv(&fixtures::report(UiLanguage::Chinese).report);
    assert_eq!(table.lines().nth(1), Some("2026-05,published,bees,蜜蜂 [1],1200,明|Cy,"));
}

/// Leaves every page in the folder `target/pages`, to be looked at in a browser.
#[test]
fn every_page_can_be_looked_at_without_a_server() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let assets = format!("file://{}/assets/", root.display());
    for (language, tag) in LANGUAGES.into_iter().zip(["zh", "en"]) {
        let folder = root.join("target/pages").join(tag);
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        for (name, html) in all_pages(language) {
            let html = html.replace("\"/assets/", &format!("\"{assets}"));
            assert!(html.contains(&assets), "{tag}/{name} has no style to be seen in");
            std::fs::write(folder.join(format!("{name}.html")), html).expect("a page is written");
        }
    }
}

#[test]
fn a_carry_over_is_previewed_with_what_becomes_of_each_block() {
    let page = Rendered::of(&fixtures::carry(UiLanguage::Chinese, "claimed"));
    assert_eq!(page.texts(".carried-one .change-kind").len(), 6);
    assert!(page.has("form[action='/tasks/4/carry'] button.primary"));
    let waiting = Rendered::of(&fixtures::carry(UiLanguage::Chinese, "submitted"));
    assert!(!waiting.has("form[action='/tasks/4/carry']"));
}

#[test]
fn news_of_the_source_lead_to_the_preview_and_can_be_followed_at_once() {
    let page = Rendered::of(&fixtures::overtaken(UiLanguage::Chinese, "claimed"));
    let news = page.texts(".word-source p").concat();
    assert!(news.contains("改动 2 段，新增 1 段，删去 1 段"), "{news}");
    assert!(page.has("a[href='/tasks/4/carry']") && page.has("button[form=carry]"));
    let waiting = Rendered::of(&fixtures::overtaken(UiLanguage::Chinese, "submitted"));
    assert!(!waiting.has("button[form=carry]"));
}

#[test]
fn a_change_can_be_waved_through_where_it_is_marked() {
    let page = Rendered::of(&fixtures::overtaken(UiLanguage::Chinese, "claimed"));
    assert_eq!(page.texts("button[name=settle]").len(), 2);
    assert!(page.has("button[formaction='/tasks/4/settle']"));
}

#[test]
fn filters_hold_together_and_are_taken_away_one_by_one() {
    let of =
        |query: BoardQuery| Rendered::of(&fixtures::board(UiLanguage::Chinese, Some(1), query));
    let all = || BoardQuery { state: "all".into(), ..BoardQuery::default() };
    let update = of(BoardQuery { kind: "update".into(), ..all() });
    let seals = update.texts(".row .seal");
    assert!(seals.contains(&"旧".into()) && !seals.contains(&"缺".into()), "{seals:?}");
    let first = of(BoardQuery { pick: "first".into(), ..all() });
    assert_eq!(first.texts(".list .row-title"), ["A Small Moss Handbook"]);
    assert_eq!(first.attributes(".choices-picks [aria-current]", "href"), ["/p/garden?state=all"]);
    let young = of(BoardQuery { age: "month".into(), ..all() });
    assert_eq!(young.texts(".list .row-title").len(), 12);
    assert!(!of(BoardQuery { age: "older".into(), ..all() }).has(".list .row-title"));
    assert!(!of(BoardQuery { series: "seasons".into(), ..all() }).has(".list .row-title"));
    let elsewhere = of(BoardQuery { elsewhere: "1".into(), ..all() });
    assert_eq!(elsewhere.texts(".list .row-title"), ["A Small Moss Handbook"]);
    assert_eq!(elsewhere.texts(".choices-elsewhere [aria-current]"), ["已有"]);
    assert!(elsewhere.texts(".row-remark").contains(&"已有译文：moss.example".into()));
    let left_out = of(BoardQuery { state: "excluded".into(), ..BoardQuery::default() });
    assert_eq!(left_out.texts(".row-why"), ["不译 · 只是一则广告 moss tools"]);
}

#[test]
fn filters_can_be_kept_where_they_are_not_kept_already() {
    let of = |who, length: &str| {
        let query = BoardQuery { length: length.into(), ..BoardQuery::default() };
        Rendered::of(&fixtures::board(UiLanguage::Chinese, who, query))
    };
    assert_eq!(of(Some(1), "short").attributes(".keep [name=query]", "value"), ["?length=short"]);
    let kept = of(Some(1), "medium");
    assert!(!kept.has(".keep"));
    assert_eq!(kept.texts(".choices-views [aria-current]"), ["周末译"]);
    assert_eq!(kept.texts("[data-action=remove-view]"), ["不再收藏“周末译”"]);
    assert!(!of(None, "short").has(".keep, .choices-views"));
}

#[test]
fn a_post_says_what_is_to_be_known_and_lets_people_speak() {
    let of = |who, seal| Rendered::of(&fixtures::post(UiLanguage::Chinese, who, seal));
    let reader = of(Some(1), Seal::Missing);
    assert_eq!(reader.texts(".note-body"), ["术语请和《堆肥，简单说》保持一致。"]);
    assert_eq!(reader.texts(".speaks .row-urgent"), ["急着要"]);
    assert!(reader.has("[data-action=unask]") && reader.has("[data-action=say]"));
    assert_eq!(reader.texts(".elsewhere a"), ["moss.example"]);
    assert!(reader.has("[data-action=note-elsewhere]"));
    assert!(!reader.has("[data-action=remove-elsewhere]"), "somebody else noted it");
    assert!(!reader.has(".steer"));
    assert_eq!(reader.texts(".related li").len(), 2);
    let stranger = of(None, Seal::Missing);
    assert!(!stranger.has("[data-action=ask], [data-action=unask], [data-action=say]"));
    assert_eq!(stranger.texts(".said-head b"), ["周默"]);
    let maintainer = of(Some(3), Seal::Missing);
    assert!(maintainer.has("[data-action=ask]") && maintainer.has("[data-action=exclude]"));
    assert_eq!(maintainer.attributes("#priority [selected]", "value"), ["high"]);
    assert!(maintainer.has("[data-action=remove-elsewhere]"));
    assert!(!stranger.has("[data-action=note-elsewhere]"));
    let left_out = of(Some(3), Seal::Excluded);
    assert!(left_out.has("[data-action=include]") && !left_out.has("[data-action=exclude]"));
    assert!(!left_out.has("[data-action=claim], [data-action=ask]"));
    let published = of(Some(1), Seal::Published);
    assert!(!published.has("[data-action=ask], [data-action=unask]"));
}

#[test]
fn a_long_story_is_folded_and_tells_the_commits() {
    let mut page = fixtures::post(UiLanguage::Chinese, Some(1), Seal::Stale);
    page.view.story = page.view.story.iter().cycle().take(30).cloned().collect();
    let shown = Rendered::of(&page);
    assert_eq!(shown.texts(".story > .timeline li").len(), 12);
    assert_eq!(shown.texts(".older summary"), ["更早的 18 条"]);
    assert_eq!(shown.texts(".older .timeline li").len(), 18);
    assert!(shown.texts(".of-git")[0].contains("Water less, and twice a week"));
}

#[test]
fn what_came_back_stands_first_with_its_reason() {
    let page = Rendered::of(&fixtures::mine(UiLanguage::Chinese, false));
    assert_eq!(page.texts(".group h2")[0], "退回来的 1");
    assert_eq!(page.texts(".row-returned"), ["语气再松一点"]);
    assert!(
        page.text(".lead")
            .ends_with("到现在，你有 1 篇译文发布了，原文约 1,300 词；校对过的 2 篇也发布了。")
    );
    assert!(
        !Rendered::of(&fixtures::mine(UiLanguage::Chinese, true)).text(".lead").contains("到现在")
    );
}
