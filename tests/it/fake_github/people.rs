//! What other people do at GitHub: open pull requests, push, review, remark; and who may write.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
    routing::{get, post},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    FakeGithub, GitRepository, Repository, Shared,
    accounts::Writer,
    answers,
    contract::Contract,
    git::{Commit, Identity},
    pulls::{Pull, PullState},
};

/// An account somebody acts with.
#[derive(Debug, Clone, Copy)]
pub struct Somebody {
    pub id: u64,
    pub login: &'static str,
    pub name: &'static str,
}

/// Who comes along in the tests.
pub const STRANGER: Somebody = Somebody { id: 900, login: "stranger", name: "A Stranger" };
pub const REVIEWER: Somebody = Somebody { id: 901, login: "reviewer", name: "Up Stream" };

/// Something said at a pull request.
#[derive(Debug, Clone)]
pub(super) struct Said {
    id: u64,
    pull: u64,
    by: Somebody,
    at: Timestamp,
    body: String,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Review { state: &'static str },
    Line { path: String, line: usize, commit: String },
    Whole,
}

impl FakeGithub {
    /// Somebody opens a pull request from a fork of theirs; its number.
    pub fn open_outside_pull(
        &self,
        upstream: &str,
        by: Somebody,
        branch: &str,
        files: &[(&str, &str)],
    ) -> u64 {
        let git = self.repository(upstream);
        let home = format!("{}/{}", by.login, upstream.split_once('/').expect("owner/name").1);
        let path = git.path().with_file_name(format!("{}.git", home.replace('/', "-")));
        if !self.state().repositories.contains_key(&home) {
            self.add_fork(&home, upstream, &path);
        }
        let fork = self.repository(&home);
        let base = git.head("main").expect("a base branch");
        fork.take_objects(&git);
        fork.set_branch(branch, &base);
        self.push_as(&home, branch, by, files);
        let now = self.shared.now();
        let mut state = self.state();
        let pulls = &mut state.repositories.get_mut(upstream).expect("a repository").pulls;
        let pull = Pull {
            number: pulls.len() as u64 + 1,
            title: format!("Translate {branch}"),
            body: String::new(),
            author: by.login.to_owned(),
            head_repository: home,
            head_branch: branch.to_owned(),
            base_branch: "main".into(),
            state: PullState::Open,
            last_head: None,
            opened_at: now,
            closed_at: None,
            labels: Vec::new(),
            reviewers: Vec::new(),
        };
        let number = pull.number;
        pulls.push(pull);
        number
    }

    /// Somebody opens a pull request from a branch of the repository itself.
    pub fn open_pull_from(&self, repository: &str, branch: &str, base_branch: &str) -> u64 {
        let opened_at = self.shared.now();
        let mut state = self.state();
        let pulls = &mut state.repositories.get_mut(repository).expect("a repository").pulls;
        let number = pulls.len() as u64 + 1;
        pulls.push(Pull {
            number,
            title: format!("{branch} to {base_branch}"),
            body: String::new(),
            author: STRANGER.login.to_owned(),
            head_repository: repository.to_owned(),
            head_branch: branch.to_owned(),
            base_branch: base_branch.to_owned(),
            state: PullState::Open,
            last_head: None,
            opened_at,
            closed_at: None,
            labels: Vec::new(),
            reviewers: Vec::new(),
        });
        number
    }

    /// Somebody pushes a commit to a branch; its id.
    pub fn push_as(
        &self,
        repository: &str,
        branch: &str,
        by: Somebody,
        files: &[(&str, &str)],
    ) -> String {
        let git = self.repository(repository);
        let parent = git.head(branch).expect("a branch to push to");
        let entries: Vec<(String, Option<String>)> = files
            .iter()
            .map(|(path, content)| ((*path).to_owned(), Some(git.write_blob(content.as_bytes()))))
            .collect();
        let tree = git.write_tree(Some(&parent), &entries);
        let who = Identity {
            name: by.name.into(),
            email: format!("{}+{}@users.noreply.github.com", by.id, by.login),
            time: self.shared.now().as_second(),
        };
        let commit = git.write_commit(&Commit {
            tree,
            parents: vec![parent],
            author: who.clone(),
            committer: who,
            message: "Mend the translation\n".into(),
        });
        git.set_branch(branch, &commit);
        self.state().accounts.authors.insert(commit.clone(), (by.id, by.login.to_owned()));
        commit
    }

    /// Somebody sends a review (`APPROVED`, `CHANGES_REQUESTED`, `COMMENTED`).
    pub fn review(
        &self,
        repository: &str,
        pull: u64,
        by: Somebody,
        state: &'static str,
        body: &str,
    ) {
        self.say(repository, pull, by, body, What::Review { state });
    }

