use jiff::SignedDuration;

use super::*;
use crate::{
    convention::ConventionKind,
    ids::{CommitId, PersonId, ProjectId, RevisionNumber, TaskId},
    workflow::{Role, UiLanguage},
};

const DRAFT: &str = "---\ntitle: \"题\"\nauthors:\n- user: ann\n---\n\n# 题\n\n正文。\n";
const SOURCE_INDEX: &str = "- local: a\n  date: Jan 5, 2025\n  tags:\n    - x\n\n- local: post\n  date: Mar 2, 2025\n  tags:\n    - y\n";
const TARGET_INDEX: &str = "- local: a\n  date: Jan 5, 2025\n  tags:\n    - x\n";

fn person(id: i64, login: &str, github_id: Option<u64>) -> Person {
    Person {
        id: PersonId(id),
        login: login.into(),
        github_id,
        name: format!("Name of {login}"),
        hf_user: None,
        role: Role::Volunteer,
        language: UiLanguage::Chinese,
        blocked: false,
    }
}

fn convention() -> Convention {
    Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).unwrap()
}

fn team(translator: &Person, proofreader: &Person) -> Team {
    let (translator, proofreader) = (translator.clone(), proofreader.clone());
    Team { translator, proofreader, helpers: Vec::new() }
}

fn written(task: &Task, team: &Team, letters: &Letters) -> Manuscript {
    Manuscript::new(&convention(), letters, task, DRAFT, team, None).unwrap()
}

fn task() -> Task {
    let at: Timestamp = "2026-11-23T05:00:00Z".parse().unwrap();
    Task {
        id: TaskId(9),
        project: ProjectId::new("blog"),
        slug: Slug::new("post"),
        kind: TaskKind::Translate,
        translator: PersonId(1),
        claimed_at: at - SignedDuration::from_hours(3),
        source_commit: CommitId::from_bytes([7; 20]),
        source_blob: crate::ids::BlobId::from_bytes([8; 20]),
        stage: Stage::Approved { revision: RevisionNumber(2), reviewer: PersonId(2), at },
    }
}

fn manuscript(translator: &Person, proofreader: &Person) -> Manuscript {
    written(&task(), &team(translator, proofreader), &Letters::default())
}

fn usual() -> Manuscript {
    manuscript(&person(1, "ming", Some(42)), &person(2, "hua", None))
}

fn base(target: Option<&str>, target_index: &str) -> BaseFiles {
    BaseFiles {
        target: target.map(Into::into),
        source_index: Some(SOURCE_INDEX.into()),
        target_index: Some(target_index.into()),
    }
}

#[test]
fn the_message_names_people_and_source() {
    assert_eq!(
        usual().message,
        format!(
            "Add: zh/post.md\n\n\
             Co-authored-by: Name of hua <hua@users.noreply.yiqi.invalid>\n\
             Source-Path: post.md\nSource-Commit: {}\n",
            "07".repeat(20)
        )
    );
}

#[test]
fn whoever_did_both_is_credited_once() {
    let both = person(1, "ming", Some(42));
    let manuscript = manuscript(&both, &both);
    assert!(!manuscript.message.contains("Co-authored-by"));
    assert!(!manuscript.pull_request.body.contains("Proofread"));
    assert!(manuscript.text.contains("translators:\n- user: ming\n---\n"), "{}", manuscript.text);
}

#[test]
fn the_hub_name_is_what_the_front_matter_gets() {
    let translator = Person { hf_user: Some("Ming0".into()), ..person(1, "ming", Some(42)) };
    let manuscript = manuscript(&translator, &person(2, "hua", None));
    let credits = "translators:\n- user: Ming0\n- user: hua\n  proofreader: true\n";
    assert!(manuscript.text.contains(credits), "{}", manuscript.text);
    assert!(manuscript.pull_request.body.contains("@ming (`Ming0` on the Hub)"));
}

#[test]
fn an_update_leaves_the_credits_to_the_commit() {
    let task = Task { kind: TaskKind::Update, ..task() };
    let (ming, hua) = (person(1, "ming", Some(42)), person(2, "hua", None));
    let manuscript = written(&task, &team(&ming, &hua), &Letters::default());
    assert_eq!(manuscript.text, DRAFT);
    assert!(manuscript.message.contains("Co-authored-by: Name of hua"), "{}", manuscript.message);
}

