//! The parts of a sync that the benches take one by one.

use std::{collections::HashMap, sync::Arc};

use tokio::runtime::Runtime;
use yiqi::{
    catalogue::{self, Catalogue, CatalogueDiff, Inputs},
    convention::Convention,
    history::History,
    ids::ProjectId,
    repository::{Mirror, Tracked},
    store::Store,
};

/// What a convention follows.
pub fn tracked(convention: &Convention) -> Tracked {
    let convention = convention.clone();
    Arc::new(move |path| convention.tracks(path))
}

/// Judges every post of a history, or what changed since `previous`.
pub fn judge(
    mirror: &Mirror,
    convention: &Convention,
    history: &History,
    previous: Option<&Catalogue>,
) -> Catalogue {
    let reader = mirror.reader().expect("opens");
    catalogue::assemble(&Inputs {
        convention,
        history,
        contents: &|path, blob| reader.text(path, blob),
        pins: &HashMap::new(),
        dismissals: &HashMap::new(),
        mass_edit_files: 15,
        previous,
        progress: &|_, _| {},
    })
    .expect("every content is there")
}

/// Stores what differs between two catalogues.
pub fn store(runtime: &Runtime, store: &Store, old: Option<&Catalogue>, new: &Catalogue) {
    let diff = CatalogueDiff::between(old, new);
    let project = ProjectId::new("blog");
    runtime.block_on(store.apply_catalogue(&project, "bench", &diff, new)).expect("is stored");
}
