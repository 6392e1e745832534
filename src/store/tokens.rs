//! Personal tokens: who they belong to and how long they hold. Their secrets are not here.

use jiff::Timestamp;

use super::{Result, Store, StoreError, rows::RowName};
use crate::{
    ids::{PersonId, TokenId},
    workflow::Scope,
};

/// A token as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    pub id: TokenId,
    pub person: PersonId,
    pub name: String,
    pub scope: Scope,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

struct TokenRow {
    id: i64,
    person: i64,
    name: String,
    scope: String,
    created_at: i64,
    expires_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<TokenRow> for StoredToken {
    type Error = StoreError;

    fn try_from(row: TokenRow) -> Result<Self> {
        let name = RowName { table: "tokens", row: row.id };
        Ok(Self {
            id: TokenId(row.id),
            person: PersonId(row.person),
            scope: name.parse("scope", &row.scope)?,
            created_at: name.moment("created_at", row.created_at)?,
            expires_at: name.moment("expires_at", row.expires_at)?,
            last_used_at: name.optional_moment("last_used_at", row.last_used_at)?,
            revoked_at: name.optional_moment("revoked_at", row.revoked_at)?,
            name: row.name,
        })
    }
}

impl Store {
    /// Stores a token under the hash of its secret.
    pub async fn add_token(
        &self,
        person: PersonId,
        name: &str,
        hash: &str,
        scope: Scope,
        created_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<StoredToken> {
        let (scope_name, created, expires) =
            (scope.name(), created_at.as_millisecond(), expires_at.as_millisecond());
        let result = sqlx::query!(
            "INSERT INTO tokens (person, name, hash, scope, created_at, expires_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
            person.0,
            name,
            hash,
            scope_name,
            created,
            expires
        )
        .execute(&self.writer)
        .await?;
        Ok(StoredToken {
            id: TokenId(result.last_insert_rowid()),
            person,
            name: name.into(),
            scope,
            created_at,
            expires_at,
            last_used_at: None,
            revoked_at: None,
        })
    }

    /// The token of a secret's hash, whether or not it still holds.
    pub async fn token(&self, hash: &str) -> Result<Option<StoredToken>> {
        let row = sqlx::query_as!(
            TokenRow,
            "SELECT id, person, name, scope, created_at, expires_at, last_used_at, revoked_at \
             FROM tokens WHERE hash = ?",
            hash
        );
        row.fetch_optional(&self.readers).await?.map(StoredToken::try_from).transpose()
    }

    /// All tokens of a person, newest first.
    pub async fn tokens_of(&self, person: PersonId) -> Result<Vec<StoredToken>> {
        let rows = sqlx::query_as!(
            TokenRow,
            "SELECT id, person, name, scope, created_at, expires_at, last_used_at, revoked_at \
             FROM tokens WHERE person = ? ORDER BY id DESC",
            person.0
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(StoredToken::try_from).collect()
    }

    /// Ends a token of a person for good; `false` where they have no such token that holds.
    pub async fn revoke_token(&self, person: PersonId, id: TokenId, at: Timestamp) -> Result<bool> {
        let at = at.as_millisecond();
        let result = sqlx::query!(
            "UPDATE tokens SET revoked_at = ? WHERE id = ? AND person = ? AND revoked_at IS NULL",
            at,
            id.0,
            person.0
        )
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// Notes that a token was used.
    pub async fn note_token_use(&self, id: TokenId, at: Timestamp) -> Result<()> {
        let at = at.as_millisecond();
        sqlx::query!("UPDATE tokens SET last_used_at = ? WHERE id = ?", at, id.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
