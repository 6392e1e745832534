//! Personal tokens, with which scripts do what their person may do.
//!
//! A secret is shown once, when it is made; only its hash is kept. A token speaks for its person, within
//! its scope, until it runs out or is revoked, and never while the person is blocked.

use jiff::{SignedDuration, ToSpan as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Result, ServiceError, Unfit, Workshop, telling::random};
use crate::{
    ids::TokenId,
    store::{Event, StoredToken},
    workflow::{Person, Scope},
};

/// What every secret begins with, so that scanners for leaked secrets can tell them.
const PREFIX: &str = "yiqi_";
const MOST: usize = 20;
const LONGEST_NAME: usize = 60;
const LONGEST_DAYS: i64 = 366;
/// How often the last use of a token is written down.
const USE_NOTED_EVERY: SignedDuration = SignedDuration::from_mins(10);

impl Workshop {
    /// Makes a token; the secret is not to be had again.
    pub async fn create_token(
        &self,
        name: &str,
        scope: Scope,
        days: i64,
        by: &Person,
    ) -> Result<(SecretString, StoredToken)> {
        let name = name.trim();
        let invalid = |field, problem| Err(ServiceError::Invalid { field, problem });
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return invalid("name", Unfit::NoName { most: LONGEST_NAME });
        }
        if !(1..=LONGEST_DAYS).contains(&days) {
            return invalid(
                "days",
                Unfit::Days { most: usize::try_from(LONGEST_DAYS).unwrap_or_default() },
            );
        }
        let now = self.0.clock.now();
        let held = self.tokens(by).await?.into_iter();
        if held.filter(|token| token.revoked_at.is_none() && token.expires_at > now).count() >= MOST
        {
            return invalid("name", Unfit::Full { most: MOST });
        }
        let secret = SecretString::from(format!("{PREFIX}{}", random(32)?));
        let expires = now + (days * 24).hours();
        let hash = hash(secret.expose_secret());
        let token = self.0.store.add_token(by.id, name, &hash, scope, now, expires).await?;
        self.log_token(by, "token_created", token.id).await?;
        Ok((secret, token))
    }

    /// A person's own tokens, newest first.
    pub async fn tokens(&self, person: &Person) -> Result<Vec<StoredToken>> {
        Ok(self.0.store.tokens_of(person.id).await?)
    }

    /// Ends one of a person's own tokens for good.
    pub async fn revoke_token(&self, token: TokenId, by: &Person) -> Result<()> {
        if !self.0.store.revoke_token(by.id, token, self.0.clock.now()).await? {
            return Err(ServiceError::NotFound("token"));
        }
        self.log_token(by, "token_revoked", token).await
    }

    /// Whom a secret speaks for, and for what; `None` where it does not hold.
    pub async fn holder_of_token(&self, secret: &str) -> Result<Option<(Person, Scope)>> {
        let now = self.0.clock.now();
        let Some(token) = self.0.store.token(&hash(secret)).await? else { return Ok(None) };
        if token.revoked_at.is_some() || token.expires_at <= now {
            return Ok(None);
        }
        let person = self.0.store.person(token.person).await?.filter(|person| !person.blocked);
        let is_news = token.last_used_at.is_none_or(|at| now.duration_since(at) >= USE_NOTED_EVERY);
        if person.is_some() && is_news {
            // Only for its owner to see; a disk that is full keeps nobody from reading.
            if let Err(error) = self.0.store.note_token_use(token.id, now).await {
                tracing::warn!(%error, "the use of a token was not noted");
            }
        }
        Ok(person.map(|person| (person, token.scope)))
    }

    async fn log_token(&self, by: &Person, kind: &str, token: TokenId) -> Result<()> {
        let event = Event {
            at: self.0.clock.now(),
            actor: Some(by.id),
            project: None,
            slug: None,
            task: None,
            kind: kind.into(),
            data: json!({ "token": token }),
        };
        Ok(self.0.store.add_event(&event).await?)
    }
}

fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}
