//! The keyboard alone reaches everything: every page of [`LOOKS`] is walked with the Tab key from its top until it
//! is back there, and the way of a post from the board to its approval is gone without a mouse.

use serde_json::{Value, json};

use super::{
    pages::{LOOKS, Look, Scene, enter, set_the_scene, show},
    site::Site,
    translation_for,
};

/// Functions for the page that is walked.
const WALK: &str = include_str!("walk.js");

/// More stops than any page has.
const MOST_STOPS: usize = 900;

/// A key with its code, its number and the text it types.
type Key = (&'static str, &'static str, u32, &'static str);

const TAB: Key = ("Tab", "Tab", 9, "");
const ENTER: Key = ("Enter", "Enter", 13, "\r");
const SPACE: Key = (" ", "Space", 32, " ");
const ESCAPE: Key = ("Escape", "Escape", 27, "");
const SLASH: Key = ("/", "Slash", 191, "/");

/// Keys that are held with another one, as the developer tools number them.
const CONTROL: u8 = 2;

impl Site {
    /// Presses one key.
    async fn key(&self, key: Key) {
        self.chord(0, key).await;
    }

    /// Presses a key and holds it, which is all a walk needs.
    async fn press_down(&self, (key, code, number, _): Key) {
        let event = json!({ "type": "rawKeyDown", "key": key, "code": code,
            "windowsVirtualKeyCode": number });
        self.devtools("Input.dispatchKeyEvent", event).await;
    }

    /// Presses a key with others held.
    async fn chord(&self, held: u8, (key, code, number, text): Key) {
        let down = if text.is_empty() || held > 0 { "rawKeyDown" } else { "keyDown" };
        for kind in [down, "keyUp"] {
            let mut event = json!({ "type": kind, "modifiers": held, "key": key, "code": code,
                "windowsVirtualKeyCode": number });
            if kind == "keyDown" {
                event["text"] = json!(text);
            }
            // What the system makes of it elsewhere.
            if (held, key, kind) == (CONTROL, "a", "rawKeyDown") {
                event["commands"] = json!(["selectAll"]);
            }
            self.devtools("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Presses Tab until what has the focus is what a selector finds.
    async fn tab_to(&self, selector: &str) {
        let is_there = format!("return document.activeElement.matches({})", json!(selector));
        for _ in 0..MOST_STOPS {
            if self.run(&is_there).await == json!(true) {
                return;
            }
            self.key(TAB).await;
        }
        self.screenshot("failure").await;
        panic!("the Tab key never comes to {selector} on {}", self.address().await);
    }

    /// Goes to something with Tab, presses Enter on it, and waits for the page it leads to.
    async fn enter_on(&self, selector: &str) {
        self.tab_to(selector).await;
        self.run("window.isOldPage = true").await;
        self.key(ENTER).await;
        self.wait_for("!window.isOldPage && document.readyState == 'complete'", selector).await;
    }

    async fn has_focus(&self, selector: &str) -> bool {
        let asks = format!("return document.activeElement.matches({})", json!(selector));
        self.run(&asks).await == json!(true)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tab_key_reaches_everything_and_shows_where_it_is() {
    walk_everywhere(1280, "zh-CN").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tab_key_reaches_everything_in_a_narrow_window() {
    walk_everywhere(390, "en").await;
}

/// Walks every look in a window of a width and in a language.
async fn walk_everywhere(width: u32, language: &str) {
    let Some(site) = Site::start().await else { return };
    let scene = set_the_scene(&site).await;
    site.resize(width, 1000).await;
    let mut wrong = Vec::new();
    let mut who = None;
    for look in LOOKS {
        if who != Some(look.who) {
            enter(&site, look.who, "light", language).await;
            who = Some(look.who);
        }
        for fault in walk(&site, look, &scene).await {
            eprintln!("{} ({width}): {fault}", look.name);
            wrong.push(fault);
        }
    }
    assert!(wrong.is_empty(), "{} faults, told above", wrong.len());
}

/// Walks over one page; yields what is wrong with it.
async fn walk(site: &Site, look: &Look, scene: &Scene) -> Vec<String> {
    // After the last stop of a page the focus would be the browser's, and the next page would not have it.
    site.devtools("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
    show(site, look, scene).await;
    site.run(WALK).await;
    let wanted = site.run("return window.walk.begin()").await.as_u64().expect("a number");
    assert!(wanted > 0, "{} has nothing to reach", look.name);
    let mut wrong = Vec::new();
    // Where one comes to look something up, the field has the focus from the start.
    if look.act.is_empty() && site.has_focus("body").await {
        site.key(TAB).await;
        let first = site.run("return window.walk.stop()").await;
        if first["skips"] != true {
            wrong.push(format!("the first stop is {first}, not the way past the frame"));
        }
        wrong.extend(faults_of(&first));
    }
    let mut last = Value::Null;
    let mut stays = 0;
    for stops in 0.. {
        site.press_down(TAB).await;
        let stop = site.run("return window.walk.stop()").await;
        let is_same = !stop.is_null() && stop["name"] == last["name"] && stop["again"] == true;
        stays = if is_same { stays + 1 } else { 0 };
        if stays > if stop["stays"] == true { 5 } else { 0 } {
            wrong.push(format!("the Tab key does not get away from {}", name_of(&stop)));
            break;
        }
        if stop["again"] == true && !is_same {
            break;
        }
        if stops == MOST_STOPS {
            wrong.push("the walk does not end".into());
            break;
        }
        wrong.extend(faults_of(&stop));
        last = stop;
    }
    let missed = site.run("return window.walk.missed()").await;
    let missed = missed.as_array().into_iter().flatten().filter_map(Value::as_str);
    wrong.extend(missed.map(|name| format!("{name} is not reached")));
    wrong
}

fn name_of(stop: &Value) -> &str {
    stop["name"].as_str().unwrap_or("the page itself")
}

fn faults_of(stop: &Value) -> Vec<String> {
    let faults = stop["faults"].as_array().into_iter().flatten().filter_map(Value::as_str);
    faults.map(|fault| format!("{} {fault}", name_of(stop))).collect()
}

/// The walk would pass over everything if it were blind.
#[tokio::test(flavor = "multi_thread")]
async fn the_walk_finds_what_is_planted() {
    let Some(site) = Site::start().await else { return };
    site.sign_out().await;
    let plant = "const main = document.querySelector('main');
        main.insertAdjacentHTML('beforeend', `<p>
            <a href='#a' id='dim'>dim</a> <button id='lost'>lost</button>
            <textarea id='trap'></textarea> <button id='behind'>behind</button></p>
            <div id='bar'>bar</div>`);
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('#dim:focus { outline: none } html { scroll-padding: 0 } '
            + '#bar { position: fixed; inset: auto 0 0 0; height: 40%; background: red }'
            + '#dim { display: inline-block; margin-top: 90vh }');
        document.adoptedStyleSheets = [sheet];
        document.getElementById('dim').addEventListener('focus', () =>
            document.getElementById('trap').focus({ preventScroll: true }));
        document.getElementById('trap').addEventListener('keydown', (event) => {
            if (event.key === 'Tab') event.preventDefault();
        });";
    let look = Look::planted("/sign-in", plant);
    let wrong = walk(&site, &look, &Scene::new()).await.join("\n");
    for fault in ["\"lost\" is not reached", "does not get away from", "is under div#bar"] {
        assert!(wrong.contains(fault), "{fault} is not among\n{wrong}");
    }
    let look = Look::planted(
        "/sign-in",
        "const sheet = new CSSStyleSheet();
        sheet.replaceSync(':focus-visible { outline: none !important }'
            + '.foot { position: fixed; inset: 0 0 0 0; background: red }');
        document.adoptedStyleSheets = [sheet];",
    );
    let wrong = walk(&site, &look, &Scene::new()).await.join("\n");
    for fault in ["does not show that it has the focus", "is under footer.foot"] {
        assert!(wrong.contains(fault), "{fault} is not among\n{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_folds_opens_and_closes_by_keys_and_dialogs_give_the_focus_back() {
    let Some(site) = Site::start().await else { return };
    site.sign_in("linxi").await;
    let desk = site.claim("school-workshop").await;
    let post = "/p/skylark-blog/posts/forecasting-rain".to_owned();
    let mut folds = 0;
    for page in ["/p/skylark-blog?length=short".to_owned(), post, desk.clone()] {
        site.open(&page).await;
        folds += unfold_each(&site).await;
    }
    assert!(folds > 5, "only {folds} things fold");
    site.open_desk(&desk).await;

    // The way past the frame leads into the page.
    site.run("document.querySelector('.skip').focus()").await;
    site.key(ENTER).await;
    assert!(site.has_focus("main").await, "the page itself has the focus");
    site.key(TAB).await;
    assert!(site.has_focus("main *").await, "the first thing in it is next");

    // Every key of the desk is told in a dialog, which is left by Escape or by its button.
    for close in [ESCAPE, ENTER] {
        site.tab_to("[data-open-help]").await;
        site.key(ENTER).await;
        site.wait_for("document.querySelector('[data-help]').open", "the keys").await;
        assert!(site.has_focus("[data-help] *, [data-help]").await, "the dialog has the focus");
        if close == ENTER {
            site.tab_to("[data-help] button").await;
        }
        site.key(close).await;
        site.wait_for("!document.querySelector('[data-help]').open", "its end").await;
        assert!(site.has_focus("[data-open-help]").await, "the focus is where it was");
    }
    // So is the bar to find and replace, which goes back to where one was writing.
    site.run("document.querySelector('#pair-3 textarea').focus()").await;
    site.press_alt('h').await;
    site.wait_for("document.activeElement.name === 'find'", "the bar").await;
    site.key(ESCAPE).await;
    assert!(site.has_focus("#pair-3 textarea").await, "one writes on");
}

/// Opens and closes everything that folds on a page, by Enter and by the space bar; how much that is.
async fn unfold_each(site: &Site) -> u64 {
    let seen = "window.folds = [...document.querySelectorAll('summary')]
            .filter((it) => it.checkVisibility({ visibilityProperty: true }));
        return window.folds.length";
    let count = site.run(seen).await.as_u64().expect("a number");
    for index in 0..count {
        let fold = format!("window.folds[{index}]");
        let was = site.run(&format!("return {fold}.parentElement.open")).await == json!(true);
        for (key, wanted) in [(ENTER, !was), (SPACE, was)] {
            // Some move the focus into what they open.
            site.run(&format!("{fold}.focus()")).await;
            site.key(key).await;
            let is_so = format!("return {fold}.parentElement.open === {wanted}");
            site.poll(&is_so, "what folds to follow the key").await;
        }
    }
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_is_found_translated_and_approved_without_a_mouse() {
    let Some(site) = Site::start().await else { return };
    site.open("/sign-in").await;
    site.enter_on("#sign-in-linxi button").await;
    site.open_board().await;
    site.key(SLASH).await;
    assert!(site.has_focus("[data-slash]").await, "the slash goes to the search");
    site.insert("children").await;
    site.run("window.isOldPage = true").await;
    site.key(ENTER).await;
    site.wait_for("!window.isOldPage && document.readyState == 'complete'", "what is found").await;
    site.enter_on(".row-title a[href$='/school-workshop']").await;
    site.enter_on("[data-action=claim]").await;
    site.wait_for("performance.getEntriesByName('desk:ready').length > 0", "the desk").await;
    let task = site.address().await;

    // One block with its own keys, and a look at what is found fault with.
    let offered = site.saved_draft(&task).await;
    site.press_alt('n').await;
    site.insert("二十四个孩子").await;
    site.chord(CONTROL, ENTER).await;
    assert_eq!(site.block_in_hand().await, "pair-3", "the next block");
    site.wait_until_draft_has(&task, "\n# 二十四个孩子\n").await;
    site.tab_to("[data-findings-count]").await;
    site.key(ENTER).await;
    site.key(TAB).await;
    assert!(site.has_focus("#findings *, #findings ~ * *").await, "the findings are next");

    // The rest at once.
    site.tab_to("[data-mode=whole]").await;
    site.key(SPACE).await;
    site.tab_to("#text").await;
    site.chord(CONTROL, ("a", "KeyA", 65, "")).await;
    site.insert(&translation_for(&offered)).await;
    site.enter_on("[data-action=submit]").await;
    site.enter_on("form[action='/sign-out'] button").await;

    // The proofreader.
    site.open("/sign-in").await;
    site.enter_on("#sign-in-haoran button").await;
    site.open_board().await;
    site.enter_on(".row[data-slug='school-workshop'] .row-title a").await;
    site.enter_on("[data-action=start-review]").await;
    site.enter_on("[data-action=approve]").await;
    site.wait_for_text("已通过").await;
}