#[test]
fn strange_names_make_valid_authors() {
    let strange = Person { name: "小 <明>\n".into(), ..person(1, "local name", None) };
    assert_eq!(
        Author::of(&strange),
        Author { name: "小 明".into(), email: format!("local-name@{LOCAL_MAIL_HOST}") }
    );
    let nameless = Person { name: " ".into(), ..person(1, "ming", Some(42)) };
    assert_eq!(Author::of(&nameless).name, "ming");
}

#[test]
fn only_what_differs_from_the_base_is_written() {
    let manuscript = usual();
    let paths = |base: &BaseFiles| match manuscript.changes(&convention(), base).unwrap() {
        Changes::Files(files) => files.iter().map(|(path, _)| path.to_string()).collect(),
        Changes::None => Vec::new(),
        Changes::AnotherIsThere => panic!("no other translation is there"),
    };
    assert_eq!(paths(&base(None, TARGET_INDEX)), ["zh/post.md", "zh/_blog.yml"]);
    assert_eq!(paths(&base(None, SOURCE_INDEX)), ["zh/post.md"]);
    assert_eq!(paths(&base(Some(&manuscript.text), TARGET_INDEX)), ["zh/_blog.yml"]);
    assert_eq!(paths(&base(Some(&manuscript.text), SOURCE_INDEX)), Vec::<String>::new());
}

#[test]
fn an_index_that_is_not_text_is_named() {
    let broken = BaseFiles { target_index: Some(vec![b'-', 0xff]), ..base(None, "") };
    let error = usual().changes(&convention(), &broken).unwrap_err();
    assert_eq!(error.to_string(), "zh/_blog.yml: not UTF-8 at byte 1");
}

#[test]
fn our_commits_are_known_by_their_trailers() {
    let manuscript = usual();
    assert!(manuscript.is_ours(&manuscript.message));
    assert!(manuscript.is_ours("Update\n\nSource-Path: post.md\nSource-Commit: 12\n"));
    assert!(!manuscript.is_ours("Fix\n\nSource-Path: other.md\nSource-Commit: 12\n"));
    assert!(!manuscript.is_ours("Apply suggestions from code review\n"));
}

#[test]
fn a_translation_is_replaced_only_by_an_update_that_was_written_from_it() {
    let there = base(Some("another text"), SOURCE_INDEX);
    let new = usual();
    assert_eq!(new.changes(&convention(), &there).unwrap(), Changes::AnotherIsThere);
    let replaces = vec!["a draft that was left".into(), "another text".into()];
    let update = Manuscript { kind: TaskKind::Update, replaces, ..new };
    assert!(matches!(update.changes(&convention(), &there).unwrap(), Changes::Files(_)));
    let edited = base(Some("another text, edited"), SOURCE_INDEX);
    assert_eq!(update.changes(&convention(), &edited).unwrap(), Changes::AnotherIsThere);
}

#[test]
fn whoever_else_wrote_what_is_kept_is_named() {
    let (ming, hua) = (person(1, "ming", Some(42)), person(2, "hua", None));
    let lan = person(3, "lan", Some(44));
    let team = Team { helpers: vec![lan], ..team(&ming, &hua) };
    let manuscript = written(&task(), &team, &Letters::default());
    assert!(
        manuscript.message.contains(
            "Co-authored-by: Name of hua <hua@users.noreply.yiqi.invalid>\n\
             Co-authored-by: Name of lan <44+lan@users.noreply.github.com>\n"
        ),
        "{}",
        manuscript.message
    );
    assert!(manuscript.pull_request.body.contains("- With the work of @lan\n"));
}

#[test]
fn the_words_of_a_project_are_filled_once() {
    let letters = Letters {
        title: "docs(zh): {title} {nothing} {".into(),
        commit: "{verb} {slug}".into(),
        body: "{title} from {source_path}\n{credits}".into(),
        ..Letters::default()
    };
    let (ming, hua) = (person(1, "ming", Some(42)), person(2, "hua", Some(43)));
    let manuscript = written(&task(), &team(&ming, &hua), &letters);
    assert_eq!(manuscript.pull_request.title, "docs(zh): 题 {nothing} {");
    assert!(manuscript.message.starts_with("Add post\n\nCo-authored-by"), "{}", manuscript.message);
    assert_eq!(
        manuscript.pull_request.body,
        "题 from post.md\n- Translated by @ming\n- Proofread by @hua\n"
    );
}
