//! Every page of the site, in the states people meet it in, held against axe: in light and dark, at the width
//! of a desk and of a phone, in both languages. **Whoever adds a page adds a line to [`LOOKS`]**; a page of the
//! router without one fails `every_page_is_looked_at`.

use std::{collections::BTreeMap, fs, path::Path};

use regex::Regex;
use serde_json::json;
use yiqi::repository::{ScriptedCommit, write_commits};

use super::{git, site::Site, translation_for};

/// One look at one page.
pub struct Look {
    pub name: &'static str,
    /// The login of whoever looks; empty for somebody who is not signed in.
    pub who: &'static str,
    /// The path; `{draft}` and the like stand for the desks of [`set_the_scene`].
    path: &'static str,
    /// What must be seen before the page is judged, so that no other page passes in its place.
    shows: &'static str,
    /// What is done first, as a script; usually nothing.
    pub act: &'static str,
}

const fn look(
    name: &'static str,
    who: &'static str,
    path: &'static str,
    shows: &'static str,
) -> Look {
    Look { name, who, path, shows, act: "" }
}

impl Look {
    /// A page on which something is planted first.
    pub const fn planted(path: &'static str, act: &'static str) -> Self {
        look("planted", "", path, "main").after(act)
    }

    const fn after(self, act: &'static str) -> Self {
        Self { act, ..self }
    }
}

