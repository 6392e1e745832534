//! What is read elsewhere: badges, data, feeds, and what search engines ask for.

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{ProjectId, Slug},
    services::{
        Workshop,
        views::{FeedKind, Freshness},
    },
    texts::Texts,
    web::{
        embedded::{Kind, embedded},
        extract::{Path, Query},
        failure::Failure,
        pages::{Badge, FeedPage, PeopleImage, freshness_words, shield, urls},
        state::AppState,
    },
    workflow::UiLanguage,
};

/// What may be asked of a badge; the language of a browser says nothing about the page it is put on.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wanted {
    tag: String,
    language: String,
}

impl Wanted {
    fn texts(&self) -> Texts {
        texts(&self.language)
    }

    fn tag(&self) -> Option<&str> {
        Some(self.tag.as_str()).filter(|tag| !tag.is_empty())
    }
}

/// Chinese, unless another language is asked for by its tag.
fn texts(language: &str) -> Texts {
    Texts::new(language.parse::<UiLanguage>().unwrap_or_default())
}

fn svg(asked: &HeaderMap, picture: &impl Template) -> Result<Response, Failure> {
    embedded(asked, Kind::Svg, picture.render().map_err(Failure::unexpected)?)
}

fn json(asked: &HeaderMap, value: &impl Serialize) -> Result<Response, Failure> {
    embedded(asked, Kind::Json, serde_json::to_string(value).map_err(Failure::unexpected)?)
}

pub(super) async fn badge(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Query(wanted): Query<Wanted>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let tally = workshop.tally(&project, wanted.tag()).await?;
    svg(&asked, &Badge::of_progress(wanted.texts(), wanted.tag(), &tally))
}

/// The badge as data, in the form shields.io reads.
pub(super) async fn badge_json(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Query(wanted): Query<Wanted>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let tally = workshop.tally(&project, wanted.tag()).await?;
    json(&asked, &shield(wanted.texts(), wanted.tag(), &tally))
}

pub(super) async fn progress_json(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    json(&asked, &workshop.progress(&project).await?)
}

pub(super) async fn people_image(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Query(wanted): Query<Wanted>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let credits = workshop.credits(&project).await?;
    svg(&asked, &PeopleImage::of(wanted.texts(), &credits))
}

pub(super) async fn person_badge(
    State(workshop): State<Workshop>,
    Path(handle): Path<String>,
    Query(wanted): Query<Wanted>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let profile = workshop.profile(&handle, None).await?;
    svg(&asked, &Badge::of_person(wanted.texts(), &profile.who))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct OfPost {
    post: String,
    language: String,
}

pub(super) async fn behind(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Query(wanted): Query<OfPost>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let freshness = workshop.freshness(&project, &Slug::new(wanted.post)).await?;
    svg(&asked, &Badge::of_freshness(texts(&wanted.language), &freshness))
}

/// How a translation stands, with the words to say so.
#[derive(Serialize)]
struct Behind {
    #[serde(flatten)]
    freshness: Freshness,
    words: String,
    language: &'static str,
    /// Where the changes can be seen.
    url: String,
}

pub(super) async fn behind_json(
    State(state): State<AppState>,
    Path(project): Path<ProjectId>,
    Query(wanted): Query<OfPost>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let freshness = state.workshop.freshness(&project, &Slug::new(wanted.post)).await?;
    let texts = texts(&wanted.language);
    let path = urls::post(&project, &freshness.slug);
    json(
        &asked,
        &Behind {
            words: freshness_words(texts, &freshness),
            language: texts.tag(),
            url: format!("{}{path}", state.settings.origin(&asked)),
            freshness,
        },
    )
}

/// The script that puts a note on a page whose translation is behind.
pub(super) async fn behind_script(asked: HeaderMap) -> Result<Response, Failure> {
    embedded(&asked, Kind::Script, include_str!("behind.js").to_owned())
}

/// A feed, by the name of its file.
pub(super) async fn feed(
    State(state): State<AppState>,
    Path((project, file)): Path<(ProjectId, String)>,
    Query(wanted): Query<Wanted>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let name = file.strip_suffix(".atom");
    let kind = FeedKind::ALL.into_iter().find(|kind| Some(kind.name()) == name);
    let view = state.workshop.feed(&project, kind.ok_or_else(Failure::not_found)?).await?;
    let feed = FeedPage { texts: wanted.texts(), origin: state.settings.origin(&asked), view };
    embedded(&asked, Kind::Atom, feed.render().map_err(Failure::unexpected)?)
}

/// What has its worth only for whoever works here is nothing to search for.
const ROBOTS: &str = "\
User-agent: *
Disallow: /api/
Disallow: /channels
Disallow: /me
Disallow: /mine
Disallow: /notices
Disallow: /parts/
Disallow: /sign-in
Disallow: /tasks/
Disallow: /welcome
Disallow: /*?
";

pub(super) async fn robots(asked: HeaderMap) -> Result<Response, Failure> {
    embedded(&asked, Kind::Text, ROBOTS.to_owned())
}
