//! The rounds a text has been through: each begins when it is sent to proofreading.

use jiff::Timestamp;

use crate::{
    ids::{PersonId, RevisionNumber},
    workflow::Reason,
};

/// A line of the log that matters to rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at: Timestamp,
    pub by: Option<PersonId>,
    pub kind: StepKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    Submitted(RevisionNumber),
    Withdrawn,
    ReviewStarted,
    ReviewLeft,
    Returned(Reason),
    Approved { self_approval: bool },
}

/// One time a text was sent to proofreading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub submitted_at: Timestamp,
    /// The revision that was sent.
    pub revision: RevisionNumber,
    /// Who proofread it last.
    pub reviewer: Option<PersonId>,
    /// How it ended, and when; `None` while it lasts.
    pub end: Option<(Timestamp, RoundEnd)>,
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundEnd {
    Withdrawn,
    /// With the reason; one after an approval comes from outside.
    Returned(Reason),
    Approved {
        self_approval: bool,
    },
}

/// Reads the rounds from the log, oldest first.
pub fn rounds(steps: &[Step]) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    for step in steps {
        if let StepKind::Submitted(revision) = step.kind {
            let submitted_at = step.at;
            rounds.push(Round { submitted_at, revision, reviewer: None, end: None });
            continue;
        }
        let Some(round) = rounds.last_mut() else { continue };
        let end = match &step.kind {
            StepKind::Submitted(_) => continue,
            StepKind::ReviewStarted => {
                round.reviewer = step.by;
                continue;
            }
            StepKind::ReviewLeft => {
                round.reviewer = None;
                continue;
            }
            StepKind::Withdrawn => RoundEnd::Withdrawn,
            StepKind::Returned(reason) => RoundEnd::Returned(reason.clone()),
            StepKind::Approved { self_approval } => {
                RoundEnd::Approved { self_approval: *self_approval }
            }
        };
        round.end = Some((step.at, end));
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(hour: i64, by: i64, kind: StepKind) -> Step {
        let at = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(hour);
        Step { at, by: Some(PersonId(by)), kind }
    }

    #[test]
    fn a_text_sent_back_and_forth_has_a_round_for_each_time() {
        let log = [
            step(0, 2, StepKind::ReviewStarted),
            step(1, 1, StepKind::Submitted(RevisionNumber(2))),
            step(2, 1, StepKind::Withdrawn),
            step(3, 1, StepKind::Submitted(RevisionNumber(3))),
            step(4, 2, StepKind::ReviewStarted),
            step(5, 2, StepKind::ReviewLeft),
            step(6, 3, StepKind::ReviewStarted),
            step(7, 3, StepKind::Returned("太硬".into())),
            step(8, 1, StepKind::Submitted(RevisionNumber(6))),
        ];
        let rounds = rounds(&log);
        let told: Vec<_> = rounds
            .iter()
            .map(|round| (round.revision.0, round.reviewer.map(|it| it.0), round.end.clone()))
            .collect();
        let end = |at: usize, end| Some((log[at].at, end));
        assert_eq!(
            told,
            [
                (2, None, end(2, RoundEnd::Withdrawn)),
                (3, Some(3), end(7, RoundEnd::Returned("太硬".into()))),
                (6, None, None),
            ]
        );
    }

    #[test]
    fn a_return_from_outside_ends_the_round_anew() {
        let log = [
            step(1, 1, StepKind::Submitted(RevisionNumber(2))),
            step(2, 2, StepKind::ReviewStarted),
            step(3, 2, StepKind::Approved { self_approval: false }),
            step(9, 2, StepKind::Returned("closed upstream".into())),
        ];
        let rounds = rounds(&log);
        assert_eq!(rounds.len(), 1);
        assert_eq!(rounds[0].end, Some((log[3].at, RoundEnd::Returned("closed upstream".into()))));
        assert_eq!(rounds[0].reviewer, Some(PersonId(2)));
    }
}
