//! Reads deeds from the catalogue and from the tasks that were merged.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::{Deed, Doer, Part};
use crate::{
    catalogue::{Catalogue, Post, Side},
    ids::{PersonId, Slug},
    workflow::{Person, Stage, Task, TaskKind},
};

/// Everything people did for a project, oldest first.
///
/// The front matter of a translation credits whoever made it and whoever proofread it. A task that was merged
/// adds what Git does not tell: updates, and the work of people without a name on the Hub.
pub fn deeds(catalogue: &Catalogue, merged: &[Task], people: &[Person]) -> Vec<Deed> {
    let owners = Owners { by_hub: by_hub(people), by_login: by_login(merged, people) };
    let mut all: Vec<Deed> =
        catalogue.posts.iter().flat_map(|post| of_post(post, &owners)).collect();
    let credited: HashSet<(Doer, Slug, Part)> =
        all.iter().map(|deed| (deed.by.clone(), deed.slug.clone(), deed.part)).collect();
    let words: HashMap<&Slug, usize> =
        catalogue.posts.iter().map(|post| (&post.slug, words_of(post))).collect();
    for task in merged {
        let words = words.get(&task.slug).copied().unwrap_or(0);
        let is_first = task.kind == TaskKind::Translate;
        all.extend(of_task(task, words).into_iter().flatten().filter(|deed| {
            !(is_first && credited.contains(&(deed.by.clone(), deed.slug.clone(), deed.part)))
        }));
    }
    all.sort_by(|a, b| (a.at, &a.slug, &a.by).cmp(&(b.at, &b.slug, &b.by)));
    all
}

/// Whose a name in a credit is; names are in lower case.
struct Owners {
    by_hub: HashMap<String, PersonId>,
    by_login: HashMap<(Slug, String), PersonId>,
}

impl Owners {
    fn of(&self, slug: &Slug, name: &str) -> Option<PersonId> {
        let by_login = || self.by_login.get(&(slug.clone(), name.to_owned()));
        self.by_hub.get(name).or_else(by_login).copied()
    }
}

/// Whoever had no name on the Hub when their work went out is credited by their login, in that post alone.
fn by_login(merged: &[Task], people: &[Person]) -> HashMap<(Slug, String), PersonId> {
    let logins: HashMap<PersonId, &str> =
        people.iter().map(|person| (person.id, person.login.as_str())).collect();
    let both = |task: &Task| [Some(task.translator), task.reviewer()];
    merged
        .iter()
        .flat_map(|task| both(task).into_iter().flatten().map(|id| (&task.slug, id)))
        .filter_map(|(slug, id)| Some(((slug.clone(), logins.get(&id)?.to_lowercase()), id)))
        .collect()
}

/// Whose name on the Hub a name is. Where several people claim one it is the first one's.
fn by_hub(people: &[Person]) -> HashMap<String, PersonId> {
    let mut owners = HashMap::new();
    for person in people.iter().filter(|person| !person.blocked) {
        if let Some(name) = &person.hf_user {
            owners.entry(name.to_lowercase()).or_insert(person.id);
        }
    }
    owners
}

fn of_post<'a>(post: &'a Post, owners: &'a Owners) -> impl Iterator<Item = Deed> + 'a {
    post.target.iter().flat_map(move |side| {
        let mut met = HashSet::new();
        credits(side).filter_map(move |(name, part)| {
            let lower = name.to_lowercase();
            let owner = owners.of(&post.slug, &lower);
            let by = owner.map_or(Doer::Name(lower), Doer::Person);
            // A name may stand in the list twice, by a slip or by its case.
            met.insert((by.clone(), part)).then(|| Deed {
                by,
                credited_as: Some(name.to_owned()),
                slug: post.slug.clone(),
                part,
                words: if part == Part::Translated { words_of(post) } else { 0 },
                // Git takes any number for a time.
                at: Timestamp::from_second(side.first_at).unwrap_or_default(),
            })
        })
    })
}

/// The names a translation credits; what is no name at all is passed over.
fn credits(side: &Side) -> impl Iterator<Item = (&str, Part)> {
    let translators = side.meta.translators.iter().map(|name| (name.trim(), Part::Translated));
    let proofreaders = side.meta.proofreaders.iter().map(|name| (name.trim(), Part::Proofread));
    translators.chain(proofreaders).filter(|(name, _)| !name.is_empty())
}

fn of_task(task: &Task, words: usize) -> [Option<Deed>; 2] {
    let Stage::Merged { at, reviewer, .. } = task.stage else { return [None, None] };
    let part = match task.kind {
        TaskKind::Translate => Part::Translated,
        TaskKind::Update => Part::Updated,
    };
    let deed = |by, part, words| Deed {
        by: Doer::Person(by),
        credited_as: None,
        slug: task.slug.clone(),
        part,
        words,
        at,
    };
    let words = if part == Part::Translated { words } else { 0 };
    let proofread = (reviewer != task.translator).then(|| deed(reviewer, Part::Proofread, 0));
    [Some(deed(task.translator, part, words)), proofread]
}

fn words_of(post: &Post) -> usize {
    post.source.as_ref().map_or(0, |side| side.length)
}
