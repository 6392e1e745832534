//! Glossaries, and what people propose for them. Every change is logged in the same transaction.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::SqliteConnection;

use super::{Event, Result, Store, StoreError, events, rows::RowName};
use crate::{
    glossary::{Entry, Term},
    ids::{PersonId, ProjectId, ProposalId, TermId},
};

/// What somebody would add or change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredProposal {
    pub id: ProposalId,
    pub entry: Entry,
    pub reason: String,
    pub by: PersonId,
    pub at: Timestamp,
    pub decision: Option<Decision>,
}

/// What a maintainer said to a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub is_accepted: bool,
    pub by: PersonId,
    pub at: Timestamp,
    pub answer: String,
}

/// What writing an entry did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    Added,
    Changed,
    Unchanged,
}

struct TermRow {
    id: i64,
    term: String,
    preferred: Option<String>,
    accepted: String,
    keep: bool,
    note: String,
}

impl TryFrom<TermRow> for Term {
    type Error = StoreError;

    fn try_from(row: TermRow) -> Result<Self> {
        let name = RowName { table: "glossary_terms", row: row.id };
        Ok(Self {
            id: TermId(row.id),
            entry: Entry {
                accepted: name.json("accepted", &row.accepted)?,
                term: row.term,
                preferred: row.preferred,
                keep: row.keep,
                note: row.note,
            },
        })
    }
}

struct ProposalRow {
    id: i64,
    term: String,
    preferred: Option<String>,
    accepted: String,
    keep: bool,
    note: String,
    reason: String,
    proposed_by: i64,
    proposed_at: i64,
    state: String,
    decided_by: Option<i64>,
    decided_at: Option<i64>,
    answer: Option<String>,
}

impl TryFrom<ProposalRow> for StoredProposal {
    type Error = StoreError;

    fn try_from(row: ProposalRow) -> Result<Self> {
        let name = RowName { table: "glossary_proposals", row: row.id };
        let decision = match row.state.as_str() {
            "open" => None,
            state => Some(Decision {
                is_accepted: state == "accepted",
                by: PersonId(name.required("decided_by", row.decided_by)?),
                at: name.moment("decided_at", name.required("decided_at", row.decided_at)?)?,
                answer: row.answer.unwrap_or_default(),
            }),
        };
        Ok(Self {
            id: ProposalId(row.id),
            entry: Entry {
                accepted: name.json("accepted", &row.accepted)?,
                term: row.term,
                preferred: row.preferred,
                keep: row.keep,
                note: row.note,
            },
            reason: row.reason,
            by: PersonId(row.proposed_by),
            at: name.moment("proposed_at", row.proposed_at)?,
            decision,
        })
    }
}

/// Selects whole rows of `glossary_proposals`; the argument continues the statement after its table.
macro_rules! select_proposals {
    ($rest:tt $(, $argument:expr)*) => {
        sqlx::query_as!(
            ProposalRow,
            "SELECT id, term, preferred, accepted, keep AS \"keep: bool\", note, reason, proposed_by, \
             proposed_at, state, decided_by, decided_at, answer FROM glossary_proposals " + $rest
            $(, $argument)*
        )
    };
}

impl Store {
    /// The terms of a project by their English.
    pub async fn terms(&self, project: &ProjectId) -> Result<Vec<Term>> {
        let key = project.as_str();
        let rows = sqlx::query_as!(
            TermRow,
            "SELECT id, term, preferred, accepted, keep AS \"keep: bool\", note FROM glossary_terms \
             WHERE project = ? ORDER BY lower(term), term",
            key
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Term::try_from).collect()
    }

    /// Writes tidied entries in the place of those with the same key, all or none; says what became of
    /// each.
    pub async fn write_terms(
        &self,
        project: &ProjectId,
        entries: &[Entry],
        by: PersonId,
        at: Timestamp,
    ) -> Result<Vec<Written>> {
        let mut transaction = self.begin().await?;
        let mut written = Vec::with_capacity(entries.len());
        for entry in entries {
            written.push(write(&mut transaction, project, entry, by, at).await?);
        }
        transaction.commit().await?;
        Ok(written)
    }

