//! Posts, and what one does there before there is a task.

use std::collections::HashMap;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Limit, Listing, after, listing};
use crate::{
    catalogue::Side,
    ids::{CommitId, PersonId, ProjectId, RepoPath, Slug},
    services::{
        Workshop,
        views::{
            BoardRow, Elsewhere, MyTask, PostRemark, PostView, SourceVersion, StoryEvent, Word,
        },
    },
    staleness::{Base, Change, Status},
    web::{
        extract::{Asked, Body, CurrentPerson, Path},
        failure::Failure,
        pages::BoardQuery,
    },
};

/// Which posts.
#[derive(Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PostState {
    Todo,
    Behind,
    Missing,
    InProgress,
    Review,
    Cosmetic,
    Published,
    Orphan,
    Excluded,
    #[default]
    All,
}

/// Whether readers have a translation already.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Translate,
    Update,
}

/// Good to begin with; asked for by somebody; wanted by maintainers before others.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Pick {
    First,
    Asked,
    Wanted,
}

#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Age {
    Month,
    Year,
    Older,
}

#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Length {
    Short,
    Medium,
    Long,
}

#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Cosmetic,
    Minor,
    Major,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PostsQuery {
    /// All posts where it is left out.
    #[param(inline)]
    state: Option<PostState>,
    #[param(inline)]
    kind: Option<Kind>,
    #[param(inline)]
    pick: Option<Pick>,
    tag: Option<String>,
    /// Name of a series.
    series: Option<String>,
    /// Whether a translation outside the repository is noted.
    elsewhere: Option<bool>,
    /// By the day of publication: within a month, within a year, or before.
    #[param(inline)]
    age: Option<Age>,
    /// By the words of the source: under 800, under 2000, or more.
    #[param(inline)]
    length: Option<Length>,
    /// Worst change that waits.
    #[param(inline)]
    severity: Option<Grade>,
    /// Words looked for in the titles of both languages and in slugs.
    q: Option<String>,
    cursor: Option<String>,
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

impl PostsQuery {
    /// The filters of the board that say the same.
    fn filters(&self) -> BoardQuery {
        let name = |value: Option<serde_json::Value>| {
            value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
        };
        BoardQuery {
            state: name(serde_json::to_value(self.state.unwrap_or_default()).ok()),
            kind: name(serde_json::to_value(self.kind).ok()),
            pick: name(serde_json::to_value(self.pick).ok()),
            tag: self.tag.clone().unwrap_or_default(),
            series: self.series.clone().unwrap_or_default(),
            elsewhere: self.elsewhere.map_or("", |it| if it { "1" } else { "0" }).into(),
            age: name(serde_json::to_value(self.age).ok()),
            length: name(serde_json::to_value(self.length).ok()),
            severity: name(serde_json::to_value(self.severity).ok()),
            q: self.q.clone().unwrap_or_default(),
            ..BoardQuery::default()
        }
    }
}

/// Lists posts, the most useful to work on first, as the board does.
#[utoipa::path(get, path = "/projects/{project}/posts", params(PostsQuery),
    responses((status = 200, body = Listing<BoardRow>)))]
pub(super) async fn list_posts(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Asked(query): Asked<PostsQuery>,
) -> Result<Json<Listing<BoardRow>>, Failure> {
    let board = workshop.board(&project).await?;
    let from: Option<(f64, Slug)> = after(query.cursor.as_deref())?;
    let filters = query.filters();
    let is_next = |row: &BoardRow| {
        from.as_ref().is_none_or(|(usefulness, slug)| {
            usefulness.total_cmp(&row.usefulness).then_with(|| row.slug.cmp(slug)).is_gt()
        })
    };
    let now = workshop.now();
    let rows = board.rows.iter().filter(|row| is_next(row) && filters.matches(row, now)).cloned();
    let limit = query.limit.unwrap_or_default();
    Ok(Json(listing(rows, limit, |row| (row.usefulness, row.slug.clone()))))
}

/// A file of a post at head.
#[derive(Serialize, ToSchema)]
struct FileAtHead {
    path: RepoPath,
    /// The commit that made this version.
    commit: CommitId,
    title: Option<String>,
    /// English words or Han characters of the prose.
    length: usize,
    /// Where GitHub shows it.
    url: Option<String>,
}

impl FileAtHead {
    fn of(side: &Side, url: Option<&String>) -> Self {
        Self {
            path: side.path.clone(),
            commit: side.commit,
            title: side.meta.title.clone(),
            length: side.length,
            url: url.cloned(),
        }
    }
}

/// Everything known of a post.
#[derive(Serialize, ToSchema)]
pub(super) struct PostDetail {
    project: ProjectId,
    status: Status,
    row: BoardRow,
    /// Null for an orphaned translation.
    source: Option<FileAtHead>,
    /// Null for an untranslated post.
    translation: Option<FileAtHead>,
    /// The source version the translation reflects.
    base: Option<Base>,
    /// What waits comes first, in the order of the source.
    changes: Vec<Change>,
    /// Who dismissed which change, by its key.
    dismissals: HashMap<String, Word>,
    /// Who set the base, where somebody did.
    pinned: Option<Word>,
    /// The next claim goes on from an unfinished draft.
    inherited_draft: bool,
    /// What maintainers say is to be known before one begins.
    note: Option<Word>,
    /// Who left it out, and why.
    excluded: Option<Word>,
    /// Where translations outside the repository were found, the first noted first.
    elsewhere: Vec<Elsewhere>,
    /// What was said about it, oldest first.
    remarks: Vec<PostRemark>,
    /// What it has something in common with, the closest first.
    related: Vec<Slug>,
    /// For an orphan: the source it most likely belongs to.
    suggestion: Option<Slug>,
    /// Newest first.
    story: Vec<StoryEvent>,
    /// Oddities a maintainer should know, in English.
    warnings: Vec<String>,
}

