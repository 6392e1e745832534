//! What the program says in a thread: by name with its particulars, so that everybody reads it in their own
//! language, like the reason of a step.

use crate::{
    github::RepositoryName,
    ids::CommitId,
    store::{Speaker, StoredEntry},
    workflow::Told,
};

/// The part of an outside id that says that the program speaks of a commit; others name a kind of remark.
const COMMIT: &str = "commit";

/// Names what is said of a pushed commit; `number` counts the places it is said of.
pub(in crate::services) fn id(home: &RepositoryName, commit: CommitId, number: usize) -> String {
    format!("{home}/{COMMIT}/{commit}/{number}")
}

/// How a thread keeps it.
pub(in crate::services) fn kept(told: &Told) -> String {
    serde_json::to_string(told).unwrap_or_default()
}

/// What the program says in an entry; `None` where somebody speaks. Only under the ids made here is a body
/// read so, or a remark could put words into its mouth; before it told things by name it wrote them out.
pub(in crate::services) fn told(entry: &StoredEntry) -> Option<Told> {
    match &entry.by {
        Speaker::Outside { id, .. } if id.split('/').nth(2) == Some(COMMIT) => {
            serde_json::from_str(&entry.body).ok()
        }
        _ => None,
    }
}

/// What an entry holds of a person's own words.
pub(in crate::services) fn words(entry: &StoredEntry) -> String {
    match told(entry) {
        Some(Told::BlockRewritten { theirs }) => theirs,
        Some(_) => String::new(),
        None => entry.body.clone(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{ids::CommentId, store::EntryKind};

    fn entry(id: String, body: String) -> StoredEntry {
        StoredEntry {
            id: CommentId(1),
            kind: EntryKind::Said,
            by: Speaker::Outside { name: "ada".into(), url: None, id },
            at: Timestamp::UNIX_EPOCH,
            body,
        }
    }

    fn rewritten() -> Told {
        Told::BlockRewritten { theirs: "风筝飞得很高。".into() }
    }

    #[test]
    fn what_is_kept_is_told_again_with_their_words() {
        let home = "hub/blog".parse().unwrap();
        let commit = "0123456789012345678901234567890123456789".parse().unwrap();
        let entry = entry(id(&home, commit, 0), kept(&rewritten()));
        assert_eq!(told(&entry), Some(rewritten()));
        assert_eq!(words(&entry), "风筝飞得很高。");
    }

    #[test]
    fn nobody_else_speaks_for_the_program() {
        let body = kept(&rewritten());
        for id in ["hub/blog/line/7", "hub/commit/line/7"] {
            let entry = entry(id.into(), body.clone());
            assert_eq!((told(&entry), words(&entry)), (None, body.clone()), "{id}");
        }
    }
}
