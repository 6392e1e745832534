//! One act on many posts.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use crate::{
    ids::{PersonId, ProjectId, Slug},
    services::{BulkAct, Workshop},
    web::{
        extract::{CurrentPerson, Fields, Page, Path, Query, html},
        failure::Failure,
        pages::{BoardQuery, BulkDonePage, BulkPage},
    },
};

/// Whether everything on the list is chosen.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    all: bool,
}

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(query): Query<BoardQuery>,
    Query(choice): Query<Choice>,
) -> Result<Response, Failure> {
    let people = workshop.assignable(&person).await?;
    let board = workshop.board(&project).await?;
    let shell = page.shell(Some(&project)).await;
    html(&BulkPage { shell, board, query, all: choice.all, people })
}

/// The fields of the form: a list of pairs, as a browser sends several boxes of one name.
struct BulkForm(Vec<(String, String)>);

impl BulkForm {
    fn one(&self, name: &str) -> &str {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
        values.next().map(String::as_str).unwrap_or_default()
    }

    fn slugs(&self) -> Vec<Slug> {
        let chosen = self.0.iter().filter(|(key, _)| key == "slug");
        chosen.map(|(_, slug)| Slug::new(slug.as_str())).collect()
    }

    fn act(&self) -> Result<BulkAct, Failure> {
        match self.one("act") {
            "assign" => {
                let to = self.one("person").parse().map_err(Failure::bad_request)?;
                Ok(BulkAct::Assign { to: PersonId(to) })
            }
            "dismiss_cosmetic" => {
                Ok(BulkAct::DismissCosmetic { reason: self.one("reason").to_owned() })
            }
            "prioritise" => {
                let priority = self.one("priority").parse().map_err(Failure::bad_request)?;
                Ok(BulkAct::Prioritise { priority })
            }
            "exclude" => Ok(BulkAct::Exclude { reason: self.one("why").to_owned() }),
            "include" => Ok(BulkAct::Include),
            other => Err(Failure::bad_request(format!("act: there is no {other:?}"))),
        }
    }
}

pub(super) async fn act(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let form = BulkForm(form);
    let done = workshop.bulk(&project, &form.slugs(), &form.act()?, &person).await?;
    let titles = workshop.board(&project).await.map(|board| board.titles()).unwrap_or_default();
    html(&BulkDonePage { shell: page.shell(Some(&project)).await, done, titles })
}
