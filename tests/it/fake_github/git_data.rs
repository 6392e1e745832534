//! `/repos/{owner}/{name}/git/…`, `/contents/…` and `/merge-upstream`.

use std::collections::HashMap;

use axum::{
    Json, Router,
    extract::{Path, Request, State},
    http::{HeaderMap, Uri, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    GitRepository, Shared,
    accounts::Writer,
    answers,
    contract::Contract,
    git::{Commit, Identity},
};

pub fn routes(shared: Shared) -> Router<Shared> {
    Router::new()
        .route("/repos/{owner}/{name}", get(repository))
        .route("/repos/{owner}/{name}/git/ref/{*reference}", get(get_ref))
        .route("/repos/{owner}/{name}/git/commits/{id}", get(get_commit))
        .route("/repos/{owner}/{name}/git/blobs", post(create_blob))
        .route("/repos/{owner}/{name}/git/trees", post(create_tree))
        .route("/repos/{owner}/{name}/git/commits", post(create_commit))
        .route("/repos/{owner}/{name}/git/refs", post(create_ref))
        .route("/repos/{owner}/{name}/git/refs/{*reference}", patch(update_ref))
        .route("/repos/{owner}/{name}/contents/{*path}", get(contents))
        .route("/repos/{owner}/{name}/merge-upstream", post(merge_upstream))
        .layer(from_fn_with_state(shared, refuse_where_empty))
}

/// Nothing of Git's can be read or written where there is no commit yet.
async fn refuse_where_empty(
    State(shared): State<Shared>,
    Path(parts): Path<HashMap<String, String>>,
    request: Request,
    next: Next,
) -> Response {
    let is_git = request.uri().path().split('/').nth(4) == Some("git");
    match shared.find(&parts["owner"], &parts["name"]) {
        Some((_, git)) if is_git && git.branches().is_empty() => answers::empty_repository(),
        _ => next.run(request).await,
    }
}

type Name = Path<(String, String)>;
type NameAnd = Path<(String, String, String)>;

impl Shared {
    /// The repository of a request; GitHub does not tell upper from lower case.
    pub(super) fn find(&self, owner: &str, name: &str) -> Option<(String, GitRepository)> {
        let wanted = format!("{owner}/{name}");
        let state = self.state();
        let (full_name, repository) =
            state.repositories.iter().find(|(known, _)| known.eq_ignore_ascii_case(&wanted))?;
        Some((full_name.clone(), repository.git.clone()))
    }
}

async fn repository(State(shared): State<Shared>, Path((owner, name)): Name) -> Response {
    let Some((full_name, _)) = shared.find(&owner, &name) else { return answers::not_found() };
    let mut body = Contract::get().example("full-repository-default-response");
    body["full_name"] = json!(full_name);
    body["default_branch"] = json!("main");
    body["permissions"]["push"] = json!(true);
    // The example lacks what the description requires, here and in the repositories inside it.
    body["language"] = json!("Markdown");
    for inner in ["parent", "source", "template_repository"] {
        body.as_object_mut().expect("an object").remove(inner);
    }
    answers::ok(body)
}

async fn get_ref(
    State(shared): State<Shared>,
    Path((owner, name, reference)): NameAnd,
) -> Response {
    let found = shared.find(&owner, &name).and_then(|(full_name, git)| {
        let branch = reference.strip_prefix("heads/")?;
        Some(reference_answer(&full_name, branch, &git.head(branch)?))
    });
    found.map_or_else(answers::not_found, answers::ok)
}

async fn get_commit(State(shared): State<Shared>, Path((owner, name, id)): NameAnd) -> Response {
    let found = shared
        .find(&owner, &name)
        .and_then(|(full_name, git)| Some(commit_answer(&full_name, &id, &git.commit(&id)?)));
    found.map_or_else(answers::not_found, answers::ok)
}

async fn contents(
    State(shared): State<Shared>,
    Path((owner, name, path)): NameAnd,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Some((_, git)) = shared.find(&owner, &name) else { return answers::not_found() };
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    assert_eq!(accept, Some("application/vnd.github.raw+json"), "the fake knows the raw form only");
    let query = uri.query().unwrap_or_default();
    let at = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "ref");
    let at = at.map_or_else(|| "main".to_owned(), |(_, at)| at.into_owned());
    match git.file(&at, &path) {
        Some(content) => {
            ([(header::CONTENT_TYPE, "application/vnd.github.raw+json; charset=utf-8")], content)
                .into_response()
        }
        None => answers::not_found(),
    }
}

