//! What people chose for themselves: what they hear on the site, when not to be called, whether they
//! have a page.

use super::{Result, Store, rows::RowName};
use crate::{
    ids::PersonId,
    notices::{Kind, Quiet},
};

/// What one person chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Kinds of news that are not shown on the site.
    pub silent: Vec<Kind>,
    pub quiet: Quiet,
    /// No page of their own; the byline stays.
    pub unlisted: bool,
}

struct WishesRow {
    person: i64,
    silent: String,
    zone: String,
    quiet_from: Option<i64>,
    quiet_until: Option<i64>,
    unlisted: bool,
}

impl WishesRow {
    fn read(self) -> Result<(PersonId, Wishes)> {
        let name = RowName { table: "wishes", row: self.person };
        let hours = match (self.quiet_from, self.quiet_until) {
            (Some(from), Some(until)) => {
                Some((name.number("quiet_from", from)?, name.number("quiet_until", until)?))
            }
            _ => None,
        };
        let quiet = Quiet { zone: self.zone, hours };
        let silent = name.json("silent", &self.silent)?;
        Ok((PersonId(self.person), Wishes { silent, quiet, unlisted: self.unlisted }))
    }
}

impl Store {
    /// What somebody chose, or what holds for whoever chose nothing.
    pub async fn wishes(&self, person: PersonId) -> Result<Wishes> {
        let row = sqlx::query_as!(
            WishesRow,
            "SELECT person, silent, zone, quiet_from, quiet_until, unlisted AS \"unlisted: bool\" \
             FROM wishes WHERE person = ?",
            person.0
        );
        let row = row.fetch_optional(&self.readers).await?.map(WishesRow::read).transpose()?;
        Ok(row.map(|(_, wishes)| wishes).unwrap_or_default())
    }

    /// What everybody chose who chose anything.
    pub async fn all_wishes(&self) -> Result<Vec<(PersonId, Wishes)>> {
        let rows = sqlx::query_as!(
            WishesRow,
            "SELECT person, silent, zone, quiet_from, quiet_until, unlisted AS \"unlisted: bool\" \
             FROM wishes"
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(WishesRow::read).collect()
    }

    pub async fn set_wishes(&self, person: PersonId, wishes: &Wishes) -> Result<()> {
        let silent = serde_json::to_string(&wishes.silent).unwrap_or_else(|_| "[]".into());
        let (from, until) = wishes.quiet.hours.unzip();
        let result = sqlx::query!(
            "INSERT INTO wishes (person, silent, zone, quiet_from, quiet_until, unlisted) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (person) DO UPDATE SET \
             silent = ?2, zone = ?3, quiet_from = ?4, quiet_until = ?5, unlisted = ?6",
            person.0,
            silent,
            wishes.quiet.zone,
            from,
            until,
            wishes.unlisted
        )
        .execute(&self.writer)
        .await?;
        RowName { table: "wishes", row: person }.changed(&result)
    }
}
