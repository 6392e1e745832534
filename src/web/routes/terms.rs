//! Glossary, memory and drafting aid: their pages, their files, and what the desk asks them.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    glossary::Entry,
    ids::{ProjectId, ProposalId, TermId},
    services::{GlossaryFormat, Workshop},
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, Query, html},
        failure::Failure,
        files,
        pages::{ConcordancePage, GlossaryPage, GlossaryQuery, Notice, urls},
        sessions,
    },
    workflow::{Action, may},
};

pub(super) async fn glossary(
    State(workshop): State<Workshop>,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(query): Query<GlossaryQuery>,
) -> Result<Response, Failure> {
    let view = workshop.glossary(&project).await?;
    let shell = page.shell(Some(&project)).await;
    html(&GlossaryPage { shell, view, query, imported: None })
}

pub(super) async fn csv(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    let text = workshop.export_terms(&project, GlossaryFormat::Csv).await?;
    files::attachment(&format!("{project}.csv"), files::CSV, text)
}

pub(super) async fn tbx(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    let text = workshop.export_terms(&project, GlossaryFormat::Tbx).await?;
    files::attachment(&format!("{project}.tbx"), "application/x-tbx; charset=utf-8", text)
}

#[derive(Deserialize)]
pub(super) struct EntryForm {
    term: String,
    preferred: String,
    /// Forms with a bar, a semicolon or a line break between.
    #[serde(default)]
    accepted: String,
    keep: Option<String>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    reason: String,
}

impl EntryForm {
    fn entry(&self) -> Entry {
        Entry {
            term: self.term.clone(),
            preferred: Some(self.preferred.clone()),
            accepted: self
                .accepted
                .split(['|', ';', '；', '、', '\n'])
                .map(str::to_owned)
                .collect(),
            keep: self.keep.is_some(),
            note: self.note.clone(),
        }
    }
}

/// A maintainer's entry is written; anybody else's becomes a proposal.
pub(super) async fn add(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<EntryForm>,
) -> Result<LocalPath, Failure> {
    let notice = if may(&person, Action::KeepGlossary) {
        workshop.write_term(&project, None, form.entry(), &person).await?;
        Notice::TermSaved
    } else {
        workshop.propose_term(&project, form.entry(), &form.reason, &person).await?;
        Notice::TermProposed
    };
    sessions::notify(&session, notice).await?;
    Ok(LocalPath::new(&urls::glossary(&project)))
}

pub(super) async fn change(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((project, id)): Path<(ProjectId, TermId)>,
    Fields(form): Fields<EntryForm>,
) -> Result<LocalPath, Failure> {
    let notice = if may(&person, Action::KeepGlossary) {
        workshop.write_term(&project, Some(id), form.entry(), &person).await?;
        Notice::TermSaved
    } else {
        workshop.propose_term(&project, form.entry(), &form.reason, &person).await?;
        Notice::TermProposed
    };
    sessions::notify(&session, notice).await?;
    Ok(LocalPath::new(&format!("{}#term-{id}", urls::glossary(&project))))
}

pub(super) async fn remove(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((project, id)): Path<(ProjectId, TermId)>,
) -> Result<LocalPath, Failure> {
    workshop.remove_term(&project, id, &person).await?;
    sessions::notify(&session, Notice::TermRemoved).await?;
    Ok(LocalPath::new(&urls::glossary(&project)))
}

#[derive(Deserialize)]
pub(super) struct DecisionForm {
    accept: bool,
    #[serde(default)]
    answer: String,
}

pub(super) async fn decide(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((project, id)): Path<(ProjectId, ProposalId)>,
    Fields(form): Fields<DecisionForm>,
) -> Result<LocalPath, Failure> {
    workshop.decide_proposal(&project, id, form.accept, &form.answer, &person).await?;
    let notice = if form.accept { Notice::ProposalAccepted } else { Notice::ProposalDeclined };
    sessions::notify(&session, notice).await?;
    Ok(LocalPath::new(&urls::glossary(&project)))
}

#[derive(Deserialize)]
pub(super) struct ImportForm {
    text: String,
}

pub(super) async fn import(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    page: Page,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<ImportForm>,
) -> Result<Response, Failure> {
    let person = person.or_keep(&form.text)?;
    let imported = workshop.import_terms(&project, &form.text, &person).await;
    let imported = Some(imported.map_err(|error| Failure::from(error).keeping(&form.text))?);
    let view = workshop.glossary(&project).await?;
    let shell = page.shell(Some(&project)).await;
    html(&GlossaryPage { shell, view, query: GlossaryQuery::default(), imported })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Search {
    q: String,
}

pub(super) async fn concordance(
    State(workshop): State<Workshop>,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(search): Query<Search>,
) -> Result<Response, Failure> {
    let view = workshop.concordance(&project, &search.q).await?;
    html(&ConcordancePage { shell: page.shell(Some(&project)).await, view })
}
