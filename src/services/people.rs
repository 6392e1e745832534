//! People: signing in, names, roles. Every change is logged with who made it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Result, ServiceError, Unfit, Workshop, steps::ensure};
use crate::{
    github::PushedCommit,
    ids::PersonId,
    store::{Event, NewPerson},
    workflow::{Action, Person, Role, UiLanguage},
};

/// The longest names that are taken, in characters.
const LONGEST_LOGIN: usize = 39;
const LONGEST_NAME: usize = 80;

/// Whom the log names for what was done on the command line.
const OPERATOR: (&str, &str) = ("operator", "Operator");

impl Workshop {
    /// The person behind a session; `None` where unknown. A blocked person is returned as such.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>> {
        Ok(self.0.store.person(id).await?)
    }

    /// Finds or creates a local person (demo, or `auth.local`). They have the role they chose: where
    /// anybody may sign in as anybody, a role is a hat and no right.
    pub async fn sign_in_locally(&self, login: &str, name: &str, role: Role) -> Result<Person> {
        let login = plain_text("login", login, LONGEST_LOGIN)?;
        let name = plain_text("name", name, LONGEST_NAME)?;
        let Some(person) = self.0.store.local_person(&login).await? else {
            let person = self.welcome(login, None, name, role).await?;
            // Whoever picks a name on their own machine knows what is stored there.
            self.set_welcomed(person.id).await?;
            return Ok(person);
        };
        if person.role == role && person.name == name {
            return Ok(person);
        }
        let (kind, data) = if person.role == role {
            ("profile_changed", json!({ "name": name }))
        } else {
            ("role_changed", json!({ "from": person.role, "to": role }))
        };
        let changed = |known| Person { role, name, ..known };
        match self.change(person.id, changed, Some(person.id), kind, data).await {
            // The only maintainer stays one; that is no reason to lock them out.
            Err(ServiceError::LastMaintainer) => Ok(person),
            other => other,
        }
    }

    /// The local person that acts of the command line are logged for, a maintainer; created at need.
    /// Whoever may write to the database's file may do everything anyway; this says that they did.
    pub async fn operator(&self) -> Result<Person> {
        let (login, name) = OPERATOR;
        self.sign_in_locally(login, name, Role::Maintainer).await
    }

    /// Finds or creates the person of a GitHub account; roles of the configuration apply, and never
    /// lower what a maintainer gave.
    pub async fn sign_in_with_github(
        &self,
        github_id: u64,
        login: &str,
        name: Option<&str>,
    ) -> Result<Person> {
        let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(login);
        let configured = self.configured_role(login);
        let Some(mut person) = self.0.store.person_by_github_id(github_id).await? else {
            let person =
                self.welcome(login.into(), Some(github_id), name.into(), configured).await?;
            return self.raise_collaborator(person).await;
        };
        if person.login != login || person.name != name {
            let data = json!({ "login": login, "name": name });
            let (id, login, name) = (person.id, login.to_owned(), name.to_owned());
            let renamed = |known| Person { login, name, ..known };
            person = self.change(id, renamed, Some(id), "profile_changed", data).await?;
        }
        if person.role < configured {
            let data = json!({ "from": person.role, "to": configured, "by": "configuration" });
            let raised = |known| Person { role: configured, ..known };
            person = self.change(person.id, raised, None, "role_changed", data).await?;
        }
        self.raise_collaborator(person).await
    }

    /// Sets one's own Hugging Face user name and language.
    pub async fn set_profile(
        &self,
        by: &Person,
        hf_user: Option<String>,
        language: UiLanguage,
    ) -> Result<Person> {
        let hf_user = hf_user.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        if let Some(name) = &hf_user {
            ensure_hf_user(name)?;
        }
        let known = self.0.store.person(by.id).await?.ok_or(ServiceError::NotFound("person"))?;
        if known.blocked {
            return Err(ServiceError::Forbidden);
        }
        if known.hf_user == hf_user && known.language == language {
            return Ok(known);
        }
        let data = json!({ "hf_user": hf_user, "language": language });
        let changed = |known| Person { hf_user, language, ..known };
        self.change(by.id, changed, Some(by.id), "profile_changed", data).await
    }

    /// Everybody, in the order they came.
    pub async fn all_people(&self, by: &Person) -> Result<Vec<Person>> {
        ensure(by, Action::ManagePeople)?;
        Ok(self.0.store.people().await?)
    }

    /// Gives somebody a role; the last maintainer keeps theirs.
    pub async fn set_role(&self, person: PersonId, role: Role, by: &Person) -> Result<Person> {
        ensure(by, Action::ManagePeople)?;
        let known = self.0.store.person(person).await?.ok_or(ServiceError::NotFound("person"))?;
        if known.role == role {
            return Ok(known);
        }
        if let Some(github_id) = known.github_id {
            self.0.store.keep_role(github_id).await?;
        }
        let data = json!({ "person": person, "from": known.role, "to": role });
        let changed = |known| Person { role, ..known };
        self.change(person, changed, Some(by.id), "role_changed", data).await
    }

    /// Shuts somebody out, or lets them in again; the last maintainer cannot be shut out.
    pub async fn set_blocked(
        &self,
        person: PersonId,
        blocked: bool,
        by: &Person,
    ) -> Result<Person> {
        ensure(by, Action::ManagePeople)?;
        let known = self.0.store.person(person).await?.ok_or(ServiceError::NotFound("person"))?;
        if known.blocked == blocked {
            return Ok(known);
        }
        let kind = if blocked { "blocked" } else { "unblocked" };
        let data = json!({ "person": person });
        let changed = |known| Person { blocked, ..known };
        let changed = self.change(person, changed, Some(by.id), kind, data).await?;
        if blocked {
            self.sign_out_everywhere(person).await?;
        }
        Ok(changed)
    }

    /// Whether somebody has yet to be asked for their name on the Hub and told what is stored.
    pub async fn is_new(&self, person: PersonId) -> Result<bool> {
        Ok(!self.0.store.is_welcomed(person).await?)
    }

    /// Notes that somebody was asked and told.
    pub async fn set_welcomed(&self, person: PersonId) -> Result<()> {
        Ok(self.0.store.set_welcomed(person, self.0.clock.now()).await?)
    }

    /// The person behind a commit; created at need, without ever having signed in.
    pub(super) async fn person_who_pushed(&self, commit: &PushedCommit) -> Result<Person> {
        let account = commit.account.clone().or_else(|| account_of(&commit.author_email));
        let name = Some(commit.author_name.trim()).filter(|name| !name.is_empty());
        let (login, github_id) = match account {
            Some((id, login)) => {
                if let Some(known) = self.0.store.person_by_github_id(id).await? {
                    return Ok(known);
                }
                (login, Some(id))
            }
            None => {
                // A name of its own per address, which no GitHub login can be.
                let address = hex::encode(Sha256::digest(commit.author_email.as_bytes()));
                (format!("git+{}", &address[..12]), None)
            }
        };
        let new = NewPerson {
            name: name.unwrap_or(&login).to_owned(),
            login,
            github_id,
            role: Role::Volunteer,
            language: UiLanguage::default(),
            at: self.0.clock.now(),
        };
        let person = self.0.store.add_person(&new).await?;
        let data = json!({ "person": person.id, "commit": commit.id });
        self.0.store.add_event(&self.people_event(None, "met_at_github", data)).await?;
        Ok(person)
    }

    async fn welcome(
        &self,
        login: String,
        github_id: Option<u64>,
        name: String,
        role: Role,
    ) -> Result<Person> {
        let at = self.0.clock.now();
        let language = UiLanguage::default();
        let new = NewPerson { login, github_id, name, role, language, at };
        let person = self.0.store.add_person(&new).await?;
        let data = json!({ "role": role });
        self.0.store.add_event(&self.people_event(Some(person.id), "signed_in", data)).await?;
        Ok(person)
    }

    /// Changes a person, with the event; whoever looks at a board sees the new name.
    pub(super) async fn change(
        &self,
        person: PersonId,
        change: impl FnOnce(Person) -> Person,
        actor: Option<PersonId>,
        kind: &str,
        data: Value,
    ) -> Result<Person> {
        let event = self.people_event(actor, kind, data);
        let changed = self.0.store.update_person(person, change, &event).await?;
        let changed = changed.ok_or(ServiceError::LastMaintainer)?;
        for project in &self.0.projects {
            project.forget_board();
        }
        Ok(changed)
    }

    fn people_event(&self, actor: Option<PersonId>, kind: &str, data: Value) -> Event {
        let at = self.0.clock.now();
        Event { at, actor, project: None, slug: None, task: None, kind: kind.into(), data }
    }

    /// The role the configuration gives a GitHub login; upper and lower case are the same to GitHub.
    pub(super) fn configured_role(&self, login: &str) -> Role {
        let names =
            |logins: &[String]| logins.iter().any(|known| known.eq_ignore_ascii_case(login));
        let settings = self.settings();
        if names(&settings.maintainers) {
            Role::Maintainer
        } else if names(&settings.proofreaders) {
            Role::Proofreader
        } else {
            Role::Volunteer
        }
    }
}

/// The account of a `id+login@users.noreply.github.com` address.
fn account_of(email: &str) -> Option<(u64, String)> {
    let (id, login) = email.strip_suffix("@users.noreply.github.com")?.split_once('+')?;
    Some((id.parse().ok()?, login.to_owned()))
}

/// A name on one line.
pub(super) fn plain_text(field: &'static str, text: &str, longest: usize) -> Result<String> {
    let text = text.trim();
    let problem = if text.is_empty() {
        Unfit::Empty
    } else if text.chars().any(char::is_control) {
        Unfit::NoText
    } else if text.chars().count() > longest {
        Unfit::Long { most: longest }
    } else {
        return Ok(text.to_owned());
    };
    Err(ServiceError::Invalid { field, problem })
}

/// What the Hub takes as a user name: 2 to 42 letters, digits, `-`, `_` and `.`.
fn ensure_hf_user(name: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if (2..=42).contains(&name.len()) && name.chars().all(plain) {
        return Ok(());
    }
    Err(ServiceError::Invalid { field: "hf_user", problem: Unfit::HubUser(name.to_owned()) })
}
