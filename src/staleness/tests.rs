//! The traps of real histories, each on a made-up document.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::ids::{BlobId, RepoPath};

mod course;
mod facts;
mod histories;

const BASE: &str = "---
title: \"Keeping bees on a roof\"
thumbnail: /blog/assets/bees/cover.png
authors:
- user: mira
---

# Keeping bees on a roof

A hive on a roof needs shade, water and a wall against the wind. Most keepers start with 2 hives and 12 frames, see [the roof guide](https://bees.example/guide).

## Tools

You need a smoker and the `hivectl` program.

```bash
pip install hivectl==1.4
hivectl open --frames 12
```

- A veil that fits
- Gloves of soft leather
- A smoker with cold smoke

## Honey

In June the first honey is ready. Take only the frames that are sealed, and leave the bees enough for a week of rain.

![frames](https://bees.example/img/frames.png)
";

const ZH: &str = "---
title: \"在屋顶养蜂\"
thumbnail: /blog/assets/bees/cover.png
authors:
- user: mira
translators:
- user: lan
---

# 在屋顶养蜂

屋顶上的蜂箱需要遮阴、水和一堵挡风的墙。多数养蜂人从 2 个蜂箱和 12 张巢脾开始，参见 [屋顶指南](https://bees.example/guide)。

## 工具

你需要一个喷烟器和 `hivectl` 程序。

```bash
pip install hivectl==1.4
hivectl open --frames 12
```

- 合身的面纱
- 软皮手套
- 出冷烟的喷烟器

## 蜂蜜

6 月第一批蜂蜜就可以取了。只取封盖的巢脾，并给蜜蜂留下够过一周雨天的蜜。

![巢脾](https://bees.example/img/frames.png)
";

/// A history told as a story: each call is one commit.
#[derive(Clone)]
struct Story {
    pair: Pair,
    commits: u32,
}

impl Story {
    fn new() -> Self {
        let pair = Pair {
            source: Vec::new(),
            target: Vec::new(),
            dialect: Dialect::Markdown,
            mass_edit_files: 15,
            pin: None,
            dismissed: Vec::new(),
        };
        Self { pair, commits: 0 }
    }

    /// The usual beginning: the post, then its translation.
    fn translated() -> Self {
        Self::new().source(BASE).target(ZH)
    }

    fn version(&mut self, text: &str, path: &str, files: u32) -> Version {
        self.commits += 1;
        let mut name = [0; 20];
        name[..4].copy_from_slice(&self.commits.to_be_bytes());
        let digest = crate::document::hash(text.bytes());
        let mut blob = [0; 20];
        blob[..8].copy_from_slice(&digest.to_be_bytes());
        Version {
            file: FileVersion {
                commit: CommitId::from_bytes(name),
                blob: BlobId::from_bytes(blob),
                path: RepoPath::new(path),
                position: self.commits,
                // Dates run backwards, so that any use of them would show.
                committed_at: -i64::from(self.commits),
                files_touched: files,
                source_commit: None,
            },
            text: Arc::from(text),
        }
    }

    fn source(mut self, text: &str) -> Self {
        let version = self.version(text, "bees.md", 1);
        self.pair.source.push(version);
        self
    }

    fn target(mut self, text: &str) -> Self {
        let version = self.version(text, "zh/bees.md", 1);
        self.pair.target.push(version);
        self
    }

    /// One commit that touches the translation and very many other files.
    fn mass_target(mut self, text: &str) -> Self {
        let version = self.version(text, "zh/bees.md", 200);
        self.pair.target.push(version);
        self
    }

    fn mass_source(mut self, text: &str) -> Self {
        let version = self.version(text, "bees.md", 200);
        self.pair.source.push(version);
        self
    }

    fn judge(&self) -> Judgement {
        judge(&self.pair)
    }

    #[track_caller]
    fn expect(&self, status: Status, severity: Severity) -> Judgement {
        let judgement = self.judge();
        assert_eq!((judgement.status, judgement.severity), (status, severity), "{judgement:#?}");
        judgement
    }

    #[track_caller]
    fn expect_current(&self) -> Judgement {
        let judgement = self.judge();
        assert_eq!(judgement.status, Status::Current, "{judgement:#?}");
        judgement
    }
}

fn open(judgement: &Judgement) -> Vec<&Change> {
    let open = |change: &&Change| !change.reflected && change.severity >= Severity::Minor;
    judgement.changes.iter().filter(open).collect()
}

/// `BASE` or `ZH` with replacements, each of which must apply.
#[track_caller]
fn edit(text: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is not in the text");
        text.replace(from, to)
    })
}

const NEW_LINK: &[(&str, &str)] = &[("https://bees.example/guide", "https://bees.example/guide-2")];
const NEW_CODE: &[(&str, &str)] = &[("hivectl==1.4", "hivectl==2.0")];
const NEW_SENTENCE: (&str, &str) = (
    "a week of rain.",
    "a week of rain. Never open a hive during a thunderstorm or when swallows fly low.",
);

#[test]
fn a_fresh_translation_is_current() {
    let judgement = Story::translated().expect(Status::Current, Severity::None);
    assert!(judgement.changes.is_empty());
    assert_eq!(judgement.words_to_touch, 0);
}

#[test]
fn a_new_link_is_minor_and_located() {
    let story = Story::translated().source(&edit(BASE, NEW_LINK));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    let changes = open(&judgement);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].target_lines, Some((12, 12)));
    assert_eq!(changes[0].source_lines, Some((10, 10)));
    assert_eq!(
        changes[0].reason,
        Reason::AddedMissing { what: "https://bees.example/guide-2".into() }
    );
}

