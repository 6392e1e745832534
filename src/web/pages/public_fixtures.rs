//! Made-up data the pages for everybody can be rendered from.

use jiff::civil::date;

use super::{
    CreditsPage, PersonPage, ProgressPage,
    fixtures::{at, shell},
};
use crate::{
    ids::ProjectId,
    recognition::{Milestone, MilestoneKind, Part, Record},
    services::views::{
        Contributor, Counts, Credits, Profile, Progress, SyncState, TagProgress, Tally, Thanks,
        WorkDone,
    },
    workflow::UiLanguage,
};

pub(super) fn progress(language: UiLanguage, is_empty: bool) -> ProgressPage {
    let tag = |number: usize| TagProgress {
        tag: format!("tag-{number}"),
        tally: Tally { posts: 40 - number, translated: 30 - number, behind: number / 4 },
    };
    let view = Progress {
        project: ProjectId::new("garden"),
        name: "花园笔记".into(),
        tally: match is_empty {
            true => Tally::default(),
            false => Tally { posts: 540, translated: 216, behind: 44 },
        },
        counts: Counts {
            published: 160,
            behind: 44,
            cosmetic: 12,
            missing: 324,
            ..Counts::default()
        },
        words_missing: 512_340,
        words_behind: 3_170,
        tags: if is_empty { Vec::new() } else { (0..24).map(tag).collect() },
        sync: SyncState::default(),
    };
    ProgressPage { shell: shell(language, None, "/p/garden/progress"), view }
}

fn contributor(name: &str, handle: &str, counts: [usize; 3]) -> Contributor {
    let [translated, updated, proofread] = counts;
    Contributor {
        handle: handle.into(),
        name: name.into(),
        hf_user: (!handle.starts_with('@')).then(|| handle.to_owned()),
        github_login: Some("login".into()),
        record: Record {
            translated,
            updated,
            proofread,
            words: translated * 1_240,
            months: ["2024-11", "2025-02", "2025-03", "2026-05"].map(str::to_owned).into(),
            since: Some(at("2024-11-03T08:00:00Z")),
        },
    }
}

pub(super) fn credits(language: UiLanguage, asked: Option<bool>) -> CreditsPage {
    let people = vec![
        contributor("林晚", "linwan", [12, 3, 4]),
        contributor("an-extremely-long-name-that-somebody-once-chose", "an-extremely", [1, 0, 0]),
        contributor("Zhou Mo", "@zhoumo", [0, 0, 31]),
    ];
    let span = (date(2026, 5, 11), date(2026, 6, 10));
    CreditsPage {
        shell: shell(language, None, "/p/garden/credits"),
        view: Credits {
            project: ProjectId::new("garden"),
            name: "花园笔记".into(),
            people: if asked == Some(false) { Vec::new() } else { people },
            unlisted: 2,
        },
        span,
        thanks: asked.map(|is_full| Thanks {
            from: span.0,
            until: span.1,
            markdown: if is_full { "### 致谢\n\n- 林晚\n".into() } else { String::new() },
        }),
        is_wrong: false,
    }
}

pub(super) fn person(language: UiLanguage, is_new: bool) -> PersonPage {
    let work = |slug: &str, title: &str, tongue, part, words| WorkDone {
        project: ProjectId::new("garden"),
        slug: slug.into(),
        title: title.into(),
        language: tongue,
        part,
        words,
        at: at("2026-05-03T08:00:00Z"),
    };
    let milestone = |kind, count| Milestone { kind, count, at: at("2025-02-03T08:00:00Z") };
    let who = match is_new {
        true => Contributor {
            record: Record::default(),
            ..contributor("New Here", "@newhere", [0, 0, 0])
        },
        false => contributor("林晚", "linwan", [12, 3, 4]),
    };
    let profile = Profile {
        who,
        works: if is_new {
            Vec::new()
        } else {
            vec![
                work("moss", "苔藓小手册", "zh-CN", Part::Translated, 1300),
                work("watering", "Watering Without Waste", "en", Part::Updated, 0),
                work("seeds", "留种", "zh-CN", Part::Proofread, 0),
            ]
        },
        milestones: if is_new {
            Vec::new()
        } else {
            vec![
                milestone(MilestoneKind::Translations, 1),
                milestone(MilestoneKind::Proofreadings, 1),
                milestone(MilestoneKind::Updates, 1),
                milestone(MilestoneKind::Words, 10_000),
                milestone(MilestoneKind::Translations, 10),
                milestone(MilestoneKind::Months, 6),
            ]
        },
        unlisted: is_new,
    };
    PersonPage { shell: shell(language, Some(1), "/people/linwan"), profile }
}
