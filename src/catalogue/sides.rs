//! The source or the translation of a post, as it is at head.

use super::{Post, Side, assemble::Contents};
use crate::{
    convention::{Convention, IndexEntry},
    document::{Document, count_han, count_words},
    history::FileHistory,
    ids::BlobId,
};

/// What a side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Source,
    Target,
}

/// A side as computed before, if neither its text nor its index entry changed since.
pub(super) fn known(
    previous: Option<&Post>,
    role: Role,
    blob: BlobId,
    entry_is_same: bool,
) -> Option<&Side> {
    let post = previous.filter(|_| entry_is_same)?;
    let side = if role == Role::Source { &post.source } else { &post.target };
    side.as_ref().filter(|side| side.blob == blob)
}

/// Makes a side; reads and parses the text only where `known` does not say it all.
pub(super) fn make<E>(
    convention: &Convention,
    (role, file): (Role, &FileHistory),
    entry: Option<&IndexEntry>,
    known: Option<&Side>,
    contents: Contents<'_, E>,
) -> Result<Side, E> {
    let first = file.versions.first().expect("a history is never empty");
    let last = file.versions.last().expect("a history is never empty");
    let (meta, length, warnings) = match known.filter(|side| side.path == file.path) {
        Some(side) => (side.meta.clone(), side.length, side.warnings.clone()),
        None => {
            let text = contents(&last.path, last.blob)?;
            let document = Document::parse(&text, convention.dialect());
            let counts_han = role == Role::Target && convention.is_chinese();
            let length = if counts_han { count_han(&document) } else { count_words(&document) };
            (convention.meta(&text, entry), length, convention.oddities_of_text(&file.path, &text))
        }
    };
    Ok(Side {
        path: file.path.clone(),
        blob: last.blob,
        commit: last.commit,
        first_at: first.committed_at,
        last_at: last.committed_at,
        meta,
        length,
        warnings,
    })
}
