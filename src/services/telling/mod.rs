//! Telling people what happened: on the site, and on the ways out they chose.
//!
//! What is told is read from the log of events, whose lines are written with their cause in one
//! transaction, and from the present state where time is the cause (a lease that ends, a week that is
//! over, a source that moved on). Notices, what is to leave of them and how far the log was read are
//! written in one transaction again, so that a new kind of event needs no second write anywhere, and being
//! cut off anywhere neither loses nor doubles anything. Sending is another loop of the worker: a receiver
//! that stalls holds nothing up.

mod choosing;
mod log;
mod sending;
mod times;

pub use choosing::WantedChannel;
pub(super) use choosing::random;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{Result, Workshop};
use crate::{
    ids::{ChannelId, PersonId, ProjectId, Slug, TaskId},
    notices::{Facts, Kind},
    store::{Channel, ChannelOwner, NewNotice, Recipient, Telling, Wishes},
    workflow::Person,
};

/// How long notices are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What something is about, and what it is told for.
struct Matter {
    kind: Kind,
    cause: String,
    at: Timestamp,
    project: Option<ProjectId>,
    slug: Option<Slug>,
    task: Option<TaskId>,
    facts: Facts,
}

/// Whom there is to tell, and where.
struct Listeners {
    people: Vec<Person>,
    wishes: HashMap<PersonId, Wishes>,
    channels: Vec<Channel>,
    now: Timestamp,
}

impl Listeners {
    fn wishes(&self, person: PersonId) -> Wishes {
        self.wishes.get(&person).cloned().unwrap_or_default()
    }

    /// A notice to somebody, with the ways it leaves on; `None` where they want to hear of it nowhere.
    fn to_person(&self, person: PersonId, matter: &Matter) -> Option<NewNotice> {
        let wishes = self.wishes(person);
        let in_app = !wishes.silent.contains(&matter.kind);
        let not_before = wishes.quiet.not_before(self.now);
        let owner = ChannelOwner::Person(person);
        let sendings: Vec<(ChannelId, Timestamp)> = self
            .channels
            .iter()
            .filter(|it| it.owner == owner && it.kinds.contains(&matter.kind))
            .filter(|it| it.confirmed_at.is_some())
            .map(|it| (it.id, not_before))
            .collect();
        let to = Recipient::Person { id: person, in_app };
        (in_app || !sendings.is_empty()).then(|| matter.notice(to, sendings))
    }

    /// Notices to the groups that follow the project of a matter.
    fn to_groups<'a>(&'a self, matter: &'a Matter) -> impl Iterator<Item = NewNotice> + 'a {
        let follows = move |it: &&Channel| {
            matches!(&it.owner, ChannelOwner::Project(id) if Some(id) == matter.project.as_ref())
                && it.kinds.contains(&matter.kind)
                && Kind::FOR_GROUPS.contains(&matter.kind)
        };
        let groups = self.channels.iter().filter(follows);
        groups.map(|it| matter.notice(Recipient::Channel(it.id), vec![(it.id, self.now)]))
    }
}

impl Matter {
    fn notice(&self, to: Recipient, sendings: Vec<(ChannelId, Timestamp)>) -> NewNotice {
        NewNotice {
            to,
            kind: self.kind,
            cause: self.cause.clone(),
            at: self.at,
            project: self.project.clone(),
            slug: self.slug.clone(),
            task: self.task,
            facts: self.facts.clone(),
            sendings,
        }
    }
}

impl Workshop {
    /// Tells everybody what is news for them; returns how many pieces of news there were.
    pub async fn tell(&self) -> Result<usize> {
        let told = self.tell_of_log().await? + self.tell_of_times().await?;
        self.0.store.forget_notices_before(self.0.clock.now() - KEPT).await?;
        // Also what waited for an hour, or for its next try.
        self.0.leaving.notify_one();
        Ok(told)
    }

    async fn listeners(&self) -> Result<Listeners> {
        Ok(Listeners {
            people: self.0.store.people().await?,
            wishes: self.0.store.all_wishes().await?.into_iter().collect(),
            channels: self.0.store.channels().await?,
            now: self.0.clock.now(),
        })
    }

    async fn write(&self, telling: Telling) -> Result<Option<usize>> {
        Ok(self.0.store.tell(&telling).await?)
    }

    /// The title a post is known by.
    async fn title_of(&self, project: &ProjectId, slug: &Slug) -> Result<String> {
        let catalogue = self.catalogue(project).await.unwrap_or_default();
        let post = catalogue.as_ref().and_then(|it| super::judging::find(it, slug).ok());
        Ok(post.and_then(super::reading::translated_title).unwrap_or_else(|| slug.to_string()))
    }
}

/// The page of a post.
fn post_path(project: &ProjectId, slug: &Slug) -> String {
    format!("/p/{project}/posts/{slug}")
}
