//! Acting as the installation of a GitHub App
//! (<https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app>): a signed
//! statement who one is buys a token for an hour, and the token is renewed before it ends.
//!
//! The statement is signed with ring, which TLS brings along anyway: octocrab's own way would add an RSA
//! library with an open advisory, or a C compiler.

use std::{
    collections::BTreeMap,
    sync::{Mutex as StdMutex, PoisonError},
};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use jiff::{SignedDuration, Timestamp};
use octocrab::Octocrab;
use ring::{rand::SystemRandom, rsa::KeyPair, signature::RSA_PKCS1_SHA256};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::{
    GithubError, Settings, Timing,
    client::{octocrab, within},
};

/// A token is renewed when less than this is left of it.
const RESERVE: SignedDuration = SignedDuration::from_mins(5);
/// A statement dated a little back: GitHub's clock may be behind ours.
const BACKDATED: SignedDuration = SignedDuration::from_secs(60);
/// GitHub takes ten minutes at most.
const STATEMENT_LIFE: SignedDuration = SignedDuration::from_mins(9);

/// Which App acts, and where it is installed.
#[derive(Debug, Clone)]
pub struct AppSettings {
    /// The App's number, or its client id.
    pub app_id: String,
    pub installation_id: u64,
    /// As GitHub hands it out: PEM.
    pub private_key: SecretString,
}

/// Whoever can say that it is the App.
pub(super) struct Signer {
    app_id: String,
    key: KeyPair,
}

/// An installation with its present token.
pub(super) struct Installation {
    signer: Signer,
    installation_id: u64,
    api_url: String,
    timing: Timing,
    /// Held while a token is asked for, so that many who need one ask once.
    asking: tokio::sync::Mutex<()>,
    current: StdMutex<Option<Current>>,
}

#[derive(Clone)]
struct Current {
    api: Octocrab,
    token: SecretString,
    expires: Timestamp,
    permissions: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    token: SecretString,
    expires_at: Timestamp,
    #[serde(default)]
    permissions: BTreeMap<String, serde_json::Value>,
}

impl Signer {
    /// `app_id` is the App's number, or its client id.
    pub(super) fn new(app_id: String, key: &SecretString) -> Result<Self, GithubError> {
        let key = read_key(key.expose_secret())
            .map_err(|problem| GithubError::BadSettings(format!("the App's key: {problem}")))?;
        Ok(Self { app_id, key })
    }

    /// Who asks and when (RFC 7519), signed.
    pub(super) fn statement(&self, now: Timestamp) -> Result<SecretString, GithubError> {
        let claims = json!({
            "iat": (now - BACKDATED).as_second(),
            "exp": (now + STATEMENT_LIFE).as_second(),
            "iss": self.app_id,
        });
        let part = |value: &str| BASE64_URL_SAFE_NO_PAD.encode(value);
        let head = part(r#"{"alg":"RS256","typ":"JWT"}"#);
        let signed = format!("{head}.{}", part(&claims.to_string()));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|_| GithubError::BadSettings("the App's key cannot sign".into()))?;
        Ok(format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)).into())
    }
}

impl Installation {
    pub fn new(settings: &Settings, app: &AppSettings) -> Result<Self, GithubError> {
        Ok(Self {
            signer: Signer::new(app.app_id.clone(), &app.private_key)?,
            installation_id: app.installation_id,
            api_url: settings.api_url.clone(),
            timing: settings.timing.clone(),
            asking: tokio::sync::Mutex::default(),
            current: StdMutex::default(),
        })
    }

    /// A connection whose token holds a while yet.
    pub async fn api(&self, now: Timestamp) -> Result<Octocrab, GithubError> {
        Ok(self.current(now).await?.api)
    }

    /// The token itself, for whoever talks to GitHub by other means.
    pub async fn token(&self, now: Timestamp) -> Result<SecretString, GithubError> {
        Ok(self.current(now).await?.token)
    }

    /// What GitHub lets the installation do.
    pub async fn permissions(
        &self,
        now: Timestamp,
    ) -> Result<BTreeMap<String, String>, GithubError> {
        Ok(self.current(now).await?.permissions)
    }

