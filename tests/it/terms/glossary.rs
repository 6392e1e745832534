//! A glossary is proposed, decided, exchanged and looked up.

use serde_json::Value;
use yiqi::{
    glossary::Entry,
    services::{GlossaryFormat, ServiceError},
    store::EventFilter,
};

use crate::{
    support::Scenario,
    web::site::{Site, location, text_of},
};

fn entry(term: &str, preferred: &str) -> Entry {
    Entry { term: term.into(), preferred: Some(preferred.into()), ..Entry::default() }
}

#[tokio::test]
async fn a_volunteers_proposal_is_in_the_glossary_once_a_maintainer_accepts_it() {
    let site = Site::with_blog().await;
    let volunteer = site.signed_in("ada", "volunteer").await;
    let form =
        [("term", "post"), ("preferred", "文章"), ("accepted", "帖子；博文"), ("reason", "常用")];
    assert_eq!(location(&volunteer.post("/p/blog/glossary").form(&form).await), "/p/blog/glossary");
    let page = volunteer.get("/p/blog/glossary").await;
    assert!(text_of(&page, ".proposal-what").contains("文章"));
    let glossary: Value = volunteer.get("/api/v1/projects/blog/glossary").await.json();
    assert_eq!(glossary["terms"].as_array().map(Vec::len), Some(0));

    let maintainer = site.signed_in("mia", "maintainer").await;
    let yes = [("accept", "true"), ("answer", "谢谢")];
    maintainer.post("/p/blog/glossary/proposals/1").form(&yes).await.assert_status_see_other();
    let again = maintainer.post("/p/blog/glossary/proposals/1").form(&yes).await;
    again.assert_status_conflict();
    let glossary: Value = volunteer.get("/api/v1/projects/blog/glossary").await.json();
    assert_eq!(glossary["terms"][0]["preferred"], "文章");
    assert_eq!(glossary["terms"][0]["accepted"], serde_json::json!(["帖子", "博文"]));
    assert_eq!(glossary["decided"][0]["decision"]["answer"], "谢谢");
    let page = maintainer.get("/p/blog/glossary?q=文章").await;
    assert!(text_of(&page, "#term-1 th").contains("post"));
}

#[tokio::test]
async fn a_maintainer_keeps_the_glossary_by_forms_and_files() {
    let site = Site::with_blog().await;
    let maintainer = site.signed_in("mia", "maintainer").await;
    let csv = "term,preferred,accepted,keep,note\npost,文章,,,\nHub,,,yes,the site\nbad,,,,\n";
    let page = maintainer.post("/p/blog/glossary/import").form(&[("text", csv)]).await;
    page.assert_status_ok();
    assert!(text_of(&page, "[data-imported]").contains("新增 2 条"));
    assert!(text_of(&page, ".skipped").contains("bad"));

    let changed = [("term", "posts"), ("preferred", "博文"), ("accepted", "文章")];
    maintainer.post("/p/blog/glossary/terms/1").form(&changed).await.assert_status_see_other();
    let taken =
        maintainer.post("/p/blog/glossary").form(&[("term", "post"), ("preferred", "帖")]).await;
    taken.assert_status_conflict();
    let empty =
        maintainer.post("/p/blog/glossary").form(&[("term", "loss"), ("preferred", " ")]).await;
    empty.assert_status_unprocessable_entity();

    let csv = maintainer.get("/p/blog/glossary.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let kept = "term,preferred,accepted,keep,note\r\nHub,,,yes,the site\r\nposts,博文,文章,,\r\n";
    assert_eq!(csv.text(), kept);
    let tbx = maintainer.get("/p/blog/glossary.tbx").await.text();
    maintainer.post("/p/blog/glossary/terms/1/remove").await.assert_status_see_other();
    maintainer.post("/p/blog/glossary/terms/2/remove").await.assert_status_see_other();
    maintainer.post("/p/blog/glossary/terms/2/remove").await.assert_status_not_found();
    maintainer.post("/p/blog/glossary/import").form(&[("text", &tbx)]).await.assert_status_ok();
    assert_eq!(maintainer.get("/p/blog/glossary.csv").await.text(), kept);

    let broken = "<tbx><unclosed>";
    let page = maintainer.post("/p/blog/glossary/import").form(&[("text", broken)]).await;
    page.assert_status_unprocessable_entity();
    assert!(
        page.text().contains("&#60;tbx&#62;"),
        "what was pasted is shown again: {}",
        page.text()
    );
}

#[tokio::test]
async fn terms_are_told_block_by_block_with_what_is_right() {
    let scenario = Scenario::new().await;
    let id = scenario.project();
    let terms =
        [entry("kite", "风筝"), entry("free afternoon", "闲暇的下午"), entry("lift", "升力")];
    for entry in terms {
        scenario.workshop.write_term(id, None, entry, &scenario.maintainer).await.unwrap();
    }
    let task = scenario.claim("kites").await;
    let told = scenario.workshop.terms_of_task(task, &scenario.translator).await.unwrap();
    let blocks: Vec<_> = told
        .blocks
        .iter()
        .map(|block| {
            let found = block.found.iter().map(|it| (it.text.as_str(), it.start, it.end));
            (block.lines, found.collect::<Vec<_>>())
        })
        .collect();
    // The code, which says `lift` as well, is not prose.
    assert_eq!(
        blocks,
        [
            ((8, 8), vec![("Kites", 2, 7)]),
            ((10, 10), vec![("kite", 2, 6), ("free afternoon", 32, 46)]),
        ]
    );
    assert_eq!(told.terms.len(), 2);
    assert_eq!(told.terms[0].forms, ["风筝"]);
}

#[tokio::test]
async fn whoever_may_not_keep_it_changes_nothing_and_everything_is_logged() {
    let scenario = Scenario::new().await;
    let (workshop, id) = (&scenario.workshop, scenario.project());
    let refused = workshop.write_term(id, None, entry("kite", "风筝"), &scenario.proofreader).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    let refused = workshop.import_terms(id, "term,preferred\na,甲\n", &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    let bad = workshop.propose_term(id, entry("…", "省略"), "", &scenario.translator).await;
    assert!(matches!(bad, Err(ServiceError::BadTerm(_))));

    let id_of = workshop
        .propose_term(id, entry("kite", "风筝"), "why", &scenario.translator)
        .await
        .unwrap();
    workshop.decide_proposal(id, id_of, false, "no", &scenario.maintainer).await.unwrap();
    let again = workshop.decide_proposal(id, id_of, true, "", &scenario.maintainer).await;
    assert!(matches!(again, Err(ServiceError::DecidedAlready)));
    let csv = workshop.export_terms(id, GlossaryFormat::Csv).await.unwrap();
    assert_eq!(csv, "term,preferred,accepted,keep,note\r\n");
    let filter = EventFilter { project: Some(id.clone()), slug: None, limit: 9 };
    let events = scenario.store.events(&filter).await.unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds[..2], ["term_declined", "term_proposed"]);
}
