//! What leaves with an export and nothing else reads as a whole.

use jiff::Timestamp;
use serde::Serialize;

use super::{Result, Store, rows::RowName};
use crate::ids::{CommitId, PersonId, ProjectId, Slug};

/// A person with what is stored of them; nothing of it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRecord {
    pub id: PersonId,
    pub login: String,
    /// `None` for somebody who signed in here.
    pub github_id: Option<i64>,
    pub name: String,
    pub hf_user: Option<String>,
    pub role: String,
    pub language: String,
    pub blocked: bool,
    /// They wish to have no page and not to be named in reports.
    pub unlisted: bool,
    pub joined_at: Timestamp,
}

/// What somebody said of the judgement of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ExportedWord {
    /// The translation is made from this version of the source.
    Pinned { slug: Slug, base: CommitId, by: PersonId, at: Timestamp },
    /// A change of the source needs nothing in the translation.
    Dismissed { slug: Slug, change: String, reason: String, by: PersonId, at: Timestamp },
}

impl Store {
    /// Everybody with what is stored of them, in the order they came.
    pub async fn person_records(&self) -> Result<Vec<PersonRecord>> {
        let rows = sqlx::query!(
            "SELECT id, login, github_id, name, hf_user, role, language, \
             blocked AS \"blocked: bool\", coalesce(unlisted, 0) AS \"unlisted!: bool\", joined_at \
             FROM people LEFT JOIN wishes ON wishes.person = people.id ORDER BY id"
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "people", row: row.id };
                Ok(PersonRecord {
                    id: PersonId(row.id),
                    login: row.login,
                    github_id: row.github_id,
                    name: row.name,
                    hf_user: row.hf_user,
                    role: row.role,
                    language: row.language,
                    blocked: row.blocked,
                    unlisted: row.unlisted,
                    joined_at: name.moment("joined_at", row.joined_at)?,
                })
            })
            .collect()
    }

    /// What people said of the judgement of a project's posts, as it holds today; by slug.
    pub async fn words_on_judgement(&self, project: &ProjectId) -> Result<Vec<ExportedWord>> {
        let key = project.as_str();
        let mut words = Vec::new();
        let pins = sqlx::query!(
            "SELECT slug, base, set_by, set_at FROM pins WHERE project = ? ORDER BY slug",
            key
        );
        for row in pins.fetch_all(&self.readers).await? {
            let name = RowName { table: "pins", row: format_args!("{key}/{}", row.slug) };
            let (base, at) = (name.parse("base", &row.base)?, name.moment("set_at", row.set_at)?);
            let (slug, by) = (Slug::new(row.slug), PersonId(row.set_by));
            words.push(ExportedWord::Pinned { slug, base, by, at });
        }
        let dismissals = sqlx::query!(
            "SELECT slug, change_key, reason, dismissed_by, dismissed_at FROM dismissals \
             WHERE project = ? ORDER BY slug, change_key",
            key
        );
        for row in dismissals.fetch_all(&self.readers).await? {
            let name = RowName { table: "dismissals", row: format_args!("{key}/{}", row.slug) };
            let at = name.moment("dismissed_at", row.dismissed_at)?;
            words.push(ExportedWord::Dismissed {
                slug: Slug::new(row.slug),
                change: row.change_key,
                reason: row.reason,
                by: PersonId(row.dismissed_by),
                at,
            });
        }
        Ok(words)
    }
}
