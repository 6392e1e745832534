//! However GitHub's deliveries come (in any order, twice, or not at all), the end is the same.

use jiff::SignedDuration;
use proptest::prelude::*;
use yiqi::{
    ids::{ProjectId, TaskId},
    services::views::Seal,
};

use crate::{
    fake_github::{Event, Merge, PullState, REVIEWER, STRANGER},
    support::{Scenario, UPSTREAM, blog},
};

const BRANCH: &str = "yiqi/zh/kites";

/// What people do at GitHub.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// An author changes a source.
    ChangeSource,
    /// Somebody opens, or closes, a pull request for another post.
    OpenOutside,
    CloseOutside,
    AskForChanges,
    Remark,
    PushToOurs,
    Close,
    Reopen,
    Merge,
}

const DEEDS: [Deed; 9] = [
    Deed::ChangeSource,
    Deed::OpenOutside,
    Deed::CloseOutside,
    Deed::AskForChanges,
    Deed::Remark,
    Deed::PushToOurs,
    Deed::Close,
    Deed::Reopen,
    Deed::Merge,
];

/// A translation that stands outside as #1, and what has been done since.
struct World {
    scenario: Scenario,
    task: TaskId,
    outside: Option<u64>,
    deeds: usize,
}

impl World {
    async fn new() -> Self {
        let scenario = Scenario::new().await;
        let task = scenario.translate_kites().await;
        scenario.publish().await;
        Self { scenario, task, outside: None, deeds: 0 }
    }

    fn our_pull(&self) -> PullState {
        self.scenario.github.pulls(UPSTREAM)[0].state
    }

    /// Does a deed where it is possible; the delivery GitHub sends about it.
    fn act(&mut self, deed: Deed) -> Option<Event> {
        let github = &self.scenario.github;
        self.deeds += 1;
        self.scenario.wait(SignedDuration::from_secs(1));
        let is_open = self.our_pull() == PullState::Open;
        match deed {
            Deed::ChangeSource => {
                let text = blog::LAMPS.replace("40", &(60 + self.deeds).to_string());
                self.scenario.push_source(&[("lamps.md", &text)]);
                Some(github.push_event(UPSTREAM, "main"))
            }
            Deed::OpenOutside if self.outside.is_none() => {
                let files = [("zh/lamps.md", "# 灯\n")];
                let number = github.open_outside_pull(UPSTREAM, STRANGER, "lamps-zh", &files);
                self.outside = Some(number);
                Some(github.pull_event(UPSTREAM, number))
            }
            Deed::CloseOutside => {
                let number = self.outside?;
                let pulls = github.pulls(UPSTREAM);
                let pull = pulls.iter().find(|pull| pull.number == number)?;
                (pull.state == PullState::Open).then(|| {
                    github.close_pull(UPSTREAM, number);
                    github.pull_event(UPSTREAM, number)
                })
            }
            Deed::AskForChanges if is_open => {
                github.review(UPSTREAM, 1, REVIEWER, "CHANGES_REQUESTED", "请改");
                Some(github.review_event(UPSTREAM, 1))
            }
            Deed::Remark => {
                github.remark(UPSTREAM, 1, REVIEWER, "好");
                Some(github.review_event(UPSTREAM, 1))
            }
            Deed::PushToOurs if is_open => {
                let text =
                    blog::KITES_PUBLISHED.replace("空闲", &format!("第{}个空闲", self.deeds));
                github.push_as(UPSTREAM, BRANCH, STRANGER, &[("zh/kites.md", &text)]);
                Some(github.push_event(UPSTREAM, BRANCH))
            }
            Deed::Close if is_open => {
                github.close_pull(UPSTREAM, 1);
                Some(github.pull_event(UPSTREAM, 1))
            }
            Deed::Reopen if self.our_pull() == PullState::Closed => {
                github.reopen_pull(UPSTREAM, 1);
                Some(github.pull_event(UPSTREAM, 1))
            }
            Deed::Merge if is_open => {
                github.merge_pull(UPSTREAM, 1, Merge::Squash);
                Some(github.pull_event(UPSTREAM, 1))
            }
            _ => None,
        }
    }

    /// Where everything stands once the timer has gone round.
    async fn end(&self) -> (String, Vec<(String, Seal, usize)>, Option<String>) {
        for _ in 0..3 {
            self.scenario.wait(SignedDuration::from_mins(10));
            self.scenario.round().await;
        }
        let board = self.scenario.workshop.board(&ProjectId::new("blog")).await.unwrap();
        let mut rows: Vec<_> = board
            .rows
            .iter()
            .map(|row| (row.slug.to_string(), row.seal, row.outside.len()))
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let stage = self.scenario.stage(self.task).await;
        // The text of what is done is on the base branch.
        let draft = match stage {
            "merged" => None,
            _ => Some(self.scenario.draft(self.task).await),
        };
        (stage.to_owned(), rows, draft)
    }
}

/// Every deed is told at once and in order, against a shuffle with doubled and dropped deliveries.
async fn both_ends_are_the_same(deeds: Vec<Deed>, order: Vec<(usize, bool)>) {
    let mut told = World::new().await;
    for deed in &deeds {
        if let Some(event) = told.act(*deed) {
            told.scenario.deliver(&event).await;
            told.scenario.workshop.work_inbox().await.unwrap();
        }
    }
    let mut shuffled = World::new().await;
    let events: Vec<Event> = deeds.iter().filter_map(|deed| shuffled.act(*deed)).collect();
    for (at, work) in order {
        if let Some(event) = events.get(at) {
            shuffled.scenario.deliver(event).await;
        }
        if work {
            shuffled.scenario.workshop.work_inbox().await.unwrap();
        }
    }
    assert_eq!(told.end().await, shuffled.end().await, "{deeds:?}");
}

proptest! {
    // Two worlds each, with a Git repository and a GitHub apiece.
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn in_whatever_order_deliveries_come_the_end_is_the_same(
        deeds in prop::collection::vec(prop::sample::select(DEEDS.to_vec()), 1..9),
        order in prop::collection::vec((0_usize..9, any::<bool>()), 0..14),
    ) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(both_ends_are_the_same(deeds, order));
    }
}

#[tokio::test]
async fn a_week_without_webhooks_ends_in_the_same_state() {
    let deeds =
        vec![Deed::OpenOutside, Deed::PushToOurs, Deed::ChangeSource, Deed::Close, Deed::Reopen];
    both_ends_are_the_same(deeds, Vec::new()).await;
}
