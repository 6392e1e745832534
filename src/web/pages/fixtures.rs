//! Made-up data every page can be rendered from.

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;

use super::*;
use crate::{
    catalogue::Post,
    checks::{Finding, Level},
    github::ApiRequest,
    glossary::{Entry as TermEntry, Term},
    ids::{
        CommentId, CommitId, DeliveryId, ElsewhereId, PersonId, ProjectId, ProposalId,
        PullRequestNumber, RepoPath, RevisionNumber, Slug, TaskId, TermId, ThreadId, TokenId,
    },
    proofreading::{BlockChange, Excerpt, Standing},
    services::{ServiceError, views::*},
    staleness::{Base, BaseOrigin, Change, ChangeKind, Judgement, Reason, Severity, Status, Work},
    store::{StoredToken, StoredView},
    workflow::{Person, Priority, Role, Scope, TaskKind, UiLanguage},
};

mod app_setup;
mod overview;
mod states;

pub(super) use app_setup::app_setup;
pub(super) use overview::{audit, bulk, bulk_done, report};
pub(super) use states::{UNREACHABLE, states};

pub(super) fn now() -> Timestamp {
    at("2026-06-10T12:00:00Z")
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn commit(byte: u8) -> CommitId {
    CommitId::from_bytes([byte; 20])
}

fn project() -> ProjectId {
    ProjectId::new("garden")
}

pub(super) fn person(id: i64, name: &str, role: Role) -> Person {
    Person {
        id: PersonId(id),
        login: format!("login{id}"),
        github_id: None,
        name: name.into(),
        hf_user: (id == 1).then(|| "linwan".into()),
        role,
        language: UiLanguage::Chinese,
        blocked: id == 9,
    }
}

pub(super) fn people() -> Vec<Person> {
    vec![
        person(1, "林晚", Role::Volunteer),
        person(2, "周默", Role::Proofreader),
        person(3, "何青", Role::Maintainer),
        person(9, "Bot 9000", Role::Volunteer),
    ]
}

fn brief(id: i64) -> PersonBrief {
    let person = people().into_iter().find(|person| person.id.0 == id).expect("a known person");
    PersonBrief { id: person.id, login: person.login, name: person.name }
}

/// A shell for one of [`people`], or for nobody.
pub(super) fn shell(language: UiLanguage, signed_in: Option<i64>, path: &str) -> Shell {
    Shell {
        language,
        person: signed_in.map(|id| {
            people().into_iter().find(|person| person.id.0 == id).expect("a known person")
        }),
        projects: vec![(project(), "花园笔记".into())],
        project: Some(project()),
        path: path.into(),
        notice: None,
        now: now(),
        demo: true,
        sync_trouble: None,
        unread: 0,
        origin: "https://yiqi.example".into(),
        assets: AssetUrls::default(),
    }
}

fn task(id: i64, stage: &'static str, reviewer: Option<i64>) -> TaskBrief {
    TaskBrief {
        id: TaskId(id),
        kind: if id % 2 == 0 { TaskKind::Update } else { TaskKind::Translate },
        stage,
        translator: brief(1),
        reviewer: reviewer.map(brief),
        since: at("2026-06-08T09:30:00Z"),
        lease_until: matches!(stage, "claimed" | "changes_requested")
            .then(|| at("2026-06-15T12:00:00Z")),
        pull_request: (stage == "pr_open").then(|| PullRequestLink {
            number: Some(PullRequestNumber(42)),
            url: Some("https://git.example/garden/pull/42".into()),
            branch: "yiqi/zh/moss".into(),
            commit: commit(0x42),
        }),
    }
}

fn row(slug: &str, seal: Seal, english: &str, chinese: Option<&str>) -> BoardRow {
    BoardRow {
        slug: slug.into(),
        seal,
        severity: match seal {
            Seal::Stale => Severity::Major,
            Seal::Cosmetic => Severity::Cosmetic,
            _ => Severity::None,
        },
        source_title: (seal != Seal::Orphan).then(|| english.into()),
        target_title: chinese.map(Into::into),
        tags: vec!["moss".into(), "tools".into()],
        published_on: Some("2026-06-07".into()),
        words: 1234,
        words_to_touch: if seal == Seal::Stale { 118 } else { 1234 },
        changed_blocks: if seal == Seal::Stale { 3 } else { 0 },
        changed_code_blocks: usize::from(seal == Seal::Stale),
        work: if seal == Seal::Stale {
            Work { words: 114, code_blocks: 1, code_lines: 1, links: 0, images: 0 }
        } else {
            Work::default()
        },
        task: None,
        outside: Vec::new(),
        banners: usize::from(seal == Seal::Stale),
        series: None,
        good_first: seal == Seal::Missing,
        asked: 2,
        priority: if seal == Seal::Missing { Priority::High } else { Priority::Normal },
        excluded: (seal == Seal::Excluded).then(|| "只是一则广告".into()),
        elsewhere: match seal {
            Seal::Missing => vec!["https://www.moss.example/p/1".into()],
            _ => Vec::new(),
        },
        usefulness: 1.0,
    }
}

/// One row of every seal.
pub(super) fn rows() -> Vec<BoardRow> {
    let mut rows = vec![
        row(
            "watering",
            Seal::Stale,
            "Watering Without Waste: A Long Title That Goes On and On About Drip Lines, Timers, and Patience",
            Some("不浪费一滴水：关于滴灌管、定时器与耐心的长篇大论"),
        ),
        row("moss", Seal::Missing, "A Small Moss Handbook", None),
        row("compost", Seal::Cosmetic, "Compost, Simply", Some("堆肥，简单说")),
        row("pruning", Seal::Translating, "Pruning for Beginners", None),
        row("seeds", Seal::AwaitingReview, "Saving Seeds", Some("留种")),
        row("soil", Seal::InReview, "Reading the Soil", Some("读懂土壤")),
        row("bees", Seal::ChangesRequested, "Room for Bees", Some("给蜜蜂留个位置")),
        row("tools", Seal::Approved, "Five Tools", Some("五件工具")),
        row("ponds", Seal::PullRequest, "Ponds", Some("池塘")),
        row("light", Seal::Published, "Light and Shade", Some("光与影")),
        row("frost", Seal::Orphan, "", Some("霜冻预报")),
        row("catalogue", Seal::Excluded, "Our Spring Catalogue", None),
    ];
    let stages: [(usize, &'static str, Option<i64>); 6] = [
        (3, "claimed", None),
        (4, "submitted", None),
        (5, "in_review", Some(2)),
        (6, "changes_requested", Some(2)),
        (7, "approved", Some(2)),
        (8, "pr_open", Some(2)),
    ];
    for (index, stage, reviewer) in stages {
        rows[index].task = Some(task(index as i64, stage, reviewer));
    }
    rows
}

pub(super) fn board(language: UiLanguage, signed_in: Option<i64>, query: BoardQuery) -> BoardPage {
    BoardPage {
        shell: shell(language, signed_in, "/p/garden"),
        board: Arc::new(Board {
            project: project(),
            project_name: "花园笔记".into(),
            rows: rows(),
            counts: Counts {
                published: 171,
                behind: 41,
                cosmetic: 12,
                in_progress: 6,
                missing: 324,
                orphaned: 1,
                excluded: 1,
            },
            tags: vec![("moss".into(), 11), ("tools".into(), 9), ("open-source".into(), 4)],
            series: vec![("seasons".into(), 4)],
            version: 7,
            sync: sync(),
        }),
        query,
        views: match signed_in {
            Some(_) => {
                vec![StoredView { name: "周末译".into(), query: "?length=medium".into() }]
            }
            None => Vec::new(),
        },
    }
}

fn sync() -> SyncState {
    SyncState {
        head: Some(commit(0xab)),
        last_success: Some(at("2026-06-10T11:48:00Z")),
        last_attempt: Some(at("2026-06-10T11:58:00Z")),
        error: None,
        warnings: vec!["_blog.yml: the entry frost has no file".into()],
    }
}

pub(super) const CHINESE: &str = "---\ntitle: 不浪费一滴水\n---\n\n# 不浪费一滴水\n\n滴灌省水，也省心。把定时器设成每天早上六点，浇 20 分钟。\n\n```python\ntimer.start(minutes=20)\n```\n\n最后，别忘了冬天排空水管。\n";

const ENGLISH: &str = "---\ntitle: Watering Without Waste\n---\n\n# Watering Without Waste\n\nDrip lines save water, and they save worry. Set the timer to five in the morning and water for 12 minutes, twice a week.\n\n## The timer\n\n```python\ntimer.start(minutes=12, days=[\"Tue\", \"Fri\"])\n```\n\nIt keeps time for years.\n\nIt runs on one cell.\n\nIt forgives rain.\n\n> **Note** Timers bought before 2024 need new firmware.\n\nLast of all, drain the lines before winter.\n";

/// The lines of a passage in a text.
fn lines_of(text: &str, passage: &str) -> Option<(usize, usize)> {
    let start = text.find(passage).filter(|_| !passage.is_empty())?;
    let first = text[..start].lines().count().max(1) + usize::from(start > 0);
    Some((first, first + passage.lines().count() - 1))
}

fn changes() -> Vec<Change> {
    let change = |key: &str, kind, severity, old: &str, new: &str, reason| Change {
        key: key.into(),
        kind,
        severity,
        reflected: false,
        dismissed: false,
        old_source: old.into(),
        new_source: new.into(),
        source_lines: lines_of(ENGLISH, new),
        stood_after: None,
        target_lines: Some((7, 7)),
        reason,
    };
    vec![
        change(
            "a1",
            ChangeKind::Modified,
            Severity::Major,
            "Drip lines save water, and they save worry. Set the timer to six in the morning and water for 20 minutes.",
            "Drip lines save water, and they save worry. Set the timer to five in the morning and water for 12 minutes, twice a week.",
            Reason::AddedMissing { what: "12".into() },
        ),
        change(
            "b2",
            ChangeKind::Modified,
            Severity::Minor,
            "```python\ntimer.start(minutes=20)\n```",
            "```python\ntimer.start(minutes=12, days=[\"Tue\", \"Fri\"])\n```",
            Reason::RemovedPresent { what: "minutes=20".into() },
        ),
        change(
            "c3",
            ChangeKind::Added,
            Severity::Major,
            "",
            "> **Note** Timers bought before 2024 need new firmware.",
            Reason::NoCounterpart,
        ),
        Change {
            reflected: true,
            ..change(
                "d4",
                ChangeKind::Removed,
                Severity::Cosmetic,
                "Thanks for reading!",
                "",
                Reason::Carried,
            )
        },
        Change {
            dismissed: true,
            ..change(
                "e5",
                ChangeKind::Modified,
                Severity::Minor,
                "It lasts long.",
                "It lasts for long.",
                Reason::WordingOnly,
            )
        },
        change(
            "f6",
            ChangeKind::Modified,
            Severity::Cosmetic,
            "Last of al, drain the lines before winter.",
            "Last of all, drain the lines before winter.",
            Reason::NothingToTranslate,
        ),
    ]
}

fn versions() -> Vec<SourceVersion> {
    let version = |byte, day: &str, subject: &str| SourceVersion {
        commit: commit(byte),
        at: at(&format!("{day}T08:00:00Z")),
        subject: subject.into(),
        is_base: byte == 0x9f,
    };
    vec![
        version(0xab, "2026-06-05", "Water less, and twice a week"),
        version(0x9f, "2026-03-01", "Add: watering"),
    ]
}

fn story(kind: StoryKind, by: Option<i64>, note: Option<&str>) -> StoryEvent {
    StoryEvent {
        at: at("2026-06-08T09:30:00Z"),
        kind,
        person: by.map(brief),
        to: None,
        note: note.map(Into::into),
        commit: by.is_none().then(|| commit(0xc0)),
        about: None,
        subject: by.is_none().then(|| "Water less, and twice a week".into()),
    }
}

/// The page of the row with a seal.
pub(super) fn post(language: UiLanguage, signed_in: Option<i64>, seal: Seal) -> PostPage {
    let row = rows().into_iter().find(|row| row.seal == seal).expect("a row of every seal");
    let stale = seal == Seal::Stale;
    let shell = shell(language, signed_in, &format!("/p/garden/posts/{}", row.slug));
    let steering = shell.may_steer();
    PostPage {
        view: PostView {
            can_be_rehearsed: true,
            project: project(),
            project_name: "花园笔记".into(),
            post: Post {
                slug: row.slug.clone(),
                source: None,
                target: None,
                target_path: RepoPath::new(format!("zh/{}.md", row.slug)),
                status: if stale { Status::Stale } else { Status::Current },
                severity: row.severity,
                judgement: stale.then(|| Judgement {
                    status: Status::Stale,
                    severity: Severity::Major,
                    base: Base {
                        commit: commit(0x9f),
                        confidence: 0.83,
                        origin: BaseOrigin::Inferred,
                    },
                    changes: changes(),
                    words_to_touch: 118,
                    work: Work { words: 60, code_blocks: 1, code_lines: 1, links: 1, images: 0 },
                }),
                suggestion: (seal == Seal::Orphan).then(|| Slug::new("frost-dates")),
                warnings: Vec::new(),
            },
            changes: if stale { changes() } else { Vec::new() },
            task: row.task.clone(),
            inherited_draft: seal == Seal::Missing,
            story: vec![
                story(StoryKind::ChangesRequested, Some(2), Some("第二段的语气再松一点")),
                story(StoryKind::Submitted, Some(1), None),
                story(StoryKind::Claimed, Some(1), None),
                story(StoryKind::SourceChanged, None, None),
            ],
            source_url: Some("https://git.example/garden/watering.md".into()),
            target_url: stale.then(|| "https://git.example/garden/zh/watering.md".into()),
            target_text: stale.then(|| CHINESE.into()),
            source_text: stale.then(|| ENGLISH.into()),
            pinned: None,
            dismissals: std::collections::HashMap::from([(
                "e5".into(),
                Word {
                    by: brief(3),
                    at: at("2026-06-09T08:00:00Z"),
                    reason: Some("中文里没有这个问题".into()),
                },
            )]),
            next_behind: stale.then(|| Slug::new("seeds")),
            note: (seal == Seal::Missing).then(|| Word {
                by: brief(3),
                at: at("2026-06-09T08:00:00Z"),
                reason: Some("术语请和《堆肥，简单说》保持一致。".into()),
            }),
            excluded: (seal == Seal::Excluded).then(|| Word {
                by: brief(3),
                at: at("2026-06-09T08:00:00Z"),
                reason: Some("只是一则广告".into()),
            }),
            elsewhere: row
                .elsewhere
                .iter()
                .map(|address| Elsewhere {
                    id: ElsewhereId(5),
                    host: host_of(address),
                    address: address.clone(),
                    word: Some("作者同意转载".into()),
                    by: brief(2),
                    at: at("2026-06-09T08:00:00Z"),
                })
                .collect(),
            askers: vec![PersonId(1), PersonId(2)],
            remarks: vec![PostRemark {
                id: 1,
                by: brief(2),
                at: at("2026-06-09T09:00:00Z"),
                body: "第一节的图要不要重画？\n原图里全是英文。".into(),
            }],
            related: rows()
                .into_iter()
                .take(2)
                .map(|row| RelatedPost { row, kinship: Kinship::Tags })
                .collect(),
            row,
        },
        people: if steering { people() } else { Vec::new() },
        versions: if steering && stale { versions() } else { Vec::new() },
        query: PostQuery::default(),
        shell,
    }
}

fn pair(
    kind: &'static str,
    source: Option<&str>,
    target: Option<&str>,
    lines: Option<(usize, usize)>,
) -> PairRow {
    let span = target.and_then(|text| CHINESE.find(text).map(|start| (start, start + text.len())));
    PairRow {
        source: source.map(Into::into),
        target: target.map(Into::into),
        target_span: span,
        source_lines: lines,
        target_lines: span.and(lines),
        kind,
        words: source.filter(|_| !matches!(kind, "code" | "front_matter")).map_or(0, |it| {
            it.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
        }),
        is_fixed: matches!(kind, "code" | "front_matter"),
        is_kept: false,
        change: None,
        is_open: false,
        machine_drafted: false,
    }
}

/// Threads, two rounds, and what changed since the proofreader looked.
fn proofreading_view(stage: &'static str) -> ProofreadingView {
    let said = |id, by: i64, body: &str| Entry {
        id: CommentId(id),
        by: SpeakerView { name: brief(by).name, url: None, is_outside: false },
        at: at("2026-06-09T08:00:00Z"),
        kind: EntryKind::Said,
        body: body.into(),
        told: None,
    };
    let about = |row, standing, quote: &str| ThreadPlace {
        row,
        standing,
        quote: Some(quote.into()),
        source: None,
    };
    let thread = |id, place, entries, resolved| Thread {
        id: ThreadId(id),
        place,
        entries,
        resolved,
        may_settle: true,
    };
    let settled = Entry { kind: EntryKind::Resolved, body: String::new(), ..said(5, 1, "") };
    let outside = SpeakerView {
        name: "octo".into(),
        url: Some("https://git.example/pull/7#remark".into()),
        is_outside: true,
    };
    let change = |before: &str, after: &str, line| BlockChange {
        before: Some(Excerpt { text: before.into(), lines: (line, line) }),
        after: Some(Excerpt { text: after.into(), lines: (line, line) }),
        kind: "paragraph",
        line,
    };
    let drained = change("最后，记得冬天把水管排空。", "最后，别忘了冬天排空水管。", 13);
    let saved = change(
        "滴灌省水又省心。把定时器设成每天早上六点，浇 20 分钟。",
        "滴灌省水，也省心。把定时器设成每天早上六点，浇 20 分钟。",
        7,
    );
    let round = |number, outcome, reason: Option<&str>, corrections| RoundView {
        number,
        submitted_at: at("2026-06-08T08:00:00Z"),
        revision: RevisionNumber(2),
        reviewer: Some(brief(2)),
        outcome,
        ended_at: reason.map(|_| at("2026-06-09T08:00:00Z")),
        reason: reason.map(Into::into),
        corrections,
        threads: 2,
    };
    ProofreadingView {
        threads: vec![
            thread(
                1,
                Some(about(Some(2), Some(Standing::Changed), "把定时器设成六点。")),
                vec![said(1, 2, "“省心”很好。时间要跟着原文改成五点。"), said(2, 1, "好。")],
                false,
            ),
            thread(2, None, vec![said(3, 1, "全文“定时器”已统一。"), settled], true),
            thread(
                3,
                Some(about(None, None, "早先的一段。")),
                vec![Entry { by: outside, ..said(4, 1, "Is this paragraph needed?") }],
                false,
            ),
        ],
        rounds: vec![
            round(1, RoundOutcome::Returned, Some("第二段的语气再松一点"), vec![drained.clone()]),
            match stage {
                "changes_requested" => {
                    round(2, RoundOutcome::Returned, Some("再通读一遍"), vec![drained.clone()])
                }
                _ => round(2, RoundOutcome::UnderReview, None, Vec::new()),
            },
        ],
        corrections: vec![Correction { row: 5, change: drained }],
        since: (stage == "in_review").then(|| SinceLook {
            revision: RevisionNumber(1),
            changes: vec![Correction { row: 2, change: saved }],
        }),
        is_own: false,
    }
}

fn workspace_view(stage: &'static str) -> WorkspaceView {
    let mut rows = vec![
        pair(
            "front_matter",
            Some("---\ntitle: Watering Without Waste\n---"),
            Some("---\ntitle: 不浪费一滴水\n---"),
            Some((1, 3)),
        ),
        pair("heading", Some("# Watering Without Waste"), Some("# 不浪费一滴水"), Some((5, 5))),
        pair(
            "paragraph",
            Some(
                "Drip lines save water, and they save worry. Set the timer to five in the morning and water for 12 minutes, twice a week.",
            ),
            Some("滴灌省水，也省心。把定时器设成每天早上六点，浇 20 分钟。"),
            Some((7, 7)),
        ),
        pair(
            "code",
            Some("```python\ntimer.start(minutes=12, days=[\"Tue\", \"Fri\"])\n```"),
            Some("```python\ntimer.start(minutes=20)\n```"),
            Some((9, 11)),
        ),
        pair("quote", Some("> **Note** Timers bought before 2024 need new firmware."), None, None),
        pair(
            "paragraph",
            Some("Last of all, drain the lines before winter."),
            Some("最后，别忘了冬天排空水管。"),
            Some((13, 13)),
        ),
    ];
    let [first, second, ..] = &changes()[..] else { unreachable!("there are four changes") };
    rows[2].change = Some(first.clone());
    rows[3].change = Some(second.clone());
    rows[2].is_open = true;
    rows[3].is_open = true;
    WorkspaceView {
        project: project(),
        task: task(4, stage, (stage != "claimed").then_some(2)),
        slug: "watering".into(),
        title: "不浪费一滴水：关于滴灌管、定时器与耐心".into(),
        source_path: "watering.md".into(),
        target_path: "zh/watering.md".into(),
        source_text: String::new(),
        source_commit: commit(0xab),
        source_news: None,
        draft: draft(3, CHINESE),
        rows,
        findings: vec![
            Finding::new(
                "code.changed",
                Level::Error,
                (9, 11),
                "代码与原文不同：少了 `days`。请照原文抄写。",
                "The code differs from the source: `days` is missing. Copy it as it is.",
            )
            .at_source((9, 11)),
            Finding::new(
                "typography.space",
                Level::Warning,
                (7, 7),
                "中文与数字之间请留一个空格。",
                "Put a space between Han and digits.",
            ),
        ],
        returned_because: (stage == "changes_requested").then(|| "第二段的语气再松一点".into()),
        published_text: Some(CHINESE.replace("最后，别忘了", "最后一定要记得")),
        ground_text: Some(CHINESE.replace("最后，别忘了", "最后一定要记得")),
        may_edit: stage != "submitted",
        may_review: stage == "in_review" || stage == "submitted",
        aid: (stage == "claimed").then(|| "example-model".into()),
    }
}

pub(super) fn draft(revision: i64, text: &str) -> Draft {
    Draft {
        revision: RevisionNumber(revision),
        text: text.into(),
        saved_at: at("2026-06-10T11:57:00Z"),
        saved_by: brief(1),
    }
}

pub(super) fn workspace(language: UiLanguage, stage: &'static str) -> WorkspacePage {
    WorkspacePage {
        shell: shell(language, Some(1), "/tasks/4"),
        view: workspace_view(stage),
        proof: proofreading_view(stage),
    }
}

/// A workspace whose source has moved on.
pub(super) fn overtaken(language: UiLanguage, stage: &'static str) -> WorkspacePage {
    let mut page = workspace(language, stage);
    let counts = CarryCounts { modified: 2, added: 1, removed: 1, ..CarryCounts::default() };
    page.view.source_news = Some(SourceNews::Moved { to: commit(0xcd), counts });
    page
}

pub(super) fn carry(language: UiLanguage, stage: &'static str) -> CarryPage {
    let text = format!("{CHINESE}\nA new paragraph.\n");
    CarryPage {
        shell: shell(language, Some(1), "/tasks/4/carry"),
        view: CarryView {
            project: project(),
            slug: "watering".into(),
            title: Some("Watering Without Waste".into()),
            task: task(4, stage, (stage != "claimed").then_some(2)),
            from: commit(0xab),
            to: commit(0xcd),
            counts: CarryCounts { modified: 3, added: 1, ..CarryCounts::default() },
            draft: draft(3, CHINESE),
            text,
            changes: changes().to_vec(),
            refreshed: Vec::new(),
            may_carry: stage == "claimed",
        },
    }
}

pub(super) fn review(language: UiLanguage, stage: &'static str) -> ReviewPage {
    ReviewPage {
        shell: shell(language, Some(2), "/tasks/4/review"),
        view: workspace_view(stage),
        proof: proofreading_view(stage),
        show: None,
    }
}

pub(super) fn history(language: UiLanguage) -> HistoryPage {
    HistoryPage {
        shell: shell(language, Some(1), "/tasks/4/history"),
        project: project(),
        slug: "watering".into(),
        task: TaskId(4),
        title: "不浪费一滴水".into(),
        revisions: (1..=3).rev().map(|number| draft(number, "")).collect(),
    }
}

pub(super) fn revision(language: UiLanguage, previous: bool) -> RevisionPage {
    RevisionPage {
        shell: shell(language, Some(1), "/tasks/4/revisions/3"),
        project: project(),
        slug: "watering".into(),
        task: TaskId(4),
        title: "不浪费一滴水".into(),
        revision: draft(3, CHINESE),
        previous: previous.then(|| draft(2, &CHINESE.replace("省心", "省事"))),
        newest: draft(5, &CHINESE.replace("省水", "节水")),
        may_restore: true,
    }
}

pub(super) fn conflict(language: UiLanguage) -> ConflictPage {
    let piece = |base: &str, mine: &str, theirs: &str, changed_by| MergePiece {
        base: base.into(),
        mine: mine.into(),
        theirs: theirs.into(),
        changed_by,
    };
    ConflictPage {
        shell: shell(language, Some(1), "/tasks/4/draft"),
        task: TaskId(4),
        mine: format!("\n{CHINESE}<我写的>"),
        pieces: vec![
            piece("# 茶\n\n", "# 茶\n\n", "# 茶\n\n", ChangedBy::Nobody),
            piece("水烧开。\n\n", "把水烧开 <b>。\n\n", "水烧开。\n\n", ChangedBy::Me),
            piece("放茶叶。\n\n", "放三克茶叶。\n\n", "放些茶叶。\n\n", ChangedBy::Both),
            piece("喝。\n", "喝。\n", "趁热喝。\n", ChangedBy::Them),
        ],
        theirs_by: "周默".into(),
        base: RevisionNumber(2),
        revision: RevisionNumber(4),
    }
}

pub(super) fn upload(language: UiLanguage) -> UploadPage {
    UploadPage {
        shell: shell(language, Some(1), "/tasks/4/upload"),
        project: project(),
        slug: "watering".into(),
        task: TaskId(4),
        title: "不浪费一滴水".into(),
        target_path: "zh/watering.md".into(),
        base: RevisionNumber(2),
        revisions: (1..=3).rev().map(|number| draft(number, "")).collect(),
        may_edit: true,
    }
}

fn my_task(index: usize) -> MyTask {
    let row = rows().swap_remove(index);
    MyTask {
        project: project(),
        title: row.target_title.or(row.source_title).expect("a title"),
        slug: row.slug,
        seal: row.seal,
        task: row.task.expect("a row with a task"),
        words: row.words,
        open_threads: index % 2,
        returned_because: (row.seal == Seal::ChangesRequested).then(|| "语气再松一点".into()),
    }
}

pub(super) fn mine(language: UiLanguage, empty: bool) -> MinePage {
    let group = |indices: &[usize]| -> Vec<MyTask> {
        if empty { Vec::new() } else { indices.iter().map(|index| my_task(*index)).collect() }
    };
    MinePage {
        shell: shell(language, Some(1), "/mine"),
        mine: Mine {
            working: group(&[6, 3]),
            to_review: group(&[]),
            waiting: group(&[4, 5, 7]),
            done: group(&[8]),
            tally: match empty {
                true => OwnTally::default(),
                false => OwnTally { published: 1, words: 1234, proofread: 2 },
            },
        },
    }
}

fn entry(term: &str, forms: &[&str], keep: bool, note: &str) -> TermEntry {
    let (preferred, accepted) = match forms {
        [first, rest @ ..] => (Some((*first).into()), rest.iter().map(|it| (*it).into()).collect()),
        [] => (None, Vec::new()),
    };
    TermEntry { term: term.into(), preferred, accepted, keep, note: note.into() }
}

pub(super) fn glossary(language: UiLanguage, signed_in: Option<i64>) -> GlossaryPage {
    let entries = [
        entry("drip line", &["滴灌管", "滴管"], false, "不要和“软管”混用"),
        entry("Grove", &[], true, ""),
        entry("timer <b>", &["定时器"], true, ""),
    ];
    let terms = (1..).zip(entries).map(|(id, entry)| Term { id: TermId(id), entry }).collect();
    let proposal = |id, decision| Proposal {
        id: ProposalId(id),
        entry: entry("mulch", &["覆盖物"], false, ""),
        instead_of: Some(entry("mulch", &["护根"], false, "")),
        reason: "园艺书里都这样叫".into(),
        by: brief(1),
        at: at("2026-06-09T08:00:00Z"),
        decision,
    };
    let decision = ProposalDecision {
        is_accepted: false,
        by: brief(3),
        at: at("2026-06-10T08:00:00Z"),
        answer: "先看看别的文章".into(),
    };
    GlossaryPage {
        shell: shell(language, signed_in, "/p/garden/glossary"),
        view: GlossaryView {
            project: project(),
            terms,
            open: vec![proposal(1, None)],
            decided: vec![proposal(2, Some(decision))],
        },
        query: GlossaryQuery { q: String::new(), edit: Some(TermId(1)) },
        imported: Some(Imported {
            added: 2,
            changed: 1,
            unchanged: 0,
            skipped: vec![(3, "no form".into())],
        }),
    }
}

pub(super) fn concordance(language: UiLanguage, query: &str) -> ConcordancePage {
    let mark = |text: &str, is_hit| Mark { text: text.into(), is_hit };
    let hit = Hit {
        slug: Slug::new("watering"),
        title: "不浪费一滴水".into(),
        source: vec![mark("Lay the ", false), mark("drip line", true), mark(" <flat>.", false)],
        target: vec![mark("把", false), mark("滴灌管", true), mark("铺平。", false)],
    };
    let is_found = query == "drip line";
    ConcordancePage {
        shell: shell(language, None, "/p/garden/memory"),
        view: Concordance {
            project: project(),
            query: query.into(),
            hits: if is_found { vec![hit] } else { Vec::new() },
            is_cut: false,
            terms: if is_found {
                vec![entry("drip line", &["滴灌管"], false, "")]
            } else {
                Vec::new()
            },
            size: MemorySize { posts: 3, all_posts: 5, units: 1204 },
        },
    }
}

pub(super) fn profile(language: UiLanguage) -> ProfilePage {
    ProfilePage {
        shell: shell(language, Some(1), "/me"),
        hf_user: "linwan".into(),
        is_listed: true,
        problem: None,
    }
}

pub(super) fn welcome(language: UiLanguage) -> WelcomePage {
    let (hf_user, back) = (String::new(), "/mine".into());
    WelcomePage { shell: shell(language, Some(1), "/welcome"), hf_user, back, problem: None }
}

pub(super) fn rehearsal(language: UiLanguage) -> RehearsalPage {
    let upstream = "huggingface/blog".parse().expect("a name");
    RehearsalPage {
        shell: shell(language, Some(3), "/tasks/7/rehearsal"),
        view: Rehearsal {
            project: project(),
            slug: "tools".into(),
            task: TaskId(7),
            base: CommitId::from_bytes([7; 20]),
            branch: "yiqi/zh/tools".into(),
            title: "Add: zh/tools.md".into(),
            body: "This adds `zh/tools.md`.\n".into(),
            message: "Add: zh/tools.md\n\nSource-Path: tools.md\n".into(),
            author: "小明 <42+ming@users.noreply.github.com>".into(),
            files: vec![FileChange {
                path: "zh/tools.md".into(),
                before: Some("# 工具\n".into()),
                after: "# 趁手的工具\n".into(),
            }],
            another_is_there: false,
            requests: vec![ApiRequest::create_branch(&upstream, "yiqi/zh/tools", "<commit>")],
        },
    }
}

pub(super) fn tokens(language: UiLanguage, made: bool) -> TokensPage {
    let token = |id, revoked: Option<&str>, used: Option<&str>| StoredToken {
        id: TokenId(id),
        person: PersonId(1),
        name: format!("笔记本 {id}"),
        scope: if id == 1 { Scope::Read } else { Scope::Write },
        created_at: at("2026-05-01T00:00:00Z"),
        expires_at: at("2026-08-01T00:00:00Z"),
        last_used_at: used.map(at),
        revoked_at: revoked.map(at),
    };
    TokensPage {
        shell: shell(language, Some(1), "/me/tokens"),
        tokens: vec![
            token(2, None, Some("2026-06-10T10:00:00Z")),
            token(1, Some("2026-06-01T00:00:00Z"), None),
        ],
        secret: made.then(|| "yiqi_0123".into()),
        problem: None,
    }
}

pub(super) fn people_page(language: UiLanguage) -> PeoplePage {
    PeoplePage { shell: shell(language, Some(3), "/people"), people: people() }
}

pub(super) fn dashboard(language: UiLanguage) -> DashboardPage {
    DashboardPage {
        shell: shell(language, Some(3), "/p/garden/dashboard"),
        view: Dashboard {
            project: project(),
            project_name: "花园笔记".into(),
            counts: board(language, None, BoardQuery::default()).board.counts.clone(),
            stale: vec![
                (Severity::Cosmetic, 12, 160),
                (Severity::Minor, 26, 1100),
                (Severity::Major, 15, 2100),
            ],
            updating: Updating { posts: 3, behind: 3, words: 240 },
            coverage: overview::coverage(),
            activity: overview::activity(),
            pipeline: (3..=8).map(my_task).collect(),
            stages: overview::stages(),
            oldest_wait: Some(at("2026-05-29T12:00:00Z")),
            expiring: vec![my_task(3)],
            deliveries: DeliveryHealth {
                last_at: Some(at("2026-06-10T11:00:00Z")),
                waiting: 2,
                failing: 1,
            },
            bearers: crate::figures::Bearers { people: 2, of: 9, texts: 40, uncredited: 3 },
            sync: SyncState { error: Some(UNREACHABLE.into()), ..sync() },
            failures: vec![
                Failure {
                    what: "tools".into(),
                    task: Some(TaskId(7)),
                    delivery: None,
                    at: at("2026-06-10T10:00:00Z"),
                    next_try: None,
                    error:
                        "GitHub does not accept the token; put a valid one into the configuration"
                            .into(),
                },
                Failure {
                    what: "push".into(),
                    task: None,
                    delivery: Some(DeliveryId::new("7d3c")),
                    at: at("2026-06-10T11:58:00Z"),
                    next_try: Some(at("2026-06-10T12:04:00Z")),
                    error: "the fork is archived".into(),
                },
            ],
            ignored_events: vec![("star".into(), 3)],
            people: people()
                .into_iter()
                .map(|person| PersonLoad {
                    role: person.role,
                    person,
                    active: 2,
                    merged: 17,
                    reviewed: 5,
                })
                .collect(),
            recent: vec![
                ("bees".into(), story(StoryKind::ChangesRequested, Some(2), Some("语气再松一点"))),
                ("seeds".into(), story(StoryKind::Submitted, Some(1), None)),
            ],
            titles: HashMap::from([("bees".into(), "给蜜蜂安个家".to_owned())]),
        },
    }
}

pub(super) fn sign_in(language: UiLanguage) -> SignInPage {
    SignInPage {
        shell: shell(language, None, "/sign-in"),
        back: "/p/garden?state=behind&tag=a".into(),
        github: true,
        local: true,
        problem: None,
    }
}

pub(super) fn error(language: UiLanguage, problem: Problem) -> ErrorPage {
    let shell = shell(language, Some(1), "/tasks/4/draft");
    ErrorPage { shell, problem, came_from: None }
}
