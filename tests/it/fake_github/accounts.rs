//! Accounts, tokens, and signing in with PKCE.

use std::collections::HashMap;

use axum::{
    Json, Router,
    extract::{FromRequestParts, Query, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{FakeGithub, Shared, answers, contract::Contract};

/// The token of the account that writes.
pub const TOKEN: &str = "ghp_of_the_bot";
pub const CLIENT_ID: &str = "Iv1.0123456789abcdef";
pub const CLIENT_SECRET: &str = "the secret of the application";

/// The GitHub App, and where it is installed. Its key was made for the tests and opens nothing.
pub const APP_ID: &str = "4711";
pub const INSTALLATION: u64 = 99;
pub const APP_KEY: &str = include_str!("../../data/github/app-key.pem");

const BOT: Account = Account { id: 1000, login: "yiqi-bot", name: "Yiqi" };

#[derive(Debug, Clone, Copy)]
struct Account {
    id: u64,
    login: &'static str,
    name: &'static str,
}

/// Who is known, and the sign-ins under way.
#[derive(Default)]
pub(super) struct Accounts {
    /// Who sits at the browser.
    at_browser: Option<Account>,
    codes: HashMap<String, SignIn>,
    tokens: HashMap<String, Account>,
    /// Tokens of the App's installation, and when they end.
    app_tokens: HashMap<String, Timestamp>,
    app_permissions: Option<Value>,
    /// The accounts GitHub takes the authors of commits for.
    pub(super) authors: HashMap<String, (u64, String)>,
}

struct SignIn {
    account: Account,
    challenge: String,
    redirect: String,
}

/// Whoever may write: the account of [`TOKEN`].
pub(super) struct Writer;

impl Shared {
    /// The secret of an application people sign in through.
    fn secret_of_client(&self, client_id: &str) -> Option<String> {
        if client_id == CLIENT_ID {
            return Some(CLIENT_SECRET.to_owned());
        }
        let state = self.state();
        let app = state.apps.registered.iter().find(|app| app.client_id == client_id)?;
        Some(app.client_secret.clone())
    }

    fn is_of_app(&self, token: &str) -> bool {
        let state = self.state();
        state.accounts.app_tokens.get(token).is_some_and(|expires| *expires > self.now())
    }
}

impl FakeGithub {
    /// How many tokens the App's installation asked for.
    pub fn app_tokens(&self) -> usize {
        self.state().accounts.app_tokens.len()
    }

    /// What the App's installation may do from its next token on.
    pub fn set_app_permissions(&self, permissions: Value) {
        self.state().accounts.app_permissions = Some(permissions);
    }

    /// The tokens of the App's installation end, as when its key is changed.
    pub fn revoke_app_tokens(&self) {
        let now = self.shared.now();
        self.state().accounts.app_tokens.values_mut().for_each(|expires| *expires = now);
    }

    /// Signs somebody in at the website, so that the next authorization is theirs.
    pub fn at_browser(&self, id: u64, login: &'static str, name: &'static str) {
        self.state().accounts.at_browser = Some(Account { id, login, name });
    }
}

/// Follows an authorization as a browser would, and takes a value out of the address it ends at.
pub async fn returned(authorize_url: &str, wanted: &str) -> String {
    let url: url::Url = authorize_url.parse().expect("an address");
    let authority = url.authority().to_owned();
    let stream = tokio::net::TcpStream::connect(&authority).await.expect("the fake listens");
    let (mut stream, mut answer) = (stream, String::new());
    let path = &url[url::Position::BeforePath..];
    let request = format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the fake reads");
    stream.read_to_string(&mut answer).await.expect("the fake answers");
    let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
    let location: url::Url = location.expect("a redirect").parse().expect("an address");
    let mut pairs = location.query_pairs();
    pairs.find(|(name, _)| name == wanted).expect("the value").1.into_owned()
}

impl FromRequestParts<Shared> for Writer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        match bearer(&parts.headers) {
            Some(TOKEN) => Ok(Self),
            Some(token) if shared.is_of_app(token) => Ok(Self),
            _ => Err(answers::unauthorized()),
        }
    }
}

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/user", get(user))
        .route("/app/installations/{id}/access_tokens", post(installation_token))
        .route("/login/oauth/authorize", get(authorize))
        .route("/login/oauth/access_token", post(access_token))
}

async fn user(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let token = bearer(&headers).unwrap_or_default();
    let account = match token {
        TOKEN => Some(BOT),
        _ => shared.state().accounts.tokens.get(token).copied(),
    };
    let Some(account) = account else { return answers::unauthorized() };
    let mut body = Contract::get().example("private-user-response-with-public-profile-information");
    body["id"] = json!(account.id);
    body["login"] = json!(account.login);
    body["name"] = json!(account.name);
    let mut answer = answers::ok(body);
    answer.headers_mut().insert("x-oauth-scopes", "repo, workflow".parse().expect("a header"));
    answer
}

