//! The main path in a real browser, over the demo as people start it.
//!
//! Needs `chromedriver` and `chromium`. Without them the tests skip, visibly; with
//! `YIQI_REQUIRE_BROWSER` set their absence is a failure.

mod axe;
mod desk;
mod fluid;
mod hands;
mod hostile;
mod keyboard;
mod pages;
mod proofreading;
mod scenes;
mod site;

use std::{path::Path, process::Command};

use site::Site;

/// A translation as a volunteer would write it; `{head}` is the front matter the workspace offers.
const TRANSLATION: &str = include_str!("school-workshop.zh.md");

#[tokio::test(flavor = "multi_thread")]
async fn a_post_goes_from_untranslated_to_a_branch_through_three_people() {
    let Some(site) = Site::start().await else { return };

    // 林溪 claims a post, translates it and sends it to proofreading.
    site.sign_in("linxi").await;
    site.open_post("school-workshop").await;
    site.click("[data-action=claim]").await;
    let offered = site.draft().await;
    assert!(
        offered.contains("Twenty-four children"),
        "the draft starts from the source: {offered}"
    );
    site.paste_draft(&translation_for(&offered)).await;
    site.screenshot("workspace").await;
    site.click("[data-action=submit]").await;

    // 浩然 proofreads and approves it.
    site.sign_in("haoran").await;
    site.open_post("school-workshop").await;
    site.click("[data-action=start-review]").await;
    site.screenshot("review").await;
    site.click("[data-action=approve]").await;

    // 清禾 sees it published: two files on one branch, and nothing else.
    site.sign_in("qinghe").await;
    let branch = "yiqi/zh/school-workshop";
    site.wait_for_branch(branch).await;
    site.open_post("school-workshop").await;
    site.wait_for_text(branch).await;
    site.screenshot("published").await;
    let changed = git(&site.repository(), &["diff", "--name-status", "main", branch]);
    assert_eq!(changed, "M\tzh/_blog.yml\nA\tzh/school-workshop.md\n");
    let published = git(&site.repository(), &["show", &format!("{branch}:zh/school-workshop.md")]);
    assert!(published.contains("二十四个孩子"), "{published}");
    assert!(published.contains("- user: linxi"), "{published}");
    assert!(published.contains("- user: haoran\n  proofreader: true"), "{published}");
    let author = git(&site.repository(), &["log", "-1", "--format=%an", branch]);
    assert_eq!(author, "林溪\n");

    site.open_board().await;
    site.screenshot("board").await;
    site.resize(390, 844).await;
    site.open_board().await;
    site.screenshot("board-phone").await;
    assert!(!site.scrolls_sideways().await, "the board is wider than a phone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_there_again_after_leaving_the_page() {
    let Some(site) = Site::start().await else { return };

    site.sign_in("linxi").await;
    site.open_post("rain-gauge-from-a-bottle").await;
    site.click("[data-action=claim]").await;
    let workspace = site.address().await;
    let written = "# 塑料瓶做的雨量计";
    site.type_into_block(2, written).await;
    site.wait_until_saved(written).await;

    site.open_board().await;
    site.open(&workspace).await;

    let kept = site.draft().await;
    assert!(kept.contains(&format!("\n{written}\n\nA tipping bucket")), "{kept}");
}

/// The finished text: the front matter that was offered with its title translated, and the Chinese.
fn translation_for(offered: &str) -> String {
    let end = offered.find("\n---\n").expect("the draft begins with front matter");
    let head = offered[..end].replace(
        "Twenty-four children, six stations, one thunderstorm",
        "二十四个孩子、六座气象站和一场雷雨",
    );
    format!("{head}\n---\n{TRANSLATION}")
}

/// What git says of a repository.
#[track_caller]
fn git(repository: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("--git-dir")
        .arg(repository)
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("git writes UTF-8")
}