pub const LOOKS: &[Look] = &[
    look("sign-in", "", "/sign-in", "#sign-in-linxi"),
    look("board, not signed in", "", "/p/skylark-blog", "main h1"),
    look("post, not signed in", "", "/p/skylark-blog/posts/forecasting-rain", "main h1"),
    look("glossary, not signed in", "", "/p/skylark-blog/glossary", "main h1"),
    look("progress", "", "/p/skylark-blog/progress", ".tag-table"),
    look("credits", "", "/p/skylark-blog/credits", ".people"),
    look("person", "", "/people/linxi", ".work-list"),
    look("credits, thanks", "", "/p/skylark-blog/credits?from=2020-01-01&until=2030-01-01", "#thanks-md"),
    look("no such page", "", "/nothing/here", "main h1"),
    look("board, after the App was installed", "", "/github-app/installed", "main h1"),
    look("board", "linxi", "/p/skylark-blog", "main h1"),
    look("board, narrowed", "linxi", "/p/skylark-blog?q=battery", "main h1"),
    look("board, nothing found", "linxi", "/p/skylark-blog?q=zzzz", "main h1"),
    look("post, untranslated and claimed", "linxi", "/p/skylark-blog/posts/school-workshop", ".elsewhere a"),
    look("board, translated elsewhere", "linxi", "/p/skylark-blog?elsewhere=1&state=all", ".list .row-remark"),
    look("board, good first posts", "linxi", "/p/skylark-blog?pick=first&state=all", "main h1"),
    look("board, filters to keep", "linxi", "/p/skylark-blog?state=all&length=short", ".keep[open] input")
        .after("document.querySelector('.keep').open = true"),
    look("post, behind", "linxi", "/p/skylark-blog/posts/forecasting-rain", ".proof"),
    look("post, current", "linxi", "/p/skylark-blog/posts/winter-report", "main h1"),
    look("post, cosmetic change", "linxi", "/p/skylark-blog/posts/privacy-of-a-garden", "main h1"),
    look("post, source gone", "linxi", "/p/skylark-blog/posts/wifi-at-the-allotment", "main h1"),
    look("mine", "linxi", "/mine", "main h1"),
    look("profile", "linxi", "/me", "#hf, [name=hf_user]"),
    look("profile, refused", "linxi", "/me", "[role=alert]").after(
        "document.querySelector('[name=hf_user]').value = 'no name/at all';
         document.querySelector('[name=hf_user]').form.submit()",
    ),
    look("welcome", "linxi", "/welcome", "[data-action=welcome]"),
    look("person, nothing yet", "linxi", "/me/page", ".person-head"),
    look("tokens", "linxi", "/me/tokens", "[data-action=create-token]"),
    look("tokens, one made", "linxi", "/me/tokens", "#token").after(
        "document.getElementById('name').value = 'script';
         document.querySelector('[data-action=create-token]').click()",
    ),
    look("glossary", "linxi", "/p/skylark-blog/glossary", "main h1"),
    look("concordance", "linxi", "/p/skylark-blog/memory", "main h1"),
    look("concordance, found", "linxi", "/p/skylark-blog/memory?q=forecast", "main h1"),
    look("notices", "linxi", "/notices", "main h1"),
    look("notices, which", "linxi", "/me/notices", "main h1"),
    look("the interface described", "linxi", "/api", "main h1"),
    look("desk, blocks", "linxi", "{draft}", ".block textarea"),
    look("desk, at a block", "linxi", "{draft}", ".tokens .token").after(
        "[...document.querySelectorAll('.block')]
            .find((it) => it.matches('.k-paragraph') && it.querySelector('.source').textContent.includes('`'))
            .querySelector('textarea').focus()",
    ),
    look("desk, whole text", "linxi", "{draft}", ".whole textarea")
        .after("document.querySelector('[data-mode=whole]').click()"),
    look("desk, preview", "linxi", "{draft}", ".preview h1")
        .after("document.querySelector('[data-mode=preview]').click()"),
    look("desk, findings opened", "linxi", "{draft}", ".say-no[open] input").after(
        "for (const it of document.querySelectorAll('#findings details:not([hidden])')) it.open = true",
    ),
    look("desk, find and replace", "linxi", "{draft}", "[data-search] [name=find]")
        .after("document.querySelector('[data-open-search]').click()"),
    look("desk, keys", "linxi", "{draft}", "[data-help][open]")
        .after("document.querySelector('[data-open-help]').click()"),
    look("desk, a word to the proofreader", "linxi", "{draft}", ".compose textarea")
        .after(
            "document.querySelector('#pair-3 textarea').focus();
             document.dispatchEvent(new KeyboardEvent('keydown', { altKey: true, code: 'KeyK', key: 'k' }))",
        ),
    look("desk, source moved on", "linxi", "{moved}", "[data-source-news]"),
    look("desk, two texts", "linxi", "{draft}", "[data-conflict][open] .clash-piece").after(
        "const real = window.fetch;
         const answer = (status, told) => Promise.resolve(new Response(JSON.stringify(told),
            { status, headers: { 'content-type': 'application/json' } }));
         window.fetch = (url, asked) => {
            if (asked?.method === 'PUT' && String(url).endsWith('/draft')) {
               return answer(409, { revision: 2, saved_by: '浩然', text: '别处写的。\\n' });
            }
            return String(url).endsWith('/merge')
               ? answer(200, [{ mine: '这里写的。\\n', theirs: '别处写的。\\n', changed_by: 'both' }])
               : real(url, asked);
         };
         const field = document.querySelector('#pair-3 textarea');
         field.focus();
         document.execCommand('insertText', false, '这里写的。')",
    ),
    look("carry", "linxi", "{moved}/carry", "[data-action=carry]"),
    look("history", "linxi", "{returned}/history", ".revisions li"),
    look("revision", "linxi", "{returned}/revisions/2", ".lines"),
    look("upload", "linxi", "{draft}/upload", "[data-action=upload]"),
    look("conflict", "linxi", "{draft}/upload", "input[name^=choice]").after(
        "const form = document.createElement('form');
         form.method = 'post';
         form.action = '{draft}/draft';
         for (const [name, value] of [['revision', '1'], ['text', '# 另一份译稿\\n\\n写在旧的一版上。\\n']]) {
            const field = document.createElement('textarea');
            field.name = name; field.value = value; form.append(field);
         }
         document.body.append(form);
         form.submit()",
    ),
    look("desk, returned", "linxi", "{returned}", ".block .corrected"),
    look("people, refused", "linxi", "/people", "main h1"),
    look("desk of somebody else", "haoran", "{draft}", "main h1"),
    look("review, waiting", "haoran", "{waiting}/review", "[data-action=start-review]"),
    look("review, in hand", "haoran", "{review}/review", "[data-action=approve]"),
    look("review, all opened", "haoran", "{review}/review", ".mend[open] textarea")
        .after("for (const it of document.querySelectorAll('main details')) it.open = true"),
    look("channels", "qinghe", "/p/skylark-blog/channels", "main h1"),
    look("dashboard", "qinghe", "/p/skylark-blog/dashboard", "main h1"),
    look("dashboard, its numbers", "qinghe", "/p/skylark-blog/dashboard", ".numbers[open] td")
        .after("for (const it of document.querySelectorAll('main details')) it.open = true"),
    look("log", "qinghe", "/p/skylark-blog/audit", ".audit tbody tr"),
    look("log, nothing found", "qinghe", "/p/skylark-blog/audit?slug=zzzz", ".empty-title"),
    look("many at once", "qinghe", "/p/skylark-blog/bulk", ".bulk-rows input"),
    look("many at once, done", "qinghe", "/p/skylark-blog/bulk?state=all", ".bulk-group").after(
        "document.querySelector('.bulk-rows input').click();
         document.querySelector('[data-action=bulk-dismiss]').click()",
    ),
    look("report", "", "/p/skylark-blog/report?from=2026-01&until=2026-12", ".report h1"),
    look("people", "qinghe", "/people", "main h1"),
    look("glossary, for a maintainer", "qinghe", "/p/skylark-blog/glossary", "main h1"),
    look("post, for a maintainer", "qinghe", "/p/skylark-blog/posts/forecasting-rain", "main h1")
        .after("for (const it of document.querySelectorAll('main details')) it.open = true"),
];