async fn create_blob(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name)): Name,
    Json(body): Json<Value>,
) -> Response {
    let Some((full_name, git)) = shared.find(&owner, &name) else { return answers::not_found() };
    let content = body["content"].as_str().unwrap_or_default();
    let content = match body["encoding"].as_str() {
        Some("base64") => match BASE64_STANDARD.decode(content) {
            Ok(bytes) => bytes,
            Err(_) => return answers::unprocessable("content is not valid Base64"),
        },
        _ => content.as_bytes().to_vec(),
    };
    let sha = git.write_blob(&content);
    let mut answer = Contract::get().example("short-blob");
    answer["url"] = json!(api_url(&full_name, &format!("git/blobs/{sha}")));
    answer["sha"] = json!(sha);
    answers::created(answer)
}

async fn create_tree(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name)): Name,
    Json(body): Json<Value>,
) -> Response {
    let Some((full_name, git)) = shared.find(&owner, &name) else { return answers::not_found() };
    let mut entries = Vec::new();
    for entry in body["tree"].as_array().into_iter().flatten() {
        let path = entry["path"].as_str().unwrap_or_default().to_owned();
        let blob = match (entry["sha"].as_str(), entry["content"].as_str()) {
            (Some(sha), None) if git.has(sha) => Some(sha.to_owned()),
            (None, Some(content)) => Some(git.write_blob(content.as_bytes())),
            (None, None) => None,
            _ => return answers::unprocessable("tree.sha is not a valid blob"),
        };
        entries.push((path, blob));
    }
    let base = body["base_tree"].as_str();
    if base.is_some_and(|base| !git.has(base)) {
        return answers::not_found();
    }
    let sha = git.write_tree(base, &entries);
    let mut answer = Contract::get().example("git-tree");
    answer["url"] = json!(api_url(&full_name, &format!("git/trees/{sha}")));
    answer["sha"] = json!(sha);
    answer["truncated"] = json!(false);
    answers::created(answer)
}

async fn create_commit(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name)): Name,
    Json(body): Json<Value>,
) -> Response {
    let Some((full_name, git)) = shared.find(&owner, &name) else { return answers::not_found() };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let identity = |value: &Value| {
        let time = value["date"].as_str().and_then(|date| date.parse::<Timestamp>().ok());
        let time = time.unwrap_or_else(|| shared.now()).as_second();
        Identity { name: text(&value["name"]), email: text(&value["email"]), time }
    };
    let parents: Vec<String> = body["parents"].as_array().into_iter().flatten().map(text).collect();
    let tree = text(&body["tree"]);
    if !git.has(&tree) {
        return answers::unprocessable("Tree SHA does not exist");
    }
    if parents.iter().any(|parent| !git.has(parent)) {
        return answers::unprocessable("Parent SHA does not exist or is not a commit object");
    }
    let author = identity(&body["author"]);
    let committer =
        if body["committer"].is_null() { author.clone() } else { identity(&body["committer"]) };
    let commit = Commit { tree, parents, author, committer, message: text(&body["message"]) };
    let id = git.write_commit(&commit);
    answers::created(commit_answer(&full_name, &id, &commit))
}

