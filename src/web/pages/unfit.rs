//! What is wrong with something somebody filled in, in their language.
//!
//! The services say it in English, to programs as well; here it is known again by the words that never
//! differ. What is not known is shown as it is.

use crate::texts::Texts;

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

/// Words of a sentence, and the key of what a person reads instead; the first that fits counts.
const SIGNS: &[(&str, &str)] = &[
    ("is empty", "unfit-empty"),
    ("say something", "unfit-empty"),
    ("say why", "unfit-empty"),
    ("has characters that are not text", "unfit-no-text"),
    ("is longer than ", "unfit-long"),
    (" characters are more than the ", "unfit-long"),
    ("between 1 and 366", "unfit-days"),
    ("between 1 and ", "unfit-name-long"),
    (" is no user name of the Hugging Face Hub", "unfit-hf-user"),
    ("this is not the code that was sent", "unfit-code"),
    ("give the code that was sent first", "unfit-code-first"),
    ("; remove one first", "unfit-many"),
    ("; revoke one first", "unfit-many"),
    (" is no month like ", "unfit-month"),
    ("comes before the first month", "unfit-before"),
    (" is before ", "unfit-before"),
    (" months after the first", "unfit-months"),
    (" is no time zone", "unfit-zone"),
    ("no post is named", "unfit-no-post"),
    (" posts are more than the ", "unfit-posts"),
    (" is blocked", "unfit-blocked"),
    ("upstream refuses a post with this", "unfit-refused-upstream"),
];

/// A field as people call it.
pub(super) fn field(texts: Texts, name: &str) -> String {
    let known = FIELDS.iter().find(|(field, _)| *field == name);
    known.map_or_else(|| name.to_owned(), |(_, key)| texts.get(key))
}

/// What is wrong with it; the last number of the sentence is how much would be taken.
pub(super) fn unfit(texts: Texts, problem: &str) -> String {
    let known = SIGNS.iter().find(|(sign, _)| problem.contains(sign));
    let Some((_, key)) = known else { return problem.to_owned() };
    let mut numbers = problem.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
    let most: usize = numbers.next_back().and_then(|it| it.parse().ok()).unwrap_or_default();
    texts.with(key, &[("most", most.into())])
}

#[cfg(test)]
mod tests {
    use crate::{services::ServiceError, web::pages::Problem, workflow::UiLanguage};

    fn said(field: &'static str, problem: &str) -> String {
        let error = ServiceError::Invalid { field, problem: problem.into() };
        Problem::from(&error).what(UiLanguage::Chinese)
    }

    #[test]
    fn what_is_wrong_with_a_field_is_told_in_the_language_of_the_reader() {
        for (field, problem, wanted) in [
            ("name", "is empty", "名字：不能空着。"),
            ("body", "say something", "想说的话：不能空着。"),
            ("name", "is longer than 80 characters", "名字：最多 80 个字。"),
            (
                "reason",
                "2001 characters are more than the 2000 that are taken",
                "理由：最多 2,000 个字。",
            ),
            ("days", "between 1 and 366", "期限：1 到 366 天。"),
            ("name", "20 views are the most; remove one first", "名字：已经够多了，先移除一个。"),
            ("code", "this is not the code that was sent", "验证码：和邮件里的不一样。"),
            (
                "span",
                "this is no place of that revision",
                "span：this is no place of that revision。",
            ),
        ] {
            assert_eq!(said(field, problem), wanted);
        }
    }
}
