//! What people say to each other about a draft: by form, and by script without leaving the page.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::{
    ids::{TaskId, ThreadId},
    services::{Workshop, views::Spot},
    web::{
        back::LocalPath,
        extract::{Body, CurrentPerson, Fields, MaybePerson, Page, Path},
        failure::Failure,
        pages::{Notice, ask_part, thread_part, urls},
        sessions,
    },
    workflow::Person,
};

#[derive(Deserialize)]
pub(super) struct OpenForm {
    /// Empty where the translation has no such block; both empty for a remark on the whole.
    #[serde(default)]
    line: String,
    #[serde(default)]
    source_line: String,
    body: String,
    back: Option<LocalPath>,
}

pub(super) async fn open(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    Path(id): Path<TaskId>,
    Fields(form): Fields<OpenForm>,
) -> Result<LocalPath, Failure> {
    let person = person.or_keep(&form.body)?;
    let number = |name: &str, field: &str| match field.trim() {
        "" => Ok(None),
        line => line
            .parse()
            .map(Some)
            .map_err(|error| Failure::bad_request(format!("{name}: {error}")).keeping(&form.body)),
    };
    let spot = Spot {
        line: number("line", &form.line)?,
        source_line: number("source_line", &form.source_line)?,
        quote: None,
    };
    let spot = (spot.line.is_some() || spot.source_line.is_some()).then_some(spot);
    let done = workshop.open_thread(id, spot, &form.body, &person).await;
    done.map_err(|error| Failure::from(error).keeping(&form.body))?;
    sessions::notify(&session, Notice::CommentAdded).await?;
    Ok(form.back.unwrap_or_else(|| LocalPath::new(&urls::review(id))))
}

#[derive(Deserialize)]
pub(super) struct AnswerForm {
    #[serde(default)]
    body: String,
    /// `resolve`, `reopen`, or nothing more than the answer.
    #[serde(default)]
    then: String,
    back: Option<LocalPath>,
}

pub(super) async fn answer(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    Path((id, thread)): Path<(TaskId, ThreadId)>,
    Fields(form): Fields<AnswerForm>,
) -> Result<LocalPath, Failure> {
    let person = person.or_keep(&form.body)?;
    let (resolved, notice) = match form.then.as_str() {
        "resolve" => (Some(true), Notice::CommentResolved),
        "reopen" => (Some(false), Notice::CommentReopened),
        _ => (None, Notice::CommentAdded),
    };
    add(&workshop, id, thread, &form.body, resolved, &person)
        .await
        .map_err(|failure| failure.keeping(&form.body))?;
    sessions::notify(&session, notice).await?;
    Ok(form.back.unwrap_or_else(|| LocalPath::new(&urls::review(id))))
}

/// A step needs no words, an answer does.
async fn add(
    workshop: &Workshop,
    id: TaskId,
    thread: ThreadId,
    body: &str,
    resolved: Option<bool>,
    person: &Person,
) -> Result<(), Failure> {
    let body = Some(body).filter(|body| resolved.is_none() || !body.trim().is_empty());
    Ok(workshop.add_to_thread(id, thread, body, resolved, person).await?)
}

#[derive(Deserialize)]
pub(super) struct OpenBody {
    line: Option<usize>,
    source_line: Option<usize>,
    quote: Option<String>,
    body: String,
    /// The page the thread is shown on.
    back: LocalPath,
}

/// A thread as it stands in each of its places now.
#[derive(Serialize)]
pub(super) struct ThreadAnswer {
    id: ThreadId,
    /// The pair it belongs to, from 1.
    pair: Option<usize>,
    beside: String,
    note: String,
    drawer: String,
    /// The question an approval asks.
    ask: String,
    open: usize,
}

pub(super) async fn open_by_script(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(id): Path<TaskId>,
    Body(body): Body<OpenBody>,
) -> Result<Json<ThreadAnswer>, Failure> {
    let spot = Spot { line: body.line, source_line: body.source_line, quote: body.quote };
    let is_somewhere = spot.line.is_some() || spot.source_line.is_some() || spot.quote.is_some();
    let spot = is_somewhere.then_some(spot);
    let thread = workshop.open_thread(id, spot, &body.body, &person).await?;
    shown(&workshop, &page, id, thread, &person, &body.back).await
}

#[derive(Deserialize)]
pub(super) struct AnswerBody {
    #[serde(default)]
    body: String,
    resolved: Option<bool>,
    back: LocalPath,
}

pub(super) async fn answer_by_script(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path((id, thread)): Path<(TaskId, ThreadId)>,
    Body(body): Body<AnswerBody>,
) -> Result<Json<ThreadAnswer>, Failure> {
    add(&workshop, id, thread, &body.body, body.resolved, &person).await?;
    shown(&workshop, &page, id, thread, &person, &body.back).await
}

async fn shown(
    workshop: &Workshop,
    page: &Page,
    task: TaskId,
    id: ThreadId,
    person: &Person,
    back: &LocalPath,
) -> Result<Json<ThreadAnswer>, Failure> {
    let view = workshop.workspace(task, person).await?;
    let proof = workshop.proofreading(&view, person).await?;
    let thread = proof.threads.iter().find(|thread| thread.id == id);
    let thread = thread.ok_or_else(Failure::not_found)?;
    let shell = page.bare_shell();
    let part = |variant| {
        thread_part(&shell, task, thread, variant, back.as_str()).map_err(Failure::unexpected)
    };
    let open = proof.open_threads();
    Ok(Json(ThreadAnswer {
        id,
        pair: thread.place.as_ref().and_then(|place| place.row).map(|row| row + 1),
        beside: part("beside")?,
        note: part("note")?,
        drawer: part("drawer")?,
        ask: ask_part(&shell, open).map_err(Failure::unexpected)?,
        open,
    }))
}