#[test]
fn a_small_number_in_code_matters() {
    let story =
        Story::translated().source(&edit(BASE, &[("--frames 12\n```", "--frames 10\n```")]));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement)[0].target_lines, Some((18, 21)));
}

#[test]
fn a_small_number_in_prose_matters() {
    Story::translated()
        .source(&edit(BASE, &[("2 hives", "3 hives")]))
        .expect(Status::Stale, Severity::Minor);
}

#[test]
fn one_word_that_turns_a_statement_matters() {
    for change in [("Take only", "Do not take only"), ("enough", "more than enough, never less,")] {
        Story::translated().source(&edit(BASE, &[change])).expect(Status::Stale, Severity::Minor);
    }
}

#[test]
fn typos_and_wording_are_cosmetic() {
    for change in [
        ("needs shade", "neeeds shade"),
        ("Most keepers start", "Most of the keepers start"),
        ("the first honey is ready", "the first honey will be ready"),
        ("and leave the bees", "leaving the bees"),
    ] {
        let judgement = Story::translated().source(&edit(BASE, &[change])).expect_current();
        assert_eq!(judgement.severity, Severity::Cosmetic, "{change:?}");
        assert_eq!(judgement.words_to_touch, 0);
    }
}

#[test]
fn a_new_sentence_is_minor_and_a_new_paragraph_major() {
    Story::translated().source(&edit(BASE, &[NEW_SENTENCE])).expect(Status::Stale, Severity::Minor);
    let paragraph = "\n\nBefore winter every hive is weighed. A strong colony of mountain bees eats fifteen jars of honey until spring, so whatever is missing has to be fed as syrup in late August, slowly, in the evening, from a bowl with straw, or robbers from neighbouring colonies will find the entrance and empty the combs within days.";
    let story = Story::translated()
        .source(&edit(BASE, &[("a week of rain.", &format!("a week of rain.{paragraph}"))]));
    let judgement = story.expect(Status::Stale, Severity::Major);
    let added = open(&judgement)[0];
    assert_eq!((added.kind, &added.reason), (ChangeKind::Added, &Reason::NoCounterpart));
    // After the paragraph on line 29 and before the picture on line 31.
    assert_eq!(added.target_lines, Some((29, 31)));
}

