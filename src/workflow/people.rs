//! Roles, and the one place that decides who may do what.

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;

/// What a person may do; each role includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Volunteer,
    Proofreader,
    Maintainer,
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum UiLanguage {
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

/// Somebody who signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    /// GitHub login, or the name chosen at a local sign-in.
    pub login: String,
    /// GitHub's numeric id; `None` for local people.
    pub github_id: Option<u64>,
    pub name: String,
    /// Name on the Hugging Face Hub, which the front matter's `translators` key wants.
    pub hf_user: Option<String>,
    pub role: Role,
    pub language: UiLanguage,
    pub blocked: bool,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Claim,
    /// Write, submit or give back one's own task.
    WorkOn {
        translator: PersonId,
    },
    /// Proofread: approve or request changes.
    Review {
        translator: PersonId,
        self_approval: bool,
    },
    Comment,
    /// Give a post to somebody, take it back, publish again.
    Steer,
    /// Confirm a base, dismiss a change.
    Judge,
    ManagePeople,
    SeeDashboard,
}

/// Decides whether a person may do something.
pub fn may(person: &Person, action: Action) -> bool {
    if person.blocked {
        return false;
    }
    match action {
        Action::Claim | Action::Comment => true,
        Action::WorkOn { translator } => translator == person.id || person.role == Role::Maintainer,
        Action::Review { translator, self_approval } => {
            person.role >= Role::Proofreader && (translator != person.id || self_approval)
        }
        Action::Steer | Action::Judge | Action::ManagePeople | Action::SeeDashboard => {
            person.role == Role::Maintainer
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: PersonId = PersonId(1);
    const OTHER: PersonId = PersonId(2);

    fn person(role: Role, blocked: bool) -> Person {
        Person {
            id: ME,
            login: "me".into(),
            github_id: None,
            name: "Me".into(),
            hf_user: None,
            role,
            language: UiLanguage::Chinese,
            blocked,
        }
    }

    /// Action, then whether a volunteer, a proofreader and a maintainer may.
    const TABLE: &[(Action, [bool; 3])] = &[
        (Action::Claim, [true, true, true]),
        (Action::Comment, [true, true, true]),
        (Action::WorkOn { translator: ME }, [true, true, true]),
        (Action::WorkOn { translator: OTHER }, [false, false, true]),
        (Action::Review { translator: OTHER, self_approval: false }, [false, true, true]),
        (Action::Review { translator: OTHER, self_approval: true }, [false, true, true]),
        (Action::Review { translator: ME, self_approval: false }, [false, false, false]),
        (Action::Review { translator: ME, self_approval: true }, [false, true, true]),
        (Action::Steer, [false, false, true]),
        (Action::Judge, [false, false, true]),
        (Action::ManagePeople, [false, false, true]),
        (Action::SeeDashboard, [false, false, true]),
    ];

    #[test]
    fn each_role_may_do_what_the_table_says() {
        let roles = [Role::Volunteer, Role::Proofreader, Role::Maintainer];
        for (action, expected) in TABLE {
            let allowed = roles.map(|role| may(&person(role, false), *action));
            assert_eq!(allowed, *expected, "{action:?}");
        }
    }

    #[test]
    fn a_blocked_person_may_nothing() {
        for (action, _) in TABLE {
            assert!(!may(&person(Role::Maintainer, true), *action), "{action:?}");
        }
    }

    #[test]
    fn each_role_includes_the_ones_before_it() {
        for (action, [volunteer, proofreader, maintainer]) in TABLE {
            assert!(!volunteer || *proofreader, "{action:?}");
            assert!(!proofreader || *maintainer, "{action:?}");
        }
    }
}
