//! What whoever runs the program looks at: whether the database answers, and what waits in it.

use jiff::Timestamp;

use super::{Result, Store, rows::RowName};

/// What waits in the database, and since when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Webhook deliveries that are tried again by themselves.
    pub deliveries: u64,
    /// Webhook deliveries that wait for a maintainer.
    pub parked_deliveries: u64,
    /// When the oldest came that is not parked.
    pub oldest_delivery: Option<Timestamp>,
    /// Approved translations that are not out yet.
    pub publications: u64,
    /// Those of them whose last try failed.
    pub failing_publications: u64,
    /// When the oldest was approved.
    pub oldest_publication: Option<Timestamp>,
    /// Messages that have not left yet, also those that wait for their hour.
    pub messages: u64,
    /// When the oldest was to leave.
    pub oldest_message: Option<Timestamp>,
}

/// How large the database is, without its write-ahead log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    pub bytes: u64,
    /// Bytes of it that are free.
    pub free: u64,
}

impl Store {
    /// Whether the schema is the one this program was made for; an error where nobody answers.
    pub async fn is_up_to_date(&self) -> Result<bool> {
        let newest = sqlx::query_scalar::<_, Option<i64>>(
            "SELECT max(version) FROM _sqlx_migrations WHERE success",
        );
        let newest = newest.fetch_one(&self.readers).await?;
        Ok(newest == sqlx::migrate!().iter().map(|it| it.version).max())
    }

    /// What waits.
    pub async fn waiting(&self) -> Result<Waiting> {
        let deliveries = sqlx::query!(
            "SELECT count(*) FILTER (WHERE error IS NULL OR next_attempt IS NOT NULL) AS \"due!: i64\", \
             count(*) FILTER (WHERE error IS NOT NULL AND next_attempt IS NULL) AS \"parked!: i64\", \
             min(received_at) FILTER (WHERE error IS NULL OR next_attempt IS NOT NULL) \
             AS \"oldest: i64\" FROM deliveries WHERE done_at IS NULL"
        );
        let deliveries = deliveries.fetch_one(&self.readers).await?;
        let publications = sqlx::query!(
            "SELECT count(*) AS \"approved!: i64\", count(last_error) AS \"failing!: i64\", \
             min(stage_at) AS \"oldest: i64\" \
             FROM tasks LEFT JOIN publications ON task = id WHERE stage = 'approved'"
        );
        let publications = publications.fetch_one(&self.readers).await?;
        let messages = sqlx::query!(
            "SELECT count(*) AS \"waiting!: i64\", min(not_before) AS \"oldest: i64\" \
             FROM sendings WHERE sent_at IS NULL AND dropped_at IS NULL"
        );
        let messages = messages.fetch_one(&self.readers).await?;
        let moment =
            |table, column, at| RowName { table, row: "the oldest" }.optional_moment(column, at);
        Ok(Waiting {
            deliveries: deliveries.due.cast_unsigned(),
            parked_deliveries: deliveries.parked.cast_unsigned(),
            oldest_delivery: moment("deliveries", "received_at", deliveries.oldest)?,
            publications: publications.approved.cast_unsigned(),
            failing_publications: publications.failing.cast_unsigned(),
            oldest_publication: moment("tasks", "stage_at", publications.oldest)?,
            messages: messages.waiting.cast_unsigned(),
            oldest_message: moment("sendings", "not_before", messages.oldest)?,
        })
    }

    /// How large the database is.
    pub async fn size(&self) -> Result<Size> {
        let (pages, free, bytes) = sqlx::query_as::<_, (i64, i64, i64)>(
            "SELECT (SELECT page_count FROM pragma_page_count), \
             (SELECT freelist_count FROM pragma_freelist_count), \
             (SELECT page_size FROM pragma_page_size)",
        )
        .fetch_one(&self.readers)
        .await?;
        let [pages, free, bytes] = [pages, free, bytes].map(i64::cast_unsigned);
        Ok(Size { bytes: pages * bytes, free: free * bytes })
    }
}