async fn create_ref(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name)): Name,
    Json(body): Json<Value>,
) -> Response {
    let Some((full_name, git)) = shared.find(&owner, &name) else { return answers::not_found() };
    let sha = body["sha"].as_str().unwrap_or_default();
    let Some(branch) = body["ref"].as_str().and_then(|name| name.strip_prefix("refs/heads/"))
    else {
        return answers::unprocessable("Reference name must start with refs/");
    };
    if git.head(branch).is_some() {
        return answers::unprocessable("Reference already exists");
    }
    if !git.has(sha) {
        return answers::unprocessable("Object does not exist");
    }
    git.set_branch(branch, sha);
    answers::created(reference_answer(&full_name, branch, sha))
}

async fn update_ref(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name, reference)): NameAnd,
    Json(body): Json<Value>,
) -> Response {
    let Some((full_name, git)) = shared.find(&owner, &name) else { return answers::not_found() };
    let branch = reference.strip_prefix("heads/").unwrap_or_default();
    let sha = body["sha"].as_str().unwrap_or_default();
    let Some(present) = git.head(branch) else {
        return answers::unprocessable("Reference does not exist");
    };
    if !git.has(sha) {
        return answers::unprocessable("Object does not exist");
    }
    if body["force"] != json!(true) && !git.is_ancestor(&present, sha) {
        return answers::unprocessable("Update is not a fast forward");
    }
    git.set_branch(branch, sha);
    answers::ok(reference_answer(&full_name, branch, sha))
}

async fn merge_upstream(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name)): Name,
    Json(body): Json<Value>,
) -> Response {
    let Some((full_name, fork)) = shared.find(&owner, &name) else { return answers::not_found() };
    let parent = shared.state().repositories[&full_name].parent.clone();
    let Some(parent) = parent else {
        return answers::unprocessable("The repository is not a fork");
    };
    let upstream = {
        let state = shared.state();
        state.repositories[state.renamed.get(&parent).unwrap_or(&parent)].git.clone()
    };
    let branch = body["branch"].as_str().unwrap_or_default();
    let Some(head) = upstream.head(branch) else {
        return answers::unprocessable("The branch does not exist upstream");
    };
    fork.take_objects(&upstream);
    if fork.head(branch).is_some_and(|present| !fork.is_ancestor(&present, &head)) {
        // GitHub merges what it can; the commits of this fork's branch clash with upstream's.
        return answers::conflict("There are merge conflicts");
    }
    fork.set_branch(branch, &head);
    answers::ok(Contract::get().example("merged-upstream"))
}

fn reference_answer(full_name: &str, branch: &str, sha: &str) -> Value {
    let mut answer = Contract::get().example("git-ref");
    answer["ref"] = json!(format!("refs/heads/{branch}"));
    answer["object"]["sha"] = json!(sha);
    answer["object"]["url"] = json!(api_url(full_name, &format!("git/commits/{sha}")));
    answer
}

fn commit_answer(full_name: &str, id: &str, commit: &Commit) -> Value {
    let identity = |who: &Identity| {
        let date = Timestamp::from_second(who.time).expect("a time of a commit");
        json!({"name": who.name, "email": who.email, "date": date.to_string()})
    };
    let url = |id: &str| api_url(full_name, &format!("git/commits/{id}"));
    let page = |id: &str| format!("https://github.com/{full_name}/commit/{id}");
    let mut answer = Contract::get().example("git-commit");
    answer["sha"] = json!(id);
    answer["url"] = json!(url(id));
    answer["html_url"] = json!(page(id));
    answer["message"] = json!(commit.message);
    answer["author"] = identity(&commit.author);
    answer["committer"] = identity(&commit.committer);
    answer["tree"]["sha"] = json!(commit.tree);
    answer["parents"] = commit
        .parents
        .iter()
        .map(|parent| json!({"sha": parent, "url": url(parent), "html_url": page(parent)}))
        .collect();
    answer
}

pub(super) fn api_url(full_name: &str, rest: &str) -> String {
    format!("https://api.github.com/repos/{full_name}/{rest}")
}