#[test]
fn a_supersession_notice_is_major_however_short() {
    let notice = "> [!WARNING]\n> This setup is no longer supported.\n\nA hive on a roof";
    Story::translated()
        .source(&edit(BASE, &[("A hive on a roof", notice)]))
        .expect(Status::Stale, Severity::Major);
}

#[test]
fn a_change_that_was_undone_vanishes() {
    let story = Story::translated().source(&edit(BASE, NEW_LINK)).source(BASE);
    assert!(story.expect(Status::Current, Severity::None).changes.is_empty());
}

#[test]
fn a_translation_made_from_an_old_copy_is_born_stale() {
    // Two commits to the source while the translation waited for review.
    let story = Story::new()
        .source(BASE)
        .source(&edit(BASE, NEW_CODE))
        .source(&edit(&edit(BASE, NEW_CODE), &[NEW_SENTENCE]))
        .target(ZH);
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(judgement.base.commit, story.pair.source[0].file.commit);
    // The sentence left no trace of its own, but it came after the base the code betrays.
    assert_eq!(open(&judgement).len(), 2);
}

#[test]
fn a_translation_ahead_of_the_commit_order_is_current() {
    let zh = edit(&edit(ZH, NEW_CODE), NEW_LINK);
    let story =
        Story::new().source(BASE).target(&zh).source(&edit(&edit(BASE, NEW_CODE), NEW_LINK));
    story.expect_current();
}

#[test]
fn changes_that_leave_no_trace_before_the_translation_are_taken_as_reflected() {
    let story = Story::new()
        .source(BASE)
        .source(&edit(BASE, &[("soft leather", "thick sheep skin, well washed")]))
        .target(ZH);
    let judgement = story.expect_current();
    assert_eq!(judgement.base.commit, story.pair.source[1].file.commit);
}

#[test]
fn a_mass_edit_proves_no_review() {
    // The sentence came, and then a script touched every translation, here in the very block.
    let story = Story::translated()
        .source(&edit(BASE, &[NEW_SENTENCE]))
        .mass_target(&edit(ZH, &[("一周雨天", "一个星期雨天")]));
    story.expect(Status::Stale, Severity::Minor);
    // The same edit by a person is taken as a sign that the block was looked at.
    let story = Story::translated()
        .source(&edit(BASE, &[NEW_SENTENCE]))
        .target(&edit(ZH, &[("的蜜。", "的蜜。雷雨时或燕子低飞时切勿打开蜂箱。")]));
    story.expect_current();
}

#[test]
fn a_mass_edit_of_the_source_is_judged_like_any_other() {
    let story = Story::translated().mass_source(&edit(
        BASE,
        &[(
            "# Keeping bees on a roof\n",
            "<!-- {blog_metadata} -->\n<!-- {authors} -->\n\n# Keeping bees on a roof\n",
        )],
    ));
    assert!(story.expect(Status::Current, Severity::None).changes.is_empty());
}

#[test]
fn a_partial_sync_leaves_the_earlier_change_open() {
    let story = Story::translated()
        .source(&edit(BASE, NEW_LINK))
        .source(&edit(&edit(BASE, NEW_LINK), NEW_CODE))
        .target(&edit(ZH, NEW_CODE));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement).len(), 1);
    assert_eq!(judgement.base.commit, story.pair.source[0].file.commit);
}

#[test]
fn a_half_applied_change_is_not_reflected() {
    let both = [NEW_LINK[0], ("2 hives and 12 frames", "4 hives and 40 frames")];
    let story = Story::translated().source(&edit(BASE, &both)).target(&edit(ZH, NEW_LINK));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert!(matches!(open(&judgement)[0].reason, Reason::AddedMissing { .. }));
}

