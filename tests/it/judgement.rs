//! The judgement on the real blog, scored against labels made by reading; skipped visibly where the
//! data is absent. The two rules that go by dates are scored beside it.

use std::{collections::HashMap, path::Path};

use serde::Deserialize;
use yiqi::{
    catalogue::{Catalogue, Post},
    history::{FileHistory, History},
    ids::RepoPath,
    repository::Mirror,
    staleness::{Judgement, Severity},
};

use super::{
    real_blog::{bundle, fetched},
    real_catalogue::assembled,
};

#[derive(Deserialize)]
struct Label {
    source_path: RepoPath,
    target_path: RepoPath,
    label: String,
    severity: String,
    confidence: f32,
    changed_blocks: Vec<LabelledBlock>,
}

#[derive(Deserialize)]
struct LabelledBlock {
    zh_quote: String,
}

impl Label {
    fn is_stale(&self) -> bool {
        self.label == "stale"
    }
}

/// Labels that were sure enough to be counted.
const SURE: f32 = 0.7;

fn labels() -> Option<Vec<Label>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/staleness-labels.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    let read = |line| serde_json::from_str::<Label>(line).expect("a readable label");
    Some(text.lines().map(read).filter(|label| label.confidence >= SURE).collect())
}

/// How often a verdict agreed with the labels.
#[derive(Debug, Default)]
struct Score {
    right_alarms: usize,
    false_alarms: usize,
    missed: usize,
}

impl Score {
    fn add(&mut self, label: &Label, stale: bool) {
        match (label.is_stale(), stale) {
            (true, true) => self.right_alarms += 1,
            (false, true) => self.false_alarms += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }

    fn f1(&self) -> f64 {
        let twice = 2.0 * self.right_alarms as f64;
        twice / (twice + (self.false_alarms + self.missed) as f64)
    }
}

/// How much of what the labels say beyond stale or current was met.
#[derive(Debug, Default)]
struct Detail {
    severity_agrees: usize,
    located: usize,
    blocks: usize,
}

impl Detail {
    fn add(&mut self, label: &Label, judgement: &Judgement, text: &str) {
        self.severity_agrees += usize::from(match judgement.severity {
            Severity::Minor => label.severity == "minor",
            Severity::Major => label.severity == "major",
            Severity::None | Severity::Cosmetic => false,
        });
        for block in &label.changed_blocks {
            let quoted =
                text.lines().enumerate().filter(|(_, line)| line.contains(&block.zh_quote));
            let lines: Vec<usize> = quoted.map(|(index, _)| index + 1).collect();
            if lines.is_empty() {
                continue;
            }
            self.blocks += 1;
            let open = judgement.changes.iter().filter(|change| !change.reflected);
            // Three lines of grace, as the labels were made for places and not for spans.
            let near = open.filter_map(|change| change.target_lines).any(|(first, last)| {
                lines.iter().any(|&line| first <= line + 3 && line <= last + 3)
            });
            self.located += usize::from(near);
        }
    }
}

fn file<'a>(history: &'a History, path: &RepoPath) -> &'a FileHistory {
    history.files.iter().find(|file| file.path == *path).expect("labelled files are there")
}

fn newest_text(mirror: &Mirror, file: &FileHistory) -> String {
    let version = file.versions.last().expect("a history is never empty");
    let reader = mirror.reader().expect("the mirror opens");
    let bytes = reader.blob(&version.path, version.blob).expect("tracked contents are there");
    String::from_utf8_lossy(&bytes).into_owned()
}

fn by_target(catalogue: &Catalogue) -> HashMap<&RepoPath, &Post> {
    catalogue.posts.iter().map(|post| (&post.target_path, post)).collect()
}

#[tokio::test]
async fn the_judgement_agrees_with_the_labels_and_dates_do_not() {
    let (Some(bundle), Some(labels)) = (bundle(), labels()) else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mirror, history) = fetched(folder.path(), &bundle).await;
    let catalogue = assembled(&mirror, &history, None);
    let posts = by_target(&catalogue);

    let (mut ours, mut last_touch, mut since_introduced) =
        (Score::default(), Score::default(), Score::default());
    let mut detail = Detail::default();
    for label in &labels {
        let judgement = posts[&label.target_path].judgement.as_ref().expect("both sides are there");
        let stale = judgement.severity >= Severity::Minor;
        ours.add(label, stale);
        if label.is_stale() != stale {
            eprintln!("judged wrongly: {}", label.target_path);
        }
        let (source, target) =
            (file(&history, &label.source_path), file(&history, &label.target_path));
        if stale && label.is_stale() {
            detail.add(label, judgement, &newest_text(&mirror, target));
        }
        let newest = source.versions.last().expect("never empty").position;
        let touched = target.versions.last().expect("never empty").position;
        last_touch.add(label, newest > touched);
        since_introduced.add(label, newest > target.versions[0].position);
    }
    eprintln!("content: F1 {:.3} {ours:?} {detail:?}", ours.f1());
    eprintln!("source touched after the translation: F1 {:.3} {last_touch:?}", last_touch.f1());
    eprintln!(
        "source touched since it appeared: F1 {:.3} {since_introduced:?}",
        since_introduced.f1()
    );

    assert!(ours.f1() >= 0.95, "{ours:?}");
    assert!(detail.severity_agrees * 10 >= ours.right_alarms * 8, "{detail:?}");
    assert!(detail.located * 10 >= detail.blocks * 8, "{detail:?}");
    assert!(last_touch.f1() < ours.f1() && since_introduced.f1() < ours.f1());
}
