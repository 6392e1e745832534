//! The sample blog: eleven posts of an imagined weather-station project, with the history that makes
//! each of them one of the cases a translation workshop meets.
//!
//! The texts in `posts/` are the first versions; what happened to them since stands in [`HISTORY`].

use std::collections::BTreeMap;

use crate::{ids::RepoPath, repository::ScriptedCommit};

/// The branch the sample blog is on.
pub(super) const BRANCH: &str = "main";

/// One post with its line in the index.
struct Post {
    slug: &'static str,
    date: &'static str,
    tags: &'static [&'static str],
    source: &'static str,
    /// `None` for a post nobody has translated.
    target: Option<&'static str>,
}

macro_rules! post {
    ($slug:literal, $date:literal, $tags:expr) => {
        Post {
            slug: $slug,
            date: $date,
            tags: &$tags,
            source: include_str!(concat!("posts/", $slug, ".md")),
            target: None,
        }
    };
    ($slug:literal, $date:literal, $tags:expr, translated) => {
        Post {
            target: Some(include_str!(concat!("posts/zh/", $slug, ".md"))),
            ..post!($slug, $date, $tags)
        }
    };
}

/// All posts there ever were, in the order of their dates.
const POSTS: [Post; 11] = [
    post!("meet-skylark", "Mar 4, 2024", ["announcement", "hardware"], translated),
    post!("wifi-at-the-allotment", "Mar 11, 2024", ["hardware", "radio"], translated),
    post!("calibrating-thermometers", "Mar 18, 2024", ["guide", "hardware"], translated),
    post!("forecasting-rain", "Apr 15, 2024", ["machine-learning", "guide"], translated),
    post!("data-format", "May 6, 2024", ["data", "open-source"], translated),
    post!("battery-life", "Jun 3, 2024", ["hardware", "firmware"], translated),
    post!("privacy-of-a-garden", "Jun 10, 2024", ["data", "privacy"], translated),
    post!("winter-report", "Feb 10, 2025", ["community", "report"], translated),
    post!("rain-gauge-from-a-bottle", "May 5, 2025", ["guide", "hardware"]),
    post!("school-workshop", "Jun 2, 2025", ["community"]),
    post!("quantizing-the-forecast", "Jul 7, 2025", ["machine-learning", "firmware"]),
];

