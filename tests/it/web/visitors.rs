//! What visitors are answered again, and when it is made anew.

use jiff::SignedDuration;

use super::site::Site;

const POST: &str = "/p/blog/posts/fresh";

#[tokio::test]
async fn a_visitor_sees_every_change_at_once() {
    let site = Site::with_blog().await;
    let visitor = site.browser();
    let before = visitor.get(POST).await.text();
    assert!(!before.contains("ada"), "{before}");

    let ada = site.signed_in("ada", "volunteer").await;
    ada.post("/p/blog/claim").form(&[("slug", "fresh")]).await.assert_status_see_other();
    assert!(visitor.get(POST).await.text().contains("ada"), "the claim is not shown");
    assert!(
        visitor.get("/p/blog?state=all").await.text().contains("ada"),
        "the board does not show it"
    );

    ada.post("/p/blog/say").form(&[("slug", "fresh"), ("body", "谁来校对？")]).await;
    assert!(visitor.get(POST).await.text().contains("谁来校对？"), "the word is not shown");
}

#[tokio::test]
async fn reading_changes_nothing_so_that_the_next_reader_is_answered_the_same() {
    let site = Site::with_blog().await;
    let visitor = site.browser();
    let before = site.workshop.version().await.expect("a version");
    let first = visitor.get(POST).await;
    first.assert_status_ok();
    site.clock.advance(SignedDuration::from_secs(20));
    let second = visitor.get(POST).await;
    assert_eq!(second.text(), first.text());
    assert_eq!(second.header("content-type"), first.header("content-type"));
    assert_eq!(site.workshop.version().await.expect("a version"), before);
}

#[tokio::test]
async fn what_is_kept_is_for_visitors_of_that_language_alone() {
    let site = Site::with_blog().await;
    let browser = site.browser();
    let visited = browser.get(POST).await.text();
    assert!(visited.contains("lang=\"zh-CN\"") && visited.contains("/sign-in"), "{visited}");
    let english = browser.get(POST).add_header("accept-language", "en").await.text();
    assert!(english.contains("<html lang=\"en\""), "{english}");

    let form = [("login", "ada"), ("name", "阿达"), ("role", "volunteer")];
    browser.post("/sign-in/local").form(&form).await.assert_status_see_other();
    assert!(browser.get(POST).await.text().contains("阿达"), "one's own page is not shown");
    let again = browser.get(POST).clear_cookies().await.text();
    assert!(!again.contains("阿达"), "a visitor is shown the page of somebody else");
}
