use std::{convert::Infallible, sync::Arc};

use super::*;
use crate::{
    catalogue::{KnownIndexes, Makeup},
    convention::PostMeta,
    history::{FileVersion, History},
    ids::{BlobId, CommitId, Slug},
    staleness::{Base, Change, ChangeKind, Judgement, Reason, Work},
};

/// A post as these tests tell it.
struct Told {
    slug: &'static str,
    severity: Severity,
    /// Commit times of the versions of the source and of the translation.
    source: &'static [i64],
    target: &'static [i64],
    /// Lines of the one open change.
    lines: Option<(usize, usize)>,
}

impl Told {
    fn new(slug: &'static str, severity: Severity) -> Self {
        Self { slug, severity, source: &[1], target: &[2], lines: None }
    }

    fn post(&self) -> Post {
        let status = if self.severity >= Severity::Minor { Status::Stale } else { Status::Current };
        let commit = CommitId::from_bytes([1; 20]);
        let changes = self.lines.map(|lines| change(lines, self.severity));
        Post {
            slug: Slug::from(self.slug),
            source: Some(side(&format!("{}.md", self.slug))),
            target: Some(side(&format!("zh/{}.md", self.slug))),
            target_path: RepoPath::new(format!("zh/{}.md", self.slug)),
            status,
            severity: self.severity,
            judgement: Some(Judgement {
                status,
                severity: self.severity,
                base: Base { commit, confidence: 1.0, origin: BaseOrigin::Inferred },
                changes: changes.into_iter().collect(),
                words_to_touch: 0,
                work: Work::default(),
            }),
            suggestion: None,
            warnings: Vec::new(),
        }
    }

    fn histories(&self) -> [FileHistory; 2] {
        [
            history(&format!("{}.md", self.slug), self.source),
            history(&format!("zh/{}.md", self.slug), self.target),
        ]
    }
}

fn side(path: &str) -> Side {
    Side {
        path: RepoPath::from(path),
        blob: BlobId::from_bytes([0; 20]),
        commit: CommitId::from_bytes([0; 20]),
        first_at: 0,
        last_at: 0,
        meta: PostMeta::default(),
        length: 0,
        warnings: Vec::new(),
        makeup: Makeup::default(),
    }
}

fn change(lines: (usize, usize), severity: Severity) -> Change {
    Change {
        key: "0".repeat(16),
        kind: ChangeKind::Added,
        severity,
        reflected: false,
        dismissed: false,
        old_source: String::new(),
        new_source: "new".into(),
        source_lines: Some((1, 1)),
        stood_after: None,
        target_lines: Some(lines),
        reason: Reason::NoCounterpart,
    }
}

fn history(path: &str, times: &[i64]) -> FileHistory {
    let path = RepoPath::from(path);
    let version = |(&committed_at, position): (&i64, u32)| FileVersion {
        commit: CommitId::from_bytes([0; 20]),
        blob: BlobId::from_bytes([0; 20]),
        path: path.clone(),
        position,
        committed_at,
        files_touched: 1,
        source_commit: None,
    };
    FileHistory { versions: times.iter().zip(0..).map(version).collect(), path: path.clone() }
}

fn catalogue(told: &[Told]) -> Catalogue {
    let mut files: Vec<_> = told.iter().flat_map(Told::histories).map(Arc::new).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let head = CommitId::from_bytes([9; 20]);
    Catalogue {
        history: History { head, head_time: 0, commits: 9, files, former: Vec::new() },
        posts: told.iter().map(Told::post).map(Arc::new).collect(),
        warnings: Vec::new(),
        indexes: KnownIndexes::default(),
    }
}

fn labels(lines: &[&str]) -> Vec<Label> {
    read_labels(&lines.join("\n")).expect("made-up labels are sound")
}

fn score(told: &[Told], lines: &[&str], text: &str) -> Evaluation {
    let read = |_: &Side| Ok::<_, Infallible>(text.to_owned());
    let Ok(evaluation) = evaluate(&labels(lines), &catalogue(told), 0.7, read);
    evaluation
}

const STALE_A: &str = r#"{"target_path":"zh/a.md","label":"stale","severity":"minor"}"#;

#[test]
fn hits_misses_and_false_alarms_are_counted_and_told() {
    let told = [
        Told::new("a", Severity::Minor),
        Told::new("b", Severity::Major),
        Told::new("c", Severity::Cosmetic),
        Told::new("d", Severity::None),
    ];
    let lines = [
        STALE_A,
        r#"{"target_path":"zh/b.md","label":"current","severity":"trivial","note":"typo"}"#,
        "",
        r#"{"target_path":"zh/c.md","label":"stale","severity":"major","confidence":0.7}"#,
        r#"{"target_path":"zh/d.md","label":"current","severity":"none"}"#,
        r#"{"target_path":"zh/gone.md","label":"stale","severity":"minor"}"#,
        r#"{"target_path":"zh/d.md","label":"stale","severity":"minor","confidence":0.69}"#,
        r#"{"target_path":"zh/d.md","label":"stale","severity":"minor","only_component":"tip"}"#,
    ];

    let found = score(&told, &lines, "");

    let counts =
        Tally { true_positives: 1, false_positives: 1, false_negatives: 1, true_negatives: 1 };
    assert_eq!(*found.ours(), counts);
    assert_eq!((found.scored, found.left_out, found.absent), (4, 2, 1));
    let misses: Vec<_> =
        found.misses.iter().map(|miss| (miss.kind, miss.target_path.as_str())).collect();
    assert_eq!(
        misses,
        [
            (MissKind::FalseAlarm, "zh/b.md"),
            (MissKind::Missed, "zh/c.md"),
            (MissKind::Absent, "zh/gone.md")
        ]
    );
    assert_eq!(found.misses[0].note, "typo");
}

