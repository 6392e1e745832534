//! `yiqi diff`

use clap::Args;
use serde::Serialize;

use super::{
    Outcome,
    abbreviation::digits_needed,
    options::{Format, Selection},
    output::{count, line_width, print, print_json, takes_colour},
    status::{heading, severity_name},
    typeset::{self, Marks},
    workbench::{Workbench, find_post, mirror},
};
use crate::{
    catalogue::{Post, Side},
    config::Environment,
    difference::{Budget, Detail, Landmark, Outline, Part, Proof, Section, Still},
    document::Dialect,
    ids::{CommitId, Slug},
    repository::Mirror,
    staleness::{BaseOrigin, Change, ChangeKind, Severity, Status, Work},
    web,
    workflow::UiLanguage,
};

/// Cells of a line where nobody says how many there are, and two columns are wanted.
const USUAL_WIDTH: usize = 100;
/// Fewer cells than this cannot be halved.
const NARROWEST: usize = 60;
/// Text stands so far from the edge.
const INDENT: &str = "   ";
/// Lines of the translation shown at most with a change.
const TARGET_LINES: usize = 40;

/// Shows what changed in the English since a post was translated, and the Chinese it concerns.
///
/// Per change: its key, the old and the new English word by word ([-removed-], {+added+}), the lines of
/// the translation, the verdict, and why, in both languages. Changes stand in the sections of the source,
/// and what lies between them is folded. `yiqi dismiss` takes the key.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  yiqi diff optimum-nvidia
  yiqi diff optimum-nvidia --side-by-side        the old English at the left, the new at the right
  yiqi diff optimum-nvidia --all                 changes the translation already carries, too
  yiqi diff meet-skylark --source ./blog.git --format json

Lines are as long as the terminal is wide, or as COLUMNS says. NO_COLOR switches colours off; the marks
are there in either case.")]
pub(super) struct DiffArgs {
    /// The post, such as optimum-nvidia
    slug: String,

    #[command(flatten)]
    selection: Selection,

    /// Show what the last sync found; reach nothing
    #[arg(long)]
    offline: bool,

    /// Also show what the translation already carries, and what was dismissed
    #[arg(long)]
    all: bool,

    /// Set the old and the new English in two columns
    #[arg(long, short = 'y')]
    side_by_side: bool,

    /// Show the text between the changes, too
    #[arg(long)]
    unfold: bool,

    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Exit with 1 where a change is open that makes the post stale
    #[arg(long)]
    exit_code: bool,
}

/// One change of the JSON form.
#[derive(Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    change: &'a Change,
    /// What the reason speaks of, such as `link`.
    thing: &'static str,
    why: String,
    why_zh: String,
    /// Heading it stands under, in the source and in the translation.
    section: Option<String>,
    target_section: Option<String>,
    difference: Proof,
    target: Option<String>,
}

#[derive(Serialize)]
struct BaseRecord {
    commit: CommitId,
    origin: BaseOrigin,
    confidence: f32,
    words: String,
}

#[derive(Serialize)]
struct Report<'a> {
    slug: &'a Slug,
    status: Status,
    base: Option<BaseRecord>,
    words_to_touch: usize,
    work: Option<Work>,
    changes: Vec<Record<'a>>,
}

/// A post with both its texts.
struct Texts<'a> {
    post: &'a Post,
    source: String,
    target: String,
    dialect: Dialect,
}

/// How a result is set.
struct Setting<'a> {
    marks: &'a Marks,
    /// Cells of a line; `None` breaks none.
    width: Option<usize>,
    columns: bool,
    unfold: bool,
}

pub(super) async fn run(args: DiffArgs, environment: &Environment) -> anyhow::Result<Outcome> {
    let bench = Workbench::open(&args.selection, args.offline, environment).await?;
    let project = bench.single_project()?;
    let catalogue = bench.catalogue(&project.settings.id, args.offline).await?;
    let post = find_post(&catalogue, &args.slug)?;
    let mirror = mirror(project);
    let texts = Texts {
        post,
        source: text_of(&mirror, post.source.as_ref())?,
        target: text_of(&mirror, post.target.as_ref())?,
        dialect: project.settings.convention.dialect(),
    };
    let changes: Vec<&Change> = post
        .judgement
        .iter()
        .flat_map(|judgement| &judgement.changes)
        .filter(|change| args.all || change.is_open())
        .collect();
    match args.format {
        Format::Json => print_json(&report(&texts, &changes))?,
        Format::Table => {
            let colour = takes_colour(environment);
            let width = line_width(environment);
            let setting = Setting {
                marks: if colour { &typeset::COLOURED } else { &typeset::PLAIN },
                width: width.or_else(|| args.side_by_side.then_some(USUAL_WIDTH)),
                columns: args.side_by_side && width.is_none_or(|width| width >= NARROWEST),
                unfold: args.unfold,
            };
            print(&setting.render(&texts, &changes))?;
        }
    }
    let stale = post.status == Status::Stale;
    Ok(if args.exit_code && stale { Outcome::Findings } else { Outcome::Done })
}

