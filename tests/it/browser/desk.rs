//! The translator's desk in a real browser: what one types is neither lost nor doubled, whatever happens.

use std::{fs, time::Duration};

use serde_json::json;

use super::site::Site;

/// Counts the saves of a page.
const COUNT_SAVES: &str = "window.saves = 0; const real = window.fetch;
    window.fetch = (...all) => { if (all[1]?.method === 'PUT') window.saves += 1; return real(...all); }";

async fn type_in(site: &Site, block: usize, text: &str) {
    site.type_into_block(block, text).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_method_neither_loses_nor_doubles_nor_saves_in_its_middle() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    type_in(&site, 2, "# ").await;
    site.wait_until_draft_has(&task, "\n# \n").await;
    site.run(COUNT_SAVES).await;
    for so_far in ["e", "er", "er'shi", "er'shi'si"] {
        let composition =
            json!({ "text": so_far, "selectionStart": so_far.len(), "selectionEnd": so_far.len() });
        site.devtools("Input.imeSetComposition", composition).await;
    }
    // Longer than the pause after which a text is saved.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(site.run("return window.saves").await, json!(0), "saved in the middle of a word");
    let field = site.run("return document.querySelector('#pair-2 textarea').value").await;
    assert_eq!(field, json!("# er'shi'si"));
    site.devtools("Input.insertText", json!({ "text": "二十四个孩子" })).await;
    site.wait_until_draft_has(&task, "\n# 二十四个孩子\n").await;
    let saved = site.saved_draft(&task).await;
    assert_eq!(saved.matches("二十四").count(), 1, "{saved}");
    assert!(!saved.contains("er'shi"), "{saved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_without_a_network_is_sent_when_it_is_back() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    let network = async |offline: bool| {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        site.devtools("Network.emulateNetworkConditions", conditions).await;
    };
    site.devtools("Network.enable", json!({})).await;
    network(true).await;
    type_in(&site, 3, "断网的时候写的一段。").await;
    site.wait_for_text("网络断了").await;
    site.screenshot("offline").await;
    network(false).await;
    site.wait_until_draft_has(&task, "断网的时候写的一段。").await;

    // Nor is it lost with the page.
    network(true).await;
    type_in(&site, 4, "关掉页面之前写的。").await;
    site.wait_for_text("网络断了").await;
    network(false).await;
    site.run("window.onbeforeunload = null; addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true)").await;
    site.open_desk(&task).await;
    site.wait_until_draft_has(&task, "关掉页面之前写的。").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_tab_chooses_block_by_block() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    let [first, second] = site.second_tab().await;
    site.open_desk(&task).await;
    type_in(&site, 3, "第二个标签页写的。").await;
    type_in(&site, 4, "只有第二个标签页改了这里。").await;
    site.wait_until_draft_has(&task, "只有第二个标签页改了这里。").await;

    site.switch(&first).await;
    // Both at once: the conflict must not come up between them.
    site.run(
        "for (const [block, text] of [[3, '第一个标签页写的。'], [5, '只有第一个标签页改了这里。']]) {
            const field = document.querySelector(`#pair-${block} textarea`);
            field.focus();
            field.select();
            document.execCommand('insertText', false, text);
        }",
    )
    .await;
    site.wait_for("document.querySelector('[data-conflict]').open", "both texts").await;
    site.screenshot("conflict").await;
    let saved = site.saved_draft(&task).await;
    assert!(saved.contains("第二个标签页写的。") && !saved.contains("第一个标签页"), "{saved}");
    // Only the block both changed is a question; beside it each keeps what only one of them changed.
    let asked = "return document.querySelectorAll('.clash-piece').length";
    assert_eq!(site.run(asked).await, json!(3));
    site.press(".clash-piece input[value=both]").await;
    site.press("[data-keep-chosen]").await;
    site.wait_until_draft_has(&task, "第一个标签页写的。").await;
    let saved = site.saved_draft(&task).await;
    for text in ["第二个标签页写的。", "只有第一个标签页改了这里。", "只有第二个标签页改了这里。"]
    {
        assert!(saved.contains(text), "{text} is lost: {saved}");
    }
    site.switch(&second).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_and_an_earlier_revision_too() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    let claimed = site.saved_draft(&task).await;
    let written = claimed.replace("What we took home", "我们带回家的");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("school-workshop.md");
    fs::write(&file, &written).expect("a file");

    site.open(&format!("{task}/upload")).await;
    site.wait_for("!document.querySelector('[data-upload]').hidden", "the file field").await;
    site.choose_file("#file", &file).await;
    site.wait_for("document.getElementById('text').value.includes('我们带回家的')", "the file")
        .await;
    site.click("[data-action=upload]").await;
    assert_eq!(site.saved_draft(&task).await, written);

    site.open(&format!("{task}/revisions/1")).await;
    site.click("[data-action=restore]").await;
    assert_eq!(site.saved_draft(&task).await, claimed);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_and_locks_and_keys_do_what_they_say() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("quantizing-the-forecast").await;
    let before = site.saved_draft(&task).await;
    site.press("[data-open-search]").await;
    site.run(
        "const bar = document.querySelector('[data-search]');
        bar.elements.find.value = 'forecast'; bar.elements.replace.value = '预报';",
    )
    .await;
    site.press("[data-search-all]").await;
    site.wait_until_draft_has(&task, "预报").await;
    let after = site.saved_draft(&task).await;
    assert!(after.contains("from skylark import forecast"), "code is locked: {after}");
    assert!(!after.contains("# Smaller still: quantizing the rain forecast"), "{after}");
    site.press("[data-search-undo]").await;
    for _ in 0..100 {
        if site.saved_draft(&task).await == before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(site.saved_draft(&task).await, before, "every byte is back");
    // A token of the source goes in by its number.
    let last = site.run("return document.querySelectorAll('.block').length").await;
    let last = last.as_u64().expect("a number") as usize;
    type_in(&site, last, "加上 ").await;
    site.run("document.dispatchEvent(new KeyboardEvent('keydown', { altKey: true, code: 'Digit1', key: '1', bubbles: true }))").await;
    site.wait_until_draft_has(&task, "加上 `--quantize 8`").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_stays_in_sight_while_one_reads() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("battery-life").await;
    for (width, height) in [(1280, 800), (390, 844)] {
        site.resize(width, height).await;
        site.open_desk(&task).await;
        let in_sight = "scrollTo({ top: 300, behavior: 'instant' });
            const { top, bottom } = document.querySelector('[data-submit]').getBoundingClientRect();
            return document.documentElement.scrollHeight > innerHeight + 600
              && top >= 0 && bottom <= innerHeight";
        assert_eq!(site.run(in_sight).await, json!(true), "out of sight at {width} px");
    }
}
