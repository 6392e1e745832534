//! Chinese translations of a post that somebody found outside the repository, on a media account or a site of
//! their own. A hint for whoever is about to begin, and no lock: the post is offered as before. The addresses
//! are shown and never fetched.

use std::collections::HashMap;

use serde_json::json;
use url::Url;

use super::{
    Project, Result, ServiceError, Unfit, Workshop,
    reading::Names,
    steps::ensure,
    views::{Elsewhere, ExportedElsewhere, host_of},
};
use crate::{
    ids::{ElsewhereId, ProjectId, Slug},
    store::StoredElsewhere,
    workflow::{Action, Person},
};

/// How many a post may have; whoever found more has found the others.
const MOST: u32 = 5;
/// The longest address that is kept, in bytes.
const LONGEST_ADDRESS: usize = 1_000;
/// The longest word about one, in characters.
const LONGEST_WORD: usize = 200;

impl Workshop {
    /// Notes where a translation of a post was found, with a word on it that may be empty. Noting what is
    /// noted already, with another word, says something else of it, which is for those who may take it away.
    pub async fn note_elsewhere(
        &self,
        project: &ProjectId,
        slug: &Slug,
        (address, word): (&str, &str),
        by: &Person,
    ) -> Result<Elsewhere> {
        ensure(by, Action::NoteElsewhere)?;
        let address = web_address(address)?;
        let word = short_word(word)?;
        let project = self.project(project)?;
        self.ensure_post(project, slug).await?;
        let place = (&project.settings.id, slug);
        let data = json!({ "about": address, "reason": word });
        let event = self.post_event(project, slug, by.id, "elsewhere_noted", data);
        let note = (address.as_str(), word.as_str());
        let noted = self.0.store.note_elsewhere(place, note, by.id, MOST, &event).await?;
        if let Some(id) = noted {
            project.forget_board();
            let stored =
                StoredElsewhere { id, slug: slug.clone(), address, word, by: by.id, at: event.at };
            return Ok(view(stored, &*self.names().await?));
        }
        let known = self.0.store.elsewhere_of(&project.settings.id, slug).await?;
        let known = known.into_iter().find(|it| it.address == address);
        let known = known.ok_or(ServiceError::TooManyElsewhere { limit: MOST })?;
        self.reword(project, known, word, by).await
    }

    async fn reword(
        &self,
        project: &Project,
        known: StoredElsewhere,
        word: String,
        by: &Person,
    ) -> Result<Elsewhere> {
        let names = self.names().await?;
        if word.is_empty() || known.word == word {
            return Ok(view(known, &names));
        }
        ensure(by, Action::ChangeElsewhere { noted_by: known.by })?;
        let data = json!({ "about": known.address, "reason": word });
        let event = self.post_event(project, &known.slug, by.id, "elsewhere_reworded", data);
        if !self.0.store.reword_elsewhere(known.id, &word, by.id, &event).await? {
            return Err(ServiceError::NotFound("translation elsewhere"));
        }
        Ok(view(StoredElsewhere { word, by: by.id, at: event.at, ..known }, &names))
    }

    /// Takes away what was noted. Whether it was there.
    pub async fn remove_elsewhere(
        &self,
        project: &ProjectId,
        slug: &Slug,
        id: ElsewhereId,
        by: &Person,
    ) -> Result<bool> {
        let project = self.project(project)?;
        self.ensure_post(project, slug).await?;
        let known = self.0.store.elsewhere_of(&project.settings.id, slug).await?;
        let Some(known) = known.into_iter().find(|it| it.id == id) else { return Ok(false) };
        ensure(by, Action::ChangeElsewhere { noted_by: known.by })?;
        let data = json!({ "about": known.address, "reason": known.word });
        let event = self.post_event(project, slug, by.id, "elsewhere_removed", data);
        let removed = self.0.store.remove_elsewhere(id, &event).await?;
        if removed {
            project.forget_board();
        }
        Ok(removed)
    }

    /// Where translations of a post were found, the first noted first.
    pub(super) async fn elsewhere_of(
        &self,
        project: &Project,
        slug: &Slug,
        names: &Names,
    ) -> Result<Vec<Elsewhere>> {
        let found = self.0.store.elsewhere_of(&project.settings.id, slug).await?;
        Ok(found.into_iter().map(|stored| view(stored, names)).collect())
    }