enum Change {
    /// A post and its line in the index.
    Add(&'static str),
    /// A translation and its line in the index.
    Translate(&'static str),
    /// A text that stands exactly once in a file gives way to another.
    Edit { path: &'static str, old: &'static str, new: &'static str },
    /// A post and its line in the index go; its translation stays.
    Remove(&'static str),
}

use Change::{Add, Edit, Remove, Translate};

struct Commit {
    author: &'static str,
    /// ISO date; the time of day is always noon UTC.
    on: &'static str,
    message: &'static str,
    changes: &'static [Change],
}

const MARA: &str = "Mara Lindqvist";
const TOBI: &str = "Tobi Okafor";
const INES: &str = "Ines Moreau";
const SAMIR: &str = "Samir Haddad";
const LINXI: &str = "林溪";
const QINGHE: &str = "清禾";

const HISTORY: &[Commit] = &[
    Commit {
        author: MARA,
        on: "2024-03-18",
        message: "Add: the first three posts",
        changes: &[
            Add("meet-skylark"),
            Add("wifi-at-the-allotment"),
            Add("calibrating-thermometers"),
        ],
    },
    Commit {
        author: TOBI,
        on: "2024-04-15",
        message: "Add: forecasting-rain",
        changes: &[Add("forecasting-rain")],
    },
    Commit {
        author: INES,
        on: "2024-05-06",
        message: "Add: data-format",
        changes: &[Add("data-format")],
    },
    Commit {
        author: LINXI,
        on: "2024-05-20",
        message: "Add: zh/meet-skylark.md",
        changes: &[Translate("meet-skylark")],
    },
    Commit {
        author: LINXI,
        on: "2024-05-27",
        message: "Add: zh/wifi-at-the-allotment.md, zh/calibrating-thermometers.md",
        changes: &[Translate("wifi-at-the-allotment"), Translate("calibrating-thermometers")],
    },
    Commit {
        author: MARA,
        on: "2024-06-03",
        message: "Add: battery-life",
        changes: &[Add("battery-life")],
    },
    Commit {
        author: SAMIR,
        on: "2024-06-10",
        message: "Add: privacy-of-a-garden",
        changes: &[Add("privacy-of-a-garden")],
    },
    Commit {
        author: LINXI,
        on: "2024-06-24",
        message: "Add: zh/forecasting-rain.md, zh/data-format.md",
        changes: &[Translate("forecasting-rain"), Translate("data-format")],
    },
    Commit {
        author: QINGHE,
        on: "2024-07-15",
        message: "Add: zh/battery-life.md, zh/privacy-of-a-garden.md",
        changes: &[Translate("battery-life"), Translate("privacy-of-a-garden")],
    },
    // Two changes to one post, of which the translation carries only the later one.
    Commit {
        author: INES,
        on: "2024-09-02",
        message: "Data format: a checksum after all",
        changes: &[Edit {
            path: "data-format.md",
            old: "There is no checksum in a line. The file system has one, the archive has another, \
                  and a line that people may correct with an editor should not scold them for it.",
            new: "We left the checksum out at first, and we were wrong: a card that fails slowly \
                  turned 4.31 into 4.71, and nobody noticed for a month. Since version 3 every line \
                  may end with `c=` and a CRC-16; a line without one is still read.",
        }],
    },
    Commit {
        author: INES,
        on: "2024-10-07",
        message: "Data format: say the time zone when reading",
        changes: &[Edit {
            path: "data-format.md",
            old: "month = skylark.read(\"2023-04.sky\")",
            new: "month = skylark.read(\"2023-04.sky\", zone=\"Europe/Stockholm\")",
        }],
    },
    Commit {
        author: LINXI,
        on: "2024-10-14",
        message: "Update: zh/data-format.md",
        changes: &[Edit {
            path: "zh/data-format.md",
            old: "month = skylark.read(\"2023-04.sky\")",
            new: "month = skylark.read(\"2023-04.sky\", zone=\"Europe/Stockholm\")",
        }],
    },
    Commit {
        author: TOBI,
        on: "2025-02-10",
        message: "Add: winter-report",
        changes: &[Add("winter-report")],
    },
    Commit {
        author: QINGHE,
        on: "2025-02-24",
        message: "Add: zh/winter-report.md",
        changes: &[Translate("winter-report")],
    },
    // Stale in code: two small lines that decide when people are warned.
    Commit {
        author: TOBI,
        on: "2025-03-10",
        message: "Forecast: warn earlier\n\nA missed shower costs more than a false alarm.",
        changes: &[Edit {
            path: "forecasting-rain.md",
            old: "risk = model.predict(test.features)\nwarn = risk > 0.5\n",
            new: "risk = model.predict(test.features, calibrated=True)\nwarn = risk > 0.35\n",
        }],
    },
    // Stale in one paragraph: the advice turned into its opposite.
    Commit {
        author: MARA,
        on: "2025-03-24",
        message: "Batteries: no rechargeable cells in the frost",
        changes: &[Edit {
            path: "battery-life.md",
            old: "Rechargeable cells work well together with the small solar panel, and they are \
                  what we recommend for a new station.",
            new: "We used to recommend rechargeable cells with the solar panel. We no longer do: \
                  charged below freezing they leak, and three stations were lost that way last \
                  winter.\n\n> [!WARNING]\n> Take rechargeable cells out before the first frost, and \
                  put lithium cells in. A leaking cell can burn through the board, and it cannot be \
                  repaired. If you find white powder in the box, wear gloves.",
        }],
    },
    // Cosmetic: nothing to do in Chinese.
    Commit {
        author: SAMIR,
        on: "2025-04-02",
        message: "Fix a typo",
        changes: &[Edit { path: "privacy-of-a-garden.md", old: "recieves", new: "receives" }],
    },
    // Orphaned: the source goes, the translation stays.
    Commit {
        author: TOBI,
        on: "2025-04-14",
        message: "Remove the Wi-Fi notes; nobody should build that can again",
        changes: &[Remove("wifi-at-the-allotment")],
    },
    Commit {
        author: MARA,
        on: "2025-05-05",
        message: "Add: rain-gauge-from-a-bottle",
        changes: &[Add("rain-gauge-from-a-bottle")],
    },
    Commit {
        author: SAMIR,
        on: "2025-06-02",
        message: "Add: school-workshop",
        changes: &[Add("school-workshop")],
    },
    Commit {
        author: INES,
        on: "2025-07-07",
        message: "Add: quantizing-the-forecast",
        changes: &[Add("quantizing-the-forecast")],
    },
];

/// The commits of the sample blog, oldest first; always the same, down to their hashes.
pub(super) fn commits() -> Vec<ScriptedCommit> {
    let mut files = BTreeMap::new();
    HISTORY
        .iter()
        .map(|commit| {
            let before = files.clone();
            for change in commit.changes {
                apply(change, &mut files);
            }
            ScriptedCommit {
                files: difference(&before, &files),
                message: commit.message.to_owned(),
                author_name: commit.author.to_owned(),
                author_email: email(commit.author).to_owned(),
                time: noon(commit.on),
            }
        })
        .collect()
}

type Files = BTreeMap<String, String>;

fn apply(change: &Change, files: &mut Files) {
    match change {
        Add(slug) => {
            files.insert(format!("{slug}.md"), post(slug).source.to_owned());
            rewrite_indexes(files);
        }
        Translate(slug) => {
            let text = post(slug).target.expect("the history translates what has a translation");
            files.insert(format!("zh/{slug}.md"), text.to_owned());
            rewrite_indexes(files);
        }
        Edit { path, old, new } => {
            let text = files.get_mut(*path).expect("an edited post was added before");
            assert_eq!(text.matches(old).count(), 1, "{path} holds {old:?} exactly once");
            *text = text.replace(old, new);
        }
        Remove(slug) => {
            files.remove(&format!("{slug}.md"));
            rewrite_indexes(files);
        }
    }
}

fn post(slug: &str) -> &'static Post {
    POSTS.iter().find(|post| post.slug == slug).expect("the history speaks of known posts")
}

/// Both index files list exactly the posts of their folder.
fn rewrite_indexes(files: &mut Files) {
    for (folder, head) in [("", "# One entry per post, oldest first.\n\n"), ("zh/", "")] {
        let entries: Vec<_> = POSTS
            .iter()
            .filter(|post| files.contains_key(&format!("{folder}{}.md", post.slug)))
            .map(index_entry)
            .collect();
        if !entries.is_empty() {
            files.insert(format!("{folder}_blog.yml"), format!("{head}{}", entries.join("\n")));
        }
    }
}

fn index_entry(post: &Post) -> String {
    let tags: String = post.tags.iter().map(|tag| format!("    - {tag}\n")).collect();
    format!("- local: {}\n  date: {}\n  tags:\n{tags}", post.slug, post.date)
}

/// What leads from one state of the files to the next.
fn difference(before: &Files, after: &Files) -> Vec<(RepoPath, Option<Vec<u8>>)> {
    let changed = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(*text))
        .map(|(path, text)| (RepoPath::new(path.as_str()), Some(text.clone().into_bytes())));
    let removed = before
        .keys()
        .filter(|path| !after.contains_key(*path))
        .map(|path| (RepoPath::new(path.as_str()), None));
    changed.chain(removed).collect()
}

fn email(author: &str) -> &'static str {
    match author {
        MARA => "mara@skylark.example",
        TOBI => "tobi@skylark.example",
        INES => "ines@skylark.example",
        SAMIR => "samir@skylark.example",
        LINXI => "linxi@skylark.example",
        _ => "qinghe@skylark.example",
    }
}

/// Seconds since 1970 at noon of an ISO date, UTC.
fn noon(date: &str) -> i64 {
    date.parse::<jiff::civil::Date>()
        .and_then(|date| date.at(12, 0, 0, 0).in_tz("UTC"))
        .expect("the dates of the history are real")
        .timestamp()
        .as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files after the last commit.
    fn head() -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for (path, content) in commits().into_iter().flat_map(|commit| commit.files) {
            match content {
                Some(content) => files.insert(path.to_string(), content),
                None => files.remove(path.as_str()),
            };
        }
        files
    }

