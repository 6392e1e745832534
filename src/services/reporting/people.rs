//! Who may be named, under which name.

use std::collections::BTreeMap;

use crate::{ids::PersonId, services::views::ReportedPerson, store::Wishes, workflow::Person};

/// Collects those who had a part, one entry each, whether the front matter names them or a task does.
pub(super) struct Naming {
    people: Vec<Person>,
    unlisted: Vec<PersonId>,
    /// By the name on the Hub in lower case, or by number where somebody has none.
    parts: BTreeMap<String, (ReportedPerson, bool)>,
}

impl Naming {
    pub fn new(people: Vec<Person>, wishes: Vec<(PersonId, Wishes)>) -> Self {
        let unlisted = wishes.into_iter().filter(|(_, wishes)| wishes.unlisted);
        Self { people, unlisted: unlisted.map(|(id, _)| id).collect(), parts: BTreeMap::new() }
    }

    /// Notes a part of those whom the front matter credits; the names that may be shown.
    pub fn credited(
        &mut self,
        users: &[String],
        part: impl Fn(&mut ReportedPerson),
    ) -> Vec<String> {
        users.iter().filter_map(|user| self.of_user(user, &part)).collect()
    }

    /// Notes a part of somebody; their name, where it may be shown.
    pub fn person(&mut self, id: PersonId, part: impl Fn(&mut ReportedPerson)) -> Option<String> {
        let person = self.people.iter().find(|person| person.id == id)?.clone();
        match &person.hf_user {
            Some(user) => self.of_user(user, part),
            None => {
                let name =
                    ReportedPerson { name: person.name.clone(), ..ReportedPerson::default() };
                self.note(format!("#{id}"), name, self.unlisted.contains(&id), part)
            }
        }
    }

    fn of_user(&mut self, user: &str, part: impl Fn(&mut ReportedPerson)) -> Option<String> {
        let key = user.trim().to_lowercase();
        // Several may claim one name on the Hub; if any of them wishes not to be named, it is not.
        let known = self.people.iter().filter(|person| {
            person.hf_user.as_ref().is_some_and(|name| name.to_lowercase() == key)
        });
        let known: Vec<&Person> = known.collect();
        let is_hidden = known.iter().any(|person| self.unlisted.contains(&person.id));
        let name = known.first().map_or(user.trim(), |person| &person.name).to_owned();
        let contributor = ReportedPerson {
            name,
            hf_user: Some(user.trim().to_owned()),
            ..ReportedPerson::default()
        };
        self.note(key, contributor, is_hidden, part)
    }

    fn note(
        &mut self,
        key: String,
        new: ReportedPerson,
        is_hidden: bool,
        part: impl Fn(&mut ReportedPerson),
    ) -> Option<String> {
        let (contributor, _) = self.parts.entry(key).or_insert((new, is_hidden));
        part(contributor);
        (!is_hidden).then(|| contributor.name.clone())
    }

    /// Those who may be named, by name.
    pub fn named(self) -> Vec<ReportedPerson> {
        let named = self.parts.into_values().filter(|(_, is_hidden)| !is_hidden);
        let mut named: Vec<ReportedPerson> = named.map(|(contributor, _)| contributor).collect();
        named.sort_by_key(|contributor| contributor.name.to_lowercase());
        named
    }

    /// How many may not.
    pub fn unnamed(&self) -> usize {
        self.parts.values().filter(|(_, is_hidden)| *is_hidden).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Role, UiLanguage};

    fn person(id: i64, name: &str, hf_user: Option<&str>) -> Person {
        Person {
            id: PersonId(id),
            login: name.to_lowercase(),
            github_id: None,
            name: name.into(),
            hf_user: hf_user.map(str::to_owned),
            role: Role::Volunteer,
            language: UiLanguage::Chinese,
            blocked: false,
        }
    }

    #[test]
    fn whoever_is_credited_and_has_an_account_is_one_person() {
        let people = vec![person(1, "Ann", Some("Ann-HF")), person(2, "Bo", None)];
        let mut naming = Naming::new(people, Vec::new());
        let credits = ["ann-hf".to_owned(), "cy".to_owned()];
        assert_eq!(naming.credited(&credits, |it| it.translated += 1), ["Ann", "cy"]);
        assert_eq!(naming.person(PersonId(1), |it| it.updated += 1).as_deref(), Some("Ann"));
        assert_eq!(naming.person(PersonId(2), |it| it.proofread += 1).as_deref(), Some("Bo"));
        let named = naming.named();
        let parts: Vec<_> = named
            .iter()
            .map(|it| (it.name.as_str(), it.translated, it.updated, it.proofread))
            .collect();
        assert_eq!(parts, [("Ann", 1, 1, 0), ("Bo", 0, 0, 1), ("cy", 1, 0, 0)]);
    }

    #[test]
    fn whoever_wishes_not_to_be_named_is_counted_and_not_named() {
        let people = vec![person(1, "Ann", Some("ann-hf")), person(2, "Bo", None)];
        let hidden = Wishes { unlisted: true, ..Wishes::default() };
        let wishes = vec![(PersonId(1), hidden.clone()), (PersonId(2), hidden)];
        let mut naming = Naming::new(people, wishes);
        assert!(naming.credited(&["Ann-hf".to_owned()], |it| it.translated += 1).is_empty());
        assert_eq!(naming.person(PersonId(2), |it| it.proofread += 1), None);
        assert_eq!(naming.unnamed(), 2);
        assert!(naming.named().is_empty());
    }
}
