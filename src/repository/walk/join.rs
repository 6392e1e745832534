//! Joins an incremental walk to the known history.

use std::{collections::BTreeSet, rc::Rc};

use super::{Outcome, Walk};
use crate::{
    history::{FileVersion, History},
    ids::RepoPath,
    repository::error::Result,
};

/// Where the cursors of one file stand below the known head.
type Places = BTreeSet<(u32, Rc<str>)>;

impl Walk<'_> {
    /// Completes the files whose cursors arrived below the known head.
    pub(super) fn join(&mut self, known: &History) -> Result<()> {
        let mut places: Vec<Places> = vec![Places::new(); self.found.len()];
        for (position, cursors) in std::mem::take(&mut self.waiting) {
            for (path, files) in cursors {
                // A tracked path that never existed below the known head has nothing to tell.
                if !(self.tracked)(&path) || existed(known, &RepoPath::from(&*path)) {
                    for file in files {
                        places[file].insert((position, Rc::clone(&path)));
                    }
                }
            }
        }
        for (file, places) in places.into_iter().enumerate() {
            let older = self.older(places, known)?;
            self.found[file].extend(older);
        }
        Ok(())
    }

    /// Versions found from some places below the known head.
    fn older(&mut self, mut ours: Places, known: &History) -> Result<Vec<FileVersion>> {
        let Some((_, path)) = ours.last().cloned() else { return Ok(Vec::new()) };
        let history = known
            .file(&RepoPath::from(&*path))
            .filter(|_| ours.iter().all(|(_, other)| *other == path));
        // The way the known walk went; where ours meets it, the known versions are ours too.
        let mut theirs: Places = history.map(|_| (known.commits - 1, path)).into_iter().collect();
        let mut found = Vec::new();
        while let Some(last) = ours.last().cloned() {
            if let Some(history) = history.filter(|_| ours == theirs) {
                // Places are gone through from the last to the first. What their way found behind this one
                // is theirs alone, in this very commit too, under a path that ours did not come to.
                let is_ahead =
                    |v: &&FileVersion| (v.position, v.path.as_str()) <= (last.0, &*last.1);
                let shared = history.versions.iter().rev().filter(is_ahead);
                found.extend(shared.cloned());
                break;
            }
            let latest = last.max(theirs.last().cloned().unwrap_or((0, Rc::from(""))));
            let outcome = self.single(latest.0, &latest.1)?;
            if theirs.remove(&latest) {
                theirs.extend(outcome.next.iter().cloned());
            }
            if ours.remove(&latest) {
                found.extend(outcome.version);
                ours.extend(outcome.next);
            }
        }
        Ok(found)
    }

    /// One cursor at one commit.
    fn single(&mut self, position: u32, path: &Rc<str>) -> Result<Outcome> {
        let step = self.steps.at(&mut self.reader, position)?;
        let at = step.changes.binary_search_by(|change| change.path.as_str().cmp(path));
        match at {
            Ok(index) => self.outcome(position, &step, path, &step.changes[index]),
            Err(_) => {
                let first = self.table.row(position).parents.first();
                let next = first.map(|&parent| (parent, Rc::clone(path))).into_iter().collect();
                Ok(Outcome { version: None, next })
            }
        }
    }
}

/// Whether there was a file at a path, at the known head or before.
fn existed(known: &History, path: &RepoPath) -> bool {
    known.file(path).is_some() || known.former.binary_search(path).is_ok()
}