impl From<PostView> for PostDetail {
    fn from(view: PostView) -> Self {
        let PostView { post, source_url, target_url, .. } = view;
        let source = post.source.as_ref().map(|it| FileAtHead::of(it, source_url.as_ref()));
        let translation = post.target.as_ref().map(|it| FileAtHead::of(it, target_url.as_ref()));
        Self {
            project: view.project,
            status: post.status,
            row: view.row,
            source,
            translation,
            base: post.judgement.map(|judgement| judgement.base),
            changes: view.changes,
            dismissals: view.dismissals,
            pinned: view.pinned,
            inherited_draft: view.inherited_draft,
            note: view.note,
            excluded: view.excluded,
            elsewhere: view.elsewhere,
            remarks: view.remarks,
            related: view.related.into_iter().map(|it| it.row.slug).collect(),
            suggestion: post.suggestion,
            story: view.story,
            warnings: post.warnings,
        }
    }
}

/// Tells everything about a post: verdict, changes, work, story.
#[utoipa::path(get, path = "/projects/{project}/posts/{slug}",
    responses((status = 200, body = PostDetail)))]
pub(super) async fn get_post(
    State(workshop): State<Workshop>,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<Json<PostDetail>, Failure> {
    Ok(Json(workshop.post(&project, &slug).await?.into()))
}

/// Lists the versions of a source, newest first, to choose a base from.
#[utoipa::path(get, path = "/projects/{project}/posts/{slug}/versions",
    security(("token" = ["read"])), responses((status = 200, body = [SourceVersion])))]
pub(super) async fn list_versions(
    State(workshop): State<Workshop>,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<Json<Vec<SourceVersion>>, Failure> {
    Ok(Json(workshop.source_versions(&project, &slug).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    /// A maintainer takes it although somebody has it open elsewhere.
    #[serde(default)]
    despite: bool,
}

/// Claims a post. Claiming what one has already answers with that task.
#[utoipa::path(post, path = "/projects/{project}/posts/{slug}/claim",
    security(("token" = ["write"])), request_body = Claim,
    responses((status = 200, body = MyTask)))]
pub(super) async fn claim_post(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(claim): Body<Claim>,
) -> Result<Json<MyTask>, Failure> {
    let task = if claim.despite {
        workshop.claim_despite(&project, &slug, &person).await?
    } else {
        workshop.claim(&project, &slug, &person).await?
    };
    Ok(Json(workshop.my_task(&task).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Assignment {
    person: PersonId,
}

/// Gives a post to somebody.
#[utoipa::path(post, path = "/projects/{project}/posts/{slug}/assign",
    security(("token" = ["manage"])), request_body = Assignment,
    responses((status = 200, body = MyTask)))]
pub(super) async fn assign_post(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(body): Body<Assignment>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.assign(&project, &slug, body.person, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Pin {
    /// A version of the source.
    commit: CommitId,
}

/// Says which source version the translation is made from.
#[utoipa::path(put, path = "/projects/{project}/posts/{slug}/pin",
    security(("token" = ["manage"])), request_body = Pin, responses((status = 204)))]
pub(super) async fn pin_base(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(body): Body<Pin>,
) -> Result<StatusCode, Failure> {
    workshop.pin(&project, &slug, body.commit, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes that back; the base is recorded or inferred again.
#[utoipa::path(delete, path = "/projects/{project}/posts/{slug}/pin",
    security(("token" = ["manage"])), responses((status = 204)))]
pub(super) async fn unpin_base(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<StatusCode, Failure> {
    workshop.unpin(&project, &slug, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Dismissal {
    #[serde(default)]
    reason: String,
}

/// Says that a change needs nothing in the translation; `change` is its key.
#[utoipa::path(put, path = "/projects/{project}/posts/{slug}/changes/{change}/dismissal",
    security(("token" = ["manage"])), request_body = Dismissal, responses((status = 204)))]
pub(super) async fn dismiss_change(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug, change)): Path<(ProjectId, Slug, String)>,
    Body(body): Body<Dismissal>,
) -> Result<StatusCode, Failure> {
    workshop.dismiss(&project, &slug, &change, &body.reason, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a dismissal back.
#[utoipa::path(delete, path = "/projects/{project}/posts/{slug}/changes/{change}/dismissal",
    security(("token" = ["manage"])), responses((status = 204)))]
pub(super) async fn undismiss_change(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug, change)): Path<(ProjectId, Slug, String)>,
) -> Result<StatusCode, Failure> {
    workshop.undismiss_all(&project, &slug, &[&change], &person).await?;
    Ok(StatusCode::NO_CONTENT)
}
