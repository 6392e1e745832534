//! What one does at the desk with a press or a key: findings, memory, and going from one thing to the next.

use std::fs;

use serde_json::json;

use super::site::Site;

/// A link nobody can follow: its bracket is a full-width one.
const BROKEN_LINK: &str = "练习单[随便用](https://github.com/skylark-station/school）。";

/// A block of another post, which has a translation.
const KNOWN: &str = "The rain gauges, of course. Below zero the bucket fills with snow and tips once, in March, \
    reporting 60 millimetres of rain in a minute. The firmware now leaves the rain out while it freezes, and \
    says so in the record.";

const FINDINGS: &str = "#findings [data-findings]";

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_mended_by_a_press_and_another_set_aside_with_a_reason() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    site.type_into_block(10, BROKEN_LINK).await;
    let broken = format!("{FINDINGS} [data-rule='links.full_width']");
    site.wait_for(&format!("document.querySelector(\"{broken}\") !== null"), "the finding").await;
    site.press(&format!("{broken} [data-fix] button")).await;
    site.wait_until_draft_has(&task, "https://github.com/skylark-station/school)").await;
    site.wait_for(&format!("document.querySelector(\"{broken}\") === null"), "its end").await;

    let title = "[data-rule='front_matter.title_untranslated']";
    let reason = "作者要求保留英文标题";
    site.press(&format!("{FINDINGS} {title} .say-no summary")).await;
    site.write(&format!("{FINDINGS} {title} [name=reason]"), reason).await;
    site.press(&format!("{FINDINGS} {title} [data-dismiss] button")).await;
    site.wait_for(&format!("document.querySelector(\"{FINDINGS} {title}\") === null"), "it to go")
        .await;

    // It stays so for whoever comes next, with the reason, until somebody takes it back.
    site.open_desk(&task).await;
    site.press("#findings [data-findings-aside] > summary").await;
    let aside = format!("#findings [data-findings-aside] {title}");
    assert!(site.reads(&aside).await.contains(reason), "the reason is told");
    site.screenshot("findings").await;
    site.resize(390, 844).await;
    site.press(&format!("{aside} .finding-word")).await;
    site.screenshot("findings-phone").await;
    assert!(!site.scrolls_sideways().await, "the findings are wider than a phone");
    site.press(&format!("{aside} [data-restore] button")).await;
    site.wait_for(&format!("document.querySelector(\"{FINDINGS} {title}\") !== null"), "it again")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_translated_before_goes_in_by_a_key() {
    let Some(site) = Site::start().await else { return };
    let post = format!(
        "---\ntitle: \"First frost\"\nthumbnail: /blog/assets/frost/thumbnail.png\nauthors:\n\
         - user: tobi-okafor\n---\n\n# First frost\n\n{KNOWN}\n\nMore next week.\n"
    );
    site.add_post("first-frost", &post).await;
    site.sign_in("linxi").await;
    let task = site.claim("first-frost").await;
    // The memory may still be in the making, and the desk asks once for each block.
    let is_known = format!(
        "fetch('/api/v1/tasks/' + document.getElementById('desk').dataset.task + '/suggestions', {{
            method: 'POST', headers: {{ 'content-type': 'application/json' }},
            body: JSON.stringify({{ kind: 'paragraph', text: {} }}),
        }}).then((answer) => answer.json()).then(({{ matches }}) => {{ window.isKnown = matches.length > 0; }});
        return window.isKnown === true",
        json!(KNOWN)
    );
    site.poll(&is_known, "the memory").await;
    site.run("document.querySelector('#pair-3 textarea').focus()").await;
    assert!(site.reads("#pair-3 .helper-memory").await.contains("100%"));
    site.press_alt('m').await;
    site.wait_until_draft_has(&task, "\n当然是雨量计。零度以下").await;
    let saved = site.saved_draft(&task).await;
    assert!(!saved.contains("The rain gauges"), "it stands in the place of the English: {saved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_lead_to_what_is_left_to_do() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    site.press_alt('n').await;
    assert_eq!(site.block_in_hand().await, "pair-2");
    // What nobody has touched is the English; the first key replaces its words and leaves the mark.
    site.insert("二十四个孩子").await;
    site.wait_until_draft_has(&task, "\n# 二十四个孩子\n").await;
    site.press_alt('n').await;
    assert_eq!(site.block_in_hand().await, "pair-3");
    site.insert("五月的一个上午。").await;
    site.type_into_block(10, BROKEN_LINK).await;
    site.wait_until_draft_has(&task, "五月的一个上午。").await;
    let counted =
        "const words = (number) => Number(document.getElementById(`pair-${number}`).dataset.words);
        const done = words(2) + words(3) + words(10);
        return document.querySelector('[data-progress]').textContent.includes(`${done} /`)";
    site.poll(counted, "three blocks to be counted, and none of those nobody touched").await;
    let found = "document.querySelector('#pair-10 .inline-finding') !== null";
    site.wait_for(found, "the finding at its block").await;

    // From the end on to the beginning again.
    site.press_alt('n').await;
    assert_eq!(site.block_in_hand().await, "pair-4");
    site.press_alt('g').await;
    assert_eq!(site.block_in_hand().await, "pair-10");
    site.press_alt('g').await;
    assert_eq!(site.block_in_hand().await, "pair-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_meets_newer_work_is_put_together_block_by_block() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    let [first, second] = site.second_tab().await;
    site.open(&format!("{task}/upload")).await;
    site.wait_for("!document.querySelector('[data-upload]').hidden", "the file field").await;
    let taken = site.saved_draft(&task).await;
    site.switch(&first).await;
    site.type_into_block(3, "在网页上写的。").await;
    site.type_into_block(4, "也是在网页上写的。").await;
    site.wait_until_draft_has(&task, "也是在网页上写的。").await;

    site.switch(&second).await;
    let blocks: Vec<&str> = taken.split("\n\n").collect();
    let mut mine: Vec<&str> = blocks.clone();
    (mine[2], mine[4]) = ("在编辑器里写的。", "编辑器里改的另一段。");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("school-workshop.md");
    fs::write(&file, mine.join("\n\n")).expect("a file");
    site.choose_file("#file", &file).await;
    site.wait_for("document.getElementById('text').value.includes('在编辑器里写的')", "the file")
        .await;
    site.click("[data-action=upload]").await;
    site.screenshot("upload-conflict").await;
    let now = site.saved_draft(&task).await;
    assert!(!now.contains("编辑器里"), "nothing is overwritten: {now}");
    site.press(".clash-piece input[value=both]").await;
    site.click(".clash .primary").await;
    let saved = site.saved_draft(&task).await;
    for text in ["在编辑器里写的。", "在网页上写的。", "也是在网页上写的。", "编辑器里改的另一段。"]
    {
        assert!(saved.contains(text), "{text} is lost: {saved}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_that_changed_different_blocks_are_put_together_without_a_question() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let task = site.claim("school-workshop").await;
    let [first, second] = site.second_tab().await;
    site.open_desk(&task).await;
    site.type_into_block(3, "第二个标签页写的。").await;
    site.wait_until_draft_has(&task, "第二个标签页写的。").await;

    site.switch(&first).await;
    site.type_into_block(4, "第一个标签页").await;
    site.wait_for_text("两边已经并在一起").await;
    assert_eq!(
        site.run("return document.querySelector('[data-conflict]').open").await,
        json!(false)
    );
    let other = site.run("return document.querySelector('#pair-3 textarea').value").await;
    assert_eq!(other, json!("第二个标签页写的。"));
    // The hands stay where they were.
    assert_eq!(site.block_in_hand().await, "pair-4");
    site.insert("接着写。").await;
    site.wait_until_draft_has(&task, "\n第一个标签页接着写。\n").await;
    let saved = site.saved_draft(&task).await;
    assert!(saved.contains("第二个标签页写的。"), "{saved}");
    site.switch(&second).await;
}