    /// Changes one term, its English included; `false` where another term has that English.
    pub async fn change_term(
        &self,
        project: &ProjectId,
        id: TermId,
        entry: &Entry,
        by: PersonId,
        at: Timestamp,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let (name, key) = (project.as_str(), entry.key());
        let taken = sqlx::query_scalar!(
            "SELECT id FROM glossary_terms WHERE project = ? AND key = ? AND id <> ?",
            name,
            key,
            id.0
        );
        if taken.fetch_optional(&mut *transaction).await?.is_some() {
            return Ok(false);
        }
        let (accepted, moment) = (forms(&entry.accepted), at.as_millisecond());
        let result = sqlx::query!(
            "UPDATE glossary_terms SET key = ?, term = ?, preferred = ?, accepted = ?, keep = ?, \
             note = ?, changed_by = ?, changed_at = ? WHERE id = ? AND project = ?",
            key,
            entry.term,
            entry.preferred,
            accepted,
            entry.keep,
            entry.note,
            by.0,
            moment,
            id.0,
            name
        )
        .execute(&mut *transaction)
        .await?;
        RowName { table: "glossary_terms", row: id }.changed(&result)?;
        log(&mut transaction, project, by, at, "term_changed", entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Removes a term; the log keeps what it was.
    pub async fn remove_term(
        &self,
        project: &ProjectId,
        term: &Term,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let name = project.as_str();
        let result = sqlx::query!(
            "DELETE FROM glossary_terms WHERE id = ? AND project = ?",
            term.id.0,
            name
        )
        .execute(&mut *transaction)
        .await?;
        RowName { table: "glossary_terms", row: term.id }.changed(&result)?;
        log(&mut transaction, project, by, at, "term_removed", &term.entry).await?;
        Ok(transaction.commit().await?)
    }

    pub async fn add_proposal(
        &self,
        project: &ProjectId,
        entry: &Entry,
        reason: &str,
        by: PersonId,
        at: Timestamp,
    ) -> Result<ProposalId> {
        let mut transaction = self.begin().await?;
        let (name, accepted, moment) =
            (project.as_str(), forms(&entry.accepted), at.as_millisecond());
        let id = sqlx::query_scalar!(
            "INSERT INTO glossary_proposals (project, term, preferred, accepted, keep, note, reason, \
             proposed_by, proposed_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open') RETURNING id AS \"id!\"",
            name,
            entry.term,
            entry.preferred,
            accepted,
            entry.keep,
            entry.note,
            reason,
            by.0,
            moment
        )
        .fetch_one(&mut *transaction)
        .await?;
        log(&mut transaction, project, by, at, "term_proposed", entry).await?;
        transaction.commit().await?;
        Ok(ProposalId(id))
    }

    /// Open proposals, the oldest first, then the last decided ones, the newest first.
    pub async fn proposals(
        &self,
        project: &ProjectId,
        decided: u32,
    ) -> Result<Vec<StoredProposal>> {
        let name = project.as_str();
        let open = select_proposals!("WHERE project = ? AND state = 'open' ORDER BY id", name)
            .fetch_all(&self.readers)
            .await?;
        let done = select_proposals!(
            "WHERE project = ? AND state <> 'open' ORDER BY decided_at DESC, id DESC LIMIT ?",
            name,
            decided
        )
        .fetch_all(&self.readers)
        .await?;
        open.into_iter().chain(done).map(StoredProposal::try_from).collect()
    }

    pub async fn proposal(
        &self,
        project: &ProjectId,
        id: ProposalId,
    ) -> Result<Option<StoredProposal>> {
        let name = project.as_str();
        let row = select_proposals!("WHERE project = ? AND id = ?", name, id.0);
        row.fetch_optional(&self.readers).await?.map(StoredProposal::try_from).transpose()
    }

    /// Decides an open proposal; accepting writes `entry` into the glossary. `false` where somebody
    /// decided it already.
    pub async fn decide_proposal(
        &self,
        project: &ProjectId,
        proposal: &StoredProposal,
        decision: &Decision,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let (name, moment) = (project.as_str(), decision.at.as_millisecond());
        let state = if decision.is_accepted { "accepted" } else { "declined" };
        let decided = sqlx::query!(
            "UPDATE glossary_proposals SET state = ?, decided_by = ?, decided_at = ?, answer = ? \
             WHERE id = ? AND project = ? AND state = 'open'",
            state,
            decision.by.0,
            moment,
            decision.answer,
            proposal.id.0,
            name
        )
        .execute(&mut *transaction)
        .await?;
        if decided.rows_affected() == 0 {
            return Ok(false);
        }
        let entry = &proposal.entry;
        if decision.is_accepted {
            write(&mut transaction, project, entry, decision.by, decision.at).await?;
        }
        let kind = if decision.is_accepted { "term_accepted" } else { "term_declined" };
        log(&mut transaction, project, decision.by, decision.at, kind, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn write(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    entry: &Entry,
    by: PersonId,
    at: Timestamp,
) -> Result<Written> {
    let (name, key) = (project.as_str(), entry.key());
    let known = sqlx::query_as!(
        TermRow,
        "SELECT id, term, preferred, accepted, keep AS \"keep: bool\", note FROM glossary_terms \
         WHERE project = ? AND key = ?",
        name,
        key
    );
    let known = known.fetch_optional(&mut *connection).await?.map(Term::try_from).transpose()?;
    let written = match &known {
        Some(known) if known.entry == *entry => return Ok(Written::Unchanged),
        Some(_) => Written::Changed,
        None => Written::Added,
    };
    let (accepted, moment) = (forms(&entry.accepted), at.as_millisecond());
    sqlx::query!(
        "INSERT INTO glossary_terms (project, key, term, preferred, accepted, keep, note, changed_by, \
         changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (project, key) DO UPDATE \
         SET term = ?3, preferred = ?4, accepted = ?5, keep = ?6, note = ?7, changed_by = ?8, \
         changed_at = ?9",
        name,
        key,
        entry.term,
        entry.preferred,
        accepted,
        entry.keep,
        entry.note,
        by.0,
        moment
    )
    .execute(&mut *connection)
    .await?;
    let kind = if written == Written::Added { "term_added" } else { "term_changed" };
    log(connection, project, by, at, kind, entry).await?;
    Ok(written)
}

async fn log(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    by: PersonId,
    at: Timestamp,
    kind: &str,
    entry: &Entry,
) -> Result<()> {
    let event = Event {
        at,
        actor: Some(by),
        project: Some(project.clone()),
        slug: None,
        task: None,
        kind: kind.into(),
        data: serde_json::json!({ "term": entry.term, "forms": entry.forms() }),
    };
    events::insert(connection, &event).await
}

fn forms(forms: &[String]) -> String {
    serde_json::json!(forms).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store::{
            EventFilter,
            testing::{TestStore, at, project},
        },
        workflow::Role,
    };

    fn entry(term: &str, preferred: &str) -> Entry {
        let entry =
            Entry { term: term.into(), preferred: Some(preferred.into()), ..Entry::default() };
        entry.tidied().unwrap()
    }

    async fn kinds(store: &Store) -> Vec<String> {
        let filter = EventFilter { project: Some(project()), slug: None, limit: 20 };
        let events = store.events(&filter).await.unwrap();
        events.into_iter().rev().map(|event| event.kind).collect()
    }

    #[tokio::test]
    async fn a_term_is_written_once_however_it_is_spelt() {
        let store = TestStore::new().await;
        let by = store.person_named("mei", Role::Maintainer).await.id;
        let first = [entry("loss", "损失"), entry("time series", "时间序列")];
        let written = store.write_terms(&project(), &first, by, at(1)).await.unwrap();
        assert_eq!(written, [Written::Added, Written::Added]);
        let second =
            [entry("loss", "损失"), entry("Time-series", "时序"), entry("time-series", "时序")];
        let written = store.write_terms(&project(), &second, by, at(2)).await.unwrap();
        assert_eq!(written, [Written::Unchanged, Written::Added, Written::Changed]);
        let terms = store.terms(&project()).await.unwrap();
        let shown: Vec<_> = terms
            .iter()
            .map(|it| (it.entry.term.as_str(), it.entry.preferred.as_deref().unwrap()))
            .collect();
        assert_eq!(shown, [("loss", "损失"), ("Time-series", "时序"), ("time-series", "时序")]);

        assert!(!store.change_term(&project(), terms[0].id, &second[2], by, at(3)).await.unwrap());
        assert!(
            store
                .change_term(&project(), terms[0].id, &entry("losses", "损失值"), by, at(3))
                .await
                .unwrap()
        );
        store.remove_term(&project(), &terms[1], by, at(4)).await.unwrap();
        assert!(store.remove_term(&ProjectId::new("other"), &terms[2], by, at(4)).await.is_err());
        assert_eq!(store.terms(&project()).await.unwrap().len(), 2);
        assert_eq!(
            kinds(&store).await,
            [
                "term_added",
                "term_added",
                "term_added",
                "term_changed",
                "term_changed",
                "term_removed"
            ]
        );
    }

    #[tokio::test]
    async fn a_proposal_is_decided_once() {
        let store = TestStore::new().await;
        let mei = store.person_named("mei", Role::Maintainer).await.id;
        let ming = store.person_named("ming", Role::Volunteer).await.id;
        let propose = async |term, form| {
            store
                .add_proposal(&project(), &entry(term, form), "more common", ming, at(1))
                .await
                .unwrap()
        };
        let (first, second) = (propose("loss", "损失").await, propose("pot", "罐").await);
        let open = store.proposals(&project(), 9).await.unwrap();
        assert_eq!(open.iter().map(|it| it.id).collect::<Vec<_>>(), [first, second]);

        let say = |is_accepted| Decision { is_accepted, by: mei, at: at(2), answer: "好".into() };
        assert!(store.decide_proposal(&project(), &open[0], &say(true)).await.unwrap());
        assert!(!store.decide_proposal(&project(), &open[0], &say(false)).await.unwrap());
        assert!(store.decide_proposal(&project(), &open[1], &say(false)).await.unwrap());
        let terms = store.terms(&project()).await.unwrap();
        assert_eq!(terms.len(), 1);
        let decided = store.proposal(&project(), first).await.unwrap().unwrap();
        assert_eq!(decided.decision, Some(say(true)));
        assert_eq!(store.proposals(&project(), 1).await.unwrap().len(), 1);
        assert_eq!(
            kinds(&store).await,
            ["term_proposed", "term_proposed", "term_added", "term_accepted", "term_declined"]
        );
    }
}
