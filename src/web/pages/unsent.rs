//! Why a message has not left, in the reader's language.

use super::Shell;
use crate::{notify::NotifyError, texts::Texts};

/// What a backup writes at a way out whose address it leaves out.
const LEFT_OUT: &str = "its address and secret are not in backups; enter them again";

/// A failure as part of a sentence; what a receiver said stays in its words.
pub(super) fn unsent(texts: Texts, error: &NotifyError) -> String {
    // Statuses are names, which are not grouped by thousands.
    let status = |key: &str, status: u16| texts.with(key, &[("status", status.to_string().into())]);
    match error {
        NotifyError::BadSettings(why) => {
            texts.with("unsent-bad-settings", &[("why", why.as_str().into())])
        }
        NotifyError::BadAddress => texts.get("unsent-bad-address"),
        NotifyError::Private => texts.get("unsent-private"),
        NotifyError::Unreachable => texts.get("unsent-unreachable"),
        NotifyError::TooSlow => texts.get("unsent-too-slow"),
        NotifyError::Redirected(code) => status("unsent-redirected", *code),
        NotifyError::Busy(_) => texts.get("unsent-busy"),
        NotifyError::Status(code) => status("unsent-status", *code),
        NotifyError::Refused(said) => {
            texts.with("unsent-refused", &[("said", said.as_str().into())])
        }
        NotifyError::NoMail => texts.get("unsent-no-mail"),
    }
}

impl Shell {
    /// Why a way out does not work, from the sentence that was kept; what nobody knows stays as it is.
    pub(super) fn unsent(&self, kept: &str) -> String {
        match kept.parse::<NotifyError>() {
            Ok(error) => unsent(self.texts(), &error),
            Err(_) if kept == LEFT_OUT => self.t("unsent-left-out"),
            Err(_) => kept.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::fixtures;
    use crate::workflow::UiLanguage;

    #[test]
    fn failures_are_told_in_the_language_of_the_reader() {
        let shell = fixtures::shell(UiLanguage::Chinese, Some(1), "/me/notices");
        for (kept, said) in [
            ("nobody answers there", "那边没有回应"),
            ("the answer has status 1404", "那边回答了状态 1404"),
            ("refused: sign match fail (19021)", "对方拒绝了：sign match fail (19021)"),
            (LEFT_OUT, "备份里没有它的地址和密钥，请重新填写"),
            ("of a later version", "of a later version"),
        ] {
            assert_eq!(shell.unsent(kept), said);
        }
        let english = fixtures::shell(UiLanguage::English, Some(1), "/me/notices");
        assert_eq!(english.unsent("nobody answers there"), "nobody answers there");
    }

    #[test]
    fn backups_write_what_is_known_here() {
        assert!(include_str!("../../store/backup.rs").contains(LEFT_OUT));
    }
}