    /// The same of every post of a project, by slug.
    pub async fn export_elsewhere(&self, project: &ProjectId) -> Result<Vec<ExportedElsewhere>> {
        let project = self.project(project)?;
        let names = self.names().await?;
        let found = self.0.store.elsewhere(&project.settings.id).await?.into_iter();
        let leaving = found.map(|stored| ExportedElsewhere {
            slug: stored.slug.clone(),
            found: view(stored, &names),
        });
        Ok(leaving.collect())
    }

    /// The addresses by post, as the board has them; of posts not named, none.
    pub(super) async fn elsewhere(
        &self,
        project: &ProjectId,
    ) -> Result<HashMap<Slug, Vec<String>>> {
        let mut addresses: HashMap<Slug, Vec<String>> = HashMap::new();
        for StoredElsewhere { slug, address, .. } in self.0.store.elsewhere(project).await? {
            addresses.entry(slug).or_default().push(address);
        }
        Ok(addresses)
    }
}

fn view(stored: StoredElsewhere, names: &Names) -> Elsewhere {
    Elsewhere {
        id: stored.id,
        host: host_of(&stored.address),
        address: stored.address,
        word: Some(stored.word).filter(|word| !word.is_empty()),
        by: names.brief(stored.by),
        at: stored.at,
    }
}

/// The address of a page on the web that everybody can reach: no other scheme, which a browser might run, no
/// name and password, which hide where a link leads, and a host with a name.
fn web_address(text: &str) -> Result<String> {
    let url = Url::parse(text.trim()).map_err(|_| ServiceError::NoWebAddress)?;
    let is_web = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.domain().is_some_and(|host| host.trim_end_matches('.').contains('.'));
    let address = String::from(url);
    if is_web && address.len() <= LONGEST_ADDRESS {
        Ok(address)
    } else {
        Err(ServiceError::NoWebAddress)
    }
}

/// A word on one line; it may be empty.
fn short_word(text: &str) -> Result<String> {
    let word = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let problem = match word.chars().count() {
        length if length > LONGEST_WORD => Unfit::Long { most: LONGEST_WORD },
        _ if word.chars().any(char::is_control) => Unfit::NoText,
        _ => return Ok(word),
    };
    Err(ServiceError::Invalid { field: "word", problem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_that_everybody_can_reach_are_noted() {
        for (text, address) in [
            (" https://mp.weixin.qq.com/s/AbC_1 ", "https://mp.weixin.qq.com/s/AbC_1"),
            ("HTTP://Blog.Example", "http://blog.example/"),
            ("https://a.example/雨", "https://a.example/%E9%9B%A8"),
            ("https://zhuanlan.example/p/1#/top", "https://zhuanlan.example/p/1#/top"),
        ] {
            assert_eq!(web_address(text).ok().as_deref(), Some(address));
        }
        // Letters of other alphabets that look like a known host are seen for what they are.
        let lookalike = web_address("https://huggingfаce.example/").expect("an address");
        assert!(host_of(&lookalike).starts_with("xn--"), "{lookalike}");
        for text in [
            "",
            "mp.weixin.qq.com/s/AbC_1",
            "javascript:alert(1)",
            "ftp://files.example/a",
            "https://somebody@blog.example/",
            "https://a:b@blog.example/",
            "http://localhost/a",
            "http://127.0.0.1/a",
            "https://[::1]/a",
            "https://",
        ] {
            assert!(matches!(web_address(text), Err(ServiceError::NoWebAddress)), "{text}");
        }
        let long = format!("https://blog.example/{}", "a".repeat(LONGEST_ADDRESS));
        assert!(web_address(&long).is_err());
    }

    #[test]
    fn a_word_is_one_short_line_or_nothing() {
        assert_eq!(short_word(" 作者\n同意  转载 ").unwrap(), "作者 同意 转载");
        assert_eq!(short_word(" ").unwrap(), "");
        assert!(short_word(&"长".repeat(LONGEST_WORD + 1)).is_err());
        assert!(short_word("a\u{7}b").is_err());
    }

    #[test]
    fn a_host_is_named_without_what_everybody_leaves_out() {
        assert_eq!(host_of("https://www.blog.example/a/b"), "blog.example");
        assert_eq!(host_of("https://mp.weixin.qq.com/s/1"), "mp.weixin.qq.com");
        assert_eq!(host_of("no address"), "no address");
    }
}