#[test]
fn a_regression_is_stale_again() {
    let story = Story::translated()
        .source(&edit(BASE, &[NEW_SENTENCE]))
        .target(&edit(ZH, &[("的蜜。", "的蜜。雷雨时或燕子低飞时切勿打开蜂箱。")]));
    story.expect_current();
    story.target(ZH).expect(Status::Stale, Severity::Minor);
}

#[test]
fn deleted_english_whose_chinese_remains_is_a_change() {
    let story = Story::translated().source(&edit(BASE, &[("- Gloves of soft leather\n", "")]));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    let removed = open(&judgement)[0];
    assert_eq!((removed.kind, removed.source_lines), (ChangeKind::Removed, None));
    assert_eq!(removed.target_lines, Some((24, 24)));
    story.target(&edit(ZH, &[("- 软皮手套\n", "")])).expect_current();
}

#[test]
fn what_the_translator_left_out_is_not_staleness() {
    let zh = edit(ZH, &[("你需要一个喷烟器和 `hivectl` 程序。\n\n", ""), ("- 软皮手套\n", "")]);
    Story::new().source(BASE).target(&zh).expect(Status::Current, Severity::None);
    // Nor is a change of a paragraph that was never translated.
    Story::new()
        .source(BASE)
        .target(&zh)
        .source(&edit(
            BASE,
            &[(
                "a smoker and the `hivectl` program",
                "a smoker, a brush, a bucket with a lid, patience and the `hivectl` program",
            )],
        ))
        .expect_current();
}

#[test]
fn renumbered_and_rearranged_items_are_no_work() {
    let story = Story::translated().source(&edit(
        BASE,
        &[
            (
                "- A veil that fits\n- Gloves of soft leather\n",
                "1. Gloves of soft leather\n2. A veil that fits\n",
            ),
            ("- A smoker with", "3. A smoker with"),
        ],
    ));
    story.expect_current();
}

#[test]
fn levels_of_headings_matter_also_where_very_many_files_got_others_at_once() {
    let levels = [("## Tools", "### Tools"), ("## Honey", "### Honey")];
    let after = edit(BASE, &levels);
    let judgement = Story::translated().source(&after).expect(Status::Stale, Severity::Minor);
    let reason = Reason::LevelChanged { what: "## → ###".into() };
    assert_eq!(open(&judgement)[0].reason, reason);
    let story = Story::translated().mass_source(&after);
    story.expect(Status::Stale, Severity::Minor);
    // What counts is the level in the translation, whoever set it and with how many other files.
    let zh = edit(ZH, &[("## 工具", "### 工具"), ("## 蜂蜜", "### 蜂蜜")]);
    story.clone().target(&zh).expect_current();
    story.clone().mass_target(&zh).expect_current();
    let half = story.target(&edit(ZH, &[("## 工具", "### 工具")]));
    assert_eq!(open(&half.expect(Status::Stale, Severity::Minor)).len(), 1);
}

#[test]
fn a_bibliography_entry_is_minor_however_many_lines_it_has() {
    let entry = "\n## Citation\n\n```bibtex\n@article{mira2024,\n  title={Bees},\n  author={Mira},\n  year={2024},\n  journal={Roofs}\n}\n```\n";
    Story::translated().source(&format!("{BASE}{entry}")).expect(Status::Stale, Severity::Minor);
}

#[test]
fn code_that_was_only_wrapped_is_no_change() {
    let long = "```python\nhive = Hive(frames=12, shade=True)\n```";
    let wrapped = "```python\nhive = Hive(\n    frames=12,\n    shade=True,\n)  # a roof\n```";
    let fence = "```bash\npip install hivectl==1.4\nhivectl open --frames 12\n```";
    let story =
        Story::new().source(&edit(BASE, &[(fence, long)])).target(&edit(ZH, &[(fence, long)]));
    story.source(&edit(BASE, &[(fence, wrapped)])).expect(Status::Current, Severity::None);
}

#[test]
fn line_endings_are_no_change() {
    let story = Story::translated().source(&BASE.replace('\n', "\r\n"));
    assert!(story.expect(Status::Current, Severity::None).changes.is_empty());
}

