//! Pull requests: opening, listing, merging, closing.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::Uri,
    response::Response,
    routing::get,
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    FakeGithub, GitRepository, Shared,
    accounts::Writer,
    answers,
    contract::Contract,
    git::{Commit, Identity},
    git_data::api_url,
};

/// A pull request.
#[derive(Debug, Clone)]
pub struct Pull {
    pub number: u64,
    pub title: String,
    pub body: String,
    /// Login of whoever opened it.
    pub author: String,
    /// Repository (`owner/name`) and branch it comes from.
    pub head_repository: String,
    pub head_branch: String,
    pub base_branch: String,
    pub state: PullState,
    /// The head when it was closed or merged; the branch may be gone or elsewhere.
    pub(super) last_head: Option<String>,
    pub(super) opened_at: Timestamp,
    pub(super) closed_at: Option<Timestamp>,
    pub labels: Vec<String>,
    pub reviewers: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PullState {
    Open,
    Closed,
    Merged,
}

/// The three ways GitHub merges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    Commit,
    Squash,
    Rebase,
}

#[derive(Deserialize)]
struct ListQuery {
    state: Option<String>,
    head: Option<String>,
    base: Option<String>,
}

impl FakeGithub {
    /// The pull requests of a repository, oldest first.
    #[track_caller]
    pub fn pulls(&self, repository: &str) -> Vec<Pull> {
        self.state().repositories[repository].pulls.clone()
    }

    /// The present head of a pull request.
    pub fn pull_head(&self, repository: &str, number: u64) -> String {
        let pull = self.pull(repository, number);
        self.shared.head_of(&pull)
    }

    /// Closes a pull request without merging it.
    pub fn close_pull(&self, repository: &str, number: u64) {
        let head = self.pull_head(repository, number);
        self.end_pull(repository, number, PullState::Closed, head);
    }

    /// Merges a pull request; panics where GitHub would find a conflict.
    #[track_caller]
    pub fn merge_pull(&self, repository: &str, number: u64, way: Merge) {
        let pull = self.pull(repository, number);
        let git = self.repository(repository);
        let head = self.pull_head(repository, number);
        git.take_objects(&self.repository(&pull.head_repository));
        let base = git.head(&pull.base_branch).expect("the base branch");
        let tree = git.merged_tree(&base, &head).expect("a pull request without conflicts");
        let who = Identity {
            name: "Upstream Maintainer".into(),
            email: "maintainer@users.noreply.github.com".into(),
            time: self.shared.now().as_second(),
        };
        let original = git.commit(&head).expect("the head of the pull request");
        let title = format!("{} (#{number})\n", pull.title);
        let (parents, author, message) = match way {
            Merge::Commit => (vec![base, head.clone()], who.clone(), title),
            Merge::Squash => (vec![base], original.author, title),
            Merge::Rebase => (vec![base], original.author, original.message),
        };
        let merged = git.write_commit(&Commit { tree, parents, author, committer: who, message });
        git.set_branch(&pull.base_branch, &merged);
        self.end_pull(repository, number, PullState::Merged, head);
    }

    #[track_caller]
    fn pull(&self, repository: &str, number: u64) -> Pull {
        let pulls = self.pulls(repository);
        pulls.into_iter().find(|pull| pull.number == number).expect("a pull request of this number")
    }

    /// A pull request that was closed is open again.
    pub fn reopen_pull(&self, repository: &str, number: u64) {
        self.change_pull(repository, number, |pull| {
            pull.state = PullState::Open;
            pull.closed_at = None;
        });
    }

    /// A pull request goes to another base branch.
    pub fn retarget_pull(&self, repository: &str, number: u64, base_branch: &str) {
        self.change_pull(repository, number, |pull| pull.base_branch = base_branch.into());
    }

    fn change_pull(&self, repository: &str, number: u64, change: impl FnOnce(&mut Pull)) {
        let mut state = self.state();
        let pulls = &mut state.repositories.get_mut(repository).expect("a repository").pulls;
        change(pulls.iter_mut().find(|pull| pull.number == number).expect("a pull request"));
    }