/// The text of one side at head; empty where there is none.
fn text_of(mirror: &Mirror, side: Option<&Side>) -> anyhow::Result<String> {
    let Some(side) = side else { return Ok(String::new()) };
    Ok(String::from_utf8_lossy(&mirror.blob(&side.path, side.blob)?).into_owned())
}

fn outline<'a>(texts: &Texts<'_>, changes: &[&'a Change]) -> Outline<'a> {
    Outline::of(&texts.source, Some(&texts.target), texts.dialect, changes.iter().copied())
}

fn report<'a>(texts: &Texts<'a>, changes: &[&'a Change]) -> Report<'a> {
    let post = texts.post;
    let mut budget = Budget::default();
    let mut records = Vec::new();
    for section in outline(texts, changes).sections {
        for part in &section.parts {
            let Part::Change(change) = *part else { continue };
            records.push(Record {
                change,
                thing: change.named().name(),
                why: web::why(UiLanguage::English, change),
                why_zh: web::why(UiLanguage::Chinese, change),
                section: match &section.landmark {
                    Landmark::Heading(heading) => Some(heading.clone()),
                    Landmark::FrontMatter | Landmark::Start => None,
                },
                target_section: section.translated.clone(),
                difference: web::proof(change, &mut budget),
                target: change.target_lines.map(|lines| excerpt(&texts.target, lines).join("\n")),
            });
        }
    }
    let base = post.judgement.as_ref().map(|judgement| BaseRecord {
        commit: judgement.base.commit,
        origin: judgement.base.origin,
        confidence: judgement.base.confidence,
        words: web::base_words(UiLanguage::English, &judgement.base),
    });
    Report {
        slug: &post.slug,
        status: post.status,
        base,
        words_to_touch: post.words_to_touch(),
        work: post.work(),
        changes: records,
    }
}

impl Setting<'_> {
    fn render(&self, texts: &Texts<'_>, changes: &[&Change]) -> String {
        let post = texts.post;
        let mut text = format!("{}\n", heading(post));
        let none = match post.status {
            Status::Untranslated => "not translated yet, so there is nothing to compare",
            Status::Orphan => "its source is gone, so there is nothing to compare",
            _ => "nothing waits; --all shows what is carried already",
        };
        if changes.is_empty() {
            return text + &format!("  {none}\n");
        }
        let known = post.judgement.iter().flat_map(|judgement| &judgement.changes);
        let digits = digits_needed(known.map(|change| change.key.as_str()));
        let (mut number, mut budget) = (0, Budget::default());
        for section in outline(texts, changes).sections {
            text.push_str(&self.landmark(&section));
            for part in &section.parts {
                match part {
                    Part::Still(still) => text.push_str(&self.still(still)),
                    Part::Change(change) => {
                        number += 1;
                        let title = format!("{number}. {:.digits$}", change.key);
                        text.push_str(&self.change(&title, change, texts, &mut budget));
                    }
                }
            }
        }
        text.push_str(&format!("\n{}\n", count(changes.len(), "change")));
        text
    }

    /// The heading changes stand under.
    fn landmark(&self, section: &Section<'_>) -> String {
        let name = match &section.landmark {
            Landmark::FrontMatter => "front matter".to_owned(),
            Landmark::Start => "beginning".to_owned(),
            Landmark::Heading(heading) => typeset::printable(heading),
        };
        let translated = section.translated.as_ref().filter(|it| **it != name);
        let translated = translated
            .filter(|_| matches!(section.landmark, Landmark::Heading(_)))
            .map(|it| format!(" / {}", typeset::printable(it)));
        format!("\n§ {name}{}\n", translated.unwrap_or_default())
    }

    fn still(&self, still: &Still) -> String {
        if self.unfold || still.is_short() {
            let lines = typeset::plain(&still.text, self.room());
            return format!("\n{}", indented(lines, "  "));
        }
        let (number, last) = &still.last;
        let lines = line_range(still.lines);
        let mut last = typeset::plain(last, self.room());
        last.truncate(1);
        let what = match still.count() {
            1 => "1 line that needs nothing".to_owned(),
            many => format!("{many} lines that need nothing"),
        };
        format!("\n{INDENT}… {what} ({lines}) …\n{}", indented(last, &format!("{number}  ")))
    }

    /// Cells for a text that is indented with a bar.
    fn room(&self) -> Option<usize> {
        self.width.map(|width| width.saturating_sub(INDENT.len() + 2).max(10))
    }

    fn change(
        &self,
        title: &str,
        change: &Change,
        texts: &Texts<'_>,
        budget: &mut Budget,
    ) -> String {
        let mut text = format!(
            "\n{title} {}, {}, {}\n",
            kind_name(change.kind),
            severity_name(change.severity),
            verdict_name(change),
        );
        for language in [UiLanguage::English, UiLanguage::Chinese] {
            let why = typeset::plain(&web::why(language, change), self.room());
            text.push_str(&indented(why, ""));
        }
        let place = match (change.source_lines, change.stood_after) {
            (Some(lines), _) => line_range(lines),
            (None, Some(line)) => format!("removed after line {line}"),
            (None, None) => "removed".to_owned(),
        };
        text.push_str(&format!("{INDENT}English ({place})\n"));
        let proof = web::proof(change, budget);
        let has_both = !change.old_source.is_empty() && !change.new_source.is_empty();
        let english = match self.room().filter(|_| self.columns && has_both) {
            Some(room) => typeset::side_by_side(&proof.pieces, self.marks, room),
            None => typeset::unified(&proof.pieces, self.marks, self.room()),
        };
        text.push_str(&indented(english, "| "));
        match proof.detail {
            Detail::Full => {}
            Detail::Cut => text.push_str(&format!("{INDENT}(long; the rest is not shown)\n")),
            Detail::TooLarge => text.push_str(&format!(
                "{INDENT}(too large to compare in detail; only the beginnings are shown)\n"
            )),
        }
        if let Some(lines) = change.target_lines {
            let path = &texts.post.target_path;
            let place = if change.kind == ChangeKind::Added { "belongs near " } else { "" };
            text.push_str(&format!("{INDENT}{path} ({place}{})\n", line_range(lines)));
            text.push_str(&self.target(&texts.target, lines));
        }
        text
    }

    /// The lines of the translation, each with its number.
    fn target(&self, target: &str, lines: (usize, usize)) -> String {
        let digits = lines.1.to_string().len();
        let room = self.room().map(|room| room.saturating_sub(digits + 1).max(10));
        let shown = excerpt(target, lines);
        let mut text = String::new();
        for (offset, line) in shown.iter().take(TARGET_LINES).enumerate() {
            for (row, part) in typeset::plain(line, room).into_iter().enumerate() {
                let number = if row == 0 { (lines.0 + offset).to_string() } else { String::new() };
                text.push_str(&indented(vec![part], &format!("{number:>digits$} | ")));
            }
        }
        if shown.len() > TARGET_LINES {
            text.push_str(&format!("{INDENT}({} more lines)\n", shown.len() - TARGET_LINES));
        }
        text
    }
}

fn indented(lines: Vec<String>, sign: &str) -> String {
    lines
        .into_iter()
        .map(|line| format!("{}\n", format!("{INDENT}{sign}{line}").trim_end()))
        .collect()
}

fn line_range((first, last): (usize, usize)) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first}-{last}") }
}