    /// Somebody remarks on a line of a file, as the pull request has it now.
    pub fn remark_on_line(
        &self,
        repository: &str,
        pull: u64,
        by: Somebody,
        (path, line): (&str, usize),
        body: &str,
    ) {
        let commit = self.pull_head(repository, pull);
        self.say(repository, pull, by, body, What::Line { path: path.into(), line, commit });
    }

    /// Somebody remarks on the whole.
    pub fn remark(&self, repository: &str, pull: u64, by: Somebody, body: &str) {
        self.say(repository, pull, by, body, What::Whole);
    }

    /// Makes somebody a collaborator who may write.
    pub fn add_collaborator(&self, repository: &str, who: Somebody) {
        let mut state = self.state();
        state.repositories.get_mut(repository).expect("a repository").collaborators.push(who);
    }

    /// Somebody may not write any more.
    pub fn remove_collaborator(&self, repository: &str, who: Somebody) {
        let mut state = self.state();
        let repository = state.repositories.get_mut(repository).expect("a repository");
        repository.collaborators.retain(|it| it.id != who.id);
    }

    fn say(&self, repository: &str, pull: u64, by: Somebody, body: &str, what: What) {
        let at = self.shared.now();
        let mut state = self.state();
        let said = &mut state.repositories.get_mut(repository).expect("a repository").said;
        let id = 5000 + said.len() as u64;
        said.push(Said { id, pull, by, at, body: body.into(), what });
    }
}

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/repos/{owner}/{name}/pulls/{number}/files", get(files))
        .route("/repos/{owner}/{name}/pulls/{number}/reviews", get(reviews))
        .route("/repos/{owner}/{name}/pulls/{number}/comments", get(lines))
        .route("/repos/{owner}/{name}/pulls/{number}/requested_reviewers", post(ask))
        .route("/repos/{owner}/{name}/issues/{number}/comments", get(wholes))
        .route("/repos/{owner}/{name}/issues/{number}/labels", post(label))
        .route("/repos/{owner}/{name}/commits/{id}", get(commit))
        .route("/repos/{owner}/{name}/collaborators", get(collaborators))
}

type Numbered = Path<(String, String, u64)>;

impl Shared {
    /// Reads a repository; `None` where there is none of this name.
    fn with<T>(
        &self,
        owner: &str,
        name: &str,
        read: impl FnOnce(&mut Repository) -> T,
    ) -> Option<T> {
        let (full_name, _) = self.find(owner, name)?;
        Some(read(self.state().repositories.get_mut(&full_name).expect("found above")))
    }

    fn said(&self, owner: &str, name: &str, pull: u64) -> Option<Vec<Said>> {
        let all = self.with(owner, name, |repository| repository.said.clone())?;
        Some(all.into_iter().filter(|said| said.pull == pull).collect())
    }
}

async fn files(
    State(shared): State<Shared>,
    Path((owner, name, number)): Numbered,
    uri: Uri,
) -> Response {
    let Some((full_name, upstream)) = shared.find(&owner, &name) else {
        return answers::not_found();
    };
    let pulls = shared.state().repositories[&full_name].pulls.clone();
    let Some(pull) = pulls.into_iter().find(|pull| pull.number == number) else {
        return answers::not_found();
    };
    let home: GitRepository = shared.state().repositories[&pull.head_repository].git.clone();
    upstream.take_objects(&home);
    let head = shared.head_of(&pull);
    let base = upstream.head(&pull.base_branch).expect("a base branch");
    let from = upstream.merge_base(&base, &head).expect("a common ancestor");
    let example = Contract::get().example("diff-entry-items")[0].take();
    let entry = |line: String| {
        let (letter, path) = line.split_once(' ').expect("a letter and a path");
        let mut entry = example.clone();
        entry["filename"] = json!(path);
        entry["status"] = json!(match letter {
            "A" => "added",
            "D" => "removed",
            _ => "modified",
        });
        entry
    };
    let entries: Vec<Value> = upstream.changed_paths(&from, &head).into_iter().map(entry).collect();
    answers::page(entries, &uri)
}

async fn reviews(
    State(shared): State<Shared>,
    Path((owner, name, number)): Numbered,
    uri: Uri,
) -> Response {
    let Some(said) = shared.said(&owner, &name, number) else { return answers::not_found() };
    let answer = |said: &Said| match &said.what {
        What::Review { state } => {
            let mut answer = said.answer("pull-request-review-items");
            answer["state"] = json!(state);
            answer["submitted_at"] = json!(said.at.to_string());
            Some(answer)
        }
        _ => None,
    };
    answers::page(said.iter().filter_map(answer).collect(), &uri)
}

