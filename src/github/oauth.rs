//! Signing in through GitHub: the web flow with state and PKCE
//! (<https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps>).
//!
//! The token is used once, to ask who signed in, and then dropped. No scope is asked for: public
//! information is enough.

use octocrab::Octocrab;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{
    Account, GithubError, OAuthSettings, Settings,
    client::{octocrab, within},
};

/// What GitHub answers to a code: always 200, with a token or with an error.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<SecretString>,
    error: Option<String>,
    error_description: Option<String>,
}

/// The address a volunteer is sent to; `challenge` is the S256 PKCE challenge. `None` where no OAuth
/// application is configured.
pub fn authorize_url(
    settings: &Settings,
    redirect: &str,
    state: &str,
    challenge: &str,
) -> Option<String> {
    let oauth = settings.oauth.as_ref()?;
    let mut url = Url::parse(settings.web_url.trim_end_matches('/')).ok()?;
    url.path_segments_mut().ok()?.pop_if_empty().extend(["login", "oauth", "authorize"]);
    url.query_pairs_mut()
        .append_pair("client_id", &oauth.client_id)
        .append_pair("redirect_uri", redirect)
        .append_pair("state", state)
        .append_pair("code_challenge", challenge)
        .append_pair("code_challenge_method", "S256");
    Some(url.into())
}

/// Exchanges the code of a sign-in for the person it stands for; the token is not kept.
pub async fn sign_in(
    settings: &Settings,
    code: &str,
    verifier: &str,
    redirect: &str,
) -> Result<Account, GithubError> {
    let oauth = settings
        .oauth
        .as_ref()
        .ok_or_else(|| GithubError::BadSettings("no OAuth application is configured".into()))?;
    let token = exchange(settings, oauth, code, verifier, redirect).await?;
    let api: Octocrab = octocrab(&settings.api_url, &settings.timing, Some(&token), &[])?;
    let request = api.get("/user", None::<&()>);
    within(settings.timing.request_timeout, "the account that signs in", request).await
}

async fn exchange(
    settings: &Settings,
    oauth: &OAuthSettings,
    code: &str,
    verifier: &str,
    redirect: &str,
) -> Result<SecretString, GithubError> {
    let accept = [(http::header::ACCEPT, "application/json")];
    let web = octocrab(&settings.web_url, &settings.timing, None, &accept)?;
    let body = json!({
        "client_id": oauth.client_id,
        "client_secret": oauth.client_secret.expose_secret(),
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect,
    });
    let request = web.post("/login/oauth/access_token", Some(&body));
    let answer: TokenAnswer =
        within(settings.timing.request_timeout, "the code of a sign-in", request).await?;
    match (answer.access_token, answer.error) {
        (_, Some(error)) => {
            Err(GithubError::SignInRefused(answer.error_description.unwrap_or(error)))
        }
        (Some(token), None) => Ok(token),
        (None, None) => Err(GithubError::Unexpected {
            what: "the code of a sign-in".into(),
            problem: "neither a token nor an error".into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            web_url: "https://github.example/".into(),
            oauth: Some(OAuthSettings {
                client_id: "Iv1.abc".into(),
                client_secret: "secret".into(),
            }),
            ..Settings::default()
        }
    }

    #[test]
    fn the_address_of_a_sign_in_carries_state_and_challenge() {
        assert_eq!(
            authorize_url(&settings(), "https://yiqi.example/auth/callback?a=b", "s t", "ch")
                .as_deref(),
            Some(
                "https://github.example/login/oauth/authorize?client_id=Iv1.abc\
                 &redirect_uri=https%3A%2F%2Fyiqi.example%2Fauth%2Fcallback%3Fa%3Db\
                 &state=s+t&code_challenge=ch&code_challenge_method=S256"
            )
        );
    }

    #[test]
    fn without_an_application_nobody_is_sent_to_github() {
        assert_eq!(authorize_url(&Settings::default(), "r", "s", "c"), None);
    }
}
