//! GitHub Apps that somebody registers from a manifest, and where they are installed.

use std::collections::HashMap;

use axum::{
    Form, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    FakeGithub, Shared,
    accounts::{APP_ID, APP_KEY, INSTALLATION, stated_by},
    answers,
    contract::Contract,
};

/// What a manifest may hold
/// (<https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest>).
const KEYS: [&str; 12] = [
    "name",
    "url",
    "hook_attributes",
    "redirect_url",
    "callback_urls",
    "setup_url",
    "description",
    "public",
    "default_events",
    "default_permissions",
    "request_oauth_on_install",
    "setup_on_update",
];

/// The permission an event needs.
const EVENTS: [(&str, &str); 7] = [
    ("pull_request", "pull_requests"),
    ("pull_request_review", "pull_requests"),
    ("pull_request_review_comment", "pull_requests"),
    ("pull_request_review_thread", "pull_requests"),
    ("issue_comment", "issues"),
    ("push", "contents"),
    ("repository", "metadata"),
];

/// An App that was registered here.
#[derive(Debug, Clone)]
pub struct RegisteredApp {
    pub id: u64,
    pub slug: String,
    pub owner: String,
    pub manifest: Value,
    pub client_id: String,
    pub client_secret: String,
    /// `None` where its manifest asks for no webhook.
    pub webhook_secret: Option<String>,
    pub installation: u64,
    /// Until it is exchanged.
    code: Option<String>,
    installed_on: Vec<String>,
}

/// The Apps, and what the person at the browser chooses.
#[derive(Default)]
pub(super) struct Apps {
    pub registered: Vec<RegisteredApp>,
    chosen: Vec<String>,
}

impl FakeGithub {
    /// The App that was registered last.
    #[track_caller]
    pub fn registered_app(&self) -> RegisteredApp {
        self.state().apps.registered.last().expect("an App was registered").clone()
    }

    /// Whoever installs an App from now on chooses these repositories.
    pub fn choose_repositories(&self, names: &[&str]) {
        self.state().apps.chosen = names.iter().map(|name| (*name).to_owned()).collect();
    }
}

impl Shared {
    /// The App that signed the statement of a request, by its number.
    pub(super) fn app_of(&self, headers: &HeaderMap) -> Option<u64> {
        let now = self.now();
        let stated = super::accounts::bearer(headers).and_then(|token| stated_by(token, now))?;
        let id = stated.parse().ok()?;
        let known = stated == APP_ID
            || self.state().apps.registered.iter().any(|app| app.id == id && app.code.is_none());
        known.then_some(id)
    }
}

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/settings/apps/new", post(register))
        .route("/organizations/{org}/settings/apps/new", post(register_for))
        .route("/apps/{slug}/installations/new", get(install))
        .route("/app-manifests/{code}/conversions", post(convert))
        .route("/repos/{owner}/{repo}/installation", get(installation))
}

type Answers = HashMap<String, String>;

async fn register(
    State(shared): State<Shared>,
    Query(query): Query<Answers>,
    Form(form): Form<Answers>,
) -> Response {
    registered(&shared, "somebody", &query, &form)
}

async fn register_for(
    State(shared): State<Shared>,
    Path(organization): Path<String>,
    Query(query): Query<Answers>,
    Form(form): Form<Answers>,
) -> Response {
    registered(&shared, &organization, &query, &form)
}

/// Shows what is asked for and has it confirmed; the button is pressed at once.
fn registered(shared: &Shared, owner: &str, query: &Answers, form: &Answers) -> Response {
    let text = form.get("manifest").map_or("", String::as_str);
    let manifest: Value = serde_json::from_str(text).unwrap_or_default();
    let broken = complaints(&manifest);
    if !broken.is_empty() {
        let all = broken.iter().map(|what| format!("the manifest: {what}"));
        shared.state().broken.extend(all);
        return (StatusCode::UNPROCESSABLE_ENTITY, "the manifest is invalid").into_response();
    }
    let mut state = shared.state();
    let number = 5000 + state.apps.registered.len() as u64;
    let code = format!("{number:040x}");
    let has_webhook = manifest.get("hook_attributes").is_some();
    let redirect = manifest["redirect_url"].as_str().unwrap_or_default().to_owned();
    state.apps.registered.push(RegisteredApp {
        id: number,
        slug: manifest["name"].as_str().unwrap_or_default().to_lowercase().replace(' ', "-"),
        owner: owner.to_owned(),
        manifest,
        client_id: format!("Iv23li{number}"),
        client_secret: format!("{:040x}", number * 7919),
        webhook_secret: has_webhook.then(|| format!("{:040x}", number * 104_729)),
        installation: number * 10,
        code: Some(code.clone()),
        installed_on: Vec::new(),
    });
    let mut target: url::Url = redirect.parse().expect("an address to return to");
    target.query_pairs_mut().append_pair("code", &code);
    if let Some(given) = query.get("state") {
        target.query_pairs_mut().append_pair("state", given);
    }
    Redirect::to(target.as_str()).into_response()
}

