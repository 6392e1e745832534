//! What is wrong with something somebody filled in, in their language.

use crate::{services::Unfit, texts::Texts};

/// Fields with a name people know.
const FIELDS: &[(&str, &str)] = &[
    ("body", "field-words"),
    ("code", "field-code"),
    ("days", "field-days"),
    ("finding", "field-finding"),
    ("hf_user", "field-hf-user"),
    ("line", "field-line"),
    ("login", "field-login"),
    ("name", "field-name"),
    ("note", "field-note"),
    ("person", "field-person"),
    ("reason", "field-reason"),
    ("slug", "field-posts"),
    ("from", "field-from"),
    ("until", "field-until"),
    ("zone", "field-zone"),
];

/// A field as people call it.
pub(super) fn field(texts: Texts, name: &str) -> String {
    let known = FIELDS.iter().find(|(field, _)| *field == name);
    known.map_or_else(|| name.to_owned(), |(_, key)| texts.get(key))
}

/// What is wrong with it.
pub(super) fn unfit(texts: Texts, problem: &Unfit) -> String {
    let most = |key, most: usize| texts.with(key, &[("most", most.into())]);
    match problem {
        Unfit::Empty => texts.get("unfit-empty"),
        Unfit::NoText => texts.get("unfit-no-text"),
        Unfit::Long { most: taken } => most("unfit-long", *taken),
        Unfit::NoName { most: taken } => most("unfit-name-long", *taken),
        Unfit::Days { most: taken } => most("unfit-days", *taken),
        Unfit::HubUser(_) => texts.get("unfit-hf-user"),
        Unfit::WrongCode => texts.get("unfit-code"),
        Unfit::NoCode => texts.get("unfit-code-first"),
        Unfit::Full { .. } => texts.get("unfit-many"),
        Unfit::Month(_) => texts.get("unfit-month"),
        Unfit::Backwards => texts.get("unfit-before"),
        Unfit::Months { most: taken } => most("unfit-months", *taken),
        Unfit::Zone(_) => texts.get("unfit-zone"),
        Unfit::NoPost => texts.get("unfit-no-post"),
        Unfit::Posts { most: taken } => most("unfit-posts", *taken),
        Unfit::Blocked(_) => texts.get("unfit-blocked"),
        Unfit::RefusedUpstream => texts.get("unfit-refused-upstream"),
        Unfit::Foreign(sentence) => sentence.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        services::{ServiceError, Unfit},
        web::pages::Problem,
        workflow::UiLanguage,
    };

    fn said(field: &'static str, problem: Unfit) -> String {
        let error = ServiceError::Invalid { field, problem };
        Problem::from(&error).what(UiLanguage::Chinese)
    }

    #[test]
    fn what_is_wrong_with_a_field_is_told_in_the_language_of_the_reader() {
        let foreign = Unfit::Foreign("this is no place of that revision".to_owned());
        for (field, problem, wanted) in [
            ("name", Unfit::Empty, "名字：不能空着。"),
            ("name", Unfit::Long { most: 80 }, "名字：最多 80 个字。"),
            ("reason", Unfit::Long { most: 2000 }, "理由：最多 2,000 个字。"),
            ("days", Unfit::Days { most: 366 }, "期限：1 到 366 天。"),
            ("name", Unfit::Full { most: 20 }, "名字：已经够多了，先移除一个。"),
            ("code", Unfit::WrongCode, "验证码：和邮件里的不一样。"),
            ("span", foreign, "span：this is no place of that revision。"),
        ] {
            assert_eq!(said(field, problem), wanted);
        }
    }
}
