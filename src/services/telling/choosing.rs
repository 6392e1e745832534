//! What people choose: what they hear, where and when.

use secrecy::SecretString;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Result, Workshop};
use crate::{
    ids::{ChannelId, NoticeId, PersonId, ProjectId},
    notices::{Form, Kind, is_zone},
    notify::NotifyError,
    services::{
        ServiceError, Unfit,
        steps::ensure,
        views::{ChannelView, NoticesView},
    },
    store::{Channel, ChannelOwner, Event, NewChannel, StoredNotice, Wishes},
    texts::Texts,
    workflow::{Action, Person, UiLanguage, may},
};

const LONGEST_NAME: usize = 40;
const LONGEST_ADDRESS: usize = 1000;
const MOST_OWN: usize = 5;
const MOST_OF_PROJECT: usize = 20;
const SHOWN: u32 = 200;

/// A way out somebody asks for.
#[derive(Debug)]
pub struct WantedChannel {
    pub form: Form,
    pub name: String,
    pub address: SecretString,
    pub secret: Option<SecretString>,
    pub language: UiLanguage,
}

impl Workshop {
    /// What somebody was told on the site, newest first.
    pub async fn notices(&self, person: &Person) -> Result<NoticesView> {
        let notices = self.0.store.notices(person.id, SHOWN).await?;
        Ok(NoticesView { notices, unread: self.unread(person.id).await? })
    }

    /// How many of them are not read yet.
    pub async fn unread(&self, person: PersonId) -> Result<usize> {
        Ok(self.0.store.unread_notices(person).await?)
    }

    /// Marks one read; where it leads.
    pub async fn read_notice(&self, id: NoticeId, by: &Person) -> Result<StoredNotice> {
        let notice = self.0.store.read_notice(by.id, id, self.0.clock.now()).await?;
        notice.ok_or(ServiceError::NotFound("notice"))
    }

    /// Marks all up to one read; what came since stays.
    pub async fn read_notices(&self, last: NoticeId, by: &Person) -> Result<()> {
        Ok(self.0.store.read_notices_until(by.id, last, self.0.clock.now()).await?)
    }

    /// What somebody chose.
    pub async fn wishes(&self, person: PersonId) -> Result<Wishes> {
        Ok(self.0.store.wishes(person).await?)
    }

    /// Keeps what somebody chose: what is silent on the site, what each of their own ways out carries, when
    /// not to be called, whether they have a page.
    pub async fn set_wishes(
        &self,
        wishes: Wishes,
        carried: &[(ChannelId, Vec<Kind>)],
        by: &Person,
    ) -> Result<()> {
        if !is_zone(&wishes.quiet.zone) {
            let problem = Unfit::Zone(wishes.quiet.zone);
            return Err(ServiceError::Invalid { field: "zone", problem });
        }
        for (id, kinds) in carried {
            let channel = self.own_channel(*id, by).await?;
            self.0.store.set_channel_kinds(channel.id, kinds).await?;
        }
        Ok(self.0.store.set_wishes(by.id, &wishes).await?)
    }

    /// Somebody's own ways out.
    pub async fn own_channels(&self, by: &Person) -> Result<Vec<ChannelView>> {
        self.views_of(&ChannelOwner::Person(by.id)).await
    }

    /// The ways out of a project's groups.
    pub async fn project_channels(
        &self,
        project: &ProjectId,
        by: &Person,
    ) -> Result<Vec<ChannelView>> {
        ensure(by, Action::Steer)?;
        self.project(project)?;
        self.views_of(&ChannelOwner::Project(project.clone())).await
    }

    async fn views_of(&self, owner: &ChannelOwner) -> Result<Vec<ChannelView>> {
        let mut views = Vec::new();
        for channel in self.0.store.channels().await? {
            if channel.owner == *owner {
                let waiting = self.0.store.waiting_on(channel.id).await?;
                views.push(ChannelView::of(&channel, waiting));
            }
        }
        Ok(views)
    }

    /// Whether mail can be sent.
    pub fn sends_mail(&self) -> bool {
        self.0.notify.as_ref().is_some_and(crate::notify::Client::sends_mail)
    }

    /// Whether webhooks can be sent.
    pub fn sends_messages(&self) -> bool {
        self.0.notify.is_some()
    }