async fn lines(
    State(shared): State<Shared>,
    Path((owner, name, number)): Numbered,
    uri: Uri,
) -> Response {
    let Some(said) = shared.said(&owner, &name, number) else { return answers::not_found() };
    let answer = |said: &Said| match &said.what {
        What::Line { path, line, commit } => {
            let mut answer = said.answer("pull-request-review-comment-items");
            answer["path"] = json!(path);
            answer["line"] = json!(line);
            answer["original_line"] = json!(line);
            answer["side"] = json!("RIGHT");
            answer["commit_id"] = json!(commit);
            answer["original_commit_id"] = json!(commit);
            Some(answer)
        }
        _ => None,
    };
    answers::page(said.iter().filter_map(answer).collect(), &uri)
}

async fn wholes(
    State(shared): State<Shared>,
    Path((owner, name, number)): Numbered,
    uri: Uri,
) -> Response {
    let Some(said) = shared.said(&owner, &name, number) else { return answers::not_found() };
    let answer = |said: &Said| match &said.what {
        What::Whole => Some(said.answer("issue-comment-items")),
        _ => None,
    };
    answers::page(said.iter().filter_map(answer).collect(), &uri)
}

async fn commit(
    State(shared): State<Shared>,
    Path((owner, name, id)): Path<(String, String, String)>,
) -> Response {
    let Some((_, git)) = shared.find(&owner, &name) else { return answers::not_found() };
    let Some(commit) = git.commit(&id) else { return answers::not_found() };
    let mut answer = Contract::get().example("commit");
    answer["sha"] = json!(id);
    answer["commit"]["message"] = json!(commit.message);
    answer["commit"]["author"]["name"] = json!(commit.author.name);
    answer["commit"]["author"]["email"] = json!(commit.author.email);
    let parent = |id: &String| {
        json!({"sha": id, "url": format!("https://api.github.com/{id}"),
               "html_url": format!("https://github.com/{id}")})
    };
    answer["files"] = json!([]);
    answer["parents"] = commit.parents.iter().map(parent).collect();
    match shared.state().accounts.authors.get(&id) {
        Some((id, login)) => {
            answer["author"]["id"] = json!(id);
            answer["author"]["login"] = json!(login);
        }
        None => answer["author"] = Value::Null,
    }
    answers::ok(answer)
}

async fn label(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name, number)): Numbered,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    let labels: Vec<String> = strings(&body["labels"]);
    let added = shared.with(&owner, &name, |repository| {
        let pull = repository.pulls.iter_mut().find(|pull| pull.number == number)?;
        for label in labels {
            if !pull.labels.contains(&label) {
                pull.labels.push(label);
            }
        }
        Some(pull.labels.clone())
    });
    let Some(labels) = added.flatten() else { return answers::not_found() };
    let example = Contract::get().example("label-items")[0].take();
    let answer = labels.into_iter().map(|label| {
        let mut answer = example.clone();
        answer["name"] = json!(label);
        answer
    });
    answers::ok(answer.collect())
}

async fn ask(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name, number)): Numbered,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    let people = strings(&body["reviewers"]);
    let pull = shared.with(&owner, &name, |repository| {
        let pull = repository.pulls.iter_mut().find(|pull| pull.number == number)?;
        pull.reviewers.extend(people);
        Some(pull.clone())
    });
    let Some(pull) = pull.flatten() else { return answers::not_found() };
    let full_name = format!("{owner}/{name}");
    answers::created(shared.pull_answer(&full_name, &pull, "simple"))
}

async fn collaborators(
    _: Writer,
    State(shared): State<Shared>,
    Path((owner, name)): Path<(String, String)>,
    uri: Uri,
    _headers: HeaderMap,
) -> Response {
    let Some(people) = shared.with(&owner, &name, |it| it.collaborators.clone()) else {
        return answers::not_found();
    };
    let example = Contract::get().example("collaborator-items")[0].take();
    let answer = people.into_iter().map(|who| {
        let mut answer = example.clone();
        answer["id"] = json!(who.id);
        answer["login"] = json!(who.login);
        answer
    });
    answers::page(answer.collect(), &uri)
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Said {
    fn answer(&self, example: &str) -> Value {
        let mut answer = Contract::get().example(example)[0].take();
        answer["id"] = json!(self.id);
        answer["body"] = json!(self.body);
        answer["user"]["id"] = json!(self.by.id);
        answer["user"]["login"] = json!(self.by.login);
        answer["html_url"] =
            json!(format!("https://github.com/hub/blog/pull/{}#said-{}", self.pull, self.id));
        if answer.get("created_at").is_some() {
            answer["created_at"] = json!(self.at.to_string());
        }
        answer
    }
}
