//! The `[messages]` and `[mail]` of the file: what may be sent to people, and through which mail server.

use toml::Spanned;

use super::{
    ConfigError, Environment, MissingSecret,
    file::{MailTable, MessagesTable, SmtpSecurity},
    values::Checker,
};
use crate::notify::{self, MailSettings, Security};

/// Name of the environment variable that holds the password of the mail account.
pub const MAIL_PASSWORD: &str = "YIQI_MAIL_PASSWORD";

impl Checker<'_> {
    /// The settings of messages, and what they lack.
    pub(super) fn messages(
        &mut self,
        table: &MessagesTable,
        mail: &MailTable,
        environment: &Environment,
    ) -> Result<(notify::Settings, Option<MissingSecret>), ConfigError> {
        let (mail, missing) = self.mail(mail, environment)?;
        let private_too = table.private_addresses.unwrap_or(false);
        let settings = notify::Settings { private_too, mail, ..notify::Settings::default() };
        Ok((settings, missing))
    }

    fn mail(
        &mut self,
        table: &MailTable,
        environment: &Environment,
    ) -> Result<(Option<MailSettings>, Option<MissingSecret>), ConfigError> {
        let Some(written) = &table.host else {
            let others = [&table.from, &table.account];
            for value in others.into_iter().flatten() {
                self.report(&value.span(), "is used with host alone, which names the mail server");
            }
            return Ok((None, None));
        };
        let host = self.text(written);
        let from = self.sender(table.from.as_ref(), written);
        let security = match table.security.unwrap_or(SmtpSecurity::Tls) {
            SmtpSecurity::Tls => Security::Tls,
            SmtpSecurity::Starttls => Security::StartTls,
            SmtpSecurity::None => Security::None,
        };
        let usual = match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        };
        let port = self.count(table.port.as_ref(), usual, 1..=65_535);
        let password = environment.secret(MAIL_PASSWORD)?;
        let account = table.account.as_ref().map(|value| self.text(value));
        let is_here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if let (Some(value), Security::None, false) = (&table.account, security, is_here) {
            self.report(
                &value.span(),
                format!("would send {MAIL_PASSWORD} unencrypted; allowed: tls or starttls"),
            );
        }
        let missing = (account.is_some() && password.is_none())
            .then_some(MissingSecret { variable: MAIL_PASSWORD, needed_for: "sending mail" });
        let account = account.zip(password);
        let port = u16::try_from(port).unwrap_or(465);
        Ok((Some(MailSettings { host, port, security, account, from }), missing))
    }

    fn sender(&mut self, from: Option<&Spanned<String>>, host: &Spanned<String>) -> String {
        let Some(value) = from else {
            self.report(&host.span(), "needs from: the address mail is sent as");
            return String::new();
        };
        let text = self.text(value);
        let address =
            text.rsplit_once('<').map_or(text.as_str(), |(_, it)| it.trim_end_matches('>'));
        if !notify::is_mail_address(address.trim()) {
            let message =
                format!("{text:?} is no sender; write for example \"Yiqi <yiqi@example.org>\"");
            self.report(&value.span(), message);
        }
        text
    }
}
