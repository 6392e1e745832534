//! The site beneath a path of its host: nothing leads out of it.

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;
use axum_test::TestServer;
use scraper::{Html, Selector};
use yiqi::web::{self, Settings};

use super::site::{Site, webhooks_only};

const BASE: &str = "/yiqi";

/// Attributes whose values begin with a `/` and are no addresses for the browser.
const NO_ADDRESSES: [&str; 1] = ["value"];

fn browser(site: &Site, scheme: &str) -> TestServer {
    let settings = Settings {
        public_url: Some(format!("{scheme}://x.example{BASE}/").parse().expect("an address")),
        secure_cookies: scheme == "https",
        local_sign_in: true,
        ..webhooks_only()
    };
    let router = web::router(site.workshop.clone(), settings);
    TestServer::builder().save_cookies().mock_transport().build(router)
}

async fn sign_in(browser: &TestServer) {
    let form = [("login", "mia"), ("name", "mia"), ("role", "maintainer")];
    let answer = browser.post(&format!("{BASE}/sign-in/local")).form(&form).await;
    answer.assert_status_see_other();
}

/// Addresses on a page that lead out of the base, and those that stay.
fn addresses(html: &str) -> (Vec<String>, Vec<String>) {
    let page = Html::parse_document(html);
    let everything = Selector::parse("*").expect("a selector");
    let (mut astray, mut links) = (Vec::new(), Vec::new());
    for element in page.select(&everything) {
        let name = element.value().name();
        for (attribute, value) in element.value().attrs() {
            if !value.starts_with('/') || NO_ADDRESSES.contains(&attribute) {
                continue;
            }
            if value != BASE && !value.starts_with(&format!("{BASE}/")) {
                astray.push(format!("<{name} {attribute}=\"{value}\">"));
            } else if attribute == "href" || attribute == "src" {
                links.push(value.split('#').next().unwrap_or_default().to_owned());
            }
        }
    }
    (astray, links)
}

#[tokio::test]
async fn every_page_and_everything_on_it_stays_beneath_the_path() {
    let site = Site::with_blog().await;
    let browser = browser(&site, "http");
    sign_in(&browser).await;
    let claimed = browser.post(&format!("{BASE}/p/blog/claim")).form(&[("slug", "fresh")]).await;
    assert_eq!(claimed.header("location"), format!("{BASE}/tasks/1"));

    let mut waiting = VecDeque::from([format!("{BASE}/")]);
    for page in ["/tasks/1/review", "/tasks/1/upload", "/me/notices", "/welcome", "/nowhere"] {
        waiting.push_back(format!("{BASE}{page}"));
    }
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut astray = Vec::new();
    while let Some(address) = waiting.pop_front() {
        let answer = browser.get(&address).await;
        let next = match answer.status_code() {
            StatusCode::SEE_OTHER => {
                let there = answer.header("location").to_str().expect("an address").to_owned();
                assert!(there.starts_with(BASE), "{address} leads to {there}");
                vec![there]
            }
            status => {
                let expected = if address.ends_with("/nowhere") { 404 } else { 200 };
                assert_eq!(status, expected, "{address}");
                let kind = answer.header("content-type");
                if !kind.to_str().expect("a type").starts_with("text/html") {
                    continue;
                }
                let (out, links) = addresses(&answer.text());
                astray.extend(out.into_iter().map(|tag| format!("{address}: {tag}")));
                links
            }
        };
        for link in next {
            if seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n"));
    for known in ["/mine", "/people", "/p/blog/dashboard", "/p/blog/posts/done", "/tasks/1", "/api"]
    {
        assert!(seen.contains(&format!("{BASE}{known}")), "{known} was not found");
    }
    assert!(seen.iter().any(|it| it.starts_with(&format!("{BASE}/assets/app."))), "no asset");
}

#[tokio::test]
async fn a_proxy_may_take_the_path_off_and_probes_need_not_know_it() {
    let site = Site::with_blog().await;
    let browser = browser(&site, "http");
    for address in ["/healthz", "/readyz", "/yiqi/healthz", "/sign-in", "/yiqi/sign-in"] {
        browser.get(address).await.assert_status_ok();
    }
    let (astray, _) = addresses(&browser.get("/sign-in").await.text());
    assert!(astray.is_empty(), "{astray:?}");
}

#[tokio::test]
async fn the_cookie_is_for_this_site_of_the_host_alone() {
    let site = Site::with_blog().await;
    let form = [("login", "mia"), ("name", "mia"), ("role", "maintainer")];
    for (scheme, name) in [("http", "yiqi"), ("https", "__Secure-yiqi")] {
        let browser = browser(&site, scheme);
        let answer = browser.post(&format!("{BASE}/sign-in/local")).form(&form).await;
        let cookie = answer.header("set-cookie").to_str().expect("text").to_owned();
        assert!(cookie.starts_with(&format!("{name}=")), "{cookie}");
        assert!(cookie.split("; ").any(|part| part == "Path=/yiqi"), "{cookie}");
    }
}

/// Scripts lie beneath the path too and must not ask at the root of the host.
#[test]
fn scripts_ask_for_addresses_through_the_one_module_that_knows_where_the_site_is() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
    for entry in std::fs::read_dir(folder).expect("the assets") {
        let path = entry.expect("an entry").path();
        let is_script = path.extension().is_some_and(|extension| extension == "js");
        if !is_script || path.ends_with("address.js") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a script");
        for (number, line) in text.lines().enumerate() {
            let place = format!("{}:{}: {line}", path.display(), number + 1);
            let asks = line.contains("fetch(") && !line.contains("fetch(outside(");
            assert!(!asks, "{place}: use outside() of address.js");
            let reads = line.contains("pathname") && !line.contains("inside(");
            assert!(!reads, "{place}: use inside() of address.js");
        }
    }
}