    fn end_pull(&self, repository: &str, number: u64, end: PullState, head: String) {
        let now = self.shared.now();
        let mut state = self.state();
        let pulls = &mut state.repositories.get_mut(repository).expect("a repository").pulls;
        let pull = pulls.iter_mut().find(|pull| pull.number == number).expect("a pull request");
        pull.state = end;
        pull.last_head = Some(head);
        pull.closed_at = Some(now);
    }
}

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/repos/{owner}/{name}/pulls", get(list).post(open))
        .route("/repos/{owner}/{name}/pulls/{number}", get(read))
}

async fn list(
    State(shared): State<Shared>,
    Path((owner, name)): Path<(String, String)>,
    Query(query): Query<ListQuery>,
    uri: Uri,
) -> Response {
    let Some((full_name, _)) = shared.find(&owner, &name) else { return answers::not_found() };
    let pulls = shared.state().repositories[&full_name].pulls.clone();
    let wanted = pulls.iter().rev().filter(|pull| {
        let state = match query.state.as_deref() {
            Some("all") => true,
            Some("closed") => pull.state != PullState::Open,
            _ => pull.state == PullState::Open,
        };
        state
            && query.head.as_deref().is_none_or(|head| head == pull.label())
            && query.base.as_deref().is_none_or(|base| base == pull.base_branch)
    });
    let answer = wanted.map(|pull| shared.pull_answer(&full_name, pull, "simple")).collect();
    answers::page(answer, &uri)
}

async fn read(
    State(shared): State<Shared>,
    Path((owner, name, number)): Path<(String, String, u64)>,
) -> Response {
    let found = shared.find(&owner, &name).and_then(|(full_name, _)| {
        let pulls = shared.state().repositories[&full_name].pulls.clone();
        let pull = pulls.into_iter().find(|pull| pull.number == number)?;
        Some(shared.pull_answer(&full_name, &pull, "full"))
    });
    found.map_or_else(answers::not_found, answers::ok)
}

async fn open(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name)): Path<(String, String)>,
    Json(body): Json<Value>,
) -> Response {
    let Some((full_name, upstream)) = shared.find(&owner, &name) else {
        return answers::not_found();
    };
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (head, base_branch) = (text("head"), text("base"));
    let (head_owner, head_branch) = head.split_once(':').unwrap_or((&owner, &head));
    let Some((head_repository, head_git)) = shared.home_of(&full_name, head_owner) else {
        return answers::validation_failed("PullRequest", "head is invalid");
    };
    let (Some(head), Some(base)) = (head_git.head(head_branch), upstream.head(&base_branch)) else {
        return answers::validation_failed("PullRequest", "head or base is invalid");
    };
    if adds_nothing(&upstream, &head_git, &base, &head) {
        let message = format!("No commits between {base_branch} and {head_branch}");
        return answers::validation_failed("PullRequest", &message);
    }
    let now = shared.now();
    let pull = {
        let mut state = shared.state();
        let pulls = &mut state.repositories.get_mut(&full_name).expect("found above").pulls;
        let is_open = |pull: &&Pull| {
            pull.state == PullState::Open
                && pull.head_repository == head_repository
                && pull.head_branch == head_branch
                && pull.base_branch == base_branch
        };
        if pulls.iter().find(is_open).is_some() {
            let message = format!("A pull request already exists for {head_owner}:{head_branch}.");
            return answers::validation_failed("PullRequest", &message);
        }
        let pull = Pull {
            number: pulls.len() as u64 + 1,
            title: text("title"),
            body: text("body"),
            author: "yiqi-bot".into(),
            head_repository,
            head_branch: head_branch.to_owned(),
            base_branch,
            state: PullState::Open,
            last_head: None,
            opened_at: now,
            closed_at: None,
            labels: Vec::new(),
            reviewers: Vec::new(),
        };
        pulls.push(pull.clone());
        pull
    };
    answers::created(shared.pull_answer(&full_name, &pull, "full"))
}

