//! What the program tells of a text that came back, or of its pull request, in the reader's language.

use fluent_templates::fluent_bundle::FluentValue;

use crate::{
    texts::Texts,
    workflow::{Reason, Told, UiLanguage},
};

/// A reason as somebody reads it; the words of a person are as they wrote them.
pub fn reason(language: UiLanguage, reason: &Reason) -> String {
    match reason {
        Reason::Words(words) => words.clone(),
        Reason::Told(told) => sentence(Texts::new(language), told),
    }
}

fn sentence(texts: Texts, told: &Told) -> String {
    // Numbers of pull requests are names, which are not grouped by thousands.
    let name = |text: &dyn ToString| FluentValue::from(text.to_string());
    let say = |key: &str, args: &[(&'static str, FluentValue<'_>)]| texts.with(key, args);
    match told {
        Told::ChangesRequested { number, by, words, url } => {
            let said = match words.as_str() {
                "" => texts.get("told-line-by-line"),
                words => texts.with("told-quoted", &[("words", words.into())]),
            };
            let args = [
                ("number", name(number)),
                ("by", name(by)),
                ("said", name(&said)),
                ("url", name(url)),
            ];
            say("told-changes-requested", &args)
        }
        Told::RequestWithdrawn { number, by, url } => {
            let args = [("number", name(number)), ("by", name(by)), ("url", name(url))];
            say("told-request-withdrawn", &args)
        }
        Told::RequestWithdrawnLate { number, by, url } => {
            let args = [("number", name(number)), ("by", name(by)), ("url", name(url))];
            say("told-request-withdrawn-late", &args)
        }
        Told::Retargeted { number, url, ours, theirs } => {
            let args = [
                ("number", name(number)),
                ("url", name(url)),
                ("ours", name(ours)),
                ("theirs", name(theirs)),
            ];
            say("told-retargeted", &args)
        }
        Told::MergedElsewhere { number, url, ours, theirs } => {
            let args = [
                ("number", name(number)),
                ("url", name(url)),
                ("ours", name(ours)),
                ("theirs", name(theirs)),
            ];
            say("told-merged-elsewhere", &args)
        }
        Told::Closed { number, url } => of_pull(texts, "told-closed", name(number), url),
        Told::ClosedMeanwhile { number, url } => {
            of_pull(texts, "told-closed-meanwhile", name(number), url)
        }
        Told::Reopened { number, url } => of_pull(texts, "told-reopened", name(number), url),
        Told::ReopenedMeanwhile { number, url } => {
            of_pull(texts, "told-reopened-meanwhile", name(number), url)
        }
        Told::MergedMeanwhile { number, url } => {
            of_pull(texts, "told-merged-meanwhile", name(number), url)
        }
        Told::Thanks { translator, reviewer: None } => {
            say("told-thanks", &[("translator", name(translator))])
        }
        Told::Thanks { translator, reviewer: Some(reviewer) } => {
            let args = [("translator", name(translator)), ("reviewer", name(reviewer))];
            say("told-thanks-both", &args)
        }
        Told::Pushed { by } => say("told-pushed", &[("by", name(by))]),
        Told::PushedAgainst { by, clashes } => {
            say("told-pushed-against", &[("by", name(by)), ("count", (*clashes).into())])
        }
        Told::BlockRewritten { theirs } => say("told-block-rewritten", &[("theirs", name(theirs))]),
        Told::BlockRemoved => say("told-block-removed", &[]),
        Told::RepositoryEmpty => say("told-repository-empty", &[]),
        Told::ForkDiverged { fork, branch } => {
            say("told-fork-diverged", &[("fork", name(fork)), ("branch", name(branch))])
        }
        Told::AnotherTranslation { path } => {
            say("told-another-translation", &[("path", name(path))])
        }
        Told::TranslationChanged { path } => {
            say("told-translation-changed", &[("path", name(path))])
        }
    }
}

fn of_pull(texts: Texts, key: &str, number: FluentValue<'_>, url: &str) -> String {
    texts.with(key, &[("number", number), ("url", url.into())])
}