/// The looks at what only a project that publishes to GitHub has.
const REHEARSED: &[Look] = &[look("rehearsal", "linxi", "{draft}/rehearsal", ".letter")];

/// Light or dark, the width of the window, the language of the person.
const PASSES: [(&str, u32, &str); 4] =
    [("light", 1280, "zh-CN"), ("dark", 1280, "en"), ("light", 390, "en"), ("dark", 390, "zh-CN")];

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page() {
    let Some(site) = Site::start().await else { return };
    let scene = set_the_scene(&site).await;
    let mut faults = Vec::new();
    for pass in PASSES {
        faults.extend(look_at(&site, LOOKS, &scene, pass).await);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_a_rehearsal() {
    let Some(site) = Site::start_rehearsing().await else { return };
    site.sign_in("linxi").await;
    let scene = Scene::from([("draft", path_of(&site.claim("school-workshop").await))]);
    let mut faults = Vec::new();
    for pass in PASSES {
        faults.extend(look_at(&site, REHEARSED, &scene, pass).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The test above would pass if axe were blind.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_what_is_planted() {
    let Some(site) = Site::start().await else { return };
    site.open("/sign-in").await;
    assert_eq!(site.faults().await, []);
    site.run(
        "const main = document.querySelector('main');
        main.append(document.createElement('img'), document.createElement('input'));
        const pale = document.createElement('p');
        pale.textContent = 'hardly to be seen';
        pale.style.color = '#bbb'; pale.style.background = '#ccc';
        main.append(pale);",
    )
    .await;
    let found: Vec<String> = site.faults().await.into_iter().map(|it| it.rule).collect();
    assert_eq!(found, ["color-contrast", "image-alt", "label", "target-size"]);
}

/// A page somebody adds to the router gets a line above.
#[test]
fn every_page_is_looked_at() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/routes/mod.rs");
    let router = fs::read_to_string(file).expect("the router is there");
    let route = Regex::new(r#"\.route\(\s*"([^"]+)",\s*get\("#).expect("a pattern");
    let no_page = Regex::new(
        r"^/$|^/api/|^/notices/\{id\}$|^/(healthz|readyz|metrics)$|/live$|/feeds/|^/sign-in/github|\.(md|csv|tbx|svg|json|atom|js|txt)$",
    )
    .expect("one");
    let place = Regex::new(r"\{\*\w+\}|\{\w+\}").expect("a pattern");
    let paths: Vec<String> = LOOKS
        .iter()
        .chain(REHEARSED)
        .map(|look| {
            Regex::new(r"\{\w+\}").expect("one").replace(look.path, "/tasks/1").into_owned()
        })
        .collect();
    let pages: Vec<&str> =
        route.captures_iter(&router).map(|it| it.get(1).expect("one").as_str()).collect();
    assert!(pages.len() > 20, "the router is read: {pages:?}");
    let missing: Vec<&&str> = pages
        .iter()
        .filter(|page| !no_page.is_match(page))
        .filter(|page| {
            let pattern = place.replace_all(page, "[^?]+");
            let pattern = Regex::new(&format!(r"^{pattern}(\?.*)?$")).expect("a pattern");
            !paths.iter().any(|path| pattern.is_match(path))
        })
        .collect();
    assert!(missing.is_empty(), "nobody looks at {missing:?}; add a line to LOOKS");
}

/// The desks the looks name, by what is going on there.
pub type Scene = BTreeMap<&'static str, String>;

fn path_of(address: &str) -> String {
    address[address.find("/tasks/").expect("a desk")..].to_owned()
}

/// Four drafts: one with findings, one whose source moved on, one that waits for its proofreader, and one that
/// was returned, answered and taken in hand again.
pub async fn set_the_scene(site: &Site) -> Scene {
    site.sign_in("linxi").await;
    let draft = site.claim("quantizing-the-forecast").await;
    let written = "又短又小的一段 [链接](https://example.com/elsewhere)，没有别的。 TODO";
    site.type_into_block(4, written).await;
    site.wait_until_draft_has(&draft, "没有别的").await;
    site.open_post("school-workshop").await;
    site.press(".elsewhere-note summary").await;
    site.write("#elsewhere-address", "https://mp.weixin.qq.com/s/AbC_1").await;
    site.write("#elsewhere-word", "作者同意转载").await;
    site.click("[data-action=note-elsewhere]").await;
    let moved = site.claim("rain-gauge-from-a-bottle").await;
    let returned = through_one_round(site, "school-workshop").await;
    site.sign_in("qinghe").await;
    let waiting = site.claim("battery-life").await;
    site.open_desk(&waiting).await;
    site.type_into_block(2, "# 两节电池撑一整年").await;
    site.wait_until_draft_has(&waiting, "撑一整年").await;
    site.click("[data-action=submit]").await;
    let review = site.claim("data-format").await;
    site.type_into_block(3, "气象记录越老越珍贵，我们想要一种同样经得起岁月的格式。").await;
    site.wait_until_draft_has(&review, "经得起岁月").await;
    site.click("[data-action=submit]").await;
    edit_source(site, "rain-gauge-from-a-bottle.md", &path_of(&moved)).await;
    site.sign_in("haoran").await;
    site.open(&format!("{review}/review")).await;
    site.click("[data-action=start-review]").await;
    site.run("document.querySelector('#pair-3 .say-here').open = true").await;
    site.write("#pair-3 .say-here textarea", "这里再想想").await;
    site.press("#pair-3 .say-here button").await;
    site.wait_for_text("这里再想想").await;
    [
        ("draft", draft),
        ("moved", moved),
        ("returned", returned),
        ("waiting", waiting),
        ("review", review),
    ]
    .into_iter()
    .map(|(name, address)| (name, path_of(&address)))
    .collect()
}

/// A translation that came back with a reason, a correction and a remark.
async fn through_one_round(site: &Site, slug: &str) -> String {
    let desk = site.claim(slug).await;
    let offered = site.draft().await;
    site.paste_draft(&translation_for(&offered)).await;
    site.click("[data-action=submit]").await;
    site.sign_in("haoran").await;
    site.open(&format!("{desk}/review")).await;
    site.click("[data-action=start-review]").await;
    site.run("document.querySelector('#pair-3 .mend').open = true").await;
    site.write("#pair-3 .mend textarea", "真不少。").await;
    site.click("#pair-3 .mend button").await;
    site.run("document.querySelector('#pair-4 .say-here').open = true").await;
    site.write("#pair-4 .say-here textarea", "语气再松一点").await;
    site.press("#pair-4 .say-here button").await;
    site.wait_for_text("语气再松一点").await;
    site.write("#reason", "第四段的语气再松一点").await;
    site.click("[data-action=return]").await;
    site.run("localStorage.clear()").await;
    desk
}

/// One more sentence and one changed word upstream, and a sync.
async fn edit_source(site: &Site, path: &str, desk: &str) {
    let old = git(&site.repository(), &["show", &format!("main:{path}")]);
    let (first, rest) = old.split_once("\n\nA tipping bucket").expect("the post as it was");
    let new = format!("{first}\n\nMeasure twice.\n\nA tipping vessel{rest}");
    let commit = ScriptedCommit {
        files: vec![(path.into(), Some(new.into_bytes()))],
        message: "Say it better".into(),
        author_name: "Mara Lindqvist".into(),
        author_email: "mara@skylark.example".into(),
        time: 1_790_000_000,
    };
    write_commits(&site.repository(), "main", &[commit]).expect("a commit");
    site.open("/p/skylark-blog/dashboard").await;
    site.click("form[action$='/sync'] button").await;
    let moved = format!(
        "fetch({}).then((page) => page.text())
            .then((text) => {{ window.there = text.includes('data-source-news'); }});
        return window.there === true",
        json!(desk)
    );
    site.poll(&moved, "the sync").await;
}

/// Opens the page of a look, does what is done first, and waits until it shows what it must.
pub async fn show(site: &Site, look: &Look, scene: &Scene) {
    let mut fill = look.path.to_owned();
    let mut act = look.act.to_owned();
    for (name, path) in scene {
        fill = fill.replace(&format!("{{{name}}}"), path);
        act = act.replace(&format!("{{{name}}}"), path);
    }
    site.leave().await;
    // Each desk opens in blocks, whatever the look before left.
    site.run("localStorage.clear()").await;
    site.open(&fill).await;
    if !act.is_empty() {
        if fill.contains("/tasks/") && !fill.contains("/review") && !fill.contains("/upload") {
            site.wait_for("performance.getEntriesByName('desk:ready').length > 0", "the desk")
                .await;
        }
        site.run(&act).await;
    }
    let seen = format!(
        "[...document.querySelectorAll({})].some((it) => it.checkVisibility())",
        json!(look.shows)
    );
    site.wait_for(&seen, &format!("{} on {}", look.shows, look.name)).await;
}

/// Looks at pages in one light, width and language; yields what is wrong, a line each.
async fn look_at(
    site: &Site,
    looks: &[Look],
    scene: &Scene,
    pass: (&str, u32, &str),
) -> Vec<String> {
    let (light, width, language) = pass;
    let mut wrong = Vec::new();
    let mut who = None;
    site.resize(width, 1000).await;
    for look in looks {
        if who != Some(look.who) {
            enter(site, look.who, light, language).await;
            who = Some(look.who);
        }
        show(site, look, scene).await;
        let place = format!("{} ({light}, {width}, {language})", look.name);
        for fault in site.faults().await {
            wrong.push(format!(
                "{place}: {} {}\n    {}",
                fault.impact,
                fault.rule,
                fault.places.join("\n    ")
            ));
        }
        if site.scrolls_sideways().await {
            wrong.push(format!("{place}: wider than the window"));
        }
        site.screenshot(&format!("looks/{place}")).await;
    }
    wrong
}

pub async fn enter(site: &Site, who: &str, light: &str, language: &str) {
    site.leave().await;
    if who.is_empty() {
        site.sign_out().await;
    } else {
        site.sign_in(who).await;
    }
    let media = json!({ "features": [
        { "name": "prefers-color-scheme", "value": light },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ] });
    site.devtools("Emulation.setEmulatedMedia", media).await;
    let chosen = format!(
        "const done = arguments[arguments.length - 1];
        fetch('/language', {{ method: 'POST', body: new URLSearchParams({{ language: {}, back: '/sign-in' }}) }})
            .then(() => done(matchMedia('(prefers-color-scheme: dark)').matches))",
        json!(language)
    );
    assert_eq!(site.run_async(&chosen, vec![]).await, json!(light == "dark"));
}
