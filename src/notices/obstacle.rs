//! What keeps a sync, a publication or a webhook from going on, in the reader's language.
//!
//! Such failures are kept as the sentences of their errors, which are English and name addresses, commits and
//! what git or GitHub said. They are known again by the words that never differ, so that what was kept by an
//! earlier version is known as well; the pages hold every sentence of an error against this.

use crate::texts::Texts;

/// Words of an error, and the key of what a person reads instead; the first that fits counts.
const SIGNS: &[(&str, &str)] = &[
    ("GitHub cannot be reached: ", "obstacle-hub-unreachable"),
    ("GitHub is out of order at the moment", "obstacle-hub-down"),
    ("GitHub asks to wait ", "obstacle-hub-limit"),
    (" is elsewhere by now; was the repository renamed?", "obstacle-hub-moved"),
    (" moved meanwhile", "obstacle-hub-busy"),
    ("GitHub could not do this now (", "obstacle-hub-busy"),
    ("the repository is empty (", "obstacle-hub-empty"),
    (" cannot be brought in step with its upstream", "obstacle-hub-fork"),
    ("GitHub does not accept the token", "obstacle-hub-token"),
    ("no GitHub token is configured", "obstacle-hub-token"),
    ("GitHub does not allow ", "obstacle-hub-permission"),
    ("GitHub does not know ", "obstacle-hub-unknown"),
    ("GitHub refuses ", "obstacle-hub-refused"),
    ("GitHub answered something unexpected for ", "obstacle-hub-unexpected"),
    (" is not the name of a GitHub repository", "obstacle-settings"),
    ("the GitHub settings are not usable", "obstacle-settings"),
    ("Authentication failed", "obstacle-source-refused"),
    ("could not read Username", "obstacle-source-refused"),
    ("returned error: 401", "obstacle-source-refused"),
    ("returned error: 403", "obstacle-source-refused"),
    (": cannot be reached (", "obstacle-source-unreachable"),
    (": not a Git repository (", "obstacle-source-none"),
    (": there is no branch ", "obstacle-source-branch"),
    (" is missing from the mirror", "obstacle-mirror"),
    ("the mirror cannot be read: ", "obstacle-mirror"),
    (" that are read", "obstacle-source-large"),
    (": cannot be published to (", "obstacle-not-pushable"),
    (" is not a valid ", "obstacle-settings"),
    (", which Yiqi did not make", "obstacle-branch-taken"),
    ("Yiqi itself broke down over this: ", "obstacle-broken"),
    ("this project publishes nowhere", "obstacle-nowhere"),
    ("the database", "obstacle-database"),
];

/// What git says when a command of it fails begins with this.
const GIT: &str = "git ";

/// What happened and what to do about it, from the sentence of an error that was kept; `None` where the
/// sentence is not one that is known.
pub fn known_obstacle(texts: Texts, kept: &str) -> Option<String> {
    let known = SIGNS.iter().find(|(sign, _)| kept.contains(sign)).map(|(_, key)| *key);
    let known = known.or_else(|| kept.starts_with(GIT).then_some("obstacle-git"));
    known.map(|key| texts.get(key))
}

/// The same; of what is not known it says that the words of the error tell more.
pub fn obstacle(texts: Texts, kept: &str) -> String {
    known_obstacle(texts, kept).unwrap_or_else(|| texts.get("obstacle-other"))
}
