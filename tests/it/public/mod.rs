//! What anybody may see and take elsewhere: progress, credits, people, badges, feeds.

mod elsewhere;
mod people;

use scraper::{Html, Selector};

/// The texts of everything a selector finds.
pub fn texts(page: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let page = Html::parse_document(page);
    let text = |it: scraper::ElementRef<'_>| {
        it.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&selector).map(text).collect()
}
