//! What a notice says, in the language of its reader.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Kind, known_obstacle, reason};
use crate::{texts::Texts, workflow::Reason};

/// What a notice is about, kept so that it can be said in any language later.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Title of the post.
    pub title: Option<String>,
    /// Who did it.
    pub actor: Option<String>,
    /// A sentence of theirs, or the reason of a failure.
    pub said: Option<String>,
    /// Why a text came back, or what became of it outside.
    pub reason: Option<Reason>,
    /// When something ends.
    pub until: Option<Timestamp>,
    /// Where to go on: a path of the site.
    pub path: String,
    pub digest: Option<Digest>,
}

/// What a weekly digest tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Digest {
    /// Names of posts that are in the reader's hands.
    pub mine: Vec<String>,
    /// How many texts wait for a proofreader.
    pub to_review: usize,
    /// Names of posts the reader translated that are behind now.
    pub behind: Vec<String>,
    /// Names of translations that were finished in the week.
    pub finished: Vec<String>,
    /// How many posts wait for a translator.
    pub missing: usize,
}

impl Digest {
    /// Whether there is nothing in it for its reader.
    pub fn is_empty(&self) -> bool {
        self.mine.is_empty()
            && self.to_review == 0
            && self.behind.is_empty()
            && self.finished.is_empty()
    }
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub head: String,
    pub body: Option<String>,
}

/// The title of a message with so many pieces of news, the first of which says `head`.
pub fn heading(texts: Texts, head: &str, count: usize) -> String {
    match count {
        1 => texts.with("news-one", &[("head", head.into())]),
        _ => texts.with("news-many", &[("count", count.into())]),
    }
}

/// Says a notice.
pub fn say(texts: Texts, kind: Kind, facts: &Facts) -> Said {
    let key = match kind {
        Kind::Expiring => "news-expiring",
        Kind::Expired => "news-expired",
        Kind::Assigned => "news-assigned",
        Kind::ReviewWanted => "news-review-wanted",
        Kind::ChangesRequested => "news-changes-requested",
        Kind::Approved => "news-approved",
        Kind::Comment => "news-comment",
        Kind::Merged => "news-merged",
        Kind::SourceChanged => "news-source-changed",
        Kind::Behind => "news-behind",
        Kind::Trouble => "news-trouble",
        Kind::Digest => "news-digest",
    };
    let nobody = texts.get("news-somebody");
    let args = [
        ("title", facts.title.as_deref().unwrap_or_default().into()),
        ("actor", facts.actor.as_deref().unwrap_or(&nobody).into()),
    ];
    let body = match &facts.digest {
        Some(digest) => Some(lines(texts, digest).join("\n")),
        None => {
            facts.said.clone().or_else(|| Some(reason(texts.language(), facts.reason.as_ref()?)))
        }
    };
    // Of trouble the program speaks, and in English; the dashboard shows its words beside the sentence.
    let body = body.map(|body| match kind {
        Kind::Trouble => known_obstacle(texts, &body).unwrap_or(body),
        _ => body,
    });
    Said { head: texts.with(key, &args), body: body.filter(|body| !body.trim().is_empty()) }
}

fn lines(texts: Texts, digest: &Digest) -> Vec<String> {
    let names = |names: &[String]| {
        let quoted: Vec<String> = names
            .iter()
            .take(5)
            .map(|name| texts.with("news-quoted", &[("title", name.as_str().into())]))
            .collect();
        quoted.join(&texts.get("news-between"))
    };
    let listed = |key: &str, list: &[String]| {
        (!list.is_empty()).then(|| {
            texts.with(key, &[("count", list.len().into()), ("titles", names(list).into())])
        })
    };
    let counted =
        |key: &str, count: usize| (count > 0).then(|| texts.with(key, &[("count", count.into())]));
    [
        listed("news-digest-mine", &digest.mine),
        counted("news-digest-to-review", digest.to_review),
        listed("news-digest-behind", &digest.behind),
        listed("news-digest-finished", &digest.finished),
        counted("news-digest-missing", digest.missing),
    ]
    .into_iter()
    .flatten()
    .collect()
}
