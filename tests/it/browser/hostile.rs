//! Posts that were written to do harm, shown to a real browser on every page that shows text of posts.
//!
//! What the browser reports of a broken content security policy counts as a failure too: the policy is the
//! net below, and nothing is to fall into it.

use serde_json::{Value, json};
use yiqi::{
    ids::RepoPath,
    repository::{ScriptedCommit, write_commits},
};

use super::Site;

const POSTS: &str = include_str!("../../data/hostile/posts.txt");
/// What a script that runs would leave behind.
const RUN: &str = "window.__pwned=1";

/// Installed before anything of a page is read.
const WATCH: &str = "
    window.__reports = [];
    addEventListener('securitypolicyviolation', (event) =>
        window.__reports.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
    for (const dialog of ['alert', 'confirm', 'prompt', 'print', 'open'])
        window[dialog] = () => { window.__pwned = dialog; };";

fn posts() -> Vec<(String, String)> {
    let post = |post: &str| {
        let (name, text) = post.split_once('\n').expect("a name and a text");
        (name.to_owned(), text.replace("RUN", RUN))
    };
    POSTS.split("%% ").skip(1).map(post).collect()
}

fn commit(message: &str, files: Vec<(String, String)>) -> ScriptedCommit {
    let file =
        |(path, text): (String, String)| (RepoPath::from(path.as_str()), Some(text.into_bytes()));
    ScriptedCommit {
        files: files.into_iter().map(file).collect(),
        message: message.into(),
        author_name: "<script>window.__pwned=1</script>".into(),
        author_email: "eve@example.org".into(),
        time: 1_700_000_000,
    }
}

/// Every post three times over: untranslated, as the change a translation is behind, and translated.
fn write(repository: &std::path::Path) -> usize {
    let posts = posts();
    let mut first = Vec::new();
    let mut second = Vec::new();
    let mut index = String::new();
    for (number, (name, text)) in posts.iter().enumerate() {
        let calm =
            format!("---\ntitle: \"Post {number}\"\n---\n\n# Post {number}\n\nA calm text.\n");
        let loud = match text.starts_with("---\n") {
            true => text.clone(),
            false => format!(
                "---\ntitle: \"{number} <img src=x:x onerror={RUN}>\"\n---\n\n# Post {number}\n\nA calm text.\n\n{text}"
            ),
        };
        let chinese = format!(
            "---\ntitle: \"文章 {number}\"\n---\n\n# 文章 {number}\n\n平静的文字。\n\n{text}\n"
        );
        first.push((format!("post-{number}.md"), calm));
        first.push((format!("zh/post-{number}.md"), chinese));
        second.push((format!("post-{number}.md"), loud));
        index += &format!(
            "- local: post-{number}\n  date: January 1, 2026\n  tags:\n  - {}\n",
            json!(format!("<img src=x:x onerror={RUN}> {name}"))
        );
    }
    first.push(("zh/_blog.yml".into(), index.clone()));
    index += "- local: fresh\n  date: January 2, 2026\n  tags: []\n";
    first.push(("_blog.yml".into(), index));
    let all: String = posts.iter().map(|(_, text)| format!("{text}\n\n")).collect();
    first.push(("fresh.md".into(), format!("# Fresh\n\nA calm text.\n\n{all}")));
    let loud = format!("<img src=x:x onerror={RUN}> \u{202e}Edit\n\n{RUN}");
    write_commits(repository, "main", &[commit("Add", first), commit(&loud, second)])
        .expect("commits are written");
    posts.len()
}

async fn expect_calm(site: &Site, what: &str) {
    let found = site
        .run(
            "return {
                ran: window.__pwned === undefined ? null : String(window.__pwned),
                watched: Array.isArray(window.__reports),
                reports: window.__reports,
                links: [...document.querySelectorAll('[href], [src], [action], [formaction]')]
                    .flatMap((it) => ['href', 'src', 'action', 'formaction']
                        .map((name) => it[name]).filter((it) => typeof it == 'string'))
                    .filter((it) => /^(javascript|vbscript|data:text)/i.test(it)),
                frames: window.frames.length,
                inline: document.querySelectorAll(
                    'script:not([src]):not([type=\"application/json\"]), style, iframe, object, embed, base'
                ).length,
            }",
        )
        .await;
    assert_eq!(
        found,
        json!({ "ran": null, "watched": true, "reports": [], "links": [], "frames": 0, "inline": 0 }),
        "{what} on {}",
        site.address().await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_posts_do_nothing_on_any_page_that_shows_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let repository = folder.path().join("hostile.git");
    let count = write(&repository);
    let Some(site) = Site::start_with(&repository).await else { return };
    site.devtools("Page.enable", json!({})).await;
    site.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;

    site.sign_in("qinghe").await;
    for page in [
        "/p/hostile",
        "/p/hostile/dashboard",
        "/p/hostile?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.__pwned%3D1%3E",
    ] {
        site.open(page).await;
        expect_calm(&site, page).await;
    }
    for number in 0..count {
        site.open(&format!("/p/hostile/posts/post-{number}")).await;
        expect_calm(&site, "the page of a post").await;
    }

    // What the desk shows in its preview, put into a page as the desk does.
    let desk = claimed(&site, "fresh").await;
    for (name, text) in posts() {
        let shown = site.run_async(PREVIEW, vec![json!(text)]).await;
        assert_eq!(shown, Value::Null, "{name}");
        expect_calm(&site, &name).await;
    }
    expect_calm(&site, "the desk").await;
    site.leave().await;

    // A draft of everything, its history, and the proofreader's page.
    let all: String =
        posts().into_iter().map(|(name, text)| format!("{name}\n\n{text}\n\n")).collect();
    let saved = site.run_async(SAVE, vec![json!(desk), json!(all)]).await;
    assert_eq!(saved, json!(200));
    for part in ["", "/history", "/revisions/2", "/review", "/carry", "/upload", "/rehearsal"] {
        site.open(&format!("{desk}{part}")).await;
        expect_calm(&site, part).await;
        site.leave().await;
    }
}

/// Claims a post and yields the path of its desk.
async fn claimed(site: &Site, slug: &str) -> String {
    site.open(&format!("/p/hostile/posts/{slug}")).await;
    site.click("[data-action=claim]").await;
    site.wait_for("document.querySelector('.block textarea') !== null", "the blocks").await;
    let address = site.address().await;
    let path = address.find("/tasks/").expect("a desk");
    address[path..].split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Asks for a preview and shows it; answers `null` once what it loads has loaded or failed.
const PREVIEW: &str = "
    const [text, done] = arguments;
    fetch('/api/v1/preview', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ project: 'hostile', text }),
    }).then(async (answer) => {
        if (!answer.ok) return done(await answer.text());
        const place = document.body.appendChild(document.createElement('div'));
        place.innerHTML = (await answer.json()).html;
        // Once more, as what was written out is read again.
        place.innerHTML = place.innerHTML;
        for (const it of place.querySelectorAll('*')) {
            it.dispatchEvent(new Event('mouseover')); it.dispatchEvent(new Event('focus'));
        }
        setTimeout(() => { place.remove(); done(null); }, 30);
    }, (error) => done(String(error)));";

/// Saves a draft on top of the newest; answers the status.
const SAVE: &str = "
    const [desk, text, done] = arguments;
    const task = desk.split('/').pop();
    fetch(`/api/v1/tasks/${task}/draft`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ revision: 1, text }),
    }).then((answer) => done(answer.status), (error) => done(String(error)));";
