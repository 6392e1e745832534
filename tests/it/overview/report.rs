use jiff::SignedDuration;
use serde_json::Value;
use yiqi::{
    services::{Months, views::MonthlyReport},
    store::Wishes,
};

use super::{blog, days, scenario};
use crate::{
    fake_github::Merge,
    support::{
        Publisher, Scenario,
        blog::{INDEX_ZH_WITH_KITES, KITES_PUBLISHED, LAMPS_ZH},
    },
};

impl Scenario {
    async fn report(&self, from: &str, until: &str) -> MonthlyReport {
        let months = Months::parse(from, until).expect("months");
        self.workshop.report(&blog(), &months).await.expect("a report")
    }
}

/// November: kites are translated, proofread after a day, and merged.
async fn after_a_merge() -> Scenario {
    let scenario = Scenario::publishing_to(Publisher::Upstream).await;
    let task = scenario.claim("kites").await;
    scenario.wait(SignedDuration::from_hours(10));
    let revision = scenario.save(task, crate::support::blog::KITES_ZH).await;
    scenario.submit(task, revision).await;
    scenario.wait(days(1));
    scenario.approve(task, revision).await;
    scenario.publish().await;
    scenario.merge_pull_request(Merge::Squash);
    scenario.sync().await;
    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "merged");
    scenario
}

#[tokio::test]
async fn a_month_tells_what_was_published_by_whom_and_how_long_it_took() {
    let scenario = after_a_merge().await;
    let report = scenario.report("2026-11", "2026-11").await;
    // The lamps came in with the first commit of the blog, by somebody unknown here.
    let told: Vec<_> = report
        .published
        .iter()
        .map(|post| (post.slug.as_str(), post.translators.join(","), post.proofreaders.join(",")))
        .collect();
    assert_eq!(
        told,
        [
            ("kites", "ming".to_owned(), "hua".to_owned()),
            ("lamps", "old-hand".to_owned(), String::new())
        ]
    );
    let people: Vec<_> = report
        .people
        .iter()
        .map(|it| (it.name.as_str(), it.translated, it.updated, it.proofread))
        .collect();
    assert_eq!(people, [("hua", 0, 0, 1), ("ming", 1, 0, 0), ("old-hand", 1, 0, 0)]);
    assert_eq!((report.waits.count, report.waits.median), (1, Some(86_400)));
    assert_eq!((report.whole.count, report.whole.median), (1, Some(34 * 3600)));
    assert_eq!(report.after.expect("the present").standing.translated(), 2);
    assert!(!report.is_over && report.words > 0 && report.updated.is_empty());
    assert_eq!(report.words, report.months[0].words);
    let earlier = scenario.report("2026-01", "2026-10").await;
    assert!(earlier.published.is_empty() && earlier.people.is_empty() && earlier.is_over);
    assert_eq!((earlier.months.len(), earlier.waits.count), (10, 0));
}

#[tokio::test]
async fn a_translation_that_changed_later_is_an_update_and_a_mass_edit_is_none() {
    let scenario = scenario().await;
    scenario.wait(days(31));
    scenario.push_source(&[("zh/lamps.md", &LAMPS_ZH.replace("就够", "足够"))]);
    scenario.sync().await;
    let report = scenario.report("2026-12", "2026-12").await;
    let slugs: Vec<&str> = report.updated.iter().map(|post| post.slug.as_str()).collect();
    assert_eq!((slugs, report.published.len()), (vec!["lamps"], 0));
    assert!(report.people.is_empty(), "nobody knows who it was");

    scenario.wait(days(31));
    let many: Vec<(String, String)> =
        (0..20).map(|number| (format!("post-{number}.md"), format!("# {number}\n"))).collect();
    let mut files: Vec<(&str, &str)> = many.iter().map(|(path, text)| (&**path, &**text)).collect();
    let moved = LAMPS_ZH.replace("就够", "够");
    files.push(("zh/lamps.md", &moved));
    scenario.push_source(&files);
    scenario.sync().await;
    assert!(scenario.report("2027-01", "2027-01").await.updated.is_empty());
}

#[tokio::test]
async fn whoever_wishes_not_to_be_named_is_nowhere_in_it() {
    let scenario = after_a_merge().await;
    let ming = &scenario.translator;
    scenario
        .workshop
        .set_profile(ming, Some("ming".into()), ming.language)
        .await
        .expect("a name on the Hub");
    let hidden = Wishes { unlisted: true, ..Wishes::default() };
    scenario.store.set_wishes(ming.id, &hidden).await.expect("a wish");
    let browser = scenario.browser();
    for ending in ["", ".md", ".csv"] {
        let address = format!("/p/blog/report{ending}?from=2026-11");
        let text = browser.get(&address).await.text();
        assert!(!text.contains("ming") && !text.contains("小明"), "{address}: {text}");
        assert!(text.contains("hua"), "{address}: {text}");
    }
    let told: Value = browser.get("/api/v1/projects/blog/report?from=2026-11").await.json();
    assert_eq!(told["unnamed"], 1);
    assert!(!told.to_string().contains("ming"), "{told}");
}

#[tokio::test]
async fn anybody_may_read_it_in_every_form() {
    let scenario = scenario().await;
    scenario
        .push_source(&[("zh/kites.md", KITES_PUBLISHED), ("zh/_blog.yml", INDEX_ZH_WITH_KITES)]);
    scenario.sync().await;
    let browser = scenario.browser();
    let page = browser.get("/p/blog/report?from=2026-11&until=2026-11").await.text();
    assert!(page.contains("Blog：2026 年 11 月报告") && page.contains("风筝与风"), "{page}");
    let text = browser.get("/p/blog/report.md?from=2026-11").await.text();
    assert!(text.starts_with("# Blog：2026 年 11 月报告\n"), "{text}");
    assert!(
        text.contains("- [风筝与风](https://yiqi.example/p/blog/posts/kites) — ming、hua\n"),
        "{text}"
    );
    let table = browser.get("/p/blog/report.csv?from=2026-11").await.text();
    assert!(table.starts_with(
        "month,what,slug,title,words,translators,proofreaders\r\n2026-11,published,kites,"
    ));
    // A month nobody can read is the one that ended last; a program is told.
    let page = browser.get("/p/blog/report?from=nonsense").await.text();
    assert!(page.contains("2026 年 10 月"), "{page}");
    let refused = browser.get("/api/v1/projects/blog/report?from=nonsense").await;
    assert_eq!(refused.status_code(), 422);
    browser.get("/p/other/report").await.assert_status_not_found();
}