#[test]
fn formatters_going_back_and_forth_are_no_change() {
    let story = Story::translated().source(&edit(
        BASE,
        &[
            ("- A veil", "* A veil"),
            ("- Gloves", "* Gloves"),
            ("- A smoker", "* A smoker"),
            ("A hive on a roof needs shade, water", "A hive on a roof\nneeds shade, water"),
            ("\"Keeping bees on a roof\"", "Keeping bees on a roof"),
            ("```bash", "```sh"),
        ],
    ));
    story.expect(Status::Current, Severity::None);
}

#[test]
fn migrated_addresses_are_no_change() {
    let before = edit(
        BASE,
        &[
            ("https://bees.example/guide", "https://github.com/bees/guide/blob/master/roof.md"),
            ("https://bees.example/img/frames.png", "assets/07_bees/frames.png"),
        ],
    );
    let zh = edit(
        ZH,
        &[
            ("https://bees.example/guide", "https://github.com/bees/guide/blob/master/roof.md"),
            (
                "https://bees.example/img/frames.png",
                "https://huggingface.co/blog/assets/07_bees/frames.png",
            ),
        ],
    );
    let after = edit(
        &before,
        &[
            ("blob/master/roof.md", "blob/main/roof.md"),
            ("assets/07_bees/frames.png", "https://cdn.example/07_bees/frames.png"),
        ],
    );
    Story::new().source(&before).target(&zh).source(&after).expect_current();
}

#[test]
fn legitimate_differences_are_normalised_away() {
    // The source moves on in every place where translations differ by right; the translation follows.
    let source = |version: &str, millions: &str, x: &str| {
        format!(
            "# Swarms\n\nSee [the post](/blog/swarms-{version}) on {millions} million bees, where \\\\( {x} \\\\) holds.\n\n```python\n# count the {version} bees\ncount(\"{version} bees\")  # all of them\n```\n\n![a swarm](swarms/{version}.png)\n"
        )
    };
    let zh = |version: &str, wan: &str, x: &str| {
        format!(
            "# 蜂群\n\n参见 [这篇文章](https://huggingface.co/blog/zh/swarms-{version})，谈的是 {wan} 万只蜜蜂，其中 ${x}$ 成立。\n\n```python\n# 数蜜蜂\ncount(\"{version} 只蜜蜂\")  # 全部\n```\n\n![蜂群](https://huggingface.co/blog/assets/swarms/{version}.png)\n"
        )
    };
    let story = Story::new().source(&source("one", "1.5", "x+1")).target(&zh("one", "150", "x+1"));
    story.expect(Status::Current, Severity::None);
    story
        .clone()
        .source(&source("two", "2.4", "y+2"))
        .target(&zh("two", "240", "y+2"))
        .expect_current();
    story.source(&source("two", "2.4", "y+2")).expect(Status::Stale, Severity::Minor);
}

#[test]
fn a_dropped_table_of_contents_is_no_change() {
    let contents = "## Contents\n\n- [Tools](#tools)\n- [Honey](#honey)\n\n";
    let with = edit(BASE, &[("## Tools", &format!("{contents}## Tools"))]);
    Story::new().source(&with).target(ZH).expect(Status::Current, Severity::None);
    // Repairing its anchors is no work for anyone.
    Story::new()
        .source(&with)
        .target(ZH)
        .source(&edit(&with, &[("(#honey)", "(#honey-1)")]))
        .expect_current();
}

#[test]
fn a_renamed_file_keeps_its_history() {
    let mut story = Story::translated();
    for side in [&mut story.pair.source, &mut story.pair.target] {
        side[0].file.path = RepoPath::new("old/bees.md");
    }
    story.clone().source(BASE).target(ZH).expect(Status::Current, Severity::None);
    story.source(&edit(BASE, NEW_CODE)).target(ZH).expect(Status::Stale, Severity::Minor);
}