async fn authorize(
    State(shared): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let given = |name: &str| query.get(name).cloned().unwrap_or_default();
    let known = shared.secret_of_client(&given("client_id")).is_some();
    if !known || given("code_challenge_method") != "S256" {
        return (StatusCode::NOT_FOUND, "no such application").into_response();
    }
    let mut state = shared.state();
    let Some(account) = state.accounts.at_browser else {
        return (StatusCode::UNAUTHORIZED, "nobody is signed in").into_response();
    };
    let code = format!("code-{}", state.accounts.codes.len() + state.accounts.tokens.len());
    let redirect = given("redirect_uri");
    let sign_in =
        SignIn { account, challenge: given("code_challenge"), redirect: redirect.clone() };
    state.accounts.codes.insert(code.clone(), sign_in);
    let mut target: url::Url = redirect.parse().expect("an address to return to");
    target.query_pairs_mut().append_pair("code", &code).append_pair("state", &given("state"));
    Redirect::to(target.as_str()).into_response()
}

/// Answers 200 whatever happens, as GitHub does.
async fn access_token(State(shared): State<Shared>, Json(body): Json<Value>) -> Response {
    let given = |name: &str| body[name].as_str().unwrap_or_default();
    if shared.secret_of_client(given("client_id")).as_deref() != Some(given("client_secret")) {
        return refused(
            "incorrect_client_credentials",
            "The client_id and/or client_secret passed are incorrect.",
        );
    }
    let mut state = shared.state();
    let verifier = Sha256::digest(given("code_verifier"));
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(verifier);
    match state.accounts.codes.remove(given("code")) {
        Some(sign_in)
            if sign_in.challenge == challenge && sign_in.redirect == given("redirect_uri") =>
        {
            let token = format!("gho_{}", sign_in.account.login);
            state.accounts.tokens.insert(token.clone(), sign_in.account);
            answers::ok(json!({"access_token": token, "token_type": "bearer", "scope": ""}))
        }
        _ => refused("bad_verification_code", "The code passed is incorrect or expired."),
    }
}

/// Buys a token for the signed statement of the App; an hour long by GitHub's clock.
async fn installation_token(
    State(shared): State<Shared>,
    axum::extract::Path(id): axum::extract::Path<u64>,
    headers: HeaderMap,
) -> Response {
    let now = shared.now();
    let app = shared.app_of(&headers);
    let mut state = shared.state();
    let registered = state.apps.registered.iter().find(|it| it.installation == id);
    let installed = match registered {
        Some(registered) => Some(registered.id),
        None => (id == INSTALLATION).then(|| APP_ID.parse().expect("a number")),
    };
    if app.is_none() || app != installed {
        return answers::unauthorized();
    }
    let asked = registered.map(|it| it.manifest["default_permissions"].clone());
    let token = format!("ghs_{}", state.accounts.app_tokens.len());
    let expires = now + jiff::SignedDuration::from_hours(1);
    state.accounts.app_tokens.insert(token.clone(), expires);
    let mut answer = Contract::get().example("installation-token");
    answer["token"] = json!(token);
    answer["expires_at"] = json!(expires.to_string());
    answer["permissions"] = asked.or_else(|| state.accounts.app_permissions.clone()).unwrap_or_else(|| {
        json!({"contents": "write", "pull_requests": "write", "issues": "write", "metadata": "read"})
    });
    answer["repositories"] = json!([]);
    answers::created(answer)
}

/// Who an App says it is, in a signed statement that holds now, for ten minutes at most.
pub(super) fn stated_by(token: &str, now: Timestamp) -> Option<String> {
    let (signed, signature) = token.rsplit_once('.')?;
    let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    let pem: String = APP_KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let der = base64::prelude::BASE64_STANDARD.decode(pem).expect("a key in PEM");
    let key = ring::rsa::KeyPair::from_der(&der).expect("a key");
    let public = ring::signature::UnparsedPublicKey::new(
        &ring::signature::RSA_PKCS1_2048_8192_SHA256,
        key.public().as_ref(),
    );
    let claims = decode(signed.split('.').nth(1).unwrap_or_default());
    let claims: Value = serde_json::from_slice(&claims).unwrap_or_default();
    let moment = |name: &str| claims[name].as_i64().unwrap_or_default();
    let holds = public.verify(signed.as_bytes(), &decode(signature)).is_ok()
        && moment("iat") <= now.as_second()
        && now.as_second() < moment("exp")
        && moment("exp") - moment("iat") <= 600;
    claims["iss"].as_str().filter(|_| holds).map(str::to_owned)
}

fn refused(error: &str, description: &str) -> Response {
    answers::ok(json!({
        "error": error,
        "error_description": description,
        "error_uri": "https://docs.github.com",
    }))
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
