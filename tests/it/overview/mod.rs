//! What maintainers steer by, and what is shown and handed to others: the dashboard's figures, the log, acts on
//! many posts, the monthly report, and the way out.

mod audit;
mod bulk;
mod export;
mod figures;
mod report;

use axum_test::TestServer;
use jiff::SignedDuration;
use yiqi::{
    ids::{PersonId, ProjectId, Slug},
    services::views::Dashboard,
    workflow::{Person, Role},
};

use crate::support::{Publisher, Scenario};

/// The lamp of the sample blog with a wording that says nothing new.
const REWORDED_LAMPS: &str = "\
---
title: \"Lamps\"
thumbnail: /blog/assets/lamps/thumbnail.png
authors:
- user: bob
---

# Lamps

A lamp of 40 watts is enoough to read by.
";

async fn scenario() -> Scenario {
    Scenario::publishing_to(Publisher::Branch).await
}

fn blog() -> ProjectId {
    ProjectId::new("blog")
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

impl Scenario {
    async fn overview(&self) -> Dashboard {
        self.workshop.dashboard(&blog(), &self.maintainer).await.expect("a dashboard")
    }

    async fn volunteer_named(&self, login: &str) -> Person {
        let person = self.workshop.sign_in_locally(login, login, Role::Volunteer).await;
        person.expect("somebody new")
    }

    /// A browser in which the maintainer is signed in.
    async fn steering(&self) -> TestServer {
        let browser = self.browser();
        self.sign_in(&browser, &self.maintainer).await;
        browser
    }

    /// The kinds of the log, newest first, of one post.
    async fn kinds_of(&self, slug: &str) -> Vec<String> {
        let slug = Slug::new(slug);
        let told = self.workshop.events_of(&blog(), Some(&slug), None, 50).await.expect("the log");
        let kind = |kind| serde_json::to_value(kind).expect("a name");
        let kinds = told.iter().map(|it| kind(it.event.kind).as_str().expect("a name").to_owned());
        kinds.collect()
    }
}

fn slugs(names: &[&str]) -> Vec<Slug> {
    names.iter().map(|name| Slug::new(*name)).collect()
}

/// The id of a person, as forms send it.
fn sent(id: PersonId) -> String {
    id.to_string()
}
