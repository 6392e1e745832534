//! What people say of a post itself: who asks for it, and what maintainers decided about it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Event, Result, Store, events, rows::RowName};
use crate::{
    ids::{PersonId, ProjectId, Slug},
    workflow::UnknownName,
};

/// What a maintainer can decide about a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// Its value is the name of a [`Priority`](crate::workflow::Priority) that is not the usual one.
    Priority,
    /// Its value is what is to be known before one begins.
    Note,
    /// Its value is the reason.
    Excluded,
}

impl MarkKind {
    fn name(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Note => "note",
            Self::Excluded => "excluded",
        }
    }
}

impl std::str::FromStr for MarkKind {
    type Err = UnknownName;

    fn from_str(name: &str) -> std::result::Result<Self, UnknownName> {
        let mut all = [Self::Priority, Self::Note, Self::Excluded].into_iter();
        all.find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownName::new(name, "priority, note, excluded"))
    }
}

/// What a maintainer decided about a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub slug: Slug,
    pub kind: MarkKind,
    pub value: String,
    pub by: PersonId,
    pub at: Timestamp,
}

struct MarkRow {
    slug: String,
    kind: String,
    value: String,
    set_by: i64,
    set_at: i64,
}

impl MarkRow {
    fn read(self, project: &str) -> Result<Mark> {
        let row = format!("{project}/{}/{}", self.slug, self.kind);
        let name = RowName { table: "post_marks", row };
        Ok(Mark {
            kind: name.parse("kind", &self.kind)?,
            at: name.moment("set_at", self.set_at)?,
            slug: Slug::new(self.slug),
            value: self.value,
            by: PersonId(self.set_by),
        })
    }
}

impl Store {
    /// What was decided about the posts of a project.
    pub async fn marks(&self, project: &ProjectId) -> Result<Vec<Mark>> {
        let project = project.as_str();
        let rows = sqlx::query_as!(
            MarkRow,
            "SELECT slug, kind, value, set_by, set_at FROM post_marks WHERE project = ?",
            project
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(|row| row.read(project)).collect()
    }

    /// What was decided about one post.
    pub async fn marks_of(&self, project: &ProjectId, slug: &Slug) -> Result<Vec<Mark>> {
        let (project, slug) = (project.as_str(), slug.as_str());
        let rows = sqlx::query_as!(
            MarkRow,
            "SELECT slug, kind, value, set_by, set_at FROM post_marks \
             WHERE project = ? AND slug = ? ORDER BY kind",
            project,
            slug
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(|row| row.read(project)).collect()
    }

    /// Decides something about a post in place of what was decided before, or with `None` takes that back;
    /// logs the event, which says who and when. Whether anything changed.
    pub async fn set_mark(
        &self,
        (project, slug): (&ProjectId, &Slug),
        kind: MarkKind,
        value: Option<&str>,
        by: PersonId,
        event: &Event,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let (project, slug, kind) = (project.as_str(), slug.as_str(), kind.name());
        let known = sqlx::query_scalar!(
            "SELECT value FROM post_marks WHERE project = ? AND slug = ? AND kind = ?",
            project,
            slug,
            kind
        );
        if known.fetch_optional(&mut *transaction).await?.as_deref() == value {
            return Ok(false);
        }
        let at = event.at.as_millisecond();
        match value {
            Some(value) => {
                sqlx::query!(
                    "INSERT INTO post_marks (project, slug, kind, value, set_by, set_at) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (project, slug, kind) \
                     DO UPDATE SET value = ?4, set_by = ?5, set_at = ?6",
                    project,
                    slug,
                    kind,
                    value,
                    by.0,
                    at
                )
                .execute(&mut *transaction)
                .await?
            }
            None => {
                sqlx::query!(
                    "DELETE FROM post_marks WHERE project = ? AND slug = ? AND kind = ?",
                    project,
                    slug,
                    kind
                )
                .execute(&mut *transaction)
                .await?
            }
        };
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// How many people ask for the posts of a project; posts nobody asks for are left out.
    pub async fn votes(&self, project: &ProjectId) -> Result<HashMap<Slug, usize>> {
        let project = project.as_str();
        let rows = sqlx::query!(
            "SELECT slug, count(*) AS voices FROM votes WHERE project = ? GROUP BY slug",
            project
        );
        let rows = rows.fetch_all(&self.readers).await?.into_iter();
        rows.map(|row| {
            let name = RowName { table: "votes", row: format!("{project}/{}", row.slug) };
            Ok((Slug::new(row.slug), name.number("voices", row.voices)?))
        })
        .collect()
    }

    /// Who asks for a post, the first first.
    pub async fn voters(&self, project: &ProjectId, slug: &Slug) -> Result<Vec<PersonId>> {
        let (project, slug) = (project.as_str(), slug.as_str());
        let people = sqlx::query_scalar!(
            "SELECT person FROM votes WHERE project = ? AND slug = ? ORDER BY voted_at, person",
            project,
            slug
        );
        Ok(people.fetch_all(&self.readers).await?.into_iter().map(PersonId).collect())
    }

    /// Notes that somebody asks for a post, or does not any more, and logs it. Whether anything changed.
    pub async fn set_vote(
        &self,
        (project, slug): (&ProjectId, &Slug),
        person: PersonId,
        wanted: bool,
        event: &Event,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let (project, slug) = (project.as_str(), slug.as_str());
        let at = event.at.as_millisecond();
        let changed = if wanted {
            sqlx::query!(
                "INSERT INTO votes (project, slug, person, voted_at) VALUES (?, ?, ?, ?) \
                 ON CONFLICT DO NOTHING",
                project,
                slug,
                person.0,
                at
            )
            .execute(&mut *transaction)
            .await?
        } else {
            sqlx::query!(
                "DELETE FROM votes WHERE project = ? AND slug = ? AND person = ?",
                project,
                slug,
                person.0
            )
            .execute(&mut *transaction)
            .await?
        };
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
