//! A long post at the desk: what one key costs, and how long it takes to be seen.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::site::Site;

const KEYS: usize = 150;

/// A post of 9,000 words, with all that makes a desk slow: many blocks, code, a table, lists.
fn long_post() -> String {
    let mut post = String::from(
        "---\ntitle: \"A very long season\"\nthumbnail: /blog/assets/long/thumbnail.png\nauthors:\n- user: mara-lindqvist\n---\n\n# A very long season\n\n",
    );
    for chapter in 1..=60 {
        let _ = write!(post, "## Week {chapter} of the season\n\n");
        for paragraph in 1..=3 {
            let words = (0..42).map(|at| {
                ["rain", "gauge", "garden", "station", "wind", "the", "a", "measures", "slowly"]
                    [(at * 7 + chapter + paragraph) % 9]
            });
            let _ = write!(
                post,
                "Paragraph {paragraph} tells of {} with `skylark --week {chapter}`.\n\n",
                words.collect::<Vec<_>>().join(" ")
            );
        }
        let _ = write!(
            post,
            "- one thing we learnt in week {chapter}\n- another thing\n\n```bash\nskylark log --week {chapter}\n```\n\n"
        );
    }
    post
}

/// Watches the work done while a key is handled, and how long it takes until the frame that shows it.
const WATCH: &str = "
    const seen = window.work = { delays: [], layouts: 0, fields: new Set(), blocks: new Set() };
    let isKey = false;
    const note = (owner, name, noting) => {
      const was = Object.getOwnPropertyDescriptor(owner, name);
      const noted = (real) => function (...all) {
        if (isKey) noting(this);
        return real.apply(this, all);
      };
      const change = was.get ? { get: noted(was.get) } : { value: noted(was.value) };
      Object.defineProperty(owner, name, { ...was, ...change });
    };
    const layout = () => { seen.layouts += 1; };
    for (const name of ['getBoundingClientRect', 'getClientRects', 'scrollHeight', 'clientHeight', 'clientWidth']) {
      note(Element.prototype, name, layout);
    }
    for (const name of ['offsetTop', 'offsetHeight', 'offsetWidth', 'innerText']) {
      note(HTMLElement.prototype, name, layout);
    }
    note(window, 'getComputedStyle', layout);
    note(HTMLTextAreaElement.prototype, 'value', (field) => seen.fields.add(field));
    const list = document.querySelector('[data-blocks]');
    const touched = (records) => {
      for (const { target } of records) seen.blocks.add(target.closest?.('.block')?.id ?? 'the list');
    };
    // Called between the listeners of one event.
    const observer = new MutationObserver((records) => isKey && touched(records));
    observer.observe(list, { subtree: true, childList: true, attributes: true, characterData: true });
    addEventListener('keydown', (event) => {
      observer.takeRecords();
      isKey = true;
      const at = event.timeStamp;
      requestAnimationFrame(() => {
        const frame = new MessageChannel();
        frame.port1.onmessage = () => seen.delays.push(performance.now() - at);
        frame.port2.postMessage(0);
      });
    }, true);
    addEventListener('input', () => {
      isKey = false;
      touched(observer.takeRecords());
    });";

/// The blocks whose insides are laid out, and all of them.
const DRAWN: &str = "
    const all = [...document.querySelectorAll('.block')];
    const drawn = all.filter((item) => item.querySelector('.target').checkVisibility({ contentVisibilityAuto: true }));
    return [drawn.length, all.length]";

#[tokio::test(flavor = "multi_thread")]
async fn a_post_of_nine_thousand_words_stays_fluid() {
    let Some(site) = Site::start().await else { return };
    let post = long_post();
    assert!(post.split_whitespace().count() > 9000);
    site.add_post("a-very-long-season", &post).await;
    site.sign_in("linxi").await;
    let task = site.claim("a-very-long-season").await;
    site.open_desk(&task).await;
    site.wait_for("performance.getEntriesByName('desk:ready').length > 0", "the desk").await;
    let opened = site.run("return performance.getEntriesByName('desk:ready')[0].startTime").await;

    site.wait_for("document.querySelector('.blocks.is-drawn') !== null", "the first drawing").await;
    site.run("document.querySelector('#pair-60 textarea').focus()").await;
    site.run(WATCH).await;
    for at in 0..KEYS {
        let key = char::from(b'a' + (at % 26) as u8).to_string();
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "text": key, "key": key, "unmodifiedText": key });
            site.devtools("Input.dispatchKeyEvent", event).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    }

    // A key costs the block it goes into, however many there are.
    let seen = site
        .run("const { layouts, fields, blocks } = window.work; return [layouts, fields.size, [...blocks]]")
        .await;
    assert_eq!(seen, json!([0, 1, ["pair-60"]]), "forced layouts, fields read, blocks touched");
    let drawn = site.run(DRAWN).await;
    let [drawn, all] = [&drawn[0], &drawn[1]].map(|count| count.as_u64().expect("a number"));
    assert!(0 < drawn && drawn * 4 < all, "{drawn} of {all} blocks are laid out");

    let delays = site.run("return window.work.delays").await;
    let mut delays: Vec<f64> =
        delays.as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    assert!(delays.len() >= KEYS - 10, "{} keys were seen", delays.len());
    delays.sort_by(f64::total_cmp);
    let at = |share: f64| delays[((delays.len() - 1) as f64 * share) as usize];
    eprintln!(
        "desk of {all} blocks, {drawn} of them laid out: open in {:.0} ms; key to frame p50 {:.1} ms, \
         p95 {:.1} ms, max {:.1} ms",
        opened.as_f64().expect("a number"),
        at(0.5),
        at(0.95),
        at(1.0)
    );
    site.screenshot("long").await;
}