/// What GitHub would find fault with.
fn complaints(manifest: &Value) -> Vec<String> {
    let Some(given) = manifest.as_object() else { return vec!["is no object".into()] };
    let mut broken: Vec<String> = Vec::new();
    broken.extend(
        given
            .keys()
            .filter(|it| !KEYS.contains(&it.as_str()))
            .map(|it| format!("unknown key {it}")),
    );
    let addresses = ["url", "redirect_url", "setup_url"].map(|key| &manifest[key]);
    let callbacks = manifest["callback_urls"].as_array().into_iter().flatten();
    for address in addresses.into_iter().chain(callbacks) {
        let read = address.as_str().map(str::parse::<url::Url>);
        if !matches!(read, Some(Ok(_))) {
            broken.push(format!("{address} is no address"));
        }
    }
    let name = manifest["name"].as_str().unwrap_or_default();
    if !(1..=34).contains(&name.chars().count()) {
        broken.push(format!("{name:?} cannot be a name"));
    }
    if let Some(hook) = manifest.get("hook_attributes")
        && !hook["url"].as_str().is_some_and(|url| url.starts_with("https://"))
    {
        broken.push(format!("{hook} cannot be reached"));
    }
    let permissions = &manifest["default_permissions"];
    for (name, level) in permissions.as_object().into_iter().flatten() {
        if !Contract::get().permission_levels(name).contains(level) {
            broken.push(format!("there is no permission {name}: {level}"));
        }
    }
    for event in manifest["default_events"].as_array().into_iter().flatten() {
        let needed = EVENTS.iter().find(|(name, _)| event == name).map(|(_, needed)| needed);
        if needed.is_none_or(|needed| permissions.get(needed).is_none()) {
            broken.push(format!("{event} is not told with these permissions"));
        }
    }
    broken
}

/// Hands out the App with its secrets, once.
async fn convert(State(shared): State<Shared>, Path(code): Path<String>) -> Response {
    let mut state = shared.state();
    let mut apps = state.apps.registered.iter_mut();
    let Some(app) = apps.find(|app| app.code.as_deref() == Some(&*code)) else {
        return answers::not_found();
    };
    app.code = None;
    let mut answer = Contract::get().example("integration-from-manifest");
    answer["id"] = json!(app.id);
    answer["slug"] = json!(app.slug);
    answer["name"] = app.manifest["name"].clone();
    answer["owner"]["login"] = json!(app.owner);
    answer["permissions"] = app.manifest["default_permissions"].clone();
    answer["events"] = app.manifest.get("default_events").cloned().unwrap_or(json!([]));
    answer["client_id"] = json!(app.client_id);
    answer["client_secret"] = json!(app.client_secret);
    answer["webhook_secret"] = json!(app.webhook_secret);
    answer["pem"] = json!(APP_KEY);
    answers::created(answer)
}

/// Installs an App where the person chooses, and sends them on.
async fn install(State(shared): State<Shared>, Path(slug): Path<String>) -> Response {
    let mut state = shared.state();
    let chosen = state.apps.chosen.clone();
    let Some(app) = state.apps.registered.iter_mut().find(|app| app.slug == slug) else {
        return answers::not_found();
    };
    app.installed_on = chosen;
    let setup = app.manifest["setup_url"].as_str().unwrap_or_default();
    let mut target: url::Url = setup.parse().expect("an address to go on to");
    target
        .query_pairs_mut()
        .append_pair("installation_id", &app.installation.to_string())
        .append_pair("setup_action", "install");
    Redirect::to(target.as_str()).into_response()
}

async fn installation(
    State(shared): State<Shared>,
    Path((owner, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(id) = shared.app_of(&headers) else { return answers::unauthorized() };
    let repository = format!("{owner}/{name}");
    let state = shared.state();
    let app = state.apps.registered.iter().find(|app| app.id == id);
    let found = match app {
        Some(app) => app.installed_on.contains(&repository).then_some(app.installation),
        None => Some(INSTALLATION),
    };
    let Some(installation) = found else { return answers::not_found() };
    let mut answer = Contract::get().example("installation");
    answer["id"] = json!(installation);
    answer["app_id"] = json!(id);
    answer["account"]["login"] = json!(owner);
    answers::ok(answer)
}