#[test]
fn pages_swapped_under_stable_paths_are_judged_by_what_they_say_now() {
    let other = "# Pruning apple trees\n\nCut in February, above the third bud, with [a sharp knife](https://apple.example/knife) and a steady hand.\n\n```\nprune --bud 3\n```\n\n## Grafting\n\nJoin the twig and the stem, and wrap them with bast.\n\n## Harvest\n\nPick in October.\n";
    let other_zh = "# 修剪苹果树\n\n在 2 月用 [锋利的刀](https://apple.example/knife) 于第 3 个芽上方稳稳地剪。\n\n```\nprune --bud 3\n```\n\n## 嫁接\n\n把枝条和茎接在一起，用韧皮缠好。\n\n## 收获\n\n10 月采摘。\n";
    let story = Story::translated().source(other);
    story.expect(Status::Stale, Severity::Major);
    let swapped = story.target(other_zh);
    swapped.expect_current();
    assert_eq!(swapped.judge().base.commit, swapped.pair.source[1].file.commit);
}

#[test]
fn an_english_copy_that_is_translated_later_takes_its_base_from_the_translation() {
    let story = Story::new()
        .source(BASE)
        .target(BASE)
        .source(&edit(BASE, NEW_CODE))
        .target(&edit(ZH, NEW_CODE));
    story.expect(Status::Current, Severity::None);
}

#[test]
fn a_link_that_was_forgotten_before_the_base_is_found() {
    let second = edit(BASE, NEW_LINK);
    let third = edit(
        &second,
        &[
            NEW_CODE[0],
            ("frames.png", "combs.png"),
            ("`hivectl` program", "`hivectl` and `combctl` programs"),
        ],
    );
    let zh = edit(
        ZH,
        &[
            NEW_CODE[0],
            ("frames.png", "combs.png"),
            ("`hivectl` 程序", "`hivectl` 和 `combctl` 程序"),
        ],
    );
    let story = Story::new().source(BASE).source(&second).source(&third).target(&zh);
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement).len(), 1);
    assert_eq!(judgement.base.commit, story.pair.source[0].file.commit);
}

#[test]
fn front_matter_is_judged_field_by_field() {
    let byline = edit(BASE, &[("- user: mira\n", "- user: mira\n  guest: true\n- user: tom\n")]);
    Story::translated().source(&byline).expect(Status::Current, Severity::Cosmetic);
    let picture = edit(BASE, &[("bees/cover.png", "bees/cover-2.png")]);
    let judgement = Story::translated().source(&picture).expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement)[0].target_lines, Some((3, 3)));
    let title = edit(
        BASE,
        &[("title: \"Keeping bees on a roof\"", "title: \"Wild orchard swarms and their winter\"")],
    );
    Story::translated().source(&title).expect(Status::Stale, Severity::Minor);
}

#[test]
fn a_thumbnail_that_was_forgotten_before_the_base_is_found() {
    let second = edit(BASE, &[("bees/cover.png", "bees/cover-2.png")]);
    let third = edit(&second, NEW_CODE);
    let story =
        Story::new().source(BASE).source(&second).source(&third).target(&edit(ZH, NEW_CODE));
    let judgement = story.expect(Status::Stale, Severity::Minor);
    assert_eq!(open(&judgement)[0].target_lines, Some((3, 3)));
}

#[test]
fn a_pin_and_a_trailer_win_over_inference() {
    let mut story = Story::translated().source(&edit(BASE, NEW_LINK));
    let second = story.pair.source[1].file.commit;
    story.pair.pin = Some(second);
    let judgement = story.expect(Status::Current, Severity::None);
    assert_eq!((judgement.base.origin, judgement.base.commit), (BaseOrigin::Pinned, second));
    story.pair.pin = None;
    story.pair.target[0].file.source_commit = Some(second);
    assert_eq!(story.judge().base.origin, BaseOrigin::Recorded);
    story.expect(Status::Current, Severity::None);
}

