//! The story of the coverage: each point is what a sync of that day would have found.

use jiff::{SignedDuration, Timestamp};
use yiqi::{
    coverage::{Point, Standing, Step},
    ids::Slug,
    repository::{ScriptedCommit, write_commits},
    services::SyncMode,
    workflow::Clock,
};

use crate::support::{
    Publisher, Scenario,
    blog::{KITES, KITES_ZH, LAMPS},
};

fn at(day: &str) -> i64 {
    format!("{day}T00:00:00Z").parse::<Timestamp>().expect("a day").as_second()
}

const SEEDS: &str = "---\ntitle: \"Seeds\"\nthumbnail: /s.png\nauthors:\n- user: eve\n---\n\n# Seeds\n\nSow `early` and water.\n";
const SEEDS_ZH: &str = "---\ntitle: \"种子\"\nthumbnail: /s.png\nauthors:\n- user: eve\n---\n\n# 种子\n\n`early` 播种，然后浇水。\n";

fn index(slugs: &[&str]) -> String {
    slugs
        .iter()
        .map(|slug| format!("- local: {slug}\n  date: Jan 5, 2025\n  tags:\n    - t\n\n"))
        .collect()
}

/// One commit upstream on a day; `None` deletes.
fn commit(scenario: &Scenario, day: &str, files: &[(&str, Option<&str>)]) {
    let commit = ScriptedCommit {
        files: files
            .iter()
            .map(|(path, text)| ((*path).into(), text.map(|text| text.as_bytes().to_vec())))
            .collect(),
        message: "Change".into(),
        author_name: "Ann".into(),
        author_email: "ann@users.noreply.github.com".into(),
        time: at(day) + 3600,
    };
    write_commits(scenario.upstream.path(), "main", &[commit]).expect("a commit upstream");
}

/// A path and what is written there; nothing: it is deleted.
type Written<'a> = (&'a str, Option<&'a str>);