    #[test]
    fn history_applies_and_no_commit_is_empty() {
        let commits = commits();

        assert_eq!(commits.len(), HISTORY.len());
        assert!(commits.iter().all(|commit| !commit.files.is_empty()));
        assert!(commits.is_sorted_by_key(|commit| commit.time));
    }

    #[test]
    fn indexes_list_exactly_the_posts_of_their_folder() {
        let head = head();
        for folder in ["", "zh/"] {
            let index = String::from_utf8(head[&format!("{folder}_blog.yml")].clone()).unwrap();
            let listed: Vec<_> =
                index.lines().filter_map(|line| line.strip_prefix("- local: ")).collect();
            let mut present: Vec<_> = POSTS
                .iter()
                .filter(|post| head.contains_key(&format!("{folder}{}.md", post.slug)))
                .map(|post| post.slug)
                .collect();
            assert!(listed.len() >= 8, "{listed:?}");
            present.retain(|slug| !listed.contains(slug));
            assert_eq!(present, [""; 0]);
        }
    }

    #[test]
    fn posts_hold_what_makes_translating_hard() {
        let sources: String = POSTS.iter().map(|post| post.source).collect();
        for mark in ["```python", "$$", "\\\\(", "| ", "![", "> ", "1. ", "](https://"] {
            assert!(sources.contains(mark), "no post holds {mark}");
        }
    }
}
