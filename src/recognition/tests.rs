use std::sync::Arc;

use super::*;
use crate::{
    catalogue::{Catalogue, KnownIndexes, Makeup, Post, Side},
    convention::PostMeta,
    history::History,
    ids::{BlobId, CommitId, ProjectId, RepoPath, RevisionNumber, TaskId},
    staleness::{Severity, Status},
    texts::Texts,
    workflow::{Person, Role, Stage, Task, TaskKind, UiLanguage},
};

fn at(month: i8) -> Timestamp {
    format!("2026-{month:02}-05T00:00:00Z").parse().expect("a moment")
}

fn side(length: usize, month: i8, translators: &[&str], proofreaders: &[&str]) -> Side {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Side {
        path: RepoPath::new("zh/a.md"),
        blob: BlobId::from_bytes([1; 20]),
        commit: CommitId::from_bytes([1; 20]),
        first_at: at(month).as_second(),
        last_at: at(month).as_second(),
        meta: PostMeta {
            translators: names(translators),
            proofreaders: names(proofreaders),
            ..PostMeta::default()
        },
        length,
        makeup: Makeup::default(),
        warnings: Vec::new(),
    }
}

fn post(slug: &str, words: usize, target: Side) -> Post {
    Post {
        slug: slug.into(),
        source: Some(side(words, 1, &[], &[])),
        target: Some(target),
        target_path: RepoPath::new("zh/a.md"),
        status: Status::Current,
        severity: Severity::None,
        judgement: None,
        suggestion: None,
        warnings: Vec::new(),
    }
}

fn catalogue(posts: Vec<Post>) -> Catalogue {
    let head = CommitId::from_bytes([9; 20]);
    let history = History { head, head_time: 0, commits: 0, files: vec![], former: vec![] };
    let posts = posts.into_iter().map(Arc::new).collect();
    Catalogue { history, posts, warnings: Vec::new(), indexes: KnownIndexes::default() }
}

fn person(id: i64, hf_user: Option<&str>, blocked: bool) -> Person {
    Person {
        id: PersonId(id),
        login: format!("login{id}"),
        github_id: None,
        name: format!("Name {id}"),
        hf_user: hf_user.map(str::to_owned),
        role: Role::Volunteer,
        language: UiLanguage::Chinese,
        blocked,
    }
}

fn merged(slug: &str, kind: TaskKind, translator: i64, reviewer: i64) -> Task {
    Task {
        id: TaskId(1),
        project: ProjectId::new("blog"),
        slug: slug.into(),
        kind,
        translator: PersonId(translator),
        claimed_at: at(2),
        source_commit: CommitId::from_bytes([1; 20]),
        source_blob: BlobId::from_bytes([1; 20]),
        stage: Stage::Merged {
            revision: RevisionNumber(1),
            reviewer: PersonId(reviewer),
            published: None,
            at: at(3),
        },
    }
}

fn said(deeds: &[Deed]) -> Vec<(Doer, &str, Part)> {
    deeds.iter().map(|deed| (deed.by.clone(), deed.slug.as_str(), deed.part)).collect()
}

#[test]
fn a_credit_in_git_is_theirs_who_says_that_the_name_is() {
    let posts = catalogue(vec![post("a", 700, side(900, 2, &["Ming", "old-hand"], &["hua"]))]);
    let people = [person(1, Some("ming"), false), person(2, Some("MING"), false)];
    let found = deeds(&posts, &[], &people);
    assert_eq!(
        said(&found),
        [
            (Doer::Person(PersonId(1)), "a", Part::Translated),
            (Doer::Name("hua".into()), "a", Part::Proofread),
            (Doer::Name("old-hand".into()), "a", Part::Translated),
        ]
    );
    assert_eq!(found[0].credited_as.as_deref(), Some("Ming"));
    assert_eq!(found.iter().map(|deed| deed.words).sum::<usize>(), 1400);
}

#[test]
fn whoever_is_shut_out_takes_no_credit_of_a_name_they_claimed() {
    let posts = catalogue(vec![post("a", 700, side(900, 2, &["ming"], &[]))]);
    let found = deeds(&posts, &[], &[person(1, Some("ming"), true)]);
    assert_eq!(said(&found), [(Doer::Name("ming".into()), "a", Part::Translated)]);
}

