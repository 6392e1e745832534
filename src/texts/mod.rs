//! The words of the interface and of messages, in the reader's language.
//!
//! Every text lives in the Fluent files under `locales/`; both languages have the same keys, and every key
//! the code or a template names exists (tests hold both). A missing key shows as `⟦key⟧`, never as nothing.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{
    LanguageIdentifier, Loader,
    fluent_bundle::{FluentValue, types::FluentNumber},
    langid, static_loader,
};

use crate::workflow::UiLanguage;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "zh-CN",
        customise: |bundle| {
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(|value, _| match value {
                FluentValue::Number(number) => Some(grouped(number)),
                _ => None,
            }));
        },
    };
}

static CHINESE: LanguageIdentifier = langid!("zh-CN");
static ENGLISH: LanguageIdentifier = langid!("en");

/// Looks texts up in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    language: UiLanguage,
}

impl Texts {
    pub const fn new(language: UiLanguage) -> Self {
        Self { language }
    }

    /// The language it looks them up in.
    pub const fn language(self) -> UiLanguage {
        self.language
    }

    /// A text without arguments.
    pub fn get(self, key: &str) -> String {
        LOCALES.try_lookup(self.identifier(), key).unwrap_or_else(|| missing(key))
    }

    /// A text with named arguments; numbers are grouped by thousands and choose plural forms.
    pub fn with(self, key: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
            args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        LOCALES.try_lookup_with_args(self.identifier(), key, &args).unwrap_or_else(|| missing(key))
    }

    /// The BCP 47 tag for `lang` attributes.
    pub const fn tag(self) -> &'static str {
        match self.language {
            UiLanguage::Chinese => "zh-CN",
            UiLanguage::English => "en",
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self.language {
            UiLanguage::Chinese => &CHINESE,
            UiLanguage::English => &ENGLISH,
        }
    }
}

fn missing(key: &str) -> String {
    format!("⟦{key}⟧")
}

fn grouped(number: &FluentNumber) -> String {
    group_thousands(number.value.round() as i64)
}

/// Writes a whole number with a comma between thousands.
pub fn group_thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests;
