//! Roles, and the one place that decides who may do what.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::PersonId;

/// What a person may do; each role includes the ones before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Volunteer,
    Proofreader,
    Maintainer,
}

impl Role {
    /// The name as stored, configured and sent in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Volunteer => "volunteer",
            Self::Proofreader => "proofreader",
            Self::Maintainer => "maintainer",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "volunteer" => Ok(Self::Volunteer),
            "proofreader" => Ok(Self::Proofreader),
            "maintainer" => Ok(Self::Maintainer),
            _ => {
                Err(UnknownName { name: name.into(), known: "volunteer, proofreader, maintainer" })
            }
        }
    }
}

/// What a personal token may be used for; each includes the ones before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// See everything its person may see.
    Read,
    /// What a translator does: claim, save, submit, comment.
    Write,
    /// What a proofreader does: take a text in hand, correct, approve, return.
    Review,
    /// What a maintainer does: give out, judge, publish, keep the glossary, manage people.
    Manage,
}

impl Scope {
    /// Every scope, the narrowest first.
    pub const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Review, Self::Manage];

    /// The name as stored and sent in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Review => "review",
            Self::Manage => "manage",
        }
    }
}

impl FromStr for Scope {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let mut all = Self::ALL.into_iter();
        all.find(|scope| scope.name() == name)
            .ok_or_else(|| UnknownName { name: name.into(), known: "read, write, review, manage" })
    }
}

/// Says that a text names nothing of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is none of {known}")]
pub struct UnknownName {
    pub(super) name: String,
    pub(super) known: &'static str,
}

impl UnknownName {
    /// Says that `name` is none of `known`.
    pub(crate) fn new(name: &str, known: &'static str) -> Self {
        Self { name: name.into(), known }
    }
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
pub enum UiLanguage {
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

impl UiLanguage {
    /// The BCP 47 tag.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

impl FromStr for UiLanguage {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "zh-CN" => Ok(Self::Chinese),
            "en" => Ok(Self::English),
            _ => Err(UnknownName { name: name.into(), known: "zh-CN, en" }),
        }
    }
}

/// Somebody who signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    /// Ask that a post be translated.
    Ask,
    /// Note that a translation of a post is there elsewhere.
    NoteElsewhere,
    /// Take that away, or say something else of it.
    ChangeElsewhere {
        noted_by: PersonId,
    },
    /// Settle what was said about a text, or open it again.
    Settle {
        translator: PersonId,
        /// Who began it; `None` for somebody outside.
        opened_by: Option<PersonId>,
    },
    /// Give a post to somebody, take it back, publish again; say how much it is wanted, leave it out.
    Steer,
    /// Confirm a base, dismiss a change.
    Judge,
    /// Say how a term could be translated.
    ProposeTerm,
    /// Change the glossary, and decide what was proposed for it.
    KeepGlossary,
    ManagePeople,
    SeeDashboard,
}

/// Decides whether a person may do something.
pub fn may(person: &Person, action: Action) -> bool {
    if person.blocked {
        return false;
    }
    match action {
        Action::Claim
        | Action::Comment
        | Action::Ask
        | Action::NoteElsewhere
        | Action::ProposeTerm => true,
        Action::ChangeElsewhere { noted_by } => {
            noted_by == person.id || person.role >= Role::Proofreader
        }
        Action::WorkOn { translator } => translator == person.id || person.role == Role::Maintainer,
        Action::Review { translator, self_approval } => {
            person.role >= Role::Proofreader && (translator != person.id || self_approval)
        }
        Action::Steer
        | Action::Judge
        | Action::KeepGlossary
        | Action::ManagePeople
        | Action::SeeDashboard => person.role == Role::Maintainer,
        Action::Settle { translator, opened_by } => {
            translator == person.id
                || opened_by == Some(person.id)
                || person.role >= Role::Proofreader
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
        (Action::Ask, [true, true, true]),
        (Action::NoteElsewhere, [true, true, true]),
        (Action::ChangeElsewhere { noted_by: ME }, [true, true, true]),
        (Action::ChangeElsewhere { noted_by: OTHER }, [false, true, true]),
        (Action::WorkOn { translator: ME }, [true, true, true]),
        (Action::WorkOn { translator: OTHER }, [false, false, true]),
        (Action::Review { translator: OTHER, self_approval: false }, [false, true, true]),
        (Action::Review { translator: OTHER, self_approval: true }, [false, true, true]),
        (Action::Review { translator: ME, self_approval: false }, [false, false, false]),
        (Action::Review { translator: ME, self_approval: true }, [false, true, true]),
        (Action::Settle { translator: OTHER, opened_by: Some(OTHER) }, [false, true, true]),
        (Action::Settle { translator: OTHER, opened_by: None }, [false, true, true]),
        (Action::Settle { translator: OTHER, opened_by: Some(ME) }, [true, true, true]),
        (Action::Settle { translator: ME, opened_by: Some(OTHER) }, [true, true, true]),
        (Action::Steer, [false, false, true]),
        (Action::Judge, [false, false, true]),
        (Action::ProposeTerm, [true, true, true]),
        (Action::KeepGlossary, [false, false, true]),
        (Action::ManagePeople, [false, false, true]),
        (Action::SeeDashboard, [false, false, true]),
    ];

    #[test]
    fn names_are_read_back_as_they_are_written() {
        for role in [Role::Volunteer, Role::Proofreader, Role::Maintainer] {
            assert_eq!(role.name().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.name());
        }
        for language in [UiLanguage::Chinese, UiLanguage::English] {
            assert_eq!(language.name().parse(), Ok(language));
            assert_eq!(serde_json::to_value(language).unwrap(), language.name());
        }
        assert_eq!(
            "boss".parse::<Role>().unwrap_err().to_string(),
            "\"boss\" is none of volunteer, proofreader, maintainer"
        );
    }

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