#[test]
fn what_git_and_the_log_both_tell_counts_once() {
    let posts = catalogue(vec![post("a", 700, side(900, 2, &["ming", "Ming"], &["hua"]))]);
    let people = [person(1, Some("ming"), false), person(2, Some("hua"), false)];
    let tasks = [merged("a", TaskKind::Translate, 1, 2), merged("a", TaskKind::Update, 1, 2)];
    let found = deeds(&posts, &tasks, &people);
    let of = |id| {
        let mine = found.iter().filter(|deed| deed.by == Doer::Person(PersonId(id)));
        Record::of(mine, ["2026-04".to_owned(), "2026-03".to_owned()])
    };
    let (ming, hua) = (of(1), of(2));
    assert_eq!((ming.translated, ming.updated, ming.proofread, ming.words), (1, 1, 0, 700));
    assert_eq!(ming.months, ["2026-02", "2026-03", "2026-04"]);
    assert_eq!(ming.since, Some(at(2)));
    assert_eq!((hua.translated, hua.updated, hua.proofread, hua.words), (0, 0, 2, 0));
}

#[test]
fn work_without_a_name_on_the_hub_is_remembered_from_its_task() {
    let posts = catalogue(vec![post("a", 700, side(900, 2, &[], &[]))]);
    let found = deeds(&posts, &[merged("a", TaskKind::Translate, 1, 1)], &[person(1, None, false)]);
    // One's own proofreading is no second deed.
    assert_eq!(said(&found), [(Doer::Person(PersonId(1)), "a", Part::Translated)]);
    assert_eq!(found[0].words, 700);
}

#[test]
fn a_credit_by_login_is_theirs_who_did_the_work_and_in_that_post_alone() {
    let side = || side(900, 2, &["login1"], &["Login2"]);
    let posts = catalogue(vec![post("a", 700, side()), post("b", 700, side())]);
    let people = [person(1, None, false), person(2, None, false)];
    let found = deeds(&posts, &[merged("a", TaskKind::Translate, 1, 2)], &people);
    assert_eq!(
        said(&found),
        [
            (Doer::Person(PersonId(1)), "a", Part::Translated),
            (Doer::Person(PersonId(2)), "a", Part::Proofread),
            (Doer::Name("login1".into()), "b", Part::Translated),
            (Doer::Name("login2".into()), "b", Part::Proofread),
        ]
    );
}

fn deed(part: Part, words: usize, month: i8) -> Deed {
    let by = Doer::Person(PersonId(1));
    Deed { by, credited_as: None, slug: "a".into(), part, words, at: at(month) }
}

#[test]
fn milestones_come_when_a_mark_is_passed_and_only_once() {
    let mut all = vec![deed(Part::Translated, 60_000, 1)];
    all.extend((0..9).map(|_| deed(Part::Translated, 10, 2)));
    all.push(deed(Part::Proofread, 0, 3));
    let told: Vec<_> = milestones(&all).into_iter().map(|it| (it.kind, it.count, it.at)).collect();
    assert_eq!(
        told,
        [
            (MilestoneKind::Translations, 1, at(1)),
            (MilestoneKind::Words, 50_000, at(1)),
            (MilestoneKind::Translations, 10, at(2)),
            (MilestoneKind::Proofreadings, 1, at(3)),
        ]
    );
    let year: Vec<Deed> = (1..=6).map(|month| deed(Part::Updated, 0, month)).collect();
    let last = milestones(&year).pop().expect("one");
    assert_eq!((last.kind, last.count, last.at), (MilestoneKind::Months, 6, at(6)));
}

#[test]
fn thanks_name_everybody_who_may_be_named() {
    let person = |name: &str, hf_user: Option<&str>, translated, proofread| Thanked {
        name: name.into(),
        hf_user: hf_user.map(str::to_owned),
        translated,
        updated: 0,
        proofread,
    };
    let people = [person("林_晚", Some("linwan"), 2, 1), person("Zhou [x]", None, 0, 3)];
    let text = thanks(Texts::new(UiLanguage::Chinese), &people, 1);
    assert_eq!(
        text,
        "### 致谢\n\n感谢这段时间里参与翻译的伙伴：\n\n\
         - [林\\_晚](https://huggingface.co/linwan)：翻译 2 篇，校对 1 篇次\n\
         - Zhou \\[x\\]：校对 3 篇次\n\
         - 以及 1 位不愿留名的伙伴\n"
    );
    let english = thanks(Texts::new(UiLanguage::English), &people[..1], 0);
    assert!(english.contains("translated 2 posts, proofread once"), "{english}");
    assert_eq!(thanks(Texts::new(UiLanguage::Chinese), &[], 0), "");
}
