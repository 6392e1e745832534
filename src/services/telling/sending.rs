//! Letters on their way out.
//!
//! What goes into a letter, and its id, are written down before it is sent, and that it has left
//! afterwards. Killed in between, the same letter goes out again under the same id: receivers get
//! everything at least once and can tell a repetition.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use jiff::SignedDuration;

use super::{Result, Workshop};
use crate::{
    ids::ChannelId,
    notices::{Item, Letter, heading, say},
    notify::{Client, NotifyError},
    services::ServiceError,
    store::{Channel, ChannelOwner, StoredNotice},
    texts::Texts,
    workflow::UiLanguage,
};

/// How many pieces of news one letter takes.
const MOST: u32 = 20;
/// How many letters leave on one way in a round; makers count them by the minute.
const LETTERS: usize = 4;
/// How many ways are served at once.
const AT_ONCE: usize = 8;
/// What could not leave for so long is no news any more.
const TOO_OLD: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Minutes until the next try after each failure; after the last it waits for a person.
const PAUSES: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];

impl Workshop {
    /// Sends what is due, on all ways out at once; returns how many letters left.
    pub async fn send_due(&self) -> Result<usize> {
        let Some(client) = &self.0.notify else { return Ok(0) };
        let due = self.0.store.channels_due(self.0.clock.now()).await?;
        let sent = stream::iter(due).map(|channel| self.send_on(client, channel));
        let sent: Vec<Result<usize>> = sent.buffer_unordered(AT_ONCE).collect().await;
        sent.into_iter().sum()
    }

    /// Resolves when something may be due to leave.
    pub async fn leaving(&self) {
        self.0.leaving.notified().await;
    }

    async fn send_on(&self, client: &Client, id: ChannelId) -> Result<usize> {
        let mut sent = 0;
        while sent < LETTERS {
            let Some(channel) = self.0.store.channel(id).await? else { break };
            let now = self.0.clock.now();
            let fresh = super::choosing::random(16)?;
            let taken = self.0.store.take_letter(id, &fresh, MOST, now, now - TOO_OLD).await?;
            let Some((letter_id, notices)) = taken else { break };
            let letter = self.letter(&channel, letter_id, &notices).await?;
            let sending = self.send_letter(client, &channel, &letter).await;
            self.0.tally.messages.note(sending.is_ok(), now, self.0.clock.now());
            match sending {
                Ok(()) => {
                    let now = self.0.clock.now();
                    self.0.store.letter_sent(id, &letter.id, now).await?;
                    self.0.store.note_channel_works(id, now).await?;
                    sent += 1;
                }
                Err(error) => {
                    self.keep_failure_of(&channel, &error).await?;
                    break;
                }
            }
        }
        Ok(sent)
    }

    async fn send_letter(
        &self,
        client: &Client,
        channel: &Channel,
        letter: &Letter,
    ) -> std::result::Result<(), NotifyError> {
        let secret = channel.secret.as_ref();
        client.send(channel.form, &channel.address, secret, letter, self.0.clock.now()).await
    }

    async fn keep_failure_of(&self, channel: &Channel, error: &NotifyError) -> Result<()> {
        let now = self.0.clock.now();
        let next = pause(channel.failures, error).map(|pause| now + pause);
        tracing::warn!(channel = %channel.id, %error, parked = next.is_none(), "a message was not sent");
        Ok(self.0.store.note_channel_fails(channel.id, &error.to_string(), now, next).await?)
    }

    /// Sends a word on a way out, to see whether it works. If it does, what waits there goes on.
    pub(super) async fn send_test(&self, channel: &Channel) -> Result<()> {
        let client = self.0.notify.as_ref().ok_or(ServiceError::NoMessages)?;
        let texts = Texts::new(self.language_of(channel).await?);
        let letter = self.note(texts, &texts.get("news-test"), texts.get("news-test-body"))?;
        match self.send_letter(client, channel, &letter).await {
            Ok(()) => {
                self.0.store.note_channel_works(channel.id, self.0.clock.now()).await?;
                self.0.leaving.notify_one();
                Ok(())
            }
            Err(error) => {
                self.0.store.note_channel_error(channel.id, &error.to_string()).await?;
                Err(error.into())
            }
        }
    }

    /// A letter that is about no notice.
    pub(super) fn note(&self, texts: Texts, title: &str, body: String) -> Result<Letter> {
        let now = self.0.clock.now();
        let item = Item {
            kind: crate::notices::Kind::Digest,
            head: body,
            body: None,
            url: self.absolute("/"),
            at: now,
            project: None,
            slug: None,
        };
        let title = heading(texts, title, 1);
        let id = super::choosing::random(16)?;
        Ok(Letter { id, at: now, title, items: vec![item], foot: None })
    }

    async fn language_of(&self, channel: &Channel) -> Result<UiLanguage> {
        Ok(match channel.owner {
            ChannelOwner::Person(person) => {
                let person = self.0.store.person(person).await?;
                person.map_or(channel.language, |person| person.language)
            }
            ChannelOwner::Project(_) => channel.language,
        })
    }

    async fn letter(
        &self,
        channel: &Channel,
        id: String,
        notices: &[StoredNotice],
    ) -> Result<Letter> {
        let texts = Texts::new(self.language_of(channel).await?);
        let items: Vec<Item> = notices
            .iter()
            .map(|notice| {
                let said = say(texts, notice.kind, &notice.facts);
                Item {
                    kind: notice.kind,
                    head: said.head,
                    body: said.body,
                    url: self.absolute(&notice.facts.path),
                    at: notice.at,
                    project: notice.project.clone(),
                    slug: notice.slug.clone(),
                }
            })
            .collect();
        let head = items.first().map_or("", |item| item.head.as_str());
        let title = heading(texts, head, items.len());
        let at = self.0.clock.now();
        let foot = self.absolute("/me/notices").map(|url| (texts.get("news-foot"), url));
        Ok(Letter { id, at, title, items, foot })
    }

    /// The address of a page for people elsewhere.
    fn absolute(&self, path: &str) -> Option<String> {
        self.settings().public_url.as_ref().map(|url| format!("{url}{path}"))
    }
}

/// How long to wait after one more failure; `None`: until a person has done something.
fn pause(failures: u32, error: &NotifyError) -> Option<SignedDuration> {
    let wanted = error.retry_after()?;
    let minutes = PAUSES.get(usize::try_from(failures).ok()?)?;
    let usual = Duration::from_secs(u64::try_from(minutes * 60).unwrap_or(60));
    SignedDuration::try_from(usual.max(wanted)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_waits_longer_and_the_last_for_a_person() {
        let waits: Vec<_> = (0..8).map(|it| pause(it, &NotifyError::Unreachable)).collect();
        assert!(waits[..7].is_sorted() && waits[0].is_some());
        assert_eq!(waits[7], None);
        assert_eq!(pause(0, &NotifyError::Status(404)), None);
        let busy = NotifyError::Busy(Some(Duration::from_secs(7200)));
        assert_eq!(pause(0, &busy), Some(SignedDuration::from_hours(2)));
    }
}
