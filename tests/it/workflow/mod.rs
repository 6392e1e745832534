//! What volunteers, proofreaders and maintainers do between the sync and the pull request.

mod carrying;
mod claims;
mod drafts;
mod findings;
mod judgement;
mod people;
mod reading;
mod reviews;
mod rounds;
mod threads;

use yiqi::{
    ids::{ProjectId, Slug},
    repository::{ScriptedCommit, write_commits},
    services::views::{BoardRow, PostView, Seal},
    workflow::{Clock, Person, Role},
};

use crate::support::{Publisher, Scenario};

async fn scenario() -> Scenario {
    Scenario::publishing_to(Publisher::Branch).await
}

fn blog() -> ProjectId {
    ProjectId::new("blog")
}

fn kites() -> Slug {
    Slug::new("kites")
}

fn lamps() -> Slug {
    Slug::new("lamps")
}

/// The lamp of the sample blog, grown brighter in the source alone.
const BRIGHTER_LAMPS: &str = "\
---
title: \"Lamps\"
thumbnail: /blog/assets/lamps/thumbnail.png
authors:
- user: bob
---

# Lamps

A lamp of 60 watts is enough to read by.
";

impl Scenario {
    async fn volunteer(&self, login: &str) -> Person {
        let person = self.workshop.sign_in_locally(login, login, Role::Volunteer).await;
        person.expect("somebody new")
    }

    async fn row(&self, slug: &str) -> BoardRow {
        let board = self.workshop.board(&blog()).await.expect("a board");
        board.rows.iter().find(|row| row.slug.as_str() == slug).expect("a row").clone()
    }

    async fn seal(&self, slug: &str) -> Seal {
        self.row(slug).await.seal
    }

    async fn post(&self, slug: &str) -> PostView {
        self.workshop.post(&blog(), &Slug::new(slug)).await.expect("a post")
    }

    /// Removes a file upstream.
    fn remove_source(&self, path: &str) {
        let commit = ScriptedCommit {
            files: vec![(path.into(), None)],
            message: "Remove a post".into(),
            author_name: "Ann".into(),
            author_email: "ann@users.noreply.github.com".into(),
            time: self.clock.now().as_second(),
        };
        write_commits(self.upstream.path(), "main", &[commit]).expect("a commit upstream");
    }
}