fn adds_nothing(
    upstream: &GitRepository,
    head_git: &GitRepository,
    base: &str,
    head: &str,
) -> bool {
    upstream.take_objects(head_git);
    upstream.is_ancestor(head, base)
}

impl Pull {
    /// `owner:branch`.
    fn label(&self) -> String {
        let (owner, _) = self.head_repository.split_once('/').expect("owner/name");
        format!("{owner}:{}", self.head_branch)
    }
}

impl Shared {
    /// The repository of an owner that is a repository or one of its forks.
    fn home_of(&self, upstream: &str, owner: &str) -> Option<(String, GitRepository)> {
        let state = self.state();
        let (name, repository) = state.repositories.iter().find(|(name, repository)| {
            name.split_once('/').is_some_and(|(known, _)| known.eq_ignore_ascii_case(owner))
                && (*name == upstream
                    || repository.parent.as_ref().is_some_and(|parent| {
                        state.renamed.get(parent).unwrap_or(parent) == upstream
                    }))
        })?;
        Some((name.clone(), repository.git.clone()))
    }

    pub(super) fn head_of(&self, pull: &Pull) -> String {
        let home = self.state().repositories[&pull.head_repository].git.clone();
        let head = match pull.state {
            PullState::Open => home.head(&pull.head_branch),
            PullState::Closed | PullState::Merged => pull.last_head.clone(),
        };
        head.expect("the head of a pull request")
    }

    /// `None` for what is open no more.
    fn is_mergeable(&self, full_name: &str, pull: &Pull) -> Option<bool> {
        let (upstream, home) = {
            let repositories = &self.state().repositories;
            (repositories[full_name].git.clone(), repositories[&pull.head_repository].git.clone())
        };
        upstream.take_objects(&home);
        let base = upstream.head(&pull.base_branch)?;
        let is_open = pull.state == PullState::Open;
        is_open.then(|| upstream.merged_tree(&base, &self.head_of(pull)).is_some())
    }

    /// A pull request as GitHub shows it, in a list (`simple`) or alone (`full`).
    pub(super) fn pull_answer(&self, full_name: &str, pull: &Pull, form: &str) -> Value {
        let mut answer = match form {
            "simple" => Contract::get().example("pull-request-simple-items")[0].take(),
            _ => Contract::get().example("pull-request"),
        };
        let number = pull.number;
        let is_merged = pull.state == PullState::Merged;
        answer["number"] = json!(number);
        answer["url"] = json!(api_url(full_name, &format!("pulls/{number}")));
        answer["html_url"] = json!(format!("https://github.com/{full_name}/pull/{number}"));
        answer["title"] = json!(pull.title);
        answer["body"] = json!(pull.body);
        answer["state"] = json!(if pull.state == PullState::Open { "open" } else { "closed" });
        answer["created_at"] = json!(pull.opened_at.to_string());
        answer["closed_at"] = json!(pull.closed_at.map(|at| at.to_string()));
        answer["merged_at"] = json!(pull.closed_at.filter(|_| is_merged).map(|at| at.to_string()));
        answer["user"]["login"] = json!(pull.author);
        let example = answer["labels"][0].clone();
        let label = |name: &String| {
            let mut label = example.clone();
            label["name"] = json!(name);
            label
        };
        answer["labels"] = pull.labels.iter().map(label).collect();
        let example = answer["requested_reviewers"][0].clone();
        let reviewer = |login: &String| {
            let mut reviewer = example.clone();
            reviewer["login"] = json!(login);
            reviewer
        };
        answer["requested_reviewers"] = pull.reviewers.iter().map(reviewer).collect();
        answer["head"]["label"] = json!(pull.label());
        answer["head"]["ref"] = json!(pull.head_branch);
        answer["head"]["sha"] = json!(self.head_of(pull));
        answer["base"]["ref"] = json!(pull.base_branch);
        // The team of the example lacks what the description requires.
        answer["requested_teams"] = json!([]);
        if form == "full" {
            answer["merged"] = json!(is_merged);
            answer["mergeable"] = json!(self.is_mergeable(full_name, pull));
        }
        answer
    }
}
