use std::sync::Arc;

use jiff::SignedDuration;

use super::*;
use crate::{
    catalogue::{KnownIndexes, Makeup, Side},
    convention::{Convention, ConventionKind, PostMeta},
    history::History,
    ids::{BlobId, CommitId, PersonId, ProjectId, RepoPath, TaskId},
    services::{Letters, PublishTarget, Rules},
    staleness::{Base, BaseOrigin, ChangeKind, Judgement, Reason, Work},
    workflow::{Person, Role, Stage, TaskKind, UiLanguage},
};

const DAY: i64 = 86_400;
const NOW: i64 = 2_000 * DAY;

fn settings() -> ProjectSettings {
    ProjectSettings {
        id: ProjectId::new("blog"),
        name: "Blog".into(),
        convention: Convention::new(ConventionKind::HfBlog, "zh-CN", None, None).unwrap(),
        publish: PublishTarget::Nowhere,
        letters: Letters::default(),
        base_branch: "main".into(),
        github_repository: None,
        style: crate::checks::Style::default(),
        rules: Rules {
            claim_lease: SignedDuration::from_hours(24),
            review_lease: SignedDuration::from_hours(24),
            max_claims_per_person: 3,
            self_approval: false,
            mass_edit_files: 15,
            sync_every: SignedDuration::from_hours(1),
        },
    }
}

fn side(path: String, days_old: i64, tags: &[&str]) -> Side {
    Side {
        path: RepoPath::new(path),
        blob: BlobId::from_bytes([1; 20]),
        commit: CommitId::from_bytes([1; 20]),
        first_at: NOW - days_old * DAY,
        last_at: NOW - days_old * DAY,
        meta: PostMeta {
            title: Some("Title".into()),
            tags: tags.iter().map(|&tag| tag.into()).collect(),
            ..PostMeta::default()
        },
        length: 400,
        warnings: Vec::new(),
        makeup: Makeup::default(),
    }
}

/// A post without a translation.
fn missing(slug: &str, days_old: i64) -> Post {
    Post {
        slug: Slug::new(slug),
        source: Some(side(format!("{slug}.md"), days_old, &["guide"])),
        target: None,
        target_path: RepoPath::new(format!("zh/{slug}.md")),
        status: Status::Untranslated,
        severity: Severity::None,
        judgement: None,
        suggestion: None,
        warnings: Vec::new(),
    }
}

fn change(severity: Severity, text: &str) -> Change {
    Change {
        key: text.into(),
        kind: ChangeKind::Modified,
        severity,
        reflected: false,
        dismissed: false,
        old_source: text.into(),
        new_source: text.into(),
        source_lines: Some((1, 1)),
        stood_after: None,
        target_lines: Some((1, 1)),
        reason: Reason::WordingOnly,
    }
}

/// A post with a translation that lacks some changes.
fn translated(slug: &str, status: Status, severity: Severity, changes: Vec<Change>) -> Post {
    let judgement = Judgement {
        status,
        severity,
        base: Base {
            commit: CommitId::from_bytes([1; 20]),
            confidence: 1.0,
            origin: BaseOrigin::Pinned,
        },
        changes,
        words_to_touch: 55,
        work: Work::default(),
    };
    let target = side(format!("zh/{slug}.md"), 1, &[]);
    let judgement = Some(judgement);
    Post { target: Some(target), status, severity, judgement, ..missing(slug, 10) }
}

fn orphan(slug: &str) -> Post {
    let target = Some(side(format!("zh/{slug}.md"), 1, &[]));
    Post { source: None, target, status: Status::Orphan, ..missing(slug, 10) }
}

fn claim_of(slug: &str) -> Task {
    let claimed_at = Timestamp::from_second(NOW).unwrap();
    Task {
        id: TaskId(1),
        project: ProjectId::new("blog"),
        slug: Slug::new(slug),
        kind: TaskKind::Translate,
        translator: PersonId(7),
        claimed_at,
        source_commit: CommitId::from_bytes([1; 20]),
        source_blob: BlobId::from_bytes([1; 20]),
        stage: Stage::Claimed { lease_until: claimed_at },
    }
}

fn names() -> Names {
    Names::of(vec![Person {
        id: PersonId(7),
        login: "mei".into(),
        github_id: None,
        name: "Mei".into(),
        hf_user: None,
        role: Role::Volunteer,
        language: UiLanguage::Chinese,
        blocked: false,
    }])
}

fn board(posts: Vec<Post>, tasks: &[Task]) -> Board {
    board_amid(posts, Circumstances { tasks: Arc::new(tasks.to_vec()), ..quiet() })
}

fn board_amid(posts: Vec<Post>, circumstances: Circumstances) -> Board {
    assemble(&settings(), Some(&catalogue(posts)), circumstances, 1)
}

