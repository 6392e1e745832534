//! The translation memory, in SQLite's full-text search.
//!
//! A cache: a post's units are replaced whole, in one transaction of their own, so that making the
//! memory never keeps others from writing for long, and being stopped anywhere loses nothing.
//!
//! The statements over the virtual tables are checked by the tests below and not at compile time:
//! SQLite does not survive what sqlx asks it about their columns. `CROSS JOIN` keeps it from reading all
//! units first and asking the index about each.

use std::{collections::HashMap, ops::RangeInclusive};

use serde::Serialize;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Result, Store, rows::RowName};
use crate::{
    ids::{BlobId, ProjectId, Slug},
    memory::{Query, Unit, folded, identity},
};

/// What the units of a post were made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryStamp {
    pub source: BlobId,
    pub target: BlobId,
    pub engine: String,
}

/// A unit with the post it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredUnit {
    pub slug: Slug,
    pub unit: Unit,
}

struct UnitRow {
    id: i64,
    slug: String,
    is_sentence: bool,
    is_leaf: bool,
    source: String,
    target: String,
    line: i64,
}

impl TryFrom<UnitRow> for StoredUnit {
    type Error = super::StoreError;

    fn try_from(row: UnitRow) -> Result<Self> {
        let name = RowName { table: "memory_units", row: row.id };
        Ok(Self {
            slug: Slug::new(row.slug),
            unit: Unit {
                is_sentence: row.is_sentence,
                is_leaf: row.is_leaf,
                source: row.source,
                target: row.target,
                line: name.number("line", row.line)?,
            },
        })
    }
}

impl UnitRow {
    fn read(row: &SqliteRow) -> Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            slug: row.try_get("slug")?,
            is_sentence: row.try_get("is_sentence")?,
            is_leaf: row.try_get("is_leaf")?,
            source: row.try_get("source")?,
            target: row.try_get("target")?,
            line: row.try_get("line")?,
        })
    }
}

/// A unit as one bulk statement reads it.
#[derive(Serialize)]
struct Line<'a> {
    is_sentence: bool,
    is_leaf: bool,
    source: &'a str,
    target: &'a str,
    line: usize,
    identity: i64,
    words: usize,
    folded_source: String,
    folded_target: String,
}

impl<'a> Line<'a> {
    fn of(unit: &'a Unit) -> Self {
        let folded_source = folded(&unit.source);
        Self {
            is_sentence: unit.is_sentence,
            is_leaf: unit.is_leaf,
            source: &unit.source,
            target: &unit.target,
            line: unit.line,
            identity: stored(identity(&unit.source)),
            words: folded_source.split(' ').count(),
            folded_source,
            folded_target: folded(&unit.target),
        }
    }
}

/// SQLite knows signed numbers alone; the bits are the same.
fn stored(identity: u64) -> i64 {
    identity.cast_signed()
}

