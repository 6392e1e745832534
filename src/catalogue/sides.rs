//! The source or the translation of a post, as it is at head.

use std::sync::Arc;

use super::{Makeup, Post, Side, assemble::Contents};
use crate::{
    convention::{Convention, IndexEntry},
    document::{BlockKind, Dialect, Document, count_han, count_words},
    history::FileHistory,
    ids::{BlobId, RepoPath},
    staleness::Reading,
};

/// The texts of one post, of which the newest are asked for twice.
pub(super) struct Texts<'a, E> {
    contents: Contents<'a, E>,
    newest: Vec<(BlobId, Arc<str>)>,
    dialect: Dialect,
    /// Whether both sides are there, so that their versions will be compared.
    paired: bool,
    pub reading: Reading,
}

impl<'a, E> Texts<'a, E> {
    pub fn new(contents: Contents<'a, E>, dialect: Dialect, paired: bool) -> Self {
        Self { contents, newest: Vec::new(), dialect, paired, reading: Reading::new(dialect) }
    }

    /// The blocks of a text. What nothing is compared with is not looked at block by block.
    fn document(&mut self, text: &Arc<str>) -> Document {
        match self.paired {
            true => self.reading.document(text),
            false => Document::parse(text, self.dialect),
        }
    }

    /// The text of a blob, which is remembered.
    fn get(&mut self, path: &RepoPath, blob: BlobId) -> Result<Arc<str>, E> {
        let text = self.read(path, blob)?;
        self.newest.push((blob, Arc::clone(&text)));
        Ok(text)
    }

    /// The text of a blob.
    pub fn read(&self, path: &RepoPath, blob: BlobId) -> Result<Arc<str>, E> {
        match self.newest.iter().find(|(known, _)| *known == blob) {
            Some((_, text)) => Ok(Arc::clone(text)),
            None => (self.contents)(path, blob),
        }
    }
}

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
    texts: &mut Texts<'_, E>,
) -> Result<Side, E> {
    let first = file.versions.first().expect("a history is never empty");
    let last = file.versions.last().expect("a history is never empty");
    let (meta, length, warnings, makeup) = match known.filter(|side| side.path == file.path) {
        Some(side) => (side.meta.clone(), side.length, side.warnings.clone(), side.makeup),
        None => {
            let text = texts.get(&last.path, last.blob)?;
            let document = texts.document(&text);
            let counts_han = role == Role::Target && convention.is_chinese();
            let length = if counts_han { count_han(&document) } else { count_words(&document) };
            let mut warnings = convention.oddities_of_text(&file.path, &text);
            warnings.extend(unreadable(&file.path, &text));
            (convention.meta(&text, entry), length, warnings, makeup(&document))
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
        makeup,
    })
}

/// Counts what is no prose. A formula within a line begins with `\\(`; a dollar may as well be money.
fn makeup(document: &Document) -> Makeup {
    let mut makeup = Makeup::default();
    for block in document.blocks() {
        match block.kind {
            BlockKind::Code => makeup.code_blocks += 1,
            BlockKind::Math => makeup.formulas += 1,
            BlockKind::Html => makeup.html_blocks += 1,
            _ => {
                let text = document.slice(block).as_bytes();
                makeup.formulas += memchr::memmem::find_iter(text, br"\\(").count();
            }
        }
    }
    makeup
}

/// Tells of bytes that are no text: they are shown as U+FFFD, and so are marks that an earlier program
/// left for such bytes.
fn unreadable(path: &RepoPath, text: &str) -> Option<String> {
    // Nearly every text is sound, which is quickly told of all of it at once.
    memchr::memmem::find(text.as_bytes(), "\u{FFFD}".as_bytes())?;
    let lines: Vec<String> = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| line.contains(char::REPLACEMENT_CHARACTER))
        .map(|(_, number): (_, usize)| number.to_string())
        .collect();
    let first = lines.first()?;
    let more = match lines.len() {
        1 => String::new(),
        count => format!(" and {} more lines", count - 1),
    };
    Some(format!("{path}:{first}: bytes that are not UTF-8 are shown as U+FFFD here{more}"))
}
