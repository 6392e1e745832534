//! A word of thanks for release notes: who did what in a span of time, as Markdown.

use crate::texts::Texts;

/// Somebody who is thanked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thanked {
    /// As they are called.
    pub name: String,
    /// Their name on the Hub, which the line leads to.
    pub hf_user: Option<String>,
    pub translated: usize,
    pub updated: usize,
    pub proofread: usize,
}

/// Writes the thanks, in the order the people are given; `unnamed` more people did not want to be named.
/// Empty where nobody did anything.
pub fn thanks(texts: Texts, people: &[Thanked], unnamed: usize) -> String {
    if people.is_empty() && unnamed == 0 {
        return String::new();
    }
    let mut text = format!("{}\n\n", texts.get("thanks-heading"));
    for person in people {
        let parts = [
            ("thanks-translated", person.translated),
            ("thanks-updated", person.updated),
            ("thanks-proofread", person.proofread),
        ];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| texts.with(key, &[("count", count.into())]))
            .collect();
        let name = match &person.hf_user {
            Some(user) => format!("[{}](https://huggingface.co/{user})", plain(&person.name)),
            None => plain(&person.name),
        };
        text += &format!(
            "- {}\n",
            texts.with(
                "thanks-line",
                &[("name", name.into()), ("parts", said.join(&texts.get("thanks-between")).into())]
            )
        );
    }
    if unnamed > 0 {
        text += &format!("- {}\n", texts.with("thanks-unnamed", &[("count", unnamed.into())]));
    }
    text
}

/// A name without what Markdown takes for marks.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '!' | '#' | '|' | '~')
        {
            plain.push('\\');
        }
        plain.push(if c.is_control() { ' ' } else { c });
    }
    plain
}