    /// Drops the token, so that the next request asks for another; whether there was one.
    pub fn forget(&self) -> bool {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
    }

    async fn current(&self, now: Timestamp) -> Result<Current, GithubError> {
        if let Some(current) = self.fresh(now) {
            return Ok(current);
        }
        let _asking = self.asking.lock().await;
        if let Some(current) = self.fresh(now) {
            return Ok(current);
        }
        let current = self.ask(now).await?;
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(current.clone());
        Ok(current)
    }

    fn fresh(&self, now: Timestamp) -> Option<Current> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.clone().filter(|current| current.expires > now + RESERVE)
    }

    async fn ask(&self, now: Timestamp) -> Result<Current, GithubError> {
        let statement = self.signer.statement(now)?;
        let api = octocrab(&self.api_url, &self.timing, Some(&statement), &[])?;
        let route = format!("/app/installations/{}/access_tokens", self.installation_id);
        let request = api.post(route, None::<&()>);
        let what = "a token of the App's installation";
        let answer: TokenAnswer = within(self.timing.request_timeout, what, request).await?;
        let permissions = answer
            .permissions
            .into_iter()
            .filter_map(|(name, level)| Some((name, level.as_str()?.to_owned())));
        Ok(Current {
            api: octocrab(&self.api_url, &self.timing, Some(&answer.token), &[])?,
            token: answer.token,
            expires: answer.expires_at,
            permissions: permissions.collect(),
        })
    }
}

/// Reads a key in PEM: PKCS#1 as GitHub hands it out, or PKCS#8.
fn read_key(pem: &str) -> Result<KeyPair, String> {
    let block = |label: &str| {
        let begin = format!("-----BEGIN {label}-----");
        let (_, rest) = pem.split_once(&begin)?;
        let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
        let text: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        BASE64_STANDARD.decode(text).ok()
    };
    let refused = |error: ring::error::KeyRejected| error.to_string();
    if let Some(der) = block("RSA PRIVATE KEY") {
        KeyPair::from_der(&der).map_err(refused)
    } else if let Some(der) = block("PRIVATE KEY") {
        KeyPair::from_pkcs8(&der).map_err(refused)
    } else {
        Err("is no private key in PEM (the file GitHub lets you download)".into())
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    use super::*;

    /// Made for the tests; opens nothing.
    const KEY: &str = include_str!("../../tests/data/github/app-key.pem");

    fn installation() -> Installation {
        let app =
            AppSettings { app_id: "Iv23li".into(), installation_id: 7, private_key: KEY.into() };
        Installation::new(&Settings::default(), &app).unwrap()
    }

    #[test]
    fn a_statement_says_who_asks_for_ten_minutes_at_most_and_is_signed() {
        let installation = installation();
        let now: Timestamp = "2026-11-23T05:00:00Z".parse().unwrap();
        let statement = installation.signer.statement(now).unwrap();
        let (signed, signature) = statement.expose_secret().rsplit_once('.').unwrap();
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap();
        let public = installation.signer.key.public().as_ref();
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public);
        public.verify(signed.as_bytes(), &signature).unwrap();
        let claims = BASE64_URL_SAFE_NO_PAD.decode(signed.split('.').nth(1).unwrap()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["iss"], "Iv23li");
        let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
        assert!(life <= 600, "{life}");
    }

    #[test]
    fn a_key_in_one_line_is_the_same_key_with_the_quotes_some_leave_around_it() {
        let line = KEY.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        for text in [line.clone(), format!("\"{line}\"")] {
            let read =
                Signer::new("1".into(), &text.into()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(read.key.public().as_ref(), installation().signer.key.public().as_ref());
        }
    }

    #[test]
    fn what_is_no_key_is_told_without_showing_it() {
        for bad in ["hush", "-----BEGIN RSA PRIVATE KEY-----\nhush\n-----END RSA PRIVATE KEY-----"]
        {
            let app =
                AppSettings { app_id: "1".into(), installation_id: 7, private_key: bad.into() };
            let error = Installation::new(&Settings::default(), &app).err().unwrap().to_string();
            assert!(error.contains("the App's key") && !error.contains("hush"), "{error}");
        }
    }
}