impl Store {
    /// What the units of each post were made of.
    pub async fn memory_stamps(&self, project: &ProjectId) -> Result<HashMap<Slug, MemoryStamp>> {
        let key = project.as_str();
        let rows = sqlx::query!(
            "SELECT slug, source_blob, target_blob, engine FROM memory_posts WHERE project = ?",
            key
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "memory_posts", row: &row.slug };
                let stamp = MemoryStamp {
                    source: name.parse("source_blob", &row.source_blob)?,
                    target: name.parse("target_blob", &row.target_blob)?,
                    engine: row.engine,
                };
                Ok((Slug::new(row.slug), stamp))
            })
            .collect()
    }

    /// Replaces the units of a post; without a stamp it has none any more.
    pub async fn set_memory(
        &self,
        project: &ProjectId,
        slug: &Slug,
        made: Option<(&MemoryStamp, &[Unit])>,
    ) -> Result<()> {
        // Cut and encoded before anybody has to wait.
        let lines = made.map_or_else(Vec::new, |(_, units)| units.iter().map(Line::of).collect());
        let lines = serde_json::to_string(&lines)
            .map_err(|error| super::StoreError::Database(sqlx::Error::Encode(Box::new(error))))?;
        let (key, slug) = (project.as_str(), slug.as_str());
        let mut transaction = self.begin().await?;
        sqlx::query(
            "DELETE FROM memory_index WHERE rowid IN \
             (SELECT id FROM memory_units WHERE project = ? AND slug = ?)",
        )
        .bind(key)
        .bind(slug)
        .execute(&mut *transaction)
        .await?;
        sqlx::query!("DELETE FROM memory_posts WHERE project = ? AND slug = ?", key, slug)
            .execute(&mut *transaction)
            .await?;
        if let Some((stamp, _)) = made {
            let (source, target) = (stamp.source.to_string(), stamp.target.to_string());
            sqlx::query!(
                "INSERT INTO memory_posts (project, slug, source_blob, target_blob, engine) \
                 VALUES (?, ?, ?, ?, ?)",
                key,
                slug,
                source,
                target,
                stamp.engine
            )
            .execute(&mut *transaction)
            .await?;
            let last = sqlx::query_scalar!("SELECT max(id) FROM memory_units")
                .fetch_one(&mut *transaction)
                .await?
                .unwrap_or_default();
            sqlx::query!(
                "INSERT INTO memory_units (id, project, slug, is_sentence, is_leaf, source, target, \
                 line, identity, words) SELECT ?1 + 1 + key, ?2, ?3, value ->> 'is_sentence', \
                 value ->> 'is_leaf', value ->> 'source', value ->> 'target', value ->> 'line', \
                 value ->> 'identity', value ->> 'words' FROM json_each(?4)",
                last,
                key,
                slug,
                lines
            )
            .execute(&mut *transaction)
            .await?;
            sqlx::query(
                "INSERT INTO memory_index (rowid, source, target) SELECT ?1 + 1 + key, \
                 value ->> 'folded_source', value ->> 'folded_target' FROM json_each(?2)",
            )
            .bind(last)
            .bind(&lines)
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Forgets what the units of a project were made of, so that all of them are made again. The units
    /// serve until then.
    pub async fn distrust_memory(&self, project: &ProjectId) -> Result<()> {
        let key = project.as_str();
        sqlx::query!("UPDATE memory_posts SET engine = '' WHERE project = ?", key)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Units whose source differs from a text in numbers, code and addresses at most.
    pub async fn memory_same(
        &self,
        project: &ProjectId,
        text: &str,
        is_sentence: bool,
    ) -> Result<Vec<StoredUnit>> {
        let (key, identity) = (project.as_str(), stored(identity(text)));
        let rows = sqlx::query_as!(
            UnitRow,
            "SELECT id, slug, is_sentence AS \"is_sentence: bool\", is_leaf AS \"is_leaf: bool\", \
             source, target, line FROM memory_units \
             WHERE project = ? AND identity = ? AND is_leaf >= ? ORDER BY id DESC LIMIT 50",
            key,
            identity,
            is_sentence
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(StoredUnit::try_from).collect()
    }

    /// Units that share the rarest words of a source text and have about as many, the closest first.
    /// For a sentence they are leaves, for a block whole blocks.
    pub async fn memory_like(
        &self,
        project: &ProjectId,
        text: &str,
        is_sentence: bool,
        words: RangeInclusive<usize>,
        limit: u32,
    ) -> Result<Vec<StoredUnit>> {
        let rarest = self.rarest(text).await?;
        if rarest.is_empty() {
            return Ok(Vec::new());
        }
        let terms: Vec<String> = rarest.iter().map(|word| format!("\"{word}\"")).collect();
        let wanted = format!("source : ({})", terms.join(" OR "));
        let key = project.as_str();
        let (least, most) = (*words.start() as i64, *words.end() as i64);
        // The index alone ranks; what is far off in length or another project's is left out of it.
        let rows = sqlx::query(
            "SELECT id, slug, is_sentence, is_leaf, memory_units.source AS source, \
             memory_units.target AS target, line \
             FROM memory_index CROSS JOIN memory_units ON memory_units.id = memory_index.rowid \
             WHERE memory_index MATCH ?1 AND project = ?2 AND words BETWEEN ?3 AND ?4 \
             AND ((?5 AND is_leaf) OR (NOT ?5 AND NOT is_sentence)) \
             ORDER BY rank LIMIT ?6",
        )
        .bind(wanted)
        .bind(key)
        .bind(least)
        .bind(most)
        .bind(is_sentence)
        .bind(limit);
        units_of(&rows.fetch_all(&self.readers).await?)
    }

    /// The words of a text that the fewest units have, those no unit has left out.
    async fn rarest(&self, text: &str) -> Result<Vec<String>> {
        /// More words find hardly more, and common ones cost most.
        const ENOUGH: i64 = 8;
        let words = folded(text);
        let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
        let words = serde_json::to_string(&words).unwrap_or_default();
        let rows = sqlx::query_scalar(
            "SELECT term FROM memory_words WHERE term IN (SELECT value FROM json_each(?)) \
             ORDER BY doc, length(term) DESC LIMIT ?",
        )
        .bind(words)
        .bind(ENOUGH);
        Ok(rows.fetch_all(&self.readers).await?)
    }

    /// Units that have what is searched, in either language, the closest first.
    pub async fn memory_search(
        &self,
        project: &ProjectId,
        query: &Query,
        limit: u32,
    ) -> Result<Vec<StoredUnit>> {
        let (key, wanted) = (project.as_str(), query.expression());
        let rows = sqlx::query(
            "SELECT id, slug, is_sentence, is_leaf, memory_units.source AS source, \
             memory_units.target AS target, line \
             FROM memory_index CROSS JOIN memory_units ON memory_units.id = memory_index.rowid \
             WHERE memory_index MATCH ?1 AND project = ?2 AND is_leaf ORDER BY rank, id LIMIT ?3",
        )
        .bind(wanted)
        .bind(key)
        .bind(limit);
        units_of(&rows.fetch_all(&self.readers).await?)
    }

    /// All units of a project that are no longer cut, in the order they were made.
    pub async fn memory_leaves(&self, project: &ProjectId) -> Result<Vec<StoredUnit>> {
        let rows = sqlx::query(
            "SELECT id, slug, is_sentence, is_leaf, source, target, line FROM memory_units \
             WHERE project = ? AND is_leaf ORDER BY slug, id",
        )
        .bind(project.as_str());
        units_of(&rows.fetch_all(&self.readers).await?)
    }

    /// How many posts the memory holds, and how many units no longer cut.
    pub async fn memory_size(&self, project: &ProjectId) -> Result<(usize, usize)> {
        let key = project.as_str();
        let row = sqlx::query!(
            "SELECT (SELECT count(*) FROM memory_posts WHERE project = ?1) AS \"posts!: i64\", \
             (SELECT count(*) FROM memory_units WHERE project = ?1 AND is_leaf) AS \"units!: i64\"",
            key
        );
        let row = row.fetch_one(&self.readers).await?;
        let name = RowName { table: "memory_posts", row: key };
        Ok((name.number("project", row.posts)?, name.number("project", row.units)?))
    }
}

fn units_of(rows: &[SqliteRow]) -> Result<Vec<StoredUnit>> {
    rows.iter().map(|row| UnitRow::read(row)?.try_into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Dialect,
        memory::units,
        store::testing::{TestStore, project},
    };

    const SOURCE: &str = "# Clay pots\n\nClay is dug in the autumn. Speculative decoding is not used here.\n\n- Fire it for 3 days\n";
    const TARGET: &str = "# 陶罐\n\n黏土在秋天挖取。这里不用推测解码。\n\n- 烧制 3 天\n";

    fn stamp(byte: u8) -> MemoryStamp {
        let blob = BlobId::from_bytes([byte; 20]);
        MemoryStamp { source: blob, target: blob, engine: "1".into() }
    }

    async fn filled() -> TestStore {
        let store = TestStore::new().await;
        let made = units(SOURCE, TARGET, Dialect::Markdown);
        store.set_memory(&project(), &Slug::new("pots"), Some((&stamp(1), &made))).await.unwrap();
        store
    }

    async fn search(store: &Store, text: &str) -> Vec<String> {
        let query = Query::phrase(text).unwrap();
        let found = store.memory_search(&project(), &query, 9).await.unwrap();
        found.into_iter().map(|it| it.unit.source).collect()
    }

    #[tokio::test]
    async fn both_languages_are_searched_by_words_of_any_length() {
        let store = filled().await;
        let hit = ["Speculative decoding is not used here."];
        assert_eq!(search(&store, "speculative decoding").await, hit);
        assert_eq!(search(&store, "解码").await, hit);
        assert_eq!(search(&store, "推测解码").await, hit);
        assert_eq!(search(&store, "decoding speculative").await, [""; 0]);
        assert_eq!(search(&store, "陶").await, ["Clay pots"]);
        assert_eq!(search(&store, "CLAY").await.len(), 2);
        assert_eq!(search(&store, "clay OR decoding").await, [""; 0]);
    }

    #[tokio::test]
    async fn texts_that_differ_in_numbers_are_the_same_and_similar_ones_are_found() {
        let store = filled().await;
        let same = store.memory_same(&project(), "Fire it for 12 days", false).await.unwrap();
        assert_eq!(same[0].unit.target, "烧制 3 天");
        assert_eq!(same[0].slug, Slug::new("pots"));
        let blog = project();
        let like = store.memory_like(&blog, "Clay is dug in the early autumn.", true, 4..=14, 9);
        let like = like.await.unwrap();
        assert_eq!(like[0].unit.target, "黏土在秋天挖取。");
        let none = store.memory_like(&blog, "Nothing alike whatsoever", true, 1..=9, 9).await;
        assert!(none.unwrap().is_empty());
        let elsewhere = store.memory_same(&ProjectId::new("other"), "Clay pots", false).await;
        assert!(elsewhere.unwrap().is_empty());
    }

    #[tokio::test]
    async fn units_of_a_post_are_replaced_whole_and_go_with_it() {
        let store = filled().await;
        let slug = Slug::new("pots");
        let made = units("# Iron pots\n", "# 铁罐\n", Dialect::Markdown);
        store.set_memory(&project(), &slug, Some((&stamp(2), &made))).await.unwrap();
        assert_eq!(search(&store, "decoding").await, [""; 0]);
        assert_eq!(search(&store, "铁罐").await, ["Iron pots"]);
        assert_eq!(store.memory_stamps(&project()).await.unwrap()[&slug], stamp(2));
        assert_eq!(store.memory_size(&project()).await.unwrap(), (1, 1));

        store.distrust_memory(&project()).await.unwrap();
        assert_ne!(store.memory_stamps(&project()).await.unwrap()[&slug], stamp(2));
        assert_eq!(search(&store, "铁罐").await, ["Iron pots"]);

        store.set_memory(&project(), &slug, None).await.unwrap();
        assert_eq!(search(&store, "pots").await, [""; 0]);
        assert_eq!(store.memory_size(&project()).await.unwrap(), (0, 0));
    }
}
