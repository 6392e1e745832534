//! A text that is returned once: claimed by a proofreader, spoken of, corrected, answered, looked at a
//! second time, approved.

use super::{site::Site, translation_for};

const THREAD: &str = "#pair-4 .thread:not(.thread-done)";

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_returned_answered_looked_at_again_and_approved() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    site.open_post("school-workshop").await;
    site.click("[data-action=claim]").await;
    let desk = site.address().await;
    let offered = site.draft().await;
    site.paste_draft(&translation_for(&offered)).await;
    site.click("[data-action=submit]").await;

    // 浩然 takes it in hand; the line breaks while he comments, and what he typed is there again.
    site.sign_in("haoran").await;
    let review = format!("{desk}/review");
    site.open(&review).await;
    site.click("[data-action=start-review]").await;
    assert!(!site.has(".since").await, "a first look has nothing to compare with");
    site.run("window.fetch = () => Promise.reject(new TypeError('offline'))").await;
    comment_on_fourth_block(&site, "语气再松一点").await;
    site.wait_for_text("没能发出，文字留在这台电脑上").await;
    site.open(&review).await;
    site.wait_for_text("找回了上次没发出的文字").await;
    site.press("#pair-4 .say-here button").await;
    site.wait_for_text("还有 1 条批注没处理完，仍然通过").await;
    assert!(site.reads(THREAD).await.contains("语气再松一点"));
    site.open(&review).await;
    let field = "return document.querySelector('#pair-4 .say-here textarea').value";
    assert_eq!(site.run(field).await, "", "what was sent is not offered again");

    // He mends another block himself, and returns the text.
    let mend = "#pair-3 .mend";
    site.run(&format!("document.querySelector('{mend}').open = true")).await;
    site.write(&format!("{mend} textarea"), "真不少。").await;
    site.click(&format!("{mend} button")).await;
    assert_eq!(site.reads("#pair-3 .target ins").await, "真不少。");
    site.write("#reason", "第四段的语气再松一点").await;
    site.click("[data-action=return]").await;

    // 林溪 sees why, what was corrected and what was said; she answers and edits.
    site.sign_in("linxi").await;
    site.open(&desk).await;
    site.wait_for_text("第四段的语气再松一点").await;
    site.wait_for_text("校对直接改了 1 段").await;
    site.wait_for("document.getElementById('desk').dataset.mode == 'whole'", "the editor").await;
    site.press("[data-mode=blocks]").await;
    assert_eq!(site.reads("#pair-3 .corrected ins").await, "真不少。");
    site.press("#pair-4 [data-answer]").await;
    site.write("#pair-4 .compose textarea", "改好了").await;
    site.press("#pair-4 .compose .quiet").await;
    site.wait_for("document.querySelectorAll('#pair-4 .entry').length == 2", "the answer").await;
    let edited = "那天可真热闹。";
    site.write("#pair-4 .target textarea", edited).await;
    site.wait_until_saved(edited).await;
    site.screenshot("returned").await;
    site.click("[data-action=submit]").await;

    // The second look: the block that changed, with the old words of what was said of it, and no other.
    site.sign_in("haoran").await;
    site.open(&review).await;
    site.click("[data-action=start-review]").await;
    assert_eq!(site.reads(".since b").await, "上次看过之后，改了 1 段");
    assert_eq!(site.shown_blocks().await, ["pair-4"]);
    assert_eq!(site.reads("#pair-4 .target ins").await, edited);
    assert!(site.reads(THREAD).await.contains("这段后来改过，当时是："));
    site.screenshot("second-look").await;
    site.click("[data-action=show-all]").await;
    assert!(site.shown_blocks().await.len() > 8);
    site.click("[data-action=show-changes]").await;

    // Settled; then nothing asks any more.
    site.press(&format!("{THREAD} [data-action=resolve]")).await;
    site.wait_for("!document.querySelector('.ask input')", "the question to go").await;
    site.resize(390, 844).await;
    assert!(!site.scrolls_sideways().await, "the review is wider than a phone");
    site.resize(1280, 1000).await;
    site.click("[data-action=approve]").await;
    site.wait_for_branch("yiqi/zh/school-workshop").await;
    site.open(&review).await;
    site.press("#rounds > summary").await;
    let rounds = site.reads(".rounds").await;
    let told: Vec<&str> = rounds.lines().filter(|line| line.contains('轮')).collect();
    assert!(told[0].starts_with("第 2 轮 浩然通过"), "{rounds}");
    assert!(told[1].starts_with("第 1 轮 浩然退回修改"), "{rounds}");
}

async fn comment_on_fourth_block(site: &Site, text: &str) {
    site.run("document.querySelector('#pair-4 .say-here').open = true").await;
    site.write("#pair-4 .say-here textarea", text).await;
    site.press("#pair-4 .say-here button").await;
}

impl Site {
    async fn has(&self, selector: &str) -> bool {
        self.run(&format!("return document.querySelector('{selector}') !== null")).await == true
    }

    /// The blocks one sees without opening anything.
    async fn shown_blocks(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('.reading .block')]
            .filter(block => block.checkVisibility()).map(block => block.id)";
        let ids = self.run(script).await;
        let ids = ids.as_array().expect("a list");
        ids.iter().map(|id| id.as_str().expect("an id").to_owned()).collect()
    }
}
