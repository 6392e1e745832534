//! Scores the judgement against labels that people made by reading, beside what dates alone say.
//!
//! What must hold: every rule is scored on the same posts, and a post counts as found where it needs
//! work: stale, minor or major. It is pure, so that anybody who labels posts of their own repository
//! can see how far to trust the catalogue, and how far the dates.

mod dates;
mod labels;
mod score;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde::Serialize;

pub use dates::DateRule;
pub use labels::{Label, LabelError, LabelSeverity, LabelledBlock, Verdict, read_labels};
pub use score::{Share, Tally};

use crate::{
    catalogue::{Catalogue, Post, Side},
    history::FileHistory,
    ids::RepoPath,
    staleness::{BaseOrigin, Severity, Status},
};

/// How far from the lines of a change a labelled place may lie and still count as located.
const NEAR: usize = 3;

/// How well the judgement and the date rules agree with the labels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Labels the score rests on.
    pub scored: usize,
    /// Labels too doubtful to count, and those that say nothing of a whole post.
    pub left_out: usize,
    /// Labelled translations the catalogue does not have; they are not scored.
    pub absent: usize,
    /// Scored posts whose verdict rests on what a person said: a pin, or a dismissed change.
    pub decided_by_people: usize,
    /// Ours first, then what dates say.
    pub rules: Vec<RuleScore>,
    /// Of the posts found stale rightly: how often the severity is the label's.
    pub severity_agrees: Share,
    /// Of the labelled places in those posts: how many lie where an open change is reported.
    pub blocks_located: Share,
    /// Where our verdict is not the label's.
    pub misses: Vec<Miss>,
}

/// The score of one rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleScore {
    pub rule: Rule,
    #[serde(flatten)]
    pub tally: Tally,
}

/// A way to tell stale translations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// What the catalogue says.
    Content,
    #[serde(untagged)]
    Dates(DateRule),
}

/// A label the judgement does not agree with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    pub kind: MissKind,
    pub target_path: RepoPath,
    /// The severity of the label.
    pub severity: LabelSeverity,
    pub note: String,
}

/// In which way a label was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissKind {
    /// There is no such translation in the catalogue.
    Absent,
    FalseAlarm,
    Missed,
}

/// Scores a catalogue. Labels of less than `least_confidence` are left out; `text` reads a translation
/// at head, and its errors are the only ones.
pub fn evaluate<E>(
    labels: &[Label],
    catalogue: &Catalogue,
    least_confidence: f64,
    text: impl Fn(&Side) -> Result<String, E>,
) -> Result<Evaluation, E> {
    let posts: HashMap<&RepoPath, &Post> =
        catalogue.posts.iter().map(|post| (path_of_translation(post), &**post)).collect();
    let mut ours = Tally::default();
    let mut by_dates = DateRule::ALL.map(|rule| (rule, Tally::default()));
    let (mut severity_agrees, mut blocks_located) = (Share::default(), Share::default());
    let (mut misses, mut left_out, mut absent, mut decided_by_people) = (Vec::new(), 0, 0, 0);
    for label in labels {
        if label.confidence < least_confidence || label.only_component {
            left_out += 1;
            continue;
        }
        let Some(post) = posts.get(&label.target_path) else {
            absent += 1;
            misses.push(Miss::of(label, MissKind::Absent));
            continue;
        };
        let (wanted, found) = (label.label == Verdict::Stale, needs_work(post));
        ours.count(wanted, found);
        decided_by_people += usize::from(is_decided_by_people(post));
        for (rule, tally) in &mut by_dates {
            tally.count(wanted, says_stale(*rule, catalogue, post));
        }
        match (wanted, found) {
            (true, true) => {
                severity_agrees.count(label.severity.is(post.severity));
                if let (Some(side), true) = (&post.target, label.names_places()) {
                    locate(label, post, &text(side)?, &mut blocks_located);
                }
            }
            (true, false) => misses.push(Miss::of(label, MissKind::Missed)),
            (false, true) => misses.push(Miss::of(label, MissKind::FalseAlarm)),
            (false, false) => {}
        }
    }
    let by_dates = by_dates.map(|(rule, tally)| RuleScore { rule: Rule::Dates(rule), tally });
    let rules = [RuleScore { rule: Rule::Content, tally: ours }].into_iter().chain(by_dates);
    Ok(Evaluation {
        scored: ours.total(),
        left_out,
        absent,
        decided_by_people,
        rules: rules.collect(),
        severity_agrees,
        blocks_located,
        misses,
    })
}

impl Evaluation {
    /// The score of the judgement by content.
    pub fn ours(&self) -> &Tally {
        &self.rules.first().expect("ours is always there, and first").tally
    }
}

impl Miss {
    fn of(label: &Label, kind: MissKind) -> Self {
        let (target_path, severity) = (label.target_path.clone(), label.severity);
        Self { kind, target_path, severity, note: label.note.clone() }
    }
}

/// Where the translation is, or where it belongs: the path that `yiqi status` prints.
fn path_of_translation(post: &Post) -> &RepoPath {
    post.target.as_ref().map_or(&post.target_path, |side| &side.path)
}

fn needs_work(post: &Post) -> bool {
    post.status == Status::Stale && post.severity >= Severity::Minor
}

fn is_decided_by_people(post: &Post) -> bool {
    post.judgement.as_ref().is_some_and(|judgement| {
        judgement.base.origin == BaseOrigin::Pinned
            || judgement.changes.iter().any(|change| change.dismissed)
    })
}

/// What a date rule says of a post; one that lacks a side cannot be stale.
fn says_stale(rule: DateRule, catalogue: &Catalogue, post: &Post) -> bool {
    let history = |side: &Option<Side>| -> Option<&FileHistory> {
        catalogue.history_of(&side.as_ref()?.path)
    };
    match (history(&post.source), history(&post.target)) {
        (Some(source), Some(target)) => rule.says_stale(source, target),
        _ => false,
    }
}

/// Counts the labelled places of a translation, and those an open change points at. A quote that is
/// not in the text is no place.
fn locate(label: &Label, post: &Post, text: &str, share: &mut Share) {
    let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
    let spans: Vec<(usize, usize)> = changes
        .filter(|change| !change.reflected && !change.dismissed)
        .filter_map(|change| change.target_lines)
        .collect();
    for quote in label.places() {
        let numbered = text.lines().zip(1_usize..);
        let places: Vec<usize> =
            numbered.filter(|(line, _)| line.contains(quote)).map(|(_, number)| number).collect();
        if places.is_empty() {
            continue;
        }
        share.count(places.iter().any(|&line| {
            spans.iter().any(|&(first, last)| first <= line + NEAR && line <= last + NEAR)
        }));
    }
}
