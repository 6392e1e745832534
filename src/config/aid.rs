//! The `[aid]` of the file: a drafting aid, off unless it names an endpoint.

use std::time::Duration;

use jiff::SignedDuration;

use super::{
    ConfigError, Environment, MissingSecret,
    file::AidTable,
    values::{Checker, is_public, trimmed},
};
use crate::chat;

/// Name of the environment variable that holds the key.
pub const AID_KEY: &str = "YIQI_AID_KEY";

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const HALF_AN_HOUR: SignedDuration = SignedDuration::from_mins(30);

impl Checker<'_> {
    /// The settings of the aid, `None` where there is none, and what it lacks.
    pub(super) fn aid(
        &mut self,
        table: &AidTable,
        environment: &Environment,
    ) -> Result<(Option<chat::Settings>, Option<MissingSecret>), ConfigError> {
        let Some(written) = &table.url else {
            let others = [&table.model, &table.silence, &table.time_limit];
            for value in others.into_iter().flatten() {
                self.report(&value.span(), "is used with url alone, which names the endpoint");
            }
            return Ok((None, None));
        };
        let url = self.web_address(written);
        let model = table.model.as_ref().map(|value| self.text(value));
        if model.is_none() {
            self.report(&written.span(), "needs model: the name the endpoint knows it by");
        }
        let default = chat::Timing::default();
        let mut limit = |value, default: Duration| {
            let default = SignedDuration::try_from(default).unwrap_or(SECOND);
            self.duration(value, default, SECOND..=HALF_AN_HOUR).unsigned_abs()
        };
        let timing = chat::Timing {
            silence: limit(table.silence.as_ref(), default.silence),
            whole: limit(table.time_limit.as_ref(), default.whole),
            ..default
        };
        let key = environment.secret(AID_KEY)?;
        let (Some(url), Some(model)) = (url, model) else { return Ok((None, None)) };
        if key.is_some() && url.scheme() == "http" && is_public(&url) {
            self.report(
                &written.span(),
                format!("would send {AID_KEY} unencrypted; allowed: https, or this machine"),
            );
        }
        let missing = (key.is_none() && url.scheme() == "https")
            .then_some(MissingSecret { variable: AID_KEY, needed_for: "the drafting aid" });
        let settings = chat::Settings { timing, ..chat::Settings::new(trimmed(&url), model, key) };
        Ok((Some(settings), missing))
    }
}