/// The 1-based inclusive lines of a text; fewer where it is shorter.
fn excerpt(text: &str, (first, last): (usize, usize)) -> Vec<&str> {
    text.lines().skip(first.saturating_sub(1)).take((last + 1).saturating_sub(first)).collect()
}

fn verdict_name(change: &Change) -> &'static str {
    match (change.dismissed, change.reflected) {
        (true, _) => "dismissed",
        (_, true) => "carried",
        _ if change.severity < Severity::Minor => "may be left",
        _ => "open",
    }
}

pub(super) fn kind_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Modified => "modified",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staleness::Reason;

    #[test]
    fn excerpt_takes_inclusive_lines_and_never_panics() {
        assert_eq!(excerpt("a\nb\nc", (2, 3)), ["b", "c"]);
        assert_eq!(excerpt("a", (5, 9)), [""; 0]);
        assert_eq!(excerpt("a", (0, 0)), ["a"]);
        assert_eq!(excerpt("a\nb", (2, 1)), [""; 0]);
    }

    const SOURCE: &str = "# Lamps\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nsee the long list of all \
                          lamps in v2 of the book\n\n## Shades\n\nPaper.\n\n```\nx = 2\nkeep()\n```\n";
    const TARGET: &str =
        "# 灯\n\n一。\n\n见书中第 v1 版的灯具清单\n\n## 灯罩\n\n纸。\n\n```\nx = 1\n```\n";

    fn change(old: &str, new: &str, lines: (usize, usize), target: (usize, usize)) -> Change {
        Change {
            key: format!("{:07}89abcdef0", lines.0),
            kind: ChangeKind::Modified,
            severity: Severity::Minor,
            reflected: false,
            dismissed: false,
            old_source: old.into(),
            new_source: new.into(),
            source_lines: Some(lines),
            stood_after: None,
            target_lines: Some(target),
            reason: Reason::AddedMissing { what: "v2".into() },
        }
    }

    fn shown(width: Option<usize>, columns: bool) -> String {
        let post = Post {
            slug: "lamps".into(),
            source: None,
            target: None,
            target_path: "zh/lamps.md".into(),
            status: Status::Stale,
            severity: Severity::Minor,
            judgement: None,
            suggestion: None,
            warnings: Vec::new(),
        };
        let texts = Texts {
            post: &post,
            source: SOURCE.into(),
            target: TARGET.into(),
            dialect: Dialect::Markdown,
        };
        let sentence = "see the long list of all lamps in v2 of the book";
        let code = change("```\nx = 1\nkeep()\n```", "```\nx = 2\nkeep()\n```", (17, 20), (11, 13));
        let changes = [
            change("One", "One.", (3, 3), (3, 3)),
            change(&sentence.replace("v2", "v1"), sentence, (11, 11), (5, 5)),
            Change { reason: Reason::RemovedPresent { what: "x = 1".into() }, ..code },
        ];
        let setting = Setting { marks: &typeset::PLAIN, width, columns, unfold: false };
        setting.render(&texts, &changes.iter().collect::<Vec<_>>())
    }

    #[test]
    fn changes_stand_in_their_sections_with_both_languages_and_the_reason() {
        insta::assert_snapshot!(shown(None, false), @r#"
        lamps
          (no source) → (no translation)
          stale, minor

        § Lamps / 灯

        1. 0000003 modified, minor, open
           The text “v2” that the change added is not in the translation.
           这处改动加进的内容“v2”，译文里还没有。
           English (line 3)
           | One{+.+}
           zh/lamps.md (line 3)
           3 | 一。

           … 5 lines that need nothing (lines 5-9) …
           9  Four.

        2. 0000011 modified, minor, open
           The name “v2” that the change added is not in the translation.
           这处改动加进的名称“v2”，译文里还没有。
           English (line 11)
           | see the long list of all lamps in [-v1-]{+v2+} of the book
           zh/lamps.md (line 5)
           5 | 见书中第 v1 版的灯具清单

        § Shades / 灯罩

             Paper.

        3. 0000017 modified, minor, open
           The line of code “x = 1” that the change removed is still in the translation.
           原文已经去掉的代码行“x = 1”，译文里还留着。
           English (lines 17-20)
           | ```
           | x = [-1-]{+2+}
           | keep()
           | ```
           zh/lamps.md (lines 11-13)
           11 | ```
           12 | x = 1
           13 | ```

        3 changes
        "#);
    }

    #[test]
    fn two_columns_fit_the_terminal() {
        insta::assert_snapshot!(shown(Some(64), true), @r#"
        lamps
          (no source) → (no translation)
          stale, minor

        § Lamps / 灯

        1. 0000003 modified, minor, open
           The text “v2” that the change added is not in the
           translation.
           这处改动加进的内容“v2”，译文里还没有。
           English (line 3)
           | One                          │ One{+.+}
           zh/lamps.md (line 3)
           3 | 一。

           … 5 lines that need nothing (lines 5-9) …
           9  Four.

        2. 0000011 modified, minor, open
           The name “v2” that the change added is not in the
           translation.
           这处改动加进的名称“v2”，译文里还没有。
           English (line 11)
           | see the long list of all     │ see the long list of all
           | lamps in [-v1-] of the book  │ lamps in {+v2+} of the book
           zh/lamps.md (line 5)
           5 | 见书中第 v1 版的灯具清单

        § Shades / 灯罩

             Paper.

        3. 0000017 modified, minor, open
           The line of code “x = 1” that the change removed is still
           in the translation.
           原文已经去掉的代码行“x = 1”，译文里还留着。
           English (lines 17-20)
           | ```                          │ ```
           | x = [-1-]                    │ x = {+2+}
           | keep()                       │ keep()
           | ```                          │ ```
           zh/lamps.md (lines 11-13)
           11 | ```
           12 | x = 1
           13 | ```

        3 changes
        "#);
    }
}
