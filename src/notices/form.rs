//! Ways out, and what leaves on them.

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::{
    ids::{ProjectId, Slug},
    workflow::UnknownName,
};

/// In which form a message leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    Feishu,
    Wecom,
    Dingtalk,
    Slack,
    /// Our own JSON, signed as Standard Webhooks say.
    Json,
    Email,
}

impl Form {
    /// The webhooks, in the order people choose among them.
    pub const WEBHOOKS: [Self; 5] =
        [Self::Feishu, Self::Wecom, Self::Dingtalk, Self::Slack, Self::Json];

    /// The name as stored and sent in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feishu => "feishu",
            Self::Wecom => "wecom",
            Self::Dingtalk => "dingtalk",
            Self::Slack => "slack",
            Self::Json => "json",
            Self::Email => "email",
        }
    }

    /// Whether it can be signed with a secret of its own; the others have theirs in the address.
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Feishu | Self::Dingtalk | Self::Json)
    }
}

impl FromStr for Form {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let mut known = Self::WEBHOOKS.into_iter().chain([Self::Email]);
        known
            .find(|form| form.name() == name)
            .ok_or_else(|| UnknownName::new(name, "feishu, wecom, dingtalk, slack, json, email"))
    }
}

/// One message, in the words of its reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// The same at every try, so that a receiver can tell a repetition.
    pub id: String,
    pub at: Timestamp,
    pub title: String,
    pub items: Vec<Item>,
    /// A line at the end, and where it leads: how to change what is sent.
    pub foot: Option<(String, String)>,
}

/// One piece of news in a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub kind: Kind,
    pub head: String,
    pub body: Option<String>,
    /// Absolute, where the site has an address.
    pub url: Option<String>,
    pub at: Timestamp,
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
}
