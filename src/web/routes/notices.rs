//! What people are told, and what they want to hear, where and when.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secrecy::SecretString;
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::{ChannelId, NoticeId, ProjectId},
    notices::{Form, Kind, Quiet},
    services::{ServiceError, WantedChannel, Workshop},
    store::Wishes,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, Page, Path, html},
        failure::Failure,
        pages::{ChannelsPage, ChoicesPage, Notice, NoticesPage, Problem},
        sessions,
    },
    workflow::Person,
};

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
) -> Result<Response, Failure> {
    let view = workshop.notices(&person).await?;
    html(&NoticesPage { shell: page.shell(None).await, view })
}

/// Leads to what a notice is about, and takes it for read.
pub(super) async fn follow(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<NoticeId>,
) -> Result<LocalPath, Failure> {
    let notice = workshop.read_notice(id, &person).await?;
    Ok(LocalPath::new(&notice.facts.path))
}

#[derive(Deserialize)]
pub(super) struct ReadForm {
    last: NoticeId,
}

pub(super) async fn read_all(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Fields(form): Fields<ReadForm>,
) -> Result<LocalPath, Failure> {
    workshop.read_notices(form.last, &person).await?;
    Ok(LocalPath::new("/notices"))
}

pub(super) async fn choices(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
) -> Result<Response, Failure> {
    show_choices(&workshop, &person, page, None).await
}

async fn show_choices(
    workshop: &Workshop,
    person: &Person,
    page: Page,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    html(&ChoicesPage {
        wishes: workshop.wishes(person.id).await?,
        channels: workshop.own_channels(person).await?,
        sends_mail: workshop.sends_mail(),
        shell: page.shell(None).await,
        problem,
    })
}

type Pairs = Vec<(String, String)>;

pub(super) async fn choose(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    page: Page,
    Fields(form): Fields<Pairs>,
) -> Result<Response, Failure> {
    let here = kinds(&form, "here");
    let value =
        |name: &str| form.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
    let minutes = |name| value(name).and_then(minutes_of);
    let concerns = |kind: &Kind| kind.concerns(person.role);
    let wishes = Wishes {
        silent: Kind::ALL.into_iter().filter(concerns).filter(|it| !here.contains(it)).collect(),
        quiet: Quiet {
            zone: value("zone").unwrap_or_default().trim().to_owned(),
            hours: minutes("from").zip(minutes("until")),
        },
        unlisted: workshop.wishes(person.id).await?.unlisted,
    };
    let channels = workshop.own_channels(&person).await?;
    let carried: Vec<(ChannelId, Vec<Kind>)> =
        channels.iter().map(|it| (it.id, kinds(&form, &format!("channel-{}", it.id)))).collect();
    match workshop.set_wishes(wishes, &carried, &person).await {
        Ok(()) => {
            sessions::notify(&session, Notice::ChoiceSaved).await?;
            Ok(LocalPath::new("/me/notices").into_response())
        }
        Err(error @ ServiceError::Invalid { .. }) => {
            let shown = show_choices(&workshop, &person, page, Some(Problem::from(&error))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The kinds whose boxes of a name are ticked.
fn kinds(form: &[(String, String)], name: &str) -> Vec<Kind> {
    let ticked = form.iter().filter(|(it, _)| it == name);
    ticked.filter_map(|(_, value)| value.parse().ok()).collect()
}

/// `22:30` as minutes after midnight.
fn minutes_of(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[derive(Deserialize)]
pub(super) struct ChannelForm {
    form: Form,
    name: String,
    address: SecretString,
    #[serde(default)]
    secret: Option<SecretString>,
}

impl ChannelForm {
    fn wanted(self, person: &Person) -> WantedChannel {
        let is_given =
            |it: &SecretString| !secrecy::ExposeSecret::expose_secret(it).trim().is_empty();
        WantedChannel {
            form: self.form,
            name: self.name,
            address: self.address,
            secret: self.secret.filter(is_given),
            language: person.language,
        }
    }
}

pub(super) async fn add_own(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    page: Page,
    Fields(form): Fields<ChannelForm>,
) -> Result<Response, Failure> {
    add(&workshop, &person, &session, page, (None, form)).await
}

pub(super) async fn add_to_project(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    page: Page,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<ChannelForm>,
) -> Result<Response, Failure> {
    add(&workshop, &person, &session, page, (Some(project), form)).await
}

/// Adds a channel of a project, or without one of the person; what is refused is shown on the page the
/// form stands on.
async fn add(
    workshop: &Workshop,
    person: &Person,
    session: &Session,
    page: Page,
    (project, form): (Option<ProjectId>, ChannelForm),
) -> Result<Response, Failure> {
    match workshop.add_channel(project.as_ref(), form.wanted(person), person).await {
        Ok(_) => {
            sessions::notify(session, Notice::ChannelAdded).await?;
            let home = match project {
                Some(project) => format!("/p/{project}/channels"),
                None => "/me/notices".to_owned(),
            };
            Ok(LocalPath::new(&home).into_response())
        }
        Err(error @ (ServiceError::Invalid { .. } | ServiceError::Notify(_))) => {
            let problem = Some(Problem::from(&error));
            let shown = match project {
                Some(project) => show_channels(workshop, person, page, project, problem).await?,
                None => show_choices(workshop, person, page, problem).await?,
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn channels(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    show_channels(&workshop, &person, page, project, None).await
}

async fn show_channels(
    workshop: &Workshop,
    person: &Person,
    page: Page,
    project: ProjectId,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let channels = workshop.project_channels(&project, person).await?;
    let shell = page.shell(Some(&project)).await;
    html(&ChannelsPage { shell, project, channels, problem })
}

pub(super) async fn test(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<ChannelId>,
) -> Result<LocalPath, Failure> {
    let home = workshop.home_of_channel(id, &person).await?;
    workshop.test_channel(id, &person).await?;
    sessions::notify(&session, Notice::ChannelTested).await?;
    Ok(LocalPath::new(&home))
}

#[derive(Deserialize)]
pub(super) struct CodeForm {
    code: String,
}

pub(super) async fn confirm(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<ChannelId>,
    Fields(form): Fields<CodeForm>,
) -> Result<LocalPath, Failure> {
    workshop.confirm_channel(id, &form.code, &person).await?;
    sessions::notify(&session, Notice::ChannelConfirmed).await?;
    Ok(LocalPath::new("/me/notices"))
}

pub(super) async fn remove(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<ChannelId>,
) -> Result<LocalPath, Failure> {
    let home = workshop.home_of_channel(id, &person).await?;
    workshop.remove_channel(id, &person).await?;
    sessions::notify(&session, Notice::ChannelRemoved).await?;
    Ok(LocalPath::new(&home))
}

pub(super) async fn choose_for_group(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<ChannelId>,
    Fields(form): Fields<Pairs>,
) -> Result<LocalPath, Failure> {
    let home = workshop.home_of_channel(id, &person).await?;
    workshop.set_group_kinds(id, &kinds(&form, "kind"), &person).await?;
    sessions::notify(&session, Notice::ChoiceSaved).await?;
    Ok(LocalPath::new(&home))
}