    /// Makes a way out; one for mail is sent a code that must come back.
    pub async fn add_channel(
        &self,
        project: Option<&ProjectId>,
        wanted: WantedChannel,
        by: &Person,
    ) -> Result<ChannelId> {
        let owner = match project {
            Some(project) => {
                ensure(by, Action::Steer)?;
                ChannelOwner::Project(self.project(project)?.settings.id.clone())
            }
            None => {
                ensure(by, Action::Comment)?;
                ChannelOwner::Person(by.id)
            }
        };
        let client = self.0.notify.as_ref().ok_or(ServiceError::NoMessages)?;
        let name = wanted.name.trim().to_owned();
        let invalid = |problem| ServiceError::Invalid { field: "name", problem };
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(invalid(Unfit::NoName { most: LONGEST_NAME }));
        }
        let address = secrecy::ExposeSecret::expose_secret(&wanted.address).trim().to_owned();
        if address.len() > LONGEST_ADDRESS {
            return Err(NotifyError::BadAddress.into());
        }
        client.check_address(wanted.form, &address)?;
        let most = if project.is_some() { MOST_OF_PROJECT } else { MOST_OWN };
        if self.views_of(&owner).await?.len() >= most {
            return Err(invalid(Unfit::Full { most }));
        }
        let to_group = project.is_some();
        let kinds = if to_group { &Kind::FOR_GROUPS[..] } else { &Kind::ALL[..] };
        let kinds = kinds.iter().copied().filter(|kind| kind.is_sent_at_first(to_group)).collect();
        let code = (wanted.form == Form::Email).then(|| random(4)).transpose()?;
        let new = NewChannel {
            owner,
            form: wanted.form,
            name,
            address: address.into(),
            secret: wanted.secret.filter(|_| wanted.form.is_signed()),
            kinds,
            language: wanted.language,
            made_by: by.id,
            at: self.0.clock.now(),
            code_hash: code.as_deref().map(hash),
        };
        let id = self.0.store.add_channel(&new).await?;
        self.log_channel("channel_added", id, project, by).await?;
        if let Some(code) = code {
            let texts = Texts::new(by.language);
            let body = texts.with("news-code", &[("code", code.into())]);
            let letter = self.note(texts, &texts.get("news-code-title"), body)?;
            let sent = client.send(new.form, &new.address, None, &letter, self.0.clock.now()).await;
            if let Err(error) = sent {
                self.0.store.remove_channel(id).await?;
                return Err(error.into());
            }
        }
        Ok(id)
    }

    /// Confirms an address with the code that was sent there.
    pub async fn confirm_channel(&self, id: ChannelId, code: &str, by: &Person) -> Result<()> {
        let channel = self.own_channel(id, by).await?;
        let hash = hash(code.trim());
        if self.0.store.confirm_channel(channel.id, &hash, self.0.clock.now()).await? {
            return Ok(());
        }
        Err(ServiceError::Invalid { field: "code", problem: Unfit::WrongCode })
    }

    /// Chooses what the groups of a project hear on one way out.
    pub async fn set_group_kinds(&self, id: ChannelId, kinds: &[Kind], by: &Person) -> Result<()> {
        let channel = self.own_channel(id, by).await?;
        Ok(self.0.store.set_channel_kinds(channel.id, kinds).await?)
    }

    /// Takes a way out away, with what waited on it.
    pub async fn remove_channel(&self, id: ChannelId, by: &Person) -> Result<()> {
        let channel = self.own_channel(id, by).await?;
        self.0.store.remove_channel(channel.id).await?;
        let project = match &channel.owner {
            ChannelOwner::Project(project) => Some(project),
            ChannelOwner::Person(_) => None,
        };
        self.log_channel("channel_removed", id, project, by).await
    }

    /// Sends a word on a way out. Where that works, whatever waited there leaves.
    pub async fn test_channel(&self, id: ChannelId, by: &Person) -> Result<()> {
        let channel = self.own_channel(id, by).await?;
        if channel.confirmed_at.is_none() {
            return Err(ServiceError::Invalid { field: "code", problem: Unfit::NoCode });
        }
        self.send_test(&channel).await
    }

    /// The page a way out is kept on.
    pub async fn home_of_channel(&self, id: ChannelId, by: &Person) -> Result<String> {
        Ok(match self.own_channel(id, by).await?.owner {
            ChannelOwner::Person(_) => "/me/notices".to_owned(),
            ChannelOwner::Project(project) => format!("/p/{project}/channels"),
        })
    }

    /// A way out that is somebody's to change: their own, or one of a project they steer.
    async fn own_channel(&self, id: ChannelId, by: &Person) -> Result<Channel> {
        let channel = self.0.store.channel(id).await?;
        let channel = channel.ok_or(ServiceError::NotFound("channel"))?;
        let is_theirs = match &channel.owner {
            ChannelOwner::Person(person) => *person == by.id && may(by, Action::Comment),
            ChannelOwner::Project(_) => may(by, Action::Steer),
        };
        if is_theirs { Ok(channel) } else { Err(ServiceError::NotFound("channel")) }
    }

    async fn log_channel(
        &self,
        kind: &str,
        id: ChannelId,
        project: Option<&ProjectId>,
        by: &Person,
    ) -> Result<()> {
        let event = Event {
            at: self.0.clock.now(),
            actor: Some(by.id),
            project: project.cloned(),
            slug: None,
            task: None,
            kind: kind.into(),
            data: json!({ "channel": id }),
        };
        Ok(self.0.store.add_event(&event).await?)
    }
}

/// Random hexadecimal digits, two per byte.
pub(in crate::services) fn random(bytes: usize) -> Result<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(|error| ServiceError::Broken(error.to_string()))?;
    Ok(hex::encode(random))
}

fn hash(code: &str) -> String {
    hex::encode(Sha256::digest(code.to_lowercase()))
}