#[test]
fn a_dismissed_change_counts_no_more_until_the_source_changes_again() {
    let mut story = Story::translated().source(&edit(BASE, NEW_LINK));
    story.pair.dismissed = vec![story.judge().changes[0].key.clone()];
    let judgement = story.expect(Status::Current, Severity::None);
    assert!(judgement.changes[0].dismissed);
    let again = edit(BASE, &[("https://bees.example/guide", "https://bees.example/guide-3")]);
    story.source(&again).expect(Status::Stale, Severity::Minor);
}

#[test]
fn components_and_anchors_of_mdx_are_no_work() {
    let source = "# Swarms[[swarms]]\n\n<Tip>\n\nKeep 3 hives apart.\n\n</Tip>\n\n<Youtube id=\"abc\"/>\n\nBees fly far.\n";
    let zh = "# 蜂群[[swarms]]\n\n<Tip>\n\n把 3 个蜂箱分开放。\n\n</Tip>\n\n<Youtube id=\"abc\"/>\n\n蜜蜂飞得很远。\n";
    let mut story = Story::new().source(source).target(zh).source(&edit(
        source,
        &[
            ("# Swarms[[swarms]]", "# Swarms"),
            ("<Tip>\n\nKeep 3 hives apart.\n\n</Tip>", "> [!TIP]\n> Keep 3 hives apart."),
        ],
    ));
    story.pair.dialect = Dialect::Mdx;
    story.expect_current();
    story
        .source(&edit(source, &[("id=\"abc\"", "id=\"xyz\"")]))
        .expect(Status::Stale, Severity::Minor);
}

#[test]
fn one_very_long_line_is_compared_by_its_words() {
    let line = |from: usize| (from..from + 60_000).map(|i| format!("w{i} ")).collect::<String>();
    let judgement =
        Story::new().source(&line(0)).target("很长的一行。").source(&line(50_000)).judge();
    assert_eq!((judgement.status, judgement.severity), (Status::Stale, Severity::Major));
}

#[test]
fn a_file_rewritten_from_end_to_end_is_judged_within_bounds() {
    let many = |seed: usize| -> String {
        (0..5_000).map(|i| format!("line {} of {}\n\n", i * seed, seed)).collect()
    };
    let judgement = Story::new().source(&many(3)).target(&many(5)).source(&many(7)).judge();
    assert_eq!(judgement.status, Status::Stale);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn judging_never_panics_and_is_deterministic(
        source in prop::collection::vec(pieces(), 1..4),
        target in prop::collection::vec(pieces(), 1..4),
    ) {
        let story = source.iter().fold(Story::new(), |story, text| story.source(text));
        let story = target.iter().fold(story, |story, text| story.target(text));
        prop_assert_eq!(story.judge(), story.judge());
    }

    #[test]
    fn a_fresh_copy_is_always_current(text in pieces()) {
        let judgement = Story::new().source(&text).target(&text).judge();
        prop_assert_eq!(judgement.status, Status::Current);
        prop_assert!(judgement.changes.is_empty());
    }

    #[test]
    fn a_copy_that_follows_every_version_is_current(versions in prop::collection::vec(pieces(), 1..4)) {
        let story = versions.iter().fold(Story::new(), |story, text| story.source(text).target(text));
        let judgement = story.judge();
        prop_assert_eq!(judgement.status, Status::Current, "{:#?}", judgement);
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "---\ntitle: x\n---\n",
        "# One\n\n",
        "## Two\n\n",
        "Some words about 3 things and `code`.\n\n",
        "一些中文，带有 `code` 和 3 个东西。\n\n",
        "- item [l](http://a.b/c)\n",
        "```py\nx = 1\n```\n\n",
        "```\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
        "> quote\n\n",
        "![i](p/q.png)\n\n",
        "$$x$$\n\n",
        "\0\r\n",
        "<Tip>\n\n",
    ]);
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}
