//! Single values: lengths of time, numbers, addresses, names.

use std::ops::RangeInclusive;

use jiff::{SignedDuration, Span, SpanRelativeTo};
use toml::Spanned;
use url::Url;

use super::values::Checker;

impl Checker<'_> {
    pub(super) fn duration(
        &mut self,
        value: Option<&Spanned<String>>,
        default: SignedDuration,
        allowed: RangeInclusive<SignedDuration>,
    ) -> SignedDuration {
        let Some(value) = value else { return default };
        let length = value
            .get_ref()
            .parse::<Span>()
            .ok()
            .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
        match length {
            Some(length) if allowed.contains(&length) => length,
            Some(_) => {
                let message = format!(
                    "{:?} is out of range; allowed: {:#} to {:#}",
                    value.get_ref(),
                    allowed.start(),
                    allowed.end()
                );
                self.report(&value.span(), message);
                default
            }
            None => {
                let message = format!(
                    "{:?} is no length of time; write for example \"14 days\", \"36 hours\", \
                     \"10 minutes\"",
                    value.get_ref()
                );
                self.report(&value.span(), message);
                default
            }
        }
    }

    pub(super) fn count(
        &mut self,
        value: Option<&Spanned<i64>>,
        default: u32,
        allowed: RangeInclusive<u32>,
    ) -> u32 {
        let Some(value) = value else { return default };
        match u32::try_from(*value.get_ref()) {
            Ok(count) if allowed.contains(&count) => count,
            _ => {
                let message = format!(
                    "{} is out of range; allowed: {} to {}",
                    value.get_ref(),
                    allowed.start(),
                    allowed.end()
                );
                self.report(&value.span(), message);
                default
            }
        }
    }

    pub(super) fn web_address(&mut self, value: &Spanned<String>) -> Option<Url> {
        let url = Url::parse(value.get_ref()).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
                && url.password().is_none()
        });
        if url.is_none() {
            self.report(
                &value.span(),
                format!(
                    "{:?} is no web address; write for example \"https://yiqi.example.org\"",
                    value.get_ref()
                ),
            );
        }
        url
    }

    pub(super) fn logins(&mut self, values: &[Spanned<String>]) -> Vec<String> {
        values
            .iter()
            .map(|value| {
                let login = value.get_ref();
                let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                if login.is_empty() || !login.chars().all(legal) {
                    self.report(
                        &value.span(),
                        format!("{login:?} is no GitHub login; write it without @"),
                    );
                }
                login.clone()
            })
            .collect()
    }
}