#[test]
fn severity_is_compared_only_where_both_say_stale() {
    let told = [Told::new("a", Severity::Major), Told::new("b", Severity::Major)];
    let lines = [
        STALE_A,
        r#"{"target_path":"zh/b.md","label":"stale","severity":"major"}"#,
        r#"{"target_path":"zh/b.md","label":"current","severity":"none"}"#,
    ];

    assert_eq!(score(&told, &lines, "").severity_agrees, Share { count: 1, of: 2 });
}

#[test]
fn place_is_located_within_three_lines_of_an_open_change() {
    let line = r#"{"target_path":"zh/a.md","label":"stale","severity":"minor",
        "changed_blocks":[{"zh_quote":" 此处 "},{"zh_quote":"不在"},{"zh_quote":null},{}]}"#;
    let line = line.replace('\n', " ");
    let text = "1\n2\n3\n4\n这里，此处。\n6\n";
    for (lines, count) in [((1, 1), 0), ((1, 2), 1), ((5, 5), 1), ((8, 9), 1), ((9, 9), 0)] {
        let told = [Told { lines: Some(lines), ..Told::new("a", Severity::Minor) }];
        let found = score(&told, &[&line], text);
        assert_eq!(found.blocks_located, Share { count, of: 1 }, "{lines:?}");
    }
}

#[test]
fn reflected_and_dismissed_changes_locate_nothing() {
    let line = r#"{"target_path":"zh/a.md","label":"stale","severity":"minor","changed_blocks":[{"zh_quote":"此处"}]}"#;
    let told = [Told { lines: Some((1, 1)), ..Told::new("a", Severity::Minor) }];
    let spoils: [fn(&mut Change); 2] =
        [|change| change.reflected = true, |change| change.dismissed = true];
    for spoil in spoils {
        let mut catalogue = catalogue(&told);
        let post = Arc::make_mut(&mut catalogue.posts[0]);
        let judgement = post.judgement.as_mut().expect("it has both sides");
        spoil(&mut judgement.changes[0]);
        let read = |_: &Side| Ok::<_, Infallible>("此处".to_owned());
        let Ok(found) = evaluate(&labels(&[line]), &catalogue, 0.7, read);
        assert_eq!(found.blocks_located, Share { count: 0, of: 1 });
    }
}

#[test]
fn date_rules_look_at_the_last_and_the_first_touch() {
    let touched_later = Told { source: &[1, 5], target: &[3, 7], ..Told::new("a", Severity::None) };
    let behind = Told { source: &[1, 8], target: &[3, 7], ..Told::new("b", Severity::None) };
    let together = Told { source: &[1, 3], target: &[3], ..Told::new("c", Severity::None) };
    let says = |told: &Told| {
        let [source, target] = told.histories();
        DateRule::ALL.map(|rule| rule.says_stale(&source, &target))
    };

    assert_eq!(says(&touched_later), [false, true]);
    assert_eq!(says(&behind), [true, true]);
    assert_eq!(says(&together), [false, false]);
}

#[test]
fn all_rules_are_scored_on_the_same_posts() {
    let told = [Told { source: &[1, 5], target: &[3, 7], ..Told::new("a", Severity::Minor) }];

    let found = score(&told, &[STALE_A], "");

    let f1: Vec<_> = found.rules.iter().map(|score| (score.rule, score.tally.f1())).collect();
    let [newer, since] = DateRule::ALL.map(Rule::Dates);
    assert_eq!(f1, [(Rule::Content, 1.0), (newer, 0.0), (since, 1.0)]);
    let json = serde_json::to_value(&found.rules).expect("it is plain data");
    let names: Vec<_> = json.as_array().into_iter().flatten().map(|rule| &rule["rule"]).collect();
    assert_eq!(names, ["content", "source_is_newer", "source_changed_since"]);
    assert_eq!(json[0]["precision"], 1.0);
}

#[test]
fn verdicts_of_people_are_counted_apart() {
    let mut catalogue = catalogue(&[Told::new("a", Severity::Minor)]);
    let post = Arc::make_mut(&mut catalogue.posts[0]);
    let judgement = post.judgement.as_mut().expect("it has both sides");
    judgement.base.origin = BaseOrigin::Pinned;
    let read = |_: &Side| Ok::<_, Infallible>(String::new());

    let Ok(found) = evaluate(&labels(&[STALE_A]), &catalogue, 0.7, read);

    assert_eq!(found.decided_by_people, 1);
}

#[test]
fn bad_labels_are_told_with_their_line() {
    let error = |text: &str| read_labels(text).expect_err("they are bad").to_string();

    assert!(error(&format!("{STALE_A}\n\n{{\"target_path\": 3}}")).starts_with("line 3: "));
    let unknown = STALE_A.replace("\"stale\"", "\"old\"");
    assert!(error(&unknown).contains("unknown variant `old`"), "{}", error(&unknown));
    assert!(error("\n \n").starts_with("there are no labels"));
}

#[test]
fn figures_of_nothing_are_zero() {
    let nothing = Tally::default();
    assert_eq!((nothing.precision(), nothing.recall(), nothing.f1()), (0.0, 0.0, 0.0));
    let tally = Tally { true_positives: 3, false_positives: 1, false_negatives: 2, ..nothing };
    assert_eq!((tally.precision(), tally.recall()), (0.75, 0.6));
    assert!((tally.f1() - 2.0 / 3.0).abs() < 1e-12);
}
