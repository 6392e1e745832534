//! The translator's desk in a real browser: what one types is neither lost nor doubled, whatever happens.

use std::{fmt::Write as _, fs, time::Duration};

use serde_json::{Value, json};
use yiqi::repository::{ScriptedCommit, write_commits};

use super::{git, site::Site};

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
    // Three neighbouring blocks differ: one piece, in which both changed something.
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

/// A post of 9,000 words with all that makes a desk slow: many blocks, code, a table, lists.
fn long_post() -> String {
    let mut post = String::from(
        "---\ntitle: \"A very long season\"\nthumbnail: /blog/assets/long/thumbnail.png\nauthors:\n- user: mara-lindqvist\n---\n\n# A very long season\n\n",
    );
    for chapter in 1..=60 {
        let _ = write!(post, "## Week {chapter} of the season\n\n");
        for paragraph in 1..=3 {
            let words = (0..42).map(|at| {
                ["rain", "gauge", "garden", "station", "wind", "the", "a", "measures", "slowly"]
                    [(at * 7 + chapter + paragraph) % 9]
            });
            let _ = write!(
                post,
                "Paragraph {paragraph} tells of {} with `skylark --week {chapter}`.\n\n",
                words.collect::<Vec<_>>().join(" ")
            );
        }
        let _ = write!(
            post,
            "- one thing we learnt in week {chapter}\n- another thing\n\n```bash\nskylark log --week {chapter}\n```\n\n"
        );
    }
    post
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

#[tokio::test(flavor = "multi_thread")]
async fn a_post_of_nine_thousand_words_stays_fluid() {
    let Some(site) = Site::start().await else { return };
    let post = long_post();
    assert!(post.split_whitespace().count() > 9000);
    let index = git(&site.repository(), &["show", "main:_blog.yml"]);
    let entry = "- local: a-very-long-season\n  date: Nov 20, 2026\n  tags:\n    - guide\n";
    let index = format!("{}\n\n{entry}", index.trim_end());
    let commit = ScriptedCommit {
        files: vec![
            ("a-very-long-season.md".into(), Some(post.into_bytes())),
            ("_blog.yml".into(), Some(index.into_bytes())),
        ],
        message: "Tell of a whole season".into(),
        author_name: "Mara Lindqvist".into(),
        author_email: "mara@skylark.example".into(),
        time: 1_790_000_000,
    };
    write_commits(&site.repository(), "main", &[commit]).expect("a commit");
    site.sign_in("qinghe").await;
    site.open("/p/skylark-blog/dashboard").await;
    site.click("form[action$='/sync'] button").await;
    let address = "/p/skylark-blog/posts/a-very-long-season";
    let there = format!(
        "fetch({0}).then(page => {{ window.there = page.ok; }}); return window.there === true",
        json!(address)
    );
    site.poll(&there, "the sync").await;

    site.sign_in("linxi").await;
    let task = site.claim("a-very-long-season").await;
    site.open_desk(&task).await;
    site.wait_for("performance.getEntriesByName('desk:ready').length > 0", "the desk").await;
    let opened = site.run("return performance.getEntriesByName('desk:ready')[0].startTime").await;

    // From the key to the frame that shows it.
    site.run(
        "document.querySelector('#pair-60 textarea').focus();
        window.delays = [];
        addEventListener('keydown', (event) => {
          const at = event.timeStamp;
          requestAnimationFrame(() => {
            const frame = new MessageChannel();
            frame.port1.onmessage = () => window.delays.push(performance.now() - at);
            frame.port2.postMessage(0);
          });
        }, true);",
    )
    .await;
    for at in 0..150 {
        let key = char::from(b'a' + (at % 26) as u8).to_string();
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "text": key, "key": key, "unmodifiedText": key });
            site.devtools("Input.dispatchKeyEvent", event).await;
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    let delays = site.run("return window.delays").await;
    let mut delays: Vec<f64> =
        delays.as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    assert!(delays.len() >= 140, "{} keys were seen", delays.len());
    delays.sort_by(f64::total_cmp);
    let at = |share: f64| delays[((delays.len() - 1) as f64 * share) as usize];
    let blocks = site.run("return document.querySelectorAll('.block').length").await;
    eprintln!(
        "desk of {blocks} blocks: open in {:.0} ms; key to frame p50 {:.1} ms, p95 {:.1} ms, max {:.1} ms",
        opened.as_f64().expect("a number"),
        at(0.5),
        at(0.95),
        at(1.0)
    );
    site.screenshot("long").await;
}