fn catalogue(mut posts: Vec<Post>) -> Catalogue {
    posts.sort_by(|a, b| a.slug.cmp(&b.slug));
    let history = History {
        head: CommitId::from_bytes([9; 20]),
        head_time: NOW,
        commits: 1,
        files: Vec::new(),
        former: Vec::new(),
    };
    Catalogue {
        history,
        posts: posts.into_iter().map(Arc::new).collect(),
        warnings: vec!["odd".into()],
        indexes: KnownIndexes::default(),
    }
}

/// Nobody does or says anything.
fn quiet() -> Circumstances {
    Circumstances {
        tasks: Arc::default(),
        names: Arc::new(names()),
        outside: HashMap::new(),
        standings: HashMap::new(),
        sync: StoredSyncState::default(),
    }
}

#[test]
fn what_is_most_worth_doing_comes_first() {
    let posts = vec![
        missing("old", 900),
        missing("young", 2),
        missing("claimed", 1),
        orphan("lost"),
        translated("fine", Status::Current, Severity::None, Vec::new()),
        translated("nearly", Status::Current, Severity::Cosmetic, Vec::new()),
        translated("behind", Status::Stale, Severity::Minor, Vec::new()),
        translated("wrong", Status::Stale, Severity::Major, Vec::new()),
    ];
    let board = board(posts, &[claim_of("claimed")]);
    let order: Vec<&str> = board.rows.iter().map(|row| row.slug.as_str()).collect();
    assert_eq!(order, ["wrong", "behind", "young", "old", "lost", "nearly", "claimed", "fine"]);
    let expected = Counts {
        published: 1,
        behind: 2,
        cosmetic: 1,
        in_progress: 1,
        missing: 2,
        orphaned: 1,
        excluded: 0,
    };
    assert_eq!(board.counts, expected);
    assert_eq!(board.tags, [("guide".to_owned(), 7)]);
    assert_eq!(board.sync.warnings, ["odd"]);
}

#[test]
fn of_posts_that_are_behind_the_one_with_the_most_to_do_comes_first() {
    let with_words = |slug, severity, words| {
        let mut post = translated(slug, Status::Stale, severity, Vec::new());
        post.judgement.as_mut().unwrap().words_to_touch = words;
        post
    };
    let mut younger = with_words("younger", Severity::Minor, 10);
    younger.source.as_mut().unwrap().last_at = NOW;
    let posts = vec![
        with_words("alike", Severity::Minor, 10),
        with_words("long", Severity::Minor, 12),
        with_words("severe", Severity::Major, 1),
        with_words("book", Severity::Minor, 90_000),
        younger,
    ];
    let board = board(posts, &[]);
    let order: Vec<&str> = board.rows.iter().map(|row| row.slug.as_str()).collect();
    assert_eq!(order, ["severe", "book", "long", "younger", "alike"]);
}

#[test]
fn a_row_says_how_much_waits_and_why() {
    let reflected = Change { reflected: true, ..change(Severity::Major, "done") };
    let dismissed = Change { dismissed: true, ..change(Severity::Major, "let be") };
    let changes = vec![
        change(Severity::Minor, "A paragraph."),
        change(Severity::Major, "```python\nx = 1\n```"),
        change(Severity::Cosmetic, "a typo"),
        reflected,
        dismissed,
    ];
    let board = board(vec![translated("wrong", Status::Stale, Severity::Major, changes)], &[]);
    let row = &board.rows[0];
    assert_eq!((row.changed_blocks, row.changed_code_blocks), (2, 1));
    assert_eq!((row.words, row.words_to_touch), (400, 55));
    assert_eq!((row.seal, row.severity), (Seal::Stale, Severity::Major));
    let stale = tally_stale(&board.rows);
    let expected = [(Severity::Cosmetic, 0, 0), (Severity::Minor, 0, 0), (Severity::Major, 1, 55)];
    assert_eq!(stale, expected);
}

#[test]
fn a_claimed_post_shows_who_has_it() {
    let board = board(vec![missing("claimed", 1)], &[claim_of("claimed")]);
    let row = &board.rows[0];
    let task = row.task.as_ref().unwrap();
    assert_eq!((row.seal, task.translator.name.as_str()), (Seal::Translating, "Mei"));
    assert_eq!(row.words_to_touch, 400);
}

#[test]
fn before_the_first_sync_the_board_is_empty_and_says_why() {
    let sync = StoredSyncState { error: Some("unreachable".into()), ..StoredSyncState::default() };
    let board = assemble(&settings(), None, Circumstances { sync, ..quiet() }, 1);
    assert!(board.rows.is_empty());
    assert_eq!((board.sync.head, board.sync.error.as_deref()), (None, Some("unreachable")));
}

