//! People and what they did: credits of a project, the page of one person, thanks for a span of time.
//!
//! Made anew each time from the catalogue in memory and a few small queries. Whoever wishes to be unlisted is
//! counted and not named; their byline in Git stays, which is not ours to change.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{civil::Date, tz::TimeZone};

use super::{
    Project, Result, ServiceError, Unfit, Workshop,
    reading::{source_title, translated_title},
    views::{Contributor, Credits, Profile, Thanks, WorkDone},
};
use crate::{
    catalogue::Catalogue,
    ids::{PersonId, ProjectId},
    recognition::{Deed, Doer, Record, Thanked, deeds, milestones, thanks},
    texts::Texts,
    workflow::{Person, UiLanguage},
};

/// What begins a handle that is a login.
const LOGIN: char = '@';

/// Everybody who signed in, and who of them wishes not to be named.
struct Known {
    people: Vec<Person>,
    unlisted: HashSet<PersonId>,
}

/// What was done for one project.
struct Doings {
    project: ProjectId,
    catalogue: Option<std::sync::Arc<Catalogue>>,
    deeds: Vec<Deed>,
    /// Months in which the log has people at work.
    months: HashMap<PersonId, Vec<String>>,
}

impl Workshop {
    /// Everybody who worked on a project and may be named, in the order they came.
    pub async fn credits(&self, project: &ProjectId) -> Result<Credits> {
        let project = self.project(project)?;
        let known = self.known().await?;
        let doings = self.doings(project, &known).await?;
        let mut of: BTreeMap<&Doer, Vec<&Deed>> = BTreeMap::new();
        for deed in &doings.deeds {
            of.entry(&deed.by).or_default().push(deed);
        }
        let all = of.len();
        let mut people: Vec<Contributor> = of
            .into_iter()
            .filter(|(doer, _)| !known.is_unlisted(doer))
            .map(|(doer, deeds)| {
                let record = Record::of(deeds.iter().copied(), doings.months_of(doer));
                known.contributor(doer, &deeds, record)
            })
            .collect();
        let unlisted = all - people.len();
        people.sort_by(|a, b| (a.record.since, &a.handle).cmp(&(b.record.since, &b.handle)));
        let settings = &project.settings;
        Ok(Credits { project: settings.id.clone(), name: settings.name.clone(), people, unlisted })
    }

    /// The page of one person, over all projects. Of whoever wishes to be unlisted, and of whoever did
    /// nothing yet, only they themselves see one.
    pub async fn profile(&self, handle: &str, viewer: Option<&Person>) -> Result<Profile> {
        let known = self.known().await?;
        let doer = known.doer(handle);
        let is_own = matches!((&doer, viewer), (Doer::Person(id), Some(me)) if *id == me.id);
        let unlisted = known.is_unlisted(&doer);
        if unlisted && !is_own {
            return Err(ServiceError::NotFound("person"));
        }
        let mut all: Vec<(Deed, WorkDone)> = Vec::new();
        let mut months = Vec::new();
        for project in &self.0.projects {
            let doings = self.doings(project, &known).await?;
            months.extend(doings.months_of(&doer));
            let mine = doings.deeds.iter().filter(|deed| deed.by == doer);
            all.extend(mine.map(|deed| (deed.clone(), doings.work(deed))));
        }
        if all.is_empty() && !is_own {
            return Err(ServiceError::NotFound("person"));
        }
        all.sort_by_key(|(deed, _)| deed.at);
        let deeds: Vec<&Deed> = all.iter().map(|(deed, _)| deed).collect();
        let record = Record::of(deeds.iter().copied(), months);
        Ok(Profile {
            who: known.contributor(&doer, &deeds, record),
            milestones: milestones(deeds.iter().copied()),
            works: all.iter().rev().map(|(_, work)| work.clone()).collect(),
            unlisted,
        })
    }

    /// A word of thanks to everybody whose work came out between two days (UTC), both included.
    pub async fn thanks_for(
        &self,
        project: &ProjectId,
        (from, until): (Date, Date),
        language: UiLanguage,
    ) -> Result<Thanks> {
        if from > until {
            return Err(ServiceError::Invalid { field: "until", problem: Unfit::Backwards });
        }
        let known = self.known().await?;
        let doings = self.doings(self.project(project)?, &known).await?;
        let mut of: BTreeMap<&Doer, Vec<&Deed>> = BTreeMap::new();
        for deed in &doings.deeds {
            if (from..=until).contains(&deed.at.to_zoned(TimeZone::UTC).date()) {
                of.entry(&deed.by).or_default().push(deed);
            }
        }
        let all = of.len();
        let mut named: Vec<Contributor> = of
            .into_iter()
            .filter(|(doer, _)| !known.is_unlisted(doer))
            .map(|(doer, deeds)| {
                known.contributor(doer, &deeds, Record::of(deeds.iter().copied(), []))
            })
            .collect();
        // By name, so that nobody stands before anybody for having done more.
        named.sort_by_key(|it| it.name.to_lowercase());
        let unnamed = all - named.len();
        let thanked: Vec<Thanked> = named.into_iter().map(thanked).collect();
        let markdown = thanks(Texts::new(language), &thanked, unnamed);
        Ok(Thanks { from, until, markdown })
    }