/// A blog with a past of a year: the history is told from the beginning again.
async fn with_a_past() -> Scenario {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    std::fs::remove_dir_all(scenario.upstream.path()).expect("the blog goes");
    let one = index(&["seeds"]);
    let two = index(&["seeds", "lamps"]);
    let kites = index(&["seeds", "lamps", "kites"]);
    let told: &[(&str, &[Written<'_>])] = &[
        ("2026-01-10", &[("seeds.md", Some(SEEDS)), ("_blog.yml", Some(&one))]),
        ("2026-02-10", &[("zh/seeds.md", Some(SEEDS_ZH)), ("zh/_blog.yml", Some(&one))]),
        ("2026-03-10", &[("lamps.md", Some(LAMPS)), ("_blog.yml", Some(&two))]),
        // A command in code changes, and the Chinese has the old one.
        ("2026-04-10", &[("seeds.md", Some(&SEEDS.replace("`early`", "`late`")))]),
        ("2026-05-10", &[("zh/seeds.md", Some(&SEEDS_ZH.replace("`early`", "`late`")))]),
        (
            "2026-06-10",
            &[
                ("kites.md", Some(KITES)),
                ("_blog.yml", Some(&kites)),
                ("zh/kites.md", Some(KITES_ZH)),
            ],
        ),
        // A translated post goes for good, and is counted as long as it was there.
        ("2026-08-10", &[("kites.md", None), ("zh/kites.md", None), ("_blog.yml", Some(&two))]),
    ];
    for (day, files) in told {
        commit(&scenario, day, files);
    }
    scenario.sync().await;
    scenario
}

/// Makes the whole story, and tells its past points.
async fn story(scenario: &Scenario) -> Vec<Point> {
    while scenario.workshop.refresh_coverage(scenario.project()).await.expect("points") > 0 {}
    let story = scenario.workshop.coverage(scenario.project()).await.expect("a story");
    assert_eq!((story.step, story.unmade), (Step::Month, 0));
    story.past
}

fn day(point: &Point) -> String {
    Timestamp::from_second(point.at).expect("a moment").strftime("%F").to_string()
}

#[tokio::test]
async fn points_of_the_past_tell_what_was_true_then() {
    let scenario = with_a_past().await;
    let past = story(&scenario).await;
    let numbers: Vec<(String, [usize; 3])> = past
        .iter()
        .map(|point| {
            let standing = &point.standing;
            (day(point), [standing.untranslated, standing.in_step(), standing.behind()])
        })
        .collect();
    let expected = [
        ("2026-03-01", [0, 1, 0]),
        ("2026-04-01", [1, 1, 0]),
        ("2026-05-01", [1, 0, 1]),
        ("2026-06-01", [1, 1, 0]),
        ("2026-07-01", [1, 2, 0]),
        ("2026-08-01", [1, 2, 0]),
        ("2026-09-01", [1, 1, 0]),
        ("2026-10-01", [1, 1, 0]),
        ("2026-11-01", [1, 1, 0]),
    ];
    assert_eq!(numbers, expected.map(|(day, numbers)| (day.to_owned(), numbers)));
    let behind: Vec<usize> = past.iter().map(|point| point.standing.words_behind).collect();
    assert!(behind[2] > 0 && behind[3] == 0, "{behind:?}");
}

#[tokio::test]
async fn what_people_say_counts_from_the_day_they_say_it() {
    let scenario = with_a_past().await;
    let before = story(&scenario).await;
    // The Chinese of the seeds was judged behind in April; a word of today does not change that.
    let slug = Slug::new("seeds");
    let versions = scenario.workshop.source_versions(scenario.project(), &slug).await;
    let newest = versions.expect("versions").first().expect("a version").commit;
    scenario
        .workshop
        .pin(scenario.project(), &slug, newest, &scenario.maintainer)
        .await
        .expect("a pin");
    scenario.sync().await;
    assert_eq!(story(&scenario).await, before);
}

#[tokio::test]
async fn a_story_grows_by_what_is_new_and_is_made_again_after_a_rebuild() {
    let scenario = with_a_past().await;
    let before = story(&scenario).await;
    let made = |workshop: yiqi::services::Workshop| async move {
        let story = workshop.coverage(&yiqi::ids::ProjectId::new("blog")).await.expect("a story");
        story.unmade
    };
    scenario.wait(SignedDuration::from_hours(24 * 10));
    assert_eq!(made(scenario.workshop.clone()).await, 1, "November ended");
    let after = story(&scenario).await;
    assert_eq!(after[..before.len()], before);
    assert_eq!(day(after.last().expect("a point")), "2026-12-01");

    let project = scenario.project();
    scenario.workshop.sync(project, SyncMode::Rebuild, &|_, _, _| {}).await.expect("a sync");
    assert_eq!(made(scenario.workshop.clone()).await, after.len());
    assert_eq!(story(&scenario).await, after);
    // The present is the board's, not a point of the past.
    let told = scenario.workshop.coverage(project).await.expect("a story");
    let now = told.now.expect("a sync");
    let catalogue = scenario.workshop.catalogue(project).await.expect("a cache").expect("a sync");
    assert_eq!(now.standing, Standing::of(&catalogue));
    assert_eq!(now.at, scenario.clock.now().as_second());
}

#[tokio::test]
async fn a_rewritten_branch_has_another_past() {
    let scenario = with_a_past().await;
    story(&scenario).await;
    std::fs::remove_dir_all(scenario.upstream.path()).expect("the blog goes");
    let one = index(&["seeds"]);
    for (day, text) in [("2026-01-10", SEEDS), ("2026-03-10", &SEEDS.replace("`early`", "`late`"))]
    {
        let files = [
            ("seeds.md", Some(text)),
            ("zh/seeds.md", Some(SEEDS_ZH)),
            ("_blog.yml", Some(one.as_str())),
        ];
        commit(&scenario, day, &files);
    }
    scenario.sync().await;
    let past = story(&scenario).await;
    let behind: Vec<usize> = past.iter().map(|point| point.standing.behind()).collect();
    assert_eq!(behind, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
}