fn said(slug: &str, standing: Standing) -> Circumstances {
    Circumstances { standings: HashMap::from([(Slug::new(slug), standing)]), ..quiet() }
}

fn order(board: &Board) -> Vec<&str> {
    board.rows.iter().map(|row| row.slug.as_str()).collect()
}

#[test]
fn what_maintainers_want_comes_before_all_and_what_can_wait_after_all() {
    let posts = || {
        vec![
            missing("new", 1),
            missing("old", 900),
            translated("wrong", Status::Stale, Severity::Major, Vec::new()),
            translated("nearly", Status::Current, Severity::Cosmetic, Vec::new()),
        ]
    };
    let wanted = Standing { priority: Priority::High, ..Standing::default() };
    let board = board_amid(posts(), said("old", wanted));
    assert_eq!(order(&board), ["old", "wrong", "new", "nearly"]);
    let can_wait = Standing { priority: Priority::Low, ..Standing::default() };
    let board = board_amid(posts(), said("wrong", can_wait));
    assert_eq!(order(&board), ["new", "old", "nearly", "wrong"]);
    assert_eq!(board.rows[3].priority, Priority::Low);
}

#[test]
fn a_post_that_is_left_out_counts_apart_unless_somebody_has_it() {
    let left_out = || Standing { excluded: Some("an advertisement".into()), ..Standing::default() };
    let board = board_amid(vec![missing("ad", 1), missing("post", 9)], said("ad", left_out()));
    assert_eq!(order(&board), ["post", "ad"]);
    assert_eq!((board.counts.excluded, board.counts.missing), (1, 1));
    assert_eq!(board.rows[1].excluded.as_deref(), Some("an advertisement"));
    let tasks = vec![claim_of("ad")];
    let board = board_amid(
        vec![missing("ad", 1)],
        Circumstances { tasks: Arc::new(tasks), ..said("ad", left_out()) },
    );
    assert_eq!(board.rows[0].seal, Seal::Translating);
}

#[test]
fn parts_of_a_series_know_each_other_and_one_part_is_none() {
    let board =
        board(vec![missing("rl-part1", 3), missing("rl-part2", 2), missing("odd-1", 1)], &[]);
    assert_eq!(board.series, [("rl".to_owned(), 2)]);
    let of = |slug: &str| board.rows.iter().find(|row| row.slug.as_str() == slug).unwrap();
    assert_eq!(of("rl-part2").series.as_deref(), Some("rl"));
    assert_eq!(of("odd-1").series, None);
}

#[test]
fn a_good_first_post_is_short_plain_and_free() {
    let good = |change: &dyn Fn(&mut Side)| {
        let mut post = missing("kites", 1);
        let source = post.source.as_mut().unwrap();
        source.meta.authors = vec!["ada".into()];
        change(source);
        board(vec![post], &[]).rows[0].good_first
    };
    assert!(good(&|_| {}));
    assert!(!good(&|side| side.length = 1_001));
    assert!(!good(&|side| side.makeup.code_blocks = 4));
    assert!(!good(&|side| side.makeup.formulas = 1));
    assert!(!good(&|side| side.makeup.html_blocks = 1));
    assert!(!good(&|side| side.meta.authors.clear()));
    assert!(!good(&|side| side.warnings.push("odd".into())));
    assert!(!board(vec![missing("claimed", 1)], &[claim_of("claimed")]).rows[0].good_first);
}

#[test]
fn related_posts_are_of_the_series_then_of_the_author_then_of_rare_tags() {
    use crate::services::views::Kinship::{Author, Series, Tags};

    let post = |slug: &str, author: &str, tags: &[&str]| {
        let mut post = missing(slug, 1);
        let meta = &mut post.source.as_mut().unwrap().meta;
        meta.authors = vec![author.into()];
        meta.tags = tags.iter().map(|&tag| tag.into()).collect();
        post
    };
    let posts = vec![
        post("rl-part1", "ada", &["guide", "rare"]),
        post("rl-part2", "bo", &["guide"]),
        post("by-ada", "ada", &["guide"]),
        post("common", "cy", &["guide"]),
        post("close", "cy", &["rare"]),
        post("ad", "ada", &["rare"]),
        post("strange", "dan", &["other"]),
    ];
    let left_out = Standing { excluded: Some("an advertisement".into()), ..Standing::default() };
    let board = board_amid(posts.clone(), said("ad", left_out));
    let row = board.rows.iter().find(|row| row.slug.as_str() == "rl-part1").unwrap();
    let related = super::super::related::related(&board, &catalogue(posts), row);
    let told: Vec<_> = related.iter().map(|it| (it.row.slug.as_str(), it.kinship)).collect();
    assert_eq!(told, [("rl-part2", Series), ("by-ada", Author), ("close", Tags), ("common", Tags)]);
}