    /// What the page of somebody who signed in is called.
    pub async fn handle_of(&self, person: &Person) -> Result<String> {
        Ok(self.known().await?.handle(person))
    }

    /// Says whether somebody has a page of their own.
    pub async fn set_unlisted(&self, unlisted: bool, by: &Person) -> Result<()> {
        let mut wishes = self.0.store.wishes(by.id).await?;
        wishes.unlisted = unlisted;
        Ok(self.0.store.set_wishes(by.id, &wishes).await?)
    }

    async fn known(&self) -> Result<Known> {
        let people = self.0.store.people().await?;
        let wishes = self.0.store.all_wishes().await?.into_iter();
        let unlisted = wishes.filter(|(_, wishes)| wishes.unlisted).map(|(id, _)| id).collect();
        Ok(Known { people, unlisted })
    }

    async fn doings(&self, project: &Project, known: &Known) -> Result<Doings> {
        let id = &project.settings.id;
        let catalogue = self.catalogue(id).await?;
        let merged = self.merged_tasks(project).await?;
        let mut months: HashMap<PersonId, Vec<String>> = HashMap::new();
        for (person, month) in self.0.store.months_of_work(id).await? {
            months.entry(person).or_default().push(month);
        }
        let deeds = match &catalogue {
            Some(catalogue) => deeds(catalogue, &merged, &known.people),
            None => Vec::new(),
        };
        Ok(Doings { project: id.clone(), catalogue, deeds, months })
    }
}

impl Doings {
    fn months_of(&self, doer: &Doer) -> Vec<String> {
        match doer {
            Doer::Person(id) => self.months.get(id).cloned().unwrap_or_default(),
            Doer::Name(_) => Vec::new(),
        }
    }

    fn work(&self, deed: &Deed) -> WorkDone {
        let catalogue = self.catalogue.as_deref();
        let post = catalogue.and_then(|catalogue| catalogue.post(&deed.slug)).map(|post| &**post);
        let translated = post.and_then(translated_title);
        let is_source = translated.is_none() || translated == post.and_then(source_title);
        WorkDone {
            project: self.project.clone(),
            slug: deed.slug.clone(),
            title: translated.unwrap_or_else(|| deed.slug.to_string()),
            language: if is_source { "en" } else { "zh-CN" },
            part: deed.part,
            words: deed.words,
            at: deed.at,
        }
    }
}

impl Known {
    fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    fn is_unlisted(&self, doer: &Doer) -> bool {
        matches!(doer, Doer::Person(id) if self.unlisted.contains(id))
    }

    /// Whoever may call a name on the Hub theirs: the first who says so.
    fn owner(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| {
            !person.blocked
                && person.hf_user.as_ref().is_some_and(|user| user.eq_ignore_ascii_case(name))
        })
    }

    /// Whose page a handle names.
    fn doer(&self, handle: &str) -> Doer {
        let person = match handle.strip_prefix(LOGIN) {
            // Where a local login is also one at GitHub, the one at GitHub is meant.
            Some(login) => {
                let named = |person: &&Person| person.login.eq_ignore_ascii_case(login);
                let people = || self.people.iter().filter(named);
                people().find(|person| person.github_id.is_some()).or_else(|| people().next())
            }
            None => self.owner(handle),
        };
        person.map_or_else(|| Doer::Name(handle.to_lowercase()), |person| Doer::Person(person.id))
    }

    fn handle(&self, person: &Person) -> String {
        match &person.hf_user {
            Some(user) if self.owner(user).is_some_and(|owner| owner.id == person.id) => {
                user.clone()
            }
            _ => format!("{LOGIN}{}", person.login),
        }
    }

    fn contributor(&self, doer: &Doer, deeds: &[&Deed], record: Record) -> Contributor {
        let person = match doer {
            Doer::Person(id) => self.person(*id),
            Doer::Name(_) => None,
        };
        if let Some(person) = person {
            let handle = self.handle(person);
            let hf_user = Some(handle.clone()).filter(|handle| !handle.starts_with(LOGIN));
            return Contributor {
                handle,
                name: person.name.clone(),
                hf_user,
                github_login: person.github_id.map(|_| person.login.clone()),
                record,
            };
        }
        let written = deeds.iter().find_map(|deed| deed.credited_as.clone());
        let name = written.unwrap_or_else(|| match doer {
            Doer::Name(name) => name.clone(),
            Doer::Person(id) => format!("#{id}"),
        });
        let hf_user = Some(name.clone());
        Contributor { handle: name.clone(), name, hf_user, github_login: None, record }
    }
}

fn thanked(person: Contributor) -> Thanked {
    let record = person.record;
    Thanked {
        name: person.name,
        hf_user: person.hf_user,
        translated: record.translated,
        updated: record.updated,
        proofread: record.proofread,
    }
}
